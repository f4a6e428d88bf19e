"""Which reminder falls on which day for terms by day and for what repeats; whole months are in `policy`.

As in `policy`, all dates are local days, and the calendar speaks as if nobody had reported.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from models.terms import DeadlineKind, Month, Period, Precision
from services.calendar import policy
from services.calendar.occurrences import Item
from services.calendar.policy import ReminderKind, Window, last_day
from services.calendar.units import ONE_DAY
from services.calendar.workdays import Workdays

# A kind is said only of windows longer than so many days, from the first through the due day.
LONGER_THAN = {
    ReminderKind.CHECK_IN: 45,
    ReminderKind.TEN_LEFT: 45,
    ReminderKind.WEEK_LEFT: 7,
    ReminderKind.DUE_TOMORROW: 2,
}
# How many working days are left then.
LEFT = {ReminderKind.TEN_LEFT: 10, ReminderKind.WEEK_LEFT: 5, ReminderKind.DUE_TOMORROW: 1, ReminderKind.DUE_TODAY: 0}


def whole_months(item: Item) -> Window | None:
    """The window in whole months whose reminders are those of `policy`; None for an item that is reminded by day."""
    first = Month.of(item.first)
    if item.due is None:
        kind = DeadlineKind(item.rhythm.value) if item.rhythm else DeadlineKind.CONTINUOUS
        return Window(kind, first, None)
    if item.precision is Precision.DAY or item.due != Month.of(item.due).last_day:
        return None
    return Window(DeadlineKind.MONTHS, first, item.due)


def reminders(
    item: Item, period: Period, workdays: Workdays, *, start: date, end: date, following: date | None = None
) -> Iterator[tuple[date, ReminderKind]]:
    """All reminders about an item from `start` through `end`, in order of days, at most one per day.

    `following` is the due day of the next occurrence of what repeats: when that one is overdue, this one is told with
    it and no longer by itself.
    """
    window = whole_months(item)
    if window is not None:
        yield from policy.occurrences(window, period, workdays, start, end)
        return
    end = min(end, last_day(period))
    yield from ((day, kind) for day, kind in _said(item, end, workdays, following) if start <= day <= end)


def next_reminder(
    item: Item, period: Period, workdays: Workdays, *, after: date, following: date | None = None
) -> date | None:
    """The first day later than `after` with a reminder about the item; None if there is none."""
    coming = reminders(item, period, workdays, start=after + ONE_DAY, end=last_day(period), following=following)
    return next((day for day, _ in coming), None)


def following_due(items: Sequence[Item], place: int) -> date | None:
    """The due day of the occurrence after the one at `place`; None for the last, and for what does not repeat."""
    if not items[place].is_repeated:
        return None
    return next((item.due for item in items[place + 1 :] if item.is_repeated), None)


def _said(item: Item, end: date, workdays: Workdays, following: date | None) -> Iterator[tuple[date, ReminderKind]]:
    """What is said, in order of days; what comes after the deadline is found only as far as it is asked for."""
    if item.due is None:
        return
    chosen: dict[date, ReminderKind] = {}
    for day, kind in _before_the_deadline(item, item.due, workdays):
        if day >= item.first:  # nothing is said before the first day
            chosen[day] = min(kind, chosen.get(day, kind), key=policy.URGENCY.index)
    yield from sorted(chosen.items())
    yield from ((day, ReminderKind.OVERDUE) for day in _overdue(item.due, min(end, following or end), workdays))


def _before_the_deadline(item: Item, due: date, workdays: Workdays) -> Iterator[tuple[date, ReminderKind]]:
    length = (due - item.first).days + 1
    last = workdays.previous_working(due)
    opening = workdays.next_working(item.first)
    if not item.is_later and opening <= last:
        yield opening, ReminderKind.START
    if length > LONGER_THAN[ReminderKind.CHECK_IN]:
        enough = workdays.add(last, -LEFT[ReminderKind.TEN_LEFT])
        for month in Month.range(Month.of(item.first).next(), Month.of(due)):
            if (day := workdays.of(month).first) < enough:  # more than ten are left
                yield day, ReminderKind.CHECK_IN
    for kind, left in LEFT.items():
        if length > LONGER_THAN.get(kind, 0):
            yield workdays.add(last, -left), kind


def _overdue(due: date, end: date, workdays: Workdays) -> Iterator[date]:
    """The first working day after the deadline, then the first of every later week."""
    day = workdays.next_working(due + ONE_DAY)
    while day <= end:
        yield day
        monday = day - timedelta(days=day.weekday())
        day = workdays.next_working(monday + timedelta(weeks=1))
