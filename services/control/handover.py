"""An activity is given to another executor: one that an officer says is somebody else's, or from its card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Appeal, AppealKind, Assignment, Executor, Link
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import follow
from services.calendar.workdays import Workdays
from services.control.changes import Change, Refused
from services.messages import notices, outbox
from services.messages.kinds import AppealAnswered, Controlled
from services.people.accounts import Person, accounts_of, executors_of
from services.plan.activities import activities_where, has_number, planned_executors, read_activity
from services.plan.figures import ActivityFacts, ExecutorRef, Part, executor_ref


@dataclass(frozen=True)
class Movable:
    """An activity, a part in it, and to whom it may be given: who takes part already first."""

    activity: ActivityFacts
    part: Part
    others: tuple[ExecutorRef, ...]


class Handover:
    """Gives a part to another executor of the office."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days

    async def contested(self, appeal_id: int, now: datetime) -> Movable | None:
        """What is contested by these words; None if nothing is, or not any more."""
        async with self._database.read() as session:
            return await self._contested(session, appeal_id, now)

    async def give(self, appeal_id: int, executor_id: int, words: str, by: Person, now: datetime) -> Change | Refused:
        """Give the part to the executor; all whom it concerns are told once, the one who contested it as well.

        A co-executor who is made responsible has one part afterwards. What was reported stays with its author.
        """
        async with self._database.write() as session:
            found = await self._contested(session, appeal_id, now)
            new = next((one for one in found.others if one.id == executor_id), None) if found is not None else None
            if found is None or new is None:
                return Refused(found.activity if found is not None else None)
            settled = (
                update(Appeal)
                .where(Appeal.id == appeal_id, Appeal.answered_at.is_(None))
                .values(answered_at=now, answer=words or None, answerer=by.name, moved_to=new.key)
                .returning(Appeal.account_id)
            )
            author = await session.scalar(settled)
            if author is None:
                return Refused(found.activity)
            return await self._given(session, found, new, {appeal_id: author}, words, by=by, now=now)

    async def movable(self, activity_id: int, today: date) -> Movable | None:
        """The responsible officer's part, and to whom it may be given; None if there is no such activity.

        Nobody may get it of those who take no part yet, once the work is handed in or finished.
        """
        async with self._database.read() as session:
            activity = await read_activity(session, activity_id, today)
            return await _movable(session, activity, activity.lead) if activity is not None else None

    async def give_lead(self, activity_id: int, executor_id: int, by: Person, now: datetime) -> Change | Refused:
        """Make an executor who takes no part yet responsible in the place of the one who is, in all open items.

        What the former one said against it is settled by it.
        """
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            if activity is None:
                return Refused(None)
            found = await _movable(session, activity, activity.lead)
            taken = {one.executor.id for one in activity.parts}
            new = next((one for one in found.others if one.id == executor_id and one.id not in taken), None)
            if new is None:
                return Refused(activity)
            settled = await _settle(session, activity, found.part, new, by=by, now=now)
            return await self._given(session, found, new, settled, "", by=by, now=now)

    async def _given(
        self,
        session: AsyncSession,
        found: Movable,
        new: ExecutorRef,
        settled: Mapping[int, int],
        words: str,
        *,
        by: Person,
        now: datetime,
    ) -> Change:
        """Move the part and tell all; `settled` are the contests that it settles, with their authors' accounts."""
        parts = await self._move_all(session, found, new, now)
        before = {"executor": found.part.executor.name}
        after = {"executor": new.name} | ({"reason": words} if words else {})
        subject = audit.activity(found.activity.id)
        audit.note(session, "activity.executor", subject, actor=by.telegram_id, now=now, before=before, after=after)
        letter = Controlled(found.activity.id, "executor", before, after, by.name)
        await self._tell(session, found, parts, letter, now=now, but=frozenset(settled.values()))
        for appeal_id, author in settled.items():
            await self._tell_author(session, author, appeal_id, now)
        await session.flush()
        session.expire_all()
        changed = await read_activity(session, found.activity.id, self._days.of(now))
        return Change(changed or found.activity, before, after)

    async def _move_all(
        self, session: AsyncSession, found: Movable, new: ExecutorRef, now: datetime
    ) -> list[Assignment]:
        """The parts of the new executor in the place of the old one's: in every open item of the activity."""
        today, old = self._days.of(now), found.part.executor.id
        items = await activities_where(session, today, has_number(found.activity.number))
        moved = []
        for item in items:
            part = item.part_of(frozenset({old}))
            if part is None or not may_be_given(item) or (not part.leads and item.part_of(frozenset({new.id}))):
                continue
            moved.append(await self._move(session, item, part, new))
            row = await session.get_one(Activity, item.id)
            await follow(session, row, self._workdays, today)
        return moved

    async def _move(self, session: AsyncSession, item: ActivityFacts, part: Part, new: ExecutorRef) -> Assignment:
        old = await session.get_one(Assignment, part.assignment_id)
        old.is_removed = True
        own = (Assignment.activity_id == item.id, Assignment.executor_id == new.id)
        theirs = await session.scalar(select(Assignment).where(*own))
        if theirs is None:
            theirs = Assignment(activity_id=item.id, executor_id=new.id, position=old.position)
            session.add(theirs)
        if theirs.id is None or theirs.is_removed:  # of days on which it was another's nothing is held against them
            theirs.given_on = item.today if item.today > item.starts_on else None
        theirs.is_removed, theirs.position = False, old.position
        await session.flush()
        return theirs

    async def _tell(
        self,
        session: AsyncSession,
        found: Movable,
        parts: Sequence[Assignment],
        letter: Controlled,
        *,
        now: datetime,
        but: frozenset[int],
    ) -> None:
        """Tell the executors, the old one's other accounts too, and note whose it is now."""
        executors = {part.executor.id for part in found.activity.parts} | {one.executor_id for one in parts}
        accounts = [one for one in await accounts_of(session, sorted(executors)) if one[0] not in but]
        key = f"control:executor:{found.activity.id}:{now.isoformat()}"
        letters = await outbox.owe_accounts(session, accounts, letter, key=key, now=now)
        await notices.note(session, letters, Assignment.id.in_([one.id for one in parts]))

    async def _tell_author(self, session: AsyncSession, author: int, appeal_id: int, now: datetime) -> None:
        account = await session.get_one(Account, author)
        await outbox.owe(
            session,
            AppealAnswered(appeal_id),
            key=f"appeal:{appeal_id}:answered",
            chat_id=account.telegram_id,
            account_id=author,
            now=now,
        )

    async def _contested(self, session: AsyncSession, appeal_id: int, now: datetime) -> Movable | None:
        appeal = await session.get(Appeal, appeal_id)
        if appeal is None or appeal.kind is not AppealKind.REFUSAL or appeal.activity_id is None:
            return None
        today = self._days.of(now)
        activity = await read_activity(session, appeal.activity_id, today)
        theirs = frozenset(one.id for one in await executors_of(session, appeal.account_id, today))
        part = activity.part_of(theirs) if activity is not None else None
        if activity is None or part is None or not may_be_given(activity) or appeal.answered_at is not None:
            return None
        return await _movable(session, activity, part)


