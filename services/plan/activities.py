"""Reads the plan in force: its heading, and its activities as they are on a given day."""

import functools
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Activity,
    Assignment,
    Executor,
    ExecutorKind,
    Link,
    Plan,
    PlanState,
    Section,
)
from models.database import Database
from services.plan.figures import ActivityFacts, ExecutorRef, Part, PlanFacts, status_of
from services.plan.status import FINISHED, Status

EDITION = 8  # digits of the fingerprint: enough to tell two editions apart

PORTION = 200  # activities
_FAR = date.max


class Activities:
    """Reads the plan's activities."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, today: date) -> tuple[ActivityFacts, ...]:
        """Every activity of the plan in force, sorted by number."""
        async with self._database.read() as session:
            return await activities_where(session, today)

    async def of(self, executor_ids: Collection[int], today: date) -> tuple[ActivityFacts, ...]:
        """The activities of these executors: open ones by urgency, then finished ones."""
        async with self._database.read() as session:
            return by_urgency(await activities_of(session, executor_ids, today))

    async def one(self, activity_id: int, today: date) -> ActivityFacts | None:
        """An activity by its id; None if the plan in force has none."""
        async with self._database.read() as session:
            return await read_activity(session, activity_id, today)

    async def numbered(self, number: int, today: date) -> ActivityFacts | None:
        """An activity by its number in the plan in force, of several items the one that is meant; None without any."""
        async with self._database.read() as session:
            activities = await activities_where(session, today, Activity.number == number)
        return meant_of(activities)


def begun_of(items: Iterable[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    """Of the items of one activity those that are unfinished and have begun, the earliest first."""
    return tuple(one for one in _in_order(items) if one.is_open and one.starts_on <= one.today)


def meant_of(items: Iterable[ActivityFacts]) -> ActivityFacts | None:
    """What the number alone means: the earliest unfinished item that has begun, else the next, else the last."""
    ordered = _in_order(items)
    unfinished = [one for one in ordered if one.is_open]
    return next(iter([*begun_of(ordered), *unfinished, *reversed(ordered)]), None)


def _in_order(items: Iterable[ActivityFacts]) -> list[ActivityFacts]:
    return sorted(items, key=lambda one: (one.due_on or _FAR, one.starts_on, one.id))


async def read_activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts | None:
    """An activity of the plan in force as it is on `today` (local day); None if there is none."""
    activities = await activities_where(session, today, Activity.id == activity_id)
    return activities[0] if activities else None


async def read_ended_activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts | None:
    """An activity of a plan that has ended, because another came into force after it; None if there is none."""
    ended = select(Plan.id).where(Plan.state == PlanState.CLOSED, Plan.id != newest_plan())
    own = Activity.id == activity_id, Activity.is_removed.is_(False), Activity.plan_id.in_(ended)
    activities = await _read(session, today, *own)
    return activities[0] if activities else None


async def activities_of(session: AsyncSession, executor_ids: Collection[int], today: date) -> tuple[ActivityFacts, ...]:
    """The activities of these executors, by number."""
    return await activities_where(session, today, of_executors(executor_ids))


async def activities_where(
    session: AsyncSession, today: date, *conditions: ColumnElement[bool]
) -> tuple[ActivityFacts, ...]:
    """Activities of the plan in force that meet the conditions, by number, at two statements per portion."""
    return await _read(session, today, *in_force(), *conditions)


async def activities_of_plan(session: AsyncSession, plan_id: int, today: date) -> tuple[ActivityFacts, ...]:
    """The activities of a plan, in force or not, by number."""
    return await _read(session, today, Activity.plan_id == plan_id, Activity.is_removed.is_(False))


def in_force() -> tuple[ColumnElement[bool], ...]:
    """The conditions that select the activities of the plan in force."""
    return Activity.plan_id == newest_plan(), Activity.is_removed.is_(False)


async def kept_activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts:
    """One activity, even if a newer plan or edition no longer has it; LookupError if it never existed."""
    activities = await _read(session, today, Activity.id == activity_id)
    if not activities:
        raise LookupError(f"there is no activity {activity_id}")
    return activities[0]


async def _read(session: AsyncSession, today: date, *conditions: ColumnElement[bool]) -> tuple[ActivityFacts, ...]:
    found = [activity async for _, activity in rows_and_facts(session, today, *conditions)]
    return tuple(sorted(found, key=lambda one: (one.number, one.planned_due_on or one.due_on or _FAR)))


async def rows_and_facts(
    session: AsyncSession, today: date, *conditions: ColumnElement[bool]
) -> AsyncIterator[tuple[Activity, ActivityFacts]]:
    """Activities, by number, with their rows, so that a caller in the same transaction can change a row."""
    query = (
        select(Activity, Section)
        .join(Section, Section.id == Activity.section_id)
        .where(*conditions)
        .order_by(Activity.number, Activity.id)
        .limit(PORTION)
    )
    further = query
    while True:
        # In portions: reading the rows of a large plan takes seconds, and other tasks run in between.
        rows = (await session.execute(further)).all()
        parts = await _parts(session, [row[0].id for row in rows])
        for row in rows:
            yield row[0], ActivityFacts.of(row[0], row[1], tuple(parts.get(row[0].id, ())), today)
        if len(rows) < PORTION:
            return
        last = rows[-1][0]
        further = query.where(
            or_(Activity.number > last.number, and_(Activity.number == last.number, Activity.id > last.id))
        )


def restated(activity: ActivityFacts, row: Activity, changed: Mapping[int, Assignment]) -> ActivityFacts:
    """The activity after a report: with the values of its row and of the changed parts (by assignment id)."""
    status = status_of(row, activity.today)
    parts = tuple(_restated(part, changed.get(part.assignment_id)) for part in activity.parts)
    return replace(activity, status=status, percent=row.percent, parts=parts)


def _restated(part: Part, row: Assignment | None) -> Part:
    return part if row is None else replace(part, percent=row.percent, done=row.done, reported_on=row.reported_on)


@functools.cache
def newest_plan() -> ColumnElement[int]:
    """The plan in force: the one that is carried out, else the one closed last; never one that waits."""
    carried_first = (Plan.state == PlanState.CLOSED), Plan.id.desc()
    in_turn = select(Plan.id).where(Plan.state.not_in([PlanState.WAITING, PlanState.DROPPED])).order_by(*carried_first)
    return in_turn.limit(1).scalar_subquery()


def planned_executors() -> Select[int]:
    """The ids of the executors that the plan in force names for some activity."""
    return (
        select(Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == newest_plan(), Activity.is_removed.is_(False), Assignment.is_removed.is_(False))
    )


def executors_of(plan_id: int) -> Select[int]:
    """The ids of the executors that a plan, in force or not, names for some activity."""
    return (
        select(Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == plan_id, Activity.is_removed.is_(False), Assignment.is_removed.is_(False))
        .distinct()
    )


@functools.cache
def plan_in_force() -> Select[Plan]:
    """The plan in force, closed or not."""
    return select(Plan).where(Plan.id == newest_plan())


@functools.cache
def carried_plan() -> Select[Plan]:
    """The plan in force while it is being carried out: no row once it is closed."""
    return plan_in_force().where(Plan.state == PlanState.ACTIVE)


def by_urgency(activities: Iterable[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    """Sorted: overdue first, then by deadline, then endless, then finished ones; by number within each."""
    return tuple(sorted(activities, key=_urgency))


def _urgency(activity: ActivityFacts) -> tuple[bool, bool, bool, date, int]:
    return (
        activity.status in FINISHED,
        activity.status is Status.REVIEW,
        activity.due_on is None,
        activity.due_on or _FAR,
        activity.number,
    )


def of_executors(executor_ids: Collection[int]) -> ColumnElement[bool]:
    """The condition that selects activities in which one of these executors has a part."""
    own = select(Assignment.activity_id).where(
        Assignment.executor_id.in_(executor_ids), Assignment.is_removed.is_(False)
    )
    return Activity.id.in_(own)


async def _parts(session: AsyncSession, activity_ids: Sequence[int]) -> dict[int, list[Part]]:
    linked = select(Link.id).where(Link.executor_id == Executor.id).exists()
    # Columns, not entities: an activity has several rows, and entities cost several times as much.
    part = (Assignment.id, Assignment.position, Assignment.percent, Assignment.done, Assignment.reported_on)
    given = Assignment.given_on
    executor = (Executor.id, Executor.key, Executor.name, Executor.kind == ExecutorKind.UNIT, Executor.head)
    query = (
        select(Assignment.activity_id, linked, given, *part, *executor)
        .join(Executor, Executor.id == Assignment.executor_id)
        .where(Assignment.activity_id.in_(activity_ids), Assignment.is_removed.is_(False))
        .order_by(Assignment.activity_id, Assignment.position)
    )
    parts: dict[int, list[Part]] = {}
    for activity_id, is_linked, given_on, assignment_id, position, percent, done, reported_on, *named in (
        await session.execute(query)
    ).all():
        found = Part(
            assignment_id, ExecutorRef(*named), position, percent, done, reported_on, bool(is_linked), given_on
        )
        parts.setdefault(activity_id, []).append(found)
    return parts


async def plan_facts(session: AsyncSession) -> PlanFacts | None:
    """The heading of the plan in force; None if no plan was loaded."""
    plan = await session.scalar(plan_in_force())
    return await facts_of_plan(session, plan) if plan is not None else None


async def facts_of_plan(session: AsyncSession, plan: Plan) -> PlanFacts:
    """The heading of a plan, in force or not."""
    mine = Activity.plan_id == plan.id, Activity.is_removed.is_(False)
    own = select(Activity.id).where(*mine)
    counted = select(func.count(Activity.number.distinct()), func.count()).where(*mine)
    activities, items = (await session.execute(counted)).one()
    executors = select(func.count(Assignment.executor_id.distinct())).where(
        Assignment.activity_id.in_(own), Assignment.is_removed.is_(False)
    )
    return PlanFacts(
        id=plan.id,
        title=plan.title,
        organisation=plan.organisation,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        activities=activities,
        executors=await session.scalar(executors) or 0,
        is_closed=plan.state == PlanState.CLOSED,
        items=items,
        edition=plan.fingerprint[:EDITION],
        loaded_at=plan.loaded_at,
    )
