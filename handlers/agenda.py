"""/agenda: the meetings' questions and the sheet of one meeting, for those who read the whole plan."""

import re
from datetime import date

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.filters import reads_plan
from handlers.report import is_no_stranger
from handlers.talk import Talk
from services.language.questions import Span
from views import agenda as views
from views import report as overview
from views.kit.callbacks import OpenAgenda
from views.kit.screen import Screen

# «15.04», «15.04.2024»; other signs between the numbers do as well.
_DAY = re.compile(r"(\d{1,2})[.\-/](\d{1,2})(?:[.\-/](20\d\d))?", re.ASCII)


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="agenda")
    router.message.register(agenda, Command("agenda"), reads_plan)
    router.message.register(refuse, Command("agenda"), is_no_stranger)
    router.callback_query.register(open_agenda, OpenAgenda.filter(), reads_plan)
    return router


async def agenda(_message: Message, command: CommandObject, talk: Talk) -> None:
    """/agenda, alone or with a day."""
    plan = await talk.services.plans.current()
    word = (command.args or "").strip()
    if plan is None:
        await talk.tell(overview.no_plan(talk.t))
    elif not word:
        await talk.say(await whole(talk))
    elif (day := read_day(word, Span(plan.starts_on, plan.ends_on, talk.today))) is None:
        await talk.say(views.no_such_day(talk.t, word, talk.services.meetings.near_days(talk.today)))
    else:
        await talk.say(await sheet(talk, day))


async def open_agenda(_callback: CallbackQuery, callback_data: OpenAgenda, talk: Talk) -> None:
    """The same by a button."""
    day = callback_data.day
    await talk.show(await whole(talk) if day is None else await sheet(talk, day))


async def refuse(_message: Message, talk: Talk) -> None:
    """/agenda from somebody to whom the whole plan is not shown."""
    await talk.tell(overview.refused(talk.t))


async def whole(talk: Talk) -> Screen:
    """All questions of the plan."""
    meetings = talk.services.meetings
    return views.agenda(
        talk.t,
        await meetings.items(),
        talk.today,
        meetings.near_days(talk.today),
        await meetings.quarter(talk.today),
    )


async def sheet(talk: Talk, day: date) -> Screen:
    """What a meeting on a day has before it."""
    meetings = talk.services.meetings
    facts = await meetings.sheet(day, talk.now)
    return views.sheet(talk.t, facts, await talk.services.decisions.waiting(talk.now), meetings.near_days(talk.today))


def read_day(word: str, span: Span) -> date | None:
    """A day as people write it; one without a year is the plan's. None where it is no day."""
    found = _DAY.fullmatch(word)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    try:
        return date(int(found[3] or span.year_of(int(found[2]))), int(found[2]), int(found[1]))
    except ValueError:
        return None
