"""Orders on a real database: numbers for two leaders at once, one giving however often it is asked, restarts."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from models import Activity, Assignment, Notice, OrderLine, Outbox, Paper, Plan, PlanState
from services.control.order_papers import PaperWords
from services.control.orders import Clash, SheetFacts
from services.messages.kinds import LetterKind
from services.people.accounts import Person
from tests.db.world import World, at

NOW = at("2024-03-01")
CHAT = 900_001
WORDS = PaperWords(
    "Топшириқлар", lambda mark, year: f"{mark or year}: топшириқлар", lambda day, _: f"{day}", "муддатсиз"
)
LINE = "Юнусов, Сатаев: архив хатловдан ўтказилсин, 20 март"


@pytest.fixture
async def other(world: World) -> AsyncIterator[World]:
    """The second process."""
    one = world.beside()
    yield one
    await one.database.close()


@pytest.fixture
async def people(world: World) -> dict[str, Person]:
    return await world.link_all()


async def leader_of(world: World, number: int) -> Person:
    return await world.services.people.identify(900_100 + number, f"Раҳбар {number}", None, NOW)


async def written(world: World, person: Person, message: int, *lines: str) -> SheetFacts:
    return await world.services.orders.write(person, CHAT, message, lines or (LINE,), NOW)


async def given(world: World, person: Person, sheet: SheetFacts) -> int:
    done = await world.services.orders.give(sheet.id, None, person, WORDS, NOW, seen=sheet.version)
    assert done is not None
    return len(done.new)


async def test_two_leaders_at_once_get_numbers_of_their_own(
    world: World, other: World, people: dict[str, Person]
) -> None:
    one, two = await leader_of(world, 1), await leader_of(world, 2)
    for round_ in range(10):
        mine = await written(world, one, 2 * round_ + 1)
        theirs = await written(other, two, 2 * round_ + 2)
        first, second = await asyncio.gather(given(world, one, mine), given(other, two, theirs))
        assert (first, second) == (1, 1)
    async with world.database.read() as session:
        papers = (await session.scalars(select(Plan).where(Plan.paper == Paper.ORDERS))).all()
        numbers = (await session.scalars(select(Activity.number).where(Activity.plan_id == papers[0].id))).all()
    assert len(papers) == 1, "the first two orders open one paper"
    assert sorted(numbers) == list(range(1, 21))


async def test_a_press_that_comes_twice_gives_once_and_tells_once(
    world: World, other: World, people: dict[str, Person]
) -> None:
    person = await leader_of(world, 1)
    sheet = await written(world, person, 1, LINE, "Юнусов: кутубхона рўйхати берилсин, 25 март")
    again = await written(other, person, 1, LINE)
    assert again == sheet, "a message that is delivered twice is kept once"
    counts = await asyncio.gather(given(world, person, sheet), given(other, person, sheet))
    assert sorted(counts) == [0, 2]
    async with world.database.read() as session:
        letters = select(func.count()).select_from(Outbox).where(Outbox.kind == LetterKind.ORDERS)
        assert await session.scalar(letters) == 2, "each executor gets one letter over all that is theirs"
        assert await session.scalar(select(func.count()).select_from(Notice)) == 3
        parts = await session.scalars(
            select(Assignment.position).join(Activity).where(Activity.text.startswith("Архив"))
        )
        assert sorted(parts) == [0, 1]


async def test_what_was_shown_is_what_is_given(world: World, people: dict[str, Person]) -> None:
    person, stranger = await leader_of(world, 1), await leader_of(world, 2)
    orders = world.services.orders
    sheet = await written(world, person, 1)
    [line] = sheet.lines
    changed = await orders.set_text(sheet.id, line.id, person, "Архив топширилсин", NOW)
    assert changed is not None
    stale = await orders.give(sheet.id, None, person, WORDS, NOW, seen=sheet.version)
    assert stale is not None
    assert (stale.new, stale.is_changed) == ((), True)
    assert await orders.give(sheet.id, None, stranger, WORDS, NOW, seen=changed.version) is None
    assert await orders.set_text(sheet.id, line.id, stranger, "Бошқа", NOW) is None
    assert await orders.drop(sheet.id, None, stranger, NOW) is None
    assert await given(world, person, changed) == 1
    assert await orders.set_text(sheet.id, line.id, person, "Кеч", NOW) is None, (
        "what is given is changed by the admins"
    )


async def test_a_restart_loses_nothing_of_minutes_that_are_open(
    world: World, other: World, people: dict[str, Person]
) -> None:
    person = await leader_of(world, 1)
    opened = await world.services.orders.open_paper(person, CHAT, "Баённома 12", NOW)
    assert isinstance(opened, SheetFacts)
    await world.services.orders.write(person, CHAT, 1, [LINE], NOW, into=opened.id)
    assert await other.services.orders.taking(person, CHAT) == opened.id
    assert await other.services.orders.taking(person, CHAT + 1) is None
    assert await other.services.orders.taking(await leader_of(other, 2), CHAT) is None
    await other.services.orders.write(person, CHAT, 2, ["Сатаев: боғ, 25 март"], NOW, into=opened.id)
    found = await other.services.orders.finish(person, CHAT, NOW)
    assert found is not None
    assert len(found.ready) == 2
    assert await given(other, person, found) == 2
    async with world.database.read() as session:
        plan = await session.scalar(select(Plan).where(Plan.paper == Paper.MINUTES))
    assert plan is not None
    assert plan.mark == "Баённома 12"


async def test_no_orders_join_a_plan_that_was_read_from_a_document(world: World, people: dict[str, Person]) -> None:
    person = await leader_of(world, 1)
    await given(world, person, await written(world, person, 1))  # now each plan has a mark
    async with world.database.read() as session:
        mark = await session.scalar(select(Plan.mark).where(Plan.paper.is_(None)))
    assert isinstance(await world.services.orders.open_paper(person, CHAT, mark or "", NOW), Clash)


async def test_minutes_stay_in_force_until_all_that_they_decided_is_done(
    world: World, people: dict[str, Person]
) -> None:
    person = await leader_of(world, 1)
    opened = await world.services.orders.open_paper(person, CHAT, "Баённома 12", NOW)
    assert isinstance(opened, SheetFacts)
    await world.services.orders.write(person, CHAT, 1, [LINE], NOW, into=opened.id)
    found = await world.services.orders.finish(person, CHAT, NOW)
    assert found is not None
    await given(world, person, found)
    later = at("2025-01-02")
    assert await world.services.orders.turn_year(later)
    assert not await world.services.orders.turn_year(later), "an idle tick writes nothing"
    async with world.database.read() as session:
        plan = await session.scalar(select(Plan).where(Plan.paper == Paper.MINUTES))
        line = await session.scalar(select(OrderLine))
    assert plan is not None
    assert line is not None
    assert (plan.state, plan.ends_on.year) == (PlanState.ACTIVE, 2025)
    admin = await world.services.people.identify(900_001, "Админ", None, later)
    await world.services.control.close(line.activity_id or 0, "Бекор", admin, later)
    await world.services.orders.turn_year(at("2026-01-02"))
    async with world.database.read() as session:
        assert await session.scalar(select(Plan.state).where(Plan.paper == Paper.MINUTES)) == PlanState.CLOSED
