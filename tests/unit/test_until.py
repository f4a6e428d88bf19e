"""The month or the day written in answer to «by the end of which month?», in any script."""

from datetime import date

import pytest

from services.language.until import Until, until_in
from services.reports.until import requested_until, wanted_until

TODAY = date(2024, 5, 6)
MAY, JUNE, JULY = (date(2024, month, 1) for month in (5, 6, 7))


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("май", MAY, None),
        ("майгача", MAY, None),
        ("may", MAY, None),
        ("МAЙ", MAY, None),  # a Latin A
        ("до 20 мая", MAY, 20),
        ("20-майгача", MAY, 20),
        ("May 20, please", MAY, 20),
        ("20.05 гача", MAY, 20),
        ("20-санагача", MAY, 20),
        ("до 20-го", MAY, 20),
        ("ой охиригача", MAY, None),
        ("шу ой", MAY, None),
        ("кейинги ой", JUNE, None),
        ("keyingi oy oxirigacha", JUNE, None),
        ("до следующего месяца", JUNE, None),
        ("next month", JUNE, None),
        ("в июне", JUNE, None),
        ("2024 йил 20 июнгача", JUNE, 20),
        ("15.06.2024", JUNE, 15),
        ("до 5 числа", JUNE, 5),
        ("iyul oyi oxirigacha", JULY, None),
        ("апрел", date(2024, 4, 1), None),  # it has just passed, and is told to be too early
        ("январь", date(2025, 1, 1), None),
    ],
)
def test_a_month_or_a_day_is_read(text: str, month: date, day: int | None) -> None:
    assert until_in(text, TODAY) == Until(month, None if day is None else month.replace(day=day))


@pytest.mark.parametrize("text", ["майгача, ҳудудлардан жавоб кутяпмиз", "до конца мая: данные поступят поздно"])
def test_a_month_among_other_words_counts_with_until(text: str) -> None:
    assert until_in(text, TODAY) == Until(MAY, alone=False)


@pytest.mark.parametrize(
    "text",
    ["маъруза тайёр", "8 70%", "хўп", "31 июнь", "мартда семинар ўтказилди", "май ёки июнь", "3 та", "мне", "маёқ"],
)
def test_other_words_name_no_month(text: str) -> None:
    assert until_in(text, TODAY) is None


def test_a_day_far_ahead_in_the_year_is_this_years() -> None:
    wanted = wanted_until("10 июля", date(2024, 1, 1))
    assert wanted is not None
    assert wanted == Until(date(2024, 7, 1), date(2024, 7, 10))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Сабаби: вазирлик 10 июнгача жавоб беради. 11ни 12 июнгача узайтириб беринг", date(2024, 6, 12)),
        ("продлите 11 до 20 июня, ответ будет 15 июня", date(2024, 6, 20)),
        ("муддатни 15.06.2024 гача суринг, хат 01.04.2024 да келди", date(2024, 6, 15)),
        ("муддатни узайтиринг, 20 июнгача", date(2024, 6, 20)),
        ("10 апрелда хат келди, 11ни суриб беринг", None),  # when the letter came
        ("11ни 20 июнь ёки 25 июнгача узайтиринг", None),  # a choice is the writer's
    ],
)
def test_more_time_is_wanted_until_the_day_beside_the_verb(text: str, day: date | None) -> None:
    wanted = requested_until(text, TODAY)
    assert (wanted.day if wanted else None) == day
