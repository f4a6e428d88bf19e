"""A SQLite driver that runs short statements where they are asked for, and all others in the connection's thread.

aiosqlite enters the thread four times per statement (open a cursor, execute, fetch, close), and waking a thread costs
more than most of our statements do. Here what need not wait and is short runs at once, on the event loop:

- A reading (`SELECT`) may take a number of SQLite's steps there, a millisecond or two. A longer one is interrupted and
  begun again in the thread, and so are its next runs. Nothing is lost by that: it only reads.
- An `INSERT` of a few values runs at once; another change does when it has proved to be short in the thread.
- A transaction begins at once if no other process is writing; otherwise it waits in the thread.

A commit waits for the disk: it is in the thread always. A statement in the thread takes one trip: it is executed, its
rows are fetched and its cursor is closed together. A transaction begins with its first statement, and ends once:
SQLAlchemy rolls back whatever it takes back, even after a commit.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from types import TracebackType
from typing import Any

import aiosqlite

STEPS = 25_000
"""A reading on the event loop takes at most twice as many of SQLite's steps."""
SHORT_SECONDS = 0.002
"""A change that took no longer runs on the event loop the next time."""
FEW_VALUES = 64
RUNS_IN_THREAD = 20
"""So many runs of a long reading go to the thread before it is tried on the event loop again: the same statement may
read much for one person and little for another."""
MOST_REMEMBERED = 1_000
"""Of so many statements it is remembered whether they are long or short."""
CHANGES = ("INSERT", "UPDATE", "DELETE")


class Lengths:
    """Which statements of a database are short enough for the event loop, learnt from their runs."""

    def __init__(self) -> None:
        self._runs_in_thread: dict[str, int] = {}
        self._short: set[str] = set()

    def is_short(self, statement: str, values: Sequence[Any]) -> bool:
        """Whether the statement is expected to be short."""
        if not statement.startswith("SELECT"):
            return statement in self._short or _inserts_little(statement, values)
        if not (left := self._runs_in_thread.get(statement)):
            return True
        self._runs_in_thread[statement] = left - 1
        return False

    def was_long(self, statement: str) -> None:
        """A reading was interrupted."""
        if len(self._runs_in_thread) >= MOST_REMEMBERED:
            self._runs_in_thread.clear()
        self._runs_in_thread[statement] = RUNS_IN_THREAD

    def took(self, statement: str, seconds: float) -> None:
        """A statement took so many seconds."""
        if seconds > SHORT_SECONDS:
            self._short.discard(statement)
        elif statement.startswith(CHANGES) and len(self._short) < MOST_REMEMBERED:
            self._short.add(statement)


