"""How a report changes its part and its activity, and how that is undone."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, ActivityState, Assignment, Decision, Report, ReportState
from services.calendar.reminder_days import SETTLED

WORKING = frozenset({ActivityState.NOT_STARTED, ActivityState.IN_PROGRESS, ActivityState.RETURNED})


def advance(row: Activity, assignment: Assignment, report: Report, *, leads: bool) -> None:
    """Update the part, and the activity if it is being worked on; its percent is the lead's."""
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
    row.state = await _state_without(session, row, report)
    if leads and report.before is not None:
        row.percent = report.before["percent"]  # the lead's word alone moves it, and this was the lead's last


async def _state_without(session: AsyncSession, row: Activity, report: Report) -> ActivityState:
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


async def is_last_word(session: AsyncSession, report: Report, assignment: Assignment) -> bool:
    """Whether the part is still where this report put it.

    Reports are not always recorded in the order of their ids, because a draft may be recorded after newer reports.
    Words that count for nothing can be taken back at any time.
    """
    if not report.counts:
        return True
    if assignment.reported_at != report.submitted_at:
        return False
    same_moment = select(Report.id).where(
        Report.assignment_id == assignment.id,
        Report.state == ReportState.RECORDED,
        Report.counts.is_(True),
        Report.submitted_at == report.submitted_at,
        Report.id > report.id,
    )
    return await session.scalar(same_moment.limit(1)) is None


async def is_undecided(session: AsyncSession, report: Report) -> bool:
    """Whether no admin has decided on the report's submission, if it made one."""
    query = select(Acceptance.decision).where(Acceptance.report_id == report.id)
    decisions = set(await session.scalars(query))
    return decisions <= {None, Decision.WITHDRAWN}


async def withdraw(session: AsyncSession, report: Report, now: datetime) -> None:
    """Withdraw the submission the report made, if it made one."""
    await session.execute(
        update(Acceptance)
        .where(Acceptance.report_id == report.id, Acceptance.decision.is_(None))
        .values(decision=Decision.WITHDRAWN, decided_at=now)
    )
