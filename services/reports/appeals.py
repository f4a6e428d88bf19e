"""Words that are no report: they are kept, sent to the control department and answered by it."""

import itertools
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Appeal, AppealKind, Executor, LinkRequest, Report
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.messages import outbox
from services.messages.kinds import AppealAnswered, AppealSent
from services.messages.notices import is_late, told_of
from services.people.accounts import Person, executors_of
from services.people.admins import Admins
from services.plan.activities import read_activity
from services.plan.figures import ActivityFacts, ExecutorRef
from services.reports.message import Incoming, joined
from services.reports.reading import FileFacts


@dataclass(frozen=True)
class AppealFacts:
    """What somebody wrote to the control department, and what came of it.

    `executors` are those for whom the person answers; `request` is a stranger's open request to be linked.
    `is_settled`: an admin has answered it, or seen to it without words. `further` is what a stranger wrote later on the
    same day: the admins read it in the same letter. Who says that an activity is not theirs was told of it on the local
    day `told_on` (None: before such things were kept), and said so late (`is_late`) or in time; `moved_to` is the
    executor (by name) to whom it was given.
    """

    id: int
    kind: AppealKind
    account_id: int
    name: str
    username: str | None
    executors: tuple[ExecutorRef, ...]
    text: str
    activity: ActivityFacts | None
    chat_id: int
    message_id: int
    written_at: datetime
    is_sent: bool
    answer: str | None
    answerer: str | None
    request: int | None
    files: tuple[FileFacts, ...] = ()
    is_settled: bool = False
    further: tuple[Incoming, ...] = ()
    told_on: date | None = None
    is_late: bool = False
    moved_to: str | None = None

    @property
    def as_written(self) -> Incoming:
        """The words and files as the message that they came in."""
        return Incoming(self.chat_id, self.message_id, self.text, self.files)


@dataclass(frozen=True)
class Passed:
    """What became of a stranger's words: `letter` is what the admins have of the day.

    `is_new`: they were told of it just now; otherwise the words stand in a letter that they had already. `joined`: it
    is a further file of an album.
    """

    letter: AppealFacts
    is_new: bool = False
    joined: bool = False


LONGEST = 3000  # of one message of a stranger
MOST_FILES = 20
MOST_A_DAY = 20  # messages of a stranger that are kept apart; what comes later goes with the last of them
ALBUM = timedelta(seconds=10)


