"""Work that is done again and again, however the clock of the machine is moved.

APScheduler keeps the moment of the next run by the wall clock and sleeps until then by a monotonic one. A clock that is
put back by an hour would stop the runs for that hour, and one put forward by years would have each missed run counted.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]

Work = Callable[[], Awaitable[None]]


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fires at once, then a number of seconds after each run; missed runs are not counted."""

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The next run after `previous_fire_time`."""
        return now if previous_fire_time is None else now + self._interval


class Ticks:
    """Runs each work every `seconds`, never in parallel with itself."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._following: asyncio.Task[None] | None = None

    def start(self, *works: Work) -> None:
        """Begin; each work runs at once for the first time."""
        for work in works:
            self._scheduler.add_job(
                self._job(work), Every(self._seconds), coalesce=True, max_instances=1, misfire_grace_time=None
            )
        self._scheduler.start()
        self._following = asyncio.create_task(self._follow_the_clock())

    async def stop(self, seconds: float) -> None:
        """Begin nothing more; give running work a number of seconds, then break it off."""
        if self._following is None:
            return
        self._following.cancel()
        self._scheduler.pause()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in self._under_way:
            task.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        self._scheduler.shutdown(wait=False)

    def _job(self, work: Work) -> Work:
        async def job() -> None:
            task = cast("asyncio.Task[Any]", asyncio.current_task())
            self._under_way.add(task)
            try:
                with contextlib.suppress(asyncio.CancelledError):  # an ordinary stop: the next start does it again
                    await work()
            finally:
                self._under_way.discard(task)

        job.__qualname__ = getattr(work, "__qualname__", job.__qualname__)  # named in APScheduler's words
        return job

    async def _follow_the_clock(self) -> None:
        """Bring back runs that a clock set back has moved away."""
        while True:
            await asyncio.sleep(self._seconds)
            now = datetime.now(UTC)
            for job in self._scheduler.get_jobs():
                if job.next_run_time > now + timedelta(seconds=self._seconds):
                    job.modify(next_run_time=now)
