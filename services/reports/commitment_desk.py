"""Obstacles and promises by button."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Assignment, Obstacle, Promise, Report, ReportState
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.activities import read_activity
from services.plan.figures import ActivityFacts
from services.reports.commitments import LONGEST, ObstacleFacts, may_be_hindered, open_obstacles
from services.reports.committing import Committing

FARTHEST = timedelta(days=366)  # a promised day
FEW_WORDS = 5  # that name somebody; more of them propose something


class CommitmentDesk:
    """Obstacles and promises by button; what is not the person's own is None."""

    def __init__(self, database: Database, admins: Admins, workdays: Workdays, days: LocalDays) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days

    async def obstacle(self, obstacle_id: int, now: datetime) -> tuple[ObstacleFacts, ActivityFacts] | None:
        """What hinders, while it does."""
        async with self._database.read() as session:
            row = await session.get(Obstacle, obstacle_id)
            if row is None:
                return None
            found = await open_obstacles(session, Assignment.id == row.assignment_id)
            activity = await read_activity(session, found[0].activity_id, self._days.of(now)) if found else None
            return None if activity is None else (found[0], activity)

    async def withdraw_promise(self, report_id: int, by: Person, now: datetime) -> bool:
        """The words of the person's report were no promise; False if there is none of theirs."""
        async with self._database.write() as session:
            taken = (
                update(Promise)
                .where(Promise.report_id == report_id, Promise.account_id == by.account_id)
                .where(Promise.withdrawn_at.is_(None))
                .values(withdrawn_at=now)
                .returning(Promise.assignment_id)
            )
            return await self._noted(session, await session.scalar(taken), "promise.withdrawn", by, now)

    async def promise(self, report_id: int, day: date, by: Person, now: datetime) -> bool:
        """The person promises this day, under their report; what its words promised counts no more."""
        async with self._database.write() as session:
            report, activity = await self._own(session, report_id, by, now)
            is_open = report is not None and activity is not None and may_be_hindered(activity)
            if (
                report is None
                or activity is None
                or not is_open
                or not activity.today <= day <= activity.today + FARTHEST
            ):
                return False
            await session.execute(
                update(Promise).where(Promise.report_id == report_id).values(withdrawn_at=now, report_id=None)
            )
            await self._committing(session, by, now).promise(report, activity, day, is_chosen=True)
            return True

    async def withdraw_obstacle(self, report_id: int, by: Person, now: datetime) -> bool:
        """Nothing hinders, whatever the person's report was read as; False if there is nothing of theirs."""
        async with self._database.write() as session:
            taken = (
                update(Obstacle)
                .where(Obstacle.report_id == report_id, Obstacle.account_id == by.account_id)
                .where(Obstacle.withdrawn_at.is_(None))
                .values(withdrawn_at=now)
                .returning(Obstacle.assignment_id)
            )
            return await self._noted(session, await session.scalar(taken), "obstacle.withdrawn", by, now)

    async def raise_in_words(self, report_id: int, by: Person, now: datetime) -> bool:
        """The words of the person's report are what hinders."""
        async with self._database.write() as session:
            report, activity = await self._own(session, report_id, by, now)
            if report is None or activity is None or not may_be_hindered(activity):
                return False
            known = await session.scalar(
                select(Obstacle.id).where(Obstacle.report_id == report_id, Obstacle.withdrawn_at.is_(None))
            )
            if known is None:
                await self._committing(session, by, now).raise_obstacle(report, activity)
            return True

    async def add_details(self, report_id: int, words: str, by: Person, now: datetime) -> bool:
        """Who could help, and what is proposed, in one answer: its first line or a few words name somebody."""
        first, _, rest = words.strip().partition("\n")
        is_name = bool(rest.strip()) or len(first.split()) < FEW_WORDS
        helper, proposal = (first, rest) if is_name else ("", words)
        values = {"helper": helper.strip()[:LONGEST] or None, "proposal": proposal.strip()[:LONGEST] or None}
        async with self._database.write() as session:
            added = (
                update(Obstacle)
                .where(Obstacle.report_id == report_id, Obstacle.account_id == by.account_id)
                .where(Obstacle.withdrawn_at.is_(None))
                .values(**values)
                .returning(Obstacle.assignment_id)
            )
            return await self._noted(session, await session.scalar(added), "obstacle.detailed", by, now)

    async def end(self, assignment_id: int, by: Person, now: datetime, *, is_admin: bool) -> int | None:
        """Nothing hinders the part any more, as its officer or an admin says; the activity (id), or None."""
        async with self._database.write() as session:
            assignment = await session.get(Assignment, assignment_id)
            if assignment is None or not (is_admin or assignment.executor_id in by.executor_ids):
                return None
            activity = await read_activity(session, assignment.activity_id, self._days.of(now))
            if activity is None:
                return None
            await self._committing(session, by, now).end(assignment_id, activity.id)
            return activity.id

    async def _own(
        self, session: AsyncSession, report_id: int, by: Person, now: datetime
    ) -> tuple[Report | None, ActivityFacts | None]:
        """The person's own report that is recorded on a part that is still theirs."""
        report = await session.get(Report, report_id)
        if report is None or report.account_id != by.account_id or report.state is not ReportState.RECORDED:
            return None, None
        assignment = await session.get_one(Assignment, report.assignment_id)
        if assignment.executor_id not in by.executor_ids:
            return None, None
        return report, await read_activity(session, assignment.activity_id, self._days.of(now))

    async def _noted(
        self, session: AsyncSession, assignment_id: int | None, action: str, by: Person, now: datetime
    ) -> bool:
        if assignment_id is None:
            return False
        assignment = await session.get_one(Assignment, assignment_id)
        audit.note(session, action, audit.activity(assignment.activity_id), actor=by.telegram_id, now=now)
        return True

    def _committing(self, session: AsyncSession, by: Person, now: datetime) -> Committing:
        return Committing(session, self._admins, self._workdays, by, now)
