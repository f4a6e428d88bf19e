"""The calendar of reminders, row by row, against a second implementation of its law."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from services.calendar.workdays import Workdays
from services.plan.file import PlanFile
from services.plan.preview import calendar
from tests.unit import schedule_oracle
from tests.unit.facts_by_hand import ROOT
from tests.unit.paper_truths import SAMPLES, truth_of

Json = dict[str, Any]

WORKDAYS = Workdays()
TRUTHS = sorted(path for path in SAMPLES.glob("*.truth.json") if json.loads(path.read_text("utf-8"))["refused"] is None)


def agree(plan: Json) -> int:
    """Compare what the bot says with what the law says; the number of rows."""
    file = PlanFile.model_validate_json(json.dumps(plan), strict=True)
    rows = calendar(file, date(2000, 1, 1), date(2100, 1, 1), WORKDAYS)
    said = [(row.date.isoformat(), row.executor, row.activity, row.kind.value) for row in rows]
    assert said == schedule_oracle.schedule(plan)
    return len(said)


def test_the_seed() -> None:
    plan: Json = json.loads((ROOT / "data" / "seed_plan.json").read_text("utf-8"))
    agree(plan)
    shown = [row for row in schedule_oracle.schedule(plan) if "2024-01-01" <= row[0] <= "2024-07-31"]
    assert len(shown) == 1413


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.json"))
def test_the_samples(path: Path) -> None:
    plan = plan_of(truth_of(path))
    assert agree(plan) > 0


def plan_of(truth: Json) -> Json:
    """A plan file with the terms of a sample. What the document leaves open has no term, as an admin may answer.

    Numbers become whole, of equal terms one is enough: the huge sample has ten, 1,500 times.
    """
    numbers = {one["number"]: str(place) for place, one in enumerate(truth["activities"], start=1)}
    activities, seen = [], set()
    for place, one in enumerate(truth["activities"], start=1):
        rules = one["rule"] if isinstance(one["rule"], list) else [one["rule"]]
        if any(rule is None or "ask" in rule for rule in rules):
            rules = [{"kind": "unset", "note": ""}]
        rules = [
            {**rule, "anchor": numbers.get(rule["anchor"], rule["anchor"])} if "anchor" in rule else rule
            for rule in rules
        ]
        if json.dumps(rules) not in seen or len(numbers) < 100 or "anchor" in rules[0]:
            seen.add(json.dumps(rules))
            activities.append(activity(place, rules))
    return plan_with(activities, truth["period"], truth["document_day"])


def activity(number: int, rules: list[Json]) -> Json:
    return {
        "number": number,
        "text": "Тадбир",
        "deadline": {"text": "муддат", "rule": rules},
        "executors": ["first", "second"] if number % 3 == 0 else ["first"],
    }


def plan_with(activities: list[Json], period: Json, document_day: str | None) -> Json:
    return {
        "title": "Режа",
        "organisation": "Комиссия",
        "period": period,
        "document_day": document_day,
        "priorities": [],
        "agenda": [],
        "sections": [{"number": "I", "title": "Бўлим", "activities": activities}],
        "executors": [
            {"key": "first", "name": "Б. Биринчи", "kind": "person", "aliases": []},
            {"key": "second", "name": "А. Иккинчи", "kind": "unit", "aliases": []},
        ],
    }


# Random plans

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31))


@st.composite
def plans(draw: st.DrawFn) -> Json:
    """Plans with any rules, in and beside a period of any length, with and without the document's day."""
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(20, 500)))
    near = st.dates(start - timedelta(days=40), end + timedelta(days=100))
    document_day = draw(st.none() | near)
    made = draw(st.lists(rule_lists(near), min_size=1, max_size=6))
    activities = [activity(number, rules) for number, rules in enumerate(made, start=1)]
    period = {"start": start.isoformat(), "end": end.isoformat()}
    return plan_with(activities, period, document_day and document_day.isoformat())


def rule_lists(near: st.SearchStrategy[date]) -> st.SearchStrategy[list[Json]]:
    repeated = st.lists(each(near), min_size=1, max_size=3)
    several = st.lists(window(near), min_size=2, max_size=3)
    alone = st.one_of(window(near), on(near), opened(near), after(), st.just({"kind": "unset", "note": ""}))
    return st.one_of(repeated, several, alone.map(lambda rule: [rule]))


@st.composite
def window(draw: st.DrawFn, near: st.SearchStrategy[date]) -> Json:
    first, last = sorted((draw(near), draw(near)))
    precision = draw(st.sampled_from(["day", "month", "quarter", "half", "year"]))
    if precision != "day":
        first = schedule_oracle.unit_first(precision, first)
        unit = schedule_oracle.unit_first(precision, last)
        last = schedule_oracle.later_unit(precision, unit, 1) - timedelta(days=1)
    given_first = draw(st.sampled_from([first.isoformat(), None]))
    return {"kind": "window", "first": given_first, "last": last.isoformat(), "precision": precision}


@st.composite
def on(draw: st.DrawFn, near: st.SearchStrategy[date]) -> Json:
    days = draw(st.lists(near, min_size=1, max_size=4, unique=True))
    return {"kind": "on", "days": sorted(day.isoformat() for day in days)}


@st.composite
def each(draw: st.DrawFn, near: st.SearchStrategy[date]) -> Json:
    unit = draw(st.sampled_from(["week", *schedule_oracle.MONTHS]))
    size = schedule_oracle.MONTHS.get(unit, 0)
    dues = [
        st.none(),
        st.fixed_dictionaries({"day": st.integers(1, 31)}),
        st.fixed_dictionaries({"working_day": st.integers(-5, 31).filter(bool)}),
        st.fixed_dictionaries({"after": st.integers(1, 40)}),
    ]
    if unit == "week":
        dues.append(st.fixed_dictionaries({"weekday": st.integers(1, 7)}))
    elif unit == "year":
        dues.append(st.fixed_dictionaries({"month": st.integers(1, 12), "day": st.integers(1, 31)}))
    if size > 1:
        dues.append(st.fixed_dictionaries({"month_of": st.integers(1, size), "day": st.integers(1, 31)}))
    first, last = sorted((draw(near), draw(near)))
    return {
        "kind": "each",
        "unit": unit,
        "every": draw(st.sampled_from([1, 1, 1, 2, 3])),
        "due": draw(st.one_of(dues)),
        "first": draw(st.sampled_from([None, None, first.isoformat()])),
        "last": draw(st.sampled_from([None, None, last.isoformat()])),
    }


@st.composite
def opened(draw: st.DrawFn, near: st.SearchStrategy[date]) -> Json:
    begins = draw(st.none() | near)
    rhythm = draw(st.sampled_from(["continuous", "regular"]))
    return {"kind": "open", "from": begins and begins.isoformat(), "rhythm": rhythm}


@st.composite
def after(draw: st.DrawFn) -> Json:
    unit, longest = draw(st.sampled_from([("months", 5), ("days", 90), ("working_days", 30)]))
    shortest = -20 if unit == "days" else 1
    return {
        "kind": "after",
        "anchor": draw(st.sampled_from(["document", "document", "сайлов куни"])),
        unit: draw(st.integers(shortest, longest)),
    }


@settings(max_examples=100)
@given(plans())
def test_random_plans(plan: Json) -> None:
    try:
        PlanFile.model_validate_json(json.dumps(plan), strict=True)
    except ValidationError:
        assume(False)  # a plan that would be refused
    agree(plan)
