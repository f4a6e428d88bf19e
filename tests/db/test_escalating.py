"""Heads hear of each step once for each due day, whatever becomes of deadlines, answers, the process and its clock."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from models import Escalation
from services.calendar.deadlines import Period
from services.calendar.workdays import Workdays
from services.messages.kinds import PeopleLate
from services.people.accounts import Person
from services.people.deputies import SubstitutionFacts
from services.plan.figures import ActivityFacts, Part
from services.plan.status import Status
from services.reminders.escalating import is_overdue_for
from tests.db.stores import Store, world_from
from tests.db.world import World, at, services_on

FIRST = date(2024, 2, 20)  # activity 3 is due on 29 February, and its executors are reminded of it before
NUMBER, HEAD, OTHER_HEAD, UNIT, MEMBER = 3, "umarov", "sataev", "training_center", "kuchkarov"
WORKDAYS = Workdays()
Told = dict[tuple[int, date, int], date]  # a part (id), its due day and the head (id): the day on which it was said


class Days:
    """Two heads, a unit and its member, day after day; `heard` counts what was said by part, due day, head and step."""

    def __init__(self, world: World, admin: Person, member: Person, heads: dict[str, int], unit: int) -> None:
        self._world = world
        self._admin = admin
        self._member = member
        self._heads = heads  # the ids of the executors
        self._unit = unit
        self._leads = HEAD
        self._linked = set(heads)
        self._day = FIRST
        self._told: Told = {}
        self._mornings: set[date] = set()
        self._reminders: list[date] = []  # to the member
        self.heard: Counter[tuple[int, date, int, str]] = Counter()
        self.messages: Counter[tuple[int, date]] = Counter()

    @classmethod
    async def begun(cls, world: World) -> "Days":
        """Activity 3's lead belongs to a unit, which is another of its executors and has a head."""
        admin, member = await world.admin(), await world.link(MEMBER)
        heads = {key: await world.executor_id(key) for key in (HEAD, OTHER_HEAD)}
        unit = await world.executor_id(UNIT)
        for key in heads:
            await world.link(key)
        await world.services.units.lead(unit, heads[HEAD], admin, at(FIRST))
        await world.services.units.belong(unit, await world.executor_id(MEMBER), admin, at(FIRST))
        return cls(world, admin, member, heads, unit)

    async def live(self, deed: str, days: int) -> None:
        """Something is done on a day, and the next days pass."""
        now = at(self._day, "15:00")
        await self._change_heads(deed, now)
        await self._do(deed, now)
        for _ in range(days):
            self._day += timedelta(days=1)
            await self._morning()

    async def _do(self, deed: str, now: datetime) -> None:
        world, one = self._world, await self._world.activity(NUMBER, self._day)
        services, later = world.services, self._day + timedelta(days=4)
        match deed:
            case "moved":
                await services.control.move_deadline(one.id, later, "сабаб", self._admin, now)
            case "extended":
                asked = await services.decisions.ask_extension(self._member, one.id, later, "сабаб", now)
                if asked is not None:
                    await services.decisions.decide_extension(asked.id, None, self._admin, now, approve=True)
            case "answered":
                await services.reporting.mark(
                    self._member, one.id, self._member.telegram_id, now, percent=50, done=None
                )
            case "handed in":
                handed = await services.reporting.mark(
                    self._member, one.id, self._member.telegram_id, now, percent=None, done=True
                )
                await world.with_reason(self._member, handed, now)
            case "returned":
                for waiting in (await services.decisions.waiting(now)).submissions:
                    await services.decisions.give_back(waiting.id, "сабаб", self._admin, now)
            case "closed":
                await services.control.close(one.id, "сабаб", self._admin, now)
            case "restored":
                await services.control.restore(one.id, self._admin, now)
            case "restarts":
                world.services = services_on(world.database)
            case "back":
                self._day -= timedelta(days=3)

    async def _change_heads(self, deed: str, now: datetime) -> None:
        services = self._world.services
        match deed:
            case "other head":
                self._leads = OTHER_HEAD if self._leads == HEAD else HEAD
                await services.units.lead(self._unit, self._heads[self._leads], self._admin, now)
            case "unlinked" if self._leads in self._linked:
                person = await self._world.officer(self._leads)
                await services.linking.unlink(self._heads[self._leads], person.account_id, self._admin, now)
                self._linked.discard(self._leads)
            case "linked":
                for key in self._heads.keys() - self._linked:
                    await self._world.link(key, now=now)
                self._linked = set(self._heads)

    async def _morning(self) -> None:
        """What the process does of a morning; twice, as a tick comes again, the second time newly started."""
        now, world = at(self._day, "09:31"), self._world
        await world.sweep(now)
        await world.services.escalating.queue(now)
        await self._look()
        for said in await world.delivered(now):
            if said.kind == "people_late":
                self.messages[said.chat_id, self._day] += 1
            if said.kind == "reminder" and said.chat_id == self._member.telegram_id:
                self._reminders.append(self._day)
        world.services = services_on(world.database)
        await world.services.escalating.queue(now + timedelta(minutes=1))
        await self._look()

    async def _look(self) -> None:
        """Count what was said since the last look, and see that nothing was said too early or kept back."""
        one = await self._world.activity(NUMBER, self._day)
        rows = await self._world.rows(Escalation)
        told: Told = {(row.assignment_id, row.due_on, row.head_id): row.said_on for row in rows}
        theirs = {part.assignment_id: part for part in one.parts if part.executor.key in (UNIT, MEMBER)}
        for (part_id, due, head_id), said_on in told.items():
            if part_id in theirs and self._told.get((part_id, due, head_id)) != said_on:
                step = "overdue" if one.status is Status.OVERDUE else "silent"
                self.heard[part_id, due, head_id, step] += 1
                assert head_id == self._heads[self._leads] and self._leads in self._linked
                assert self._is_time(step, due)
        self._told = told
        if WORKDAYS.is_working(self._day) and self._day not in self._mornings and self._leads in self._linked:
            head_id = self._heads[self._leads]
            assert not [part for part in theirs.values() if _is_kept_back(one, part, head_id, told)]
        self._mornings.add(self._day)

    def _is_time(self, step: str, due: date) -> bool:
        """Counted here anew: a working day after the due day, or two days with reminders before today."""
        if step == "overdue":
            days = [due + timedelta(days=number) for number in range(1, (self._day - due).days + 1)]
            return any(map(WORKDAYS.is_working, days))
        return len({day for day in self._reminders if day < self._day}) >= 2


