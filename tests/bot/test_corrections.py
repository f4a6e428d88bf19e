"""Correcting what was recorded: by editing the message, by button, by taking it back; until it is decided on."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from models import Acceptance, Decision, ReportState, Revision
from tests.bot.scenes import activity, audited, count, opens, reports, state_of
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def mine(person: Someone) -> Shown:
    """The person's own newest message."""
    return next(shown for shown in reversed(await person.screen()) if shown.is_mine)


async def revisions(stage: Stage) -> Sequence[str]:
    async with stage.database.read() as session:
        return (await session.scalars(select(Revision.text).order_by(Revision.id))).all()


async def test_an_edited_message_is_the_report_and_the_earlier_wording_is_kept(
    english: Stage, mamatov: Someone
) -> None:
    told = await mamatov.says("№5 70% лойиҳа")
    await mamatov.edits(await mine(mamatov), "№5 80% лойиҳа келишилди")
    assert [(one.text, one.percent) for one in await reports(english)] == [("№5 80% лойиҳа келишилди", 80)]
    assert await revisions(english) == ["№5 70% лойиҳа"]
    assert await state_of(english, 5) == ("in_progress", 80)
    after = await mamatov.last()
    assert after.id == told.id, "the answer is changed in its place, not repeated"
    assert "Read as: 80% done" in after.text