class Appeals:
    """Sends appeals to the control department and brings back its answers."""

    def __init__(
        self, database: Database, admins: Admins, workdays: Workdays, days: LocalDays, contest_days: int
    ) -> None:
        """That an activity is not theirs officers say in time within so many working days."""
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self._contest_days = contest_days

    async def one(self, appeal_id: int, now: datetime) -> AppealFacts | None:
        """An appeal as it stands."""
        async with self._database.read() as session:
            row = await session.get(Appeal, appeal_id)
            return None if row is None else await self._facts(session, row, now)

    async def own(self, appeal_id: int, person: Person, now: datetime) -> AppealFacts | None:
        """The person's own appeal; None if it is not theirs."""
        appeal = await self.one(appeal_id, now)
        return appeal if appeal is not None and appeal.account_id == person.account_id else None

    async def place(self, appeal_id: int, activity_id: int, person: Person, now: datetime) -> AppealFacts | None:
        """The person says which activity the appeal is about; a refusal then goes to the control department."""
        async with self._database.write() as session:
            row = await session.get(Appeal, appeal_id)
            activity = await read_activity(session, activity_id, self._days.of(now))
            if row is None or activity is None or row.account_id != person.account_id:
                return None
            if not activity.parts_of(person.executor_ids):
                return None
            row.activity_id = activity_id
            if row.kind is AppealKind.REFUSAL:
                await dispatch(session, self._admins, row, now)
            return await self._facts(session, row, now)

    async def refuse(self, activity_id: int, incoming: Incoming, person: Person, now: datetime) -> AppealFacts | None:
        """The person says by a button that an activity is not theirs; the control department hears it once."""
        async with self._database.write() as session:
            facts = await read_activity(session, activity_id, self._days.of(now))
            if facts is None or not facts.parts_of(person.executor_ids):
                return None
            words, kind = incoming.text, AppealKind.REFUSAL
            row = await keep(session, person, incoming, kind, words, now=now, activity_id=activity_id)
            await dispatch(session, self._admins, row, now)
            return await self._facts(session, row, now)

    async def pass_on(
        self, incoming: Incoming, person: Person, now: datetime, *, activity_id: int | None = None
    ) -> AppealFacts:
        """Send a person's words to the control department at once."""
        async with self._database.write() as session:
            words, kind = incoming.text, AppealKind.WORDS
            row = await keep(session, person, incoming, kind, words, now=now, activity_id=activity_id)
            await dispatch(session, self._admins, row, now)
            return await self._facts(session, row, now)

    async def add_reason(self, appeal_id: int, person: Person, words: str, now: datetime) -> AppealFacts | None:
        """Put further words with those of a request that is not sent yet; None if it is not the person's."""
        async with self._database.write() as session:
            row = await session.get(Appeal, appeal_id)
            if row is None or row.account_id != person.account_id or row.sent_at is not None:
                return None
            row.text = joined(row.text, words)
            return await self._facts(session, row, now)

    async def send(self, appeal_id: int, person: Person, now: datetime) -> AppealFacts | None:
        """Send the appeal to the control department, once; None if it is not the person's."""
        async with self._database.write() as session:
            row = await session.get(Appeal, appeal_id)
            if row is None or row.account_id != person.account_id:
                return None
            await dispatch(session, self._admins, row, now)
            return await self._facts(session, row, now)

    async def answer(self, appeal_id: int, words: str, by: Person, now: datetime) -> AppealFacts | None:
        """Record the control department's answer, which the person gets; a second answer changes nothing.

        None if there is no such appeal.
        """
        async with self._database.write() as session:
            answered = (
                update(Appeal)
                .where(Appeal.id == appeal_id, Appeal.answered_at.is_(None))
                .values(answered_at=now, answer=words, answerer=by.name)
                .returning(Appeal.account_id)
            )
            account_id = await session.scalar(answered)
            row = await session.get(Appeal, appeal_id, populate_existing=True)
            if row is None:
                return None
            if account_id is not None:
                account = await session.get_one(Account, account_id)
                await outbox.owe(
                    session,
                    AppealAnswered(row.id),
                    key=f"appeal:{row.id}:answered",
                    chat_id=account.telegram_id,
                    account_id=account_id,
                    now=now,
                )
                after = _about(row) | {"kind": str(row.kind), "answer": row.answer}
                subject = f"account:{account_id}"
                audit.note(session, "appeal.answered", subject, actor=by.telegram_id, now=now, after=after)
            return await self._facts(session, row, now)

    async def close(self, appeal_id: int, by: Person, now: datetime) -> AppealFacts | None:
        """An admin has seen to it, with no words for an answer; None where there is no such appeal."""
        async with self._database.write() as session:
            closed = (
                update(Appeal)
                .where(Appeal.id == appeal_id, Appeal.answered_at.is_(None))
                .values(answered_at=now, answerer=by.name)
                .returning(Appeal.account_id)
            )
            account_id = await session.scalar(closed)
            row = await session.get(Appeal, appeal_id, populate_existing=True)
            if account_id is not None:
                after = _about(row) if row is not None else None
                subject = f"account:{account_id}"
                audit.note(session, "appeal.closed", subject, actor=by.telegram_id, now=now, after=after)
            return None if row is None else await self._facts(session, row, now)

    async def strangers_report(self, person: Person, incoming: Incoming, now: datetime) -> Passed:
        """What somebody with no link reports goes to the admins with their request to be linked.

        The admins are told once a day. What comes later on that day is kept apart, message by message, and is read in
        the same letter, which `Passed.letter` is to be put in the place of.
        """
        async with self._database.write() as session:
            today = (await session.scalars(self._strangers_day(person, now))).all()
            if not today:
                row = await self._keep_strangers(session, person, incoming, now)
                await self._ask_to_link(session, person, now)
                await dispatch(session, self._admins, row, now)
                return Passed(await self._facts(session, row, now), is_new=True)
            last = today[-1]
            joined = incoming.media_group_id is not None and not incoming.text and last.written_at > now - ALBUM
            if joined or len(today) >= MOST_A_DAY:
                _add(last, incoming)
            else:
                await self._keep_strangers(session, person, incoming, now)
            return Passed(await self._facts(session, today[0], now), joined=joined)

    def _strangers_day(self, person: Person, now: datetime) -> Select[Appeal]:
        midnight = self._days.at(self._days.of(now), time())
        own = (Appeal.account_id == person.account_id, Appeal.kind == AppealKind.STRANGER)
        return select(Appeal).where(*own, Appeal.written_at >= midnight).order_by(Appeal.id)

    async def _keep_strangers(self, session: AsyncSession, person: Person, incoming: Incoming, now: datetime) -> Appeal:
        row = await keep(session, person, incoming, AppealKind.STRANGER, incoming.text[:LONGEST], now=now)
        row.files = [asdict(file) for file in incoming.files]
        return row

    async def _ask_to_link(self, session: AsyncSession, person: Person, now: datetime) -> None:
        asked = select(LinkRequest.id).where(
            LinkRequest.account_id == person.account_id, LinkRequest.decided_at.is_(None)
        )
        if await session.scalar(asked.limit(1)) is None:
            session.add(LinkRequest(account_id=person.account_id, asked_at=now))

    async def strangers_words(self, person: Person, now: datetime) -> tuple[AppealFacts, ...]:
        """What the person reported while linked to nobody and has not taken as a report yet, oldest first."""
        async with self._database.read() as session:
            same = (Report.chat_id == Appeal.chat_id) & (Report.message_id == Appeal.message_id)
            rows = await session.scalars(
                select(Appeal)
                .where(
                    Appeal.account_id == person.account_id,
                    Appeal.kind == AppealKind.STRANGER,
                    ~select(Report.id).where(same).exists(),
                )
                .order_by(Appeal.id)
            )
            return tuple([await self._facts(session, row, now) for row in rows.all()])

    async def _facts(self, session: AsyncSession, row: Appeal, now: datetime) -> AppealFacts:
        await session.flush()
        facts = await appeal_facts(session, row, self._days.of(now))
        if row.kind is not AppealKind.REFUSAL or row.activity_id is None:
            return facts
        said_at = row.sent_at or now
        told_at = await told_of(session, row.account_id, row.activity_id, said_at)
        if told_at is None:
            return facts
        late = is_late(self._workdays, self._days, told_at, said_at, self._contest_days)
        return replace(facts, told_on=self._days.of(told_at), is_late=late)


