"""Several plans in force at once: one list, one reminder, one /my; numbers with marks; each plan ends by itself."""

from datetime import date

import pytest

from tests.bot.scenes import MINUTES, after, reports, with_minutes
from tests.stage import Stage

LEAD = "Х. Маматов"  # of activities 5 to 8 of the plan, of 3 and 5 of the minutes


async def marks(stage: Stage) -> list[str]:
    return [one.mark for one in await stage.services.plans.in_force()]


@after(with_minutes)
async def test_both_plans_are_in_force_and_told_apart_by_their_marks(english: Stage) -> None:
    assert await marks(english) == ["ИР", MINUTES]
    shown = await english.officer(LEAD).says("/my")
    assert {"№ИР-5", "№ИР-6", "№Баённома 12-3", "№Баённома 12-5"} <= set(shown.labels)


@after(with_minutes)
async def test_one_reminder_a_day_names_the_work_of_both(english: Stage) -> None:
    officer = english.officer(LEAD)
    await english.jumps_to(date(2024, 3, 28))
    await english.settles()
    since = await officer.count()
    await english.jumps_to(date(2024, 3, 29))
    await english.settles()
    heard = await officer.heard(since)
    assert len(heard) == 1, [one.text for one in heard]
    assert "№ИР-" in heard[0].text
    assert "№Баённома 12-3" in heard[0].text


@after(with_minutes)
async def test_the_end_of_one_leaves_the_other(english: Stage) -> None:
    paper = (await english.services.plans.in_force())[1]
    admin = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    assert await english.services.plans.close(paper.id, admin, english.now)
    await english.settles()
    assert await marks(english) == ["ИР"]
    officer = english.officer(LEAD)
    shown = await officer.says("/my")
    assert "№5" in shown.labels
    assert not any("Баённома" in one for one in shown.labels)


@after(with_minutes)
@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ИР-5 40% лойиҳа тайёрланди", "ИР-5"),
        ("ir 5 40% loyiha tayyorlandi", "ИР-5"),
        ("Баённома 12 3-банд 40% бажарилди", f"{MINUTES}-3"),
        ("bayonnoma 12-3 40%", f"{MINUTES}-3"),
        ("протокол 12 пункт 3: 40%", f"{MINUTES}-3"),
        ("6 40%", "ИР-6"),
        ("4 40%", f"{MINUTES}-4"),
    ],
)
async def test_a_report_goes_to_the_plan_that_its_mark_or_its_number_alone_tells(
    english: Stage, words: str, number: str
) -> None:
    shown = await english.officer(LEAD).says(words)
    assert "40%" in shown.text
    assert number in shown.text
    [report] = await reports(english)
    assert report.percent == 40
    assert "901" not in report.text


@after(with_minutes)
async def test_a_number_alone_that_is_theirs_in_both_is_asked_about_by_marks(english: Stage) -> None:
    officer = english.officer(LEAD)
    asked = await officer.says("5 40%")
    assert not await reports(english)
    assert asked.labels[0].startswith("№ИР-5 ")
    assert asked.labels[1].startswith(f"№{MINUTES}-5 ")
    told = await officer.presses(f"№{MINUTES}-5", asked)
    [report] = await reports(english)
    assert (report.percent, f"{MINUTES}-5" in told.text) == (40, True)


@after(with_minutes)
@pytest.mark.parametrize("words", ["баённома 12 бажарилди", f"{MINUTES}-7 бажарилди", "ИР-4 бажарилди"])
async def test_a_paper_alone_or_an_activity_of_others_records_nothing(english: Stage, words: str) -> None:
    await english.officer(LEAD).says(words)
    assert not await reports(english)


@after(with_minutes)
async def test_a_reply_to_a_card_means_its_plan(english: Stage) -> None:
    officer = english.officer(LEAD)
    card = await officer.presses(f"№{MINUTES}-5", await officer.says("/my"))
    told = await officer.says("5 70%", reply_to=card)
    assert f"{MINUTES}-5" in told.text
    [report] = await reports(english)
    assert report.percent == 70
