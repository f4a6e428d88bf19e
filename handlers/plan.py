"""/plan: the state of the plan, closing its period (asked twice), and carrying on one that was closed by mistake."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, private
from handlers.talk import Talk
from views import plan as views
from views import report as overview
from views.kit.callbacks import ClosePlan, CloseStep, OpenPlan, ReopenPlan
from views.kit.screen import Screen


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="plan")
    router.message.register(plan, Command("plan"), private, admin)
    router.callback_query.register(plan, OpenPlan.filter(), private, admin)
    router.callback_query.register(close, ClosePlan.filter(), private, admin)
    router.callback_query.register(reopen, ReopenPlan.filter(), private, admin)
    return router


async def plan(_event: Message | CallbackQuery, talk: Talk) -> None:
    """/plan, also by a button: how it stands."""
    await talk.show(await _state(talk))


async def close(_callback: CallbackQuery, callback_data: ClosePlan, talk: Talk) -> None:
    """Close the period, after asking twice."""
    facts = await talk.services.summaries.facts(talk.now)
    if facts is None or facts.plan.id != callback_data.plan or facts.plan.is_closed:
        await _stands_otherwise(talk)
    elif callback_data.step is CloseStep.ASK:
        await talk.show(views.sure_to_close(talk.t, facts))
    elif callback_data.step is CloseStep.ASK_AGAIN:
        await talk.show(views.quite_sure_to_close(talk.t, facts))
    elif await talk.services.plans.close(facts.plan.id, talk.person, talk.now):
        await talk.show(await _state(talk))
    else:
        await _stands_otherwise(talk)


async def reopen(_callback: CallbackQuery, callback_data: ReopenPlan, talk: Talk) -> None:
    """Carry the plan on, after asking once more."""
    facts = await talk.services.summaries.facts(talk.now)
    if facts is None or facts.plan.id != callback_data.plan or not facts.plan.is_closed:
        await _stands_otherwise(talk)
    elif not callback_data.sure:
        await talk.show(views.sure_to_reopen(talk.t, facts.plan))
    elif await talk.services.plans.reopen(facts.plan.id, talk.person, talk.now):
        await talk.show(await _state(talk))
    else:
        await _stands_otherwise(talk)


async def _stands_otherwise(talk: Talk) -> None:
    await talk.toast(views.can_not(talk.t))
    await talk.show(await _state(talk))


async def _state(talk: Talk) -> Screen:
    facts = await talk.services.summaries.facts(talk.now)
    if facts is None:
        return Screen(overview.no_plan(talk.t))
    return views.state(talk.t, facts)
