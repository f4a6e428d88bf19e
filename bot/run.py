"""Runs the bot on Telegram or on another Bot API server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.config import Settings
from bot.errors import StartError
from bot.factory import Application, build_application, close, prepare, running, system_clock
from bot.http import serve
from bot.roles import Role
from models.database import Database
from scheduler.pacing import Gate
from scheduler.sharing import SharedGate
from services.messages.pace import PaceBook
from services.plan.file import PlanFile


async def run_on_telegram(settings: Settings, plan: PlanFile, stop: asyncio.Event, role: Role = Role.ALL) -> None:
    """Run until `stop` is set. Raises StartError with a sentence if it cannot begin."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    async with gate_of(settings) as gate:
        api = settings.bot_api_url
        await _run(build_application(settings, plan, token, api, system_clock, gate=gate, role=role), stop)


@asynccontextmanager
async def gate_of(settings: Settings) -> AsyncIterator[Gate]:
    """The gate that keeps below Telegram's limits: on PostgreSQL one for all processes, else this process's own."""
    database = Database(settings.database)  # with connections of its own: a turn waits for nothing else
    if database.is_sqlite:
        gate = Gate(settings.messages_per_second)
    else:
        clock = asyncio.get_running_loop().time
        gate = SharedGate(PaceBook(database, clock, settings.messages_per_second))
    try:
        yield gate
    finally:
        await gate.close()
        await database.close()


async def _run(application: Application, stop: asyncio.Event) -> None:
    settings = application.settings
    try:
        await prepare(application)
        posted = application.receiver.routes() if application.role.is_served else ()
        runner = await listen(settings, [*application.health.routes(), *posted])
        try:
            async with running(application, stop):
                await stop.wait()
        finally:
            await runner.cleanup()
    finally:
        await close(application)


async def listen(settings: Settings, routes: list[web.RouteDef]) -> web.AppRunner:
    """Serve HTTP if the settings ask for it. Raises StartError if the address is taken."""
    try:
        return await serve(routes, settings.http_host, settings.http_port)
    except OSError as error:
        raise StartError(
            f"The address {settings.http_host}:{settings.http_port} cannot be used "
            f"({error.strerror or 'it is taken'}): set another HTTP_PORT."
        ) from error
