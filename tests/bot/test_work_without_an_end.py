"""Continuous and regular work is never done as a whole, nor so far: words on it are a report, and nothing is asked."""

import pytest

from models import ReportState
from tests.bot.scenes import reports
from tests.stage import Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")
ON_IT = (
    "10 Навоий вилоятида хатлов тугади, Бухорода бошланди",
    "10 Navoiyda xatlov tugadi, Buxoroda boshlandi",
    "10 в Навои инвентаризация завершена, в Бухаре началась",
    "10 қарийб 60 фоиз омборлар кўрилди",
    "10-тадбир тайёр",
)


async def test_words_on_work_without_an_end_ask_nothing(english: Stage) -> None:
    officer = english.officer("А. Ибодуллаев")
    for words in ON_IT:
        before = await officer.count()
        await officer.says(words)
        said = "\n".join(one.text for one in await officer.heard(before))
        assert "completely done" not in said, words
        assert "What percentage" not in said, words
        assert [one.text for one in await reports(english)][-1:] == [words], said
        await officer.says("/my")
    assert not await reports(english, ReportState.DRAFT)


async def test_beside_work_that_ends_only_that_is_asked_about(english: Stage) -> None:
    officer = english.officer("А. Ибодуллаев")
    asked = await officer.says("10 Навоийда хатлов тугади\n11 Навоийда етказиб бериш тугади деса бўлади")
    assert "Activity 11" in asked.text and "Activity 10" not in asked.text
    await officer.presses("⏳ No", asked)
    assert len(await reports(english)) == 2
