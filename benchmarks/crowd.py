"""Many people at once, and one crowd beside one officer: `python -m benchmarks.crowd`.

The whole bot takes updates from the sandbox, which is a process of its own. How many of a crowd's words it answers a
second stands beside what it answers where few write: past its capacity it may fall behind, and must not slow down. Then
ten leaders press a button every three seconds in their group, which may be written 20 times a minute, while an officer
writes in a private chat; the reference is the same officer with nobody beside them.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks.common import ADMINS, ROOT, START, Clock, ask, folder, link_officers, median, run, seeded, table
from benchmarks.server import FIRST_CHAT, GROUP, LEADERS, TOKEN, serving
from bot.config import read_settings
from bot.factory import Application, build_application, close
from scheduler.pacing import Gate
from services import audit
from services.plan.file import load_plan

PEOPLE = 100
FEW = 10
WORDS = 5  # of each person
OFFICER = FIRST_CHAT + PEOPLE - 1
TIMES = 8
PRESSES = 10
PRESS_SECONDS = 3.0


class Others:
    """The people on the sandbox's side."""

    def __init__(self, client: aiohttp.ClientSession, address: str) -> None:
        self._client = client
        self._address = f"{address}/sandbox"

    async def writes(self, person: int, text: str, chat: int | None = None) -> None:
        """One message."""
        await ask(self._client, f"{self._address}/send", {"as": person, "chat": chat or person, "text": text})

    async def count(self, chat: int) -> int:
        """How many messages the bot has said in a chat."""
        said = (await ask(self._client, f"{self._address}/ledger"))["messages"]
        return sum(one["chat"] == chat and one["method"] == "sendMessage" for one in said)

    async def said(self) -> int:
        """How many messages the bot has said in all."""
        return len((await ask(self._client, f"{self._address}/ledger"))["messages"])

    async def shown(self, person: int) -> dict[str, Any]:
        """The newest message of the group that has buttons."""
        query = f"as={person}&chat={GROUP}&after=0"
        seen = (await ask(self._client, f"{self._address}/messages?{query}"))["messages"]
        return next(one for one in reversed(seen) if one["buttons"])

    async def presses(self, person: int, shown: dict[str, Any]) -> float:
        """Press the last button; after how many seconds the press was answered."""
        data = [button["data"] for row in shown["buttons"] for button in row if button.get("data")][-1]
        body = {"as": person, "chat": GROUP, "message_id": shown["id"], "data": data, "forged": True}
        began = time.perf_counter()
        await ask(self._client, f"{self._address}/press", body)
        return time.perf_counter() - began

    async def limited(self, *, on: bool) -> None:
        """Telegram's limits, or none."""
        await ask(self._client, f"{self._address}/faults", {"rate_limits": on})


@asynccontextmanager
async def receiving(ready: Path, address: str, gate: Gate | None) -> AsyncIterator[Application]:
    """The bot on a fresh copy of the database, taking updates."""
    file = ready.with_name("run.sqlite3")
    for tail in ("", "-wal", "-shm"):
        file.with_name(file.name + tail).unlink(missing_ok=True)
    shutil.copy(ready, file)
    settings = read_settings(database_url=f"sqlite:///{file}", admin_ids=ADMINS)
    plan = load_plan(ROOT / "data" / "seed_plan.json")
    application = build_application(settings, plan, TOKEN, address, Clock(), gate=gate)
    await application.services.groups.bind(GROUP, None, "Leadership", audit.SYSTEM, START)
    stop = asyncio.Event()
    receiving = asyncio.gather(application.handling.run(stop), application.receiver.run(stop))
    try:
        yield application
    finally:
        stop.set()
        await receiving
        await close(application)


