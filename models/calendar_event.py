"""The deadlines in people's phone calendars: events of the calendar files that were sent to them."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CalendarEvent(Base):
    """An activity's deadline as last sent to one account.

    `sequence` is RFC 5545's: it rises whenever the event's contents (`digest`) change, and of two events with the same
    identifier a phone keeps the higher. `is_cancelled` is set if the deadline no longer concerns that person.
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
