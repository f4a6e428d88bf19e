"""The plan's people in the sandbox: which roles there are, who is linked at first, and what moves their clock."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update

from bot.config import ConfigError, Settings
from bot.factory import Application, build_application, close, prepare, running
from bot.run import listen
from handlers.menu import set_menus
from handlers.profile import set_profile
from models import Account, Base, Inbox, Link, Paper, Plan
from sandbox.clock import VirtualClock
from sandbox.server import Sandbox
from sandbox.world import Actor, Cast, Group, Opening
from services.control.lines import Into
from services.plan.file import PlanFile, load_plan
from views import demo as views
from views.kit.languages import LANGUAGES
from views.kit.texts import Translator, plain

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
ORDERS = "seed_orders.json"  # beside the plan's file: the orders that are shown beside it
ORDERS_MARK = "Т"
FIRST_HOUR = time(8)  # an hour before the first reminders

INVITATION = """
  Ijrochi runs on its sandbox: {address}

{steps}
"""


def cast_of(plan: PlanFile, steps: Mapping[str, tuple[str, ...]] | None = None) -> Cast:
    """The roles in the sandbox: the plan's executors and others; `steps` are what the page suggests trying."""
    actors = [actor for executor in plan.executors for actor in actors_of(plan, executor.key)]
    admins = [
        Actor(admin, f"Назорат бўлими, {number}-админ", "admin") for number, admin in enumerate(ADMIN_IDS, start=1)
    ]
    leader = Actor(LEADER_ID, "Раҳбарият аъзоси", "leader")
    outsider = Actor(OUTSIDER_ID, "Бегона киши", "outsider")
    newcomers = [actor.id for key in unlinked_at_first(plan) for actor in actors_of(plan, key)]
    group = Group(
        LEADERSHIP_GROUP_ID,
        "Раҳбарият",
        "supergroup",
        members=(LEADER_ID, *ADMIN_IDS),
        admins=(ADMIN_IDS[0],),
        members_pin=True,
    )
    return Cast(
        actors=(*actors, leader, *admins, outsider),
        groups=(group,),
        opening=Opening(LEADER_ID, LEADERSHIP_GROUP_ID, newcomers=(*newcomers, OUTSIDER_ID)),
        steps=steps or {},
    )


def steps_of(translator: Translator) -> dict[str, tuple[str, ...]]:
    """What to try, in the words of the page, the terminal and the README, in each language."""
    return {locale: tuple(plain(step) for step in views.steps(translator[locale])) for locale in LANGUAGES}


def actors_of(plan: PlanFile, key: str) -> list[Actor]:
    """Who plays an executor: the officer, or the members of a unit."""
    place = next(index for index, executor in enumerate(plan.executors) if executor.key == key)
    executor = plan.executors[place]
    if executor.kind == "person":
        return [Actor(FIRST_OFFICER_ID + place, executor.name, "officer")]
    return [
        Actor(FIRST_OFFICER_ID + 1000 * member + place, f"{executor.name}, {member}-ходим", "unit", executor.name)
        for member in range(1, MEMBERS_OF_A_UNIT + 1)
    ]


def unlinked_at_first(plan: PlanFile) -> Sequence[str]:
    """The executors left for the visitor to link: those with the least work."""
    work = Counter(key for activity in plan.activities for key in activity.executors)
    persons = [executor.key for executor in plan.executors if executor.kind == "person"]
    return sorted(persons, key=lambda key: (work[key], persons.index(key)))[:LEFT_UNLINKED]


def orders_beside(plan_file: Path, plan: PlanFile) -> PlanFile | None:
    """The example of a paper of orders, if one lies beside the plan's file and all its people are the plan's."""
    file = plan_file.with_name(ORDERS)
    if not file.is_file():
        return None
    orders = load_plan(file)
    known = {executor.key for executor in plan.executors}
    is_of_plan = (orders.organisation, orders.period) == (plan.organisation, plan.period)
    return orders if is_of_plan and known.issuperset(executor.key for executor in orders.executors) else None


async def load_orders(application: Application, orders: PlanFile | None) -> None:
    """Load the paper of orders beside the plan, unless the sandbox was opened before; further orders join it."""
    if orders is None or await application.services.groups.leadership() is not None:
        return
    loaded = await application.services.plans.load(orders, application.clock(), Into(mark=ORDERS_MARK))
    async with application.database.write() as session:
        await session.execute(update(Plan).where(Plan.id == loaded.plan).values(paper=Paper.ORDERS))


async def enrol(application: Application) -> None:
    """Link everybody but two, and bind the leadership group, unless that was done before."""
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
    """The name of a role."""
    return next(actor.name for actor in cast_of(plan).actors if actor.id == telegram_id)


