"""Who the admins are at this moment: those of ADMIN_IDS, and those named in chat."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Admin


class Admins:
    """Answers in the caller's transaction, so that whoever was named a moment ago is one already.

    `always` are the Telegram ids of ADMIN_IDS: nobody can take their right away in chat.
    """

    def __init__(self, always: Iterable[int]) -> None:
        self.always: frozenset[int] = frozenset(always)

    async def of(self, session: AsyncSession) -> tuple[int, ...]:
        """The Telegram ids of all admins, in order."""
        return tuple(sorted(self.always | set(await session.scalars(select(Admin.telegram_id)))))

    async def has(self, session: AsyncSession, telegram_id: int) -> bool:
        """Whether this account is an admin's."""
        if telegram_id in self.always:
            return True
        return await session.scalar(select(Admin.id).where(Admin.telegram_id == telegram_id)) is not None
