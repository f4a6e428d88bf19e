"""The import that is open: one for the whole installation, kept over restarts until it is loaded or cancelled."""

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rapidfuzz import fuzz, process
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Executor, ExecutorKind, Plan, PlanImport, PlanState
from models.database import Database
from models.terms import Period
from models.upsert import insert_once
from services.control.loading import Document, Loaded, Plans
from services.documents.executors import Known
from services.imports.answers import Answer
from services.imports.making import Named
from services.people.accounts import Person
from services.plan.activities import plan_in_force
from services.plan.file import PlanFile

LONGEST_NAME = 255
_LIKE = 55  # of 100: less alike, and the number stands for another activity
_SURE = 95  # of 100: retyped, and no other is looked for


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
class InForce:
    """The plan that an import would replace or follow: those it knows, and its activities' texts by number."""

    known: tuple[Known, ...]
    title: str = ""
    organisation: str = ""
    period: Period | None = None
    is_closed: bool = True
    texts: Mapping[int, str] = field(default_factory=dict)
    names: tuple[Named, ...] = ()
    past: frozenset[tuple[str, date, date]] = frozenset()  # plans that were in force before


@dataclass(frozen=True)
class Effect:
    """What loading does: a `is_new` plan ends the one in force (`ends`, its title), at once or on the day `begins`;
    else the numbers of activities that change.

    `moved` are numbers that stand for another activity in the document: their reports would go to the wrong work.
    `is_past`: the plan was in force before another one, and cannot be loaded any more.
    """

    is_new: bool
    ends: str = ""
    begins: date | None = None
    is_past: bool = False
    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    reworded: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()


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

    async def begin(self, name: str, content: bytes, by: Person, now: datetime) -> Import:
        """Keep a file that was read as a plan. If another is open already, that one is returned."""
        values = {
            "slot": 1,
            "name": name[-LONGEST_NAME:],
            "content": content,
            "sha256": digest(content),
            "answers": {},
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

    async def in_force(self) -> InForce:
        """Those known, and the plan in force."""
        async with self._database.read() as session:
            return await _in_force(session)

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
            *kept, _ = one.answers.items()
            if await self._put(one, dict(kept)):
                return True

    async def shows(self, import_id: int, chat_id: int, shown: Shown) -> None:
        """Remember which message of a chat shows the import."""
        async with self._database.write() as session:
            row = await session.scalar(select(PlanImport).where(PlanImport.id == import_id).with_for_update())
            if row is not None:
                row.shown = {**row.shown, str(chat_id): [shown.message_id, shown.locale]}

    async def cancel(self, import_id: int) -> Import | None:
        """Drop the import, and all that was kept of it; None if it is not open any more."""
        async with self._database.write() as session:
            row = await session.scalar(delete(PlanImport).where(PlanImport.id == import_id).returning(PlanImport))
            return _import(row) if row is not None else None

    async def confirm(
        self, import_id: int, version: int, file: PlanFile, by: Person, now: datetime
    ) -> tuple[Import, Loaded] | None:
        """Load the plan and settle the import, in one transaction.

        None if the import is not open any more, or an answer was given or taken back since `version`.
        """
        async with self._database.write() as session:
            settled = delete(PlanImport).where(PlanImport.id == import_id, PlanImport.version == version)
            row = await session.scalar(settled.returning(PlanImport))
            if row is None:
                return None
            one = _import(row)
            loaded = await self._plans.load_within(session, file, now, Document(one.name, by))
            return one, loaded

    async def load(self, name: str, file: PlanFile, now: datetime) -> Loaded:
        """Load the plan made from a document in the terminal."""
        async with self._database.write() as session:
            return await self._plans.load_within(session, file, now, Document(name, None))

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
        is_past = (file.organisation, file.period.start, file.period.end) in force.past
        # As the loading itself decides it (`periods.is_early`).
        begins = file.period.start if force.title and file.period.start > today else None
        return Effect(True, ends="" if force.is_closed else force.title, begins=begins, is_past=is_past)
    texts = {one.number: _plain(one.text) for one in file.activities}
    was = {number: _plain(text) for number, text in force.texts.items()}
    differ = [number for number in sorted(texts.keys() & was.keys()) if texts[number] != was[number]]
    moved = [number for number in differ if _is_moved(number, texts[number], was)]
    return Effect(
        False,
        added=tuple(sorted(texts.keys() - force.texts.keys())),
        removed=tuple(sorted(force.texts.keys() - texts.keys())),
        reworded=tuple(number for number in differ if number not in moved),
        moved=tuple(moved),
    )


def _is_moved(number: int, text: str, was: Mapping[int, str]) -> bool:
    """Whether the text is another activity's than the one that had the number."""
    own = fuzz.ratio(text, was[number])
    if own < _LIKE:
        return True
    likest = process.extractOne(text, was, scorer=fuzz.ratio, score_cutoff=own)
    return own < _SURE and likest is not None and likest[2] != number


def _plain(text: str) -> str:
    return " ".join(text.split())


async def _in_force(session: AsyncSession) -> InForce:
    rows = await session.scalars(select(Executor).order_by(Executor.position, Executor.id))
    known = tuple(Known(one.key, one.name, one.kind is ExecutorKind.UNIT, tuple(one.aliases)) for one in rows)
    plan = await session.scalar(plan_in_force())
    if plan is None:
        return InForce(known)
    own = select(Activity).where(Activity.plan_id == plan.id, Activity.is_removed.is_(False))
    activities = (await session.scalars(own.order_by(Activity.number))).all()
    texts = {one.number: one.text for one in activities}
    names = tuple(Named(one.number, one.text, one.short_name) for one in activities if one.short_name)
    others = await session.scalars(select(Plan).where(Plan.id != plan.id, Plan.state != PlanState.WAITING))
    past = frozenset((one.organisation, one.starts_on, one.ends_on) for one in others)
    is_closed = plan.state is PlanState.CLOSED
    return InForce(known, plan.title, plan.organisation, plan.period, is_closed, texts, names, past)


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
