"""Group chats that the bot writes to."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Group(Base):
    """A group chat: the leadership's (`purpose` leadership) or a unit's own (`purpose` unit, with its executor).

    `thread_id` is the forum topic that was bound, if any. `lost_at` is when the bot found itself without the group.
    """

    __tablename__ = "group_chat"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(String(16))
    executor_id: Mapped[int | None] = mapped_column(ForeignKey("executor.id"))
    bound_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
