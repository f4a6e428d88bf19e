"""Where the databases of the tests come from: SQLite files, or a PostgreSQL server that was started for them."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
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


# What was there is deleted row by row: TRUNCATE makes new files for each table and index, which takes twenty times as
# long. VACUUM gives the room back, so that nothing is left behind, not even the order of what was there.
_ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
_FILLED = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""
_UNCHECKED = "SET session_replication_role = replica;"


@dataclass
class _Template:
    """A database of which others are made, with a copy of what it holds beside it.

    `refill`: the statements that fill an emptied one from that copy. `free`: those that were given back.
    """

    name: str
    refill: str
    free: list[str] = field(default_factory=list)


class PostgresqlServer:
    """Databases of a server, each made from a template, or from one that was given back.

    A database is hundreds of files: making one for each test, and deleting them all, took longer than the tests.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = count(1)
        self._templates: dict[Path | None, _Template] = {}  # by the file of which they hold everything; None: the plan
        self._lent: dict[str, _Template] = {}  # by the name of the database

    async def empty(self) -> str:
        return postgres.url_of(self._folder, await self._made_from("template0"))

    async def ready(self) -> str:
        if None not in self._templates:
            name = await self._made_from("template0")
            await make_ready(postgres.url_of(self._folder, name))
            self._templates[None] = await self._template(name)
        return await self._one_like(self._templates[None])

    async def with_all_of(self, file: Path) -> str:
        """The address of a database that holds all that is in a SQLite file, which is copied once."""
        if file not in self._templates:
            name = await self._made_from("template0")
            with tempfile.TemporaryDirectory() as folder:
                # Its own: another process of the tests may be copying the file, and whoever copies has it to themself.
                source = Database(url_of(Path(shutil.copy(file, folder))))
                target = Database(postgres.url_of(self._folder, name))
                await copy(source, target, lambda _table, _rows: None)
                await source.close()
                await target.close()
            self._templates[file] = await self._template(name)
        return await self._one_like(self._templates[file])

    def give_back(self, url: str) -> None:
        name = url.partition("@/")[2].partition("?")[0]
        self._lent.pop(name).free.append(name)

    async def _one_like(self, template: _Template) -> str:
        if template.free:
            name = template.free.pop()
            await self._refill(name, template.refill)
        else:
            name = await self._made_from(template.name)
        self._lent[name] = template
        return postgres.url_of(self._folder, name)

    async def _refill(self, name: str, refill: str) -> None:
        async with self._connected(name) as connection:
            await connection.execute(_ALONE, name)
            if filled := ", ".join(table for (table,) in await connection.fetch(_FILLED)):
                deletes = "".join(f"DELETE FROM {table};" for table in filled.split(", "))  # noqa: S608
                await connection.execute(_UNCHECKED + deletes)
                await connection.execute(f"VACUUM {filled}")
            await connection.execute(_UNCHECKED + refill)

    async def _template(self, name: str) -> _Template:
        """What is needed to make others like a database that is ready."""
        async with self._connected(name) as connection:
            filled = [table for (table,) in await connection.fetch(_FILLED)]
            await connection.execute("CREATE SCHEMA seeded")
            for table in filled:
                await connection.execute(f"CREATE TABLE seeded.{table} AS TABLE {table}")
            counters = await connection.fetch("SELECT sequencename, last_value FROM pg_sequences")
        refill = [f"INSERT INTO {table} SELECT * FROM seeded.{table};" for table in filled]  # noqa: S608
        refill += [f"SELECT setval('{one}', {last or 1}, {last is not None});" for one, last in counters]
        return _Template(name, "\n".join(refill))

    async def _made_from(self, template: str) -> str:
        name = f"test_{next(self._names)}"
        async with self._connected("postgres") as connection:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    @contextlib.asynccontextmanager
    async def _connected(self, database: str) -> AsyncIterator[Any]:
        import asyncpg  # noqa: PLC0415 -- an extra: this is reached only where it is installed

        connection = await asyncpg.connect(host=str(self._folder), user=postgres.USER, database=database)
        try:
            yield connection
        finally:
            await connection.close()


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
