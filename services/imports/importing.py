"""The import that is open: one for the whole installation, kept over restarts until it is loaded or cancelled."""

import enum
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Executor, ExecutorKind, Plan, PlanEdition, PlanImport, PlanState, Section
from models.database import Database
from models.terms import Period
from models.upsert import insert_once
from services.calendar.workdays import Workdays
from services.control import editions
from services.control.amended import Amendment
from services.control.carried import Carried, carried_into
from services.control.lines import Into
from services.control.loader import Document, Loaded, Progress, unwatched
from services.control.loading import Plans, fingerprint_of
from services.control.restoring import file_of_rows
from services.documents.executors import Known, people_named
from services.documents.understood import ActivityRead, DeadlineRead, PlanRead, SectionRead
from services.imports.amending import Amending, Edition, executors_read
from services.imports.answers import Answer
from services.imports.making import Named
from services.imports.places import PLACE, KnownLine, into_of, is_found
from services.imports.stakes import Stake, stakes_of
from services.language.names import Named as Name
from services.language.names import find
from services.language.script import bare
from services.messages import outbox
from services.messages.kinds import ImportCancelled
from services.people.accounts import Person
from services.people.structure import heard_executors
from services.plan.activities import plans_in_force
from services.plan.file import Executor as Entry
from services.plan.file import PlanFile

LONGEST_NAME = 255


@dataclass(frozen=True)
class Shown:
    """A message that shows the import, in the language `locale`."""

    message_id: int
    locale: str


@dataclass(frozen=True)
class Import:
    """The open import, with what was answered so far. `shown` is the message that shows it in each chat."""

    id: int
    name: str
    content: bytes
    sha256: str
    answers: Mapping[str, Answer]
    version: int
    shown: Mapping[int, Shown]
    by_id: int
    by_name: str
    begun_at: datetime


@dataclass(frozen=True)
class Waiting:
    """A plan that waits for its first day. `carried` are the activities that were carried over into it.

    `file` is its last edition as JSON, with its `fingerprint`; empty if it was not kept.
    """

    title: str
    organisation: str
    period: Period
    sha256: str | None
    carried: Carried
    file: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Earlier:
    """An edition of the plan in force that another has replaced since; `by` is empty if it was loaded on the server."""

    document: str
    by: str
    loaded_at: datetime
    fingerprint: str
    sha256: str | None


