"""Deputies for officers who are away: named step by step from the officer's page, and ended there."""

from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.filters import admin, private
from handlers.talk import Talk
from services.calendar.deadlines import Period
from services.people.deputies import DeputyProblem
from services.plan.figures import ExecutorRef
from views import deputies as views
from views.kit.callbacks import EndSubstitution, Substitute
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="deputies")
    router.callback_query.register(substitute, Substitute.filter(), private, admin)
    router.callback_query.register(end, EndSubstitution.filter(), private, admin)
    return router


async def substitute(_callback: CallbackQuery, callback_data: Substitute, talk: Talk) -> None:
    """The next step: who, from which day, until which day, confirmation, done."""
    pair, start = await talk.services.deputies.pair(callback_data.executor, callback_data.deputy), callback_data.start
    executor, deputy = pair.executor, pair.deputy
    if executor is None or (callback_data.deputy is not None and deputy is None):
        await talk.show(views.problem(talk.t, DeputyProblem.UNKNOWN, executor))
    elif deputy is None:
        await talk.show(views.who(talk.t, executor, pair.everybody, callback_data.page))
    elif start is None:
        await talk.show(views.since(talk.t, executor, deputy, talk.today))
    elif callback_data.days is None:
        await talk.show(views.until(talk.t, executor, deputy, start))
    else:
        period = Period(start, start + timedelta(days=callback_data.days - 1))
        await talk.show(await _last_step(talk, executor, deputy, period, is_sure=callback_data.sure))


async def end(_callback: CallbackQuery, callback_data: EndSubstitution, talk: Talk) -> None:
    """End the substitution: the officer is back."""
    ended = await talk.services.deputies.end(callback_data.substitution, talk.person, talk.now)
    substitution = ended or await talk.services.deputies.one(callback_data.substitution)
    if substitution is None:
        await talk.show(views.problem(talk.t, DeputyProblem.UNKNOWN, None))
    else:
        await talk.show(views.ended(talk.t, substitution))


async def _last_step(
    talk: Talk, executor: ExecutorRef, deputy: ExecutorRef, period: Period, *, is_sure: bool
) -> Screen:
    if not is_sure:
        return views.sure(talk.t, executor, deputy, period.start, period.end)
    named = await talk.services.deputies.name(executor.id, deputy.id, period, talk.person, talk.now)
    if isinstance(named, DeputyProblem):
        return views.problem(talk.t, named, executor)
    return views.named(talk.t, named)
