"""What the benchmarks share: a folder that goes away, the bot's parts on a database, officers, and a table of text."""

import asyncio
import statistics
import tempfile
import time as clocks
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import structlog
from sqlalchemy import insert, select

from benchmarks.server import FIRST_CHAT
from models import Account, Executor, Link
from models.database import Database
from services.container import Services, build_services
from services.plan.file import load_plan

ROOT = Path(__file__).resolve().parent.parent
ZONE = ZoneInfo("Asia/Tashkent")
START = datetime(2024, 1, 3, 9, tzinfo=ZONE)  # the first working day of the seeded plan, when reminders go out
ADMINS = (900_001, 900_002)


class Clock:
    """Begins at `start` (aware) and goes on at the pace of real time."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start.astimezone(UTC)
        self._began = clocks.monotonic()

    def __call__(self) -> datetime:
        """The moment now."""
        return self._start + timedelta(seconds=clocks.monotonic() - self._began)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder on the disk where the bot's own database would be; gone afterwards."""
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as name:
        yield Path(name)


def quiet() -> None:
    """No log lines between the figures: only what went wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))


def services_on(database: Database) -> Services:
    """The services with the settings of a first run."""
    return build_services(
        database,
        admins=ADMINS,
        timezone=ZONE,
        default_locale="uz_Cyrl",
        remind_at=time(9),
        digest_at=(0, time(9)),
    )


async def seeded(file: Path) -> Database:
    """A database in `file` with the schema and the seeded plan, nobody linked."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.upgrade()
    await services_on(database).plans.load(
        load_plan(ROOT / "data" / "seed_plan.json"), datetime(2024, 1, 1, tzinfo=ZONE)
    )
    return database


async def link_officers(database: Database, number: int) -> list[int]:
    """That many accounts, each answering for one of the plan's executors in turn; their chats."""
    chats = [FIRST_CHAT + place for place in range(number)]
    seen = datetime(2024, 1, 1, tzinfo=ZONE)
    async with database.write() as session:
        executors = (await session.scalars(select(Executor.id).order_by(Executor.id))).all()
        people = [{"telegram_id": chat, "name": f"Officer {chat}", "seen_at": seen} for chat in chats]
        await session.execute(insert(Account), people)
        accounts = (await session.scalars(select(Account.id).order_by(Account.id))).all()
        links = [
            {
                "account_id": account,
                "executor_id": executors[place % len(executors)],
                "linked_at": seen,
                "reminded_through": date(2023, 12, 31),
            }
            for place, account in enumerate(accounts)
        ]
        await session.execute(insert(Link), links)
    return chats


async def ask(client: aiohttp.ClientSession, address: str, body: Any = None) -> Any:
    """GET, or POST a JSON body; the answer's JSON."""
    async with client.get(address) if body is None else client.post(address, json=body) as answer:
        answer.raise_for_status()
        return await answer.json()


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and seconds of the processor (all threads of this process)."""

    clock: float
    processor: float

    def least(self, other: "Cost") -> "Cost":
        """The lesser of each: what else the machine does can only add."""
        return Cost(min(self.clock, other.clock), min(self.processor, other.processor))


async def cost_of(work: Awaitable[object], times: int = 1) -> Cost:
    """What it costs, a time."""
    clock, processor = clocks.perf_counter(), clocks.process_time()
    await work
    return Cost((clocks.perf_counter() - clock) / times, (clocks.process_time() - processor) / times)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their heads, columns aligned."""
    lines = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    print(f"\n{title}")
    for line in lines:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def median(values: Sequence[float]) -> float:
    """The middle one: a machine that does other things too makes outliers upwards only."""
    return statistics.median(values)


def run(main: Any) -> None:
    """Run a benchmark's coroutine with the logs quiet."""
    quiet()
    asyncio.run(main)