async def _movable(session: AsyncSession, activity: ActivityFacts, part: Part) -> Movable:
    there = [one.executor for one in activity.parts if one is not part] if part.leads else []
    if not may_be_given(activity):
        return Movable(activity, part, tuple(there))
    taken = {one.executor.id for one in activity.parts}
    known = Executor.id.in_(planned_executors()) | Executor.id.in_(select(Link.executor_id))
    query = select(Executor).where(known, Executor.is_class.is_(False)).order_by(Executor.position, Executor.id)
    others = [executor_ref(row) for row in await session.scalars(query) if row.id not in taken]
    return Movable(activity, part, (*there, *others))


async def _settle(
    session: AsyncSession, activity: ActivityFacts, part: Part, new: ExecutorRef, *, by: Person, now: datetime
) -> dict[int, int]:
    """Settle the open contests of the part: the ids of the appeals, with their authors' accounts."""
    accounts = [account for account, _ in await accounts_of(session, [part.executor.id])]
    settled = (
        update(Appeal)
        .where(
            Appeal.kind == AppealKind.REFUSAL,
            Appeal.activity_id == activity.id,
            Appeal.account_id.in_(accounts),
            Appeal.sent_at.is_not(None),
            Appeal.answered_at.is_(None),
        )
        .values(answered_at=now, answerer=by.name, moved_to=new.key)
        .returning(Appeal.id, Appeal.account_id)
    )
    return {row[0]: row[1] for row in await session.execute(settled)}


def may_be_given(activity: ActivityFacts) -> bool:
    """Whether a part of the activity may be given to another: what is handed in is decided on first."""
    return activity.is_worked_on
