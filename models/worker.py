"""The processes that work on a database: each is seen by the others while it lives, and one of them is the owner."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from filelock import BaseFileLock, FileLock, Timeout
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# Arbitrary numbers; no other program may use them as advisory locks in this database.
OWNERS_LOCK = 0x17_0C_81
WORKERS_LOCK = 0x17_0C_93  # the first of two keys; the second is the worker's number

SURE_SECONDS = 5.0  # a connection that was silent for so long proves nothing any more: nothing new is begun
LOST_SECONDS = 10.0  # then it is given up; the server gives it up after as long, never sooner than we stop being sure
# The server's side of it: a machine that is cut off or halted must not hold its locks for hours. PostgreSQL ignores
# those about TCP on a unix socket; releases before 14 do not know of idle sessions.
_OF_ALL = {
    "tcp_keepalives_idle": "4",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",  # longer than the longest message is read
}
_OF_A_WORKER = {"idle_session_timeout": "10s"}
_SETTLE = "SELECT set_config(name, $2::jsonb ->> name, false) FROM pg_settings WHERE name = ANY($1::text[])"
_TRY_LOCK = "SELECT pg_try_advisory_lock($1, $2)"
_TRY_OWN = "SELECT pg_try_advisory_lock($1)"
_LIVING = """
SELECT objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND granted AND classid = $1 AND objsubid = 2
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Worker:
    """This process among those that work on one database. `number` is its name there; it changes with each `join`.

    On PostgreSQL a connection of its own holds an advisory lock with the number, so that all see who lives, and a death
    shows at once and by no clock. A SQLite file is worked on by one process, the one that holds the lock of a file
    beside it. The operating system and the server release these locks, however a process ends.
    """

    def __init__(self, engine: AsyncEngine, *, is_shared: bool) -> None:
        self.is_shared = is_shared
        self.number = _new_number()
        self._engine = engine
        self._file: BaseFileLock | object | None = None
        self._connection: AsyncConnection | None = None
        self._driver: Any = None
        self._turn = asyncio.Lock()  # a connection answers one question at a time, and several tasks ask
        self._proved_at = 0.0
        self._owns = False
        self._listeners: dict[str, Callable[[], None]] = {}

    @property
    def is_here(self) -> bool:
        """Whether others certainly see this process: only then may it take anything new in hand.

        Where one process works alone, nobody need see it.
        """
        return not self.is_shared or (self._is_connected and _moment() - self._proved_at < SURE_SECONDS)

    @property
    def is_owner(self) -> bool:
        """Whether this is the one process that does what one alone may do."""
        return self._owns and self.is_here

    @property
    def _is_connected(self) -> bool:
        return self._driver is not None and not self._driver.is_closed()

    def hear(self, channel: str, rung: Callable[[], None]) -> None:
        """Have `rung` called whenever another process, or this one, notifies `channel`; to be told before joining."""
        self._listeners[channel] = rung

    async def join(self) -> bool:
        """Begin to be here, under a new number; False if another process works on the file.

        Raises OSError if the file cannot be locked, and SQLAlchemyError or OSError if the server cannot be reached.
        """
        if not self.is_shared:
            self._file = self._file or _lock_beside(self._engine.url.database)
            self._owns = self._file is not None
            return self._owns
        await self.leave()
        try:
            async with asyncio.timeout(LOST_SECONDS):
                await self._connect()
        except BaseException:
            await self.leave()
            raise
        return True

    async def own(self) -> bool:
        """Try to become the owner; True if this process is it. It must be here."""
        if self.is_shared and not self._owns and self.is_here:
            self._owns = await self._ask(_TRY_OWN, OWNERS_LOCK)
        return self.is_owner

    async def prove(self) -> bool:
        """Find out whether this process is still seen by the others; False if it must join anew."""
        if not self.is_shared:
            return self._file is not None
        if self._is_connected:
            with contextlib.suppress(OperationalError):
                await self._ask("SELECT 1")
                return True
        await self.leave()
        return False

    async def living(self) -> frozenset[int]:
        """The numbers of all who are here now."""
        if not self.is_shared:
            return frozenset({self.number})
        rows = await self._asking(self._driver.fetch(_LIVING, WORKERS_LOCK))
        return frozenset(row[0] for row in rows)

    async def leave(self) -> None:
        """Be here no more: the locks are free for others at once."""
        if isinstance(self._file, BaseFileLock):
            self._file.release()
        connection, driver = self._connection, self._driver
        self._file, self._connection, self._driver, self._owns = None, None, None, False
        with contextlib.suppress(Exception):  # it may be broken already
            if driver is not None:
                await driver.close(timeout=1)
        with contextlib.suppress(Exception):
            if connection is not None:
                await connection.close()

    async def _connect(self) -> None:
        # Held by the connection, not by a transaction: the server may end a transaction that stays idle.
        self._connection = await self._engine.execution_options(isolation_level="AUTOCOMMIT").connect()
        self._driver = (await self._connection.get_raw_connection()).driver_connection
        await self._connection.run_sync(lambda connection: connection.detach())  # the pool has its places for others
        await self._settle()
        self.number = _new_number()
        while not await self._ask(_TRY_LOCK, WORKERS_LOCK, self.number):
            self.number = _new_number()
        for channel, rung in self._listeners.items():
            await self._asking(self._driver.add_listener(channel, lambda *_, rung=rung: rung()))

    async def _settle(self) -> None:
        await self._asking(settle(self._driver, _OF_A_WORKER))

    async def _ask(self, query: str, *values: object) -> Any:
        return await self._asking(self._driver.fetchval(query, *values))

    async def _asking(self, asked: Any) -> Any:
        """The answer, which proves that the connection lives. Raises OperationalError if there is none."""
        try:
            async with asyncio.timeout(LOST_SECONDS), self._turn:
                began = _moment()
                answer = await asked
        except _lost() as error:
            lost = error if isinstance(error, OSError) else ConnectionError(type(error).__name__)
            raise OperationalError("be a worker", None, lost) from error
        self._proved_at = began  # when it was asked: the answer may have been long on its way
        return answer


async def settle(driver: Any, settings: Mapping[str, str] = _OF_ALL) -> None:
    """Have the server let this connection go if its machine is cut off or halted, as far as it knows how."""
    await driver.fetch(_SETTLE, list(settings), json.dumps(settings))


def _lost() -> tuple[type[Exception], ...]:
    """What a connection that is no more fails with."""
    import asyncpg  # type: ignore[import-untyped]  # noqa: PLC0415 -- an extra, needed for PostgreSQL only

    # The last is what a connection says that is cut in the middle of an answer.
    return (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def _moment() -> float:
    return asyncio.get_running_loop().time()


def _new_number() -> int:
    return secrets.randbelow(2**31 - 1) + 1


def _lock_beside(file: str | None) -> BaseFileLock | object | None:
    if file in (None, "", ":memory:"):
        return object()
    # Only a lock held by the operating system: a marker file would outlive a killed process.
    lock = FileLock(f"{file}.lock", blocking=False, thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock
