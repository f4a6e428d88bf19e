"""Notices: what executors were told to be theirs, whether Telegram accepted it, and whether they acknowledged it."""

import functools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, join, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Account,
    Activity,
    Appeal,
    AppealKind,
    Assignment,
    Executor,
    Link,
    Notice,
    Outbox,
    OutboxState,
    Report,
    ReportState,
)
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.messages.kinds import LetterKind
from services.messages.notices import due_to_be_chased, is_late, is_open, unread
from services.people.accounts import Person
from services.people.reader import Reader
from services.plan.activities import activities_where, in_force
from services.plan.figures import ActivityFacts, ExecutorRef, executor_ref

_NO_VALUES: Mapping[str, object] = MappingProxyType({})
_FEW = 500  # ids that a statement names; of more, the whole plan is read
_TOLD = (
    join(Notice, Outbox, Outbox.id == Notice.letter_id)
    .join(Assignment, Assignment.id == Notice.assignment_id)
    .join(Activity, Activity.id == Assignment.activity_id)
)


@dataclass(frozen=True)
class Contest:
    """An officer's words that an activity is somebody else's, and what came of them.

    `moved_to` is the executor to whom the activity was given; with an `answer` alone it was left where it is.
    """

    appeal: int
    words: str
    said_at: datetime
    is_late: bool
    answer: str | None
    moved_to: str | None
    is_settled: bool


@dataclass(frozen=True)
class NoticeFacts:
    """One assignment in one letter to one account.

    `kind` is the letter's. `accepted_at` is when Telegram accepted it, as delivery recorded it; None while it waits,
    or if it `failed`. It was acknowledged by the button, or `by_report`. `is_theirs`: the assignment and the link of
    the account to its executor are still in force.
    """

    id: int
    letter: int
    kind: str
    activity: ActivityFacts
    executor: ExecutorRef
    leads: bool
    account: str
    queued_at: datetime
    accepted_at: datetime | None
    failed: bool
    acknowledged_at: datetime | None
    by_report: bool
    is_theirs: bool
    contest: Contest | None = None


@dataclass(frozen=True)
class Acknowledged:
    """What a press acknowledged: `new` activities, of `all` that the message tells of.

    `first`: it was the welcome that had no room for the keys below the writing line.
    """

    new: tuple[ActivityFacts, ...]
    all: tuple[ActivityFacts, ...]
    first: bool = False


@dataclass(frozen=True)
class Unread:
    """The activities that an executor was told of and has not acknowledged."""

    executor: ExecutorRef
    activities: tuple[ActivityFacts, ...]


