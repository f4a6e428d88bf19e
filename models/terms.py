"""The terms in which a plan counts time: months, its period, its three kinds of deadline, and when work is carried out.

All dates are local days (the configured time zone); nothing here looks at a clock.
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
    """How the plan names a deadline: by months, or as work without an end (доимий, мунтазам)."""

    MONTHS = "months"
    CONTINUOUS = "continuous"
    REGULAR = "regular"

    @property
    def is_endless(self) -> bool:
        """Continuous and regular work has no due day and is never overdue."""
        return self is not DeadlineKind.MONTHS


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
        """Every month from `first` through `last`; none when they are reversed."""
        month = first
        while month <= last:
            yield month
            month = month.next()

    @classmethod
    def fromordinal(cls, number: int) -> Self:
        """The month that `toordinal` numbers so; ValueError where there is none."""
        year, month = divmod(number, MONTHS_IN_YEAR)
        return cls(year, month + 1)

    def toordinal(self) -> int:
        """Its number, counted from the January before the year 1."""
        return self.year * MONTHS_IN_YEAR + self.month - 1

    @property
    def first_day(self) -> date:
        """The 1st."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The 28th to the 31st."""
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
    """The days a plan covers, both inclusive; ValueError when they are reversed."""

    start: date
    end: date

    # pydantic reads this when the plan file is validated: a misspelt field is refused, not ignored.
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
    """The deadline of work due in `month`: its last calendar day, a working day or not."""
    return month.last_day


@dataclass(frozen=True)
class Window:
    """When an activity is carried out: from `first` month to the last day of the month it is due in.

    `due` is the deadline in force, an approved extension included; None for continuous and regular work.
    ValueError when the three do not fit together.
    """

    kind: DeadlineKind
    first: Month
    due: date | None

    def __post_init__(self) -> None:
        if self.kind.is_endless != (self.due is None):
            raise ValueError(f"a {self.kind} window with {self.due or 'no due day'}")
        if self.due is not None and (self.due != due_day(Month.of(self.due)) or self.due < self.first.first_day):
            raise ValueError(f"{self.due} is not the last day of a month from {self.first} on")
