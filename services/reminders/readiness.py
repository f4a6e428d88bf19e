"""Tells the admins whom the plan cannot reach, while there is time to mend it."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from models import Activity
from models.database import Database
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.messages.kinds import NotReady
from services.people.admins import Admins
from services.plan.activities import carried_plans


class Readiness:
    """Tells the admins once, on the working day before the first reminders, at `tell_at` (local)."""

    def __init__(
        self, database: Database, admins: Admins, workdays: Workdays, *, days: LocalDays, tell_at: time
    ) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self._tell_at = tell_at

    async def tell_admins(self, now: datetime) -> bool:
        """Queue the message for the admins; whether it was queued now. Its contents are found when it is sent."""
        local = self._days.local(now)
        if local.time() < self._tell_at:
            return False
        async with self._database.read() as session:
            plan = next(iter(await session.scalars(carried_plans())), None)
            # Of a paper beside the first plan these are not the first: whoever is not linked is told of each week.
            query = select(func.min(Activity.next_reminder_on)).where(Activity.is_removed.is_(False))
            first = None if plan is None else await session.scalar(query.where(Activity.plan_id == plan.id))
        if plan is None or first is None or not self._is_eve(local.date(), first):
            return False
        return await self._admins.tell_once(self._database, NotReady(first), key=f"readiness:{plan.id}", now=now)

    def _is_eve(self, today: date, first: date) -> bool:
        """Whether today is the last working day before the first reminders, or a day off between the two."""
        eve = first - timedelta(days=1)
        while not self._workdays.is_working(eve) and eve > today:
            eve -= timedelta(days=1)
        return eve <= today < first
