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


async def test_a_number_after_a_card_opens_the_next_one_and_is_never_kept(english: Stage) -> None:
    yunusov = english.officer("Б. Юнусов")
    await opens(yunusov, 19)
    for words in ("20", "№21", "1", "22.", "20"):
        assert "Activity " + words.strip("№.") in (await yunusov.says(words)).text, words
    assert not await reports(english, *ReportState)
    await opens(yunusov, 19)
    await yunusov.says("35")
    assert [one.text for one in await reports(english, *ReportState)] == ["35"], "of nobody: a percent of it, perhaps"


async def test_a_number_opens_its_card_while_words_of_another_wait_and_places_them_never(english: Stage) -> None:
    yunusov = english.officer("Б. Юнусов")
    kept: list[str] = []
    for draft in ("99 тайёр", "1 ва 2, 55 бўлди, тахминан", "хат тайёр, 2", "21 деярли, 2 эса кейинроқ"):
        before = [one.text for one in await reports(english, *ReportState)]
        await yunusov.says(draft)
        kept = [one.text for one in await reports(english, *ReportState)]
        assert kept != before, draft
        for name in ("19", "№20", "22-тадбир", "23"):
            shown = await yunusov.says(name)
            assert "✅ Done" in shown.labels and "Recorded" not in shown.text, (draft, name, shown.text)
        assert [one.text for one in await reports(english, *ReportState)] == kept, draft
    assert not [one for one in await reports(english) if one.done]


async def test_a_strangers_number_is_said_to_be_none_of_theirs_and_leaves_nothing(
    english: Stage, mamatov: Someone
) -> None:
    for words in ("19", "№20", "2-тадбир"):
        assert "is not among yours" in (await mamatov.says(words)).text, words
    await mamatov.says("дастур устида ишлаяпмиз")
    assert "is not among yours" in (await mamatov.says("№19")).text
    assert [one.text for one in await reports(english, *ReportState)] == ["дастур устида ишлаяпмиз"]


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
    assert sorted(asked.labels) == ["№Bayonnoma 12-5", "№IR-5"], "both are shown"
    await mamatov.says("ИР-19")
    assert not await reports(english, *ReportState)
    await mamatov.says("режа устида ишлаяпмиз")
    asked = await mamatov.says("5")
    assert next(one for one in asked.labels if "5" in one).startswith("№IR-5"), "which of the two is asked"
