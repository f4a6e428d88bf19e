"""PostgreSQL's connections: one that the server closed is not used."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from models.database import Database
from tests.db.stores import PostgresqlServer


@pytest.fixture
async def databases(server: PostgresqlServer) -> AsyncIterator[tuple[Database, Database]]:
    """Two processes' databases."""
    url = await server.ready()
    one, other = Database(url), Database(url)
    yield one, other
    await one.close()
    await other.close()
    server.give_back(url)


async def test_a_connection_that_the_server_closed_is_replaced_before_anybody_uses_it(
    databases: tuple[Database, Database],
) -> None:
    one, other = databases
    number = text("SELECT pg_backend_pid()")
    async with one.read() as session:
        closed = await session.scalar(number)
    async with other.read() as session:
        await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": closed})
    await asyncio.sleep(0.1)
    async with one.write() as session:
        assert await session.scalar(number) != closed
