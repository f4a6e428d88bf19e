"""Marks of plans: how words call the activities of several, what kind of paper a title names, whose next it is."""

from datetime import date

import pytest

from models.terms import Period
from services.imports.places import KnownLine, certain_line
from services.plan.calling import numbers_of, papers_in
from services.plan.marks import Mark
from services.plan.papers import suggested_mark

MARKS = (Mark(0, "ИР"), Mark(1, "Баённома 12"), Mark(2, "Т"), Mark(3, "Дастур"))
PLAN = "2024 йил биринчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ"
HALF = Period(date(2024, 1, 1), date(2024, 6, 30))
SECOND = Period(date(2024, 7, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("ИР-5 50%", (5,)),
        ("ир 5 бажарилди", (5,)),
        ("IR-5 tugadi", (5,)),
        ("ир№5", (5,)),
        ("Т-4: 70%, ИР-5: 50%", (200_004, 5)),
        ("t4 bajarildi", (200_004,)),
        ("баённома 12 3-банд", (100_003,)),
        ("12-сонли баённоманинг 3-банди", (100_003,)),
        ("bayonnoma 12-3 70%", (100_003,)),
        ("по протоколу 12 пункт 3", (100_003,)),
        ("ИР-5, 6 ва 7 бажарилди", (5, 6, 7)),
        ("ИР-1005, 12345 бажарилди", (1005, 12_345)),
        ("Т-12345: 70%", (212_345,)),
        ("ИР 1003-1005 бажарилди", (1003, 1004, 1005)),
        ("ИР-5, 2024 йилда 1200 нафар ўқитилди", (5,)),
        ("ИР-5 ва 1200 нафар, 1500 сўм", (5,)),
        ("баённома 12 бажарилди", ()),
        ("ИР 50%", ()),
        ("хат № 12 юборилди", ()),
        ("5 бажарилди", ()),
    ],
)
def test_a_mark_and_a_number_name_an_activity(words: str, numbers: tuple[int, ...]) -> None:
    assert numbers_of(words, MARKS) == numbers


@pytest.mark.parametrize(
    ("words", "lines", "rest"),
    [
        ("баённома муддати ўтган", {1}, "муддати ўтган"),
        ("ИР overdue", {0}, "overdue"),
        ("баённома 12 3-банд", set(), "баённома 12 3-банд"),
        ("муддати ўтган", set(), "муддати ўтган"),
    ],
)
def test_a_mark_alone_names_a_plan(words: str, lines: set[int], rest: str) -> None:
    assert papers_in(words, MARKS) == (lines, rest)


@pytest.mark.parametrize(
    ("title", "taken", "mark"),
    [
        (PLAN, [], "ИР"),
        ("Комиссия йиғилишининг 12-сонли баённомаси", [], "Баённома 12"),
        ("Протокол № 14 от 12.03.2024", [], "Баённома 14"),
        ("2024 йил учун ривожланиш дастури", ["ИР"], "Дастур"),
        ("Топшириқлар рўйхати", [], "Т"),
        ("План работы на 2025 г.", ["ir"], "ИР 2"),
    ],
)
def test_a_title_suggests_a_mark(title: str, taken: list[str], mark: str) -> None:
    assert suggested_mark(title, taken) == mark


@pytest.mark.parametrize(
    ("title", "period", "line"),
    [
        (PLAN, HALF, 0),
        ("2024 йил иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ", SECOND, 0),
        ("Комиссиянинг 12-сонли баённомаси", HALF, None),
        ("Ривожланиш дастури", SECOND, None),
        ("Бошқа ҳужжат", HALF, 0),
        ("Бошқа ҳужжат", Period(date(2024, 2, 1), date(2024, 4, 30)), None),
    ],
)
def test_what_a_document_is_of_is_certain_or_asked(title: str, period: Period, line: int | None) -> None:
    known = KnownLine(0, "", PLAN, "Комиссия", HALF)
    assert certain_line(title, "Комиссия", period, [known]) == line


@pytest.mark.parametrize(
    "words", ["март ойи т.г.", "т.г. да нима қилинди", "5 т. семент", "т/р 5", "и т.д.", "Т.Очилов", "А.Т. Юнусов"]
)
def test_a_letter_of_an_abbreviation_is_no_mark(words: str) -> None:
    marks = (Mark(0, "ИР"), Mark(1, "Т"))
    assert papers_in(words, marks) == (frozenset(), words)
    assert papers_in("т бўйича нима кечикди", marks)[0] == {1}
