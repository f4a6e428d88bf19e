"""What is not done at the end of a plan, and what of it goes on in the next one as an activity of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import CarriedOver, Executor, Plan, PlanEdition, PlanState
from models.database import Database
from models.terms import Month, Period, Precision
from models.upsert import put
from services.calendar.local_days import LocalDays
from services.calendar.rules import Rules, UnsetRule, WindowRule, rules_to_json
from services.control import editions
from services.control.amended import Amended, Amendment, Standing
from services.control.exporting import entry_of
from services.control.lines import Into
from services.control.loader import Document
from services.control.loading import Plans, fingerprint_of
from services.control.periods import next_plan, waiting_plans
from services.documents.comparing import Kind
from services.language.roman import roman
from services.language.script import bare
from services.messages.kinds import CarryWanted
from services.messages.told import is_told
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.activities import activities_of_plan, facts_of_plan, plans_in_force
from services.plan.figures import ActivityFacts, PlanFacts
from services.plan.file import PlanFile
from services.plan.short_names import called

OPEN_FOR = timedelta(days=7)  # after the next plan began
REMINDED_BEFORE = timedelta(days=7)  # it begins


@dataclass(frozen=True)
class Left:
    """An activity that is not done; `number` is its number in the next plan, once it was carried over.

    `due_on` is the term that was set for it there; `has_term`: it was set, perhaps to none.
    """

    activity: ActivityFacts
    is_chosen: bool = False
    has_term: bool = False
    due_on: date | None = None
    number: int | None = None


@dataclass(frozen=True)
class CarryOver:
    """What may be carried over, by number."""

    former: PlanFacts
    following: PlanFacts
    left: tuple[Left, ...]

    @property
    def chosen(self) -> tuple[Left, ...]:
        """What is chosen and not carried over yet."""
        return tuple(one for one in self.left if one.is_chosen and one.number is None)

    @property
    def without_term(self) -> tuple[Left, ...]:
        """What of that has no term yet."""
        return tuple(one for one in self.chosen if not one.has_term)

    @property
    def period(self) -> Period:
        """The days of the next plan, in which a term lies."""
        return Period(self.following.starts_on, self.following.ends_on)

    @property
    def months(self) -> tuple[date, ...]:
        """The terms to choose from by button: the ends of the next plan's months."""
        first, last = Month.of(self.following.starts_on), Month.of(self.following.ends_on)
        return tuple(month.last_day for month in Month.range(first, last) if month.last_day <= self.following.ends_on)


@dataclass(frozen=True)
class CarryWords:
    """The words that go into the plan, in its own language.

    `origin` heads the column that says where an activity comes from (`origin_of`); `section` is the title of those
    whose section the next plan has not; `document` is what the change of the plan is called.
    """

    origin: str
    section: str
    document: str
    origin_of: Callable[[PlanFacts, ActivityFacts], str]
    term: Callable[[Rules], str]


