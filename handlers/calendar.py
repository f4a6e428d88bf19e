"""/calendar: one's own deadlines, and a file of them for a phone's calendar."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.filters import officer
from handlers.talk import Talk
from views import calendar as views
from views.kit.callbacks import OpenCalendar
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="calendar")
    router.message.register(show, Command("calendar"), officer)
    router.callback_query.register(press, OpenCalendar.filter(), officer)
    return router


async def show(_message: Message, talk: Talk) -> None:
    """/calendar: the deadlines with the file."""
    await talk.say(await _screen(talk))


async def press(_callback: CallbackQuery, talk: Talk) -> None:
    """The same by a button, below the screen that has it."""
    await talk.say(await _screen(talk))


async def _screen(talk: Talk) -> Screen:
    return views.deadlines(talk.t, await talk.services.phone_calendar.give(talk.person, talk.now), talk.now)
