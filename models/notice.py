"""What an executor was told to be theirs, and their acknowledgement of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Notice(Base):
    """One assignment in one letter to one account.

    When the letter was queued and when Telegram accepted it stand in its row of the outbox, `letter_id`.
    `acknowledged_at` is when the account pressed the button of it; `chased_id` is the reminder (a row of the outbox)
    that asked for the acknowledgement once more.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    acknowledged_at: Mapped[datetime | None]
    chased_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))

    __table_args__ = (UniqueConstraint("letter_id", "assignment_id"),)
