"""Updates from Telegram, kept until they are handled."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Inbox(Base):
    """An update as received. `id` is the order of arrival; Telegram's own numbers may start anew.

    A handled update keeps its number while Telegram may deliver it again; its contents are deleted.
    """

    __tablename__ = "inbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    handled_at: Mapped[datetime | None] = mapped_column(index=True)
