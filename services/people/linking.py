"""Linking people to executors: invites, strangers' requests, unlinking."""

import enum
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Account, Activity, Appeal, AppealKind, Assignment, Audit, Executor, Invite, Link, LinkRequest, Plan
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.language.names import Named, find
from services.messages import notices, outbox
from services.messages.kinds import AlsoLinked, KeptWords, Linked, LinkRefused, LinkRequested, SomebodyLinked, Unlinked
from services.people.accounts import Person, accounts_of, executors_of
from services.people.admins import Admins
from services.people.deputies import SubstitutionFacts, substitutions_of
from services.people.structure import is_engaged, units_of
from services.plan.activities import activities_where, in_force
from services.plan.figures import ExecutorRef, executor_ref
from services.plan.marks import LINE
from services.plan.silence import heard_on_closed, silence_counts_from, silent


@dataclass(frozen=True)
class InviteFacts:
    """A new invite; `token` is shown only now, since only its hash is stored."""

    executor: ExecutorRef
    token: str
    expires_at: datetime


class InviteProblem(enum.StrEnum):
    """Why an invite cannot be used."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    REPLACED = "replaced"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Member:
    """An account that represents an executor."""

    account_id: int
    telegram_id: int
    name: str
    username: str | None
    linked_at: datetime
    seen_at: datetime
    is_blocked: bool
    is_deputy: bool = False


@dataclass(frozen=True)
class ExecutorFacts:
    """An executor on the readiness board.

    `silent_since` is the local day since which work under way has not been reported on; None unless it is long ago.
    """

    executor: ExecutorRef
    members: tuple[Member, ...]
    invited_until: datetime | None
    activities: int
    reported_on: date | None
    silent_since: date | None = None


@dataclass(frozen=True)
class OfficerFacts:
    """An executor on the board, with its current and future substitutions, and the units to which it belongs."""

    executor: ExecutorFacts
    substitutions: tuple[SubstitutionFacts, ...]
    units: tuple[ExecutorRef, ...] = ()


@dataclass(frozen=True)
class RequestFacts:
    """A stranger's request to be linked, and who decided on it; `executor` is None if it was refused.

    `by_invite`: nobody decided, for the stranger has used an invite since.
    """

    id: int
    account_id: int
    telegram_id: int
    name: str
    username: str | None
    asked_at: datetime
    decided_at: datetime | None = None
    decider: str | None = None
    executor: ExecutorRef | None = None
    by_invite: bool = False


@dataclass(frozen=True)
class LinkProposal:
    """A stranger's link as it would be.

    `holders` represent the executor already; `own` are the executors that the stranger already represents. `seen` is
    the newest link that these were read from: after another one has come, the link is proposed anew.
    """

    request: RequestFacts
    executor: ExecutorRef
    holders: tuple[Member, ...]
    own: tuple[ExecutorRef, ...]
    seen: int


INVITE_LIFE = timedelta(days=7)
REFUSAL_HOLDS = timedelta(days=7)  # whoever was refused is linked by an admin's word alone, not by a link passed on
TOKEN_BYTES = 18  # 24 characters in a deep link, whose payload may have 64


class Linking:
    """Links accounts to executors and unlinks them. `days` gives a link's first local day."""

    def __init__(self, database: Database, admins: Admins, days: LocalDays) -> None:
        self._database = database
        self._admins = admins
        self._days = days

    async def board(self, now: datetime) -> tuple[ExecutorFacts, ...]:
        """Every executor of the plan, in its order, with members, the open invite and the day of the last report."""
        async with self._database.read() as session:
            return await self._board(session, now)

    async def officer(self, executor_id: int, now: datetime) -> OfficerFacts | None:
        """An executor of the plan with its substitutions; None if the plan in force does not name it."""
        async with self._database.read() as session:
            board = await self._board(session, now)
            line = next((one for one in board if one.executor.id == executor_id), None)
            if line is None:
                return None
            return OfficerFacts(
                line, await substitutions_of(session, executor_id), await units_of(session, executor_id)
            )

    async def _board(self, session: AsyncSession, now: datetime) -> tuple[ExecutorFacts, ...]:
        executors = (await session.scalars(_executors())).all()
        members = await _members(session)
        invites = await _open_invites(session, now)
        number = Plan.line * LINE + Activity.number  # among those of all plans in force
        query = (
            select(Assignment.executor_id, func.count(number.distinct()), func.max(Assignment.reported_on))
            .join(Activity, Activity.id == Assignment.activity_id)
            .join(Plan, Plan.id == Activity.plan_id)
            .where(*in_force(), Assignment.is_removed.is_(False))
            .group_by(Assignment.executor_id)
        )
        work = {row[0]: (row[1], row[2]) for row in await session.execute(query)}
        heard = await heard_on_closed(session)
        today = self._days.of(now)
        activities = await activities_where(session, today)
        quiet = silent(activities, await silence_counts_from(session, self._days, heard), today)
        since = {one.executor.id: one.since for one in quiet}
        return tuple(
            ExecutorFacts(
                executor=executor_ref(executor),
                members=tuple(members.get(executor.id, ())),
                invited_until=invites.get(executor.id),
                activities=work.get(executor.id, (0, None))[0],
                reported_on=_later(work.get(executor.id, (0, None))[1], heard.get(executor.id)),
                silent_since=since.get(executor.id),
            )
            for executor in executors
        )

    async def executors(self, *, ever: bool = False) -> tuple[ExecutorRef, ...]:
        """The plan's executors in its order; with `ever`, also those that only an earlier plan or edition named."""
        async with self._database.read() as session:
            return tuple(executor_ref(row) for row in await session.scalars(_executors(ever=ever)))

    async def named(self, words: str, *, ever: bool = False) -> tuple[ExecutorRef, ...]:
        """The executors that the words may mean, best first: none if nothing is similar, several if it is uncertain."""
        async with self._database.read() as session:
            rows = (await session.scalars(_executors(ever=ever))).all()
        refs = {row.key: executor_ref(row) for row in rows}
        named = find(words, [Named(row.key, row.name, tuple(row.aliases)) for row in rows])
        return tuple(refs[one.key] for one in named)

    async def invite(self, executor_ids: Sequence[int], by: Person, now: datetime) -> tuple[InviteFacts, ...]:
        """Create a new single-use link for each executor; an earlier unused one for the same executor stops working.

        Tokens are stored as hashes only, so an earlier link cannot be shown again.
        """
        async with self._database.write() as session:
            return await self._invite(session, executor_ids, by, now)

    async def invite_unlinked(self, at_once: int, by: Person, now: datetime) -> tuple[tuple[InviteFacts, ...], int]:
        """Invite at most `at_once` executors that nobody represents. Returns the invites and how many are left.

        If there are too many, those without an open invite come first.
        """
        async with self._database.write() as session:
            unlinked = [one for one in await self._board(session, now) if not one.members]
            never = [one for one in unlinked if one.invited_until is None]
            chosen = unlinked if len(unlinked) <= at_once else (never or unlinked)[:at_once]
            made = await self._invite(session, [one.executor.id for one in chosen], by, now)
            return made, len(unlinked) - len(made)

    async def _invite(
        self, session: AsyncSession, executor_ids: Sequence[int], by: Person, now: datetime
    ) -> tuple[InviteFacts, ...]:
        invites = []
        for executor_id in executor_ids:
            executor = await session.get_one(Executor, executor_id)
            token = secrets.token_urlsafe(TOKEN_BYTES)
            await session.execute(
                update(Invite)
                .where(Invite.executor_id == executor_id, Invite.used_at.is_(None), Invite.expires_at > now)
                .values(expires_at=now)
            )
            session.add(
                Invite(
                    token_hash=_hash(token),
                    executor_id=executor_id,
                    created_by=by.telegram_id,
                    created_at=now,
                    expires_at=now + INVITE_LIFE,
                )
            )
            audit.note(session, "executor.invited", f"executor:{executor.key}", actor=by.telegram_id, now=now)
            invites.append(InviteFacts(executor_ref(executor), token, now + INVITE_LIFE))
        return tuple(invites)

    async def offered(self, token: str, person: Person, now: datetime) -> ExecutorRef | InviteProblem:
        """The executor that the invite is for, or why it cannot be used. Changes nothing."""
        async with self._database.read() as session:
            invite = await session.scalar(select(Invite).where(Invite.token_hash == _hash(token)))
            if invite is None:
                return InviteProblem.UNKNOWN
            if any(executor.id == invite.executor_id for executor in person.executors):
                return InviteProblem.ALREADY
            problem = _problem(invite, now)
            if problem is not None:
                return problem
            executor = await session.scalar(_executors().where(Executor.id == invite.executor_id))
            # The plan no longer names the executor: there is nothing to represent.
            return InviteProblem.EXPIRED if executor is None else executor_ref(executor)

    async def accept(self, token: str, person: Person, now: datetime) -> ExecutorRef | InviteProblem:
        """Use the invite: link the person to its executor, and tell the admins.

        A second press of the same «yes» gives the same result. If the admins have just refused the account, they are
        asked again, and the invite stays unused.
        """
        async with self._database.write() as session:
            is_open = select(Invite).where(Invite.token_hash == _hash(token))
            if _problem(await session.scalar(is_open), now) is None and await self._was_refused(session, person, now):
                await self._ask(session, person, now)
                return InviteProblem.REFUSED
            used = (
                update(Invite)
                .where(
                    Invite.token_hash == _hash(token),
                    Invite.used_at.is_(None),
                    Invite.expires_at > now,
                    is_engaged(Invite.executor_id),
                )
                .values(used_at=now, used_by=person.account_id)
                .returning(Invite.executor_id)
            )
            executor_id = await session.scalar(used)
            if executor_id is None:
                invite = await session.scalar(select(Invite).where(Invite.token_hash == _hash(token)))
                if invite is not None and await _answers_for(session, person.account_id, invite.executor_id):
                    return executor_ref(await session.get_one(Executor, invite.executor_id))
                return _problem(invite, now) or InviteProblem.EXPIRED
            linked = await self._link(session, person.account_id, executor_id, person.telegram_id, now)
            account = await session.get_one(Account, person.account_id)
            key = f"welcome:{executor_id}:{account.id}:{now.isoformat()}"
            await self._welcome(session, Linked(executor_id, by_invite=True), account, key, now)
            return linked

    async def _welcome(self, session: AsyncSession, letter: Linked, account: Account, key: str, now: datetime) -> None:
        """Tell the account whom it answers for now and what is theirs, and offer what it reported before."""
        row = await outbox.owe(session, letter, key=key, chat_id=account.telegram_id, account_id=account.id, now=now)
        if row is not None:
            await notices.note(session, {account.id: row}, Assignment.executor_id == letter.executor, *in_force())
        await self._offer_words(session, account, now)

    async def _was_refused(self, session: AsyncSession, person: Person, now: datetime) -> bool:
        """Whether the last decision on the account's requests was a refusal, not long ago."""
        decided = (
            select(LinkRequest)
            .where(LinkRequest.account_id == person.account_id, LinkRequest.decided_at > now - REFUSAL_HOLDS)
            .order_by(LinkRequest.decided_at.desc(), LinkRequest.id.desc())
            .limit(1)
        )
        last = await session.scalar(decided)
        return last is not None and last.executor_id is None

    async def was_unlinked(self, person: Person) -> bool:
        """Whether the admins have ever unlinked the account from an executor."""
        query = select(Audit.id).where(
            Audit.action == "executor.unlinked", Audit.before["account"].as_integer() == person.telegram_id
        )
        async with self._database.read() as session:
            return await session.scalar(query.limit(1)) is not None

    async def ask(self, person: Person, now: datetime) -> bool:
        """Send the admins a stranger's request to be linked; False if an earlier request is still open."""
        async with self._database.write() as session:
            return await self._ask(session, person, now)

    async def _ask(self, session: AsyncSession, person: Person, now: datetime) -> bool:
        query = select(LinkRequest.id).where(
            LinkRequest.account_id == person.account_id, LinkRequest.decided_at.is_(None)
        )
        if await session.scalar(query) is not None:
            return False
        request = LinkRequest(account_id=person.account_id, asked_at=now)
        session.add(request)
        await session.flush()
        await self._admins.tell(session, LinkRequested(request.id), key=f"request:{request.id}", now=now)
        return True

    async def request(self, request_id: int) -> RequestFacts | None:
        """A stranger's request by its id; None if there is none."""
        async with self._database.read() as session:
            row = (await session.execute(_requests().where(LinkRequest.id == request_id))).one_or_none()
            return None if row is None else _request_facts(*row)

    async def requests(self) -> tuple[RequestFacts, ...]:
        """Open requests, oldest first."""
        async with self._database.read() as session:
            return await open_requests(session)

    async def proposal(self, request_id: int, executor_id: int, now: datetime) -> LinkProposal | None:
        """What linking the stranger to the executor would mean; None if either does not exist in the plan in force."""
        async with self._database.read() as session:
            row = (await session.execute(_requests().where(LinkRequest.id == request_id))).one_or_none()
            executor = await session.scalar(_executors().where(Executor.id == executor_id))
            if row is None or executor is None:
                return None
            request = _request_facts(*row)
            return LinkProposal(
                request=request,
                executor=executor_ref(executor),
                holders=tuple((await _members(session)).get(executor_id, ())),
                own=await executors_of(session, request.account_id, self._days.of(now)),
                seen=await _newest_link(session, executor_id, request.account_id),
            )

    async def decide(
        self, request_id: int, executor_id: int | None, by: Person, now: datetime, *, seen: int = 0
    ) -> RequestFacts | None:
        """Link the stranger to an executor, or refuse (`executor_id` None).

        None if it was already decided, or if a link newer than `seen` makes it another thing than was proposed.
        """
        async with self._database.write() as session:
            asked = await session.get(LinkRequest, request_id)
            if asked is None:
                return None
            if executor_id is not None and await _newest_link(session, executor_id, asked.account_id) > seen:
                return None
            decided = (
                update(LinkRequest)
                .where(LinkRequest.id == request_id, LinkRequest.decided_at.is_(None))
                .values(decided_at=now, decided_by=by.telegram_id, executor_id=executor_id)
                .returning(LinkRequest.account_id)
            )
            account_id = await session.scalar(decided)
            if account_id is None:
                return None
            account = await session.get_one(Account, account_id)
            if executor_id is not None:
                await self._link(session, account_id, executor_id, by.telegram_id, now)
            key = f"request:{request_id}:decided"
            if executor_id is None:
                chat_id = account.telegram_id
                await outbox.owe(session, LinkRefused(), key=key, chat_id=chat_id, account_id=account_id, now=now)
            else:
                await self._welcome(session, Linked(executor_id), account, key, now)
            await session.flush()
            return _request_facts(*(await session.execute(_requests().where(LinkRequest.id == request_id))).one())

    async def _offer_words(self, session: AsyncSession, account: Account, now: datetime) -> None:
        """What the account reported while it was linked to nobody may now be taken as a report."""
        written = select(Appeal.id).where(Appeal.account_id == account.id, Appeal.kind == AppealKind.STRANGER)
        for appeal_id in await session.scalars(written.order_by(Appeal.id)):
            await outbox.owe(
                session,
                KeptWords(appeal_id),
                key=f"words:{appeal_id}:{now.isoformat()}",
                chat_id=account.telegram_id,
                account_id=account.id,
                now=now,
            )

    async def enrol(self, executor_id: int, person: Person, by: Person, now: datetime) -> ExecutorRef:
        """Link a person without an invite and without telling the admins, to enter a whole staff at once."""
        async with self._database.write() as session:
            return await self._link(session, person.account_id, executor_id, by.telegram_id, now, tell=False)

    async def unlink(self, executor_id: int, account_id: int, by: Person, now: datetime) -> ExecutorRef | None:
        """Unlink the account from the executor, and tell it; None if it was not linked."""
        async with self._database.write() as session:
            gone = (
                delete(Link)
                .where(Link.executor_id == executor_id, Link.account_id == account_id)
                .returning(Link.linked_at)
            )
            linked_at = await session.scalar(gone)
            if linked_at is None:
                return None
            executor = await session.get_one(Executor, executor_id)
            account = await session.get_one(Account, account_id)
            audit.note(
                session,
                "executor.unlinked",
                f"executor:{executor.key}",
                actor=by.telegram_id,
                now=now,
                before={"account": account.telegram_id},
            )
            await outbox.owe(
                session,
                Unlinked(executor_id),
                key=f"unlinked:{executor_id}:{account_id}:{now.isoformat()}",
                chat_id=account.telegram_id,
                account_id=account_id,
                now=now,
            )
            return executor_ref(executor)

    async def _link(
        self, session: AsyncSession, account_id: int, executor_id: int, actor: int, now: datetime, *, tell: bool = True
    ) -> ExecutorRef:
        executor = await session.get_one(Executor, executor_id)
        today = self._days.of(now)
        if await _answers_for(session, account_id, executor_id):
            # A deputy who is linked permanently stays linked when the substitution ends.
            own = update(Link).where(Link.account_id == account_id, Link.executor_id == executor_id)
            await session.execute(own.values(substitution_id=None))
        else:
            session.add(
                # The welcome shows the open activities: reminders up to today are not sent again.
                Link(account_id=account_id, executor_id=executor_id, linked_at=now, reminded_through=today)
            )
            account = await session.get_one(Account, account_id)
            audit.note(
                session,
                "executor.linked",
                f"executor:{executor.key}",
                actor=actor,
                now=now,
                after={"account": account.telegram_id},
            )
            # A request that an invite has fulfilled waits for nobody any more.
            await session.execute(
                update(LinkRequest)
                .where(LinkRequest.account_id == account_id, LinkRequest.decided_at.is_(None))
                .values(decided_at=now, decided_by=actor, executor_id=executor_id)
            )
            if tell:
                await self._tell(session, executor_id, account_id, now)
        return executor_ref(executor)

    async def _tell(self, session: AsyncSession, executor_id: int, account_id: int, now: datetime) -> None:
        """The admins hear of the link, and so do those who represent the executor already."""
        admins, key = await self._admins.of(session), f"linked:{executor_id}:{account_id}:{now.isoformat()}"
        await self._admins.tell(session, SomebodyLinked(executor_id, account_id), key=key, now=now)
        holders = [
            (id, telegram_id)
            for id, telegram_id in await accounts_of(session, [executor_id])
            if id != account_id and telegram_id not in admins
        ]
        await outbox.owe_accounts(session, holders, AlsoLinked(executor_id, account_id), key=key, now=now)

    async def member(self, executor_id: int, account_id: int) -> tuple[ExecutorRef, Member] | None:
        """An executor and one of its accounts; None if the account does not represent it."""
        async with self._database.read() as session:
            executor = await session.get(Executor, executor_id)
            members = await _members(session)
        member = next((m for m in members.get(executor_id, ()) if m.account_id == account_id), None)
        return None if executor is None or member is None else (executor_ref(executor), member)

    async def executor(self, executor_id: int) -> ExecutorRef | None:
        """An executor by its id, even if only an earlier plan named it."""
        async with self._database.read() as session:
            executor = await session.get(Executor, executor_id)
        return None if executor is None else executor_ref(executor)

    async def planned(self, executor_id: int) -> ExecutorRef | None:
        """An executor of the plan in force by its id: one that can be invited, linked or given a deputy."""
        async with self._database.read() as session:
            executor = await session.scalar(_executors().where(Executor.id == executor_id))
        return None if executor is None else executor_ref(executor)


