"""A Bot API server that costs as little as can be: it takes every message and says so, and counts what was asked.

It delivers updates that it was asked to make up, to whoever polls.

For what is measured against the interpreter's own speed, where the sandbox's bookkeeping would be the slower side.
"""

import asyncio
import json
import time
from collections import Counter
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
POLL_SECONDS = 1.0
MESSAGES = ("sendMessage", "editMessageText")


class Seen:
    """What was asked so far: how often each method, when first and last (time.monotonic()), how much in each chat.

    `updates` are those that nobody has confirmed yet, by their numbers.
    """

    def __init__(self) -> None:
        self.latency = 0.0
        self.counts: dict[str, int] = {}
        self.first: dict[str, float] = {}
        self.last: dict[str, float] = {}
        self.said: Counter[int] = Counter()
        self.message_id = 0
        self.updates: dict[int, dict[str, Any]] = {}
        self._update_id = 0

    def note(self, method: str) -> None:
        """Count a request."""
        now = time.monotonic()
        self.counts[method] = self.counts.get(method, 0) + 1
        self.first.setdefault(method, now)
        self.last[method] = now

    def clear(self, latency: float) -> None:
        """Begin anew with this latency (seconds); message ids go on."""
        self.latency = latency
        for kept in (self.counts, self.first, self.last, self.said):
            kept.clear()

    def write(self, number: int, first_chat: int, first_activity: int) -> None:
        """So many people write, each one report of the activity that is theirs."""
        for place in range(number):
            self._update_id += 1
            self.message_id += 1
            person = {"id": first_chat + place, "first_name": f"Officer {first_chat + place}"}
            self.updates[self._update_id] = {
                "update_id": self._update_id,
                "message": {
                    "message_id": self.message_id,
                    "date": int(time.time()),
                    "chat": person | {"type": "private"},
                    "from": person | {"is_bot": False},
                    "text": f"№{first_activity + place}, 40%",
                },
            }

    def pending(self, offset: int) -> list[dict[str, Any]]:
        """The updates from this number on, at most a hundred; those before it are confirmed."""
        for number in [number for number in self.updates if number < offset]:
            del self.updates[number]
        return list(islice(self.updates.values(), 100))


class Connection(asyncio.Protocol):
    """One keep-alive connection of HTTP/1.1: requests with a Content-Length, answered in their order."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- a TCP server's always is
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is whole."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].decode("latin-1")
            size = _length(head)
            if len(self._buffer) < end + 4 + size:
                return
            body, self._buffer = self._buffer[end + 4 : end + 4 + size], self._buffer[end + 4 + size :]
            self._take(head.split(" ", 2)[1], body.decode())

    def _take(self, target: str, body: str) -> None:
        url = urlsplit(target)
        method = url.path.rpartition("/")[2]
        if url.path.startswith("/control"):
            self._answer(self._control(url.query))
            return
        self._seen.note(method)
        answer = {"ok": True, "result": self._result(method, body)}
        pause = (0 if answer["result"] else POLL_SECONDS) if method == "getUpdates" else self._seen.latency
        if pause:
            asyncio.get_running_loop().call_later(pause, self._answer, answer)
        else:
            self._answer(answer)

    def _control(self, query: str) -> Any:
        asked = parse_qs(query)
        if "latency" in asked:
            self._seen.clear(float(asked["latency"][0]))
        if "write" in asked:
            self._seen.write(*(int(asked[name][0]) for name in ("write", "chat", "activity")))
        said = {"chats": len(self._seen.said), "repeated": self._seen.said.total() - len(self._seen.said)}
        seen = {"counts": self._seen.counts, "first": self._seen.first, "last": self._seen.last}
        return seen | said | {"waiting": len(self._seen.updates)}

    def _result(self, method: str, body: str) -> Any:
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            return self._seen.pending(int(parse_qs(body).get("offset", ["0"])[0]))
        if method not in MESSAGES:
            return True
        self._seen.message_id += 1
        chat = int(body.partition("chat_id=")[2].partition("&")[0] or 1)
        if method == "sendMessage":
            self._seen.said[chat] += 1
        return {
            "message_id": self._seen.message_id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "x"},
            "from": BOT,
            "text": "x",
        }

    def _answer(self, body: Any) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        content = json.dumps(body).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        self._transport.write(head.encode() + content)


def _length(head: str) -> int:
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            return int(value)
    return 0


async def serve_plain() -> tuple[asyncio.Server, int]:
    """Serve on a free port of 127.0.0.1; the server and the port."""
    seen = Seen()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(seen), "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]
