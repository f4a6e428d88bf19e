"""A button whose subject is gone: the message keeps its words and loses its buttons, and a short alert says why."""

from datetime import date

import pytest

from tests.bot.scenes import again, opens
from tests.stage import Stage


@pytest.mark.parametrize("data", ["k3:99:accept:1", "k3:99:return:1", "y2:99:approve:", "k2:99", "ct1:999:close"])
async def test_a_letter_keeps_its_words(english: Stage, data: str) -> None:
    await english.officer("Х. Маматов").says("№5 бажарилди")
    letter = await english.admin.presses("🟡 №5", await english.admin.says("/waiting"))
    assert letter.buttons
    before = await english.admin.count()
    answer = await english.admin.taps(letter, data, forged=True)
    assert answer is not None and answer["show_alert"] and answer["text"]
    left = await again(english.admin, letter)
    assert (left.text, left.buttons) == (letter.text, ())
    assert await english.admin.count() == before


async def test_a_card_that_is_no_longer_ones_own_keeps_its_words(english: Stage) -> None:
    mamatov = english.officer("Х. Маматов")
    card = await opens(mamatov, 5)
    answer = await mamatov.taps(card, "o1:999", forged=True)
    assert answer is not None and "not among yours" in answer["text"]
    left = await again(mamatov, card)
    assert (left.text, left.buttons) == (card.text, ())


async def test_what_is_on_record_keeps_its_buttons_too(english: Stage) -> None:
    """A reminder is about several activities: what is left of it can still be answered."""
    mamatov = english.officer("Х. Маматов")
    await english.jumps_to(date(2024, 3, 1))
    await english.settles()
    reminder = next(shown for shown in reversed(await mamatov.heard()) if shown.buttons)
    await mamatov.taps(reminder, "o1:999", forged=True)
    assert (await again(mamatov, reminder)).buttons == reminder.buttons


@pytest.mark.parametrize("data", ["o1:999", "k2:99"])
async def test_a_list_keeps_its_buttons_when_one_of_its_things_is_gone(english: Stage, data: str) -> None:
    mamatov = english.officer("Х. Маматов")
    await mamatov.says("№5 бажарилди")
    for person, words in ((mamatov, "/my"), (english.admin, "/waiting"), (english.admin, "/report")):
        shown = await person.says(words)
        assert shown.buttons
        answer = await person.taps(shown, data, forged=True)
        assert answer is not None
        assert (await again(person, shown)).buttons, words
