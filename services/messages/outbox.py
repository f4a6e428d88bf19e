"""The outbox: messages to send. A message is queued with the change it reports, and the scheduler sends it."""

import contextlib
import dataclasses
import functools
import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    Table,
    Update,
    bindparam,
    case,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from models import Account, Anchor, Group, Outbox, OutboxState, UnitGroup
from models.beside import must_hold_chat
from models.database import Database, Line, is_lasting
from models.lists import among
from models.statements import ask
from models.upsert import insert_all_once, insert_once, put_all
from services import audit
from services.messages.impersonal import is_impersonal
from services.messages.kinds import Letter, LetterKind
from services.messages.together import Together

log = structlog.get_logger(__name__)

BULK = 1  # the priority of the scheduler's messages; an answer to what a person did has 0
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=1)
A_MINUTES_WORTH = 2_000  # the newest rows, among which are all those sent in the last minute
HOLDS_BACK = 10  # attempts at a message during which later ones for the same chat wait
COUNTED_UP_TO = 10_000
ANCHOR_KEY = ("chat_id", "message_id")
UNSETTLED = (OutboxState.SENDING, OutboxState.QUEUED)
Moment = datetime | BindParameter[datetime]
_Values = Mapping[str, object]
_TABLE: Table = Outbox.__table__  # type: ignore[assignment]  # a declared class's table is a Table
_RECORD_SENT = (
    # Queued too: whoever took over from this process must not say what was said.
    update(_TABLE)
    .where(Outbox.id == bindparam("row"), or_(*(Outbox.state == one for one in UNSETTLED)))
    .values(state=OutboxState.SENT, sent_at=bindparam("sent_at"), message_id=bindparam("message_id"), worker=None)
)
_RECORD_BEGUN = (
    update(_TABLE)
    .where(among(Outbox.id, "rows"))
    .where(Outbox.state == OutboxState.SENDING, Outbox.worker == bindparam("by"))
    .values(begun_at=bindparam("begun_at"))
    .returning(_TABLE.c.id)
)
# On PostgreSQL a whole group is one statement: prepared once, and one round trip for its transaction.
_RECORD_ALL = text(
    "WITH accepted AS ("
    "UPDATE outbox SET state = 'sent', sent_at = given.sent_at, message_id = given.message_id, worker = NULL "
    "FROM unnest(:rows, :sent_at, :message_ids) AS given (id, sent_at, message_id) "
    "WHERE outbox.id = given.id AND outbox.state IN ('sending', 'queued')"
    "), anchored AS ("
    "INSERT INTO anchor (chat_id, message_id, account_id, purpose, refs, report_id, said_at) "
    "SELECT chat_id, message_id, account_id, purpose, CAST(refs AS json), report_id, said_at "
    "FROM unnest(:about_chats, :about_messages, :accounts, :purposes, :refs, :reports, :said_at) "
    "AS given (chat_id, message_id, account_id, purpose, refs, report_id, said_at) "
    "ON CONFLICT (chat_id, message_id) DO UPDATE SET account_id = excluded.account_id, purpose = excluded.purpose, "
    "refs = excluded.refs, report_id = coalesce(excluded.report_id, anchor.report_id), said_at = excluded.said_at, "
    "answered_at = NULL"
    ") UPDATE outbox SET begun_at = :begun_at "
    "WHERE id = ANY(:begun) AND state = 'sending' AND worker = :by RETURNING id"
).bindparams(
    bindparam("rows", type_=ARRAY(Integer)),
    bindparam("sent_at", type_=ARRAY(Outbox.sent_at.type)),
    bindparam("message_ids", type_=ARRAY(BigInteger)),
    bindparam("about_chats", type_=ARRAY(BigInteger)),
    bindparam("about_messages", type_=ARRAY(BigInteger)),
    bindparam("accounts", type_=ARRAY(Integer)),
    bindparam("purposes", type_=ARRAY(String)),
    bindparam("refs", type_=ARRAY(String)),
    bindparam("reports", type_=ARRAY(Integer)),
    bindparam("said_at", type_=ARRAY(Anchor.said_at.type)),
    bindparam("begun", type_=ARRAY(Integer)),
    bindparam("begun_at", type_=Outbox.begun_at.type),
    bindparam("by", type_=Integer),
)


