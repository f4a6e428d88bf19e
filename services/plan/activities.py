"""Reads the plan in force: its heading, and its activities as they stand on a day."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
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
from services.plan.figures import ActivityFacts, ExecutorRef, Part, PlanFacts
from services.plan.status import FINISHED, Status, shown_status

EDITION = 8  # of the fingerprint's digits: enough to tell two editions apart

PORTION = 200  # activities
_FAR = date.max


class Activities:
    """The plan's activities, read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, today: date) -> tuple[ActivityFacts, ...]:
        """Every activity of the plan in force, by number."""
        async with self._database.read() as session:
            return await activities_where(session, today)

    async def of(self, executor_ids: Collection[int], today: date) -> tuple[ActivityFacts, ...]:
        """The activities of these executors: open ones by urgency, then finished ones."""
        async with self._database.read() as session:
            return by_urgency(await activities_of(session, executor_ids, today))

    async def one(self, activity_id: int, today: date) -> ActivityFacts | None:
        """An activity by its id; None where there is none in the plan in force."""
        async with self._database.read() as session:
            return await activity(session, activity_id, today)

    async def numbered(self, number: int, today: date) -> ActivityFacts | None:
        """An activity by its number in the plan in force."""
        async with self._database.read() as session:
            found = await activities_where(session, today, Activity.number == number)
        return found[0] if found else None


async def activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts | None:
    """One activity as facts of `today`."""
    found = await activities_where(session, today, Activity.id == activity_id)
    return found[0] if found else None


async def activities_of(session: AsyncSession, executor_ids: Collection[int], today: date) -> tuple[ActivityFacts, ...]:
    """The activities of these executors, by number."""
    return await activities_where(session, today, of_executors(executor_ids))


async def activities_where(
    session: AsyncSession, today: date, *conditions: ColumnElement[bool]
) -> tuple[ActivityFacts, ...]:
    """Activities of the plan in force that meet the conditions, by number; two statements for each portion of them."""
    return await _read(session, today, *in_force(), *conditions)


def in_force() -> tuple[ColumnElement[bool], ...]:
    """The conditions of an activity of the plan in force."""
    return Activity.plan_id == newest_plan(), Activity.is_removed.is_(False)


async def kept_activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts:
    """One activity, though a newer plan or edition may have left it behind; LookupError where there never was one."""
    found = await _read(session, today, Activity.id == activity_id)
    if not found:
        raise LookupError(f"there is no activity {activity_id}")
    return found[0]


async def _read(session: AsyncSession, today: date, *conditions: ColumnElement[bool]) -> tuple[ActivityFacts, ...]:
    return tuple([facts async for _, facts in rows_and_facts(session, today, *conditions)])


async def rows_and_facts(
    session: AsyncSession, today: date, *conditions: ColumnElement[bool]
) -> AsyncIterator[tuple[Activity, ActivityFacts]]:
    """Activities, by number, with their rows: whoever changes one in the same transaction need not read it again."""
    query = (
        select(Activity, Section)
        .join(Section, Section.id == Activity.section_id)
        .where(*conditions)
        .order_by(Activity.number)
        .limit(PORTION)
    )
    further = query
    while True:
        # In portions, as the rows of a great plan take seconds to be read: others are answered in between.
        rows = (await session.execute(further)).all()
        parts = await _parts(session, [row[0].id for row in rows])
        for row in rows:
            yield row[0], ActivityFacts.of(row[0], row[1], tuple(parts.get(row[0].id, ())), today)
        if len(rows) < PORTION:
            return
        further = query.where(Activity.number > rows[-1][0].number)


def restated(facts: ActivityFacts, row: Activity, changed: Mapping[int, Assignment]) -> ActivityFacts:
    """The facts as a report has moved them: of the activity's row and of the parts (by id) that were changed."""
    status = shown_status(row.state, row.kind, due_on=row.due_on, done_on=row.done_on, today=facts.today)
    parts = tuple(_restated(part, changed.get(part.assignment_id)) for part in facts.parts)
    return replace(facts, status=status, percent=row.percent, parts=parts)


