"""What lies before a person who opens the bot: their work, and for an admin what waits for a decision."""

from dataclasses import dataclass
from datetime import datetime

from models.database import Database
from services.calendar.local_days import LocalDays
from services.people.accounts import Person
from services.people.linking import unlinked_of
from services.plan.activities import activities_of, by_urgency
from services.plan.figures import ActivityFacts
from services.reports.decisions import Decisions


@dataclass(frozen=True)
class Desk:
    """A person's `activities`, open ones by urgency; for an admin also how many `decisions` wait.

    `unlinked` of the plan's `executors` have no linked account.
    """

    activities: tuple[ActivityFacts, ...]
    decisions: int
    executors: int
    unlinked: int


class Desks:
    """Reads what lies before a person."""

    def __init__(self, database: Database, decisions: Decisions, days: LocalDays) -> None:
        self._database = database
        self._decisions = decisions
        self._days = days

    async def of(self, person: Person, now: datetime) -> Desk:
        """What lies before the person at `now`; the admins' part is read only for admins."""
        async with self._database.read() as session:
            activities = await activities_of(session, person.executor_ids, self._days.of(now))
            decisions, unlinked, executors = 0, 0, 0
            if person.is_admin:
                decisions = (await self._decisions.open(session, now)).count
                unlinked, executors = await unlinked_of(session)
            return Desk(by_urgency(activities), decisions, executors, unlinked)
