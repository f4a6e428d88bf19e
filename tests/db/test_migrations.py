"""What stands in an existing database after each change of the schema."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, select, update

from models import Audit, Plan
from models.database import alembic_config
from services.plan.short_names import short_name_of
from tests.db.world import PLAN, World, at, edition

SECOND_HALF = {"start": "2024-07-01", "end": "2024-12-31"}


async def migrate(world: World, to: str) -> None:
    """Bring the schema up or down to a revision."""

    def run(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        (command.downgrade if to != "head" else command.upgrade)(config, to)

    async with world.database.engine.begin() as connection:
        await connection.run_sync(run)


async def subjects(world: World) -> dict[int, str]:
    """Of every row of the audit that speaks of an activity, what it speaks of."""
    query = select(Audit.id, Audit.subject).where(Audit.subject.like("activity:%")).order_by(Audit.id)
    async with world.database.read() as session:
        return {row.id: row.subject for row in await session.execute(query)}


def second_half(folder: Path) -> Any:
    """The same activities half a year later."""
    data = json.loads(PLAN.read_text(encoding="utf-8"))
    months = {f"2024-{number:02}": f"2024-{number + 6:02}" for number in range(1, 7)}
    for section in data["sections"]:
        for activity in section["activities"]:
            deadline = activity["deadline"]
            for end in ("first", "last"):
                deadline[end] = months.get(deadline[end])
    return edition(folder, period=SECOND_HALF, agenda=[], sections=data["sections"])


async def test_an_existing_database_gets_the_short_names_with_the_next_start(world: World) -> None:
    """Loaded before there were any: the columns are added, and the seed with its names is a new edition of the file."""
    lead = await world.link("mamatov")
    await world.says(lead, "8-тадбир 70% плакатлар лойиҳаси тайёрланди", at("2024-05-06"))
    async with world.database.write() as session:
        await session.execute(update(Plan).values(fingerprint="of the file without them"))
    await migrate(world, "0006")
    await migrate(world, "head")
    eight = await world.activity(8)
    assert (eight.short_name, eight.percent) == (None, 70)
    assert eight.name == short_name_of(eight.text)
    await world.services.plans.load(world.plan, at("2024-05-07"))
    assert [one.short_name for one in await world.services.activities.all(at("2024-05-07").date())] == [
        one.short_name for one in world.plan.activities
    ]
    assert await world.activity(8) == replace(eight, short_name="инфографик плакатлар")


@pytest.mark.parametrize("number", [1, 5, 26])
async def test_the_audit_of_numbers_becomes_that_of_the_activities_they_meant(
    world: World, tmp_path: Path, number: int
) -> None:
    people = await world.link_all()
    ids = []
    for day in ("2024-02-06", "2024-06-30", "2024-07-01", "2024-11-01"):
        if day == "2024-07-01":
            await world.services.plans.load(second_half(tmp_path), at(day, "08:00"))
        facts = await world.activity(number, day)
        lead = people[facts.lead.executor.key]
        await world.services.reporting.mark(lead, facts.id, lead.telegram_id, at(day), percent=10, done=None)
        ids.append(facts.id)
    assert len(set(ids)) == 2
    before = await subjects(world)
    assert list(before.values()) == [f"activity:{one}" for one in ids]
    await migrate(world, "0001")
    assert list((await subjects(world)).values()) == [f"activity:{number}"] * 4
    await migrate(world, "head")
    assert await subjects(world) == before
