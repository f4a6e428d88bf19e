"""How near to Telegram's limit the delivery comes: `python -m benchmarks.pacing [--full]`.

Reminders that the sweep really queued, one for each of N officers, are claimed, rendered, sent and recorded by
scheduler.Delivery. The reference is the limit itself (30 a second, 1,000 a second with paid broadcasts); beside it
stand the two usual ways, which only send: a loop that sleeps 1/30 s between messages, and aiolimiter.
"""

import argparse
import asyncio
import contextlib
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter

from benchmarks.common import ZONE, Clock, ask, folder, link_officers, run, seeded, services_on, table
from benchmarks.server import TOKEN, serving
from bot import tidying
from bot.responses import KeptResponses
from bot.session import ForgivingSession
from models.database import Database
from scheduler.delivery import Delivery
from scheduler.pacing import Gate, Pacing
from scheduler.tick import Tick
from services.messages.rates import PER_SECOND
from views.kit.texts import Translator

LATENCIES_MS = (0, 50, 150)
PAID_PER_SECOND = 1_000
WORDS = "Эслатма: " + 12 * "топшириқ муддати яқин, ҳисобот кутилмоқда. "
SEQUENTIAL = 150  # a loop is as fast at its end as at its beginning: it need not be watched for minutes


@dataclass(frozen=True)
class Rate:
    """Messages accepted, how many seconds that took from the first attempt on, and how many 429 came meanwhile."""

    messages: int
    seconds: float
    refused: int

    def share(self, per_second: float) -> str:
        """The rate against a limit."""
        return f"{self.messages / self.seconds / per_second:.3f}"


class Sandboxed:
    """The sandbox with its rate limits on."""

    def __init__(self, client: aiohttp.ClientSession, address: str) -> None:
        self._client = client
        self._address = address

    async def begin(self, latency_ms: int) -> None:
        """Count anew, from a bucket that is full."""
        await ask(self._client, f"{self._address}/sandbox/faults", {"latency_ms": latency_ms, "rate_limits": True})
        await ask(self._client, f"{self._address}/sandbox/ledger", {})

    async def rate(self, began: float) -> Rate:
        """What came since."""
        ledger = await ask(self._client, f"{self._address}/sandbox/ledger")
        refused = ledger["requests"].get("sendMessage", {}).get("429", 0)
        return Rate(ledger["total"], max(one["at"] for one in ledger["messages"]) - began, refused)


class Plain:
    """The server that limits nothing and costs nothing."""

    def __init__(self, client: aiohttp.ClientSession, address: str) -> None:
        self._client = client
        self._address = address

    async def begin(self, latency_ms: int) -> None:
        """Count anew."""
        await ask(self._client, f"{self._address}/control?latency={latency_ms / 1000}")

    async def rate(self, began: float) -> Rate:
        """What came since."""
        seen = await ask(self._client, f"{self._address}/control")
        return Rate(seen["counts"]["sendMessage"], seen["last"]["sendMessage"] - began, 0)


Side = Sandboxed | Plain


async def queued(file: Path, chats: int) -> list[int]:
    """A database in which the sweep of the first working day has queued one reminder for each of the chats."""
    database = await seeded(file)
    ids = await link_officers(database, chats)
    await Tick(services_on(database), Clock()).run()
    await database.close()
    return ids


def bot_for(address: str, session: type[AiohttpSession] = AiohttpSession) -> Bot:
    """A bot on that server."""
    return Bot(TOKEN, session=session(api=TelegramAPIServer.from_base(address)))


