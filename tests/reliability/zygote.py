"""A process that has imported everything and forks victims: a start of the bot then costs a twentieth of a second.

Run as `python -m tests.reliability.zygote`. Each line of its input is a JSON object {api, folder}; it answers with the
process id of a bot that was started so. The bot is the real one: what `python -m bot` runs on Telegram, but for the
clock, which shows the real time plus the seconds written in `folder`/clock.
"""

import asyncio
import importlib
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo import SANDBOX_TOKEN
from bot.factory import Clock, build_application, close, prepare, running
from bot.logs import set_up_logs
from scheduler.pacing import Gate
from services.plan.file import load_plan
from tests.stage import PLAN, settings_for
from views.kit.texts import Translator

CLOCK = "clock"
LOG = "bot.log"


def clock_of(folder: Path) -> Clock:
    """The clock of the bots in `folder`."""
    file = folder / CLOCK
    return lambda: datetime.now(UTC) + timedelta(seconds=float(file.read_text()))


def show(folder: Path, moment: datetime) -> None:
    """Let the bots in `folder` think that it is `moment`."""
    written = folder / f"{CLOCK}.new"
    written.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    written.replace(folder / CLOCK)


async def live(folder: Path, api: str) -> None:
    """Be a bot until told to stop."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    application = build_application(
        settings_for(folder), load_plan(PLAN), SANDBOX_TOKEN, api, clock_of(folder), gate=Gate()
    )
    try:
        await prepare(application)
        async with running(application, stop):
            await stop.wait()
    finally:
        await close(application)


def give_birth(order: dict[str, Any]) -> int:
    """Fork a bot; its process id."""
    child = os.fork()
    if child:
        return child
    folder, code = Path(order["folder"]), 1
    try:
        log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        set_up_logs()
        asyncio.run(live(folder, order["api"]))
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever dies is buried by the kernel
    Translator(settings_for(Path()).timezone, "ru")  # reads the catalogs, which are kept
    importlib.import_module("views.pictures.sections")  # would be imported when drawn
    for line in sys.stdin:
        print(give_birth(json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
