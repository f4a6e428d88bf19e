"""The half-year of the seeded plan, played through the sandbox day by day with its own people."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from services.calendar.workdays import Workdays
from services.plan.preview import calendar
from tests.stage import TASHKENT, Shown, Someone, Stage, staged

FIRST, LAST = date(2024, 1, 1), date(2024, 7, 31)
Bundles = dict[date, set[int]]


def day_of(shown: Shown) -> date:
    return datetime.fromtimestamp(shown.raw["date"], TASHKENT).date()


def numbers_of(shown: Shown) -> set[int]:
    """The activities that a reminder names; of any other message none."""
    return (
        {int(number) for number in re.findall(r"^№(\d+) ", shown.text, re.MULTILINE)}
        if "Бугун" in shown.text
        else set()
    )


def expected_bundles(stage: Stage) -> dict[str, Bundles]:
    bundles: dict[str, Bundles] = defaultdict(lambda: defaultdict(set))
    for one in calendar(stage.plan, FIRST, LAST, Workdays()):
        bundles[one.executor][one.date].add(one.activity)
    return {name: dict(days) for name, days in bundles.items()}


async def received_bundles(someone: Someone, since: int) -> Bundles:
    """What a person was reminded of, day by day; two messages on one day are a fault."""
    bundles: Bundles = {}
    for shown in await someone.heard(after=since):
        day = day_of(shown)
        assert day not in bundles, f"{someone.name} was written to twice on {day}"
        bundles[day] = numbers_of(shown)
    return bundles


def linked_people(stage: Stage, unlinked: Iterable[str]) -> list[tuple[str, Someone]]:
    people = []
    for executor in stage.plan.executors:
        if executor.name not in unlinked:
            members = 1 if executor.kind == "person" else 2
            people += [(executor.name, stage.officer(executor.name, member)) for member in range(1, members + 1)]
    return people


async def unlinked_names(stage: Stage) -> set[str]:
    board = await stage.services.linking.board(stage.application.clock())
    return {one.executor.name for one in board if not one.members}


async def summaries(stage: Stage) -> list[Shown]:
    """The weekly summaries in the leadership group, and whatever stands there without words."""
    every = await stage.leader.heard()
    return [one for one in every if "Ҳафталик маълумот" in one.text or (one.raw["photo"] and not one.text)]


async def test_when_nobody_answers_everybody_gets_the_bundles_of_the_calendar_and_the_leadership_a_summary_a_week(
    tmp_path: Path, enrolled: Path
) -> None:
    async with staged(tmp_path, enrolled=enrolled) as stage:
        await stage.everybody_starts()
        unlinked = await unlinked_names(stage)
        assert len(unlinked) == 2
        people = linked_people(stage, unlinked)
        since = {someone.id: await someone.count() for _, someone in people}
        await stage.goes_to(LAST)
        expected = expected_bundles(stage)
        for name, someone in people:
            assert await received_bundles(someone, since[someone.id]) == expected[name], name
        for name in unlinked:
            someone = stage.officer(name)
            assert all(not numbers_of(shown) for shown in await someone.heard()), f"{name} is not linked"
        await check_that_every_week_had_one_summary_on_monday_or_the_next_working_day(stage)


async def check_that_every_week_had_one_summary_on_monday_or_the_next_working_day(stage: Stage) -> None:
    days = [day_of(shown) for shown in await summaries(stage)]
    workdays = Workdays()
    mondays = [FIRST + timedelta(days=7 * week) for week in range(31)]
    assert days == [workdays.next_working(monday) for monday in mondays]
    assert days[0] == date(2024, 1, 3)  # 1 and 2 January 2024 were days off


def days_of(stage: Stage, *numbers: int) -> list[date]:
    """When these would be reminded of until the end of April, after the stage's present day."""
    today = stage.now.date()
    days = {one.date for one in calendar(stage.plan, FIRST, date(2024, 4, 30), Workdays()) if one.activity in numbers}
    return sorted(day for day in days if day > today)


async def test_what_is_finished_or_awaits_acceptance_is_not_reminded(tmp_path: Path, enrolled: Path) -> None:
    async with staged(tmp_path, enrolled=enrolled) as stage:
        await stage.everybody_starts()
        yunusov, mamatov, miramirov = (
            stage.officer("Б. Юнусов"),
            stage.officer("Х. Маматов"),
            stage.officer("М. Мирамиров"),
        )
        await stage.jumps_to(date(2024, 2, 5))
        await stage.settles()
        await yunusov.says("№1 бажарилди")
        await mamatov.says("5-тадбир бажарилди")
        [first] = [shown for shown in await stage.admin.heard() if "Кўриб чиқиш учун: 1-тадбир" in shown.text]
        await stage.admin.presses("✅", first)
        awaiting, accepted = await mamatov.count(), await yunusov.count()
        others = await miramirov.count()
        await stage.goes_to("2024-03-06")  # a working month, day by day
        for day in days_of(stage, 1, 5):  # from then on, whenever one of the two would be reminded of
            await stage.jumps_to(day)
            await stage.settles()
        after = [number for shown in await yunusov.heard(after=accepted) for number in numbers_of(shown)]
        assert 1 not in after
        assert after, "his other activities are still reminded"
        assert all(1 not in numbers_of(shown) for shown in await miramirov.heard(after=others))
        later = [numbers_of(shown) for shown in await mamatov.heard(after=awaiting)]
        assert all(5 not in numbers for numbers in later)
        assert any(6 in numbers for numbers in later)
        waiting = {day_of(shown) for shown in await stage.admin.heard() if "№5" in shown.text}
        month = (date(2024, 2, 6) + timedelta(days=number) for number in range(30))
        assert waiting >= {day for day in month if day.weekday() in (0, 3)}, "the admins are reminded instead"
