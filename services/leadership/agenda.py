"""The organisation's meetings: the questions the plan sets for them, and what is open before a given day."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AgendaItem, AppealKind, Plan
from models.database import Database
from services.calendar.deadlines import Month
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.language.days import day_and_rest
from services.language.questions import Span
from services.messages.kinds import QuarterOffered
from services.people.admins import Admins
from services.plan.activities import (
    activities_where,
    by_urgency,
    carried_plans,
    ids_in_force,
    marks_in_force,
    plans_in_force,
)
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reports.decisions import Decisions, WaitingFacts


@dataclass(frozen=True)
class AgendaFacts:
    """A question for the organisation's meetings; months as first days.

    `mark` is that of its plan where several are in force.
    """

    number: int
    text: str
    deadline_text: str
    first_month: date
    last_month: date
    mark: str = ""


@dataclass(frozen=True)
class Quarter:
    """A quarter of the plan (1 to 4) that has ended."""

    plan_id: int
    number: int
    months: tuple[Month, ...]


@dataclass(frozen=True)
class Agenda:
    """All questions of the plan by number; `near` are the next possible days of a meeting.

    `quarter` is the one that ended before this month.
    """

    items: tuple[AgendaFacts, ...]
    today: date
    near: tuple[date, ...]
    quarter: Quarter | None


@dataclass(frozen=True)
class NoSuchDay:
    """The words name no possible day of a meeting."""

    words: str
    near: tuple[date, ...]


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting on `day` has before it, as the plan stands `today`.

    `due` are the activities due by the meeting, `quarter` is the quarter whose report the meeting hears, and `waiting`
    is what waits for a decision.
    """

    day: date
    today: date
    near: tuple[date, ...]
    items: tuple[AgendaFacts, ...]
    overdue: tuple[ActivityFacts, ...]
    due: tuple[ActivityFacts, ...]
    waiting: WaitingFacts
    quarter: Quarter | None

    @property
    def pack(self) -> tuple[ActivityFacts, ...]:
        """What the meeting must deal with: overdue, contested, or with a request for more time; overdue first."""
        contested = [one.activity for one in self.waiting.appeals if one.kind is AppealKind.REFUSAL and one.activity]
        asked = [one.activity for one in self.waiting.extensions]
        return tuple({one.id: one for one in (*self.overdue, *contested, *asked)}.values())


NEAR = 5  # working days offered as the days of a meeting
QUARTER = 3  # months


class Agendas:
    """Prepares meetings. `tell_at` is the local time at which the admins are offered a quarter's report."""

    def __init__(
        self,
        database: Database,
        admins: Admins,
        workdays: Workdays,
        decisions: Decisions,
        *,
        days: LocalDays,
        tell_at: time,
    ) -> None:
        self._database = database
        self._decisions = decisions
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self._tell_at = tell_at

    async def asked(self, words: str, now: datetime) -> Agenda | MeetingFacts | NoSuchDay | None:
        """Answer the words after /agenda with a day's sheet or the whole agenda; None before a plan was loaded."""
        today = self._days.of(now)
        async with self._database.read() as session:
            plans = (await session.scalars(plans_in_force())).all()
            if not plans:
                return None
            if not words:
                return await self._agenda(session, now)
            first, last = min(plan.starts_on for plan in plans), max(plan.ends_on for plan in plans)
            day = read_day(words, Span(first, last, today))
            return NoSuchDay(words, self._near(today)) if day is None else await self._sheet(session, day, now)

    async def agenda(self, now: datetime) -> Agenda:
        """All questions of the plans in force."""
        async with self._database.read() as session:
            return await self._agenda(session, now)

    async def quarter(self, day: date) -> Quarter | None:
        """The quarter of the plan that ended before the month of `day`; None if none did, or the plan is long over."""
        if not _follows_quarter(Month.of(day)):
            return None
        async with self._database.read() as session:
            return await _quarter_before(session, day)

    async def sheet(self, day: date, now: datetime) -> MeetingFacts:
        """What a meeting on `day` has before it, as the plan stands at `now`."""
        async with self._database.read() as session:
            return await self._sheet(session, day, now)

    async def _agenda(self, session: AsyncSession, now: datetime) -> Agenda:
        today = self._days.of(now)
        quarter = await _quarter_before(session, today)
        return Agenda(await agenda_items(session), today, self._near(today), quarter)

    async def _sheet(self, session: AsyncSession, day: date, now: datetime) -> MeetingFacts:
        today, month = self._days.of(now), day.replace(day=1)
        activities = await activities_where(session, today)
        items = await agenda_items(session, AgendaItem.first_month <= month, AgendaItem.last_month >= month)
        open_work = [one for one in activities if one.is_worked_on and one.due_on]
        return MeetingFacts(
            day=day,
            today=today,
            near=self._near(today),
            items=items,
            overdue=by_urgency(one for one in open_work if one.status is Status.OVERDUE),
            due=by_urgency(
                one for one in open_work if one.status is not Status.OVERDUE and one.due_on and one.due_on <= day
            ),
            waiting=await self._decisions.open(session, now),
            quarter=await _quarter_before(session, day),
        )

    def _near(self, today: date) -> tuple[date, ...]:
        return tuple(self._workdays.add(today, count) for count in range(1, NEAR + 1))

    async def offer_quarter(self, now: datetime) -> bool:
        """Offer the admins a quarter's report once, on the first working day after it; whether it was queued now."""
        local = self._days.local(now)
        first = self._workdays.of(Month.of(local.date())).first
        if local < self._days.at(first, self._tell_at):
            return False
        quarter = await self.quarter(local.date())
        if quarter is None:
            return False
        key = f"quarter:{quarter.plan_id}:{quarter.months[0].first_day.isoformat()}"
        return await self._admins.tell_once(self._database, QuarterOffered(), key=key, now=now)


def read_day(words: str, span: Span) -> date | None:
    """Read a day as people write it, without a year in the plan's year; None if the words are not a day alone."""
    day, rest = day_and_rest(words, span)
    return None if rest else day


async def agenda_items(session: AsyncSession, *conditions: ColumnElement[bool]) -> tuple[AgendaFacts, ...]:
    """The questions of the plans in force that meet the conditions, by plan and number."""
    in_turn = Plan.line, Plan.id, AgendaItem.number
    query = select(AgendaItem, Plan.line).join(Plan, Plan.id == AgendaItem.plan_id).where(*conditions)
    query = query.where(AgendaItem.plan_id.in_(ids_in_force())).order_by(*in_turn)
    rows = (await session.execute(query)).all()
    marks = {one.line: one.text for one in await marks_in_force(session)} if rows else {}
    return tuple(
        AgendaFacts(row.number, row.text, row.deadline_text, row.first_month, row.last_month, marks.get(line, ""))
        for row, line in rows
    )


def _follows_quarter(month: Month) -> bool:
    return (month.month - 1) % QUARTER == 0


async def _quarter_before(session: AsyncSession, day: date) -> Quarter | None:
    """The quarter that ended before the month of `day`, of the first plan in force that covers both."""
    documents = carried_plans().where(Plan.paper.is_(None))  # a paper of orders is no plan that a meeting looks at
    plans = (await session.scalars(documents)).all()
    return next((ended for plan in plans if (ended := _ended_quarter(plan, day)) is not None), None)


def _ended_quarter(plan: Plan, day: date) -> Quarter | None:
    month = Month.of(day)
    if not _follows_quarter(month) or day not in plan.period:
        return None
    first, last = month - QUARTER, month - 1
    if first.first_day < plan.starts_on:
        return None
    return Quarter(plan.id, last.month // QUARTER, tuple(Month.range(first, last)))
