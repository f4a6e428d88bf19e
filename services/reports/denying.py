"""A later report that work is not done: it withdraws the claim that it is, and leaves the earlier report as history."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, ActivityState, Assignment, Decision, Report, ReportState
from services.calendar.reminder_days import SETTLED
from services.language.reading.short_answers import says_not_begun
from services.reports.mending import WHOLE
from services.reports.progress import state_without, withdraw

_CLAIM = "claim"


def claim_of(report: Report) -> int | None:
    """The earlier report (its id) whose claim this one denied; None if it denied none."""
    claim = (report.before or {}).get(_CLAIM)
    return int(claim) if claim is not None else None


async def deny(session: AsyncSession, row: Activity, assignment: Assignment, report: Report, now: datetime) -> None:
    """Take the part, and work that awaits acceptance, back to where they were before they were said to be done."""
    claims = await _claims(session, row, assignment, report)
    if not claims or report.before is None:
        return
    report.before = report.before | {_CLAIM: claims[0].id}
    first = claims[-1].before or {}
    assignment.done, assignment.percent = False, first["part_percent"]
    if assignment.position != 0:
        return
    row.percent = first["percent"]
    if row.state is ActivityState.REVIEW:
        for claim in claims:  # the one that handed it in
            await withdraw(session, claim, now)
        is_begun = not says_not_begun(report.text)
        row.state = ActivityState.IN_PROGRESS if is_begun else await state_without(session, row, claims[-1])


async def _claims(session: AsyncSession, row: Activity, assignment: Assignment, report: Report) -> list[Report]:
    """The reports that the part is done, if that stands and the new report says otherwise.

    The last one and, if it only said so again, those before it, to the first.
    """
    denies = report.done is False or (report.percent not in (None, WHOLE) and not report.done)
    if not denies or not assignment.done or row.rhythm is not None or row.state in SETTLED:
        return []
    await session.flush()  # the new report has no id before
    done = (Report.assignment_id == assignment.id, Report.state == ReportState.RECORDED, Report.done.is_(True))
    query = select(Report).where(*done, Report.id != report.id)
    claims: list[Report] = []
    for claim in await session.scalars(query.order_by(Report.submitted_at.desc(), Report.id.desc())):
        if claim.before is not None:
            claims.append(claim)
        if not (claim.before or {}).get("part_done"):
            break
    return claims


async def claim_again(session: AsyncSession, row: Activity, assignment: Assignment, denial: Report) -> None:
    """Undo a denial: what it denied stands again, unless somebody has reported or decided since."""
    claim_id, before = claim_of(denial), denial.before or {}
    claim = await session.get(Report, claim_id) if claim_id is not None else None
    reported_at = assignment.reported_at.isoformat() if assignment.reported_at else None
    if claim is None or claim.state is not ReportState.RECORDED or reported_at != before["reported_at"]:
        return
    assignment.percent, assignment.done = before["part_percent"], before["part_done"]
    if assignment.position != 0 or row.state in SETTLED:
        return
    row.percent = before["percent"]
    waits = select(Acceptance.id).where(Acceptance.activity_id == row.id, Acceptance.decision.is_(None))
    if before["state"] == ActivityState.REVIEW and await session.scalar(waits.limit(1)) is None:
        row.state = ActivityState.REVIEW
        said = Report.assignment_id == assignment.id, Report.state == ReportState.RECORDED, Report.done.is_(True)
        own = Acceptance.report_id.in_(select(Report.id).where(*said)), Acceptance.decision == Decision.WITHDRAWN
        newest = select(Acceptance.id).where(*own).order_by(Acceptance.id.desc()).limit(1).scalar_subquery()
        await session.execute(update(Acceptance).where(Acceptance.id == newest).values(decision=None, decided_at=None))
