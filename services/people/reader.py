"""The person who reads a screen, and how much of the plan they may see."""

from dataclasses import dataclass

from services.people.accounts import Person
from services.plan.figures import ActivityFacts, Part
from services.plan.marks import line_of


@dataclass(frozen=True)
class Reader:
    """A person who reads a screen.

    With `whole_plan` they may see every activity (an admin, anybody in the leadership chat, a leader in private);
    otherwise only those of the executors that they represent or lead. Where `lines` is set, the whole of these lines of
    plans: of a leadership's chat that is a plan's own.
    """

    person: Person
    whole_plan: bool
    lines: frozenset[int] | None = None

    def may_read(self, activity: ActivityFacts) -> bool:
        """Whether the person may see this activity."""
        led = self.person.people_ids
        is_whole = self.whole_plan and (self.lines is None or line_of(activity.number) in self.lines)
        return is_whole or self.part_in(activity) is not None or activity.part_of(led) is not None

    def part_in(self, activity: ActivityFacts) -> Part | None:
        """The person's own part in the activity."""
        return activity.part_of(self.person.executor_ids)
