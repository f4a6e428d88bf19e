"""What becomes of open requests for more time when an edition moves the deadline, or when their plan ends."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Decision, Extension, PlanFinal
from services.messages import outbox
from services.messages.kinds import ExtensionAsked, ExtensionDecided
from services.people.admins import Admins


async def settle_requests(
    session: AsyncSession, plan_id: int, admins: Admins, now: datetime, *, taken_back: datetime | None = None
) -> None:
    """Close the requests whose deadline was moved; where the day asked for is later still, ask the same anew.

    So what was said of a request before decides nothing. `taken_back` is when an edition came that is in force no more:
    what was closed by it is asked again.
    """
    await session.flush()
    query = select(Extension, Activity).join(Activity, Activity.id == Extension.activity_id)
    own = query.where(Activity.plan_id == plan_id).order_by(Extension.id)
    asked = (await session.execute(own.where(Extension.decision.is_(None)))).all()
    for request, activity in asked:
        if activity.is_removed or activity.due_on != request.from_due:
            await _close(session, request, activity, now)
    if taken_back is not None:
        closed = own.where(Extension.decision == Decision.WITHDRAWN, Extension.decided_at == taken_back)
        asked = [*asked, *(await session.execute(closed)).all()]
    await session.flush()
    for request, activity in asked:
        if request.decision is not None and _is_wanted(request, activity) and not await _is_asked(session, activity):
            await _ask_anew(session, request, activity.due_on, admins, now)


async def close_requests(
    session: AsyncSession, plan_id: int, now: datetime, not_before: datetime | None = None
) -> None:
    """Close what is asked for in a plan that ends: it has no deadline left to be moved. Who asked is told."""
    own = select(Activity.id).where(Activity.plan_id == plan_id)
    query = select(Extension).where(Extension.decision.is_(None), Extension.activity_id.in_(own))
    for request in (await session.scalars(query.order_by(Extension.id))).all():
        request.decision, request.decided_at = Decision.WITHDRAWN, now
        await _tell_closed(session, request, now, not_before)
    await session.flush()


async def reopen_requests(session: AsyncSession, plan_id: int) -> None:
    """Let what was closed with a plan wait again, since the plan is carried on."""
    closed = update(Extension).where(Extension.id.in_(closed_with(Activity.plan_id == plan_id)))
    await session.execute(closed.values(decision=None, decided_at=None))


def closed_with(*of: ColumnElement[bool]) -> Select[int]:
    """The requests (ids) that were closed with the plan they were made in, of these activities."""
    return (
        select(Extension.id)
        .join(Activity, Activity.id == Extension.activity_id)
        .join(PlanFinal, PlanFinal.plan_id == Activity.plan_id)
        .where(Extension.decision == Decision.WITHDRAWN, Extension.decided_at == PlanFinal.closed_at, *of)
    )


def _is_wanted(request: Extension, activity: Activity) -> bool:
    return not activity.is_removed and activity.due_on is not None and activity.due_on < request.to_due


async def _is_asked(session: AsyncSession, activity: Activity) -> bool:
    query = select(Extension.id).where(Extension.activity_id == activity.id, Extension.decision.is_(None))
    return await session.scalar(query.limit(1)) is not None


async def _close(session: AsyncSession, request: Extension, activity: Activity, now: datetime) -> None:
    request.decision, request.decided_at = Decision.WITHDRAWN, now
    if not activity.is_removed and not _is_wanted(request, activity):
        await _tell_closed(session, request, now)


async def _tell_closed(
    session: AsyncSession, request: Extension, now: datetime, not_before: datetime | None = None
) -> None:
    account = await session.get_one(Account, request.account_id)
    await outbox.owe(
        session,
        ExtensionDecided(request.id),
        key=f"extension:{request.id}:closed:{now.isoformat()}",
        chat_id=account.telegram_id,
        account_id=account.id,
        now=now,
        not_before=not_before,
    )


async def _ask_anew(
    session: AsyncSession, request: Extension, from_due: date | None, admins: Admins, now: datetime
) -> None:
    anew = Extension(
        activity_id=request.activity_id,
        assignment_id=request.assignment_id,
        account_id=request.account_id,
        from_due=from_due,
        to_due=request.to_due,
        reason=request.reason,
        requested_at=request.requested_at,
        is_late=request.is_late,
        replaced_due=request.replaced_due,
    )
    session.add(anew)
    await session.flush()
    await admins.tell(session, ExtensionAsked(anew.id), key=f"extension:{anew.id}:asked:{now.isoformat()}", now=now)
