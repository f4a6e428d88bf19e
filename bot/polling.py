"""Taking updates from Telegram so that none is lost.

aiogram's own polling confirms an update to Telegram while it is still being handled (handle_as_tasks), or handles them
one by one. Here a batch is handled whole, people beside each other and each person's updates in their order, and is
confirmed only then. What was not handled when the process died comes again; so does what could not be answered because
Telegram did not take the answer. Handlers bear that: a message recorded twice is one report.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import Update

log = structlog.get_logger(__name__)

LONG_POLL_SECONDS = 25
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
PATIENCE = 5  # how often an update comes again before its person goes without an answer


class Polling:
    """Long polling of one bot into its dispatcher."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._allowed = dispatcher.resolve_used_update_types()
        self._offset: int | None = None
        self._handled: set[int] = set()
        self._tries: Counter[int] = Counter()

    async def run(self, stop: asyncio.Event) -> None:
        """Take and handle updates until `stop` is set; those in hand are finished and confirmed."""
        pause = FIRST_PAUSE
        while not stop.is_set():
            try:
                updates = await self._unless(stop, self._take())
                if not updates or await self.handle(updates):
                    pause = FIRST_PAUSE
                    continue
                reason, wait = "an answer was not taken", pause
            except TelegramUnauthorizedError:
                raise
            except (TelegramAPIError, ClientDecodeError) as error:
                reason = _explained(error)
                wait = error.retry_after if isinstance(error, TelegramRetryAfter) else pause
            log.warning("waiting for Telegram", reason=reason, pause=wait)
            await self._unless(stop, asyncio.sleep(wait))
            pause = min(pause * 2, LONGEST_PAUSE)
        await self._confirm()

    async def handle(self, updates: Sequence[Update]) -> bool:
        """Handle a batch: people beside each other, each person's updates one after the other; whether all was well."""
        fresh = [update for update in updates if update.update_id not in self._handled]
        unanswered = await asyncio.gather(*(self._in_order(own) for own in by_person(fresh)))
        first = min((number for number in unanswered if number is not None), default=None)
        self._offset = updates[-1].update_id + 1 if first is None else first
        self._handled = {number for number in self._handled if number >= self._offset}
        return first is None

    async def _in_order(self, updates: Iterable[Update]) -> int | None:
        """Handle one person's updates; the number of the first that must come again."""
        for update in updates:
            try:
                await self._dispatcher.feed_update(self._bot, update)
            except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter):
                self._tries[update.update_id] += 1
                if self._tries[update.update_id] < PATIENCE:
                    return update.update_id
                log.exception("update given up", update=update.update_id)
            except Exception:  # the dispatcher's error handler failed too: the others must still be handled
                log.exception("update failed", update=update.update_id)
            self._tries.pop(update.update_id, None)
            self._handled.add(update.update_id)
        return None

    async def _take(self) -> list[Update]:
        return await self._bot.get_updates(
            offset=self._offset,
            timeout=LONG_POLL_SECONDS,
            allowed_updates=self._allowed,
            request_timeout=LONG_POLL_SECONDS + 10,
        )

    async def _confirm(self) -> None:
        if self._offset is not None:
            with contextlib.suppress(TelegramAPIError, ClientDecodeError):
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


def _explained(error: Exception) -> str:
    if isinstance(error, TelegramConflictError):
        return "another process takes this bot's updates: stop it, or give it another token"
    return f"it does not answer ({type(error).__name__})"


def by_person(updates: Sequence[Update]) -> list[list[Update]]:
    """Updates grouped by who they came from (or the chat they came from), each group in order."""
    ordered = sorted(enumerate(updates), key=lambda pair: (_source(pair[1]), pair[0]))
    return [[update for _, update in group] for _, group in groupby(ordered, key=lambda pair: _source(pair[1]))]


def _source(update: Update) -> int:
    event = update.event
    user = getattr(event, "from_user", None) or getattr(event, "user", None)
    chat = getattr(event, "chat", None)
    return user.id if user is not None else chat.id if chat is not None else 0
