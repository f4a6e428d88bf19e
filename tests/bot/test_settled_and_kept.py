"""What is decided is decided once and for all to see; what is on record stays; a group has one language."""

from datetime import date, datetime

import pytest

from models import Appeal
from tests.bot.scenes import activity, again, count, opens, said_since
from tests.bot.test_leaders_in_private import joins
from tests.stage import TASHKENT, Someone, Stage


@pytest.fixture
async def late_request(english: Stage) -> Stage:
    """More time till the end of April was asked for 5, and nobody decided before May."""
    officer = english.officer("Х. Маматов")
    await officer.presses("April 2024", await officer.presses("⏳", await opens(officer, 5)))
    await officer.says("ҳудудлардан маълумот кеч келди")
    await english.jumps_to(date(2024, 5, 6))
    return english


async def test_a_day_that_has_passed_is_approved_only_by_a_second_press(late_request: Stage) -> None:
    admin = late_request.admin
    answer = await admin.press("✅ Approve")
    assert answer is not None
    assert "the day asked for has passed" in answer["text"]
    assert (await activity(late_request, 5)).due_on == date(2024, 3, 31)
    shown = await admin.with_button("✅ Approve all the same")
    assert "⚠️ The day asked for has passed" in shown.text
    await admin.presses("✅ Approve all the same", shown)
    assert (await activity(late_request, 5)).due_on == date(2024, 4, 30)


async def test_it_may_still_be_refused(late_request: Stage) -> None:
    await late_request.admin.press("✅ Approve")
    asked = await late_request.admin.presses(
        "❌ Refuse", await late_request.admin.with_button("✅ Approve all the same")
    )
    assert asked.text.startswith("Write why Activity 5")


async def test_an_answer_from_the_digest_leaves_the_digest(english: Stage) -> None:
    await english.jumps_to(datetime(2024, 1, 3, 11, tzinfo=TASHKENT))
    officer = english.officer("Б. Кучкаров")
    await officer.says("ошхона қачон очилади?")
    await officer.presses("✉️")
    await english.goes_to(datetime(2024, 1, 8, 9, 40, tzinfo=TASHKENT))
    digest = next(one for one in reversed(await english.admin.heard()) if one.text.startswith("📋"))
    await english.admin.presses("✍️ Answer", digest)
    await english.admin.says("Котибиятдан олинг")
    assert (await again(english.admin, digest)).text == digest.text
    assert "Answered by" in await said_since(english.admin, digest.id)


@pytest.mark.parametrize(
    "reason",
    ["Ҳали 70 фоиз бажарилган, далолатнома йўқ", "не готово: акт не подписан", "Аслида тайёр эмас", "not done yet"],
)
async def test_the_reason_of_a_return_is_not_asked_about(english: Stage, reason: str) -> None:
    officer = english.officer("Б. Юнусов")
    await officer.says("19-тадбир бажарилди")
    before = await english.admin.count()
    await english.admin.presses("↩️ Return")
    await english.admin.says(reason)
    said = await said_since(english.admin, before)
    assert "was returned" in said
    assert reason in await said_since(officer, 0)


async def test_a_request_opened_in_the_list_answers_that_it_is_settled(english: Stage) -> None:
    officer = english.officer("Б. Юнусов")
    await officer.says("19-тадбир бажарилди")
    copy = await english.second_admin.presses("№19", await english.second_admin.says("/waiting"))
    await english.admin.presses("✅ Accept")
    assert "✅ Accept" not in (await again(english.second_admin, copy)).labels
    [accept] = [data for label, data, _ in copy.buttons if data and "✅ Accept" in label]
    answer = await english.second_admin.taps(copy, accept, forged=True)
    assert answer is not None
    assert "already been decided" in answer["text"]


@pytest.mark.parametrize(
    "words", ["15-тадбир муддатини майгача узайтириб беринг", "прошу продлить срок мероприятия 15 до мая"]
)
async def test_more_time_asked_in_the_group_is_not_lost(english: Stage, words: str) -> None:
    officer = english.officer("М. Алимбаев")
    await joins(english, officer, joins=True)
    before = await officer.count()
    await officer.in_group().says(f"@ijrochi_bot {words}")
    assert "15" in await said_since(officer, before)
    assert "instruction" not in (await english.leader.last()).text
    assert await count(english, Appeal) == 1


async def test_the_group_is_answered_in_its_own_language(english: Stage) -> None:
    alone = Someone(english, english.leader.id, "leader")
    await alone.presses("Русский", await alone.says("/language"))
    shown = await english.leader.says("/report")
    assert "of 26 activities" in shown.text
    assert "Мероприятие" not in (await english.leader.presses("№", shown)).text


async def test_the_digest_is_not_repeated_from_day_to_day(english: Stage) -> None:
    await english.jumps_to(datetime(2024, 1, 3, 11, tzinfo=TASHKENT))
    await english.outsider.starts()
    await english.outsider.presses("🙋", await english.outsider.last())
    await english.goes_to(datetime(2024, 1, 10, 12, tzinfo=TASHKENT))
    digests = [one for one in await english.admin.heard() if one.text.startswith("📋")]
    assert 1 <= len(digests) <= 2, "on Thursday and on Monday, and on no day between"