async def appeal_facts(session: AsyncSession, row: Appeal, today: date) -> AppealFacts:
    """An appeal as it stands on a local day."""
    account = await session.get_one(Account, row.account_id)
    activity = await read_activity(session, row.activity_id, today) if row.activity_id is not None else None
    asked = select(LinkRequest.id).where(LinkRequest.account_id == row.account_id, LinkRequest.decided_at.is_(None))
    return AppealFacts(
        id=row.id,
        kind=row.kind,
        account_id=row.account_id,
        name=account.name,
        username=account.username,
        executors=await executors_of(session, row.account_id, today),
        text=row.text,
        activity=activity,
        chat_id=row.chat_id,
        message_id=row.message_id,
        written_at=row.written_at,
        is_sent=row.sent_at is not None,
        answer=row.answer,
        answerer=row.answerer,
        request=await session.scalar(asked.limit(1)),
        files=tuple(FileFacts(**file) for file in row.files),
        is_settled=row.answered_at is not None,
        further=await _further(session, row),
        moved_to=await session.scalar(select(Executor.name).where(Executor.key == row.moved_to)),
    )


async def _further(session: AsyncSession, row: Appeal) -> tuple[Incoming, ...]:
    """What a stranger wrote after the words that the admins were told of, until they are told of words again."""
    if row.kind is not AppealKind.STRANGER or row.sent_at is None:
        return ()
    later = select(Appeal).where(
        Appeal.account_id == row.account_id, Appeal.kind == AppealKind.STRANGER, Appeal.id > row.id
    )
    further = itertools.takewhile(lambda one: one.sent_at is None, await session.scalars(later.order_by(Appeal.id)))
    return tuple(
        Incoming(one.chat_id, one.message_id, one.text, tuple(FileFacts(**file) for file in one.files))
        for one in further
    )


