"""What the plan's size costs the clock: `python -m benchmarks.sweep [--full]`.

The same 200 people are due in plans of 1,000 to 1,000,000 assignments, each in a SQLite file of its own. The reference
is the smallest plan of the same run. The outbox is measured likewise: claiming from few and many rows that wait, beside
a million that were sent.
"""

import argparse
import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, event, insert, text, update

from benchmarks.common import START, ZONE, Cost, cost_of, folder, run, services_on, table
from models import (
    Acceptance,
    Account,
    Activity,
    ActivityState,
    Assignment,
    Base,
    Decision,
    Executor,
    ExecutorKind,
    Link,
    Outbox,
    OutboxState,
    Plan,
    Report,
    ReportState,
    Section,
)
from models.database import Database
from scheduler.tick import Tick

DUE = 200
A_PERSON = 10  # assignments
SIZES = (1_000, 10_000, 100_000)
LARGEST = 1_000_000
SENT = 1_000_000
BATCH = 20_000
REPEATS = 7
IDLE_TICKS = 5
CLAIMS = 50
UNKNOWN = Cost(math.inf, math.inf)
TODAY = START.date()
# Late enough for every sweep of the tick to have something to look for.
NOW = datetime(2024, 1, 3, 10, tzinfo=ZONE)
LOADED = datetime(2024, 1, 1, tzinfo=ZONE)


# -- the plans -----------------------------------------------------------------------------------------------------


async def plan_of(file: Path, assignments: int) -> Database:
    """A database with so many assignments, each of an activity of its own; 200 of them are due, of 200 people."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.upgrade()
    people = max(DUE, assignments // A_PERSON)
    await fill(database, Plan, [_plan()])
    await fill(database, Section, [{"id": 1, "plan_id": 1, "number": "I", "position": 1, "title": "I"}])
    await fill(database, Executor, (executor_row(one) for one in range(1, people + 1)))
    await fill(database, Account, (_account(one) for one in range(1, people + 1)))
    await fill(database, Link, (_link(one) for one in range(1, people + 1)))
    await fill(database, Activity, (_activity(one) for one in range(1, assignments + 1)))
    await fill(database, Assignment, (_assignment(one, people) for one in range(1, assignments + 1)))
    await fill(database, Report, (_report(one, people) for one in range(DUE + 1, assignments + 1, 10)))
    await fill(database, Acceptance, (_acceptance(one) for one in range(DUE + 1, assignments + 1, 10)))
    return database


async def fill(database: Database, table_: type[Base], rows: Any) -> None:
    """Insert in bulk."""
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            await _insert(database, table_, batch)
            batch = []
    if batch:
        await _insert(database, table_, batch)


async def _insert(database: Database, table_: type[Base], rows: list[dict[str, Any]]) -> None:
    async with database.write() as session:
        await (await session.connection()).execute(insert(cast(Table, table_.__table__)), rows)


def _plan() -> dict[str, Any]:
    return {
        "id": 1,
        "title": "Plan",
        "organisation": "Organisation",
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 6, 30),
        "state": "active",
        "fingerprint": "",
        "loaded_at": LOADED,
    }


def executor_row(number: int) -> dict[str, Any]:
    """A person, as stored."""
    return {
        "id": number,
        "key": f"e{number}",
        "name": f"Executor {number}",
        "kind": ExecutorKind.PERSON,
        "aliases": [],
        "position": number,
    }


def _account(number: int) -> dict[str, Any]:
    return {"id": number, "telegram_id": number, "name": f"Officer {number}", "seen_at": LOADED, "block_told": False}


def _link(number: int) -> dict[str, Any]:
    return {
        "account_id": number,
        "executor_id": number,
        "linked_at": LOADED,
        "reminded_through": TODAY - timedelta(days=1),
    }


def _activity(number: int) -> dict[str, Any]:
    is_due = number <= DUE
    return {
        "id": number,
        "plan_id": 1,
        "section_id": 1,
        "number": number,
        "text": f"Activity {number}",
        "planned_text": f"Activity {number}",
        "planned_executors": [],
        "deadline_text": "January – April",
        "kind": "months",
        "starts_on": date(2024, 1, 1),
        "planned_due_on": date(2024, 4, 30),
        "due_on": date(2024, 4, 30),
        "state": ActivityState.NOT_STARTED,
        "percent": 0,
        "next_reminder_on": TODAY if is_due else TODAY + timedelta(days=1 + number % 90),
        "is_removed": False,
    }


def _assignment(number: int, people: int) -> dict[str, Any]:
    # The due activities go to people all over the table, not to its first page.
    executor = (1 + (number - 1) * (people // DUE)) if number <= DUE else 1 + number % people
    return {
        "id": number,
        "activity_id": number,
        "executor_id": executor,
        "position": 1,
        "percent": 0,
        "done": False,
        "is_removed": False,
    }


def _report(number: int, people: int) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": 1 + number % people,
        "assignment_id": number,
        "text": "…",
        "state": ReportState.RECORDED,
        "submitted_at": LOADED,
        "submitted_on": LOADED.date(),
        "chat_id": number,
        "part": 0,
    }


def _acceptance(number: int) -> dict[str, Any]:
    return {
        "activity_id": number,
        "report_id": number,
        "submitted_at": LOADED,
        "submitted_on": LOADED.date(),
        "decision": None if number == DUE + 1 else Decision.ACCEPTED,  # one waits
        "decided_at": None if number == DUE + 1 else LOADED,
    }


# -- the sweep -----------------------------------------------------------------------------------------------------


async def sweep_costs(database: Database) -> tuple[Cost, Cost]:
    """Of a tick that queues 200 reminders, and of one that finds nothing to do: the least of several."""
    tick = Tick(services_on(database), lambda: NOW)
    busy, idle = UNKNOWN, UNKNOWN
    for _ in range(REPEATS):
        await _due_again(database)
        busy = busy.least(await cost_of(tick.run()))
        for _ in range(IDLE_TICKS):
            idle = idle.least(await cost_of(tick.run()))
    return busy, idle


async def _due_again(database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("DELETE FROM outbox"))
        await session.execute(update(Activity).where(Activity.id <= DUE).values(next_reminder_on=TODAY))
        await session.execute(
            update(Link).where(Link.reminded_through >= TODAY).values(reminded_through=TODAY - timedelta(days=1))
        )


async def nominating_plan(database: Database) -> list[str]:
    """SQLite's own account of how it finds who is due."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    await services_on(database).reminding.nominated(NOW)
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    statement, values = next(one for one in asked if one[0].startswith("SELECT"))
    async with database.read() as session:
        connection = await session.connection()
        rows: Any = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [str(row[3]) for row in rows]


