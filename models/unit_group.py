"""The group chats of units."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class UnitGroup(Base):
    """A unit's own group chat, to which its reminders go as well.

    `thread_id` is the bound forum topic, if any. `lost_at` is when the bot found that it could not write there.
    `reminded_through` is the last local day whose reminders went there.
    """

    __tablename__ = "unit_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("executor.id"), unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    title: Mapped[str]
    bound_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
    reminded_through: Mapped[date]
