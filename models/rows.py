"""Rows that change with every report, as objects of a session, but read and written by kept statements.

SQLAlchemy's unit of work finds out what has to be written, and in which order, at several times the cost of writing it.
Here the caller says what: rows of which none depends on another that is not written yet.
"""

import functools
from typing import Any, TypeVar

from sqlalchemy import Insert, Update, bindparam, insert, inspect, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import make_transient, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from models.base import Base
from models.statements import ask

Table = TypeVar("Table", bound=Base)


def hold(session: AsyncSession, table: type[Table], row: Any, *, anew: bool = False) -> Table:
    """A row of all columns of the table, as an object of the session; the one that it holds already, if it does.

    `anew`: that one is as the row from now on, whatever it was before.
    """
    held: Table | None = session.identity_map.get(session.identity_key(table, row.id))
    if held is None:
        return _held(session, table(), row._asdict())
    if anew:
        for name, value in row._asdict().items():
            set_committed_value(held, name, value)
    return held


def _held(session: AsyncSession, one: Table, values: dict[str, Any]) -> Table:
    one.__dict__.update(values)
    make_transient_to_detached(one)
    session.add(one)
    return one


async def write_out(session: AsyncSession, *rows: Base) -> None:
    """Write what is new or was changed in these rows, and nothing else that the session holds.

    A new row gets its id. Of one that was changed, what stands in the database besides is not looked at.
    """
    with session.no_autoflush:
        for row in rows:
            state = inspect(row)
            if state.pending:
                await _insert(session, row)
            elif state.modified:
                changed = [name for name, before in state.committed_state.items() if before != getattr(row, name)]
                await _update(session, row, tuple(sorted(changed)))


async def _insert(session: AsyncSession, row: Any) -> None:
    table: type[Base] = type(row)
    said = row.__dict__  # an attribute of which nothing was said is none of them
    values = {name: default if said.get(name) is None else said[name] for name, default in _defaults(table).items()}
    [(row_id,)] = await ask(session, _inserting(table), values)
    session.expunge(row)
    _held(session, row, values | {"id": row_id})


async def _update(session: AsyncSession, row: Any, names: tuple[str, ...]) -> None:
    table: type[Base] = type(row)
    if names:
        values = {f"new_{name}": getattr(row, name) for name in names}
        await ask(session, _updating(table, names), values | {"of": row.id})
    make_transient(row)
    _held(session, row, {})


@functools.cache
def _defaults(table: type[Base]) -> dict[str, Any]:
    """The columns but for the id, with what stands in them if nothing is said."""
    columns: Any = [column for column in table.__table__.columns if not column.primary_key]
    if any(column.default is not None and not column.default.is_scalar for column in columns):
        raise TypeError(f"{table.__name__} has columns whose defaults are found out for each row")
    return {column.key: column.default.arg if column.default is not None else None for column in columns}


@functools.cache
def _inserting(table: type[Base]) -> Insert:
    own: Any = table.__table__
    values = {name: bindparam(name, type_=own.c[name].type) for name in _defaults(table)}
    return insert(own).values(values).returning(own.c.id)


@functools.cache
def _updating(table: type[Base], names: tuple[str, ...]) -> Update:
    own: Any = table.__table__
    values = {name: bindparam(f"new_{name}", type_=own.c[name].type) for name in names}
    return update(own).where(own.c.id == bindparam("of", type_=own.c.id.type)).values(values)
