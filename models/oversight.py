"""What the control department and the leadership have seen to: twins of activities, steps that the leadership heard."""

import enum
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class Twin(Base):
    """What an admin decided on two activities whose texts are alike; `one_id` is the smaller id.

    `is_same`: they are the same work, and stand tied; else they are no twins, and nobody is asked again.
    """

    __tablename__ = "twin"

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    is_same: Mapped[bool]
    reason: Mapped[str | None]
    decided_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (UniqueConstraint("one_id", "other_id"),)


class WatchStep(enum.StrEnum):
    """What the leadership hears at once of an activity under its personal control."""

    NEAR = "near"
    OVERDUE = "overdue"
    OBSTACLE = "obstacle"
    DONE = "done"


class Watched(Base):
    """A step of an activity that the leadership was told of, once for each due day (ISO; empty without one)."""

    __tablename__ = "watched"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    step: Mapped[WatchStep] = mapped_column(choice(WatchStep))
    due: Mapped[str] = mapped_column(String(10))
    told_on: Mapped[date]

    __table_args__ = (UniqueConstraint("activity_id", "step", "due"),)
