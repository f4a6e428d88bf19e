"""Working days of Uzbekistan, as the `holidays` package has them, and the five days of a month."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar.deadlines import Month
from services.calendar.workdays import Workdays

DAY = timedelta(days=1)
WORKDAYS = Workdays()

days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
months = days.map(Month.of)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 1, 1), False),  # New Year
        (date(2024, 1, 2), False),  # exchanged for Saturday 6 January
        (date(2024, 1, 3), True),
        (date(2024, 1, 6), True),  # the Saturday worked in exchange
        (date(2024, 1, 7), False),  # a Sunday
        (date(2024, 3, 22), False),  # by decree
        (date(2024, 4, 13), True),  # Saturday, for 12 April
        (date(2024, 6, 17), False),  # Eid al-Adha, observed on a Monday
        (date(2024, 12, 14), True),  # Saturday, for 30 December
        (date(2024, 12, 31), False),  # by decree
    ],
)
def test_holidays_days_off_by_decree_and_saturdays_in_exchange_are_known(day: date, works: bool) -> None:
    assert WORKDAYS.is_working(day) is works


def test_a_saturday_worked_in_exchange_is_known_though_it_is_the_first_day_ever_asked_about() -> None:
    # 1 June 2019 opens its month, so no ordinary day has been asked about before it.
    assert Workdays().is_working(date(2019, 6, 1))
    assert Workdays().of(Month(2019, 6)).first == date(2019, 6, 1)


def test_the_five_days_of_april_are_those_of_the_worked_example() -> None:
    april = WORKDAYS.of(Month(2024, 4))
    assert [april.first, april.mid, april.week, april.eve, april.last] == [
        date(2024, 4, 1),
        date(2024, 4, 15),
        date(2024, 4, 23),
        date(2024, 4, 29),
        date(2024, 4, 30),
    ]


@pytest.mark.parametrize(
    ("month", "five"),
    [
        ("2024-01", [3, 15, 24, 30, 31]),
        ("2024-03", [1, 15, 20, 28, 29]),  # 21 and 22 are off, so five working days are left after the 20th
        ("2024-06", [3, 19, 21, 27, 28]),  # 15 and 16 a weekend, 17 and 18 off
        ("2024-12", [2, 16, 20, 26, 27]),  # the year's last two days are off
    ],
)
def test_the_five_days_of_a_month_step_over_days_off(month: str, five: list[int]) -> None:
    found = WORKDAYS.of(Month.parse(month))
    assert [day.day for day in (found.first, found.mid, found.week, found.eve, found.last)] == five


@given(months)
def test_the_five_days_are_as_the_table_defines_them(month: Month) -> None:
    found = WORKDAYS.of(month)
    working = [
        day for n in range(month.last_day.day) if WORKDAYS.is_working(day := month.first_day + timedelta(days=n))
    ]
    assert list(found.working) == working
    assert found.first == working[0]
    assert found.mid == min(day for day in working if day.day >= 15)
    assert [day for day in working if sum(later > day for later in working) == 5] == [found.week]
    assert max(day for day in working if day < found.last) == found.eve
    assert found.last == working[-1]


@given(days)
def test_the_next_working_day_is_the_first_on_or_after(day: date) -> None:
    found = WORKDAYS.next_working(day)
    assert found >= day
    assert WORKDAYS.is_working(found)
    assert not any(WORKDAYS.is_working(day + n * DAY) for n in range((found - day).days))


@given(days)
def test_the_previous_working_day_is_the_last_on_or_before(day: date) -> None:
    found = WORKDAYS.previous_working(day)
    assert found <= day
    assert WORKDAYS.is_working(found)
    assert not any(WORKDAYS.is_working(day - n * DAY) for n in range((day - found).days))


def test_a_search_for_a_working_day_crosses_months_and_years() -> None:
    assert WORKDAYS.next_working(date(2024, 12, 30)) == date(2025, 1, 3)
    assert WORKDAYS.previous_working(date(2024, 1, 2)) == date(2023, 12, 29)


@given(days, st.integers(-60, 60))
def test_adding_working_days_moves_by_exactly_so_many(day: date, count: int) -> None:
    moved = WORKDAYS.add(day, count)
    way = 1 if moved > day else -1
    passed = [day + way * n * DAY for n in range(1, abs((moved - day).days) + 1)]
    assert sum(map(WORKDAYS.is_working, passed)) == abs(count)
    assert moved == (day if count == 0 else passed[-1])
    assert count == 0 or (WORKDAYS.is_working(moved) and (moved > day) is (count > 0))


def test_a_country_nobody_knows_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        Workdays("XX")
