"""What Telegram was given of the bot's own page and menus, so that a restart sets only what has changed."""

import functools
import hashlib

from sqlalchemy import Select, bindparam, delete, select

from models import Published
from models.database import Database
from models.upsert import put_alone


class Publications:
    """Remembers what was set last, by a name that says of which bot and what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_so(self, name: str, content: str | bytes) -> bool:
        """Whether exactly this was set last."""
        known = await self._database.ask(lambda ask: ask(_of_name(), {"name": name}))
        return [row.digest for row in known] == [_digest(content)]

    async def keep(self, name: str, content: str | bytes) -> None:
        """This was set. Nobody decides on it."""
        await put_alone(self._database, Published, ("name",), {"name": name, "digest": _digest(content)})

    async def forget(self, name: str) -> None:
        """It was taken away."""
        async with self._database.write() as session:
            await session.execute(delete(Published).where(Published.name == name))


@functools.cache  # it is asked of everybody's menu at a start
def _of_name() -> Select[str]:
    return select(Published.digest).where(Published.name == bindparam("name"))


def _digest(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
