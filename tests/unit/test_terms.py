"""Rows tell of their own days."""

from datetime import date

import pytest

from models import Activity, Plan
from models.terms import DeadlineKind, Month, Period, Window


def test_a_plan_knows_its_period() -> None:
    assert Plan(starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30)).period == Period(
        date(2024, 1, 1), date(2024, 6, 30)
    )


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (DeadlineKind.MONTHS, date(2024, 4, 30)),
        (DeadlineKind.CONTINUOUS, None),
        (DeadlineKind.REGULAR, None),
    ],
)
def test_an_activity_knows_when_it_is_carried_out(kind: DeadlineKind, due: date | None) -> None:
    row = Activity(kind=kind, starts_on=date(2024, 2, 1), planned_due_on=date(2024, 3, 31), due_on=due)
    assert row.window == Window(kind, Month(2024, 2), due), "the deadline in force counts, not the planned one"
