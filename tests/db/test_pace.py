"""The shared pace on PostgreSQL itself: three gates, each with a connection of its own."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from models.database import Database
from scheduler.sharing import SharedGate
from services.messages.pace import Changes, Closing, PaceBook, Wanted
from tests.db.stores import PostgresqlServer


@asynccontextmanager
async def gates(server: PostgresqlServer, count: int) -> AsyncIterator[tuple[Sequence[SharedGate], Database]]:
    url = await server.ready()
    databases = [Database(url) for _ in range(count)]
    made = [SharedGate(PaceBook(database, asyncio.get_running_loop().time)) for database in databases]
    yield made, databases[0]
    for gate, database in zip(made, databases, strict=True):
        await gate.close()
        await database.close()
    server.give_back(url)


async def test_three_processes_keep_to_the_limits_together_and_reach_them(server: PostgresqlServer) -> None:
    passed: list[tuple[float, int]] = []

    async def through(gate: SharedGate, chat: int) -> None:
        await gate.enter(chat, bulk=True)
        passed.append((asyncio.get_running_loop().time(), chat))

    async with gates(server, 3) as (made, database):
        began = asyncio.get_running_loop().time()
        chats = [*range(1, 121), *[-1] * 3, *[1_000] * 3]
        await asyncio.gather(*(through(made[number % 3], chat) for number, chat in enumerate(chats)))
        took = asyncio.get_running_loop().time() - began
        moments = sorted(at for at, _ in passed)
        for place, first in enumerate(moments):
            assert sum(1 for at in moments[place:] if at < first + 1) <= 31
        assert took < 126 / 30 * 1.5, "a busy machine is slower, and not by much"
        async with database.engine.connect() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM pace WHERE chat > 0")) <= 121


async def test_a_group_that_three_processes_write_to_gets_no_more_than_its_burst_at_once(
    server: PostgresqlServer,
) -> None:
    async with gates(server, 3) as (made, _):
        waiting = [asyncio.create_task(made[number % 3].enter(-5)) for number in range(9)]
        await asyncio.sleep(1.5)
        assert sum(task.done() for task in waiting) == 3
        for task in waiting:
            task.cancel()


async def test_a_429_is_known_to_all_and_a_second_one_in_another_process_concerns_everybody(
    server: PostgresqlServer,
) -> None:
    async with gates(server, 2) as (_, database):
        book = PaceBook(database, asyncio.get_running_loop().time)
        await book.reserve([], 0.0, Changes(closings=[Closing(1, 30.0)]))
        told = await book.reserve([Wanted(1), Wanted(2), Wanted(None)], 0.0, Changes())
        assert [turn.at is None for turn in told.turns] == [True, False, False]
        assert told.turns[0].again == pytest.approx(30, abs=2)
        await book.reserve([], 0.0, Changes(closings=[Closing(2, 20.0)]))
        told = await book.reserve([Wanted(3), Wanted(1)], 0.0, Changes())
        assert [turn.at for turn in told.turns] == [None, None]
        assert told.turns[0].again == pytest.approx(20, abs=2)


async def test_what_is_at_rest_is_forgotten(server: PostgresqlServer) -> None:
    async with gates(server, 1) as (_, database):
        book = PaceBook(database, asyncio.get_running_loop().time)
        await book.reserve([Wanted(chat) for chat in range(1, 6)], 0.0, Changes())
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE pace SET theoretical = 1"))
        await PaceBook(database, asyncio.get_running_loop().time).reserve([Wanted(9)], 0.0, Changes())
        async with database.engine.connect() as connection:
            assert list(await connection.scalars(text("SELECT chat FROM pace ORDER BY chat"))) == [0, 9]