def _inserts_little(statement: str, values: Sequence[Any]) -> bool:
    return statement.startswith("INSERT") and len(values) <= FEW_VALUES and "SELECT " not in statement


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
        if not self._connection.ran_at_once(self._run, statement, values):
            await self._connection.visit(self._run, statement, values)

    async def executemany(self, statement: str, many: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per set of values."""
        await self._connection.visit(self._run, statement, many, sqlite3.Cursor.executemany)

    async def fetchall(self) -> list[Any]:
        """The rows that `execute` fetched."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: the real cursor was closed after the statement."""

    def _run(self, statement: str, values: Any, run: Any = sqlite3.Cursor.execute) -> None:
        self._connection.ensure_begun()
        cursor = self._connection.opened.cursor()
        began = time.perf_counter()
        try:
            run(cursor, statement, values)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()
        self._connection.lengths.took(statement, time.perf_counter() - began)


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that opens such cursors."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], timeout: float, lengths: Lengths) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._thread.daemon = True  # a thread waiting for work must not keep the process alive
        self.lengths = lengths
        self._timeout_ms = round(1000 * timeout)
        self._visits = 0  # counted here
        self._visits_ended = 0  # counted in the thread, where a cancelled one goes on
        self._callbacks = 0  # by SQLite, while a statement runs on the event loop
        self._may_interrupt = False
        self._beginning = ""  # how the transaction begins that has had no statement yet
        self._is_ended = False  # nothing was done since a transaction was ended

    def begin(self, statement: str) -> None:
        """Begin a transaction in this way, with its first statement, unless one is under way that is being joined."""
        if not self.opened.in_transaction:
            self._beginning = statement

    def ensure_begun(self) -> None:
        """Begin the transaction if it has not begun; use it only where its first statement runs."""
        if self._beginning:
            self.opened.execute(self._beginning)
            self._beginning = ""  # not if it failed: no statement may run outside the transaction

    async def commit(self) -> None:
        """Commit the transaction."""
        if self._is_ended:
            self._beginning = ""
            return
        await self.visit(self._end, sqlite3.Connection.commit)
        self._is_ended = True  # not if it failed or was cancelled

    async def rollback(self) -> None:
        """Roll the transaction back."""
        if self._is_ended:
            self._beginning = ""
            return
        if self.is_visited:  # a cancelled statement may be under way, and begin the transaction after all
            await self.visit(self._end, sqlite3.Connection.rollback)
        else:
            self._end(sqlite3.Connection.rollback)
        self._is_ended = True

    def _end(self, end: Any) -> None:
        self._beginning = ""
        end(self.opened)

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it as it does aiosqlite's
        """A new cursor, created without entering the thread."""
        return Cursor(self)

    @property
    def opened(self) -> sqlite3.Connection:
        """The underlying connection; use it only in a function that `ran_at_once` or `visit` calls."""
        return self._conn

    def ran_at_once(self, run: Callable[[str, Any], None], statement: str, values: Any) -> bool:
        """Run a statement on the event loop; False, and nothing is done, if it is or may be long, or has to wait."""
        if self.is_visited or not self.lengths.is_short(statement, values):
            return False
        self._is_ended, self._callbacks = False, 0
        self._may_interrupt = statement.startswith("SELECT")  # an interrupted change would take the transaction back
        try:
            run(statement, values)
        except sqlite3.OperationalError as error:
            reason = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if reason == sqlite3.SQLITE_INTERRUPT:
                self.lengths.was_long(statement)
            elif reason != sqlite3.SQLITE_BUSY:
                raise
            return False
        finally:
            self._may_interrupt = False
        return True

    @property
    def is_visited(self) -> bool:
        """Whether something is under way in the thread."""
        return self._visits != self._visits_ended

    async def visit(self, function: Any, *arguments: Any) -> None:
        """Run a function in the connection's thread."""
        self._is_ended = False
        self._visits += 1
        await self._execute(self._visited, function, *arguments)  # type: ignore[no-untyped-call]

    def _visited(self, function: Any, *arguments: Any) -> None:
        try:
            self._prepare_to_wait()
            function(*arguments)
        finally:
            self._prepare_to_hurry()
            self._visits_ended += 1

    def _prepare_to_wait(self) -> None:
        self.opened.set_progress_handler(None, 0)
        self.opened.execute(f"PRAGMA busy_timeout = {self._timeout_ms}")

    def _prepare_to_hurry(self) -> None:
        self.opened.execute("PRAGMA busy_timeout = 0")
        self.opened.set_progress_handler(self._is_too_long, STEPS)

    def _is_too_long(self) -> bool:
        # The first call may come at once: SQLite counts the steps of all runs of a prepared statement together.
        self._callbacks += 1
        return self._may_interrupt and self._callbacks > 1


def connect(database: str, *, timeout: float, lengths: Lengths, **options: Any) -> Connection:
    """A connection that opens when awaited.

    `timeout`: how many seconds a statement waits for another process that writes; the other `options` are those of
    `sqlite3.connect`.
    """
    options["check_same_thread"] = False  # the event loop and the thread take turns
    return Connection(lambda: sqlite3.connect(database, timeout=timeout, **options), timeout, lengths)
