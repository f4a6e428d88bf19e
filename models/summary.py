"""Weekly summaries that were queued."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Summary(Base):
    """A weekly summary that was queued; one per plan and ISO week («2024-W03»)."""

    __tablename__ = "summary"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    week: Mapped[str] = mapped_column(String(8))
    taken_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("plan_id", "week"),)