async def rate(others: Others, ready: Path, address: str, people: int) -> tuple[float, float]:
    """Answers a second, and milliseconds of this process's processor for each, where so many write at once."""
    async with receiving(ready, address, None):
        await others.writes(FIRST_CHAT, "/my")
        await until_said(others, await others.said() + 1)  # what is imported and compiled once is no matter here
        total = people * WORDS
        before = await others.said()
        clock, processor = time.perf_counter(), time.process_time()
        await asyncio.gather(*(write_all(others, FIRST_CHAT + number) for number in range(people)))
        await until_said(others, before + total)
        seconds = time.perf_counter() - clock
        return total / seconds, 1e3 * (time.process_time() - processor) / total


async def write_all(others: Others, person: int) -> None:
    """One person's words, one after the other."""
    for _ in range(WORDS):
        await others.writes(person, "/my")


async def until_said(others: Others, number: int) -> None:
    """Wait for so many messages in all."""
    while await others.said() < number:  # noqa: ASYNC110 -- another process
        await asyncio.sleep(0.05)


async def officer(others: Others, times: int) -> list[float]:
    """How long an officer waits for each answer."""
    took = []
    for _ in range(times):
        before, began = await others.count(OFFICER), time.perf_counter()
        await others.writes(OFFICER, "/my")
        while await others.count(OFFICER) == before:  # noqa: ASYNC110 -- another process
            await asyncio.sleep(0.01)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(PRESS_SECONDS)
    return took


async def leader(others: Others, person: int, shown: dict[str, Any]) -> list[float]:
    """How long each of a leader's presses waits for its answer."""
    took = []
    for _ in range(PRESSES):
        took.append(await others.presses(person, shown))
        await asyncio.sleep(PRESS_SECONDS)
    return took


async def main() -> None:
    """The tables."""
    async with aiohttp.ClientSession() as client:
        with folder() as place, serving("sandbox", str(PEOPLE)) as address:
            ready = place / "ready.sqlite3"
            database = await seeded(ready)
            await link_officers(database, PEOPLE)
            await database.close()
            others = Others(client, address)
            few, many = [], []
            for _ in range(3):  # in turn, so that what else the machine does meets both
                few.append(await rate(others, ready, address, FEW))
                many.append(await rate(others, ready, address, PEOPLE))
            rows = [
                (name, f"{best(few, part):.1f}{unit}", f"{best(many, part):.1f}{unit}", f"{ratio(few, many, part):.2f}")
                for part, name, unit in ((0, "answers a second", "/s"), (1, "processor each", " ms"))
            ]
            table("People who write at once", ("", f"{FEW} people", f"{PEOPLE} people", "ratio"), rows)
            await others.limited(on=True)
            async with receiving(ready, address, Gate()):
                alone = await officer(others, TIMES)
                await others.writes(LEADERS[0], "/report", GROUP)
                while not await others.count(GROUP):  # noqa: ASYNC110 -- another process
                    await asyncio.sleep(0.1)
                shown = await others.shown(LEADERS[0])
                pressing = [asyncio.create_task(leader(others, one, shown)) for one in LEADERS]
                beside = await officer(others, TIMES)
                presses = [seconds for took in await asyncio.gather(*pressing) for seconds in took]
            rows = [
                (
                    "officer's answer, median",
                    f"{median(alone):.2f} s",
                    f"{median(beside):.2f} s",
                    _times(alone, beside),
                ),
                ("officer's answer, longest", f"{max(alone):.2f} s", f"{max(beside):.2f} s", ""),
                ("a leader's press, longest", "", f"{max(presses):.2f} s", ""),
            ]
            table("An officer beside ten leaders", ("", "alone", "beside the crowd", "ratio"), rows)


def best(found: Sequence[tuple[float, float]], part: int) -> float:
    """The best of the runs: what else the machine does can only cost."""
    values = [one[part] for one in found]
    return max(values) if part == 0 else min(values)


def ratio(few: Sequence[tuple[float, float]], many: Sequence[tuple[float, float]], part: int) -> float:
    """Many against few."""
    return best(many, part) / best(few, part)


def _times(alone: Sequence[float], beside: Sequence[float]) -> str:
    return f"{median(beside) / median(alone):.2f}"


if __name__ == "__main__":
    run(main())
