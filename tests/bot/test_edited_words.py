"""Edits: each activity named keeps or gets its value, none is lost, and a joined message changes only its own words."""

from datetime import timedelta

import pytest

from models import ReportState
from tests.bot.scenes import again, opens, reports, state_of
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def mine(person: Someone) -> Shown:
    """The person's own newest message."""
    return next(shown for shown in reversed(await person.screen()) if shown.is_mine)


async def percents(stage: Stage) -> dict[int, int | None]:
    """The percent of each activity from 5 to 8 that has begun."""
    states = {number: await state_of(stage, number) for number in range(5, 9)}
    return {number: percent for number, (state, percent) in states.items() if state != "not_started"}


@pytest.mark.parametrize(
    ("first", "edited", "left"),
    [
        ("8-тадбир 15%", "8-тадбир 15%, 6-тадбир 25%", {8: 15, 6: 25}),
        ("8-тадбир 15%", "6-tadbir 25%, 8-tadbir 20%", {6: 25, 8: 20}),
        ("по 8 пункту 15%", "по 8 пункту 15%, по 6 пункту 25%", {8: 15, 6: 25}),
        ("7-тадбир 20%, 8-тадбир 30%", "8-тадбир 30%", {8: 30}),
        ("7-тадбир 20%, 8-тадбир 30%", "8-тадбир 35%, 7-тадбир 20%", {7: 20, 8: 35}),
        ("7-тадбир 20%, 8-тадбир 30%", "7-тадбир 20%, 6-тадбир 30%", {7: 20, 6: 30}),
        ("7-тадбир 20%", "6-тадбир 20%", {6: 20}),
        ("7-тадбир 20%", "7-тадбир 20%, 8-тадбир бажарилди", {7: 20, 8: 100}),
    ],
)
async def test_each_activity_named_has_its_value_after_an_edit(
    english: Stage, mamatov: Someone, first: str, edited: str, left: dict[int, int]
) -> None:
    await mamatov.says(first)
    await mamatov.edits(await mine(mamatov), edited)
    assert await percents(english) == left
    told = "\n".join(one.text for one in await mamatov.screen() if not one.is_mine)
    assert all(f"Recorded: Activity {number}" in told for number in left)


async def test_one_message_tells_of_all_that_an_edit_leaves(english: Stage, mamatov: Someone) -> None:
    told = await mamatov.says("7-тадбир 20%, 8-тадбир 30%")
    await mamatov.edits(await mine(mamatov), "7-тадбир 20%, 6-тадбир 30%")
    assert (await again(mamatov, told)).labels == ["↩️ №7", "↩️ №6"]


@pytest.mark.parametrize(
    "edited", ["7-тадбир 20% эмас, 30%", "7-tadbir 20 emas, 30 foiz", "7: не 20%, а 30%", "20% эмас 30%"]
)
async def test_an_edit_that_mends_a_value_mends_its_own_report(english: Stage, mamatov: Someone, edited: str) -> None:
    await mamatov.says("7-тадбир 20%")
    sent = await mine(mamatov)
    await mamatov.says("8-тадбир 15%")
    await mamatov.edits(sent, edited)
    assert await percents(english) == {7: 30, 8: 15}


