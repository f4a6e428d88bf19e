"""Updates on their way into the inbox, gathered so that a peak is few writes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.exc import DataError

from bot.door import Update

AT_ONCE = 500  # updates in one statement


class Basket:
    """What comes while a write is under way is written together after it, by `keep`, in the order of its numbers."""

    def __init__(self, keep: Callable[[Sequence[Update]], Awaitable[None]]) -> None:
        self._keep = keep
        self._waiting: list[tuple[Update, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, update: Update) -> None:
        """Return when the update is stored; raises what hindered it."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, stored))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await stored

    async def empty(self) -> None:
        """Return when nothing waits any more."""
        if self._writing is not None:
            await asyncio.wait({self._writing})

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            batch.sort(key=lambda one: one[0]["update_id"])  # two connections may overtake each other
            await self._write(batch)

    async def _write(self, batch: list[tuple[Update, asyncio.Future[None]]]) -> None:
        try:
            await self._keep([update for update, _ in batch])
        except Exception as error:  # whatever it is: those who wait must hear of it
            if len(batch) > 1 and is_of_one(error):
                for one in batch:
                    await self._write([one])
                return
            for _, stored in batch:
                if not stored.done():
                    stored.set_exception(error)
        else:
            for _, stored in batch:
                if not stored.done():
                    stored.set_result(None)


def is_of_one(error: Exception) -> bool:
    """Whether the error is due to what an update holds: the others must not suffer, and a repeat is of no use."""
    return isinstance(error, DataError | RecursionError)
