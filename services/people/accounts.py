"""Telegram accounts: who is writing, what they may do, their language and hours."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models import Account, Admin, Executor, ExecutorKind, Link, LinkRequest, Outbox, OutboxState, Substitution
from models.database import Database, Line
from models.statements import Ask, apart, row_of
from models.upsert import insert_once
from services import audit
from services.calendar.local_days import LocalDays
from services.messages.impersonal import IMPERSONAL, stands_for_nobody
from services.people.admins import Admins
from services.people.structure import led_by
from services.plan.figures import ExecutorRef


@dataclass(frozen=True)
class Person:
    """The sender of a message: a Telegram account, its rights and the executors it represents.

    `is_leader`: a member of the leadership chat who writes in private and is neither an officer nor an admin. `people`
    are the units that the person leads, and who belongs to them: their work is open to the person, who does not report
    on it.
    """

    account_id: int
    telegram_id: int
    name: str
    username: str | None
    locale: str
    executors: tuple[ExecutorRef, ...]
    is_admin: bool
    is_leader: bool = False
    wants_keys: bool = False
    people: tuple[ExecutorRef, ...] = ()

    @property
    def has_keys(self) -> bool:
        """Whether the keys are to stand below the person's writing line: an officer's, who has not removed them."""
        return self.is_officer and self.wants_keys

    @property
    def is_nobody(self) -> bool:
        """Whether no known person is behind the message: a group's anonymous admin, a channel."""
        return not self.account_id

    @property
    def executor_ids(self) -> frozenset[int]:
        """The ids of the executors that the person answers for."""
        return frozenset(executor.id for executor in self.executors)

    @property
    def people_ids(self) -> frozenset[int]:
        """The ids of the executors whom the person leads."""
        return frozenset(executor.id for executor in self.people)

    @property
    def is_head(self) -> bool:
        """Whether the person leads anybody."""
        return bool(self.people)

    @property
    def is_officer(self) -> bool:
        """Whether the person answers for at least one executor."""
        return bool(self.executors)

    @property
    def is_outsider(self) -> bool:
        """Whether the person is neither an officer nor an admin nor a leader, and so may see nothing of the plan."""
        return not self.works_with_the_plan and not self.is_leader

    @property
    def works_with_the_plan(self) -> bool:
        """Whether reminders or decisions come to the person: an officer or an admin."""
        return self.is_officer or self.is_admin


@dataclass(frozen=True)
class Unreachable:
    """An account that the bot cannot message, the reason in Telegram's words, and the executors it answers for."""

    name: str
    username: str | None
    reason: str
    executors: tuple[ExecutorRef, ...]


@dataclass(frozen=True)
class Hours:
    """Local times between which a person wants reminders; None means any time."""

    start: time | None = None
    end: time | None = None


SEEN_EVERY = timedelta(minutes=5)


