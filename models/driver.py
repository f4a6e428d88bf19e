"""SQLite's driver with fewer visits to its thread.

aiosqlite goes to the connection's thread four times for one statement (make a cursor, run, fetch, close), and waking a
thread costs more than most of our statements do. Here a statement is one visit: it is run, its rows are fetched and its
cursor is closed together. SQLAlchemy fetches all rows at once in any case.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any

import aiosqlite


class Cursor:
    """What SQLAlchemy asks of a cursor."""

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
        """Run a statement and take all its rows."""
        await self._connection.visit(self._run, sqlite3.Cursor.execute, statement, values)

    async def executemany(self, statement: str, many: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of the values."""
        await self._connection.visit(self._run, sqlite3.Cursor.executemany, statement, many)

    async def fetchall(self) -> list[Any]:
        """The rows taken."""
        return self._rows

    async def close(self) -> None:
        """Nothing is open any more."""

    def _run(self, run: Any, statement: str, values: Any) -> None:
        cursor = self._connection.opened.cursor()
        try:
            run(cursor, statement, values)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """An aiosqlite connection whose cursors are these."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it as it does aiosqlite's
        """A cursor, made without a visit."""
        return Cursor(self)

    @property
    def opened(self) -> sqlite3.Connection:
        """The connection proper, for use in its thread."""
        return self._conn

    async def visit(self, function: Any, *arguments: Any) -> None:
        """Run a function in the connection's thread."""
        await self._execute(function, *arguments)  # type: ignore[no-untyped-call]


def connect(database: str, **options: Any) -> Connection:
    """A connection that opens when awaited; options are sqlite3.connect's."""
    connection = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # a thread that waits for work must not keep the process
    return connection
