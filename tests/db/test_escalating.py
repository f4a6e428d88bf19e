"""Heads hear of each step once for each due day, whatever becomes of deadlines, answers, the process and its clock."""

from collections import Counter
from datetime import date, datetime, timedelta

from models import Escalation
from services.calendar.workdays import Workdays
from services.people.accounts import Person
from services.plan.figures import ActivityFacts, Part
from services.plan.status import Status
from services.reminders.escalating import is_overdue_for
from tests.db.stores import Store, world_from
from tests.db.world import World, at, services_on

FIRST = date(2024, 2, 20)  # activity 3 is due on 29 February, and its executors are reminded of it before
NUMBER, HEAD, UNIT, MEMBER = 3, "umarov", "training_center", "kuchkarov"
WORKDAYS = Workdays()
Told = dict[tuple[int, date], date]


class Days:
    """A head, a unit and its member, day after day; `heard` counts what was said by part, due day and step."""

    def __init__(self, world: World, admin: Person, member: Person) -> None:
        self._world = world
        self._admin = admin
        self._member = member
        self._day = FIRST
        self._told: Told = {}
        self._mornings: set[date] = set()
        self.heard: Counter[tuple[int, date, str]] = Counter()

    async def live(self, deed: str, days: int) -> None:
        """Something is done on a day, and the next days pass."""
        await self._do(deed, at(self._day, "15:00"))
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
                await services.reporting.mark(
                    self._member, one.id, self._member.telegram_id, now, percent=None, done=True
                )
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

    async def _morning(self) -> None:
        """What the process does of a morning; twice, as a tick comes again, the second time newly started."""
        now, world = at(self._day, "09:31"), self._world
        await world.sweep(now)
        await world.services.escalating.queue(now)
        await self._look()
        await world.delivered(now)
        world.services = services_on(world.database)
        await world.services.escalating.queue(now + timedelta(minutes=1))
        await self._look()

    async def _look(self) -> None:
        """Count what was said since the last look, and see that nothing was kept back."""
        one = await self._world.activity(NUMBER, self._day)
        told = {(row.assignment_id, row.due_on): row.said_on for row in await self._world.rows(Escalation)}
        theirs = {part.assignment_id: part for part in one.parts if part.executor.key in (UNIT, MEMBER)}
        for (part_id, due), said_on in told.items():
            if part_id in theirs and self._told.get((part_id, due)) != said_on:
                self.heard[part_id, due, "overdue" if one.status is Status.OVERDUE else "silent"] += 1
        self._told = told
        if WORKDAYS.is_working(self._day) and self._day not in self._mornings:
            assert not [part for part in theirs.values() if _is_kept_back(one, part, told)]
        self._mornings.add(self._day)


def _is_kept_back(one: ActivityFacts, part: Part, told: Told) -> bool:
    if one.due_on is None or not is_overdue_for(one, part, WORKDAYS, 1):
        return False
    said_on = told.get((part.assignment_id, one.due_on))
    return said_on is None or said_on <= one.due_on


async def test_who_was_told_of_silence_hears_again_when_the_due_day_has_passed(sqlite_store: Store) -> None:
    async with world_from(sqlite_store) as world:
        admin = await world.admin()
        await world.link(HEAD)
        member = await world.link(MEMBER)
        unit = await world.executor_id(UNIT)
        await world.services.units.lead(unit, await world.executor_id(HEAD), admin, at(FIRST))
        await world.services.units.belong(unit, await world.executor_id(MEMBER), admin, at(FIRST))
        days = Days(world, admin, member)
        await days.live("nothing", 30)
        due = date(2024, 2, 29)
        part = next(one for one in (await world.activity(NUMBER)).parts if one.executor.key == MEMBER)
        assert days.heard[part.assignment_id, due, "silent"] == 1
        assert days.heard[part.assignment_id, due, "overdue"] == 1
