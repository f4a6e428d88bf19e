"""Groups: which one is the leadership chat, and what happens to it (the bot is added or removed, the group moves)."""

import re
from collections.abc import Sequence

from aiogram import Router
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.filters import CommandObject
from aiogram.types import (
    CallbackQuery,
    ChatMemberRestricted,
    ChatMemberUnion,
    ChatMemberUpdated,
    Message,
    TelegramObject,
)

from handlers.filters import admin, command_name, on_command, private
from handlers.menu import drop_menu, set_group_menu
from handlers.moves import Moves, heir_of
from handlers.speaking import GROUPS, Voice
from handlers.talk import Talk
from handlers.unit_groups import ask_whose, is_asked_whose, may_be_a_plans
from services.people.groups import GroupFacts
from views import leadership as views
from views import unit_groups as unit_views
from views.kit.callbacks import Bind, BindPlan, ConfirmBind
from views.kit.commands import COMMANDS
from views.kit.sending import send
from views.kit.texts import Translator

BIND_LINK = re.compile(r"bind_(-\d{1,17})_(\d{1,10})", re.ASCII)
ADMINS_OWN = frozenset(COMMANDS["admin"]) - frozenset(COMMANDS["leadership"]) - {"bind"}
ABSENT = (ChatMemberStatus.LEFT, ChatMemberStatus.KICKED)


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="leadership")
    router.message.register(bind, on_command("bind"), admin)
    router.message.register(bind_refused, on_command("bind"), may_be_told)
    router.message.register(who_are_you, is_admins_command, anonymous)
    router.callback_query.register(confirm_bind, ConfirmBind.filter(), private, admin)
    router.callback_query.register(bind_press, Bind.filter(), admin)
    router.callback_query.register(bind_press_refused, Bind.filter())
    router.callback_query.register(bind_plan, BindPlan.filter(), admin)
    router.callback_query.register(bind_press_refused, BindPlan.filter())
    router.message.register(moved_away, moves_away)
    router.message.register(moved_here, has_moved_here)
    router.my_chat_member.register(membership)
    router.chat_member.register(members_changed)
    return router


async def may_be_told(_message: Message, talk: Talk) -> bool:
    """From anybody known, or a group's anonymous admin; outsiders get their usual answer."""
    return is_anonymous(talk) or not talk.person.is_outsider


async def moves_away(message: Message, talk: Talk) -> bool:
    """Whether the group says that it becomes a supergroup."""
    return message.migrate_to_chat_id is not None and not talk.is_private


async def has_moved_here(message: Message, talk: Talk) -> bool:
    """Whether the supergroup says that it was a group."""
    return message.migrate_from_chat_id is not None and not talk.is_private


async def bind(message: Message, talk: Talk, translator: Translator) -> None:
    """/bind by an admin makes this group, in this topic, the leadership chat."""
    if talk.is_private:
        await talk.tell(views.bind_in_a_group(talk.t))
    elif await is_asked_whose(talk):
        await ask_whose(talk)
    else:
        await make_leadership(talk, message.chat.title, translator)


async def bind_refused(_message: Message, talk: Talk) -> None:
    """Refuse /bind by anybody else, or by an admin who hides who they are."""
    if is_anonymous(talk):
        username = (await talk.bot.me()).username or ""
        await talk.say(views.bind_by_yourself(talk.t, username, talk.chat_id, talk.thread_id))
    else:
        await talk.tell(views.bind_is_for_admins(talk.t))


async def who_are_you(message: Message, talk: Talk) -> None:
    """Answer an admin's command from somebody who hides who they are."""
    await talk.say(views.who_are_you(talk.t, (await talk.bot.me()).username or ""), reply_to=message.message_id)


async def ask_to_confirm(_message: Message, command: CommandObject, talk: Talk) -> None:
    """Ask an admin who hid who they were in their group to confirm /bind in private."""
    chat_id, thread_id = _bind_link(command.args or "")
    title = await _title(talk, chat_id)
    if title is None:
        await talk.say(views.not_in_group(talk.t))
    else:
        await talk.say(views.confirm_bind(talk.t, title, chat_id, thread_id, await may_be_a_plans(talk)))


async def confirm_bind(
    _callback: CallbackQuery, callback_data: ConfirmBind, talk: Talk, translator: Translator
) -> None:
    """Bind the group once it is confirmed, and tell the group."""
    chat_id, thread_id = callback_data.chat, callback_data.thread
    title = await _title(talk, chat_id)
    if title is None:
        await talk.show(views.not_in_group(talk.t))
        return
    is_news = await _bind(talk, chat_id, thread_id, title, translator)
    await talk.show(views.confirmed(talk.t, title))
    await send(talk.bot, chat_id, views.bound(talk.t, is_news=is_news, in_topic=bool(thread_id)), thread_id=thread_id)


async def _title(talk: Talk, chat_id: int) -> str | None:
    """The group's title; None if the bot is not in it, or it is no group."""
    try:
        chat = await talk.bot.get_chat(chat_id)
    except (TelegramBadRequest, TelegramForbiddenError):
        return None
    return (chat.title or "") if chat.type in GROUPS else None


async def bind_press(_callback: CallbackQuery, talk: Talk, translator: Translator) -> None:
    """The greeting's button, pressed by an admin."""
    await make_leadership(talk, talk.message.chat.title if talk.message is not None else None, translator)


async def bind_press_refused(_callback: CallbackQuery, talk: Talk) -> None:
    """The greeting's button, pressed by somebody else."""
    await talk.toast(views.bind_is_for_admins(talk.t), alert=True)


async def make_leadership(talk: Talk, title: str | None, translator: Translator) -> None:
    """Bind the group, and say so."""
    is_news = await _bind(talk, talk.chat_id, talk.thread_id, title or "", translator)
    await talk.show(views.bound(talk.t, is_news=is_news, in_topic=talk.thread_id is not None))


async def _bind(talk: Talk, chat_id: int, thread_id: int | None, title: str, translator: Translator) -> bool:
    """Bind a chat; it gets the menu of commands, and the earlier one loses it."""
    before = await talk.services.groups.all()
    is_news = await talk.services.groups.bind(chat_id, thread_id, title, talk.person.telegram_id, talk.now)
    await _renew_menus(talk, before, translator)
    return is_news


async def _renew_menus(talk: Talk, before: Sequence[GroupFacts], translator: Translator) -> None:
    left = {one.chat_id for one in before} - {one.chat_id for one in await talk.services.groups.all()}
    for chat_id in sorted(left):
        await drop_menu(talk.bot, chat_id)
    await set_group_menu(talk.bot, talk.services, translator)


async def bind_plan(_callback: CallbackQuery, callback_data: BindPlan, talk: Talk, translator: Translator) -> None:
    """Make this group, or in private the one that is to be confirmed, the own leadership chat of a plan or of none."""
    groups, before = talk.services.groups, await talk.services.groups.all()
    chat_id = callback_data.chat if talk.is_private else talk.chat_id
    title = await _title(talk, chat_id) if chat_id is not None else None
    if chat_id is None or title is None:
        await talk.show(views.not_in_group(talk.t))
        return
    if callback_data.plan is None:
        is_news = await groups.unbind(chat_id, talk.person, talk.now)
        await _renew_menus(talk, before, translator)
        await (talk.show(unit_views.no_plans(talk.t)) if is_news else ask_whose(talk))
        return
    thread_id = callback_data.thread if talk.is_private else talk.thread_id
    called = await groups.bind_to_plan(callback_data.plan, chat_id, thread_id, title, by=talk.person, now=talk.now)
    if called is None:
        await (talk.show(views.no_such_plan(talk.t)) if talk.is_private else ask_whose(talk))
        return
    await _renew_menus(talk, before, translator)
    is_only = await groups.leadership() is None
    bound = unit_views.bound_to_plan(talk.t, called, is_only=is_only)
    await talk.show(unit_views.confirmed_for_plan(talk.t, title, called) if talk.is_private else bound)
    if talk.is_private:
        await send(talk.bot, chat_id, bound, thread_id=thread_id)


