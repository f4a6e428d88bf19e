"""What both ways of receiving updates have in common: they begin, get into trouble, and wait before they try again."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Sequence
from typing import TypeVar

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramRetryAfter, TelegramUnauthorizedError
from aiohttp import web

from bot.basket import Basket, is_of_one
from bot.door import Door, Update
from bot.handling import Handling
from scheduler.pauses import FIRST_SECONDS, growing
from services.messages.inbox import InboxQueue, Kept

log = structlog.get_logger(__name__)

Result = TypeVar("Result")

LONGEST_PAUSE = 30.0
LONGEST_TUG = 300.0  # another program that sets its webhook again and again is not outrun
REFUSED_SECONDS = 60.0  # a token that is refused for so long is no mistake of Telegram's


class Tug:
    """The pauses before each time that a webhook is wrested from another program: longer if this happens again soon."""

    def __init__(self) -> None:
        self._pauses = growing(LONGEST_TUG)
        self._last: float | None = None

    def pause(self) -> float:
        """The seconds to wait this time."""
        now = asyncio.get_running_loop().time()
        if self._last is None or now - self._last > 2 * LONGEST_TUG:
            self._pauses.reset()
        self._last = now
        return next(self._pauses)


class Receiver(ABC):
    """Takes one bot's updates into the inbox; `door` leaves out a flood of strangers, None nothing."""

    def __init__(self, inbox: InboxQueue, handling: Handling, door: Door | None) -> None:
        self._inbox = inbox
        self._handling = handling
        self._door = door
        self._basket = Basket(self._keep)
        self._pauses = growing(LONGEST_PAUSE)
        self._pause = next(self._pauses)  # the coming one
        self._refused_since: float | None = None
        self._trouble: str | None = None

    @property
    def trouble(self) -> str | None:
        """Why nothing is received at present, though Telegram can be reached; None if all is well."""
        return self._trouble

    @abstractmethod
    async def take_over(self) -> None:
        """Make sure that this way of receiving is possible; raises aiogram's errors if Telegram does not answer."""

    @abstractmethod
    async def run(self, stop: asyncio.Event) -> None:
        """Receive updates until `stop` is set. The handling must have begun, if it is in this process.

        Raises TelegramUnauthorizedError if Telegram refuses the token for a minute.
        """

    @property
    def is_for_all(self) -> bool:
        """Whether any number of processes receive at a time; else one alone does."""
        return False

    def routes(self) -> Sequence[web.RouteDef]:
        """What is to be served over HTTP."""
        return ()

    async def _store(self, update: Update) -> None:
        """Return once the update is stored, or if it never can be; raises what else hindered it."""
        try:
            await self._basket.put(update)
        except Exception as error:
            if not is_of_one(error):
                raise
            log.error("update cannot be stored, and is left out", update=update["update_id"])  # noqa: TRY400

    async def _keep(self, updates: Sequence[Update]) -> None:
        try:
            kept = await self._inbox.keep(await self._admitted(updates))
        except Exception:
            self._handling.look_again()  # what seemed to fail may be stored
            raise
        self._hand_on(kept)

    async def _admitted(self, updates: Sequence[Update]) -> Sequence[Update]:
        return updates if self._door is None else await self._door.admitted(updates)

    def _hand_on(self, kept: Sequence[Kept]) -> None:
        try:
            self._handling.arrived(kept)
        except Exception:  # they are stored, and are found there
            log.exception("what arrived is looked for in the inbox")
            self._handling.look_again()

    def _is_refused(self, error: TelegramUnauthorizedError) -> None:
        now = asyncio.get_running_loop().time()
        self._refused_since = self._refused_since or now
        if now - self._refused_since >= REFUSED_SECONDS:
            raise error
        self._is_in_trouble("Telegram does not know the token", error)
        self._pause = min(self._pause, max(FIRST_SECONDS, self._refused_since + REFUSED_SECONDS - now))

    def _is_not_answered(self, error: TelegramAPIError | ClientDecodeError) -> None:
        if isinstance(error, TelegramRetryAfter):
            self._pause = max(self._pause, error.retry_after)
        self._refused_since = None
        log.warning("waiting for Telegram", reason=f"it does not answer ({type(error).__name__})", pause=self._pause)

    def _is_in_trouble(self, what: str, error: Exception) -> None:
        self._trouble = what
        log.warning("waiting for Telegram", reason=what, error=type(error).__name__, pause=self._pause)

    def _is_well(self) -> None:
        self._trouble = None
        self._pauses.reset()
        self._pause = next(self._pauses)
        self._refused_since = None

    async def _rest(self, stop: asyncio.Event) -> None:
        await unless(stop, asyncio.sleep(self._pause))
        self._pause = next(self._pauses)


async def unless(stop: asyncio.Event, work: Awaitable[Result]) -> Result | None:
    """The result of `work`; None if `stop` is set first."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, stopping):
            if not one.done():
                one.cancel()
