"""Telegram's limits on sending, by real time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from sandbox.errors import Json

Now = Callable[[], float]


class Bucket:
    """So many at once, and then so many a second."""

    def __init__(self, burst: int, per_second: float, now: Now) -> None:
        self._burst = burst
        self._rate = per_second
        self._now = now
        self._left = float(burst)
        self._at = now()

    def short_of(self, amount: int) -> float:
        """Seconds until `amount` can be taken; 0 for now."""
        now = self._now()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (min(amount, self._burst) - self._left) / self._rate)

    def take(self, amount: int) -> None:
        """Take them."""
        self._left -= amount


class RateLimits:
    """30 messages a second in all, one a second in a chat, 20 a minute in a group; edits count as messages."""

    def __init__(self, now: Now = time.monotonic) -> None:
        self._now = now
        self._all = Bucket(30, 30, now)
        self._chats: dict[str, tuple[Bucket, ...]] = {}

    def wait(self, method: str, raw: Json) -> int:
        """Whole seconds the request must wait, or 0, in which case it is counted."""
        if not _counts(method):
            return 0
        buckets = (self._all, *self._of(str(raw.get("chat_id", ""))))
        amount = _amount(raw) if method == "sendMediaGroup" else 1
        short = max(bucket.short_of(amount) for bucket in buckets)
        if short > 0:
            return math.ceil(short)
        for bucket in buckets:
            bucket.take(amount)
        return 0

    def _of(self, chat: str) -> tuple[Bucket, ...]:
        if chat not in self._chats:
            each = Bucket(3, 1, self._now)
            group = (Bucket(20, 20 / 60, self._now),) if chat.startswith("-") else ()
            self._chats[chat] = (each, *group)
        return self._chats[chat]


def _counts(method: str) -> bool:
    sends = method.startswith("send") and method != "sendChatAction"
    return sends or method.startswith("editMessage") or method in ("copyMessage", "forwardMessage")


def _amount(raw: Json) -> int:
    """An album counts as its messages."""
    media = raw.get("media")
    return len(media) if isinstance(media, list) else max(1, str(media).count('"type"'))
