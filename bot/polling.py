"""Receives updates from Telegram so that none is lost.

Updates are stored in the inbox, and the next request confirms them, whenever they are handled. aiogram's own polling
confirms what exists only in memory, and would lose it.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from sqlalchemy.exc import SQLAlchemyError

from bot.handling import Handling
from scheduler.pauses import FIRST_SECONDS, growing
from services.messages.inbox import InboxQueue

log = structlog.get_logger(__name__)

Result = TypeVar("Result")

LONG_POLL_SECONDS = 25
LONGEST_PAUSE = 30.0
LONGEST_TUG = 300.0  # another program that sets its webhook again and again is not outrun
REFUSED_SECONDS = 60.0  # a token that is refused for so long is no mistake of Telegram's
WEBHOOK = "webhook"  # else two take updates by getUpdates: Telegram answers 409 to both faults


class TakeUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with its updates left as they came, to keep even what aiogram cannot read."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int
    allowed_updates: list[str] | None = None


class Polling:
    """Long polling of one bot into the inbox. `allowed` are the kinds of update asked for."""

    def __init__(self, bot: Bot, inbox: InboxQueue, handling: Handling, allowed: Sequence[str]) -> None:
        self._bot = bot
        self._inbox = inbox
        self._handling = handling
        self._allowed = list(allowed)
        self._next: int | None = None  # the update after the last written down
        self._pauses = growing(LONGEST_PAUSE)
        self._pause = next(self._pauses)  # the coming one
        self._tugs = growing(LONGEST_TUG)
        self._taken_back_at: float | None = None
        self._refused_since: float | None = None
        self.trouble: str | None = None
        """Why nothing is received at present, though Telegram can be reached; None if all is well."""

    async def run(self, stop: asyncio.Event) -> None:
        """Receive updates until `stop` is set, once what is in the inbox is in hand.

        Raises TelegramUnauthorizedError if Telegram refuses the token for a minute.
        """
        try:
            await _unless(stop, self._handling.has_begun.wait())
            while not stop.is_set():
                await self._one_round(stop)
        finally:
            await self._confirm()

    async def _one_round(self, stop: asyncio.Event) -> None:
        """Make one request and store its updates."""
        try:
            updates = await _unless(stop, self._take())
            if updates:
                self._handling.arrived(await self._inbox.keep(updates))
                self._next = updates[-1]["update_id"] + 1
        except TelegramUnauthorizedError as error:
            self._is_refused(error)
        except TelegramConflictError as error:
            if WEBHOOK in error.message.lower():
                await self._take_back(stop)
                return
            self._is_in_trouble("another process takes this bot's updates: stop it, or give it another token", error)
        except SQLAlchemyError as error:
            self._is_in_trouble("the inbox cannot be written: what comes stays with Telegram", error)
            self._handling.look_again()
        except (TelegramAPIError, ClientDecodeError) as error:
            if isinstance(error, TelegramRetryAfter):
                self._pause = max(self._pause, error.retry_after)
            self._refused_since = None
            log.warning(
                "waiting for Telegram", reason=f"it does not answer ({type(error).__name__})", pause=self._pause
            )
        else:
            self._is_well()
            return
        await self._rest(stop)

    async def _take(self) -> list[dict[str, Any]]:
        # Out of trouble, it is to be known at once whether all is well: not at the end of a long poll.
        seconds = 0 if self.trouble else LONG_POLL_SECONDS
        request = TakeUpdates(offset=self._next, timeout=seconds, allowed_updates=self._allowed)
        return await self._bot(request, request_timeout=seconds + 10)

    async def _confirm(self) -> None:
        """Confirm what is stored, so that the next run does not get it again."""
        if self._next is not None:
            request = TakeUpdates(offset=self._next, limit=1, timeout=0)
            with contextlib.suppress(TelegramAPIError, ClientDecodeError):
                await self._bot(request, request_timeout=3)

    async def _take_back(self, stop: asyncio.Event) -> None:
        """Remove a webhook that another program has set; wait longer each time this happens again soon."""
        now = asyncio.get_running_loop().time()
        if self._taken_back_at is None or now - self._taken_back_at > 2 * LONGEST_TUG:
            self._tugs.reset()
        self._taken_back_at, pause = now, next(self._tugs)
        self.trouble = "another program has set a webhook for this bot: stop it, or give it another token"
        log.warning("waiting for Telegram", reason=self.trouble, pause=pause)
        await _unless(stop, asyncio.sleep(pause))
        if not stop.is_set():
            with contextlib.suppress(TelegramAPIError, ClientDecodeError):
                await self._bot.delete_webhook()
                log.info("webhook taken back")

    def _is_refused(self, error: TelegramUnauthorizedError) -> None:
        now = asyncio.get_running_loop().time()
        self._refused_since = self._refused_since or now
        if now - self._refused_since >= REFUSED_SECONDS:
            raise error
        self._is_in_trouble("Telegram does not know the token", error)
        self._pause = min(self._pause, max(FIRST_SECONDS, self._refused_since + REFUSED_SECONDS - now))

    def _is_in_trouble(self, what: str, error: Exception) -> None:
        self.trouble = what
        log.warning("waiting for Telegram", reason=what, error=type(error).__name__, pause=self._pause)

    def _is_well(self) -> None:
        self.trouble = None
        self._pauses.reset()
        self._pause = next(self._pauses)
        self._refused_since = None

    async def _rest(self, stop: asyncio.Event) -> None:
        await _unless(stop, asyncio.sleep(self._pause))
        self._pause = next(self._pauses)


async def _unless(stop: asyncio.Event, work: Awaitable[Result]) -> Result | None:
    """The result of `work`; None if `stop` is set first."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, stopping):
            if not one.done():
                one.cancel()
