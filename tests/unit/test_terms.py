"""Rows tell of their own days."""

from datetime import date

import pytest

from models import Activity, Plan
from models.terms import Period, Precision, Rhythm
from services.calendar.occurrences import Item, Label, LabelKind
from services.calendar.reminder_days import item_of


def test_a_plan_knows_its_period() -> None:
    assert Plan(starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 30)).period == Period(
        date(2024, 1, 1), date(2024, 6, 30)
    )


@pytest.mark.parametrize(
    ("due", "rhythm", "after", "is_unset", "awaits"),
    [
        (date(2024, 4, 30), None, None, False, None),
        (None, Rhythm.CONTINUOUS, None, False, None),
        (None, Rhythm.REGULAR, None, False, None),
        (None, None, None, True, None),
        (None, None, {"kind": "after", "anchor": "4", "days": 3}, False, "4"),
        (date(2024, 4, 30), None, {"kind": "after", "anchor": "4", "days": 3}, False, None),
    ],
)
def test_an_activity_knows_when_it_is_carried_out(
    due: date | None, rhythm: Rhythm | None, after: dict[str, object] | None, is_unset: bool, awaits: str | None
) -> None:
    row = Activity(
        starts_on=date(2024, 2, 1),
        planned_due_on=date(2024, 3, 31),
        due_on=due,
        precision=Precision.MONTH,
        label="month 2024-02-01 2024-04-30",
        is_repeated=True,
        is_later=False,
        rhythm=rhythm,
        after=after,
    )
    expected = Item(
        Label(LabelKind.MONTH, date(2024, 2, 1), date(2024, 4, 30)),
        date(2024, 2, 1),
        due,
        Precision.MONTH,
        is_repeated=True,
        rhythm=rhythm,
        is_unset=is_unset,
        awaits=awaits,
    )
    assert item_of(row) == expected, "the deadline in force counts, not the planned one"