class Notices:
    """Reads notices and records that they were acknowledged.

    Words that an activity is somebody else's are late after `contest_days` working days.
    """

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays, contest_days: int) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days
        self._contest_days = contest_days

    async def acknowledge(self, letter: int | None, person: Person, now: datetime) -> Acknowledged | None:
        """Record that the person has read what a letter told them; without a letter, all that they were told.

        A second press changes nothing. None if the letter told them of nothing that is theirs.
        """
        async with self._database.write() as session:
            mine = (Notice.account_id == person.account_id, *is_open(), *in_force())
            query = select(Notice, Outbox, Assignment.activity_id).select_from(_TOLD).where(*mine)
            if letter is not None:
                query = query.where(Notice.letter_id == letter)
            else:
                query = query.where(Outbox.state == OutboxState.SENT)
            rows = (await session.execute(query.order_by(Notice.id))).all()
            if not rows:
                return None
            new = [row for row in rows if row[0].acknowledged_at is None]
            for notice, outbox, _ in new:
                # A clock that was set back changes no order: what is acknowledged was sent before.
                notice.acknowledged_at = max(now, outbox.queued_at, outbox.sent_at or outbox.queued_at)
            if new:
                ids = sorted({row[2] for row in new})
                subject = audit.activity(ids[0]) if len(ids) == 1 else f"account:{person.account_id}"
                after = {"activities": ids}
                audit.note(session, "notice.acknowledged", subject, actor=person.telegram_id, now=now, after=after)
            every = await _activities(session, [row[2] for row in rows], self._days.of(now))
            fresh = {row[2] for row in new}
            first = any(row[1].kind == LetterKind.LINKED and not row[1].refs.get("by_invite") for row in new)
            return Acknowledged(tuple(one for one in every if one.id in fresh), every, first)

    async def letter(self, letter: int, now: datetime) -> tuple[NoticeFacts, ...]:
        """What a letter tells its reader to be theirs, as far as it still is."""
        async with self._database.read() as session:
            found = await self._facts(session, self._days.of(now), _of_letter(), {"letter": letter})
        return tuple(one for one in found if one.is_theirs)

    async def letter_of(self, chat_id: int, message_id: int) -> int | None:
        """The letter that this message is, if it tells of anything."""
        sent = (Outbox.chat_id == chat_id, Outbox.message_id == message_id)
        query = select(Notice.letter_id).join(Outbox, Outbox.id == Notice.letter_id).where(*sent)
        async with self._database.read() as session:
            return await session.scalar(query.limit(1))

    async def newest(self, person: Person, now: datetime) -> tuple[NoticeFacts, ...]:
        """What the newest of such letters to the person tells."""
        async with self._database.read() as session:
            letter = await session.scalar(
                select(func.max(Notice.letter_id)).where(Notice.account_id == person.account_id)
            )
        return await self.letter(letter, now) if letter is not None else ()

    async def proof(self, session: AsyncSession, reader: Reader | None, now: datetime) -> tuple[NoticeFacts, ...]:
        """Everything that was told of the plan in force, newest first, as far as the reader may know of it.

        Read within another service's transaction; without a reader, of the whole plan.
        """
        found = await self._facts(session, self._days.of(now), _asking())
        return _of_each(one for one in reversed(found) if reader is None or _may_read(reader, one))

    async def on(self, session: AsyncSession, activity_ids: Collection[int], today: date) -> tuple[NoticeFacts, ...]:
        """What was told of these activities, oldest first, and what was contested of it.

        Read within another service's transaction.
        """
        return await self._facts(session, today, _asking(Assignment.activity_id.in_(activity_ids)))

    async def _facts(
        self, session: AsyncSession, today: date, asked: "_Asked", values: Mapping[str, object] = _NO_VALUES
    ) -> tuple[NoticeFacts, ...]:
        found = await _told(session, today, asked, values)
        contests = await self._contests(session, asked, values) if found else {}
        return tuple(replace(one, contest=contests.get(one.id)) for one in found)

    async def _contests(
        self, session: AsyncSession, asked: "_Asked", values: Mapping[str, object]
    ) -> dict[int, Contest]:
        """By the notice, the first word of its account since it was told that the activity is somebody else's."""
        contests: dict[int, Contest] = {}
        for notice_id, outbox, appeal in (await session.execute(asked.contests, values)).all():
            told, said = outbox.sent_at or outbox.queued_at, appeal.sent_at or appeal.written_at
            contests[notice_id] = Contest(
                appeal=appeal.id,
                words=appeal.text,
                said_at=said,
                is_late=is_late(self._workdays, self._days, told, said, self._contest_days),
                answer=appeal.answer,
                moved_to=await _name_of(session, appeal.moved_to),
                is_settled=appeal.answered_at is not None,
            )
        return contests


def _of_each(found: Iterable[NoticeFacts]) -> tuple[NoticeFacts, ...]:
    """One row for all items of an activity that a letter told of, and that were acknowledged alike; the last item's."""
    rows = {(one.letter, one.executor.id, one.activity.number, one.acknowledged_at, one.contest): one for one in found}
    return tuple(rows.values())


@dataclass(frozen=True)
class _Asked:
    """The statements that find what was told, when it was first reported on, and what was contested of it."""

    told: Select[Notice, Outbox, Assignment, Executor, str, bool]
    reported: Select[int, datetime]
    contests: Select[int, Outbox, Appeal]


def _asking(*which: ColumnElement[bool]) -> _Asked:
    """`which` are conditions on Notice, Outbox, Assignment and Activity."""
    linked = and_(Link.account_id == Notice.account_id, Link.executor_id == Assignment.executor_id)
    tables = _TOLD.join(Executor, Executor.id == Assignment.executor_id).join(Account, Account.id == Notice.account_id)
    told = select(Notice, Outbox, Assignment, Executor, Account.name, Link.account_id.is_not(None))
    reported = and_(
        Report.assignment_id == Notice.assignment_id,
        Report.account_id == Notice.account_id,
        Report.state == ReportState.RECORDED,
        Report.submitted_at >= Outbox.sent_at,
    )
    contested = and_(
        Appeal.account_id == Notice.account_id,
        Appeal.activity_id == Assignment.activity_id,
        Appeal.kind == AppealKind.REFUSAL,
        Appeal.sent_at >= Outbox.queued_at,
    )
    first = select(Notice.id, func.min(Report.submitted_at)).select_from(_TOLD.join(Report, reported))
    contests = select(Notice.id, Outbox, Appeal).select_from(_TOLD.join(Appeal, contested))
    return _Asked(
        told.select_from(tables.outerjoin(Link, linked)).where(*in_force(), *which).order_by(Notice.id),
        first.where(*in_force(), *which).group_by(Notice.id),
        contests.where(*in_force(), *which).order_by(Appeal.id),
    )


@functools.cache  # each executor is told of a plan that begins
def _of_letter() -> _Asked:
    return _asking(Notice.letter_id == bindparam("letter"))


