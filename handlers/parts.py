"""The terms of co-executors' parts: their activity's lead, or an admin, sets them or takes them away."""

from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.filters import NamingADay, no_command, private
from handlers.talk import Talk
from services.control.parts import TermProblem, problem_of
from services.messages.anchors import Said
from services.messages.purposes import ShowsPartDays
from views import parts as views
from views.kit.callbacks import OpenParts, PartDays, SetPartTerm


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="parts")
    router.callback_query.register(open_parts, OpenParts.filter(), private, may_lead)
    router.callback_query.register(open_days, PartDays.filter(), private, may_lead)
    router.callback_query.register(set_term, SetPartTerm.filter(), private, may_lead)
    router.message.register(day_written, private, may_lead, no_command, NamingADay(ShowsPartDays))
    return router


async def may_lead(_event: TelegramObject, talk: Talk) -> bool:
    """From an officer or an admin; whether the activity is theirs to lead the service asks."""
    return talk.person.is_admin or talk.person.is_officer


async def open_parts(_callback: CallbackQuery, callback_data: OpenParts, talk: Talk) -> None:
    """The parts, and the button of each one's term."""
    activity = await talk.services.parts.of(callback_data.activity, talk.person, talk.now)
    await talk.show(views.refused(talk.t) if activity is None else views.parts(talk.t, activity))


async def open_days(_callback: CallbackQuery, callback_data: PartDays, talk: Talk) -> None:
    """The days to choose from for one part."""
    found = await talk.services.parts.term(callback_data.activity, callback_data.part, talk.person, talk.now)
    await talk.show(views.refused(talk.t) if found is None else views.days(talk.t, found))


async def day_written(_message: Message, talk: Talk, anchor: Said[ShowsPartDays], day: date) -> None:
    """A day in place of a button."""
    found = await talk.services.parts.term(anchor.about.activity, anchor.about.part, talk.person, talk.now)
    if found is None:
        await talk.say(views.refused(talk.t))
        return
    problem = problem_of(found.activity, day)
    await talk.say(views.sure(talk.t, found, day) if problem is None else views.days(talk.t, found, problem))


async def set_term(_callback: CallbackQuery, callback_data: SetPartTerm, talk: Talk) -> None:
    """Show the term as it will be; once sure, set it."""
    parts, asked = talk.services.parts, callback_data
    found = await parts.term(asked.activity, asked.part, talk.person, talk.now)
    if found is None:
        await talk.show(views.refused(talk.t))
    elif not asked.sure:
        await talk.show(views.sure(talk.t, found, asked.day))
    else:
        done = await parts.set_term(asked.activity, asked.part, asked.day, talk.person, talk.now)
        if isinstance(done, TermProblem):
            await talk.show(views.days(talk.t, found, done))
        else:
            await talk.show(views.parts(talk.t, done.activity))
