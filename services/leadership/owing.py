"""What a tick may find to do, and hardly ever does: looked for in one statement, in place of one for each sweep."""

import functools
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from models import Account, Activity, Group, Link, Outbox, Plan, PlanCard, PlanState, Substitution, Summary, UnitGroup
from models.base import by_index
from models.database import Database
from services.calendar.local_days import LocalDays
from services.control.periods import ASKED_BEFORE
from services.leadership.plan_card import UNSENT
from services.leadership.summary import iso_week
from services.people.deputies import is_turning
from services.plan.activities import ids_in_force, in_force
from services.reminders.reminding import TODAY, nominating, of_day, passed

_SOON: BindParameter[date] = bindparam("soon", type_=Date)
_WEEK: BindParameter[str] = bindparam("week", type_=String)


@dataclass(frozen=True)
class Owing:
    """What there may be to do at a moment: what is False has certainly nothing to do, at whatever hour of the day.

    `next_plan`: a plan that waits has its first day. `waiting_plan`: one waits. `orders`: a paper of orders is over.
    `deputies`: a substitution begins or ends. `reminders`: somebody may be reminded, or a unit's group, or an activity
    moves on. `unreachable`: the admins have not heard of somebody lost. `plan_end`: a plan's end is near or past.
    `watched`: something is under personal control. `summary`: a plan has no summary of this week. `plan_card`: a
    leadership's chat may have no card that stands.
    """

    next_plan: bool = True
    waiting_plan: bool = True
    orders: bool = True
    deputies: bool = True
    reminders: bool = True
    unreachable: bool = True
    plan_end: bool = True
    watched: bool = True
    summary: bool = True
    plan_card: bool = True


class OwingDesk:
    """Looks for what there may be to do."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def at(self, now: datetime) -> Owing:
        """What there may be to do at this moment."""
        today = self._days.of(now)
        values = {**of_day(today), "soon": today + ASKED_BEFORE, "week": iso_week(today)}
        [found] = await self._database.ask(lambda ask: ask(_looking(), values))
        return Owing(*map(bool, found))


@functools.cache
def _looking() -> Select[*tuple[Any, ...]]:
    carried = Plan.state == PlanState.ACTIVE
    waits = Plan.state == PlanState.WAITING
    goes_on = Plan.id.in_(ids_in_force()), Plan.paper.is_(None), Plan.ends_on <= _SOON
    return select(
        _any(select(Plan.id).where(waits, Plan.starts_on <= TODAY)),
        _any(select(Plan.id).where(waits)),
        _any(select(Plan.id).where(carried, Plan.paper.is_not(None), Plan.ends_on < TODAY)),
        _any(select(Substitution.id).where(is_turning())),
        or_(_reminded(), _any(passed().with_only_columns(Activity.id))),
        _any(_lost()),
        _any(select(Plan.id).where(*goes_on)),
        _any(select(Activity.id).where(by_index(Activity.is_watched), *in_force())),
        _any(select(Plan.id).where(carried, ~_has_summary())),
        or_(_lacks_card(), select(func.count(Plan.id)).where(carried).scalar_subquery() != 1),
    )


def _any(query: Select[int]) -> ColumnElement[bool]:
    return query.exists()


def _reminded() -> ColumnElement[bool]:
    groups = select(UnitGroup.unit_id).where(UnitGroup.reminded_through < TODAY, UnitGroup.lost_at.is_(None))
    people = nominating(is_working=True).subquery()  # on days off these are too many; the sweep chooses
    return or_(select(people).exists(), groups.exists())


def _lost() -> Select[int]:
    """Whom the admins have not heard of; whether the plan names them is asked by the sweep (SQLite takes no more)."""
    is_linked = select(Link.id).where(Link.account_id == Account.id).exists()
    return select(Account.id).where(Account.blocked_at.is_not(None), Account.block_told.is_(False), is_linked)


def _has_summary() -> ColumnElement[bool]:
    return select(Summary.id).where(Summary.plan_id == Plan.id, Summary.week == _WEEK).exists()


def _lacks_card() -> ColumnElement[bool]:
    """Whether some leadership's chat has no card that stands, of the one plan that is carried out: the newest there."""
    newer, also = aliased(PlanCard), aliased(Outbox)
    is_overtaken = (
        select(newer.id)
        .join(also, also.id == newer.outbox_id)
        .where(
            newer.id > PlanCard.id,
            newer.plan_id == PlanCard.plan_id,
            newer.thread_id.is_not_distinct_from(PlanCard.thread_id),
            also.chat_id == Outbox.chat_id,
        )
    )
    stands = (
        select(PlanCard.id)
        .join(Outbox, Outbox.id == PlanCard.outbox_id)
        .join(Plan, Plan.id == PlanCard.plan_id)
        .where(
            Plan.state == PlanState.ACTIVE,
            PlanCard.thread_id.is_not_distinct_from(Group.thread_id),
            Outbox.chat_id == Group.chat_id,
            PlanCard.end.is_(None),
            Outbox.state.not_in(UNSENT),
            ~is_overtaken.exists(),
        )
    )
    return _any(select(Group.id).where(Group.lost_at.is_(None), Group.chat_id < 0, ~stands.exists()))
