"""The inventory of a plan: what has long been left lying in it, and what stands in it twice."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from services.language.script import bare
from services.plan.discipline import days_late
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.status import Status

LONG_OVERDUE = 60  # days
_ALIKE = 90  # of 100, by words in any order
_LEAST = 4  # words; of shorter texts many are alike and mean different things


class Listed(enum.StrEnum):
    """A list of the inventory."""

    OVERDUE = "overdue"
    UNSET = "unset"
    TWINS = "twins"


@dataclass(frozen=True)
class Inventory:
    """What the control department should look through; activities in the plan's order.

    `long_overdue` are overdue by more than LONG_OVERDUE days, `unset` have no term although they should, `twins` are
    pairs with nearly the same text, the earlier first, and `unlinked` are the executors whom nothing reaches.
    """

    long_overdue: tuple[ActivityFacts, ...]
    unset: tuple[ActivityFacts, ...]
    twins: tuple[tuple[ActivityFacts, ActivityFacts], ...]
    unlinked: tuple[ExecutorRef, ...]

    def of(self, what: Listed) -> tuple[ActivityFacts, ...]:
        """The activities of one of the lists; twins stand beside each other."""
        match what:
            case Listed.OVERDUE:
                return self.long_overdue
            case Listed.UNSET:
                return self.unset
            case Listed.TWINS:
                return tuple({one.id: one for pair in self.twins for one in pair}.values())


def inventory(activities: Sequence[ActivityFacts]) -> Inventory:
    """Look through the open ones of these activities. Takes seconds for thousands, so call it in a thread."""
    open_ones = [one for one in activities if one.is_open and one.status is not Status.REVIEW]
    parts = (part for one in open_ones for part in one.parts)
    return Inventory(
        long_overdue=tuple(one for one in open_ones if (days_late(one) or 0) > LONG_OVERDUE),
        unset=tuple(one for one in open_ones if one.is_unset),
        twins=_twins(open_ones),
        unlinked=tuple({part.executor.id: part.executor for part in parts if not part.is_linked}.values()),
    )


def _twins(activities: Sequence[ActivityFacts]) -> tuple[tuple[ActivityFacts, ActivityFacts], ...]:
    """Pairs of activities whose texts are alike; the items of one activity are no twins of each other."""
    first_items = {(one.number, one.text): one for one in reversed(activities)}
    texts = [(one, bare(one.text)) for one in reversed(first_items.values())]
    telling = [(one, text) for one, text in texts if len(text.split()) >= _LEAST]
    return tuple(
        (one, other)
        for (one, text), (other, another) in combinations(telling, 2)
        if fuzz.token_sort_ratio(text, another, score_cutoff=_ALIKE)
    )
