"""Instructions: a leader's words go to executors (of an activity, of several, of all), whose answers come back."""

import enum
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Assignment, Instruction, Report, ReportState
from models.database import Database
from services import audit
from services.audit.numbering import Numbering, numbering_at
from services.calendar.deadlines import Period
from services.calendar.local_days import LocalDays
from services.language.due_words import read_due, without_times
from services.language.groups import Group, group_of
from services.language.instructing import Addressees, addressees, changes_officer, may_change_officer
from services.language.names import Named
from services.language.question_words import Place
from services.language.questions import Question, Span
from services.language.reading.reader import understand
from services.language.reading.topics import Activity as Own
from services.language.subjects import likeliest, spoken_of, without_words_of
from services.language.work_numbers import work_numbers
from services.messages import outbox
from services.messages.kinds import InstructionGiven
from services.people.accounts import Person, accounts_of
from services.plan.activities import activities_where, by_urgency, ids_in_force, kept_activity, meant_of, read_activity
from services.plan.calling import Calling, calling
from services.plan.discipline import days_late
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.marks import line_of
from services.plan.sight import is_in_sight
from services.plan.silence import silence_counts_from, silent
from services.plan.status import Status
from services.reports.reading import FileFacts, ReportFacts, report_facts, written_rows

CHOICES = 5  # activities in question, where the words name none: the likeliest
SOON = timedelta(days=14)
SHOWN = 6  # as many as a message shows are in question, where the words reply to it

_LISTED = re.compile(  # «5, 7: …», «5 ва 7 — …»: numbers that begin the words and are set apart from them
    r"\W*(?P<numbers>\d{1,9}(?:\s*(?:,|;|/|&|\+|ва|va|и|and)\s*\d{1,9})+)\s*[:—–-]", re.IGNORECASE
)


@dataclass(frozen=True)
class InstructionFacts:
    """A leader's words to an activity's executors, written in the message `message_id` of a chat.

    `given_at` is None until the author has confirmed that they are an instruction. `due_on` is the local day by which
    the words want it done, if they name one; `is_due_unclear`: they speak of a time, and no single day was understood.
    """

    id: int
    chat_id: int
    message_id: int
    account_id: int
    author: str
    text: str
    files: tuple[FileFacts, ...] = ()
    given_at: datetime | None = None
    due_on: date | None = None
    is_due_unclear: bool = False


@dataclass(frozen=True)
class Written:
    """What a leader wrote: the words, the files, and where it stands in Telegram."""

    chat_id: int
    message_id: int
    text: str
    files: tuple[FileFacts, ...] = ()


@dataclass(frozen=True)
class Kept:
    """A leader's words, kept, and the activities that they may be about.

    `named` are those that the words themselves name; `is_certain`, that nothing else in them looks like one.
    `to_all`: they are meant for everybody; `to_many`: for the executors of several activities, or for some people.
    """

    instruction: InstructionFacts
    choices: tuple[ActivityFacts, ...]
    named: tuple[ActivityFacts, ...] = ()
    is_certain: bool = True
    to_all: bool = False
    to_many: bool = False


@dataclass(frozen=True)
class Given:
    """An instruction on its way to its activity's executors; `is_new` is False if it was sent before."""

    instruction: InstructionFacts
    activity: ActivityFacts
    is_new: bool


@dataclass(frozen=True)
class Addressed:
    """An instruction to more than one activity's executors; no `activities` means to those of the whole plan.

    `told` are the executors whom it reaches, `untold` those who are not linked. `people`: it goes to these alone, for
    they were named. `outside` were named too, and have no part in the activities. `unread` are numbers of activities in
    the words that were not taken for activities. `instead`: of the people none is linked, but others responsible for
    these activities are. `is_new`: it went out by this call.
    """

    instruction: InstructionFacts
    activities: tuple[ActivityFacts, ...]
    told: tuple[ExecutorRef, ...]
    untold: tuple[ExecutorRef, ...]
    people: tuple[ExecutorRef, ...] = ()
    outside: tuple[ExecutorRef, ...] = ()
    unread: tuple[int, ...] = ()
    instead: tuple[ActivityFacts, ...] = ()
    is_new: bool = False