async def test_an_edit_that_names_a_strange_number_is_asked_about(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("7-тадбир 20%")
    await mamatov.edits(await mine(mamatov), "7-тадбир 20%, 27-тадбир 30%")
    assert "27" in (await mamatov.last()).text
    assert (await mamatov.last()).labels[0].startswith("№7")
    assert await reports(english) == []


@pytest.mark.parametrize("edited", ["8-тадбирга хат юборилди", "по 8 пункту письмо отправлено", "8-тадбир 70%"])
async def test_a_joined_message_that_names_another_activity_is_a_report_of_its_own(
    english: Stage, mamatov: Someone, edited: str
) -> None:
    told = await mamatov.says("5-тадбир 20%")
    await mamatov.says("хат юборилди")
    await mamatov.edits(await mine(mamatov), edited)
    assert [one.text for one in await reports(english)] == ["5-тадбир 20%", edited]
    assert await state_of(english, 5) == ("in_progress", 20)
    assert "хат юборилди" not in (await again(mamatov, told)).text


async def test_a_joined_message_that_points_at_another_activity_is_asked_about(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.says("5-тадбир 20%")
    await mamatov.says("хат юборилди")
    await mamatov.edits(await mine(mamatov), "плакатлар чизилди")
    assert (await mamatov.last()).labels[0].startswith("№8")
    assert [one.text for one in await reports(english)] == ["5-тадбир 20%"]
    assert [one.text for one in await reports(english, ReportState.DRAFT)] == ["плакатлар чизилди"]


async def test_a_joined_message_edited_to_undermine_a_done_asks(english: Stage, mamatov: Someone) -> None:
    told = await mamatov.says("5-тадбир бажарилди")
    await mamatov.says("хат юборилди")
    await mamatov.edits(await mine(mamatov), "хат юборилди, фақат имзо қолди")
    assert "Is it completely done?" in (await again(mamatov, told)).text
    assert await state_of(english, 5) == ("not_started", 0)


# -- corrections in a message of their own -----------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["60 эмас, 40", "60% emas 40%", "5-тадбир 60 фоиз эмас 40 фоиз"])
async def test_the_right_value_is_offered(english: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says("5-тадбир 60%")
    await mamatov.says("8-тадбир 15%")
    offered = await mamatov.says(words)
    assert "Your last report: Activity 5" in offered.text
    assert offered.labels[0] == "➡️ 40%"
    await mamatov.presses("➡️ 40%", offered)
    assert await percents(english) == {5: 40, 8: 15}


async def test_the_right_value_of_a_named_activity_is_one_tap(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир 60%")
    await mamatov.says("8-тадбир 15%")
    asked = await mamatov.says("5 не 60 а 40")
    assert asked.text.startswith("Activity 5")
    await mamatov.presses("40%", asked)
    assert await percents(english) == {5: 40, 8: 15}


@pytest.mark.parametrize("words", ["5 эмас, 6", "не №5, а №6", "5-тадбир эмас 6-тадбир"])
async def test_the_right_activity_is_offered_alone(english: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says("5-тадбир 60%")
    offered = await mamatov.says(words)
    assert [label for label in offered.labels if label.startswith("➡️")] == ["➡️ To №6"]


@pytest.mark.parametrize("words", ["хато ёздим", "5-тадбирни хато ёзибман", "я ошибся"])
async def test_a_correction_after_the_decision_is_told_why_it_comes_too_late(
    english: Stage, mamatov: Someone, words: str
) -> None:
    await mamatov.says("5-тадбир бажарилди")
    await english.admin.presses("✅")
    assert "already decided on" in (await mamatov.says(words)).text


# -- old messages ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "edited"),
    [
        ("50%", "60%"),
        ("50%", "50% эмас 60%"),
        ("50%", "йўқ, 60%"),
        ("деярли тайёр", "60%"),
        ("ишлаяпмиз", "ишлаяпмиз, 60 фоиз"),
    ],
)
async def test_an_edited_answer_to_an_old_reminder_stays_on_its_activity(
    english: Stage, mamatov: Someone, first: str, edited: str
) -> None:
    await english.goes_to("2024-01-03")  # a reminder of 3 alone
    await mamatov.says(first)
    old = await mine(mamatov)
    await english.jumps_to(english.now + timedelta(hours=3))
    await opens(mamatov, 5)
    await mamatov.edits(old, edited)
    assert (await state_of(english, 5))[0] == "not_started"
    [report] = await reports(english)
    assert report.percent == 60
    told = "\n".join(one.text for one in await mamatov.screen() if not one.is_mine)
    assert "Recorded: Activity 3" in told
    assert "Recorded: Activity 5" not in told


@pytest.mark.parametrize("first", ["хм", "раҳмат", "муддати қачон?", "касалман"])
async def test_an_old_message_edited_into_a_report_is_not_about_what_is_shown_now(
    english: Stage, mamatov: Someone, first: str
) -> None:
    await mamatov.says(first)
    old = await mine(mamatov)
    await english.jumps_to(english.now + timedelta(hours=3))
    await opens(mamatov, 5)
    await mamatov.edits(old, "60%")
    assert await reports(english) == []
    assert any(label.startswith("№5") for label in (await mamatov.last()).labels), "it is asked"


async def test_an_old_reply_edited_into_a_report_is_about_what_it_replies_to(english: Stage, mamatov: Someone) -> None:
    card = await opens(mamatov, 6)
    await mamatov.says("хм", reply_to=card)
    old = await mine(mamatov)
    await english.jumps_to(english.now + timedelta(hours=3))
    await opens(mamatov, 5)
    await mamatov.edits(old, "60%")
    assert await percents(english) == {6: 60}


# -- edits that are asked about, or ask as well ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edited", ["7-тадбир 35% узр хато кетибди", "7-тадбир 20% хато кетибди", "7-тадбир 35% хато ёзибман"]
)
async def test_an_edit_that_says_something_is_wrong_is_asked_about_and_keeps_what_is_recorded(
    english: Stage, mamatov: Someone, edited: str
) -> None:
    await mamatov.says("7-тадбир 20%")
    sent = await mine(mamatov)
    await mamatov.edits(sent, edited)
    assert "went wrong" not in (await mamatov.last()).text
    assert (await mamatov.last()).labels, "it is asked"
    assert await percents(english) == {7: 20}
    await mamatov.edits(sent, "7-тадбир 35%")
    assert await percents(english) == {7: 35}


@pytest.mark.parametrize("further", ["7-тадбир 20%, узайтириб беринг 15 июлгача", "7-тадбир 20%. Муддатини узайтиринг"])
async def test_an_edit_that_adds_a_request_is_answered_and_keeps_the_percent(
    english: Stage, mamatov: Someone, further: str
) -> None:
    await mamatov.says("7-тадбир 20%")
    sent = await mine(mamatov)
    before = len(await mamatov.screen())
    await mamatov.edits(sent, further)
    after = await mamatov.screen()
    assert len(after) == before + 1
    assert after[-1].labels
    await mamatov.edits(sent, further + " ")
    assert len(await mamatov.screen()) == before + 1, "the same request is offered once"
    assert await percents(english) == {7: 20}


async def test_an_edit_that_adds_a_question_is_answered_and_keeps_the_percent(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("7-тадбир 10%")
    before = len(await mamatov.screen())
    await mamatov.edits(await mine(mamatov), "7-тадбир 10% қачон тугайди")
    assert len(await mamatov.screen()) == before + 1
    assert await percents(english) == {7: 10}


async def test_an_edit_that_adds_an_apology_has_its_new_percent(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("7-тадбир 40%")
    await mamatov.edits(await mine(mamatov), "7-тадбир 60% узр")
    assert await percents(english) == {7: 60}
