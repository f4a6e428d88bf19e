"""A year or a half that is named is never dropped: closed plans of that time answer, each by itself if several do."""

from datetime import date

import pytest

from tests.bot.scenes import after
from tests.bot.test_next_period import in_august
from tests.stage import Stage

FIRST, SECOND = "1 January – 30 June 2024", "1 July – 31 December 2024"


async def in_january(stage: Stage) -> None:
    """It is January 2025, and the second half-year's plan is still in force."""
    await stage.jumps_to(date(2025, 1, 10))
    await stage.settles()


BOTH_HALVES = [
    "/report 2024",
    "/report 2024 йил якуни",
    "/report за 2024 год",
    "ўтган йил якуний ҳисоботи",
    "итоги 2024 года",
    "2024 yil yakuni",
    "2024 йилда нечта тадбир бажарилди?",
]


@after(in_august, in_january)
async def test_a_year_is_answered_from_both_of_its_plans(english: Stage) -> None:
    for words in BOTH_HALVES:
        shown = await english.admin.says(words)
        assert f"The plan of {FIRST}, closed" in shown.text, (words, shown.text)
        assert f"The plan of {SECOND}, in force" in shown.text, (words, shown.text)
        assert shown.labels == [FIRST, SECOND]
    shown = await english.admin.says("2024 йилда Юнусов нечта тадбирни бажарди?")
    closed, now = shown.text.split("▶️")
    assert "Yunusov" in closed and "done: 1" in closed and "Yunusov" in now and "done: 1" not in now
    opened = await english.admin.presses(FIRST, shown)
    assert "as it stood on 1 July 2024" in opened.text and "Yunusov" in opened.text
    silent = await english.admin.says("2024 йилда кимлар ҳисобот бермаган?")
    assert "Not reported (2024, half-year 1)" in silent.text


HALF = [
    "биринчи ярим йилликда нечта тадбир бажарилмай қолди?",
    "сколько мероприятий не выполнено за первое полугодие?",
    "1-yarim yillikda nima bajarilmadi?",
]


@after(in_august, in_january)
async def test_a_half_without_its_year_is_that_of_a_plan_that_was_closed(english: Stage) -> None:
    for words in HALF:
        for person in (english.admin, english.leader):
            shown = await person.says(words if person is english.admin else f"@ijrochi_bot {words}")
            assert f"The plan of {FIRST}, as it stood on 1 July 2024" in shown.text, (words, shown.text)
            assert "did not understand" not in shown.text and "№5" in shown.text


@after(in_august)
async def test_who_did_not_report_is_answered_from_the_reports_of_that_time(english: Stage) -> None:
    shown = await english.admin.says("кто не отчитался за первое полугодие?")
    assert "Not reported (2024, half-year 1)" in shown.text
    assert "Mamatov" not in shown.text and "Yunusov" not in shown.text, "they did"
    assert "Sataev" in shown.text or "Satayev" in shown.text
    shown = await english.admin.says("биринчи ярим йилликда кимлар ҳисобот берди?")
    assert "Mamatov" in shown.text and "Satayev" not in shown.text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("март ойида нима бажарилди?", "done · March 2024"),
        ("february 2024 done", "done · February 2024"),
        ("2024 йил 1-чоракда нима бажарилди?", "done · 2024, quarter 1"),
    ],
)
@after(in_august)
async def test_a_month_or_quarter_of_a_closed_plan_is_asked_of_it(english: Stage, words: str, said: str) -> None:
    shown = await english.admin.says(words)
    assert f"The plan of {FIRST}, as it stood" in shown.text and said in shown.text, shown.text


@after(in_august)
async def test_a_year_of_which_nothing_is_kept_is_said_plainly(english: Stage) -> None:
    assert "No plan of this period was closed here." in (await english.admin.says("/report 2023")).text
    shown = await english.admin.says("2022 йилда Юнусов нечта тадбирни бажарди?")
    assert "This is before the plan in force" in shown.text
    for words in ("август ойида нима қилиш керак?", "/report 2-ярим йиллик", "шу йил нима қолди?"):
        assert "before the plan" not in (await english.admin.says(words)).text


@after(in_august)
async def test_officers_and_outsiders_read_nothing_of_closed_plans(english: Stage) -> None:
    for person in (english.officer("М. Сатаев"), english.outsider):
        for words in ("2024 йилда Юнусов нечта тадбирни бажарди?", "итоги 2024 года"):
            text = (await person.says(words)).text
            assert FIRST not in text and "closed" not in text


@after(in_august, in_january)
async def test_a_month_of_a_year_told_from_today_is_that_years(english: Stage) -> None:
    for words in ("ўтган йил октябрда муддати тугаганлар", "что было в октябре прошлого года?"):
        shown = await english.admin.says(words)
        assert shown.text.startswith("October 2024"), (words, shown.text)
    shown = await english.admin.says("бу йил ва ўтган йил солиштиринг")
    assert f"The plan of {FIRST}, closed" in shown.text and f"The plan of {SECOND}, in force" in shown.text


@after(in_august, in_january)
async def test_the_former_plan_is_the_one_before_that_in_force(english: Stage) -> None:
    for words in ("ўтган режада муддати ўтганлар қайсилар?", "что просрочено в прошлом плане?", "аввалги режа"):
        shown = await english.admin.says(words)
        assert f"The plan of {FIRST}" in shown.text or f"Final report: {FIRST}" in shown.text, (words, shown.text)
    shown = await english.admin.says("/report ўтган давр")
    assert f"Final report: {FIRST}" in shown.text


@after(in_august, in_january)
async def test_what_is_asked_of_the_plan_in_few_words_is_answered(english: Stage) -> None:
    for words, told in (
        ("кимнинг муддати ўзгарди?", "No amendment of the plan has changed this."),
        ("какие сроки перенесли?", "No amendment of the plan has changed this."),
        ("қайси тадбирлар аввалги режадан ўтказилди?", "Carried over from the former plan"),
        ("какие мероприятия перенесены из прошлого плана?", "Carried over from the former plan"),
        ("режа қачон тугайди?", f"The plan of {SECOND}, in force"),
        ("когда заканчивается план?", f"The plan of {SECOND}, in force"),
    ):
        for shown in (await english.admin.says(words), await english.leader.says(f"@ijrochi_bot {words}")):
            assert told in shown.text, (words, shown.text)
