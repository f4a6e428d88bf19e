"""The outbox: what the bot owes people to say. Written with the change it tells of, emptied by the scheduler."""

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, bindparam, case, func, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Account, Group, Outbox, OutboxState
from models.database import Database
from models.upsert import insert_once
from services import audit
from services.messages.impersonal import is_impersonal
from services.messages.kinds import Letter

BULK = 1  # the priority of the scheduler's messages; an answer to what a person did has 0
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=1)
A_MINUTES_WORTH = 2_000  # rows among which those sent in the last minute are
HOLDS_BACK = 10  # tries of a message during which its chat's later ones wait for it
_RECORD_SENT = (
    update(Outbox.__table__)  # type: ignore[arg-type]  # a declared class's table is a Table
    .where(Outbox.id == bindparam("row"), Outbox.state == OutboxState.SENDING)
    .values(state=OutboxState.SENT, sent_at=bindparam("sent_at"), message_id=bindparam("message_id"), lease_until=None)
)
_RECORD_BEGUN = (
    update(Outbox.__table__)  # type: ignore[arg-type]  # as above
    .where(Outbox.id == bindparam("row"), Outbox.state == OutboxState.SENDING)
    .values(begun_at=bindparam("begun_at"))
)


@dataclasses.dataclass(frozen=True)
class Owed:
    """A claimed row: what to say to whom. `kind` and `refs` are as they are kept, of whatever release.

    `is_to_lost` — it goes to a group that could not be written to before.
    """

    id: int
    key: str
    kind: str
    refs: Mapping[str, object]
    chat_id: int
    thread_id: int | None
    account_id: int | None
    locale: str | None
    attempts: int
    queued_at: datetime
    is_to_lost: bool = False


@dataclasses.dataclass(frozen=True)
class Troubled:
    """A message that failed for good: to whom, why (Telegram's own words), since when."""

    id: int
    kind: str
    recipient: str
    reason: str
    queued_at: datetime


@dataclasses.dataclass(frozen=True)
class Troubles:
    """The state of the outbox: `oldest` is the age in seconds of the oldest message that could have gone."""

    queued: int
    oldest: float
    failed: int
    newest: tuple[Troubled, ...]


async def owe(
    session: AsyncSession,
    letter: Letter,
    *,
    key: str,
    chat_id: int,
    now: datetime,
    account_id: int | None = None,
    priority: int = 0,
    not_before: datetime | None = None,
) -> int | None:
    """Queue a message in the caller's transaction; the row's id, or None where `key` was said or queued before.

    `letter` says what the message is about; the words are found when it is sent. Priority 0 (an answer to what a
    person did) goes before BULK. An account that stands for nobody is told nothing.
    """
    if is_impersonal(chat_id):
        return None
    values = {
        "key": key,
        "kind": letter.kind,
        "refs": letter.as_json(),
        "chat_id": chat_id,
        "account_id": account_id,
        "priority": priority,
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "queued_at": now,
        "next_try_at": not_before or now,
    }
    return await insert_once(session, Outbox, values, "key")


async def owe_accounts(
    session: AsyncSession,
    accounts: Sequence[tuple[int, int]],
    letter: Letter,
    *,
    key: str,
    now: datetime,
    priority: int = 0,
    not_before: datetime | None = None,
) -> None:
    """Queue one message for each of the accounts (account id and Telegram id)."""
    for account_id, telegram_id in accounts:
        await owe(
            session,
            letter,
            key=f"{key}:{telegram_id}",
            chat_id=telegram_id,
            account_id=account_id,
            now=now,
            priority=priority,
            not_before=not_before,
        )


