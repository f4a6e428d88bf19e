"""Reads the plans in force: their headings, and their activities as they are on a given day."""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import (
    Account,
    Activity,
    Assignment,
    Executor,
    ExecutorKind,
    Link,
    Plan,
    PlanState,
    Report,
    ReportState,
    Section,
)
from models.base import Base
from models.database import Database
from models.lists import among
from models.sight import EVERY_LINE
from models.statements import apart, ask, ask_in_sight, may_ask, row_of
from services.plan.figures import ActivityFacts, ExecutorRef, Part, PlanFacts, made, status_of
from services.plan.marks import Mark, Marks, line_of, own_number
from services.plan.sight import is_in_sight, seeing
from services.plan.status import FINISHED, Status

EDITION = 8  # digits of the fingerprint: enough to tell two editions apart

PORTION = 100  # activities
GIVING_WAY = 0.01  # seconds in which others may do several steps; quick statements leave the event loop to nobody
_FAR = date.max


class Activities:
    """Reads the plan's activities."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, today: date) -> tuple[ActivityFacts, ...]:
        """Every activity of the plans in force, sorted by number."""
        async with self._database.read() as session:
            return await activities_where(session, today)

    async def of(self, executor_ids: Collection[int], today: date) -> tuple[ActivityFacts, ...]:
        """The activities of these executors: open ones by urgency, then finished ones."""
        async with self._database.read() as session:
            found = await activities_of(session, executor_ids, today)
            return by_urgency(activity.seen_by(executor_ids) for activity in found)

    async def one(self, activity_id: int, today: date) -> ActivityFacts | None:
        """An activity by its id; None if no plan in force has it."""
        async with self._database.read() as session:
            return await read_activity(session, activity_id, today)

    async def numbered(self, number: int, today: date) -> ActivityFacts | None:
        """An activity by its number among those in force, of several items the one that is meant; None without any."""
        async with self._database.read() as session:
            activities = await activities_where(session, today, has_number(number))
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
    """An activity of a plan in force as it is on `today` (local day); None if there is none."""
    activities = await _asked(session, today, _of_ids, {"activity_ids": [activity_id]})
    return activities[0] if activities else None


async def read_ended_activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts | None:
    """An activity of a plan that has ended, because another came into force after it; None if there is none."""
    ended = select(Plan.id).where(Plan.state == PlanState.CLOSED, Plan.id.not_in(ids_in_force()))
    own = Activity.id == activity_id, Activity.is_removed.is_(False), Activity.plan_id.in_(ended)
    activities = await _read(session, today, *own)
    return activities[0] if activities else None


async def activities_of(session: AsyncSession, executor_ids: Collection[int], today: date) -> tuple[ActivityFacts, ...]:
    """The activities of these executors, by number."""
    return _by_number([one async for _, one in own_rows(session, executor_ids, today)])


async def activities_where(
    session: AsyncSession, today: date, *conditions: ColumnElement[bool]
) -> tuple[ActivityFacts, ...]:
    """Activities of the plans in force that meet the conditions, by number, at two statements per portion."""
    if not conditions:
        return await _asked(session, today, _every, {})
    return await _read(session, today, *in_force(), *conditions)


async def activities_of_plan(session: AsyncSession, plan_id: int, today: date) -> tuple[ActivityFacts, ...]:
    """The activities of a plan, in force or not, by number."""
    return await _read(session, today, *of_plan(plan_id))


def of_plan(plan_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions that select the activities of a plan, in force or not."""
    return Activity.plan_id == plan_id, Activity.is_removed.is_(False)


@functools.cache
def in_force() -> tuple[ColumnElement[bool], ...]:
    """The conditions that select the activities of the plans in force."""
    return Activity.plan_id.in_(ids_in_force()), Activity.is_removed.is_(False)


def has_number(number: int) -> ColumnElement[bool]:
    """The condition that selects an activity by its number among those of all plans in force."""
    of_line = select(Plan.id).where(Plan.line == line_of(number))
    return (Activity.number == own_number(number)) & Activity.plan_id.in_(of_line)


async def kept_activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts:
    """One activity, even if a newer plan or edition no longer has it; LookupError if it never existed."""
    with seeing(None):  # what a message was about already
        activities = await _read(session, today, Activity.id == activity_id)
    if not activities:
        raise LookupError(f"there is no activity {activity_id}")
    return activities[0]


