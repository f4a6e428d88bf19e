"""The driver of SQLite: what is short runs at once, what is long or has to wait lets others go on."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

import models.database
from models import Account
from models.database import Database
from tests.db.world import NEW_YEAR, url_of

NUMBERS = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :most) SELECT"
LONG = text(f"SELECT * FROM ({NUMBERS} count(*), sum(n) FROM number)")  # noqa: S608 -- words of this file
MANY = text(f"SELECT n FROM ({NUMBERS} n FROM number)")  # noqa: S608
ENTRIES = text(f"INSERT INTO audit (at, actor, action, subject) {NUMBERS} '2024-01-01', 'x', 'many', n FROM number")


@pytest.fixture
async def database(file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A database whose connections are those of the bot."""
    monkeypatch.setattr(models.database, "create_async_engine", create_async_engine)
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 1_000)
    database = Database(url_of(file))
    yield database
    await database.close()


@contextlib.asynccontextmanager
async def watched(most: float) -> AsyncIterator[None]:
    """A block in which the event loop is never held up for so many seconds at once."""
    longest, stop = 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal longest
        while not stop.is_set():
            began = time.thread_time()  # the time that others' work takes on this machine is not ours
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - began)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    yield
    stop.set()
    await watching
    assert longest < most


async def test_a_long_reading_is_whole_and_holds_nobody_up(database: Database) -> None:
    async with database.read() as session:
        await session.execute(text("SELECT 1"))
        for _ in range(3):
            async with watched(0.05):
                assert (await session.execute(LONG, {"most": 1_000_000})).one() == (1_000_000, 500_000_500_000)
        assert (await session.scalars(MANY, {"most": 200_000})).all() == list(range(1, 200_001))
        assert await session.scalar(text("SELECT 1")) == 1


async def test_short_readings_wake_no_thread_however_often_they_are_asked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.read() as session:
        await session.execute(text("SELECT 1"))
        pooled = await (await session.connection()).get_raw_connection()
        connection = pooled.driver_connection
        monkeypatch.setattr(connection, "_execute", None)
        for _ in range(2_000):
            assert await session.scalar(text("SELECT count(*) FROM activity")) > 0


async def test_a_long_reading_takes_nothing_back_of_what_was_written_before_it(database: Database) -> None:
    async with database.write() as session:
        session.add(Account(telegram_id=5, name="officer", seen_at=NEW_YEAR))
        await session.flush()
        for _ in range(2):
            assert (await session.execute(LONG, {"most": 1_000_000})).one() == (1_000_000, 500_000_500_000)
    async with database.read() as session:
        assert await session.scalar(select(func.count(Account.id)).where(Account.telegram_id == 5)) == 1


async def test_a_long_change_is_made_whole(database: Database) -> None:
    changed = text("UPDATE audit SET actor = actor || 'x' WHERE action = 'many'")
    async with database.write() as session:
        await session.execute(ENTRIES, {"most": 50_000})
        for _ in range(3):
            async with watched(0.05):
                await session.execute(changed)
    async with database.read() as session:
        assert await session.scalar(text("SELECT count(*) FROM audit WHERE actor = 'xxxx'")) == 50_000


async def test_who_waits_for_another_writer_holds_nobody_up_and_goes_on(database: Database, file: Path) -> None:
    renamed = text("UPDATE plan SET title = 'another'")

    async def rename() -> None:
        async with database.write() as session:
            await session.execute(renamed)

    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        for _ in range(3):  # also when the change has proved to be short
            other.execute("BEGIN IMMEDIATE")
            renaming = asyncio.create_task(rename())
            await asyncio.sleep(0.2)
            assert not renaming.done()
            other.execute("ROLLBACK")
            await renaming
        assert other.execute("SELECT count(*) FROM plan WHERE title = 'another'").fetchone() == (1,)


async def test_who_waits_too_long_is_told_so(database: Database, file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            async with database.write() as session:
                await session.execute(text("UPDATE plan SET title = 'another'"))
