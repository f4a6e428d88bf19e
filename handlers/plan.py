"""/plan: the state of the plan, closing its period (after asking twice), and reopening one closed by mistake."""

import structlog
from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.arguments import EXPORTS
from handlers.background import FEW, Background
from handlers.filters import admin, on_command, private
from handlers.menu import drop_menu
from handlers.talk import Talk
from services.control.exporting import Exported
from services.language.script import bare
from services.people.groups import GroupFacts
from views import amending, importing
from views import plan as views
from views import report as overview
from views.document import failed, preparing
from views.kit.callbacks import (
    ClosePlan,
    CloseStep,
    DropPlan,
    ExportOnePlan,
    ExportPlan,
    OpenOnePlan,
    OpenPlan,
    ReopenPlan,
    TakeBackEdition,
)
from views.kit.screen import Screen
from views.making import given_out

log = structlog.get_logger(__name__)

LONG = 200  # activities that change: loading the edition before them takes seconds, which is announced


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="plan")
    router.message.register(export, on_command("plan"), private, admin, asks_to_export)
    router.message.register(plan, on_command("plan"), private, admin)
    router.callback_query.register(export, ExportPlan.filter(), private, admin)
    router.callback_query.register(plan, OpenPlan.filter(), private, admin)
    router.callback_query.register(one_plan, OpenOnePlan.filter(), private, admin)
    router.callback_query.register(export_one, ExportOnePlan.filter(), private, admin)
    router.callback_query.register(close, ClosePlan.filter(), private, admin)
    router.callback_query.register(take_back, TakeBackEdition.filter(), private, admin)
    router.callback_query.register(drop, DropPlan.filter(), private, admin)
    router.callback_query.register(reopen, ReopenPlan.filter(), private, admin)
    return router


async def asks_to_export(_message: Message, command: CommandObject) -> bool:
    """«/plan export», «/plan экспорт»."""
    return bare((command.args or "").strip()) in EXPORTS


async def export(_event: Message | CallbackQuery, talk: Talk, background: Background) -> None:
    """/plan export, also by a button: the plan in force as a Word file in its own form, and as a plan file."""
    if len(await talk.services.plans.in_force()) > 1:  # which of them is chosen on its own page
        await talk.say(await _state(talk))
        return
    await _export(talk, background, await talk.services.plans.exported())


async def export_one(
    _callback: CallbackQuery, callback_data: ExportOnePlan, talk: Talk, background: Background
) -> None:
    """One of several plans as files."""
    await _export(talk, background, await talk.services.plans.exported(callback_data.plan))


async def _export(talk: Talk, background: Background, kept: Exported | None) -> None:
    if kept is None:
        await talk.say(views.cannot_export(talk.t))
        return
    message_id = await talk.say(preparing(talk.t))
    if message_id is not None:  # who is muted gets none
        background.start(_give(talk, background, kept, message_id), "plan export")


async def _give(talk: Talk, background: Background, kept: Exported, message_id: int) -> None:
    assert talk.translator is not None  # noqa: S101 -- the middleware gives it
    is_long = len(kept.file.activities) > FEW
    try:
        word, file = await background.made(is_long, given_out, talk.translator, kept)
    except Exception:
        log.exception("export failed")
        await talk.rewrite(message_id, failed(talk.t))
        return
    if not await talk.rewrite(message_id, views.exported_word(talk.t, kept, word)):
        await talk.say(views.exported_word(talk.t, kept, word))
    await talk.say(views.exported_file(talk.t, kept, file))


async def plan(_event: Message | CallbackQuery, talk: Talk) -> None:
    """/plan, also by a button: the state of the plan."""
    await talk.show(await _state(talk))


async def one_plan(_callback: CallbackQuery, callback_data: OpenOnePlan, talk: Talk) -> None:
    """The state of one of several plans."""
    await talk.show(await _state_of(talk, callback_data.plan))


async def close(_callback: CallbackQuery, callback_data: ClosePlan, talk: Talk) -> None:
    """Close the period, after asking twice."""
    if callback_data.step is CloseStep.CLOSE:
        await _show_state(talk, is_done=await talk.services.plans.close(callback_data.plan, talk.person, talk.now))
        return
    summary = await talk.services.summaries.facts(talk.now, callback_data.plan)
    if summary is None or not await _is_newest(talk, callback_data.plan) or summary.plan.is_closed:
        await _show_state(talk, is_done=False)
    elif callback_data.step is CloseStep.ASK:
        others = [one for one in await talk.services.plans.in_force() if one.id != summary.plan.id]
        await talk.show(views.sure_to_close(talk.t, summary, others))
    else:
        await talk.show(views.quite_sure_to_close(talk.t, summary))


