"""The plan as loaded: its period, priorities, agenda and sections."""

import enum
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.terms import Period

LONGEST_MARK = 20  # characters


class PlanState(enum.StrEnum):
    """Whether the plan waits for its first day, is being carried out (active) or has ended (closed).

    One that waited and was taken off (dropped) never was in force; loaded again, it begins anew.
    """

    WAITING = "waiting"
    ACTIVE = "active"
    CLOSED = "closed"
    DROPPED = "dropped"


class Paper(enum.StrEnum):
    """A plan that is made of orders, and was read from no document: single orders of a year, or those of minutes."""

    ORDERS = "orders"
    MINUTES = "minutes"


class Plan(Base):
    """One plan of one organisation for one period; `fingerprint` is the SHA-256 of its canonical JSON.

    Plans that follow one another share a `line`; each line has at most one plan that is carried out and one that waits.
    `mark` is what people call the plan by where several are in force («ИР»); empty until there is a second line.
    `former_marks` are those that it had before, the newest last.
    `paper` is set of a plan that is made of orders: it has no edition, and orders join it one by one. `of_line` is the
    line in whose own leadership chat these are given, which sees them; null: in the organisation's, or by admins.
    """

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    organisation: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[PlanState] = mapped_column(choice(PlanState), default=PlanState.ACTIVE)
    fingerprint: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime]
    line: Mapped[int] = mapped_column(default=0, server_default="0")
    mark: Mapped[str] = mapped_column(String(LONGEST_MARK), default="", server_default="")
    former_marks: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=sql("'[]'"))
    paper: Mapped[Paper | None] = mapped_column(choice(Paper))
    of_line: Mapped[int | None]

    __table_args__ = (UniqueConstraint("organisation", "starts_on", "ends_on", "line"),)

    @property
    def period(self) -> Period:
        """The days that the plan covers."""
        return Period(self.starts_on, self.ends_on)

    @property
    def waits_until(self) -> date | None:
        """Its first day, while it waits for it."""
        return self.starts_on if self.state is PlanState.WAITING else None


class Priority(Base):
    """A priority task of the plan's first part."""

    __tablename__ = "priority"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    text: Mapped[str]

    __table_args__ = (UniqueConstraint("plan_id", "number"),)


class AgendaItem(Base):
    """A question for the organisation's meetings. Months are stored as their first days; it is due in `last_month`."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    text: Mapped[str]
    deadline_text: Mapped[str]
    first_month: Mapped[date]
    last_month: Mapped[date]

    __table_args__ = (UniqueConstraint("plan_id", "number"),)


class Section(Base):
    """A section of the action plan; `number` is its Roman numeral."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[str] = mapped_column(String(8))
    position: Mapped[int]
    title: Mapped[str]

    __table_args__ = (UniqueConstraint("plan_id", "number"),)
