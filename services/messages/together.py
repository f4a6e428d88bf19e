"""Rows that many callers write at the same time are written in groups: a flush to disk is the dearest part of each."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")


class Together(Generic[Row]):
    """Writes what it is given, one group after the other: what comes while one is being written is the next.

    `write` is one transaction. If it fails, everybody whose rows were in the group gets its error; what must not be
    lost (`keeps`) goes with the next group as well, so writing it twice must do no harm.
    """

    def __init__(self, write: Callable[[Sequence[Row]], Awaitable[None]], *, keeps: bool = False) -> None:
        self._write = write
        self._keeps = keeps
        self._rows: list[Row] = []
        self._waiting: list[asyncio.Future[None]] = []  # for those rows
        self._writer: asyncio.Task[None] | None = None

    async def add(self, *rows: Row) -> None:
        """Have the rows written; returns once they are on disk. They are written even if the caller is cancelled."""
        self._rows.extend(rows)
        written = asyncio.get_running_loop().create_future()
        self._waiting.append(written)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_groups())
        await written

    async def _write_groups(self) -> None:
        while self._waiting:
            rows, waiting = self._rows, self._waiting
            self._rows, self._waiting = [], []
            try:
                await self._write(rows)
            except Exception as error:
                if self._keeps:
                    self._rows = [*rows, *self._rows]
                _tell(waiting, error)
            except BaseException:
                for one in waiting:
                    one.cancel()
                raise
            else:
                _tell(waiting, None)


def _tell(waiting: Sequence[asyncio.Future[None]], error: Exception | None) -> None:
    for one in waiting:
        if one.done():
            continue  # whoever waited was cancelled
        if error is None:
            one.set_result(None)
        else:
            one.set_exception(error)
            one.exception()  # whoever is cancelled now does not ask for it
