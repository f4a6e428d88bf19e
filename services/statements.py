"""Statements that SQLite and PostgreSQL both know, but SQLAlchemy spells by dialect."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models import Base


async def insert_once(session: AsyncSession, table: type[Base], values: Mapping[str, Any], key: str) -> int | None:
    """Insert a row unless one with the same `key` column stands; the new row's id, or None where one stood."""
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=[key])
    return await session.scalar(statement.returning(table.id))  # type: ignore[attr-defined]  # every table has an id
