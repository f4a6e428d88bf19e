"""Database engines for tests: they share what they compiled, for each stage and each world has one of its own.

For scenes there are connections without threads.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from models import driver

STATEMENTS = 5_000

_first: dict[str, Engine] = {}


def sharing_engine(url: str, **options: Any) -> AsyncEngine:
    """As `create_async_engine`, but a statement that another engine of this kind has compiled is not compiled again.

    Compiling took a fifth of the tests' time. A process has one engine, so only tests gain by this.
    """
    engine = create_async_engine(url, query_cache_size=STATEMENTS, **options)
    own = engine.sync_engine
    first = _first.get(own.dialect.name)
    if first is None or first.dialect.server_version_info is None:  # it has not met its database yet
        _first[own.dialect.name] = own
    else:
        own.dialect, own._compiled_cache = first.dialect, first._compiled_cache
    return engine


class _AtOnce:
    """Stands for a connection's thread and for its queue: what is queued is done at once."""

    def start(self) -> None:
        """Do nothing."""

    def put_nowait(self, queued: tuple[asyncio.Future[Any], Callable[[], Any]]) -> None:
        """Do it."""
        future, work = queued
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)


class ThreadlessConnection(driver.Connection):
    """A connection whose statements run in the event loop's thread; before a transaction and its end others go on.

    Waking a thread for each statement took an eighth of a scene's time. This is only for scenes with one bot: a
    statement that waits for another connection of the process would wait in vain. Nor does it wait for the disk, for no
    scene cuts the power.
    """

    _waits_for_disk = True

    def ensure_begun(self) -> None:
        """As before, with what the process asks for undone."""
        if self._waits_for_disk:
            self.opened.execute("PRAGMA synchronous = OFF")
            self._waits_for_disk = False
        super().ensure_begun()

    async def _execute(self, work: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if not self._running or not self._connection:
            raise ValueError("Connection closed")
        if self._beginning or work == self._end:
            await asyncio.sleep(0)
        return work(*arguments, **options)


def threadless(database: str, **options: Any) -> driver.Connection:
    """As `driver.connect`."""
    connection = ThreadlessConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    connection._tx = connection._thread = _AtOnce()
    return connection
