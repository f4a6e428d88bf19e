"""Bots in this process, on a ground and on a clock that goes with the loop's: they start, stop, crash, start again."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from bot.demo import ADMIN_IDS, SANDBOX_TOKEN
from bot.factory import Application, build_application, close, prepare, running
from scheduler.pacing import Gate
from tests.reliability.ground import UNSENT, Ground, until
from tests.reliability.virtual_time import in_virtual_time
from tests.stage import TASHKENT, settings_for, shared_parts

ADMIN, SECOND_ADMIN = ADMIN_IDS
SETTLED = 900  # seconds of virtual time in which a day's messages are certainly said


def at(day: str, clock: str = "09:00:05") -> datetime:
    """A moment in Tashkent."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=TASHKENT)


class LoopClock:
    """A clock that can be set, and goes on as the loop's does."""

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    def set(self, moment: datetime) -> None:
        self._moment = moment
        self._set_at = asyncio.get_running_loop().time()

    def __call__(self) -> datetime:
        passed = asyncio.get_running_loop().time() - self._set_at
        return (self._moment + timedelta(seconds=passed)).astimezone(UTC)


def virtually(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """The test runs in virtual time: pauses and retries of any length cost nothing."""

    @functools.wraps(test)
    def in_no_time(*args: Any, **kwargs: Any) -> None:
        in_virtual_time(lambda: test(*args, **kwargs))

    return in_no_time


class Bot:
    """A running bot."""

    def __init__(self, application: Application, ground: Ground) -> None:
        self.application = application
        self.ground = ground
        self.services = application.services

    async def sweeps(self) -> None:
        """The tick, now."""
        await self.application.tick.run()

    async def says_all(self) -> None:
        """Sweep, and wait until nothing waits to be said."""
        await self.sweeps()
        await until(lambda: not self.ground.rows(UNSENT), seconds=SETTLED, every=0.2)


@asynccontextmanager
async def bot_on(
    ground: Ground, clock: Callable[[], datetime], *, crash: bool = False, **settings: Any
) -> AsyncIterator[Bot]:
    """A bot that runs while the block does; at the end it stops as it should or, with `crash`, as if it were killed."""
    with shared_parts():
        application = build_application(
            settings_for(ground.folder, **settings), ground.plan, SANDBOX_TOKEN, ground.api, clock, gate=Gate()
        )
    before, stop = asyncio.all_tasks(), asyncio.Event()
    connections: list[Any] = []
    event.listen(application.database.engine.sync_engine, "connect", lambda made, _: connections.append(made))
    try:
        await prepare(application)
        async with running(application, stop):
            yield Bot(application, ground)
            if crash:
                await _cut_down(asyncio.all_tasks() - before)
    except asyncio.CancelledError:
        if not crash:  # else its parts say so: they were cut down
            raise
    finally:
        await close(application)
        if crash:
            _let_go(connections)


def _let_go(connections: Sequence[Any]) -> None:
    """End transactions that a task was cut down in: a process that is killed holds no lock."""
    for one in connections:
        with contextlib.suppress(Exception):  # closed already
            one.driver_connection.opened.close()


async def _cut_down(tasks: set[asyncio.Task[Any]]) -> None:
    """End the tasks wherever they are, with nothing finished. The server's own, begun meanwhile, go with them."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
