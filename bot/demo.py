"""The plan's people in the sandbox: who there is to be, how they are linked at first, and what moves their clock."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import delete

from bot.config import Settings
from bot.factory import Application, build_application, close, prepare, running
from bot.run import listen
from models import Base
from sandbox.clock import VirtualClock
from sandbox.server import Sandbox
from sandbox.world import Actor, Cast, Group
from services.plan.file import PlanFile

SANDBOX_TOKEN = "1:SANDBOX-IS-NOT-TELEGRAM"  # noqa: S105 -- known to the sandbox alone
ADMIN_IDS = (900_001, 900_002)
LEADER_ID = 800_001
OUTSIDER_ID = 700_001
LEADERSHIP_GROUP_ID = -1_000_000_000_001
FIRST_OFFICER_ID = 100_001
MEMBERS_OF_A_UNIT = 2
LEFT_UNLINKED = 2
USERNAME = "ijrochi_bot"
STORE = Path("var/sandbox/world.sqlite3")
FIRST_HOUR = time(8)  # an hour before the first reminders

INVITATION = """
  Ijrochi runs on its sandbox: {address}

  1. As the admin write /invite, and open the link as the officer who is not linked yet.
  2. Press «Next reminder day», be an officer, answer the reminder in your own words.
  3. As the admin accept what was done; press «Next Monday summary» and read it as the leadership.
"""


def cast_of(plan: PlanFile) -> Cast:
    """Everybody one can be in the sandbox: the plan's executors, and roles."""
    actors = [actor for executor in plan.executors for actor in actors_of(plan, executor.key)]
    admins = [
        Actor(admin, f"Назорат бўлими, {number}-админ", "admin") for number, admin in enumerate(ADMIN_IDS, start=1)
    ]
    leader = Actor(LEADER_ID, "Раҳбарият аъзоси", "leader")
    outsider = Actor(OUTSIDER_ID, "Бегона киши", "outsider")
    group = Group(
        LEADERSHIP_GROUP_ID,
        "Раҳбарият",
        "supergroup",
        members=(LEADER_ID, *ADMIN_IDS),
        admins=(ADMIN_IDS[0],),
        members_pin=True,
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


async def enrol(application: Application) -> bool:
    """Link everybody but two, and bind the leadership group; False where that was done before."""
    services, now = application.services, application.clock()
    if await services.groups.leadership() is not None:
        return False
    first_admin = await services.people.identify(ADMIN_IDS[0], cast_name(application.plan, ADMIN_IDS[0]), None, now)
    left_out = unlinked_at_first(application.plan)
    for executor in await services.linking.executors():
        if executor.key not in left_out:
            for actor in actors_of(application.plan, executor.key):
                person = await services.people.identify(actor.id, actor.name, None, now)
                await services.linking.enrol(executor.id, person, first_admin, now)
    await services.groups.bind(LEADERSHIP_GROUP_ID, None, "Раҳбарият", first_admin.telegram_id, now)
    return True


def cast_name(plan: PlanFile, telegram_id: int) -> str:
    """The name of one of the cast."""
    return next(actor.name for actor in cast_of(plan).actors if actor.id == telegram_id)


async def run_on_sandbox(settings: Settings, plan: PlanFile, stop: asyncio.Event) -> None:
    """Run the bot against a sandbox in the same process until `stop` is set. Raises StartError with a sentence.

    The bot is the one that runs on Telegram; its clock is the sandbox's, and nothing paces it, since that clock leaps
    over days.
    """
    settings = settings.model_copy(update={"admin_ids": settings.admin_ids or ADMIN_IDS, "leadership_chat_id": None})
    clock = VirtualClock(datetime.combine(plan.period.start, FIRST_HOUR, settings.timezone))
    sandbox = build_sandbox(settings, plan, clock, STORE)
    address = f"http://{settings.http_host}:{settings.http_port}"
    application = build_application(settings, plan, SANDBOX_TOKEN, address, clock)
    sandbox.driver, sandbox.idle = SandboxDriver(application), application.handling.idle
    try:
        await prepare(application)
        is_first = await enrol(application)
        runner = await listen(settings, [*application.health.routes(), *sandbox.routes()])
        try:
            async with running(application, stop):
                if is_first:
                    await everybody_starts(address, plan)
                print(INVITATION.format(address=address), flush=True)
                await stop.wait()
                await sandbox.stop()
        finally:
            await runner.cleanup()
    finally:
        await close(application)
        await sandbox.close()


def build_sandbox(settings: Settings, plan: PlanFile, clock: VirtualClock, store: Path | None) -> Sandbox:
    """A sandbox with the plan's people; its state is kept in `store`."""
    return Sandbox(
        token=SANDBOX_TOKEN,
        username=USERNAME,
        bot_name="Ijrochi",
        cast=cast_of(plan),
        clock=clock,
        timezone=settings.timezone,
        store=store,
    )


async def everybody_starts(address: str, plan: PlanFile) -> None:
    """Everybody opens their chat with the bot, as they must before it may write to them."""
    async with aiohttp.ClientSession(address) as session:
        for actor in cast_of(plan).actors:
            await session.post("/sandbox/start", json={"as": actor.id})
        await session.post("/sandbox/settle", json={})


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
        """The moments between at which something may be owed: each day's reminders, at own hours too, the summaries."""
        services = self._application.services
        days = _days(after.astimezone(self._zone).date(), until.astimezone(self._zone).date())
        hours = {services.reminding.remind_at, *await services.people.own_hours()}
        moments = {self._at(day, hour) for day in days for hour in hours}
        moments |= {services.summaries.moment(day) for day in days}
        return sorted(moment for moment in moments if after < moment <= until)

    async def settle(self) -> None:
        """Sweep at the clock's now, deliver until nothing is left to send, bring the live card up to date."""
        await self._application.tick.run()
        await self._application.delivery.drain()
        await self._application.keeper.run()

    async def start_over(self) -> None:
        """Forget everything and begin anew: an empty database, the plan, the first links."""
        async with self._application.database.write() as session:
            for table in reversed(Base.metadata.sorted_tables):
                await session.execute(delete(table))
        await self._application.services.plans.load(self._application.plan, self._application.clock())
        await enrol(self._application)
        await everybody_starts(self._application.bot.session.api.base.partition("/bot")[0], self._application.plan)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
