"""What hinders an officer's work and by when they promise it: kept beside their reports, taken away, counted."""

import enum
import functools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Integer, Row, Select, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Activity, ActivityState, Assignment, Audit, Executor, Obstacle, Promise, Report, ReportState
from services import audit
from services.calendar.reminder_days import SETTLED
from services.language.reading.obstacles import Hindrance, hindrance_in
from services.language.reading.promises import Promise as ReadPromise
from services.language.reading.promises import promise_in
from services.plan.activities import in_force
from services.plan.calling import calling
from services.plan.figures import ActivityFacts
from services.plan.marks import own_number

LONGEST = 1000  # characters of what hinders, who could help, what is proposed


class Outcome(enum.Enum):
    """What became of a promise; one that a newer took the place of in time, or whose work was dropped, is NONE."""

    OPEN = enum.auto()
    KEPT = enum.auto()
    BROKEN = enum.auto()
    NONE = enum.auto()


@dataclass(frozen=True)
class ObstacleFacts:
    """What hinders an executor's part since a local day, in the newest words that were said of it.

    `id` is the newest saying's. `helper` is who could help and `proposal` what is proposed; each may be missing.
    """

    id: int
    activity_id: int
    assignment_id: int
    executor_id: int
    executor: str
    text: str
    since: date
    helper: str = ""
    proposal: str = ""


@dataclass(frozen=True)
class PromiseFacts:
    """A promise of an executor's part for a local day, and what became of it."""

    id: int
    activity_id: int
    assignment_id: int
    executor_id: int
    executor: str
    day: date
    said_on: date
    outcome: Outcome
    tell_on: date | None = None
    ask_on: date | None = None


@dataclass(frozen=True)
class Kept:
    """How many promises were kept and broken, and how many are open."""

    kept: int = 0
    broken: int = 0
    open: int = 0

    @property
    def count(self) -> int:
        """All that count."""
        return self.kept + self.broken + self.open


@dataclass(frozen=True)
class Commitments:
    """What a report says beside how far the work is, and what its words only may say (`offered`, `may_hinder`).

    `obstacle` was recorded of it, and `gone` says that it ended those before. `has_open`: something still hinders the
    part. `has_words`: the report's own words can be what hinders.
    """

    promise: PromiseFacts | None = None
    offered: date | None = None
    obstacle: ObstacleFacts | None = None
    may_hinder: bool = False
    gone: bool = False
    has_open: bool = False


NOTHING_SAID = Commitments()


# -- reading ---------------------------------------------------------------------------------------------------------


@functools.cache
def stands(of: type[Obstacle] | type[Promise]) -> tuple[ColumnElement[bool], ...]:
    """It was not taken away, nor was the report that says it."""
    recorded = select(Report.id).where(Report.id == of.report_id, Report.state == ReportState.RECORDED).exists()
    return of.withdrawn_at.is_(None), or_(of.report_id.is_(None), recorded)


@functools.cache
def has_newer() -> ColumnElement[bool]:
    """Of a promise: a newer one of the same part took its place before its day had passed."""
    newer = aliased(Promise)
    recorded = select(Report.id).where(Report.id == newer.report_id, Report.state == ReportState.RECORDED).exists()
    is_newer = newer.said_at > Promise.said_at, newer.said_on <= Promise.promised_on
    same = newer.assignment_id == Promise.assignment_id, newer.withdrawn_at.is_(None)
    return select(newer.id).where(*same, *is_newer, or_(newer.report_id.is_(None), recorded)).exists()


_Of = TypeVar("_Of", Obstacle, Promise)


