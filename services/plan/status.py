"""The status shown for an activity, derived from its stored state and the day. Pure."""

import enum
from datetime import date

from models import ActivityState
from models.terms import Rhythm
from services.calendar.deadlines import is_overdue


class Status(enum.StrEnum):
    """The status shown for an activity; on any day it has exactly one."""

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


def was_over(due_on: date | None, given_on: date | None) -> bool:
    """Whether a deadline had passed before the day on which it was given."""
    return due_on is not None and given_on is not None and due_on < given_on


def shown_status(
    state: ActivityState,
    rhythm: Rhythm | None,
    *,
    due_on: date | None,
    done_on: date | None,
    today: date,
    given_on: date | None = None,
) -> Status:
    """The one status of an activity on `today` (local day).

    Order of precedence: decided (closed, done), waiting for a decision (review, even if the deadline passes
    meanwhile), overdue, returned, then the progress of the work. Continuous and regular activities are shown as such if
    none of these applies. What was given (`given_on`) after its deadline is not done late: nobody could be in time.
    """
    if state is ActivityState.DONE:
        late = due_on is not None and done_on is not None and done_on > due_on
        return Status.DONE_LATE if late and not was_over(due_on, given_on) else Status.DONE
    if state in _ENDED:
        return _ENDED[state]
    if is_overdue(due_on, today):
        return Status.OVERDUE
    if state is ActivityState.RETURNED:
        return Status.RETURNED
    if rhythm is not None:
        return Status(rhythm.value)
    return Status.IN_PROGRESS if state is ActivityState.IN_PROGRESS else Status.NOT_STARTED