class OutboxQueue:
    """The sending side: claim, then say what became of each. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._in_hand: set[int] = set()
        self._accepted: list[dict[str, object]] = []
        self._begun: list[dict[str, object]] = []
        self._recording = asyncio.Lock()

    async def recover(self, now: datetime) -> int:
        """Put back what a process that died held; how many. Only the owner of the database may call it, at its start.

        What was in hand Telegram may have accepted with nobody to record it, and it will be said once more: the only
        repeat there is. It goes after all else, the later the more often it was in hand at a death, so that a process
        that dies again does not repeat the same message again. What was only claimed goes in its turn.
        """
        back: dict[str, object] = {
            "state": OutboxState.QUEUED,
            "next_try_at": now,
            "lease_until": None,
            "begun_at": None,
        }
        last = case((Outbox.priority < BULK, BULK), else_=Outbox.priority) + 1
        held = Outbox.state == OutboxState.SENDING
        begun = update(Outbox).where(held, Outbox.begun_at.is_not(None))
        claimed = update(Outbox).where(held)
        async with self._database.write() as session:
            rows = [
                *await session.scalars(
                    begun.values(priority=last, reason="the process ended", **back).returning(Outbox.id)
                ),
                *await session.scalars(claimed.values(attempts=Outbox.attempts - 1, **back).returning(Outbox.id)),
            ]
            return len(rows)

    async def lately(self, now: datetime) -> list[tuple[int, float]]:
        """What was sent in the last minute: to which chat, how many seconds ago. A start goes on at that pace."""
        since = now - timedelta(minutes=1)
        async with self._database.read() as session:
            newest = await session.scalar(select(func.max(Outbox.id))) or 0
            query = select(Outbox.chat_id, Outbox.sent_at).where(
                Outbox.id > newest - A_MINUTES_WORTH, Outbox.sent_at > since, Outbox.sent_at <= now
            )
            rows = await session.execute(query.order_by(Outbox.sent_at))
            return [(chat, (now - sent_at).total_seconds()) for chat, sent_at in rows if sent_at is not None]

    async def claim(self, now: datetime, limit: int, resting: Collection[int] = ()) -> list[Owed]:
        """Take up to `limit` messages that may go now, one a chat (order within a chat is kept), under a lease.

        Nothing to the chats that are `resting`: it would only keep the others waiting.

        A row whose lease ran out (its sender lost the database) may be claimed again, but never one that this
        process still holds, whatever the clock did. The guarded UPDATE means two processes never hold one row.
        """
        async with self._database.write() as session:
            # Those in hand are asked for too: they must not take the turn of others away.
            free = await session.scalars(_claimable(now, limit + len(self._in_hand), resting))
            ids = [row for row in free if row not in self._in_hand][:limit]
            if not ids:
                return []
            claimed = (
                update(Outbox)
                .where(Outbox.id.in_(ids), or_(_is_queued(now), _is_abandoned(now)))
                .values(state=OutboxState.SENDING, lease_until=now + LEASE, begun_at=None, attempts=Outbox.attempts + 1)
                .returning(Outbox.id)
            )
            held = (await session.scalars(claimed)).all()
            rows = (await session.execute(_with_reader(held))).all()
        self._in_hand.update(held)
        return [_owed(*row) for row in rows]

    async def begin(self, owed: Owed, now: datetime) -> None:
        """Record that the message comes into hand: Telegram may have it from now on."""
        async with self._database.write() as session:
            await (await session.connection()).execute(_RECORD_BEGUN, [_begun(owed, now)])

    async def sent(self, owed: Owed, message_id: int, now: datetime, then: Owed | None = None) -> None:
        """Record that Telegram accepted the message, and that `then` comes into hand in its place; returns once that is
        on the disk.

        Those who come while another record is being written are written together after it: a disk flush costs more
        than all else in a fast delivery.
        """
        self._accepted.append({"row": owed.id, "sent_at": now, "message_id": message_id})
        if then is not None:
            self._begun.append(_begun(then, now))
        async with self._recording:
            accepted, self._accepted = self._accepted, []
            begun, self._begun = self._begun, []
            try:
                await self._record(accepted, begun)
            except BaseException:
                self._accepted = accepted + self._accepted  # the next to come tries for these as well
                self._begun = begun + self._begun
                raise
        self._in_hand.discard(owed.id)

    async def _record(self, accepted: list[dict[str, object]], begun: list[dict[str, object]]) -> None:
        if accepted:
            async with self._database.write() as session:
                connection = await session.connection()
                await connection.execute(_RECORD_SENT, accepted)
                if begun:
                    await connection.execute(_RECORD_BEGUN, begun)

    async def cancelled(self, owed: Owed, reason: str) -> None:
        """Record that nothing is left to say."""
        await self._settle(owed, state=OutboxState.CANCELLED, reason=reason, lease_until=None)

    async def failed(self, owed: Owed, reason: str, now: datetime) -> None:
        """Record that it can never be said, and why."""
        async with self._letting_go(owed) as session:
            await session.execute(
                update(Outbox)
                .where(Outbox.id == owed.id, Outbox.state == OutboxState.SENDING)
                .values(state=OutboxState.FAILED, reason=reason, lease_until=None, begun_at=None)
            )
            audit.note(
                session, "outbox.failed", f"outbox:{owed.id}", actor=audit.SYSTEM, now=now, after={"reason": reason}
            )

    async def release(self, held: Collection[Owed]) -> None:
        """Put back what was claimed and not tried."""
        ids = [owed.id for owed in held]
        async with self._database.write() as session:
            await session.execute(
                update(Outbox)
                .where(Outbox.id.in_(ids), Outbox.state == OutboxState.SENDING)
                .values(state=OutboxState.QUEUED, attempts=Outbox.attempts - 1, lease_until=None, begun_at=None)
            )
        self._in_hand.difference_update(ids)

    async def again(self, owed: Owed, at: datetime, reason: str) -> None:
        """Put it back, to be tried from `at` on."""
        await self._settle(owed, state=OutboxState.QUEUED, next_try_at=at, reason=reason, lease_until=None)

    async def waiting(self, now: datetime) -> int:
        """How many messages could go at `now` or are being sent."""
        async with self._database.read() as session:
            query = select(func.count()).where(
                or_(
                    Outbox.state == OutboxState.SENDING,
                    _is_queued(now),
                )
            )
            return await session.scalar(query) or 0

    async def troubles(self, now: datetime, limit: int) -> Troubles:
        """What waits though it could have gone, and what failed (the newest first, `limit` at most) and why."""
        queued, oldest = await self.backlog(now)
        async with self._database.read() as session:
            failed = await session.scalar(select(func.count()).where(Outbox.state == OutboxState.FAILED)) or 0
            query = (
                select(Outbox, Account.name, Group.title)
                .outerjoin(Account, Account.telegram_id == Outbox.chat_id)
                .outerjoin(Group, Group.chat_id == Outbox.chat_id)
                .where(Outbox.state == OutboxState.FAILED)
                .order_by(Outbox.id.desc())
                .limit(limit)
            )
            rows = (await session.execute(query)).all()
        troubled = tuple(
            Troubled(
                row[0].id, row[0].kind, row[1] or row[2] or str(row[0].chat_id), row[0].reason or "", row[0].queued_at
            )
            for row in rows
        )
        return Troubles(queued, oldest, failed, troubled)

    async def retry(self, outbox_id: int, by: int, now: datetime) -> bool:
        """Queue a failed message once more, at an admin's word; False where it did not fail (any more)."""
        async with self._database.write() as session:
            again = (
                update(Outbox)
                .where(Outbox.id == outbox_id, Outbox.state == OutboxState.FAILED)
                .values(state=OutboxState.QUEUED, next_try_at=now, attempts=0)
                .returning(Outbox.id)
            )
            if await session.scalar(again) is None:
                return False
            audit.note(session, "outbox.retried", f"outbox:{outbox_id}", actor=by, now=now)
        return True

    async def backlog(self, now: datetime) -> tuple[int, float]:
        """How many messages wait, and the age in seconds of the oldest that may go at `now` (0 where none does)."""
        async with self._database.read() as session:
            queued = await session.scalar(select(func.count()).where(Outbox.state == OutboxState.QUEUED)) or 0
            oldest = await session.scalar(select(func.min(Outbox.next_try_at)).where(_is_queued(now)))
        return queued, max(0.0, (now - oldest).total_seconds()) if oldest is not None else 0.0

    async def _settle(self, owed: Owed, **values: object) -> None:
        async with self._letting_go(owed) as session:
            await session.execute(
                update(Outbox)
                .where(Outbox.id == owed.id, Outbox.state == OutboxState.SENDING)
                .values(begun_at=None, **values)
            )

    @contextlib.asynccontextmanager
    async def _letting_go(self, owed: Owed) -> AsyncIterator[AsyncSession]:
        """A transaction that says what became of a message not accepted; where it fails, the lease runs out."""
        try:
            async with self._database.write() as session:
                yield session
        finally:
            self._in_hand.discard(owed.id)


