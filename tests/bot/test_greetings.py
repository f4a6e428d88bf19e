"""Greetings and thanks through the real bot: answered, never a report."""

import pytest

from models import ReportState
from tests.bot.scenes import opens, reports
from tests.stage import Stage

ANY = (ReportState.RECORDED, ReportState.DRAFT)
LEAD = "Б. Юнусов"


async def test_a_greeting_is_answered_with_what_waits(english: Stage) -> None:
    officer = english.officer(LEAD)
    shown = await officer.says("Ассалому алайкум!")
    assert shown.text.startswith("Good day!")
    assert "activities to do." in shown.text
    assert "The nearest deadline: Activity" in shown.text
    assert (await officer.presses("📋", shown)).text.startswith("Your activities")
    assert await reports(english, *ANY) == []


@pytest.mark.parametrize("words", ["раҳмат", "хўп", "ок", "спасибо", "👍", "xo'p, rahmat"])
async def test_thanks_get_a_sign_and_are_no_report_even_below_an_open_card(english: Stage, words: str) -> None:
    officer = english.officer(LEAD)
    card = await opens(officer, 1)
    for reply_to in (None, card):
        shown = await officer.says(words, reply_to=reply_to)
        assert shown.is_mine
        assert shown.raw["reactions"] == ["👍"]
    await officer.edits(shown, "катта раҳмат")
    assert await reports(english, *ANY) == []


async def test_words_that_were_asked_for_are_a_report_but_courtesy_is_none(english: Stage) -> None:
    officer = english.officer(LEAD)
    await opens(officer, 1)
    await officer.presses("✍️")
    assert (await officer.says("ок")).raw["reactions"] == ["👍"]
    assert await reports(english, *ANY) == []
    await officer.presses("✍️", await opens(officer, 1))
    await officer.says("номзодлар рўйхати")
    assert [report.text for report in await reports(english)] == ["номзодлар рўйхати"]


async def test_thanks_after_the_question_which_activity_do_not_join_the_kept_words(english: Stage) -> None:
    officer = english.officer(LEAD)
    await officer.says("лойиҳа тайёрланди")
    await officer.says("раҳмат")
    assert [report.text for report in await reports(english, *ANY)] == ["лойиҳа тайёрланди"]


async def test_an_admin_hears_what_waits_for_a_decision(english: Stage) -> None:
    assert "Nothing is waiting for you now" in (await english.admin.says("салом")).text
    await english.officer(LEAD).says("№1 бажарилди")
    shown = await english.admin.says("салом")
    assert "1 decision waits for you." in shown.text
    assert shown.labels == ["🟡 What waits for me"]