async def _read(session: AsyncSession, today: date, *conditions: ColumnElement[bool]) -> tuple[ActivityFacts, ...]:
    return _by_number([activity async for _, activity in rows_and_facts(session, today, *conditions)])


async def _asked(
    session: AsyncSession, today: date, which: "_Kept", values: Mapping[str, object]
) -> tuple[ActivityFacts, ...]:
    return _by_number([activity async for _, activity in _asked_rows(session, today, which, values)])


def _by_number(every: Iterable[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    found = [one for one in every if is_in_sight(line_of(one.number))]  # of a writing transaction: see models/sight
    return tuple(sorted(found, key=lambda one: (one.number, one.planned_due_on or one.due_on or _FAR)))


async def rows_and_facts(
    session: AsyncSession, today: date, *conditions: ColumnElement[bool]
) -> AsyncIterator[tuple[Activity, ActivityFacts]]:
    """Activities, by number, with their rows, so that a caller in the same transaction can change a row."""
    async for one in _read_rows(session, today, _rows().where(*conditions), {}):
        yield one


async def own_rows(
    session: AsyncSession, executor_ids: Collection[int], today: date
) -> AsyncIterator[tuple[Activity, ActivityFacts]]:
    """The same of the activities in force in which one of these executors has a part: asked with every message.

    The rows are for reading alone, and have what facts and items are made of.
    """
    async for one in _asked_rows(session, today, _of_executors, {"executor_ids": list(executor_ids)}):
        yield one


async def _asked_rows(
    session: AsyncSession, today: date, which: "_Kept", values: Mapping[str, object]
) -> AsyncIterator[tuple[Activity, ActivityFacts]]:
    """What a kept statement finds; the rows are for reading alone."""
    if not may_ask(session):
        async for one in _read_rows(session, today, which(), values):
            yield one
        return
    asked, marks = await ask(session, _columns(which), values), _Marks()
    while True:
        rows = [_taken_apart(row) for row in asked]
        for one in await _with_facts(session, today, rows, marks):
            yield one
        if len(rows) < PORTION:
            return
        await asyncio.sleep(GIVING_WAY)
        last = rows[-1][0]
        after = {"number_read": last.number, "id_read": last.id}
        asked = await ask(session, _further_columns(which), {**values, **after})


def _taken_apart(row: Sequence[object]) -> tuple[Activity, Section, Plan, bool]:
    activity, section, plan, are_several = apart(row, *(row_of(table, names) for table, names in _NEEDED.items()))
    return activity, section, plan, are_several


async def _read_rows(
    session: AsyncSession, today: date, query: Select[Activity, Section, Plan, bool], values: Mapping[str, object]
) -> AsyncIterator[tuple[Activity, ActivityFacts]]:
    marks = _Marks()
    rows = (await session.execute(query, values)).all()
    rest = await _ids_after(session, query, values, rows[-1][0]) if len(rows) == PORTION else []
    while True:
        for one in await _with_facts(session, today, rows, marks):
            yield one
        if not rest:
            return
        # In portions: reading the rows of a large plan takes seconds, and other tasks run in between.
        await asyncio.sleep(GIVING_WAY)
        portion, rest = rest[:PORTION], rest[PORTION:]
        rows = (await session.execute(query.where(Activity.id.in_(portion)), values)).all()


async def _ids_after(
    session: AsyncSession, query: Select[Activity, Section, Plan, bool], values: Mapping[str, object], last: Activity
) -> Sequence[int]:
    """The ids of those that the query finds after this one: found once, since each finding sorts the whole plan."""
    ids = query.with_only_columns(Activity.id, maintain_column_froms=True).where(_is_after(last.number, last.id))
    return (await session.scalars(ids.limit(None), values)).all()


@dataclass
class _Marks:
    """The marks of the plans in force, and of those that have ended (by their ids), as far as they were needed."""

    in_force: Marks = ()
    ended: dict[int, Marks] = field(default_factory=dict)


async def _with_facts(
    session: AsyncSession, today: date, rows: Sequence[tuple[Activity, Section, Plan, bool]], marks: _Marks
) -> list[tuple[Activity, ActivityFacts]]:
    """The activities of these rows (activity, section, plan, whether several plans are in force)."""
    parts = await _parts(session, [row[0].id for row in rows])
    if rows and rows[0][3] and not marks.in_force:
        marks.in_force = await marks_in_force(session)
    for plan in {row[2].id: row[2] for row in rows if row[2].state == PlanState.CLOSED}.values():
        if plan.id not in marks.ended:
            marks.ended[plan.id] = await marks_of_ended(session, plan)
    found = []
    for activity, section, plan, _ in rows:
        own, shown = tuple(parts.get(activity.id, ())), marks.ended.get(plan.id, ()) or marks.in_force
        found.append((activity, ActivityFacts.of(activity, section, own, today, plan=plan, marks=shown)))
    return found


@functools.cache  # building it takes longer than asking it, as do those below
def _rows() -> Select[Activity, Section, Plan, bool]:
    return (
        select(Activity, Section, Plan, _are_several())
        .join(Section, Section.id == Activity.section_id)
        .join(Plan, Plan.id == Activity.plan_id)
        .order_by(Activity.number, Activity.id)
        .limit(PORTION)
    )


_Kept = Callable[[], Select[Activity, Section, Plan, bool]]  # a function that keeps its statement


@functools.cache
def _every() -> Select[Activity, Section, Plan, bool]:
    return _rows().where(*in_force())


@functools.cache
def _of_ids() -> Select[Activity, Section, Plan, bool]:
    return _every().where(among(Activity.id, "activity_ids"))


@functools.cache
def _of_executors() -> Select[Activity, Section, Plan, bool]:
    own = select(Assignment.activity_id).where(
        among(Assignment.executor_id, "executor_ids"), Assignment.is_removed.is_(False)
    )
    return _every().where(Activity.id.in_(own))


# What facts are made of, and the items of reminders: the words of former editions are as long as the activity's.
_NEEDED: dict[type[Base], tuple[str, ...]] = {
    Activity: (
        *("id", "plan_id", "number", "label", "is_repeated", "is_later", "text", "short_name", "deadline_text"),
        *("partners", "extra", "rhythm", "after", "precision", "starts_on", "planned_due_on", "due_on", "given_on"),
        *("moves", "state", "percent", "done_on", "needs_document", "is_watched"),
    ),
    Section: ("number", "title"),
    Plan: ("id", "state", "line", "mark", "paper"),
}


@functools.cache
def _columns(which: _Kept) -> Select[*tuple[Any, ...]]:
    """The same, column by column, as far as they are needed."""
    columns = [table.__table__.c[name] for table, names in _NEEDED.items() for name in names]
    return which().with_only_columns(*columns, _are_several(), maintain_column_froms=True)


@functools.cache
def _further_columns(which: _Kept) -> Select[*tuple[Any, ...]]:
    """The same, after what was read."""
    number: BindParameter[int] = bindparam("number_read", type_=Activity.number.type)
    row: BindParameter[int] = bindparam("id_read", type_=Activity.id.type)
    return _columns(which).where(_is_after(number, row))


def _is_after(number: int | BindParameter[int], row: int | BindParameter[int]) -> ColumnElement[bool]:
    """The condition that an activity stands after the one of this number and id."""
    return or_(Activity.number > number, and_(Activity.number == number, Activity.id > row))


def restated(activity: ActivityFacts, row: Activity, changed: Mapping[int, Assignment]) -> ActivityFacts:
    """The activity after a report: with the values of its row and of the changed parts (by assignment id)."""
    status = status_of(row, activity.today)
    parts = tuple(_restated(part, changed.get(part.assignment_id)) for part in activity.parts)
    return made(ActivityFacts, **(vars(activity) | {"status": status, "percent": row.percent, "parts": parts}))


def _restated(part: Part, row: Assignment | None) -> Part:
    if row is None:
        return part
    done_on = part.done_on or row.reported_on
    return replace(
        part,
        percent=row.percent,
        done=row.done,
        reported_on=row.reported_on,
        done_on=done_on if row.done else None,
    )


@functools.cache
def ids_in_force() -> Select[int]:
    """The ids of the plans in force: all that are carried out; if none is, the one closed last. Never one that waits.

    A closed plan stays in sight until the next one of its line begins. Beside others that are carried out it would fill
    lists with what is over: it is answered of as a former plan then.
    """
    later, carried = aliased(Plan), aliased(Plan)
    never = [PlanState.WAITING, PlanState.DROPPED]
    is_followed = select(later.id).where(later.line == Plan.line, later.id > Plan.id, later.state.not_in(never))
    last = (
        select(Plan.id)
        .where(
            Plan.state == PlanState.CLOSED,
            ~select(carried.id).where(carried.state == PlanState.ACTIVE).exists(),
            ~is_followed.exists(),
        )
        # Of several lines that are all over: the plan that ran the longest is the one that people still ask about.
        .order_by(Plan.ends_on.desc(), Plan.id.desc())
        .limit(1)
    )
    return select(Plan.id).where(or_(Plan.state == PlanState.ACTIVE, Plan.id == last.scalar_subquery()))


def _are_several() -> ColumnElement[bool]:
    """Whether several plans are carried out: a column, so that whoever has one plan pays no statement for it."""
    carried = Plan.__table__.alias()  # a table: numbers are written with their marks where one plan is in sight as well
    count = select(func.count(carried.c.id)).where(carried.c.state == PlanState.ACTIVE)
    return count.scalar_subquery() > 1


async def marks_in_force(session: AsyncSession) -> Marks:
    """The marks of the plans in force; none while there is one."""
    found = tuple(Mark(line, text, tuple(former)) for line, text, former in await ask(session, _marks()))
    return found if len(found) > 1 else ()


@functools.cache  # asked of each reading of activities while several plans are in force
def _marks() -> Select[int, str, list[str]]:
    query = select(Plan.line, Plan.mark, Plan.former_marks).where(Plan.id.in_(ids_in_force()))
    # Of a plan that is out of sight too: a number with its mark is not taken for one of the plan in sight.
    return query.order_by(Plan.line, Plan.id).execution_options(**EVERY_LINE)


async def marks_of_ended(session: AsyncSession, plan: Plan) -> Marks:
    """The mark of a closed plan beside which others go on: its numbers alone would be taken for theirs."""
    lines = set(await session.scalars(select(Plan.line).where(Plan.id.in_(ids_in_force()))))
    return (Mark(plan.line, plan.mark),) if plan.mark and plan.line not in lines else ()


async def mark_in_force(session: AsyncSession, plan_id: int) -> str:
    """What people call the plan by, if several are in force; else nothing."""
    query = select(Plan.mark).where(Plan.id == plan_id)
    return await session.scalar(query) or "" if await marks_in_force(session) else ""


def planned_executors(plan_id: int | None = None) -> Select[int]:
    """The ids of the executors that the plans in force, or this plan alone, name for some activity."""
    which = in_force() if plan_id is None else of_plan(plan_id)
    return (
        select(Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(*which, Assignment.is_removed.is_(False))
    )


@functools.cache
def plans_in_force() -> Select[Plan]:
    """The plans in force, closed or not, the first line's first."""
    return select(Plan).where(Plan.id.in_(ids_in_force())).order_by(Plan.line, Plan.id)


@functools.cache
def carried_plans() -> Select[Plan]:
    """The plans that are being carried out, the first line's first."""
    return select(Plan).where(Plan.state == PlanState.ACTIVE).order_by(Plan.line, Plan.id)


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


def of_executors(executor_ids: Collection[int] | BindParameter[Sequence[int]]) -> ColumnElement[bool]:
    """The condition that selects activities in which one of these executors has a part."""
    own = select(Assignment.activity_id).where(
        Assignment.executor_id.in_(executor_ids), Assignment.is_removed.is_(False)
    )
    return Activity.id.in_(own)


async def _parts(session: AsyncSession, activity_ids: Sequence[int]) -> dict[int, list[Part]]:
    parts: dict[int, list[Part]] = {}
    for activity_id, *row in await ask(session, _part_columns(), {"activity_ids": list(activity_ids)}):
        executor = made(ExecutorRef, **dict(zip(_OF_EXECUTOR, row[len(_OWN) :], strict=True)))
        part = made(Part, executor=executor, **dict(zip(_OWN, row, strict=False)))
        parts.setdefault(activity_id, []).append(part)
    return parts


_OWN = (
    *("assignment_id", "position", "percent", "done", "reported_on", "is_linked", "is_reached"),
    *("given_on", "due_on", "set_by", "done_on", "spoke_on"),
)
_OF_EXECUTOR = ("id", "key", "name", "is_unit", "head")


@functools.cache
def _part_columns() -> Select[*tuple[Any, ...]]:
    """The activity, then what is a part's own, then its executor's."""
    # Counted, not «exists»: PostgreSQL answers that for some hundred parts by reading everybody's links and accounts.
    links = select(func.count()).select_from(Link).where(Link.executor_id == Executor.id)
    answering = links.join(Account, Account.id == Link.account_id).where(Account.blocked_at.is_(None))
    linked, reached = links.scalar_subquery() > 0, answering.scalar_subquery() > 0
    # Columns, not entities: an activity has several rows, and entities cost several times as much.
    part = (Assignment.id, Assignment.position, Assignment.percent, Assignment.done, Assignment.reported_on)
    given = (linked, reached, Assignment.given_on, Assignment.due_on, Assignment.set_by, _done_on(), _spoke_on())
    executor = (Executor.id, Executor.key, Executor.name, Executor.kind == ExecutorKind.UNIT, Executor.head)
    wanted = among(Assignment.activity_id, "activity_ids")
    return (
        select(Assignment.activity_id, *part, *given, *executor)
        .join(Executor, Executor.id == Assignment.executor_id)
        .where(wanted, Assignment.is_removed.is_(False))
        .order_by(Assignment.activity_id, Assignment.position)
    )


def _done_on() -> ColumnElement[date | None]:
    """Of a part that is done: the day of the first words by which it is. What was added to them later moves nothing."""
    said, other = aliased(Report), aliased(Report)
    moves = other.state == ReportState.RECORDED, other.counts.is_(True), other.done.is_(False)
    undone_after = select(other.id).where(
        other.assignment_id == said.assignment_id, *moves, other.submitted_at > said.submitted_at
    )
    first = select(func.min(said.submitted_on)).where(
        said.assignment_id == Assignment.id,
        said.state == ReportState.RECORDED,
        said.done.is_(True),
        ~undone_after.exists(),
    )
    return case((Assignment.done, first.scalar_subquery()), else_=None)


def _spoke_on() -> ColumnElement[date]:
    """The day of the last report on a part, whatever it said."""
    own = Report.assignment_id == Assignment.id, Report.state == ReportState.RECORDED
    return select(func.max(Report.submitted_on)).where(*own).correlate(Assignment).scalar_subquery()


async def plan_facts(session: AsyncSession) -> PlanFacts | None:
    """The heading of the plan in force, of several that of the first line; None if no plan was loaded."""
    plan = await session.scalar(plans_in_force().limit(1))
    return await facts_of_plan(session, plan) if plan is not None else None


async def plans_facts(session: AsyncSession) -> tuple[PlanFacts, ...]:
    """The headings of all plans in force, the first line's first."""
    plans = (await session.scalars(plans_in_force())).all()
    return tuple([await facts_of_plan(session, plan) for plan in plans])


async def facts_of_plan(session: AsyncSession, plan: Plan) -> PlanFacts:
    """The heading of a plan, in force or not."""
    [(activities, items, executors)] = await ask_in_sight(session, _counted(), {"of_plan": plan.id})
    return PlanFacts(
        id=plan.id,
        title=plan.title,
        organisation=plan.organisation,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        activities=activities,
        executors=executors,
        is_closed=plan.state == PlanState.CLOSED,
        items=items,
        edition=plan.fingerprint[:EDITION],
        loaded_at=plan.loaded_at,
        line=plan.line,
        mark=plan.mark,
        of_orders=plan.paper is not None,
    )


@functools.cache
def _counted() -> Select[int, int, int]:
    """How many activities a plan has, how many items, and how many executors."""
    mine = Activity.plan_id == bindparam("of_plan"), Activity.is_removed.is_(False)
    executors = select(func.count(Assignment.executor_id.distinct())).where(
        Assignment.activity_id.in_(select(Activity.id).where(*mine)), Assignment.is_removed.is_(False)
    )
    return select(func.count(Activity.number.distinct()), func.count(), executors.scalar_subquery()).where(*mine)
