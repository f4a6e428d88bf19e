"""Leaders: the members of the leadership's chats, as Telegram said within the last day."""

import enum
import functools
from datetime import datetime, timedelta

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Group, LeaderMembership
from models.database import Database
from models.upsert import put

KEPT = timedelta(days=1)
# Somebody may come into the chat at any time, and the bot is not always told.
REFUSAL_KEPT = timedelta(minutes=10)


class Known(enum.Enum):
    """What is known of an account."""

    LEADER = enum.auto()
    NO_LEADER = enum.auto()
    NOTHING = enum.auto()
    """Telegram has not said so lately."""


class Leaders:
    """Keeps what Telegram said of who is in the leadership's chats. What was said of another chat does not count."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self, telegram_id: int, now: datetime) -> dict[int, Known]:
        """Whether the account is a member of each leadership's chat (by id), as far as Telegram has said so lately."""
        async with self._database.read() as session:
            rows = (await session.scalars(_said_of(), {"telegram_id": telegram_id})).all()
        return {row.chat_id: _known(row, now) for row in rows}

    async def learned(self, chat_id: int, telegram_id: int, now: datetime, *, is_leader: bool) -> bool:
        """Keep what Telegram said of a member of that chat. Returns whether a leader has ceased to be one."""
        async with self._database.write() as session:
            was = await _was_leader(session, chat_id, telegram_id)
            key = {"chat_id": chat_id, "telegram_id": telegram_id}
            await put(session, LeaderMembership, key, {"is_leader": is_leader, "asked_at": now})
        return was and not is_leader

    async def forget(self, chat_id: int, telegram_id: int) -> None:
        """Ask anew about this account when it comes next."""
        async with self._database.write() as session:
            await session.execute(
                delete(LeaderMembership).where(
                    LeaderMembership.chat_id == chat_id, LeaderMembership.telegram_id == telegram_id
                )
            )


def _known(row: LeaderMembership, now: datetime) -> Known:
    # A clock that was set back must not make it hold for longer.
    if abs(now - row.asked_at) >= (KEPT if row.is_leader else REFUSAL_KEPT):
        return Known.NOTHING
    return Known.LEADER if row.is_leader else Known.NO_LEADER


async def _was_leader(session: AsyncSession, chat_id: int, telegram_id: int) -> bool:
    query = select(LeaderMembership.is_leader).where(
        LeaderMembership.chat_id == chat_id, LeaderMembership.telegram_id == telegram_id
    )
    return await session.scalar(query) is True


@functools.cache
def _said_of() -> Select[LeaderMembership]:
    return (
        select(LeaderMembership)
        .join(Group, Group.chat_id == LeaderMembership.chat_id)
        .where(LeaderMembership.telegram_id == bindparam("telegram_id"))
    )
