"""What officers say of their activities, and what is decided on it."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class ReportState(enum.StrEnum):
    """A draft waits for its activity to be chosen; an undone report is kept but counts for nothing."""

    DRAFT = "draft"
    RECORDED = "recorded"
    UNDONE = "undone"


class Report(Base):
    """An officer's words on an activity.

    `assignment_id` is null while it is not known which activity is meant (a draft; one that has it waits for the
    person to say for which executor they speak). `part` numbers the activities that one message speaks of;
    `message_id` is null for a report made by a button. `source` is whose words they are if they were forwarded.
    `before` is what the report changed, for undo. `submitted_on` is the local day. Which message of the bot's tells of
    it the anchors know. What a draft has in `percent` and `done` its person has settled by a button. `counts` is False
    of words that are no statement about the work («not begun yet», a promise): they move nothing. `asked_again_on` is
    the local day on which a draft was asked about once more.
    """

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    text: Mapped[str]
    source: Mapped[str | None]
    percent: Mapped[int | None]
    done: Mapped[bool | None]
    state: Mapped[ReportState] = mapped_column(choice(ReportState))
    submitted_at: Mapped[datetime]
    submitted_on: Mapped[date]
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    part: Mapped[int] = mapped_column(default=0)
    media_group_id: Mapped[str | None] = mapped_column(String(64))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    counts: Mapped[bool] = mapped_column(default=True)
    asked_again_on: Mapped[date | None]

    __table_args__ = (
        # A message that Telegram delivers twice is one report.
        UniqueConstraint("chat_id", "message_id", "part"),
        Index("ix_report_album", "chat_id", "media_group_id"),
    )


class Revision(Base):
    """An earlier wording of a report, replaced at `replaced_at`.

    If a further message added words to the report, `message_id` is that message and `added` its words;
    `media_group_id` is its album.
    """

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    text: Mapped[str]
    replaced_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    added: Mapped[str | None]
    media_group_id: Mapped[str | None] = mapped_column(String(64), index=True)


class Attachment(Base):
    """A file sent with a report; `size` in bytes, `file_id` is Telegram's, `message_id` is the message that brought it.

    One that its officer put another in the place of has `replaced_at`: it is kept, and counts no more.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    file_id: Mapped[str]
    file_unique_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str | None]
    mime: Mapped[str | None]
    size: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    replaced_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("report_id", "file_unique_id"),)


class Document(Base):
    """The document by which a report hands the work in, as far as its officer has given it; its file is an attachment.

    `number` is as it was written, `dated_on` the day that stands on it; each is null until it is given.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), unique=True)
    number: Mapped[str | None] = mapped_column(String(60))
    dated_on: Mapped[date | None]


class Decision(enum.StrEnum):
    """What was decided on a submission or an extension.

    Withdrawn by the officer before anyone decided; reopened by an admin after it was accepted by mistake.
    """

    ACCEPTED = "accepted"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class Acceptance(Base):
    """The lead said the activity is done: it waits for, or has, an admin's decision.

    `open_parts` are the names of the co-executors whose parts were open then, `despite` is why the lead handed it in
    all the same, `due_on` the deadline of that day (kept only with these).
    """

    __tablename__ = "acceptance"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    submitted_at: Mapped[datetime]
    submitted_on: Mapped[date]
    decision: Mapped[Decision | None] = mapped_column(choice(Decision), index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decider: Mapped[str | None]
    reason: Mapped[str | None]
    open_parts: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=sql("'[]'"))
    despite: Mapped[str | None]
    due_on: Mapped[date | None]


class Extension(Base):
    """A request for more time: from one due day to another, with its reason and the admins' decision.

    `is_late`: it was made with less notice than the organisation wants. `replaced_due` is the day that the person had
    asked for before, in a request that was still open. `is_of_part`: it asks for a later day for the part alone.
    """

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    from_due: Mapped[date]
    to_due: Mapped[date]
    reason: Mapped[str]
    requested_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    replaced_due: Mapped[date | None]
    is_of_part: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    decision: Mapped[Decision | None] = mapped_column(choice(Decision), index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    decider: Mapped[str | None]
    comment: Mapped[str | None]
