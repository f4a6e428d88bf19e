"""The ground of tests with several processes: a PostgreSQL database with everybody linked, which they share."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tests.db.stores import PostgresqlServer
from tests.reliability.ground import Ground, ground_in


class Beside:
    """A connection to a PostgreSQL database beside the bots, for those who ask without waiting, as of a file."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("+asyncpg", "")
        self._connection: Any = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @contextmanager
    def opened(self) -> Iterator["Beside"]:
        self._thread.start()
        try:
            yield self
        finally:
            if self._connection is not None:
                self._wait(self._connection.close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def rows(self, query: str, values: Sequence[object]) -> list[Any]:
        """Rows of a query with question marks for its values."""
        parts = query.split("?")
        numbered = "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], start=1)) + parts[-1]
        return [tuple(row) for row in self._wait(self._fetch(numbered, values))]

    async def _fetch(self, query: str, values: Sequence[object]) -> list[Any]:
        import asyncpg  # noqa: PLC0415 -- an extra: this is reached only where it is installed

        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url)
        return await self._connection.fetch(query, *values)

    def _wait(self, asked: Any) -> Any:
        async def answer() -> Any:
            return await asked

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result(30)


class SharedGround(Ground):
    """A ground whose bots keep what they know in one PostgreSQL database."""

    url: str
    beside: Beside

    def rows(self, query: str, *values: object) -> list[Any]:
        return self.beside.rows(query, values)

    def write(self, statement: str, *values: object) -> None:
        self.beside.rows(statement, values)


@asynccontextmanager
async def shared_ground(folder: Path, enrolled: Path, server: PostgresqlServer) -> AsyncIterator[SharedGround]:
    """A ground with a database of its own, gone afterwards."""
    url = await server.with_all_of(enrolled)
    async with ground_in(folder) as plain:
        ground = SharedGround(plain.sandbox, plain.plan, plain.api, folder)
        ground.url = url
        with Beside(url).opened() as ground.beside:
            yield ground
    server.give_back(url)
