"""Database engines that share what they compiled, and wait for no disk: each stage and world has one of its own."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from models.database import _prepare_sqlite as as_in_use

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


def without_flushing(connection: Any, record: Any) -> None:
    """As a connection to SQLite is prepared, but no commit waits for the disk: a flush takes longer than all else.

    Only a power cut would show the difference, and no test cuts the power. Processes that tests start do flush.
    """
    as_in_use(connection, record)
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()
