"""More time that was asked for and is not decided on: whose work stands still has said so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Extension
from services.calendar.local_days import LocalDays


@dataclass(frozen=True)
class TimeAsked:
    """The local day of the request, and the deadline that it asks for."""

    asked_on: date
    until: date


async def times_asked(
    session: AsyncSession, activity_ids: Collection[int], days: LocalDays, today: date
) -> dict[int, TimeAsked]:
    """The open request for more time of each of these activities (ids), until the day that it asks for is past."""
    if not activity_ids:
        return {}
    query = select(Extension).where(
        Extension.activity_id.in_(activity_ids),
        Extension.decision.is_(None),
        Extension.is_of_part.is_(False),
        Extension.to_due >= today,
    )
    rows = await session.scalars(query.order_by(Extension.id))
    return {row.activity_id: TimeAsked(days.of(row.requested_at), row.to_due) for row in rows}