class UnrecordableError(Exception):
    """What became of a message cannot be recorded, and trying again is of no use; the text names the error."""


@dataclasses.dataclass(frozen=True)
class _Record:
    """That a message was accepted, as values of the statement above, and what it is about, as a row of the anchors.

    And which message has begun to be sent, and when.
    """

    accepted: Mapping[str, object] | None = None
    anchor: Mapping[str, object] | None = None
    begun: tuple[int, datetime] | None = None
    row: int = 0  # that was accepted


@dataclasses.dataclass(frozen=True)
class Owed:
    """A claimed row: what to say and to whom. `kind` and `refs` are as stored, perhaps by another release.

    `is_to_lost`: its recipient is a group that the bot could not write to before.
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
class Told:
    """A message that was sent, and the language of whoever got it (None: not known)."""

    chat_id: int
    message_id: int
    locale: str | None


@dataclasses.dataclass(frozen=True)
class Troubled:
    """A message that failed permanently: its recipient, Telegram's reason, and when it was queued."""

    id: int
    kind: str
    recipient: str
    reason: str
    queued_at: datetime


@dataclasses.dataclass(frozen=True)
class Troubles:
    """The state of the outbox: `oldest` is the age in seconds of the oldest message that may be sent."""

    queued: int
    oldest: float
    failed: int
    newest: tuple[Troubled, ...]


@dataclasses.dataclass(frozen=True)
class ToSend:
    """A message to queue: what it is about, a key that no other has, and the chat, with its account if it has one.

    Priority 0 (an answer to a person's action) goes before BULK. It is not sent before `not_before`.
    """

    letter: Letter
    key: str
    chat_id: int
    account_id: int | None = None
    priority: int = 0
    not_before: datetime | None = None


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
    """Queue a message in the caller's transaction. Returns the row's id, or None if `key` was already queued or sent.

    `letter` says what the message is about; its text is written when it is sent. Priority 0 (an answer to a person's
    action) goes before BULK. Nothing is queued for an account that stands for nobody.
    """
    if is_impersonal(chat_id):
        return None
    own = ToSend(letter, key, chat_id, account_id, priority, not_before)
    return await insert_once(session, Outbox, _row(session, own, now), "key")


async def owe_all(session: AsyncSession, messages: Iterable[ToSend], now: datetime) -> dict[str, int]:
    """Queue several at once, in their order; the rows' ids by the keys of those that were not queued or sent before."""
    rows = [_row(session, one, now) for one in messages if not is_impersonal(one.chat_id)]
    return await insert_all_once(session, Outbox, rows, "key") if rows else {}


def _row(session: AsyncSession, message: ToSend, now: datetime) -> dict[str, object]:
    must_hold_chat(session, message.chat_id)
    return {
        "key": message.key,
        "kind": message.letter.kind,
        "refs": message.letter.as_json(),
        "chat_id": message.chat_id,
        "account_id": message.account_id,
        "priority": message.priority,
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "queued_at": now,
        "next_try_at": message.not_before or now,
    }


async def owe_accounts(
    session: AsyncSession,
    accounts: Sequence[tuple[int, int]],
    letter: Letter,
    *,
    key: str,
    now: datetime,
    priority: int = 0,
    not_before: datetime | None = None,
) -> dict[int, int]:
    """Queue one message for each of the accounts (account id and Telegram id); the rows' ids by the accounts'."""
    messages = [
        ToSend(letter, f"{key}:{telegram_id}", telegram_id, account_id, priority, not_before)
        for account_id, telegram_id in accounts
    ]
    rows = await owe_all(session, messages, now)
    return {one.account_id: rows[one.key] for one in messages if one.account_id is not None and one.key in rows}


