"""The inventory of a plan: what has long been left lying in it, and what stands in it twice."""

import enum
import functools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from services.language.script import bare
from services.plan.discipline import days_late
from services.plan.figures import ActivityFacts, ExecutorRef

LONG_OVERDUE = 60  # days
_ALIKE = 90  # of 100, by words in any order
_LEAST = 4  # words; of shorter texts many are alike and mean different things


Pair = tuple[int, int]  # activities (ids), the smaller first


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


def inventory(activities: Sequence[ActivityFacts], decided: Collection[Pair] = ()) -> Inventory:
    """Look through the open ones of these activities; `decided` are the pairs on which an admin has decided.

    Takes seconds for thousands, so call it in a thread; what was found alike is remembered until a text changes.
    """
    open_ones = [one for one in activities if one.is_worked_on]
    parts = (part for one in open_ones for part in one.parts)
    return Inventory(
        long_overdue=tuple(one for one in open_ones if (days_late(one) or 0) > LONG_OVERDUE),
        unset=tuple(one for one in open_ones if one.is_unset),
        twins=tuple(_twins(open_ones, decided)),
        unlinked=tuple({part.executor.id: part.executor for part in parts if not part.is_linked}.values()),
    )


def pairs_among(found: Inventory, ids: Collection[int]) -> tuple[Pair, ...]:
    """The pairs of twins both of which are among these activities (ids)."""
    return tuple(pair_of(one, other) for one, other in found.twins if one.id in ids and other.id in ids)


def pair_of(one: ActivityFacts, other: ActivityFacts) -> Pair:
    """Their ids, the smaller first."""
    return min(one.id, other.id), max(one.id, other.id)


def _twins(
    activities: Sequence[ActivityFacts], decided: Collection[Pair]
) -> Iterator[tuple[ActivityFacts, ActivityFacts]]:
    """Pairs of activities whose texts are alike; the items of one activity are no twins of each other."""
    first_items = {(one.number, one.text): one for one in reversed(activities)}
    ordered = list(reversed(first_items.values()))
    for place, another in _alike(tuple(one.text for one in ordered)):
        one, other = ordered[place], ordered[another]
        if pair_of(one, other) not in decided:
            yield one, other


@functools.lru_cache(maxsize=1)  # each mark that is pressed asks for the same texts
def _alike(texts: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The places of the texts that are alike, by words in any order."""
    bared = [(place, bare(text)) for place, text in enumerate(texts)]
    telling = [(place, text) for place, text in bared if len(text.split()) >= _LEAST]
    return tuple(
        (place, other)
        for (place, text), (other, another) in combinations(telling, 2)
        if fuzz.token_sort_ratio(text, another, score_cutoff=_ALIKE)
    )