class Nobody(enum.Enum):
    """Whom the words address although nobody is such."""

    SILENT = enum.auto()
    OVERDUE = enum.auto()
    SUCH = enum.auto()


@dataclass(frozen=True)
class Target:
    """What an instruction is for: activities, executors (ids) alone of these or of the plan, or the whole plan.

    `outside` are executors who were named, and have no part in the activities. `unknown` are names that nobody in the
    plan has.
    """

    activities: tuple[ActivityFacts, ...] = ()
    executors: frozenset[int] = frozenset()
    to_all: bool = False
    outside: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()
    nobody: Nobody | None = None

    @property
    def is_of_many(self) -> bool:
        """Whether it is more, or less, than one activity's executors."""
        return self.to_all or bool(self.executors or self.outside) or len(self.activities) > 1

    @property
    def is_missing(self) -> bool:
        """Whether somebody is addressed who is not there."""
        return bool(self.unknown) or self.nobody is not None

    @property
    def any(self) -> bool:
        """Whether anything is addressed that is there."""
        return bool(self.activities or self.executors or self.to_all)


@dataclass(frozen=True)
class Received:
    """An instruction as one of its readers gets it: the activities of theirs that it is about.

    `to_all`: it went to the executors of the whole plan, and names no activity; `to_some`: to people by their names.
    """

    instruction: InstructionFacts
    activities: tuple[ActivityFacts, ...]
    to_all: bool = False
    to_some: bool = False


@dataclass(frozen=True)
class InstructionReply:
    """A report that answers an instruction; the activity is None while its author has not said which is meant."""

    instruction: InstructionFacts
    activity: ActivityFacts | None
    report: ReportFacts


