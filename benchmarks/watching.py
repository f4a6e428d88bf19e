"""How long a monitor's question takes, however many messages wait: `python -m benchmarks.watching`.

`/healthz` and `/metrics` ask the outbox for its length and age. The reference is the same question with 1,000 queued.
"""

import asyncio
import time
from datetime import UTC, datetime

from sqlalchemy import insert

from benchmarks.common import folder, table
from models import Outbox
from models.database import Database
from services.messages.outbox import OutboxQueue

NOW = datetime(2024, 1, 1, tzinfo=UTC)
QUEUED = (1_000, 10_000, 100_000, 300_000)
AT_ONCE = 5_000
TIMES = 40


async def queue(database: Database, first: int, last: int) -> None:
    """Queue messages with these numbers."""
    kept = {"kind": "linked", "refs": {}, "priority": 1, "state": "queued", "queued_at": NOW, "next_try_at": NOW}
    for start in range(first, last, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, last))
        async with database.write() as session:
            await session.execute(insert(Outbox), [{"key": f"n{n}", "chat_id": n + 1, **kept} for n in numbers])


async def lowest(outbox: OutboxQueue) -> float:
    """The lowest of several times, in milliseconds."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await outbox.backlog(NOW)
        took.append(time.perf_counter() - began)
    return min(took) * 1000


async def main() -> None:
    """One table."""
    with folder() as place:
        database = Database(f"sqlite+aiosqlite:///{place}/watching.sqlite3")
        await database.upgrade()
        outbox, before, rows, reference = OutboxQueue(database), 0, [], None
        for queued in QUEUED:
            await queue(database, before, queued)
            before = queued
            took = await lowest(outbox)
            reference = reference or took
            rows.append((f"{queued:,}", f"{took:.2f} ms", f"{took / reference:.2f}"))
        await database.close()
    table("A monitor's question: lowest of 40, SQLite", ("queued", "took", "÷ 1,000 queued"), rows)


if __name__ == "__main__":
    asyncio.run(main())