class Carrying:
    """Keeps what was chosen, over restarts and for all admins alike, until it stands in the next plan."""

    def __init__(
        self, database: Database, plans: Plans, admins: Admins, days: LocalDays, *, tell_at: time = time(9)
    ) -> None:
        self._database = database
        self._admins = admins
        self._tell_at = tell_at
        self._plans = plans
        self._days = days

    async def facts(self, now: datetime) -> CarryOver | None:
        """What may be carried over now: until some days after the next plan began, or was loaded if that was later.

        What was chosen until then and does not stand in the plan yet may be carried over as long as that is in force.
        """
        async with self._database.read() as session:
            return await self._facts(session, now)

    async def remind(self, now: datetime) -> bool:
        """Remind the admins, once in the last week, of what is chosen and not carried over yet; whether it was now."""
        local = self._days.local(now)
        if local.time() < self._tell_at:
            return False
        async with self._database.read() as session:
            plan = next(iter(await waiting_plans(session)), None)
            if plan is None or not plan.starts_on - REMINDED_BEFORE <= local.date() < plan.starts_on:
                return False
            key = f"carry_wanted:{plan.id}:{plan.loaded_at.isoformat()}"
            is_chosen = await session.scalar(select(CarriedOver.id).where(*_open(plan.id)).limit(1)) is not None
            if not is_chosen or await is_told(session, key):
                return False  # before both plans are read, which every tick of that week would do
            found = await self._facts(session, now)
        if found is None or not found.chosen:
            return False
        return await self._admins.tell_once(self._database, CarryWanted(plan.id), key=key, now=now)

    async def mark(self, plan_id: int, activity_ids: Sequence[int], now: datetime, *, is_chosen: bool) -> bool:
        """Choose these activities for the next plan, or leave them out again; False if it is not open any more."""
        async with self._database.write() as session:
            found = await self._facts(session, now)
            if found is None or found.following.id != plan_id:
                return False
            may = {one.activity.id for one in found.left if one.number is None} & set(activity_ids)
            left_out = CarriedOver.number.is_not(None), CarriedOver.activity_id.in_(may)
            await session.execute(delete(CarriedOver).where(CarriedOver.plan_id == plan_id, *left_out))
            if is_chosen:
                for activity_id in sorted(may - {one.activity.id for one in found.chosen}):
                    key = {"plan_id": plan_id, "activity_id": activity_id}
                    await put(session, CarriedOver, key, {"is_unset": False})
            else:
                await session.execute(delete(CarriedOver).where(*_open(plan_id), CarriedOver.activity_id.in_(may)))
            return True

    async def set_term(self, plan_id: int, activity_id: int, due_on: date | None, now: datetime) -> bool:
        """Set the term of a chosen activity in the next plan (None: it is to have none); False if that cannot be."""
        async with self._database.write() as session:
            found = await self._facts(session, now)
            if found is None or found.following.id != plan_id or not (due_on is None or due_on in found.period):
                return False
            term = update(CarriedOver).where(*_open(plan_id), CarriedOver.activity_id == activity_id)
            kept = term.values(due_on=due_on, is_unset=due_on is None).returning(CarriedOver.id)
            return await session.scalar(kept) is not None

    async def carry_over(self, plan_id: int, words: CarryWords, by: Person, now: datetime) -> CarryOver | None:
        """Put what was chosen into the next plan, and return it as it was chosen.

        None if nothing is chosen, a term is missing, or it is too late.
        """
        async with self._database.write() as session:
            found = await self._facts(session, now)
            if found is None or found.following.id != plan_id or not found.chosen:
                return None
            current = await editions.file_in_force(session, plan_id)
            if current is None or found.without_term:
                return None
            file, numbers = await _with(session, current, found, words)
            document = Document(words.document, by, carried=len(numbers))
            # What comes into a plan that is carried out already is a change of it: those whom it concerns are told.
            is_in_force = (await session.get_one(Plan, plan_id)).state is PlanState.ACTIVE
            amendment = _amendment(current, file, frozenset(numbers.values())) if is_in_force else None
            into = Into(found.following.line)
            await self._plans.load_within(session, file, now, document, amendment, into=into)
            for activity_id, number in numbers.items():
                await session.execute(
                    update(CarriedOver)
                    .where(*_open(plan_id), CarriedOver.activity_id == activity_id)
                    .values(number=number)
                )
            return found

    async def _facts(self, session: AsyncSession, now: datetime) -> CarryOver | None:
        today = self._days.of(now)
        plans = await self._plans_of(session, today)
        if plans is None:
            return None
        former, following, is_late = plans
        query = select(CarriedOver).where(CarriedOver.plan_id == following.id)
        kept = {one.activity_id: one for one in await session.scalars(query)}
        there = {one.number: bare(one.text) for one in await activities_of_plan(session, following.id, today)}
        activities = await activities_of_plan(session, former.id, today)
        # An edition that was loaded since may have left out what was carried over: it can be chosen again.
        for one in activities:
            number = kept[one.id].number if one.id in kept else None
            if number is not None and there.get(number) != bare(one.text):
                del kept[one.id]
        return CarryOver(
            await facts_of_plan(session, former),
            await facts_of_plan(session, following),
            tuple(
                left
                for one in activities
                if one.is_open and not one.is_endless
                for left in [_left(one, kept.get(one.id))]
                if not is_late or (left.is_chosen and left.number is None)
            ),
        )

    async def _plans_of(self, session: AsyncSession, today: date) -> tuple[Plan, Plan, bool] | None:
        """The plan that ends and the one that follows it; True: only what was chosen is left to be carried over.

        Of several lines the first one that has something to be carried over.
        """
        for current in (await session.scalars(plans_in_force().where(Plan.paper.is_(None)))).all():
            found = await self._plans_after(session, current, today)
            if found is not None:
                return found
        return None

    async def _plans_after(self, session: AsyncSession, current: Plan, today: date) -> tuple[Plan, Plan, bool] | None:
        waiting = await next_plan(session, current.line)
        if waiting is not None:
            return current, waiting, False
        closed = select(Plan).where(
            Plan.state == PlanState.CLOSED, Plan.line == current.line, Plan.ends_on < current.starts_on
        )
        former = await session.scalar(closed.order_by(Plan.ends_on.desc(), Plan.id.desc()).limit(1))
        loadings = select(func.min(PlanEdition.loaded_at)).where(*editions.stands_of(current.id))
        first = await session.scalar(loadings)
        came = self._days.of(first) if first is not None else None
        begun = max(came, current.starts_on) if came is not None else None
        if former is None or current.state is not PlanState.ACTIVE:
            return None
        if begun is not None and begun <= today <= begun + OPEN_FOR:
            return former, current, False
        waits = select(CarriedOver.id).where(*_open(current.id)).limit(1)
        return (former, current, True) if await session.scalar(waits) is not None else None


