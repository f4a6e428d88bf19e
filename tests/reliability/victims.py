"""Bots to be killed and stopped: processes of their own, of which one begins in a twentieth of a second.

Each is the real one: what `python -m bot` runs on Telegram, but for the clock, which shows the real time plus the
seconds written in `folder`/clock.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo import SANDBOX_TOKEN
from bot.factory import Clock, build_application, close, prepare, running
from bot.logs import set_up_logs
from scheduler.delivery import Delivery
from scheduler.pacing import Gate
from tests.forks import Fork, write_to
from tests.stage import PLAN, load_plan, settings_for, shared_parts

CLOCK = "clock"
LOG = "bot.log"
WIDTH = "width"
A_THIRD = 1 / 3  # of a processor
TURN = 0.009  # seconds


def clock_of(folder: Path) -> Clock:
    """The clock of the bots in `folder`."""
    file = folder / CLOCK
    return lambda: datetime.now(UTC) + timedelta(seconds=float(file.read_text()))


def show(folder: Path, moment: datetime) -> None:
    """Let the bots in `folder` think that it is `moment`."""
    written = folder / f"{CLOCK}.new"
    written.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    written.replace(folder / CLOCK)


def born(folder: Path, api: str, *, on: str | None = None, clock: Path | None = None) -> Fork:
    """A bot in `folder`, on the file there or on another database; by its own clock, or by the one in `clock`."""
    (folder / WIDTH).write_text("1\n")
    return Fork(_live, folder, api, on, clock or folder)


def widest(folder: Path) -> int:
    """How many messages the last bot in `folder` was ready to have in hand at once, in view of Telegram's answers."""
    return max(map(int, (folder / WIDTH).read_text().split()))


async def end(bot: Fork, how: signal.Signals) -> None:
    """End a bot, and wait until it is gone."""
    bot.send_signal(how)
    await bot.wait()


@asynccontextmanager
async def allowed(bot: Fork, share: float) -> AsyncIterator[None]:
    """Let a bot have only this share of a processor, as on a machine that has other work to do.

    It is halted again and again. To have processors do other work would hold up all tests, and take as much from the
    server that the bot talks to.
    """
    halting = asyncio.create_task(_halt(bot, share))
    try:
        yield
    finally:
        halting.cancel()
        await asyncio.wait({halting})
        bot.send_signal(signal.SIGCONT)


async def _halt(bot: Fork, share: float) -> None:
    while share < 1:
        bot.send_signal(signal.SIGSTOP)
        await asyncio.sleep(TURN * (1 - share))
        bot.send_signal(signal.SIGCONT)
        await asyncio.sleep(TURN * share)


def _live(folder: Path, api: str, on: str | None, clock: Path) -> None:
    write_to(folder / LOG, folder / LOG)
    set_up_logs()
    asyncio.run(_be_a_bot(folder, api, on, clock))


async def _be_a_bot(folder: Path, api: str, on: str | None, clock: Path) -> None:
    """Until told to stop."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    settings = settings_for(folder, **({} if on is None else {"database_url": on}))
    with shared_parts():  # made before the fork: see tests/imported.py
        application = build_application(settings, load_plan(PLAN), SANDBOX_TOKEN, api, clock_of(clock), gate=Gate())
    try:
        await prepare(application)
        async with running(application, stop):
            telling = asyncio.create_task(_tell_width(application.delivery, folder / WIDTH))
            await stop.wait()
            telling.cancel()
    finally:
        await close(application)


async def _tell_width(delivery: Delivery, file: Path) -> None:
    told = 1
    while True:
        if (width := delivery.width) > told:
            tell(file, width)
            told = width
        await asyncio.sleep(0.005)


def tell(file: Path, number: int) -> None:
    """Add a line."""
    with file.open("a") as lines:
        lines.write(f"{number}\n")
