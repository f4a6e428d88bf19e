"""Nudges: an admin asks officers for a report outside the schedule, each at most once per day."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Assignment, Executor, Link
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.messages import outbox, told
from services.messages.kinds import Nudge
from services.people.accounts import Person
from services.people.hours import waits_until
from services.plan.activities import activities_where, carried_plans
from services.plan.figures import ActivityFacts, ExecutorRef, executor_ref
from services.plan.silence import Silent, silence_counts_from, silent


@dataclass(frozen=True)
class NudgePreview:
    """The silent executors: those a nudge would reach, those already asked today, and those who cannot be messaged.

    If `is_carried` is False the plan is closed, and nobody is asked.
    """

    to_ask: tuple[Silent, ...]
    asked_today: tuple[Silent, ...]
    unreachable: tuple[Silent, ...]
    is_carried: bool = True


class Nudged(enum.StrEnum):
    """The outcome of asking one executor."""

    ASKED = "asked"
    ASKED_TODAY = "asked_today"
    NOTHING_TO_ASK = "nothing_to_ask"


class Nudging:
    """Asks executors for reports; an executor is asked at most once per day."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def preview(self, now: datetime) -> NudgePreview:
        """Tell whom a nudge to all silent executors would reach; nothing is sent."""
        today = self._days.of(now)
        async with self._database.read() as session:
            is_carried = await session.scalar(carried_plans().limit(1)) is not None
            everybody = await _silent(session, today, self._days)
            reachable = {one.executor.id: await _accounts(session, one.executor.id) for one in everybody}
            asked = {
                executor_id
                for executor_id, accounts in reachable.items()
                if accounts and await _all_asked(session, executor_id, accounts, today)
            }
        return NudgePreview(
            to_ask=tuple(one for one in everybody if reachable[one.executor.id] and one.executor.id not in asked),
            asked_today=tuple(one for one in everybody if one.executor.id in asked),
            unreachable=tuple(one for one in everybody if not reachable[one.executor.id]),
            is_carried=is_carried,
        )

    async def nudge_silent(self, by: Person, now: datetime) -> tuple[ExecutorRef, ...]:
        """Ask all silent executors who were not asked today; returns those asked."""
        async with self._database.write() as session:
            silences = await _silent(session, self._days.of(now), self._days)
            return tuple(
                [silence.executor for silence in silences if await self._nudge(session, silence.executor, by, now)]
            )

    async def nudge(self, executor_id: int, by: Person, now: datetime) -> Nudged:
        """Ask one executor, unless they were asked today, have no open work or cannot be messaged."""
        async with self._database.write() as session:
            row = await session.get(Executor, executor_id)
            if row is None or not await _accounts(session, executor_id):
                return Nudged.NOTHING_TO_ASK
            if not await _under_way(session, [executor_id], self._days.of(now)):
                return Nudged.NOTHING_TO_ASK
            is_new = await self._nudge(session, executor_ref(row), by, now)
            return Nudged.ASKED if is_new else Nudged.ASKED_TODAY

    async def work(self, account_id: int, executor_id: int, now: datetime) -> tuple[ActivityFacts, ...]:
        """The activities that a nudge names when it is sent; none if the account no longer answers for the executor."""
        async with self._database.read() as session:
            link = select(Link.id).where(Link.account_id == account_id, Link.executor_id == executor_id)
            if await session.scalar(link) is None:
                return ()
            return await _under_way(session, [executor_id], self._days.of(now))

    async def _nudge(self, session: AsyncSession, executor: ExecutorRef, by: Person, now: datetime) -> bool:
        is_new = False
        for account in await _accounts(session, executor.id):
            queued = await outbox.owe(
                session,
                Nudge(executor.id, by.name),
                key=_key(executor.id, account, self._days.of(now)),
                chat_id=account.telegram_id,
                account_id=account.id,
                now=now,
                not_before=waits_until(account, now, self._days),
            )
            is_new = is_new or queued is not None
        if is_new:
            audit.note(session, "executor.nudged", f"executor:{executor.key}", actor=by.telegram_id, now=now)
        return is_new


def _key(executor_id: int, account: Account, day: date) -> str:
    return f"nudge:{executor_id}:{account.id}:{day}"


async def _silent(session: AsyncSession, today: date, days: LocalDays) -> tuple[Silent, ...]:
    """The silent executors of an open plan; in a closed one nobody is asked."""
    if await session.scalar(carried_plans().limit(1)) is None:
        return ()
    return silent(await activities_where(session, today), await silence_counts_from(session, days), today)


async def _accounts(session: AsyncSession, executor_id: int) -> Sequence[Account]:
    """The accounts that answer for the executor and can be messaged."""
    query = (
        select(Account)
        .join(Link, Link.account_id == Account.id)
        .where(Link.executor_id == executor_id, Account.blocked_at.is_(None))
        .order_by(Account.id)
    )
    return (await session.scalars(query)).all()


async def _all_asked(session: AsyncSession, executor_id: int, accounts: Sequence[Account], today: date) -> bool:
    keys = [_key(executor_id, account, today) for account in accounts]
    return await told.queued(session, keys) == set(keys)


async def _under_way(session: AsyncSession, executor_ids: Sequence[int], today: date) -> tuple[ActivityFacts, ...]:
    """The executor's work that has begun, is not finished and does not wait for a decision."""
    own = select(Assignment.activity_id).where(
        Assignment.executor_id.in_(executor_ids), Assignment.is_removed.is_(False), Assignment.done.is_(False)
    )
    if await session.scalar(carried_plans().limit(1)) is None:
        return ()
    activities = await activities_where(session, today, Activity.id.in_(own), Activity.starts_on <= today)
    return tuple(activity for activity in activities if activity.is_worked_on)
