"""An activity's name alone: its card, as an admin gets it; under a question it is the answer."""

import pytest

from models import ReportState
from tests.bot.scenes import MINUTES, after, opens, reports, with_minutes
from tests.stage import Someone, Stage

LEAD = "Х. Маматов"  # of activities 5 to 8 of the plan, of 3 and 5 of the minutes


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    return english.officer(LEAD)


async def test_a_name_alone_opens_the_card_and_leaves_nothing_behind(english: Stage, mamatov: Someone) -> None:
    for words in ("5-тадбир", "№5", "5", "6-tadbir", "мероприятие 7", "6 - мероприятие", "№ 8", "activity 5"):
        shown = await mamatov.says(words)
        assert "✅ Done" in shown.labels, (words, shown.text)
    assert not await reports(english, *ReportState)


async def test_a_round_figure_under_a_card_may_be_its_percent_and_is_asked(english: Stage) -> None:
    yunusov = english.officer("Б. Юнусов")
    await opens(yunusov, 19)
    asked = await yunusov.says("20")
    assert "✅ Done" not in asked.labels
    assert await reports(english, ReportState.DRAFT)
    await opens(yunusov, 19)
    assert "✅ Done" in (await yunusov.says("№21")).labels


async def test_under_a_question_it_is_the_answer(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("ўқув дастури ҳам, плакатлар ҳам юборилди кеча")
    assert "Which activity" in asked.text, asked.text
    await mamatov.says("6-тадбир")
    assert len(await reports(english)) == 1
    assert not await reports(english, ReportState.DRAFT)


async def test_what_is_not_theirs_or_says_more_opens_no_card(english: Stage, mamatov: Someone) -> None:
    for words in ("19-тадбир", "19", "5 бажарилди", "5 40%"):
        shown = await mamatov.says(words)
        assert "📜 History" not in shown.labels, (words, shown.text)
    stranger = await english.outsider.says("5")
    assert "plakat" not in stranger.text


@after(with_minutes)
async def test_a_mark_tells_of_which_plan_it_is(english: Stage, mamatov: Someone) -> None:
    for words in ("ИР-5", "ир 5", "ИР-5.", "IR-6", f"{MINUTES}-5", "баённома 12 3-банд", "7", "4"):
        shown = await mamatov.says(words)
        assert "✅ Done" in shown.labels, (words, shown.text)
    asked = await mamatov.says("5")
    assert next(one for one in asked.labels if one.startswith("№")).startswith("№IR-5"), "which of the two is asked"
