"""What several processes have said and may say, so that together they keep to Telegram's limits."""

from sqlalchemy import BigInteger, Double, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

EVERYBODY = 0  # no chat's id


class Pace(Base):
    """A chat's pace, or that of all chats together. Moments are seconds of Unix time by the database's clock.

    Used on PostgreSQL only: on SQLite one process says everything, and keeps its pace in memory.
    """

    __tablename__ = "pace"

    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    theoretical: Mapped[float] = mapped_column(Double)
    closed_until: Mapped[float] = mapped_column(Double)
    passed: Mapped[bytes | None] = mapped_column(LargeBinary)
