"""What a reply to a message of a closed plan is about: its activities, and as what they go on in the plan in force."""

import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, CarriedOver, Plan
from services.plan.activities import ids_in_force
from services.plan.calling import numbers_of, papers_in
from services.plan.figures import ActivityFacts
from services.plan.marks import Mark, line_of, number_in_force, own_number
from services.plan.short_names import called
from services.plan.silence import closed_papers

MOST = 4  # activities that are told of


@dataclass(frozen=True)
class Ended:
    """An activity of a closed plan; `now` is its number in the plan in force, if it was carried over."""

    number: int
    name: str
    now: int | None


@dataclass(frozen=True)
class ClosedPlan:
    """A closed plan, with those of its activities that a reply names, or is about; `mark`, if words name it by that."""

    starts_on: date
    ends_on: date
    activities: tuple[Ended, ...]
    mark: str = ""

    def first(self, choices: Sequence[ActivityFacts], mine: Sequence[ActivityFacts]) -> tuple[ActivityFacts, ...]:
        """The choices after what the activities go on as; what only has their old numbers comes last."""
        goes_on, old = {one.now for one in self.activities}, {one.number for one in self.activities}
        first = [one for one in mine if one.number in goes_on]
        rest = sorted(choices, key=lambda one: one.number in old)
        return tuple(dict.fromkeys([*first, *rest]))

    def only(self, mine: Sequence[ActivityFacts]) -> ActivityFacts | None:
        """The one of the person's activities as which all of them go on; None if that is not a single one."""
        goes_on = {one.now for one in self.activities}
        first = [one for one in mine if one.number in goes_on]
        return first[0] if len(goes_on) == len(first) == 1 else None


async def paper_named(session: AsyncSession, text: str) -> ClosedPlan | None:
    """The closed paper that words name by its mark, and no plan in force beside it; None if they name none.

    A mark without a number («Дастур») is a word like any other: it means the paper before an activity's number alone.
    """
    papers = {one.line: one for one in reversed((await session.scalars(_marked_papers())).all())}
    if not papers:
        return None
    in_force = select(Plan.line, Plan.mark).where(Plan.id.in_(ids_in_force()), Plan.mark != "")
    marks = [Mark(line, mark) for line, mark in await session.execute(in_force)]
    marks += [Mark(line, one.mark) for line, one in papers.items()]
    by_number = {line_of(one) for one in numbers_of(text, tuple(marks))}
    by_mark = {one for one in papers_in(text, tuple(marks))[0] if re.search(r"\d", _mark_of(one, marks))}
    found = by_number | by_mark
    plan = papers.get(next(iter(found))) if len(found) == 1 else None
    return ClosedPlan(plan.starts_on, plan.ends_on, (), plan.mark) if plan is not None else None


@functools.cache  # asked with nearly every message
def _marked_papers() -> Select[Plan]:
    return select(Plan).where(Plan.id.in_(closed_papers()), Plan.mark != "").order_by(Plan.id.desc())


def _mark_of(line: int, marks: Sequence[Mark]) -> str:
    return next(one.text for one in marks if one.line == line)


async def closed_plan(
    session: AsyncSession, activity_ids: Collection[int], named: Collection[int], written: Sequence[int] = ()
) -> ClosedPlan | None:
    """The closed plan whose activities a message was about, with those of the `named` numbers; None if it is in force.

    Without numbers, with those that the message was about: the first of them whose number the words have (`written`),
    though it may be no activity's that the person has now, or else all.
    """
    query = select(Plan).join(Activity, Activity.plan_id == Plan.id)
    plan = await session.scalar(query.where(Activity.id.in_(activity_ids), Plan.id.not_in(ids_in_force())).limit(1))
    if plan is None:
        return None
    if not named and written:
        theirs = set(await session.scalars(select(Activity.number).where(Activity.id.in_(activity_ids))))
        named = [number_in_force(plan.line, number) for number in written if number in theirs][:1]
    own = [own_number(one) for one in named if line_of(one) == plan.line]
    meant = Activity.number.in_(own) if named else Activity.id.in_(activity_ids)
    carried = (CarriedOver.activity_id == Activity.id) & CarriedOver.plan_id.in_(ids_in_force())
    rows = await session.execute(
        select(Activity.number, Activity.short_name, Activity.text, CarriedOver.number)
        .outerjoin(CarriedOver, carried)
        .where(Activity.plan_id == plan.id, Activity.is_removed.is_(False), meant)
        .order_by(Activity.number, Activity.id)
    )
    ended: dict[int, Ended] = {}
    for number, short_name, text, now in rows:
        if number not in ended or ended[number].now is None:
            goes_on = number_in_force(plan.line, now) if now is not None else None
            ended[number] = Ended(number_in_force(plan.line, number), called(short_name, text), goes_on)
    told = tuple(ended.values()) if len(ended) <= MOST else ()
    return ClosedPlan(plan.starts_on, plan.ends_on, told)
