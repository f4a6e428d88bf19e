"""The database: opening, reading, writing and upgrading it."""

import ast
import asyncio
import enum
import functools
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, FrozenResult, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from models import driver
from models.beside import Alone, BesideSession, Entrance, stand
from models.filing import BEGIN, Filing
from models.server import ask_whether_it_lives
from models.sight import LimitedSession, in_sight
from models.statements import Ask, Found, LoopReader, NotAtOnceError, Statement, Values, ask, ask_by, once
from models.worker import Worker, settle

if TYPE_CHECKING:
    from alembic.config import Config

_Gives = TypeVar("_Gives")

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
BUSY_TIMEOUT_MS = 5_000
KEPT_OPEN = 10  # connections of a process to PostgreSQL; in a rush there are five more

# SQLite's writers begin as writers: a reader that becomes a writer fails at once instead of waiting.
_SQLITE_OPTIONS: tuple[dict[str, Any], dict[str, Any]] = ({}, {"immediate": True})
# All statements of a reader see the state that its first one saw. Each statement of a writer sees what was committed
# before it: a writer reads only after its turn has come, so nothing that it decides on is stale.
_POSTGRESQL_OPTIONS: tuple[dict[str, Any], dict[str, Any]] = (
    {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    {"isolation_level": "READ COMMITTED"},
)
_STAND_IN_LINE = text("SELECT pg_advisory_xact_lock(:number)")
# Queues are read by their indexes, in their order, and only as far as is needed: what PostgreSQL has counted of them is
# of before the wave, and by that it would gather and sort all that waits, for each claim.
_CLAIM = text(
    "SELECT pg_advisory_xact_lock(:number), set_config('synchronous_commit', 'off', true), "
    "set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)"
)


class Line(enum.IntEnum):
    """Which writing transactions wait for each other, across processes: those that stand in the same line.

    The numbers are PostgreSQL's advisory locks, arbitrary; no other program may use them in this database. In a SQLite
    file everybody who writes stands in one line.
    """

    DECISIONS = 0x17_0C_82
    """Who reads, decides and writes: what was read stays true until it commits.

    Who decides on one person and one activity alone stands in it beside others (`Database.decide`).
    """

    INBOX = 0x17_0C_91
    """Who takes updates in hand. Nobody waits for the disk: if the server loses this, everybody's hands are empty."""

    OUTBOX = 0x17_0C_92
    """Who takes messages in hand. As above."""

    NONE = 0
    """Who decides nothing: each statement is right whatever the others do, for its WHERE names what must be so."""


# The errors of a locked file, a full or failing disk, or an unreachable server: the same statement may succeed later.
PASSING_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_CONNECTING = "connect"
PASSING_SQLSTATES = ("08", "40", "53", "57", "58", "55P03", "25006")


class DatabaseError(Exception):
    """The database cannot be used; the message is one sentence for the operator."""


class _LookSession(AsyncSession):
    """A session that is asked for one thing once: while it looks, nothing changes.

    One thing is one statement object, which is what a function that keeps its statement returns each time, asked for
    with the same plans in sight.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._known: dict[Any, Any] = {}
        self._known_rows: dict[Any, FrozenResult[Any]] = {}

    async def scalar(self, statement: Any, *arguments: Any, **options: Any) -> Any:
        if arguments or options:
            return await super().scalar(statement, *arguments, **options)
        asked = statement, in_sight()
        if asked not in self._known:
            self._known[asked] = await super().scalar(statement)
        return self._known[asked]

    async def scalars(self, statement: Any, *arguments: Any, **options: Any) -> Any:
        if arguments or options:
            return await super().scalars(statement, *arguments, **options)
        asked = statement, in_sight()
        if asked not in self._known_rows:
            self._known_rows[asked] = (await super().execute(statement)).freeze()
        return self._known_rows[asked]().scalars()


class _Look:
    """One reading transaction for several readings, which is opened by the first and again after it was ended."""

    def __init__(self, looking: async_sessionmaker[_LookSession]) -> None:
        self._looking = looking
        self._session: AsyncSession | None = None

    @property
    def is_begun(self) -> bool:
        """Whether its transaction is open: then all that is asked is asked in it."""
        return self._session is not None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        if self._session is None:
            self._session = self._looking()
        try:
            yield self._session
        except BaseException:  # a failed statement may have ended the transaction: the next reading begins a new one
            await self.end()
            raise
        if self._session is not None:
            self._session.expunge_all()  # changes made by one reading are not seen by the next

    async def end(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()


class Database:
    """One database, opened lazily.

    `read()` gives a session that sees one consistent state; `write()` gives one that commits when the block ends and
    rolls back if it raises. One writer at a time decides, on either database and across processes: what it has read
    stays true until it commits. Writers of one process queue up here, because waiting in Python is fair (waiting in
    SQLite is not) and holds no connection. `worker` is this process among those that work on the database.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url.render_as_string(hide_password=False), self.is_sqlite)
        reading, writing = _SQLITE_OPTIONS if self.is_sqlite else _POSTGRESQL_OPTIONS
        readers = self.engine.execution_options(**reading)
        self._reading = async_sessionmaker(readers, sync_session_class=LimitedSession, expire_on_commit=False)
        self._looking = async_sessionmaker(
            readers, class_=_LookSession, sync_session_class=LimitedSession, expire_on_commit=False
        )
        self._writers = self.engine.execution_options(**writing)
        self._writing = async_sessionmaker(self._writers, expire_on_commit=False)
        # Each statement is a transaction of its own, which takes one round trip in place of three.
        self._apart = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._beside = async_sessionmaker(self._writers, sync_session_class=BesideSession, expire_on_commit=False)
        self._filing = Filing(self._writers)
        self._deciding = Entrance()
        self._claiming = {line: asyncio.Lock() for line in (Line.INBOX, Line.OUTBOX)}
        self.worker = Worker(self.engine, is_shared=not self.is_sqlite)
        self._look: ContextVar[_Look | None] = ContextVar("look", default=None)
        has_file = self.is_sqlite and bool(self.url.database) and self.url.database != ":memory:"
        self._on_loop = LoopReader(self.url.database or "", self.engine.dialect) if has_file else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; changes made in it are discarded."""
        if (look := self._look.get()) is not None:
            async with look.read() as session:
                yield session
            return
        async with self._reading() as session:
            yield session

    async def ask(self, reading: Callable[[Ask], Found]) -> Found:
        """What a reading of a few rows finds in one state of the database, without a session (see `statements`).

        `reading` is a plain function, which may be begun again. It may not ask for what is limited to what is in sight.
        """
        look = self._look.get()
        if self._on_loop is not None and (look is None or not look.is_begun):
            with suppress(NotAtOnceError):
                return self._on_loop.read(reading)
        if not self.is_sqlite and self._look.get() is None:
            with suppress(NotAtOnceError):  # one statement sees one state by itself, and most readings are one
                async with self.at_once() as connection:
                    return await connection.run_sync(lambda opened: reading(once(ask_by(opened))))
        async with self.read() as session:
            return await session.run_sync(lambda opened: reading(ask_by(opened.connection())))

    async def change(self, statement: Statement, values: Values) -> list[Any]:
        """Run one kept statement, which is a transaction of its own, as in `Line.NONE`; its rows."""
        if self.is_sqlite:
            async with self.write(Line.NONE) as session:
                return await ask(session, statement, values)
        if (look := self._look.get()) is not None:
            await look.end()
        async with self.at_once() as connection:
            return await connection.run_sync(lambda opened: ask_by(opened)(statement, values))

    @asynccontextmanager
    async def look(self) -> AsyncIterator[None]:
        """A block whose readings see one state and share one transaction, until one fails or the block writes.

        For readings that follow each other at once. They must not be nested, nor be made by tasks started in the block.
        """
        look = _Look(self._looking)
        token = self._look.set(look)
        try:
            yield
        finally:
            self._look.reset(token)
            await look.end()

    @asynccontextmanager
    async def write(self, line: Line = Line.DECISIONS) -> AsyncIterator[AsyncSession]:
        """A session that is one transaction: the whole block, or nothing. Do not nest.

        `line` says who waits for whom. Another than the default is for statements that are right in any order.
        """
        if (look := self._look.get()) is not None:
            await look.end()  # what is read after the writing must see it
        if self.is_sqlite:
            async with self._filing.write() as session:
                yield session
            return
        async with self._place_in(line), self._writing() as session:
            if line is not Line.NONE:
                standing = _STAND_IN_LINE if line is Line.DECISIONS else _CLAIM
                await session.execute(standing, {"number": int(line)})
            yield session
            await session.commit()

    def at_once(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection to PostgreSQL on which each statement is a transaction of its own, in one round trip."""
        return self._apart.connect()

    async def decide(self, deed: Callable[[AsyncSession], Awaitable[_Gives]], *, beside: int | None = None) -> _Gives:
        """What the deed gives, which is one transaction, as `write` is.

        `beside` is an account (its id) of which alone, and of one activity, it probably decides: then it does so beside
        others. If it turns out to decide on more, nothing of it was done, and it is done anew, alone. So it may change
        nothing but what the session commits. In a SQLite file it is done alone at once.
        """
        if beside is not None and not self.is_sqlite:
            with suppress(Alone):
                return await self._done_beside(beside, deed)
        async with self.write() as session:
            return await deed(session)

    async def _done_beside(self, account_id: int, deed: Callable[[AsyncSession], Awaitable[_Gives]]) -> _Gives:
        if (look := self._look.get()) is not None:
            await look.end()
        async with self._deciding.beside(), self._beside.begin() as session:
            await stand(session, Line.DECISIONS, account_id)
            return await deed(session)

    def _place_in(self, line: Line) -> AbstractAsyncContextManager[None]:
        if line is Line.DECISIONS:
            return self._deciding.alone()
        return nullcontext() if line is Line.NONE else self._claiming[line]

    async def upgrade(self) -> None:
        """Bring the schema up to date, creating it if there is none.

        DatabaseError if the database cannot be reached, written or recognised.
        """
        if self.is_sqlite and self.url.database:
            _make_folder(Path(self.url.database))
        try:
            # As a writer, so that processes started together upgrade one after the other.
            async with self._writers.begin() as connection:
                if not self.is_sqlite:
                    await connection.execute(_STAND_IN_LINE, {"number": int(Line.DECISIONS)})
                await connection.run_sync(_upgrade)
        except (DBAPIError, _SchemaError, OSError) as error:
            raise DatabaseError(explain(error, self.where)) from error

    def exists(self) -> bool:
        """Whether there is anything to read: a SQLite file that is not empty; always true for a server."""
        file = Path(self.url.database or "")
        return not self.is_sqlite or (file.exists() and file.stat().st_size > 0)

    async def own(self) -> bool:
        """Try to be the one process that may do what one alone may: for a command, which does nothing else.

        Raises OSError or DBAPIError if that cannot be found out.
        """
        return await self.worker.own() or (await self.worker.join() and await self.worker.own())

    @property
    def where(self) -> str:
        """The database's location without the password, for messages."""
        if self.is_sqlite:
            return self.url.database or ":memory:"
        # Without its options: a password may be among them.
        return self.url.set(drivername=self.url.get_backend_name(), query={}).render_as_string(hide_password=True)

    async def close(self) -> None:
        """Close every connection; this process is no longer seen to work here."""
        await self.worker.leave()
        if self._on_loop is not None:
            self._on_loop.close()
        await self._filing.close()
        await self.engine.dispose()


