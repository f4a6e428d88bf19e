"""Between what is kept of an activity and the pure reminder policy: its next reminder day."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Plan
from services.calendar.policy import next_occurrence
from services.calendar.workdays import Workdays

SETTLED = frozenset({ActivityState.DONE, ActivityState.CLOSED})


def set_next_reminder(activity: Activity, plan: Plan, workdays: Workdays, after: date) -> None:
    """Set the first day later than `after` on which the calendar speaks of the activity; null when never again."""
    if activity.state in SETTLED:
        activity.next_reminder_on = None
    else:
        activity.next_reminder_on = next_occurrence(activity.window, plan.period, workdays, after)


async def follow(session: AsyncSession, activity: Activity, workdays: Workdays, today: date) -> None:
    """Reminders follow the activity's new standing from today on (what was said today is not said again)."""
    plan = await session.get_one(Plan, activity.plan_id)
    set_next_reminder(activity, plan, workdays, day_before(today))


def day_before(day: date) -> date:
    """The day before: `set_next_reminder(…, day_before(today))` includes today."""
    return day - timedelta(days=1)
