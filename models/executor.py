"""Executors of the plan, Telegram accounts, and the links between them."""

import enum
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, choice


class ExecutorKind(enum.StrEnum):
    """A person, or a unit that any of its members represents."""

    PERSON = "person"
    UNIT = "unit"


class Executor(Base):
    """A person or unit named in the plan; `key` comes from the plan file.

    `head` are the words that name who leads a unit, `head_id` is the executor who does. A class (`is_class`) is a unit
    each of whose members has a part of its own where the plan names the class. `planned` is what the plan file last
    said of the head, the members and the class: an admin's changes stand until the file says something else.
    """

    __tablename__ = "executor"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    kind: Mapped[ExecutorKind] = mapped_column(choice(ExecutorKind))
    aliases: Mapped[list[Any]] = mapped_column(JSON)
    head: Mapped[str | None]
    head_id: Mapped[int | None] = mapped_column(index=True)  # of an executor; no key, which SQLite could not add later
    is_class: Mapped[bool] = mapped_column(default=False, server_default=false())
    planned: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default=text("'{}'"))
    position: Mapped[int]


class Membership(Base):
    """An executor belongs to a unit, or is listed in a class."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("executor.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("executor.id"), index=True)

    __table_args__ = (UniqueConstraint("unit_id", "member_id"),)


class Account(Base):
    """A Telegram account that has written to the bot.

    `blocked_at` is when Telegram refused a message because the person had blocked the bot (or deleted the account);
    null if they can be reached. `block_reason` is Telegram's wording, and `block_told` whether the admins know.
    `is_back` is set when they unblock the bot, until the next sweep has sent them the day's reminder. `hours_from` and
    `hours_until` are the local times between which reminders may arrive. `refused_on` is the local day on which an
    outsider was last told that the bot is not for them. `has_keys`: an officer wants the keys below the writing line.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    username: Mapped[str | None]
    locale: Mapped[str | None] = mapped_column(String(16))
    hours_from: Mapped[time | None]
    hours_until: Mapped[time | None]
    seen_at: Mapped[datetime]
    blocked_at: Mapped[datetime | None]
    block_reason: Mapped[str | None]
    block_told: Mapped[bool] = mapped_column(default=False)
    is_back: Mapped[bool] = mapped_column(default=False, server_default=false())
    refused_on: Mapped[date | None]
    has_keys: Mapped[bool] = mapped_column(default=True, server_default=true())

    __table_args__ = (
        # Only the few that cannot be reached: every sweep looks for them.
        Index(
            "ix_account_lost",
            "blocked_at",
            sqlite_where=text("blocked_at IS NOT NULL"),
            postgresql_where=text("blocked_at IS NOT NULL"),
        ),
        # Only the few that came back since the last sweep.
        Index("ix_account_back", "is_back", sqlite_where=text("is_back"), postgresql_where=text("is_back")),
    )


class Link(Base):
    """An account represents an executor.

    `reminded_through` is the last local day whose reminders were sent through this link: no reminder for that day or
    earlier is sent again, even if the clock is put back. `substitution_id` is set on a deputy's link, which ends with
    the substitution.
    """

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    executor_id: Mapped[int] = mapped_column(ForeignKey("executor.id"), index=True)
    linked_at: Mapped[datetime]
    reminded_through: Mapped[date]
    substitution_id: Mapped[int | None] = mapped_column(ForeignKey("substitution.id"))

    __table_args__ = (UniqueConstraint("account_id", "executor_id"),)


class Substitution(Base):
    """While an executor is away, the deputy's accounts represent that executor as well.

    `from_on` and `until_on` are local days, both inclusive. `began_at` is when the deputy's links were created,
    `ended_at` when they were removed (on schedule, or earlier by an admin).
    """

    __tablename__ = "substitution"

    id: Mapped[int] = mapped_column(primary_key=True)
    executor_id: Mapped[int] = mapped_column(ForeignKey("executor.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("executor.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    named_by: Mapped[int] = mapped_column(BigInteger)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class Invite(Base):
    """A single-use link that connects an account to an executor; only the SHA-256 of its token is kept."""

    __tablename__ = "invite"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    executor_id: Mapped[int] = mapped_column(ForeignKey("executor.id"))
    created_by: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class LinkRequest(Base):
    """A stranger's request to be linked; `executor_id` is the executor that an admin chose, null if refused or open."""

    __tablename__ = "link_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None] = mapped_column(index=True)
    decided_by: Mapped[int | None] = mapped_column(BigInteger)
    executor_id: Mapped[int | None] = mapped_column(ForeignKey("executor.id"))
