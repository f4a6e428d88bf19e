"""Where the databases of the tests come from: SQLite files, or a PostgreSQL server that was started for them."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from bot.copying import copy
from models.database import Database
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

    def give_back(self, url: str) -> None:
        """A ready database is not needed any more: it may be made ready anew for another."""
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

    def give_back(self, url: str) -> None:
        file = url.partition("///")[2]
        for beside in ("", "-wal", "-shm"):
            Path(file + beside).unlink(missing_ok=True)

    def _new(self) -> Path:
        return self._folder / f"{next(self._names)}.sqlite3"


# Tables that hold something are emptied, which leaves nothing behind, not even the order of what was there.
_EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
SET session_replication_role = replica;
DO $$
BEGIN
    EXECUTE (
        SELECT 'TRUNCATE ' || string_agg(oid::regclass::text, ', ') || ' CASCADE' FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
    );
END
$$;
"""


class PostgresqlServer:
    """Databases of a server; a ready one is made from a template, or from one that was given back.

    A database is hundreds of files: making one for each test, and deleting them all, took longer than the tests.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = count(1)
        self._free: list[str] = []
        self._refill: str | None = None
        self._copies: dict[Path, str] = {}  # templates, by the file of which they hold everything

    async def empty(self) -> str:
        return await self._made_from("template0")

    async def ready(self) -> str:
        if self._refill is None:
            self._refill = await self._make_ready()
        if not self._free:
            return await self._made_from("ready")
        name = self._free.pop()
        async with self._connected(name) as connection:
            await connection.execute(_EMPTY + self._refill)
        return postgres.url_of(self._folder, name)

    def give_back(self, url: str) -> None:
        self._free.append(_name(url))

    async def with_all_of(self, file: Path) -> str:
        """The address of a database that holds all that is in a SQLite file, which is copied once."""
        if file not in self._copies:
            name = f"copy_{next(self._names)}"
            async with self._connected("postgres") as connection:
                await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            with tempfile.TemporaryDirectory() as folder:
                # Its own: another process of the tests may be copying the file, and whoever copies has it to themself.
                source = Database(url_of(Path(shutil.copy(file, folder))))
                target = Database(postgres.url_of(self._folder, name))
                await copy(source, target, lambda _table, _rows: None)
                await source.close()
                await target.close()
            self._copies[file] = name
        return await self._made_from(self._copies[file])

    async def drop(self, url: str) -> None:
        """A database is not needed any more."""
        async with self._connected("postgres") as connection:
            await connection.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")

    async def _make_ready(self) -> str:
        """Make the template, with a copy of what it holds beside it; the statements that fill a database from that."""
        async with self._connected("postgres") as connection:
            await connection.execute("CREATE DATABASE ready TEMPLATE template0")
        await make_ready(postgres.url_of(self._folder, "ready"))
        async with self._connected("ready") as connection:
            tables = await connection.fetch("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
            filled = [name for (name,) in tables if await connection.fetchval(f"SELECT 1 FROM {name} LIMIT 1")]  # noqa: S608
            await connection.execute("CREATE SCHEMA seeded")
            for name in filled:
                await connection.execute(f"CREATE TABLE seeded.{name} AS TABLE {name}")
            counters = await connection.fetch("SELECT sequencename, last_value FROM pg_sequences")
        refill = [f"INSERT INTO {name} SELECT * FROM seeded.{name};" for name in filled]  # noqa: S608
        refill += [f"SELECT setval('{name}', {last or 1}, {last is not None});" for name, last in counters]
        return "\n".join(refill)

    async def _made_from(self, template: str) -> str:
        name = f"test_{next(self._names)}"
        async with self._connected("postgres") as connection:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return postgres.url_of(self._folder, name)

    @contextlib.asynccontextmanager
    async def _connected(self, database: str) -> AsyncIterator[Any]:
        import asyncpg  # noqa: PLC0415 -- an extra: this is reached only where it is installed

        connection = await asyncpg.connect(host=str(self._folder), user=postgres.USER, database=database)
        try:
            yield connection
        finally:
            await connection.close()


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


@contextlib.contextmanager
def sqlite_files() -> Iterator[Store]:
    """Files, gone when the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        yield SqliteFiles(Path(folder))


@contextlib.asynccontextmanager
async def world_from(store: Store) -> AsyncIterator[World]:
    """A world on a ready database."""
    url = await store.ready()
    async with world_on(url) as world:
        yield world
    store.give_back(url)
