"""What the bot owes people to say, and what its said messages are about."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class OutboxState(enum.StrEnum):
    """queued → sending (leased) → sent; or failed (for good), or cancelled (nothing left to say)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Outbox(Base):
    """A message that is owed: what to say (`kind`, `refs`) to which chat, never the words themselves.

    `key` makes a thing sayable once. `priority` 0 goes before 1; what was in hand when a process died goes after both,
    the later the more often. `next_try_at` is the earliest moment to send. `begun_at` is when the row came into hand:
    from then on Telegram may have the message, before that it was only claimed.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(128), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    refs: Mapped[dict[str, Any]] = mapped_column(JSON)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    priority: Mapped[int] = mapped_column(default=0)
    state: Mapped[OutboxState] = mapped_column(choice(OutboxState), default=OutboxState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None]

    __table_args__ = (
        # In the order of sending: the next to go is found at once, however many wait behind it.
        Index("ix_outbox_turn", "state", "priority", "id", "next_try_at"),
        Index("ix_outbox_chat", "chat_id", "state"),
    )


class Anchor(Base):
    """What a message of the bot's is about, so that a reply to it (or the next words after it) is understood.

    `report_id` is the report that it tells of, or the kept draft that it asks about. It stays when a button opens
    another screen in the message's place.
    """

    __tablename__ = "anchor"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    purpose: Mapped[str] = mapped_column(String(32))
    refs: Mapped[dict[str, Any]] = mapped_column(JSON)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    said_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_anchor_message", "chat_id", "message_id", unique=True),)
