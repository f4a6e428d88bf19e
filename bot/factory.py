"""Wiring: everything the process is made of is built from the settings and passed in."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from sqlalchemy.exc import SQLAlchemyError

import handlers
from bot.config import Settings
from bot.door import Door
from bot.errors import StartError
from bot.handling import BesideTelegram, Handling
from bot.http import Contact, Health
from bot.leadership import settle_leadership
from bot.polling import Polling
from bot.receiving import Receiver
from bot.responses import KeptResponses
from bot.roles import Role
from bot.session import ForgivingSession
from bot.sparing import build_common, import_aiogram
from bot.ticks import Ticks
from bot.webhook import Address, Webhook, derived_secret
from bot.working import Working, before
from handlers.background import Background
from handlers.menu import set_menus
from handlers.middleware import SightMiddleware, TalkMiddleware
from handlers.moves import Moves
from handlers.profile import set_profile
from handlers.readings import Readings
from handlers.routing import Routing
from models.database import Database, DatabaseError, is_lasting, is_passing
from models.presence import Presence
from scheduler.delivery import Delivery
from scheduler.keeper import Keeper
from scheduler.pacing import Gate, Pacing
from scheduler.pauses import growing
from scheduler.tick import Tick
from services.apart.parent import Apart
from services.container import Services, build_services
from services.plan.file import PlanFile
from views.kit.texts import Translator

log = structlog.get_logger(__name__)

TICK_SECONDS = 15
# A stop takes ten seconds at most: so many for the answers under way, so many for each of what is broken off then.
ANSWER_SECONDS, RECORD_SECONDS, TICK_END_SECONDS = 5, 2, 0.5
LONGEST_PAUSE = 60.0

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Application:
    """One bot with all its parts."""

    settings: Settings
    plan: PlanFile
    database: Database
    services: Services
    translator: Translator
    clock: Clock
    bot: Bot
    dispatcher: Dispatcher
    handling: Handling
    receiver: Receiver
    working: Working
    tick: Tick
    delivery: Delivery
    keeper: Keeper
    health: Health
    role: Role


def build_application(
    settings: Settings,
    plan: PlanFile,
    token: str,
    api: str | None,
    clock: Clock,
    *,
    gate: Gate | None = None,
    role: Role = Role.ALL,
) -> Application:
    """Build the bot; nothing runs yet. `api` is the base address of a Bot API server other than Telegram's.

    `gate` paces what is said; None if nothing limits it (the sandbox, whose clock leaps over days).
    """
    database = Database(settings.database)
    services = build_services(
        database,
        admins=settings.admin_ids,
        timezone=settings.timezone,
        default_locale=settings.default_locale,
        remind_at=settings.remind_at,
        digest_at=settings.digest_at,
        leads_digest_at=settings.leads_digest_at,
        admins_digest_at=settings.admins_digest_at,
        leaders_accept=settings.leaders_accept,
        extension_notice=settings.extension_notice,
        contest_days=settings.contest_days,
        escalate_after=settings.escalate_after,
        close_needs_all_parts=settings.close_needs_all_parts,
    )
    translator = Translator(settings.timezone, settings.default_locale)
    server = TelegramAPIServer.from_base(api) if api else PRODUCTION
    bot = Bot(token, session=ForgivingSession(api=server))
    contact = Contact()
    bot.session.middleware(BesideTelegram())
    bot.session.middleware(KeptResponses())
    bot.session.middleware(contact)
    if gate is not None:
        bot.session.middleware(Pacing(gate))
    tick = Tick(services, clock)
    delivery = Delivery(
        bot,
        services,
        translator,
        clock,
        gate=gate,
        per_second=settings.messages_per_second,
        is_here=lambda: working.is_here,
    )
    dispatcher = build_dispatcher(services, translator, clock)
    wait_of = gate.wait_of if gate is not None else None
    handling = Handling(
        bot,
        dispatcher,
        services.inbox,
        clock,
        answered=lambda: contact.answered_at,
        wait_of=wait_of,
        is_here=lambda: working.is_here,
    )
    working = Working(database.worker, services.inbox, services.outbox, handling, clock, where=database.where)
    allowed = dispatcher.resolve_used_update_types()
    # The sandbox has no strangers but those of its page, who write as often as they like.
    door = Door(services.acquaintance.known, services.metrics) if gate is not None else None
    if settings.webhook_url is None:
        receiver: Receiver = Polling(bot, services.inbox, handling, allowed=allowed, door=door)
    else:
        address, presence = webhook_of(settings, token), Presence(database)
        receiver = Webhook(
            bot, services.inbox, handling, allowed=allowed, address=address, presence=presence, door=door
        )
    return Application(
        settings=settings,
        plan=plan,
        database=database,
        services=services,
        translator=translator,
        clock=clock,
        bot=bot,
        dispatcher=dispatcher,
        handling=handling,
        receiver=receiver,
        working=working,
        tick=tick,
        delivery=delivery,
        keeper=Keeper(bot, services, translator, clock, gate=gate),
        health=Health(
            database,
            services,
            tick,
            contact,
            clock,
            trouble=lambda: (role.works and (working.trouble or handling.trouble)) or receiver.trouble,
            sweeps=lambda: database.worker.is_owner,
        ),
        role=role,
    )


def webhook_of(settings: Settings, token: str) -> Address:
    """Where Telegram shall post; without WEBHOOK_SECRET the secret is derived from the token."""
    assert settings.webhook_url is not None  # noqa: S101 -- asked for where there is one
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else derived_secret(token)
    certificate = settings.webhook_certificate.read_bytes() if settings.webhook_certificate else None
    return Address(settings.webhook_url, secret, certificate, settings.webhook_from or None)


def build_dispatcher(services: Services, translator: Translator, clock: Clock) -> Dispatcher:
    """The dispatcher with every handler."""
    dispatcher = Routing(
        services=services,
        translator=translator,
        background=Background(Apart(handlers.background.LIMITS, handlers.background.IDLE_SECONDS, import_aiogram)),
        moves=Moves(services.groups),
        readings=Readings(Apart(handlers.readings.LIMITS, handlers.readings.IDLE_SECONDS)),
    )
    talk = TalkMiddleware(services, translator, clock)
    for observer in (
        dispatcher.message,
        dispatcher.edited_message,
        dispatcher.callback_query,
        dispatcher.my_chat_member,
        dispatcher.chat_member,
    ):
        observer.outer_middleware(talk)
    for asked in (dispatcher.message, dispatcher.callback_query):
        asked.middleware(SightMiddleware())
    dispatcher.include_routers(*handlers.routers())
    return dispatcher


async def prepare(application: Application) -> None:
    """Upgrade the database and load the plan into it. Raises StartError with a sentence."""
    now = application.clock()
    try:
        await application.database.upgrade()
        loaded = await application.services.plans.load(application.plan, now)
        if disowned := await application.services.people.disown(now):
            log.warning("rights of accounts that stand for nobody were taken back", accounts=disowned)
    except DatabaseError as error:
        raise StartError(str(error)) from error
    log.info("plan loaded", activities=loaded.activities, new=loaded.is_new, added=loaded.added, changed=loaded.changed)


async def greet(application: Application, stop: asyncio.Event, *, receives: bool = True, settles: bool = True) -> bool:
    """Wait until the Bot API and the database answer, with growing pauses; False if stopped meanwhile.

    `receives`: this process will receive updates. `settles`: it finds out which is the leadership's chat, as one
    process alone does.

    Raises StartError if the Bot API does not know the token, because waiting would not help.
    """
    pauses = growing(LONGEST_PAUSE)
    while not stop.is_set():
        try:
            me = await application.bot.me()
            if receives:
                await application.receiver.take_over()
            if settles:
                await _settle_leadership(application)
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise StartError(_unknown_token(application)) from error
        except (TelegramAPIError, ClientDecodeError, SQLAlchemyError) as error:
            pause = next(pauses)
            wait = error.retry_after if isinstance(error, TelegramRetryAfter) else pause
            log.warning(_why_waiting(application, error), reason=type(error).__name__, next_try_in_seconds=wait)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
        else:
            log.info("running", bot=me.username, plan=application.plan.title)
            return True
    return False


def _why_waiting(application: Application, error: Exception) -> str:
    """What does not answer. Raises the error if waiting would not help."""
    if not isinstance(error, SQLAlchemyError):
        where = application.settings.bot_api_url or "Telegram"
        return f"{where} cannot be reached: check the network and BOT_API_URL; what is due waits in the outbox"
    if is_lasting(error):
        raise error
    return f"the database {application.database.where} does not answer"


async def _settle_leadership(application: Application) -> None:
    chat_id = application.settings.leadership_chat_id
    await settle_leadership(application.bot, application.services.groups, chat_id, application.clock())


def _unknown_token(application: Application) -> str:
    where = application.settings.bot_api_url or "Telegram"
    return f"BOT_TOKEN is not known to {where}: copy it once more from BotFather."


@asynccontextmanager
async def running(application: Application, stop: asyncio.Event) -> AsyncIterator[None]:
    """Run the parts of this process inside the block; when it ends, finish what is in hand and stop.

    A part that fails sets `stop`; a StartError is raised when the block ends.
    """
    parts = _parts_of(application, stop)
    tasks = [asyncio.create_task(_until_stopped(part, stop), name=name) for name, part in parts.items()]
    try:
        yield
    finally:
        stop.set()
        done, late = await asyncio.wait(tasks, timeout=ANSWER_SECONDS)
        for task in late:
            task.cancel()
        await application.delivery.break_off(RECORD_SECONDS)
        if late:
            await asyncio.wait(late, timeout=TICK_END_SECONDS)
        _report([task for task in done if task.exception() is not None])


def _parts_of(application: Application, stop: asyncio.Event) -> dict[str, Coroutine[Any, Any, None]]:
    """What this process does at the same time, by its name for the log."""
    role, parts = application.role, {}
    if role.works:
        parts["working"] = application.working.run(stop)
        parts["handling"] = _once_working(application, application.handling.run, stop)
        parts["sending"] = _once_working(application, application.delivery.run, stop)
        parts["sweeping"] = _while_owner(application, _sweep, stop)
    if application.receiver.is_for_all:
        if role.is_served:
            parts["receiving"] = _receive(application, stop)
        if role.works:
            parts["settling"] = _while_owner(application, _settle, stop)
    else:
        parts["receiving"] = _while_owner(application, _ask_for_updates, stop)
    return parts


def _report(failed: list[asyncio.Task[None]]) -> None:
    for task in failed:
        if isinstance(error := task.exception(), StartError):
            raise error
        log.error("part failed", part=task.get_name(), exc_info=error)
    if failed:
        raise StartError("The bot stopped because a part of it failed: the log above says where. Start it again.")


Part = Callable[[asyncio.Event], Awaitable[None]]
Duty = Callable[[Application, asyncio.Event], Awaitable[None]]


async def _once_working(application: Application, part: Part, stop: asyncio.Event) -> None:
    """Do what every process does that works."""
    if await before(stop, application.working.has_begun):
        await part(stop)


async def _while_owner(application: Application, duty: Duty, stop: asyncio.Event) -> None:
    """Do what one process alone may do, as long and as often as this is the one."""
    while (over := await application.working.tenure(stop)) is not None:
        await duty(application, over)
        if not over.is_set():
            return


async def _sweep(application: Application, over: asyncio.Event) -> None:
    ticks = Ticks(TICK_SECONDS)
    # The keeper at once too, for the last run may have ended between a card and its pin.
    ticks.start(application.tick.run, application.keeper.run)
    try:
        await over.wait()
    finally:
        await ticks.stop(TICK_END_SECONDS)


async def _ask_for_updates(application: Application, over: asyncio.Event) -> None:
    """Poll. One process alone: two pollers of one bot would cut each other off."""
    if await greet(application, over):
        async with _menus_offered(application):
            await _run_receiver(application, over)


async def _receive(application: Application, stop: asyncio.Event) -> None:
    """Take what Telegram posts, once it answers."""
    if await greet(application, stop, settles=False):
        await _run_receiver(application, stop)


async def _settle(application: Application, over: asyncio.Event) -> None:
    """What is done once by one process, where several receive."""
    if await greet(application, over, receives=False):
        async with _menus_offered(application):
            await over.wait()


async def _run_receiver(application: Application, stop: asyncio.Event) -> None:
    # What an earlier run left is in hand first: what arrives comes after it.
    if application.role.works and not await before(stop, application.handling.has_begun):
        return
    try:
        await application.receiver.run(stop)
    except TelegramUnauthorizedError as error:
        raise StartError(_unknown_token(application)) from error


async def take_updates(application: Application, stop: asyncio.Event) -> None:
    """Receive and handle updates, and neither sweep nor send, until `stop` is set."""
    parts = [application.handling.run(stop), _run_receiver(application, stop)]
    if application.database.worker.is_shared:
        parts.append(application.working.run(stop))  # else nothing may be taken in hand
    await asyncio.gather(*parts)


@asynccontextmanager
async def _menus_offered(application: Application) -> AsyncIterator[None]:
    menus = asyncio.create_task(_offer_menus(application))
    try:
        yield
    finally:
        if not menus.cancelling():  # a second time would interrupt its rollback, and leave the database locked
            menus.cancel()


async def _offer_menus(application: Application) -> None:
    """Set the menus and the bot's own page beside the work: nobody waits for them."""
    await asyncio.sleep(0)  # updates are asked for first
    build_common()
    for pause in growing(LONGEST_PAUSE):
        try:
            await set_menus(application.bot, application.services, application.translator, application.clock())
            await set_profile(application.bot, application.services, application.translator)
        except Exception as error:  # a menu is worth no stop
            log.exception("menus or profile not set")
            if not is_passing(error):
                return
            await asyncio.sleep(pause)
        else:
            return


async def close(application: Application) -> None:
    """Break off what is not finished, and close connections."""
    await application.dispatcher["background"].stop()
    application.dispatcher["readings"].close()
    with contextlib.suppress(Exception):
        await application.bot.session.close()
    await application.database.close()


async def _until_stopped(work: Coroutine[Any, Any, None], stop: asyncio.Event) -> None:
    try:
        await work
    finally:
        stop.set()  # a part that ended ends the process: half a bot would look alive
