"""What a person takes back in words or by a button: a request for more time, an obstacle, a promise, a contest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Appeal, AppealKind, Assignment, Decision, Extension, Obstacle, Promise
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.language.reading.intents import Intent
from services.language.reading.reader import Understanding
from services.language.taking_back import Taken, taken_back
from services.messages.kinds import AppealSent, ExtensionAsked, key_of_taking_back
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.activities import read_activity
from services.plan.figures import ActivityFacts
from services.reports.appeals import keep
from services.reports.commitments import Outcome, open_obstacles, promises
from services.reports.committing import Committing
from services.reports.message import OpenThing, Withdrawable
from services.reports.sent import Sent
from services.reports.written import numbers_in

MOST = 5  # open things that are offered to be taken back


@dataclass(frozen=True)
class Withdrawn:
    """What was taken back: of which kind, its row, and the activity that it was about."""

    what: Taken
    row: int
    activity: ActivityFacts


class Withdrawals:
    """Takes back what is the person's own and still open; what is not, or was decided meanwhile, is None."""

    def __init__(self, database: Database, admins: Admins, workdays: Workdays, days: LocalDays) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days

    async def take_back(self, what: Taken, row: int, by: Person, now: datetime) -> Withdrawn | None:
        """Take it back; the admins are told of a request or a contest, which is for them to decide no more."""
        async with self._database.write() as session:
            match what:
                case Taken.TIME:
                    activity_id = await self._request(session, row, by, now)
                case Taken.CONTEST:
                    activity_id = await self._contest(session, row, by, now)
                case Taken.PROMISE:
                    activity_id = await self._promise(session, row, by, now)
                case _:
                    activity_id = await self._obstacle(session, row, by, now, is_none=what is Taken.NO_OBSTACLE)
            activity = await read_activity(session, activity_id, self._days.of(now)) if activity_id else None
            return None if activity is None else Withdrawn(what, row, activity)

    async def _request(self, session: AsyncSession, row: int, by: Person, now: datetime) -> int | None:
        decided = {"decided_at": now, "decided_by": by.telegram_id, "decider": by.name}
        taken = update(Extension).where(Extension.id == row, Extension.decision.is_(None), _own_part(Extension, by))
        activity_id: int | None = await session.scalar(
            taken.values(decision=Decision.WITHDRAWN, **decided).returning(Extension.activity_id)
        )
        if activity_id is not None:
            audit.note(session, "extension.withdrawn", audit.activity(activity_id), actor=by.telegram_id, now=now)
            letter = ExtensionAsked(row)
            await self._admins.tell(session, letter, key=key_of_taking_back(letter), now=now)
        return activity_id

    async def _contest(self, session: AsyncSession, row: int, by: Person, now: datetime) -> int | None:
        taken = update(Appeal).where(Appeal.id == row, *_is_open_contest(by)).values(answered_at=now, answerer=by.name)
        activity_id: int | None = await session.scalar(taken.returning(Appeal.activity_id))
        if activity_id is not None:
            audit.note(session, "appeal.withdrawn", f"account:{by.account_id}", actor=by.telegram_id, now=now)
            letter = AppealSent(row)
            await self._admins.tell(session, letter, key=key_of_taking_back(letter), now=now)
        return activity_id

    async def _promise(self, session: AsyncSession, row: int, by: Person, now: datetime) -> int | None:
        taken = update(Promise).where(Promise.id == row, Promise.withdrawn_at.is_(None), _own_part(Promise, by))
        part = await session.scalar(taken.values(withdrawn_at=now).returning(Promise.assignment_id))
        return await self._noted(session, part, "promise.withdrawn", by, now)

    async def _obstacle(
        self, session: AsyncSession, part: int, by: Person, now: datetime, *, is_none: bool
    ) -> int | None:
        assignment = await session.get(Assignment, part)
        if assignment is None or assignment.executor_id not in by.executor_ids:
            return None
        if not is_none:
            await Committing(session, self._admins, self._workdays, by, now).end(part, assignment.activity_id)
            return assignment.activity_id
        taken = update(Obstacle).where(
            Obstacle.assignment_id == part, Obstacle.gone_at.is_(None), Obstacle.withdrawn_at.is_(None)
        )
        rows = (await session.scalars(taken.values(withdrawn_at=now).returning(Obstacle.id))).all()
        return await self._noted(session, part if rows else None, "obstacle.withdrawn", by, now)

    async def _noted(
        self, session: AsyncSession, part: int | None, action: str, by: Person, now: datetime
    ) -> int | None:
        if part is None:
            return None
        assignment = await session.get_one(Assignment, part)
        audit.note(session, action, audit.activity(assignment.activity_id), actor=by.telegram_id, now=now)
        return assignment.activity_id


