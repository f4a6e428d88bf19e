"""How plans stood when they were closed: kept then, and told for ever."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, ActivityState, Decision, Plan, PlanFinal
from models.database import Database
from models.terms import Period
from services.calendar.local_days import LocalDays
from services.control.periods import forget_final
from services.leadership.summary import Summaries, SummaryFacts, with_activities
from services.plan.figures import ActivityFacts
from services.plan.status import shown_status
from services.reports.reading import GIVING_WAY, PORTION, ReportFacts, reports_by_activity


@dataclass(frozen=True)
class FinalFacts:
    """A plan at its closing, with the reports on its activities (by id), and with what was decided since.

    `accepted` and `returned` count the decisions on what was under review then.
    """

    summary: SummaryFacts
    reports: Mapping[int, tuple[ReportFacts, ...]]
    accepted: int = 0
    returned: int = 0


@dataclass(frozen=True)
class Past:
    """A plan that was closed, and of which a final report is kept; `mark` is what it was called by beside others."""

    plan: int
    title: str
    period: Period
    line: int = 0
    mark: str = ""


class Finals:
    """Keeps the final reports."""

    def __init__(self, database: Database, summaries: Summaries, days: LocalDays) -> None:
        self._database = database
        self._summaries = summaries
        self._days = days

    async def keep(self, session: AsyncSession, plan_id: int, now: datetime) -> None:
        """Keep how a plan stands, in the transaction that closes it."""
        summary = await self._summaries.as_of(session, now, plan_id)
        if summary is None:
            return
        reports: dict[int, tuple[ReportFacts, ...]] = {}
        ids = [one.id for one in summary.activities]
        for start in range(0, len(ids), PORTION):
            reports |= await reports_by_activity(session, ids[start : start + PORTION])
            await asyncio.sleep(GIVING_WAY)
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
            decided = await _decided_since(session, facts.summary, kept.closed_at)
        activities = [self._as_decided(one, decided.get(one.id)) for one in facts.summary.activities]
        made = [one.decision for one in decided.values()]
        return replace(
            facts,
            summary=with_activities(facts.summary, activities),
            accepted=made.count(Decision.ACCEPTED),
            returned=made.count(Decision.RETURNED),
        )

    def _as_decided(self, activity: ActivityFacts, since: Acceptance | None) -> ActivityFacts:
        """An activity that was under review when its plan was closed, as the decision `since` left it."""
        if since is None or since.decided_at is None:
            return activity
        is_done = since.decision is Decision.ACCEPTED
        done_on = since.submitted_on if is_done else None
        status = shown_status(
            ActivityState.DONE if is_done else ActivityState.RETURNED,
            activity.rhythm,
            due_on=activity.due_on,
            done_on=done_on,
            today=activity.today,
            given_on=activity.given_on,
        )
        percent = 100 if is_done else activity.percent
        day = self._days.of(since.decided_at)
        return replace(activity, status=status, percent=percent, done_on=done_on, decided_on=day)

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


async def _decided_since(session: AsyncSession, summary: SummaryFacts, closed_at: datetime) -> dict[int, Acceptance]:
    """The last decision on each activity (by id) that was under review when the plan was closed."""
    query = select(Acceptance).where(
        Acceptance.activity_id.in_([one.id for one in summary.review]),
        Acceptance.decided_at >= closed_at,
        Acceptance.decision.in_((Decision.ACCEPTED, Decision.RETURNED)),
    )
    return {one.activity_id: one for one in await session.scalars(query.order_by(Acceptance.id))}


async def past_plans(session: AsyncSession) -> tuple[Past, ...]:
    """The plans of which a final report is kept, the newest first."""
    query = select(Plan).join(PlanFinal, PlanFinal.plan_id == Plan.id).order_by(Plan.starts_on.desc(), Plan.id.desc())
    return tuple(Past(one.id, one.title, one.period, one.line, one.mark) for one in await session.scalars(query))


@cache
def _form() -> TypeAdapter[FinalFacts]:
    return TypeAdapter(FinalFacts)  # made when it is first needed: that takes a moment
