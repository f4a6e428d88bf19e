"""Heads hear, in one message a day, of their people's work that has come to a halt: once of each due day.

Each head hears for themself: one who is linked or named later hears once of what stands then, and of two heads of one
person neither waits for the other.
"""

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Account,
    Activity,
    ActivityState,
    Appeal,
    Assignment,
    Audit,
    Escalation,
    Executor,
    Extension,
    Link,
    Membership,
    Outbox,
    OutboxState,
    Plan,
    PlanState,
    Report,
    ReportState,
)
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.policy import last_day
from services.calendar.reminder_days import SETTLED
from services.calendar.workdays import Workdays
from services.messages import outbox, told
from services.messages.kinds import LetterKind, PeopleLate, Reminder
from services.people.accounts import Person
from services.people.hours import waits_until
from services.people.structure import heads_of
from services.plan.activities import activities_where
from services.plan.ahead import Ahead, ahead, is_regular
from services.plan.figures import ActivityFacts, ExecutorRef, Part
from services.plan.status import Status
from services.reports.time_asked import TimeAsked, times_asked
from services.reports.waiting_hand_ins import WaitingHandIn, waiting_hand_ins

UNANSWERED = 2  # reminders in a row
_LOOKED_BACK = timedelta(days=60)
_NO_DAY = date(9999, 12, 31)  # what has no due day is told of once


@dataclass(frozen=True)
class PersonLate:
    """One of a head's people, and the work of theirs that has come to a halt."""

    person: ExecutorRef
    activities: tuple[ActivityFacts, ...]


@dataclass(frozen=True)
class PeopleLateFacts:
    """What a head is told on a local day; `ahead`, on Mondays and Thursdays, is what their people have before them.

    `hand_ins` and `asked` say, by the activity (id), what its people have said all the same: that it is done, and waits
    for parts; that more time is needed. `theirs` are the executors (ids) whom the head leads.
    """

    day: date
    people: tuple[PersonLate, ...]
    ahead: Ahead | None = None
    hand_ins: Mapping[int, WaitingHandIn] = field(default_factory=dict)
    asked: Mapping[int, TimeAsked] = field(default_factory=dict)
    theirs: Collection[int] = frozenset()


@dataclass(frozen=True)
class _Halted:
    """A part that a head is to be told of."""

    assignment_id: int
    due_on: date
    head_id: int


def is_overdue_for(activity: ActivityFacts, part: Part, workdays: Workdays, after: int) -> bool:
    """Whether the part has been late since `after` working days; a part given later is late from then on."""
    if activity.status is not Status.OVERDUE or activity.overdue_since is None or part.done:
        return False
    since = max(activity.overdue_since, part.given_on or date.min)
    return workdays.add(since, after) <= activity.today


def is_overdue_news(overdue_since: date | None, said_on: date | None) -> bool:
    """Whether a head has yet to hear that the due day passed: what was said by then was of silence alone."""
    return said_on is None or (overdue_since is not None and said_on <= overdue_since)


def are_unanswered(reminded_at: Mapping[date, datetime], answered_at: datetime | None, today: date) -> bool:
    """Whether the last two reminders, by their local days, had no answer by the end of their day."""
    left = [day for day, at in reminded_at.items() if day < today and (answered_at is None or at > answered_at)]
    return len(left) >= UNANSWERED


