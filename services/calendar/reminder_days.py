"""Between what is kept of an activity and the pure reminder policy: its window, and its next reminder day."""

from datetime import date, timedelta

from models import Activity, ActivityState, Plan
from services.calendar.deadlines import DeadlineKind, Month, Period
from services.calendar.policy import Window, next_occurrence
from services.calendar.workdays import Workdays

SETTLED = frozenset({ActivityState.DONE, ActivityState.CLOSED})


def period_of(plan: Plan) -> Period:
    """The plan's period."""
    return Period(plan.starts_on, plan.ends_on)


def window_of(activity: Activity) -> Window:
    """When the activity is carried out, an approved extension included."""
    return Window(DeadlineKind(activity.kind), Month.of(activity.starts_on), activity.due_on)


def set_next_reminder(activity: Activity, plan: Plan, workdays: Workdays, after: date) -> None:
    """Set the first day later than `after` on which the calendar speaks of the activity; null when never again."""
    if activity.state in SETTLED:
        activity.next_reminder_on = None
    else:
        activity.next_reminder_on = next_occurrence(window_of(activity), period_of(plan), workdays, after)


def day_before(day: date) -> date:
    """The day before: `set_next_reminder(…, day_before(today))` includes today."""
    return day - timedelta(days=1)
