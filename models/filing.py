"""Writing to a SQLite file, one transaction after another, over one connection that stays open.

Who writes to a file has it to themself, so all of them use one session and one connection. Making a session, taking a
connection from the pool and giving it back took four times as long as a transaction of a few kept statements
(`statements`), which needs neither: SQLAlchemy joins its connection only where it is asked for something itself.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from models import driver
from models.statements import ask_at, has_unwritten

BEGIN = "BEGIN IMMEDIATE"
"""Writers begin as writers: a reader that becomes one fails at once instead of waiting."""


class Desk:
    """A session, and the connection with which it writes: for one transaction at a time."""

    def __init__(self, connection: AsyncConnection, below: driver.Connection) -> None:
        self.session = AsyncSession(connection, expire_on_commit=False)
        self._connection = connection
        self._below = below
        ask_at(self.session, below)

    def begin(self) -> None:
        """Begin a transaction, with its first statement."""
        self._below.begin(BEGIN)

    async def commit(self) -> None:
        """Commit the transaction; what the session held is held no more."""
        held = self.session.sync_session
        if self._connection.in_transaction() or has_unwritten(held):
            await self.session.commit()
        await self._below.commit()  # of which nothing is left if SQLAlchemy has done it
        held.close()

    async def close(self) -> None:
        """Take back whatever was not committed, and give the connection back to the pool."""
        await self.session.close()
        await self._connection.close()


class Filing:
    """Those who write to a file, one at a time, in the order in which they came."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._line = asyncio.Lock()
        self._desk: Desk | None = None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session that is one transaction: it is committed when the block ends, and taken back if it raises."""
        async with self._line:
            desk, self._desk = self._desk or await self._opened(), None
            try:
                desk.begin()
                yield desk.session
                await desk.commit()
            except BaseException:
                # Not used again: it may still be at what was interrupted. The pool sees to it before it hands it out.
                await asyncio.shield(asyncio.ensure_future(desk.close()))
                raise
            self._desk = desk

    async def close(self) -> None:
        """Close the connection; the next one who writes opens another."""
        desk, self._desk = self._desk, None
        if desk is not None:
            await desk.close()

    async def _opened(self) -> Desk:
        connection = await self._engine.connect()
        return Desk(connection, (await connection.get_raw_connection()).driver_connection)  # type: ignore[arg-type]