def _open(plan_id: int) -> tuple[ColumnElement[bool], ...]:
    return CarriedOver.plan_id == plan_id, CarriedOver.number.is_(None)


def _left(activity: ActivityFacts, kept: CarriedOver | None) -> Left:
    if kept is None:
        return Left(activity)
    has_term = kept.due_on is not None or kept.is_unset
    return Left(activity, is_chosen=True, has_term=has_term, due_on=kept.due_on, number=kept.number)


async def _with(
    session: AsyncSession, file: PlanFile, found: CarryOver, words: CarryWords
) -> tuple[PlanFile, dict[int, int]]:
    """The plan file with what was chosen, and the number of each activity (by its id) there."""
    data = file.model_dump(mode="json")
    sections = data["sections"]
    numbers: dict[int, int] = {}
    for number, one in enumerate(found.chosen, start=max(each.number for each in file.activities) + 1):
        title = one.activity.section_title
        section = next((each for each in sections if bare(each["title"]) == bare(title)), None)
        section = section or next((each for each in sections if each["title"] == words.section), None)
        if section is None:
            section = {"number": roman(len(sections) + 1), "title": words.section, "activities": []}
            sections.append(section)
        section["activities"].append(_activity(one, number, found, words))
        numbers[one.activity.id] = number
    known = {each["key"] for each in data["executors"]}
    wanted = {part.executor.key for one in found.chosen for part in one.activity.parts} - known
    for row in await session.scalars(select(Executor).where(Executor.key.in_(wanted)).order_by(Executor.position)):
        data["executors"].append(entry_of(row))
    return PlanFile.model_validate(data), numbers


def _amendment(current: PlanFile, file: PlanFile, new: frozenset[int]) -> Amendment:
    """The change of the plan in force by which the activities with these numbers are new in it."""
    names = {one.key: one.name for one in file.executors}
    changes = (
        Standing(
            one.number,
            one.text,
            called(one.short_name, one.text),
            one.deadline.text,
            rules_to_json(one.deadline.rules),
            tuple(one.executors),
            (*(names[key] for key in one.executors), *one.partners),
        )
        for one in file.activities
        if one.number in new
    )
    kept = {one.number: one.number for one in current.activities}
    return Amendment(fingerprint_of(current), kept, tuple(Amended((Kind.NEW,), None, one) for one in changes))


def _activity(one: Left, number: int, found: CarryOver, words: CarryWords) -> dict[str, object]:
    activity = one.activity
    rules: Rules = (UnsetRule(),)
    if one.due_on is not None:
        if one.due_on in found.months:
            rules = (WindowRule(found.following.starts_on, one.due_on, Precision.MONTH),)
        else:
            rules = (WindowRule(None, one.due_on, Precision.DAY),)
    name = {"short_name": activity.short_name} if activity.short_name else {}
    return {
        "number": number,
        **name,
        "text": activity.text,
        "deadline": {"text": words.term(rules), "rule": rules_to_json(rules)},
        "executors": [part.executor.key for part in activity.parts],
        "partners": list(activity.partners),
        "extra": {words.origin: words.origin_of(found.former, activity)},
    }