class Escalating:
    """Queues and reads what heads are told. `at` is the local time; `after` counts working days."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays, *, at: time, after: int) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days
        self._at = at
        self._after = after
        self._looked_on: date | None = None  # what halts in the course of a day is told of on the next

    async def queue(self, now: datetime) -> int:
        """Queue the day's messages to heads, on working days; returns how many."""
        local = self._days.local(now)
        today = local.date()
        if local.time() < self._at or self._looked_on == today or not self._workdays.is_working(today):
            return 0
        async with self._database.read() as session:
            owed = await self._owed(session, today, now) or await self._look_ahead(session, today)
        queued = 0
        if owed:
            async with self._database.write() as session:
                queued = await self._queue(session, today, now)
        self._looked_on = today
        return queued

    async def _queue(self, session: AsyncSession, today: date, now: datetime) -> int:
        """Write down what is said, and owe each head's accounts their message, in one transaction.

        What would be said to somebody who had the day's message already waits for the next day.
        """
        owed = await self._owed(session, today, now)
        looking = await self._look_ahead(session, today)
        accounts = {account.id: account for hearers in (looking, *(those for _, those in owed)) for account in hearers}
        keys = {_key(today, one.id): one.id for one in accounts.values()}
        had = {keys[key] for key in await told.queued(session, list(keys))}
        hearing: dict[int, Account] = {}
        for halted, hearers in owed:
            if any(one.id in had for one in hearers):
                continue
            await _write_down(session, halted, today)
            hearing |= {one.id: one for one in hearers}
        hearing |= {one.id: one for one in looking if one.id not in had}
        for account in hearing.values():
            await outbox.owe(
                session,
                PeopleLate(today),
                key=_key(today, account.id),
                chat_id=account.telegram_id,
                account_id=account.id,
                now=now,
                priority=outbox.BULK,
                not_before=self._waits_until(account, now),
            )
        return len(hearing)

    async def _look_ahead(self, session: AsyncSession, today: date) -> list[Account]:
        """Whoever hears today, whatever has halted: on Mondays and Thursdays the heads whose people have work ahead."""
        if not is_regular(today, self._workdays):
            return []
        led = await _led(session)
        heads = await heads_of(session, led) if led else {}
        ids = await self._open(session, heads.keys(), today)
        coming = ahead(await activities_where(session, today, Activity.id.in_(ids)) if ids else (), today)
        theirs = {part.executor.id for one in coming.activities for part in one.parts if not part.done}
        hearers = await _accounts(session, {head for one, of in heads.items() if one in theirs for head in of})
        return [account for accounts in hearers.values() for account in accounts]

    def _waits_until(self, account: Account, now: datetime) -> datetime | None:
        """When the head's own hours begin, on a working day; None if the message may go now."""
        moment = waits_until(account, now, self._days)
        if moment is None:
            return None
        local = self._days.local(moment)
        return self._days.at(self._workdays.next_working(local.date()), local.time())

    async def facts(self, about: PeopleLate, person: Person, now: datetime) -> PeopleLateFacts | None:
        """What the day's message says to the head at this moment; None if nothing is left to say.

        What was handed in, moved, answered or taken from them since is left out, and so is what the head does
        themselves. Who stands in for a head reads what the head is told.
        """
        today = self._days.of(now)
        theirs = person.people_ids - person.executor_ids
        async with self._database.read() as session:
            rows = await session.execute(
                select(Escalation.due_on, Assignment.id, Assignment.activity_id)
                .join(Assignment, Assignment.id == Escalation.assignment_id)
                .where(
                    Escalation.said_on == about.day,
                    Escalation.head_id.in_(person.executor_ids),
                    Assignment.executor_id.in_(theirs),
                )
            )
            due = {assignment_id: (day, activity_id) for day, assignment_id, activity_id in rows}
            looks_ahead = is_regular(about.day, self._workdays)
            open_ids = await self._open(session, theirs, today) if due or looks_ahead else frozenset()
            ids = {activity_id for _, activity_id in due.values()} & open_ids
            activities = await activities_where(session, today, Activity.id.in_(ids)) if ids else ()
            coming = await activities_where(session, today, Activity.id.in_(open_ids)) if looks_ahead else ()
            every = [(one, part) for one in activities for part in one.parts if part.assignment_id in due]
            answered = await _answered(session, every) if every else {}
            hand_ins = await waiting_hand_ins(session, activities)
            asked = await times_asked(session, [one.id for one in activities], self._days, today)
        by_person: dict[ExecutorRef, list[ActivityFacts]] = {}
        for activity in activities:
            for part in activity.parts:
                day, _ = due.get(part.assignment_id, (None, 0))
                at = answered.get(part.assignment_id)
                spoke_on = self._days.of(at) if at is not None else None
                is_handed = part.leads and activity.id in hand_ins and activity.status is not Status.OVERDUE
                is_same = day == (activity.due_on or _NO_DAY) and not is_handed
                if is_same and _still(activity, part, about.day, spoke_on):
                    by_person.setdefault(part.executor, []).append(activity)
        people = [PersonLate(one, tuple(by_person[one])) for one in person.people if one in by_person]
        before_them = ahead(coming, today)
        is_owed = people or before_them.activities
        return PeopleLateFacts(about.day, tuple(people), before_them, hand_ins, asked, theirs) if is_owed else None

    async def _owed(
        self, session: AsyncSession, today: date, now: datetime
    ) -> list[tuple[_Halted, tuple[Account, ...]]]:
        """What has come to a halt, where its head was not told of it for its due day; with whoever hears of it."""
        led = await _led(session)
        if not led:
            return []
        every = await heads_of(session, led)
        hearers = await _accounts(session, {one for of in every.values() for one in of})
        heads = {id: reached for id, of in every.items() if (reached := of & hearers.keys())}
        ids = await self._open(session, heads.keys(), today)
        if not ids:
            return []
        activities = await activities_where(session, today, Activity.id.in_(ids))
        halted = await self._halted(session, activities, heads, now)
        return [(one, tuple(hearers[one.head_id])) for one in halted]

    async def _open(self, session: AsyncSession, executor_ids: Collection[int], today: date) -> frozenset[int]:
        """The work (ids) of these executors that is to be done, in plans that are carried out and not long past."""
        plans = await session.scalars(select(Plan).where(Plan.state == PlanState.ACTIVE))
        query = (
            select(Activity.id)
            .join(Assignment, Assignment.activity_id == Activity.id)
            .where(
                Activity.plan_id.in_([one.id for one in plans if today <= last_day(one.period)]),
                Activity.is_removed.is_(False),
                Activity.state.not_in((*SETTLED, ActivityState.REVIEW)),
                Assignment.executor_id.in_(executor_ids),
                Assignment.is_removed.is_(False),
                Assignment.done.is_(False),
            )
        )
        return frozenset(await session.scalars(query))

    async def _halted(
        self,
        session: AsyncSession,
        activities: Sequence[ActivityFacts],
        heads: Mapping[int, Collection[int]],
        now: datetime,
    ) -> list[_Halted]:
        parts = [(one, part) for one in activities for part in one.parts if part.executor.id in heads and not part.done]
        said = await _said(session, [part.assignment_id for _, part in parts])
        handed_in = await waiting_hand_ins(session, activities)
        late, rest = [], []
        for one, part in parts:
            is_late = is_overdue_for(one, part, self._workdays, self._after)
            for halted in (_of(one, part, head) for head in sorted(heads[part.executor.id])):
                if is_late and is_overdue_news(one.overdue_since, said.get(halted)):
                    late.append(halted)
                elif halted not in said and _may_be_asked(one) and not (part.leads and one.id in handed_in):
                    rest.append(halted)
        unsaid = {one.assignment_id for one in rest}
        silent = await self._silent(session, [(one, part) for one, part in parts if part.assignment_id in unsaid], now)
        ids = {part.assignment_id for _, part in silent}
        return [*late, *(one for one in rest if one.assignment_id in ids)]

    async def _silent(
        self, session: AsyncSession, parts: Sequence[tuple[ActivityFacts, Part]], now: datetime
    ) -> list[tuple[ActivityFacts, Part]]:
        """Of these parts those whose last two reminders had no answer."""
        reminded = await _reminded(session, {part.executor.id for _, part in parts}, now)
        often = [(one, part) for one, part in parts if len(reminded.get(part.assignment_id, {})) >= UNANSWERED]
        answered = await _answered(session, often) if often else {}
        today = self._days.of(now)
        return [
            (one, part)
            for one, part in often
            if are_unanswered(reminded[part.assignment_id], answered.get(part.assignment_id), today)
        ]


