"""The other side, in a process of its own: `python -m benchmarks.server plain`, or `sandbox CHATS`."""

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from benchmarks.plain import serve_plain
from sandbox.clock import VirtualClock
from sandbox.server import Sandbox
from sandbox.world import Actor, Cast, Group

TOKEN = "1:BENCH"  # noqa: S105 -- opens nothing but this server
FIRST_CHAT = 1_000_001
GROUP = -1_000_000_000_001
LEADERS = tuple(range(800_001, 800_011))
ZONE = ZoneInfo("Asia/Tashkent")


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """A server of this kind until the block ends; its base address."""
    process = subprocess.Popen(  # noqa: S603 -- this module itself
        [sys.executable, "-m", "benchmarks.server", *arguments], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # noqa: S101 -- asked for above
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=10)


def main() -> None:
    """Serve until terminated; the base address is the one line of output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server")
    parser.add_argument("kind", choices=("plain", "sandbox"))
    parser.add_argument("chats", type=int, nargs="?", default=0)
    options = parser.parse_args()
    asyncio.run(_plain() if options.kind == "plain" else _sandbox(options.chats))


async def _plain() -> None:
    server, port = await serve_plain()
    print(f"http://127.0.0.1:{port}", flush=True)
    await server.serve_forever()


async def _sandbox(chats: int) -> None:
    people = tuple(Actor(FIRST_CHAT + number, f"Officer {number}", "officer") for number in range(chats))
    leaders = tuple(Actor(leader, f"Leader {leader}", "leader") for leader in LEADERS)
    sandbox = Sandbox(
        token=TOKEN,
        username="bench_bot",
        bot_name="Bot",
        cast=Cast((*people, *leaders), (Group(GROUP, "Leadership", "supergroup", LEADERS, LEADERS[:1]),)),
        clock=VirtualClock(datetime.now(ZONE)),
        timezone=ZONE,
        store=None,
    )
    for person in sandbox.world.people.values():
        person.started = True  # their chats are open; the updates of 3,000 first words are not what is measured
    runner = web.AppRunner(sandbox.application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    main()
