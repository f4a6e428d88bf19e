"""Who writes to a SQLite file: one connection and one session for all of them, and each is a transaction of its own."""

import asyncio
import functools
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Insert, bindparam, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

import models.database
from models import Account, Admin
from models.base import UTCDateTime
from models.database import Database
from models.statements import ask
from tests.db.world import NEW_YEAR, url_of


@pytest.fixture
async def database(file: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A database whose connections are those of the bot."""
    monkeypatch.setattr(models.database, "create_async_engine", create_async_engine)
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 200)
    database = Database(url_of(file))
    yield database
    await database.close()


@functools.cache
def kept() -> Insert:
    moment = bindparam("moment", type_=UTCDateTime)
    return insert(Admin).values(telegram_id=bindparam("number"), named_by=1, named_at=moment)


async def keep(session: AsyncSession, number: int) -> None:
    await ask(session, kept(), {"number": number, "moment": NEW_YEAR})


def added(number: int) -> Account:
    return Account(telegram_id=number, name="added", seen_at=NEW_YEAR)


async def written(database: Database) -> tuple[list[int], list[int]]:
    """What kept statements wrote, and what SQLAlchemy wrote."""
    async with database.read() as session:
        admins = await session.scalars(select(Admin.telegram_id).order_by(Admin.id))
        accounts = await session.scalars(select(Account.telegram_id).order_by(Account.id))
        return list(admins), list(accounts)


async def test_kept_statements_and_sqlalchemys_are_one_transaction_in_either_order(database: Database) -> None:
    async with database.write() as session:
        await keep(session, 1)
        session.add(added(2))
        assert (await session.scalars(select(Admin.telegram_id))).all() == [1]
        await keep(session, 3)
    async with database.write() as session:
        session.add(added(4))
        await session.flush()
        await keep(session, 5)
    async with database.write() as session:
        session.add(added(6))
    assert await written(database) == ([1, 3, 5], [2, 4, 6])


@pytest.mark.parametrize("by", ["kept", "added", "both"])
async def test_nothing_is_left_of_a_transaction_that_failed_and_the_next_one_writes(
    database: Database, by: str
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.write() as session:
            if by != "added":
                await keep(session, 1)
            if by != "kept":
                session.add(added(2))
                await session.flush()
            raise ZeroDivisionError
    async with database.write() as session:
        await keep(session, 3)
    assert await written(database) == ([3], [])


async def test_a_refused_row_takes_its_transaction_back(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.write() as session:
            await keep(session, 1)
            await keep(session, 1)
    assert await written(database) == ([], [])


async def test_rows_of_one_transaction_are_not_held_in_the_next(database: Database) -> None:
    async with database.write() as session:
        session.add(own := Account(telegram_id=1, name="before", seen_at=NEW_YEAR))
    assert (own.name, inspect(own).detached) == ("before", True)
    async with database.write() as session:
        await session.execute(text("UPDATE account SET name = 'after'"))
        own.name = "never written"
        [found] = await session.scalars(select(Account))
        assert found is not own
        assert found.name == "after"


async def test_what_waits_in_vain_for_another_process_leaves_nothing_begun(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(DBAPIError):
                async with database.write() as session:
                    await keep(session, 1)
        other.execute("ROLLBACK")
    async with database.write() as session:
        await keep(session, 2)
    assert await written(database) == ([2], [])


async def test_whoever_is_cancelled_at_any_step_leaves_nothing_and_holds_nobody_up(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.write() as session:
            await keep(session, number)
            await asyncio.sleep(0)
            session.add(added(number))

    for steps in range(24):
        task = asyncio.create_task(write(steps))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await write(99)
    admins, accounts = await written(database)
    assert admins == accounts  # both or neither
    assert admins[-1] == 99
