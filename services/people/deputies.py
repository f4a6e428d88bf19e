"""Deputies: while an executor is away, the accounts of another executor get its reminders as well.

A substitution has a first and a last day; its links are created on the first and removed after the last.
"""

import enum
import functools
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Executor, Link, Substitution
from models.database import Database
from services import audit
from services.calendar.deadlines import Period
from services.calendar.local_days import LocalDays
from services.messages import outbox
from services.messages.kinds import DeputyEnded, DeputyNamed, Letter
from services.people.accounts import Person
from services.people.structure import is_engaged
from services.plan.figures import ExecutorRef, executor_ref


@dataclass(frozen=True)
class SubstitutionFacts:
    """The accounts of `deputy` answer for `executor` as well; local days, both inclusive."""

    id: int
    executor: ExecutorRef
    deputy: ExecutorRef
    from_on: date
    until_on: date
    is_over: bool


@dataclass(frozen=True)
class Pair:
    """An executor and the deputy, each None if the plan does not name them; and everybody whom the plan names."""

    executor: ExecutorRef | None
    deputy: ExecutorRef | None
    everybody: tuple[ExecutorRef, ...]


class DeputyProblem(enum.StrEnum):
    """Why a deputy cannot be appointed."""

    UNKNOWN = "unknown"
    SAME = "same"
    NOBODY = "nobody"
    OVERLAP = "overlap"
    PAST = "past"


class Deputies:
    """Appoints deputies, and starts and ends their substitutions."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def of(self, executor_id: int) -> tuple[SubstitutionFacts, ...]:
        """The executor's current and future substitutions."""
        async with self._database.read() as session:
            return await substitutions_of(session, executor_id)

    async def pair(self, executor_id: int, deputy_id: int | None) -> Pair:
        """The executor and the deputy, if the plan in force names them."""
        async with self._database.read() as session:
            planned = select(Executor).where(is_engaged())
            rows = await session.scalars(planned.order_by(Executor.position, Executor.id))
            everybody = {row.id: executor_ref(row) for row in rows}
            deputy = everybody.get(deputy_id) if deputy_id is not None else None
            return Pair(everybody.get(executor_id), deputy, tuple(everybody.values()))

    async def one(self, substitution_id: int) -> SubstitutionFacts | None:
        """A substitution, current, future or over; None if there is none."""
        async with self._database.read() as session:
            row = await session.get(Substitution, substitution_id)
            return None if row is None else await _facts(session, row)

    async def name(
        self, executor_id: int, deputy_id: int, period: Period, by: Person, now: datetime
    ) -> SubstitutionFacts | DeputyProblem:
        """Appoint a deputy for the days of a period, and tell both sides."""
        async with self._database.write() as session:
            problem = await self._problem(session, executor_id, deputy_id, period, self._days.of(now))
            if problem is not None:
                return problem
            row = Substitution(
                executor_id=executor_id,
                deputy_id=deputy_id,
                from_on=period.start,
                until_on=period.end,
                named_by=by.telegram_id,
            )
            session.add(row)
            await session.flush()
            if period.start <= self._days.of(now):
                await self._begin(session, row, now)
            await self._note(session, "executor.substituted", row, by.telegram_id, now)
            await self._tell(session, DeputyNamed(row.id), row, now)
            return await _facts(session, row)

    async def end(self, substitution_id: int, by: Person, now: datetime) -> SubstitutionFacts | None:
        """End a substitution early, because the executor is back; None if it was already over."""
        async with self._database.write() as session:
            row = await session.get(Substitution, substitution_id)
            if row is None or row.ended_at is not None:
                return None
            await self._end(session, row, by.telegram_id, now)
            return await _facts(session, row)

    async def turn(self, now: datetime) -> int:
        """Begin and end the substitutions that are due. Returns how many."""
        today = self._days.of(now)
        async with self._database.read() as session:
            ids = (await session.scalars(_turning(), {"today": today})).all()
        if not ids:
            return 0
        async with self._database.write() as session:
            for row in await session.scalars(select(Substitution).where(Substitution.id.in_(ids))):
                if row.ended_at is None and row.until_on < today:
                    await self._end(session, row, audit.SYSTEM, now)
                elif row.began_at is None:
                    await self._begin(session, row, now)
        return len(ids)

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _problem(
        self, session: AsyncSession, executor_id: int, deputy_id: int, period: Period, today: date
    ) -> DeputyProblem | None:
        if await session.get(Executor, executor_id) is None or await session.get(Executor, deputy_id) is None:
            return DeputyProblem.UNKNOWN
        if executor_id == deputy_id:
            return DeputyProblem.SAME
        if period.end < today:
            return DeputyProblem.PAST
        if not await _own_accounts(session, deputy_id):
            return DeputyProblem.NOBODY
        overlap = select(Substitution.id).where(
            Substitution.executor_id == executor_id,
            Substitution.ended_at.is_(None),
            Substitution.from_on <= period.end,
            Substitution.until_on >= period.start,
        )
        return DeputyProblem.OVERLAP if await session.scalar(overlap.limit(1)) is not None else None

    async def _begin(self, session: AsyncSession, row: Substitution, now: datetime) -> None:
        """Link the deputy's accounts, except those that represent the executor already."""
        known = set(await session.scalars(select(Link.account_id).where(Link.executor_id == row.executor_id)))
        for account in await _own_accounts(session, row.deputy_id):
            if account.id not in known:
                session.add(
                    Link(
                        account_id=account.id,
                        executor_id=row.executor_id,
                        linked_at=now,
                        # The deputy gets the first day's reminders as well, if they were not sent yet.
                        reminded_through=self._days.of(now) - timedelta(days=1),
                        substitution_id=row.id,
                    )
                )
        row.began_at = now
        await session.flush()

    async def _end(self, session: AsyncSession, row: Substitution, actor: int | str, now: datetime) -> None:
        await self._tell(session, DeputyEnded(row.id), row, now)
        await session.execute(delete(Link).where(Link.substitution_id == row.id))
        await session.execute(update(Substitution).where(Substitution.id == row.id).values(ended_at=now))
        await self._note(session, "executor.back", row, actor, now)

    async def _tell(self, session: AsyncSession, letter: Letter, row: Substitution, now: datetime) -> None:
        """Tell the executor's own accounts, the deputy's, and those still standing in after leaving the deputy's."""
        accounts = [*await _own_accounts(session, row.executor_id), *await _own_accounts(session, row.deputy_id)]
        standing_in = select(Account).join(Link, Link.account_id == Account.id).where(Link.substitution_id == row.id)
        accounts += await session.scalars(standing_in)
        both = sorted({(account.id, account.telegram_id) for account in accounts})
        await outbox.owe_accounts(session, both, letter, key=f"{letter.kind}:{row.id}", now=now)

    @staticmethod
    async def _note(session: AsyncSession, action: str, row: Substitution, actor: int | str, now: datetime) -> None:
        executor = await session.get_one(Executor, row.executor_id)
        deputy = await session.get_one(Executor, row.deputy_id)
        after = {"deputy": deputy.name, "from": str(row.from_on), "until": str(row.until_on)}
        audit.note(session, action, f"executor:{executor.key}", actor=actor, now=now, after=after)


