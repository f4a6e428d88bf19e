"""A plan that lies over New Year (October to March): its months, quarters and days are found without their year."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest

from services.calendar.deadlines import Month
from services.leadership.report import read_question
from tests.stage import PLAN, TASHKENT, Scenes, Stage, staged

NAMES = """
    January February March April May June July August September October November December
"""
MONTHS = dict(enumerate(NAMES.split(), start=1))


def _nine_months_on(found: re.Match[str]) -> str:
    years, month = divmod(int(found[1]) + 8, 12)
    return f"{2024 + years}-{month + 1:02}"


async def in_winter(stage: Stage) -> None:
    await stage.everybody_starts()


@pytest.fixture
async def winter(tmp_path: Path, scenes: Scenes) -> AsyncIterator[Stage]:
    """The bot with the plan nine months later, on 15 January 2025."""
    text = PLAN.read_text(encoding="utf-8").replace("2024-06-30", "2024-06-31")
    file = tmp_path / "winter.json"
    file.write_text(re.sub(r"2024-(\d\d)", _nine_months_on, text), encoding="utf-8")
    given = {"start": datetime(2025, 1, 15, 12, tzinfo=TASHKENT), "default_locale": "en", "plan_file": file}
    async with staged(tmp_path, opened=await scenes.after(in_winter, **given), **given) as one:
        yield one


def months(*named: tuple[int, int]) -> str:
    """How a span is headed: a whole quarter by its number, else its months by name."""
    (year, first), count = named[0], len(named)
    if count == 3 and first % 3 == 1:
        return f"{year}, quarter {first // 3 + 1}"
    return " · ".join(f"{MONTHS[month]} {year}" for year, month in named)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("январь", [(2025, 1)]),
        ("january", [(2025, 1)]),
        ("март", [(2025, 3)]),
        ("октябрь", [(2024, 10)]),
        ("дек", [(2024, 12)]),
        ("январь 2024", [(2024, 1)]),
        ("2025 йил январь", [(2025, 1)]),
        ("апрель", [(2025, 4)]),  # after the plan's end, where late work still goes on
        ("декабрь-январь", [(2024, 12), (2025, 1)]),
        ("ноябрь по февраль", [(2024, 11), (2024, 12), (2025, 1), (2025, 2)]),
        ("декабрь 2024 - январь 2025", [(2024, 12), (2025, 1)]),
        ("декабрь-январь 2025", [(2024, 12), (2025, 1)]),
        ("ўтган ой", [(2024, 12)]),
        ("o'tgan oyda", [(2024, 12)]),
        ("за прошлый месяц", [(2024, 12)]),
        ("в прошлом месяце", [(2024, 12)]),
        ("last month", [(2024, 12)]),
        ("шу ой", [(2025, 1)]),
        ("жорий ойда", [(2025, 1)]),
        ("в этом месяце", [(2025, 1)]),
        ("this month", [(2025, 1)]),
        ("q1", [(2025, 1), (2025, 2), (2025, 3)]),
        ("1-чорак", [(2025, 1), (2025, 2), (2025, 3)]),
        ("IV квартал", [(2024, 10), (2024, 11), (2024, 12)]),
        ("ўтган чорак", [(2024, 10), (2024, 11), (2024, 12)]),
        ("в прошлом квартале", [(2024, 10), (2024, 11), (2024, 12)]),
        ("this quarter", [(2025, 1), (2025, 2), (2025, 3)]),
    ],
)
async def test_a_period_without_its_year_is_the_plans(winter: Stage, words: str, asked: list[tuple[int, int]]) -> None:
    shown = await winter.admin.says(f"/report {words}")
    assert months(*asked) in shown.text.split("\n\n")[0]
    assert all(f"{name} 20" not in shown.text.split("\n\n")[0].replace(months(*asked), "") for name in MONTHS.values())
    assert "is not clear" not in shown.text


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2-ярим йиллик", (2024, 7), (2024, 12)),
        ("1-е полугодие", (2025, 1), (2025, 6)),
        ("h1", (2025, 1), (2025, 6)),
        ("ўтган ярим йиллик", (2024, 7), (2024, 12)),
        ("бу йил", (2025, 1), (2025, 12)),
        ("за прошлый год", (2024, 1), (2024, 12)),
        ("2024", (2024, 1), (2024, 12)),
    ],
)
async def test_half_years_and_years_are_counted_from_the_plan_and_today(
    winter: Stage, words: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    facts = await winter.services.summaries.facts(winter.now)
    assert facts is not None
    found = read_question(words, facts, {})
    assert (min(found.months), max(found.months)) == (Month(*first), Month(*last))
    assert not found.unknown
    assert not found.statuses
    assert (await winter.admin.says(f"/report {words}")).text


async def test_the_time_gone_by_is_still_a_status(winter: Stage) -> None:
    assert "overdue" in (await winter.admin.says("/report ўтган")).text.lower()
    [heading, *_] = (await winter.admin.says("/report муддати ўтган")).text.splitlines()
    assert months((2024, 12)) not in heading


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("20.01", date(2025, 1, 20)),
        ("10.02", date(2025, 2, 10)),
        ("28/12", date(2024, 12, 28)),
        ("1-10", date(2024, 10, 1)),
        ("31.03", date(2025, 3, 31)),
        ("15.12.2025", date(2025, 12, 15)),
    ],
)
async def test_a_meetings_day_without_its_year_is_the_plans(winter: Stage, word: str, day: date) -> None:
    shown = await winter.admin.says(f"/agenda {word}")
    assert f"Sheet for the meeting of {day.day} {MONTHS[day.month]} {day.year}" in shown.text


@pytest.mark.parametrize("word", ["31.02", "1.13", "0.1", "32.01"])
async def test_a_day_that_exists_in_no_year_is_refused(winter: Stage, word: str) -> None:
    assert f"«{word}» is not a date." in (await winter.admin.says(f"/agenda {word}")).text


async def test_last_month_in_january_of_a_plan_of_the_half_year_is_december(english: Stage) -> None:
    shown = await english.admin.says("/report ўтган ой")
    assert months((2023, 12)) in shown.text.split("\n\n")[0]
