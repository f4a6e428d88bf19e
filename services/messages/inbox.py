"""The inbox: updates are stored before anything else is done with them, and handled from here."""

import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Delete,
    Integer,
    Row,
    Select,
    Update,
    bindparam,
    delete,
    null,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from models import Inbox
from models.database import Database, Line, is_passing
from models.lists import among
from models.statements import ask
from models.upsert import insert_all_once

UNKEPT = re.compile("[\0\ud800-\udfff]")  # PostgreSQL stores no NUL, and no database stores half of a surrogate pair
NEWS = "ijrochi_inbox"  # the channel that is notified when an update may be claimed
IN_VIEW = 64  # updates looked at when some are claimed; one person's many must not hide the others' for long
_RING = text(f"NOTIFY {NEWS}")
GIVEN_AGAIN = timedelta(hours=25)  # Telegram keeps an update that was not confirmed for 24 hours

_Seen = Row[int, int, str | None]  # an update that may be claimed: its id, whose it is, of which album


@dataclass(frozen=True)
class Kept:
    """An update that waits to be handled, as Telegram sent it.

    `id` is its place in the order of arrival, `source` whose it is. `behind` is how much more of theirs was seen to
    wait (an album counts as one).
    """

    id: int
    payload: Mapping[str, object]
    source: int
    behind: int = 0


class InboxQueue:
    """Keeps updates, from polling or a webhook, until they are handled.

    `is_shared`: several processes may handle them, and each takes in hand (claims) what it handles. In a SQLite file
    the one process that works has all of them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_shared = not database.is_sqlite
        self._stray: set[int] = set()  # claimed, perhaps: the answer was lost on its way

    async def keep(self, updates: Sequence[Mapping[str, object]]) -> list[Kept]:
        """Store updates in one statement. Returns those that were new, in order.

        Everything that people write passes here, so characters that a database cannot store are removed here.
        """
        payloads = {update["update_id"]: _keepable(update) for update in updates}
        sources = {number: source_of(payload) for number, payload in payloads.items()}
        rows = [
            {"update_id": number, "payload": payload, "source": sources[number]} for number, payload in payloads.items()
        ]
        if not rows:
            return []
        async with self._database.write(Line.NONE) as session:
            placed = await insert_all_once(session, Inbox, rows, key="update_id")
            if placed:
                await self._ring(session)
        kept = [
            Kept(placed[number], payload, source_of(payload))
            for number, payload in payloads.items()
            if number in placed
        ]
        return sorted(kept, key=lambda one: one.id)

    async def waiting(self, limit: int) -> list[Kept]:
        """At most `limit` unhandled updates, in the order of arrival."""
        columns = (Inbox.id, Inbox.payload, Inbox.source)
        query = select(*columns).where(Inbox.handled_at.is_(None)).order_by(Inbox.id).limit(limit)
        async with self._database.read() as session:
            return [Kept(row.id, row.payload, row.source) for row in await session.execute(query)]

    async def claim(self, limit: int, busy: Set[int]) -> list[Kept]:
        """Take in hand at most `limit` updates, each of another person and the next in that person's order.

        Nothing of those in `busy`, whose updates are under way here, nor of anybody of whom another process has an
        update in hand. Processes claim one after the other, so that what one sees is what the others have done.
        """
        stray = set(self._stray)
        ids: list[int] = []
        try:
            async with self._database.write(Line.INBOX) as session:
                if stray:
                    await session.execute(self._freed(stray))
                behind = await self._next_of(session, limit, busy)
                ids = [rows[0].id for rows in behind.values()]
                given = {"ids": ids, "by": self._database.worker.number}
                rows = (await (await session.connection()).execute(_CLAIM, given)).all() if ids else []
        except BaseException:
            self._stray.update(ids)
            raise
        self._stray -= stray
        kept = [Kept(row.id, row.payload, row.source, _count(behind[row.source]) - 1) for row in rows]
        return sorted(kept, key=lambda one: one.id)

    async def _next_of(self, session: AsyncSession, limit: int, busy: Set[int]) -> dict[int, list[_Seen]]:
        """What waits of at most `limit` people, by whose it is, as far as it came in view."""
        found: dict[int, list[_Seen]] = {}
        while len(found) < limit:
            given = {"busy": list(busy | found.keys()), "worker": self._database.worker.number}
            seen = (await session.execute(_in_view(), given)).all()
            for row in seen:
                found.setdefault(row.source, []).append(row)
            if len(seen) < IN_VIEW:
                break
        return dict(list(found.items())[:limit])

    async def give_back(self, ids: Collection[int]) -> None:
        """Let others take what this process had in hand and did not handle."""
        await self._free(self._freed(ids))

    def _freed(self, ids: Collection[int]) -> Update:
        """Of these, what this process has in hand and did not handle is anybody's."""
        mine = (Inbox.id.in_(list(ids)), Inbox.worker == self._database.worker.number)
        return update(Inbox).where(*mine, Inbox.handled_at.is_(None)).values(worker=None)

    async def holders(self) -> set[int]:
        """The numbers of the processes that have updates in hand, living or dead."""
        async with self._database.read() as session:
            held = await session.scalars(select(Inbox.worker).where(Inbox.worker.is_not(None)).distinct())
            return {number for number in held if number is not None}

    async def recover(self, dead: Collection[int]) -> None:
        """Let others take what these processes held, who live no more."""
        await self._free(update(Inbox).where(Inbox.worker.in_(list(dead))).values(worker=None))

    async def adopt(self, former: int) -> set[int]:
        """Keep what is still in hand, though this process has a new number; the ids of what nobody took meanwhile."""
        number = self._database.worker.number  # it may be told so a second time, if the first answer was lost
        mine = update(Inbox).where(Inbox.worker.in_([former, number])).values(worker=number)
        async with self._database.write(Line.INBOX) as session:
            return set(await session.scalars(mine.returning(Inbox.id)))

    async def done(self, ids: Iterable[int], now: datetime) -> None:
        """Mark updates as handled: delete their contents, and their numbers once Telegram no longer repeats them."""
        async with self._database.write(Line.NONE) as session:
            await ask(session, _handled(), {"ids": list(ids), "now": now})
            await ask(session, _forgotten(), {"until": now - GIVEN_AGAIN})

    async def _free(self, freeing: Update) -> None:
        async with self._database.write(Line.INBOX) as session:
            await session.execute(freeing)
            await self._ring(session)

    async def _ring(self, session: AsyncSession) -> None:
        """Wake who waits for updates, once this is committed."""
        if self.is_shared:
            await session.execute(_RING)


