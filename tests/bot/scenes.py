"""What scenes have in common: opening a card by the real buttons, and what stands in the database after them."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from models import Activity, Audit, Base, Report, ReportState
from services.language.translit import to_latin
from services.plan.figures import ActivityFacts
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