class OutboxQueue:
    """The sending side: claims messages and records what became of each. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._in_hand: set[int] = set()
        self._stray: set[int] = set()  # in nobody's hands, but the database could not be told so
        self._is_unsure = False  # by the database's books this process may hold more than it has in hand
        self._lost: set[int] = set()  # not begun, for another process has taken them over
        self._faults: dict[int, Exception] = {}  # of rows whose record cannot be written, whoever else's can
        self._records = Together(self._record, keeps=True)

    @property
    def _worker(self) -> int:
        return self._database.worker.number

    async def holders(self) -> set[int]:
        """The numbers of the processes that have messages in hand, living or dead; 0 is one that gave no number."""
        query = select(func.coalesce(Outbox.worker, 0)).where(Outbox.state == OutboxState.SENDING).distinct()
        async with self._database.read() as session:
            return set(await session.scalars(query))

    async def recover(self, now: datetime, dead: Collection[int] | None = None) -> int:
        """Queue again what these processes held, who live no more; None: all that is held. Returns how many.

        Telegram may have accepted a message that was being sent, without a record of it, so it may arrive twice: the
        only possible repeat. Such a message goes after all others, and later with each death, so that a process that
        keeps dying does not keep repeating it. A message that was only claimed keeps its turn.
        """
        of_dead = [] if dead is None else [func.coalesce(Outbox.worker, 0).in_(dead)]
        async with self._database.write(Line.OUTBOX) as session:
            return await self._queue_again(session, now, "the process ended", *of_dead)

    @staticmethod
    async def _queue_again(session: AsyncSession, now: datetime, why: str, *held: ColumnElement[bool]) -> int:
        """Queue again what is held so; `why` is the reason of what was begun. Returns how many."""
        back: dict[str, object] = {"state": OutboxState.QUEUED, "next_try_at": now, "worker": None, "begun_at": None}
        last = case((Outbox.priority < BULK, BULK), else_=Outbox.priority) + 1
        claimed = update(Outbox).where(Outbox.state == OutboxState.SENDING, *held)
        begun = claimed.where(Outbox.begun_at.is_not(None))
        rows = [
            *await session.scalars(begun.values(priority=last, reason=why, **back).returning(Outbox.id)),
            *await session.scalars(claimed.values(attempts=Outbox.attempts - 1, **back).returning(Outbox.id)),
        ]
        return len(rows)

    async def adopt(self, former: int) -> None:
        """Keep what is in hand, though this process has a new number: as far as nobody took it over meanwhile."""
        mine = update(Outbox).where(
            Outbox.id.in_(list(self._in_hand)), Outbox.state == OutboxState.SENDING, Outbox.worker == former
        )
        async with self._database.write(Line.OUTBOX) as session:
            await session.execute(mine.values(worker=self._worker))

    async def lately(self, now: datetime) -> list[tuple[int, float]]:
        """(chat id, seconds ago) of what was sent in the last minute, so that a restart keeps to the rate limits."""
        since = now - timedelta(minutes=1)
        async with self._database.read() as session:
            newest = await session.scalar(select(func.max(Outbox.id))) or 0
            query = select(Outbox.chat_id, Outbox.sent_at).where(
                Outbox.id > newest - A_MINUTES_WORTH, Outbox.sent_at > since, Outbox.sent_at <= now
            )
            rows = await session.execute(query.order_by(Outbox.sent_at))
            return [(chat, (now - sent_at).total_seconds()) for chat, sent_at in rows if sent_at is not None]

    async def claim(self, now: datetime, limit: int, resting: Collection[int] = ()) -> list[Owed]:
        """Take in hand up to `limit` messages that may be sent now, one per chat (order within a chat is kept).

        Messages to the chats in `resting` are left: they would only make the others wait. Processes claim one after the
        other, so that no two of them have messages of one chat in hand.
        """
        was_unsure, self._is_unsure = self._is_unsure, False
        try:
            async with self._database.write(Line.OUTBOX) as session:
                stray = await self._put_back(session, now)
                if was_unsure:
                    not_in_hand = Outbox.id.not_in(list(self._in_hand | stray))
                    await self._queue_again(session, now, "not in hand", Outbox.worker == self._worker, not_in_hand)
                given = {"now": now, "limit": limit, "resting": list(resting)}
                ids = [row for row in await session.scalars(_claimable(), given) if row not in self._in_hand]
                claimed = await self._take(session, ids) if ids else []
        except BaseException:
            self._is_unsure = True  # it may be committed, and the answer lost on its way
            raise
        self._stray -= stray
        self._in_hand.update(owed.id for owed in claimed)
        return claimed

    async def _take(self, session: AsyncSession, ids: list[int]) -> list[Owed]:
        held = [row.id for row in await ask(session, _taken(), {"ids": ids, "by": self._worker})]
        rows = await ask(session, _with_reader(), {"ids": held}) if held else []
        return [
            Owed(
                id=row.id,
                key=row.key,
                kind=row.kind,
                refs=row.refs,
                chat_id=row.chat_id,
                thread_id=row.thread_id,
                account_id=row.account_id,
                locale=row.locale,
                attempts=row.attempts,
                queued_at=row.queued_at,
                is_to_lost=row.lost_at is not None,
            )
            for row in rows
        ]

    async def _put_back(self, session: AsyncSession, now: datetime) -> set[int]:
        """Queue again what is in nobody's hands."""
        stray = set(self._stray)
        if stray:
            await session.execute(
                self._held(stray).values(
                    state=OutboxState.QUEUED, worker=None, begun_at=None, next_try_at=now + FIRST_PAUSE
                )
            )
        return stray

    def _held(self, ids: Collection[int]) -> Update:
        """A change to these messages, as far as this process has them in hand."""
        return update(Outbox).where(
            Outbox.id.in_(list(ids)), Outbox.state == OutboxState.SENDING, Outbox.worker == self._worker
        )

    async def begin(self, owed: Owed, now: datetime) -> bool:
        """Record that sending begins: from now on Telegram may have the message. Returns once that is on disk.

        It is written together with others, as `sent` is. False if it must not be sent, for another process has taken
        it over.
        """
        await self._records.add(_Record(begun=(owed.id, now)))
        self._raise_fault(owed)
        return self._is_mine(owed)

    def _is_mine(self, owed: Owed) -> bool:
        """Whether a message that was to be begun may be sent."""
        if owed.id not in self._lost:
            return True
        self._lost.discard(owed.id)
        self._in_hand.discard(owed.id)
        self._is_unsure = True  # it may have been adopted since
        return False

    async def sent(
        self,
        owed: Owed,
        message_id: int,
        now: datetime,
        then: Owed | None = None,
        anchor: Mapping[str, object] | None = None,
    ) -> bool:
        """Record that Telegram accepted the message, and that sending of `then` begins. Returns once that is on disk.

        `anchor` is the row that says what the message is about (`anchors.row_of`); the rest is written without it
        if it cannot be. Calls made while another record is being written are written together after it. Whether `then`
        may be sent: False if another process has taken it over, or that could not be recorded. Raises
        SQLAlchemyError if it may be tried again, else UnrecordableError.
        """
        accepted: dict[str, object] = {"row": owed.id, "sent_at": now, "message_id": message_id}
        await self._records.add(_Record(accepted, anchor, None if then is None else (then.id, now), owed.id))
        self._raise_fault(owed)
        self._in_hand.discard(owed.id)
        return then is not None and self._faults.pop(then.id, None) is None and self._is_mine(then)

    async def unrecorded(self, owed: Owed, reason: str, now: datetime) -> None:
        """Give up recording that a message was accepted: it failed for that reason, and is not said again by itself.

        If not even that can be recorded, the state alone is. Raises SQLAlchemyError if it may be tried again, else
        UnrecordableError: then the row stays as it is until the next start.
        """
        try:
            async with self._database.write(Line.NONE) as session:
                await self._fail(session, owed, reason, now)
        except Exception as error:
            if not is_lasting(error):
                raise
            await self._fail_barely(owed)
        self._in_hand.discard(owed.id)

    async def _fail_barely(self, owed: Owed) -> None:
        try:
            async with self._database.write(Line.NONE) as session:
                await session.execute(self._held([owed.id]).values(state=OutboxState.FAILED))
        except Exception as error:
            if not is_lasting(error):
                raise
            raise UnrecordableError(type(error).__name__) from error

    def _raise_fault(self, owed: Owed) -> None:
        if (fault := self._faults.pop(owed.id, None)) is not None:
            raise UnrecordableError(type(fault).__name__) from fault

    async def _record(self, records: Sequence[_Record]) -> None:
        try:
            await self._write(records)
        except Exception as error:
            if not is_lasting(error):
                raise
            for record in records:
                await self._write_apart(record)

    async def _write_apart(self, record: _Record) -> None:
        """Write what can be written of it: a fault in one record must not keep the others from being written."""
        if record.begun is not None:
            await self._write_first(record.begun[0], _Record(begun=record.begun))
        if record.accepted is not None:
            whole, bare = _Record(record.accepted, record.anchor), _Record(record.accepted)
            await self._write_first(record.row, whole, *([bare] if record.anchor is not None else []))

    async def _write_first(self, row: int, *choices: _Record) -> None:
        """Write the first of these that can be; the fault is kept for whoever waits for that row."""
        for choice in choices:
            try:
                await self._write([choice])
            except Exception as error:
                if not is_lasting(error):
                    raise
                self._faults[row] = error
                log.warning("a record cannot be written whole", outbox=row, reason=type(error).__name__)
            else:
                self._faults.pop(row, None)
                return

    async def _write(self, records: Sequence[_Record]) -> None:
        accepted = [one.accepted for one in records if one.accepted is not None]
        anchors = [one.anchor for one in records if one.anchor is not None]
        over = {one.row for one in records if one.accepted is not None}  # one statement may not change a row twice
        begun = dict(one.begun for one in records if one.begun is not None and one.begun[0] not in over)
        write = self._write_in_file if self._database.is_sqlite else self._write_on_server
        self._lost |= set(begun) - await write(accepted, anchors, begun)

    async def _write_in_file(
        self, accepted: Sequence[_Values], anchors: Sequence[_Values], begun: Mapping[int, datetime]
    ) -> set[int]:
        """Write a group; the rows that may be sent now. One by one, for each is shorter than the way to a thread."""
        async with self._database.write(Line.NONE) as session:
            for values in accepted:
                await ask(session, _RECORD_SENT, values)
            for values in anchors:
                await put_all(session, Anchor, ANCHOR_KEY, [values])
            if not begun:
                return set()
            given = {"rows": list(begun), "by": self._worker, "begun_at": max(begun.values())}
            return {row.id for row in await ask(session, _RECORD_BEGUN, given)}

    async def _write_on_server(
        self, accepted: Sequence[_Values], anchors: Sequence[_Values], begun: Mapping[int, datetime]
    ) -> set[int]:
        """The same in one statement."""
        about = list({(one["chat_id"], one["message_id"]): one for one in anchors}.values())
        given = {
            "rows": [one["row"] for one in accepted],
            "sent_at": [one["sent_at"] for one in accepted],
            "message_ids": [one["message_id"] for one in accepted],
            "about_chats": [one["chat_id"] for one in about],
            "about_messages": [one["message_id"] for one in about],
            "accounts": [one["account_id"] for one in about],
            "purposes": [one["purpose"] for one in about],
            "refs": [json.dumps(one["refs"]) for one in about],
            "reports": [one.get("report_id") for one in about],
            "said_at": [one["said_at"] for one in about],
            "begun": list(begun),
            "begun_at": max(begun.values(), default=None),
            "by": self._worker,
        }
        async with self._database.at_once() as connection:
            return set((await connection.execute(_RECORD_ALL, given)).scalars())

    async def cancelled(self, owed: Owed, reason: str) -> None:
        """Record that the message is no longer needed."""
        await self._settle(owed, state=OutboxState.CANCELLED, reason=reason)

    async def failed(self, owed: Owed, reason: str, now: datetime) -> None:
        """Record that the message failed permanently, and why."""
        async with self._letting_go(owed) as session:
            await self._fail(session, owed, reason, now)

    async def _fail(self, session: AsyncSession, owed: Owed, reason: str, now: datetime) -> None:
        failed = {"state": OutboxState.FAILED, "reason": reason, "worker": None, "begun_at": None}
        if not await self._let_go(session, [owed.id], **failed):
            return
        audit.note(session, "outbox.failed", f"outbox:{owed.id}", actor=audit.SYSTEM, now=now, after={"reason": reason})

    async def release(self, held: Collection[Owed]) -> None:
        """Queue again messages that were claimed but not tried."""
        ids = [owed.id for owed in held]
        back = {"state": OutboxState.QUEUED, "attempts": Outbox.attempts - 1, "worker": None, "begun_at": None}
        async with self._database.write(Line.NONE) as session:
            await self._let_go(session, ids, **back)
        self._in_hand.difference_update(ids)

    async def again(self, owed: Owed, at: datetime, reason: str) -> None:
        """Queue the message again, to be tried from `at` on."""
        await self._settle(owed, state=OutboxState.QUEUED, next_try_at=at, reason=reason)

    async def waiting(self, now: datetime) -> int:
        """How many messages may be sent at `now` or are being sent."""
        [found] = await self._database.ask(lambda ask: ask(_in_line(), {"now": now}))
        return int(found[0])

    async def moments(self, after: datetime, until: datetime) -> list[datetime]:
        """When messages are to be sent that were queued for a moment between these."""
        async with self._database.read() as session:
            query = select(Outbox.next_try_at).where(
                Outbox.state == OutboxState.QUEUED, Outbox.next_try_at > after, Outbox.next_try_at <= until
            )
            return list(await session.scalars(query.distinct()))

    async def troubles(self, now: datetime, limit: int) -> Troubles:
        """The backlog, and the messages that failed, newest first, at most `limit` of them."""
        _, oldest = await self.backlog(now)
        async with self._database.read() as session:
            queued = await session.scalar(select(func.count()).where(Outbox.state == OutboxState.QUEUED)) or 0
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
        """Queue a failed message again at an admin's request; False if it is not (or no longer) a failed one."""
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

    async def told(self, key: str, kind: LetterKind) -> tuple[Told, ...]:
        """The letters of this kind sent under this key, and under keys that go on from it: each recipient's own.

        Letters of other kinds go on from the same key to other people: the answer to who asked, not a copy of it.
        """
        query = (
            select(Outbox.chat_id, Outbox.message_id, Account.locale)
            .outerjoin(Account, Account.telegram_id == Outbox.chat_id)
            .where(
                Outbox.state == OutboxState.SENT,
                Outbox.message_id.is_not(None),
                Outbox.kind == kind,
                Outbox.key.startswith(f"{key}:", autoescape=True),
            )
            .order_by(Outbox.id)
        )
        async with self._database.read() as session:
            rows = await session.execute(query)
            return tuple(Told(chat, message, locale) for chat, message, locale in rows if message is not None)

    async def backlog(self, now: datetime) -> tuple[int, float]:
        """How many messages are queued, counted up to COUNTED_UP_TO, and the age in seconds of the oldest that may go.

        0 if none may be sent at `now`. It takes as long however many are queued: a monitor asks every few seconds.
        """
        async with self._database.read() as session:
            queued = await session.scalar(_queued_up_to()) or 0
            oldest = await session.scalar(_oldest(), {"now": now})
        return queued, (now - oldest).total_seconds() if oldest is not None else 0.0

    async def _settle(self, owed: Owed, **values: object) -> None:
        async with self._letting_go(owed) as session:
            await self._let_go(session, [owed.id], worker=None, begun_at=None, **values)

    async def _let_go(self, session: AsyncSession, ids: Collection[int], **values: object) -> int:
        """Change messages that leave this process's hands; how many. If some were not found there, it is unsure."""
        changed = (await session.scalars(self._held(ids).values(**values).returning(Outbox.id))).all()
        self._is_unsure = self._is_unsure or len(changed) < len(ids)  # its number may have changed meanwhile
        return len(changed)

    @contextlib.asynccontextmanager
    async def _letting_go(self, owed: Owed) -> AsyncIterator[AsyncSession]:
        """A transaction that records a message not accepted; if it fails, the message is queued again later."""
        try:
            async with self._database.write(Line.NONE) as session:
                yield session
        except BaseException:
            self._stray.add(owed.id)
            raise
        finally:
            self._in_hand.discard(owed.id)


