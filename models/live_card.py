"""The pinned card of the plan in the leadership chat, which is edited as things change."""

from datetime import date, datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class LiveCard(Base):
    """The card that stands in a chat: the message, and what it shows.

    `shown` is the SHA-256 of what it shows, null before it was pinned. `audit_id` and `looked_on` are the newest
    change of the plan and the local day that it was composed for. `lost_at` is when it was found deleted.
    """

    __tablename__ = "live_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    shown: Mapped[str | None] = mapped_column(String(64))
    audit_id: Mapped[int]
    looked_on: Mapped[date]
    looked_at: Mapped[datetime]
    lost_at: Mapped[datetime | None]
