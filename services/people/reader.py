"""The person who reads a screen, and how much of the plan they may see."""

from dataclasses import dataclass

from services.people.accounts import Person
from services.plan.figures import ActivityFacts, Part


@dataclass(frozen=True)
class Reader:
    """A person who reads a screen.

    With `whole_plan` they may see every activity (an admin, anybody in the leadership chat, a leader in private);
    otherwise only those of the executors that they represent or lead.
    """

    person: Person
    whole_plan: bool

    def may_read(self, activity: ActivityFacts) -> bool:
        """Whether the person may see this activity."""
        led = self.person.people_ids
        return self.whole_plan or self.part_in(activity) is not None or activity.part_of(led) is not None

    def part_in(self, activity: ActivityFacts) -> Part | None:
        """The person's own part in the activity."""
        return activity.part_of(self.person.executor_ids)