async def test_an_edit_that_changes_no_word_says_nothing(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 70%")
    before = await mamatov.last()
    await mamatov.edits(await mine(mamatov), "№5 70%")
    assert await revisions(english) == []
    assert (await mamatov.last()).text == before.text


async def test_an_edit_from_done_to_not_yet_takes_the_submission_back(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 бажарилди")
    await mamatov.edits(await mine(mamatov), "№5 90%")
    assert await state_of(english, 5) == ("in_progress", 90)
    assert "Nothing is waiting" in (await english.admin.says("/waiting")).text
    assert await count(english, Acceptance, Acceptance.decision == Decision.WITHDRAWN) == 1


async def test_an_edit_to_done_hands_the_work_in(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 90%")
    await mamatov.edits(await mine(mamatov), "№5 бажарилди")
    assert await state_of(english, 5) == ("review", 100)
    assert "For acceptance: Activity 5" in (await english.admin.last()).text


async def test_what_was_decided_on_stays_as_it_was(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 бажарилди")
    sent = await mine(mamatov)
    await english.admin.presses("✅")
    await mamatov.edits(sent, "№5 90%")
    assert "already decided on" in (await mamatov.last()).text
    assert [one.text for one in await reports(english)] == ["№5 бажарилди"]
    assert await state_of(english, 5) == ("done", 100)


async def test_edited_words_that_wait_for_their_activity_are_the_new_ones(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("ишлаяпмиз")
    await mamatov.edits(await mine(mamatov), "ишлаяпмиз, 40% бўлди")
    after = await mamatov.last()
    assert after.id == asked.id
    assert "ишлаяпмиз, 40% бўлди" in after.text
    await mamatov.presses("№6", after)
    assert await state_of(english, 6) == ("in_progress", 40)


async def test_an_edited_earlier_report_does_not_overrule_a_later_one(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%")
    first = await mine(mamatov)
    await mamatov.says("№5 60%")
    await mamatov.edits(first, "№5 35%")
    assert await state_of(english, 5) == ("in_progress", 60)
    assert (await reports(english))[0].text == "№5 35%"


async def test_a_message_that_was_no_report_becomes_one_by_an_edit(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("/№5")
    await mamatov.edits(await mine(mamatov), "№5 30%")
    assert await state_of(english, 5) == ("in_progress", 30)


@pytest.mark.parametrize("percent", [25, 50, 75, 90])
async def test_a_percent_is_corrected_by_button(english: Stage, mamatov: Someone, percent: int) -> None:
    told = await mamatov.says("№5 устида ишлаяпмиз")
    shown = await mamatov.presses(f"{percent}%", told)
    assert shown.id == told.id
    assert f"Read as: {percent}% done" in shown.text
    assert [(one.text, one.percent) for one in await reports(english)] == [("№5 устида ишлаяпмиз", percent)]
    assert await state_of(english, 5) == ("in_progress", percent)


async def test_done_by_the_button_under_an_answer_hands_the_work_in(english: Stage, mamatov: Someone) -> None:
    told = await mamatov.says("№5 90% лойиҳа имзода")
    shown = await mamatov.presses("✅", told)
    assert "Sent for acceptance" in shown.text
    assert await state_of(english, 5) == ("review", 100)
    assert "лойиҳа имзода" in (await english.admin.last()).text


async def test_undo_takes_the_report_back_and_everything_is_as_before(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%")
    told = await mamatov.says("№5 60%")
    shown = await mamatov.presses("↩️", told)
    assert shown.text.startswith("↩️ The report on Activity 5 (malaka oshirish konsepsiyasi) was taken back.")
    assert await state_of(english, 5) == ("in_progress", 30)
    assert [one.percent for one in await reports(english)] == [30]
    assert [one.percent for one in await reports(english, ReportState.UNDONE)] == [60]
    assert await audited(english, "activity:5") == ["report.recorded", "report.recorded", "report.reverted"]
    assert "60%" not in (await opens(mamatov, 5)).text


async def test_the_only_report_taken_back_leaves_the_activity_not_begun(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("↩️", await mamatov.says("№5 бажарилди"))
    assert await state_of(english, 5) == ("not_started", 0)
    facts = await activity(english, 5)
    assert facts.lead.reported_on is None
    assert "Nothing is waiting" in (await english.admin.says("/waiting")).text


async def test_undo_pressed_twice_undoes_once(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 30%")
    told = await mamatov.says("№5 60%")
    data = next(data for label, data, _ in told.buttons if label.startswith("↩️"))
    assert data is not None
    await mamatov.taps(told, data)
    answer = await mamatov.taps(told, data, forged=True)
    assert answer is not None
    assert answer["show_alert"]
    assert await state_of(english, 5) == ("in_progress", 30)


async def test_an_earlier_report_is_not_undone_under_a_later_one(english: Stage, mamatov: Someone) -> None:
    told = await mamatov.says("№5 30%")
    await mamatov.says("№5 60%")
    answer = await mamatov.press("↩️", told)
    assert answer is not None
    assert "there is a later report" in answer["text"]
    assert await state_of(english, 5) == ("in_progress", 60)


@pytest.mark.parametrize("label", ["↩️"])
async def test_what_was_accepted_is_not_taken_back(english: Stage, mamatov: Someone, label: str) -> None:
    told = await mamatov.says("№5 бажарилди")
    await english.admin.presses("✅")
    answer = await mamatov.press(label, told)
    assert answer is not None
    assert answer["show_alert"]
    assert await state_of(english, 5) == ("done", 100)


async def test_a_co_executors_undo_leaves_what_the_lead_said_since(english: Stage, mamatov: Someone) -> None:
    helper = english.officer("Х. Палуаниязов")
    told = await helper.says("№5 20%")
    await mamatov.says("№5 60%")
    await helper.presses("↩️", told)
    facts = await activity(english, 5)
    assert [part.percent for part in facts.parts] == [60, 0, 0]
    assert await state_of(english, 5) == ("in_progress", 60)


async def test_nobody_corrects_a_report_of_somebody_else(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("№5 60%")
    [report] = await reports(english)
    for person in (english.officer("Х. Палуаниязов"), english.officer("Ўқув-маркази"), english.outsider):
        message = await person.last()
        for data in (f"u1:{report.id}", f"e1:{report.id}:25:0", f"e1:{report.id}:-1:1", f"p1:{report.id}:5"):
            assert await person.taps(message, data, forged=True) is not None
    assert [one.percent for one in await reports(english)] == [60]
    assert await state_of(english, 5) == ("in_progress", 60)


async def test_words_after_an_undo_are_a_new_report_on_the_same_activity(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("↩️", await mamatov.says("№5 60%"))
    assert "Recorded: Activity 5" in (await mamatov.says("лойиҳа ҳали муҳокамада")).text


async def test_words_edited_after_they_were_taken_back_are_a_report_again(english: Stage, mamatov: Someone) -> None:
    told = await mamatov.says("№5 60%")
    sent = await mine(mamatov)
    await mamatov.presses("↩️", told)
    await mamatov.edits(sent, "№5 65%")
    shown = await mamatov.last()
    assert shown.id == told.id
    assert "Read as: 65% done" in shown.text
    assert [(one.text, one.percent) for one in await reports(english)] == [("№5 65%", 65)]
    assert await state_of(english, 5) == ("in_progress", 65)


async def test_one_of_several_taken_back_stays_so_when_another_is_edited(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    await mamatov.says("5-тадбир 70%\n6-тадбир 10%")
    await mamatov.presses("↩️", next(one for one in await mamatov.heard(before) if "Activity 5" in one.text))
    await mamatov.edits(await mine(mamatov), "5-тадбир 70%\n6-тадбир 15%")
    assert await state_of(english, 5) == ("not_started", 0)
    assert await state_of(english, 6) == ("in_progress", 15)
    assert [one.text for one in await reports(english)] == ["6-тадбир 15%"]


@pytest.mark.parametrize(
    "words",
    [
        "6 - ошибка в тестах, исправляем",
        "6 бўйича хато бор эди, тўғриладик",
        "6 ni tuzatib yubordik",
        "6 неправильно указан срок",
        "6 хато",
    ],
)
async def test_words_about_another_activity_offer_no_move(english: Stage, mamatov: Someone, words: str) -> None:
    await mamatov.says("5-тадбир 40%")
    told = await mamatov.says(words)
    assert not any(label.startswith("➡️") for label in told.labels)
    assert await state_of(english, 5) == ("in_progress", 40)
    assert told.text, "it is answered"


@pytest.mark.parametrize(
    "words", ["адашибман, 6", "хато ёздим, бу 6-тадбир", "ошибся, это по 6", "5 эмас, 6", "6 ga edi"]
)
async def test_words_that_say_so_offer_a_move(mamatov: Someone, words: str) -> None:
    await mamatov.says("5-тадбир 40%")
    assert "➡️ To №6" in (await mamatov.says(words)).labels


@pytest.mark.parametrize("words", ["5 20% эди, 35 қилинг", "5 га 35 фоиз деб тузатинг"])
async def test_the_percent_that_is_ordered_goes_before_the_one_denied(english: Stage, words: str) -> None:
    mamatov = english.officer("Х. Маматов")
    await mamatov.says("5-тадбир 20%")
    answer = await mamatov.says(words)
    if answer.labels and answer.labels[0] == "➡️ 35%":
        await mamatov.presses("➡️ 35%", answer)
    assert await state_of(english, 5) == ("in_progress", 35)
