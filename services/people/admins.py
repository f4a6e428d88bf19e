"""The current admins: those of ADMIN_IDS, and those appointed in chat."""

import functools
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Admin
from models.database import Database
from services.messages.impersonal import stands_for_nobody
from services.messages.kinds import Letter
from services.messages.outbox import owe
from services.messages.told import is_told, queued


class Admins:
    """Reads the admins in the caller's transaction, so that a change made in it already counts.

    `always` are the Telegram ids of ADMIN_IDS, who cannot be removed in chat. An account that stands for nobody is
    never an admin, even if it is listed.
    """

    def __init__(self, always: Iterable[int]) -> None:
        self.always: frozenset[int] = frozenset(one for one in always if not stands_for_nobody(one))

    async def of(self, session: AsyncSession) -> tuple[int, ...]:
        """The Telegram ids of all admins, in order."""
        named = await session.scalars(_named())
        return tuple(sorted(self.always.union(one for one in named if not stands_for_nobody(one))))

    async def has(self, session: AsyncSession, telegram_id: int) -> bool:
        """Whether this account is an admin."""
        named = select(Admin.id).where(Admin.telegram_id == telegram_id)
        return self.is_one(telegram_id, is_appointed=await session.scalar(named) is not None)

    def is_one(self, telegram_id: int, *, is_appointed: bool) -> bool:
        """Whether this account is an admin, where it is known whether it was appointed in chat."""
        return not stands_for_nobody(telegram_id) and (telegram_id in self.always or is_appointed)

    async def tell(
        self,
        session: AsyncSession,
        letter: Letter,
        *,
        key: str,
        now: datetime,
        priority: int = 0,
        not_before: datetime | None = None,
        but: int | None = None,
    ) -> None:
        """Queue one message for each current admin except `but` (a Telegram id), who knows already."""
        for admin in await self.of(session):
            if admin != but:
                await owe(
                    session,
                    letter,
                    key=f"{key}:{admin}",
                    chat_id=admin,
                    now=now,
                    priority=priority,
                    not_before=not_before,
                )

    async def tell_once(
        self,
        database: Database,
        letter: Letter,
        *,
        key: str,
        now: datetime,
        priority: int = 0,
        also_new: bool = False,
    ) -> bool:
        """Queue a message for the admins unless that was done before. Opens at most one writing transaction.

        Returns whether it was queued now. Once any admin has been told, nobody is told again, except, with `also_new`,
        those who became admins since.
        """
        async with database.read() as session:
            keys = [f"{key}:{admin}" for admin in await self.of(session)]
            known = await queued(session, keys)
            if len(known) == len(keys) or (not also_new and (known or await is_told(session, key))):
                return False
        async with database.write() as session:
            await self.tell(session, letter, key=key, now=now, priority=priority)
        return True


@functools.cache  # asked for with every message and at every tick
def _named() -> Select[int]:
    return select(Admin.telegram_id)
