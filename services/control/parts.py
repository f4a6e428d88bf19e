"""The terms of co-executors' own parts: set or taken away by the activity's lead or an admin."""

import enum
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Assignment, Decision, Extension
from models.database import Database
from models.terms import Month
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import follow, precision_of
from services.calendar.workdays import Workdays
from services.messages import outbox
from services.messages.kinds import PartTermSet
from services.people.accounts import Person, accounts_of
from services.plan.activities import read_activity
from services.plan.figures import ActivityFacts, Part

MONTHS = 4  # offered, the latest before the deadline
DAYS_BEFORE = (10, 5)  # working days before the deadline, offered as well


class TermProblem(enum.Enum):
    """Why a part cannot have the term."""

    NOT_THEIRS = enum.auto()
    NO_DEADLINE = enum.auto()
    PAST = enum.auto()
    TOO_LATE = enum.auto()


@dataclass(frozen=True)
class PartTerm:
    """A co-executor's part, with the day that its term had before a change; `offers` are days that it could have."""

    activity: ActivityFacts
    part: Part
    before: date | None = None
    offers: tuple[date, ...] = ()


class Parts:
    """Reads and changes the terms of parts. `days` counts local days."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days

    async def of(self, activity_id: int, by: Person, now: datetime) -> ActivityFacts | None:
        """The activity, if the person may set the terms of its parts."""
        async with self._database.read() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
        return activity if activity is not None and may_set_terms(activity, by) else None

    async def term(self, activity_id: int, assignment_id: int, by: Person, now: datetime) -> PartTerm | None:
        """A part, and the days that may be its term; None if it is none of which the person decides."""
        activity = await self.of(activity_id, by, now)
        part = _co_executor(activity, assignment_id)
        if activity is None or part is None:
            return None
        return PartTerm(activity, part, activity.own_due(part), self._offers(activity))

    async def set_term(
        self, activity_id: int, assignment_id: int, until: date | None, by: Person, now: datetime
    ) -> PartTerm | TermProblem:
        """Give the part this term, or (None) that of its activity; its executor is told, and reminded by it.

        A month's last day is reminded of as whole months are.
        """
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            part = _co_executor(activity, assignment_id)
            if activity is None or part is None or not may_set_terms(activity, by):
                return TermProblem.NOT_THEIRS
            if (problem := problem_of(activity, until)) is not None:
                return problem
            before = part.due_on
            if before == until:
                return PartTerm(activity, part, before)
            changed = update(Assignment).where(Assignment.id == assignment_id)
            await session.execute(
                changed.values(due_on=until, precision=precision_of(until), set_by=by.account_id if until else None)
            )
            await _answer_requests(session, assignment_id, until, by, now)
            row = await session.get_one(Activity, activity_id)
            await follow(session, row, self._workdays, self._days.of(now), told=True)
            audit.note(
                session,
                "part.term",
                audit.activity(activity_id),
                actor=by.telegram_id,
                now=now,
                before={"due_on": before.isoformat() if before else None},
                after={"due_on": until.isoformat() if until else None, "executor": part.executor.name},
            )
            accounts = await accounts_of(session, [part.executor.id])
            await outbox.owe_accounts(
                session,
                [account for account in accounts if account[0] != by.account_id],
                PartTermSet(activity_id, assignment_id, until, by.name),
                key=f"part_term:{assignment_id}:{until}:{now.isoformat()}",
                now=now,
            )
            await session.flush()
            session.expire_all()
            activity = await read_activity(session, activity_id, self._days.of(now)) or activity
            return PartTerm(activity, _co_executor(activity, assignment_id) or part, before)

    def _offers(self, activity: ActivityFacts) -> tuple[date, ...]:
        """Days before the deadline that are still ahead: ends of months, and some working days before it."""
        due, today = activity.due_on, activity.today
        if due is None:
            return ()
        months = [Month.of(due) - back for back in range(1, MONTHS + 1)]
        days = {month.last_day for month in months if month >= Month.of(activity.starts_on)}
        days |= {self._workdays.add(self._workdays.previous_working(due), -back) for back in DAYS_BEFORE}
        return tuple(sorted(day for day in days if today < day < due))


async def _answer_requests(
    session: AsyncSession, assignment_id: int, until: date | None, by: Person, now: datetime
) -> None:
    """A request for just this term, or an earlier one, is granted by setting it."""
    asked = update(Extension).where(
        Extension.assignment_id == assignment_id, Extension.is_of_part.is_(True), Extension.decision.is_(None)
    )
    granted = asked if until is None else asked.where(Extension.to_due <= until)
    await session.execute(
        granted.values(decision=Decision.APPROVED, decided_at=now, decided_by=by.telegram_id, decider=by.name)
    )


def may_set_terms(activity: ActivityFacts, by: Person) -> bool:
    """Whether the person leads the activity, or is an admin; and there is a co-executor and a deadline."""
    return may_have_terms(activity) and (by.is_admin or activity.lead.executor.id in by.executor_ids)


def may_have_terms(activity: ActivityFacts) -> bool:
    """Whether its parts may have terms of their own: it has co-executors and a deadline, and is worked on."""
    return bool(activity.parts[1:]) and activity.due_on is not None and _is_worked_on(activity)


def problem_of(activity: ActivityFacts, until: date | None) -> TermProblem | None:
    """Why a part of the activity cannot have this term; None if it can."""
    if activity.due_on is None or not _is_worked_on(activity):
        return TermProblem.NO_DEADLINE
    if until is None:
        return None
    if until < activity.today:
        return TermProblem.PAST
    return TermProblem.TOO_LATE if until > activity.due_on else None


def _is_worked_on(activity: ActivityFacts) -> bool:
    return activity.is_worked_on


def _co_executor(activity: ActivityFacts | None, assignment_id: int) -> Part | None:
    parts = activity.parts[1:] if activity is not None else ()
    return next((part for part in parts if part.assignment_id == assignment_id), None)
