"""An activity of the action plan and who carries it."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.terms import DeadlineKind, Month, Window


class ActivityState(enum.StrEnum):
    """How far an activity is; what is shown (overdue, late) is derived from it and the date."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REVIEW = "review"
    RETURNED = "returned"
    DONE = "done"
    CLOSED = "closed"


class Activity(Base):
    """A numbered line of the action plan.

    `starts_on` is the first day of the first month. `planned_due_on` is the last day of the last month as the plan
    was written; `due_on` is the one in force (an approved extension moves it). Both are null for continuous and
    regular activities. `done_on` is the local day on which the accepted report was submitted. `next_reminder_on` is
    the next local day on which the calendar has something to say; null when nothing is left to say. `is_removed` is set
    while the plan file does not have the activity: it is shown nowhere, and all of it is kept. `short_name` is null
    where the plan file gives none.

    `planned_text` and `planned_executors` (keys, the lead first) are the plan file's: an admin's changes stand beside
    them until the file itself says something new. `closed_reason` and `closed_state` (how far it was) are of an
    activity that an admin took off control.
    """

    __tablename__ = "activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    number: Mapped[int]
    text: Mapped[str]
    short_name: Mapped[str | None]
    planned_text: Mapped[str]
    planned_executors: Mapped[list[Any]] = mapped_column(JSON)
    deadline_text: Mapped[str]
    kind: Mapped[DeadlineKind] = mapped_column(choice(DeadlineKind))
    starts_on: Mapped[date]
    planned_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[ActivityState] = mapped_column(choice(ActivityState), default=ActivityState.NOT_STARTED)
    percent: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]
    next_reminder_on: Mapped[date | None] = mapped_column(index=True)
    is_removed: Mapped[bool] = mapped_column(default=False)
    closed_reason: Mapped[str | None]
    closed_state: Mapped[ActivityState | None] = mapped_column(choice(ActivityState))

    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )

    @property
    def window(self) -> Window:
        """When it is carried out, an approved extension included."""
        return Window(self.kind, Month.of(self.starts_on), self.due_on)


class Assignment(Base):
    """An executor's part in an activity; the lowest position leads, the others assist.

    `is_removed` is set when a later edition of the plan no longer names the executor: what they reported stays.
    """

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"))
    executor_id: Mapped[int] = mapped_column(ForeignKey("executor.id"), index=True)
    position: Mapped[int]
    percent: Mapped[int] = mapped_column(default=0)
    done: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime | None]
    reported_on: Mapped[date | None]
    is_removed: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("activity_id", "executor_id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )
