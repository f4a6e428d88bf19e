"""From one period to the next: a plan that is loaded early waits for its first day, and then the one before it ends."""

import functools
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Assignment, CarriedOver, Plan, PlanEdition, PlanFinal, PlanState
from models.terms import Period
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import day_before, followings_of, parts_with_terms, set_next_reminder
from services.calendar.workdays import Workdays
from services.control import editions
from services.control.requests import close_requests
from services.messages import notices, outbox
from services.messages.kinds import Final, FinalReport, PlanBegun, PlanClosed
from services.people.accounts import accounts_of
from services.people.admins import Admins
from services.people.groups import leadership_chats
from services.people.hours import waits_until
from services.plan.activities import carried_plans, planned_executors

KeepFinal = Callable[[AsyncSession, int, datetime], Awaitable[None]]
"""Keeps how a plan (its id) stands, in the transaction that closes it."""


async def keep_nothing(_session: AsyncSession, _plan: int, _now: datetime) -> None:
    """For whoever only reads plans."""


ASKED_BEFORE = timedelta(days=30)  # of its end, but not in the first half of the plan


async def is_early(session: AsyncSession, starts_on: date, today: date) -> bool:
    """Whether a plan that is loaded now has to wait: it begins later, and another is known already."""
    return starts_on > today and await session.scalar(select(Plan.id).limit(1)) is not None


async def waiting_plans(session: AsyncSession) -> Sequence[Plan]:
    """The plans that wait for their first day, the earliest first."""
    return (await session.scalars(_waiting())).all()


@functools.cache
def _waiting() -> Select[Plan]:
    return select(Plan).where(Plan.state == PlanState.WAITING).order_by(Plan.starts_on, Plan.id)


async def next_plan(session: AsyncSession, line: int) -> Plan | None:
    """The plan of this line that waits for its first day; of several, the earliest."""
    return await session.scalar(_waiting().where(Plan.line == line).limit(1))


async def overlapping(session: AsyncSession, line: int, period: Period) -> Sequence[Plan]:
    """The plans that wait for a period that shares days with this one: two of a line cannot be in force on one day."""
    query = select(Plan).where(
        Plan.state == PlanState.WAITING,
        Plan.line == line,
        Plan.starts_on <= period.end,
        Plan.ends_on >= period.start,
    )
    return (await session.scalars(query.order_by(Plan.id))).all()


async def drop(
    session: AsyncSession, plan_id: int, actor: int | str, now: datetime, *, was: PlanState = PlanState.WAITING
) -> bool:
    """Take off a plan that waits, before anything of it was told to officers; False if it does not wait any more.

    `was` ACTIVE: one that was loaded by mistake. Its row stays, so that what was noted of it names no other plan; its
    mark is free again. Loaded again, it begins anew.
    """
    plan = await session.get(Plan, plan_id)
    before = {"mark": plan.mark, "title": plan.title} if plan is not None else None
    dropped = (
        update(Plan)
        .where(Plan.id == plan_id, Plan.state == was)
        .values(state=PlanState.DROPPED, fingerprint="", mark="")
        .returning(Plan.id)
    )
    if await session.scalar(dropped) is None:
        return False
    await session.execute(delete(CarriedOver).where(CarriedOver.plan_id == plan_id))
    await session.execute(update(PlanEdition).where(*editions.stands_of(plan_id)).values(taken_back_at=now))
    await session.execute(update(Activity).where(Activity.plan_id == plan_id).values(is_removed=True))
    deed = "plan.dropped" if was is PlanState.WAITING else "plan.taken_off"
    audit.note(session, deed, f"plan:{plan_id}", actor=actor, now=now, before=before)
    return True


async def asks_for_next(session: AsyncSession, today: date) -> Plan | None:
    """The plan of the first line, if its end is near and none waits.

    A paper beside it (a decision's programme, minutes, orders) is as a rule not followed by another.
    """
    plan = next((one for one in await session.scalars(carried_plans()) if one.paper is None), None)
    if plan is None:
        return None
    middle = plan.starts_on + (plan.ends_on - plan.starts_on) / 2
    is_near = max(plan.ends_on - ASKED_BEFORE, middle) <= today <= plan.ends_on
    return plan if is_near and await next_plan(session, plan.line) is None else None


async def end(
    session: AsyncSession, line: int, admins: Admins, keep_final: KeepFinal, *, now: datetime, not_before: datetime
) -> int | None:
    """Close the plan of this line that is carried out, if any, because the next one comes into force; its id."""
    plan = await session.scalar(carried_plans().where(Plan.line == line))
    if plan is None:
        return None
    await keep_final(session, plan.id, now)
    await settle_end(session, plan.id, admins, now=now, not_before=not_before)
    return plan.id