class People:
    """Reads and updates accounts."""

    def __init__(self, database: Database, admins: Admins, default_locale: str, days: LocalDays) -> None:
        self._database = database
        self._admins = admins
        self._default_locale = default_locale
        self._days = days

    async def identify(
        self, telegram_id: int, name: str, username: str | None, now: datetime, *, reaches: bool = True
    ) -> Person:
        """The person behind a Telegram account, which is stored at first sight.

        A private message shows that the person has not blocked the bot (any more); `reaches` is False for updates that
        do not show it, such as messages in a group. An account that stands for nobody is `nobody()` and is not stored.
        """
        if stands_for_nobody(telegram_id):
            return self.nobody()
        today = self._days.of(now)
        account, is_appointed, executors, people = await self._database.ask(lambda ask: _found(ask, telegram_id, today))
        is_admin = self._admins.is_one(telegram_id, is_appointed=is_appointed)
        if account is None or (reaches and account.blocked_at is not None):
            account = await self._remember(telegram_id, name, username, now, reaches=reaches)
        elif _is_news(account, name, username, now):
            account = await self._see(account.id, name, username, now) or account
        return self._person(account, executors, people, is_admin=is_admin)

    async def officers(self) -> list[int]:
        """The accounts (ids) that represent an executor."""
        async with self._database.read() as session:
            return list(await session.scalars(select(Link.account_id).distinct().order_by(Link.account_id)))

    def nobody(self) -> Person:
        """A sender whose identity is hidden: without an account and without rights."""
        return Person(0, 0, "", None, self._default_locale, (), is_admin=False)

    async def disown(self, now: datetime) -> int:
        """Take back what an earlier release gave to accounts that stand for nobody: rights, links, requests, messages.

        Returns how many accounts lost a right or a link.
        """
        impersonal = or_(Account.telegram_id.in_(IMPERSONAL), Account.telegram_id <= 0)
        named = or_(Admin.telegram_id.in_(IMPERSONAL), Admin.telegram_id <= 0)
        async with self._database.read() as session:
            anybody = (select(Admin.telegram_id).where(named), select(Account.id).where(impersonal))
            if not await session.scalar(select(or_(*(query.exists() for query in anybody)))):
                return 0  # as nearly everywhere: the outbox need not be searched
            given = (
                select(Admin.telegram_id).where(named),
                select(Link.id).join(Account, Account.id == Link.account_id).where(impersonal),
                select(LinkRequest.id)
                .join(Account, Account.id == LinkRequest.account_id)
                .where(impersonal, LinkRequest.decided_at.is_(None)),
                select(Outbox.id).where(Outbox.chat_id.in_(IMPERSONAL), Outbox.state == OutboxState.QUEUED),
            )
            if not await session.scalar(select(or_(*(query.exists() for query in given)))):
                return 0  # at every start except the first after an upgrade
        async with self._database.write() as session:
            lost = set(await session.scalars(delete(Admin).where(named).returning(Admin.telegram_id)))
            accounts = {
                account.id: account.telegram_id for account in await session.scalars(select(Account).where(impersonal))
            }
            links = delete(Link).where(Link.account_id.in_(accounts)).returning(Link.account_id)
            asked = delete(LinkRequest).where(LinkRequest.account_id.in_(accounts), LinkRequest.decided_at.is_(None))
            lost |= {accounts[one] for one in await session.scalars(links)}
            await session.execute(asked)
            if lost or accounts:
                await session.execute(
                    update(Outbox)
                    .where(Outbox.chat_id.in_(IMPERSONAL), Outbox.state == OutboxState.QUEUED)
                    .values(state=OutboxState.CANCELLED, reason="stands for nobody")
                )
            for telegram_id in sorted(lost):
                known = next((one for one, number in accounts.items() if number == telegram_id), 0)
                audit.note(session, "account.disowned", f"account:{known}", actor=audit.SYSTEM, now=now)
        return len(lost)

    async def _remember(
        self, telegram_id: int, name: str, username: str | None, now: datetime, *, reaches: bool
    ) -> Account:
        async with self._database.write() as session:
            row = {"telegram_id": telegram_id, "name": name, "username": username, "seen_at": now}
            await insert_once(session, Account, row, "telegram_id")
            account = (await session.scalars(select(Account).where(Account.telegram_id == telegram_id))).one()
            account.name, account.username, account.seen_at = name, username, now
            if reaches and account.blocked_at is not None:
                account.blocked_at, account.block_reason, account.block_told = None, None, False
                account.is_back = True
        return account

    async def _see(self, account_id: int, name: str, username: str | None, now: datetime) -> Account | None:
        """Store what a known person is called, and that they wrote: nobody decides on it."""
        seen = update(Account).where(Account.id == account_id).values(name=name, username=username, seen_at=now)
        async with self._database.write(Line.NONE) as session:
            account: Account | None = await session.scalar(seen.returning(Account))
        return account

    async def of_account(self, account_id: int, now: datetime) -> Person | None:
        """The person behind a known account; None if there is no such account."""
        today = self._days.of(now)
        found = await self._database.ask(lambda ask: _known(ask, Account.id, account_id, today))
        if found is None:
            return None
        account, is_appointed, executors, people = found
        is_admin = self._admins.is_one(account.telegram_id, is_appointed=is_appointed)
        return self._person(account, executors, people, is_admin=is_admin)

    def _person(
        self, account: Account, executors: tuple[ExecutorRef, ...], people: tuple[ExecutorRef, ...], *, is_admin: bool
    ) -> Person:
        return Person(
            account_id=account.id,
            telegram_id=account.telegram_id,
            name=account.name,
            username=account.username,
            locale=account.locale or self._default_locale,
            executors=executors,
            is_admin=is_admin,
            wants_keys=account.has_keys,
            people=people,
        )

    async def keep_keys(self, person: Person, *, wanted: bool) -> None:
        """Store whether the person wants the keys below the writing line."""
        async with self._database.write() as session:
            await session.execute(update(Account).where(Account.id == person.account_id).values(has_keys=wanted))

    async def locale_of(self, telegram_id: int) -> str:
        """The language of a chat: the person's own, else the default."""
        async with self._database.read() as session:
            locale = await session.scalar(select(Account.locale).where(Account.telegram_id == telegram_id))
        return locale or self._default_locale

    async def speak(self, person: Person, locale: str) -> None:
        """Store the language that a person chose."""
        async with self._database.write() as session:
            await session.execute(update(Account).where(Account.id == person.account_id).values(locale=locale))

    async def hours(self, account_id: int) -> Hours:
        """When a person wants reminders."""
        async with self._database.read() as session:
            query = select(Account.hours_from, Account.hours_until).where(Account.id == account_id)
            row = (await session.execute(query)).one()
        return Hours(row.hours_from, row.hours_until)

    async def own_hours(self) -> list[time]:
        """The distinct local times at which people want the day's reminder, sorted."""
        async with self._database.read() as session:
            query = select(Account.hours_from).where(Account.hours_from.is_not(None)).distinct()
            return sorted(hour for hour in await session.scalars(query) if hour is not None)

    async def keep_hours(self, person: Person, start: time | None, end: time | None) -> None:
        """Store the local times between which reminders may arrive; None for any time."""
        async with self._database.write() as session:
            await session.execute(
                update(Account).where(Account.id == person.account_id).values(hours_from=start, hours_until=end)
            )

    async def unreachable(self, account_ids: Sequence[int], now: datetime) -> tuple[Unreachable, ...]:
        """Those of the accounts that still cannot be messaged and still answer for an executor."""
        today = self._days.of(now)
        async with self._database.read() as session:
            query = select(Account).where(Account.id.in_(account_ids), Account.blocked_at.is_not(None))
            lost = [
                Unreachable(row.name, row.username, row.block_reason or "", await executors_of(session, row.id, today))
                for row in await session.scalars(query.order_by(Account.id))
            ]
        return tuple(one for one in lost if one.executors)

    async def refuse_once_a_day(self, person: Person, now: datetime, today: date) -> bool:
        """Whether an outsider has not been answered yet today; if so, records that they have."""
        async with self._database.write() as session:
            statement = (
                update(Account)
                .where(
                    Account.id == person.account_id,
                    (Account.refused_on.is_(None)) | (Account.refused_on < today),
                )
                .values(refused_on=today)
                .returning(Account.id)
            )
            return await session.scalar(statement) is not None