_CLAIM = (
    update(Inbox.__table__)  # type: ignore[arg-type]  # a declared class's table is a Table
    .where(among(Inbox.id, "ids"), Inbox.handled_at.is_(None))
    .values(worker=bindparam("by"))
    .returning(Inbox.id, Inbox.payload, Inbox.source)
)


@functools.cache  # building these takes longer than asking them
def _handled() -> Update:
    own = Inbox.__table__
    empty = {"handled_at": bindparam("now", type_=own.c.handled_at.type), "payload": null(), "worker": null()}
    return update(own).where(among(own.c.id, "ids")).values(empty)  # type: ignore[arg-type]  # as above


@functools.cache
def _forgotten() -> Delete:
    handled_at = Inbox.__table__.c.handled_at
    return delete(Inbox.__table__).where(handled_at < bindparam("until", type_=handled_at.type))  # type: ignore[arg-type]


@functools.cache
def _in_view() -> Select[int, int, str | None]:
    """The first updates that `worker` may claim, with the album each belongs to; nothing of the `busy`."""
    worker: BindParameter[int] = bindparam("worker", type_=Integer)
    busy: BindParameter[int] = bindparam("busy", type_=BigInteger, expanding=True)
    others = select(Inbox.source).where(Inbox.worker.is_not(None), Inbox.worker != worker)
    album = Inbox.payload["message"]["media_group_id"].as_string()
    is_free = (Inbox.handled_at.is_(None), Inbox.worker.is_(None))
    return (
        select(Inbox.id, Inbox.source, album.label("album"))
        .where(*is_free, Inbox.source.not_in(busy), Inbox.source.not_in(others))
        .order_by(Inbox.id)
        .limit(IN_VIEW)
    )


def source_of(payload: Mapping[str, object]) -> int:
    """Whose an update is: the Telegram id of its author, or else of its chat; 0 if it names neither."""
    bodies = [body for body in payload.values() if isinstance(body, dict)]
    for names in (("from", "user"), ("chat",)):
        for body in bodies:
            for name in names:
                if isinstance(found := body.get(name), dict) and isinstance(found.get("id"), int):
                    return int(found["id"])
    return 0


def _count(waiting: Sequence[_Seen]) -> int:
    """How much a person sent: an album, which comes as an update for each file, counts as one."""
    albums = [row.album for row in waiting if row.album is not None]
    return len(waiting) - len(albums) + len(set(albums))


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
