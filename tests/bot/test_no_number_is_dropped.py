"""An activity's number after another's percent is no word of that: it is asked about, and each keeps its own."""

import pytest

from models import ReportState
from tests.bot.scenes import reports
from tests.stage import Stage


async def test_a_number_after_the_percent_of_another_is_asked_about(english: Stage) -> None:
    yunusov = english.officer("Б. Юнусов")
    asked = await yunusov.says("19 55% 2 Lex.uz га ҳужжат қўйилди")
    assert not await reports(english)
    await yunusov.presses("✅ Yes, №19", asked)
    assert [(one.percent, one.text) for one in await reports(english)] == [(55, "19 55%")]
    assert [one.text for one in await reports(english, ReportState.DRAFT)] == ["2 Lex.uz га ҳужжат қўйилди"]
    assert any("№2 " in one for one in (await yunusov.last()).labels), "the other number is asked about next"


async def test_a_count_after_a_percent_is_no_activity(english: Stage) -> None:
    yunusov = english.officer("Б. Юнусов")
    for words in ("19 55%, 2 та ҳужжат қўйилди", "20 40% 9 ҳудуддан жавоб келди", "22 30%, 1 25%"):
        await yunusov.says(words)
        assert not await reports(english, ReportState.DRAFT), words


async def test_not_begun_beside_what_is_asked_about_begins_nothing(english: Stage) -> None:
    yunusov = english.officer("Б. Юнусов")
    asked = await yunusov.says("1 30%, 21 бошланмаган, 20 да e-saylov серверга ўрнатилди")
    await yunusov.presses(next(label for label in asked.labels if "№" in label), asked)
    facts = await english.services.activities.numbered(21, english.now.date())
    assert facts is not None and facts.status.value == "not_started"
    assert "21 бошланмаган" in [one.text for one in await reports(english)]


@pytest.mark.parametrize("last", ["26 шу", ", 26 шу"])
async def test_all_of_a_list_are_offered_with_the_one_that_was_not_understood(english: Stage, last: str) -> None:
    nurmukhamedov = english.officer("А. Нурмухамедов")
    asked = await nurmukhamedov.says(f"24=20% 25=15% {last}")
    assert not await reports(english)
    assert [label.split()[0] for label in asked.labels if label.startswith("№")] == ["№24", "№25", "№26"]
    await nurmukhamedov.presses("All of them", asked)
    await nurmukhamedov.presses("✅ Yes", await nurmukhamedov.last())
    recorded = await reports(english)
    assert [one.percent for one in recorded] == [20, 15, None]
    assert "26 шу" in recorded[-1].text, "what was not understood keeps its words"


@pytest.mark.parametrize("words", ["24 25 26 бажарилди ҳаммаси", "24 25 26 - 80%", "24+ 25+ 26-"])
async def test_numbers_side_by_side_are_asked_about_together(english: Stage, words: str) -> None:
    rakhimova = english.officer("Г. Рахимова")
    asked = await rakhimova.says(words)
    assert not await reports(english)
    assert {label.split()[0] for label in asked.labels if label.startswith("№")} == {"№24", "№25", "№26"}
    sure = await rakhimova.presses("All of them", asked)
    assert all(f"№{number} " in sure.text for number in (24, 25, 26))


async def test_a_percent_beside_a_number_is_none_of_them(english: Stage) -> None:
    asked = await english.officer("Г. Рахимова").says("24 70 чала")
    assert not any(label.startswith(("№25", "№26")) for label in asked.labels[:1])
