"""What was put into people's phones: the events of the calendar files that they were given."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CalendarEvent(Base):
    """An activity's deadline as one account's phone has it.

    `sequence` is RFC 5545's: it rises whenever the event says something else than before (`digest`), and of two events
    with one identifier a phone keeps the higher. `is_cancelled`: the deadline is no longer that person's to meet.
    """

    __tablename__ = "calendar_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    due_on: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(BigInteger)
    is_cancelled: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("account_id", "activity_id"),)
