"""After a new plan has begun, a number that meant another activity in the closed one is asked about for two weeks."""

from datetime import datetime

import pytest

from tests.bot.scenes import activity, after, opens, reports
from tests.bot.test_next_period import loaded_early
from tests.bot.test_replies_to_a_closed_plan import carried_and_begun
from tests.bot.test_second_plan import LEAD
from tests.stage import TASHKENT, Stage


@pytest.mark.parametrize("words", ["5 40%", "№6 70 фоиз", "5 бажарилди", "по 6 готово 30%"])
@after(loaded_early, carried_and_begun)
async def test_a_bare_number_that_was_another_activity_is_asked_about(english: Stage, words: str) -> None:
    number = 5 if "5" in words else 6
    before = len(await reports(english))
    shown = await english.officer(LEAD).says(words)
    assert f"№{number} is “" in shown.text
    assert f"In the plan of 1 January – 30 June 2024, №{number} was “" in shown.text
    assert f"that is №{number - 1} now" in shown.text, "the same words stand there"
    assert [label.split()[0] for label in shown.labels[:2]] == [f"№{number}", f"№{number - 1}"]
    assert len(await reports(english)) == before
    await english.officer(LEAD).presses(shown.labels[1], shown)
    assert len(await reports(english)) == before + 1
    assert (await activity(english, number)).percent == 0


@after(loaded_early, carried_and_begun)
async def test_it_is_not_asked_when_the_number_is_plain(english: Stage) -> None:
    officer = english.officer(LEAD)
    card = await opens(officer, 5)
    assert "Recorded" in (await officer.says("5 40%", reply_to=card)).text
    assert "Recorded" in (await english.officer("Б. Кучкаров").says("3 20%")).text, "it is the same work in both"
    await english.jumps_to(datetime(2024, 7, 16, 10, tzinfo=TASHKENT))
    await english.settles()
    assert "Recorded" in (await officer.says("6 40%")).text


@pytest.mark.parametrize(
    "words", ["26 60%, меморандум имзоланди", "26 бажарилди", "26-тадбир муддатини ноябргача узайтиринг"]
)
@after(loaded_early, carried_and_begun)
async def test_a_number_that_is_none_of_theirs_now_is_said_to_be_another(english: Stage, words: str) -> None:
    officer = english.officer("Г. Рахимова")
    await english.jumps_to(datetime(2024, 8, 5, 10, tzinfo=TASHKENT))
    await english.settles()
    shown = await officer.says(words)
    assert "№26 was “" in shown.text and "that is №25 now" in shown.text
    assert shown.labels[0].startswith("№25")


@after(loaded_early, carried_and_begun)
async def test_a_question_about_it_is_answered_of_what_it_is_now(english: Stage) -> None:
    shown = await english.officer("Г. Рахимова").says("26 бўйича нима қилай?")
    assert "№26 was “" in shown.text and "that is №25 now" in shown.text
