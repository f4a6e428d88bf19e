"""Database engines that share what they compiled, and wait for no disk: each stage and world has one of its own."""

import asyncio
import functools
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from models import driver
from models.database import _prepare_sqlite as as_in_use

STATEMENTS = 5_000
PREPARED = 600  # by a connection: a stage is asked everything that the bot asks, so all of it is often prepared

_first: dict[str, Engine] = {}


def sharing_engine(url: str, **options: Any) -> AsyncEngine:
    """As `create_async_engine`, but a statement that another engine of this kind has compiled is not compiled again.

    Compiling took a fifth of the tests' time. A process has one engine, so only tests gain by this.
    """
    if "timeout" in options.get("connect_args", {}):  # SQLite
        connecting = functools.partial(_Inline.connect, lengths=driver.Lengths())
        options["connect_args"] |= {"async_creator_fn": connecting}
    engine = create_async_engine(url, query_cache_size=STATEMENTS, **options)
    own = engine.sync_engine
    first = _first.get(own.dialect.name)
    if first is None or first.dialect.server_version_info is None:  # it has not met its database yet
        _first[own.dialect.name] = own
    else:
        own.dialect, own._compiled_cache = first.dialect, first._compiled_cache
    return engine


def without_flushing(connection: Any, record: Any) -> None:
    """As a connection to SQLite is prepared, but no commit waits for the disk: a flush takes longer than all else.

    Only a power cut would show the difference, and no test cuts the power. Processes that tests start do flush.
    """
    as_in_use(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


class _Inline(driver.Connection):
    """A connection to SQLite that goes to its thread only where it has to wait for another writer.

    As it is in use, it commits in its thread too. Waking a thread costs more than a commit that waits for no disk.
    Processes that tests start have connections as they are in use.
    """

    @staticmethod
    def connect(database: str, **options: Any) -> driver.Connection:
        connection = driver.connect(database, cached_statements=PREPARED, **options)
        connection.__class__ = _Inline
        return connection

    async def visit(self, function: Any, *arguments: Any) -> None:
        if self.is_visited or self._beginning == "BEGIN IMMEDIATE":
            await super().visit(function, *arguments)
            return
        self._is_ended = False
        self._visits += 1
        self._visited(function, *arguments)
        await asyncio.sleep(0)  # others have their turn, as while a thread works
