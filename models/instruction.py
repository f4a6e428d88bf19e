"""The leadership's instructions on activities, and the reports that answer them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Instruction(Base):
    """A leader's message to executors: `message_id` in a chat, with its text.

    `choices` are the activities of the message that the leader replied to. `activity_id` and `given_at` are null until
    the author has confirmed that it is an instruction, and on which activity. Of one that was given to the executors of
    several activities `activity_id` stays null and `choices` are those; none are there if it went to the whole plan.
    `executors` are those to whom alone it went, whoever else works on the activities; of one to some executors that
    names no activity `choices` are none.
    `files` are FileFacts as JSON.
    """

    __tablename__ = "instruction"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author: Mapped[str]
    text: Mapped[str]
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    choices: Mapped[list[int]] = mapped_column(JSON)
    executors: Mapped[list[int]] = mapped_column(JSON, default=list, server_default=sql("'[]'"))
    written_at: Mapped[datetime]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    given_at: Mapped[datetime | None]

    # A message that Telegram delivers twice makes one instruction.
    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)


class InstructionAnswer(Base):
    """A report that answers an instruction, or a draft whose activity is not known yet."""

    __tablename__ = "instruction_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    instruction_id: Mapped[int] = mapped_column(ForeignKey("instruction.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), unique=True)