async def open_appeals(session: AsyncSession, today: date) -> tuple[AppealFacts, ...]:
    """What reached the control department and is not settled, oldest first.

    Strangers wait as requests to be linked. A refusal is settled once the activity is another's.
    """
    query = select(Appeal).where(
        Appeal.sent_at.is_not(None), Appeal.answered_at.is_(None), Appeal.kind != AppealKind.STRANGER
    )
    rows = (await session.scalars(query.order_by(Appeal.sent_at, Appeal.id))).all()
    appeals = [await appeal_facts(session, row, today) for row in rows]
    return tuple(appeal for appeal in appeals if _is_still_theirs(appeal))


def _add(earlier: Appeal, incoming: Incoming) -> None:
    """What came later goes with it, once: a message that Telegram delivers again is older than the last."""
    known = {file["unique_id"] for file in earlier.files}
    new = [asdict(file) for file in incoming.files if file.unique_id not in known]
    if new and len(earlier.files) < MOST_FILES:
        earlier.files = [*earlier.files, *new]
    if earlier.message_id < (incoming.message_id or 0) and len(earlier.text) < LONGEST:
        earlier.text = joined(earlier.text, incoming.text)[:LONGEST]


def _is_still_theirs(appeal: AppealFacts) -> bool:
    if appeal.kind is not AppealKind.REFUSAL or appeal.activity is None:
        return True
    return bool(appeal.activity.parts_of(frozenset(executor.id for executor in appeal.executors)))


async def keep(
    session: AsyncSession,
    person: Person,
    incoming: Incoming,
    kind: AppealKind,
    text: str,
    *,
    now: datetime,
    activity_id: int | None = None,
) -> Appeal:
    """Keep a person's words; a message delivered twice is kept once, and an edit replaces the words."""
    same = select(Appeal).where(
        Appeal.chat_id == incoming.chat_id, Appeal.message_id == incoming.message_id, Appeal.kind == kind
    )
    row = await session.scalar(same)
    if row is None:
        row = Appeal(
            account_id=person.account_id,
            kind=kind,
            text=text,
            activity_id=activity_id,
            chat_id=incoming.chat_id,
            message_id=incoming.message_id or 0,
            written_at=now,
        )
        session.add(row)
    elif row.answered_at is None:
        row.text = text
        row.activity_id = activity_id or row.activity_id
    await session.flush()
    return row


def _about(row: Appeal) -> dict[str, object]:
    """What the audit keeps of an appeal: so it stands in the trail of the activity that it is about."""
    about: dict[str, object] = {"appeal": row.id}
    return about if row.activity_id is None else about | {"activity": row.activity_id}


async def dispatch(session: AsyncSession, admins: Admins, row: Appeal, now: datetime) -> None:
    """Send the appeal to the admins, once."""
    if row.sent_at is None:
        row.sent_at = now
        await admins.tell(session, AppealSent(row.id), key=f"appeal:{row.id}", now=now)
        actor: int | str = audit.SYSTEM
        after = _about(row)
        if row.kind is AppealKind.REFUSAL:  # their own word on whose the work is, not words passed on
            actor = (await session.get_one(Account, row.account_id)).telegram_id
            after |= {"reason": row.text}
        audit.note(session, f"appeal.{row.kind}", f"account:{row.account_id}", actor=actor, now=now, after=after)
