"""Marks accounts and groups the bot can no longer message, and reports them to the admins once, in a daily digest."""

import functools
from datetime import datetime, time

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Group, Link, UnitGroup
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.messages.kinds import GroupLost, Unreachable
from services.messages.told import is_told
from services.people.admins import Admins
from services.people.structure import is_engaged


class Reachability:
    """Marks accounts and groups as unreachable.

    Accounts are reported once per day, after `tell_at` (local); a lost group is reported at once, because nobody reads
    the summary until it is replaced.
    """

    def __init__(self, database: Database, admins: Admins, *, days: LocalDays, tell_at: time) -> None:
        self._database = database
        self._admins = admins
        self._days = days
        self._tell_at = tell_at

    async def lost(self, chat_id: int, reason: str, now: datetime) -> bool:
        """Mark an account or a bound group as unreachable, for Telegram's `reason`. Returns whether that is news."""
        async with self._database.write() as session:
            if chat_id > 0:
                return await self._lose_person(session, chat_id, reason, now)
            return await self._lose_group(session, chat_id, reason, now)

    async def tell_admins(self, now: datetime) -> bool:
        """Queue the day's digest of accounts lost since the last one. Returns whether it was queued."""
        local = self._days.local(now)
        if local.time() < self._tell_at:
            return False
        key = f"unreachable:{local.date()}"
        async with self._database.read() as session:
            # An account lost after today's digest goes into tomorrow's.
            if not await _untold(session) or await is_told(session, key):
                return False
        async with self._database.write() as session:
            lost = await _untold(session)
            await self._admins.tell(session, Unreachable(tuple(lost)), key=key, now=now)
            if not await is_told(session, key):
                return False  # there are no admins
            await session.execute(update(Account).where(Account.id.in_(lost)).values(block_told=True))
            return True

    async def _lose_person(self, session: AsyncSession, telegram_id: int, reason: str, now: datetime) -> bool:
        marked = (
            update(Account)
            .where(Account.telegram_id == telegram_id, Account.blocked_at.is_(None))
            .values(blocked_at=now, block_reason=reason)
            .returning(Account.id)
        )
        account_id = await session.scalar(marked)
        if account_id is not None:
            subject = f"account:{account_id}"
            audit.note(session, "account.lost", subject, actor=audit.SYSTEM, now=now, after={"reason": reason})
        return account_id is not None

    async def _lose_group(self, session: AsyncSession, chat_id: int, reason: str, now: datetime) -> bool:
        marked = (
            update(Group)
            .where(Group.chat_id == chat_id, Group.lost_at.is_(None))
            .values(lost_at=now)
            .returning(Group.id, Group.line)
        )
        of_unit = (
            update(UnitGroup)
            .where(UnitGroup.chat_id == chat_id, UnitGroup.lost_at.is_(None))
            .values(lost_at=now)
            .returning(UnitGroup.unit_id)
        )
        unit = await session.scalar(of_unit)
        group = (await session.execute(marked)).one_or_none() if unit is None else None
        if unit is None and group is None:
            return False
        line = group.line if group is not None else None
        audit.note(session, "group.lost", f"group:{chat_id}", actor=audit.SYSTEM, now=now, after={"reason": reason})
        await self._admins.tell(session, GroupLost(unit, line), key=f"group_lost:{chat_id}:{now.isoformat()}", now=now)
        return True


async def _untold(session: AsyncSession) -> list[int]:
    """The ids of lost accounts that the admins have not been told about."""
    return list(await session.scalars(_untold_accounts()))


@functools.cache
def _untold_accounts() -> Select[int]:
    # Outsiders, and executors whom the plan no longer names, do not matter here.
    own = (Link.account_id == Account.id) & is_engaged(Link.executor_id)
    linked = select(Link.id).where(own).exists()
    untold = select(Account.id).where(Account.blocked_at.is_not(None), Account.block_told.is_(False), linked)
    return untold.order_by(Account.id)
