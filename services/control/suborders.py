"""Sub-orders: what an activity's lead gives a co-executor, or a member of the own unit, as a part of the activity.

They are orders like any other, tied to the activity of which they are parts: closed before it, or with it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Activity, Assignment, Decision, Executor, Membership, OrderLine
from models.sight import seeing
from services.calendar.workdays import Workdays
from services.control.closing import close, note_closed
from services.messages import outbox
from services.messages.kinds import ClosedTogether
from services.people.accounts import Person, accounts_of
from services.plan.activities import activities_where
from services.plan.figures import ActivityFacts


async def parts_under(session: AsyncSession, activity_id: int, today: date) -> tuple[ActivityFacts, ...]:
    """The orders that were given as parts of an activity, as they stand on `today` (local day).

    They are of another plan, the orders', and belong to the activity wherever it is seen: also in its plan's own chat.
    """
    query = select(OrderLine.activity_id).where(OrderLine.under_id == activity_id, OrderLine.activity_id.is_not(None))
    with seeing(None):
        ids = (await session.scalars(query)).all()
        return await activities_where(session, today, Activity.id.in_(ids)) if ids else ()


async def all_open_under(
    session: AsyncSession, activities: Sequence[ActivityFacts]
) -> Mapping[int, tuple[ActivityFacts, ...]]:
    """As `open_under`, of several activities (by id) that are of one day, asked in one statement."""
    query = select(OrderLine.activity_id, OrderLine.under_id).where(
        OrderLine.under_id.in_([one.id for one in activities]), OrderLine.activity_id.is_not(None)
    )
    with seeing(None):
        under = {order: activity for order, activity in await session.execute(query) if order is not None}
        orders = await activities_where(session, activities[0].today, Activity.id.in_(under)) if under else ()
    return {
        each.id: tuple(one for one in orders if under[one.id] == each.id and may_have_orders(one))
        for each in activities
    }


async def open_under(session: AsyncSession, activity_id: int, today: date) -> tuple[ActivityFacts, ...]:
    """Those of them that are neither handed in nor finished."""
    every = await parts_under(session, activity_id, today)
    return tuple(one for one in every if may_have_orders(one))


def may_order_under(activity: ActivityFacts, executor_ids: Collection[int], *, is_admin: bool) -> bool:
    """Whether who answers for these executors may give orders under the activity: its lead, or an admin."""
    return may_have_orders(activity) and (is_admin or activity.lead.executor.id in executor_ids)


def may_have_orders(activity: ActivityFacts) -> bool:
    """Whether orders may be given under the activity: it is worked on."""
    return activity.is_worked_on


async def takers(session: AsyncSession, activity: ActivityFacts) -> frozenset[int]:
    """Who (executors' ids) may be given a part: the co-executors, and the people of the lead's own unit."""
    lead = activity.lead.executor.id
    belongs = select(Membership.unit_id).where(Membership.member_id == lead)
    either = select(Executor.id).where(Executor.head_id == lead).union_all(belongs)
    own = select(Executor.id).where(Executor.is_class.is_(False), Executor.id.in_(either))
    fellows = await session.scalars(select(Membership.member_id).where(Membership.unit_id.in_(own)))
    found = {part.executor.id for part in activity.parts[1:]} | set(fellows)
    return frozenset(found - {lead})


async def close_with(
    session: AsyncSession, activity: ActivityFacts, reason: str, *, by: Person, now: datetime, workdays: Workdays
) -> None:
    """Close what was given under an activity that is finished; what of it waits for acceptance waits no more.

    Their executors are told in one letter each. `reason` stands on what is closed.
    """
    letters: dict[tuple[int, int], list[int]] = {}
    for one in await parts_under(session, activity.id, activity.today):
        closed = await close(session, one, reason, workdays) if one.is_open else None
        if closed is not None:
            await _withdraw(session, one, reason, by, now)
            note_closed(session, one, closed, by, now)
            for account in await accounts_of(session, [part.executor.id for part in one.parts]):
                letters.setdefault(account, []).append(one.id)
            await close_with(session, one, reason, by=by, now=now, workdays=workdays)
    for account, own in letters.items():
        letter = ClosedTogether(tuple(own), reason, by.name)
        key = f"closed_with:{activity.id}:{now.isoformat()}"
        await outbox.owe_accounts(session, [account], letter, key=key, now=now)


async def _withdraw(session: AsyncSession, one: ActivityFacts, reason: str, by: Person, now: datetime) -> None:
    """What was handed in of it waits for acceptance no more."""
    waits = update(Acceptance).where(Acceptance.activity_id == one.id, Acceptance.decision.is_(None))
    by_whom = {"decided_at": now, "decided_by": by.telegram_id, "decider": by.name, "reason": reason}
    await session.execute(waits.values(decision=Decision.WITHDRAWN, **by_whom))


async def wait_again(session: AsyncSession, activity_id: int) -> None:
    """What was handed in when the activity was closed with its parent waits for acceptance as before."""
    closed = Acceptance.activity_id == activity_id, Acceptance.decision == Decision.WITHDRAWN
    newest = select(Acceptance.id).where(*closed, Acceptance.decider.is_not(None)).order_by(Acceptance.id.desc())
    again = update(Acceptance).where(Acceptance.id == newest.limit(1).scalar_subquery())
    nobody = {"decision": None, "decided_at": None, "decided_by": None, "decider": None, "reason": None}
    await session.execute(again.values(**nobody))


async def led_by(session: AsyncSession, activity_id: int, executor_ids: Collection[int]) -> bool:
    """Whether one of these executors leads the activity of which this order is a part."""
    parent = select(OrderLine.under_id).where(OrderLine.activity_id == activity_id)
    leads = select(Assignment.id).where(
        Assignment.activity_id.in_(parent),
        Assignment.position == 0,
        Assignment.is_removed.is_(False),
        Assignment.executor_id.in_(executor_ids),
    )
    return await session.scalar(leads.limit(1)) is not None