def _executors(*, ever: bool = False) -> Select[Executor]:
    """The executors of the plan in force in its order; with `ever`, of all plans."""
    query = select(Executor).order_by(Executor.position, Executor.id)
    return query if ever else query.where(is_engaged())


async def unlinked_of(session: AsyncSession) -> tuple[int, int]:
    """How many executors of the plan in force nobody represents, and how many there are."""
    linked = select(Link.id).where(Link.executor_id == Executor.id).exists()
    query = select(func.count(), func.count(case((~linked, Executor.id)))).where(is_engaged())
    every, unlinked = (await session.execute(query)).one()
    return unlinked, every


async def _newest_link(session: AsyncSession, executor_id: int, account_id: int) -> int:
    """The id of the newest link of either; 0 if there is none."""
    either = or_(Link.executor_id == executor_id, Link.account_id == account_id)
    return await session.scalar(select(func.max(Link.id)).where(either)) or 0


async def _answers_for(session: AsyncSession, account_id: int, executor_id: int) -> bool:
    query = select(Link.id).where(Link.account_id == account_id, Link.executor_id == executor_id)
    return await session.scalar(query) is not None


async def open_requests(session: AsyncSession) -> tuple[RequestFacts, ...]:
    """Open requests, oldest first."""
    rows = await session.execute(_requests().where(LinkRequest.decided_at.is_(None)).order_by(LinkRequest.id))
    return tuple(_request_facts(*row) for row in rows)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _problem(invite: Invite | None, now: datetime) -> InviteProblem | None:
    if invite is None:
        return InviteProblem.UNKNOWN
    if invite.used_at is not None:
        return InviteProblem.USED
    if invite.expires_at > now:
        return None
    # A newer invite for the same executor ends the life of an earlier one before its time.
    is_replaced = invite.expires_at < invite.created_at + INVITE_LIFE
    return InviteProblem.REPLACED if is_replaced else InviteProblem.EXPIRED


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


