"""Whoever gave an order, and what comes to them because of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment, OrderLine, OrderSheet
from services.messages import outbox
from services.messages.kinds import Letter
from services.people.accounts import accounts_of
from services.people.admins import Admins


@dataclass(frozen=True)
class OrderOf:
    """Who gave an activity as an order, and when."""

    account_id: int
    telegram_id: int
    author: str
    given_at: datetime | None
    about: int | None
    under: int | None


async def order_of(session: AsyncSession, activity_id: int) -> OrderOf | None:
    """The order that an activity is; None if it is none."""
    query = (
        select(OrderLine, OrderSheet.author, Account.id, Account.telegram_id)
        .join(OrderSheet, OrderSheet.id == OrderLine.sheet_id)
        .join(Account, Account.id == OrderSheet.account_id)
        .where(OrderLine.activity_id == activity_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    line, author, account_id, telegram_id = row
    return OrderOf(account_id, telegram_id, author, line.given_at, line.about_id, line.under_id)


async def given_on(session: AsyncSession, activity_id: int) -> list[int]:
    """The activities (ids) that were given as orders on the ground of this one."""
    query = select(OrderLine.activity_id).where(
        OrderLine.about_id == activity_id, OrderLine.under_id.is_(None), OrderLine.activity_id.is_not(None)
    )
    return [one for one in await session.scalars(query.order_by(OrderLine.id)) if one is not None]


async def tell_author(
    session: AsyncSession,
    admins: Admins,
    activity_id: int,
    letter: Letter,
    *,
    key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Queue for whoever decides on the order what the admins are asked to decide; an admin is asked already.

    Those are its author or, if it is a part of an activity, all who answer for that activity's lead today.
    """
    order = await order_of(session, activity_id)
    for account_id, telegram_id in await _deciders(session, order) if order is not None else ():
        if await admins.has(session, telegram_id):
            continue
        await outbox.owe(
            session,
            letter,
            key=f"{key}:{telegram_id}",
            chat_id=telegram_id,
            account_id=account_id,
            now=now,
            not_before=not_before,
        )


async def _deciders(session: AsyncSession, order: OrderOf) -> list[tuple[int, int]]:
    if order.under is None:
        return [(order.account_id, order.telegram_id)]
    lead = select(Assignment.executor_id).where(
        Assignment.activity_id == order.under, Assignment.position == 0, Assignment.is_removed.is_(False)
    )
    return await accounts_of(session, (await session.scalars(lead)).all())
