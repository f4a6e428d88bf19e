"""Orders: written, said back and changed by whoever gives them; given, they are activities like any other.

Nothing is given before its author says so. Each method is one transaction.
"""

import enum
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, ActivityState, Assignment, Executor, Link, Membership, OrderLine, OrderSheet
from models.database import Database
from models.terms import Precision
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import set_next_reminder
from services.calendar.workdays import Workdays
from services.control import order_papers
from services.control.authors import OrderOf, given_on, order_of
from services.control.order_papers import PaperWords
from services.control.periods import KeepFinal, keep_nothing
from services.control.suborders import led_by, may_order_under, takers
from services.language.names import Named
from services.language.ordering import DoubtfulName, Ordered, Term, read_names, read_order, read_term
from services.messages import notices, outbox
from services.messages.kinds import OrdersGiven
from services.people.accounts import Person, accounts_of
from services.people.admins import Admins
from services.people.structure import is_engaged, units
from services.plan.activities import kept_activity, read_activity
from services.plan.figures import ActivityFacts, ExecutorRef, executor_ref

LONGEST_TEXT = 2000  # characters of an order


class Lack(enum.Enum):
    """What keeps an order from being given."""

    TEXT = enum.auto()
    NAMES = enum.auto()
    EXECUTORS = enum.auto()
    DUE = enum.auto()
    UNCLEAR_DUE = enum.auto()
    PAST_DUE = enum.auto()
    STRANGERS = enum.auto()
    UNDER = enum.auto()


@dataclass(frozen=True)
class Doubt:
    """A name that is not clear, as it was written, and the executors that it may mean."""

    word: str
    choices: tuple[ExecutorRef, ...]


@dataclass(frozen=True)
class LineFacts:
    """One order; the first of its executors leads. `unlinked` are those who cannot be told.

    `strangers` are executors who may be given no part of the activity that it is under; `is_under_over`: its author may
    give nothing under it any more. `is_watched`: under personal control; `needs_document`: handed in with a document;
    `is_day_off`: nobody works on the day by which it is due. `about` is the activity on whose ground it is given,
    `under` the one of which it is a part; `activity` is what it became. `today` is the local day on which it is looked
    at.
    """

    id: int
    text: str
    executors: tuple[ExecutorRef, ...]
    unlinked: tuple[ExecutorRef, ...]
    doubts: tuple[Doubt, ...]
    due_on: date | None
    precision: Precision
    has_no_term: bool
    is_due_unclear: bool
    today: date
    is_watched: bool = False
    needs_document: bool = False
    about: ActivityFacts | None = None
    under: ActivityFacts | None = None
    activity: ActivityFacts | None = None
    is_dropped: bool = False
    strangers: tuple[ExecutorRef, ...] = ()
    is_under_over: bool = False
    is_day_off: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it is neither given nor given up."""
        return self.activity is None and not self.is_dropped

    @property
    def marks(self) -> tuple[bool, bool]:
        """Whether it is under personal control, and whether it is handed in with a document."""
        return self.is_watched, self.needs_document

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is still to be said before it can be given."""
        found = {
            Lack.TEXT: not self.text,
            Lack.NAMES: bool(self.doubts),
            Lack.EXECUTORS: not self.executors and not self.doubts,
            Lack.UNCLEAR_DUE: self.due_on is None and not self.has_no_term and self.is_due_unclear,
            Lack.DUE: self.due_on is None and not self.has_no_term and not self.is_due_unclear,
            Lack.PAST_DUE: self.due_on is not None and self.due_on < self.today,
            Lack.STRANGERS: bool(self.strangers),
            Lack.UNDER: self.is_under_over,
        }
        return tuple(lack for lack, is_so in found.items() if is_so)


