"""The process's own HTTP server: whether it is alive and ready, and its counters."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import nan

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import web
from sqlalchemy import text

from models.database import Database
from scheduler.tick import Tick
from services.container import Services
from services.messages.outbox import COUNTED_UP_TO

WAITING_CONNECTIONS = 1024  # a peak of posts is taken one after the other, not refused
TOO_LONG = 120  # seconds without a tick: the reminders would be late


class Contact(BaseRequestMiddleware):
    """Remembers when the Bot API last answered."""

    def __init__(self) -> None:
        self.answered_at: float | None = None  # on the event loop's clock

    @property
    def age(self) -> float | None:
        """The seconds since it last answered, unaffected by changes of the clock; None before the first answer."""
        return None if self.answered_at is None else asyncio.get_running_loop().time() - self.answered_at

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the request and note that it was answered."""
        response = await make_request(bot, method)
        self.answered_at = asyncio.get_running_loop().time()
        return response


class Health:
    """Answers /healthz and /metrics.

    /healthz is 200 while the process is ready: the database answers, it works and updates are received (`trouble`
    returns why not), and the tick runs if it is this process that `sweeps`. Otherwise it is 503; a process that stands
    by for another on the same file is alive and not ready.
    """

    def __init__(
        self,
        database: Database,
        services: Services,
        tick: Tick,
        contact: Contact,
        clock: Callable[[], datetime],
        *,
        trouble: Callable[[], str | None],
        sweeps: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._services = services
        self._tick = tick
        self._contact = contact
        self._clock = clock
        self._trouble = trouble
        self._sweeps = sweeps

    def routes(self) -> list[web.RouteDef]:
        """The routes to be served."""
        return [web.get("/healthz", self.healthz), web.get("/metrics", self.metrics)]

    async def healthz(self, _request: web.Request) -> web.Response:
        """The state of the parts as JSON; moments in UTC, ages in seconds."""
        database, (queued, oldest) = await self._backlog()
        ready = self._is_ready(database)
        body = {
            "alive": True,
            "ready": ready,
            "database": database,
            "not_receiving": self._trouble(),
            "last_tick": _utc(_ago(self._clock(), self._tick.age)),
            "last_answer": _utc(_ago(self._clock(), self._contact.age)),
            "queued": queued,
            "queued_or_more": queued >= COUNTED_UP_TO,
            "oldest_queued_seconds": oldest,
        }
        return web.json_response(body, status=200 if ready else 503)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Prometheus's text format; the queue is NaN while the database does not answer, for then nobody knows it."""
        metrics = self._services.metrics
        database, (queued, oldest) = await self._backlog()
        metrics.ready.set(self._is_ready(database))
        metrics.queued.set(queued if database else nan)
        metrics.oldest.set(oldest if database else nan)
        return web.Response(body=metrics.exposed(), headers={"Content-Type": "text/plain; version=0.0.4"})

    def _is_ready(self, database: bool) -> bool:
        age = self._tick.age
        is_swept = not self._sweeps() or (age is not None and age < TOO_LONG)
        return database and is_swept and self._trouble() is None

    async def _backlog(self) -> tuple[bool, tuple[int, float]]:
        try:
            async with self._database.read() as session:
                await session.execute(text("SELECT 1"))
            return True, await self._services.outbox.backlog(self._clock())
        except Exception:  # whatever it is, the answer is no
            return False, (0, 0.0)


def _ago(now: datetime, age: float | None) -> datetime | None:
    """A moment on the present clock from its age, which is right however the clock was changed."""
    return None if age is None else now - timedelta(seconds=age)


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None


async def serve(routes: list[web.RouteDef], host: str, port: int, *, max_size: int = 60 * 1024**2) -> web.AppRunner:
    """Serve the routes; the caller cleans up the runner. Raises OSError if the address is taken."""
    application = web.Application(client_max_size=max_size)
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, host, port, backlog=WAITING_CONNECTIONS).start()
    return runner
