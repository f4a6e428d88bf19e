"""Discipline: the share of due work that was done on time. The only place that computes it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.calendar.deadlines import Period
from services.plan.figures import ActivityFacts, Part
from services.plan.status import Status


@dataclass(frozen=True)
class Discipline:
    """Numbers of due activities: done on time, done late, or still open and overdue.

    `days` is the total number of calendar days by which the late and the overdue ones are past their deadlines.
    """

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    days: int = 0

    def __add__(self, other: "Discipline") -> "Discipline":
        return Discipline(
            self.on_time + other.on_time,
            self.late + other.late,
            self.overdue + other.overdue,
            self.days + other.days,
        )

    @property
    def due(self) -> int:
        """The denominator of the share: activities done, and those open past the deadline."""
        return self.on_time + self.late + self.overdue

    @property
    def share(self) -> float | None:
        """Done on time ÷ (done + open and overdue), from 0 to 1; None if nothing was due."""
        return self.on_time / self.due if self.due else None

    @property
    def percent(self) -> int | None:
        """The share in whole percent, halves rounded up (as in Excel); None if nothing was due."""
        return (200 * self.on_time + self.due) // (2 * self.due) if self.due else None

    @property
    def average_days_late(self) -> float | None:
        """Average calendar days past the deadline of those done late and those overdue; None if there are none."""
        behind = self.late + self.overdue
        return self.days / behind if behind else None


NOTHING_DUE = Discipline()


@dataclass(frozen=True)
class DisciplineFacts:
    """Discipline overall, by section (numeral) and by executor (id), for all that have an activity."""

    whole: Discipline
    sections: Mapping[str, Discipline]
    executors: Mapping[int, Discipline]


def discipline(activities: Iterable[ActivityFacts], times: Sequence[Period] = ()) -> DisciplineFacts:
    """Compute discipline. An activity counts for each of its executors, whether they lead or assist.

    Activities without a deadline are never due. Those that await acceptance, are closed, or are open with time left do
    not count, nor do those whose term was over before it was given: to anybody, or to the executor whose discipline it
    is. For an executor it counts by their own part (`ActivityFacts.counted_for`): once that is delivered it is done for
    them, however late the others are. The discipline of some `times` is that of the deadlines in force that have come
    in them, and no others.
    """
    whole = NOTHING_DUE
    sections: dict[str, Discipline] = {}
    executors: dict[int, Discipline] = {}
    for activity in activities:
        if not times or _came_in(activity, times):
            tally = _of(activity)
            whole += tally
            sections[activity.section] = sections.get(activity.section, NOTHING_DUE) + tally
        for executor_id, own in _of_each(activity, times).items():
            executors[executor_id] = executors.get(executor_id, NOTHING_DUE) + own
    return DisciplineFacts(whole, sections, executors)


def _of_each(activity: ActivityFacts, times: Sequence[Period]) -> dict[int, Discipline]:
    """What an activity counts for each of its executors, if it counts for them in these times."""
    parts: dict[int, list[Part]] = {}
    for part in activity.parts:
        parts.setdefault(part.executor.id, []).append(part)
    found = {}
    for executor_id, mine in parts.items():
        own = activity.counted_by(mine)
        if not times or _came_in(own, times):
            found[executor_id] = NOTHING_DUE if activity.was_over_for(mine[-1]) else _of(own)
    return found


def days_late(activity: ActivityFacts) -> int | None:
    """Calendar days past the deadline of an activity that was done late or is overdue; None for any other.

    What was given after its deadline is late since the day on which it was given.
    """
    if activity.due_on is None:
        return None
    if activity.status is Status.DONE_LATE and activity.done_on is not None:
        return (activity.done_on - activity.due_on).days
    if activity.status is not Status.OVERDUE:
        return None
    since = activity.overdue_since or activity.due_on
    return (activity.today - since).days


def _came_in(activity: ActivityFacts, times: Sequence[Period]) -> bool:
    due_on = activity.due_on
    return due_on is not None and due_on <= activity.today and any(one.start <= due_on <= one.end for one in times)


def _of(activity: ActivityFacts) -> Discipline:
    if activity.due_on is None or activity.was_over_when_given:
        return NOTHING_DUE
    days = days_late(activity) or 0
    return Discipline(
        on_time=int(activity.status is Status.DONE),
        late=int(activity.status is Status.DONE_LATE),
        overdue=int(activity.status is Status.OVERDUE),
        days=days,
    )
