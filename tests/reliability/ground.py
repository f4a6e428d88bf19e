"""The ground of these tests: a Bot API server with the plan's people that outlives the bots that come and go on it."""

import asyncio
import contextlib
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.demo import actors_of, build_sandbox, cast_of, unlinked_at_first
from bot.http import serve
from sandbox.clock import VirtualClock
from sandbox.errors import Json
from sandbox.faults import read_trouble
from sandbox.server import Sandbox
from services.plan.file import PlanFile
from tests.stage import PLAN, TASHKENT, load_plan, settings_for

SOAK = bool(os.environ.get("SOAK"))  # `make soak`: ten times as much
DATABASE = "ijrochi.sqlite3"
UNSENT = "SELECT 1 FROM outbox WHERE state IN ('queued', 'sending')"
NEW_YEAR = datetime(2024, 1, 1, tzinfo=TASHKENT)


class Ground:
    """A sandbox over HTTP, where everybody's chat is open."""

    def __init__(self, sandbox: Sandbox, plan: PlanFile, api: str, folder: Path) -> None:
        self.sandbox = sandbox
        self.plan = plan
        self.api = api
        self.folder = folder

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def trouble(self, **faults: Any) -> None:
        """Set what goes wrong, and that nothing else does."""
        self.sandbox.faults.set(read_trouble(faults))

    @property
    def accepted(self) -> list[Json]:
        """Every message that the Bot API took, in order: {chat, message_id, method, text, at}."""
        return self.sandbox.world.ledger.told()["messages"]

    @property
    def requests(self) -> dict[str, dict[str, int]]:
        """How many requests of each method got which status; "0" is a cut line."""
        return self.sandbox.world.ledger.told()["requests"]

    def texts(self, chat: int) -> list[str]:
        """What was said in a chat, in order."""
        return [one["text"] for one in self.accepted if one["chat"] == chat]

    def rows(self, query: str, *values: object) -> list[Any]:
        """Rows of the bot's database, read beside it."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query, values).fetchall()

    def write(self, statement: str, *values: object) -> None:
        """Change the bot's database beside it."""
        with closing(sqlite3.connect(self.database, timeout=5)) as connection, connection:
            connection.execute(statement, values)

    def open_chats(self, people: Sequence[int] | None = None) -> None:
        """Everybody (or these) have pressed start; the bot is not told of it."""
        for actor in cast_of(self.plan).actors:
            if people is None or actor.id in people:
                self.sandbox.world.person(actor.id).started = True

    def accounts_of(self, executor: str) -> list[int]:
        """The Telegram ids of those who stand for an executor (its name in the plan) and are linked at first."""
        key = next(one.key for one in self.plan.executors if one.name == executor)
        return [] if key in unlinked_at_first(self.plan) else [actor.id for actor in actors_of(self.plan, key)]


@asynccontextmanager
async def ground_in(folder: Path, enrolled: Path | None = None, start: datetime = NEW_YEAR) -> AsyncIterator[Ground]:
    """A ground whose bots keep their database in `folder`; at first a copy of `enrolled`, where that is given."""
    if enrolled is not None:
        shutil.copy(enrolled, folder / DATABASE)
    plan = load_plan(PLAN)
    sandbox = build_sandbox(settings_for(folder), plan, VirtualClock(start, running=False), None)
    runner = await serve(sandbox.routes(), "127.0.0.1", 0)
    ground = Ground(sandbox, plan, f"http://127.0.0.1:{runner.addresses[0][1]}", folder)
    ground.open_chats()
    try:
        yield ground
    finally:
        await sandbox.stop()
        await runner.cleanup()
        await sandbox.close()


A_MOMENT = 0.02  # seconds


async def until(what: Any, *, seconds: float = 20, every: float = A_MOMENT) -> None:
    """Wait until `what()` is true; TimeoutError after so many seconds of the loop's clock.

    It is asked every so many seconds, and the seldomer the longer it has waited: in virtual time each question costs as
    much as an hour. Where that is less than a moment it is asked so often to the end: one is to be caught.
    """
    time = asyncio.get_running_loop().time
    began = time()
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 -- another process, or a database: neither rings
            await asyncio.sleep(every if every < A_MOMENT else max(every, (time() - began) / 50))


async def hold(connection: sqlite3.Connection) -> None:
    """Begin to write beside the bot. It shares this loop, and may be in a writing transaction that must first end."""
    connection.execute("PRAGMA busy_timeout = 0")
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(sqlite3.OperationalError):
                connection.execute("BEGIN IMMEDIATE")
                return
            await asyncio.sleep(0.01)


def by_chat(messages: Sequence[Json]) -> dict[int, list[Json]]:
    """Messages of each chat, in order."""
    found: dict[int, list[Json]] = defaultdict(list)
    for one in messages:
        found[one["chat"]].append(one)
    return found
