"""The sandbox's time: the same for messages' dates and, through the driver, for the bot."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class VirtualClock:
    """A clock that can be set. Running, it goes on in real time from where it was set; else it stands still."""

    def __init__(self, start: datetime, *, running: bool = True) -> None:
        self.start = _aware(start)
        self.running = running
        self.set(start)

    def now(self) -> datetime:
        """The moment it shows, in UTC."""
        if not self.running:
            return self._moment
        return self._moment + timedelta(seconds=time.monotonic() - self._set_at)

    __call__ = now

    def set(self, moment: datetime) -> None:
        """Show `moment` (aware, else ValueError) from now on."""
        self._moment = _aware(moment)
        self._set_at = time.monotonic()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)
