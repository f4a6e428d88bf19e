"""The organisation's meetings: the plan's questions for them, and what stands open before a chosen day."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AgendaItem, Plan
from models.database import Database
from services.calendar.deadlines import Month
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.messages.kinds import QuarterOffered
from services.people.admins import Admins
from services.plan.activities import activities_where, by_urgency, carried_plan, newest_plan
from services.plan.figures import ActivityFacts
from services.plan.status import Status


@dataclass(frozen=True)
class AgendaFacts:
    """A question for the organisation's meetings; months as first days."""

    number: int
    text: str
    deadline_text: str
    first_month: date
    last_month: date


@dataclass(frozen=True)
class Quarter:
    """A quarter of the plan (1 to 4) that has ended."""

    plan_id: int
    number: int
    months: tuple[Month, ...]


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting on `day` has before it, as the plan stands `today`.

    `due` falls due by the meeting; `quarter` is the one whose report is on its table.
    """

    day: date
    today: date
    items: tuple[AgendaFacts, ...]
    overdue: tuple[ActivityFacts, ...]
    due: tuple[ActivityFacts, ...]
    quarter: Quarter | None


NEAR = 5  # working days offered as the days of a meeting
QUARTER = 3  # months


class Meetings:
    """What meetings are about. `tell_at` is the local time at which the admins are offered a quarter's report."""

    def __init__(
        self, database: Database, admins: Admins, workdays: Workdays, *, days: LocalDays, tell_at: time
    ) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self._tell_at = tell_at

    async def items(self) -> tuple[AgendaFacts, ...]:
        """All questions of the plan in force, by number."""
        async with self._database.read() as session:
            return await agenda_items(session)

    def near_days(self, today: date) -> tuple[date, ...]:
        """The next days on which a meeting may be."""
        return tuple(self._workdays.add(today, count) for count in range(1, NEAR + 1))

    async def quarter(self, day: date) -> Quarter | None:
        """The quarter of the plan that ended before the month of `day`; None where none ended then, or after it all."""
        async with self._database.read() as session:
            plan = await session.scalar(carried_plan())
        return None if plan is None else _ended_quarter(plan, day)

    async def sheet(self, day: date, now: datetime) -> MeetingFacts:
        """What a meeting on `day` has before it, as the plan stands at `now`."""
        today, month = self._days.of(now), day.replace(day=1)
        async with self._database.read() as session:
            plan = await session.scalar(carried_plan())
            activities = await activities_where(session, today)
            items = await agenda_items(session, AgendaItem.first_month <= month, AgendaItem.last_month >= month)
        open_work = [one for one in activities if one.is_open and one.due_on and one.status is not Status.REVIEW]
        return MeetingFacts(
            day=day,
            today=today,
            items=items,
            overdue=by_urgency(one for one in open_work if one.status is Status.OVERDUE),
            due=by_urgency(
                one for one in open_work if one.status is not Status.OVERDUE and one.due_on and one.due_on <= day
            ),
            quarter=None if plan is None else _ended_quarter(plan, day),
        )

    async def offer_quarter(self, now: datetime) -> bool:
        """Offer the admins a quarter's report, once, on the first working day after it; whether it was queued now."""
        local = self._days.local(now)
        first = self._workdays.of(Month.of(local.date())).first
        if local < self._days.at(first, self._tell_at):
            return False
        quarter = await self.quarter(local.date())
        if quarter is None:
            return False
        key = f"quarter:{quarter.plan_id}:{quarter.months[0].first_day.isoformat()}"
        return await self._admins.tell_once(self._database, QuarterOffered(), key=key, now=now)


async def agenda_items(session: AsyncSession, *conditions: ColumnElement[bool]) -> tuple[AgendaFacts, ...]:
    """Questions of the plan in force that meet the conditions, by number."""
    query = select(AgendaItem).where(AgendaItem.plan_id == newest_plan(), *conditions).order_by(AgendaItem.number)
    return tuple(
        AgendaFacts(row.number, row.text, row.deadline_text, row.first_month, row.last_month)
        for row in await session.scalars(query)
    )


def _ended_quarter(plan: Plan, day: date) -> Quarter | None:
    month = Month.of(day)
    if (month.month - 1) % QUARTER or day not in plan.period:
        return None
    first, last = month - QUARTER, month - 1
    if first.first_day < plan.starts_on:
        return None
    return Quarter(plan.id, last.month // QUARTER, tuple(Month.range(first, last)))
