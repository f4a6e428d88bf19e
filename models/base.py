"""What every table shares: names for constraints, and timestamps that are always in UTC."""

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, TextClause, TypeDecorator, text
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

# Constraints have names, so that a migration can refer to each of them on any database.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """A timestamp: takes an aware datetime in any zone and returns it in UTC.

    SQLite's own DateTime silently drops the zone, so a naive value is refused here.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert an aware datetime for the database; ValueError for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(values: type[enum.StrEnum]) -> Enum:
    """A column type for one of an enumeration's values, stored as its text."""
    return Enum(values, native_enum=False, length=16, values_callable=lambda members: [str(m) for m in members])


class Base(DeclarativeBase):
    """The base class of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UTCDateTime}  # noqa: RUF012 -- SQLAlchemy reads it from the class

    def __repr__(self) -> str:
        """Show the row's key only: people's words stay out of logs."""
        key: Any = getattr(self, "id", None)
        return f"<{type(self).__name__} {key}>"


def by_index(flag: InstrumentedAttribute[bool]) -> TextClause:
    """The condition that a flag is set, of which there is an index of the few rows that have it.

    SQLite uses that only if the condition is written as there, and SQLAlchemy writes `= 1`.
    """
    return text(f"{flag.class_.__tablename__}.{flag.key}")
