"""Kept words that are looked at, or answered, after newer ones: what was said last stands, and nothing moves unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Acceptance, Activity, Assignment, Decision, Executor, Report, ReportState
from tests.bot.scenes import again, count, reports, said_since, state_of
from tests.stage import Stage


async def part_of(stage: Stage, number: int, name: str) -> Assignment:
    """A person's part of an activity as it is kept."""
    async with stage.database.read() as session:
        query = select(Assignment).join(Activity).join(Executor, Executor.id == Assignment.executor_id)
        row = await session.scalar(query.where(Activity.number == number, Executor.name == name))
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("first", "further", "days", "newer"),
    [
        ("5-тадбирда 3 та каналдан 3 таси якунланди", "8 январь ҳолатига 5-тадбир 80%", 3, None),
        ("5-тадбирда 3 та каналдан 3 таси якунланди", "8 январь ҳолатига 5-тадбир 80%", 3, "5-тадбир бажарилди"),
        ("5-тадбир 8 январга 100% бўлади, готово на 9/10", "", 5, "5-тадбир 95%"),
    ],
)
@pytest.mark.begins("2024-01-05T10:00")
async def test_to_open_the_waiting_drafts_changes_nothing(
    english: Stage, first: str, further: str, days: int, newer: str | None
) -> None:
    officer = english.officer("Х. Маматов")
    asked = await officer.says(first)
    if further:
        await officer.says(further, reply_to=asked)
    await english.jumps_to(english.now + timedelta(days=days))
    if newer is not None:
        await officer.says(newer)
    before = [(one.id, one.percent, one.done) for one in await reports(english)]
    state, part = await state_of(english, 5), await part_of(english, 5, "Х. Маматов")
    shown = await officer.says("/my")
    heard = await officer.count()
    if any("✍️ 1 message" in label for label in shown.labels):
        await officer.press("✍️ 1 message", shown)
        assert "Recorded" not in await said_since(officer, heard)
    assert [(one.id, one.percent, one.done) for one in await reports(english)] == before
    assert await state_of(english, 5) == state
    after = await part_of(english, 5, "Х. Маматов")
    assert (after.percent, after.done, after.reported_at) == (part.percent, part.done, part.reported_at)


async def test_an_answered_old_draft_is_history_under_a_newer_report(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    asked = await officer.says("5-тадбир 75 ёки 90 фоиз")
    assert await count(english, Report, Report.state == ReportState.DRAFT) == 1
    await english.jumps_to(english.now + timedelta(days=3))
    await officer.says("5-тадбир бажарилди")
    stands, part = await state_of(english, 5), await part_of(english, 5, "Х. Маматов")
    await english.jumps_to(english.now + timedelta(days=1))
    assert not any("✍️" in label and "message" in label for label in (await officer.says("/my")).labels)
    await officer.presses("75%", asked)
    shown = await again(officer, asked)
    assert "The later report stands" in shown.text
    assert "done" in shown.text
    assert await state_of(english, 5) == stands
    now = await part_of(english, 5, "Х. Маматов")
    assert (now.percent, now.done, now.reported_at, now.reported_on) == (100, True, part.reported_at, part.reported_on)
    assert await count(english, Acceptance, Acceptance.decision == Decision.WITHDRAWN) == 0
    [old] = [one for one in await reports(english) if one.percent == 75]
    await officer.presses("↩️ Undo", await again(officer, shown))
    assert await state_of(english, 5) == stands
    assert old.id not in [one.id for one in await reports(english)]


async def test_what_newer_words_had_overtaken_counts_once_they_are_undone(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    asked = await officer.says("5-тадбир 75 ёки 90 фоиз")
    await english.jumps_to(english.now + timedelta(days=3))
    newer = await officer.says("5-тадбир бажарилди")
    await officer.presses("75%", asked)
    await officer.presses("↩️ Undo", await again(officer, newer))
    assert await state_of(english, 5) == ("in_progress", 75)


async def test_words_that_say_nothing_of_progress_overtake_no_percent(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    asked = await officer.says("5-тадбир 75 ёки 90 фоиз")
    await english.jumps_to(english.now + timedelta(days=3))
    await officer.says("5-тадбир бўйича иш давом этмоқда")
    reported_at = (await part_of(english, 5, "Х. Маматов")).reported_at
    shown = await officer.presses("75%", asked)
    assert await state_of(english, 5) == ("in_progress", 75)
    assert (await part_of(english, 5, "Х. Маматов")).reported_at == reported_at
    await officer.presses("↩️ Undo", shown)
    assert await state_of(english, 5) == ("in_progress", 0)


@pytest.mark.parametrize(
    "words", ["5 да 60%. 5 муддати қачон тугайди?", "5 да 60%. 5 муддатини 20 июлгача узайтириб беринг"]
)
async def test_the_other_half_of_a_recorded_message_can_be_a_report(english: Stage, words: str) -> None:
    officer = english.officer("Х. Маматов")
    before = await officer.count()
    await officer.says(words)
    asked = next(one for one in await officer.heard(before) if any("✍️" in label for label in one.labels))
    label = next(label for label in asked.labels if "✍️" in label)
    shown = await officer.presses(label, asked)
    assert "error" not in shown.text
    assert len(await reports(english, ReportState.RECORDED, ReportState.DRAFT)) == 2
    assert await state_of(english, 5) == ("in_progress", 60)


async def test_a_no_with_more_words_answers_whether_the_work_is_done(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    asked = await officer.says("5-тадбирда 3 та каналдан 3 таси якунланди")
    await officer.says("йўқ ҳали юбормадик, эртага")
    assert "Recorded" in (await again(officer, asked)).text
    assert await state_of(english, 5) == ("in_progress", 0)
    [report] = await reports(english)
    assert (report.percent, report.done) == (None, None)


@pytest.mark.parametrize(
    "words",
    ["ўтган сафар 5 ҳақида ёзганимни олиб ташланг", "бугун мен учун Алимбаев жавоб беради", "уберите, я ошибся"],
)
async def test_words_of_another_kind_do_not_join_an_open_question(english: Stage, words: str) -> None:
    officer = english.officer("Х. Маматов")
    await officer.says("5-тадбир 75 ёки 90 фоиз")
    await officer.says(words)
    assert all(words not in one.text or one.text == words for one in await reports(english, *ReportState))


async def test_what_has_not_begun_is_not_in_progress_after_a_wrong_done(english: Stage) -> None:
    officer = english.officer("А. Ибодуллаев")
    await officer.says("11-13 бажарилди")
    await officer.says("11 бажарилди 12 бошланмади 13 имзода")
    assert await state_of(english, 12) == ("not_started", 0)
    assert (await state_of(english, 13))[0] != "review"
    assert (await state_of(english, 11))[0] == "review"