@dataclass(frozen=True)
class SheetFacts:
    """What one person wrote as orders: each of the `lines` is one, without those given up (unless nothing is left)."""

    id: int
    chat_id: int
    account_id: int
    author: str
    paper: str
    is_taking: bool
    instruction: int | None
    lines: tuple[LineFacts, ...]

    @property
    def open(self) -> tuple[LineFacts, ...]:
        """What is neither given nor given up."""
        return tuple(one for one in self.lines if one.is_open)

    @property
    def ready(self) -> tuple[LineFacts, ...]:
        """What can be given as it is."""
        return tuple(one for one in self.open if not one.lacks)

    @property
    def given(self) -> tuple[LineFacts, ...]:
        """What was given."""
        return tuple(one for one in self.lines if one.activity is not None)

    @property
    def is_of_lead(self) -> bool:
        """Whether all of it is given under activities, so that whoever leads these may give it."""
        return bool(self.lines) and all(one.under is not None for one in self.lines)

    @property
    def version(self) -> int:
        """A number that is another one once anything that would be given is another than was shown."""
        shown = [
            (one.id, one.text, [each.id for each in one.executors], one.due_on, one.precision, *one.marks)
            for one in self.open
        ]
        return zlib.crc32(repr(shown).encode()) >> 1  # 31 bits: what a button carries

    def line(self, line_id: int) -> LineFacts | None:
        """The order with this id."""
        return next((one for one in self.lines if one.id == line_id), None)


@dataclass(frozen=True)
class Choice:
    """Whom an order may be given to; a class stands for its `members` (ids), anybody else for themself."""

    executor: ExecutorRef
    members: tuple[int, ...]


@dataclass(frozen=True)
class Ground:
    """What an order is given in reply to: an activity, with the text and the executors (ids) to be taken from there."""

    activity: int | None
    text: str = ""
    executors: tuple[int, ...] = ()


@dataclass(frozen=True)
class Given:
    """The orders that were given by a press; `is_changed`: nothing was, because the card showed something else."""

    sheet: SheetFacts
    new: tuple[LineFacts, ...]
    is_changed: bool = False


@dataclass(frozen=True)
class Clash:
    """No orders can join the plan of this mark: it was read from a document."""

    mark: str
    title: str


@dataclass(frozen=True)
class Granted:
    """An order as its executor, or the reader of a card, sees it; `account_id` is its author's."""

    activity: ActivityFacts
    author: str
    given_at: datetime | None
    about: ActivityFacts | None = None
    under: ActivityFacts | None = None
    account_id: int | None = None


