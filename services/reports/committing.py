"""Keeps what a report promises and what it says hinders, within the report's transaction."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Assignment, Obstacle, Promise, Report
from services import audit
from services.calendar.workdays import Workdays
from services.language.reading.obstacles import Hindrance, hindrance_in
from services.language.reading.promises import Promise as ReadPromise
from services.language.reading.sayings import helper_in
from services.messages.kinds import ObstacleRaised
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.figures import ActivityFacts
from services.reports.commitments import LONGEST, may_be_hindered, open_obstacles, promised_in


class Committing:
    """What one person says of their work beside how far it is, in one transaction."""

    def __init__(self, session: AsyncSession, admins: Admins, workdays: Workdays, by: Person, now: datetime) -> None:
        self._session = session
        self._admins = admins
        self._workdays = workdays
        self._by = by
        self._now = now

    async def keep(
        self, report: Report, activity: ActivityFacts, *, hinders: bool = False, is_new: bool = False
    ) -> bool:
        """Keep what a report that was just recorded, edited or added to promises, and what it says hinders.

        Whether there was anything to keep. `is_new`: the report was made just now, and nothing has been kept of it.

        `hinders`: its words answer the question what hinders. What a button took away is not kept again; words that
        were edited take the place of what they said before.
        """
        hindrance = hindrance_in(report.text) if report.source is None else None
        is_told = hinders and report.percent is None
        promised = promised_in(report.text, activity, report.submitted_on)
        if is_new and hindrance is None and promised is None and not is_told:
            return False
        await self._keep_promise(report, activity)
        await self._keep_obstacle(report, activity, Hindrance.SURE if is_told else hindrance)
        if hindrance is Hindrance.GONE and report.assignment_id is not None:
            await self.end(report.assignment_id, activity.id, report_id=report.id)
        await self._session.flush()
        return True

    async def _keep_promise(self, report: Report, activity: ActivityFacts) -> None:
        is_own = report.source is None and not report.done
        promised = await self._promised(report, activity) if is_own else None
        made = select(Promise).where(Promise.report_id == report.id).order_by(Promise.id.desc()).limit(1)
        row = await self._session.scalar(made)
        if row is None:
            if promised is not None and promised.is_certain and may_be_hindered(activity):
                await self.promise(report, activity, promised.day)
            return
        row.assignment_id = report.assignment_id or row.assignment_id
        is_read = row.withdrawn_at is None and not row.is_chosen
        if is_read and not report.done and (promised is None or promised.day != row.promised_on):
            self._set_day(row, promised.day if promised is not None and promised.is_certain else None)

    async def _promised(self, report: Report, activity: ActivityFacts) -> ReadPromise | None:
        executor = select(Assignment.executor_id).where(Assignment.id == report.assignment_id).scalar_subquery()
        numbers = select(Activity.number).join(Assignment, Assignment.activity_id == Activity.id)
        own = await self._session.scalars(
            numbers.where(Assignment.executor_id == executor, Assignment.is_removed.is_(False))
        )
        return promised_in(report.text, activity, report.submitted_on, set(own))

    async def _keep_obstacle(self, report: Report, activity: ActivityFacts, hindrance: Hindrance | None) -> None:
        raised = select(Obstacle).where(Obstacle.report_id == report.id).order_by(Obstacle.id.desc()).limit(1)
        row = await self._session.scalar(raised)
        if row is None:
            if hindrance is Hindrance.SURE and not report.done and may_be_hindered(activity):
                await self.raise_obstacle(report, activity)
            return
        row.assignment_id = report.assignment_id or row.assignment_id
        if row.withdrawn_at is None and hindrance is not Hindrance.GONE and row.text != report.text[:LONGEST]:
            was_read = hindrance_in(row.text) is Hindrance.SURE
            row.text = report.text[:LONGEST]
            if was_read and hindrance is not Hindrance.SURE:
                row.withdrawn_at = self._now

    async def promise(self, report: Report, activity: ActivityFacts, day: date, *, is_chosen: bool = False) -> None:
        """Keep a promise that the report makes of its part, or whose day was chosen under it by a button."""
        row = Promise(
            assignment_id=report.assignment_id,
            account_id=report.account_id,
            report_id=report.id,
            said_at=self._now,
            said_on=report.submitted_on,
            is_chosen=is_chosen,
        )
        self._set_day(row, day)
        self._session.add(row)
        self._note("promise.made", activity.id, {"day": day.isoformat()})

    def _set_day(self, row: Promise, day: date | None) -> None:
        """Give the promise its day and those of its reminders; without a day it is taken away."""
        if day is None:
            row.withdrawn_at = self._now
            return
        told = self._workdays.previous_working(day)
        row.promised_on = day
        row.tell_on = told if told > row.said_on else None  # on the day of saying nobody is reminded of it
        row.ask_on = self._workdays.add(day, 1)

    async def raise_obstacle(self, report: Report, activity: ActivityFacts) -> None:
        """Keep what hinders the report's part; the admins are told, unless something hindered it already."""
        is_known = bool(await open_obstacles(self._session, Assignment.id == report.assignment_id))
        row = Obstacle(
            assignment_id=report.assignment_id,
            account_id=report.account_id,
            report_id=report.id,
            text=report.text[:LONGEST],
            helper=helper_in(report.text)[:LONGEST] or None,
            raised_at=self._now,
            raised_on=report.submitted_on,
        )
        self._session.add(row)
        await self._session.flush()
        self._note("obstacle.raised", activity.id, {"reason": row.text})
        if not is_known:
            await self._admins.tell(self._session, ObstacleRaised(row.id), key=f"obstacle:{row.id}", now=self._now)

    async def end(self, assignment_id: int, activity_id: int, *, report_id: int | None = None) -> None:
        """Everything that hinders the part is gone, as the person or their report (id) says."""
        ended = (
            update(Obstacle)
            .where(Obstacle.assignment_id == assignment_id, Obstacle.gone_at.is_(None), Obstacle.withdrawn_at.is_(None))
            .values(gone_at=self._now, gone_by=self._by.telegram_id, gone_report_id=report_id)
            .returning(Obstacle.id)
        )
        if (await self._session.scalars(ended)).all():
            self._note("obstacle.gone", activity_id)

    async def unsay(self, report: Report) -> None:
        """What a report that is being taken back had ended hinders again."""
        reopened = update(Obstacle).where(Obstacle.gone_report_id == report.id)
        await self._session.execute(reopened.values(gone_at=None, gone_by=None, gone_report_id=None))

    def _note(self, action: str, activity_id: int, after: dict[str, object] | None = None) -> None:
        subject = audit.activity(activity_id)
        audit.note(self._session, action, subject, actor=self._by.telegram_id, now=self._now, after=after)
