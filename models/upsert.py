"""INSERT … ON CONFLICT, which SQLite and PostgreSQL both support but SQLAlchemy builds per dialect."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Base


async def insert_once(session: AsyncSession, table: type[Base], values: Mapping[str, Any], key: str) -> int | None:
    """Insert a row unless one with the same `key` column exists. Returns the new row's id, or None if one existed."""
    statement = _insert(session, table).values(**values).on_conflict_do_nothing(index_elements=[key])
    return await session.scalar(statement.returning(table.id))  # type: ignore[attr-defined]  # every table has an id


async def insert_all_once(
    session: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]], key: str
) -> dict[Any, int]:
    """Insert, in one statement, the rows whose `key` value is new. Returns the new rows' ids by that value."""
    column = getattr(table, key)
    # A statement of one row, as is usual, is compiled once; one of several is compiled each time.
    values = dict(rows[0]) if len(rows) == 1 else [dict(row) for row in rows]
    statement = _insert(session, table).values(values).on_conflict_do_nothing(index_elements=[key])
    placed = await session.execute(statement.returning(column, table.id))  # type: ignore[attr-defined]
    return {row[0]: row[1] for row in placed}


async def put(session: AsyncSession, table: type[Base], key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert a row, or update the one that has the same `key` columns."""
    statement = _insert(session, table).values(**key, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def _insert(session: AsyncSession, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