def _is_kept_back(one: ActivityFacts, part: Part, head_id: int, told: Told) -> bool:
    if one.due_on is None or not is_overdue_for(one, part, WORKDAYS, 1):
        return False
    said_on = told.get((part.assignment_id, one.due_on, head_id))
    return said_on is None or said_on <= one.due_on


DEEDS = (
    "nothing",
    "moved",
    "extended",
    "answered",
    "handed in",
    "returned",
    "closed",
    "restored",
    "restarts",
    "back",
    "other head",
    "unlinked",
    "linked",
)
LIVES = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(1, 6)), min_size=2, max_size=5)


@settings(max_examples=6)
@given(lived=LIVES)
@example(lived=[("nothing", 12), ("other head", 3), ("other head", 3), ("moved", 8)])
@example(lived=[("unlinked", 12), ("linked", 3), ("handed in", 2), ("returned", 3), ("back", 5)])
async def test_each_step_is_said_once_to_each_head_never_early_and_always_in_the_end(
    sqlite_store: Store, lived: list[tuple[str, int]]
) -> None:
    async with world_from(sqlite_store) as world:
        days = await Days.begun(world)
        for deed, number in lived:
            await days.live(deed, number)
        assert not [one for one, times in days.heard.items() if times > 1]
        assert not [one for one, times in days.messages.items() if times > 1], "one message a day"