async def _own_accounts(session: AsyncSession, executor_id: int) -> list[Account]:
    """The executor's own accounts, without deputies."""
    query = (
        select(Account)
        .join(Link, Link.account_id == Account.id)
        .where(Link.executor_id == executor_id, Link.substitution_id.is_(None))
        .order_by(Account.id)
    )
    return list(await session.scalars(query))


async def substitutions_of(session: AsyncSession, executor_id: int) -> tuple[SubstitutionFacts, ...]:
    """The executor's current and future substitutions."""
    query = select(Substitution).where(Substitution.executor_id == executor_id, Substitution.ended_at.is_(None))
    rows = (await session.scalars(query.order_by(Substitution.from_on))).all()
    return tuple([await _facts(session, row) for row in rows])


async def _facts(session: AsyncSession, row: Substitution) -> SubstitutionFacts:
    return SubstitutionFacts(
        id=row.id,
        executor=executor_ref(await session.get_one(Executor, row.executor_id)),
        deputy=executor_ref(await session.get_one(Executor, row.deputy_id)),
        from_on=row.from_on,
        until_on=row.until_on,
        is_over=row.ended_at is not None,
    )


@functools.cache
def _turning() -> Select[int]:
    return select(Substitution.id).where(is_turning())


def is_turning() -> ColumnElement[bool]:
    """Condition on a substitution: it begins or ends by the local day that is bound as `today`."""
    today: BindParameter[date] = bindparam("today", type_=Date)
    begins = Substitution.began_at.is_(None) & (Substitution.from_on <= today)
    return Substitution.ended_at.is_(None) & ((Substitution.until_on < today) | begins)
