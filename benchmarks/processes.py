"""What a second process brings on PostgreSQL: `python -m benchmarks.processes`.

Officers' reports wait in the inbox; one process handles them, then two on a fresh copy: each identifies, reads, records
and answers as `python -m bot work` does. The reference is one process. The server and the Bot API stand on the same
machine: where all its processors are busy, a second process can bring no more than the first left idle, so the time of
processors that an update takes of each side is told beside the rate.
"""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from typing import Any

from sqlalchemy import Row, func, select, text

from benchmarks.common import ADMINS, ROOT, Clock, folder, link_officers, run, seeded, table
from benchmarks.server import TOKEN, serving
from benchmarks.update import reports
from bot.config import read_settings
from bot.copying import copy
from bot.factory import build_application, close, running
from models import Report
from models.database import Database, Line
from models.worker import WORKERS_LOCK
from services.messages.inbox import InboxQueue
from services.plan.file import load_plan
from tests.db import postgres

OFFICERS = 40
ROUNDS = 3
DURABLE = "-c listen_addresses='' -c max_connections=200"
READY = "ready"
_LOCKS = "FROM pg_locks JOIN pg_database ON oid = database WHERE locktype = 'advisory' AND datname = current_database()"
WORKING = f"SELECT count(*) {_LOCKS} AND objsubid = 2 AND classid = {WORKERS_LOCK}"
UNHANDLED = "SELECT count(*) FROM inbox WHERE handled_at IS NULL"
_STANDING = f"SELECT count(*) {_LOCKS} AND objsubid = 1 AND objid = {int(Line.DECISIONS)}"
LOOK = f"SELECT ({UNHANDLED}), ({_STANDING} AND granted), ({_STANDING} AND NOT granted)"
WAITING = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending') AND next_try_at <= queued_at"
TICKS = os.sysconf("SC_CLK_TCK")


async def work(url: str, address: str) -> None:
    """Be a process that works, until told to stop."""
    settings = read_settings(database_url=url.replace("+asyncpg", ""), admin_ids=ADMINS)
    application = build_application(settings, load_plan(ROOT / "data" / "seed_plan.json"), TOKEN, address, Clock())
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running(application, stop):
        await stop.wait()
    await close(application)


@dataclass(frozen=True)
class Run:
    """Updates a second, and milliseconds of a processor that the bots' processes took for each.

    `standing` and `waiting` are how many of them, on average, stood in the line of those who decide and waited for it.
    """

    per_second: float
    milliseconds: float
    standing: float
    waiting: float


async def rate(url: str, address: str, processes: int, updates: Sequence[dict[str, Any]]) -> Run:
    """What so many processes bring."""
    database = Database(url)
    command = [sys.executable, "-m", "benchmarks.processes", "--work", url, address]
    bots = [await asyncio.create_subprocess_exec(*command) for _ in range(processes)]
    while await _count(database, WORKING) < processes or await _count(database, WAITING):  # noqa: ASYNC110 -- other processes do not ring
        await asyncio.sleep(0.2)
    await asyncio.sleep(2)  # the menus are set too
    spent = sum(_spent(bot.pid) for bot in bots)
    inbox, began = InboxQueue(database), datetime.now(UTC)
    await inbox.keep(updates)
    seen: list[Row[Any]] = []
    while not seen or seen[-1][0]:
        await asyncio.sleep(0.05)
        seen.append(await _look(database))
    seconds = (datetime.now(UTC) - began).total_seconds()
    spent = sum(_spent(bot.pid) for bot in bots) - spent
    for bot in bots:
        bot.terminate()
        await bot.wait()
    async with database.read() as session:
        recorded = await session.scalar(select(func.count(Report.percent))) or 0
    if recorded != len(updates):
        raise AssertionError(f"{recorded} of {len(updates)} reports were recorded")
    await database.close()
    standing, waiting = (mean(look[place] for look in seen) for place in (1, 2))
    return Run(len(updates) / seconds, 1e3 * spent / len(updates), standing, waiting)


def _spent(pid: int) -> float:
    """Seconds of a processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def _count(database: Database, query: str) -> int:
    async with database.read() as session:
        return await session.scalar(text(query)) or 0


async def _look(database: Database) -> Row[Any]:
    """How many updates wait, how many transactions stand in the line, how many wait for it."""
    async with database.read() as session:
        return (await session.execute(text(LOOK))).one()


async def ready(place: Path, server: Path) -> list[dict[str, Any]]:
    """Make a template with the plan and officers who answer for it; what they will write."""
    source = await seeded(place / "ready.sqlite3")
    await link_officers(source, OFFICERS)
    updates = [one.model_dump(mode="json", by_alias=True, exclude_none=True) for one in await reports(source)]
    await tell(server, f"CREATE DATABASE {READY} TEMPLATE template0")
    target = Database(postgres.url_of(server, READY))
    await copy(source, target, lambda _table, _rows: None)
    await source.close()
    await target.close()
    return updates


async def tell(server: Path, statement: str) -> None:
    """Have the server carry out a statement."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 -- an extra

    connection = await asyncpg.connect(host=str(server), user=postgres.USER, database="postgres")
    await connection.execute(statement)
    await connection.close()


async def main(rounds: int) -> None:
    """The table."""
    if why := postgres.missing():
        print(f"\nSeveral processes are not measured. {why}.")
        return
    runs: dict[int, list[Run]] = {1: [], 2: []}
    with folder() as place, serving("plain") as address, postgres.server(DURABLE) as server:
        updates = await ready(place, server)
        for number in range(rounds):  # in turn, so that what else the machine does meets both
            for processes, found in runs.items():
                name = f"run_{number}_{processes}"
                await tell(server, f"CREATE DATABASE {name} TEMPLATE {READY}")
                found.append(await rate(postgres.url_of(server, name), address, processes, updates))
    best = {processes: max(found, key=lambda one: one.per_second) for processes, found in runs.items()}
    table(
        f"{len(updates)} reports of {OFFICERS} officers on PostgreSQL, {os.cpu_count()} processors for all",
        ("processes", "a second", "against one", "processor time of the bot", "in the line", "waiting for it"),
        [
            (
                processes,
                f"{one.per_second:.0f}",
                f"{one.per_second / best[1].per_second:.2f}",
                f"{min(other.milliseconds for other in runs[processes]):.1f} ms",
                f"{one.standing:.2f}",
                f"{one.waiting:.2f}",
            )
            for processes, one in best.items()
        ],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", nargs=2, metavar=("URL", "API"), help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of which the best is told")
    options = parser.parse_args()
    run(work(*options.work) if options.work else main(options.rounds))
