"""Months, periods and deadlines."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar.deadlines import DeadlineKind, Month, Period, days_left, due_day, is_overdue

months = st.dates(date(1990, 1, 1), date(2090, 12, 31)).map(Month.of)


def test_a_month_is_read_and_written_as_iso() -> None:
    month = Month.parse("2024-02")
    assert (month.year, month.month) == (2024, 2)
    assert str(month) == "2024-02"


@pytest.mark.parametrize(
    "text", ["2024-13", "2024-00", "2024-1", "24-01", "2024-01-01", " 2024-01", "", "март", "٢٠٢٤-٠١"]
)
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_there_is_no_month_outside_the_calendar() -> None:
    with pytest.raises(ValueError, match="no month 0"):
        Month(2024, 0)
    with pytest.raises(ValueError, match="no month 1 of the year 0"):
        Month(0, 1)


def test_february_ends_as_the_year_has_it() -> None:
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert Month(2023, 2).last_day == date(2023, 2, 28)


def test_december_is_followed_by_january() -> None:
    assert Month(2023, 12).next() == Month(2024, 1)
    assert Month(2024, 1) - 1 == Month(2023, 12)


def test_a_range_of_months_holds_both_ends() -> None:
    assert [str(month) for month in Month.range(Month(2023, 11), Month(2024, 2))] == [
        "2023-11",
        "2023-12",
        "2024-01",
        "2024-02",
    ]
    assert list(Month.range(Month(2024, 3), Month(2024, 3))) == [Month(2024, 3)]


def test_a_reversed_range_of_months_is_empty() -> None:
    assert list(Month.range(Month(2024, 3), Month(2024, 2))) == []


@given(months)
def test_writing_a_month_and_reading_it_gives_the_same(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(months, st.integers(-200, 200))
def test_moving_a_month_forth_and_back_gives_the_same(month: Month, count: int) -> None:
    assert (month + count) - count == month
    assert (month + count > month) == (count > 0)


@given(months, months)
def test_months_are_counted_without_a_gap(one: Month, other: Month) -> None:
    assert Month.fromordinal(one.toordinal()) == one
    assert one + (other.toordinal() - one.toordinal()) == other


@given(months)
def test_the_day_after_a_month_begins_the_next(month: Month) -> None:
    assert month.last_day + timedelta(days=1) == month.next().first_day
    assert Month.of(month.first_day) == Month.of(month.last_day) == month


@given(months, months)
def test_months_are_ordered_as_their_days(one: Month, other: Month) -> None:
    assert (one < other) == (one.first_day < other.first_day)
    assert (one < other) == (str(one) < str(other))


def test_a_period_holds_both_its_ends_and_nothing_beside_them() -> None:
    half_year = Period(date(2024, 1, 1), date(2024, 6, 30))
    assert date(2024, 1, 1) in half_year
    assert date(2024, 6, 30) in half_year
    assert date(2023, 12, 31) not in half_year
    assert date(2024, 7, 1) not in half_year
    assert (half_year.first_month, half_year.last_month) == (Month(2024, 1), Month(2024, 6))


def test_a_period_may_be_one_day() -> None:
    assert date(2024, 1, 1) in Period(date(2024, 1, 1), date(2024, 1, 1))


def test_a_reversed_period_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2024, 6, 30), date(2024, 1, 1))


def test_work_is_due_on_the_last_calendar_day_though_nobody_works_on_it() -> None:
    assert due_day(Month(2024, 3)) == date(2024, 3, 31)  # a Sunday


def test_work_is_overdue_from_the_day_after_its_deadline() -> None:
    due = date(2024, 4, 30)
    assert not is_overdue(due, date(2024, 4, 30))
    assert is_overdue(due, date(2024, 5, 1))


def test_work_without_a_deadline_is_never_overdue_and_has_no_days_left() -> None:
    assert not is_overdue(None, date(2099, 1, 1))
    assert days_left(None, date(2024, 1, 1)) is None


@pytest.mark.parametrize(("today", "left"), [(date(2024, 4, 27), 3), (date(2024, 4, 30), 0), (date(2024, 5, 2), -2)])
def test_days_left_are_calendar_days_and_negative_when_past(today: date, left: int) -> None:
    assert days_left(date(2024, 4, 30), today) == left


@given(st.dates(), st.dates())
def test_overdue_and_no_days_left_say_the_same(due: date, today: date) -> None:
    left = days_left(due, today)
    assert left is not None
    assert is_overdue(due, today) == (left < 0)


def test_only_months_end() -> None:
    assert [kind for kind in DeadlineKind if not kind.is_endless] == [DeadlineKind.MONTHS]
