"""Handles what the inbox holds: different people in parallel, each person's updates in order.

An update stays in the inbox until it is handled, and is handled again if Telegram or the database could not be reached.
What was not handled when the process ended is handled first when it starts again.
"""

import asyncio
import contextlib
import functools
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from handlers.errors import is_passing
from handlers.throttle import Pace, Throttle
from handlers.turns import ChatLines, Room, Turn, in_hand
from scheduler.pauses import growing
from services.messages.inbox import InboxQueue, Kept, stays_kept

log = structlog.get_logger(__name__)

AT_ONCE = 4  # updates that work at once; those that wait for Telegram or for a chat's pace do not count
HELD = 5_000  # updates held in memory; more wait in the database alone
LONGEST_PAUSE = 30.0
PATIENCE = 5  # how often an answer that Telegram does not take is tried before its person goes without it
FINISH_SECONDS = 6.0


class BesideTelegram(BaseRequestMiddleware):
    """Lets an update that waits for Telegram, or for a chat's pace, give up its place to others."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the request while others use the place."""
        turn = in_hand.get()
        if turn is None:
            return await make_request(bot, method)
        async with turn.aside():
            return await make_request(bot, method)


class Handling:
    """Passes what is in the inbox to the dispatcher. `clock` returns the present moment (aware).

    `answered` returns when Telegram last answered (by the event loop's clock). `wait_of` says how long a chat must
    rest.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        inbox: InboxQueue,
        clock: Callable[[], datetime],
        *,
        answered: Callable[[], float | None],
        wait_of: Callable[[int], float] | None = None,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._clock = clock
        self._answered = answered
        self._throttle = Throttle()
        self._room = Room(AT_ONCE)
        self._chats = ChatLines(wait_of)
        self._lines: dict[int, deque[Kept]] = {}  # by person: what they sent and is not begun
        self._known: set[int] = set()  # in a line, in hand, or handled and not marked so yet
        self._begun: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._handled: list[int] = []
        self._is_more = False  # the database holds what does not stand in a line
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._marking: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Handle what an earlier run left. Raises SQLAlchemyError if the inbox cannot be read: try again."""
        await self._load()
        self._marking = asyncio.create_task(self._mark_all())

    def arrived(self, kept: Sequence[Kept]) -> None:
        """Handle what was just stored, after what is already there."""
        for person, own in by_person(kept):
            self._throttle.arrived(person, count_of(own))
        self._is_more = self._is_more or len(self._known) + len(kept) > HELD
        if not self._is_more:
            self._line_up(kept)

    def look_again(self) -> None:
        """Look for more in the inbox: a write that seemed to fail may have succeeded."""
        self._is_more = True
        self._news.set()

    async def idle(self) -> None:
        """Return when everything that has arrived is handled."""
        while self._lines or self._begun or self._is_more:  # noqa: ASYNC110 -- a few milliseconds, for the sandbox
            await asyncio.sleep(0.005)

    async def finish(self) -> None:
        """Finish within seconds what is in hand; work not begun, or waiting for a chat's pace, stays in the inbox."""
        self._stopping.set()
        for task in self._chats.waiting() & self._begun:
            task.cancel()
        if self._begun:
            _, late = await asyncio.wait(self._begun, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
        if self._marking is not None:
            self._marking.cancel()
            await asyncio.gather(self._marking, *self._tasks, return_exceptions=True)
            with contextlib.suppress(SQLAlchemyError, TimeoutError):
                await asyncio.wait_for(self._mark(), 1)

    async def _load(self) -> None:
        found = await self._inbox.waiting(HELD)
        self._is_more = len(found) == HELD
        self._line_up([kept for kept in found if kept.id not in self._known])

    def _line_up(self, kept: Sequence[Kept]) -> None:
        for person, own in by_person(kept):
            self._known |= {one.id for one in own}
            if person in self._lines:
                self._lines[person].extend(own)
            else:
                self._lines[person] = deque(own)
                self._start(self._in_order(person))

    def _start(self, work: Any) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _in_order(self, person: int) -> None:
        """Handle one person's updates; the next begins when the one before is done or waits for a chat's pace."""
        line = self._lines[person]
        while line and not self._stopping.is_set():
            turn = Turn(self._room, self._chats)
            task = self._start(self._handle(person, line.popleft(), turn))
            self._begun.add(task)
            task.add_done_callback(functools.partial(self._ended, turn))
            await turn.passed_on.wait()
        del self._lines[person]

    def _ended(self, turn: Turn, task: asyncio.Task[None]) -> None:
        self._begun.discard(task)
        turn.passed_on.set()

    async def _handle(self, person: int, kept: Kept, turn: Turn) -> None:
        """Handle an update and mark it as handled."""
        update = read(kept.payload, self._bot)
        if update is not None and not await self._dealt_with(person, update, turn):
            return  # the bot stops: it stays in the inbox
        self._handled.append(kept.id)
        self._news.set()

    async def _dealt_with(self, person: int, update: Update, turn: Turn) -> bool:
        """Handle it as often as is useful; False if the bot stops before it is done."""
        pace: Pace | None = None
        pauses, patience = growing(LONGEST_PAUSE), PATIENCE
        answered = None
        while True:
            async with turn.begun():
                if self._stopping.is_set():
                    return False
                pace = pace or self._throttle.pace(person)
                error = await self._try(update, turn, pace)
            if error is None:
                return True
            # While nobody can be reached at all, nothing is given up; nor while the database cannot be written.
            if turn.said or not stays_kept(error):
                patience -= self._answered() != answered
                answered = self._answered()
            if not patience:
                log.error("update given up", update=update.update_id, reason=type(error).__name__)
                await self._release(update)
                return True
            pause = next(pauses)
            log.warning("update comes again", update=update.update_id, reason=type(error).__name__, pause=pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _try(self, update: Update, turn: Turn, pace: Pace) -> Exception | None:
        """Handle an update; returns the error if it must be handled again."""
        try:
            await self._dispatcher.feed_update(self._bot, update, pace=pace, turn=turn)
        except Exception as error:  # the dispatcher's error handler failed too: the others must still be handled
            if is_passing(error):
                return error
            log.exception("update failed", update=update.update_id)
        return None

    async def _release(self, update: Update) -> None:
        """Release the pressed button, so that nobody waits for ever."""
        if update.callback_query is not None:
            with contextlib.suppress(TelegramAPIError, ClientDecodeError):
                await update.callback_query.answer()

    async def _mark_all(self) -> None:
        """Mark what is handled, and take more from the inbox if there is room.

        At once, because a kill in between would answer again; what is handled during one write is marked by the next.
        """
        pauses = growing(LONGEST_PAUSE)
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._mark()
                if self._is_more and len(self._known) < HELD / 2:
                    await self._load()
                pauses.reset()
            except SQLAlchemyError as error:
                pause = next(pauses)
                log.warning("inbox not written yet", reason=type(error).__name__, next_try_in_seconds=pause)
                self._news.set()
                await asyncio.sleep(pause)

    async def _mark(self) -> None:
        ids = tuple(self._handled)
        if ids:
            await self._inbox.done(ids, self._clock())
            del self._handled[: len(ids)]
            self._known.difference_update(ids)


def read(payload: Mapping[str, Any], bot: Bot) -> Update | None:
    """An update without what cannot be read in it: a message of an unknown kind is still somebody's message.

    None if nothing is left: aiogram would otherwise log it in full.
    """
    number = payload["update_id"]
    try:
        return _whole(payload, bot)
    except UpdateTypeLookupError:
        log.warning("update not understood: a younger aiogram may know its kind", update=number)
        return None
    except ValidationError as error:
        log.warning("update not understood: a younger aiogram may know its kind", update=number)
        unknown = {place["loc"][:2] for place in error.errors()}
    known = {
        kind: {name: value for name, value in body.items() if (kind, name) not in unknown}
        for kind, body in payload.items()
        if isinstance(body, dict)
    }
    try:
        return _whole(known | {"update_id": number}, bot)
    except (ValidationError, UpdateTypeLookupError):
        return None


def _whole(payload: Mapping[str, Any], bot: Bot) -> Update:
    update = Update.model_validate(payload, context={"bot": bot})
    assert update.event_type  # noqa: S101 -- raises UpdateTypeLookupError if it is no kind that is known
    return update


def by_person(updates: Sequence[Kept]) -> list[tuple[int, list[Kept]]]:
    """Updates by author (or by chat, if there is none), each author's in order."""
    lines: dict[int, list[Kept]] = {}
    for kept in updates:
        lines.setdefault(source_of(kept.payload), []).append(kept)
    return list(lines.items())


def source_of(payload: Mapping[str, Any]) -> int:
    """The Telegram id of the update's author, or else of its chat; 0 if it names neither."""
    bodies = [body for body in payload.values() if isinstance(body, dict)]
    for names in (("from", "user"), ("chat",)):
        for body in bodies:
            for name in names:
                if isinstance(found := body.get(name), dict) and isinstance(found.get("id"), int):
                    return int(found["id"])
    return 0


def count_of(updates: Sequence[Kept]) -> int:
    """How much a person sent: an album, which comes as an update for each file, counts as one."""
    messages = [kept.payload.get("message") for kept in updates]
    albums = [one["media_group_id"] for one in messages if isinstance(one, dict) and one.get("media_group_id")]
    return len(updates) - len(albums) + len(set(albums))
