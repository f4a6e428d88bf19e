"""What is reminded on which day: the law of reminders, as pure functions of a window, a period and the working days.

All dates are local days. Nothing here knows who reported what: `scheduled` and `occurrences` say what the calendar
holds, and a kind for which `needs_silence` is true is said only to an executor who has not reported since
`silent_since`.
"""

import enum
from collections.abc import Iterator
from datetime import date, timedelta

from models.terms import DeadlineKind, Month, Period, Window
from services.calendar.workdays import Workdays

ECHO = timedelta(days=60)
ONE_DAY = timedelta(days=1)


class Kind(enum.StrEnum):
    """Why an executor hears of an activity today."""

    START = "start"
    CHECK_IN = "check_in"
    NEXT_MONTH = "next_month"
    THIS_MONTH = "this_month"
    MID_MONTH = "mid_month"
    WEEK_LEFT = "week_left"
    DUE_TOMORROW = "due_tomorrow"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


# An executor hears of an activity once a day at most. In a month that holidays leave very short two of its five days
# can be one; then the kind nearest to the deadline is said, because the further one is told by it too («5 working
# days are left» tells that the middle of the month has come) and because its condition may not hold (mid_month is
# said to the silent only, the nearer ones to everybody).
URGENCY: tuple[Kind, ...] = tuple(reversed(Kind))


def last_day(period: Period) -> date:
    """The last day on which anything is said of a plan: 60 days past its period."""
    return period.end + ECHO


def needs_silence(kind: Kind) -> bool:
    """Whether the kind is said only to an executor who has not reported since `silent_since`."""
    return kind is Kind.MID_MONTH


def silent_since(kind: Kind, month: Month, workdays: Workdays) -> date | None:
    """The day from which a report makes `kind` needless in `month`; None for a kind that is said anyhow."""
    return workdays.of(month).first if needs_silence(kind) else None


def scheduled(window: Window, period: Period, workdays: Workdays, on: date) -> Kind | None:
    """What the calendar says for that day, as if nobody reported."""
    return next((kind for _, kind in occurrences(window, period, workdays, on, on)), None)


def next_occurrence(window: Window, period: Period, workdays: Workdays, after: date) -> date | None:
    """The first day later than `after` on which something is said; None when nothing is left to say."""
    coming = occurrences(window, period, workdays, after + ONE_DAY, last_day(period))
    return next((day for day, _ in coming), None)


def occurrences(
    window: Window, period: Period, workdays: Workdays, start: date, end: date
) -> Iterator[tuple[date, Kind]]:
    """All that the calendar says from `start` through `end`, in order of days, one kind a day at most."""
    end = min(end, last_day(period))
    # The earliest thing that is ever said is next_month, in the month before the first.
    earliest = max(Month.of(start), window.first - 1)
    for month in Month.range(earliest, Month.of(end)):
        for day, kind in _one_a_day(_said_in(month, window, period, workdays)):
            if start <= day <= end:
                yield day, kind


def _one_a_day(said: Iterator[tuple[date, Kind]]) -> list[tuple[date, Kind]]:
    chosen: dict[date, Kind] = {}
    for day, kind in said:
        chosen[day] = min(kind, chosen.get(day, kind), key=URGENCY.index)
    return sorted(chosen.items())


def _said_in(month: Month, window: Window, period: Period, workdays: Workdays) -> Iterator[tuple[date, Kind]]:
    if window.due is None:
        return _endless(month, window, period, workdays)
    due_month = Month.of(window.due)
    if month < due_month:
        return _before_due_month(month, window.first, due_month, period, workdays)
    if month == due_month:
        return _in_due_month(month, workdays)
    return _overdue(month, window.due, workdays)


def _endless(month: Month, window: Window, period: Period, workdays: Workdays) -> Iterator[tuple[date, Kind]]:
    days = workdays.of(month)
    if window.first <= month <= period.last_month:
        yield days.first, Kind.START if month == window.first else Kind.CHECK_IN
        if window.kind is DeadlineKind.REGULAR:
            yield days.mid, Kind.MID_MONTH


def _before_due_month(
    month: Month, first: Month, due_month: Month, period: Period, workdays: Workdays
) -> Iterator[tuple[date, Kind]]:
    days = workdays.of(month)
    if month >= first:
        yield days.first, Kind.START if month == first else Kind.CHECK_IN
    if month.next() == due_month and days.week in period:
        yield days.week, Kind.NEXT_MONTH


def _in_due_month(month: Month, workdays: Workdays) -> Iterator[tuple[date, Kind]]:
    days = workdays.of(month)
    yield days.first, Kind.THIS_MONTH
    yield days.mid, Kind.MID_MONTH
    yield days.week, Kind.WEEK_LEFT
    yield days.eve, Kind.DUE_TOMORROW
    yield days.last, Kind.DUE_TODAY


def _overdue(month: Month, due: date, workdays: Workdays) -> Iterator[tuple[date, Kind]]:
    began = workdays.next_working(due + ONE_DAY)
    for day in workdays.of(month).working:
        monday = day - timedelta(days=day.weekday())
        if day in (began, workdays.next_working(monday)):
            yield day, Kind.OVERDUE