def pause_after(attempts: int) -> timedelta:
    """The growing pause before the next attempt: 2 s, 4 s, 8 s … at most one minute."""
    doublings = max(0, min(attempts - 1, 10))
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _is_queued(now: Moment) -> ColumnElement[bool]:
    return (Outbox.state == OutboxState.QUEUED) & _may_go(Outbox, now)


def _may_go(row: type[Outbox], now: Moment) -> ColumnElement[bool]:
    """Whether its time has come; or it was due at once, or is a retry, and the clock was put back since."""
    at_once = (row.next_try_at == row.queued_at) | (row.attempts > 0)
    return (row.next_try_at <= now) | ((row.queued_at > now) & at_once)


@functools.cache  # building it takes longer than asking it
def _claimable() -> Select[int]:
    """The messages that may be claimed, given `now`, `limit` and the `resting` chats."""
    now: Moment = bindparam("now", type_=Outbox.next_try_at.type)
    limit: BindParameter[int] = bindparam("limit", type_=Integer)
    resting: BindParameter[int] = bindparam("resting", expanding=True)
    other = aliased(Outbox, name="other")
    # A chat's messages go in order: one that is being sent, or an older one that may go or waits for a retry, holds
    # back the rest. (One that keeps failing must not silence its chat forever.)
    held_back = (
        select(other.id)
        .where(
            other.chat_id == Outbox.chat_id,
            other.state.in_(UNSETTLED),  # do not scan the chat's whole history
            or_(
                other.state == OutboxState.SENDING,
                (other.id < Outbox.id) & (_may_go(other, now) | other.attempts.between(1, HOLDS_BACK)),
            ),
        )
        .exists()
    )
    # So that it reads the index in the order of sending and stops at the limit, however many messages wait.
    return (
        select(Outbox.id)
        .where(_is_queued(now), Outbox.chat_id.not_in(resting), ~held_back)
        .order_by(Outbox.priority, Outbox.id)
        .limit(limit)
    )


