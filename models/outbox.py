"""Messages that wait to be sent, and what sent messages are about."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice

_QUEUED = text("state = 'queued'")


class OutboxState(enum.StrEnum):
    """queued → sending (in hand) → sent; or failed (permanently), or cancelled (no longer needed)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Outbox(Base):
    """A message to send: what to say (`kind`, `refs`) to which chat, never the words themselves.

    `key` is unique, so that nothing is sent twice. `priority` 0 goes before 1; a message that was being sent when the
    process died goes after both, later with every such death. `next_try_at` is the earliest time to send. `begun_at`
    is when sending began: from then on Telegram may have the message; before that it was only claimed. `worker` is the
    number of the process that has it in hand.
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
    worker: Mapped[int | None]
    begun_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None]

    __table_args__ = (
        # In the order of sending: the next message is found at once, however many wait behind it.
        Index("ix_outbox_turn", "state", "priority", "id", "next_try_at"),
        Index("ix_outbox_chat", "chat_id", "state"),
        # What a monitor asks for: which message has waited longest.
        Index("ix_outbox_queued", "state", "next_try_at", sqlite_where=_QUEUED, postgresql_where=_QUEUED),
    )


class Anchor(Base):
    """What one of the bot's messages is about, so that a reply to it (or the next message after it) is understood.

    `report_id` is the report that the message is about, or the kept draft that it asks about. It stays when a button
    replaces the message with another screen. `below_id` is the message beneath this one that shows what its buttons
    opened, in a group: each press edits it anew.
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
    below_id: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        Index("ix_anchor_message", "chat_id", "message_id", unique=True),
        Index("ix_anchor_purpose", "purpose"),
    )