async def run_on_sandbox(settings: Settings, plan: PlanFile, stop: asyncio.Event) -> None:
    """Run the bot against a sandbox in the same process until `stop` is set.

    The bot is the one that runs on Telegram; its clock is the sandbox's, and nothing paces it, since that clock leaps
    over days. Raises StartError or ConfigError with a sentence.
    """
    _make_room(STORE)
    settings = settings.model_copy(update={"admin_ids": settings.admin_ids or ADMIN_IDS, "leadership_chat_id": None})
    clock = VirtualClock(datetime.combine(plan.period.start, FIRST_HOUR, settings.timezone))
    address = f"http://{settings.http_host}:{settings.http_port}"
    application = build_application(settings, plan, SANDBOX_TOKEN, address, clock)
    steps = steps_of(application.translator)
    sandbox = build_sandbox(settings, plan, clock, STORE, steps)
    orders = orders_beside(settings.plan_file, plan)
    driver = SandboxDriver(application, orders)
    sandbox.driver, sandbox.idle, sandbox.unlinked = driver, application.handling.idle, driver.unlinked
    try:
        await prepare(application)
        await load_orders(application, orders)
        await enrol(application)
        routes = [*application.health.routes(), *sandbox.routes(), *application.receiver.routes()]
        runner = await listen(settings, routes)
        try:
            async with running(application, stop):
                if sandbox.is_untouched:
                    await sandbox.open()
                print(invitation(address, steps[settings.default_locale]), flush=True)
                await stop.wait()
                await sandbox.stop()
        finally:
            await runner.cleanup()
    finally:
        await close(application)
        await sandbox.close()


def _make_room(store: Path) -> None:
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:  # a bot that was installed to run on Telegram, which may write nothing here
        raise ConfigError(
            f"BOT_TOKEN is empty, and the sandbox's folder {store.parent} cannot be created "
            f"({error.strerror}): set BOT_TOKEN."
        ) from error


def invitation(address: str, steps: Sequence[str]) -> str:
    """What the terminal prints once the page can be opened."""
    lines = (f"  {number}. {step}" for number, step in enumerate(steps, start=1))
    return INVITATION.format(address=address, steps="\n".join(lines))


def build_sandbox(
    settings: Settings,
    plan: PlanFile,
    clock: VirtualClock,
    store: Path | None,
    steps: Mapping[str, tuple[str, ...]] | None = None,
) -> Sandbox:
    """A sandbox with the plan's people; its state is kept in `store`."""
    return Sandbox(
        token=SANDBOX_TOKEN,
        username=USERNAME,
        bot_name="Ijrochi",
        cast=cast_of(plan, steps),
        clock=clock,
        timezone=settings.timezone,
        store=store,
    )


class SandboxDriver:
    """Moves the bot when the sandbox's clock moves; `orders` is a paper that is loaded beside the plan."""

    def __init__(self, application: Application, orders: PlanFile | None = None) -> None:
        self._application = application
        self._orders = orders
        self._zone = application.settings.timezone
        self._actors = cast_of(application.plan).actors

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
        """The moments in between at which something may be owed: reminders, at own hours too, summaries, digests."""
        services = self._application.services
        days = _days(after.astimezone(self._zone).date(), until.astimezone(self._zone).date())
        hours = {services.reminding.remind_at, *await services.people.own_hours()}
        moments = {self._at(day, hour) for day in days for hour in hours}
        moments |= {services.summaries.moment(day) for day in days}
        moments |= {self._at(day, services.digests.at) for day in days if services.digests.is_day(day)}
        moments |= set(await services.outbox.moments(after, until))
        return sorted(moment for moment in moments if after < moment <= until)

    async def settle(self) -> None:
        """Sweep at the clock's present moment, and deliver until nothing is left to send."""
        await self._application.tick.run()
        await self._application.delivery.drain()

    async def rest(self) -> None:
        """Bring the live cards up to date."""
        await self._application.keeper.run()

    async def start_over(self) -> None:
        """Forget everything and begin anew: an empty database, the plan, the first links, the menus.

        Only the inbox is kept, because its numbers go on with those of the sandbox's updates; it holds no words.
        """
        application, now = self._application, self._application.clock()
        async with application.database.write() as session:
            for table in reversed(Base.metadata.sorted_tables):
                if table is not Inbox.__table__:
                    await session.execute(delete(table))
        await application.services.plans.load(application.plan, now)
        await load_orders(application, self._orders)
        await enrol(application)
        await set_menus(application.bot, application.services, application.translator, now)
        await set_profile(application.bot, application.services, application.translator)

    async def unlinked(self) -> set[int]:
        """The plan's people who are not linked yet."""
        async with self._application.database.read() as session:
            linked = set(await session.scalars(select(Account.telegram_id).join(Link, Link.account_id == Account.id)))
        return {actor.id for actor in self._actors if actor.role in ("officer", "unit")} - linked

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self._zone)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
