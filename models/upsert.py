"""INSERT … ON CONFLICT, which SQLite and PostgreSQL both support but SQLAlchemy builds per dialect."""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from models import Base
from models.database import Database
from models.statements import ask


async def insert_once(session: AsyncSession, table: type[Base], values: Mapping[str, Any], key: str) -> int | None:
    """Insert a row unless one with the same `key` column exists. Returns the new row's id, or None if one existed."""
    row = {**{name: made(None) for name, made in _defaults(table).items() if name not in values}, **values}
    new = await ask(session, _once(session.get_bind().dialect.name, table, key, tuple(row)), _as_new(row))
    return new[0].id if new else None


async def insert_all_once(
    session: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]], key: str
) -> dict[Any, int]:
    """Insert, in their order, the rows whose `key` value is new; all have the same columns, and there is one at least.

    Returns the new rows' ids by that value.
    """
    if len(rows) == 1:  # as is usual: such a statement is kept
        [row] = rows
        new = await insert_once(session, table, row, key)
        return {} if new is None else {row[key]: new}
    await session.flush()
    statement = _once(session.get_bind().dialect.name, table, key, tuple(rows[0]))
    placed = await (await session.connection()).execute(statement, [_as_new(row) for row in rows])
    return {value: row for row, value in placed}


async def put(session: AsyncSession, table: type[Base], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert a row, or update the one that has the same `key` columns."""
    await put_all(session, table, tuple(key), [{**key, **values}])


async def put_alone(database: Database, table: type[Base], key: tuple[str, ...], row: Mapping[str, Any]) -> None:
    """The same of one row, as a transaction of its own."""
    await database.change(_put(database.engine.dialect.name, table, key, tuple(row)), _as_new(row))


async def put_all(
    session: AsyncSession, table: type[Base], key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    """The same of several rows, at one statement for those with the same columns."""
    dialect = session.get_bind().dialect.name
    for names in dict.fromkeys(tuple(row) for row in rows):
        statement = _put(dialect, table, key, names)
        alike = [_as_new(row) for row in rows if tuple(row) == names]
        if len(alike) == 1:
            await ask(session, statement, alike[0])
        else:
            await session.flush()
            await (await session.connection()).execute(statement, alike)


@functools.cache  # building the statement takes longer than running it
def _put(
    dialect: str, table: type[Base], key: tuple[str, ...], names: tuple[str, ...]
) -> postgresql.Insert | sqlite.Insert:
    statement = _insert_row(dialect, table, names)
    changed = {one: statement.excluded[one] for one in names if one not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


@functools.cache
def _defaults(table: type[Base]) -> dict[str, Callable[[Any], Any]]:
    """What makes a column's value where none is given: a kept statement is given each."""
    defaults: dict[str, Any] = {one.key: one.default for one in table.__table__.columns if one.default is not None}
    return {
        name: default.arg if default.is_callable else functools.partial(_same, default.arg)
        for name, default in defaults.items()
    }


def _same(value: Any, context: Any) -> Any:
    return value


@functools.cache
def _once(dialect: str, table: type[Base], key: str, names: tuple[str, ...]) -> ReturningInsert[int, Any]:
    statement = _insert_row(dialect, table, names).on_conflict_do_nothing(index_elements=[key])
    return statement.returning(table.__table__.c.id, table.__table__.c[key])


def _insert_row(dialect: str, table: type[Base], names: tuple[str, ...]) -> postgresql.Insert | sqlite.Insert:
    """The statement with a parameter for each column; `_as_new` names them."""
    own: Any = table.__table__
    return _insert_on(dialect, own).values({one: bindparam(f"new_{one}", type_=own.c[one].type) for one in names})


def _as_new(row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in row.items()}


def _insert_on(dialect: str, table: Any) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
