"""What happened, numbered, for pages that watch."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Literal

from sandbox.errors import Json

EventType = Literal["message", "edited", "deleted", "clock", "answer", "typing", "commands", "world"]
KEPT = 5000


class Pulse:
    """Wakes everyone who waits for the next beat."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def beat(self) -> None:
        """Wake those who wait now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, timeout: float | None = None) -> bool:  # noqa: ASYNC109 - a wait with a limit is its use
        """True at the next beat, False when `timeout` seconds passed before it."""
        try:
            await asyncio.wait_for(self._event.wait(), timeout)
        except TimeoutError:
            return False
        return True


class Events:
    """The last few thousand events; a watcher gets those after a number, then each as it happens."""

    def __init__(self) -> None:
        # Milliseconds: a later run's numbers are above an earlier one's, whose pages thus come to look at all anew.
        self.sequence = time.time_ns() // 1_000_000
        self.closed = False
        self._waiting = 0
        self._kept: deque[tuple[int, Json]] = deque(maxlen=KEPT)
        self._pulse = Pulse()

    @property
    def is_awaited(self) -> bool:
        """Whether a page waits for the next event."""
        return self._waiting > 0

    def publish(self, type_: EventType, **data: object) -> None:
        """Number it and wake the watchers."""
        self.sequence += 1
        self._kept.append((self.sequence, {"type": type_, **data}))
        self._pulse.beat()

    def close(self) -> None:
        """Let the watchers go."""
        self.closed = True
        self._pulse.beat()

    async def since(self, number: int, timeout: float) -> list[tuple[int, Json]]:  # noqa: ASYNC109 - as Pulse.wait
        """The events after `number`, waiting up to `timeout` seconds for the first.

        Who comes from before the oldest one kept, or from an earlier run, gets one "world" event: look at all anew.
        """
        if number == self.sequence and not self.closed:
            self._waiting += 1
            try:
                await self._pulse.wait(timeout)
            finally:
                self._waiting -= 1
        oldest = self._kept[0][0] if self._kept else self.sequence + 1
        if number > self.sequence or number < oldest - 1:
            return [(self.sequence, {"type": "world"})]
        fresh: list[tuple[int, Json]] = []
        for event in reversed(self._kept):
            if event[0] <= number:
                break
            fresh.append(event)
        return fresh[::-1]
