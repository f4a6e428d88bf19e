"""Which kept words wait for their author's answer. Pure conditions on reports."""

import functools

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from models import Activity, Assignment, Document, Report, ReportState
from services.reports.handing_in import ASKED
from services.reports.progress import WORKING


@functools.cache  # building it takes longer than asking it, and an idle tick asks several times
def is_waiting() -> tuple[ColumnElement[bool], ...]:
    """Condition on a report: the first draft of a message whose question nobody has answered."""
    earlier = aliased(Report)
    is_of_it = (earlier.chat_id == Report.chat_id) & (earlier.message_id == Report.message_id)
    first = select(earlier.id).where(
        is_of_it, earlier.state == ReportState.DRAFT, earlier.part < Report.part, ~is_overtaken(earlier)
    )
    return (
        Report.state == ReportState.DRAFT,
        # What was chosen by a button leaves nothing behind, unless a document is to follow.
        or_(Report.message_id.is_not(None), select(Document.id).where(Document.report_id == Report.id).exists()),
        ~first.exists(),
        ~is_overtaken(Report),
    )


@functools.cache
def is_unplaced() -> tuple[ColumnElement[bool], ...]:
    """The same, where it is asked what the words are about: of a hand-in that waits that is known, and said apart."""
    of = Assignment.id == Report.assignment_id, Assignment.position == 0, Assignment.is_removed.is_(False)
    worked_on = select(Assignment.id).join(Activity, Activity.id == Assignment.activity_id)
    worked_on = worked_on.where(*of, Activity.state.in_(WORKING))
    return (*is_waiting(), or_(Report.before[ASKED].as_boolean().is_not(True), ~worked_on.exists()))


@functools.cache
def is_overtaken(report: type[Report]) -> ColumnElement[bool]:
    """Condition on a report: newer words of the same part say how far it is, so that it would only be history."""
    newer = aliased(Report)
    is_of_it = (newer.assignment_id == report.assignment_id) & (newer.submitted_at > report.submitted_at)
    says = or_(newer.percent.is_not(None), newer.done.is_not(None))
    return select(newer.id).where(is_of_it, newer.state == ReportState.RECORDED, says).exists()
