"""What is due so long after another activity: its due day is set when that one is done."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Plan
from services.calendar.occurrences import items
from services.calendar.reminder_days import SETTLED, follow
from services.calendar.rules import rule_from_json
from services.calendar.workdays import Workdays


async def done_days(session: AsyncSession, plan_id: int) -> dict[str, date]:
    """The days on which activities of the plan (by number, as anchors are written) were done, with all their items."""
    query = select(Activity.number, Activity.done_on, Activity.state).where(
        Activity.plan_id == plan_id, Activity.is_removed.is_(False)
    )
    days: dict[str, date] = {}
    undone: set[str] = set()
    for number, done_on, state in await session.execute(query):
        if state is ActivityState.DONE and done_on is not None:
            days[str(number)] = max(done_on, days.get(str(number), done_on))
        else:
            undone.add(str(number))
    return {number: day for number, day in days.items() if number not in undone}


async def follow_anchor(session: AsyncSession, anchor: Activity, workdays: Workdays, today: date) -> None:
    """Give what waits for this activity its due day, or take it away if the activity is done no more.

    A deadline that was moved since stays.
    """
    waiting = select(Activity).where(
        Activity.plan_id == anchor.plan_id, Activity.after.is_not(None), Activity.state.not_in(SETTLED)
    )
    rows = [row for row in await session.scalars(waiting) if row.after and row.after["anchor"] == str(anchor.number)]
    if not rows:
        return
    plan = await session.get_one(Plan, anchor.plan_id)
    await session.flush()
    known = await done_days(session, plan.id)
    for row in rows:
        [item] = items((rule_from_json(row.after),), plan.period, workdays, anchors=known)
        if row.due_on == row.planned_due_on:
            row.due_on = item.due
        row.starts_on, row.planned_due_on = item.first, item.due
        if not row.is_removed:
            await follow(session, row, workdays, today)
