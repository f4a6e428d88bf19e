"""Updates from Telegram, kept until they are handled."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_IS_HELD = text("worker IS NOT NULL")
_WAITS = text("handled_at IS NULL")


class Inbox(Base):
    """An update as received. `id` is the order of arrival; Telegram's own numbers may start anew.

    A handled update keeps its number while Telegram may deliver it again; its contents are deleted. `source` is whose
    it is: a person's updates are handled in order. `worker` is the number of the process that has it in hand, where
    several share the database.
    """

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    handled_at: Mapped[datetime | None]
    source: Mapped[int] = mapped_column(BigInteger, server_default="0")
    worker: Mapped[int | None]

    __table_args__ = (
        # In the order of arrival: the next are found at once, however many wait behind them or are handled. An index of
        # both columns is sorted anew by PostgreSQL for each reading: of nulls it does not know that they are equal.
        Index("ix_inbox_turn", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_inbox_handled_at", "handled_at"),
        Index("ix_inbox_held", "worker", "source", sqlite_where=_IS_HELD, postgresql_where=_IS_HELD),
    )
