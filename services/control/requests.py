"""What becomes of open requests for more time when an edition, or its taking back, moves the deadline."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Decision, Extension
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


def _is_wanted(request: Extension, activity: Activity) -> bool:
    return not activity.is_removed and activity.due_on is not None and activity.due_on < request.to_due


async def _is_asked(session: AsyncSession, activity: Activity) -> bool:
    query = select(Extension.id).where(Extension.activity_id == activity.id, Extension.decision.is_(None))
    return await session.scalar(query.limit(1)) is not None


async def _close(session: AsyncSession, request: Extension, activity: Activity, now: datetime) -> None:
    request.decision, request.decided_at = Decision.WITHDRAWN, now
    if activity.is_removed or _is_wanted(request, activity):
        return
    account = await session.get_one(Account, request.account_id)
    await outbox.owe(
        session,
        ExtensionDecided(request.id),
        key=f"extension:{request.id}:decided",
        chat_id=account.telegram_id,
        account_id=account.id,
        now=now,
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
