"""Numbers that are no activities: lists, points, dates, counts and bounds move no activity and hand nothing in."""

import pytest

from models import Acceptance, ReportState
from tests.bot.scenes import count, opens, reports, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


@pytest.mark.parametrize(
    "words",
    [
        "1) лойиҳа тайёрланди 2) ҳудудларга юборилди 3) жавоблар олинди",
        "1. Лойиҳа тайёрланди\n2. Ҳудудларга юборилди",
        "1 - loyiha tayyorlandi\n2 - yuborildi",
        "1️⃣ Подготовлен проект\n2️⃣ направлен",
        "20 марта сделаем",
        "до 20 числа",
        "к 20 закончим",
        "20-санагача бажарамиз",
        "19, 20 ва 22 март кунлари йиғилиш бўлди",
        "23 та вилоятдан 20 тасида тадбир ўтказилди",
        "2 плакат тайёрланди",
        "2 та плакат тайёрланди",
        "1 ой ичида",
        "тел. 71 239 20 22",
        "23.00 да йиғилиш бўлди",
        "исх. № 20 хат юборилди",
        "№ 20-04 сонли хат юборилди",
    ],
)
async def test_what_something_else_explains_names_no_activity(english: Stage, yunusov: Someone, words: str) -> None:
    before = await yunusov.count()
    await yunusov.says(words)
    assert await yunusov.heard(before), "it is answered"
    assert await reports(english) == []
    for number in (1, 2, 19, 20, 22, 23):
        assert await state_of(english, number) == ("not_started", 0)


@pytest.mark.parametrize(
    "words",
    [
        "19-тадбирнинг 2-банди бажарилди",
        "19-тадбир 2-банд бажарилди",
        "п. 2 мероприятия 19 выполнен",
        "19-tadbirning 1- va 2-bandlari bajarildi",
        "пункт 2 мероприятия 19: 70%",
        "item 2 of activity 19 is done",
    ],
)
async def test_a_point_of_an_activity_finishes_nothing_with_no_further_tap(
    english: Stage, yunusov: Someone, words: str
) -> None:
    asked = await yunusov.says(words)
    assert [one.text for one in await reports(english, ReportState.DRAFT)] == [words]
    assert asked.labels, "it is asked"
    assert await reports(english) == []
    assert await state_of(english, 2) == ("not_started", 0)
    assert await state_of(english, 19) == ("not_started", 0)
    assert await count(english, Acceptance) == 0


@pytest.mark.parametrize(
    "words",
    [
        "меньше 100%",
        "<100%",
        "100% дан кам",
        "режа 100%",
        "план 100%",
        "100% гача",
        "100 фоизга етказамиз",
        "бажарилди ❌",
        "❌ тайёр",
        "3 та плакат тайёрланди",
        "сделано 3 плаката",
        "1) тайёрланди дастур 2) юборилди хат",
    ],
)
async def test_what_is_not_surely_done_hands_nothing_in(english: Stage, mamatov: Someone, words: str) -> None:
    await opens(mamatov, 5)
    await mamatov.says(words)
    kept = await reports(english, ReportState.RECORDED, ReportState.DRAFT)
    assert "\n".join(one.text for one in kept) == words, "no word is lost"
    assert await count(english, Acceptance) == 0
    assert (await state_of(english, 5))[1] == 0


@pytest.mark.parametrize(
    "words", ["5 ✅ 6 ❌", "5 ✅, 6 ❌", "5 ✅\n6 ❌", "5) бажарилди 6) бажарилмади", "5 done; 6 ✖"]
)
async def test_signs_of_done_and_not_done_are_read_each_with_its_number(
    english: Stage, mamatov: Someone, words: str
) -> None:
    await mamatov.says(words)
    assert await state_of(english, 5) == ("review", 100)
    assert (await state_of(english, 6))[1] == 0
    assert [one.done for one in await reports(english)] == [True, False]


@pytest.mark.parametrize("words", ["до 15 марта", "15 март", "15-mart", "5-15 марта", "by 15 March"])
async def test_a_day_asked_for_is_no_activity(english: Stage, words: str) -> None:
    shown = await english.admin.says(f"/report {words}")
    assert any(day in shown.text.split("\n\n")[0] for day in ("March 2024", "by 15 March"))
    assert "№15" not in shown.text.split("\n")[0]
    assert not shown.text.startswith("Activity 15")
