"""A number of the person's own narrows what is asked to what it may mean; a document's number beside it does not."""

import pytest

from models import ReportState
from tests.bot.scenes import MINUTES, after, reports, with_minutes
from tests.stage import Shown, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")
LEAD = "Х. Маматов"  # of activities 5 to 8 of the plan, of 3 and 5 of the minutes


def offered(shown: Shown) -> set[str]:
    return {one.removeprefix("✅ Yes, ").split()[0] for one in shown.labels if "№" in one}


async def test_of_one_number_of_theirs_only_that_is_asked(english: Stage) -> None:
    officer = english.officer("М. Сатаев")
    for words in (
        "21 да E-saylov тест утди 80 фоиз",
        "21 da E-saylov test o'tdi 80 foiz",
        "21 - 12 та мурожаат келди жавоб берилди",
    ):
        asked = await officer.says(words)
        assert offered(asked) == {"№21"}, (words, asked.text, asked.labels)
        assert "Another" in asked.labels
        await officer.says("/my")
    await officer.says("21 да E-saylov тест утди 80 фоиз")
    await officer.presses("№21")
    assert [one.percent for one in await reports(english)] == [80]


async def test_a_figure_at_the_end_is_among_the_percents_asked(english: Stage) -> None:
    officer = english.officer(LEAD)
    asked = await officer.says("5 йўриқнома лойиҳаси 60")
    if "№5" in " ".join(asked.labels):
        asked = await officer.presses("№5", asked)
    if not await reports(english):
        assert "60%" in asked.labels
        await officer.presses("60%", asked)
    assert [one.percent for one in await reports(english)] == [60]


@pytest.mark.parametrize("words", ["5 нечи фоизда турибди", "5 nechi foizda turibdi", "5 сколько процентов сейчас"])
async def test_how_many_percent_is_a_question(english: Stage, words: str) -> None:
    shown = await english.officer(LEAD).says(words)
    assert "Activity 5" in shown.text and "Deadline" in shown.text
    assert not await reports(english, *ReportState)


async def test_a_documents_number_beside_an_own_one_is_no_strange_activity(english: Stage) -> None:
    officer = english.officer(LEAD)
    for number, words in ((5, "5 бажарилди, 45-сон"), (6, "6 bajarildi № 45"), (7, "7 выполнено, № 45")):
        before = await officer.count()
        await officer.says(words)
        said = "\n".join(one.text for one in await officer.heard(before))
        assert "no №45" not in said, words
        assert f"Activity {number}" in said
    asked = await officer.says("8 40%, 45 60%")
    assert "no №45" in asked.text, "of two that are told of, a strange one is named"


@after(with_minutes)
async def test_a_mark_leaves_only_its_own(english: Stage) -> None:
    officer = english.officer(LEAD)
    for words, only in (
        ("ИР-5 йўриқнома лойиҳаси 60", {"№IR-5"}),
        (f"{MINUTES}-3 янги нусхаси 60", {"№Bayonnoma"}),
        ("5 янги қарор чиқмади бу ой", {"№IR-5", "№Bayonnoma"}),
    ):
        asked = await officer.says(words)
        assert offered(asked) == only, (words, asked.labels)
        await officer.says("/my")