class Instructions:
    """Keeps and sends instructions; the caller decides who may give one."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def keep(
        self,
        person: Person,
        written: Written,
        about: Sequence[int],
        now: datetime,
        *,
        to: Sequence[int] = (),
        shown_at: datetime | None = None,
    ) -> Kept | None:
        """Keep a leader's words until it is said on which activity they are; None where the plan has none.

        `about` are the activities (ids) of the message replied to. Whom or what the words name goes before them; where
        there is neither, the likeliest of what is open are in question. `to` is the executor (id) to whose answer the
        words reply: they are meant for them alone if they name nobody. A message delivered twice is kept once.

        `shown_at` is when the message replied to was said: a number means what it showed then, and if another activity
        has that number now, it is asked which one the words are for.
        """
        same = (Instruction.chat_id == written.chat_id) & (Instruction.message_id == written.message_id)
        async with self._database.write() as session:
            row = await session.scalar(select(Instruction).where(same))
            plan = await activities_where(session, self._days.of(now))
            today = self._days.of(now)
            silent_ones = await self._silent(session, plan, now)
            numbering = Numbering()
            if shown_at is not None:
                own = select(Activity.id).where(Activity.plan_id.in_(ids_in_force()))
                numbering = await numbering_at(session, (await session.scalars(own)).all(), shown_at)
            shown = [numbering.then_of(one) for one in plan]
            by_id = {one.id: one for one in plan}
            named = tuple(by_id[one.id] for one in _named(written.text, shown, today, about))
            target = target_of(written.text, shown, today, about, silent_ones=silent_ones, to=to)
            written_numbers = set(work_numbers(without_times(written.text, today), numbering.shown))
            is_moved = _is_doubtful(written.text, shown, today, about) or not numbering.shown.isdisjoint(
                {numbering.then_of(one).number for one in named} | written_numbers
            )
            if row is None:
                choices = _in_question(written.text, [one.id for one in target.activities or named], plan, about)
                if not choices:
                    return None
                row = _row(person, written, choices, now)
                row.executors = list(to)
                session.add(row)
                await session.flush()
            choices_now = await self._choices(session, row, now)
            if not choices_now:
                return None
            return Kept(
                self._facts(row),
                choices_now,
                named,
                is_certain=not is_moved and not (named and _unread(written.text, named, plan, today)),
                to_all=target.to_all,
                to_many=target.is_of_many and not is_moved,
            )

    async def addresses(self, words: str, now: datetime) -> bool:
        """Whether the words name whom or what they are for, in the plan as it stands."""
        today = self._days.of(now)
        async with self._database.read() as session:
            plan = await activities_where(session, today)
            target = target_of(words, plan, today, silent_ones=await self._silent(session, plan, now))
        return bool(plan) and (target.any or target.is_missing)

    async def of_another_officer(self, words: str, now: datetime, about: Sequence[int] = ()) -> Sequence[int] | None:
        """The activities (ids) that the words want to give to somebody else; None if they want no such thing.

        `about` are the activities of the message replied to: they are meant where the words name none.
        """
        if not may_change_officer(words):
            return None  # before the plan is read: it is asked of every message of a leader's
        today = self._days.of(now)
        async with self._database.read() as session:
            plan = await activities_where(session, today)
        names = {one.executor.id: Named(str(one.executor.id), one.executor.name) for each in plan for one in each.parts}
        if not changes_officer(words, tuple(names.values())):
            return None
        named = [one.id for one in _named(words, plan, today, about)]
        return named or [one.id for one in plan if one.id in about]

    async def missing(self, words: str, now: datetime) -> Target | None:
        """What the words address, if somebody whom they address is not there: nobody of that name, nobody silent."""
        async with self._database.read() as session:
            plan = await activities_where(session, self._days.of(now))
            silent_ones = await self._silent(session, plan, now)
        target = target_of(words, plan, self._days.of(now), silent_ones=silent_ones)
        return target if plan and target.is_missing else None

    async def reporter(self, report_id: int) -> int | None:
        """The executor (id) whose report it is."""
        query = select(Assignment.executor_id).join(Report, Report.assignment_id == Assignment.id)
        async with self._database.read() as session:
            return await session.scalar(query.where(Report.id == report_id))

    async def _silent(self, session: AsyncSession, plan: Sequence[ActivityFacts], now: datetime) -> frozenset[int]:
        found = silent(plan, await silence_counts_from(session, self._days), self._days.of(now))
        return frozenset(one.executor.id for one in found)

    async def give(self, instruction_id: int, activity_id: int, person: Person, now: datetime) -> Given | None:
        """The author says which activity is meant; its executors get the words, in one transaction with the audit.

        None if the words are not this person's or the plan has no such activity. A second press returns what was sent.
        """
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            own = (Instruction.id == instruction_id) & (Instruction.account_id == person.account_id)
            if activity is None or await session.scalar(select(Instruction.id).where(own)) is None:
                return None
            guarded = update(Instruction).where(own, Instruction.given_at.is_(None))
            taken = guarded.values(activity_id=activity_id, executors=[], given_at=now).returning(Instruction.id)
            is_new = await session.scalar(taken) is not None
            row = await session.get_one(Instruction, instruction_id, populate_existing=True)
            if is_new:
                await self._send(session, row, activity, person, now)
            return Given(
                self._facts(row),
                await kept_activity(session, row.activity_id or activity_id, self._days.of(now)),
                is_new,
            )

    async def addressed(self, instruction_id: int, person: Person, now: datetime, *, to_all: bool) -> Addressed | None:
        """Whom the kept words would reach: the executors of all activities that they name, or of the whole plan.

        None where they are not this person's.
        """
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            if row is None or row.account_id != person.account_id:
                return None
            return await self._addressed(session, row, now, to_all=to_all)

    async def give_to_many(
        self, instruction_id: int, person: Person, now: datetime, *, to_all: bool
    ) -> Addressed | None:
        """The author says that it goes to all whom it names, or to the whole plan: each of them gets it once.

        None where the words are not this person's or reach nobody. A second press shows what stands.
        """
        async with self._database.write() as session:
            row = await session.get(Instruction, instruction_id)
            if row is None or row.account_id != person.account_id:
                return None
            found = await self._addressed(session, row, now, to_all=to_all)
            if row.given_at is not None or found is None or not (found.told or found.untold):
                return found
            ids = [one.id for one in found.activities]
            taken = (
                update(Instruction)
                .where(Instruction.id == instruction_id, Instruction.given_at.is_(None))
                .values(choices=ids, executors=[one.id for one in found.people], given_at=now)
                .returning(Instruction.id)
            )
            if await session.scalar(taken) is None:
                return found
            await session.refresh(row)
            await self._send_to_many(session, row, found, person, now)
            return replace(found, instruction=self._facts(row), is_new=True)

    async def is_of(self, instruction_id: int, person: Person) -> bool:
        """Whether the kept words are this person's."""
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            return row is not None and row.account_id == person.account_id

    async def words(self, instruction_id: int, person: Person) -> Written | None:
        """The kept words, if they are this person's."""
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            if row is None or row.account_id != person.account_id:
                return None
            return Written(row.chat_id, row.message_id, row.text)

    async def kept(self, instruction_id: int, person: Person, now: datetime) -> Kept | None:
        """The kept words again, as `keep` returned them."""
        written = await self.words(instruction_id, person)
        return None if written is None else await self.keep(person, written, (), now)

    async def received(self, instruction_id: int, person: Person, now: datetime) -> Received | None:
        """An instruction that was given, as this executor gets it; None where it is nothing of theirs any more."""
        today = self._days.of(now)
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            if row is None or row.given_at is None:
                return None
            ids = [row.activity_id] if row.activity_id is not None else row.choices
            conditions = [Activity.id.in_(ids)] if ids else []
            activities = await activities_where(session, today, *conditions)
            own = tuple(one for one in activities if one.part_of(person.executor_ids) is not None)
            if not own or (row.executors and not person.executor_ids & set(row.executors)):
                return None
            return Received(self._facts(row), own, to_all=not (ids or row.executors), to_some=bool(row.executors))

    async def of(self, activity_id: int) -> tuple[InstructionFacts, ...]:
        """All instructions on an activity, newest first."""
        async with self._database.read() as session:
            return await instructions_of(session, activity_id)

    async def reply(self, instruction_id: int, report_id: int, now: datetime) -> InstructionReply | None:
        """A report with the instruction it answers; None if the report was taken back.

        Words whose activity nobody has said, or which were said to be no report, answer it as well.
        """
        is_said = or_(Report.state != ReportState.UNDONE, Report.assignment_id.is_(None))
        query = written_rows().where(Report.id == report_id, is_said)
        async with self._database.read() as session:
            row = await session.get(Instruction, instruction_id)
            reports = await report_facts(session, query)
            if row is None or row.given_at is None or not reports:
                return None
            reported = select(Assignment.activity_id).join(Report, Report.assignment_id == Assignment.id)
            activity_id = await session.scalar(reported.where(Report.id == report_id))
            placed = None if activity_id is None else row.activity_id or activity_id
            activity = None if placed is None else await kept_activity(session, placed, self._days.of(now))
            if activity is not None and not is_in_sight(line_of(activity.number)):
                return None  # given in a plan's own chat, and answered with a report on another plan
            return InstructionReply(self._facts(row), activity, reports[0])

    def _facts(self, row: Instruction) -> InstructionFacts:
        due = read_due(row.text, self._days.of(row.written_at))
        return replace(instruction_facts(row), due_on=due.day, is_due_unclear=due.is_unclear)

    async def _choices(self, session: AsyncSession, row: Instruction, now: datetime) -> tuple[ActivityFacts, ...]:
        activities = await activities_where(session, self._days.of(now), Activity.id.in_(row.choices))
        return tuple(sorted(activities, key=lambda activity: row.choices.index(activity.id)))

    async def _addressed(
        self, session: AsyncSession, row: Instruction, now: datetime, *, to_all: bool
    ) -> Addressed | None:
        """Whom it reaches, or has reached: what was given stays as it was given."""
        today = self._days.of(now)
        plan = await activities_where(session, today)
        if row.given_at is None:
            silent_ones = await self._silent(session, plan, now)
            target = target_of(row.text, plan, today, row.choices, silent_ones=silent_ones, to=row.executors)
            target = Target(to_all=True) if to_all else target
        else:
            target = _given(row, plan)
        if not target.any:
            return None
        parts = [part for one in (target.activities or plan) for part in one.parts]
        if target.executors:
            parts = [part for part in parts if part.executor.id in target.executors]
        told = dict.fromkeys(part.executor for part in parts if part.is_linked)
        untold = dict.fromkeys(part.executor for part in parts if not part.is_linked)
        people = (*told, *untold) if target.executors else ()
        every = {part.executor.id: part.executor for one in plan for part in one.parts}
        return Addressed(
            self._facts(row),
            target.activities,
            tuple(told),
            tuple(untold),
            people,
            outside=tuple(every[one] for one in sorted(target.outside)),
            unread=tuple(_unread(row.text, _named(row.text, plan, today), plan, today)),
            instead=() if told else _instead(target, plan),
        )

    async def _send_to_many(
        self, session: AsyncSession, row: Instruction, found: Addressed, person: Person, now: datetime
    ) -> None:
        accounts = await accounts_of(session, [executor.id for executor in found.told])
        await outbox.owe_accounts(session, accounts, InstructionGiven(row.id), key=f"instruction:{row.id}", now=now)
        after = {"instruction": row.id, "text": row.text, "accounts": len(accounts)}
        subjects = [audit.activity(one.id) for one in found.activities] or [f"instruction:{row.id}"]
        to_many = "instruction.given_to_some" if found.people else "instruction.given_to_all"
        action = "instruction.given" if found.activities else to_many
        for subject in subjects:
            audit.note(session, action, subject, actor=person.telegram_id, now=now, after=after)

    async def _send(
        self, session: AsyncSession, row: Instruction, activity: ActivityFacts, person: Person, now: datetime
    ) -> None:
        accounts = await accounts_of(session, [part.executor.id for part in activity.parts])
        await outbox.owe_accounts(session, accounts, InstructionGiven(row.id), key=f"instruction:{row.id}", now=now)
        audit.note(
            session,
            "instruction.given",
            audit.activity(activity.id),
            actor=person.telegram_id,
            now=now,
            after={"instruction": row.id, "text": row.text, "accounts": len(accounts)},
        )


