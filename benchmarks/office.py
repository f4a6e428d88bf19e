"""An office in which everybody leads an activity and helps in two others."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select, text

from benchmarks.common import ROOT, START, services_on
from benchmarks.server import FIRST_CHAT
from benchmarks.sweep import LOADED, executor_row, fill
from models import Account, Activity, ActivityState, Assignment, Executor, Link, Section
from models.database import Database
from services.plan.file import load_plan

PARTS = 3  # of each officer, and of each activity
FIRST = 101  # the first id and number of what is added to the seeded plan


async def office(url: str, officers: int) -> Database:
    """A database with the seeded plan, and in it an activity due today of each of so many officers."""
    database = Database(url)
    await database.upgrade()
    await services_on(database).plans.load(load_plan(ROOT / "data" / "seed_plan.json"), LOADED)
    async with database.read() as session:
        section = await session.scalar(select(func.min(Section.id)))
    places = range(officers)
    await fill(database, Executor, (executor_row(FIRST + place) for place in places))
    await fill(database, Account, (_account(FIRST + place, FIRST_CHAT + place) for place in places))
    await fill(database, Link, (_link(FIRST + place) for place in places))
    await fill(database, Activity, (_activity(FIRST + place, section) for place in places))
    for position in range(PARTS):
        await fill(database, Assignment, (_part(place, position, officers) for place in places))
    await _go_on_counting(database)
    return database


async def _go_on_counting(database: Database) -> None:
    """What the bot adds has numbers after these."""
    async with database.write() as session:
        for model in (Executor, Account, Activity):
            name = model.__tablename__
            await session.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))  # noqa: S608
        await session.execute(text("ANALYZE"))


def _account(number: int, chat: int) -> dict[str, Any]:
    return {"id": number, "telegram_id": chat, "name": f"Officer {chat}", "seen_at": LOADED, "block_told": False}


def _link(number: int) -> dict[str, Any]:
    yesterday = START.date() - timedelta(days=1)
    return {"account_id": number, "executor_id": number, "linked_at": LOADED, "reminded_through": yesterday}


def _activity(number: int, section: int | None) -> dict[str, Any]:
    words = f"Activity {number}: what is to be done, in as many words as an office's plan has on the average."
    return {
        "id": number,
        "plan_id": 1,
        "section_id": section,
        "number": number,
        "text": words,
        "planned_text": words,
        "planned_executors": [],
        "deadline_text": "3 January",
        "kind": "months",
        "starts_on": date(2024, 1, 1),
        "planned_due_on": date(2024, 1, 31),
        "due_on": date(2024, 1, 31),
        "state": ActivityState.NOT_STARTED,
        "percent": 0,
        "next_reminder_on": START.date(),
        "is_removed": False,
    }


def _part(place: int, position: int, officers: int) -> dict[str, Any]:
    return {
        "activity_id": FIRST + place,
        "executor_id": FIRST + (place + position * 7) % officers,
        "position": position,
        "percent": 0,
        "done": False,
        "is_removed": False,
    }
