"""Orders as leaders write them, and the activities that they become once they are given."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice
from models.plan import LONGEST_MARK
from models.terms import Precision


class OrderSheet(Base):
    """What one person writes as orders in one chat: shown on one card, given by its buttons.

    `paper` is the mark of the minutes that they belong to; empty: single orders. `is_taking`: what the author writes in
    that chat joins the sheet, until they say that it is all. `instruction_id` keeps the same words as an
    instruction, for which they may have been meant.
    """

    __tablename__ = "order_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    author: Mapped[str]
    instruction_id: Mapped[int | None] = mapped_column(ForeignKey("instruction.id"))
    paper: Mapped[str] = mapped_column(String(LONGEST_MARK), default="", server_default="")
    is_taking: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    written_at: Mapped[datetime]

    __table_args__ = (
        # One at a time in a chat: two commands at once open one paper.
        Index(
            "ix_order_sheet_taking",
            "account_id",
            "chat_id",
            unique=True,
            sqlite_where=sql("is_taking"),
            postgresql_where=sql("is_taking"),
        ),
    )


class OrderLine(Base):
    """One order: `part` of the message in which it was written.

    `executors` are ids, the lead first; `doubts` are names in it that are not clear, each with the executors (ids) that
    it may mean. `due_on` is null while no day is known; `has_no_term`: the author wants none. `about_id` is the
    activity on whose ground it is given, `under_id` the one of which it is a part. `is_watched`: under the leadership's
    personal control; `needs_document`: handed in with a document. `activity_id` is what it became when
    it was given, at `given_at`; `dropped_at` is when the author gave it up.
    """

    __tablename__ = "order_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("order_sheet.id"), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[int]
    text: Mapped[str]
    executors: Mapped[list[int]] = mapped_column(JSON)
    doubts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    due_on: Mapped[date | None]
    precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.DAY)
    has_no_term: Mapped[bool] = mapped_column(default=False)
    is_due_unclear: Mapped[bool] = mapped_column(default=False)
    is_watched: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    needs_document: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    under_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), unique=True)
    given_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    # A message that Telegram delivers twice makes its orders once.
    __table_args__ = (UniqueConstraint("chat_id", "message_id", "part"),)
