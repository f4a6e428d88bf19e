"""An activity of the action plan, and the executors assigned to it."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.terms import Precision, Rhythm


class ActivityState(enum.StrEnum):
    """The stored state of an activity; what is shown (overdue, late) is derived from it and the date."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REVIEW = "review"
    RETURNED = "returned"
    DONE = "done"
    CLOSED = "closed"


class Activity(Base):
    """A numbered line of the action plan, or one of the several items that its term makes.

    Items of one line have its `number`, and a `label` each (written as `Label` has it; empty where there is one item).
    `is_repeated` says that it is an occurrence of what repeats, `is_later` that it is not the first of them.

    `starts_on` is the first day. `planned_due_on` is the due day that the plan file gives, as exactly as `precision`
    says; `due_on` is the deadline in force (an approved extension moves it). Both are null where there is none: of
    continuous and regular work (`rhythm`), of what is due after something whose day is not known yet (`after` is the
    rule, as the plan file has it), and of what the document gives no term. `done_on` is the local day on which the
    accepted report was submitted. `next_reminder_on` is the next local day with a reminder; null if none is left.
    `is_removed` is set while the plan file does not contain the activity: it is hidden everywhere, but nothing is
    deleted, and its `number` (the last that it had) may be another's by now. `short_name` is null if the plan file
    gives none. `partners` are other organisations, who are told nothing; `extra` are the further columns of the plan's
    document, by their heads. `given_on` is the local day on which its term was given, if that lay after the first day:
    an edition brought it late, or the plan was loaded late.

    `moves` counts how often the deadline in force was moved to a later day.

    `needs_document`: it is handed in with a document (its number, its date and a file). `is_watched`: the leadership
    has taken it under its personal control.

    `planned_text`, `planned_executors` (keys, the lead first) and `planned_document` are the plan file's values: an
    admin's changes stay in force until the file changes the same value. `closed_reason` and `closed_state` (the state
    before closing) are set if an admin has removed the activity from control.
    """

    __tablename__ = "activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(48), default="")
    is_repeated: Mapped[bool] = mapped_column(default=False)
    is_later: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str]
    short_name: Mapped[str | None]
    planned_text: Mapped[str]
    planned_executors: Mapped[list[Any]] = mapped_column(JSON)
    deadline_text: Mapped[str]
    partners: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default=sql("'[]'"))
    extra: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=sql("'{}'"))
    rhythm: Mapped[Rhythm | None] = mapped_column(choice(Rhythm))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.MONTH)
    starts_on: Mapped[date]
    planned_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    given_on: Mapped[date | None]
    moves: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    state: Mapped[ActivityState] = mapped_column(choice(ActivityState), default=ActivityState.NOT_STARTED)
    percent: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]
    next_reminder_on: Mapped[date | None] = mapped_column(index=True)
    is_removed: Mapped[bool] = mapped_column(default=False)
    needs_document: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    planned_document: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    is_watched: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    closed_reason: Mapped[str | None]
    closed_state: Mapped[ActivityState | None] = mapped_column(choice(ActivityState))

    __table_args__ = (
        # A number that was left free by what a later edition leaves out may be another activity's.
        Index(
            "ix_activity_place",
            "plan_id",
            "number",
            "label",
            unique=True,
            sqlite_where=sql("NOT is_removed"),
            postgresql_where=sql("NOT is_removed"),
        ),
        Index(
            "ix_activity_watched",
            "is_watched",
            sqlite_where=sql("is_watched"),
            postgresql_where=sql("is_watched"),
        ),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )


class Assignment(Base):
    """An executor's part in an activity; the lowest position leads, the others assist.

    `due_on` is the part's own due day, as exactly as `precision` says, if a co-executor has one: never later than the
    activity's. `planned_due_on` is the plan file's; the one in force may have been set or taken away (null) by the lead
    or an admin, `set_by` (an account), and then holds until the file names another.

    `is_removed` is set if a later edition of the plan no longer names the executor: their reports are kept. `given_on`
    is the local day on which they got the part, if that lay after the activity's first day.
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
    given_on: Mapped[date | None]
    due_on: Mapped[date | None]
    planned_due_on: Mapped[date | None]
    precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.DAY, server_default="day")
    set_by: Mapped[int | None]
    is_removed: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("activity_id", "executor_id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
    )
