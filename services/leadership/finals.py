"""How plans stood when they were closed: kept then, and told for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, Decision, Plan, PlanFinal
from models.database import Database
from models.terms import Period
from services.control.periods import forget_final
from services.leadership.summary import Summaries, SummaryFacts
from services.reports.reading import PORTION, ReportFacts, reports_by_activity


@dataclass(frozen=True)
class FinalFacts:
    """A plan at its closing, with the reports on its activities (by id).

    `accepted` and `returned` count what was decided since of what was under review then.
    """

    summary: SummaryFacts
    reports: Mapping[int, tuple[ReportFacts, ...]]
    accepted: int = 0
    returned: int = 0


@dataclass(frozen=True)
class Past:
    """A plan that was closed, and of which a final report is kept."""

    plan: int
    title: str
    period: Period


class Finals:
    """Keeps the final reports."""

    def __init__(self, database: Database, summaries: Summaries) -> None:
        self._database = database
        self._summaries = summaries

    async def keep(self, session: AsyncSession, plan_id: int, now: datetime) -> None:
        """Keep how a plan stands, in the transaction that closes it."""
        summary = await self._summaries.as_of(session, now, plan_id)
        if summary is None:
            return
        reports: dict[int, tuple[ReportFacts, ...]] = {}
        ids = [one.id for one in summary.activities]
        for start in range(0, len(ids), PORTION):
            reports |= await reports_by_activity(session, ids[start : start + PORTION])
        closed = replace(summary, plan=replace(summary.plan, is_closed=True))
        facts = _form().dump_json(FinalFacts(closed, reports)).decode()
        await forget_final(session, closed.plan.id)
        session.add(PlanFinal(plan_id=closed.plan.id, closed_at=now, facts=facts))
        await session.flush()

    async def of(self, plan_id: int) -> FinalFacts | None:
        """The plan as it stood at its closing; None if it is not closed, or an earlier release has closed it."""
        async with self._database.read() as session:
            kept = await session.get(PlanFinal, plan_id)
            if kept is None:
                return None
            facts = _form().validate_json(kept.facts)
            waited = [one.id for one in facts.summary.review]
            since = (
                select(Acceptance.decision, func.count())
                .where(Acceptance.activity_id.in_(waited), Acceptance.decided_at >= kept.closed_at)
                .group_by(Acceptance.decision)
            )
            decided = dict((await session.execute(since)).all())
        accepted, returned = decided.get(Decision.ACCEPTED, 0), decided.get(Decision.RETURNED, 0)
        return replace(facts, accepted=accepted, returned=returned)

    async def plan_of(self, activity_ids: Sequence[int]) -> int | None:
        """The closed plan (its id) that these activities are of."""
        own = select(Activity.plan_id).where(Activity.id.in_(activity_ids))
        async with self._database.read() as session:
            found: int | None = await session.scalar(
                select(PlanFinal.plan_id).where(PlanFinal.plan_id.in_(own)).limit(1)
            )
            return found

    async def past(self) -> tuple[Past, ...]:
        """The plans of which a final report is kept, the newest first."""
        async with self._database.read() as session:
            return await past_plans(session)


async def past_plans(session: AsyncSession) -> tuple[Past, ...]:
    """The plans of which a final report is kept, the newest first."""
    query = select(Plan).join(PlanFinal, PlanFinal.plan_id == Plan.id).order_by(Plan.starts_on.desc(), Plan.id.desc())
    return tuple(Past(one.id, one.title, one.period) for one in await session.scalars(query))


@cache
def _form() -> TypeAdapter[FinalFacts]:
    return TypeAdapter(FinalFacts)  # made when it is first needed: that takes a moment
