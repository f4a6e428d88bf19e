"""PostgreSQL's connections: how it is seen that one is no more."""

import asyncio
from typing import Any, Protocol

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from models.worker import SURE_SECONDS

_USED_AT = "used_at"


class Driver(Protocol):
    """asyncpg's connection, as far as it is used past SQLAlchemy."""

    async def execute(self, query: str, *values: object) -> str:
        """What the server says was done."""
        ...

    async def fetch(self, query: str, *values: object) -> list[Any]:
        """The rows."""
        ...

    async def fetchval(self, query: str, *values: object) -> Any:
        """The first value of the first row."""
        ...


def ask_whether_it_lives(engine: Engine) -> None:
    """Hand out no connection of the pool that is closed, or was idle for long and gives no answer: make another.

    To ask (`pool_pre_ping` does so each time) takes three round trips, more than most transactions. A server that ends
    closes its connections, which shows without asking; what is cut off without that shows at the next statement, and
    whoever it fails for tries again.
    """
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ask)


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info[_USED_AT] = asyncio.get_running_loop().time()


def _ask(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    used_at = record.info.get(_USED_AT)
    if used_at is None:
        return
    if connection.driver_connection.is_closed():
        raise InvalidatePoolError
    if asyncio.get_running_loop().time() - used_at > SURE_SECONDS:
        try:
            connection.ping()
        except connection.dbapi.Error as error:
            raise InvalidatePoolError from error