async def moved_away(message: Message, talk: Talk, moves: Moves) -> None:
    """Follow a group that became a supergroup (told in the old chat)."""
    if message.migrate_to_chat_id is not None:
        await moves.moved(talk.bot, talk.chat_id, message.migrate_to_chat_id, talk.now)


async def moved_here(message: Message, talk: Talk, translator: Translator, moves: Moves) -> None:
    """Follow a group that became a supergroup (told in the new chat), and set its menu."""
    if message.migrate_from_chat_id is not None:
        await moves.moved(talk.bot, message.migrate_from_chat_id, talk.chat_id, talk.now)
        await set_group_menu(talk.bot, talk.services, translator)


async def membership(event: ChatMemberUpdated, talk: Talk, moves: Moves) -> None:
    """The bot was added to a group, removed from it, or may write there again; or a person blocked it."""
    was, is_now = is_present(event.old_chat_member), is_present(event.new_chat_member)
    if talk.is_private:
        if not is_now:
            await talk.services.reachability.lost(talk.chat_id, "bot was blocked by the user", talk.now)
    elif was and not is_now:
        await gone(talk, moves)
    elif is_now and not was:
        await arrived(talk, moves)
    elif may_write(event.new_chat_member) and not may_write(event.old_chat_member):
        await talk.services.groups.found(talk.chat_id, talk.now)


async def members_changed(_event: ChatMemberUpdated) -> None:
    """Somebody came into a group or left it: the middleware has taken note of it (see handlers/leaders)."""


async def gone(talk: Talk, moves: Moves) -> None:
    """The bot has left a group: it was removed, or the group became a supergroup."""
    heir = await heir_of(talk.bot, talk.chat_id)
    if heir is not None:
        await moves.moved(talk.bot, talk.chat_id, heir, talk.now)
    else:
        await talk.services.reachability.lost(talk.chat_id, "bot was removed", talk.now)


async def arrived(talk: Talk, moves: Moves) -> None:
    """The bot is in a group: offer an admin to make it the leadership chat, greet others politely.

    If the group has only become a supergroup, the bot was there before.
    """
    groups = talk.services.groups
    if talk.group is not None:
        if await groups.found(talk.chat_id, talk.now) or not await groups.has_moved_here(talk.chat_id):
            await talk.say(views.back_again(talk.t))
    elif not moves.is_heir(talk.chat_id):
        greeting = (
            views.greeting(talk.t, await may_be_a_plans(talk)) if talk.person.is_admin else views.polite_word(talk.t)
        )
        moves.greeted(talk.chat_id, await talk.say(greeting))


def is_present(member: ChatMemberUnion) -> bool:
    """Whether a member of this kind is in the chat; a restricted member may or may not be."""
    return member.status not in ABSENT and getattr(member, "is_member", True)


def may_write(member: ChatMemberUnion) -> bool:
    """Whether a member may write: administrators always, others within the group's and their own limits."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status not in ABSENT


async def anonymous(_event: TelegramObject, talk: Talk) -> bool:
    """From a group's anonymous admin."""
    return is_anonymous(talk)


async def is_admins_command(message: Message) -> bool:
    """Whether the command is for admins and not for the leadership chat."""
    return command_name(message) in ADMINS_OWN


def _bind_link(payload: str) -> tuple[int, int]:
    match = BIND_LINK.fullmatch(payload)
    return (int(match[1]), int(match[2])) if match is not None else (0, 0)


def is_anonymous(talk: Talk) -> bool:
    """Whether a group's anonymous admin speaks."""
    return talk.voice is Voice.HIDDEN_ADMIN
