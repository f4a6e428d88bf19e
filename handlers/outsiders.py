"""People who are not linked: whatever they send or press gets the same polite answer, and nothing of the plan.

The answer comes once per day; further messages get a reaction, and each press a passing word.
"""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.answers import incoming
from handlers.fallback import is_command
from handlers.filters import is_for_this_bot, private
from handlers.impersonal import tell_how_to_write
from handlers.talk import SEEN, Talk
from services.reports.message import tells_of_work
from views import appeals as appeal_views
from views import people as views
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature; it comes after everything that outsiders may do."""
    router = Router(name="outsiders")
    router.message.register(anything, outsider, private)
    router.message.register(command_in_group, is_command, outsider, elsewhere, is_for_this_bot)
    router.callback_query.register(any_button, outsider, private)
    router.callback_query.register(any_button, outsider, elsewhere)
    return router


async def outsider(_event: TelegramObject, talk: Talk) -> bool:
    """From somebody who is neither an officer nor an admin."""
    return talk.person.is_outsider


async def elsewhere(_event: TelegramObject, talk: Talk) -> bool:
    """Outside the leadership chat, whose members need no link and are answered like everybody there."""
    bound = await talk.services.groups.leadership()
    return bound is None or bound.chat_id != talk.chat_id


async def anything(message: Message, talk: Talk) -> None:
    """Answer anything in the private chat; a report is answered with the news that it was not recorded."""
    sent = incoming(message)
    words = sent.text or ", ".join(file.name or file.kind for file in sent.files)
    is_report = bool(sent.files) or (not words.startswith("/") and tells_of_work(words, talk.today))
    if is_report and not talk.person.is_nobody:
        await talk.services.appeals.strangers_report(talk.person, replace(sent, text=words), talk.now)
        await talk.say(appeal_views.not_recorded(talk.t), reply_to=message.message_id)
    else:
        await refuse(talk, views.outsider(talk.t))


async def command_in_group(message: Message, talk: Talk) -> None:
    """Answer a command in a group; other words there are not for the bot."""
    if talk.person.is_nobody:
        await tell_how_to_write(message, talk)
        return
    await refuse(talk, views.outsider_in_group(talk.t), reply_to=message.message_id)


async def any_button(_callback: CallbackQuery, talk: Talk) -> None:
    """Answer a button from before they were unlinked, a forwarded or a forged one."""
    await talk.toast(views.outsider_word(talk.t), alert=True)


async def refuse(talk: Talk, screen: Screen, *, reply_to: int | None = None) -> None:
    """Say it once per day; a reaction shows that other messages were seen."""
    if await talk.services.people.refuse_once_a_day(talk.person, talk.now, talk.today):
        await talk.say(screen, reply_to=reply_to)
    else:
        await talk.nod(SEEN)
