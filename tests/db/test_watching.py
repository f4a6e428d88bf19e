"""Personal control: each step is told once for each due day, never early, whatever happens meanwhile."""

from collections import Counter
from datetime import date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from models import Watched, WatchStep
from services.calendar.workdays import Workdays
from services.people.accounts import Person
from services.plan.status import Status
from tests.db.stores import Store, world_from
from tests.db.world import World, at, services_on

FIRST = date(2024, 2, 20)  # activity 3 is due on 29 February
NUMBER, LEAD = 3, "kuchkarov"
WORKDAYS = Workdays()
DEEDS = ("nothing", "moved", "handed in", "accepted", "returned", "restarts", "ended", "watched", "back", "hindered")
LIVES = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(1, 6)), min_size=2, max_size=5)


class Watch:
    """A watched activity, day after day; `messages` counts the leadership's by day."""

    def __init__(self, world: World, admin: Person, lead: Person) -> None:
        self._world = world
        self._admin = admin
        self._lead = lead
        self._day = FIRST
        self._told: set[tuple[WatchStep, str]] = set()
        self.messages: Counter[date] = Counter()

    async def live(self, deed: str, days: int) -> None:
        """Something is done on a day, and the next days pass."""
        await self._do(deed, at(self._day, "15:00"))
        for _ in range(days):
            self._day += timedelta(days=1)
            for clock in ("10:00", "10:01"):  # the second time newly started
                now = at(self._day, clock)
                await self._world.services.watching.queue(now)
                for said in await self._world.delivered(now):
                    self.messages[self._day] += said.kind == "personal_control"
                await self._look()
                self._world.services = services_on(self._world.database)

    async def _do(self, deed: str, now: datetime) -> None:
        services, one = self._world.services, await self._world.activity(NUMBER, self._day)
        match deed:
            case "moved":
                await services.control.move_deadline(one.id, self._day + timedelta(days=5), "сабаб", self._admin, now)
            case "handed in":
                chat = self._lead.telegram_id
                handed = await services.reporting.mark(self._lead, one.id, chat, now, percent=None, done=True)
                await self._world.with_reason(self._lead, handed, now)
            case "hindered":
                await self._world.says(self._lead, "№3: вазирлик хати келмаяпти", now)
            case "accepted" | "returned":
                for waiting in (await services.decisions.waiting(now)).submissions:
                    if deed == "accepted":
                        await services.decisions.accept(waiting.id, self._admin, now)
                    else:
                        await services.decisions.give_back(waiting.id, "сабаб", self._admin, now)
            case "ended" | "watched":
                await services.control.watch(one.id, self._admin, now, is_watched=deed == "watched")
            case "restarts":
                self._world.services = services_on(self._world.database)
            case "back":
                self._day -= timedelta(days=3)

    async def _look(self) -> None:
        rows = await self._world.rows(Watched)
        steps = [(row.step, row.due) for row in rows]
        assert len(steps) == len(set(steps)), "each once"
        one = await self._world.activity(NUMBER, self._day)
        for step, due in set(steps) - self._told:
            assert WORKDAYS.is_working(self._day)
            assert self._is_time(step, date.fromisoformat(due), one.status)
        if one.is_watched and WORKDAYS.is_working(self._day) and not self.messages[self._day]:
            assert one.status is not Status.OVERDUE or (WatchStep.OVERDUE, str(one.due_on)) in steps, "kept back"
        self._told = set(steps)

    def _is_time(self, step: WatchStep, due: date, status: Status) -> bool:
        """Counted here anew."""
        if step is WatchStep.NEAR:
            ahead = [self._day + timedelta(days=number) for number in range(1, (due - self._day).days + 1)]
            return due >= self._day and sum(map(WORKDAYS.is_working, ahead)) <= 3
        if step is WatchStep.OVERDUE:
            return due < self._day
        return step is WatchStep.OBSTACLE or status in (Status.DONE, Status.DONE_LATE)


@settings(max_examples=10)
@given(lived=LIVES)
@example(lived=[("nothing", 14), ("moved", 9), ("handed in", 1), ("accepted", 3)])
@example(lived=[("hindered", 4), ("ended", 3), ("watched", 6), ("back", 6)])
async def test_each_step_of_what_is_watched_is_told_once_never_early_and_in_the_end(
    sqlite_store: Store, lived: list[tuple[str, int]]
) -> None:
    async with world_from(sqlite_store) as world:
        await world.bind()
        admin, lead = await world.admin(), await world.link(LEAD)
        await world.services.control.watch((await world.activity(NUMBER)).id, admin, at(FIRST), is_watched=True)
        watch = Watch(world, admin, lead)
        for deed, number in lived:
            await watch.live(deed, number)
        assert not [day for day, times in watch.messages.items() if times > 1], "one message a day"
