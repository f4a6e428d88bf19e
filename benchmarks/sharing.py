"""How near several processes come to Telegram's limit together: `python -m benchmarks.sharing [--full]`.

Each sender is a process with a SharedGate of its own on one PostgreSQL server (started in a temporary folder, nothing
made durable), which lets bulk messages to ever new chats through and does nothing else with them: the gate alone. The
reference is the limit; beside it stands a lone process with its gate in memory.
"""

import argparse
import asyncio
import multiprocessing
import time
from bisect import bisect_left
from itertools import count
from typing import Any

from benchmarks.common import table
from models.database import Database
from scheduler.pacing import Gate
from scheduler.sharing import SharedGate
from services.messages.pace import PaceBook
from tests.db import postgres

LIMITS = {30: 1, 1_000: 64}  # a second, and how many wait at each gate at once: as many as the delivery has in hand
SENDERS = (1, 2, 4)
WARM_UP_SECONDS = 1.5


async def send(url: str, per_second: float, width: int, until: float, first: int) -> list[float]:
    """Let messages through until that moment; the moments at which each passed."""
    database = Database(url)
    clock = asyncio.get_running_loop().time
    gate = SharedGate(PaceBook(database, clock, per_second)) if url.startswith("postgresql") else Gate(per_second)
    chats, passed = count(first), list[float]()

    async def one_after_the_other() -> None:
        while clock() < until:
            await gate.enter(next(chats), bulk=True)
            passed.append(clock())

    await asyncio.gather(*(one_after_the_other() for _ in range(width)))
    await gate.close()
    await database.close()
    return passed


def sent(url: str, per_second: int, senders: int, seconds: float) -> list[float]:
    """What that many processes let through together, in order."""
    until = time.monotonic() + WARM_UP_SECONDS + seconds
    width, chats = LIMITS[per_second], 10_000_000
    # Forked: to import everything anew would take longer than the measurement.
    with multiprocessing.get_context("fork").Pool(senders) as pool:
        given = [(url, per_second, width, until, number * chats) for number in range(1, senders + 1)]
        moments = sorted(at for passed in pool.starmap(_send, given, chunksize=1) for at in passed)
    return [at for at in moments if at > until - seconds]


def _send(*given: Any) -> list[float]:
    return asyncio.run(send(*given))


def most_in_a_second(moments: list[float]) -> int:
    """The most that passed in any second."""
    return max(bisect_left(moments, at + 1 - 1e-6) - place for place, at in enumerate(moments))


def row(url: str, per_second: int, senders: int, seconds: float) -> tuple[object, ...]:
    """One line of the table."""
    moments = sent(url, per_second, senders, seconds)
    rate = (len(moments) - 1) / (moments[-1] - moments[0])
    name = f"{senders}, shared" if url.startswith("postgresql") else "1, in memory"
    return name, f"{rate / per_second:.3f}", most_in_a_second(moments), per_second + 1


def main() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sharing", description=__doc__)
    parser.add_argument("--full", action="store_true", help="for a minute each")
    options = parser.parse_args()
    if why := postgres.missing():
        print(why)
        return
    seconds = 60.0 if options.full else 8.0
    with postgres.server() as folder:
        url = postgres.url_of(folder, "postgres")
        asyncio.run(_prepare(url))
        for per_second in LIMITS:
            rows = [row("sqlite+aiosqlite:///:memory:", per_second, 1, seconds)]
            rows += [row(url, per_second, senders, seconds) for senders in SENDERS]
            head = ("senders", "rate ÷ limit", "most in a second", "allowed")
            table(f"The gate alone, {per_second} a second, {seconds:g} seconds", head, rows)


async def _prepare(url: str) -> None:
    database = Database(url)
    await database.upgrade()
    await database.close()


if __name__ == "__main__":
    main()
