"""What a plan of 1,500 rows costs, and what others wait meanwhile: `python -m benchmarks.importing`.

Reading the document is held against bare python-docx that reads the text of every cell of the same file; loading,
against sqlite3's `executemany` of the same rows into the same schema, in one transaction and with the same durability.
While it loads, an officer's activities are read again and again, and one officer's message waits for its turn to be
kept.
"""

import asyncio
import io
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import docx

from benchmarks.common import ROOT, ZONE, Cost, cost_of, folder, link_officers, median, run, seeded, services_on, table
from models.database import Database
from services.container import Services
from services.documents.executors import Known
from services.imports.draft import Drafts, source_of
from services.plan.file import PlanFile, load_plan

PAPER = ROOT / "tests" / "samples" / "plans" / "d8_katta_1500.docx"
SEED = ROOT / "data" / "seed_plan.json"
LOADED = datetime(2025, 1, 2, 9, tzinfo=ZONE)
TIMES = 5
TABLES = ("executor", "plan", "section", "activity", "assignment")


async def main() -> None:
    """Measure and print."""
    content = PAPER.read_bytes()
    bare = await _least(lambda: _bare(content))
    ours = await _least(lambda: _read(content))
    file = _read(content)
    loads = [await _loaded(file) for _ in range(TIMES)]
    raw = loads[0].raw
    for one in loads[1:]:
        raw = raw.least(one.raw)
    rows: list[tuple[object, ...]] = [
        ("read: bare python-docx", *_seconds(bare), "", ""),
        ("read and understood", *_seconds(ours), *_ratios(ours, bare)),
        ("load: executemany", *_seconds(raw), "", ""),
    ]
    for name, costs in (
        ("loaded as a new plan", [one.first for one in loads]),
        ("an edition that rewords every row", [one.edition for one in loads]),
        ("the same again", [one.same for one in loads]),
    ):
        cost = costs[0]
        for other in costs[1:]:
            cost = cost.least(other)
        rows.append((name, *_seconds(cost), *_ratios(cost, raw)))
    table(f"{len(file.activities)} rows", ("", "clock", "processor", "÷ reference", "processor ÷"), rows)
    idle = median([one.idle for one in loads])
    table(
        "others meanwhile, ÷ the same while nothing is loaded",
        ("idle", "reads, median", "reads, the longest", "a message to be kept, the longest"),
        [
            (
                f"{idle * 1000:.1f} ms",
                f"{median([one.reads for one in loads]) / idle:.1f}×",
                f"{median([one.longest for one in loads]) * 1000:.0f} ms",
                f"{median([one.kept for one in loads]) * 1000:.0f} ms",
            )
        ],
    )


class _Load:
    """What one loading into a fresh database cost, and what others saw of it (seconds)."""

    first: Cost
    edition: Cost
    same: Cost
    raw: Cost
    idle: float
    reads: float
    longest: float
    kept: float


async def _loaded(file: PlanFile) -> _Load:
    with folder() as place:
        database = await seeded(place / "bot.sqlite3")
        services, load = services_on(database), _Load()
        [chat, *_] = await link_officers(database, 19)
        load.idle = median([await _reading(services) for _ in range(50)])
        load.first = await cost_of(services.plans.load(file, LOADED))
        load.same = await cost_of(services.plans.load(file, LOADED))
        reworded = _reworded(file)
        load.edition = await cost_of(services.plans.load(reworded, LOADED + timedelta(days=1)))
        again = asyncio.create_task(services.plans.load(file, LOADED + timedelta(days=2)))
        await asyncio.sleep(0)
        keeping = asyncio.create_task(_keeping(services, chat))
        reads = []
        while not again.done():
            reads.append(await _reading(services))
        load.reads, load.longest, load.kept = median(reads), max(reads), await keeping
        await database.close()
        load.raw = await _raw(place / "bot.sqlite3", place / "raw.sqlite3")
        return load


async def _reading(services: Services) -> float:
    began = time.perf_counter()
    await services.plans.current()
    return time.perf_counter() - began


async def _keeping(services: Services, chat: int) -> float:
    began = time.perf_counter()
    await services.inbox.keep([{"update_id": 1, "message": {"chat": {"id": chat}, "text": "№7, 40%"}}])
    return time.perf_counter() - began


def _reworded(file: PlanFile) -> PlanFile:
    data = file.model_dump(mode="json")
    for section in data["sections"]:
        for activity in section["activities"]:
            activity["text"] += " (янги)"
    return PlanFile.model_validate(data)


async def _raw(full: Path, empty: Path) -> Cost:
    """The same rows by sqlite3 alone."""
    database = Database(f"sqlite+aiosqlite:///{empty}")
    await database.upgrade()
    await database.close()
    with closing(sqlite3.connect(full)) as source:
        rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}  # noqa: S608 -- our tables

    async def insert() -> None:
        with closing(sqlite3.connect(empty)) as target:
            target.execute("PRAGMA journal_mode = WAL")
            target.execute("PRAGMA synchronous = FULL")
            with target:
                for name, values in rows.items():
                    places = ", ".join("?" * len(values[0]))
                    target.executemany(f"INSERT INTO {name} VALUES ({places})", values)  # noqa: S608 -- our tables

    return await cost_of(insert())


def _bare(content: bytes) -> int:
    document = docx.Document(io.BytesIO(content))
    return sum(len(cell.text) for one in document.tables for row in one.rows for cell in row.cells)


def _read(content: bytes) -> PlanFile:
    seed = load_plan(SEED)
    known = [Known(one.key, one.name, one.kind == "unit", tuple(one.aliases)) for one in seed.executors]
    file = Drafts(source_of(content, PAPER.name), known, seed.organisation).after({}).file
    if file is None:
        raise SystemExit("the document asks something: there is nothing to load")
    return file


async def _least(work: Callable[[], object]) -> Cost:
    async def once() -> None:
        work()

    cost = await cost_of(once())
    for _ in range(TIMES - 1):
        cost = cost.least(await cost_of(once()))
    return cost


def _seconds(cost: Cost) -> tuple[str, str]:
    return f"{cost.clock:.2f} s", f"{cost.processor:.2f} s"


def _ratios(cost: Cost, reference: Cost) -> tuple[str, str]:
    return f"{cost.clock / reference.clock:.2f}×", f"{cost.processor / reference.processor:.2f}×"


if __name__ == "__main__":
    run(main())