def pause_after(attempts: int) -> timedelta:
    """The growing pause before the next try: 2 s, 4 s, 8 s … a minute at most."""
    doublings = max(0, min(attempts - 1, 10))
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _begun(owed: Owed, now: datetime) -> dict[str, object]:
    return {"row": owed.id, "begun_at": now}


def _is_queued(now: datetime) -> ColumnElement[bool]:
    return (Outbox.state == OutboxState.QUEUED) & _may_go(Outbox, now)


def _may_go(row: type[Outbox], now: datetime) -> ColumnElement[bool]:
    """Its moment has come; or it was «at once», or a retry's, and the clock was put back since."""
    at_once = (row.next_try_at == row.queued_at) | (row.attempts > 0)
    return (row.next_try_at <= now) | ((row.queued_at > now) & at_once)


def _is_abandoned(now: datetime) -> ColumnElement[bool]:
    return (Outbox.state == OutboxState.SENDING) & (Outbox.lease_until < now)


def _claimable(now: datetime, limit: int, resting: Collection[int]) -> Select[int]:
    other = aliased(Outbox, name="other")
    # A chat's messages go in order: one that is being sent, or an older one that may go or waits to be tried again,
    # holds back the rest. (One that fails whatever is tried must not silence its chat for good.)
    held_back = (
        select(other.id)
        .where(
            other.chat_id == Outbox.chat_id,
            other.state.in_((OutboxState.QUEUED, OutboxState.SENDING)),  # a chat's long past is not walked through
            or_(
                (other.state == OutboxState.SENDING) & (other.lease_until >= now) & (other.id != Outbox.id),
                (other.state == OutboxState.QUEUED) & (other.id < Outbox.id) & _may_go(other, now),
                (other.state == OutboxState.QUEUED) & (other.id < Outbox.id) & other.attempts.between(1, HOLDS_BACK),
                (other.state == OutboxState.SENDING) & (other.id < Outbox.id),
            ),
        )
        .exists()
    )
    # One question for each state, so that each is answered from the index in the order of sending and stops at the
    # limit, however many wait.
    turns = [
        select(Outbox.id, Outbox.priority)
        .where(is_free, Outbox.chat_id.not_in(resting), ~held_back)
        .order_by(Outbox.priority, Outbox.id)
        .limit(limit)
        .subquery()
        for is_free in (_is_queued(now), _is_abandoned(now))
    ]
    either = union_all(*(select(turn) for turn in turns)).subquery()
    return select(either.c.id).order_by(either.c.priority, either.c.id).limit(limit)


def _with_reader(ids: Sequence[int]) -> Select[Outbox, str | None, int | None, datetime | None]:
    return (
        select(Outbox, Account.locale, Group.thread_id, Group.lost_at)
        .outerjoin(Account, Account.telegram_id == Outbox.chat_id)
        .outerjoin(Group, Group.chat_id == Outbox.chat_id)
        .where(Outbox.id.in_(ids))
        .order_by(Outbox.priority, Outbox.id)
    )


def _owed(outbox: Outbox, locale: str | None, thread_id: int | None, lost_at: datetime | None) -> Owed:
    return Owed(
        id=outbox.id,
        key=outbox.key,
        kind=outbox.kind,
        refs=outbox.refs,
        chat_id=outbox.chat_id,
        thread_id=thread_id,
        account_id=outbox.account_id,
        locale=locale,
        attempts=outbox.attempts,
        queued_at=outbox.queued_at,
        is_to_lost=lost_at is not None,
    )
