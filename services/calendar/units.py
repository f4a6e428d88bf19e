"""Weeks, months, quarters, half-years and years: where one begins and ends, and the one that lies n further."""

import enum
from datetime import date, timedelta

from models.terms import MONTHS_IN_YEAR, Month, Precision

ONE_DAY = timedelta(days=1)


class Unit(enum.StrEnum):
    """What repeats: a calendar week (from Monday), month, quarter, half-year or year."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months the unit has; 0 of a week."""
        return _MONTHS[self]

    @property
    def longest(self) -> int:
        """How many days the unit has at most."""
        return _LONGEST[self]

    def first_day(self, day: date) -> date:
        """The first day of the unit in which `day` lies."""
        if self is Unit.WEEK:
            return day - timedelta(days=day.weekday())
        return date(day.year, day.month - (day.month - 1) % self.months, 1)

    def last_day(self, day: date) -> date:
        """The last day of the unit in which `day` lies."""
        return self.later(self.first_day(day), 1) - ONE_DAY

    def later(self, first: date, count: int) -> date:
        """The first day of the unit that lies `count` units after the one that begins on `first`."""
        if self is Unit.WEEK:
            return first + timedelta(weeks=count)
        return (Month.of(first) + self.months * count).first_day


def unit_of(precision: Precision) -> Unit | None:
    """The unit on whose last day a term of this precision ends; None for a day."""
    return None if precision is Precision.DAY else Unit(precision.value)


_MONTHS = {Unit.WEEK: 0, Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: MONTHS_IN_YEAR}
_LONGEST = {Unit.WEEK: 7, Unit.MONTH: 31, Unit.QUARTER: 92, Unit.HALF: 184, Unit.YEAR: 366}
