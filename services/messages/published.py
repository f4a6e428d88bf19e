"""What Telegram was given of the bot's own page and menus, so that a restart sets only what has changed."""

import hashlib

from sqlalchemy import delete, select

from models import Published
from models.database import Database, Line
from models.upsert import put


class Publications:
    """Remembers what was set last, by a name that says of which bot and what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def is_so(self, name: str, content: str | bytes) -> bool:
        """Whether exactly this was set last."""
        async with self._database.read() as session:
            known = await session.scalar(select(Published.digest).where(Published.name == name))
        return known == _digest(content)

    async def keep(self, name: str, content: str | bytes) -> None:
        """This was set. Nobody decides on it."""
        async with self._database.write(Line.NONE) as session:
            await put(session, Published, {"name": name}, {"digest": _digest(content)})

    async def forget(self, name: str) -> None:
        """It was taken away."""
        async with self._database.write() as session:
            await session.execute(delete(Published).where(Published.name == name))


def _digest(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
