"""A morning on which everybody is reminded, and answers: `python -m benchmarks.morning [--full]`.

Run for real: PostgreSQL, as durable as an office's; processes of the bot; a Bot API server in a process of its own.
Everybody leads one activity that is due today and helps in two others. They are found and reminded by the sweep, the
reminders are delivered by two processes, of which one is killed in the middle, and everybody reports. Every chat must
have its reminder, and no more chats two than there were messages in hand.

What two cores cannot show is reckoned from what was measured: a morning of 100,000 officers, second by second, at
Telegram's ordinary limit and at the paid one, with more processes. The table says which is which.
"""

import argparse
import asyncio
import math
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from sqlalchemy import case, func, select, text, update

from benchmarks.common import ROOT, START, ask, run, services_on, table
from benchmarks.office import FIRST, office
from benchmarks.processes import DURABLE, WORKING
from benchmarks.server import FIRST_CHAT, serving
from models import Outbox, OutboxState, Report
from models.database import Database
from scheduler.tick import Tick
from tests.db import postgres

FEW, MANY = 3_000, 100_000
WRITERS = 4_000  # at most, to one process and then to two: the rate shows in a minute or two
PAID = 1_000
FIRST_SHARE = 0.4  # of the reminders is sent by one process, the rest by two
KILLED = 0.85  # of the rest, when one of the two is killed
WARM_UP_SECONDS = 3
GOAL = 0.9
PATIENCE_SECONDS = 3_600
ANSWERING = 0.6  # of those reminded: an assumption, as is how soon
SOON_SECONDS = 1_200.0  # half of those who answer do so within
NEARLY_ALL = 0.99  # of the answers: the last ones come when they come


@dataclass(frozen=True)
class Measured:
    """What one process does in a second, and how many processes add up."""

    swept: float
    sent: float
    handled: float
    of_two: float


# -- the morning ------------------------------------------------------------------------------------------------------


