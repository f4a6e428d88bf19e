"""Tables whose columns are months or quarters: the term of a row is where it has a mark, a day or words."""

from datetime import date

import pytest

from bot.paper import cast_of
from services.calendar.rules import EachRule, OnRule, Precision, Rules, WindowRule
from services.calendar.units import Unit
from services.documents.opening import opened
from services.documents.reading import understand
from services.documents.understood import ActivityRead
from tests.unit.paper_truths import KNOWN
from tests.unit.papers import word, workbook

TITLE = "Марказий сайлов комиссиясининг 2026 йилга мўлжалланган ИШ РЕЖАСИ"
MONTHS = ("январь", "февраль", "март", "апрель", "май", "июнь")


def months(first: int, last: int, year: int = 2026) -> Rules:
    end = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[last - 1]
    return (WindowRule(date(year, first, 1), date(year, last, end), Precision.MONTH),)


def quarters(first: int, last: int) -> Rules:
    return (
        WindowRule(date(2026, first * 3 - 2, 1), date(2026, last * 3, (31, 30, 30, 31)[last - 1]), Precision.QUARTER),
    )


def until(day: date) -> Rules:
    return (WindowRule(None, day, Precision.DAY),)


def only(data: bytes) -> ActivityRead:
    """The first activity: the second only makes it a table."""
    return understand(opened(data), cast_of(KNOWN)).activities[0]


def of_months(*cells: str) -> ActivityRead:
    rows = [
        ["№", "Тадбирлар", *MONTHS, "Масъуллар"],
        ["1", "Низом лойиҳасини тайёрлаш", *cells, "М. Сатаев"],
        ["2", "Семинар ўтказиш", "", "", "", "", "15 майгача", "", "А. Фарманов"],
    ]
    return only(word(TITLE, rows))


@pytest.mark.parametrize(
    ("cells", "rules"),
    [
        (("", "+", "", "", "", ""), months(2, 2)),
        (("", "Х", "v", "√", "", ""), months(2, 4)),
        (("", "", "+", "", "", "+"), (*months(3, 3), *months(6, 6))),
        (("-", "–", "✓", "0", "", "-"), months(3, 3)),
        (("", "15 февралгача", "", "", "", ""), until(date(2026, 2, 15))),
        (("", "", "", "15 гача", "", ""), until(date(2026, 4, 15))),
        (("", "", "", "10-санасигача", "", ""), until(date(2026, 4, 10))),
        (("1-15", "", "", "", "", ""), (WindowRule(date(2026, 1, 1), date(2026, 1, 15), Precision.DAY),)),
        (("", "20 февраль", "", "", "+", "+"), (OnRule((date(2026, 2, 20),)), *months(5, 6))),
    ],
)
def test_a_mark_or_a_day_under_a_month_is_the_term(cells: tuple[str, ...], rules: Rules) -> None:
    found = of_months(*cells).deadline
    assert found.rules == rules
    assert found.text


@pytest.mark.parametrize(
    ("cells", "offered"),
    [
        (("20", "", "", "", "", ""), (OnRule((date(2026, 1, 20),)),)),  # a day, or an amount?
        (("2 марта", "", "", "", "", ""), (OnRule((date(2026, 3, 2),)),)),  # a day, or twice?
        (("", "лойиҳа тайёрлаш", "", "", "", "имзолаш"), (*months(2, 2), *months(6, 6))),
        (("+",) * 6, months(1, 6)),  # the whole time, or each of its months?
    ],
)
def test_what_a_cell_leaves_open_is_asked_with_its_words(cells: tuple[str, ...], offered: Rules) -> None:
    found = of_months(*cells).deadline
    assert found.rules is None
    assert found.readings[0] == offered
    assert all(cell in found.text for cell in cells if len(cell) > 1)


def test_a_row_that_is_marked_in_every_month_may_be_monthly() -> None:
    assert (EachRule(Unit.MONTH),) in of_months(*["+"] * 6).deadline.readings


def test_a_row_without_a_mark_has_no_term() -> None:
    found = of_months(*[""] * 6).deadline
    assert (found.text, found.rules) == ("", None)


@pytest.mark.parametrize(
    ("over", "units", "marked", "rules"),
    [
        ("Кварталлар", ("I", "II", "III", "IV"), (1,), quarters(2, 2)),
        ("Сроки по кварталам", ("1", "2", "3", "4"), (2, 3), quarters(3, 4)),
        ("2026 йил", ("1-чорак", "2-чорак", "3-чорак", "4-чорак"), (0,), quarters(1, 1)),
        ("2026-yil choraklari", ("I chorak", "II chorak", "III chorak", "IV chorak"), (3,), quarters(4, 4)),
        ("2026 год", ("I кв.", "II кв.", "III кв.", "IV кв."), (0, 1), quarters(1, 2)),
        ("Ижро муддати (2026 йил ойлари)", ("янв", "фев.", "март", "апр"), (1, 2), months(2, 3)),
        ("Месяцы", ("1", "2", "3", "4"), (3,), months(4, 4)),
        ("Oylar", ("yan", "fev", "mar", "apr"), (0,), months(1, 1)),
    ],
)
def test_the_columns_stand_under_a_head_of_their_own(
    over: str, units: tuple[str, ...], marked: tuple[int, ...], rules: Rules
) -> None:
    rows = [
        ["Ижрочи", "Тадбир", over, None, None, None, "Т/р"],
        [None, None, *units, None],
        ["Сатаев М.", "Низом тайёрлаш", *("+" if place in marked else None for place in range(4)), "1"],
        ["Фарманов А.", "Семинар ўтказиш", "+", None, None, None, "2"],
    ]
    found = only(workbook([[TITLE], *rows], merged=("A2:A3", "B2:B3", "C2:F2", "G2:G3")))
    assert found.deadline.rules == rules
    assert (found.number, found.text, found.executors[0].name) == ("1", "Низом тайёрлаш", "М. Сатаев")
    assert not found.extra


def test_a_bar_over_several_months_and_columns_of_two_years() -> None:
    rows = [
        ["2025–2026 йилларга мўлжалланган ИШ РЕЖАСИ"],
        ["№", "Тадбир", "2025 йил", None, "2026 йил", None, "Масъул"],
        [None, None, "ноябрь", "декабрь", "январь", "февраль", None],
        ["1", "Низом тайёрлаш", None, "+", None, None, "М. Сатаев"],
        ["2", "Семинар ўтказиш", None, "+", None, None, "А. Фарманов"],
    ]
    found = only(workbook(rows, merged=("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "D4:E4")))
    assert found.deadline.rules == (WindowRule(date(2025, 12, 1), date(2026, 1, 31), Precision.MONTH),)


def test_a_term_in_words_goes_before_the_marks_which_are_kept() -> None:
    rows = [
        ["№", "Тадбирлар", "Муддат", "январь", "февраль", "Масъуллар"],
        ["1", "Низом лойиҳасини тайёрлаш", "1 мартгача", "", "+", "М. Сатаев"],
        ["2", "Семинар ўтказиш", "май", "", "", "А. Фарманов"],
    ]
    found = only(word(TITLE, rows))
    assert found.deadline.rules == until(date(2026, 3, 1))
    assert found.extra == {"февраль": "+"}
