"""What the server has seen of the bot, by real time: for benchmarks and for tests that kill the bot."""

from __future__ import annotations

import time
from collections import Counter

from sandbox.errors import Json


class Ledger:
    """Every message ever accepted from the bot (deleted ones too), and how many requests got which status."""

    def __init__(self) -> None:
        self._messages: list[Json] = []
        self._answers: Counter[tuple[str, int]] = Counter()

    def accepted(self, *, chat: int, message_id: int, method: str, text: str) -> None:
        """Note a message; `at` is time.monotonic() of this machine."""
        self._messages.append(
            {"chat": chat, "message_id": message_id, "method": method, "at": time.monotonic(), "text": text}
        )

    def answered(self, method: str, status: int) -> None:
        """Count an answer; status 0 is a connection that was cut instead."""
        self._answers[method, status] += 1

    def told(self, since: int = 0) -> Json:
        """{messages, total, requests: {method: {status: count}}}; `since` skips that many messages."""
        requests: dict[str, dict[str, int]] = {}
        for (method, status), count in sorted(self._answers.items()):
            requests.setdefault(method, {})[str(status)] = count
        return {"messages": self._messages[since:], "total": len(self._messages), "requests": requests}

    def clear(self) -> None:
        """Begin anew."""
        self._messages.clear()
        self._answers.clear()
