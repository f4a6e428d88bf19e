"""`python -m bot copy FROM TO`: moves everything from one database into another, of the same kind or the other."""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from models.base import Base
from models.database import Database, DatabaseError, explain, newest_schema, schemas

ROWS_AT_ONCE = 500
FILES_AT_ONCE = 1  # each may hold a document of many megabytes

Progress = Callable[[str, int], None]


async def copy(source: Database, target: Database, told: Progress) -> int:
    """Copy every row of `source` into the empty database `target`, and compare them there; returns their number.

    `told` hears of each table that is done: its name and its number of rows. Raises DatabaseError with a sentence, and
    leaves no row in `target`, if either is in use or of another release, if `target` holds anything, or if a row
    arrives otherwise than it left.
    """
    if source.where == target.where:
        raise DatabaseError("FROM and TO are the same database: name another one to copy to.")
    if not source.exists():
        raise DatabaseError(f"There is no database {source.where} to copy: check the address.")
    await _own(source)
    with _gone_if_failed(target):
        try:
            return await _copy(source, target, told)
        except DBAPIError as error:
            raise DatabaseError(explain(error, target.where)) from error


async def _copy(source: Database, target: Database, told: Progress) -> int:
    async with _reading(source) as here:
        if await here.run_sync(schemas) != [newest_schema()]:
            raise DatabaseError(
                f"The database {source.where} is of another release: start this release on it once, then copy it."
            )
        await _make_ready(target)
        async with target.engine.begin() as there:
            rows = 0
            for table in Base.metadata.sorted_tables:
                copied = await _copy_table(table, here, there)
                rows += copied
                told(table.name, copied)
    return rows


@contextlib.asynccontextmanager
async def _reading(source: Database) -> AsyncIterator[AsyncConnection]:
    """A connection to a database that is there. Raises DatabaseError if it cannot be reached."""
    try:
        connection = await source.engine.connect()
    except DBAPIError as error:
        raise DatabaseError(explain(error, source.where)) from error
    try:
        yield connection
    finally:
        await connection.close()


async def _own(database: Database) -> None:
    try:
        is_free = await database.own() and await database.worker.living() == {database.worker.number}
    except OSError as error:
        raise DatabaseError(f"The database {database.where} cannot be locked ({error.strerror}).") from error
    except DBAPIError as error:
        raise DatabaseError(explain(error, database.where)) from error
    if not is_free:
        raise DatabaseError(f"A bot runs on {database.where}: stop it before copying.")


async def _make_ready(target: Database) -> None:
    """Give the target this release's tables. It is not touched if it holds anything."""
    if target.exists():
        async with _reading(target) as connection:
            if (filled := await connection.run_sync(_filled)) is not None:
                raise DatabaseError(
                    f"The database {target.where} is not empty (its table {filled} has rows): name an empty one."
                )
    await target.upgrade()
    await _own(target)


def _filled(connection: Connection) -> str | None:
    """A table that holds rows; None if there is none but the number of the schema."""
    for name in inspect(connection).get_table_names():
        table = Table(name, MetaData())
        if name != "alembic_version" and connection.scalar(select(func.count()).select_from(table)):
            return name
    return None


async def _copy_table(table: Table, here: AsyncConnection, there: AsyncConnection) -> int:
    """Copy a table's rows in the order of their keys, and compare what arrived with what left."""
    copied = 0
    adding = _adding(table, there.dialect.name)
    async for rows in _batches(table, here):
        await _add(table, adding, rows, there)
        copied += len(rows)
    await _go_on_counting(table, there)
    await _compare(table, here, there)
    return copied


async def _add(table: Table, adding: Insert, rows: Sequence[Mapping[str, Any]], there: AsyncConnection) -> None:
    try:
        await there.execute(adding, rows)
    except (DBAPIError, ValueError, OverflowError) as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        raise DatabaseError(
            f"The table {table.name} cannot be copied (rows from {_key(table, rows[0])} to {_key(table, rows[-1])}: "
            f"{reason})."
        ) from error


async def _batches(table: Table, connection: AsyncConnection) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """A table's rows in the order of their keys, some at a time."""
    [key] = table.primary_key
    at_once = FILES_AT_ONCE if any(isinstance(column.type, LargeBinary) for column in table.c) else ROWS_AT_ONCE
    query = select(*map(_as_written, table.c)).order_by(key).limit(at_once)
    rows = (await connection.execute(query)).mappings().all()
    while rows:
        yield [dict(row) for row in rows]
        rows = (await connection.execute(query.where(key > rows[-1][key.name]))).mappings().all()


def _as_written(column: Column[Any]) -> ColumnElement[Any]:
    """A column as it is stored: JSON read and written anew might differ, and its null is not the column's."""
    return cast(column, Text).label(column.name) if _is_json(column) else column


def _adding(table: Table, dialect: str) -> Insert:
    given = {column.name: bindparam(column.name, type_=Text()) for column in table.c if _is_json(column)}
    if dialect == "postgresql":
        return insert(table).values({name: cast(parameter, JSON) for name, parameter in given.items()})
    return insert(table).values(given)


def _is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON)


async def _go_on_counting(table: Table, there: AsyncConnection) -> None:
    """Let the next new row of PostgreSQL have the number after the highest; SQLite looks for itself."""
    key = [column for column in table.primary_key if isinstance(column.type, Integer)]
    if there.dialect.name != "postgresql" or len(key) != 1:
        return
    highest = await there.scalar(select(func.max(key[0])))
    following = text("SELECT setval(pg_get_serial_sequence(:name, :column), :highest)").bindparams(
        name=table.name, column=key[0].name, highest=highest
    )
    if highest is not None:
        await there.execute(following)


async def _compare(table: Table, here: AsyncConnection, there: AsyncConnection) -> None:
    """Raise DatabaseError if the two tables differ in anything."""
    arrived = _batches(table, there)
    async for rows in _batches(table, here):
        found: Sequence[Mapping[str, Any]] = await anext(arrived, [])
        if found != rows:
            row = next((row for row, other in zip(rows, found, strict=False) if row != other), rows[-1])
            raise DatabaseError(f"The row {_key(table, row)} of the table {table.name} arrived otherwise than it left.")
    if await anext(arrived, None) is not None:
        raise DatabaseError(f"More rows of the table {table.name} arrived than left.")


def _key(table: Table, row: Mapping[str, Any]) -> str:
    return ", ".join(str(row[column.name]) for column in table.primary_key)


@contextlib.contextmanager
def _gone_if_failed(target: Database) -> Iterator[None]:
    """Delete a SQLite file that was begun and not finished."""
    was_there = target.exists()
    try:
        yield
    except BaseException:
        if target.is_sqlite and not was_there and target.url.database:
            for suffix in ("", "-wal", "-shm"):
                Path(target.url.database + suffix).unlink(missing_ok=True)
        raise