def _key(day: date, account_id: int) -> str:
    return f"people_late:{day}:{account_id}"


def _of(activity: ActivityFacts, part: Part, head_id: int) -> _Halted:
    return _Halted(part.assignment_id, activity.due_on or _NO_DAY, head_id)


def _still(activity: ActivityFacts, part: Part, day: date, spoke_on: date | None) -> bool:
    """Whether the part is as it was on the day when its halt was written down; `spoke_on` is that of its last word."""
    is_answered = spoke_on is not None and spoke_on >= day and activity.status is not Status.OVERDUE
    return not part.done and not is_answered


def _may_be_asked(activity: ActivityFacts) -> bool:
    return activity.is_worked_on


async def _led(session: AsyncSession) -> list[int]:
    """The executors (ids) who have a head: units, and who belongs to them."""
    units = list(await session.scalars(_with_heads()))
    if not units:
        return []
    members = await session.scalars(select(Membership.member_id).where(Membership.unit_id.in_(units)))
    return sorted({*units, *members})


@functools.cache
def _with_heads() -> Select[int]:
    return select(Executor.id).where(Executor.head_id.is_not(None))


async def _accounts(session: AsyncSession, head_ids: Collection[int]) -> dict[int, list[Account]]:
    """The accounts that answer for each of the heads (ids) and can be reached."""
    query = (
        select(Link.executor_id, Account)
        .join(Account, Account.id == Link.account_id)
        .where(Link.executor_id.in_(head_ids), Account.blocked_at.is_(None))
        .order_by(Account.id)
    )
    found: dict[int, list[Account]] = {}
    for head_id, account in await session.execute(query):
        found.setdefault(head_id, []).append(account)
    return found


