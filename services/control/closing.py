"""Taking an activity off control: the one way in which work is closed, by itself or with what it is a part of."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState
from services import audit
from services.calendar.reminder_days import SETTLED, follow
from services.calendar.workdays import Workdays
from services.people.accounts import Person
from services.plan.figures import ActivityFacts


class Closed(NamedTuple):
    """What the audit keeps of before and after."""

    before: Mapping[str, object]
    after: Mapping[str, object]


async def close(
    session: AsyncSession,
    activity: ActivityFacts,
    reason: str,
    workdays: Workdays,
    *,
    stays: Collection[ActivityState] = SETTLED,
) -> Closed | None:
    """Close the activity for a reason; it is asked about no more. None if it is in a state in which it `stays`."""
    row = await session.get_one(Activity, activity.id, populate_existing=True)
    was = row.state
    still = update(Activity).where(Activity.id == activity.id, Activity.state.not_in(stays)).returning(Activity.id)
    closed = {"closed_state": Activity.state, "closed_reason": reason, "state": ActivityState.CLOSED}
    if await session.scalar(still.values(**closed)) is None:
        return None
    await session.refresh(row)
    await follow(session, row, workdays, activity.today)
    return Closed({"state": str(was)}, {"state": str(row.state), "reason": reason})


def note_closed(session: AsyncSession, activity: ActivityFacts, closed: Closed, by: Person, now: datetime) -> None:
    """Write it to the audit."""
    subject = audit.activity(activity.id)
    audit.note(
        session, "activity.closed", subject, actor=by.telegram_id, now=now, before=closed.before, after=closed.after
    )
