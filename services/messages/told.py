"""Whether something was already said or queued, according to the keys in the outbox."""

import functools
from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Outbox
from models.lists import among
from models.statements import ask


async def queued(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Those of the keys under which a message was ever queued."""
    return {row.key for row in await ask(session, _queued(), {"keys": list(keys)})}


@functools.cache
def _queued() -> Select[str]:
    return select(Outbox.key).where(among(Outbox.key, "keys"))


async def is_told(session: AsyncSession, key: str) -> bool:
    """Whether anybody was told this: each message's key is `key`, a colon and the recipient."""
    return await session.scalar(select(Outbox.id).where(Outbox.key.startswith(f"{key}:")).limit(1)) is not None
