"""Admins' changes to an activity: its deadline, its lead, its text, and whether it is on control.

Each change is one transaction with its audit row, and tells the activity's executors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Assignment
from models.database import Database
from services import audit
from services.calendar.deadlines import Month, due_day
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import SETTLED, follow, move_due
from services.calendar.workdays import Workdays
from services.control.closing import Closed, close, note_closed
from services.control.suborders import close_with, wait_again
from services.messages import notices, outbox
from services.messages.kinds import ClosedTogether, Controlled
from services.people.accounts import Person, accounts_of
from services.plan.activities import activities_where, has_number, read_activity
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.status import Status


@dataclass(frozen=True)
class Change:
    """A change that was made; `before` and `after` are what the audit keeps."""

    activity: ActivityFacts
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True)
class Refused:
    """The change cannot be made; `activity` is as it stands now, None if the plan has no such activity."""

    activity: ActivityFacts | None


class Control:
    """Makes admins' changes; a change that cannot be made (any more) is Refused."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days

    async def move_deadline(
        self, activity_id: int, to_due: date, reason: str, by: Person, now: datetime
    ) -> Change | Refused:
        """Set an earlier or later deadline, or one for work that has none; reminders follow it."""
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            if activity is None or not may_be_due(activity, to_due):
                return Refused(activity)
            row = await session.get_one(Activity, activity_id)
            before = {"due_on": row.due_on.isoformat() if row.due_on else None}
            move_due(row, to_due)
            await follow(session, row, self._workdays, self._days.of(now))
            after = {"due_on": str(to_due), "reason": reason}
            return await self._changed(session, activity, "deadline", before, after, by=by, now=now)

    async def close(self, activity_id: int, reason: str, by: Person, now: datetime) -> Change | Refused:
        """Take the activity off control: nobody is reminded of it, and it counts neither as done nor as overdue.

        Work that waits for acceptance must be accepted or returned first; finished work cannot be closed.
        """
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            if activity is None or not may_be_closed(activity):
                return Refused(activity)
            closed = await self._take_off(session, activity, reason, by, now)
            if closed is None:
                return Refused(await read_activity(session, activity_id, self._days.of(now)))
            return await self._changed(session, activity, "closed", *closed, by=by, now=now)

    async def close_all(
        self, activity_ids: Sequence[int], reason: str, by: Person, now: datetime
    ) -> tuple[ActivityFacts, ...]:
        """Take several activities off control for one reason; each of their executors gets one letter about theirs.

        Those that may not be closed (any more) stay as they are and are not among those returned.
        """
        closed: list[ActivityFacts] = []
        letters: dict[tuple[int, int], list[int]] = {}
        async with self._database.write() as session:
            for activity_id in activity_ids:
                activity = await read_activity(session, activity_id, self._days.of(now))
                if activity is None or not may_be_closed(activity):
                    continue
                taken_off = await self._take_off(session, activity, reason, by, now)
                if taken_off is None:
                    continue
                note_closed(session, activity, taken_off, by, now)
                for account in await accounts_of(session, [part.executor.id for part in activity.parts]):
                    letters.setdefault(account, []).append(activity.id)
                closed.append(activity)
            for account, own in letters.items():
                letter = ClosedTogether(tuple(own), reason, by.name)
                await outbox.owe_accounts(session, [account], letter, key=f"closed:{now.isoformat()}", now=now)
        return tuple(closed)

    async def restore(self, activity_id: int, by: Person, now: datetime) -> Change | Refused:
        """Put a closed activity back on control in its earlier state; reminders follow."""
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            if activity is None or activity.status is not Status.CLOSED:
                return Refused(activity)
            row = await session.get_one(Activity, activity_id)
            before = {"state": str(row.state), "reason": row.closed_reason}
            row.state = row.closed_state or ActivityState.NOT_STARTED
            row.closed_state = row.closed_reason = None
            if row.state is ActivityState.REVIEW:
                await wait_again(session, row.id)
            await follow(session, row, self._workdays, self._days.of(now))
            after = {"state": str(row.state)}
            return await self._changed(session, activity, "restored", before, after, by=by, now=now)

    async def make_lead(self, activity_id: int, assignment_id: int, by: Person, now: datetime) -> Change | Refused:
        """Make a co-executor responsible in all open items; the others keep their order after the new lead."""
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            parts = activity.parts if activity is not None else ()
            chosen = next((part for part in parts if part.assignment_id == assignment_id), None)
            if activity is None or chosen is None or chosen.leads:
                return Refused(activity)
            for item in await activities_where(session, activity.today, has_number(activity.number)):
                if item.id == activity_id or item.is_open:
                    await _put_first(session, item, chosen.executor)
            before, after = {"lead": activity.lead.executor.name}, {"lead": chosen.executor.name}
            return await self._changed(session, activity, "lead", before, after, by=by, now=now, told=assignment_id)

    async def mend_text(self, activity_id: int, text: str, by: Person, now: datetime) -> Change | Refused:
        """Correct the activity's text; runs of spaces and line breaks become single spaces, as in the plan."""
        text = " ".join(text.split())
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            if activity is None or not text or text == activity.text:
                return Refused(activity)
            await session.execute(update(Activity).where(Activity.id == activity_id).values(text=text))
            before, after = {"text": activity.text}, {"text": text}
            return await self._changed(session, activity, "text", before, after, by=by, now=now)

    async def need_document(self, activity_id: int, by: Person, now: datetime, *, needs: bool) -> Change | Refused:
        """Say whether the work is handed in with a document; what was handed in before stays as it is."""
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            if activity is None or not may_need_document(activity) or activity.needs_document == needs:
                return Refused(activity)
            await session.execute(update(Activity).where(Activity.id == activity_id).values(needs_document=needs))
            before, after = {"document": not needs}, {"document": needs}
            return await self._changed(session, activity, "document", before, after, by=by, now=now)

    async def watch(self, activity_id: int, by: Person, now: datetime, *, is_watched: bool) -> Change | Refused:
        """Take the work under the leadership's personal control, or out of it; nobody is told of the mark itself."""
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            if activity is None or activity.is_watched == is_watched or (is_watched and not activity.is_open):
                return Refused(activity)
            await session.execute(update(Activity).where(Activity.id == activity_id).values(is_watched=is_watched))
            audit.note(
                session,
                "activity.watched" if is_watched else "activity.unwatched",
                audit.activity(activity.id),
                actor=by.telegram_id,
                now=now,
            )
            return Change(replace(activity, is_watched=is_watched), {}, {})

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _take_off(
        self, session: AsyncSession, activity: ActivityFacts, reason: str, by: Person, now: datetime
    ) -> Closed | None:
        """Close the activity with its parts; None if it was handed in, finished or closed meanwhile."""
        closed = await close(session, activity, reason, self._workdays, stays=_NOT_WORKED_ON)
        if closed is not None:
            await close_with(session, activity, reason, by=by, now=now, workdays=self._workdays)
        return closed

    async def _changed(
        self,
        session: AsyncSession,
        activity: ActivityFacts,
        what: str,
        before: Mapping[str, object],
        after: Mapping[str, object],
        *,
        by: Person,
        now: datetime,
        told: int | None = None,
    ) -> Change:
        """Write the change to the audit, tell the executors, and return the activity as it stands now.

        `told` is the assignment whose executor learns by it what is theirs.
        """
        subject = audit.activity(activity.id)
        action = f"activity.{what}"
        audit.note(session, action, subject, actor=by.telegram_id, now=now, before=before, after=after)
        accounts = await accounts_of(session, [part.executor.id for part in activity.parts])
        letters = await outbox.owe_accounts(
            session,
            accounts,
            Controlled(activity.id, what, before, after, by.name),
            key=f"control:{what}:{activity.id}:{now.isoformat()}",
            now=now,
        )
        if told is not None:
            await notices.note(session, letters, Assignment.id == told)
        await session.flush()
        session.expire_all()  # what the statements above changed is read anew
        changed = await read_activity(session, activity.id, self._days.of(now))
        return Change(changed or activity, before, after)


