"""How a report changes its part and its activity, and how that is undone."""

import functools
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, ActivityState, Assignment, Decision, Report, ReportState
from models.base import UTCDateTime
from services.calendar.reminder_days import SETTLED

_OVERTAKEN = "overtaken"

WORKING = frozenset({ActivityState.NOT_STARTED, ActivityState.IN_PROGRESS, ActivityState.RETURNED})


def advance(row: Activity, assignment: Assignment, report: Report, *, leads: bool) -> None:
    """Update the part, and the activity if it is being worked on; its percent is the lead's."""
    if assignment.reported_at is None or report.submitted_at >= assignment.reported_at:
        assignment.reported_at, assignment.reported_on = report.submitted_at, report.submitted_on
    if report.done is not None and row.rhythm is None:
        assignment.done = report.done  # of endless work a month's share is done, never the part
    if report.percent is not None:
        assignment.percent = report.percent
    if row.state not in WORKING:
        return
    row.state = ActivityState.IN_PROGRESS
    if leads and report.percent is not None:
        row.percent = report.percent


def snapshot_of(row: Activity, assignment: Assignment) -> dict[str, object]:
    """The part and the activity as the audit and the next report keep them (JSON; times and days in ISO form)."""
    return {
        "state": str(row.state),
        "percent": row.percent,
        "part_percent": assignment.percent,
        "part_done": assignment.done,
        "reported_at": assignment.reported_at.isoformat() if assignment.reported_at else None,
        "reported_on": assignment.reported_on.isoformat() if assignment.reported_on else None,
    }


async def restore_activity(session: AsyncSession, row: Activity, report: Report, *, leads: bool) -> None:
    """Put the activity where it would be without the report; others may have reported or decided since."""
    if row.state in SETTLED:
        return
    row.state = await state_without(session, row, report)
    if leads and report.before is not None:
        row.percent = report.before["percent"]  # the lead's word alone moves it, and this was the lead's last


async def state_without(session: AsyncSession, row: Activity, report: Report) -> ActivityState:
    """The state of an activity that is not settled, as it would be without the report."""
    decided = select(Acceptance.decision, Acceptance.decided_at).where(
        Acceptance.activity_id == row.id, Acceptance.decision.is_distinct_from(Decision.WITHDRAWN)
    )
    last = (await session.execute(decided.order_by(Acceptance.id.desc()).limit(1))).one_or_none()
    if last is not None and last.decision is None:
        return ActivityState.REVIEW
    others = (
        select(Report.before)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(
            Assignment.activity_id == row.id,
            Report.state == ReportState.RECORDED,
            Report.counts.is_(True),
            Report.id != report.id,
        )
    )
    recorded = [datetime.fromisoformat(before["recorded_at"]) for before in await session.scalars(others)]
    if any(last is None or moment > last.decided_at for moment in recorded):
        return ActivityState.IN_PROGRESS
    return ActivityState.NOT_STARTED if last is None else ActivityState.RETURNED


def restore_part(assignment: Assignment, report: Report) -> None:
    """Put the part back to where it was before the report was recorded."""
    before = report.before or {}
    assignment.percent, assignment.done = before["part_percent"], before["part_done"]
    at, on = before["reported_at"], before["reported_on"]
    assignment.reported_at = datetime.fromisoformat(at) if at else None
    assignment.reported_on = date.fromisoformat(on) if on else None


async def overtaking(session: AsyncSession, report: Report) -> Report | None:
    """The newest report on the same part, by when its words were sent, if it is newer and says how far the work is."""
    values = {"submitted_at": report.submitted_at, "assignment_id": report.assignment_id}
    found: Report | None = await session.scalar(_overtaking(), values)
    return found


@functools.cache  # asked with every report
def _overtaking() -> Select[Report]:
    newer = newer_than(bindparam("submitted_at", type_=UTCDateTime), bindparam("assignment_id", type_=Integer))
    return select(Report).where(*newer).order_by(Report.submitted_at.desc(), Report.id.desc()).limit(1)


