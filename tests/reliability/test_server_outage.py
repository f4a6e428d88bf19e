"""The PostgreSQL server crashes and comes back while processes work on it: nothing is lost."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from aiohttp import ClientSession

from models.worker import WORKERS_LOCK
from tests.db import postgres
from tests.db.stores import PostgresqlServer
from tests.reliability.ground import SOAK, until
from tests.reliability.shared import SharedGround, shared_ground
from tests.reliability.test_kills import LATENCY_MS, MORNING, days_of_work, reminders_of
from tests.reliability.test_processes import (
    Crew,
    assert_in_order,
    assert_reported,
    is_over,
    of_others,
    reporters,
    said_again,
    said_in,
)
from tests.reliability.victims import show
from tests.stage import TASHKENT

AT_WORK = "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = ?"
QUIET = time(3)  # nobody is told anything
CRASHES = 20 if SOAK else 3
# What was committed survives a crash of the server; one of the machine does not happen here.
OPTIONS = postgres.OPTIONS.replace("synchronous_commit=off", "synchronous_commit=on")


@pytest.fixture
def database() -> Iterator[postgres.Server]:
    if why := postgres.missing():
        pytest.skip(why)
    with postgres.running(OPTIONS) as one:
        yield one


@pytest.fixture
async def ground(tmp_path: Path, enrolled: Path, database: postgres.Server) -> AsyncIterator[SharedGround]:
    async with shared_ground(tmp_path, enrolled, PostgresqlServer(database.folder)) as one:
        one.trouble(latency_ms=LATENCY_MS)
        yield one


@pytest.mark.timeout(3600 if SOAK else 600)
async def test_a_server_that_crashes_while_people_write_and_are_told_loses_nothing(
    ground: SharedGround, database: postgres.Server
) -> None:
    days = days_of_work(ground, CRASHES)
    chance = random.Random(3)  # noqa: S311 -- repeatable
    crew = Crew(ground, chance)
    async with ClientSession(ground.api) as client:
        writers = reporters(ground, client)
        show(ground.folder, datetime.combine(days[0], QUIET, TASHKENT))
        for _ in range(2):
            crew.grows()
        await until(lambda: len(ground.rows(AT_WORK, WORKERS_LOCK)) == 2)
        for day in days:
            show(ground.folder, datetime.combine(day, MORNING, TASHKENT))
            for writer in writers:
                await writer.reports()
            await asyncio.sleep(chance.uniform(0, 1))
            await asyncio.to_thread(database.crash)
            crew.are_cut_off()
            for writer in writers:
                await writer.reports()
            await asyncio.sleep(chance.choice([0, 3]))
            await asyncio.to_thread(database.start)
            await until(lambda day=day: is_over(ground, day, writers), seconds=120, every=0.05)
        await crew.stops()
    assert len(said_again(ground)) <= crew.might_repeat
    assert of_others(said_in(ground), writers) == of_others(reminders_of(ground, days[0], days[-1]), writers)
    assert_in_order(ground)
    for writer in writers:
        assert_reported(ground, writer)
    assert "Traceback" not in crew.log
