"""Rules as data: read strictly from JSON, written back, with one sentence for what is wrong."""

import json
from datetime import date

import pytest
from hypothesis import given, settings

from models.terms import Precision, Rhythm
from services.calendar.rules import (
    EachRule,
    OnDay,
    OpenRule,
    RuleError,
    Term,
    WindowRule,
    rules_from_json,
    rules_to_json,
    term_from_json,
    term_to_json,
)
from services.calendar.units import Unit
from tests.unit.terms_by_hand import Stand, stands


@settings(max_examples=100, deadline=None)
@given(stands(), stands())
def test_a_rule_written_is_read_as_itself(one: Stand, other: Stand) -> None:
    for rules in ((one.rule,), (one.rule, other.rule)):
        assert rules_from_json(json.loads(json.dumps(rules_to_json(rules)))) == rules
        term = Term("сўзлар", rules)
        assert term_from_json(json.loads(json.dumps(term_to_json(term)))) == term


def test_what_may_be_left_out_is_filled() -> None:
    assert rules_from_json({"kind": "each", "unit": "month", "due": {"day": 5}}) == (EachRule(Unit.MONTH, OnDay(5)),)
    assert rules_from_json({"kind": "open", "rhythm": "regular"}) == (OpenRule(None, Rhythm.REGULAR),)


@pytest.mark.parametrize(
    ("older", "rule"),
    [
        (
            {"text": "январь-апрель", "kind": "months", "first": "2024-01", "last": "2024-04"},
            WindowRule(date(2024, 1, 1), date(2024, 4, 30), Precision.MONTH),
        ),
        ({"text": "доимий", "kind": "continuous", "first": None, "last": None}, OpenRule(None, Rhythm.CONTINUOUS)),
        (
            {"text": "мартдан мунтазам", "kind": "regular", "first": "2024-03", "last": None},
            OpenRule(date(2024, 3, 1), Rhythm.REGULAR),
        ),
    ],
)
def test_the_older_form_means_the_same(older: dict[str, object], rule: object) -> None:
    assert term_from_json(older) == Term(str(older["text"]), (rule,))  # type: ignore[arg-type]


WINDOW = {"kind": "window", "first": None, "last": "2024-12-31", "precision": "day"}


@pytest.mark.parametrize(
    ("value", "part"),
    [
        (None, "is an object"),
        ([], "empty"),
        ({}, "no rule of the kind"),
        ({"kind": "monthly"}, "window, on, each, open, after, unset"),
        ({**WINDOW, "note": ""}, "has no field 'note'"),
        ({"kind": "window", "last": "2024-12-31"}, "needs the field «precision»"),
        ({**WINDOW, "last": None}, "needs its «last» day"),
        ({**WINDOW, "last": "31.12.2024"}, "a day such as"),
        ({**WINDOW, "last": "2024-02-30"}, "does not exist"),
        ({**WINDOW, "last": "0024-02-20"}, "outside the years"),
        ({**WINDOW, "first": "2025-01-01"}, "exchange them"),
        ({**WINDOW, "precision": "week"}, "is one of day, month"),
        ({**WINDOW, "last": "2024-12-30", "precision": "month"}, "2024-12-31"),
        ({**WINDOW, "last": "2024-11-30", "precision": "quarter"}, "2024-12-31"),
        ({"kind": "on", "days": []}, "at least one"),
        ({"kind": "on", "days": "2024-12-31"}, "a list of days"),
        ({"kind": "on", "days": ["2024-12-31", "2024-12-30"]}, "out of order"),
        ({"kind": "each", "unit": "day"}, "is one of week"),
        ({"kind": "each", "unit": "month", "every": 0}, "from 1"),
        ({"kind": "each", "unit": "month", "every": True}, "a whole number"),
        ({"kind": "each", "unit": "month", "due": {"day": 32}}, "no day 32"),
        ({"kind": "each", "unit": "month", "due": {"weekday": 1}}, "goes with the unit week"),
        ({"kind": "each", "unit": "month", "due": {"day": 1, "after": 2}}, "«due» has the fields"),
        ({"kind": "each", "unit": "month", "due": 5}, "is an object"),
        ({"kind": "each", "unit": "quarter", "due": {"month": 3, "day": 1}}, "«month_of»"),
        ({"kind": "each", "unit": "quarter", "due": {"month_of": 4, "day": 1}}, "it has 3"),
        ({"kind": "each", "unit": "year", "due": {"month": 4, "day": 31}}, "from 1 to 30"),
        ({"kind": "each", "unit": "week", "due": {"working_day": 0}}, "cannot be 0"),
        ({"kind": "open", "rhythm": "daily"}, "continuous, regular"),
        ({"kind": "after", "anchor": "document"}, "exactly one of"),
        ({"kind": "after", "anchor": "document", "days": 1, "months": 1}, "exactly one of"),
        ({"kind": "after", "anchor": "document", "days": -1}, "from 1"),
        ({"kind": "after", "anchor": " ", "days": 1}, "empty"),
        ({"kind": "after", "anchor": "«a»", "days": 1}, "quotation marks"),
        ({"kind": "after", "anchor": 4, "days": 1}, "is text"),
        ({"kind": "unset", "note": None}, "is text"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(value: object, part: str) -> None:
    with pytest.raises(RuleError) as caught:
        rules_from_json(value)
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("январь", "is an object"),
        ({"text": "январь"}, "needs the field «rule»"),
        ({"text": 1, "rule": WINDOW}, "is text"),
        ({"text": "январь", "kind": "months", "first": "2024-01", "last": None}, "both its"),
        ({"text": "январь", "kind": "months", "first": "2024-13", "last": "2024-12"}, "month 13"),
        ({"text": "доимий", "kind": "continuous", "first": None, "last": "2024-12"}, "no last month"),
        ({"text": "доимий", "kind": "continuous", "first": None}, "«last»"),
    ],
)
def test_a_deadline_that_cannot_be_used(value: object, part: str) -> None:
    with pytest.raises(RuleError, match=part):
        term_from_json(value)
