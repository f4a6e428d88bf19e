"""How a plan stood when its period was closed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PlanFinal(Base):
    """The figures and reports of a plan at its closing, as JSON: what is decided or deleted later does not change them.

    None is kept of a plan that is being carried out, nor of one that was reopened.
    """

    __tablename__ = "plan_final"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True, autoincrement=False)
    closed_at: Mapped[datetime]
    facts: Mapped[str] = mapped_column(Text)


class CarriedOver(Base):
    """An unfinished activity that an admin has chosen for the next plan (`plan_id`).

    `due_on` is the term set for it there; null while it is to be asked, unless it is to have none (`is_unset`).
    `number` is its number in the next plan, once it stands there.
    """

    __tablename__ = "carried_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    due_on: Mapped[date | None]
    is_unset: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int | None]

    __table_args__ = (UniqueConstraint("plan_id", "activity_id"),)