async def reopen(_callback: CallbackQuery, callback_data: ReopenPlan, talk: Talk) -> None:
    """Reopen the plan, after asking once more."""
    if callback_data.sure:
        await _show_state(talk, is_done=await talk.services.plans.reopen(callback_data.plan, talk.person, talk.now))
        return
    summary = await talk.services.summaries.facts(talk.now, callback_data.plan)
    if summary is None or not await _is_newest(talk, callback_data.plan) or not summary.plan.is_closed:
        await _show_state(talk, is_done=False)
    else:
        await talk.show(views.sure_to_reopen(talk.t, summary.plan))


async def drop(_callback: CallbackQuery, callback_data: DropPlan, talk: Talk) -> None:
    """Take off the plan that waits for its first day, or one loaded by mistake, after asking once more."""
    waits = await talk.services.plans.all_waiting()
    waiting = next((one for one in waits if one.id == callback_data.plan), None)
    if waiting is None:
        await _take_off(talk, callback_data)
    elif not callback_data.sure:
        await talk.show(views.sure_to_drop(talk.t, waiting))
    elif await talk.services.plans.drop(waiting.id, talk.person, talk.now):
        await talk.show(views.dropped(talk.t, waiting))
    else:
        await _show_state(talk, is_done=False)


async def _take_off(talk: Talk, pressed: DropPlan) -> None:
    plans = talk.services.plans
    if not pressed.sure:
        paper = await plans.fresh_paper(pressed.plan, talk.now)
        await (_show_state(talk, is_done=False) if paper is None else talk.show(views.sure_to_take_off(talk.t, paper)))
        return
    off = await plans.take_off(pressed.plan, talk.person, talk.now)
    if off is None:  # another admin was faster, or something was reported meanwhile
        await _show_state(talk, is_done=False)
        return
    if off.chat is not None:
        await drop_menu(talk.bot, off.chat)
    await talk.show(views.was_taken_off(talk.t, off))


async def take_back(_callback: CallbackQuery, callback_data: TakeBackEdition, talk: Talk) -> None:
    """Take back the last change of the plan, after saying what that undoes."""
    last = await talk.services.plans.change_of(callback_data.edition, talk.now)
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


async def _is_newest(talk: Talk, plan_id: int) -> bool:
    """Whether the plan is in force, or was closed and none of its line follows it."""
    plans = talk.services.plans
    return plan_id in {one.id for one in (*await plans.in_force(), *await plans.closed_beside())}


async def _state(talk: Talk) -> Screen:
    """The state of the plan; of several, a line for each of them, with a button that opens it."""
    plans = talk.services.plans
    known, waiting = await plans.in_force(), await plans.all_waiting()
    if not known:
        return Screen(overview.no_plan(talk.t))
    closed = await plans.closed_beside()
    lines = {one.line for one in (*known, *waiting, *closed)}
    if len(lines) == 1:
        return await _state_of(talk, known[0].id)
    summaries = [await talk.services.summaries.facts(talk.now, one.id) for one in known]
    chats = await talk.services.groups.all()
    return views.several(talk.t, [one for one in summaries if one is not None], waiting, closed, chats)


async def _state_of(talk: Talk, plan_id: int) -> Screen:
    summary = await talk.services.summaries.facts(talk.now, plan_id)
    if summary is None:
        return Screen(overview.no_plan(talk.t))
    past = await talk.services.finals.past()
    plans, carrying = talk.services.plans, await talk.services.carrying.facts(talk.now)
    waiting, change = await plans.waiting(summary.plan.line), await plans.last_change(talk.now, plan_id)
    may_carry = carrying is not None and carrying.following.line == summary.plan.line
    chat = await _chat_of(talk, summary.plan.line)
    fresh = await plans.fresh_paper(plan_id, talk.now)
    return views.state(
        talk.t, summary, waiting, change, fresh=fresh, chat=chat, has_past=bool(past), may_carry=may_carry
    )


async def _chat_of(talk: Talk, line: int) -> GroupFacts | None:
    """The plan's leadership chat, where plans may have different ones."""
    chats = {one.line: one for one in await talk.services.groups.all()}
    several = len(await talk.services.plans.in_force()) > 1
    return chats.get(line) or (chats.get(None) if several else None)
