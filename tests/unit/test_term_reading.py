"""What the words of a term mean: the collected wordings, no guess, and no text that breaks the reader."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.terms import Period
from services.calendar.occurrences import items
from services.calendar.rules import rules_from_json, rules_to_json
from services.calendar.workdays import Workdays
from services.terms.reader import Heading, Reading, read_heading, read_term
from tests.tables import every
from tests.unit.terms_by_hand import PERIODS, periods

FOLDER = Path(__file__).parent
WORKDAYS = Workdays()
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
AUTUMN = Period(date(2024, 7, 1), date(2024, 12, 31))


def table(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


ROWS = [*table("terms.tsv"), *table("terms_more.tsv")]


def period_of(row: dict[str, str]) -> Period:
    return Period(*(date.fromisoformat(day) for day in row["period"].split("..")))


def document_day_of(row: dict[str, str]) -> date | None:
    return date.fromisoformat(row["document_day"]) if row["document_day"] else None


def read(row: dict[str, str]) -> Reading:
    return read_term(
        row["words"],
        period=period_of(row),
        heading=read_heading(row["heading"]),
        document_day=document_day_of(row),
    )


def asks(truth: object) -> bool:
    return isinstance(truth, dict) and "ask" in truth


def canonical(rule: object) -> object:
    return rules_to_json(rules_from_json(rule))


def by_words(row: dict[str, str]) -> str:
    return f"{row['words']} | {row['period']} | {row['heading']}"


@every("row", ROWS, ids=by_words)
def test_a_wording_is_read_as_it_is_meant(row: dict[str, str]) -> None:
    truths = [json.loads(row["rule"]), *json.loads(row["also"] or "[]")]
    reading = read(row)
    if reading.rules is None:
        assert any(asks(truth) for truth in truths), f"asked, with {reading.readings}"
        offered = [rules_to_json(rules) for rules in reading.readings]
        expected = [one for truth in truths if asks(truth) for one in truth["ask"]]
        assert not expected or any(one in offered for one in expected), offered
    else:
        certain = [canonical(truth) for truth in truths if not asks(truth)]
        assert rules_to_json(reading.rules) in certain


@every("row", [row for row in ROWS if row["dues"]], ids=by_words)
def test_its_first_due_days(row: dict[str, str]) -> None:
    reading = read(row)
    assert reading.rules is not None
    made = items(reading.rules, period_of(row), WORKDAYS, document_day=document_day_of(row))
    days = ",".join(str(item.due) for item in made if item.due is not None)
    known = [row["dues"], row["dues_also"] or row["dues"]]
    assert any(days == one or days.startswith(one + ",") for one in known), days


@pytest.mark.parametrize(
    ("words", "note"),
    [
        ("ҳар ойда, ҳайъат мажлисида", "ҳайъат мажлисида"),
        ("IV чорак (ҳайъат мажлисида)", "ҳайъат мажлисида"),
        ("ҳар чоракда ҳайъат мажлисида", "ҳайъат мажлисида"),
        ("2024 йил октябрь, сайловлар календари асосида", "сайловлар календари асосида"),
        ("29 ноябрь, соат 16:00 гача", "16:00 гача"),
        ("ежеквартально, на заседании комиссии", "на заседании комиссии"),
        ("октябрь", ""),
    ],
)
def test_text_beside_a_term_is_kept(words: str, note: str) -> None:
    reading = read_term(words, period=AUTUMN, heading=Heading(2024))
    assert reading.is_certain
    assert reading.note == note


@pytest.mark.parametrize(
    "words",
    [
        "март ёки апрель",
        "тахминан 10 март",
        "1 мартгача эмас",
        "ҳар ойда, июлдан ташқари",
        "1 мартгача, лекин 5 мартдан кечиктирмай",
        "бир марта",
        "тўрт марта",
        "3-сонли қарор асосида 5 март",
        "в течение 3-х, кроме выходных, дней",
        "ҳар ойнинг",
        "5 мартдан",
        "мартдан майгача",
        "февраль май",
        "конец года",
        "ҳар йили апрель ойида",
        "март ойида ҳар чоракда",
        "2-3 ой ичида",
        "25 декабрдан 10 январгача",
        "ҳар чорак 10-санасигача",
        "10-sanagacha har chorakda",
        "агар зарур бўлса, мартда",
        "12 августдаги қарор асосида",
        "12.08.2025 йилдаги қарор асосида",
        "согласно графику 25.09.2025",
        "ҳар биринчи душанба",
        "биринчи марта",
        "икки чорак давомида",
        "3 (йиғилишда) 5 март",
        "в течение 3-х заседании рабочих дней",
        "сентябрь августа",
        "в июне декабре",
        "I чорак (январь-апрель)",
        "доимий (ҳар ойда)",
    ],
)
def test_what_is_not_understood_whole_is_asked(words: str) -> None:
    assert not read_term(words, period=YEAR, heading=Heading(2025)).is_certain


@pytest.mark.parametrize(
    "words",
    [
        "сайлов кунидан 15 кун олдин",
        "навбатдаги мажлисдан сўнг 3 кун ичида",
        "мажлисда белгилангандан сўнг 5 кун ичида",
        "в течение 10 дней после выборов",
        "за 15 дней до 2-го тура",
    ],
)
def test_what_is_counted_from_something_else_is_never_offered_as_counted_from_the_document(words: str) -> None:
    reading = read_term(words, period=AUTUMN, document_day=date(2024, 6, 21))
    assert not reading.is_certain
    assert "document" not in [getattr(rule, "anchor", "") for rules in reading.readings for rule in rules]


@pytest.mark.parametrize("word", ["", "лойиҳа", "тахминан", "ёки", "эмас", "7", "кейин", "қўшимча"])
@pytest.mark.parametrize("words", ["5 мартгача", "ҳар ойнинг 5-санасигача", "I чорак", "10 кун ичида", "до 1 марта"])
def test_a_strange_word_within_a_term_makes_it_doubtful(words: str, word: str) -> None:
    begin, space, end = words.partition(" ")
    changed = f"{begin} {word}{space}{end}"
    reading = read_term(changed, period=YEAR, heading=Heading(2025))
    assert reading.is_certain is (word == ""), reading


def test_the_year_is_that_of_the_heading_or_of_the_period() -> None:
    long = Period(date(2024, 1, 1), date(2025, 12, 31))
    assert not read_term("март", period=long).is_certain
    below = read_term("март", period=long, heading=Heading(2025))
    assert [rules_to_json(rules) for rules in below.readings] == [
        {"kind": "window", "first": "2025-03-01", "last": "2025-03-31", "precision": "month"}
    ]
    assert below.is_certain


def test_a_day_outside_the_period_offers_both_years() -> None:
    offered = read_term("15 мартгача", period=AUTUMN, heading=Heading(2024)).readings
    lasts = [rules_to_json(rules)["last"] for rules in offered]  # type: ignore[index, call-overload]
    assert lasts[:2] == ["2025-03-15", "2024-03-15"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("2024", Heading(2024, None)),
        ("ДЕКАБРЬ 2024", Heading(2024, 12)),
        ("Сентябрь 2024 года", Heading(2024, 9)),
        ("MART", Heading(None, 3)),
        ("2024 йил I чорак", Heading(2024, None)),
        ("январь - март", Heading(None, None)),
        ("I. Ташкилий масалалар", Heading(None, None)),
        ("", Heading(None, None)),
    ],
)
def test_a_heading_names_a_year_and_a_month(text: str, heading: Heading) -> None:
    assert read_heading(text) == heading


WORDS = sorted(
    {word for row in ROWS for word in row["words"].split()} | {"-", "–", "«", "»", "(", ")", ",", ";", ".", "\n"}
)


@settings(max_examples=80, deadline=None)
@given(
    st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    periods,
    st.builds(Heading, st.none() | st.integers(2020, 2030), st.none() | st.integers(1, 12)),
    st.none() | st.dates(date(2024, 1, 1), date(2025, 12, 31)),
)
def test_no_text_breaks_the_reader(text: str, period: Period, heading: Heading, document_day: date | None) -> None:
    reading = read_term(text, period=period, heading=heading, document_day=document_day)
    assert reading.rules is None or reading.readings == (reading.rules,)
    for rules in reading.readings:
        assert rules_from_json(rules_to_json(rules)) == rules
        items(rules, period, WORKDAYS, document_day=document_day)


@pytest.mark.parametrize(
    "text", ["март " * 5000, "ҳар " * 70, "1, " * 120, "«" * 300, "5 ва " * 80, "марта марта " * 30]
)
def test_long_and_repeated_words_are_read_quickly(text: str) -> None:
    for period in PERIODS[:2]:
        read_term(text, period=period)
