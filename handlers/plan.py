"""/plan: the state of the plan, closing its period (after asking twice), and reopening one closed by mistake."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.filters import admin, private
from handlers.talk import Talk
from views import amending, importing
from views import plan as views
from views import report as overview
from views.kit.callbacks import ClosePlan, CloseStep, OpenPlan, ReopenPlan, TakeBackEdition
from views.kit.screen import Screen

LONG = 200  # activities that change: loading the edition before them takes seconds, which is announced


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="plan")
    router.message.register(plan, Command("plan"), private, admin)
    router.callback_query.register(plan, OpenPlan.filter(), private, admin)
    router.callback_query.register(close, ClosePlan.filter(), private, admin)
    router.callback_query.register(take_back, TakeBackEdition.filter(), private, admin)
    router.callback_query.register(reopen, ReopenPlan.filter(), private, admin)
    return router


async def plan(_event: Message | CallbackQuery, talk: Talk) -> None:
    """/plan, also by a button: the state of the plan."""
    await talk.show(await _state(talk))


async def close(_callback: CallbackQuery, callback_data: ClosePlan, talk: Talk) -> None:
    """Close the period, after asking twice."""
    if callback_data.step is CloseStep.CLOSE:
        await _show_state(talk, is_done=await talk.services.plans.close(callback_data.plan, talk.person, talk.now))
        return
    summary = await talk.services.summaries.facts(talk.now)
    if summary is None or summary.plan.id != callback_data.plan or summary.plan.is_closed:
        await _show_state(talk, is_done=False)
    elif callback_data.step is CloseStep.ASK:
        await talk.show(views.sure_to_close(talk.t, summary))
    else:
        await talk.show(views.quite_sure_to_close(talk.t, summary))


async def reopen(_callback: CallbackQuery, callback_data: ReopenPlan, talk: Talk) -> None:
    """Reopen the plan, after asking once more."""
    if callback_data.sure:
        await _show_state(talk, is_done=await talk.services.plans.reopen(callback_data.plan, talk.person, talk.now))
        return
    summary = await talk.services.summaries.facts(talk.now)
    if summary is None or summary.plan.id != callback_data.plan or not summary.plan.is_closed:
        await _show_state(talk, is_done=False)
    else:
        await talk.show(views.sure_to_reopen(talk.t, summary.plan))


async def take_back(_callback: CallbackQuery, callback_data: TakeBackEdition, talk: Talk) -> None:
    """Take back the last change of the plan, after saying what that undoes."""
    last = await talk.services.plans.last_change(talk.now)
    if last is None or last.edition != callback_data.edition:
        await _cannot_take_back(talk)
    elif not callback_data.sure:
        await talk.show(amending.sure_to_take_back(talk.t, last))
    else:
        if len(last.changes) > LONG:
            await talk.show(importing.loading(talk.t))
        done = await talk.services.plans.take_back(last.edition, talk.person, talk.now)
        if done is None:  # another admin was faster
            await _cannot_take_back(talk)
        else:
            await talk.show(amending.was_taken_back(talk.t, done))


async def _cannot_take_back(talk: Talk) -> None:
    await talk.toast(amending.cannot_take_back(talk.t))
    await talk.show(await _state(talk))


async def _show_state(talk: Talk, *, is_done: bool) -> None:
    """Show the plan's state; if the button could not do its work, a passing word says so."""
    if not is_done:
        await talk.toast(views.cannot(talk.t))
    await talk.show(await _state(talk))


async def _state(talk: Talk) -> Screen:
    summary = await talk.services.summaries.facts(talk.now)
    if summary is None:
        return Screen(overview.no_plan(talk.t))
    return views.state(talk.t, summary, await talk.services.plans.last_change(talk.now))
