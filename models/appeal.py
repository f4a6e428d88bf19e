"""What people write that is no report and that the control department answers: kept apart from all reports."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class AppealKind(enum.StrEnum):
    """What is written. A stranger's words are a report of somebody who is linked to nobody."""

    QUESTION = "question"
    MORE_TIME = "more_time"
    REFUSAL = "refusal"
    AWAY = "away"
    WORDS = "words"
    STRANGER = "stranger"


class Appeal(Base):
    """A person's words of the message `message_id` of a chat, which are no report and never stand in one.

    `activity_id` is the activity that they are about, where that is known. `sent_at` is null until they went to the
    control department; `answer` is what came back from there. `moved_to` is the executor (its key) to whom the activity
    was given where somebody said that it is not theirs. `files` are FileFacts as JSON: a stranger's,
    which no report holds.
    """

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[AppealKind] = mapped_column(choice(AppealKind))
    text: Mapped[str]
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default=sql("'[]'"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answerer: Mapped[str | None]
    moved_to: Mapped[str | None] = mapped_column(String(64))

    # A message that Telegram delivers twice is kept once.
    __table_args__ = (UniqueConstraint("chat_id", "message_id", "kind"),)
