"""Where the databases of the tests come from: SQLite files, or a PostgreSQL server that was started for them."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.db import postgres
from tests.db.world import World, make_ready, url_of, world_on

BACKENDS = ("sqlite", "postgresql")


class Store(Protocol):
    """Makes databases of one kind. Each that is asked for is a new one."""

    async def empty(self) -> str:
        """The address of a database with nothing in it."""
        ...

    async def ready(self) -> str:
        """The address of a database with the seeded plan, nobody linked."""
        ...


class SqliteFiles:
    """Files in a folder; a ready one is a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = count(1)
        self._ready = folder / "ready.sqlite3"
        asyncio.run(make_ready(url_of(self._ready)))

    async def empty(self) -> str:
        return url_of(self._new())

    async def ready(self) -> str:
        file = self._new()
        shutil.copy(self._ready, file)
        return url_of(file)

    def _new(self) -> Path:
        return self._folder / f"{next(self._names)}.sqlite3"


class PostgresqlServer:
    """Databases of a server; a ready one is made from a template."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = count(1)
        asyncio.run(self._make_ready())

    async def empty(self) -> str:
        return await self._made_from("template0")

    async def ready(self) -> str:
        return await self._made_from("ready")

    async def _make_ready(self) -> None:
        await self._run("CREATE DATABASE ready TEMPLATE template0")
        await make_ready(postgres.url_of(self._folder, "ready"))

    async def _made_from(self, template: str) -> str:
        name = f"test_{next(self._names)}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return postgres.url_of(self._folder, name)

    async def _run(self, statement: str) -> None:
        import asyncpg  # noqa: PLC0415 -- an extra: this is reached only where it is installed

        connection = await asyncpg.connect(host=str(self._folder), user=postgres.USER, database="postgres")
        await connection.execute(statement)
        await connection.close()


@contextlib.contextmanager
def opened(backend: str) -> Iterator[Store]:
    """A store of that kind, gone when the block ends."""
    with contextlib.ExitStack() as stack:
        if backend == "sqlite":
            yield SqliteFiles(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        else:
            yield PostgresqlServer(stack.enter_context(postgres.server()))


@contextlib.asynccontextmanager
async def world_from(store: Store) -> AsyncIterator[World]:
    """A world on a ready database."""
    async with world_on(await store.ready()) as world:
        yield world
