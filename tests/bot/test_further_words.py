"""Further words and files: what is sent after a report, or after a question on it, belongs to that report."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Attachment, Report, ReportState, Revision
from tests.bot.scenes import again, count, opens, reports, said_since, state_of
from tests.stage import Shown, Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def mine(person: Someone) -> Shown:
    """The person's own newest message."""
    return next(shown for shown in reversed(await person.screen()) if shown.is_mine)


async def file_names(stage: Stage) -> Sequence[str | None]:
    async with stage.database.read() as session:
        return (await session.scalars(select(Attachment.name).order_by(Attachment.id))).all()


async def delivered_again(stage: Stage, person: Someone, message: Shown) -> None:
    """Telegram delivers a message a second time."""
    update = {
        "message_id": message.id,
        "date": int(stage.now.timestamp()),
        "chat": {"id": person.id, "type": "private", "first_name": "x"},
        "from": {"id": person.id, "is_bot": False, "first_name": person.name},
        "text": message.text,
    }
    dispatcher = stage.application.dispatcher
    await dispatcher.feed_raw_update(stage.application.bot, {"update_id": 1, "message": update})


async def test_words_and_files_after_a_report_join_it_and_its_answer_shows_them(
    english: Stage, mamatov: Someone
) -> None:
    told = await mamatov.says("№5 70%")
    before = await mamatov.count()
    await mamatov.says("ҳудудлардан маълумот олинди")
    await mamatov.says("№5 лойиҳа келишилмоқда")
    await mamatov.sends_files(("1.pdf", b"%1"), ("2.pdf", b"%2"))
    words = "№5 70%\nҳудудлардан маълумот олинди\n№5 лойиҳа келишилмоқда"
    assert [(one.text, one.percent) for one in await reports(english)] == [(words, 70)]
    assert await mamatov.heard(before) == [], "nothing is said twice"
    shown = await again(mamatov, told)
    assert all(word in shown.text for word in (*words.split("\n"), "📎 1.pdf, 2.pdf"))
    assert await state_of(english, 5) == ("in_progress", 70)

    last = (await mamatov.screen())[-3]
    assert last.text == "№5 лойиҳа келишилмоқда"
    assert last.raw["reactions"], "that it was seen is shown under it"
    await delivered_again(english, mamatov, last)
    assert [one.text for one in await reports(english)] == [words]
    assert await count(english, Report) == 1


