"""Working days: what reminders.md calls one, counted from the `holidays` package.

That package carries a country's public holidays, the days off given by decree and the Saturdays worked in exchange
for them; for Uzbekistan it follows the Labour Code and the yearly presidential decrees. A year whose decree it does
not know yet has the lawful holidays only, so an update of the package may move a day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import holidays

from models.terms import Month

MID_MONTH_DAY = 15
WORKING_DAYS_IN_LAST_WEEK = 5


@dataclass(frozen=True)
class MonthDays:
    """The working days of one month, in order, and the five of them on which something is said."""

    working: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first working day."""
        return self.working[0]

    @cached_property
    def mid(self) -> date:
        """The first working day on or after the 15th."""
        return next(day for day in self.working if day.day >= MID_MONTH_DAY)

    @property
    def week(self) -> date:
        """The working day with exactly five working days of the month after it."""
        return self.working[-1 - WORKING_DAYS_IN_LAST_WEEK]

    @property
    def eve(self) -> date:
        """The working day before the last."""
        return self.working[-2]

    @property
    def last(self) -> date:
        """The last working day."""
        return self.working[-1]


class Workdays:
    """A country's working days. A month is worked out once and kept, so that every question is a look-up."""

    def __init__(self, country: str = "UZ") -> None:
        """`country` is an ISO 3166-1 alpha-2 code; NotImplementedError from `holidays` when it knows none such."""
        self._holidays = holidays.country_holidays(country)
        self._months: dict[Month, MonthDays] = {}

    def of(self, month: Month) -> MonthDays:
        """The month's working days."""
        if month not in self._months:
            self._months[month] = MonthDays(tuple(self._count(month)))
        return self._months[month]

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`."""
        working = self.of(Month.of(day)).working
        place = bisect_left(working, day)
        return place < len(working) and working[place] == day

    def next_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the first working day after it."""
        month = Month.of(day)
        working = self.of(month).working
        place = bisect_left(working, day)
        return working[place] if place < len(working) else self.next_working(month.next().first_day)

    def previous_working(self, day: date) -> date:
        """`day` itself when it is a working day, else the last working day before it."""
        month = Month.of(day)
        working = self.of(month).working
        place = bisect_right(working, day)
        return working[place - 1] if place else self.previous_working((month - 1).last_day)

    def add(self, day: date, count: int) -> date:
        """The working day `count` working days after `day`; before it when `count` is negative."""
        step = timedelta(days=1 if count > 0 else -1)
        move = self.next_working if count > 0 else self.previous_working
        for _ in range(abs(count)):
            day = move(day + step)
        return day

    def _count(self, month: Month) -> Iterator[date]:
        # A Saturday worked in exchange is known only once its year, or the year of the day it was exchanged for, has
        # been filled in, and asking about a Saturday does not fill it in: ask about ordinary days of all three first.
        for year in (month.year - 1, month.year, month.year + 1):
            _ = date(year, 1, 1) in self._holidays
        days = (month.first_day + timedelta(days=n) for n in range(month.last_day.day))
        return (day for day in days if self._holidays.is_working_day(day))
