"""Asking officers for a word out of turn, at an admin's wish: each at most once a day."""

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
from services.plan.activities import activities_where, carried_plan
from services.plan.figures import ActivityFacts, ExecutorRef, executor_ref
from services.plan.silence import Silent, linked_since, silent
from services.plan.status import Status


@dataclass(frozen=True)
class NudgePreview:
    """Who is silent: whom a nudge would reach, who was asked today already, and who cannot be written to.

    Of a plan that `is_carried` no more nobody is asked.
    """

    to_ask: tuple[Silent, ...]
    asked_today: tuple[Silent, ...]
    unreachable: tuple[Silent, ...]
    is_carried: bool = True


class Nudged(enum.StrEnum):
    """What became of the wish to ask one executor."""

    ASKED = "asked"
    ASKED_TODAY = "asked_today"
    NOTHING_TO_ASK = "nothing_to_ask"


class Nudging:
    """Nudges."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def preview(self, now: datetime) -> NudgePreview:
        """Whom asking all who are silent would reach; sends nothing."""
        today = self._days.of(now)
        async with self._database.read() as session:
            is_carried = await session.scalar(carried_plan()) is not None
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
        """Ask all who are silent and were not asked today; whom it asked."""
        async with self._database.write() as session:
            silences = await _silent(session, self._days.of(now), self._days)
            return tuple(
                [silence.executor for silence in silences if await self._nudge(session, silence.executor, by, now)]
            )

    async def nudge(self, executor_id: int, by: Person, now: datetime) -> Nudged:
        """Ask one executor, unless they were asked today already, or there is nothing or nobody to ask."""
        async with self._database.write() as session:
            row = await session.get(Executor, executor_id)
            if row is None or not await _accounts(session, executor_id):
                return Nudged.NOTHING_TO_ASK
            if not await _under_way(session, [executor_id], self._days.of(now)):
                return Nudged.NOTHING_TO_ASK
            is_new = await self._nudge(session, executor_ref(row), by, now)
            return Nudged.ASKED if is_new else Nudged.ASKED_TODAY

    async def work(self, account_id: int, executor_id: int, now: datetime) -> tuple[ActivityFacts, ...]:
        """What a nudge speaks of when it is sent; nothing where the account no longer answers for the executor."""
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
    """Who is silent on a plan that is carried: a closed one asks nobody."""
    if await session.scalar(carried_plan()) is None:
        return ()
    return silent(await activities_where(session, today), await linked_since(session, days), today)


async def _accounts(session: AsyncSession, executor_id: int) -> Sequence[Account]:
    """Who answers for the executor and can be written to."""
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
    """The executor's work that has begun, is not finished and waits for nobody else's word."""
    own = select(Assignment.activity_id).where(
        Assignment.executor_id.in_(executor_ids), Assignment.is_removed.is_(False), Assignment.done.is_(False)
    )
    if await session.scalar(carried_plan()) is None:
        return ()
    activities = await activities_where(session, today, Activity.id.in_(own), Activity.starts_on <= today)
    return tuple(activity for activity in activities if activity.is_open and activity.status is not Status.REVIEW)
