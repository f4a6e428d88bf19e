"""What is recorded on the activities in force: it is at stake where a new edition leaves one of them out."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Assignment, Executor, Extension, Report, ReportState
from services.calendar.occurrences import Item
from services.control.loader import of_amendment, rows_of_items


@dataclass(frozen=True)
class Kept:
    """An item in force, with what is recorded on it."""

    id: int
    label: str
    planned_due_on: date | None
    state: ActivityState
    percent: int
    is_repeated: bool
    is_removed: bool = False

    @property
    def is_recorded(self) -> bool:
        """Whether anything is."""
        return self.percent > 0 or self.state is not ActivityState.NOT_STARTED

    @property
    def is_done(self) -> bool:
        """Whether it was accepted as done."""
        return self.state is ActivityState.DONE

    @property
    def is_submitted(self) -> bool:
        """Whether it awaits acceptance."""
        return self.state is ActivityState.REVIEW

    @property
    def stays(self) -> bool:
        """Whether it stays as it is, whatever the term makes."""
        return self.is_repeated and self.is_done


@dataclass(frozen=True)
class Move:
    """What is recorded on an item of activity `was` goes on with the item `to` of activity `now` (their numbers).

    Without one it leaves the plan, or stays as accepted.
    """

    was: str
    now: str
    item: Kept
    to: Item | None

    @property
    def is_alike(self) -> bool:
        """Whether the item is called as before."""
        return self.to is not None and self.item.label == ("" if self.to.label is None else str(self.to.label))


@dataclass(frozen=True)
class Stake:
    """What is recorded on an activity, on all its items together.

    `last_by` is the executor who reported last, `last_on` the local day. `due_on` is the deadline that was given to it;
    `is_submitted`: it awaits acceptance, `is_done`: it was accepted, `asks_time`: more time is asked for. `items` are
    all of it.
    """

    reports: int = 0
    last_by: str = ""
    last_on: date | None = None
    due_on: date | None = None
    is_submitted: bool = False
    is_done: bool = False
    asks_time: bool = False
    items: tuple[Kept, ...] = ()

    def moves(self, was: str, now: str, made: tuple[Item, ...], today: date) -> Iterator[Move]:
        """Where what is recorded on its items goes once its term makes others, as loading it will do."""
        made = of_amendment(made, self.items, today)
        places = {row.id: item for item, row in zip(made, rows_of_items(made, self.items, {}), strict=True) if row}
        return (Move(was, now, one, places.get(one.id)) for one in self.items if one.is_recorded)


async def stakes_of(session: AsyncSession, plan_id: int, given: Mapping[int, date]) -> dict[int, Stake]:
    """What is recorded, by number, of the activities on which anything is; `given` are the deadlines set by number."""
    own = Activity.plan_id == plan_id, Activity.is_removed.is_(False)
    found = {number: Stake(due_on=day) for number, day in given.items()}
    counted = (
        select(Activity.number, func.count(Report.id).label("reports"), func.max(Report.id).label("last"))
        .join(Assignment, Assignment.activity_id == Activity.id)
        .join(Report, Report.assignment_id == Assignment.id)
        .where(*own, Report.state == ReportState.RECORDED)
        .group_by(Activity.number)
        .subquery()
    )
    reported = (
        select(counted.c.number, counted.c.reports, Executor.name, Report.submitted_on)
        .join(Report, Report.id == counted.c.last)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .join(Executor, Executor.id == Assignment.executor_id)
    )
    for number, reports, name, day in await session.execute(reported):
        found[number] = replace(found.get(number, Stake()), reports=reports, last_by=name, last_on=day)
    handed_in = ActivityState.REVIEW, ActivityState.DONE
    states = select(Activity.number, Activity.state).where(*own, Activity.state.in_(handed_in))
    for number, state in await session.execute(states):
        stake = found.get(number, Stake())
        found[number] = replace(
            stake,
            is_submitted=stake.is_submitted or state is ActivityState.REVIEW,
            is_done=stake.is_done or state is ActivityState.DONE,
        )
    asked = select(Activity.number).join(Extension, Extension.activity_id == Activity.id).where(*own)
    for number in await session.scalars(asked.where(Extension.decision.is_(None))):
        found[number] = replace(found.get(number, Stake()), asks_time=True)
    items = await _items(session, plan_id, found) if found else {}
    return {number: replace(stake, items=items.get(number, ())) for number, stake in found.items()}


async def _items(session: AsyncSession, plan_id: int, numbers: Collection[int]) -> dict[int, tuple[Kept, ...]]:
    """The items of these activities."""
    columns = (
        Activity.id,
        Activity.label,
        Activity.planned_due_on,
        Activity.state,
        Activity.percent,
        Activity.is_repeated,
    )
    own = Activity.plan_id == plan_id, Activity.is_removed.is_(False), Activity.number.in_(numbers)
    found: dict[int, tuple[Kept, ...]] = {}
    rows = await session.execute(select(Activity.number, *columns).where(*own).order_by(Activity.id))
    for number, key, label, due_on, state, percent, is_repeated in rows:
        found[number] = (*found.get(number, ()), Kept(key, label, due_on, state, percent, is_repeated))
    return found
