"""What numbers meant in the plan before the one in force, which is closed."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, CarriedOver, Plan, PlanEdition, PlanState
from services.audit.former import Former
from services.language.script import bare
from services.plan.activities import of_executors, of_plan, plans_in_force
from services.plan.marks import number_in_force
from services.plan.short_names import called

_FINISHED = frozenset({ActivityState.DONE, ActivityState.CLOSED})


async def earlier_meanings(session: AsyncSession, executor_ids: Collection[int]) -> Mapping[int, Former]:
    """What numbers of these executors' activities meant in the closed plans before those in force, by number.

    Not those that mean the same work in both, nor those of finished work if they mean another activity of theirs now.
    """
    found: dict[int, Former] = {}
    for plan in (await session.scalars(plans_in_force())).all():
        earlier = await _before(session, plan)
        if earlier is not None:
            found |= await _in_line(session, earlier, plan, executor_ids)
    return found


async def _in_line(
    session: AsyncSession, earlier: Plan, plan: Plan, executor_ids: Collection[int]
) -> dict[int, Former]:
    """The same of the plan before one of those in force."""
    begun_at = await _begun_at(session, plan)
    own = {number for number, _ in await _present(session, plan, of_executors(executor_ids))}
    present = {(number, bare(text)) for number, text in await _present(session, plan)}
    carried = (CarriedOver.activity_id == Activity.id) & (CarriedOver.plan_id == plan.id)
    query = (
        select(Activity, CarriedOver.number)
        .outerjoin(CarriedOver, carried)
        .where(*of_plan(earlier.id), of_executors(executor_ids))
        .order_by(Activity.id)
    )
    found: dict[int, Former] = {}
    unfinished: set[int] = set()
    for row, carried_as in await session.execute(query):
        words, number = bare(row.text), number_in_force(plan.line, row.number)
        same = {number for number, text in present if text == words}
        goes_on = number_in_force(plan.line, carried_as) if carried_as is not None else None
        now = next((one for one in (goes_on, number) if one in same), min(same, default=None))
        name = called(row.short_name, row.text)
        former = Former(number, row.text, name, begun_at, now, None, now in own, earlier.period)
        if row.state not in _FINISHED:
            unfinished.add(number)
        if number not in found or found[number].now is None:
            found[number] = former
    return {
        number: one
        for number, one in found.items()
        if one.now != number and (number in unfinished or number not in own)
    }


async def _before(session: AsyncSession, plan: Plan) -> Plan | None:
    """The closed plan that was carried out before this one."""
    closed = (Plan.state == PlanState.CLOSED, Plan.starts_on < plan.starts_on, Plan.line == plan.line)
    query = select(Plan).where(*closed).order_by(Plan.starts_on.desc(), Plan.id.desc())
    found: Plan | None = await session.scalar(query.limit(1))
    return found


async def _begun_at(session: AsyncSession, plan: Plan) -> datetime:
    """When the plan came into force: on its first day, or later if it was loaded late."""
    first = await session.scalar(select(func.min(PlanEdition.loaded_at)).where(PlanEdition.plan_id == plan.id))
    return max(first or plan.loaded_at, datetime.combine(plan.starts_on, time.min, UTC))


async def _present(session: AsyncSession, plan: Plan, *conditions: ColumnElement[bool]) -> list[tuple[int, str]]:
    """The numbers that the plan's activities have among those of all plans in force, with their texts."""
    query = select(Activity.number, Activity.text).where(*of_plan(plan.id), *conditions)
    return [(number_in_force(plan.line, number), text) for number, text in await session.execute(query)]
