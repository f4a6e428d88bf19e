"""What admins decide on activities whose texts are alike: they are one work, and stand tied, or they are no twins."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Twin
from models.database import Database
from services import audit
from services.people.accounts import Person
from services.plan.inventory import Pair


class Twins:
    """Keeps the decisions; the same decision made twice is one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def decided(self) -> frozenset[Pair]:
        """The pairs of activities (ids, the smaller first) on which nobody need decide any more."""
        async with self._database.read() as session:
            rows = await session.execute(select(Twin.one_id, Twin.other_id))
            return frozenset((one, other) for one, other in rows)

    async def decide(
        self, pairs: Sequence[Pair], by: Person, now: datetime, *, is_same: bool, reason: str | None = None
    ) -> int:
        """Tie these pairs, or say that they are no twins; how many were not decided on before."""
        count = 0
        async with self._database.write() as session:
            known = {(one.one_id, one.other_id) for one in await session.scalars(select(Twin).where(_of(pairs)))}
            for one, other in dict.fromkeys(pairs):
                if (one, other) in known:
                    continue
                row = Twin(one_id=one, other_id=other, is_same=is_same, reason=reason, decided_at=now)
                row.decided_by = by.telegram_id
                session.add(row)
                count += 1
                _note(
                    session,
                    (one, other),
                    by,
                    now,
                    action="activity.tied" if is_same else "activity.no_twins",
                    reason=reason,
                )
        return count

    async def forget(self, pairs: Sequence[Pair], by: Person, now: datetime) -> int:
        """Take the decisions on these pairs back: they are asked about again."""
        async with self._database.write() as session:
            rows = (await session.scalars(select(Twin).where(_of(pairs)))).all()
            await session.execute(delete(Twin).where(Twin.id.in_([one.id for one in rows])))
            for one in rows:
                _note(session, (one.one_id, one.other_id), by, now, action="activity.untied")
        return len(rows)


def _of(pairs: Iterable[Pair]) -> ColumnElement[bool]:
    each = [and_(Twin.one_id == one, Twin.other_id == other) for one, other in pairs]
    return or_(False, *each)


def _note(
    session: AsyncSession, pair: Pair, by: Person, now: datetime, *, action: str, reason: str | None = None
) -> None:
    after = {"reason": reason} if reason else {}
    for one in pair:
        audit.note(session, action, audit.activity(one), actor=by.telegram_id, now=now, after=after)