class Orders:
    """Keeps what leaders write as orders, and gives it; the caller decides who may give any."""

    def __init__(
        self,
        database: Database,
        admins: Admins,
        workdays: Workdays,
        days: LocalDays,
        *,
        keep_final: KeepFinal = keep_nothing,
        tell_at: time = time(9),
    ) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self._keep_final = keep_final
        self._tell_at = tell_at

    # -- writing -------------------------------------------------------------------------------------------------

    async def read(self, lines: Sequence[str], now: datetime) -> tuple[Ordered, ...]:
        """Each line as it would be read; executors are ids written as text."""
        async with self._database.read() as session:
            names = (await _callable(session)).names if lines else ()
        return tuple(read_order(line, names, self._days.of(now)) for line in lines)

    async def write(
        self,
        person: Person,
        chat_id: int,
        message_id: int,
        lines: Sequence[str],
        now: datetime,
        *,
        ground: Ground | None = None,
        under: int | None = None,
        into: int | None = None,
        instruction: int | None = None,
    ) -> SheetFacts:
        """Keep lines as orders, one for each; without any, one whose text and executors are those of the `ground`.

        `instruction` keeps the same words as an instruction. `into` is the sheet that they join; `under` the activity
        (id) of which they are to be parts. A message that is delivered twice is kept once.
        """
        async with self._database.write() as session:
            known = await _sheet_of_message(session, chat_id, message_id)
            if known is not None:
                return await self._facts(session, known, now)
            sheet = await session.get(OrderSheet, into) if into is not None else None
            if sheet is None:
                sheet = OrderSheet(
                    chat_id=chat_id,
                    account_id=person.account_id,
                    author=person.name,
                    instruction_id=instruction,
                    written_at=now,
                )
                session.add(sheet)
                await session.flush()
            people = await _callable(session)
            for part, line in enumerate(lines or ("",)):
                row = OrderLine(sheet_id=sheet.id, chat_id=chat_id, message_id=message_id, part=part, under_id=under)
                _put(row, read_order(line, people.names, self._days.of(now)), ground, people)
                session.add(row)
            await session.flush()
            return await self._facts(session, sheet, now)

    async def reword(
        self, person: Person, chat_id: int, message_id: int, lines: Sequence[str], now: datetime
    ) -> SheetFacts | None:
        """Read the author's edited message anew; what was given or given up of it stays. None if it made no orders."""
        async with self._database.write() as session:
            sheet = await _sheet_of_message(session, chat_id, message_id)
            if sheet is None or sheet.account_id != person.account_id:
                return None
            people = await _callable(session)
            of_message = OrderLine.chat_id == chat_id, OrderLine.message_id == message_id
            query = select(OrderLine).where(*of_message).order_by(OrderLine.part)
            rows = {row.part: row for row in await session.scalars(query)}
            under = next((row.under_id for row in rows.values()), None)
            for part, line in enumerate(lines):
                row = rows.pop(part, None)
                if row is None:
                    row = OrderLine(
                        sheet_id=sheet.id, chat_id=chat_id, message_id=message_id, part=part, under_id=under
                    )
                    session.add(row)
                elif row.given_at is not None or row.dropped_at is not None:
                    continue
                ground = Ground(row.about_id, row.text, tuple(row.executors)) if row.about_id is not None else None
                _put(row, read_order(line, people.names, self._days.of(now)), ground, people)
            for row in rows.values() if lines else ():
                if row.given_at is None:
                    row.dropped_at = row.dropped_at or now
            await session.flush()
            return await self._facts(session, sheet, now)

    # -- a paper that takes lines --------------------------------------------------------------------------------

    async def open_paper(self, person: Person, chat_id: int, mark: str, now: datetime) -> SheetFacts | Clash:
        """Let what the person writes in this chat join the minutes of this mark, until they say that it is all."""
        async with self._database.write() as session:
            clash = await order_papers.clashing(session, mark)
            if clash is not None:
                return Clash(clash.mark, clash.title)
            sheet = await _taking(session, person, chat_id)
            if sheet is not None and sheet.paper == mark:
                return await self._facts(session, sheet, now)
            if sheet is not None:
                sheet.is_taking = False
                await session.flush()
            sheet = OrderSheet(
                chat_id=chat_id,
                account_id=person.account_id,
                author=person.name,
                paper=mark,
                is_taking=True,
                written_at=now,
            )
            session.add(sheet)
            await session.flush()
            return await self._facts(session, sheet, now)

    async def taking(self, person: Person, chat_id: int) -> int | None:
        """The sheet (id) that what the person writes in this chat joins."""
        async with self._database.read() as session:
            sheet = await _taking(session, person, chat_id)
            return sheet.id if sheet is not None else None

    async def finish(self, person: Person, chat_id: int, now: datetime) -> SheetFacts | None:
        """All is written: nothing more joins the sheet. None if none was taking."""
        async with self._database.write() as session:
            sheet = await _taking(session, person, chat_id)
            if sheet is None:
                return None
            sheet.is_taking = False
            await session.flush()
            return await self._facts(session, sheet, now)

    # -- reading -------------------------------------------------------------------------------------------------

    async def sheet(self, sheet_id: int, person: Person, now: datetime) -> SheetFacts | None:
        """A sheet of the person's own; None if it is not theirs."""
        async with self._database.read() as session:
            row = await _own(session, sheet_id, person)
            return None if row is None else await self._facts(session, row, now)

    async def of_message(self, person: Person, chat_id: int, message_id: int, now: datetime) -> SheetFacts | None:
        """The sheet to which a message of the person's own gave lines."""
        async with self._database.read() as session:
            row = await _sheet_of_message(session, chat_id, message_id)
            is_own = row is not None and row.account_id == person.account_id
            return await self._facts(session, row, now) if row is not None and is_own else None

    async def unfinished(self, person: Person, now: datetime) -> SheetFacts | None:
        """The person's newest sheet on which something is neither given nor given up."""
        open_ones = (OrderLine.given_at.is_(None), OrderLine.dropped_at.is_(None))
        query = (
            select(OrderSheet)
            .join(OrderLine, OrderLine.sheet_id == OrderSheet.id)
            .where(OrderSheet.account_id == person.account_id, *open_ones)
            .order_by(OrderSheet.id.desc())
            .limit(1)
        )
        async with self._database.read() as session:
            row = await session.scalar(query)
            return None if row is None else await self._facts(session, row, now)

    async def executors(self, under: ActivityFacts | None = None) -> tuple[Choice, ...]:
        """Whom an order, or one `under` an activity, may be given to: people, units and classes, in their order."""
        async with self._database.read() as session:
            people = await _callable(session)
            chosen = await takers(session, under) if under is not None else None
        choices = [Choice(one, people.members.get(one.id, (one.id,))) for one in people.refs]
        return tuple(one for one in choices if chosen is None or one.executor.id in chosen)

    async def under(self, activity_id: int, person: Person, now: datetime) -> ActivityFacts | None:
        """The activity, if the person may give orders under it."""
        async with self._database.read() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
        if activity is None or not may_order_under(activity, person.executor_ids, is_admin=person.is_admin):
            return None
        return activity

    async def may_decide(self, activity_id: int, person: Person, *, is_leader: bool) -> bool:
        """Whether the order is theirs to decide on: a leader's own, or a part of an activity that the person leads."""
        async with self._database.read() as session:
            order = await order_of(session, activity_id)
            if order is None:
                return False
            if order.under is not None:
                return await led_by(session, activity_id, person.executor_ids)
            return is_leader and order.account_id == person.account_id

    async def given_by(self, sheet_id: int, line_ids: Collection[int], now: datetime) -> tuple[Granted, ...]:
        """The orders of a letter, as they stand now."""
        query = select(OrderLine.activity_id).where(OrderLine.sheet_id == sheet_id, OrderLine.id.in_(line_ids))
        async with self._database.read() as session:
            ids = [one for one in await session.scalars(query.order_by(OrderLine.id)) if one is not None]
            found = [await _granted(session, one, self._days.of(now)) for one in ids]
        return tuple(one for one in found if one is not None)

    # -- changing ------------------------------------------------------------------------------------------------

    async def set_text(
        self, sheet_id: int, line_id: int, person: Person, text: str, now: datetime
    ) -> SheetFacts | None:
        """Give an order that is not given yet another text."""
        words = " ".join(text.split())[:LONGEST_TEXT]
        return await self._change(sheet_id, line_id, person, now, text=words) if words else None

    async def set_names(
        self, sheet_id: int, line_id: int, person: Person, words: str, now: datetime
    ) -> SheetFacts | None:
        """Give it the executors that the words name, the first of them leading."""
        async with self._database.read() as session:
            people = await _callable(session)
        keys, doubts = read_names(words, people.names)
        values = {"executors": people.meant(keys), "doubts": _doubts(doubts)}
        return await self._change(sheet_id, line_id, person, now, **values) if keys or doubts else None

    async def names_only(self, words: str) -> bool:
        """Whether the words are names of executors that are clear, in any case, and nothing besides."""
        async with self._database.read() as session:
            keys, doubts = read_names(words, (await _callable(session)).names)
        return bool(keys) and not doubts

    async def choose(
        self, sheet_id: int, line_id: int, person: Person, executor_id: int | None, now: datetime
    ) -> SheetFacts | None:
        """Say whom the first name that is not clear means; None leaves that name out."""
        async with self._database.write() as session:
            row = await _open_line(session, sheet_id, line_id, person)
            if row is not None and row.doubts:
                row.doubts = row.doubts[1:]
                chosen = (await _callable(session)).meant([executor_id]) if executor_id is not None else []
                row.executors = list(dict.fromkeys([*row.executors, *chosen]))
            return await self._after(session, sheet_id, person, now)

    async def toggle(
        self, sheet_id: int, line_id: int, person: Person, executor_id: int, now: datetime
    ) -> SheetFacts | None:
        """Add an executor (of a class, its members) after those that it has, or take them away."""
        async with self._database.write() as session:
            row = await _open_line(session, sheet_id, line_id, person)
            if row is not None:
                chosen = (await _callable(session)).meant([executor_id])
                others = [one for one in row.executors if one not in chosen]
                row.executors = others if set(chosen) <= set(row.executors) else [*others, *chosen]
            return await self._after(session, sheet_id, person, now)

    async def set_term(
        self, sheet_id: int, line_id: int, person: Person, term: Term, now: datetime
    ) -> SheetFacts | None:
        """Give it a term; None if the order is not open any more, or the term is no day and not none."""
        if term.due_on is None and not term.has_no_term:
            return None
        values = {
            "due_on": term.due_on,
            "precision": term.precision,
            "has_no_term": term.has_no_term,
            "is_due_unclear": False,
        }
        return await self._change(sheet_id, line_id, person, now, **values)

    async def set_mark(
        self,
        sheet_id: int,
        line_id: int,
        person: Person,
        now: datetime,
        *,
        is_watched: bool | None = None,
        needs_document: bool | None = None,
    ) -> SheetFacts | None:
        """Say whether it is under personal control, or whether it is handed in with a document; None leaves it so."""
        said = {"is_watched": is_watched, "needs_document": needs_document}
        return await self._change(
            sheet_id, line_id, person, now, **{name: one for name, one in said.items() if one is not None}
        )

    def term_of(self, words: str, now: datetime) -> Term:
        """The term that an answer names."""
        return read_term(words, self._days.of(now))

    async def drop(self, sheet_id: int, line_id: int | None, person: Person, now: datetime) -> SheetFacts | None:
        """Give up an order, or all of the sheet that are not given; nothing joins a sheet that was given up."""
        async with self._database.write() as session:
            sheet = await _own(session, sheet_id, person)
            if sheet is None:
                return None
            which = (OrderLine.id == line_id,) if line_id is not None else ()
            open_ones = (OrderLine.sheet_id == sheet_id, OrderLine.given_at.is_(None), OrderLine.dropped_at.is_(None))
            await session.execute(update(OrderLine).where(*open_ones, *which).values(dropped_at=now))
            if line_id is None:
                sheet.is_taking = False
            return await self._after(session, sheet_id, person, now)

    # -- giving --------------------------------------------------------------------------------------------------

    async def give(
        self,
        sheet_id: int,
        line_id: int | None,
        person: Person,
        words: PaperWords,
        now: datetime,
        *,
        seen: int,
        of_line: int | None = None,
    ) -> Given | None:
        """Give an order, or all of the sheet that are ready: they are activities from now on, and executors are told.

        `seen` is the version that the author saw: if it is another by now, nothing is given. A second press gives
        nothing anew. `of_line` is the line of plans for whose own leadership it is given. None if the sheet is not this
        person's.
        """
        async with self._database.write() as session:
            sheet = await _own(session, sheet_id, person)
            if sheet is None:
                return None
            facts = await self._facts(session, sheet, now)
            wanted = [one.id for one in facts.ready if line_id in (None, one.id)]
            if not wanted or seen != facts.version:
                return Given(facts, (), is_changed=bool(wanted))
            new = await self._give(session, sheet, wanted, person=person, words=words, now=now, of_line=of_line)
            facts = await self._facts(session, sheet, now)
            return Given(facts, tuple(one for one in facts.lines if one.id in new))

    async def _give(
        self,
        session: AsyncSession,
        sheet: OrderSheet,
        wanted: Sequence[int],
        *,
        person: Person,
        words: PaperWords,
        now: datetime,
        of_line: int | None,
    ) -> Collection[int]:
        taken = (
            update(OrderLine)
            .where(OrderLine.id.in_(wanted), OrderLine.given_at.is_(None), OrderLine.dropped_at.is_(None))
            .values(given_at=now)
            .returning(OrderLine.id)
        )
        lines = sorted(await session.scalars(taken))
        today = self._days.of(now)
        plan, section = await order_papers.paper_for(
            session, sheet.paper, words, today, by=person.telegram_id, now=now, of_line=of_line
        )
        activities: list[int] = []
        executors: dict[int, None] = {}
        for line_id in lines:
            row = await session.get_one(OrderLine, line_id, populate_existing=True)
            activity = Activity(
                plan_id=plan.id,
                section_id=section.id,
                number=await order_papers.next_number(session, plan),
                text=row.text,
                planned_text=row.text,
                planned_executors=await _keys(session, row.executors),
                deadline_text=_term(row, words),
                precision=row.precision,
                starts_on=today,
                planned_due_on=row.due_on,
                due_on=row.due_on,
                state=ActivityState.NOT_STARTED,
                is_watched=row.is_watched,
                needs_document=row.needs_document,
                planned_document=row.needs_document,
            )
            # Whoever gets the order today need not be told tomorrow that it begins.
            set_next_reminder(activity, plan, self._workdays, today)
            session.add(activity)
            await session.flush()
            session.add_all(
                Assignment(activity_id=activity.id, executor_id=one, position=position)
                for position, one in enumerate(row.executors)
            )
            row.activity_id = activity.id
            await session.flush()
            activities.append(activity.id)
            executors |= dict.fromkeys(row.executors)
            after = {"text": row.text, "due_on": row.due_on.isoformat() if row.due_on else None}
            audit.note(
                session, "order.given", audit.activity(activity.id), actor=person.telegram_id, now=now, after=after
            )
        accounts = await accounts_of(session, list(executors))
        letter = OrdersGiven(sheet.id, tuple(lines))
        letters = await outbox.owe_accounts(session, accounts, letter, key=f"orders:{sheet.id}:{lines[0]}", now=now)
        await notices.note(session, letters, Activity.id.in_(activities))
        return lines

    # -- over the year's end -------------------------------------------------------------------------------------

    async def turn_year(self, now: datetime) -> bool:
        """End the papers of orders whose year is over; what is open goes on. Whether there was one."""
        today = self._days.of(now)
        async with self._database.read() as session:
            if not await order_papers.over(session, today):
                return False
        awake = max(now, self._days.at(today, self._tell_at))  # a year begins at midnight
        async with self._database.write() as session:
            for plan in await order_papers.over(session, today):
                await order_papers.turn(
                    session, plan, self._keep_final, self._admins, today=today, now=now, not_before=awake
                )
        return True

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _change(
        self, sheet_id: int, line_id: int, person: Person, now: datetime, **values: object
    ) -> SheetFacts | None:
        async with self._database.write() as session:
            row = await _open_line(session, sheet_id, line_id, person)
            if row is None:
                return None
            for name, value in values.items():
                setattr(row, name, value)
            return await self._after(session, sheet_id, person, now)

    async def _after(self, session: AsyncSession, sheet_id: int, person: Person, now: datetime) -> SheetFacts | None:
        await session.flush()
        session.expire_all()
        sheet = await _own(session, sheet_id, person)
        return None if sheet is None else await self._facts(session, sheet, now)

    def _is_day_off(self, row: OrderLine) -> bool:
        """Of a month nobody asks what day its last one is."""
        return row.due_on is not None and row.precision is Precision.DAY and not self._workdays.is_working(row.due_on)

    async def _facts(self, session: AsyncSession, sheet: OrderSheet, now: datetime) -> SheetFacts:
        query = select(OrderLine).where(OrderLine.sheet_id == sheet.id).order_by(OrderLine.id)
        rows = (await session.scalars(query.execution_options(populate_existing=True))).all()
        wanted = {one for row in rows for one in (*row.executors, *(c for d in row.doubts for c in d["choices"]))}
        found = (await session.scalars(select(Executor).where(Executor.id.in_(wanted)))).all()
        refs = {one.id: executor_ref(one) for one in found}
        linked = set(await session.scalars(select(Link.executor_id).where(Link.executor_id.in_(wanted))))
        today = self._days.of(now)
        lines = [
            replace(
                await self._as_author_may(session, sheet, await _line_facts(session, row, refs, linked, today)),
                is_day_off=self._is_day_off(row),
            )
            for row in rows
        ]
        shown = [one for one in lines if not one.is_dropped] or lines
        return SheetFacts(
            id=sheet.id,
            chat_id=sheet.chat_id,
            account_id=sheet.account_id,
            author=sheet.author,
            paper=sheet.paper,
            is_taking=sheet.is_taking,
            instruction=sheet.instruction_id,
            lines=tuple(shown),
        )

    async def _as_author_may(self, session: AsyncSession, sheet: OrderSheet, line: LineFacts) -> LineFacts:
        """An order under an activity, with what keeps its author from giving it."""
        if line.under is None or not line.is_open:
            return line
        account = await session.get_one(Account, sheet.account_id)
        own = set(await session.scalars(select(Link.executor_id).where(Link.account_id == account.id)))
        is_admin = await self._admins.has(session, account.telegram_id)
        chosen = await takers(session, line.under)
        return replace(
            line,
            strangers=tuple(one for one in line.executors if one.id not in chosen),
            is_under_over=not may_order_under(line.under, own, is_admin=is_admin),
        )