@functools.cache
def _queued_up_to() -> Select[int]:
    """How many are queued, as far as a monitor must know."""
    # The state is written out: a parameter would hide from the database that it is that of the partial index.
    queued = select(Outbox.id).where(text("state = 'queued'")).limit(COUNTED_UP_TO).subquery()
    return select(func.count()).select_from(queued)


@functools.cache
def _oldest() -> Select[datetime]:
    """When the message that may go at `now` and has waited longest was to be sent."""
    now: Moment = bindparam("now", type_=Outbox.next_try_at.type)
    due = select(Outbox.next_try_at).where(text("state = 'queued'"), Outbox.next_try_at <= now)
    return due.order_by(Outbox.next_try_at).limit(1)


@functools.cache
def _in_line() -> Select[int]:
    now: Moment = bindparam("now", type_=Outbox.next_try_at.type)
    return select(func.count()).where(or_(Outbox.state == OutboxState.SENDING, _is_queued(now)))


@functools.cache
def _taken() -> ReturningUpdate[int]:
    """Takes in hand what is queued among the `ids`, for the process `by`."""
    return (
        update(_TABLE)
        .where(among(Outbox.id, "ids"), Outbox.state == OutboxState.QUEUED)
        .values(state=OutboxState.SENDING, worker=bindparam("by"), begun_at=None, attempts=Outbox.attempts + 1)
        .returning(_TABLE.c.id)
    )


@functools.cache
def _with_reader() -> Select[*tuple[Any, ...]]:
    told = Outbox.id, Outbox.key, Outbox.kind, Outbox.refs, Outbox.chat_id, Outbox.account_id, Outbox.attempts
    return (
        select(
            *told,
            Outbox.queued_at,
            Account.locale,
            func.coalesce(Group.thread_id, UnitGroup.thread_id).label("thread_id"),
            Group.lost_at,
        )
        .outerjoin(Account, Account.telegram_id == Outbox.chat_id)
        .outerjoin(Group, Group.chat_id == Outbox.chat_id)
        .outerjoin(UnitGroup, UnitGroup.chat_id == Outbox.chat_id)
        .where(among(Outbox.id, "ids"))
        .order_by(Outbox.priority, Outbox.id)
    )
