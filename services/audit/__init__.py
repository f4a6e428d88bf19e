"""Writing the audit: one row per change, in the change's own transaction."""

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Audit
from models.statements import ask

SYSTEM = "system"


def activity(activity_id: int) -> str:
    """An activity as a subject: by its id, because every plan starts its numbers anew."""
    return f"activity:{activity_id}"


def note(
    session: AsyncSession,
    action: str,
    subject: str,
    *,
    actor: int | str,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Record that `actor` (a Telegram id, or SYSTEM) did `action` to `subject` («activity:7», by ids)."""
    session.add(Audit(**row(action, subject, actor=actor, now=now, before=before, after=after)))


async def write(session: AsyncSession, values: Mapping[str, object]) -> None:
    """Record a `row` at once, for less than a row of the session's costs: what is recorded of every report."""
    await ask(session, _written(), values)


@functools.cache
def _written() -> Insert:
    own: Any = Audit.__table__
    values = {one.key: bindparam(one.key, type_=one.type) for one in own.columns if not one.primary_key}
    return insert(own).values(values)


def row(
    action: str,
    subject: str,
    *,
    actor: int | str,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """What `note` records, for those who write it in their own way."""
    return {
        "at": now,
        "actor": str(actor),
        "action": action,
        "subject": subject,
        "before": dict(before) if before is not None else None,
        "after": dict(after) if after is not None else None,
    }
