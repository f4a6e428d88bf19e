"""What scenes have in common: opening a card by the real buttons, and what stands in the database after them."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from models import Activity, Audit, Base, Report, ReportState
from services.control.lines import Into
from services.language.translit import to_latin
from services.plan.figures import ActivityFacts
from services.plan.file import PlanFile
from tests.stage import TASHKENT, Scene, Shown, Someone, Stage


def marked(request: pytest.FixtureRequest) -> datetime | None:
    """When the test says that it begins: @pytest.mark.begins("2024-03-01T10:00")."""
    marker = request.node.get_closest_marker("begins")
    return None if marker is None else datetime.fromisoformat(marker.args[0]).replace(tzinfo=TASHKENT)


def after(*scenes: Scene) -> pytest.MarkDecorator:
    """The test comes after these scenes, which are played once for all tests that do."""
    return pytest.mark.after.with_args(*scenes)


async def opens(person: Someone, number: int) -> Shown:
    """The card of an activity, by /my and its buttons."""
    shown = await person.says("/my")
    while f"№{number}" not in shown.labels:
        shown = await person.presses("➡️", shown)
    return await person.presses(f"№{number}", shown)


MINUTES = "Баённома 12"
# Whose the activities of the minutes are, the lead first: one officer has 3 and 5 in the plan as well, 4 here alone.
MINUTES_EXECUTORS = (
    ("yunusov", "miramirov"),
    ("miramirov",),
    ("mamatov", "alimbaev"),
    ("mamatov", "sataev"),
    ("mamatov", "kuchkarov"),
    ("alimbaev", "yunusov"),
    ("khusanova",),
    ("umarov", "sataev"),
)


def minutes(stage: Stage, **changed: Any) -> PlanFile:
    """A paper beside the plan: the minutes of a meeting with eight decisions, for the officers of the plan."""
    deadline = {"text": "март", "kind": "months", "first": "2024-01", "last": "2024-03"}
    texts = [f"{word} бўйича маълумотнома тайёрлаш" for word in _SUBJECTS]
    activities = [
        {"number": number, "text": text, "deadline": deadline, "executors": list(executors)}
        for number, (text, executors) in enumerate(zip(texts, MINUTES_EXECUTORS, strict=True), start=1)
    ]
    keys = {key for executors in MINUTES_EXECUTORS for key in executors}
    data = {
        "title": "Комиссия йиғилишининг 12-сонли баённомаси",
        "organisation": stage.plan.organisation,
        "period": {"start": "2024-01-01", "end": "2024-04-30"},
        "priorities": [],
        "agenda": [],
        "sections": [{"number": "I", "title": "Топшириқлар", "activities": activities}],
        "executors": [one.model_dump(mode="json") for one in stage.plan.executors if one.key in keys],
    }
    return PlanFile.model_validate(data | changed)


_SUBJECTS = ("Сервер хонаси", "Архив", "Кутубхона", "Ёнғин хавфсизлиги", "Автотранспорт", "Девонхона", "Ошхона", "Боғ")


async def with_minutes(stage: Stage) -> None:
    """The minutes are carried out beside the plan."""
    await stage.services.plans.load(minutes(stage), stage.now, Into(mark=MINUTES))


async def again(person: Someone, shown: Shown) -> Shown:
    """The same message as it stands now."""
    return next(one for one in await person.screen() if one.id == shown.id)


async def activity(stage: Stage, number: int) -> ActivityFacts:
    """The activity as it stands today."""
    facts = await stage.services.activities.numbered(number, stage.now.date())
    assert facts is not None
    return facts


async def state_of(stage: Stage, number: int) -> tuple[str, int]:
    """The state and percent kept of an activity."""
    async with stage.database.read() as session:
        row = await session.scalar(select(Activity).where(Activity.number == number))
    assert row is not None
    return str(row.state), row.percent


async def reports(stage: Stage, *states: ReportState) -> Sequence[Report]:
    """The reports kept, oldest first; recorded ones unless other states are asked for."""
    async with stage.database.read() as session:
        query = select(Report).where(Report.state.in_(states or (ReportState.RECORDED,))).order_by(Report.id)
        return (await session.scalars(query)).all()


async def audited(stage: Stage, subject: str) -> list[str]:
    """What was done to a subject («activity:5»), oldest first."""
    async with stage.database.read() as session:
        query = select(Audit.action).where(Audit.subject == subject).order_by(Audit.id)
        return list(await session.scalars(query))


async def count(stage: Stage, table: type[Base], *conditions: Any) -> int:
    """How many rows a table has."""
    async with stage.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


async def said_since(person: Someone, before: int) -> str:
    """All that the bot said to a person after a message, as one text."""
    return "\n".join(shown.text for shown in await person.heard(before))


def told_of_the_plan(stage: Stage, text: str, but: str = "") -> set[str]:
    """What a text in English gives away of the plan: its words and names in either script (but one's own), numbers."""
    plan = stage.plan
    written = [plan.title, *(one.text for one in (*plan.activities, *plan.priorities, *plan.agenda))]
    written += [one.short_name or "" for one in plan.activities]
    written += [section.title for section in plan.sections]
    secret = {word for one in written for word in _words(one, 6)}
    secret |= {word for one in plan.executors if one.name != but for word in _words(one.name, 4)}
    numbers = set(re.findall(r"(?:№|[Aa]ctivity) ?\d+", text))
    return (_words(text, 4) & secret - _words(but, 4)) | numbers


def _words(text: str, shortest: int) -> set[str]:
    both = f"{text} {to_latin(text)}".casefold()
    return {word for word in re.findall(r"[\w'’‘ʻʼ]+", both) if len(word) >= shortest}
