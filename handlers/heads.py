"""Heads: the work of their people, which they may see and ask about, and do not report on."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.filters import no_command, private
from handlers.talk import Talk, words_of
from services.language.everybody import calls_ones_people
from views import heads as views
from views import nudging as nudging_views
from views.kit.callbacks import NudgeOne, OpenPeople


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="heads")
    router.message.register(say_people, private, no_command, head, asks_for_people)
    router.callback_query.register(open_people, OpenPeople.filter(), private, head)
    router.callback_query.register(nudge_one_of_mine, NudgeOne.filter(), private, head, is_of_mine)
    return router


async def head(_event: TelegramObject, talk: Talk) -> bool:
    """From somebody who leads others."""
    return talk.person.is_head


async def is_of_mine(_callback: CallbackQuery, callback_data: NudgeOne, talk: Talk) -> bool:
    """About somebody whom the presser leads."""
    return callback_data.executor in talk.person.people_ids


async def asks_for_people(message: Message, talk: Talk) -> bool:
    """«Ходимларим», and no question waits for words."""
    if not calls_ones_people(words_of(message)):
        return False
    said = await talk.subject()
    return said is None or not said.is_question


async def say_people(_message: Message, talk: Talk) -> None:
    """The head's people, as the button in their own list opens them."""
    work = {one: await talk.services.activities.of([one.id], talk.today) for one in talk.person.people}
    await talk.say(views.people(talk.t, work))


async def open_people(_callback: CallbackQuery, callback_data: OpenPeople, talk: Talk) -> None:
    """All of the head's people, or the work of one of them."""
    services, person = talk.services, talk.person
    if callback_data.person is None:
        work = {one: await services.activities.of([one.id], talk.today) for one in person.people}
        await talk.show(views.people(talk.t, work, callback_data.page))
        return
    chosen = next((one for one in person.people if one.id == callback_data.person), None)
    if chosen is None:
        await talk.show(views.not_your_people(talk.t))
        return
    activities = await services.activities.of([chosen.id], talk.today)
    await talk.show(views.work_of(talk.t, chosen, activities, callback_data.page))


async def nudge_one_of_mine(_callback: CallbackQuery, callback_data: NudgeOne, talk: Talk) -> None:
    """Ask one of the head's people for a report."""
    nudged = await talk.services.nudging.nudge(callback_data.executor, talk.person, talk.now)
    await talk.toast(nudging_views.asked_one(talk.t, nudged), alert=True)
