"""Admins appointed in chat, in addition to those of ADMIN_IDS."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Admin(Base):
    """A person appointed by another admin (`named_by`, a Telegram id)."""

    __tablename__ = "admin"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    named_by: Mapped[int] = mapped_column(BigInteger)
    named_at: Mapped[datetime]
