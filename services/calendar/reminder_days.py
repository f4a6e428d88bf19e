"""The next reminder day of an activity, stored in its row."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Plan
from services.calendar import day_policy
from services.calendar.occurrences import Item
from services.calendar.workdays import Workdays

SETTLED = frozenset({ActivityState.DONE, ActivityState.CLOSED})


def item_of(activity: Activity) -> Item:
    """What is to be done, and by when, as it stands now: an extension has moved the due day."""
    return Item(
        label=None,
        first=activity.starts_on,
        due=activity.due_on,
        precision=activity.precision,
        rhythm=activity.rhythm,
        is_unset=activity.due_on is None and activity.rhythm is None and activity.after is None,
        awaits=activity.after["anchor"] if activity.after is not None and activity.due_on is None else None,
    )


def set_next_reminder(activity: Activity, plan: Plan, workdays: Workdays, after: date) -> None:
    """Set the first day later than `after` with a reminder about the activity; null if none is left."""
    if activity.state in SETTLED:
        activity.next_reminder_on = None
    else:
        activity.next_reminder_on = day_policy.next_reminder(item_of(activity), plan.period, workdays, after=after)


async def follow(session: AsyncSession, activity: Activity, workdays: Workdays, today: date) -> None:
    """Recompute the activity's reminders from today on (those already sent today are not repeated)."""
    plan = await session.get_one(Plan, activity.plan_id)
    set_next_reminder(activity, plan, workdays, day_before(today))


def day_before(day: date) -> date:
    """The day before, so that `set_next_reminder(…, day_before(today))` includes today."""
    return day - timedelta(days=1)
