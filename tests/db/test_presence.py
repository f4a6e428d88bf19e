"""Which process is the last to serve the webhook: it alone takes it back."""

import asyncio

import pytest

from models.database import Database
from models.presence import Presence
from tests.db.stores import Store


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