async def sweeps(sizes: tuple[int, ...], place: Path) -> None:
    """The table of sizes, and the plan of the largest."""
    rows: list[tuple[object, ...]] = []
    first: tuple[Cost, Cost] | None = None
    how: list[str] = []
    for size in sizes:
        file = place / f"{size}.sqlite3"
        database = await plan_of(file, size)
        busy, idle = await sweep_costs(database)
        first = first or (busy, idle)
        rows.append((f"{size:,}", *growth(busy, first[0]), *growth(idle, first[1])))
        how = await nominating_plan(database)
        await database.close()
        file.unlink()
    table(
        f"Tick.run: growth against {sizes[0]:,} assignments, by the clock and of the processor's time",
        ("assignments", f"{DUE} due", "clock", "processor", "none due", "clock", "processor"),
        rows,
    )
    print(f"\nEXPLAIN QUERY PLAN of the nominating query ({sizes[-1]:,} assignments)")
    for line in how:
        print(f"  {line}")


def growth(cost: Cost, reference: Cost) -> tuple[str, str, str]:
    """The time, and how many times the reference it is."""
    return (
        f"{cost.clock * 1000:.2f} ms",
        ratio(cost.clock, reference.clock),
        ratio(cost.processor, reference.processor),
    )


def ratio(value: float, reference: float) -> str:
    """How many times the reference."""
    return f"{value / reference:.2f}×"


# -- the outbox ----------------------------------------------------------------------------------------------------


async def claims(place: Path, sent: int) -> None:
    """The time to claim one message, by how many were sent and how many wait."""
    rows: list[tuple[object, ...]] = []
    first = None
    for said, waiting in ((0, 1_000), (sent, 1_000), (sent, 100_000)):
        file = place / "claims.sqlite3"
        database = Database(f"sqlite+aiosqlite:///{file}")
        await database.upgrade()
        await fill(database, Outbox, _messages(said, waiting))
        queue = services_on(database).outbox
        cost = UNKNOWN
        for _ in range(CLAIMS):
            cost = cost.least(await cost_of(queue.claim(NOW, 1)))
        first = first or cost
        rows.append((f"{said:,}", f"{waiting:,}", *growth(cost, first)))
        await database.close()
        file.unlink()
    table("OutboxQueue.claim of one message: growth", ("sent", "queued", "claim", "clock", "processor"), rows)


def _messages(sent: int, waiting: int) -> Iterator[dict[str, Any]]:
    for number in range(1, sent + waiting + 1):
        yield {
            "id": number,
            "key": f"k{number}",
            "kind": "reminder",
            "refs": {},
            "chat_id": number,
            "priority": 1,
            "state": OutboxState.SENT if number <= sent else OutboxState.QUEUED,
            "attempts": 0,
            "queued_at": LOADED,
            "next_try_at": LOADED,
        }


async def main(sizes: tuple[int, ...], sent: int) -> None:
    """Both."""
    with folder() as place:
        await sweeps(sizes, place)
        await claims(place, sent)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep")
    parser.add_argument("--full", action="store_true", help="also a plan of 1,000,000 assignments")
    full = parser.parse_args().full
    run(main((*SIZES, LARGEST) if full else SIZES, SENT if full else SENT // 10))
