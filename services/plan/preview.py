"""The calendar of a whole plan: every reminder of every executor, as if nobody reported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.calendar import day_policy
from services.calendar.deadlines import Period
from services.calendar.occurrences import Item
from services.calendar.policy import ReminderKind
from services.calendar.reminder_days import precision_of, with_own_term
from services.calendar.workdays import Workdays
from services.plan.file import PlanFile
from services.plan.marks import Marks, shown_number


@dataclass(frozen=True, order=True)
class Reminder:
    """A reminder to one executor about one activity on one local day; `executor` is the name in the plan.

    `activity` is its number among those of all plans in force, whose `marks` are given where there are several.
    """

    date: date
    executor: str
    activity: int
    kind: ReminderKind
    marks: Marks = field(default=(), compare=False)

    @property
    def written_number(self) -> str:
        """The activity's number, with the mark of its plan where several are in force."""
        return shown_number(self.activity, self.marks)


def calendar(plan: PlanFile, start: date, end: date, workdays: Workdays) -> list[Reminder]:
    """All reminders from `start` through `end`, sorted by date, executor, activity and kind."""
    return sorted(
        Reminder(day, plan.executor(key).name, activity.number, kind)
        for activity in plan.activities
        for key in activity.executors
        for day, kind in _said(
            [_of_part(item, activity.part_terms.get(key)) for item in plan.items(activity.deadline, workdays)],
            plan.period,
            workdays,
            start,
            end,
        )
    )


def _of_part(item: Item, due: date | None) -> Item:
    """What one executor has to do, by the own term of their part if it has one."""
    return item if due is None else with_own_term(item, due, precision_of(due))


def _said(
    made: Sequence[Item], period: Period, workdays: Workdays, start: date, end: date
) -> Iterator[tuple[date, ReminderKind]]:
    for place, item in enumerate(made):
        following = day_policy.following_due(made, place)
        yield from day_policy.reminders(item, period, workdays, start=start, end=end, following=following)
