"""What co-executors write of their own part is certain; where something is asked of them, it is asked of that part."""

import pytest

from models import ReportState
from tests.bot.scenes import after, reports, said_since, with_minutes
from tests.stage import Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")


@pytest.fixture
def sataev(english: Stage) -> Someone:
    """Takes part in 19 to 23, which Yunusov leads."""
    return english.officer("М. Сатаев")


DONE = (
    "19 менинг қисмим бажарилди",
    "19 тайёр мендан",
    "19 тамом менинг қисмим",
    "19 бошланди, менинг қисмим тайёр",
    "19 mening qismim tayyor",
    "19 bizning qismimizni tugatdik",
    "19 моя часть готова",
    "19: с моей стороны всё выполнено",
    "19 менга тегишли қисми бажарилди, Юнусовники қолди",
)
NOT_DONE = (
    "19 менинг қисмим тайёр эмас",
    "19 менинг қисмим эртага тайёр бўлади",
    "19 менинг қисмим тайёрми?",
    "19 менинг қисмим деярли тайёр",
    "19 Юнусовнинг қисми тайёр",
    "19 mening qismim hali bitmadi",
    "19 моя часть ещё не готова",
    "19 қисми тайёр",
)


async def test_ones_own_part_said_to_be_done_is_recorded_at_once(english: Stage, sataev: Someone) -> None:
    lead = english.officer("Б. Юнусов")
    before = await lead.count()
    for words in DONE:
        told = await sataev.says(words)
        assert "your part is done" in told.text, told.text
        assert [(one.done, one.text) for one in await reports(english)] == [(True, words)]
        await sataev.presses("↩️", told)
    await english.settles()
    assert "Their part is done" in await said_since(lead, before)
    assert not await reports(english, ReportState.DRAFT)


async def test_what_is_not_done_or_not_ones_own_is_not_recorded_as_done(english: Stage, sataev: Someone) -> None:
    for words in NOT_DONE:
        await sataev.says(words)
        assert not [one for one in await reports(english) if one.done], words


async def test_a_co_executor_is_asked_of_their_part_and_the_lead_of_the_whole(english: Stage, sataev: Someone) -> None:
    asked = await sataev.says("19 техник топшириқ лойиҳаси тайёр бўлди деса бўлади")
    assert "Is your part completely done?" in asked.text
    assert "whole" not in asked.text
    told = await sataev.presses("✅ Yes, my part is done", asked)
    assert "your part is done" in told.text
    lead = english.officer("Б. Юнусов")
    asked = await lead.says("20 менинг қисмим тайёр")
    assert "Is it completely done?" in asked.text, "the lead answers for the whole"


@after(with_minutes)
async def test_a_number_before_ones_own_part_is_the_activitys_and_no_count(english: Stage, sataev: Someone) -> None:
    for words, progress in (
        ("20 қисмим тайёр", (100, True)),
        ("21 қисмим 70 фоиз", (70, None)),
        ("ИР-22 қисмим 35%", (35, None)),
        ("23 менинг қисмим 40 фоиз", (40, None)),
        ("19 моя часть 60%", (60, None)),
    ):
        await sataev.says(words)
        assert [(one.percent, one.done, one.text) for one in await reports(english)][-1] == (*progress, words)
    count = len(await reports(english))
    for words in ("20 менинг қисмим 50", "3 та қисмим тайёр", "19 қисмим деярли тайёр", "20 қисмим 70 фоиз эмас"):
        await sataev.says(words)
        assert not [one for one in (await reports(english))[count:] if one.done or one.percent], words
    every = [one.text for one in await reports(english, *ReportState)]
    assert any("20 менинг қисмим 50" in one for one in every), "it is kept and asked"


@after(with_minutes)
async def test_it_is_so_where_several_plans_are_in_force(english: Stage, sataev: Someone) -> None:
    told = await sataev.says("ИР-19 менинг қисмим тайёр")
    assert "your part is done" in told.text
    told = await sataev.says("20 тайёр мендан, 21 40 фоиз")
    assert {(one.percent, one.done) for one in await reports(english, ReportState.RECORDED)} == {
        (100, True),
        (40, None),
    }
