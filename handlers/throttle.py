"""A flood from one person must reach neither Telegram's limits nor the others' answers.

What a person sends is counted when it arrives, not when it is handled: their answers wait at the pacing gate (one a
second in a chat), so a flood is handled slowly and would never look like one. Whoever floods is told so once; what
they send is then handled without a word, which takes no time at the gate, until it calms. Nothing typed is lost.
"""

import asyncio
import enum
from collections import deque

UPDATES = 20  # in SECONDS; an album counts as one
SECONDS = 10.0
PRUNE_AT = 4_096


class Pace(enum.Enum):
    """How to answer a person."""

    CALM = enum.auto()
    TO_BE_TOLD = enum.auto()
    """It is a flood, and they have not been told yet."""

    MUTED = enum.auto()


class Throttle:
    """Knows how much each person (by Telegram id) has sent recently."""

    def __init__(self) -> None:
        self._arrivals: dict[int, deque[float]] = {}
        self._told: set[int] = set()

    def arrived(self, person: int, updates: int = 1) -> None:
        """Count an update that has just arrived."""
        if len(self._arrivals) >= PRUNE_AT:
            self._forget_the_calm()
        arrivals = self._arrivals.setdefault(person, deque(maxlen=UPDATES + 1))
        arrivals.extend([self._now()] * min(updates, UPDATES + 1))

    def pace(self, person: int) -> Pace:
        """How to answer the person now."""
        if not self._floods(person):
            self._told.discard(person)
            return Pace.CALM
        if person in self._told:
            return Pace.MUTED
        self._told.add(person)
        return Pace.TO_BE_TOLD

    def _floods(self, person: int) -> bool:
        arrivals = self._arrivals.get(person)
        return arrivals is not None and len(arrivals) > UPDATES and arrivals[0] > self._now() - SECONDS

    def _forget_the_calm(self) -> None:
        oldest = self._now() - SECONDS
        self._arrivals = {person: seen for person, seen in self._arrivals.items() if seen[-1] > oldest}
        self._told &= self._arrivals.keys()

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
