"""An aiosqlite driver that makes fewer trips to the connection's thread.

aiosqlite enters the thread four times per statement (open a cursor, execute, fetch, close), and waking a thread costs
more than most of our statements do. Here a statement takes one trip: it is executed, its rows are fetched and its
cursor is closed together. SQLAlchemy fetches all rows at once in any case. A transaction begins on the trip of its
first statement, and ends once: SQLAlchemy rolls back whatever it takes back, even after a commit.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

import aiosqlite


class Cursor:
    """The part of the cursor interface that SQLAlchemy uses."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "Cursor":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement and fetch all its rows."""
        await self._connection.visit(self._run, sqlite3.Cursor.execute, statement, values)

    async def executemany(self, statement: str, many: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per set of values."""
        await self._connection.visit(self._run, sqlite3.Cursor.executemany, statement, many)

    async def fetchall(self) -> list[Any]:
        """The rows that `execute` fetched."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: the real cursor was closed after the statement."""

    def _run(self, run: Any, statement: str, values: Any) -> None:
        self._connection.ensure_begun()
        cursor = self._connection.opened.cursor()
        try:
            run(cursor, statement, values)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that opens such cursors."""

    _beginning = ""  # how the transaction begins that has had no statement yet
    _is_ended = False  # nothing was sent to the thread since a transaction was ended there

    def begin(self, statement: str) -> None:
        """Begin a transaction in this way, with its first statement."""
        self._beginning = statement

    def ensure_begun(self) -> None:
        """Begin the transaction if it has not begun; use it only in the connection's thread."""
        if self._beginning:
            self.opened.execute(self._beginning)
            self._beginning = ""  # not if it failed: no statement may run outside the transaction

    async def commit(self) -> None:
        """Commit the transaction."""
        await self._ended_by(sqlite3.Connection.commit)

    async def rollback(self) -> None:
        """Roll the transaction back."""
        await self._ended_by(sqlite3.Connection.rollback)

    async def _ended_by(self, end: Any) -> None:
        if self._is_ended:
            self._beginning = ""
            return
        await self.visit(self._end, end)
        self._is_ended = True  # not if it failed or was cancelled

    def _end(self, end: Any) -> None:
        # In the thread: a cancelled statement may still be under way there, and begin the transaction after all.
        self._beginning = ""
        end(self.opened)

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it as it does aiosqlite's
        """A new cursor, created without entering the thread."""
        return Cursor(self)

    @property
    def opened(self) -> sqlite3.Connection:
        """The underlying connection; use it only in its own thread."""
        return self._conn

    async def visit(self, function: Any, *arguments: Any) -> None:
        """Run a function in the connection's thread."""
        self._is_ended = False
        await self._execute(function, *arguments)  # type: ignore[no-untyped-call]


def connect(database: str, **options: Any) -> Connection:
    """A connection that opens when awaited; `options` are those of `sqlite3.connect`."""
    connection = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # a thread waiting for work must not keep the process alive
    return connection