def newer_than(
    submitted_at: datetime | BindParameter[datetime], assignment_id: int | BindParameter[int] | None
) -> tuple[ColumnElement[bool], ...]:
    """Condition on a report: it says how far that part is, in words newer than those of that moment."""
    return (
        Report.assignment_id == assignment_id,
        Report.state == ReportState.RECORDED,
        Report.submitted_at > submitted_at,
        or_(Report.percent.is_not(None), Report.done.is_not(None)),
    )


def overtaken_by(report: Report) -> int | None:
    """The newer report (its id) that stood when this one was recorded; None if this one moved the part."""
    newer = (report.before or {}).get(_OVERTAKEN)
    return int(newer) if newer is not None else None


def as_overtaken(before: dict[str, object], newer: Report) -> dict[str, object]:
    """What a report keeps of what was before it, if a newer one stands and it is history."""
    return before | {_OVERTAKEN: newer.id}


async def let_stand(session: AsyncSession, row: Activity, assignment: Assignment, undone: Report) -> None:
    """After the newest report was undone, the one before it that had become history because of it counts.

    One that says that the work is done stays history: its person says so anew, and hands the work in by that.
    """
    query = select(Report).where(
        Report.assignment_id == assignment.id,
        Report.state == ReportState.RECORDED,
        Report.counts.is_(True),
        Report.before[_OVERTAKEN].as_integer() == undone.id,
    )
    newest_first = query.order_by(Report.submitted_at.desc(), Report.id.desc())
    every = (await session.scalars(newest_first)).all()
    if not every or every[0].done:
        return
    [report, *others] = every
    recorded_at = (report.before or {})["recorded_at"]
    report.before = snapshot_of(row, assignment) | {"recorded_at": recorded_at}
    advance(row, assignment, report, leads=assignment.position == 0)
    for other in others:
        other.before = as_overtaken(other.before or {}, report)


async def is_last_word(session: AsyncSession, report: Report, assignment: Assignment) -> bool:
    """Whether the part is still where this report put it.

    Reports are not always recorded in the order of their ids, because a draft may be recorded after newer reports.
    Words that count for nothing, or that newer ones had overtaken, can be taken back at any time.
    """
    if not report.counts or overtaken_by(report) is not None:
        return True
    before = report.before or {}
    reported_at = before.get("reported_at")
    newest = max(report.submitted_at, datetime.fromisoformat(reported_at)) if reported_at else report.submitted_at
    if assignment.reported_at != newest:
        return False
    others = select(Report).where(
        Report.assignment_id == assignment.id,
        Report.state == ReportState.RECORDED,
        Report.counts.is_(True),
        Report.id != report.id,
    )
    moved = [one for one in await session.scalars(others) if overtaken_by(one) is None]
    return all(_recorded(one) < _recorded(report) for one in moved)


def _recorded(report: Report) -> tuple[datetime, int]:
    """The order in which reports have moved their part."""
    recorded_at = (report.before or {}).get("recorded_at")
    return datetime.fromisoformat(recorded_at) if recorded_at else report.submitted_at, report.id


async def is_undecided(session: AsyncSession, report: Report) -> bool:
    """Whether no admin has decided on the report's submission, if it made one."""
    query = select(Acceptance.decision).where(Acceptance.report_id == report.id)
    decisions = set(await session.scalars(query))
    return decisions <= {None, Decision.WITHDRAWN}


async def is_handed_in(session: AsyncSession, report: Report) -> bool:
    """Whether the report has handed its activity in, and the submission waits for a decision."""
    query = select(Acceptance.id).where(Acceptance.report_id == report.id, Acceptance.decision.is_(None))
    return await session.scalar(query.limit(1)) is not None


async def withdraw(session: AsyncSession, report: Report, now: datetime) -> None:
    """Withdraw the submission the report made, if it made one."""
    await session.execute(
        update(Acceptance)
        .where(Acceptance.report_id == report.id, Acceptance.decision.is_(None))
        .values(decision=Decision.WITHDRAWN, decided_at=now)
    )