_EXPLAINED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("readonly", "read-only"), "is read-only: give the bot's user permission to write to it and its folder."),
    (("locked",), "is locked by another process: stop that process, then start again."),
    (("unable to open",), "cannot be opened: check DATABASE_URL and the folder's permissions."),
    (
        ("not a database", "malformed"),
        "is not a database of this bot: restore a backup or set another DATABASE_URL.",
    ),
    (("Can't locate revision",), "was created by a newer version: update the bot or set another DATABASE_URL."),
    (("password", "role "), "refused the login ({message}): check the user and password of DATABASE_URL."),
)


def explain(error: Exception, where: str) -> str:
    """One sentence that says why the database cannot be used, and what to do."""
    cause = getattr(error, "orig", error)
    message = str(cause).partition("\n")[0] or type(error).__name__
    place = f"The database {where}"
    if isinstance(cause, OSError):
        return f"{place} cannot be reached ({message}): check that its server is running and DATABASE_URL is correct."
    for words, sentence in _EXPLAINED:
        if any(word in message for word in words):
            return f"{place} {sentence.format(message=message)}"
    return f"{place} cannot be used ({message})."


def is_passing(error: BaseException) -> bool:
    """Whether the error is temporary: the same statement may succeed later without any change to the bot."""
    if isinstance(error, PoolTimeoutError | ConnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in PASSING_SQLITE
    if isinstance(error.orig, OSError) or error.statement == _CONNECTING:
        return True  # the server is out of reach, or lets nobody in: its database may be restored just now
    state = str(getattr(error.orig, "sqlstate", None) or "")
    # The last is what PostgreSQL's driver says of a connection that broke in the middle of an answer.
    is_broken = type(error.orig).__name__ == "InternalClientError"
    return error.connection_invalidated or state.startswith(PASSING_SQLSTATES) or is_broken


def is_lasting(error: BaseException) -> bool:
    """Whether the same statement would fail again, however often it is tried: a defect, or values that do not fit."""
    if is_passing(error) or not isinstance(error, DBAPIError):
        return not is_passing(error)
    # What PostgreSQL's driver itself finds has no state, as has a value that it does not take.
    is_misfit = isinstance(error.orig.__cause__, ValueError) if error.orig is not None else False
    return isinstance(error.orig, sqlite3.Error) or is_misfit or bool(getattr(error.orig, "sqlstate", None))


def _engine(url: str, is_sqlite: bool) -> AsyncEngine:
    if not is_sqlite:
        reaching = {"async_creator_fn": _reach_server}
        # The one used last comes first: its statements are prepared, and it need not be asked whether it lives.
        engine = create_async_engine(
            url, pool_size=KEPT_OPEN, max_overflow=5, pool_use_lifo=True, connect_args=reaching, hide_parameters=True
        )
        ask_whether_it_lives(engine.sync_engine)
        return engine
    connecting = functools.partial(driver.connect, lengths=driver.Lengths())
    options = {"timeout": BUSY_TIMEOUT_MS / 1000, "async_creator_fn": connecting}
    engine = create_async_engine(url, connect_args=options, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


async def _reach_server(*arguments: Any, **options: Any) -> Any:
    """Connect to PostgreSQL; a failed connection raises OperationalError, like other database errors."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 -- an extra, needed for PostgreSQL only

    try:
        connection = await asyncpg.connect(*arguments, **options)
        await settle(connection)
    except (OSError, asyncpg.PostgresError) as error:
        raise OperationalError(_CONNECTING, None, error) from error
    except (TypeError, ValueError, OverflowError, asyncpg.ClientConfigurationError) as error:
        raise DatabaseError(f"DATABASE_URL has options that PostgreSQL's driver does not accept ({error}).") from error
    return connection


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: it would do so too late (at the first write), and a reader
    # that becomes a writer then fails at once instead of waiting.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",  # a report that was confirmed survives a power cut
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    opened: Any = connection.connection.driver_connection
    opened.begin(BEGIN if immediate else "BEGIN")


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"The folder {file.parent} cannot be created: {error.strerror}.") from error


class _SchemaError(Exception):
    """Alembic cannot bring the schema up to date; the text is its own."""


def alembic_config() -> "Config":
    """Alembic's configuration, without a file of its own."""
    from alembic.config import Config  # noqa: PLC0415 -- as in _upgrade_by_alembic

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


_REVISION = re.compile(r"^(down_)?revision = (.+)$", re.MULTILINE)


@functools.cache
def newest_schema() -> str | None:
    """The newest revision, by what the migrations' files say of themselves; None if that is not one."""
    names: dict[str, set[str]] = {"": set(), "down_": set()}
    for file in (MIGRATIONS / "versions").glob("*.py"):
        for is_earlier, name in _REVISION.findall(file.read_text(encoding="utf-8")):
            found = ast.literal_eval(name)
            names[is_earlier].update(found if isinstance(found, tuple) else {found})
    heads = names[""] - names["down_"]
    return heads.pop() if len(heads) == 1 else None


def _upgrade(connection: Connection) -> None:
    if (newest := newest_schema()) is None or schemas(connection) != [newest]:
        _upgrade_by_alembic(connection)
    # Even if there was nothing to upgrade, write once: a read-only file must be reported now, not when the first report
    # is lost.
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = version_num")


def schemas(connection: Connection) -> list[str]:
    """The revisions that the database says it has: one, or none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())


def _upgrade_by_alembic(connection: Connection) -> None:
    # Imported here: most starts find the schema up to date, and are spared a tenth of a second and twelve megabytes.
    from alembic import command  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = alembic_config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise _SchemaError(str(error)) from error
