"""An activity that an officer says is somebody else's is given to another executor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Appeal, AppealKind, Assignment, Executor
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
from services.plan.status import Status


@dataclass(frozen=True)
class Contested:
    """An activity, the part in it that its executor says is somebody else's, and to whom it may be given."""

    activity: ActivityFacts
    part: Part
    others: tuple[ExecutorRef, ...]


class Handover:
    """Gives the part of somebody who contests it to another executor of the plan."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days

    async def contested(self, appeal_id: int, now: datetime) -> Contested | None:
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
            parts = await self._move_all(session, found, new, now)
            before = {"executor": found.part.executor.name}
            after = {"executor": new.name} | ({"reason": words} if words else {})
            subject = audit.activity(found.activity.id)
            audit.note(session, "activity.executor", subject, actor=by.telegram_id, now=now, before=before, after=after)
            letter = Controlled(found.activity.id, "executor", before, after, by.name)
            await self._tell(session, found, parts, letter, now=now, but=author)
            await self._tell_author(session, author, appeal_id, now)
            await session.flush()
            session.expire_all()
            changed = await read_activity(session, found.activity.id, self._days.of(now))
            return Change(changed or found.activity, before, after)

    async def _move_all(
        self, session: AsyncSession, found: Contested, new: ExecutorRef, now: datetime
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
        found: Contested,
        parts: Sequence[Assignment],
        letter: Controlled,
        *,
        now: datetime,
        but: int,
    ) -> None:
        """Tell the executors, the old one's other accounts too, and note whose it is now."""
        executors = {part.executor.id for part in found.activity.parts} | {one.executor_id for one in parts}
        accounts = [one for one in await accounts_of(session, sorted(executors)) if one[0] != but]
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

    async def _contested(self, session: AsyncSession, appeal_id: int, now: datetime) -> Contested | None:
        appeal = await session.get(Appeal, appeal_id)
        if appeal is None or appeal.kind is not AppealKind.REFUSAL or appeal.activity_id is None:
            return None
        today = self._days.of(now)
        activity = await read_activity(session, appeal.activity_id, today)
        theirs = frozenset(one.id for one in await executors_of(session, appeal.account_id, today))
        part = activity.part_of(theirs) if activity is not None else None
        if activity is None or part is None or not may_be_given(activity) or appeal.answered_at is not None:
            return None
        there = [one.executor for one in activity.parts if one is not part] if part.leads else []
        taken = {one.executor.id for one in activity.parts}
        planned = select(Executor).where(Executor.id.in_(planned_executors())).order_by(Executor.position, Executor.id)
        others = [executor_ref(row) for row in await session.scalars(planned) if row.id not in taken]
        return Contested(activity, part, (*there, *others))


def may_be_given(activity: ActivityFacts) -> bool:
    """Whether a part of the activity may be given to another: what is handed in is decided on first."""
    return activity.is_open and activity.status is not Status.REVIEW
