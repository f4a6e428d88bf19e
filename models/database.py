"""The database: how it is opened, read, written and brought up to date."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
BUSY_TIMEOUT_MS = 5_000


class DatabaseError(Exception):
    """The database can not be used; the text is one sentence for whoever started the process."""


class Database:
    """One database, opened lazily.

    `read()` gives a session that sees one consistent state; `write()` gives one that commits when the block ends and
    rolls back when it raises. Writers of this process stand in line, for SQLite lets one write at a time and waiting
    in Python is fair where SQLite's own waiting is not.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url.render_as_string(hide_password=False), self.is_sqlite)
        self._reading = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writing = async_sessionmaker(self.engine.execution_options(immediate=True), expire_on_commit=False)
        self._line = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; nothing done in it is kept."""
        async with self._reading() as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session that is one transaction: all of the block, or nothing. Never nested."""
        async with AsyncExitStack() as stack:
            if self.is_sqlite:
                await stack.enter_async_context(self._line)
            yield await stack.enter_async_context(self._writing.begin())

    async def upgrade(self) -> None:
        """Bring the schema up to date (creates it where there is none).

        Raises DatabaseError, with a sentence, where the file can not be opened, written or understood.
        """
        if self.is_sqlite and self.url.database:
            _make_folder(Path(self.url.database))
        try:
            async with self.engine.connect() as connection:
                await connection.run_sync(_upgrade)
                await connection.commit()
        except (DBAPIError, CommandError, OSError) as error:
            raise DatabaseError(explain(error, self.where)) from error

    @property
    def where(self) -> str:
        """The database's place without its password, for messages."""
        if self.is_sqlite:
            return self.url.database or ":memory:"
        return self.url.render_as_string(hide_password=True)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def explain(error: Exception, where: str) -> str:
    """One sentence on why the database can not be used, and what to do."""
    text = str(getattr(error, "orig", error))
    if "readonly" in text or "read-only" in text:
        return f"The database {where} is read-only: give the bot's user the right to write it and its folder."
    if "locked" in text:
        return f"The database {where} is locked by another process: stop that process, then start again."
    if "unable to open" in text:
        return f"The database {where} can not be opened: check DATABASE_URL and the folder's rights."
    if "not a database" in text or "malformed" in text:
        return f"The file {where} is not a database of this bot: restore a backup or name another DATABASE_URL."
    if "Can't locate revision" in text:
        return f"The database {where} was made by a newer version: update the bot or name another DATABASE_URL."
    return f"The database {where} can not be used ({text.splitlines()[0] if text else type(error).__name__})."


def _engine(url: str, is_sqlite: bool) -> AsyncEngine:
    if not is_sqlite:
        return create_async_engine(url, pool_pre_ping=True)
    engine = create_async_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: it would do so too late (at the first write), and a reader
    # that turns writer then fails at once where it should wait.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "foreign_keys = ON",
        "journal_mode = WAL",
        "synchronous = FULL",  # a report that was answered survives a power cut
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"The folder {file.parent} can not be made: {error.strerror}.") from error


def alembic_config() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _upgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
