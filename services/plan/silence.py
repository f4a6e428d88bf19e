"""Executors with work under way who have not reported for a long time."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Activity, Assignment, Link, Plan, PlanState
from models.statements import ask, ask_in_sight
from services.calendar.local_days import LocalDays
from services.plan.activities import ids_in_force
from services.plan.figures import ActivityFacts, ExecutorRef, Part


@dataclass(frozen=True)
class Silent:
    """An executor with work under way who has not reported since the local day `since`; activities by number."""

    executor: ExecutorRef
    since: date
    has_reported: bool
    activities: tuple[int, ...]


SILENT_AFTER = timedelta(days=14)


async def silence_counts_from(
    session: AsyncSession, days: LocalDays, heard: Mapping[int, date] | None = None
) -> dict[int, date]:
    """For each linked executor (id), the local day before which no silence counts.

    It is that of the first link, or the later one of the last report on a plan that was closed since: `heard`, as
    `heard_on_closed` has it, is read if it is not given.
    """
    linked = {row[0]: days.of(row[1]) for row in await ask(session, _first_links())}
    heard = await heard_on_closed(session) if heard is None else heard
    return {executor: max(day, heard.get(executor, day)) for executor, day in linked.items()}


@functools.cache  # building these takes longer than asking them
def _first_links() -> Select[int, datetime]:
    return select(Link.executor_id, func.min(Link.linked_at)).group_by(Link.executor_id)


@functools.cache
def closed_papers() -> Select[int]:
    """The ids of the plans that are closed, and of whose line none is in force: papers that have ended."""
    other = aliased(Plan)
    goes_on = select(other.id).where(other.line == Plan.line, other.id.in_(ids_in_force())).exists()
    return select(Plan.id).where(Plan.state == PlanState.CLOSED, ~goes_on)


@functools.cache
def plans_gone_by() -> Select[int]:
    """The ids of the plans that are closed and out of sight, also where the next one of their line goes on."""
    return select(Plan.id).where(Plan.state == PlanState.CLOSED, Plan.id.not_in(ids_in_force()))


async def heard_on_closed(session: AsyncSession) -> dict[int, date]:
    """The local day of each executor's (id) last report on plans that are closed and out of sight.

    Their activities are in no list any more, and still their officers were no less heard of.
    """
    return {row[0]: row[1] for row in await ask_in_sight(session, _heard_on_closed())}


@functools.cache
def _heard_on_closed() -> Select[int, date | None]:
    return (
        select(Assignment.executor_id, func.max(Assignment.reported_on))
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id.in_(plans_gone_by()), Assignment.reported_on.is_not(None))
        .group_by(Assignment.executor_id)
    )


def silent(
    activities: Sequence[ActivityFacts], linked: dict[int, date], today: date, after: timedelta = SILENT_AFTER
) -> tuple[Silent, ...]:
    """Executors with work under way who have not reported on anything for so long, the longest silent first.

    Executors silent for equally long keep the plan's order. `linked` gives, for each executor (id) who can be asked at
    all, the local day from which silence counts (`silence_counts_from`). Silence counts from the last report (or,
    without one, from the first day of the work, or the later one on which they got it), but not from before that day.
    """
    work: dict[int, list[tuple[ActivityFacts, Part]]] = {}
    for activity in activities:
        if activity.is_worked_on and activity.starts_on <= today:
            for part in activity.parts:
                if part.executor.id in linked and not part.done:
                    work.setdefault(part.executor.id, []).append((activity, part))
    parts: dict[int, list[Part]] = {}
    for part in (part for activity in activities for part in activity.parts):
        parts.setdefault(part.executor.id, []).append(part)
    silences = [_silence(parts[executor_id], own, linked[executor_id]) for executor_id, own in work.items()]
    quiet = [one for one in silences if today - one.since >= after]
    return tuple(sorted(quiet, key=lambda one: one.since))


def _silence(parts: Sequence[Part], own: Sequence[tuple[ActivityFacts, Part]], linked_on: date) -> Silent:
    """How long an executor has been silent: `parts` are all of theirs, `own` is their work under way."""
    reported = max((part.reported_on for part in parts if part.reported_on), default=None)
    since = max(reported or min(max(one.starts_on, part.given_on or one.starts_on) for one, part in own), linked_on)
    return Silent(
        parts[0].executor, since, reported is not None, tuple(dict.fromkeys(activity.number for activity, _ in own))
    )
