"""Words that were once recorded as something else than was meant."""

from datetime import date

import pytest

from services.language.reading.open_parts import Says, said_of_parts
from services.language.reading.parts import Asks
from services.language.reading.reader import Activity, understand
from services.plan.calling import Calling

OWN = (Activity(12, "мажлис баёнини тайёрлаш", None), Activity(13, "ҳисоботни нашр этиш", None))
TODAY = date(2024, 3, 20)


@pytest.mark.parametrize("dash", ["–", "—", "– ", " – "])
@pytest.mark.parametrize(("number", "percent"), [("№12 ", "37%"), ("12 ", "37 фоиз"), ("12-тадбир ", "37 %")])
def test_a_percent_after_a_long_dash_is_recorded(number: str, dash: str, percent: str) -> None:
    understanding = understand(f"{number}{dash}{percent}", OWN, today=TODAY)
    assert [(one.activity, one.percent) for one in understanding.records] == [(12, 37)]


@pytest.mark.parametrize("word", ["фоиз", "foiz", "процент", "%"])
def test_the_last_of_a_list_is_no_documents_number(word: str) -> None:
    understanding = understand(f"№12-20 {word}, №13-30{word}", OWN, today=TODAY)
    assert [(one.activity, one.percent) for one in understanding.records] == [(12, 20), (13, 30)]


@pytest.mark.parametrize(
    "words", ["кеча отпускадан қайтдим", "вчера вышел из отпуска", "я вернулась из командировки", "таътилдан чиқдим"]
)
def test_who_is_back_is_not_away(words: str) -> None:
    assert "away" not in understand(words, OWN, today=TODAY).intents


@pytest.mark.parametrize("words", ["отпускадаман", "таътилга чиқдим", "отпускадан 20 мартда қайтаман"])
def test_who_is_away_is_away(words: str) -> None:
    assert understand(words, OWN, today=TODAY).intent == "away"


@pytest.mark.parametrize(
    "words",
    [
        "бажармадик №4 ни",
        "хато ёздим, бажарилмаган",
        "5 ta tadbirdan 2 tasi bajarildi",
        "5 та проектордан 2 таси ишлаяпти",
    ],
)
def test_what_denies_or_counts_is_no_reason_to_hand_in_and_no_waiting(words: str) -> None:
    assert said_of_parts(words) is Says.UNCLEAR


def test_an_alias_inside_a_longer_number_is_left_as_it_was_written() -> None:
    calling = Calling("", swaps=(("№1", "Т-1"), ("№31", "Т-4")))
    assert calling.as_written("№1 40, №31 50, №19 тўхтаб турибди") == "Т-1 40, Т-4 50, №19 тўхтаб турибди"


def test_nothing_is_asked_of_a_percent_that_is_plain() -> None:
    assert understand("№12 –37%", OWN, today=TODAY).asks is Asks.NONE


@pytest.mark.parametrize("line", ["{}) №{} - {}%", "{}. №{}: {} фоиз", "{}. {}-тадбир - {}%", "{}) № {} {}%"])
def test_numbers_that_only_count_the_lines_are_no_activities(line: str) -> None:
    text = "\n".join([line.format(1, 12, 15), line.format(2, 13, 25)])
    understanding = understand(text, OWN, today=TODAY)
    assert [(one.activity, one.percent) for one in understanding.records] == [(12, 15), (13, 25)]


def test_numbers_that_count_lines_and_are_ones_own_are_asked_about() -> None:
    own = (*OWN, Activity(1, "режани тасдиқлаш", None), Activity(2, "рўйхатни тузиш", None))
    assert understand("1) 12 - 15%\n2) 13 - 25%", own, today=TODAY).records == ()
