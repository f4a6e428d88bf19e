"""One item of an activity waits for acceptance while another is to be done: words take the first back only plainly."""

from datetime import date

import pytest

from models import Acceptance, Decision
from tests.bot.scenes import count, reports
from tests.bot.test_several_items import mamatov, moves_on, rows, several
from tests.stage import Someone, Stage

__all__ = ["mamatov", "several"]


async def january_is_handed_in(stage: Stage, officer: Someone, *, shown_other: bool = True) -> None:
    """January's item is under review since a minute, February's has begun."""
    await moves_on(stage, date(2024, 2, 2))
    mine = await officer.says("/my")
    await officer.presses("№1 (January)", mine)
    await officer.says("бажарилди, маълумот юборилди")
    assert [str(row.state) for row in await rows(stage, 1)][:2] == ["review", "not_started"]
    if shown_other:
        await officer.says("/my")


async def still_waits(stage: Stage) -> bool:
    return await count(stage, Acceptance, Acceptance.decision == Decision.WITHDRAWN) == 0


@pytest.mark.parametrize(
    "words", ["1 20%", "1-тадбир 40 фоиз", "1 ҳали битмаган экан", "по 1 пока 30%", "1 (февраль) 20%"]
)
@pytest.mark.parametrize("shown_other", [True, False])
async def test_words_that_may_be_of_another_item_are_asked_about(
    several: Stage, mamatov: Someone, words: str, shown_other: bool
) -> None:
    await january_is_handed_in(several, mamatov, shown_other=shown_other)
    shown = await mamatov.says(words)
    assert await still_waits(several)
    assert (await rows(several, 1))[0].state == "review"
    assert len(await reports(several)) == 1
    assert shown.labels[0].startswith("№1 (February)")
    await mamatov.presses("№1 (February)", shown)
    assert await still_waits(several)


@pytest.mark.parametrize(
    "words", ["1 (январь) ҳали битмаган экан", "ҳали битмаган экан", "по 1 за январь ещё не готово"]
)
async def test_a_plain_denial_of_the_item_takes_it_back(several: Stage, mamatov: Someone, words: str) -> None:
    await january_is_handed_in(several, mamatov, shown_other=False)
    await mamatov.says(words)
    assert not await still_waits(several)


async def test_a_percent_in_reply_to_the_receipt_is_asked(several: Stage, mamatov: Someone) -> None:
    await january_is_handed_in(several, mamatov, shown_other=False)
    receipt = await mamatov.last()
    for words in ("20%", "1 20%", "2 50%, 1 имзода"):
        await mamatov.says(words, reply_to=receipt)
        assert await still_waits(several), words


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("3 II чорак бўйича иш кетяпти", "№3 (quarter II)"),
        ("3 (1-чорак) 50%", "№3 (quarter I)"),
        ("1-тадбир март учун 60%", "№1 (March)"),
        ("2 (20 май) бажарилди", "№2 (20 May)"),
    ],
)
async def test_the_item_that_is_named_stands_first(several: Stage, mamatov: Someone, words: str, first: str) -> None:
    await moves_on(several, date(2024, 5, 21))
    assert (await mamatov.says(words)).labels[0].startswith(first)