async def deliver(side: Side, address: str, ready: Path, latency_ms: int, *, per_second: float, most: int) -> Rate:
    """The bot's own delivery of `most` queued reminders."""
    file = ready.with_suffix(".run")
    shutil.copy(ready, file)
    database, clock = Database(f"sqlite+aiosqlite:///{file}"), Clock()
    bot = bot_for(address, ForgivingSession)  # as in the factory, with what keeps the types of answers
    services = services_on(database)
    gate = Gate(per_second=per_second)
    bot.session.middleware(KeptResponses())
    bot.session.middleware(Pacing(gate))
    delivery = Delivery(bot, services, Translator(ZONE, "uz_Cyrl"), clock, gate=gate, per_second=per_second)
    stop = asyncio.Event()
    await side.begin(latency_ms)
    began = time.monotonic()
    running = asyncio.create_task(delivery.run(stop))
    while services.metrics.sent._value.get() < most:  # noqa: ASYNC110 -- the metric is no event
        await asyncio.sleep(0.05)
    rate = await side.rate(began)
    stop.set()
    await running
    await bot.session.close()
    await database.close()
    return rate


async def loop(side: Side, address: str, chats: Sequence[int], latency_ms: int, per_second: float) -> Rate:
    """One after the other, a pause after each."""
    bot = bot_for(address)
    await side.begin(latency_ms)
    began = time.monotonic()
    for chat in chats:
        await _insist(bot, chat)
        await asyncio.sleep(1 / per_second)
    rate = await side.rate(began)
    await bot.session.close()
    return rate


async def limited(side: Side, address: str, chats: Sequence[int], latency_ms: int, per_second: float) -> Rate | None:
    """All at once behind aiolimiter's leaky bucket; None where it is not installed."""
    try:
        from aiolimiter import AsyncLimiter  # noqa: PLC0415 -- a reference only
    except ImportError:
        return None
    bot, limiter = bot_for(address), AsyncLimiter(per_second, 1)

    async def one(chat: int) -> None:
        async with limiter:
            await _insist(bot, chat)

    await side.begin(latency_ms)
    began = time.monotonic()
    await asyncio.gather(*(one(chat) for chat in chats))
    rate = await side.rate(began)
    await bot.session.close()
    return rate


async def _insist(bot: Bot, chat: int) -> None:
    """Send; wait out a 429 as it says."""
    while True:
        with contextlib.suppress(TelegramRetryAfter):
            await bot.send_message(chat, WORDS)
            return
        await asyncio.sleep(1)


async def at_limit(
    name: str, *, side: Side, address: str, ready: Path, chats: Sequence[int], per_second: float
) -> None:
    """One table: each way at each latency, against `per_second`."""
    rows = []
    for latency in LATENCIES_MS:
        ours = await deliver(side, address, ready, latency, per_second=per_second, most=len(chats))
        naive = await loop(side, address, chats[:SEQUENTIAL], latency, per_second)
        bucket = await limited(side, address, chats, latency, per_second)
        rows.append(
            (
                f"{latency} ms",
                ours.share(per_second),
                ours.refused,
                naive.share(per_second),
                naive.refused,
                *((bucket.share(per_second), bucket.refused) if bucket else ("not installed", "-")),
            )
        )
    head = ("latency", "delivery", "429", f"loop, sleep(1/{per_second:g})", "429", "aiolimiter", "429")
    table(f"{name}: achieved rate ÷ {per_second:g} a second, {len(chats)} messages to as many chats", head, rows)


async def main(number: int, paid: int) -> None:
    """Both limits."""
    tidying.begin()  # as the bot does
    with folder() as place:
        ready = place / "ready.sqlite3"
        chats = await queued(ready, max(number, paid))
        async with aiohttp.ClientSession() as client:
            with serving("sandbox", str(len(chats))) as address:
                side = Sandboxed(client, address)
                await at_limit(
                    "Delivery", side=side, address=address, ready=ready, chats=chats[:number], per_second=PER_SECOND
                )
            with serving("plain") as address:
                paid_side = Plain(client, address)
                await at_limit(
                    "Paid broadcasts",
                    side=paid_side,
                    address=address,
                    ready=ready,
                    chats=chats[:paid],
                    per_second=PAID_PER_SECOND,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pacing")
    parser.add_argument(
        "--full", action="store_true", help="3,000 messages a row instead of 600 (a quarter of an hour)"
    )
    full = parser.parse_args().full
    run(main(3_000 if full else 600, 3_000 if full else 1_200))
