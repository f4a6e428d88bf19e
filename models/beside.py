"""Deciding beside others: who decides on one person and one activity alone need not wait for those on others.

A transaction beside others holds what it changes: its person from the start, a part with its activity and the chats
that it writes to from when it needs them, always in this order, so that no two can wait for each other. Whatever else
it is about to change (`Alone`), it is rolled back and done anew by itself, in the line of all who decide. So what
nobody has thought of is slower, and never wrong.
"""

import asyncio
import functools
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import Connection, Executable, Integer, Select, bindparam, event, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, UOWTransaction

from models.activity import Activity, Assignment
from models.audit import Audit
from models.base import Base
from models.outbox import Outbox
from models.report import Report, ReportState
from models.rows import hold
from models.statements import apart, ask, may_ask, row_of

ROOM = 4  # transactions of a process beside each other: each has a connection, of which readers need most
# The first of two keys of PostgreSQL's advisory locks, arbitrary; no other program may use them in this database.
PEOPLE = 0x17_0C_94  # the second is an account's id
CHATS = 0x17_0C_95  # the second is what `_key` makes of a chat's id

# They are taken from left to right: the line first.
_STAND = text("SELECT pg_advisory_xact_lock_shared(:line), pg_advisory_xact_lock(:people, :account)").execution_options(
    stands=True
)
_HOLD_CHATS = text(
    "SELECT pg_advisory_xact_lock(:chats, key) FROM unnest(CAST(:keys AS integer[])) AS key"
).execution_options(stands=True)


class Alone(Exception):  # noqa: N818 -- it is no error
    """It decides on more than it holds: it must be done anew, alone."""


class Entrance:
    """Where one process goes into the line of those who decide: who came first goes first, alone or beside others.

    Waiting in Python holds no connection.
    """

    def __init__(self) -> None:
        self._next = asyncio.Lock()
        self._room = asyncio.Semaphore(ROOM)

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """A block that only those are in who are beside others too."""
        async with self._next:
            await self._room.acquire()
        try:
            yield
        finally:
            self._room.release()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """A block that nobody else is in."""
        async with self._next, AsyncExitStack() as all_of_it:
            for _ in range(ROOM):
                await all_of_it.enter_async_context(self._room)
            yield


class BesideSession(Session):
    """A transaction beside others. It changes what it holds, and adds reports of it, audit rows and letters."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.held: set[tuple[type[Base], int]] = set()
        self.made: list[Report] = []
        self.is_looked_at = False  # what is being written was

    def holds(self, of: type[Base], key: object) -> bool:
        """Whether a row is this transaction's; of the outbox, all rows of a chat."""
        return (of, key) in self.held

    def may_write(self, row: object) -> bool:
        """Whether a row that was added or changed is one that it may write."""
        if isinstance(row, Report):
            is_made = row in self.new or any(row is one for one in self.made)
            return is_made and row.state is ReportState.RECORDED and self.holds(Assignment, row.assignment_id)
        if isinstance(row, Audit):
            return row in self.new
        if isinstance(row, Outbox):
            return self.holds(Outbox, row.chat_id)
        return isinstance(row, Activity | Assignment) and self.holds(type(row), row.id)

    def may_run(self, statement: Executable, values: Mapping[str, Any]) -> bool:
        """Whether a statement is known to be right: it reads, or changes what is held.

        Of a row that is changed, `of` is the id that its WHERE names; of a letter, the option `of_chat` its chat.
        """
        options = statement.get_execution_options()
        if self.is_looked_at or statement.is_select or "stands" in options:
            return True
        table = getattr(getattr(statement, "table", None), "name", "")
        if statement.is_insert:
            is_recorded = values.get("state") is ReportState.RECORDED
            is_report = (
                table == Report.__tablename__ and is_recorded and self.holds(Assignment, values["assignment_id"])
            )
            # Whoever queues a letter asks whether its chat is held.
            return is_report or table in (Audit.__tablename__, Outbox.__tablename__)
        named: dict[type[Base], object] = {
            Activity: values.get("of"),
            Assignment: values.get("of"),
            Outbox: options.get("of_chat"),
        }
        return statement.is_update and any(
            table == one.__tablename__ and self.holds(one, key) for one, key in named.items()
        )


