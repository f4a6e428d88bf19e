"""The group chat to which the bot writes."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Group(Base):
    """The leadership's group chat.

    `thread_id` is the bound forum topic, if any. `lost_at` is when the bot found that it could not write to the group.
    """

    __tablename__ = "group_chat"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    title: Mapped[str]
    bound_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
