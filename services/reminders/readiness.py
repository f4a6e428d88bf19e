"""Tells the admins whom the plan cannot reach, while there is time to mend it."""

import functools
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select

from models import Activity, Plan
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
        for plan_id, first in await self._database.ask(lambda ask: ask(_first_reminder())):
            if first is not None and self._is_eve(local.date(), first):
                told, key = NotReady(first), f"readiness:{plan_id}"
                return await self._admins.tell_once(self._database, told, key=key, now=now)
        return False

    def _is_eve(self, today: date, first: date) -> bool:
        """Whether today is the last working day before the first reminders, or a day off between the two."""
        eve = first - timedelta(days=1)
        while not self._workdays.is_working(eve) and eve > today:
            eve -= timedelta(days=1)
        return eve <= today < first


@functools.cache  # every tick asks it
def _first_reminder() -> Select[int, date | None]:
    """The first plan that is carried out (id), if there is one, with the day of its next reminder.

    Of a paper beside it these are not the first: whoever is not linked is told of each week.
    """
    own = Activity.plan_id == Plan.id, Activity.is_removed.is_(False)
    first = select(func.min(Activity.next_reminder_on)).where(*own).scalar_subquery()
    return carried_plans().with_only_columns(Plan.id, first).limit(1)
