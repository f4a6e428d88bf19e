"""Which of several processes is the last to do something on one database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from models.database import Database
from models.worker import LOST_SECONDS

log = structlog.get_logger(__name__)

# Arbitrary numbers; no other program may use them as advisory locks in this database.
WEBHOOK_LOCK = 0x17_0C_83


class Presence:
    """The processes that do the same thing at a time, each for as long as it is in.

    Each holds a shared advisory lock of PostgreSQL, which the server releases if the process is killed. On SQLite there
    is one process, which is always the last. If the server cannot be reached, nobody is taken for the last.
    """

    def __init__(self, database: Database, number: int = WEBHOOK_LOCK) -> None:
        self._database = database
        self._number = number
        self._connection: AsyncConnection | None = None
        self._driver: Any = None
        self._is_missed = False

    async def enter(self) -> None:
        """Be counted; waits while the last one is leaving. To be repeated, for the connection may be lost any time."""
        if self._database.is_sqlite or self._is_in:
            return
        await self._close()  # what was closed by the server still has its place in the pool
        try:
            async with asyncio.timeout(LOST_SECONDS):  # a server that is cut off must not keep us from all else
                await self._connect()
        except (SQLAlchemyError, TimeoutError) as error:
            if not self._is_missed:
                log.warning("other processes do not know of this one", reason=type(error).__name__)
            self._is_missed = True
            await self._close()
        else:
            if self._is_missed:
                log.info("other processes know of this one again")
            self._is_missed = False

    @property
    def _is_in(self) -> bool:
        return self._driver is not None and not self._driver.is_closed()

    async def _connect(self) -> None:
        # Held by the connection, not by a transaction: the server may end a transaction that stays idle.
        engine = self._database.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._connection = await engine.connect()
        await self._ask("SELECT pg_advisory_lock_shared(:number)")
        self._driver = (await self._connection.get_raw_connection()).driver_connection

    @contextlib.asynccontextmanager
    async def leaving(self) -> AsyncIterator[bool]:
        """Leave; the block is told whether nobody else is in, and until it ends nobody else comes in."""
        try:
            is_last = self._database.is_sqlite
            with contextlib.suppress(SQLAlchemyError):
                if self._connection is not None:
                    await self._ask("SELECT pg_advisory_unlock_shared(:number)")
                    is_last = bool(await self._ask("SELECT pg_try_advisory_lock(:number)"))
            yield is_last
        finally:
            await self._close()

    async def _ask(self, query: str) -> object:
        assert self._connection is not None  # noqa: S101 -- asked by those who hold it
        return await self._connection.scalar(text(query).bindparams(number=self._number))

    async def _close(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                await connection.invalidate()  # not returned to the pool: the lock belongs to the connection
                await connection.close()
