"""Taking updates from Telegram so that none is lost.

aiogram's own polling confirms an update to Telegram while it is still being handled (handle_as_tasks), or handles them
one by one. Here a batch is handled whole, people beside each other and each person's updates in their order, and is
confirmed only then: what was not handled when the process died comes again.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from itertools import groupby

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import Update

log = structlog.get_logger(__name__)

LONG_POLL_SECONDS = 25
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0


class Polling:
    """Long polling of one bot into its dispatcher."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._allowed = dispatcher.resolve_used_update_types()
        self._offset: int | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Take and handle updates until `stop` is set; those in hand are finished and confirmed."""
        pause = FIRST_PAUSE
        while not stop.is_set():
            try:
                updates = await self._unless(stop, self._take())
                pause = FIRST_PAUSE
            except TelegramUnauthorizedError:
                raise
            except TelegramAPIError as error:
                wait = error.retry_after if isinstance(error, TelegramRetryAfter) else pause
                self._explain(error, wait)
                await self._unless(stop, asyncio.sleep(wait))
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            if updates:
                await self.handle(updates)
                self._offset = updates[-1].update_id + 1
        await self._confirm()

    async def handle(self, updates: Sequence[Update]) -> None:
        """Handle a batch: people beside each other, each person's updates one after the other."""
        await asyncio.gather(*(self._in_order(own) for own in by_person(updates)))

    async def _in_order(self, updates: Iterable[Update]) -> None:
        for update in updates:
            try:
                await self._dispatcher.feed_update(self._bot, update)
            except Exception:  # the dispatcher's error handler failed too: the others must still be handled
                log.exception("update failed", update=update.update_id)

    async def _take(self) -> list[Update]:
        return await self._bot.get_updates(
            offset=self._offset,
            timeout=LONG_POLL_SECONDS,
            allowed_updates=self._allowed,
            request_timeout=LONG_POLL_SECONDS + 10,
        )

    async def _confirm(self) -> None:
        if self._offset is not None:
            with contextlib.suppress(TelegramAPIError):
                await self._bot.get_updates(offset=self._offset, limit=1, timeout=0, request_timeout=3)

    @staticmethod
    async def _unless(stop: asyncio.Event, work):  # type: ignore[no-untyped-def]  # any awaitable, its result or None
        task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for one in (task, stopping):
                if not one.done():
                    one.cancel()

    @staticmethod
    def _explain(error: TelegramAPIError, wait: float) -> None:
        if isinstance(error, TelegramConflictError):
            log.error("another process takes this bot's updates: stop it, or give it another token", pause=wait)
        else:
            log.warning("Telegram does not answer", error=type(error).__name__, pause=wait)


def by_person(updates: Sequence[Update]) -> list[list[Update]]:
    """Updates grouped by who they came from (or the chat they came from), each group in order."""
    ordered = sorted(enumerate(updates), key=lambda pair: (_source(pair[1]), pair[0]))
    return [[update for _, update in group] for _, group in groupby(ordered, key=lambda pair: _source(pair[1]))]


def _source(update: Update) -> int:
    event = update.event
    user = getattr(event, "from_user", None) or getattr(event, "user", None)
    chat = getattr(event, "chat", None)
    return user.id if user is not None else chat.id if chat is not None else 0