def _is_news(account: Account, name: str, username: str | None, now: datetime) -> bool:
    # "Last seen" needs no precision: most updates cause no write.
    seen = abs(now - account.seen_at) < SEEN_EVERY
    return not seen or (account.name, account.username) != (name, username)


async def executors_of(session: AsyncSession, account_id: int, today: date) -> tuple[ExecutorRef, ...]:
    """The executors that an account answers for, in the plan's order. Substitutions end at midnight, not at a tick."""
    rows = await session.execute(_answered_for(), {"account_id": account_id, "today": today})
    return tuple(ExecutorRef(*named) for *named, _ in rows)


def _found(
    ask: Ask, telegram_id: int, today: date
) -> tuple[Account | None, bool, tuple[ExecutorRef, ...], tuple[ExecutorRef, ...]]:
    """What `_known` finds of a Telegram account; one that is seen for the first time has no row."""
    known = _known(ask, Account.telegram_id, telegram_id, today)
    if known is not None:
        return known
    [(is_appointed,)] = ask(_is_appointed(), {"telegram_id": telegram_id})
    return None, is_appointed, (), ()


def _known(
    ask: Ask, number: InstrumentedAttribute[int], whose: int, today: date
) -> tuple[Account, bool, tuple[ExecutorRef, ...], tuple[ExecutorRef, ...]] | None:
    """The account's row, whether it was appointed as an admin, for whom it answers, and whom these lead."""
    rows = ask(_who(number), {"whose": whose, "today": today})
    if not rows:
        return None
    account, is_appointed, *_ = apart(rows[0], row_of(Account))
    answered = [row[-_ANSWERED:] for row in rows if row[-_ANSWERED] is not None]
    executors = tuple(ExecutorRef(*named) for *named, _ in answered)
    leads = any(leads for *_, leads in answered)
    return account, is_appointed, executors, led_by(ask, [one.id for one in executors]) if leads else ()


