"""Reminders by day."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from models.terms import DeadlineKind, Month, Period
from services.calendar import policy
from services.calendar.day_policy import (
    following_due,
    next_reminder,
    reminders,
    whole_months,
)
from services.calendar.occurrences import Item, items
from services.calendar.policy import ReminderKind, Window, last_day
from services.calendar.rules import rules_from_json, term_from_json
from services.calendar.workdays import Workdays
from services.plan.file import Deadline, load_plan
from services.terms.reader import read_term
from tests.unit.terms_by_hand import Stand, stands

SEED = Path(__file__).resolve().parents[2] / "data" / "seed_plan.json"
WORKDAYS = Workdays()
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))


def made(rule: object, period: Period = YEAR, document_day: date | None = None) -> tuple[Item, ...]:
    return items(rules_from_json(rule), period, WORKDAYS, document_day=document_day)


def said(item: Item, through: date | None = None, following: date | None = None) -> list[tuple[str, str]]:
    end = through or last_day(YEAR)
    found = reminders(item, YEAR, WORKDAYS, start=YEAR.start, end=end, following=following)
    return [(day.isoformat()[5:], kind.value) for day, kind in found]


def window(first: str | None, last: str) -> Item:
    return made({"kind": "window", "first": first, "last": last, "precision": "day"})[0]


def test_a_long_window() -> None:
    assert said(window("2025-02-10", "2025-06-20"), date(2025, 7, 8)) == [
        ("02-10", "start"),
        ("03-03", "check_in"),
        ("04-01", "check_in"),
        ("05-01", "check_in"),
        ("06-02", "check_in"),
        ("06-05", "ten_left"),
        ("06-13", "week_left"),
        ("06-19", "due_tomorrow"),
        ("06-20", "due_today"),
        ("06-23", "overdue"),
        ("06-30", "overdue"),
        ("07-07", "overdue"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # 45 days: no check_in, no ten_left; a day more has both
        ("2025-03-03", "2025-04-16", ["start", "week_left", "due_tomorrow", "due_today"]),
        ("2025-03-03", "2025-04-17", ["start", "check_in", "ten_left", "week_left", "due_tomorrow", "due_today"]),
        # 7 days and 8
        ("2025-09-11", "2025-09-17", ["start", "due_tomorrow", "due_today"]),
        ("2025-09-10", "2025-09-17", ["week_left", "due_tomorrow", "due_today"]),
        # 2 days and 3
        ("2025-09-16", "2025-09-17", ["start", "due_today"]),
        ("2025-09-15", "2025-09-17", ["start", "due_tomorrow", "due_today"]),
        # one day
        ("2025-09-17", "2025-09-17", ["due_today"]),
        # a Sunday alone: the last working day before it lies before the first day
        ("2025-09-21", "2025-09-21", []),
        # due on a Sunday: said on Friday
        ("2025-09-15", "2025-09-21", ["start", "due_tomorrow", "due_today"]),
    ],
)
def test_what_is_said_of_short_windows(first: str, last: str, expected: list[str]) -> None:
    assert [kind for _, kind in said(window(first, last)) if kind != "overdue"] == expected


def test_only_the_first_of_what_repeats_starts() -> None:
    found = made({"kind": "each", "unit": "month", "due": {"day": 10}, "first": "2025-03-01"})
    assert said(found[0], date(2025, 3, 12))[0] == ("03-03", "start")
    assert "start" not in [kind for _, kind in said(found[1])]


def test_of_what_repeats_the_latest_missed_one_is_told() -> None:
    found = made({"kind": "each", "unit": "week", "due": {"weekday": 1}, "first": "2025-09-01", "last": "2025-09-30"})
    overdue = [
        [day for day, kind in said(found[place], following=following_due(found, place)) if kind == "overdue"]
        for place in range(len(found))
    ]
    assert overdue[:4] == [["09-02", "09-08"], ["09-09", "09-15"], ["09-16", "09-22"], ["09-23", "09-29"]]
    assert overdue[4][:2] == ["09-30", "10-06"]


def test_whole_months_are_reminded_as_they_were() -> None:
    item = made({"kind": "window", "first": "2025-01-01", "last": "2025-04-30", "precision": "month"})[0]
    plan_window = Window(DeadlineKind.MONTHS, Month(2025, 1), date(2025, 4, 30))
    assert whole_months(item) == plan_window
    expected = list(policy.occurrences(plan_window, YEAR, WORKDAYS, YEAR.start, YEAR.end))
    assert list(reminders(item, YEAR, WORKDAYS, start=YEAR.start, end=YEAR.end)) == expected


def test_every_deadline_of_the_seed_keeps_its_window_and_its_reading() -> None:
    plan = load_plan(SEED)
    for activity in plan.activities:
        older = activity.deadline
        term = term_from_json(older.model_dump(mode="json"))
        (item,) = items(term.rules, plan.period, WORKDAYS)
        assert isinstance(older, Deadline)
        assert whole_months(item) == Window(
            older.kind, older.first or Month(2024, 1), older.last.last_day if older.last else None
        )
        reading = read_term(older.text, period=plan.period)
        assert reading.rules is not None, older.text
        assert items(reading.rules, plan.period, WORKDAYS) == (item,), older.text


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ({"kind": "open", "from": "2025-03-01", "rhythm": "regular"}, DeadlineKind.REGULAR),
        ({"kind": "open", "from": "2025-03-01", "rhythm": "continuous"}, DeadlineKind.CONTINUOUS),
        ({"kind": "unset"}, DeadlineKind.CONTINUOUS),
        ({"kind": "after", "anchor": "4", "days": 3}, DeadlineKind.CONTINUOUS),
    ],
)
def test_what_has_no_due_day_is_reminded_as_work_without_an_end(rule: object, kind: DeadlineKind) -> None:
    found = whole_months(made(rule)[0])
    assert found is not None
    assert found.kind is kind


@settings(max_examples=100, deadline=None)
@given(stands())
def test_one_a_day_and_nothing_before_the_first_day(stand: Stand) -> None:
    for item in items((stand.rule,), stand.period, WORKDAYS, document_day=stand.document_day)[:4]:
        start, end = stand.period.start, last_day(stand.period)
        found = list(reminders(item, stand.period, WORKDAYS, start=start, end=end))
        days = [day for day, _ in found]
        assert days == sorted(set(days))
        assert all(WORKDAYS.is_working(day) for day in days)
        if whole_months(item) is None:
            assert all(day >= item.first for day in days)
        if days:
            assert next_reminder(item, stand.period, WORKDAYS, after=days[0]) == (days[1] if len(days) > 1 else None)
        assert all(day > item.due for day, kind in found if kind is ReminderKind.OVERDUE and item.due)