async def _said(session: AsyncSession, assignment_ids: Collection[int]) -> dict[_Halted, date]:
    """On which day each head was last told of a part of these (ids) and its due day."""
    query = select(Escalation).where(Escalation.assignment_id.in_(assignment_ids))
    rows = await session.scalars(query)
    return {_Halted(one.assignment_id, one.due_on, one.head_id): one.said_on for one in rows}


async def _write_down(session: AsyncSession, halted: _Halted, today: date) -> None:
    """Keep that it is said today; what was said of silence before the due day gives way to it."""
    said = await session.scalar(
        select(Escalation).where(
            Escalation.assignment_id == halted.assignment_id,
            Escalation.due_on == halted.due_on,
            Escalation.head_id == halted.head_id,
        )
    )
    if said is None:
        row = Escalation(
            assignment_id=halted.assignment_id, due_on=halted.due_on, head_id=halted.head_id, said_on=today
        )
        session.add(row)
    else:
        said.said_on = today


async def _reminded(
    session: AsyncSession, executor_ids: Collection[int], now: datetime
) -> dict[int, dict[date, datetime]]:
    """When each assignment (id) of these executors was reminded of, by the local day of the reminder."""
    chats = (
        select(Account.telegram_id).join(Link, Link.account_id == Account.id).where(Link.executor_id.in_(executor_ids))
    )
    query = select(Outbox.refs, Outbox.sent_at).where(
        Outbox.chat_id.in_(chats),
        Outbox.state == OutboxState.SENT,
        Outbox.kind == LetterKind.REMINDER,
        Outbox.sent_at > now - _LOOKED_BACK,
        Outbox.sent_at <= now,
    )
    found: dict[int, dict[date, datetime]] = {}
    for refs, sent_at in await session.execute(query):
        reminder = Reminder.from_json(refs)
        for item in reminder.items:
            found.setdefault(item.assignment_id, {})[reminder.day] = sent_at
    return found


async def _answered(session: AsyncSession, parts: Sequence[tuple[ActivityFacts, Part]]) -> dict[int, datetime]:
    """When each of these parts (ids) was last answered for, or its deadline moved.

    Any word is an answer: a report though it moved nothing («not begun»), a request for time, words to the admins.
    """
    ids = [part.assignment_id for _, part in parts]
    reported = select(Report.assignment_id, func.max(Report.submitted_at)).where(
        Report.assignment_id.in_(ids), Report.state.in_((ReportState.RECORDED, ReportState.DRAFT))
    )
    rows = await session.execute(reported.group_by(Report.assignment_id))
    found: dict[int, datetime] = {row[0] or 0: row[1] for row in rows}
    moved_by = select(Assignment.id, Assignment.reported_at).where(
        Assignment.id.in_(ids), Assignment.reported_at.is_not(None)
    )
    others = [*await session.execute(moved_by), *await session.execute(_turned(ids))]
    for assignment_id, moment in others:
        found[assignment_id] = max(moment, found.get(assignment_id, moment))
    activities = {one.id for one, _ in parts}
    asked = select(Extension.activity_id, func.max(Extension.requested_at)).where(Extension.activity_id.in_(activities))
    moved = select(Audit.subject, func.max(Audit.at)).where(
        Audit.subject.in_([audit.activity(one) for one in activities]), Audit.action.in_(_MOVES)
    )
    at: dict[str, datetime] = {row[0]: row[1] for row in await session.execute(moved.group_by(Audit.subject))}
    for activity_id, moment in await session.execute(asked.group_by(Extension.activity_id)):
        subject = audit.activity(activity_id)
        at[subject] = max(moment, at.get(subject, moment))
    for one, part in parts:
        moments = [moment for moment in (found.get(part.assignment_id), at.get(audit.activity(one.id))) if moment]
        if moments:
            found[part.assignment_id] = max(moments)
    return found


def _turned(assignment_ids: Collection[int]) -> Select[int, datetime]:
    """When whoever answers for each of these parts last wrote of its activity to the admins."""
    return (
        select(Assignment.id, func.max(Appeal.written_at))
        .join(Appeal, Appeal.activity_id == Assignment.activity_id)
        .join(Link, (Link.account_id == Appeal.account_id) & (Link.executor_id == Assignment.executor_id))
        .where(Assignment.id.in_(assignment_ids), Appeal.sent_at.is_not(None))
        .group_by(Assignment.id)
    )


_MOVES = ("activity.deadline", "activity.changed", "activity.executor", "extension.approved")
