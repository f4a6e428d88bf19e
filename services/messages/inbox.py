"""The inbox: updates are stored before anything else is done with them, and handled from here."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from models import Inbox
from models.database import Database, is_passing
from models.upsert import insert_all_once

UNKEPT = re.compile("[\0\ud800-\udfff]")  # PostgreSQL stores no NUL, and no database stores half of a surrogate pair
GIVEN_AGAIN = timedelta(hours=25)  # Telegram keeps an update that was not confirmed for 24 hours


@dataclass(frozen=True)
class Kept:
    """An update that waits to be handled, as Telegram sent it. `id` is its place in the order of arrival."""

    id: int
    payload: Mapping[str, object]


class InboxQueue:
    """Keeps updates, from polling or a webhook, until they are handled."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, updates: Sequence[Mapping[str, object]]) -> list[Kept]:
        """Store updates in one statement. Returns those that were new, in order.

        Everything that people write passes here, so characters that a database cannot store are removed here.
        """
        payloads = {update["update_id"]: _keepable(update) for update in updates}
        rows = [{"update_id": number, "payload": payload} for number, payload in payloads.items()]
        if not rows:
            return []
        async with self._database.write() as session:
            placed = await insert_all_once(session, Inbox, rows, key="update_id")
        kept = [Kept(placed[number], payload) for number, payload in payloads.items() if number in placed]
        return sorted(kept, key=lambda one: one.id)

    async def waiting(self, limit: int) -> list[Kept]:
        """At most `limit` unhandled updates, in the order of arrival."""
        query = select(Inbox.id, Inbox.payload).where(Inbox.handled_at.is_(None)).order_by(Inbox.id).limit(limit)
        async with self._database.read() as session:
            return [Kept(row.id, row.payload) for row in await session.execute(query)]

    async def done(self, ids: Iterable[int], now: datetime) -> None:
        """Mark updates as handled: delete their contents, and their numbers once Telegram no longer repeats them."""
        handled = update(Inbox).where(Inbox.id.in_(list(ids))).values(handled_at=now, payload=None)
        async with self._database.write() as session:
            await session.execute(handled)
            await session.execute(delete(Inbox).where(Inbox.handled_at < now - GIVEN_AGAIN))


def stays_kept(error: BaseException) -> bool:
    """Whether to handle an update again after this error: the database was temporarily unavailable."""
    return is_passing(error)


def _keepable(update: Mapping[str, object]) -> dict[str, object]:
    """The update with a space for each character that cannot be stored, so that entity offsets stay valid."""
    return {name: _storable(value) for name, value in update.items()}


def _storable(value: object) -> object:
    if isinstance(value, str):
        return UNKEPT.sub(" ", value)
    if isinstance(value, Mapping):
        return {name: _storable(one) for name, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list) else value
