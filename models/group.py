"""The group chats of the leadership, to which the bot writes."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Group(Base):
    """A leadership's group chat: of the organisation, or (of one line of plans) a plan's own.

    `line` is None of the organisation's, which there is one of and which sees every plan. A plan's own chat stays that
    of the plans that follow it. `thread_id` is the bound forum topic, if any. `lost_at` is when the bot found that it
    could not write to the group.
    """

    __tablename__ = "group_chat"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    title: Mapped[str]
    bound_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
    line: Mapped[int | None]

    __table_args__ = (Index("ix_group_chat_line", "line", unique=True),)
