"""The items that a term makes."""

from datetime import date

import pytest
from hypothesis import given, settings

from models.terms import Period, Precision
from services.calendar.occurrences import Item, Label, LabelKind, items
from services.calendar.policy import last_day
from services.calendar.rules import DOCUMENT, EachRule, rules_from_json
from services.calendar.workdays import Workdays
from tests.unit.terms_by_hand import Stand, stands

WORKDAYS = Workdays()
AUTUMN = Period(date(2024, 7, 1), date(2024, 12, 31))
SCHOOL = Period(date(2024, 8, 1), date(2025, 6, 30))
SIGNED = date(2024, 8, 12)


def made(rule: object, period: Period = AUTUMN, document_day: date | None = None, **anchors: date) -> tuple[Item, ...]:
    return items(rules_from_json(rule), period, WORKDAYS, document_day=document_day, anchors=anchors)


def dues(rule: object, period: Period = AUTUMN, document_day: date | None = None, **anchors: date) -> list[str]:
    return [str(item.due) for item in made(rule, period, document_day, **anchors)]


def each(unit: str, due: object = None, **fields: object) -> dict[str, object]:
    return {"kind": "each", "unit": unit, "due": due, **fields}


def test_a_window_without_a_first_day_begins_with_the_document_or_the_plan() -> None:
    rule = {"kind": "window", "first": None, "last": "2024-10-01", "precision": "day"}
    assert made(rule)[0].first == AUTUMN.start
    assert made(rule, SCHOOL, SIGNED)[0].first == SIGNED
    assert made(rule)[0].label is None


def test_events_are_items_of_their_own() -> None:
    found = made({"kind": "on", "days": ["2024-10-05", "2024-11-20"]})
    assert [(item.first, item.due) for item in found] == [(date(2024, 10, 5),) * 2, (date(2024, 11, 20),) * 2]
    assert found[1].label == Label(LabelKind.DAY, date(2024, 11, 20), date(2024, 11, 20))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (each("quarter"), ["2024-09-30", "2024-12-31"]),
        (each("month", {"day": 31}), [f"2024-{day}" for day in ["07-31", "08-31", "09-30", "10-31", "11-30", "12-31"]]),
        (each("month", {"after": 20}, last="2024-09-30"), ["2024-08-20", "2024-09-20", "2024-10-20"]),
        (each("quarter", {"after": 10}), ["2024-10-10", "2025-01-10"]),
        (each("quarter", {"after": 70}), ["2024-12-09"]),
        (each("quarter", {"month_of": 2, "day": 31}), ["2024-08-31", "2024-11-30"]),
        (each("month", {"working_day": 1}, last="2024-09-30"), ["2024-07-01", "2024-08-01", "2024-09-04"]),
        (each("month", {"working_day": -1}, first="2024-11-01"), ["2024-11-29", "2024-12-27"]),
        (each("month", None, every=2), ["2024-08-31", "2024-10-31", "2024-12-31"]),
        (each("month", None, every=4), ["2024-10-31", "2025-02-28"]),
        (each("year"), ["2024-12-31"]),
        (each("year", {"month": 3, "day": 1}), []),
        (each("half"), ["2024-12-31"]),
        (each("week", {"weekday": 5}, first="2024-12-10"), ["2024-12-13", "2024-12-20", "2024-12-27"]),
        (each("week", None, every=2, first="2024-12-01"), ["2024-12-08", "2024-12-22", "2025-01-05"]),
    ],
)
def test_what_repeats(rule: object, expected: list[str]) -> None:
    assert dues(rule) == expected


def test_what_repeats_begins_with_the_later_of_plan_and_document() -> None:
    assert dues(each("month", {"day": 5}), SCHOOL, SIGNED)[:2] == ["2024-09-05", "2024-10-05"]
    assert dues(each("year", {"month": 2, "day": 29}), SCHOOL) == ["2025-02-28"]


def test_the_first_of_what_repeats_is_not_a_later_one() -> None:
    found = made([each("month", {"day": 20}), each("month", {"day": 5})])
    assert [item.is_later for item in found] == [False] + [True] * 11
    assert [str(item.due) for item in found[:3]] == ["2024-07-05", "2024-07-20", "2024-08-05"]
    assert {item.label.kind for item in found if item.label} == {LabelKind.DAY}, "a month would name two of them"


def test_whole_units_keep_their_precision() -> None:
    assert {item.precision for item in made(each("month"))} == {Precision.MONTH}
    assert {item.precision for item in made(each("month", {"day": 31}))} == {Precision.DAY}
    assert {item.precision for item in made(each("week"))} == {Precision.DAY}


def test_what_is_due_after_something() -> None:
    assert dues({"kind": "after", "anchor": DOCUMENT, "months": 1}, SCHOOL, date(2025, 1, 31)) == ["2025-02-28"]
    assert dues({"kind": "after", "anchor": DOCUMENT, "working_days": 3}, SCHOOL, SIGNED) == ["2024-08-15"]
    waiting = made({"kind": "after", "anchor": "4", "days": 10}, SCHOOL, SIGNED)[0]
    assert (waiting.due, waiting.awaits) == (None, "4")
    known = items(
        rules_from_json({"kind": "after", "anchor": "4", "days": 10}),
        SCHOOL,
        WORKDAYS,
        document_day=SIGNED,
        anchors={"4": date(2024, 9, 1)},
    )[0]
    assert (known.first, known.due, known.awaits) == (date(2024, 9, 1), date(2024, 9, 11), None)
    before = made({"kind": "after", "anchor": "сайлов", "days": -10}, SCHOOL, SIGNED, сайлов=date(2024, 10, 27))[0]
    assert (before.first, before.due) == (SIGNED, date(2024, 10, 17))


def test_work_without_a_due_day() -> None:
    assert made({"kind": "open", "from": "2024-09-01", "rhythm": "regular"})[0].first == date(2024, 9, 1)
    assert made({"kind": "open", "rhythm": "continuous"})[0].first == AUTUMN.start
    # it begins with the period, not with the document
    late = date(2024, 10, 20)
    assert made({"kind": "open", "rhythm": "regular"}, document_day=late)[0].first == AUTUMN.start
    assert made({"kind": "unset", "note": ""}, document_day=late)[0].first == AUTUMN.start
    assert made({"kind": "after", "anchor": "4", "days": 10}, document_day=late)[0].first == AUTUMN.start
    assert made({"kind": "unset", "note": ""})[0].is_unset


@settings(max_examples=100, deadline=None)
@given(stands())
def test_items_lie_in_order_and_inside_the_law(stand: Stand) -> None:
    found = items((stand.rule,), stand.period, WORKDAYS, document_day=stand.document_day)
    known = [item.due for item in found if item.due is not None]
    assert known == sorted(known)
    begin = max(stand.period.start, stand.document_day or stand.period.start)
    for item in found:
        assert item.due is None or item.first <= item.due
        if item.is_repeated:
            assert item.due is not None
            assert item.due <= last_day(stand.period)
            assert isinstance(stand.rule, EachRule)
            assert item.due >= (stand.rule.first or begin)
    labels = [item.label for item in found]
    assert len(found) == 1 or len(set(labels)) == len(labels)
