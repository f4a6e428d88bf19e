"""The plan's people in the sandbox: who there is to be, how they are linked at first, and what moves their clock."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete

from bot.factory import Application
from models import Base
from sandbox.world import Actor, Cast, Group
from services.planfile import PlanFile

SANDBOX_TOKEN = "1:SANDBOX-IS-NOT-TELEGRAM"  # noqa: S105 -- known to the sandbox alone
ADMIN_IDS = (900_001, 900_002)
LEADER_ID = 800_001
OUTSIDER_ID = 700_001
LEADERSHIP_GROUP_ID = -1_000_000_000_001
FIRST_OFFICER_ID = 100_001
MEMBERS_OF_A_UNIT = 2
LEFT_UNLINKED = 2


def cast_of(plan: PlanFile) -> Cast:
    """Everybody one can be in the sandbox: the plan's executors, and roles."""
    actors = [actor for executor in plan.executors for actor in actors_of(plan, executor.key)]
    admins = [
        Actor(admin, f"Назорат бўлими, {number}-админ", "admin") for number, admin in enumerate(ADMIN_IDS, start=1)
    ]
    leader = Actor(LEADER_ID, "Раҳбарият аъзоси", "leader")
    outsider = Actor(OUTSIDER_ID, "Бегона киши", "outsider")
    group = Group(
        LEADERSHIP_GROUP_ID, "Раҳбарият", "supergroup", members=(LEADER_ID, *ADMIN_IDS), admins=(ADMIN_IDS[0],)
    )
    return Cast(actors=(*actors, leader, *admins, outsider), groups=(group,))


def actors_of(plan: PlanFile, key: str) -> list[Actor]:
    """Who stands for an executor: the officer, or the members of a unit."""
    place = next(index for index, executor in enumerate(plan.executors) if executor.key == key)
    executor = plan.executors[place]
    if executor.kind == "person":
        return [Actor(FIRST_OFFICER_ID + place, executor.name, "officer")]
    return [
        Actor(FIRST_OFFICER_ID + 1000 * member + place, f"{executor.name}, {member}-ходим", "unit", executor.name)
        for member in range(1, MEMBERS_OF_A_UNIT + 1)
    ]


def unlinked_at_first(plan: PlanFile) -> Sequence[str]:
    """The executors left to be linked by hand: the persons with the least to do, so that the rest is busy."""
    work = Counter(key for activity in plan.activities for key in activity.executors)
    persons = [executor.key for executor in plan.executors if executor.kind == "person"]
    return sorted(persons, key=lambda key: (work[key], persons.index(key)))[:LEFT_UNLINKED]


async def enrol(application: Application) -> None:
    """Link everybody but two, and bind the leadership group, where that was not done yet."""
    services, now = application.services, application.clock()
    if await services.groups.leadership() is not None:
        return
    first_admin = await services.people.identify(ADMIN_IDS[0], cast_name(application.plan, ADMIN_IDS[0]), None, now)
    left_out = unlinked_at_first(application.plan)
    for executor in await services.linking.executors():
        if executor.key not in left_out:
            for actor in actors_of(application.plan, executor.key):
                person = await services.people.identify(actor.id, actor.name, None, now)
                await services.linking.enrol(executor.id, person, first_admin, now)
    await services.groups.bind(LEADERSHIP_GROUP_ID, None, "Раҳбарият", first_admin.telegram_id, now)


def cast_name(plan: PlanFile, telegram_id: int) -> str:
    """The name of one of the cast."""
    return next(actor.name for actor in cast_of(plan).actors if actor.id == telegram_id)


class SandboxDriver:
    """Moves the bot when the sandbox's clock moves."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._zone = application.settings.timezone

    async def next_reminder(self, after: datetime) -> datetime | None:
        """The next moment a reminder is due."""
        reminding = self._application.services.reminding
        local = after.astimezone(self._zone)
        from_day = local.date() - timedelta(days=1) if local.time() < reminding.remind_at else local.date()
        day = await reminding.next_day(from_day)
        return self._at(day, reminding.remind_at) if day is not None else None

    async def next_summary(self, after: datetime) -> datetime | None:
        """The next moment a summary goes out."""
        return await self._application.services.summaries.next_moment(after)

    async def stops(self, after: datetime, until: datetime) -> list[datetime]:
        """The moments between at which something may be owed: each day's reminders, each week's summary."""
        services = self._application.services
        days = _days(after.astimezone(self._zone).date(), until.astimezone(self._zone).date())
        moments = {self._at(day, services.reminding.remind_at) for day in days}
        moments |= {services.summaries.moment(day) for day in days}
        return sorted(moment for moment in moments if after < moment <= until)

    async def settle(self) -> None:
        """Sweep at the clock's now and deliver until nothing is left to send."""
        await self._application.tick()
        await self._application.delivery.drain()

    async def start_over(self) -> None:
        """Forget everything and begin anew: an empty database, the plan, the first links."""
        async with self._application.database.write() as session:
            for table in reversed(Base.metadata.sorted_tables):
                await session.execute(delete(table))
        await self._application.services.plans.load(self._application.plan, self._application.clock())
        await enrol(self._application)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