async def granted(session: AsyncSession, activity_id: int, today: date) -> Granted | None:
    """The order that an activity is, with the activity on whose ground it was given; None if it is none."""
    return await _granted(session, activity_id, today)


async def orders_on(session: AsyncSession, activity_id: int, today: date) -> tuple[ActivityFacts, ...]:
    """The orders that were given on the ground of an activity, as they stand now."""
    found = [await read_activity(session, one, today) for one in await given_on(session, activity_id)]
    return tuple(one for one in found if one is not None)


async def _granted(session: AsyncSession, activity_id: int, today: date) -> Granted | None:
    order: OrderOf | None = await order_of(session, activity_id)
    activity = await read_activity(session, activity_id, today) if order is not None else None
    if order is None or activity is None:
        return None
    about = await read_activity(session, order.about, today) if order.about is not None else None
    under = await read_activity(session, order.under, today) if order.under is not None else None
    return Granted(activity, order.author, order.given_at, about, under, order.account_id)


async def _line_facts(
    session: AsyncSession, row: OrderLine, refs: dict[int, ExecutorRef], linked: Collection[int], today: date
) -> LineFacts:
    executors = tuple(refs[one] for one in row.executors if one in refs)
    return LineFacts(
        id=row.id,
        text=row.text,
        executors=executors,
        unlinked=tuple(one for one in executors if one.id not in linked),
        doubts=tuple(
            Doubt(str(one["word"]), tuple(refs[each] for each in one["choices"] if each in refs)) for one in row.doubts
        ),
        due_on=row.due_on,
        precision=row.precision,
        has_no_term=row.has_no_term,
        is_due_unclear=row.is_due_unclear,
        today=today,
        is_watched=row.is_watched,
        needs_document=row.needs_document,
        about=await read_activity(session, row.about_id, today) if row.about_id is not None else None,
        under=await read_activity(session, row.under_id, today) if row.under_id is not None else None,
        activity=await kept_activity(session, row.activity_id, today) if row.activity_id is not None else None,
        is_dropped=row.dropped_at is not None,
    )