async def _put_first(session: AsyncSession, item: ActivityFacts, lead: ExecutorRef) -> None:
    """Make an executor the lead of an item, if they take part in it."""
    chosen = item.part_of(frozenset({lead.id}))
    if chosen is None:
        return
    others = [part for part in item.parts if part is not chosen]
    for position, part in enumerate([chosen, *others]):
        moved = update(Assignment).where(Assignment.id == part.assignment_id).values(position=position)
        await session.execute(moved)


def may_be_due(activity: ActivityFacts, day: date) -> bool:
    """Whether the deadline may be moved to this day; work without an end has none to be moved."""
    if activity.is_endless or not activity.is_open or day == activity.due_on:
        return False
    return day >= max(activity.starts_on, activity.today)


def may_need_document(activity: ActivityFacts) -> bool:
    """Whether the mark matters: work without an end is never handed in."""
    return activity.is_open and not activity.is_endless


_NOT_WORKED_ON = SETTLED | {ActivityState.REVIEW}


def may_be_closed(activity: ActivityFacts) -> bool:
    """Whether the activity may be taken off control."""
    return activity.is_worked_on


def months_to_choose(activity: ActivityFacts, count: int) -> list[date]:
    """The first `count` ends of months to which the deadline may be moved."""
    month = Month.of(max(activity.starts_on, activity.today))
    days = (due_day(month + ahead) for ahead in range(count + 1))
    return [day for day in days if may_be_due(activity, day)][:count]
