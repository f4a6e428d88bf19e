"""A plan's document that was sent and is not yet loaded: the file, and what was answered about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PlanImport(Base):
    """The import that is open; there is one at most (`slot` is always 1), and none is kept once it is settled.

    `answers` are by the keys of their questions, in the order in which they were given; `version` grows with each, so
    that of two at once neither is lost. `shown` is the message that shows it in each chat, and its language.
    """

    __tablename__ = "plan_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(unique=True, default=1)
    name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=0)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int] = mapped_column(BigInteger)
    by_name: Mapped[str]
    begun_at: Mapped[datetime]

    # A button of an import that was settled must not mean the next one.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 -- SQLAlchemy reads it from the class
