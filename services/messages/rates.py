"""The rules of a pace: how much may pass when. Moments are seconds on a clock of the caller's."""

import math
from bisect import insort
from collections.abc import Iterable

PER_SECOND = 30.0  # Telegram's ordinary limit in all (core.telegram.org/bots/faq, «My bot is hitting limits»)
CATCH_UP_SECONDS = 0.2  # a timer that fires late, or a busy machine, must not cost the rate
PER_GROUP_MINUTE = 20
CHAT_SECONDS = 1.05  # a little above Telegram's one: what leaves evenly does not arrive evenly
CHAT_BURST = 3  # an answer, its edit and the next answer may follow each other at once
GROUP_BURST = 3


class Bucket:
    """A burst of a fixed size, then one every `interval` seconds (the generic cell rate algorithm)."""

    __slots__ = ("_burst", "_interval", "_spare", "theoretical")

    def __init__(self, interval: float, burst: int, theoretical: float = 0.0) -> None:
        self._burst = burst
        self._interval = interval
        self._spare = interval * (burst - 1)
        self.theoretical = theoretical

    def ready_at(self, amount: int = 1) -> float:
        """When `amount` more may pass: an album larger than a burst needs room for a whole burst."""
        return self.theoretical - self._spare + self._interval * (min(amount, self._burst) - 1)

    def take(self, now: float, amount: int = 1) -> None:
        """Let `amount` pass now."""
        self.theoretical = max(self.theoretical, now) + self._interval * amount

    def give_back(self, amount: int = 1) -> None:
        """What was taken has not passed."""
        self.theoretical -= self._interval * amount

    def is_bound_by(self, moment: float, amount: int, now: float) -> bool:
        """Whether what passed at `moment` still counts, with the bucket never idle since."""
        return now < max(moment + self._interval * amount, moment + self._spare)

    def close_until(self, moment: float) -> None:
        """Let nothing pass before `moment`."""
        self.theoretical = max(self.theoretical, moment + self._spare)

    def is_idle(self, now: float) -> bool:
        """Whether it is as good as new."""
        return self.theoretical <= now


class Window:
    """At most `most` in any `length` seconds, whatever went before."""

    __slots__ = ("_length", "_most", "moments")

    def __init__(self, most: int, length: float = 1.0, moments: Iterable[float] = ()) -> None:
        self._most = most
        self._length = length
        self.moments = [-math.inf] * most
        self.moments[:0] = moments
        self.moments = sorted(self.moments)[-most:]

    def ready_at(self, amount: int = 1) -> float:
        """When `amount` more may pass (no more than the window holds)."""
        return self.moments[min(amount, self._most) - 1] + self._length

    def take(self, now: float, amount: int = 1) -> None:
        """Let `amount` pass now."""
        for _ in range(amount):
            insort(self.moments, now)
        del self.moments[: -self._most]

    def give_back(self, moment: float, amount: int = 1) -> None:
        """What was taken for `moment` has not passed."""
        for _ in range(amount):
            if moment in self.moments:
                self.moments.remove(moment)
                self.moments.insert(0, -math.inf)


def bucket_of_all(per_second: float, theoretical: float = 0.0) -> Bucket:
    """Everything that is said."""
    return Bucket(1 / per_second, max(2, math.ceil(per_second * CATCH_UP_SECONDS)), theoretical)


def bucket_of(chat: int, theoretical: float = 0.0) -> Bucket:
    """What is said in a chat. Group ids are negative."""
    if chat > 0:
        return Bucket(CHAT_SECONDS, CHAT_BURST, theoretical)
    # The burst is part of the minute's twenty, so the rest comes the slower.
    return Bucket(60 / (PER_GROUP_MINUTE - GROUP_BURST), GROUP_BURST, theoretical)
