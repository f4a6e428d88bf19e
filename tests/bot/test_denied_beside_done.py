"""Words joined to a «done» that say less take it back, or it is asked: the lead reads no part as delivered."""

import pytest

from models import ReportState
from tests.bot.scenes import after, reports, with_minutes
from tests.stage import Shown, Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")

LESS = (
    "ИР-20 менинг қисмим деярли тайёр",
    "менинг қисмим деярли тайёр",
    "деярли тайёр",
    "ИР-20 қисмим ҳали тайёр эмас",
    "mening qismim hali bitmadi",
    "моя часть почти готова",
)
MORE = ("ҳужжатлар папкада", "ИР-20 менинг қисмим тайёр", "Юнусовга юбордим")


async def mine(person: Someone, back: int = 0) -> Shown:
    """One of the person's own messages, the newest first."""
    return [shown for shown in reversed(await person.screen()) if shown.is_mine][back]


@after(with_minutes)
async def test_a_part_said_to_be_done_and_then_nearly_is_not_recorded_as_done(english: Stage) -> None:
    sataev = english.officer("М. Сатаев")
    for words in LESS:
        await sataev.says("ИР-20 менинг қисмим тайёр")
        assert [one.done for one in await reports(english) if one.done] == [True]
        await sataev.says(words)
        assert not [one for one in await reports(english) if one.done], words
        await sataev.says("/my")
    for words in MORE:
        await sataev.says("ИР-20 менинг қисмим тайёр")
        await sataev.says(words)
        assert (await reports(english))[-1].done, words


async def test_an_edit_that_denies_what_waits_takes_it_back_or_asks(english: Stage) -> None:
    english.gives_reasons = False
    yunusov = english.officer("Б. Юнусов")
    for edit, is_done in (("20 тайёр эмас", False), ("20 деярли тайёр", False), ("20 тайёр, ҳаммаси жойида", True)):
        await yunusov.says("20 тайёр")
        await yunusov.says("бугун менда нима бор")
        await yunusov.says("20 тайёр")
        await yunusov.edits(await mine(yunusov), edit)
        asks = [one for one in await yunusov.screen() if "Hand it in all the same?" in one.text and one.labels]
        assert bool(asks) is is_done, edit
        assert not [one for one in await reports(english) if one.done]
        assert bool([one for one in await reports(english, ReportState.DRAFT) if one.done]) is is_done, edit