async def _members(session: AsyncSession) -> dict[int, list[Member]]:
    members: dict[int, list[Member]] = {}
    query = select(Link, Account).join(Account, Account.id == Link.account_id).order_by(Link.id)
    for link, account in await session.execute(query):
        members.setdefault(link.executor_id, []).append(
            Member(
                account_id=account.id,
                telegram_id=account.telegram_id,
                name=account.name,
                username=account.username,
                linked_at=link.linked_at,
                seen_at=account.seen_at,
                is_blocked=account.blocked_at is not None,
                is_deputy=link.substitution_id is not None,
            )
        )
    return members


async def _open_invites(session: AsyncSession, now: datetime) -> dict[int, datetime]:
    query = (
        select(Invite.executor_id, func.max(Invite.expires_at))
        .where(Invite.used_at.is_(None), Invite.expires_at > now)
        .group_by(Invite.executor_id)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


def _requests() -> Select[LinkRequest, Account, str | None, Executor | None]:
    decider = aliased(Account)
    return (
        select(LinkRequest, Account, decider.name, Executor)
        .join(Account, Account.id == LinkRequest.account_id)
        .outerjoin(decider, decider.telegram_id == LinkRequest.decided_by)
        .outerjoin(Executor, Executor.id == LinkRequest.executor_id)
    )


def _request_facts(
    request: LinkRequest, account: Account, decider: str | None, executor: Executor | None
) -> RequestFacts:
    return RequestFacts(
        id=request.id,
        account_id=account.id,
        telegram_id=account.telegram_id,
        name=account.name,
        username=account.username,
        asked_at=request.asked_at,
        decided_at=request.decided_at,
        decider=decider,
        executor=None if executor is None else executor_ref(executor),
        by_invite=request.decided_by == account.telegram_id,
    )
