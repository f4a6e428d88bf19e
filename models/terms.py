"""How a plan measures time: months, its period, and the kinds and the precision of deadlines.

All dates are local days (the configured time zone); nothing here reads the clock.
"""

import calendar
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self

MONTHS_IN_YEAR = 12
_ISO_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class DeadlineKind(enum.StrEnum):
    """How the plan gives a deadline: in months, or as work without an end (доимий, мунтазам)."""

    MONTHS = "months"
    CONTINUOUS = "continuous"
    REGULAR = "regular"

    @property
    def is_endless(self) -> bool:
        """Whether the work has no due day: continuous and regular work is never overdue."""
        return self is not DeadlineKind.MONTHS


class Precision(enum.StrEnum):
    """How exactly a due day was given; it is shown with the day."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class Rhythm(enum.StrEnum):
    """How work without a due day goes on."""

    CONTINUOUS = "continuous"
    REGULAR = "regular"


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; ordered in time, written as ISO 8601 («2024-01»)."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (date.min.year <= self.year <= date.max.year and 1 <= self.month <= MONTHS_IN_YEAR):
            raise ValueError(f"there is no month {self.month} of the year {self.year}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month in which `day` lies."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read «2024-01»; ValueError for anything else."""
        if not (match := _ISO_MONTH.fullmatch(text)):
            raise ValueError(f"«{text}» is not a month such as 2024-01")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def range(cls, first: "Month", last: "Month") -> Iterator["Month"]:
        """Every month from `first` through `last`; none if they are reversed."""
        month = first
        while month <= last:
            yield month
            month = month.next()

    @classmethod
    def fromordinal(cls, number: int) -> Self:
        """The month with this `toordinal` number; ValueError if there is none."""
        year, month = divmod(number, MONTHS_IN_YEAR)
        return cls(year, month + 1)

    def toordinal(self) -> int:
        """The number of months since the January before year 1."""
        return self.year * MONTHS_IN_YEAR + self.month - 1

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def next(self) -> "Month":
        """The month after this one."""
        return self + 1

    def __add__(self, months: int) -> "Month":
        return Month.fromordinal(self.toordinal() + months)

    def __sub__(self, months: int) -> "Month":
        return self + -months

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True)
class Period:
    """The days that a plan covers, both inclusive; ValueError if they are reversed."""

    start: date
    end: date

    # pydantic reads this when it validates the plan file: a misspelt field is refused, not ignored.
    __pydantic_config__: ClassVar = {"extra": "forbid"}

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it starts on {self.start}; exchange them")

    @property
    def first_month(self) -> Month:
        """The month of the first day."""
        return Month.of(self.start)

    @property
    def last_month(self) -> Month:
        """The month of the last day."""
        return Month.of(self.end)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def due_day(month: Month) -> date:
    """The deadline of work due in `month`: its last calendar day, even if it is not a working day."""
    return month.last_day