_ANSWERED = 6  # columns of an executor for whom an account answers


@functools.cache  # of every update it is asked who wrote it, and building the statement takes as long as asking it
def _who(number: InstrumentedAttribute[int]) -> Select[*tuple[Any, ...]]:
    """The account with this number, whether it was appointed as an admin, and whom it answers for, or nulls."""
    appointed = select(Admin.id).where(Admin.telegram_id == Account.telegram_id).exists()
    still = select(Substitution.id).where(Substitution.until_on >= bindparam("today"))
    own = (Link.account_id == Account.id) & (Link.substitution_id.is_(None) | Link.substitution_id.in_(still))
    return (
        select(*Account.__table__.columns, appointed, *_answered())
        .select_from(Account)
        .outerjoin(Link, own)
        .outerjoin(Executor, Executor.id == Link.executor_id)
        .where(number == bindparam("whose"))
        .order_by(Executor.position)
    )


def _answered() -> tuple[
    ColumnElement[int],
    ColumnElement[str],
    ColumnElement[str],
    ColumnElement[bool],
    ColumnElement[str],
    ColumnElement[bool],
]:
    """The executor's columns, as of an `ExecutorRef`, and whether it leads a unit."""
    unit = aliased(Executor)
    leads = select(unit.id).where(unit.head_id == Executor.id).exists()
    is_unit = Executor.kind == ExecutorKind.UNIT
    return (
        Executor.__table__.c.id,
        Executor.__table__.c.key,
        Executor.__table__.c.name,
        is_unit,
        Executor.__table__.c.head,
        leads,
    )


@functools.cache
def _is_appointed() -> Select[bool]:
    """Whether the account was appointed as an admin."""
    return select(select(Admin.id).where(Admin.telegram_id == bindparam("telegram_id")).exists())


@functools.cache
def _answered_for() -> Select[*tuple[Any, ...]]:
    """The executors for whom an account answers."""
    return (
        select(*_answered())
        .join(Link, Link.executor_id == Executor.id)
        .outerjoin(Substitution, Substitution.id == Link.substitution_id)
        .where(
            Link.account_id == bindparam("account_id"),
            or_(Substitution.id.is_(None), Substitution.until_on >= bindparam("today")),
        )
        .order_by(Executor.position)
    )


async def accounts_of(session: AsyncSession, executor_ids: Sequence[int]) -> list[tuple[int, int]]:
    """(account id, Telegram id) of all accounts that answer for these executors, each once."""
    query = (
        select(Account.id, Account.telegram_id)
        .join(Link, Link.account_id == Account.id)
        .where(Link.executor_id.in_(executor_ids))
        .distinct()
        .order_by(Account.id)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]
