"""A plan whose rules make several items of an activity: each is named, reported on and reminded of by itself."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo import enrol
from models import Activity
from services.plan.file import load_plan
from tests.bot.scenes import reports
from tests.ruled import plan_of, ruled, written
from tests.stage import TASHKENT, Scenes, Someone, Stage, staged

MONTHLY = ruled("ҳар ойнинг 10-санасигача", {"kind": "each", "unit": "month", "due": {"day": 10}})
DAYS = ruled("5 ва 20 май", {"kind": "on", "days": ["2024-05-05", "2024-05-20"]})
QUARTERS = ruled("ҳар чоракда", {"kind": "each", "unit": "quarter"})


async def with_terms_that_repeat(stage: Stage) -> None:
    await enrol(stage.application)
    await stage.everybody_starts()


@pytest.fixture
async def several(tmp_path: Path, scenes: Scenes) -> AsyncIterator[Stage]:
    """The bot on 11 January 2024 with a plan of terms that repeat, everybody linked but two."""
    start = datetime(2024, 1, 11, 12, tzinfo=TASHKENT)
    file = written(tmp_path, plan_of(MONTHLY, DAYS, QUARTERS))
    given = {"start": start, "default_locale": "en", "plan_file": file}
    async with staged(tmp_path, opened=await scenes.after(with_terms_that_repeat, **given), **given) as one:
        yield one


@pytest.fixture
def mamatov(several: Stage) -> Someone:
    return several.officer("Х. Маматов")


async def rows(stage: Stage, number: int) -> list[Activity]:
    async with stage.database.read() as session:
        query = select(Activity).where(Activity.number == number, Activity.is_removed.is_(False))
        return list(await session.scalars(query.order_by(Activity.due_on)))


async def moves_on(stage: Stage, day: date) -> None:
    await stage.jumps_to(datetime.combine(day, datetime.min.time(), TASHKENT).replace(hour=9, minute=5))
    await stage.settles()


async def test_each_item_has_its_name(several: Stage, mamatov: Someone) -> None:
    mine = await mamatov.says("/my")
    assert "№1 (January)" in mine.text
    assert "№2 (5 May)" in mine.text
    assert "№3 (quarter I)" in mine.text
    assert "№1 (January)" in mine.labels
    card = await mamatov.presses("№1 (January)", mine)
    assert "Activity 1 (January)" in card.text
    assert "10 January 2024" in card.text


async def test_a_number_means_the_earliest_item_that_has_begun(several: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("3 бажарилди")
    assert "Activity 3 (quarter I" in shown.text
    assert len(await reports(several)) == 1
    await several.admin.presses("✅")
    assert [str(row.state) for row in await rows(several, 3)] == ["done", "not_started"]
    await moves_on(several, date(2024, 4, 2))
    assert "Activity 3 (quarter II" in (await mamatov.says("3 бажарилди")).text


async def test_of_several_begun_it_is_asked(several: Stage, mamatov: Someone) -> None:
    await moves_on(several, date(2024, 3, 1))
    await mamatov.says("/my")
    asked = await mamatov.says("1 бажарилди")
    assert asked.labels[0].startswith("№1 (January)")
    assert asked.labels[2].startswith("№1 (March)")
    assert await reports(several) == []
    shown = await mamatov.presses("№1 (February)", asked)
    assert "Activity 1 (February" in shown.text
    states = [str(row.state) for row in await rows(several, 1)]
    assert states == ["not_started", "review", "not_started", "not_started", "not_started", "not_started"]


async def test_below_the_card_of_an_item_words_are_of_it(several: Stage, mamatov: Someone) -> None:
    await moves_on(several, date(2024, 3, 1))
    mine = await mamatov.says("/my")
    await mamatov.presses("№1 (March)", mine)
    shown = await mamatov.says("40% бажарилди")
    assert "Activity 1 (March" in shown.text
    assert [row.percent for row in await rows(several, 1)][:3] == [0, 0, 40]


async def test_only_the_latest_overdue_item_is_reminded_with_the_number_of_the_others(
    several: Stage, mamatov: Someone
) -> None:
    for day in (date(2024, 1, 15), date(2024, 2, 12), date(2024, 3, 11)):
        await moves_on(several, day)
    before = await mamatov.count()
    await moves_on(several, date(2024, 3, 18))
    said = "\n".join(shown.text for shown in await mamatov.heard(before))
    assert "№1 (March)" in said
    assert "№1 (February)" not in said
    # That of January was over when the plan was loaded on the 11th: it is held against nobody.
    assert "1 earlier item of it is overdue too." in said


async def test_a_new_edition_keeps_reports_with_their_item(several: Stage, mamatov: Someone, tmp_path: Path) -> None:
    await mamatov.presses("№1 (January)", await mamatov.says("/my"))
    await mamatov.says("40% бажарилди")
    [before] = [row.id for row in await rows(several, 1) if row.percent == 40]
    by_15 = ruled("ҳар ойнинг 15-санасигача", {"kind": "each", "unit": "month", "due": {"day": 15}})
    for deadline, items, due in (
        (by_15, 6, date(2024, 1, 15)),
        (ruled("ҳар чорак", {"kind": "each", "unit": "quarter"}), 2, date(2024, 3, 31)),
        (
            ruled("20 январгача", {"kind": "window", "first": None, "last": "2024-01-20", "precision": "day"}),
            1,
            date(2024, 1, 20),
        ),
        (MONTHLY, 6, date(2024, 1, 10)),
    ):
        await several.services.plans.load(load_plan(written(tmp_path, plan_of(deadline, DAYS, QUARTERS))), several.now)
        found = await rows(several, 1)
        assert len(found) == items
        [kept] = [row for row in found if row.percent == 40]
        assert (kept.id, kept.due_on) == (before, due)


async def test_where_recorded_work_goes_is_said_before_a_rhythm_changes(several: Stage, tmp_path: Path) -> None:
    mamatov = several.officer("Х. Маматов")
    await mamatov.presses("№3 (quarter I)", await mamatov.says("/my"))
    await mamatov.says("60% бажарилди")
    monthly = ruled("ҳар ойда", {"kind": "each", "unit": "month"})
    file = written(tmp_path, plan_of(MONTHLY, DAYS, monthly))
    shown = await several.admin.sends_files(("plan.json", file.read_bytes()))
    said = "№3 (quarter I) 60% → №3 (March)"
    assert f"↪️ What is recorded goes on with other terms:\n▫️ {said}" in shown.text
    changes = await several.admin.presses("🔎 The changes", shown)
    assert said in changes.text
    sure = await several.admin.presses("✅ Confirm", await several.admin.presses("⬅️ Back", changes))
    assert said in sure.text
    await several.admin.presses("✅ Yes, load it", sure)
    [kept] = [row for row in await rows(several, 3) if row.percent == 60]
    assert kept.due_on == date(2024, 3, 31), "it is as it was said"


async def test_where_nothing_is_recorded_nothing_is_said_to_go_on(several: Stage, tmp_path: Path) -> None:
    file = written(tmp_path, plan_of(MONTHLY, DAYS, ruled("ҳар ойда", {"kind": "each", "unit": "month"})))
    assert "↪️" not in (await several.admin.sends_files(("plan.json", file.read_bytes()))).text


async def test_the_same_file_again_changes_nothing(several: Stage, tmp_path: Path) -> None:
    file = load_plan(written(tmp_path, plan_of(MONTHLY, DAYS, QUARTERS)))
    assert (await several.services.plans.load(file, several.now)).is_same
    again = load_plan(written(tmp_path, plan_of(MONTHLY, DAYS, QUARTERS, title="Бошқа ном")))
    loaded = await several.services.plans.load(again, several.now)
    assert (loaded.added, loaded.changed) == (0, 0)


@pytest.mark.parametrize("words", ["/report 1", "/report", "/report excel", "/report word", "/report май", "/plan"])
async def test_whatever_is_asked_of_the_plan_knows_items(several: Stage, mamatov: Someone, words: str) -> None:
    await moves_on(several, date(2024, 3, 1))
    shown = await several.admin.says(words)
    if words == "/report 1":
        assert "№1 (January)" in shown.text
        assert "№1 (March)" in shown.text
    before = await mamatov.count()
    await mamatov.says("/calendar")
    assert "№1 (April)" in "\n".join(shown.text for shown in await mamatov.heard(before))


async def test_an_accepted_item_hands_the_reminding_back(several: Stage, mamatov: Someone) -> None:
    await moves_on(several, date(2024, 2, 12))
    await mamatov.presses("№1 (February)", await mamatov.says("/my"))
    await mamatov.says("бажарилди")
    await several.admin.presses("✅", await several.admin.with_button("✅"))
    before = await mamatov.count()
    await moves_on(several, date(2024, 2, 19))
    assert "№1 (January)" in "\n".join(shown.text for shown in await mamatov.heard(before))


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("1 (март) 20%", "№1 (March)"),
        ("1-тадбир апрель 20%", "№1 (April)"),
        ("1-тадбир (май) 20% бажарилди", "№1 (May)"),
        ("3-тадбир II чорак 20%", "№3 (quarter II)"),
        ("2-тадбир (20 май) 20%", "№2 (20 May)"),
    ],
)
async def test_a_later_item_that_is_called_by_its_name_is_never_taken_for_the_present_one(
    several: Stage, mamatov: Someone, words: str, label: str
) -> None:
    await mamatov.says("1 (январь) 60%, 3 (I чорак) 60%, 2 (5 май) 60%")
    before = [(one.text, one.percent) for one in await reports(several)]
    shown = await mamatov.says(words)
    assert shown.labels[0].startswith(label)
    assert [(one.text, one.percent) for one in await reports(several)] == before, "neither recorded nor joined"
    assert label.strip("№)") in (await mamatov.presses(label, shown)).text


@pytest.mark.parametrize("words", ["1-тадбир мартда 20%", "1-тадбир 20%, қолгани мартгача", "1 (январь) 20%"])
async def test_a_month_that_says_when_calls_no_item(several: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says(words)
    assert [one.percent for one in await reports(several)] == [20]


async def test_a_day_that_may_be_an_item_of_another_activity_is_asked_about(several: Stage, mamatov: Someone) -> None:
    await mamatov.presses("№3 (quarter I)", await mamatov.says("/my"))
    shown = await mamatov.says("1 март 15%")
    assert shown.labels[0].startswith("№1 (March)")
    assert not await reports(several)
