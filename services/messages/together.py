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
        self._group: asyncio.Future[None] | None = None  # of those rows
        self._writer: asyncio.Task[None] | None = None

    async def add(self, *rows: Row) -> None:
        """Have the rows written; returns once they are on disk. They are written even if the caller is cancelled."""
        self._rows.extend(rows)
        if self._group is None:
            self._group = asyncio.get_running_loop().create_future()
        group = self._group
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_groups())
        await asyncio.shield(group)

    async def _write_groups(self) -> None:
        while self._group is not None:
            rows, group = self._rows, self._group
            self._rows, self._group = [], None
            try:
                await self._write(rows)
            except Exception as error:
                if self._keeps:
                    self._rows = [*rows, *self._rows]
                group.set_exception(error)
                group.exception()  # whoever was cancelled does not ask for it
            except BaseException:
                group.cancel()
                raise
            else:
                group.set_result(None)