def _put(row: OrderLine, read: Ordered, ground: Ground | None, people: "_Callable") -> None:
    """Put what was read into the row; what the words leave out is taken from the ground."""
    row.text = (read.text or (ground.text if ground is not None else ""))[:LONGEST_TEXT]
    row.executors = people.meant(read.executors)
    row.doubts = _doubts(read.doubts)
    if ground is not None:
        row.about_id = ground.activity
        if not row.executors and not row.doubts:
            row.executors = list(ground.executors)
    row.due_on, row.precision = read.due_on, read.precision
    row.has_no_term, row.is_due_unclear = read.has_no_term, read.is_due_unclear
    row.is_watched, row.needs_document = read.is_personal, read.needs_document


def _doubts(doubts: Sequence[DoubtfulName]) -> list[dict[str, object]]:
    return [{"word": one.word, "choices": [int(each) for each in one.choices]} for one in doubts]


def _term(row: OrderLine, words: PaperWords) -> str:
    return words.no_term if row.due_on is None else words.term(row.due_on, row.precision is Precision.MONTH)


async def _keys(session: AsyncSession, executor_ids: Sequence[int]) -> list[str]:
    rows = await session.execute(select(Executor.id, Executor.key).where(Executor.id.in_(executor_ids)))
    keys = {row[0]: row[1] for row in rows}
    return [keys[one] for one in executor_ids if one in keys]


