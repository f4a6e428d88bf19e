"""Which process is the last to serve the webhook: it alone takes it back."""

import asyncio

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from models.database import Database
from models.presence import WEBHOOK_LOCK, Presence
from tests.db.stores import PostgresqlServer, Store

HOLDER = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = :number").bindparams(
    number=WEBHOOK_LOCK
)
CUT = text("SELECT pg_terminate_backend(:pid)")


@pytest.fixture
def url(store: Store) -> str:
    return asyncio.run(store.ready())


def test_the_last_to_leave_knows_that_it_is_the_last_and_is_waited_for(url: str) -> None:
    async def scene() -> None:
        databases = [Database(url) for _ in range(3)]
        one, other, late = (Presence(database) for database in databases)
        if not databases[0].is_sqlite:  # SQLite has one process
            await one.enter()
            await one.enter()
            await other.enter()
            async with one.leaving() as is_last:
                assert not is_last
        async with other.leaving() as is_last:
            assert is_last
            coming = asyncio.create_task(late.enter())
            await asyncio.sleep(0.1)
            assert coming.done() == databases[0].is_sqlite, "what is taken back is not set meanwhile"
        await coming
        async with late.leaving() as is_last:
            assert is_last
        for database in databases:
            await database.close()

    asyncio.run(scene())


async def test_a_process_whose_connection_was_cut_is_counted_again_when_it_enters_again(
    server: PostgresqlServer,
) -> None:
    url = await server.ready()
    databases = Database(url), Database(url)
    one, other = (Presence(database) for database in databases)
    await one.enter()
    async with asyncio.timeout(30), databases[1].at_once() as connection:
        for _ in range(20):  # more often than the pool has places
            cut = await connection.scalar(HOLDER)
            await connection.execute(CUT, {"pid": cut})
            while await connection.scalar(HOLDER) in (None, cut):  # in rounds: that it is cut shows a moment later
                await one.enter()
                await asyncio.sleep(0.01)
    await other.enter()
    async with other.leaving() as is_last:
        assert not is_last, "the webhook would be deleted though the first process serves it"
    async with one.leaving() as is_last:
        assert is_last
    for database in databases:
        await database.close()
    server.give_back(url)


async def test_a_server_that_cannot_be_reached_is_told_of_once_and_entered_when_it_is_back(
    server: PostgresqlServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await server.ready()
    database, gone = Database(url), Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    presence = Presence(database)
    with capture_logs() as logs:
        with monkeypatch.context() as away:
            away.setattr(database, "engine", gone.engine)
            for _ in range(3):
                await presence.enter()
        for _ in range(2):
            await presence.enter()
    assert [line["log_level"] for line in logs] == ["warning", "info"]
    async with presence.leaving() as is_last:
        assert is_last
    await database.close()
    await gone.close()
    server.give_back(url)


def test_a_process_whose_server_is_gone_takes_itself_for_none_of_them() -> None:
    async def scene() -> None:
        database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
        presence = Presence(database)
        await presence.enter()
        async with presence.leaving() as is_last:
            assert not is_last
        await database.close()

    pytest.importorskip("asyncpg")
    asyncio.run(scene())
