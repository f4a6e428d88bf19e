"""A part with a term of its own is reminded by the law of an activity with that term."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models import Activity, ActivityState, Assignment
from models.terms import Month, Period, Precision
from services.calendar import day_policy
from services.calendar.occurrences import Item
from services.calendar.reminder_days import item_for, item_of
from services.calendar.workdays import Workdays

WORKDAYS = Workdays()
PERIOD = Period(start=date(2024, 1, 1), end=date(2024, 6, 30))
DAYS = st.integers(0, 180).map(lambda days: date(2024, 1, 1) + timedelta(days=days))


def activity(first: date, due: date | None) -> Activity:
    return Activity(
        label="",
        starts_on=first,
        due_on=due,
        precision=Precision.DAY,
        is_repeated=False,
        is_later=False,
        state=ActivityState.NOT_STARTED,
    )


def part(due: date | None, precision: Precision, position: int = 1) -> Assignment:
    return Assignment(position=position, due_on=due, precision=precision)


@given(DAYS, DAYS, DAYS, st.integers(0, 2))
def test_the_days_are_those_of_an_activity_with_that_term(one: date, two: date, three: date, position: int) -> None:
    first, own, due = sorted((one, two, three))
    precision = Precision.MONTH if own == Month.of(own).last_day else Precision.DAY
    row = activity(first, due)
    item = item_for(row, part(own, precision, position))
    expected = Item(None, first, own, precision) if position else item_of(row)
    days = {"start": PERIOD.start, "end": date(2024, 9, 1)}
    said = list(day_policy.reminders(item, PERIOD, WORKDAYS, **days))
    assert said == list(day_policy.reminders(expected, PERIOD, WORKDAYS, **days))
    assert len({day for day, _ in said}) == len(said), "one a day"


@given(DAYS, DAYS)
def test_a_term_later_than_the_activitys_is_not_in_force(one: date, two: date) -> None:
    due, own = sorted((one, two))
    row = activity(date(2024, 1, 1), due)
    assert item_for(row, part(own, Precision.DAY)).due == due
    assert item_for(activity(date(2024, 1, 1), None), part(own, Precision.DAY)).due is None
