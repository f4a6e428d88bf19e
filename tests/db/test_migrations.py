"""What stands in an existing database after each change of the schema."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, select, text, update

from models import Anchor, Audit, Escalation, Group, Plan
from models.database import alembic_config
from services.messages.purposes import ShowsCard, ShowsReport
from services.plan.short_names import short_name_of
from tests.db.world import PLAN, World, at, edition, services_on

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


async def test_the_message_that_tells_of_a_report_is_known_after_the_change(world: World) -> None:
    lead = await world.link("mamatov")
    told = [await world.says(lead, f"5-тадбир {number}0%", at("2024-02-06"), message_id=number) for number in (1, 2, 3)]
    untold, reports = told.pop(), [one.report.id for one in told]

    async def telling() -> list[tuple[int | None, int]]:
        async with world.database.read() as session:
            query = select(Anchor.report_id, Anchor.message_id).order_by(Anchor.message_id)
            return [(row.report_id, row.message_id) for row in await session.execute(query)]

    for report, message in zip((*reports, None), (55, 56, 57), strict=True):
        about = ShowsReport(activities=(1,), report=report) if report is not None else ShowsCard(activities=(1,))
        await world.services.anchors.say(lead.telegram_id, message, lead.account_id, about, at("2024-02-06"))
    before = await telling()
    await migrate(world, "0006")
    async with world.database.read() as session:
        kept = await session.execute(text("SELECT id, answer_id FROM report ORDER BY id"))
    assert [tuple(row) for row in kept] == [*zip(reports, (55, 56), strict=True), (untold.report.id, None)]
    async with world.database.write() as session:  # as it stood where one message had told of both
        await session.execute(text("UPDATE report SET answer_id = 56"))
    await migrate(world, "head")
    assert before == [(reports[0], 55), (reports[1], 56), (None, 57)]
    assert await telling() == [(None, 55), (untold.report.id, 56), (None, 57)]


async def test_the_leadership_chat_stays_bound_and_no_other_takes_its_place(world: World) -> None:
    await world.services.groups.bind(-1005, 7, "Leadership", 1, at("2024-02-06"))
    bound = await world.services.groups.leadership()
    await migrate(world, "0007")
    async with world.database.write() as session:
        await session.execute(
            text(
                "INSERT INTO group_chat (chat_id, title, purpose, executor_id, bound_at) "
                "SELECT -1006, 'Unit', 'unit', (SELECT min(id) FROM executor), bound_at FROM group_chat"
            )
        )
    await migrate(world, "head")
    assert await world.services.groups.leadership() == bound
    async with world.database.read() as session:
        assert (await session.scalars(select(Group.chat_id))).all() == [-1005]


async def test_what_heads_were_told_is_kept_for_each_of_them_and_not_said_again(world: World) -> None:
    admin, unit, now = await world.admin(), await world.executor_id("training_center"), at("2024-04-01", "09:31")
    for key in ("kuchkarov", "umarov"):
        await world.link(key)
    await world.services.units.lead(unit, await world.executor_id("umarov"), admin, now)
    await world.services.units.belong(unit, await world.executor_id("kuchkarov"), admin, now)
    assert await world.services.escalating.queue(now) == 1

    async def told() -> list[tuple[object, ...]]:
        rows = await world.rows(Escalation)
        return sorted((one.assignment_id, one.due_on, one.head_id, one.said_on) for one in rows)

    before = await told()
    await migrate(world, "0029")
    await migrate(world, "head")
    assert await told() == before
    world.services = services_on(world.database)
    assert await world.services.escalating.queue(at("2024-04-02", "09:31")) == 0
