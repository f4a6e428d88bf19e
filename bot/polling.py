"""Receives updates from Telegram so that none is lost.

Updates are stored in the inbox, and the next request confirms them, whenever they are handled. aiogram's own polling
confirms what exists only in memory, and would lose it.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from sqlalchemy.exc import SQLAlchemyError

from bot.door import Door
from bot.handling import Handling
from bot.receiving import Receiver, Tug, unless
from services.messages.inbox import InboxQueue

log = structlog.get_logger(__name__)

LONG_POLL_SECONDS = 25
WEBHOOK = "webhook"  # else two take updates by getUpdates: Telegram answers 409 to both faults


class TakeUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with its updates left as they came, to keep even what aiogram cannot read."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int
    allowed_updates: list[str] | None = None


class Polling(Receiver):
    """Long polling of one bot into the inbox. `allowed` are the kinds of update asked for."""

    def __init__(
        self, bot: Bot, inbox: InboxQueue, handling: Handling, *, allowed: Sequence[str], door: Door | None = None
    ) -> None:
        super().__init__(inbox, handling, door)
        self._bot = bot
        self._allowed = list(allowed)
        self._next: int | None = None  # the update after the last written down
        self._tug = Tug()

    async def take_over(self) -> None:
        """Remove a webhook, if one is set: while there is one, nothing can be asked for."""
        await self._bot.delete_webhook()

    async def run(self, stop: asyncio.Event) -> None:
        """Receive updates until `stop` is set.

        Raises TelegramUnauthorizedError if Telegram refuses the token for a minute.
        """
        try:
            while not stop.is_set():
                await self._one_round(stop)
        finally:
            await self._confirm()

    async def _one_round(self, stop: asyncio.Event) -> None:
        """Make one request and store its updates."""
        try:
            updates = await unless(stop, self._take())
            if updates:
                await asyncio.gather(*map(self._store, updates))
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
        except (TelegramAPIError, ClientDecodeError) as error:
            self._is_not_answered(error)
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
        pause = self._tug.pause()
        self._trouble = "another program has set a webhook for this bot: stop it, or give it another token"
        log.warning("waiting for Telegram", reason=self._trouble, pause=pause)
        await unless(stop, asyncio.sleep(pause))
        if not stop.is_set():
            with contextlib.suppress(TelegramAPIError, ClientDecodeError):
                await self._bot.delete_webhook()
                log.info("webhook taken back")
