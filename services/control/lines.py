"""Lines of plans: of which line a plan that is loaded is, and the marks by which people tell several apart."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Plan, PlanState
from services.plan.file import PlanFile
from services.plan.papers import folded_mark, is_same_paper, suggested_mark

_NEVER = (PlanState.WAITING, PlanState.DROPPED)  # in force


@dataclass(frozen=True)
class Into:
    """Where a plan is loaded: into this line; without one, beside the others, as the first of a line with this mark."""

    line: int | None = None
    mark: str = ""


async def line_into(session: AsyncSession, file: PlanFile, into: Into | None) -> int:
    """The line that a plan is loaded into."""
    if into is None:
        return await line_for(session, file)
    if into.line is not None:
        return into.line
    return await new_line(session)


async def new_line(session: AsyncSession) -> int:
    """A line that no plan is of yet."""
    return (await session.scalar(select(func.max(Plan.line))) or 0) + 1


async def free_mark(session: AsyncSession, mark: str, line: int) -> str:
    """The mark, or one after it that no other line has: «Т», «Т 2»."""
    plans = (await session.scalars(_standing())).all()
    known = {folded_mark(one) for one in taken(plans, but=line)}
    further = (f"{mark} {number}" for number in count(2))
    return next(one for one in chain([mark], further) if folded_mark(one) not in known)


async def line_for(session: AsyncSession, file: PlanFile) -> int:
    """The line of a plan of which nobody said it: of the same organisation, period and paper, else of the same paper.

    Else the first line, as if there were no other.
    """
    documents = select(Plan).where(Plan.paper.is_(None))  # into one that is made of orders nothing is loaded
    plans = (await session.scalars(documents.order_by(Plan.line, Plan.id.desc()))).all()
    same = [one for one in plans if _is_same_period(one, file)]
    alike = [one for one in (*same, *plans) if is_same_paper(one.title, file.title)]
    return next((one.line for one in (*alike, *same)), 0)


async def same_plan(session: AsyncSession, file: PlanFile, line: int) -> Plan | None:
    """The plan of this line that has the organisation and the period of the file."""
    query = select(Plan).where(
        Plan.organisation == file.organisation,
        Plan.starts_on == file.period.start,
        Plan.ends_on == file.period.end,
        Plan.line == line,
    )
    return await session.scalar(query)


async def newest_of_line(session: AsyncSession, plan_id: int) -> int | None:
    """The plan (its id) of the same line that is carried out, else the one that was closed last."""
    line = select(Plan.line).where(Plan.id == plan_id).scalar_subquery()
    query = select(Plan.id).where(Plan.line == line, Plan.state.not_in(_NEVER))
    return await session.scalar(query.order_by(Plan.state == PlanState.CLOSED, Plan.id.desc()).limit(1))


async def closed_last(session: AsyncSession, in_force: Collection[int]) -> Sequence[Plan]:
    """The closed plans that none of their line follows, but for those still in force; the newest first."""
    every = (await session.scalars(select(Plan).where(Plan.state.not_in(_NEVER)).order_by(Plan.id))).all()
    newest = {one.line: one for one in every}
    return [one for one in reversed(newest.values()) if one.state is PlanState.CLOSED and one.id not in in_force]


async def give_marks(session: AsyncSession, plan: Plan, mark: str) -> None:
    """Give the plan that was loaded its mark: this one, or that of the plan it follows.

    Once there is a second line, every plan that has no mark gets one after its title.
    """
    former = select(Plan).where(Plan.line == plan.line, Plan.id != plan.id, Plan.mark != "")
    inherited = await session.scalar(former.order_by(Plan.id.desc()).limit(1))
    if inherited is not None:
        plan.mark = plan.mark or inherited.mark
        plan.former_marks = plan.former_marks or inherited.former_marks
    elif mark:
        plan.mark = plan.mark or await free_mark(session, mark, plan.line)
    await session.flush()
    plans = (await session.scalars(_standing().order_by(Plan.line, Plan.id))).all()
    if len({one.line for one in plans}) == 1:
        return
    for one in plans:
        if not one.mark:
            of_line = next((each.mark for each in plans if each.line == one.line and each.mark), "")
            one.mark = of_line or suggested_mark(one.title, taken(plans, but=one.line))
    await session.flush()


async def change_mark(session: AsyncSession, plan: Plan, mark: str) -> None:
    """Call every plan of this one's line so; what it was called before is kept."""
    former = [one for one in (*plan.former_marks, plan.mark) if folded_mark(one) != folded_mark(mark)]
    await session.execute(update(Plan).where(Plan.line == plan.line).values(mark=mark, former_marks=former))


def _standing() -> Select[Plan]:
    """The plans that have a mark of their own: not those that were taken off."""
    return select(Plan).where(Plan.state != PlanState.DROPPED)


def taken(plans: Iterable[Plan], but: int) -> Collection[str]:
    """The marks of other lines."""
    return [one.mark for one in plans if one.line != but and one.mark]


def _is_same_period(plan: Plan, file: PlanFile) -> bool:
    return (plan.organisation, plan.starts_on, plan.ends_on) == (file.organisation, file.period.start, file.period.end)
