"""Several plans in force at once: one list, one reminder, one /my; numbers with marks; each plan ends by itself."""

from datetime import date

from tests.bot.scenes import MINUTES, after, with_minutes
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