def _restated(part: Part, row: Assignment | None) -> Part:
    return part if row is None else replace(part, percent=row.percent, done=row.done, reported_on=row.reported_on)


def newest_plan() -> ColumnElement[int]:
    """The plan in force: the one loaded last."""
    return select(Plan.id).order_by((Plan.state == PlanState.CLOSED), Plan.id.desc()).limit(1).scalar_subquery()


def planned_executors() -> Select[int]:
    """The executors (ids) that the plan in force names for some activity: what an earlier plan named is history."""
    return (
        select(Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == newest_plan(), Activity.is_removed.is_(False), Assignment.is_removed.is_(False))
    )


def plan_in_force() -> Select[Plan]:
    """The plan in force, its period closed or not."""
    return select(Plan).where(Plan.id == newest_plan())


def carried_plan() -> Select[Plan]:
    """The plan in force, while it is carried: no row once its period was closed."""
    return plan_in_force().where(Plan.state == PlanState.ACTIVE)


def by_urgency(activities: Iterable[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    """Overdue first, then by deadline, then endless ones, then finished ones; by number within each."""
    return tuple(sorted(activities, key=_urgency))


def _urgency(facts: ActivityFacts) -> tuple[bool, bool, bool, date, int]:
    return (
        facts.status in FINISHED,
        facts.status is Status.REVIEW,
        facts.due_on is None,
        facts.due_on or _FAR,
        facts.number,
    )


def of_executors(executor_ids: Collection[int]) -> ColumnElement[bool]:
    """The condition of an activity in which one of these executors has a part."""
    own = select(Assignment.activity_id).where(
        Assignment.executor_id.in_(executor_ids), Assignment.is_removed.is_(False)
    )
    return Activity.id.in_(own)


async def _parts(session: AsyncSession, activity_ids: Sequence[int]) -> dict[int, list[Part]]:
    linked = select(Link.id).where(Link.executor_id == Executor.id).exists()
    # Columns, not entities: there are several rows to an activity, and entities cost several times their values.
    part = (Assignment.id, Assignment.position, Assignment.percent, Assignment.done, Assignment.reported_on)
    executor = (Executor.id, Executor.key, Executor.name, Executor.kind == ExecutorKind.UNIT)
    query = (
        select(Assignment.activity_id, linked, *part, *executor)
        .join(Executor, Executor.id == Assignment.executor_id)
        .where(Assignment.activity_id.in_(activity_ids), Assignment.is_removed.is_(False))
        .order_by(Assignment.activity_id, Assignment.position)
    )
    parts: dict[int, list[Part]] = {}
    for activity_id, is_linked, assignment_id, position, percent, done, reported_on, *named in (
        await session.execute(query)
    ).all():
        found = Part(assignment_id, ExecutorRef(*named), position, percent, done, reported_on, bool(is_linked))
        parts.setdefault(activity_id, []).append(found)
    return parts


async def plan_facts(session: AsyncSession) -> PlanFacts | None:
    """The heading of the plan in force."""
    plan = await session.scalar(plan_in_force())
    if plan is None:
        return None
    own = select(Activity.id).where(Activity.plan_id == plan.id, Activity.is_removed.is_(False))
    executors = select(func.count(Assignment.executor_id.distinct())).where(
        Assignment.activity_id.in_(own), Assignment.is_removed.is_(False)
    )
    return PlanFacts(
        id=plan.id,
        title=plan.title,
        organisation=plan.organisation,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        activities=await session.scalar(select(func.count()).select_from(own.subquery())) or 0,
        executors=await session.scalar(executors) or 0,
        is_closed=plan.state == PlanState.CLOSED,
        edition=plan.fingerprint[:EDITION],
        loaded_at=plan.loaded_at,
    )