def _named(
    text: str, plan: Sequence[ActivityFacts], today: date, about: Sequence[int] = ()
) -> tuple[ActivityFacts, ...]:
    """The activities that the words name by number, in the order of the words.

    A number alone that activities of several plans have names each of them, but for one that was shown (`about`).
    """
    called = _called(text, plan, about)
    every = dict.fromkeys(
        number
        for one in _numbers_named(called.text, _known(called, plan), today)
        for number in called.shared.get(one, (called.meant(one),))
    )
    meant = (meant_of([facts for facts in plan if facts.number == one]) for one in every)
    return tuple(one for one in meant if one is not None)


def _is_doubtful(text: str, plan: Sequence[ActivityFacts], today: date, about: Sequence[int]) -> bool:
    """Whether the words name a number alone that activities of several plans have."""
    called = _called(text, plan, about)
    return bool(called.shared) and not called.shared.keys().isdisjoint(
        _numbers_named(called.text, _known(called, plan), today)
    )


def _known(called: Calling, plan: Sequence[ActivityFacts]) -> Sequence[int]:
    return list(dict.fromkeys([*(called.alias(one.number) for one in plan), *called.shared]))


def _called(text: str, plan: Sequence[ActivityFacts], about: Sequence[int]) -> Calling:
    return calling(text, plan, {one.number for one in plan if one.id in about})


