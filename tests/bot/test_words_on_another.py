"""Words on another activity of the person's, right after a report: they leave that report alone."""

from collections.abc import Sequence

import pytest

from models import ReportState
from tests.bot.scenes import activity, reports
from tests.bot.test_amending import in_force
from tests.stage import Stage

LEAD = "Х. Маматов"
ROWS: Sequence[Sequence[str]] = (
    ("1", "Сайловчилар учун ижтимоий роликлар тайёрлаб, телеканалларга бериш", "март", LEAD),
    ("2", "Матбуот анжуманларини ўтказиш", "январь", LEAD),
    ("3", "Ўқув дастурини қайта кўриб чиқиш", "апрель", LEAD),
    ("4", "Харид режасини портал орқали эълон қилиш", "май", LEAD),
)


@pytest.mark.parametrize(
    "words",
    [
        "роликлар 2 таси тайёр",
        "roliklarning 2 tasi tayyor",
        "ўқув дастури ҳали тайёр эмас",
        "харид режасининг ярми тайёр",
        "роликлар бўйича муаммо бор, телеканаллар рози эмас",
    ],
)
async def test_a_done_report_stands(english: Stage, words: str) -> None:
    await in_force(english, *ROWS)
    await english.settles()
    lead = english.officer(LEAD)
    await lead.says("2 бажарилди")
    await lead.says(words)
    first, *others = await reports(english)
    assert (first.text, first.done) == ("2 бажарилди", True)
    assert (await activity(english, 2)).status.value == "review"
    drafts = await reports(english, ReportState.DRAFT)
    assert words in [one.text for one in (*others, *drafts)], "they are a report or a draft of their own"


async def test_words_that_deny_the_same_activity_take_it_back(english: Stage) -> None:
    await in_force(english, *ROWS)
    await english.settles()
    lead = english.officer(LEAD)
    await lead.says("2 бажарилди")
    await lead.says("ҳали битмаган экан")
    assert (await activity(english, 2)).status.value != "review"


async def test_words_that_may_deny_the_same_activity_are_asked_about(english: Stage) -> None:
    await in_force(english, *ROWS)
    await english.settles()
    lead = english.officer(LEAD)
    await lead.says("2 бажарилди")
    asked = await lead.says("анжуман ҳали ўтмаган экан")
    assert "Is it completely done?" in asked.text
    assert (await activity(english, 2)).status.value == "review", "what is handed in stays until that is answered"
    await lead.presses("⏳ No", asked)
    assert (await activity(english, 2)).status.value != "review"
