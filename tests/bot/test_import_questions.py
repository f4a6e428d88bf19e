"""What a plan's document leaves open is asked with buttons, and only what is not known from before."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from models import PlanImport
from services.plan.papers import series_of
from tests.bot.scenes import activity, count
from tests.bot.test_amending import ROWS
from tests.bot.test_importing import HEAD, document
from tests.bot.test_next_period import loads_early
from tests.bot.test_second_plan import NEXT
from tests.stage import Shown, Stage

CERTAIN = (
    "2 | Семинар ўтказиш | октябрь | Ш. Умаров",
    "3 | Якуний ҳисобот тайёрлаш | ноябрь | Ш. Умаров",
)
NO_TERM = ("1 | Йўриқнома тайёрлаш |  | Б. Юнусов",)
UNREADABLE = ("1 | Йўриқнома тайёрлаш | келишувга кўра алоҳида | Б. Юнусов",)


async def asked_of(stage: Stage, *rows: str) -> Shown:
    shown = await stage.admin.sends_files(("reja.md", document(*rows, *CERTAIN)))
    return await stage.admin.presses("❓ Answer", shown)


@pytest.mark.parametrize("rows", [NO_TERM, UNREADABLE])
@pytest.mark.parametrize(
    ("label", "said", "due"),
    [
        ("September", "by the end of September 2024", date(2024, 9, 30)),
        ("quarter III", "by the end of quarter III of 2024", date(2024, 9, 30)),
        ("By the end of the period", "by the end of half-year II of 2024", date(2024, 12, 31)),
        ("No term", "no term is set", None),
    ],
)
async def test_a_term_that_is_missing_or_unreadable_is_chosen_by_button(
    english: Stage, rows: Sequence[str], label: str, said: str, due: date | None
) -> None:
    admin = english.admin
    asked = await asked_of(english, *rows)
    if label not in asked.labels and "🗓 Another term" in asked.labels:
        asked = await admin.presses("🗓 Another term", asked)
    shown = await admin.presses(label, asked)
    assert said in shown.text
    await admin.presses("✅ Confirm", shown)
    await admin.presses("✅ Yes, load it")
    await english.jumps_to(NEXT)
    await english.settles()
    one = await activity(english, 1)
    assert one.due_on == due


async def test_the_buttons_are_those_of_the_period_and_a_day_may_be_typed(english: Stage) -> None:
    asked = await asked_of(english, *NO_TERM)
    months = ["July", "August", "September", "October", "November", "December"]
    assert asked.labels[:6] == months
    assert asked.labels[6:8] == ["quarter III", "quarter IV"]
    assert "or write the day or the term: 15.09.2024" in asked.text
    shown = await english.admin.says("20.08.2024")
    assert "due by 20 August 2024" in shown.text
    assert "nothing is asked any more" in shown.text


async def test_words_that_are_not_certain_still_leave_the_other_terms(english: Stage) -> None:
    asked = await asked_of(english, "1 | Йўриқнома тайёрлаш | сентябрга қадар | Б. Юнусов")
    assert "🗓 Another term" in asked.labels
    every = await english.admin.presses("🗓 Another term", asked)
    shown = await english.admin.presses("November", every)
    assert "✔️ «сентябрга қадар» — by the end of November 2024" in shown.text


async def closes(stage: Stage) -> None:
    admin = stage.admin
    sure = await admin.presses("🏁 Close the period", await admin.says("/plan"))
    await admin.presses("🏁 Yes, close it now", await admin.presses("🏁 Close the period", sure))


async def begins_the_next(stage: Stage, folder: Path) -> None:
    await loads_early(stage, folder)
    await stage.jumps_to(NEXT)
    await stage.settles()


TITLE = "Ўзбекистон Республикаси Марказий сайлов комиссиясининг 2024 йил биринчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ"
MORE = "".join(f"| {' | '.join(row)} |\n" for row in ROWS[1:])
OF_2023 = TITLE.replace("2024", "2023")


@pytest.mark.parametrize(
    ("is_replaced", "title", "reason"),
    [
        (False, TITLE, "reopen it first"),
        (True, TITLE, "was in force before and is closed"),
        (False, OF_2023, "was over before the plan in force began"),
        (True, OF_2023, "was over before the plan in force began"),
    ],
)
async def test_a_plan_of_a_closed_period_is_refused_before_any_question(
    english: Stage, tmp_path: Path, *, is_replaced: bool, title: str, reason: str
) -> None:
    await (begins_the_next(english, tmp_path) if is_replaced else closes(english))
    text = f"{title}\n\n{HEAD}| 1 | {ROWS[0][1]} | апрелга қадар | Умаров |\n{MORE}"
    shown = await english.admin.sends_files(("eski.md", text.encode()))
    assert shown.text.startswith("This file was not taken.")
    assert reason in shown.text
    assert "Period: 1 January – 30 June" in shown.text
    assert await count(english, PlanImport) == 0


async def test_a_period_that_an_answer_closes_is_refused_before_the_next_question(
    english: Stage, tmp_path: Path
) -> None:
    await begins_the_next(english, tmp_path)
    text = f"ИШ РЕЖАСИ\n\n{HEAD}| 1 | {ROWS[0][1]} | апрелга қадар | Умаров |\n{MORE}"
    await english.admin.sends_files(("eski.md", text.encode()))
    await english.admin.presses("❓ Answer")
    shown = await english.admin.says("2023 йил биринчи ярим йиллик")
    assert "was over before the plan in force began" in shown.text
    assert not any("Confirm" in label for label in shown.labels)
    shown = await english.admin.presses("↩️", shown)
    assert "For which period is the plan?" in shown.text


@pytest.mark.parametrize(
    ("title", "is_same"),
    [
        ("2025 йил январь–июнь ойларига мўлжалланган ИШ РЕЖАСИ", True),
        (TITLE.replace("биринчи ярим йиллигига", "III чорагига"), True),
        ("План работы на первое полугодие 2024 года", True),
        ("Марказий сайлов комиссиясининг ўқув дастури", False),
        ("Вилоят комиссиясининг 2024 йил ИШ РЕЖАСИ", False),
    ],
)
def test_titles_of_other_periods_are_of_one_series(title: str, *, is_same: bool) -> None:
    known = {
        series_of("2024 йил иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ"),
        series_of(TITLE),
        series_of("План работы на 2025 г."),
    }
    assert (series_of(title) in known) is is_same


def anonymous(year: str, *rows: str) -> tuple[str, bytes]:
    """A plan that does not say whose it is."""
    title = f"{year} мўлжалланган ИШ РЕЖАСИ\n\n"
    return "reja.md", (title + HEAD + "".join(f"| {row} |\n" for row in rows)).encode()


async def test_what_was_answered_of_one_file_is_not_asked_again_of_the_next(english: Stage) -> None:
    admin = english.admin
    rows = (
        "1 | Йўриқнома тайёрлаш | сентябрь | Умаров",
        "2 | Семинар ўтказиш | октябрь | Б. Юнусовв, Ёшлар иттифоқчилари",
    )
    shown = await admin.sends_files(anonymous("2024 йил иккинчи ярим йиллигига", *rows))
    shown = await admin.presses("❓ Answer", shown)
    asked = 0
    while "❓ Question" in shown.text:
        asked += 1
        first = next(one for one in shown.labels if "New" not in one)
        shown = await admin.presses(first, shown)
    assert asked >= 2
    await admin.presses("✅ Confirm", shown)
    await admin.presses("✅ Yes, load it")
    await english.jumps_to(NEXT)
    await english.settles()
    shown = await admin.sends_files(
        anonymous(
            "2025 йил биринчи ярим йиллигига",
            *(one.replace("сентябрь", "март").replace("октябрь", "май") for one in rows),
        )
    )
    assert "nothing is asked any more" in shown.text


async def test_unclear_words_add_their_readings_and_take_none_away(english: Stage) -> None:
    asked = await asked_of(english, "1 | Йўриқнома тайёрлаш | сентябрга қадар | Б. Юнусов")
    offered = [label for label in asked.labels if "2024" in label]
    assert offered
    for words in ("октябргача", "охирги иш кунигача", "тез орада"):
        again = await english.admin.says(words)
        assert f"I am not certain what «{words}» means." in again.text
        assert set(offered) <= set(again.labels), "what the document's own words may mean is offered still"
    shown = await english.admin.presses(offered[-1], again)
    assert f"✔️ «сентябрга қадар» — {offered[-1]}" in shown.text


async def test_the_same_name_is_asked_about_once_however_it_is_written(english: Stage) -> None:
    rows = (
        "1 | Йўриқнома тайёрлаш | сентябрь | Тошкент шаҳар ҳокимлиги",
        "2 | Кенгаш ўтказиш | октябрь | ТОШКЕНТ ШАҲАР ҲОКИМЛИГИ",
        "3 | Очиқ эшиклар кунини ўтказиш | ноябрь | Тошкент  шаҳар  ҳокимлиги.",
        "4 | Кўргазма ташкил этиш | ноябрь | Умаров",
        "5 | Танлов эълон қилиш | декабрь | УМАРОВ",
    )
    shown = await english.admin.presses("❓ Answer", await english.admin.sends_files(("reja.md", document(*rows))))
    heads = []
    while "❓ Question" in shown.text:
        heads.append(next(line for line in shown.text.splitlines() if "❓ Question" in line))
        first = "Sh. Umarov" if "Who is meant" in shown.text else None
        shown = await english.admin.presses(first, shown) if first else await english.admin.says("Б. Юнусов")
    assert heads == ["❓ Question 1 of 2", "❓ Question 2 of 2"]


async def test_what_an_answer_raises_does_not_change_the_count(english: Stage) -> None:
    rows = (
        "1 | Йўриқнома тайёрлаш | сентябрь | Умаров",
        "2 | Семинар ўтказиш | октябргача | Б. Юнусов",
    )
    text = f"ИШ РЕЖАСИ\n\n{HEAD}" + "".join(f"| {row} |\n" for row in rows)
    shown = await english.admin.presses("❓ Answer", await english.admin.sends_files(("reja.md", text.encode())))
    heads = []
    while "❓ Question" in shown.text:
        heads.append(next(line for line in shown.text.splitlines() if "❓ Question" in line))
        if "For which period" in shown.text:
            shown = await english.admin.says("2024 йил иккинчи ярим йиллик")
        elif "🤝 Another organisation" in shown.labels:
            shown = await english.admin.presses("🤝 Another organisation", shown)
        elif "Who is responsible?" in shown.text:
            shown = await english.admin.says("Ш. Умаров")
        else:
            shown = await english.admin.presses(shown.labels[0], shown)
    assert "❓ Question that your answer has raised" in heads
    counts = [head.split("of ")[1] for head in heads if "of " in head and "plan" not in head]
    assert len(set(counts)) == 1, heads
    assert heads[0].endswith("of 2 on the plan as a whole"), heads
