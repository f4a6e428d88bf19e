"""The status shown of an activity, derived from what is kept and the day it is asked on. Pure."""

import enum
from datetime import date

from models import ActivityState
from services.calendar.deadlines import DeadlineKind, is_overdue


class Status(enum.StrEnum):
    """What is shown of an activity; every activity is in exactly one of these on any day."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REVIEW = "review"
    RETURNED = "returned"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"
    CONTINUOUS = "continuous"
    REGULAR = "regular"
    CLOSED = "closed"


FINISHED = frozenset({Status.DONE, Status.DONE_LATE, Status.CLOSED})

_ENDED = {ActivityState.CLOSED: Status.CLOSED, ActivityState.REVIEW: Status.REVIEW}


def shown_status(
    state: ActivityState, kind: DeadlineKind, *, due_on: date | None, done_on: date | None, today: date
) -> Status:
    """The one status of an activity on `today` (local day).

    Order of precedence: what is decided (closed, done), what waits for a decision (review: nobody's fault that the
    day passed meanwhile), overdue, returned, then how the work stands. Continuous and regular activities are named
    so as long as nothing else is to be said of them.
    """
    if state is ActivityState.DONE:
        late = due_on is not None and done_on is not None and done_on > due_on
        return Status.DONE_LATE if late else Status.DONE
    if state in _ENDED:
        return _ENDED[state]
    if is_overdue(due_on, today):
        return Status.OVERDUE
    if state is ActivityState.RETURNED:
        return Status.RETURNED
    if due_on is None:
        return Status(kind)
    return Status.IN_PROGRESS if state is ActivityState.IN_PROGRESS else Status.NOT_STARTED