def _numbers_named(text: str, known: Collection[int], today: date) -> Sequence[int]:
    """The numbers of activities that the words name."""
    said = without_times(text, today)
    named = understand(said, [Own(number, "") for number in known], today=today).named
    listed = _LISTED.match(said)
    numbers = [int(one) for one in re.findall(r"\d+", listed["numbers"])] if listed is not None else []
    bare = work_numbers(said, frozenset(known))
    return list(dict.fromkeys([*numbers, *(bare if set(bare) - set(named) else ()), *named]))


def _unread(text: str, named: Sequence[ActivityFacts], plan: Sequence[ActivityFacts], today: date) -> Sequence[int]:
    """The numbers in the words that could be those of activities besides those that were read as one, and of days."""
    written = re.findall(r"(?<![\d.,:/-])\d{1,9}(?![\d.:/%-])", without_times(text, today))
    known = {activity.number for activity in plan} - {activity.number for activity in named}
    return [number for number in dict.fromkeys(map(int, written)) if number in known]


def _instead(target: Target, plan: Sequence[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    """The activities in question of which others are responsible who are linked, where none of the people is."""
    if not target.executors:
        return ()
    return tuple(
        one
        for one in target.activities or plan
        if one.part_of(target.executors) is not None
        and (target.activities or one.is_open)
        and any(part.is_linked for part in one.parts)
    )


def target_of(
    text: str,
    plan: Sequence[ActivityFacts],
    today: date,
    about: Sequence[int] = (),
    *,
    silent_ones: frozenset[int] = frozenset(),
    to: Sequence[int] = (),
) -> Target:
    """Whom and what the words name in the plan. A number goes before people, people before a section or «overdue».

    If people are named without a number, the activity is the one of their own that the words speak of, or else that of
    the message replied to (`about`), if it is theirs.
    `silent_ones` are the executors (ids) who are silent; `to`, those whose answer is replied to.
    """
    named = _named(text, plan, today, about)
    names = {part.executor.id: Named(str(part.executor.id), part.executor.name) for one in plan for part in one.parts}
    sections = {one.section: one.section_title for one in plan}
    called = addressees(text, tuple(names.values()), sections)
    people = frozenset(int(key) for key in called.executors)
    own = frozenset(part.executor.id for one in named for part in one.parts)
    if called.unknown:
        return Target(named, people & own if named else people, unknown=called.unknown)
    if called.silent and not people:
        people = silent_ones & own if named else silent_ones
        return Target(named, people, nobody=None if people else Nobody.SILENT)
    if named:
        theirs = people or frozenset(to)
        return Target(named, theirs & own, outside=people - own)
    is_of_some = called.sections or called.overdue or called.everybody
    people = people or (frozenset() if is_of_some else frozenset(to) & frozenset(names))
    if people:
        return Target(_of_people(text, plan, people, about), people)
    group = _group(text, plan, today, tuple(names.values()), tuple(sections))
    return _of_kind(called, group, plan, today, is_shown=bool(about))


def _of_people(
    text: str, plan: Sequence[ActivityFacts], people: frozenset[int], about: Sequence[int]
) -> tuple[ActivityFacts, ...]:
    """The one activity of these people that the words speak of, or that was shown; none if that is not clear."""
    own = [one for one in plan if one.is_open and one.part_of(people) is not None]
    names = " ".join(part.executor.name for one in own for part in one.parts if part.executor.id in people)
    said = without_words_of(text, names)
    activities = [Own(one.number, one.text, one.short_name) for one in own]
    spoken, likely = spoken_of(said, activities), likeliest(said, activities)
    shown = tuple(one for one in plan if one.id in about and one.part_of(people) is not None)
    if len(shown) == 1 == len(about) and (not spoken or shown[0].number in spoken):
        return shown
    return tuple(one for one in own if one.number == likely)


def _of_kind(
    called: Addressees, group: Group | None, plan: Sequence[ActivityFacts], today: date, *, is_shown: bool
) -> Target:
    """What is addressed by what it is: due in a time, overdue, in a section, all. What is not understood is nothing."""
    if group is not None and group.question is not None:
        those = _of_group(group.question, plan, today)
        return Target(those, nobody=None if those else Nobody.SUCH)
    if called.sections or called.overdue:
        those = tuple(
            one
            for one in plan
            if one.is_open
            and (not called.sections or one.section in called.sections)
            and (not called.overdue or one.status is Status.OVERDUE)
        )
        return Target(those, nobody=Nobody.OVERDUE if called.overdue and not those else None)
    is_of_all = called.everybody or (called.workers and not is_shown)
    return Target(to_all=is_of_all and group is None)


def _group(
    text: str, plan: Sequence[ActivityFacts], today: date, names: Sequence[Named], sections: Sequence[str]
) -> Group | None:
    if not plan:
        return None
    ends_on = max((one.due_on for one in plan if one.due_on is not None), default=today)
    span = Span(min(one.starts_on for one in plan), max(ends_on, today), today)
    return group_of(text, names=names, sections=sections, span=span)


def _of_group(question: Question, plan: Sequence[ActivityFacts], today: date) -> tuple[ActivityFacts, ...]:
    """The open activities of the group: due in the time that it names, and of the status."""
    times = [Period(month.first_day, month.last_day) for month in question.months]
    times += [question.days] if question.days is not None else []
    times += [Period(today, today + SOON)] if question.place is Place.SOON else []
    return tuple(
        one
        for one in plan
        if one.is_open
        and (not times or any(one.due_on is not None and one.due_on in time for time in times))
        and (not question.statuses or one.status in question.statuses)
        and (question.lasting is None or (days_late(one) or 0) >= question.lasting)
    )


def _given(row: Instruction, plan: Sequence[ActivityFacts]) -> Target:
    """To whom it was given."""
    ids = [row.activity_id] if row.activity_id is not None else row.choices
    chosen = tuple(one for one in plan if one.id in ids)
    return Target(chosen, frozenset(row.executors), to_all=not (ids or row.executors))


def _in_question(text: str, named: Sequence[int], plan: Sequence[ActivityFacts], about: Sequence[int]) -> list[int]:
    """The activities (ids) that the words may be about: those named, else those of the message replied to.

    If these are too many to choose from, or there are none, the likeliest by the words, then the most urgent.
    """
    if named:
        return list(dict.fromkeys(named))
    own = {facts.id for facts in plan}
    shown = [one for one in dict.fromkeys(about) if one in own]
    if 0 < len(shown) <= SHOWN:
        return shown
    by_id = {one.id: one for one in plan}
    open_ones = [by_id[one] for one in shown] or [one for one in by_urgency(plan) if one.is_open]
    likely = spoken_of(text, [Own(one.number, one.text, one.short_name) for one in open_ones])
    ranked = sorted(open_ones, key=lambda one: likely.index(one.number) if one.number in likely else len(likely))
    return [one.id for one in ranked][:CHOICES]


def _row(person: Person, written: Written, choices: list[int], now: datetime) -> Instruction:
    return Instruction(
        chat_id=written.chat_id,
        message_id=written.message_id,
        account_id=person.account_id,
        author=person.name,
        text=written.text,
        files=[asdict(file) for file in written.files],
        choices=choices,
        written_at=now,
    )


async def instructions_of(
    session: AsyncSession, activity_id: int, limit: int | None = None
) -> tuple[InstructionFacts, ...]:
    """What was instructed on an activity, alone or with others, newest first; not what went to the whole plan."""
    given = await instructions_on_each(session, [activity_id])
    return given.get(activity_id, ())[::-1][:limit]


async def instructions_on_each(
    session: AsyncSession, activity_ids: Sequence[int]
) -> dict[int, tuple[InstructionFacts, ...]]:
    """The same for each of these activities, oldest first; those on which nothing was instructed are left out."""
    query = (
        select(Instruction)
        .where(
            Instruction.given_at.is_not(None),
            or_(Instruction.activity_id.in_(activity_ids), Instruction.activity_id.is_(None)),
        )
        .order_by(Instruction.given_at, Instruction.id)
    )
    asked, given = set(activity_ids), dict[int, list[InstructionFacts]]()
    for row in await session.scalars(query):
        # Several activities are kept as a list, which databases search differently.
        for one in asked & set([row.activity_id] if row.activity_id is not None else row.choices):
            given.setdefault(one, []).append(instruction_facts(row))
    return {one: tuple(own) for one, own in given.items()}


def instruction_facts(row: Instruction) -> InstructionFacts:
    """An instruction as kept."""
    return InstructionFacts(
        id=row.id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        account_id=row.account_id,
        author=row.author,
        text=row.text,
        files=tuple(FileFacts(**file) for file in row.files),
        given_at=row.given_at,
    )
