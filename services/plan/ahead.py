"""Looking ahead: what falls due to the end of next month. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.calendar.deadlines import Month
from services.calendar.workdays import Workdays
from services.plan.figures import ActivityFacts
from services.plan.status import Status

REGULAR = (0, 3)  # Mondays and Thursdays


@dataclass(frozen=True)
class Ahead:
    """The open activities that are due from today until the last day of next month, by their deadlines."""

    until: date
    activities: tuple[ActivityFacts, ...]


def is_regular(day: date, workdays: Workdays) -> bool:
    """Whether this working day's digests look ahead: on Mondays and Thursdays.

    If one of these is a day off, on the next working day.
    """
    monday = day - timedelta(days=day.weekday())
    return any(workdays.next_working(monday + timedelta(days=weekday)) == day for weekday in REGULAR)


def is_first_of_week(day: date, workdays: Workdays) -> bool:
    """Whether it is the first working day of its week, on which all is told whole: Monday, or the next one."""
    return workdays.next_working(day - timedelta(days=day.weekday())) == day


def end_of_next_month(day: date) -> date:
    """The last day of the month after the day's."""
    return (Month.of(day) + 1).last_day


def is_ahead(activity: ActivityFacts) -> bool:
    """Whether it is still to be handed in, and due by the end of next month; what is overdue is not ahead."""
    is_to_do = activity.is_open and activity.status not in (Status.REVIEW, Status.OVERDUE)
    return is_to_do and activity.due_on is not None and activity.due_on <= end_of_next_month(activity.today)


def ahead(activities: Iterable[ActivityFacts], today: date) -> Ahead:
    """What of these activities is ahead on a day: of a head's people, of a plan, of all plans."""
    chosen = (one for one in activities if is_ahead(one))
    return Ahead(end_of_next_month(today), tuple(sorted(chosen, key=lambda one: (one.due_on or today, one.number))))
