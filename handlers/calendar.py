"""/calendar: a person's own deadlines, and a file of them for the phone's calendar."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.filters import officer, on_command
from handlers.talk import Talk
from views import calendar as views
from views.kit.callbacks import OpenCalendar


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="calendar")
    router.message.register(show, on_command("calendar"), officer)
    router.callback_query.register(show, OpenCalendar.filter(), officer)
    return router


async def show(_event: Message | CallbackQuery, talk: Talk) -> None:
    """/calendar, also by a button: the deadlines and the file, below the screen with the button."""
    given = await talk.services.phone_calendar.give(talk.person, talk.now)
    await talk.say(views.deadlines(talk.t, given, talk.now))
