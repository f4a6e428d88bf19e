"""🏷 on /plan: an admin changes the mark of one of several plans; what it was called before is still understood."""

from pathlib import Path

from models import Plan
from services.control.lines import Into
from tests.bot.scenes import MINUTES, after, again, reports, with_minutes
from tests.bot.test_second_plan import next_plan
from tests.stage import Shown, Stage

LEAD = "Х. Маматов"  # of activities 5 to 8 of the plan, of 3 and 5 of the minutes


async def marks(stage: Stage) -> list[str]:
    return [one.mark for one in await stage.services.plans.in_force()]


async def asks(stage: Stage, label: str = "IR") -> Shown:
    """The admin opens a plan and asks to change its mark."""
    page = await stage.admin.presses(label, await stage.admin.says("/plan"))
    return await stage.admin.presses("🏷", page)


async def changes(stage: Stage, words: str, label: str = "IR") -> Shown:
    await asks(stage, label)
    return await stage.admin.presses("✅ Yes", await stage.admin.says(words))


@after(with_minutes)
async def test_a_mark_is_typed_confirmed_told_and_the_earlier_one_is_still_understood(english: Stage) -> None:
    since = await english.second_admin.count()
    assert "Now: IR" in (await asks(english)).text
    sure = await english.admin.says("Режа 2024")
    assert "Call this plan Reja 2024" in sure.text
    assert await marks(english) == ["ИР", MINUTES], "nothing is changed before it is confirmed"
    done = await english.admin.presses("✅ Yes", sure)
    assert "«Reja 2024-5»; «IR-5» is still understood" in done.text
    assert await marks(english) == ["Режа 2024", MINUTES]
    [told] = await english.second_admin.heard(since)
    assert "«IR» → «Reja 2024»" in told.text
    assert "«IR» → «Reja 2024»" in (await english.admin.says("/audit")).text
    officer = english.officer(LEAD)
    for words in ("ИР-5 40%", "Режа 2024-5 45%", "reja 2024 5 50%"):
        assert "Reja 2024-5" in (await officer.says(words)).text
    assert sorted(one.percent for one in await reports(english)) == [40, 45, 50]
    shown = await english.admin.says("/report ИР 5")
    assert "Reja 2024-5" in shown.text
    [data] = [data for label, data, _ in sure.buttons if data and label.startswith("✅")]
    answer = await english.admin.taps(sure, data, forged=True)
    assert answer is not None
    assert "called so already" in answer["text"]


@after(with_minutes)
async def test_a_mark_that_cannot_be_is_asked_for_again(english: Stage) -> None:
    await asks(english)
    for words, why in (
        ("баённома-12", "Another plan is called"),
        ("Bayonnoma 12", "Another plan is called"),
        ("12", "at least one letter"),
        ("Марказий сайлов комиссиясининг иш режаси", "at most 20"),
        ("III", "means something else"),
        ("март", "means something else"),
        ("Юнусов", "means something else"),
    ):
        assert why in (await english.admin.says(words)).text, words
    sure = await english.admin.says("Режа")
    assert "Call this plan" in sure.text
    await english.admin.says("/my")
    assert await marks(english) == ["ИР", MINUTES]
    await asks(english)
    assert "called so already" in (await english.admin.says("ИР")).text
    assert await marks(english) == ["ИР", MINUTES]


@after(with_minutes)
async def test_of_two_admins_who_want_one_mark_the_first_has_it(english: Stage) -> None:
    await asks(english)
    sure = await english.admin.says("Дастур")
    page = await english.second_admin.presses("Bayonnoma", await english.second_admin.says("/plan"))
    await english.second_admin.presses("🏷", page)
    await english.second_admin.presses("✅ Yes", await english.second_admin.says("dastur"))
    await english.admin.presses("✅ Yes", sure)
    assert "Another plan is called" in (await again(english.admin, sure)).text
    assert await marks(english) == ["ИР", "dastur"]


@after(with_minutes)
async def test_an_earlier_mark_that_another_plan_has_now_means_that_plan(english: Stage) -> None:
    await changes(english, "Режа 2024")
    await changes(english, "ИР", label="Bayonnoma")
    officer = english.officer(LEAD)
    assert "IR-5" in (await officer.says("ИР-5 40%")).text
    assert "IR-3" in (await officer.says("Баённома 12 3-банд 30%")).text
    assert await marks(english) == ["Режа 2024", "ИР"]


@after(with_minutes)
async def test_only_admins_change_marks(english: Stage) -> None:
    page = await asks(english)
    assert page.text
    for person in (english.officer(LEAD), english.outsider, english.leader):
        shown = await person.says("Режа 2024")
        assert "Call this plan" not in shown.text
    assert await marks(english) == ["ИР", MINUTES]


async def test_where_one_plan_is_known_there_is_no_mark_to_change(english: Stage) -> None:
    assert not [label for label in (await english.admin.says("/plan")).labels if "🏷" in label]


@after(with_minutes)
async def test_the_next_plan_of_the_line_keeps_the_mark_and_the_earlier_one(english: Stage, tmp_path: Path) -> None:
    await changes(english, "Режа 2024")
    await english.services.plans.load(next_plan(tmp_path, "ochilov"), english.now, Into(0))
    [waiting] = await english.services.plans.all_waiting()
    assert waiting.mark == "Режа 2024"
    async with english.database.read() as session:
        assert (await session.get_one(Plan, waiting.id)).former_marks == ["ИР"]
