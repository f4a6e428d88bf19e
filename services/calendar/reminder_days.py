"""The next reminder day of an activity, stored in its row."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Plan
from services.calendar.policy import next_occurrence
from services.calendar.workdays import Workdays

SETTLED = frozenset({ActivityState.DONE, ActivityState.CLOSED})


def set_next_reminder(activity: Activity, plan: Plan, workdays: Workdays, after: date) -> None:
    """Set the first day later than `after` with a reminder about the activity; null if none is left."""
    if activity.state in SETTLED:
        activity.next_reminder_on = None
    else:
        activity.next_reminder_on = next_occurrence(activity.window, plan.period, workdays, after)


async def follow(session: AsyncSession, activity: Activity, workdays: Workdays, today: date) -> None:
    """Recompute the activity's reminders from today on (those already sent today are not repeated)."""
    plan = await session.get_one(Plan, activity.plan_id)
    set_next_reminder(activity, plan, workdays, day_before(today))


def day_before(day: date) -> date:
    """The day before, so that `set_next_reminder(…, day_before(today))` includes today."""
    return day - timedelta(days=1)