async def test_who_was_told_of_silence_hears_again_when_the_due_day_has_passed(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        days = await Days.begun(world)
        await days.live("nothing", 30)
        due, head = date(2024, 2, 29), await world.executor_id(HEAD)
        part = next(one for one in (await world.activity(NUMBER)).parts if one.executor.key == MEMBER)
        assert days.heard[part.assignment_id, due, head, "silent"] == 1
        assert days.heard[part.assignment_id, due, head, "overdue"] == 1


async def test_a_head_named_later_hears_once_of_what_stands_and_the_former_no_more(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        days = await Days.begun(world)
        await days.live("nothing", 12)
        before = sum(days.messages.values())
        await days.live("other head", 6)
        heads = {key: await world.executor_id(key) for key in (HEAD, OTHER_HEAD)}
        part = next(one for one in (await world.activity(NUMBER)).parts if one.executor.key == MEMBER)
        for head in heads.values():
            assert days.heard[part.assignment_id, date(2024, 2, 29), head, "overdue"] == 1
        assert sum(days.messages.values()) == before + 2, "in one message; Thursday's tells only of what lies ahead"


async def test_of_two_heads_neither_waits_for_the_other_who_has_had_the_days_message(sqlite_store: Store) -> None:
    """The member belongs to two units; after a restart more has halted than one head was told of in the morning."""
    async with world_from(sqlite_store) as world:
        days = await Days.begun(world)
        second = await world.executor_id("commission_members")
        await world.link("yunusov")
        admin, now = await world.admin(), at("2024-04-01", "09:31")
        other = await world.executor_id(OTHER_HEAD)
        await world.services.units.lead(await world.executor_id(UNIT), days._heads[HEAD], admin, now)
        assert await world.services.escalating.queue(now) == 1
        await world.services.units.lead(second, other, admin, now)
        await world.services.units.belong(second, await world.executor_id(MEMBER), admin, now)
        world.services = services_on(world.database)
        assert await world.services.escalating.queue(at("2024-04-01", "11:00")) == 1, "the other head hears today"
        assert await world.services.escalating.queue(at("2024-04-02", "09:31")) == 0, "and nobody twice"


async def test_who_stands_in_for_a_head_reads_the_heads_message_while_they_do(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        days = await Days.begun(world)
        deputies, admin = world.services.deputies, await world.admin()
        period = Period(date(2024, 3, 1), date(2024, 3, 4))
        named = await deputies.name(
            days._heads[HEAD], days._heads[OTHER_HEAD], period, admin, at("2024-03-01", "09:00")
        )
        assert isinstance(named, SubstitutionFacts)
        now = at("2024-03-01", "09:31")
        assert await world.services.escalating.queue(now) == 2, "the head and the deputy"
        about = PeopleLate(now.date())
        told = [
            await world.services.escalating.facts(about, await world.officer(key), now) for key in (HEAD, OTHER_HEAD)
        ]
        assert told[0] is not None and told[0] == told[1]
        assert await deputies.turn(at("2024-03-05", "00:01")) == 1
        assert await world.services.escalating.facts(about, await world.officer(OTHER_HEAD), now) is None
        await world.services.control.move_deadline(
            (await world.activity(NUMBER)).id, date(2024, 3, 6), "сабаб", admin, at("2024-03-05")
        )
        world.services = services_on(world.database)
        assert await world.services.escalating.queue(at("2024-03-07", "09:31")) == 1, "the head alone"


async def test_a_heads_own_hours_are_kept_and_none_of_them_on_a_day_off(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        await Days.begun(world)
        await world.services.people.keep_hours(await world.officer(HEAD), time(7), time(9))
        assert await world.services.escalating.queue(at("2024-03-01", "09:31")) == 1  # a Friday
        assert not [one for one in await world.delivered(at("2024-03-02", "07:30")) if one.kind == "people_late"]
        said = [one for one in await world.delivered(at("2024-03-04", "07:00")) if one.kind == "people_late"]
        assert len(said) == 1
