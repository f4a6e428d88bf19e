"""Activities that a draft or a receipt is about, and that the plan in force or the person has no more."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Assignment, Plan
from services.plan.activities import ids_in_force
from services.plan.short_names import called
from services.reports.closed import ClosedPlan, closed_plan


@dataclass(frozen=True)
class Gone:
    """An activity that was left out of the plan, or belongs to a `closed` one; else it is no longer the person's."""

    number: int
    name: str
    is_left_out: bool
    closed: ClosedPlan | None = None


async def gone_of(session: AsyncSession, assignment_id: int) -> Gone:
    """What became of an activity that is none of the person's in the plan in force, by a part in it."""
    own = select(Activity).join(Assignment, Assignment.activity_id == Activity.id)
    row = (await session.scalars(own.where(Assignment.id == assignment_id))).one()
    is_closed = (
        await session.scalar(select(Plan.id).where(Plan.id == row.plan_id, Plan.id.not_in(ids_in_force()))) is not None
    )
    closed = await closed_plan(session, [row.id], ()) if is_closed else None
    return Gone(row.number, called(row.short_name, row.text), row.is_removed, closed)
