"""What a control card tells of an activity beside its reports."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Extension
from models.database import Database
from services.audit.log import AuditFacts, entries_on
from services.control.suborders import parts_under
from services.plan.figures import ActivityFacts
from services.reports.cards import tied_to
from services.reports.commitments import ObstacleFacts, open_obstacles
from services.reports.instructions import InstructionFacts, instructions_on_each
from services.reports.notices import NoticeFacts, Notices
from services.reports.reading import GIVING_WAY, PORTION

# The words of reports and of instructions stand on the card themselves.
_TOLD_ELSEWHERE = ("report.recorded", "instruction.given")


@dataclass(frozen=True)
class Proceedings:
    """What was decided on an activity and changed in it, and what the leadership instructed; oldest first.

    `told` is what its executors were told of it and whether they have acknowledged it, `obstacles` what hinders it
    still, `tied` the activities in force that are the same work, `under` the orders given as parts of it.
    """

    entries: tuple[AuditFacts, ...] = ()
    instructions: tuple[InstructionFacts, ...] = ()
    told: tuple[NoticeFacts, ...] = ()
    obstacles: tuple[ObstacleFacts, ...] = ()
    tied: tuple[ActivityFacts, ...] = ()
    under: tuple[ActivityFacts, ...] = ()


class ControlCards:
    """Reads the proceedings on activities; the caller decides who may read them."""

    def __init__(self, database: Database, notices: Notices) -> None:
        self._database = database
        self._notices = notices

    async def proceedings(self, activities: Sequence[ActivityFacts]) -> dict[int, Proceedings]:
        """The proceedings on each of these activities, by id."""
        told: dict[int, Proceedings] = {}
        async with self._database.read() as session:
            for start in range(0, len(activities), PORTION):
                told |= await self._portion(session, activities[start : start + PORTION])
                await asyncio.sleep(GIVING_WAY)
        return told

    async def _portion(self, session: AsyncSession, activities: Sequence[ActivityFacts]) -> dict[int, Proceedings]:
        ids = [one.id for one in activities]
        today = activities[0].today
        entries, given = await _entries(session, ids), await instructions_on_each(session, ids)
        notices = await self._notices.on(session, ids, today)
        hinders = await open_obstacles(session, Activity.id.in_(ids))
        return {
            one.id: Proceedings(
                entries.get(one.id, ()),
                given.get(one.id, ()),
                tuple(each for each in notices if each.activity.id == one.id),
                tuple(each for each in hinders if each.activity_id == one.id),
                await tied_to(session, one),
                await parts_under(session, one.id, today),
            )
            for one in activities
        }


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
