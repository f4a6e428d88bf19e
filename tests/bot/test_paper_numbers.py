"""A document that counts «1.1», «1.4а»: the plan counts anew, and people who have the paper are understood by both."""

import json
from datetime import date

import pytest

from tests.bot.scenes import opens, reports
from tests.bot.test_plan_export import given_out
from tests.stage import Stage

TITLE = "Ўзбекистон Республикаси Марказий сайлов комиссиясининг 2024 йил иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ"
ROWS = (
    "| № | Тадбирлар | Ижро муддати | Масъул ижрочилар |",
    "|---|---|---|---|",
    "| 1.1 | Йўриқнома тайёрлаш | август | Б. Юнусов |",
    "| 1.4 | Кўргазма ўтказиш | сентябрь | Ш. Умаров |",
    "| 1.4а | Ҳудудий семинар ўтказиш | октябрь | Ш. Умаров |",
    "| 2.1 | Якуний ҳисобот тайёрлаш | ноябрь | Ш. Умаров, Б. Юнусов |",
)


async def imported(stage: Stage) -> None:
    """The document's plan in force."""
    await stage.admin.sends_files(("reja.md", "\n".join((TITLE, "", *ROWS)).encode()))
    await stage.admin.presses("✅ Confirm")
    await stage.admin.presses("✅ Yes, load it")
    await stage.jumps_to(date(2024, 7, 1))
    await stage.settles()


async def percents(stage: Stage) -> dict[int, int]:
    return {one.number: one.percent for one in await stage.services.activities.all(stage.now.date())}


async def test_the_papers_number_stands_on_the_card_and_in_what_is_given_out(english: Stage) -> None:
    await imported(english)
    umarov = english.officer("Ш. Умаров")
    assert "Number in the document: 1.4a" in (await opens(umarov, 3)).text
    word, (_, plan_file) = await given_out(english)
    plan = json.loads(plan_file)
    assert [one["extra"] for section in plan["sections"] for one in section["activities"]] == [
        {"№": "1.1"},
        {"№": "1.4"},
        {"№": "1.4а"},
        {"№": "2.1"},
    ]
    again = await english.admin.sends_files(word)
    assert "there is nothing to change" in again.text


@pytest.mark.parametrize(
    ("words", "number", "percent"),
    [
        ("1.4а 50%", 3, 50),
        ("1.4a 60% тайёр", 3, 60),
        ("№1.4 – 30%", 2, 30),
        ("2.1-банд бўйича 40% бажарилди", 4, 40),
        ("1.4а-тадбир 70 фоиз", 3, 70),
        ("по 1.4а готово на 45%", 3, 45),
        ("№3 80%", 3, 80),
    ],
)
async def test_an_officer_may_say_the_papers_number(english: Stage, words: str, number: int, percent: int) -> None:
    await imported(english)
    umarov = english.officer("Ш. Умаров")
    shown = await umarov.says(words)
    assert f"Recorded: Activity {number}" in shown.text
    assert await percents(english) == {**dict.fromkeys(range(1, 5), 0), number: percent}
    assert [(one.text, one.percent) for one in await reports(english)] == [(words, percent)]


@pytest.mark.parametrize(
    "words", ["1.4 млн сўм ажратилди", "1.4.2024 куни бошланди", "1.4 га қадар тугатамиз", "1.7 50%", "1.4б 50%"]
)
async def test_what_is_no_number_on_paper_is_not_taken_for_one(english: Stage, words: str) -> None:
    await imported(english)
    await english.officer("Ш. Умаров").says(words)
    assert await percents(english) == dict.fromkeys(range(1, 5), 0)
    assert not [one for one in await reports(english) if one.percent is not None]


async def test_a_question_may_name_the_papers_number(english: Stage) -> None:
    await imported(english)
    assert "Hududiy seminar o‘tkazish" in (await english.admin.says("/report 1.4а")).text