async def withdrawable(sent: Sent, understanding: Understanding) -> tuple[Withdrawable] | None:
    """What the words may take back, to be confirmed by a button; None if they take back nothing that is open.

    Words that plainly take back a request or the like never mean the last report, even if nothing of the kind is open.
    """
    what = taken_back(sent.incoming.text) if not sent.incoming.files else None
    if what is None:
        return None
    things = await _open(sent, what)
    written = {*understanding.named, *numbers_in(sent.incoming.text, sent.mine, sent.here)}
    own = written & {one.number for one in sent.mine}
    spoken = {one.id for one in sent.here} if sent.replied else set()
    if own:
        things = [one for one in things if one.activity.number in own]
    elif any(one.activity.id in spoken for one in things):
        things = [one for one in things if one.activity.id in spoken]
    if not things and (what is Taken.CONTEST or Intent.CORRECTION not in understanding.intents):
        return None
    recording, text = sent.recording, sent.incoming.text
    row = await keep(recording.session, recording.person, sent.incoming, AppealKind.QUESTION, text, now=recording.now)
    return (Withdrawable(row.id, text, what, tuple(things[:MOST])),)


async def _open(sent: Sent, what: Taken) -> list[OpenThing]:
    session, person, today = sent.recording.session, sent.recording.person, sent.recording.today
    mine = {one.id: one for one in sent.mine}
    if what is Taken.TIME:
        asked = select(Extension).where(Extension.decision.is_(None), _own_part(Extension, person))
        rows = (await session.scalars(asked.order_by(Extension.id.desc()))).all()
        return [OpenThing(one.id, mine[one.activity_id], one.to_due) for one in rows if one.activity_id in mine]
    if what is Taken.CONTEST:
        said = select(Appeal).where(*_is_open_contest(person)).order_by(Appeal.id.desc())
        found = [(one.id, mine.get(one.activity_id or 0)) for one in (await session.scalars(said)).all()]
        return [OpenThing(row, activity) for row, activity in found if activity is not None]
    if what is Taken.PROMISE:
        made = await promises(session, today, Assignment.executor_id.in_(person.executor_ids))
        stand = [one for one in made if one.outcome is Outcome.OPEN and one.activity_id in mine]
        return [OpenThing(one.id, mine[one.activity_id], one.day) for one in stand]
    hinders = await open_obstacles(session, Assignment.executor_id.in_(person.executor_ids))
    return [OpenThing(one.assignment_id, mine[one.activity_id]) for one in hinders if one.activity_id in mine]


def _own_part(of: type[Extension] | type[Promise], by: Person) -> ColumnElement[bool]:
    parts: Collection[int] = by.executor_ids
    return of.assignment_id.in_(select(Assignment.id).where(Assignment.executor_id.in_(parts)))


def _is_open_contest(by: Person) -> tuple[ColumnElement[bool], ...]:
    contested = (Appeal.kind == AppealKind.REFUSAL, Appeal.account_id == by.account_id)
    is_known = Appeal.activity_id.in_(select(Activity.id))
    return (*contested, Appeal.sent_at.is_not(None), Appeal.answered_at.is_(None), is_known)
