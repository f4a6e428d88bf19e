"""/admin: lists the admins, names one by a reply, a forwarded message or a name, and takes the right back."""

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, MessageOriginUser, User

from handlers.filters import Answering, admin, no_command, on_command, private
from handlers.menu import renew_menu
from handlers.speaking import is_person, person_of
from handlers.talk import Talk, words_of
from services.messages.anchors import Said
from services.messages.purposes import AsksAdmin, GaveAdmin
from services.people.admin_accounts import AccountRef, Removal
from views import admins as views
from views.kit.callbacks import AskAdmin, DropAdmin, NameAdmin, OpenAdmins
from views.kit.screen import Screen
from views.kit.texts import Translator


def setup() -> Router:
    """The router of this feature; in a group, only for naming the author of the message replied to."""
    router = Router(name="admins")
    router.message.register(in_group, on_command("admin"), admin, is_reply_to_somebody)
    router.message.register(command, on_command("admin"), private, admin)
    router.message.register(whom, private, admin, no_command, Answering(AsksAdmin))
    router.callback_query.register(show, OpenAdmins.filter(), private, admin)
    router.callback_query.register(ask, AskAdmin.filter(), private, admin)
    router.callback_query.register(name, NameAdmin.filter(), admin)
    router.callback_query.register(drop, DropAdmin.filter(), private, admin)
    return router


async def is_reply_to_somebody(message: Message, talk: Talk) -> bool:
    """Replies to another's message, in a group."""
    replied = message.reply_to_message
    is_own = replied is not None and replied.from_user is not None and replied.from_user.id == talk.bot.id
    return replied is not None and not is_own and not talk.is_private


async def in_group(message: Message, talk: Talk) -> None:
    """/admin add in reply to somebody's message: the group is asked, and a button confirms."""
    author = _author(message)
    account = await talk.services.admins.account_of(author.id) if author is not None else None
    if account is None:
        await talk.say(views.unknown_account(talk.t))
    else:
        await talk.say(views.sure_to_name(talk.t, account, in_group=True))


async def command(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/admin lists the admins; /admin add asks whom to name; /admin add Юнусов names that person."""
    word, _, rest = (command.args or "").strip().partition(" ")
    if word.lower() != "add":
        await talk.say(await _list(talk))
    elif rest.strip():
        await talk.say(await _called(talk, rest.strip()))
    else:
        await talk.say(views.ask_admin(talk.t))


async def whom(message: Message, talk: Talk, anchor: Said[AsksAdmin]) -> None:
    """Take a forwarded message or a name as the answer."""
    await talk.answered(anchor, GaveAdmin())
    if message.forward_origin is None:
        await talk.say(await _called(talk, words_of(message)))
        return
    origin = message.forward_origin
    author = origin.sender_user if isinstance(origin, MessageOriginUser) and is_person(origin.sender_user) else None
    account = await talk.services.admins.account_of(author.id) if author is not None else None
    await talk.say(views.unknown_account(talk.t) if account is None else views.sure_to_name(talk.t, account))


async def show(_callback: CallbackQuery, talk: Talk) -> None:
    """Show the list, opened by a button."""
    await talk.show(await _list(talk))


async def ask(_callback: CallbackQuery, talk: Talk) -> None:
    """Ask whom to name."""
    await talk.say(views.ask_admin(talk.t))


async def name(_callback: CallbackQuery, callback_data: NameAdmin, talk: Talk, translator: Translator) -> None:
    """Name an account, after asking once more."""
    account, in_group = await talk.services.admins.account(callback_data.account), not talk.is_private
    if account is None:
        await talk.show(views.unknown_account(talk.t))
    elif not callback_data.sure:
        await talk.show(views.sure_to_name(talk.t, account, in_group=in_group))
    elif await talk.services.admins.name(account.id, talk.person, talk.now) is None:
        await talk.show(views.is_admin_already(talk.t, in_group=in_group))
    else:
        await talk.show(views.named(talk.t, account, in_group=in_group))
        await _new_menu(talk, account, translator)


async def drop(_callback: CallbackQuery, callback_data: DropAdmin, talk: Talk, translator: Translator) -> None:
    """Take the right back, after asking once more."""
    account = await talk.services.admins.account(callback_data.account)
    if account is not None and not callback_data.sure:
        await talk.show(views.sure_to_remove(talk.t, account))
        return
    outcome = await talk.services.admins.remove(callback_data.account, talk.person, talk.now)
    is_own = account is not None and account.id == talk.person.account_id
    if outcome is Removal.DONE and is_own:
        await talk.show(views.out_of_the_list(talk.t))
    else:
        await talk.show(views.removal(talk.t, outcome, account))
    if outcome is Removal.DONE and account is not None:
        await _new_menu(talk, account, translator)


async def _list(talk: Talk) -> Screen:
    return views.admins(talk.t, await talk.services.admins.all(), talk.person.account_id)


async def _called(talk: Talk, words: str) -> Screen:
    if not any(letter.isalnum() for letter in words):
        return views.ask_admin(talk.t)
    accounts = await talk.services.admins.called(words)
    if not accounts:
        return views.nobody(talk.t, words)
    if len(accounts) == 1:
        return views.sure_to_name(talk.t, accounts[0])
    return views.which_account(talk.t, words, accounts)


async def _new_menu(talk: Talk, account: AccountRef, translator: Translator) -> None:
    """The menu beside their compose box follows what they may do from now on."""
    await renew_menu(talk.bot, talk.services, translator, account.id, talk.now)


def _author(message: Message) -> User | None:
    """The author of the message replied to; None if it was written in nobody's name."""
    return person_of(message.reply_to_message) if message.reply_to_message is not None else None
