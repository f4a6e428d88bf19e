"""The inbox: what Telegram gives is written down before anything else, and handled from here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from models import Inbox
from models.database import Database, is_passing
from models.upsert import insert_all_once

UNKEPT = re.compile("[\0\ud800-\udfff]")  # PostgreSQL keeps no NUL, and no database a half of a character
GIVEN_AGAIN = timedelta(hours=25)  # Telegram keeps an update that was not confirmed for 24 hours


@dataclass(frozen=True)
class Kept:
    """An update that waits to be handled, as Telegram gave it. `id` is its place in the order of arrival."""

    id: int
    payload: Mapping[str, object]


class InboxQueue:
    """Keeps updates, wherever they come from, until they are handled."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, updates: Sequence[Mapping[str, object]]) -> list[Kept]:
        """Write updates down, in one statement; those that were not known yet, in order.

        This is where all that people write comes in, so what a database cannot keep is taken out of it here.
        """
        rows = [{"update_id": update["update_id"], "payload": _keepable(update)} for update in updates]
        if not rows:
            return []
        async with self._database.write() as session:
            placed = await insert_all_once(session, Inbox, rows, key="update_id")
        kept = [Kept(placed[update["update_id"]], dict(update)) for update in updates if update["update_id"] in placed]
        return sorted({one.id: one for one in kept}.values(), key=lambda one: one.id)

    async def waiting(self, limit: int) -> list[Kept]:
        """What is not handled, in the order of arrival."""
        query = select(Inbox.id, Inbox.payload).where(Inbox.handled_at.is_(None)).order_by(Inbox.id).limit(limit)
        async with self._database.read() as session:
            return [Kept(row.id, row.payload) for row in await session.execute(query)]

    async def done(self, ids: Iterable[int], now: datetime) -> None:
        """They are handled: what was written is forgotten, and the numbers when Telegram gives them no more."""
        handled = update(Inbox).where(Inbox.id.in_(list(ids))).values(handled_at=now, payload=None)
        async with self._database.write() as session:
            await session.execute(handled)
            await session.execute(delete(Inbox).where(Inbox.handled_at < now - GIVEN_AGAIN))


def stays_kept(error: BaseException) -> bool:
    """Whether an update that met this error is to be handled once more: the database could not be used for a while."""
    return is_passing(error)


def _keepable(value: object) -> object:
    """The same with a space for each character that cannot be kept, so that entities stay at their places."""
    if isinstance(value, str):
        return UNKEPT.sub(" ", value)
    if isinstance(value, Mapping):
        return {name: _keepable(one) for name, one in value.items()}
    return [_keepable(one) for one in value] if isinstance(value, list) else value