@contextmanager
def working(url: str, api: str, began: float) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the bot until the block ends."""
    command = [sys.executable, "-m", "benchmarks.worker", url, api, str(began), str(PAID)]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 -- this package
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


class Morning:
    """One office's morning on a real server, measured as it goes."""

    def __init__(self, database: Database, url: str, api: str, client: aiohttp.ClientSession, officers: int) -> None:
        self._database = database
        self._url = url
        self._api = api
        self._client = client
        self._officers = officers
        self._began = time.time()

    async def seen(self) -> dict[str, Any]:
        """What the Bot API server has seen."""
        found: dict[str, Any] = await ask(self._client, f"{self._api}/control")
        return found

    async def sweep(self) -> float:
        """Officers found and reminded in a second, before anybody sends."""
        began = time.perf_counter()
        await Tick(services_on(self._database), lambda: START).run()
        seconds = time.perf_counter() - began
        async with self._database.read() as session:
            queued = await session.scalar(select(func.count()).select_from(Outbox)) or 0
        check(queued >= self._officers, f"{queued} of {self._officers} are reminded")
        return queued / seconds

    async def deliver(self) -> tuple[float, float, int]:
        """Messages a second of one process and of two, and how many were repeated after one of them was killed.

        What is to be measured is let go when those who send it have long begun.
        """
        await ask(self._client, f"{self._api}/control?latency=0")
        await self._let_go(0)
        with working(self._url, self._api, self._began) as first:
            await self._are_ready(1)
            alone = await self._rate(0, FIRST_SHARE)
            with working(self._url, self._api, self._began):
                await self._are_ready(2)
                together = await self._rate(FIRST_SHARE, 1, until=KILLED)
                first.kill()
                await self._until(1.0)
        seen = await self.seen()
        check(seen["chats"] == self._officers, f"{seen['chats']} chats of {self._officers} have their reminder")
        return alone, together, seen["repeated"]

    async def _rate(self, begin: float, end: float, *, until: float = 1.0) -> float:
        """Messages a second, of those between two shares of all, from a tenth of them to `until`."""
        await self._let_go(end)
        await self._until(begin + (end - begin) / 10)
        began, before = time.perf_counter(), (await self.seen())["chats"]
        await self._until(begin + (end - begin) * until)
        return float(((await self.seen())["chats"] - before) / (time.perf_counter() - began))

    async def _let_go(self, share: float) -> None:
        """So many of the reminders may be sent, the others not before tomorrow."""
        rank = func.row_number().over(order_by=Outbox.id)
        ranked = select(Outbox.id, rank.label("rank")).subquery()
        row = select(ranked.c.id).where(ranked.c.rank <= share * self._officers)
        due = case((Outbox.id.in_(row), Outbox.queued_at), else_=START + timedelta(days=1))
        async with self._database.write() as session:
            await session.execute(update(Outbox).where(Outbox.state == OutboxState.QUEUED).values(next_try_at=due))

    async def _are_ready(self, processes: int) -> None:
        """Wait until so many have begun, and have done what is done once: imports, everybody's menu of commands."""
        async with self._database.engine.connect() as connection:
            while (await connection.scalar(text(WORKING)) or 0) < processes:  # noqa: ASYNC110 -- other processes
                await asyncio.sleep(0.2)
        before = None
        while before != (menus := (await self.seen())["counts"].get("setMyCommands", 0)):
            before = menus
            await asyncio.sleep(WARM_UP_SECONDS)

    async def _until(self, share: float) -> None:
        """Wait until so many have their reminder."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (await self.seen())["chats"] < share * self._officers:
            check(time.monotonic() < deadline, "the reminders do not arrive")
            await asyncio.sleep(0.02)

    async def answer(self, processes: int, first: int, people: int) -> float:
        """Reports handled in a second by so many processes, of people who all write at once."""
        with processes_of(processes, self._url, self._api, self._began):
            await asyncio.sleep(3)  # what is imported and compiled once is no matter here
            before = await self._reports()
            asked = f"write={people}&chat={FIRST_CHAT + first}&activity={FIRST + first}"
            await ask(self._client, f"{self._api}/control?{asked}")
            while (found := await self._reports()) < before + people // 10:  # noqa: ASYNC110 -- other processes
                await asyncio.sleep(0.05)
            began, already = time.perf_counter(), found
            while (found := await self._reports()) < before + people:  # noqa: ASYNC110 -- other processes
                await asyncio.sleep(0.05)
            return (found - already) / (time.perf_counter() - began)

    async def _reports(self) -> int:
        async with self._database.read() as session:
            return await session.scalar(select(func.count(Report.percent))) or 0


@contextmanager
def processes_of(number: int, url: str, api: str, began: float) -> Iterator[None]:
    """So many processes of the bot."""
    with ExitStack() as stack:
        for _ in range(number):
            stack.enter_context(working(url, api, began))
        yield


def check(holds: bool, otherwise: str) -> None:
    """End with a sentence if what must hold does not."""
    if not holds:
        raise SystemExit(f"The morning failed: {otherwise}.")


# -- what is reckoned -------------------------------------------------------------------------------------------------


@dataclass
class Reckoned:
    """A morning: its last reminder, and 99 % of its answers (minutes); the longest wait of an answer (seconds)."""

    last_reminder: float = 0.0
    last_answer: float = 0.0
    longest_wait: float = 0.0


def reckon(measured: Measured, officers: int, per_second: float, processes: int) -> Reckoned:
    """A morning second by second. Answers go before reminders, and both count against Telegram's limit."""
    gain = 1 + (processes - 1) * (measured.of_two - 1)  # what the second process added, each further one adds
    found = Reckoned()
    queued = sent = written = answered = 0.0
    times: list[tuple[float, float]] = []  # when so many had been reminded
    second = 0
    while answered < NEARLY_ALL * ANSWERING * officers:
        second += 1
        queued = min(officers, queued + measured.swept)
        written = sum(number * _have_answered(second - at) for at, number in times)
        # A process does one thing at a time: what answers leave of its time is for reminders.
        answers = min(written - answered, per_second, measured.handled * gain)
        busy = answers / (measured.handled * gain)
        reminders = min(queued - sent, per_second - answers, measured.sent * gain * (1 - busy))
        answered, sent = answered + answers, sent + max(0.0, reminders)
        times.append((second, max(0.0, reminders)))
        found.longest_wait = max(found.longest_wait, (written - answered) / min(per_second, measured.handled * gain))
        if sent < officers - 0.5:
            found.last_reminder = second / 60
        if second > 12 * 3600 or (_have_answered(second / 2) > 0.999 * ANSWERING and written - answered < 1):
            break
        times = _merged(times)
    found.last_answer = second / 60
    return found