def _with_owner(of: type[_Of]) -> Select[_Of, Assignment, str, Activity]:
    """The rows with their part, its executor's name and the activity."""
    return (
        select(of, Assignment, Executor.name, Activity)
        .join(Assignment, Assignment.id == of.assignment_id)
        .join(Executor, Executor.id == Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
    )


async def open_obstacles(session: AsyncSession, *conditions: ColumnElement[bool]) -> tuple[ObstacleFacts, ...]:
    """What hinders open work in force, one for each part, the longest first; `conditions` are on the activity's row."""
    return _by_part(await session.execute(_open_rows().where(*conditions)))


def _by_part(rows: Iterable[Row[Obstacle, Assignment, str, Activity]]) -> tuple[ObstacleFacts, ...]:
    parts: dict[int, ObstacleFacts] = {}
    for row, assignment, name, activity in rows:
        before = parts.get(assignment.id)
        parts[assignment.id] = ObstacleFacts(
            id=row.id,
            activity_id=activity.id,
            assignment_id=assignment.id,
            executor_id=assignment.executor_id,
            executor=name,
            text=row.text or (before.text if before else ""),
            since=before.since if before else row.raised_on,
            helper=row.helper or (before.helper if before else ""),
            proposal=row.proposal or (before.proposal if before else ""),
        )
    return tuple(parts.values())


@functools.cache  # building them takes longer than asking them
def _open_rows() -> Select[Obstacle, Assignment, str, Activity]:
    return (
        _with_owner(Obstacle)
        .where(*stands(Obstacle), Obstacle.gone_at.is_(None), Assignment.is_removed.is_(False))
        .where(*in_force(), Activity.state.not_in((*SETTLED, ActivityState.REVIEW)), Assignment.done.is_(False))
        .order_by(Obstacle.raised_at, Obstacle.id)
    )


def hindering() -> Select[int]:
    """The obstacles (ids) of which those are made."""
    return _open_rows().with_only_columns(Obstacle.id, maintain_column_froms=True).order_by(None)


@functools.cache
def _open_of_part() -> Select[Obstacle, Assignment, str, Activity]:
    return _open_rows().where(Assignment.id == bindparam("assignment_id"))


@functools.cache
def _promise_rows() -> Select[Promise, Assignment, str, Activity]:
    query = _with_owner(Promise).where(*stands(Promise), *in_force(), Assignment.is_removed.is_(False))
    return query.order_by(Promise.said_at, Promise.id)


async def promises(session: AsyncSession, today: date, *conditions: ColumnElement[bool]) -> tuple[PromiseFacts, ...]:
    """The promises on work in force, by day, each with what became of it; `conditions` are on the rows of the part."""
    return await _with_outcomes(session, today, (await session.execute(_promise_rows().where(*conditions))).all())


async def promises_of(session: AsyncSession, today: date, executor_ids: Sequence[int]) -> tuple[PromiseFacts, ...]:
    """The same of the parts of these executors."""
    rows = (await session.execute(_promises_of_executors(), {"executor_ids": executor_ids})).all()
    return await _with_outcomes(session, today, rows)


@functools.cache
def _promises_of_executors() -> Select[Promise, Assignment, str, Activity]:
    return _promise_rows().where(Assignment.executor_id.in_(bindparam("executor_ids", expanding=True)))


async def _with_outcomes(
    session: AsyncSession, today: date, rows: Sequence[Row[Promise, Assignment, str, Activity]]
) -> tuple[PromiseFacts, ...]:
    reported = await _reported(session, {assignment.id for _, assignment, _, _ in rows}) if rows else {}
    taken_off = await _taken_off(session, {one.id for *_, one in rows if one.state is ActivityState.CLOSED})
    newer: dict[int, date] = {}
    found = []
    for row, assignment, name, activity in reversed(rows):
        is_replaced = assignment.id in newer and newer[assignment.id] <= row.promised_on
        newer[assignment.id] = row.said_on
        until = min(today, taken_off.get(activity.id, today))
        outcome = _outcome(row, activity, reported.get(assignment.id, ()), until)
        found.append(
            PromiseFacts(
                id=row.id,
                activity_id=activity.id,
                assignment_id=assignment.id,
                executor_id=assignment.executor_id,
                executor=name,
                day=row.promised_on,
                said_on=row.said_on,
                outcome=Outcome.NONE if is_replaced else outcome,
                tell_on=row.tell_on,
                ask_on=row.ask_on,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


@dataclass(frozen=True)
class _Word:
    on: date
    at: datetime
    done: bool
    id: int


async def _reported(session: AsyncSession, assignment_ids: Collection[int]) -> Mapping[int, Sequence[_Word]]:
    """The plain statements on the work of each part (id)."""
    query = select(Report.assignment_id, Report.submitted_on, Report.submitted_at, Report.done, Report.id).where(
        Report.assignment_id.in_(assignment_ids), Report.state == ReportState.RECORDED, Report.counts.is_(True)
    )
    words: dict[int, list[_Word]] = {}
    for assignment_id, on, at, done, key in await session.execute(query):
        words.setdefault(assignment_id or 0, []).append(_Word(on, at, bool(done), key))
    return words


async def _taken_off(session: AsyncSession, activity_ids: Collection[int]) -> Mapping[int, date]:
    """The day on which each of these activities (ids) was taken off control last."""
    if not activity_ids:
        return {}
    subjects = {audit.activity(one): one for one in activity_ids}
    query = select(Audit.subject, func.max(Audit.at)).where(
        Audit.action == "activity.closed", Audit.subject.in_(subjects)
    )
    found = await session.execute(query.group_by(Audit.subject))
    return {subjects[subject]: at.date() for subject, at in found}


def _outcome(row: Promise, activity: Activity, words: Iterable[_Word], until: date) -> Outcome:
    """Kept if the work was handed in by the day; of work without an end, if anything was reported by then.

    `until` is the day up to which it could be kept: today, or the day on which the work was taken off control. What was
    broken by then stays so.
    """
    is_endless = activity.rhythm is not None
    own = [one for one in words if one.id == row.report_id and one.done]
    later = [one for one in words if one.at >= row.said_at and one.id != row.report_id and (one.done or is_endless)]
    if any(one.on <= row.promised_on for one in (*own, *later)) or (
        activity.done_on is not None and activity.done_on <= row.promised_on
    ):
        return Outcome.KEPT
    if until > row.promised_on:
        return Outcome.BROKEN
    return Outcome.NONE if activity.state is ActivityState.CLOSED else Outcome.OPEN


def counted(found: Iterable[PromiseFacts]) -> Kept:
    """How many of these were kept, broken and are open."""
    tally = Counter(one.outcome for one in found)
    return Kept(tally[Outcome.KEPT], tally[Outcome.BROKEN], tally[Outcome.OPEN])


def latest(found: Iterable[PromiseFacts]) -> Mapping[int, PromiseFacts]:
    """The promise that counts last of each part (assignment id)."""
    return {one.assignment_id: one for one in found if one.outcome is not Outcome.NONE}


async def said_in(
    session: AsyncSession, report: Report, activity: ActivityFacts, *, is_new: bool = False, is_hindered: bool = True
) -> Commitments:
    """What stands recorded of a report (nothing, if it `is_new`), and what its words only may say.

    `is_hindered` is False where it is known that nothing hinders the person's parts.
    """
    if report.assignment_id is None or report.state is not ReportState.RECORDED:
        return Commitments()
    mine = None
    if not is_new:
        mine = await session.scalar(select(Promise.id).where(Promise.report_id == report.id, *stands(Promise)))
    of_part = await promises(session, activity.today, Assignment.id == report.assignment_id) if mine is not None else ()
    promise = next((one for one in of_part if one.id == mine and one.outcome is not Outcome.NONE), None)
    values = {"assignment_id": report.assignment_id}
    hinders = _by_part(await session.execute(_open_of_part(), values)) if is_hindered else ()
    rows = () if is_new else (await session.execute(_said_of_obstacles(), {"report_id": report.id})).all()
    is_raised = any(raised_by == report.id and gone_at is None for raised_by, gone_at, _ in rows)
    is_open = may_be_hindered(activity) and not report.done
    read = promised_in(report.text, activity, report.submitted_on) if report.source is None and is_open else None
    hindrance = hindrance_in(report.text) if report.source is None and is_open else None
    return Commitments(
        promise=promise,
        offered=read.day if read is not None and mine is None and read.day >= activity.today else None,
        obstacle=hinders[0] if is_raised and hinders else None,
        may_hinder=not is_raised and hindrance in (Hindrance.DOUBTFUL, Hindrance.SURE),
        gone=any(ended_by == report.id for _, _, ended_by in rows),
        has_open=bool(hinders),
    )


@functools.cache
def _said_of_obstacles() -> Select[int | None, datetime | None, int | None]:
    """Of the obstacles of which a report tells: the report that raised it, the end, and the report that told of it."""
    own = bindparam("report_id", type_=Integer)
    of_it = or_(Obstacle.report_id == own, Obstacle.gone_report_id == own)
    return select(Obstacle.report_id, Obstacle.gone_at, Obstacle.gone_report_id).where(
        of_it, Obstacle.withdrawn_at.is_(None)
    )


def promised_in(text: str, activity: ActivityFacts, day: date, own: Collection[int] = ()) -> ReadPromise | None:
    """What words on the activity promise on the local `day`; `own` are the numbers in force of all the person's."""
    named = calling(text, (activity,)).text  # without the mark of its plan: «т-1 ни жумага»
    return promise_in(named, day, number=own_number(activity.number), own=set(map(own_number, own)))


def may_be_hindered(activity: ActivityFacts) -> bool:
    """Whether something may hinder the work, and a day be promised for it: it is not finished, nor handed in."""
    return activity.is_worked_on