@dataclass(frozen=True)
class _Callable:
    """Whom an order may be given to, and the members (ids) of each class among them."""

    refs: tuple[ExecutorRef, ...]
    names: tuple[Named, ...]
    members: Mapping[int, tuple[int, ...]]

    def meant(self, executors: Iterable[str | int]) -> list[int]:
        """Executors (ids), with the members of a class in its place, each once."""
        ids = (int(one) for one in executors)
        return list(dict.fromkeys(each for one in ids for each in self.members.get(one, (one,))))


async def _callable(session: AsyncSession) -> _Callable:
    """The executors of the plans in force, whoever is linked, and the units, but no class that nobody is in."""
    linked = select(Link.executor_id)
    query = select(Executor).where(is_engaged() | Executor.id.in_(linked) | Executor.id.in_(units()))
    rows = (await session.scalars(query.order_by(Executor.position, Executor.id))).all()
    members = await _members(session, [row.id for row in rows if row.is_class])
    known = [row for row in rows if not row.is_class or row.id in members]
    return _Callable(
        refs=tuple(executor_ref(row) for row in known),
        names=tuple(Named(str(row.id), row.name, tuple(row.aliases)) for row in known),
        members=members,
    )


async def _members(session: AsyncSession, classes: Sequence[int]) -> dict[int, tuple[int, ...]]:
    query = (
        select(Membership.unit_id, Executor.id)
        .join(Executor, Executor.id == Membership.member_id)
        .where(Membership.unit_id.in_(classes))
        .order_by(Executor.position, Executor.id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for unit_id, member_id in await session.execute(query) if classes else ():
        found[unit_id] = (*found.get(unit_id, ()), member_id)
    return found


async def _own(session: AsyncSession, sheet_id: int, person: Person) -> OrderSheet | None:
    row = await session.get(OrderSheet, sheet_id)
    return row if row is not None and row.account_id == person.account_id else None


async def _taking(session: AsyncSession, person: Person, chat_id: int) -> OrderSheet | None:
    own = OrderSheet.account_id == person.account_id, OrderSheet.chat_id == chat_id, OrderSheet.is_taking.is_(True)
    return await session.scalar(select(OrderSheet).where(*own))


async def _open_line(session: AsyncSession, sheet_id: int, line_id: int, person: Person) -> OrderLine | None:
    if await _own(session, sheet_id, person) is None:
        return None
    row = await session.get(OrderLine, line_id)
    is_open = row is not None and row.sheet_id == sheet_id and row.given_at is None and row.dropped_at is None
    return row if is_open else None


async def _sheet_of_message(session: AsyncSession, chat_id: int, message_id: int) -> OrderSheet | None:
    query = (
        select(OrderSheet)
        .join(OrderLine, OrderLine.sheet_id == OrderSheet.id)
        .where(OrderLine.chat_id == chat_id, OrderLine.message_id == message_id)
    )
    return await session.scalar(query.limit(1))