@event.listens_for(BesideSession, "after_begin")
def _watch(session: BesideSession, _transaction: object, connection: Connection) -> None:
    """Everything is refused on its connection that is not known to be right."""

    @event.listens_for(connection, "before_execute")
    def _look(_connection: object, statement: Executable, many: object, values: Mapping[str, Any], _: object) -> None:
        if many or not session.may_run(statement, values):
            raise Alone


@event.listens_for(BesideSession, "before_flush")
def _write_what_is_held(session: BesideSession, _context: UOWTransaction, _instances: object) -> None:
    if session.deleted or not all(session.may_write(row) for row in (*session.new, *session.dirty)):
        raise Alone
    session.made += [row for row in session.new if isinstance(row, Report)]
    session.is_looked_at = True


@event.listens_for(BesideSession, "after_flush")
def _written(session: BesideSession, _context: UOWTransaction) -> None:
    session.is_looked_at = False


def _beside(session: AsyncSession) -> BesideSession | None:
    """The transaction, if it stands beside others."""
    return session.sync_session if isinstance(session.sync_session, BesideSession) else None


def is_beside(session: AsyncSession) -> bool:
    """Whether the transaction stands beside others."""
    return _beside(session) is not None


async def stand(session: AsyncSession, line: int, account_id: int) -> None:
    """Have a person's doings to oneself, beside all others who do the same, and not beside those alone in the line."""
    await session.execute(_STAND, {"line": line, "people": PEOPLE, "account": account_id})


async def part_to_change(session: AsyncSession, assignment_id: int | None) -> tuple[Activity, Assignment]:
    """The rows of an activity and of a part in it, as they stand. Beside others, nobody else changes them meanwhile."""
    beside = _beside(session)
    is_ours = beside is None or beside.holds(Assignment, assignment_id)
    with session.no_autoflush:  # a new report is written once, when it is known what it says
        activity, assignment = await _part_of(session, assignment_id, is_locked=not is_ours)
    if beside is not None:
        beside.held |= {(Assignment, assignment.id), (Activity, activity.id)}
    return activity, assignment


async def _part_of(session: AsyncSession, assignment_id: int | None, *, is_locked: bool) -> tuple[Activity, Assignment]:
    if not may_ask(session):
        both = select(Activity, Assignment).join(Assignment, Assignment.activity_id == Activity.id)
        activity, assignment = (await session.execute(both.where(Assignment.id == assignment_id))).one()
        return activity, assignment
    [found] = await ask(session, _part(is_locked=is_locked), {"assignment": assignment_id})
    activity, assignment = apart(found, row_of(Activity), row_of(Assignment))
    return hold(session, Activity, activity, anew=is_locked), hold(session, Assignment, assignment, anew=is_locked)


def go_alone(session: AsyncSession) -> None:
    """Have it done anew, alone, if it is done beside others: somebody else was quicker."""
    if _beside(session) is not None:
        raise Alone


@functools.cache
def _part(*, is_locked: bool) -> Select[*tuple[Any, ...]]:
    columns = select(*Activity.__table__.columns, *Assignment.__table__.columns)
    both = columns.join_from(Activity, Assignment, Assignment.activity_id == Activity.id)
    query = both.where(Assignment.id == bindparam("assignment", type_=Integer))
    # What the rows are once they are locked, not what they were when the statement began.
    return query.with_for_update(key_share=True, of=(Activity, Assignment)) if is_locked else query


async def hold_chats(session: AsyncSession, chats: Collection[int]) -> None:
    """Have to oneself what is written to these chats: their letters keep the order of the commits."""
    beside = _beside(session)
    if beside is None or not chats:
        return
    if any(of is Outbox for of, _ in beside.held):
        raise Alone  # all at once and in order, or two could wait for each other
    keys = sorted({_key(one) for one in chats})
    await session.execute(_HOLD_CHATS, {"chats": CHATS, "keys": keys})
    beside.held |= {(Outbox, one) for one in chats}


def _key(chat_id: int) -> int:
    """Chats that share a key merely wait for each other."""
    return chat_id % 2**31


def must_hold_chat(session: AsyncSession, chat_id: int) -> None:
    """Raise `Alone` if a letter to the chat may not be queued beside others."""
    beside = _beside(session)
    if beside is not None and not beside.holds(Outbox, chat_id):
        raise Alone
