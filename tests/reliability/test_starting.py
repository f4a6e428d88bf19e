"""The database does not answer while a bot begins: it waits, and loses nothing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from aiohttp import ClientSession
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.demo import LEADERSHIP_GROUP_ID, SANDBOX_TOKEN
from bot.factory import Application, build_application, close, prepare, running
from scheduler.pacing import Gate
from tests.reliability.bots import LoopClock, at, virtually
from tests.reliability.ground import Ground, ground_in, until
from tests.reliability.people import Writer
from tests.stage import settings_for, shared_parts

AWAY_SECONDS = 90
OFFICER = "Б. Юнусов"


@contextmanager
def failing(engine: Engine, fails: Callable[[str], bool]) -> Iterator[None]:
    """Statements that do not reach the database if `fails` says so of them."""

    def stop(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if fails(statement):
            error = sqlite3.OperationalError("махфий")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("any", {}, error)

    event.listen(engine, "before_cursor_execute", stop)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", stop)


@asynccontextmanager
async def prepared(folder: Path, enrolled: Path) -> AsyncIterator[tuple[Ground, Application]]:
    """A bot of which nothing runs yet. That its setting names a chat makes it ask the database while it greets."""
    async with ground_in(folder, enrolled) as ground:
        settings = settings_for(folder, leadership_chat_id=LEADERSHIP_GROUP_ID)
        clock = LoopClock(at("2024-01-04", "03:00"))
        with shared_parts():
            application = build_application(settings, ground.plan, SANDBOX_TOKEN, ground.api, clock, gate=Gate())
        try:
            await prepare(application)
            yield ground, application
        finally:
            await close(application)


async def begins(ground: Ground, application: Application) -> None:
    """It begins, answers somebody, and stops as it should."""
    async with ClientSession(ground.api) as client, running(application, asyncio.Event()):
        officer = Writer(ground, client, ground.accounts_of(OFFICER)[0])
        await officer.writes("1-тадбир 40%")
        await officer.is_answered(1, seconds=600)
        await until(lambda: ground.rows("SELECT count(*) FROM report") == [(1,)])


@virtually
async def test_a_bot_waits_for_a_database_that_is_away_when_it_begins(tmp_path: Path, enrolled: Path) -> None:
    async with prepared(tmp_path, enrolled) as (ground, application):
        loop = asyncio.get_running_loop()
        back_at = loop.time() + AWAY_SECONDS
        with failing(application.database.engine.sync_engine, lambda _: loop.time() < back_at):
            await begins(ground, application)


@virtually
async def test_a_bot_begins_though_the_database_does_not_answer_any_statement_at_first(
    tmp_path: Path, enrolled: Path
) -> None:
    async with prepared(tmp_path, enrolled) as (ground, application):
        failed: set[str] = set()
        with failing(application.database.engine.sync_engine, lambda statement: is_new(statement, failed)):
            await begins(ground, application)
        assert any("max(outbox.id)" in one for one in failed), "what was said of late is asked for"
        assert any("FROM group_chat" in one for one in failed), "the leadership's chat is asked for"


def is_new(statement: str, known: set[str]) -> bool:
    """Whether the statement is asked for the first time."""
    if statement in known:
        return False
    known.add(statement)
    return True
