"""Drafts and receipts whose activity was left out, or whose plan is closed: it is said, and nothing is handed in."""

from typing import Any

import pytest

from models import Acceptance, Report, ReportState
from tests.bot.scenes import activity, after, again, count
from tests.bot.test_amending import as_file, confirmed, seed
from tests.bot.test_next_period import loaded_early
from tests.bot.test_replies_to_a_closed_plan import carried_and_begun, reminder
from tests.bot.test_second_plan import LEAD
from tests.stage import Stage


def without(number: int) -> Any:
    data = seed()
    for section in data["sections"]:
        section["activities"] = [one for one in section["activities"] if one["number"] != number]
    return data


async def left_out(stage: Stage, number: int) -> None:
    await stage.goes_to("2024-01-02T10:00:00+05:00")
    await confirmed(stage.admin, as_file(without(number)))
    await stage.settles()


@pytest.mark.parametrize("words", ["20 бажарилди деса бўлади", "20-тадбир деярли битди"])
@pytest.mark.parametrize("answer", ["press", "ҳа"])
async def test_a_draft_answered_after_its_activity_was_left_out(english: Stage, words: str, answer: str) -> None:
    officer = english.officer("Б. Юнусов")
    asked = await officer.says(words)
    assert "№20" not in str(asked.labels), "only how far it is, is asked"
    await left_out(english, 20)
    if answer == "press":
        await officer.presses(asked.labels[0], asked)
    else:
        await officer.says("ҳа", reply_to=asked)
    shown = await again(officer, asked)
    assert "№20" in shown.text and "left out of the plan" in shown.text
    assert "Your words are kept" in shown.text and "handed in" not in shown.text
    assert await count(english, Acceptance) == 0
    assert await count(english, Report, Report.state == ReportState.DRAFT) == 1


@after(loaded_early, carried_and_begun)
async def test_a_reply_that_names_one_activity_is_answered_of_that_alone(english: Stage) -> None:
    old = await reminder(english)
    for words in ("7 (20 июль) 100% баённома имзоланди", "7-тадбир 20 июль ҳолатига 50%"):
        shown = await english.officer(LEAD).says(words, reply_to=old)
        assert "№7 “" in shown.text and "№26" in shown.text
        assert "№5 “" not in shown.text and "№8 “" not in shown.text
    assert (await activity(english, 7)).percent == 0


@after(loaded_early, carried_and_begun)
async def test_an_old_receipt_of_a_closed_plan_says_that(english: Stage) -> None:
    officer = english.officer(LEAD)
    receipt = next(one for one in await officer.screen() if "Recorded: Activity 5" in one.text)
    for label in ("↩️", "50%"):
        answer = await officer.press(next(one for one in receipt.labels if label in one), receipt)
        assert ("№5 of the plan of" in answer["text"] and "is №4 now" in answer["text"]) or "closed" in answer["text"]
        assert "decided on" not in answer["text"]


async def test_an_old_receipt_of_what_was_left_out_says_that(english: Stage) -> None:
    officer = english.officer("Б. Юнусов")
    receipt = await officer.says("20 30% рўйхат ёзилди")
    await left_out(english, 20)
    for label in ("↩️", "50%"):
        answer = await officer.press(next(one for one in receipt.labels if label in one), receipt)
        assert "№20 was left out of the plan" in answer["text"] and "decided on" not in answer["text"]
