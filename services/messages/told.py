"""Whether something was already said or queued, according to the keys in the outbox."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Outbox


async def queued(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of the keys under which a message was ever queued."""
    return set(await session.scalars(select(Outbox.key).where(Outbox.key.in_(keys))))


async def is_told(session: AsyncSession, key: str) -> bool:
    """Whether anybody was told this: each message's key is `key`, a colon and the recipient."""
    return await session.scalar(select(Outbox.id).where(Outbox.key.startswith(f"{key}:")).limit(1)) is not None
