"""`python -m bot`: run the bot; or `schedule`, to see what would be reminded when."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import structlog

from bot import schedule
from bot.config import ConfigError, Settings, read_settings
from bot.demo import ADMIN_IDS, SANDBOX_TOKEN, SandboxDriver, cast_of, enrol
from bot.factory import (
    Application,
    StartError,
    build_application,
    close,
    greet,
    prepare,
    running,
    system_clock,
)
from bot.http import serve
from bot.logs import set_up_logs
from models.database import DatabaseError
from sandbox.clock import VirtualClock
from sandbox.server import Sandbox
from scheduler.pacing import Gate
from services.planfile import PlanFile, PlanFileError, load_plan

log = structlog.get_logger("bot")

BAD_INPUT = 2
FAILED = 1
SANDBOX_STORE = Path("var/sandbox/world.sqlite3")
SANDBOX_NAME = "ijrochi_bot"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the process's exit code: 0, 1 where it could not run, 2 where the input was wrong."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        plan = load_plan(settings.plan_file)
        if options.command == "schedule":
            return asyncio.run(_schedule(settings, plan, options))
        set_up_logs()
        return asyncio.run(_run(settings, plan))
    except (ConfigError, PlanFileError, LookupError) as error:
        return _fail(error, BAD_INPUT)
    except (StartError, DatabaseError) as error:
        return _fail(error, FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of the table went away: nothing to say to anybody
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Ijrochi: carries an organisation's work plan.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="run the bot (also without any command); with no BOT_TOKEN, on the sandbox")
    calendar = commands.add_parser("schedule", help="print what is reminded when, as if nobody reported")
    calendar.add_argument("--from", dest="start", type=date.fromisoformat, help="first day, like 2024-01-01")
    calendar.add_argument("--to", dest="end", type=date.fromisoformat, help="last day, like 2024-07-31")
    calendar.add_argument("--executor", help="only this executor, by name")
    calendar.add_argument("--activity", type=int, help="only this activity, by number")
    calendar.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


async def _schedule(settings: Settings, plan: PlanFile, options: argparse.Namespace) -> int:
    start, end = options.start or plan.period.start, options.end or plan.period.end
    if end < start:
        raise LookupError(f"--to {end} is before --from {start}: write the earlier day first.")
    reminders = schedule.chosen(
        await schedule.read_calendar(settings, start, end), plan, options.executor, options.activity
    )
    lines = schedule.as_json(reminders) if options.json else schedule.as_table(reminders)
    for line in lines:
        print(line)
    return 0


async def _run(settings: Settings, plan: PlanFile) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    if settings.is_sandbox:
        await _run_on_sandbox(settings, plan, stop)
    else:
        await _run_on_telegram(settings, plan, stop)
    return 0


async def _run_on_telegram(settings: Settings, plan: PlanFile, stop: asyncio.Event) -> None:
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    application = build_application(settings, plan, token, settings.bot_api_url, system_clock, gate=Gate())
    try:
        await prepare(application)
        runner = await _serve(settings, application.health.routes())
        try:
            username = await greet(application)
            log.info("running", bot=username, plan=plan.title)
            async with running(application, stop):
                await stop.wait()
        finally:
            await runner.cleanup()
    finally:
        await close(application)


async def _run_on_sandbox(settings: Settings, plan: PlanFile, stop: asyncio.Event) -> None:
    address = f"http://{settings.http_host}:{settings.http_port}"
    settings = settings.model_copy(update={"admin_ids": settings.admin_ids or ADMIN_IDS, "leadership_chat_id": None})
    clock = VirtualClock(datetime.combine(plan.period.start, time(), settings.timezone))
    sandbox = Sandbox(
        token=SANDBOX_TOKEN,
        username=SANDBOX_NAME,
        bot_name="Ijrochi",
        cast=cast_of(plan),
        clock=clock,
        timezone=settings.timezone,
        store=SANDBOX_STORE,
    )
    application = build_application(settings, plan, SANDBOX_TOKEN, address, clock)
    try:
        await prepare(application)
        await enrol(application)
        sandbox.driver = SandboxDriver(application)
        runner = await _serve(settings, [*application.health.routes(), *sandbox.routes()])
        try:
            await greet(application)
            async with running(application, stop):
                _invite(address, application)
                await stop.wait()
        finally:
            await runner.cleanup()
    finally:
        await close(application)


async def _serve(settings: Settings, routes):  # type: ignore[no-untyped-def]  # aiohttp's own
    try:
        return await serve(routes, settings.http_host, settings.http_port)
    except OSError as error:
        raise StartError(
            f"The address {settings.http_host}:{settings.http_port} can not be used ({error.strerror}): "
            "set another HTTP_PORT."
        ) from error


def _invite(address: str, application: Application) -> None:
    print(
        f"\n  Ijrochi runs on its sandbox: {address}\n\n"
        "  1. As the admin write /invite, and open the link as the officer who is not linked yet.\n"
        "  2. Press «Next reminder day», be an officer, answer the reminder in your own words.\n"
        "  3. As the admin accept what was done; press «Next Monday» and read the leadership's summary.\n",
        flush=True,
    )


def _fail(error: Exception, code: int) -> int:
    print(error.args[0] if isinstance(error, LookupError) else error, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
