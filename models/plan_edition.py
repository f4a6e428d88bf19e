"""Each edition of a plan that was loaded, as its plan file says it, and what the last change can be taken back to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PlanEdition(Base):
    """An edition of a plan; the one in force is the newest that was not taken back.

    `file` is the plan file as JSON. `document` (and its `sha256`) is what an admin's file was called, null of
    PLAN_FILE; `by_id` is null if it was loaded on the server. `changes` are what it changed, activity by activity.

    An edition is taken back by loading the file of the `previous_id` into the very rows that were that edition's:
    `rows` are their ids by number and label. `kept` and `left` are, by id, what stood in them instead of the file's
    words (a text that was mended, a deadline that was moved, a lead who was chosen) before and after this edition.
    """

    __tablename__ = "plan_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("plan_edition.id"))
    file: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    document: Mapped[str | None] = mapped_column(String(255))
    sha256: Mapped[str | None] = mapped_column(String(64))
    loaded_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(BigInteger)
    by_name: Mapped[str | None]
    changes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    rows: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kept: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    left: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    taken_back_at: Mapped[datetime | None]

    # An old button must not mean a later edition.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 -- SQLAlchemy reads it from the class