@functools.cache  # every card says what was told of its activity
def _of_activity() -> _Asked:
    return _asking(Assignment.activity_id == bindparam("activity"))


async def told_of(session: AsyncSession, activity_id: int, today: date) -> tuple[NoticeFacts, ...]:
    """What was told of an activity in force, oldest first, but for what was contested of it."""
    return await _told(session, today, _of_activity(), {"activity": activity_id})


async def _told(
    session: AsyncSession, today: date, asked: _Asked, values: Mapping[str, object]
) -> tuple[NoticeFacts, ...]:
    """What was told of the plan in force, oldest first, but for what was contested of it."""
    rows = (await session.execute(asked.told, values)).all()
    if not rows:
        return ()
    activities = {one.id: one for one in await _activities(session, [row[2].activity_id for row in rows], today)}
    reported = {row[0]: row[1] for row in await session.execute(asked.reported, values)}
    return tuple(
        _facts(
            notice,
            outbox,
            assignment,
            executor=executor_ref(executor),
            account=account,
            activity=activities[assignment.activity_id],
            reported_at=reported.get(notice.id),
            is_theirs=is_linked and not assignment.is_removed,
        )
        for notice, outbox, assignment, executor, account, is_linked in rows
    )


def _facts(
    notice: Notice,
    outbox: Outbox,
    assignment: Assignment,
    *,
    executor: ExecutorRef,
    account: str,
    activity: ActivityFacts,
    reported_at: datetime | None,
    is_theirs: bool,
) -> NoticeFacts:
    pressed = notice.acknowledged_at
    by_report = reported_at is not None and (pressed is None or reported_at < pressed)
    # A press proves that Telegram had accepted the message, even if a kill kept that from being recorded.
    accepted = min((one for one in (outbox.sent_at, pressed) if one is not None), default=None)
    if accepted is not None:  # a clock that was set back changes no order
        accepted = max(accepted, outbox.queued_at)
    read = reported_at if by_report else pressed
    return NoticeFacts(
        id=notice.id,
        letter=notice.letter_id,
        kind=outbox.kind,
        activity=activity,
        executor=executor,
        leads=assignment.position == 0,
        account=account,
        queued_at=outbox.queued_at,
        accepted_at=accepted,
        failed=accepted is None and outbox.state in (OutboxState.FAILED, OutboxState.CANCELLED),
        acknowledged_at=max(read, accepted) if read is not None and accepted is not None else None,
        by_report=by_report,
        is_theirs=is_theirs,
    )


async def _activities(session: AsyncSession, ids: Collection[int], today: date) -> tuple[ActivityFacts, ...]:
    wanted = set(ids)
    named = (Activity.id.in_(sorted(wanted)),) if len(wanted) <= _FEW else ()
    found = await activities_where(session, today, *named)
    return tuple(one for one in found if one.id in wanted)


async def unread_by_executor(
    session: AsyncSession, workdays: Workdays, days: LocalDays, today: date, since: datetime | None = None
) -> tuple[Unread, ...]:
    """What should have been acknowledged by this working day, by executor, in the order of the plan.

    With `since`, only what Telegram accepted from that moment on.
    """
    query = unread(*_late(workdays, days, today, since)).with_only_columns(Assignment.executor_id, Activity.id)
    found: dict[int, set[int]] = {}
    for executor_id, activity_id in await session.execute(query):
        found.setdefault(executor_id, set()).add(activity_id)
    if not found:
        return ()
    ids = sorted({one for each in found.values() for one in each})
    activities = await activities_where(session, today, Activity.id.in_(ids))
    executors = select(Executor).where(Executor.id.in_(found)).order_by(Executor.position, Executor.id)
    return tuple(
        Unread(executor_ref(row), tuple(one for one in activities if one.id in found[row.id]))
        for row in await session.scalars(executors)
    )


def late_notices(workdays: Workdays, days: LocalDays, today: date, since: datetime | None = None) -> Select[int]:
    """The notices (ids) that should have been acknowledged by this working day."""
    return unread(*_late(workdays, days, today, since)).with_only_columns(Notice.id)


def _late(workdays: Workdays, days: LocalDays, today: date, since: datetime | None) -> tuple[ColumnElement[bool], ...]:
    accepted = Outbox.sent_at < due_to_be_chased(workdays, days, today)
    later = (Outbox.sent_at >= since,) if since is not None else ()
    return accepted, *later, *in_force()


async def _name_of(session: AsyncSession, key: str | None) -> str | None:
    if key is None:
        return None
    return await session.scalar(select(Executor.name).where(Executor.key == key)) or key


def _may_read(reader: Reader, one: NoticeFacts) -> bool:
    return reader.whole_plan or one.executor.id in reader.person.executor_ids