async def test_what_is_sent_when_a_result_is_asked_for_reaches_the_admins(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.presses("✅", await opens(mamatov, 5))
    assert "Write a few words on the result" in asked.text
    before = await english.admin.count()
    await mamatov.says("раҳмат")
    assert [one.text for one in await reports(english)] == [""], "thanks are no part of it"
    await mamatov.says("дастур тасдиқланди")
    assert "дастур тасдиқланди" in await said_since(english.admin, before)
    await mamatov.sends_files(("дастур.pdf", b"%1"))
    assert "дастур.pdf" in {(one.raw["document"] or {}).get("name") for one in await english.admin.heard(before)}
    assert [(one.text, one.done) for one in await reports(english)] == [("дастур тасдиқланди", True)]
    shown = await again(mamatov, asked)
    assert "дастур тасдиқланди" in shown.text
    assert "Write a few words on the result" not in shown.text
    assert await count(english, Report) == 1

    await english.admin.presses("✅")
    assert (await mamatov.says("эртага имзолаймиз", reply_to=shown)).text.startswith("✔️ Recorded: Activity 5")
    assert [one.text for one in await reports(english)] == ["дастур тасдиқланди", "эртага имзолаймиз"]
    assert await state_of(english, 5) == ("done", 100)


@pytest.mark.parametrize("words", ["йўқ", "Yo'q, rahmat", "нет", "nothing to add."])
async def test_no_is_taken_for_an_answer_to_the_question_for_a_result(
    english: Stage, mamatov: Someone, words: str
) -> None:
    asked = await mamatov.presses("✅", await opens(mamatov, 5))
    before = await english.admin.count()
    await mamatov.says(words)
    assert [one.text for one in await reports(english)] == [""]
    assert "Write a few words on the result" not in (await again(mamatov, asked)).text
    assert (await mamatov.last()).raw["reactions"], "that it was seen is shown under it"
    assert await english.admin.heard(before) == []


async def test_a_new_percent_another_activity_or_a_later_hour_is_another_report(
    english: Stage, mamatov: Someone
) -> None:
    told = await mamatov.says("№5 30%")
    await mamatov.says("40%")
    await mamatov.says("№6 режа тузилди")
    await english.jumps_to(english.now + timedelta(hours=3))
    later = await mamatov.says("ҳудудлар билан келишилди", reply_to=told)
    assert later.text.startswith("✔️ Recorded: Activity 5")
    assert [one.text for one in await reports(english)] == [
        "№5 30%",
        "40%",
        "№6 режа тузилди",
        "ҳудудлар билан келишилди",
    ]


async def test_a_further_message_edited_changes_what_it_added_and_undo_takes_all_back(
    english: Stage, mamatov: Someone
) -> None:
    told = await mamatov.says("№5 70% лойиҳа")
    first = await mine(mamatov)
    await mamatov.says("ҳудудлар жавоб бермади")
    second = await mine(mamatov)
    await mamatov.says("хат юборилди")
    await mamatov.edits(second, "ҳудудлар жавоб берди")
    assert [one.text for one in await reports(english)] == ["№5 70% лойиҳа\nҳудудлар жавоб берди\nхат юборилди"]
    await mamatov.edits(first, "№5 75% лойиҳа")
    [report] = await reports(english)
    assert (report.text, report.percent) == ("№5 75% лойиҳа\nҳудудлар жавоб берди\nхат юборилди", 75)
    await mamatov.edits(second, "ҳудудлар жавоб берди, 80% тайёр")
    [report] = await reports(english)
    assert (report.text, report.percent) == ("№5 75% лойиҳа\nҳудудлар жавоб берди, 80% тайёр\nхат юборилди", 80)
    assert await state_of(english, 5) == ("in_progress", 80)
    await mamatov.presses("↩️", await again(mamatov, told))
    assert await reports(english) == []
    assert await state_of(english, 5) == ("not_started", 0)


async def test_several_messages_in_a_row_before_the_question_is_answered_are_one_report(
    english: Stage, mamatov: Someone
) -> None:
    asked = await mamatov.says("дастур устида ишлаяпмиз")
    before = await mamatov.count()
    await mamatov.says("40% бўлди")
    await mamatov.sends_files(("1.pdf", b"%1"))
    await mamatov.says("раҳмат")
    await mamatov.says("яна икки бўлим қолди")
    assert await mamatov.heard(before) == []
    assert "яна икки бўлим қолди" in (await again(mamatov, asked)).text
    await mamatov.presses("№6", asked)
    [report] = await reports(english)
    assert (report.text, report.percent) == ("дастур устида ишлаяпмиз\n40% бўлди\nяна икки бўлим қолди", 40)
    assert await file_names(english) == ["1.pdf"]


@pytest.mark.parametrize("number", ["6", "№6", "6-тадбир", "6 tadbir.", "мероприятие 6", "6-чи тадбир"])
async def test_the_question_which_activity_is_answered_by_its_number_as_well(
    english: Stage, mamatov: Someone, number: str
) -> None:
    asked = await mamatov.says("дастур устида ишлаяпмиз, 40% бўлди")
    await mamatov.says(number)
    [report] = await reports(english)
    assert (report.text, report.percent) == ("дастур устида ишлаяпмиз, 40% бўлди", 40)
    assert (await again(mamatov, asked)).text.startswith("✔️ Recorded: Activity 6")
    assert await reports(english, ReportState.DRAFT) == []
    await delivered_again(english, mamatov, await mine(mamatov))
    assert [one.text for one in await reports(english)] == ["дастур устида ишлаяпмиз, 40% бўлди"]


async def test_words_after_the_question_for_whom_leave_it_standing(english: Stage, mamatov: Someone) -> None:
    invite = await english.admin.says("/invite Палуаниязов")
    await mamatov.starts(invite.text.partition("start=")[2].split()[0])
    await mamatov.presses("✅")
    asked = await mamatov.says("№5 бажарилди")
    assert "For whom do you report?" in asked.text
    await delivered_again(english, mamatov, await mine(mamatov))
    await mamatov.says("баённома имзоланди")
    shown = await again(mamatov, asked)
    assert "For whom do you report?" in shown.text
    await mamatov.presses("X. Paluaniyazov, co-executor", shown)
    assert [one.text for one in await reports(english)] == ["№5 бажарилди\nбаённома имзоланди"]
    assert (await state_of(english, 5))[0] == "in_progress", "the lead alone hands it in"


async def test_the_number_alone_joins_nothing_and_a_sign_that_says_nothing_is_asked_about(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.says("№5 70%")
    await mamatov.says("№5")
    asked = await mamatov.says("5 👥")
    assert [one.text for one in await reports(english)] == ["№5 70%"]
    assert "Is this a report on №5?" in asked.text


async def test_after_several_reports_in_a_message_further_words_are_asked_about(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.says("5-тадбир 70%\n6-тадбир 10%")
    assert "Which activity is this about?" in (await mamatov.says("ҳудудлар жавоб бермади")).text
    assert [one.text for one in await reports(english)] == ["5-тадбир 70%", "6-тадбир 10%"]


async def test_a_co_executors_further_words_reach_the_lead(english: Stage, mamatov: Someone) -> None:
    lead = english.officer("Б. Кучкаров")
    await mamatov.presses("✅", await opens(mamatov, 3))
    before = await lead.count()
    await mamatov.says("ўқув режаси топширилди")
    assert "ўқув режаси топширилди" in await said_since(lead, before)


async def test_the_lead_hears_of_several_files_once_all_have_come(english: Stage, mamatov: Someone) -> None:
    lead = english.officer("Б. Кучкаров")
    await mamatov.presses("✅", await opens(mamatov, 3))  # that a part is done is told at once
    before = await lead.count()
    await mamatov.sends_files(("1.pdf", b"%1"), ("2.pdf", b"%2"))
    assert await lead.heard(before) == []
    await english.jumps_to(english.now + timedelta(seconds=5))
    await english.settles()
    assert "📎 1.pdf, 2.pdf" in await said_since(lead, before)


async def test_the_number_for_a_file_that_is_delivered_twice_is_no_word_of_the_report(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.sends_files(("1.pdf", b"%1"))
    await mamatov.says("6")
    await delivered_again(english, mamatov, await mine(mamatov))
    assert [one.text for one in await reports(english)] == [""]


async def test_an_edit_that_mends_the_number_moves_the_report_to_its_activity(english: Stage, mamatov: Someone) -> None:
    told = await mamatov.says("№5 70%")
    await mamatov.edits(await mine(mamatov), "№6 70%")
    assert (await again(mamatov, told)).text.startswith("✔️ Recorded: Activity 6")
    assert await state_of(english, 5) == ("not_started", 0)
    assert await state_of(english, 6) == ("in_progress", 70)


async def test_an_edit_of_several_activities_changes_every_answer_in_its_place(
    english: Stage, mamatov: Someone
) -> None:
    before = await mamatov.count()
    await mamatov.says("5-тадбир 70%\n6-тадбир 10%")
    sent = await mine(mamatov)
    await mamatov.edits(sent, "5-тадбир 75%\n6-тадбир 20%")
    said = [shown.text for shown in await mamatov.heard(before)]
    assert len(said) == 1
    assert "Read as: 75% done" in said[0]
    assert "Read as: 20% done" in said[0]
    async with english.database.read() as session:
        assert len((await session.scalars(select(Revision))).all()) == 2
