"""Which reminder falls on which day: pure functions of a window, a period and the working days.

All dates are local days. Reports are not considered here: `scheduled` and `occurrences` give the calendar's reminders,
and a kind for which `needs_silence` is true is sent only to an executor who has not reported since `silent_since`.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.terms import DeadlineKind, Month, Period, due_day
from services.calendar.workdays import Workdays

ECHO = timedelta(days=60)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """When work in whole months is carried out: from the month `first` to the last day of the month in which it is due.

    `due` is the deadline in force, including an approved extension; None for continuous and regular work.
    ValueError if the three do not fit together.
    """

    kind: DeadlineKind
    first: Month
    due: date | None

    def __post_init__(self) -> None:
        if self.kind.is_endless != (self.due is None):
            raise ValueError(f"a {self.kind} window with {self.due or 'no due day'}")
        if self.due is not None and (self.due != due_day(Month.of(self.due)) or self.due < self.first.first_day):
            raise ValueError(f"{self.due} is not the last day of a month from {self.first} on")


class ReminderKind(enum.StrEnum):
    """The reason for a reminder about an activity."""

    START = "start"
    CHECK_IN = "check_in"
    NEXT_MONTH = "next_month"
    THIS_MONTH = "this_month"
    MID_MONTH = "mid_month"
    TEN_LEFT = "ten_left"  # only of terms by day
    WEEK_LEFT = "week_left"
    PROMISE = "promise"  # the day that the officer named, or the working day after it: no day of the calendar
    DUE_TOMORROW = "due_tomorrow"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


# An executor gets at most one reminder per activity and day. In a month that holidays make very short, two of its five
# days can coincide; then the kind nearest to the deadline is sent, because it implies the other («5 working days are
# left» implies that the middle of the month has come) and because the other may not apply (mid_month is sent only to
# silent executors, the nearer kinds to everybody).
URGENCY: tuple[ReminderKind, ...] = tuple(reversed(ReminderKind))


def last_day(period: Period) -> date:
    """The last day with a reminder about a plan: 60 days after its period."""
    return period.end + ECHO


def needs_silence(kind: ReminderKind) -> bool:
    """Whether the kind is sent only to an executor who has not reported since `silent_since`."""
    return kind is ReminderKind.MID_MONTH


def silent_since(kind: ReminderKind, month: Month, workdays: Workdays) -> date | None:
    """The day from which a report makes `kind` unnecessary in `month`; None for a kind that is always sent."""
    return workdays.of(month).first if needs_silence(kind) else None


def scheduled(window: Window, period: Period, workdays: Workdays, on: date) -> ReminderKind | None:
    """The reminder for the day `on`, as if nobody had reported; None if there is none."""
    return next((kind for _, kind in occurrences(window, period, workdays, on, on)), None)


def occurrences(
    window: Window, period: Period, workdays: Workdays, start: date, end: date
) -> Iterator[tuple[date, ReminderKind]]:
    """All reminders from `start` through `end`, in order of days, at most one per day."""
    end = min(end, last_day(period))
    # The earliest possible reminder is next_month, in the month before the first.
    earliest = max(Month.of(start), window.first - 1)
    for month in Month.range(earliest, Month.of(end)):
        for day, kind in _one_a_day(_said_in(month, window, period, workdays)):
            if start <= day <= end:
                yield day, kind


def _one_a_day(occurrences: Iterator[tuple[date, ReminderKind]]) -> list[tuple[date, ReminderKind]]:
    chosen: dict[date, ReminderKind] = {}
    for day, kind in occurrences:
        chosen[day] = min(kind, chosen.get(day, kind), key=URGENCY.index)
    return sorted(chosen.items())


def _said_in(month: Month, window: Window, period: Period, workdays: Workdays) -> Iterator[tuple[date, ReminderKind]]:
    if window.due is None:
        return _endless(month, window, period, workdays)
    due_month = Month.of(window.due)
    if month < due_month:
        return _before_due_month(month, window.first, due_month, period, workdays)
    if month == due_month:
        return _in_due_month(month, workdays)
    return _overdue(month, window.due, workdays)


def _endless(month: Month, window: Window, period: Period, workdays: Workdays) -> Iterator[tuple[date, ReminderKind]]:
    days = workdays.of(month)
    if window.first <= month <= period.last_month:
        yield days.first, ReminderKind.START if month == window.first else ReminderKind.CHECK_IN
        if window.kind is DeadlineKind.REGULAR:
            yield days.mid, ReminderKind.MID_MONTH


def _before_due_month(
    month: Month, first: Month, due_month: Month, period: Period, workdays: Workdays
) -> Iterator[tuple[date, ReminderKind]]:
    days = workdays.of(month)
    if month >= first:
        yield days.first, ReminderKind.START if month == first else ReminderKind.CHECK_IN
    if month.next() == due_month and days.week in period:
        yield days.week, ReminderKind.NEXT_MONTH


def _in_due_month(month: Month, workdays: Workdays) -> Iterator[tuple[date, ReminderKind]]:
    days = workdays.of(month)
    yield days.first, ReminderKind.THIS_MONTH
    yield days.mid, ReminderKind.MID_MONTH
    yield days.week, ReminderKind.WEEK_LEFT
    yield days.eve, ReminderKind.DUE_TOMORROW
    yield days.last, ReminderKind.DUE_TODAY


def _overdue(month: Month, due: date, workdays: Workdays) -> Iterator[tuple[date, ReminderKind]]:
    began = workdays.next_working(due + ONE_DAY)
    for day in workdays.of(month).working:
        monday = day - timedelta(days=day.weekday())
        if day in (began, workdays.next_working(monday)):
            yield day, ReminderKind.OVERDUE