async def settle_end(
    session: AsyncSession, plan_id: int, admins: Admins, *, now: datetime, not_before: datetime
) -> None:
    """Close a plan whose final report is kept, by itself: its open requests end with it, and its report is owed."""
    await close_requests(session, plan_id, now, not_before)
    await tell_final(session, plan_id, admins, now, not_before)
    await session.execute(update(Plan).where(Plan.id == plan_id).values(state=PlanState.CLOSED))
    audit.note(session, "plan.closed", f"plan:{plan_id}", actor=audit.SYSTEM, now=now)


async def tell_final(
    session: AsyncSession, plan_id: int, admins: Admins, now: datetime, not_before: datetime | None = None
) -> None:
    """Owe the final report to the leadership (the organisation's, and the plan's own chat), and its Word file to both
    and to the admins.
    """
    key = f"{plan_id}:{now.isoformat()}"
    line = await session.scalar(select(Plan.line).where(Plan.id == plan_id))
    for group in await leadership_chats(session):
        if group.is_lost or not group.sees(line or 0):
            continue
        for letter in (Final(plan_id), FinalReport(plan_id)):
            await outbox.owe(
                session,
                letter,
                key=f"{letter.kind}:{key}" if group.line is None else f"{letter.kind}:{key}:own",
                chat_id=group.chat_id,
                now=now,
                not_before=not_before,
            )
    await admins.tell(session, FinalReport(plan_id), key=f"final_report:{key}", now=now, not_before=not_before)


async def forget_final(session: AsyncSession, plan_id: int) -> None:
    """Forget how a plan stood at its closing, since it is carried on."""
    await session.execute(delete(PlanFinal).where(PlanFinal.plan_id == plan_id))


async def begin(session: AsyncSession, plan: Plan, workdays: Workdays, today: date) -> None:
    """Let the plan that waited come into force: its reminders begin with today's."""
    plan.state = PlanState.ACTIVE
    await session.flush()
    following = await followings_of(session, plan.id)
    own = select(Activity).where(Activity.plan_id == plan.id, Activity.is_removed.is_(False))
    terms = await parts_with_terms(session, Assignment.activity_id.in_(own.with_only_columns(Activity.id)))
    for row in await session.scalars(own):
        parts = terms.get(row.id, ())
        set_next_reminder(row, plan, workdays, day_before(today), following.get(row.id), parts=parts)


async def _follows(session: AsyncSession, plan_id: int) -> bool:
    """Whether the plan's line had another before it, which was carried out."""
    line = select(Plan.line).where(Plan.id == plan_id).scalar_subquery()
    former = select(Plan.id).where(Plan.line == line, Plan.id != plan_id, Plan.state == PlanState.CLOSED).limit(1)
    return await session.scalar(former) is not None


async def tell_begun(
    session: AsyncSession,
    plan_id: int,
    admins: Admins,
    days: LocalDays,
    *,
    ended: int | None,
    now: datetime,
    not_before: datetime,
    was_loaded: bool = False,
) -> None:
    """Tell the admins, and everybody who answers for the plan's executors, that it is in force.

    Who has nothing in it and had work in the plan that has `ended` for it (an id) is told that this is over. The admins
    know of a plan that one of them has loaded just now (`was_loaded`) beside the others.
    """
    letter = PlanBegun(plan_id, is_beside=ended is None and not await _follows(session, plan_id))
    key = f"plan_begun:{plan_id}:{now.isoformat()}"  # taken off and loaded again, it is told again
    # One key a person: an admin who answers for an executor as well is told once, as an admin.
    if not was_loaded:
        await admins.tell(session, letter, key=key, now=now, not_before=not_before)
    executors = await session.scalars(planned_executors(plan_id).distinct())
    told = {one for one, _ in await accounts_of(session, list(executors))}
    of_ended = list(await session.scalars(planned_executors(ended).distinct())) if ended is not None else []
    left = {one for one, _ in await accounts_of(session, of_ended)} - told
    letters: dict[int, int] = {}
    everybody = select(Account).where(Account.id.in_(told | left)).order_by(Account.id)
    for account in (await session.scalars(everybody)).all():
        is_left = ended is not None and account.id in left
        row = await outbox.owe(
            session,
            PlanClosed(ended or plan_id, "") if is_left else letter,
            key=f"{PlanClosed.kind}:{ended}:{account.telegram_id}" if is_left else f"{key}:{account.telegram_id}",
            chat_id=account.telegram_id,
            account_id=account.id,
            now=now,
            priority=outbox.BULK,
            not_before=waits_until(account, not_before, days) or not_before,
        )
        if row is not None and not is_left:
            letters[account.id] = row
    await notices.note(session, letters, Activity.plan_id == plan_id)
