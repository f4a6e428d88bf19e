"""One of several processes of the bot: `python -m benchmarks.worker DATABASE_URL API BEGAN MESSAGES_PER_SECOND`.

What `python -m bot work` runs, its share of the pace reserved in the database, but for its clock: at BEGAN (seconds
since 1970) it was the first working morning of the seeded plan.
"""

import argparse
import asyncio
import signal
import time
from datetime import UTC, datetime, timedelta

from benchmarks.common import ADMINS, ROOT, START, quiet
from benchmarks.server import TOKEN
from bot import tidying
from bot.config import read_settings
from bot.factory import build_application, close, prepare, running
from bot.roles import Role
from bot.run import gate_of
from services.plan.file import load_plan


async def main(url: str, api: str, began: float, per_second: int) -> None:
    """Work until terminated."""
    tidying.begin()
    settings = read_settings(database_url=url, admin_ids=ADMINS, bot_api_url=api, messages_per_second=per_second)
    plan = load_plan(ROOT / "data" / "seed_plan.json")

    def clock() -> datetime:
        return (START + timedelta(seconds=time.time() - began)).astimezone(UTC)

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with gate_of(settings) as gate:
        application = build_application(settings, plan, TOKEN, api, clock, gate=gate, role=Role.WORK)
        try:
            await prepare(application)
            async with running(application, stop):
                await stop.wait()
        finally:
            await close(application)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worker")
    parser.add_argument("url")
    parser.add_argument("api")
    parser.add_argument("began", type=float)
    parser.add_argument("per_second", type=int)
    options = parser.parse_args()
    quiet()
    asyncio.run(main(options.url, options.api, options.began, options.per_second))
