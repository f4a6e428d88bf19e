"""What a control card tells of an activity beside its reports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Extension
from models.database import Database
from services.audit.log import AuditFacts, entries_on
from services.reports.instructions import InstructionFacts, instructions_on_each
from services.reports.reading import PORTION

# The words of reports and of instructions stand on the card themselves.
_TOLD_ELSEWHERE = ("report.recorded", "instruction.given")


@dataclass(frozen=True)
class Proceedings:
    """What was decided on an activity and changed in it, and what the leadership instructed; oldest first."""

    entries: tuple[AuditFacts, ...] = ()
    instructions: tuple[InstructionFacts, ...] = ()


class ControlCards:
    """Reads the proceedings on activities; the caller decides who may read them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def proceedings(self, activity_ids: Sequence[int]) -> dict[int, Proceedings]:
        """The proceedings on each of these activities; those on which nothing was done are left out."""
        told: dict[int, Proceedings] = {}
        async with self._database.read() as session:
            for start in range(0, len(activity_ids), PORTION):
                portion = activity_ids[start : start + PORTION]
                entries = await _entries(session, portion)
                given = await instructions_on_each(session, portion)
                told |= {
                    one: Proceedings(entries.get(one, ()), given.get(one, ()))
                    for one in portion
                    if one in entries or one in given
                }
        return told


async def _entries(session: AsyncSession, activity_ids: Sequence[int]) -> dict[int, tuple[AuditFacts, ...]]:
    """What was done with each activity; requests for more time with their reasons, which the audit does not keep."""
    asked = select(Extension.activity_id, Extension.requested_at, Extension.reason)
    reasons: dict[int, dict[datetime, str]] = {}
    for one, at, reason in await session.execute(asked.where(Extension.activity_id.in_(activity_ids))):
        reasons.setdefault(one, {})[at] = reason
    entries = await entries_on(session, activity_ids, _TOLD_ELSEWHERE)
    return {one: tuple(_with_reasons(own, reasons.get(one, {}))) for one, own in entries.items()}


def _with_reasons(entries: Iterable[AuditFacts], reasons: Mapping[datetime, str]) -> Iterable[AuditFacts]:
    for entry in entries:
        is_request = entry.action == "extension.asked" and entry.at in reasons
        yield replace(entry, after={**entry.after, "reason": reasons[entry.at]}) if is_request else entry
