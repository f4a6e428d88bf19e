"""Taking updates from Telegram so that none is lost.

aiogram's own polling confirms an update to Telegram while it is still being handled (handle_as_tasks), or handles them
one by one. Here each person's updates are handled in their order, people beside each other, and are confirmed only
then: whoever waits long for an answer (they sent much at once, and a chat is answered once a second) does not keep the
others waiting. What was not handled when the process died comes again; so does what could not be answered because
Telegram did not take the answer. Handlers bear that: a message recorded twice is one report.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

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
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from handlers.throttle import Throttle

log = structlog.get_logger(__name__)

LONG_POLL_SECONDS = 25
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
HOLD_SECONDS = 0.5  # how long a batch may keep the next one waiting
PATIENCE = 5  # how often an update comes again before its person goes without an answer


class Polling:
    """Long polling of one bot into its dispatcher."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._allowed = dispatcher.resolve_used_update_types()
        self._next: int | None = None  # the update after the last taken
        self._throttle = Throttle()
        self._lines: dict[int, asyncio.Task[bool]] = {}  # by person: the handling of what they sent last
        self._in_hand: set[int] = set()
        self._owed: set[int] = set()  # taken and not handled, in hand or to come again
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
        await self._finish()
        await self._confirm()

    async def handle(self, updates: Sequence[Update]) -> bool:
        """Handle a batch, each person's updates after those that are in hand; False where some must come again.

        What takes long stays in hand and is given again by Telegram, as it is not confirmed; it is not begun twice.
        """
        known = self._handled | self._in_hand
        for person, own in by_person([update for update in updates if update.update_id not in known]):
            self._throttle.arrived(person, count_of(own))
            numbers = {update.update_id for update in own}
            self._in_hand |= numbers
            self._owed |= numbers
            self._lines[person] = asyncio.create_task(self._in_order(person, own, self._lines.get(person)))
        await self._finish(HOLD_SECONDS)
        done = [line for line in self._lines.values() if line.done()]
        self._lines = {person: line for person, line in self._lines.items() if not line.done()}
        self._next = updates[-1].update_id + 1
        self._handled = {number for number in self._handled if number >= min(self._owed, default=self._next)}
        return all(line.result() for line in done)

    async def _finish(self, seconds: float | None = None) -> None:
        """Wait for what is in hand, `seconds` at most."""
        if self._lines:
            await asyncio.wait(self._lines.values(), timeout=seconds)

    async def _in_order(self, person: int, updates: Iterable[Update], before: asyncio.Task[bool] | None) -> bool:
        """Handle one person's updates after those `before`; False where they must come again from some on."""
        was_well = before is None or await before
        for update in updates:
            was_well = was_well and await self._one(person, update)
            self._in_hand.discard(update.update_id)
        return was_well

    async def _one(self, person: int, update: Update) -> bool:
        """Handle an update; False where it must come again."""
        try:
            await self._dispatcher.feed_update(self._bot, update, pace=self._throttle.pace(person))
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter):
            self._tries[update.update_id] += 1
            if self._tries[update.update_id] < PATIENCE:
                return False
            log.exception("update given up", update=update.update_id)
        except Exception:  # the dispatcher's error handler failed too: the others must still be handled
            log.exception("update failed", update=update.update_id)
        self._tries.pop(update.update_id, None)
        self._owed.discard(update.update_id)
        self._handled.add(update.update_id)
        return True

    async def _take(self) -> list[Update]:
        try:
            return await self._bot.get_updates(
                offset=self._offset(),
                timeout=LONG_POLL_SECONDS,
                allowed_updates=self._allowed,
                request_timeout=LONG_POLL_SECONDS + 10,
            )
        except ClientDecodeError as error:
            return readable(error, self._bot)

    def _offset(self) -> int | None:
        """What is below it is handled, and so confirmed to Telegram."""
        return min(self._owed, default=self._next)

    async def _confirm(self) -> None:
        if self._next is not None:
            with contextlib.suppress(TelegramAPIError, ClientDecodeError):
                await self._bot.get_updates(offset=self._offset(), limit=1, timeout=0, request_timeout=3)

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


def readable(error: ClientDecodeError, bot: Bot) -> list[Update]:
    """The updates of an answer that aiogram could not read whole; it raises again where that was no JSON.

    What a younger Bot API says and aiogram does not know must not keep all other updates away: it is left out.
    """
    if not isinstance(error.data, dict) or not error.data.get("ok"):
        raise error
    return [_read(raw, bot) for raw in error.data["result"]]


def _read(raw: dict[str, Any], bot: Bot) -> Update:
    """An update without what can not be read of it: a message of an unknown kind is still somebody's message."""
    try:
        return Update.model_validate(raw, context={"bot": bot})
    except ValidationError as error:
        log.warning("update not understood: a younger aiogram may know its kind", update=raw["update_id"])
        unknown = {place["loc"][:2] for place in error.errors()}
    known = {
        kind: {name: value for name, value in body.items() if (kind, name) not in unknown}
        for kind, body in raw.items()
        if isinstance(body, dict)
    }
    try:
        return Update.model_validate(known | {"update_id": raw["update_id"]}, context={"bot": bot})
    except ValidationError:
        return Update(update_id=raw["update_id"])


def by_person(updates: Sequence[Update]) -> list[tuple[int, list[Update]]]:
    """Updates grouped by who they came from (or the chat they came from), each group in order."""
    ordered = sorted(updates, key=_source)  # a stable sort: each person's stay in order
    return [(source, list(group)) for source, group in groupby(ordered, key=_source)]


def count_of(updates: Sequence[Update]) -> int:
    """How much a person sent: an album, which comes as an update for each file, counts as one."""
    albums = [update.message.media_group_id for update in updates if update.message is not None]
    grouped = [album for album in albums if album is not None]
    return len(updates) - len(grouped) + len(set(grouped))


def _source(update: Update) -> int:
    try:
        event = update.event
    except UpdateTypeLookupError:  # a kind of update that is younger than aiogram
        return 0
    user = getattr(event, "from_user", None) or getattr(event, "user", None)
    chat = getattr(event, "chat", None)
    return user.id if user is not None else chat.id if chat is not None else 0
