"""The deadlines in people's phones: which events each person was given, and what has changed since."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, CalendarEvent
from models.database import Database
from services.calendar.local_days import LocalDays
from services.people.accounts import Person
from services.plan.activities import activities_of, by_urgency, carried_plans
from services.plan.figures import ActivityFacts
from services.plan.short_names import called


@dataclass(frozen=True)
class Deadline:
    """An event of a calendar file: an activity (id, number and short name) that is due on a local day.

    `activity` is None once the deadline is no longer the person's: the event is cancelled.
    """

    activity_id: int
    number: int
    name: str
    due_on: date
    sequence: int
    activity: ActivityFacts | None = None

    @property
    def written_number(self) -> str:
        """The number as people read it."""
        return self.activity.written_number if self.activity is not None else str(self.number)


@dataclass(frozen=True)
class Deadlines:
    """A person's open activities by urgency, and the events of the file that brings their phone up to date."""

    activities: tuple[ActivityFacts, ...]
    events: tuple[Deadline, ...]


class PhoneCalendar:
    """Remembers which events each account was given."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def give(self, person: Person, now: datetime) -> Deadlines:
        """The contents of the person's next file, remembered as given.

        It has the deadlines the person must meet and, as cancelled, those of earlier files that are no longer theirs:
        accepted work, delivered parts, work taken off control or out of the plan, work of an executor they no longer
        answer for, and a closed plan.
        """
        async with self._database.write() as session:
            own = await self._own(session, person, now)
            query = select(CalendarEvent).where(CalendarEvent.account_id == person.account_id)
            given = {row.activity_id: row for row in await session.scalars(query)}
            events = [
                _given(session, person, activity, given.get(activity.id), now) for activity in own if activity.due_on
            ]
            lost = [row for activity_id, row in given.items() if activity_id not in {one.activity_id for one in events}]
            events += await _cancelled(session, lost, now)
        return Deadlines(own, tuple(events))

    async def _own(self, session: AsyncSession, person: Person, now: datetime) -> tuple[ActivityFacts, ...]:
        if await session.scalar(carried_plans().limit(1)) is None:
            return ()
        activities = await activities_of(session, person.executor_ids, self._days.of(now))
        seen = [one.seen_by(person.executor_ids) for one in activities if one.is_open]
        return by_urgency(one for one in seen if not one.is_delivered)


def _given(
    session: AsyncSession, person: Person, activity: ActivityFacts, row: CalendarEvent | None, now: datetime
) -> Deadline:
    assert activity.due_on is not None  # noqa: S101 -- tells the type checker what the caller looked at
    digest = _digest(activity, person.locale)
    if row is None:
        row = CalendarEvent(account_id=person.account_id, activity_id=activity.id, sequence=0, digest="")
        session.add(row)
    if row.digest != digest or row.is_cancelled:
        row.digest, row.is_cancelled, row.due_on = digest, False, activity.due_on
        row.sequence = _risen(row.sequence, now)
    return Deadline(activity.id, activity.number, activity.name, activity.due_on, row.sequence, activity)


async def _cancelled(session: AsyncSession, rows: Sequence[CalendarEvent], now: datetime) -> list[Deadline]:
    query = select(Activity).where(Activity.id.in_([row.activity_id for row in rows]))
    activities: Mapping[int, Activity] = {one.id: one for one in await session.scalars(query)}
    for row in rows:
        if not row.is_cancelled:
            row.is_cancelled, row.sequence = True, _risen(row.sequence, now)
    rows = sorted(rows, key=lambda row: (row.due_on, row.activity_id))
    return [
        Deadline(row.activity_id, activity.number, called(activity.short_name, activity.text), row.due_on, row.sequence)
        for row in rows
        if (activity := activities[row.activity_id])
    ]


def _risen(sequence: int, now: datetime) -> int:
    """A number above the last one and above those from before numbers were remembered (minutes since the epoch)."""
    return max(sequence + 1, int(now.timestamp()) // 60 + 1)


def _digest(activity: ActivityFacts, locale: str) -> str:
    """A fingerprint of everything an event says about an activity."""
    executors = [part.executor.name for part in activity.parts]
    told: tuple[object, ...] = (
        locale,
        activity.due_on,
        activity.written_number if activity.marks else activity.number,
        activity.name,
        activity.text,
        activity.status,
        activity.percent,
        executors,
    )
    if activity.label is not None:
        told = (*told, str(activity.label))
    return hashlib.sha256(repr(told).encode()).hexdigest()
