"""What Telegram gave, until it is handled."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Inbox(Base):
    """An update as it came. `id` is the order of arrival, which Telegram's own numbers are not for ever.

    A handled one keeps its number for as long as Telegram may give it again, and nothing of what was written.
    """

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    handled_at: Mapped[datetime | None] = mapped_column(index=True)
