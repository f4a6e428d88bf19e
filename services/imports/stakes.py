"""What is recorded on the activities in force: it is at stake where a new edition leaves one of them out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Assignment, Executor, Extension, Report, ReportState


@dataclass(frozen=True)
class Stake:
    """What is recorded on an activity, on all its items together.

    `last_by` is the executor who reported last, `last_on` the local day. `due_on` is the deadline that was given to it;
    `is_submitted`: it awaits acceptance, `is_done`: it was accepted, `asks_time`: more time is asked for.
    """

    reports: int = 0
    last_by: str = ""
    last_on: date | None = None
    due_on: date | None = None
    is_submitted: bool = False
    is_done: bool = False
    asks_time: bool = False


async def stakes_of(session: AsyncSession, plan_id: int, given: Mapping[int, date]) -> dict[int, Stake]:
    """What is recorded, by number, of the activities on which anything is; `given` are the deadlines set by number."""
    own = Activity.plan_id == plan_id, Activity.is_removed.is_(False)
    found = {number: Stake(due_on=day) for number, day in given.items()}
    counted = (
        select(Activity.number, func.count(Report.id).label("reports"), func.max(Report.id).label("last"))
        .join(Assignment, Assignment.activity_id == Activity.id)
        .join(Report, Report.assignment_id == Assignment.id)
        .where(*own, Report.state == ReportState.RECORDED)
        .group_by(Activity.number)
        .subquery()
    )
    reported = (
        select(counted.c.number, counted.c.reports, Executor.name, Report.submitted_on)
        .join(Report, Report.id == counted.c.last)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .join(Executor, Executor.id == Assignment.executor_id)
    )
    for number, reports, name, day in await session.execute(reported):
        found[number] = replace(found.get(number, Stake()), reports=reports, last_by=name, last_on=day)
    handed_in = ActivityState.REVIEW, ActivityState.DONE
    states = select(Activity.number, Activity.state).where(*own, Activity.state.in_(handed_in))
    for number, state in await session.execute(states):
        stake = found.get(number, Stake())
        found[number] = replace(
            stake,
            is_submitted=stake.is_submitted or state is ActivityState.REVIEW,
            is_done=stake.is_done or state is ActivityState.DONE,
        )
    asked = select(Activity.number).join(Extension, Extension.activity_id == Activity.id).where(*own)
    for number in await session.scalars(asked.where(Extension.decision.is_(None))):
        found[number] = replace(found.get(number, Stake()), asks_time=True)
    return found
