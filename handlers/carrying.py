"""What is not done is carried over into the next plan: an admin marks it, sets the terms and confirms."""

from collections.abc import Sequence
from datetime import date

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.background import in_thread
from handlers.filters import Answering, admin, no_command, private
from handlers.talk import Talk
from services.calendar.deadlines import Period
from services.calendar.rules import OnRule, Rules, WindowRule
from services.control.carrying import CarryOver
from services.messages.anchors import Said
from services.messages.purposes import AsksCarryTerm
from services.terms.reader import read_term
from views import carrying as views
from views.documents.languages import language_of_words
from views.kit.callbacks import CarryAll, CarryList, CarryMark, CarryOut, CarryTerm, CarryTerms
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="carrying")
    router.message.register(typed_term, private, admin, no_command, Answering(AsksCarryTerm), is_term)
    router.callback_query.register(listed, CarryList.filter(), private, admin)
    router.callback_query.register(mark, CarryMark.filter(), private, admin)
    router.callback_query.register(mark_all, CarryAll.filter(), private, admin)
    router.callback_query.register(terms, CarryTerms.filter(), private, admin)
    router.callback_query.register(term, CarryTerm.filter(), private, admin)
    router.callback_query.register(carry_out, CarryOut.filter(), private, admin)
    return router


async def listed(_callback: CallbackQuery, callback_data: CarryList, talk: Talk) -> None:
    """The list with check marks."""
    found = await talk.services.carrying.facts(talk.now)
    await _show(talk, None if found is None else views.choose(talk.t, found, callback_data.page))


async def mark(_callback: CallbackQuery, callback_data: CarryMark, talk: Talk) -> None:
    """Mark one of them, or take its mark away."""
    pressed = callback_data
    await talk.services.carrying.mark(pressed.plan, [pressed.activity], talk.now, is_chosen=pressed.chosen)
    found = await _of(talk, pressed.plan)
    await _show(talk, None if found is None else views.choose(talk.t, found, pressed.page))


async def mark_all(_callback: CallbackQuery, callback_data: CarryAll, talk: Talk) -> None:
    """Mark all of them, or none."""
    found = await _of(talk, callback_data.plan)
    if found is not None:
        every = [one.activity.id for one in found.left]
        await talk.services.carrying.mark(callback_data.plan, every, talk.now, is_chosen=callback_data.chosen)
        found = await _of(talk, callback_data.plan)
    await _show(talk, None if found is None else views.choose(talk.t, found))


async def terms(_callback: CallbackQuery, callback_data: CarryTerms, talk: Talk) -> None:
    """The next term that is missing."""
    await _show(talk, await _next(talk, callback_data.plan))


async def term(_callback: CallbackQuery, callback_data: CarryTerm, talk: Talk) -> None:
    """A term is set."""
    found = await _of(talk, callback_data.plan)
    if found is not None:
        month = views.month_of(found, callback_data.month)
        due = month.last_day if month is not None else None
        await talk.services.carrying.set_term(callback_data.plan, callback_data.activity, due, talk.now)
    await _show(talk, await _next(talk, callback_data.plan))


async def is_term(message: Message, talk: Talk, anchor: Said[AsksCarryTerm]) -> bool | dict[str, object]:
    """Whether the words answer the question; an officer's that name no term are read as ever. The handler gets `due`.

    Of an admin who is no officer whatever is written is an answer.
    """
    words = message.text or ""
    found = await _of(talk, anchor.about.plan)
    if not words or found is None:
        return False
    reading = await in_thread(read_term, words, period=found.period)
    due = _last_day(reading.rules) if reading.rules is not None else _of_all(reading.readings, found.period)
    return {"due": due} if due is not None or talk.is_reply or not talk.person.is_officer else False


async def typed_term(message: Message, talk: Talk, anchor: Said[AsksCarryTerm], due: date | None) -> None:
    """A term is set in words: a day, or a month of the next plan."""
    found = await _of(talk, anchor.about.plan)
    one = next((one for one in found.chosen if one.activity.id == anchor.about.carried), None) if found else None
    await talk.settle(anchor)
    if found is None or one is None:
        await talk.say(Screen(views.too_late(talk.t)))
    elif due is None:
        await talk.say(views.ask_term(talk.t, found, one, [views.not_certain(talk.t, message.text or "")]))
    elif due not in found.period:
        await talk.say(views.ask_term(talk.t, found, one, [views.outside(talk.t, found, due)]))
    else:
        await talk.services.carrying.set_term(anchor.about.plan, one.activity.id, due, talk.now)
        screen = await _next(talk, anchor.about.plan)
        if screen is not None:
            await talk.say(screen)


def _of_all(readings: Sequence[Rules], period: Period) -> date | None:
    """The day that all readings end on («апрел охири»), or one outside the next plan, which is said."""
    days = [_last_day(one) for one in readings]
    if len(set(days)) == 1:
        return days[0]
    return days[0] if days and not any(day is None or day in period for day in days) else None


def _last_day(rules: Rules) -> date | None:
    """The day by which something is due once."""
    match rules:
        case (WindowRule(_, last, _),):
            return last
        case (OnRule((day,)),):
            return day
    return None


async def carry_out(_callback: CallbackQuery, callback_data: CarryOut, talk: Talk) -> None:
    """Put what was chosen into the next plan."""
    found = await _of(talk, callback_data.plan)
    if found is None or talk.translator is None:
        await _show(talk, None)
        return
    t = talk.translator[language_of_words([found.following.title, *(one.activity.text for one in found.left)])]
    done = await talk.services.carrying.carry_over(callback_data.plan, views.words_for_plan(t), talk.person, talk.now)
    await _show(talk, await _next(talk, callback_data.plan) if done is None else views.done(talk.t, done))


async def _of(talk: Talk, plan_id: int) -> CarryOver | None:
    """What may be carried over into this plan; None if it is another one's turn."""
    found = await talk.services.carrying.facts(talk.now)
    return found if found is not None and found.following.id == plan_id else None


async def _next(talk: Talk, plan_id: int) -> Screen | None:
    """The next term to be set; if none is missing, what will be carried over; if nothing is chosen, the list."""
    found = await _of(talk, plan_id)
    if found is None:
        return None
    if not found.chosen:
        return views.choose(talk.t, found)
    missing = found.without_term
    return views.ask_term(talk.t, found, missing[0]) if missing else views.sure(talk.t, found)


async def _show(talk: Talk, screen: Screen | None) -> None:
    if screen is None:
        await talk.toast(views.too_late(talk.t), alert=True)
    else:
        await talk.show(screen)
