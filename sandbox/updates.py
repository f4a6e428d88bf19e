"""Updates that wait for the bot, as getUpdates gives and confirms them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from itertools import islice, takewhile

from sandbox.errors import BotApiError, Json
from sandbox.events import Pulse
from sandbox.store import Store

# Sent only to a bot that asks for them by name.
_OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MAX_LIMIT = 100


class Updates:
    """A queue whose ids never start again, not even when the world does: a running poller keeps its offset."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.pending: dict[int, Json] = {update["update_id"]: update for update in store.all("updates")}
        saved = store.setting("updates") or {"next": 1, "allowed": []}
        self.last_id: int = max([saved["next"] - 1, *self.pending])
        self._allowed: frozenset[str] = frozenset(saved["allowed"])
        self._arrived = Pulse()
        self._confirmed = Pulse()
        self._poll = 0
        self._closed = False

    def queue(self, type_: str, payload: Json) -> int | None:
        """Number and keep an update; None when the bot asked not to get this type."""
        if type_ not in self._allowed if self._allowed else type_ in _OPT_IN:
            return None
        return self.queue_raw({type_: payload})

    def queue_raw(self, update: Json) -> int:
        """Number and keep an update as it is."""
        self.last_id += 1
        numbered = {"update_id": self.last_id, **update}
        self.pending[self.last_id] = numbered
        self._store.put("updates", self.last_id, numbered)
        self._save()
        self._arrived.beat()
        return self.last_id

    def allow(self, types: Iterable[str]) -> None:
        """Only these types from now on; none means all but the opt-in ones."""
        allowed = frozenset(types)
        if allowed != self._allowed:
            self._allowed = allowed
            self._save()

    @property
    def allowed(self) -> list[str]:
        """The types asked for, empty for the default."""
        return sorted(self._allowed)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109 - the method's own
        """Confirm what is below `offset` and give what follows, waiting up to `timeout` seconds for the first.

        BotApiError 409 when another poll begins meanwhile: the later one stays, as with Telegram.
        """
        self._poll += 1
        mine = self._poll
        self.confirm(offset)
        if self._closed and timeout > 0:
            await asyncio.sleep(0.1)  # a poller that outlives the server for a moment shall not spin
        self._arrived.beat()  # wakes an earlier poll, which then finds itself replaced
        if not self.pending and timeout > 0 and not self._closed:
            await self._first(mine, timeout)
        return list(islice(self.pending.values(), max(1, min(limit, MAX_LIMIT))))

    async def arrival(self, seconds: float) -> None:
        """Return when an update comes, or after so many seconds."""
        await self._arrived.wait(seconds)

    def taken(self, update_id: int) -> None:
        """Forget an update that a webhook took."""
        if self.pending.pop(update_id, None) is not None:
            self._store.drop("updates", update_id)
            self._confirmed.beat()

    async def _first(self, mine: int, timeout: float) -> None:  # noqa: ASYNC109
        while not self.pending:
            in_time = await self._arrived.wait(timeout)
            if mine != self._poll:
                raise BotApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            if not in_time or self._closed:
                return

    def confirm(self, offset: int) -> None:
        """Forget the updates below `offset`; a negative one keeps only that many of the last."""
        if offset < 0:
            kept = list(self.pending)[offset:]
            offset = kept[0] if kept else 0
        gone = list(takewhile(lambda key: key < offset, self.pending))
        if not gone:
            return
        for key in gone:
            del self.pending[key]
        self._store.drop_updates(offset)
        self._confirmed.beat()

    def close(self) -> None:
        """Let the poller go."""
        self._closed = True
        self._arrived.beat()

    def forget(self) -> None:
        """Drop all that waits."""
        self.confirm(self.last_id + 1)

    async def until_confirmed(self, update_id: int) -> None:
        """Return when no update up to `update_id` waits any more."""
        while self.pending and next(iter(self.pending)) <= update_id:
            await self._confirmed.wait()

    def _save(self) -> None:
        self._store.put("settings", "updates", {"next": self.last_id + 1, "allowed": self.allowed})
