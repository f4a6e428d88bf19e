"""Which letter tells an account that an assignment is theirs: written with the letter, and read for its buttons."""

import functools
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import (
    Activity,
    Appeal,
    AppealKind,
    Assignment,
    Link,
    Notice,
    Outbox,
    OutboxState,
    Report,
    ReportState,
)
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import SETTLED
from services.calendar.workdays import Workdays
from services.messages.kinds import LetterKind

CHASED_AFTER = 2  # working days
_ONE_DAY = timedelta(days=1)


async def note(session: AsyncSession, letters: Mapping[int, int], *which: ColumnElement[bool]) -> None:
    """Note which open work the letters tell of: to each account (id) its own letter (id), in the transaction of both.

    `which` are conditions on Activity and Assignment.
    """
    if not letters:
        return
    query = (
        select(Link.account_id, Assignment.id)
        .join(Assignment, Assignment.executor_id == Link.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Link.account_id.in_(letters), *is_open(), *which)
        .order_by(Link.account_id, Assignment.id)
    )
    rows = [
        {"letter_id": letters[account_id], "assignment_id": assignment_id, "account_id": account_id}
        for account_id, assignment_id in await session.execute(query)
    ]
    if rows:
        await session.execute(insert(Notice), rows)


def is_open() -> tuple[ColumnElement[bool], ...]:
    """Of an assignment: it is in force, and its work is not finished."""
    return Activity.is_removed.is_(False), Activity.state.not_in(SETTLED), Assignment.is_removed.is_(False)


def unread(*which: ColumnElement[bool]) -> Select[Notice]:
    """The notices that Telegram has accepted and nobody has acknowledged, though they should have.

    A unit has acknowledged when any of its members did; a member who came later need not. A report on the activity
    says that it was read, and so does the word that it is somebody else's. `which` are conditions on Notice, Outbox,
    Assignment and Activity.
    """
    return _unread().where(*which)


@functools.cache
def _unread() -> Select[Notice]:
    other, member = aliased(Notice), aliased(Link)
    ever = Outbox.kind == LetterKind.LINKED
    told = and_(member.executor_id == Assignment.executor_id)
    pressed = (
        select(other.id)
        .join(member, and_(member.account_id == other.account_id, told))
        .where(
            other.assignment_id == Notice.assignment_id,
            other.acknowledged_at.is_not(None),
            or_(ever, other.acknowledged_at >= Outbox.queued_at),
        )
    )
    reported = (
        select(Report.id)
        .join(member, and_(member.account_id == Report.account_id, told))
        .where(
            Report.assignment_id == Notice.assignment_id,
            Report.state == ReportState.RECORDED,
            or_(ever, Report.submitted_at >= Outbox.sent_at),
        )
    )
    contested = (
        select(Appeal.id)
        .join(member, and_(member.account_id == Appeal.account_id, told))
        .where(
            Appeal.activity_id == Assignment.activity_id,
            Appeal.kind == AppealKind.REFUSAL,
            Appeal.sent_at >= Outbox.queued_at,
        )
    )
    theirs = select(member.id).where(member.account_id == Notice.account_id, told)
    return (
        select(Notice)
        .join(Outbox, Outbox.id == Notice.letter_id)
        .join(Assignment, Assignment.id == Notice.assignment_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(
            Notice.acknowledged_at.is_(None),
            Outbox.state == OutboxState.SENT,
            *is_open(),
            theirs.exists(),
            ~pressed.exists(),
            ~reported.exists(),
            ~contested.exists(),
        )
        .order_by(Notice.id)
    )


def due_to_be_chased(workdays: Workdays, days: LocalDays, today: date) -> datetime:
    """What was accepted before this moment should have been acknowledged by this working day."""
    last = today
    while workdays.add(last, CHASED_AFTER) > today:
        last -= _ONE_DAY
    return days.at(last + _ONE_DAY, time())


async def told_of(session: AsyncSession, account_id: int, activity_id: int, before: datetime) -> datetime | None:
    """When the account was told last, before that moment, that the activity is theirs; None if it never was."""
    query = (
        select(func.max(func.coalesce(Outbox.sent_at, Outbox.queued_at)))
        .join(Notice, Notice.letter_id == Outbox.id)
        .join(Assignment, Assignment.id == Notice.assignment_id)
        .where(Notice.account_id == account_id, Assignment.activity_id == activity_id, Outbox.queued_at <= before)
    )
    return await session.scalar(query)


def is_late(workdays: Workdays, days: LocalDays, told_at: datetime, said_at: datetime, within: int) -> bool:
    """Whether it was said later than so many working days after it was told."""
    return days.of(said_at) > workdays.add(days.of(told_at), within)
