"""A question that waits for words can be ended, and what was decided or taken back asks nobody any more."""

from datetime import timedelta

import pytest

from models import Appeal, Extension
from tests.bot.scenes import again, count, opens, reports, said_since, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def test_a_question_that_waits_for_words_says_so_and_is_ended_by_its_button(
    english: Stage, mamatov: Someone
) -> None:
    await opens(mamatov, 5)
    await mamatov.presses("⏳")
    question = await mamatov.presses("April", await mamatov.last())
    assert "I am waiting for your next message." in question.text
    assert question.labels == ["✖️ Cancel"]
    ended = await mamatov.presses("✖️", question)
    assert "was cancelled" in ended.text
    assert ended.labels == []
    await mamatov.says("вазирлик жавоби кутилмоқда")
    assert await count(english, Extension) == 0


async def test_an_answer_to_a_report_question_is_not_taken_after_the_cancel(english: Stage, mamatov: Someone) -> None:
    await opens(mamatov, 5)
    question = await mamatov.presses("✍️")
    await mamatov.presses("✖️", question)
    shown = await mamatov.says("тест учун")
    assert "Is this a report?" in shown.text
    assert await reports(english) == []


async def test_an_admins_reason_can_be_cancelled_and_changes_nothing(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир бажарилди")
    await english.admin.presses("↩️ Return")
    await english.admin.presses("✖️ Cancel")
    await english.admin.says("ҳужжат етишмайди")
    assert await state_of(english, 5) == ("review", 100)


async def test_what_one_admin_decided_loses_its_buttons_before_the_other(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир бажарилди")
    other = await english.second_admin.with_button("✅ Accept")
    await english.admin.presses("✅ Accept")
    settled = await again(english.second_admin, other)
    assert "✅ Accept" not in settled.labels
    assert "Accepted" in settled.text or "accepted" in settled.text


async def test_what_was_taken_back_asks_no_admin_any_more(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир бажарилди")
    letters = [await one.with_button("✅ Accept") for one in (english.admin, english.second_admin)]
    await mamatov.presses("↩️ Undo")
    for one, letter in zip((english.admin, english.second_admin), letters, strict=True):
        assert "✅ Accept" not in (await again(one, letter)).labels


async def test_a_refused_request_for_more_time_is_settled_before_both_admins(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("5-тадбир муддатини апрелга суриб беринг")
    await mamatov.presses("✅ Yes, ask", asked)
    other = await english.second_admin.with_button("❌ Refuse")
    await english.admin.presses("❌ Refuse")
    await english.admin.says("муддат етарли")
    assert "❌ Refuse" not in (await again(english.second_admin, other)).labels


async def test_open_appeals_stand_in_waiting_until_one_admin_has_seen_to_them(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("мен таътилдаман")
    other = await english.second_admin.with_button("✔️ Seen to")
    waiting = await english.admin.says("/waiting")
    assert "Questions and requests" in waiting.text
    assert "мен таътилдаман" in waiting.text
    await english.admin.presses("✉️", waiting)
    before = await mamatov.count()
    shown = await english.admin.presses("✔️ Seen to")
    assert "Seen to by" in shown.text
    assert (await again(english.second_admin, other)).labels == []
    assert await mamatov.heard(before) == [], "nothing was answered"
    assert "Nothing is waiting" in (await english.admin.says("/waiting")).text


async def test_an_answered_question_loses_its_buttons_before_the_other_admin(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("✉️", await mamatov.says("буфет соат нечада очилади?"))
    other = await english.second_admin.with_button("✍️ Answer")
    await english.admin.presses("✍️ Answer")
    before = await mamatov.count()
    await english.admin.says("Соат тўққизда.")
    assert "Соат тўққизда." in await said_since(mamatov, before)
    settled = await again(english.second_admin, other)
    assert settled.labels == []
    assert "Соат тўққизда." in settled.text
    assert await count(english, Appeal, Appeal.answered_at.is_(None)) == 0


async def test_waiting_messages_are_asked_about_one_after_the_other(english: Stage) -> None:
    officer = english.officer("Б. Юнусов")
    for words in ("қалампир бир", "қалампир икки", "қалампир уч"):
        await officer.says(words)
        await english.jumps_to(english.now + timedelta(hours=3))
    shown = await officer.says("/my")
    before = await officer.count()
    first = await officer.presses("✍️ 3 messages", shown)
    assert len(await officer.heard(before)) == 1
    assert "қалампир бир" in first.text
    second = await officer.presses("✖️ This is no report", first)
    assert "қалампир икки" in second.text
    await officer.presses("Another", second)
    third = await officer.presses("№19", await again(officer, second))
    assert "қалампир уч" in third.text
    before = await officer.count()
    await officer.presses("✖️ This is no report", third)
    assert await officer.heard(before) == [], "nothing waits any more"
