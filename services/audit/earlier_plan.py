"""What numbers meant in the plan before the one in force, which is closed."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, CarriedOver, Plan, PlanEdition, PlanState
from services.audit.former import Former
from services.language.script import bare
from services.plan.activities import in_force, of_executors, plan_in_force
from services.plan.short_names import called

_FINISHED = frozenset({ActivityState.DONE, ActivityState.CLOSED})


async def earlier_meanings(session: AsyncSession, executor_ids: Collection[int]) -> Mapping[int, Former]:
    """What numbers of these executors' activities meant in the closed plan before the plan in force, by number.

    Not those that mean the same work in both, nor those of finished work if they mean another activity of theirs now.
    """
    plan = await session.scalar(plan_in_force())
    earlier = await _before(session, plan) if plan is not None else None
    if plan is None or earlier is None:
        return {}
    begun_at = await _begun_at(session, plan)
    own = {number for number, _ in await _own(session, executor_ids)}
    present = {(number, bare(text)) for number, text in await _all(session)}
    carried = (CarriedOver.activity_id == Activity.id) & (CarriedOver.plan_id == plan.id)
    query = (
        select(Activity, CarriedOver.number)
        .outerjoin(CarriedOver, carried)
        .where(Activity.plan_id == earlier.id, Activity.is_removed.is_(False), of_executors(executor_ids))
        .order_by(Activity.id)
    )
    found: dict[int, Former] = {}
    unfinished: set[int] = set()
    for row, carried_as in await session.execute(query):
        words = bare(row.text)
        same = {number for number, text in present if text == words}
        now = next((one for one in (carried_as, row.number) if one in same), min(same, default=None))
        name = called(row.short_name, row.text)
        former = Former(row.number, row.text, name, begun_at, now, None, now in own, earlier.period)
        if row.state not in _FINISHED:
            unfinished.add(row.number)
        if row.number not in found or found[row.number].now is None:
            found[row.number] = former
    return {
        number: one
        for number, one in found.items()
        if one.now != number and (number in unfinished or number not in own)
    }


async def _before(session: AsyncSession, plan: Plan) -> Plan | None:
    """The closed plan that was carried out before this one."""
    closed = (Plan.state == PlanState.CLOSED, Plan.starts_on < plan.starts_on, Plan.organisation == plan.organisation)
    query = select(Plan).where(*closed).order_by(Plan.starts_on.desc(), Plan.id.desc())
    found: Plan | None = await session.scalar(query.limit(1))
    return found


async def _begun_at(session: AsyncSession, plan: Plan) -> datetime:
    """When the plan came into force: on its first day, or later if it was loaded late."""
    first = await session.scalar(select(func.min(PlanEdition.loaded_at)).where(PlanEdition.plan_id == plan.id))
    return max(first or plan.loaded_at, datetime.combine(plan.starts_on, time.min, UTC))


async def _own(session: AsyncSession, executor_ids: Collection[int]) -> list[tuple[int, str]]:
    query = select(Activity.number, Activity.text).where(*in_force(), of_executors(executor_ids))
    return [(number, text) for number, text in await session.execute(query)]


async def _all(session: AsyncSession) -> list[tuple[int, str]]:
    query = select(Activity.number, Activity.text).where(*in_force())
    return [(number, text) for number, text in await session.execute(query)]
