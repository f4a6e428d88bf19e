"""Who reads, and how much of the plan is shown to them."""

from dataclasses import dataclass

from services.people.accounts import Person
from services.plan.figures import ActivityFacts, Part


@dataclass(frozen=True)
class Reader:
    """A person before a screen. `whole_plan`: every activity is shown (to an admin anywhere, to all in the leadership
    chat); otherwise only those of the executors the person answers for.
    """

    person: Person
    whole_plan: bool

    def may_read(self, activity: ActivityFacts) -> bool:
        """Whether this activity is shown to the person."""
        return self.whole_plan or self.part_in(activity) is not None

    def part_in(self, activity: ActivityFacts) -> Part | None:
        """The person's own part in the activity."""
        return activity.part_of(self.person.executor_ids)
