"""What no other router took: old buttons, unknown commands, messages that are no report. They always get an answer."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import command_name, private
from handlers.talk import Talk
from views import asking as asking_views
from views import fallback as views
from views.kit.commands import COMMANDS

ADMINS_ALONE = frozenset(COMMANDS["admin"]) - frozenset(COMMANDS["officer"]) - frozenset(COMMANDS["leadership"])


def setup() -> Router:
    """The router of this feature; it comes last."""
    router = Router(name="fallback")
    router.callback_query.register(old_button)
    router.message.register(command, private, is_command)
    router.message.register(command_in_group, is_command)
    router.message.register(no_report, private)
    return router


async def is_command(message: Message) -> bool:
    """Whether the message begins with a slash."""
    return (message.text or "").startswith("/")


async def old_button(_callback: CallbackQuery, talk: Talk) -> None:
    """Answer a button of an old release, of a lost right, or a forged one, and offer a fresh screen."""
    await talk.toast(views.old_button(talk.t))
    if talk.is_private and not talk.person.is_outsider:
        await talk.say(views.fresh_start(talk.t, talk.person))


async def command(message: Message, talk: Talk) -> None:
    """Answer a command that is unknown, or not for this person."""
    is_admins = command_name(message) in COMMANDS["admin"] and not talk.person.is_admin
    await talk.say((views.for_admins if is_admins else views.unknown_command)(talk.t, talk.person))


async def command_in_group(message: Message, talk: Talk) -> None:
    """Answer a command in a group that is for admins or private chats; leave another bot's alone."""
    bot = await talk.bot.me()
    _, at, name = (message.text or "").split(maxsplit=1)[0].partition("@")
    if not at or name.lower() == (bot.username or "").lower():
        is_admins = command_name(message) in ADMINS_ALONE and not talk.person.is_admin
        shown = views.for_admins(talk.t) if is_admins else views.write_privately(talk.t, bot.username or "")
        await talk.say(shown, reply_to=message.message_id)


async def no_report(message: Message, talk: Talk) -> None:
    """Say what can be sent, or what may be asked by who reads the plan."""
    asks_of_the_plan = (talk.person.is_admin or talk.person.is_leader) and not talk.person.is_officer
    if asks_of_the_plan and message.text:
        await talk.say(asking_views.what_may_be_asked(talk.t))
    else:
        await talk.say(views.what_can_be_sent(talk.t, talk.person))
