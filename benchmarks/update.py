"""What one officer's report costs: `python -m benchmarks.update [--profile]`.

An update goes through the bot's own dispatcher: the person is identified, the activity read, the report recorded with
its audit row, the answer sent and remembered. The reference is bare aiogram with one handler that does the same in raw
SQL over aiosqlite, on a copy of the same database, as durable (WAL, synchronous = FULL).
"""

import argparse
import asyncio
import cProfile
import pstats
import shutil
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from benchmarks.bare import Bare, bot_for, connect
from benchmarks.common import ADMINS, ROOT, Clock, Cost, cost_of, folder, link_officers, run, seeded, table
from benchmarks.server import TOKEN, serving
from bot.config import read_settings
from bot.factory import build_application, close
from models import Account, Activity, Anchor, Assignment, Link, Report
from models.database import Database
from services.plan.file import load_plan

OFFICERS = 40
WARM_UP = 20
EACH = 20
ROUNDS = 3

Feed = Callable[[Dispatcher, Bot, Sequence[Update]], Coroutine[Any, Any, None]]


async def reports(database: Database) -> list[Update]:
    """Every officer who leads an activity reports on it again and again."""
    other = aliased(Assignment)
    first = select(func.min(other.position)).where(other.activity_id == Activity.id).scalar_subquery()
    query = (
        select(Account.telegram_id, Activity.number)
        .join(Link, Link.account_id == Account.id)
        .join(Assignment, Assignment.executor_id == Link.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Assignment.position == first)
        .order_by(Activity.number.desc())
    )
    async with database.read() as session:
        own = {row[0]: row[1] for row in await session.execute(query)}
    return [
        _update(1 + turn * len(own) + place, chat, f"№{number}, {turn + 1}%")
        for turn in range(EACH)
        for place, (chat, number) in enumerate(sorted(own.items()))
    ]


def _update(number: int, chat: int, text: str) -> Update:
    return Update.model_validate(
        {
            "update_id": number,
            "message": {
                "message_id": number,
                "date": 1_704_250_800,
                "chat": {"id": chat, "type": "private", "first_name": f"Officer {chat}"},
                "from": {"id": chat, "is_bot": False, "first_name": f"Officer {chat}"},
                "text": text,
            },
        }
    )


async def one_by_one(dispatcher: Dispatcher, bot: Bot, updates: Sequence[Update]) -> None:
    """Each when the one before was answered."""
    for update in updates:
        await dispatcher.feed_update(bot, update)


async def beside_each_other(dispatcher: Dispatcher, bot: Bot, updates: Sequence[Update]) -> None:
    """People at the same time, each person's updates in their order, as the bot hands them out."""
    people = {update.message.chat.id for update in updates if update.message is not None}
    await asyncio.gather(
        *(
            one_by_one(dispatcher, bot, [one for one in updates if one.message and one.message.chat.id == person])
            for person in people
        )
    )


async def ours(ready: Path, address: str, feed: Feed, profile: cProfile.Profile | None = None) -> Cost:
    """An update of the bot."""
    file = copied(ready)
    settings = read_settings(database_url=f"sqlite:///{file}", admin_ids=ADMINS)
    plan = load_plan(ROOT / "data" / "seed_plan.json")
    application = build_application(settings, plan, TOKEN, address, Clock())
    updates = await reports(application.database)
    await one_by_one(application.dispatcher, application.bot, updates[:WARM_UP])
    if profile is not None:
        profile.enable()
    rest = updates[WARM_UP:]
    cost = await cost_of(feed(application.dispatcher, application.bot, rest), len(rest))
    if profile is not None:
        profile.disable()
    await check(application.database, len(updates))
    await close(application)
    return cost


async def bare(ready: Path, address: str, feed: Feed) -> Cost:
    """An update of bare aiogram."""
    file = copied(ready)
    database = Database(f"sqlite+aiosqlite:///{file}")
    updates = await reports(database)
    connection = await connect(file)
    bot, dispatcher = bot_for(address), Bare(connection).dispatcher()
    await one_by_one(dispatcher, bot, updates[:WARM_UP])
    rest = updates[WARM_UP:]
    cost = await cost_of(feed(dispatcher, bot, rest), len(rest))
    await check(database, len(updates))
    await connection.close()
    await bot.session.close()
    await database.close()
    return cost


def copied(ready: Path) -> Path:
    """A fresh copy."""
    file = ready.with_name("run.sqlite3")
    for tail in ("", "-wal", "-shm"):
        file.with_name(file.name + tail).unlink(missing_ok=True)
    shutil.copy(ready, file)
    return file


async def check(database: Database, expected: int) -> None:
    """Both did the work: every report was recorded and its answer remembered."""
    async with database.read() as session:
        told_of = select(Report.percent).join(Anchor, Anchor.report_id == Report.id)
        found = (await session.scalars(told_of)).all()
    if len(found) != expected or None in found:
        raise AssertionError(f"{len(found)} of {expected} reports were recorded")


async def main(profiling: bool) -> None:
    """The table, or a profile."""
    with folder() as place, serving("plain") as address:
        ready = place / "ready.sqlite3"
        database = await seeded(ready)
        await link_officers(database, OFFICERS)
        await database.close()
        if profiling:
            profile = cProfile.Profile()
            await ours(ready, address, one_by_one, profile)
            pstats.Stats(profile).sort_stats("tottime").print_stats(40)
            return
        rows = []
        for name, feed in (("one by one", one_by_one), ("all people at once", beside_each_other)):
            mine, theirs = await ours(ready, address, feed), await bare(ready, address, feed)
            for _ in range(ROUNDS - 1):  # in turn, so that what else the machine does meets both
                mine = mine.least(await ours(ready, address, feed))
                theirs = theirs.least(await bare(ready, address, feed))
            rows.append((f"{name}, updates a second", *_row(1 / mine.clock, 1 / theirs.clock, "/s")))
            rows.append((f"{name}, processor time", *_row(1e3 * mine.processor, 1e3 * theirs.processor, " ms")))
        table("An officer's report", ("", "the bot", "bare aiogram, raw SQL", "ratio"), rows)


def _row(mine: float, theirs: float, unit: str) -> tuple[str, str, str]:
    return f"{mine:.1f}{unit}", f"{theirs:.1f}{unit}", f"{mine / theirs:.2f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.update")
    parser.add_argument("--profile", action="store_true", help="where the bot's time goes, instead of the table")
    run(main(parser.parse_args().profile))
