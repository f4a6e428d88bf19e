"""Who is in the leadership chat, as Telegram last said."""

from datetime import datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class LeaderMembership(Base):
    """Whether a Telegram account is a leader: a member of the leadership chat `chat_id`, as of `asked_at`."""

    __tablename__ = "leader_membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    is_leader: Mapped[bool]
    asked_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("chat_id", "telegram_id"),)
