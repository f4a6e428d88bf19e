"""More time asked late, asked twice, given twice: each is said wherever it matters."""

from datetime import date

import pytest
from sqlalchemy import select

from models import Activity, Extension
from tests.bot.scenes import opens
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def asks(person: Someone, number: int, month: str, reason: str) -> Shown:
    """Ask for more time by the card's buttons."""
    months = await person.presses("⏳", await opens(person, number))
    await person.presses(month, months)
    return await person.says(reason)


async def last_extension(stage: Stage) -> Extension:
    async with stage.database.read() as session:
        found = await session.scalar(select(Extension).order_by(Extension.id.desc()))
    assert found is not None
    return found


@pytest.mark.parametrize(("day", "is_late"), [("2024-03-26T10:00", False), ("2024-03-27T10:00", True)])
async def test_a_request_with_less_than_three_working_days_notice_is_marked(
    english: Stage, mamatov: Someone, day: str, is_late: bool
) -> None:
    await english.jumps_to(date.fromisoformat(day[:10]))
    await english.goes_to(day)
    shown = await asks(mamatov, 5, "May 2024", "ҳудудлардан маълумот кеч келди")
    assert ("marked as asked late" in shown.text) == is_late
    assert (await last_extension(english)).is_late == is_late
    letter = next(one for one in reversed(await english.admin.screen()) if "More time is requested" in one.text)
    assert ("⚠️ Asked late" in letter.text) == is_late
    assert ("asked late" in (await english.admin.says("/waiting")).text) == is_late
    assert ("It was asked late." in (await english.admin.says("/audit 5")).text) == is_late


@pytest.mark.begins("2024-03-12T10:00")
async def test_a_second_request_says_that_it_replaces_the_first(english: Stage, mamatov: Someone) -> None:
    await asks(mamatov, 5, "April 2024", "маълумот келмади")
    shown = await asks(mamatov, 5, "May 2024", "яна кутяпмиз")
    assert "It replaces the earlier request (until 30 April 2024)." in shown.text
    letters = [one for one in await english.admin.screen() if "More time is requested" in one.text]
    assert all("It replaces the earlier request (until 30 April 2024)." in one.text for one in letters)
    assert (await last_extension(english)).replaced_due == date(2024, 4, 30)
    assert "until 31 May 2024, in place of 30 April 2024" in (await english.admin.says("/audit 5")).text


@pytest.mark.begins("2024-03-12T10:00")
async def test_what_was_moved_shows_its_first_day_and_how_often(english: Stage, mamatov: Someone) -> None:
    for month in ("April 2024", "May 2024"):
        await asks(mamatov, 5, month, "маълумот келмади")
        letter = next(one for one in reversed(await english.admin.screen()) if "More time is requested" in one.text)
        await english.admin.presses("✅ Approve", letter)
        listed = await english.admin.says("/report сурилган")
        assert ("№5" in listed.text) == (month == "May 2024"), "moved twice is chronic"
    assert "(first: 31 March, moved: 2)" in listed.text
    assert "31 May 2024 (moved 2 times; the plan said 31 March 2024)" in (await opens(mamatov, 5)).text
    assert "(first: 31 March, moved: 2)" in (await mamatov.says("/my")).text
    for words in ("moved", "перенесённые", "surilgan"):
        assert "№5" in (await english.admin.says(f"/report {words}")).text
    async with english.database.read() as session:
        assert await session.scalar(select(Activity.moves).where(Activity.number == 5)) == 2
