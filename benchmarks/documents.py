"""What the plan's size costs its readers: `python -m benchmarks.documents`.

The weekly summary (its figures, words and picture) and the Word file by /report docx, for plans of 26 to 10,000
activities, each in a process of its own; meanwhile an officer asks for /my again and again, one request after the
other. The reference is the smallest plan of the same run, and for an answer's delay the same answer while nothing else
is done.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.methods import EditMessageMedia
from aiogram.types import Update

from benchmarks.common import ROOT, ZONE, Clock, folder, median, quiet, table
from benchmarks.server import FIRST_CHAT, TOKEN, serving
from benchmarks.startup import resident
from benchmarks.sweep import fill, ratio
from bot import tidying
from bot.config import read_settings
from bot.factory import Application, build_application, close
from models import (
    Account,
    Activity,
    ActivityState,
    Assignment,
    Executor,
    ExecutorKind,
    Link,
    Plan,
    Report,
    ReportState,
    Section,
)
from models.database import Database
from services.plan.file import Activity as Written
from services.plan.file import load_plan
from views.summary import weekly, with_picture

SIZES = (26, 1_000, 10_000)
SECTIONS = 7
EACH = 3  # executors of an activity
A_PERSON = 10  # activities
IDLE = 100  # answers
ROUNDS = 3
PATIENCE_SECONDS = 300
ADMIN, OFFICER = FIRST_CHAT, FIRST_CHAT + 1
TODAY = datetime(2024, 4, 15, 10, tzinfo=ZONE)
LOADED = datetime(2024, 1, 1, tzinfo=ZONE)
WORDS = "Лойиҳа ишлаб чиқилди, ҳудудлардан келган таклифлар умумлаштирилди ва келишиш учун юборилди. " * 2
PLAN_FILE = ROOT / "data" / "seed_plan.json"


@dataclass(frozen=True)
class Cost:
    """Of one size: seconds for each, MB that each added at its height, seconds of an answer idle and meanwhile."""

    summary: float
    word: float
    summary_memory: float
    word_memory: float
    idle: float
    meanwhile: float
    worst: float


# -- the plans -------------------------------------------------------------------------------------------------------


async def grown(file: Path, size: int) -> None:
    """A database with the seeded plan's activities over and over, half of them due, each of them reported on."""
    database = Database(f"sqlite+aiosqlite:///{file}")
    await database.upgrade()
    people = max(19, size * EACH // A_PERSON)
    plan = load_plan(PLAN_FILE)
    await fill(database, Plan, [_plan(plan.title, plan.organisation)])
    sections = enumerate(plan.sections, start=1)
    await fill(
        database,
        Section,
        [{"id": at, "plan_id": 1, "number": one.number, "position": at, "title": one.title} for at, one in sections],
    )
    await fill(database, Executor, (_executor(one) for one in range(1, people + 1)))
    await fill(database, Account, (_account(one, ADMIN + one - 1) for one in (1, 2)))
    await fill(
        database, Link, [{"account_id": 2, "executor_id": 1, "linked_at": LOADED, "reminded_through": TODAY.date()}]
    )
    originals = plan.activities
    await fill(
        database, Activity, (_activity(one, size, originals[one % len(originals)]) for one in range(1, size + 1))
    )
    await fill(database, Assignment, _assignments(size, people))
    await fill(database, Report, (_report(one) for one in range(1, size * EACH + 1) if one % EACH < 2))
    await database.close()


def _plan(title: str, organisation: str) -> dict[str, Any]:
    return {
        "id": 1,
        "title": title,
        "organisation": organisation,
        "starts_on": LOADED.date(),
        "ends_on": datetime(2024, 6, 30, tzinfo=ZONE).date(),
        "state": "active",
        "fingerprint": "",
        "loaded_at": LOADED,
    }


def _executor(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "key": f"e{number}",
        "name": f"И. Ижрочи {number}",
        "kind": ExecutorKind.PERSON,
        "aliases": [],
        "position": number,
    }


def _account(number: int, chat: int) -> dict[str, Any]:
    return {"id": number, "telegram_id": chat, "name": f"Officer {number}", "seen_at": LOADED, "block_told": False}


def _activity(number: int, size: int, original: Written) -> dict[str, Any]:
    due = (TODAY + timedelta(days=number % 61 - 30)).date()
    is_done = number % 4 == 0
    return {
        "id": number,
        "plan_id": 1,
        "section_id": 1 + (number - 1) * SECTIONS // size,
        "number": number,
        "text": original.text,
        "deadline_text": original.deadline.text,
        "kind": "months",
        "starts_on": LOADED.date(),
        "planned_text": original.text,
        "planned_executors": [],
        "planned_due_on": due,
        "due_on": due,
        "state": ActivityState.DONE if is_done else ActivityState.IN_PROGRESS,
        "done_on": due + timedelta(days=number % 7 - 4) if is_done else None,
        "percent": 100 if is_done else 40,
        "is_removed": False,
    }


def _assignments(size: int, people: int) -> Iterator[dict[str, Any]]:
    for place in range(size * EACH):
        yield {
            "id": place + 1,
            "activity_id": place // EACH + 1,
            "executor_id": 1 + place % people,
            "position": place % EACH,
            "percent": 40,
            "done": False,
            "is_removed": False,
        }


def _report(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": 2,
        "assignment_id": number,
        "text": WORDS,
        "percent": 40,
        "state": ReportState.RECORDED,
        "submitted_at": TODAY - timedelta(days=number % 60),
        "submitted_on": (TODAY - timedelta(days=number % 60)).date(),
        "chat_id": OFFICER,
        "message_id": number,
        "part": 0,
    }


# -- one size --------------------------------------------------------------------------------------------------------


class Reader:
    """Whoever asks for a document and whoever else writes meanwhile, as updates to the bot's own dispatcher."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._number = 0
        self.sent = asyncio.Event()
        application.bot.session.middleware(self._watch)

    async def asks(self, chat: int, text: str) -> float:
        """Seconds until it is answered."""
        self._number += 1
        began = time.perf_counter()
        await self._application.dispatcher.feed_update(self._application.bot, _update(self._number, chat, text))
        return time.perf_counter() - began

    async def _watch(self, make_request: Any, bot: Bot, method: Any) -> Any:
        result = await make_request(bot, method)
        if isinstance(method, EditMessageMedia):
            self.sent.set()
        return result


def _update(number: int, chat: int, text: str) -> Update:
    words: dict[str, Any] = {
        "message_id": number,
        "date": int(TODAY.timestamp()),
        "chat": {"id": chat, "type": "private", "first_name": "x"},
        "from": {"id": chat, "is_bot": False, "first_name": "x"},
        "text": text,
    }
    if text.startswith("/"):
        words["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return Update.model_validate({"update_id": number, "message": words})


class Height:
    """How much memory this process holds at most, beyond what it held when it was asked last; in MB."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """From here on."""
        Path("/proc/self/clear_refs").write_text("5")  # forget the height so far
        self._before = resident(os.getpid())

    @property
    def grown(self) -> float:
        """MB at the height."""
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024 - self._before
        raise RuntimeError("the system does not tell")


async def measured(file: Path, address: str) -> Cost:
    """What the plan in this file costs."""
    tidying.begin()  # as bot/__main__.py does
    settings = read_settings(database_url=f"sqlite:///{file}", admin_ids=(ADMIN,))
    application = build_application(settings, load_plan(PLAN_FILE), TOKEN, address, Clock(TODAY))
    reader, height = Reader(application), Height()
    summary = median([await _summary(application) for _ in range(ROUNDS)])
    summary_memory = height.grown
    idle = [await reader.asks(OFFICER, "/my") for _ in range(IDLE)]
    height.begin()
    word, meanwhile = [], []
    for _ in range(ROUNDS):
        seconds, answers = await _word(reader)
        word.append(seconds)
        meanwhile += answers
    await close(application)
    return Cost(summary, median(word), summary_memory, height.grown, median(idle), median(meanwhile), max(meanwhile))


async def _summary(application: Application) -> float:
    began = time.perf_counter()
    facts = await application.services.summaries.facts(TODAY)
    assert facts is not None  # noqa: S101 -- the plan is there
    t = application.translator[None]
    await with_picture(weekly(t, facts), t, facts)
    return time.perf_counter() - began


async def _word(reader: Reader) -> tuple[float, list[float]]:
    """Seconds from the words to the file, and of each answer to somebody else in between."""
    reader.sent.clear()
    began = time.perf_counter()
    asking = asyncio.create_task(reader.asks(ADMIN, "/report docx"))
    await asyncio.sleep(0)
    answers = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not reader.sent.is_set():
            answers.append(await reader.asks(OFFICER, "/my"))
        await asking
    return time.perf_counter() - began, answers


# -- all sizes -------------------------------------------------------------------------------------------------------


async def one(size: int) -> Cost:
    """Measure one size in this process."""
    with folder() as place, serving("sandbox", "2") as address:
        file = place / "plan.sqlite3"
        await grown(file, size)
        return await measured(file, address)


def main() -> None:
    """The tables; with --size the figures of one plan as JSON, for them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.documents", description=__doc__)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    size = parser.parse_args().size
    if size:
        quiet()
        print(json.dumps(asdict(asyncio.run(one(size)))))
    else:
        show({size: _apart(size) for size in SIZES})


def _apart(size: int) -> Cost:
    command = [sys.executable, "-m", "benchmarks.documents", "--size", str(size)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- this module
    return Cost(**json.loads(found.stdout.splitlines()[-1]))


def show(costs: dict[int, Cost]) -> None:
    """Print what was found."""
    first = costs[SIZES[0]]
    table(
        f"Growth against {SIZES[0]} activities: time, and the memory that each adds at its height",
        ("activities", "summary", "growth", "memory", "Word", "growth", "memory", "growth"),
        [
            (
                f"{size:,}",
                f"{cost.summary:.2f} s",
                ratio(cost.summary, first.summary),
                f"+{cost.summary_memory:.0f} MB",
                f"{cost.word:.2f} s",
                ratio(cost.word, first.word),
                f"+{cost.word_memory:.0f} MB",
                ratio(cost.word_memory, first.word_memory),
            )
            for size, cost in costs.items()
        ],
    )
    table(
        "An answer to /my while the Word file is made ÷ the same answer while nothing else is done",
        ("activities", "idle", "median", "worst"),
        [
            (
                f"{size:,}",
                f"{cost.idle * 1000:.1f} ms",
                ratio(cost.meanwhile, cost.idle),
                ratio(cost.worst, cost.idle),
            )
            for size, cost in costs.items()
        ],
    )


if __name__ == "__main__":
    main()