@dataclass(frozen=True)
class InForce:
    """The plan that an import would replace or follow, and those it knows.

    `file` is its plan file as JSON; of a plan that was loaded before editions were kept `kept` is what its activities
    say, and `may_be_restored`: a file can be made of them to which an amendment is taken back. `sha256` is that of the
    document it was made from. `given` are the due days, by number, that extensions and admins have set; `stakes` is, by
    number, what is recorded on the activities; `carried` is what was carried over into it. It is the `plan` (its id) of
    one `line`; `lines` are all that are known. `earlier` are the editions of the plan before the one in force, the
    newest first. `heard` are the executors (keys) for whom somebody is told what is theirs, units by any of theirs.
    """

    known: tuple[Known, ...]
    title: str = ""
    organisation: str = ""
    period: Period | None = None
    is_closed: bool = True
    fingerprint: str = ""
    sha256: str | None = None
    file: str = ""
    kept: Edition | None = None
    may_be_restored: bool = False
    names: tuple[Named, ...] = ()
    given: Mapping[int, date] = field(default_factory=dict)
    stakes: Mapping[int, Stake] = field(default_factory=dict)
    past: frozenset[tuple[str, date, date]] = frozenset()  # plans that were in force before
    waiting: tuple[Waiting, ...] = ()
    carried: Carried = field(default_factory=Carried)
    plan: int | None = None
    line: int = 0
    lines: tuple[KnownLine, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    heard: frozenset[str] = frozenset()

    def unheard_units(self, file: PlanFile) -> tuple[str, ...]:
        """The names of the units that have work in a plan file and of which nobody can be told: no head, no member."""
        named = {key for one in file.activities for key in one.executors}
        units = [one for one in file.executors if one.kind == "unit" and one.key in named]
        return tuple(one.name for one in units if self.heard.isdisjoint({one.key, *one.members, *self._heads(one)}))

    def _heads(self, unit: Entry) -> Iterator[str]:
        """Who (keys) leads the unit, as its entry says: by key, or in words that name one of those who are known."""
        if unit.led_by is not None:
            yield unit.led_by
        people = [Name(one.key, one.name, one.aliases) for one in self.known if not one.is_unit]
        for written in people_named(unit.head) if unit.head else ():
            found = find(written, people)
            yield from (one.key for one in found if len(found) == 1)

    def earlier_as(self, one: Import, whole: PlanFile | None) -> Earlier | None:
        """The earlier edition that is sent again: the same document, or one that says the same as a `whole`."""
        said = fingerprint_of(whole) if self.earlier and whole is not None else None
        return next((each for each in self.earlier if one.sha256 == each.sha256 or said == each.fingerprint), None)

    def of(self, amending: Amending | None) -> tuple[Mapping[int, date], Mapping[int, Stake]]:
        """What was given, and is at stake, in the plan that is amended; nothing is in one that waits."""
        return ({}, {}) if amending is not None and amending.waits else (self.given, self.stakes)

    def has(self, sha256: str) -> bool:
        """Whether the plan in force, or one that waits, was made from this document."""
        return sha256 == self.sha256 or any(sha256 == one.sha256 for one in self.waiting)

    def waits(self, sha256: str) -> bool:
        """Whether a plan that waits was made from this document, and not the one in force."""
        return sha256 != self.sha256 and any(sha256 == one.sha256 for one in self.waiting)

    def edition(self) -> Edition | None:
        """The edition in force; None before any plan was loaded. Takes a moment for a long plan: use a thread."""
        if not self.file:
            return self.kept
        edition = Edition.of(PlanFile.model_validate_json(self.file), self.fingerprint)
        return replace(edition, given=self.given, carried=self.carried)

    def next_editions(self) -> tuple[Edition, ...]:
        """The last editions of the plans that wait. Takes a moment for a long plan: use a thread."""
        return tuple(
            replace(
                Edition.of(PlanFile.model_validate_json(one.file), one.fingerprint), carried=one.carried, waits=True
            )
            for one in self.waiting
            if one.file
        )


class Over(enum.StrEnum):
    """Why nothing is loaded for a period."""

    REPLACED = "replaced"  # the plan was in force before another one
    EARLIER = "earlier"  # the period ended before that of the plan in force begins
    CLOSED = "closed"  # it is the plan in force, whose period is closed


@dataclass(frozen=True)
class Effect:
    """What loading does: a `is_new` plan ends the one in force (`ends`, its title), at once or on the day `begins`;
    else that is amended.

    `instead` are the titles of plans that waited and are taken off for it; `is_next_edition`: it waits already, and
    this is another edition of it. `carried` are the texts of what was carried over and is not in the document: it stays
    in another edition, and goes with a plan that is taken off. `instead_of` is the organisation in force, if the plan
    is another's for some of the same days.
    """

    is_new: bool
    ends: str = ""
    begins: date | None = None
    instead: tuple[str, ...] = ()
    is_next_edition: bool = False
    carried: tuple[str, ...] = ()
    instead_of: str = ""


class Answered(enum.StrEnum):
    """What became of an answer."""

    KEPT = "kept"
    ALREADY = "already"
    GONE = "gone"


class Imports:
    """Keeps the import, and loads the plan that comes of it."""

    def __init__(self, database: Database, plans: Plans) -> None:
        self._database = database
        self._plans = plans

    async def begin(
        self, name: str, content: bytes, by: Person, now: datetime, answers: Mapping[str, Answer] | None = None
    ) -> Import:
        """Keep a file that was read as a plan, with what is known of it.

        If another is open already, that one is returned.
        """
        values = {
            "slot": 1,
            "name": name[-LONGEST_NAME:],
            "content": content,
            "sha256": digest(content),
            "answers": {key: dict(answer) for key, answer in (answers or {}).items()},
            "version": 0,
            "shown": {},
            "by_id": by.telegram_id,
            "by_name": by.name,
            "begun_at": now,
        }
        async with self._database.write() as session:
            await insert_once(session, PlanImport, values, "slot")
            return _import((await session.scalars(select(PlanImport))).one())

    async def open(self) -> Import | None:
        """The import that is open."""
        async with self._database.read() as session:
            row = await session.scalar(select(PlanImport))
            return _import(row) if row is not None else None

    async def in_force(self, into: Into | None = None) -> InForce:
        """Those known, and the plan in force: the one into whose line the open import goes, as was answered.

        With `into`, that of this line, whatever import is open.
        """
        async with self._database.read() as session:
            if into is None:
                answers = await session.scalar(select(PlanImport.answers))
                into = into_of((answers or {}).get(PLACE))
            return await _in_force(session, into or Into(0))

    async def answer(self, import_id: int, key: str, answer: Answer) -> Answered:
        """Keep an answer, unless the question is answered already or the import is not open any more."""
        while True:
            one = await self._one(import_id)
            if one is None:
                return Answered.GONE
            if key in one.answers:
                return Answered.ALREADY
            if await self._put(one, {**one.answers, key: dict(answer)}):
                return Answered.KEPT

    async def take_back(self, import_id: int) -> bool:
        """Take back the last answer; False if there is none."""
        while True:
            one = await self._one(import_id)
            if one is None or not one.answers:
                return False
            *kept, (_, last) = one.answers.items()
            if is_found(last):
                return False
            if await self._put(one, dict(kept)):
                return True

    async def shows(self, import_id: int, chat_id: int, shown: Shown) -> None:
        """Remember which message of a chat shows the import."""
        async with self._database.write() as session:
            row = await session.scalar(select(PlanImport).where(PlanImport.id == import_id).with_for_update())
            if row is not None:
                row.shown = {**row.shown, str(chat_id): [shown.message_id, shown.locale]}

    async def cancel(self, import_id: int, by: Person, now: datetime) -> Import | None:
        """Drop the import, and all that was kept of it; None if it is not open any more.

        The others in whose chats it was shown are told: they may have answered some of it.
        """
        async with self._database.write() as session:
            row = await session.scalar(delete(PlanImport).where(PlanImport.id == import_id).returning(PlanImport))
            if row is None:
                return None
            one = _import(row)
            for chat_id in one.shown.keys() - {by.telegram_id}:
                key = f"import_cancelled:{one.id}:{chat_id}"
                await outbox.owe(session, ImportCancelled(one.name, by.name), key=key, chat_id=chat_id, now=now)
            return one

    async def confirm(
        self,
        import_id: int,
        version: int,
        file: PlanFile,
        by: Person,
        now: datetime,
        *,
        amendment: Amendment | None = None,
        progress: Progress = unwatched,
    ) -> tuple[Import, Loaded] | None:
        """Load the plan and settle the import, in one transaction.

        None if the import is not open any more, an answer was given or taken back since `version`, or another edition
        is in force than the `amendment` was made for.
        """
        async with self._database.write() as session:
            if amendment is not None and not await _still_follows(session, amendment):
                return None
            settled = delete(PlanImport).where(PlanImport.id == import_id, PlanImport.version == version)
            row = await session.scalar(settled.returning(PlanImport))
            if row is None:
                return None
            one = _import(row)
            document = Document(one.name, by, one.sha256)
            into = into_of(one.answers.get(PLACE))
            loaded = await self._plans.load_within(
                session, file, now, document, amendment, into=into, progress=progress
            )
            return one, loaded

    async def load(
        self,
        name: str,
        file: PlanFile,
        now: datetime,
        *,
        amendment: Amendment | None = None,
        sha256: str | None = None,
        into: Into | None = None,
    ) -> Loaded | None:
        """Load the plan made from a document in the terminal; None if another edition has come into force meanwhile."""
        async with self._database.write() as session:
            if amendment is not None and not await _still_follows(session, amendment):
                return None
            document = Document(name, None, sha256)
            return await self._plans.load_within(session, file, now, document, amendment, into=into)

    async def _one(self, import_id: int) -> Import | None:
        async with self._database.read() as session:
            row = await session.get(PlanImport, import_id)
            return _import(row) if row is not None else None

    async def _put(self, one: Import, answers: Mapping[str, object]) -> bool:
        """Whether the answers were kept: nobody else changed them since they were read."""
        statement = (
            update(PlanImport)
            .where(PlanImport.id == one.id, PlanImport.version == one.version)
            .values(answers=dict(answers), version=one.version + 1)
            .returning(PlanImport.id)
        )
        async with self._database.write() as session:
            return await session.scalar(statement) is not None


def digest(content: bytes) -> str:
    """What tells one file from another."""
    return hashlib.sha256(content).hexdigest()


def effect(file: PlanFile, force: InForce, today: date) -> Effect:
    """What loading this file on `today` does to the plan in force."""
    if (force.organisation, force.period) != (file.organisation, file.period):
        # As the loading itself decides it (`periods.is_early`).
        is_first = not force.title and not force.lines
        begins = file.period.start if not is_first and file.period.start > today else None
        own = [one for one in force.waiting if (one.organisation, one.period) == (file.organisation, file.period)]
        instead = [] if own else [one for one in force.waiting if _overlap(one.period, file.period)]
        carried = [each for one in own for each in one.carried.left_out(file)]
        carried += [each for one in instead for each in one.carried.activities]
        return Effect(
            True,
            ends="" if force.is_closed else force.title,
            begins=begins,
            instead=tuple(one.title for one in instead),
            is_next_edition=bool(own),
            carried=tuple(one.text for _, one in carried),
            instead_of=force.organisation if _is_anothers(file, force) else "",
        )
    return Effect(False, carried=tuple(one.text for _, one in force.carried.left_out(file)))


def _is_anothers(file: PlanFile, force: InForce) -> bool:
    """Whether it is another organisation's plan for days of the plan in force: that one would end before its time."""
    if force.period is None or force.is_closed or bare(file.organisation) == bare(force.organisation):
        return False
    return _overlap(file.period, force.period)


def over(organisation: str | None, period: Period | None, force: InForce) -> Over | None:
    """Why a plan of this organisation for this period cannot be loaded; None if it can, or that is not known yet."""
    if period is None or force.period is None:
        return None
    if (organisation, period) == (force.organisation, force.period):
        return Over.CLOSED if force.is_closed else None
    if (organisation, period.start, period.end) in force.past:
        return Over.REPLACED
    return Over.EARLIER if period.end < force.period.start else None


def _overlap(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


async def _still_follows(session: AsyncSession, amendment: Amendment) -> bool:
    """Whether the edition for which it was made is in force, or waits for its first day."""
    plans = await session.scalars(plans_in_force())
    waiting = await session.scalars(select(Plan.fingerprint).where(Plan.state == PlanState.WAITING))
    return amendment.base in {*(plan.fingerprint for plan in plans), *waiting}


async def _in_force(session: AsyncSession, into: Into) -> InForce:
    return replace(await _of_line(session, into), heard=await heard_executors(session))


async def _of_line(session: AsyncSession, into: Into) -> InForce:
    rows = await session.scalars(select(Executor).order_by(Executor.position, Executor.id))
    known = tuple(Known(one.key, one.name, one.kind is ExecutorKind.UNIT, tuple(one.aliases), one.head) for one in rows)
    lines = await _lines(session)
    line = into.line if into.line in {one.line for one in lines} or into.line is None else lines[0].line if lines else 0
    organisation = next((one.organisation for one in lines), "")
    if line is None:
        return InForce(known, organisation=organisation, line=-1, lines=lines)
    plan = await session.scalar(plans_in_force().where(Plan.line == line))
    queued = select(Plan).where(Plan.state == PlanState.WAITING, Plan.line == line).order_by(Plan.starts_on, Plan.id)
    if plan is None:
        waiting = tuple([await _waiting(session, one) for one in (await session.scalars(queued)).all()])
        return InForce(known, organisation=organisation, waiting=waiting, line=line, lines=lines)
    is_past = Plan.id != plan.id, Plan.line == line, Plan.state.not_in([PlanState.WAITING, PlanState.DROPPED])
    others = await session.scalars(select(Plan).where(*is_past))
    edition = await editions.in_force(session, plan.id)
    own = Activity.plan_id == plan.id, Activity.is_removed.is_(False)
    names = select(Activity.number, Activity.text, Activity.short_name).where(*own, Activity.short_name.is_not(None))
    given = select(Activity.number, Activity.due_on).where(
        *own, Activity.due_on.is_distinct_from(Activity.planned_due_on)
    )
    days = {number: due_on for number, due_on in await session.execute(given) if due_on is not None}
    force = InForce(
        known,
        plan.title,
        plan.organisation,
        plan.period,
        plan.state is PlanState.CLOSED,
        plan.fingerprint,
        names=tuple(
            Named(number, text, name or "") for number, text, name in await session.execute(names.order_by(Activity.id))
        ),
        given=days,
        stakes=await stakes_of(session, plan.id, days),
        past=frozenset((one.organisation, one.starts_on, one.ends_on) for one in others),
        waiting=tuple([await _waiting(session, one) for one in (await session.scalars(queued)).all()]),
        plan=plan.id,
        line=line,
        lines=lines,
    )
    if edition is None:
        may_be_restored = await file_of_rows(session, plan, Workdays()) is not None
        return replace(force, kept=await _kept(session, plan, known), may_be_restored=may_be_restored)
    carried = await carried_into(session, plan.id)
    earlier = await _earlier(session, edition)
    return replace(force, sha256=edition.sha256, file=edition.file, carried=carried, earlier=earlier)


async def _earlier(session: AsyncSession, edition: PlanEdition) -> tuple[Earlier, ...]:
    """The editions of its plan before this one that said something else."""
    columns = PlanEdition.document, PlanEdition.by_name, PlanEdition.loaded_at, PlanEdition.fingerprint
    before = PlanEdition.plan_id == edition.plan_id, PlanEdition.id < edition.id
    query = select(*columns, PlanEdition.sha256).where(*before, PlanEdition.fingerprint != edition.fingerprint)
    rows = (await session.execute(query.order_by(PlanEdition.id.desc()))).all()
    return tuple(Earlier(row[0] or "", row[1] or "", *row[2:]) for row in rows)


async def _lines(session: AsyncSession) -> tuple[KnownLine, ...]:
    """The lines that have a plan in force or one that waits."""
    shown = (await session.scalars(plans_in_force().where(Plan.paper.is_(None)))).all()
    documents = select(Plan).where(Plan.state != PlanState.DROPPED, Plan.paper.is_(None))
    every = (await session.scalars(documents.order_by(Plan.id))).all()
    waiting = [one for one in every if one.state is PlanState.WAITING]
    first = {one.line: one for one in (*reversed(waiting), *reversed(shown))}
    return tuple(
        KnownLine(
            line,
            one.mark,
            one.title,
            one.organisation,
            one.period,
            frozenset((each.organisation, each.period) for each in every if each.line == line),
        )
        for line, one in sorted(first.items())
    )


async def _waiting(session: AsyncSession, plan: Plan) -> Waiting:
    document = select(PlanEdition.sha256).where(*editions.stands_of(plan.id), PlanEdition.sha256.is_not(None))
    sha256 = await session.scalar(document.order_by(PlanEdition.id.desc()).limit(1))
    edition = await editions.in_force(session, plan.id)
    return Waiting(
        plan.title,
        plan.organisation,
        plan.period,
        sha256,
        await carried_into(session, plan.id),
        edition.file if edition is not None else "",
        plan.fingerprint,
    )


async def _kept(session: AsyncSession, plan: Plan, known: tuple[Known, ...]) -> Edition:
    """The edition in force as its activities say it, without the rules of their terms."""
    sections = (await session.scalars(select(Section).where(Section.plan_id == plan.id))).all()
    numbers = {one.id: one.number for one in sections}
    names = {one.key: one.name for one in known}
    own = select(Activity).where(Activity.plan_id == plan.id, Activity.is_removed.is_(False))
    read: dict[str, ActivityRead] = {}
    short_names: dict[str, str] = {}
    for row in await session.scalars(own.order_by(Activity.number, Activity.id)):
        executors = executors_read(row.planned_executors, row.partners, names)
        number, section, term = str(row.number), numbers.get(row.section_id), DeadlineRead(row.deadline_text)
        read[number] = ActivityRead(number, section, row.planned_text, term, executors)
        if row.short_name is not None:
            short_names[number] = row.short_name
    plan_read = PlanRead(
        plan.title,
        plan.organisation,
        plan.period,
        None,
        (),
        (),
        tuple(SectionRead(one.number, one.title) for one in sections),
        tuple(read.values()),
    )
    return Edition(plan.organisation, plan.period, plan_read, short_names, plan.fingerprint)


def _import(row: PlanImport) -> Import:
    return Import(
        row.id,
        row.name,
        row.content,
        row.sha256,
        row.answers,
        row.version,
        {int(chat): Shown(*shown) for chat, shown in row.shown.items()},
        row.by_id,
        row.by_name,
        row.begun_at,
    )