def _have_answered(seconds: float) -> float:
    """The share of those reminded so long ago who have answered by now."""
    return ANSWERING * (1 - math.exp(-math.log(2) * max(0.0, seconds) / SOON_SECONDS))


def _merged(times: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Seconds of one minute as one: there are many."""
    if len(times) < 200 or times[-1][0] % 60:
        return times
    minutes: dict[float, float] = {}
    for at, number in times:
        minutes[at // 60 * 60] = minutes.get(at // 60 * 60, 0.0) + number
    return sorted(minutes.items())


# -- the tables -------------------------------------------------------------------------------------------------------


async def main(officers: int) -> None:
    """The real morning, then the reckoned one."""
    if why := postgres.missing():
        print(why)
        return
    with postgres.server(DURABLE) as place, serving("plain") as api:
        url = postgres.url_of(place, "postgres")
        database = await office(url, officers)
        async with aiohttp.ClientSession() as client:
            morning = Morning(database, url, api, client, officers)
            swept = await morning.sweep()
            alone, together, repeated = await morning.deliver()
            people = min(officers // 2, WRITERS)
            one = await morning.answer(1, 0, people)
            two = await morning.answer(2, people, people)
        await database.close()
    rows = [
        ("found and queued by the sweep", f"{swept:.0f}/s", "", ""),
        ("reminders rendered, sent, recorded", f"{alone:.0f}/s", f"{together:.0f}/s", f"{together / alone:.2f}"),
        ("reports read, recorded, answered", f"{one:.0f}/s", f"{two:.0f}/s", f"{two / one:.2f}"),
    ]
    table(f"A morning of {officers:,} officers, measured", ("", "one process", "two processes", "two ÷ one"), rows)
    print(f"  of {PAID:,} reminders a second: {alone / PAID:.2f} and {together / PAID:.2f} (goal: {GOAL} on two cores)")
    print(f"  one of the two was killed at {KILLED:.0%}: every chat has its reminder, {repeated} have it twice")
    reckoned(Measured(swept, alone, one, max(1.0, two / one)))


def reckoned(measured: Measured) -> None:
    """The table of what two cores cannot show."""
    rows = []
    for per_second, processes in ((30, 1), (30, 2), (PAID, 2), (PAID, 8)):
        found = reckon(measured, MANY, per_second, processes)
        rows.append(
            (
                f"{per_second}/s",
                processes,
                f"{found.last_reminder:.0f} min",
                f"{found.last_answer:.0f} min",
                f"{found.longest_wait:.1f} s",
            )
        )
    table(
        f"A morning of {MANY:,} officers, reckoned from the above ({ANSWERING:.0%} answer, half of them within "
        f"{SOON_SECONDS / 60:.0f} minutes)",
        ("limit", "processes", "last reminder", "99% answered", "an answer waits at most"),
        rows,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.morning")
    parser.add_argument("--full", action="store_true", help=f"{MANY:,} officers instead of {FEW:,}")
    run(main(MANY if parser.parse_args().full else FEW))
