"""Handles what the inbox holds: different people in parallel, each person's updates in order.

An update stays in the inbox until it is handled, and is handled again if Telegram or the database could not be reached.
What was not handled when the process ended is handled first when it starts again, or by another process. Where several
share the inbox, each takes in hand only what it can soon begin.
"""

import asyncio
import contextlib
import functools
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
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

from bot.gaps import without_long_gaps
from handlers.errors import is_passing
from handlers.throttle import Pace, Throttle
from handlers.turns import ChatLines, Room, Turn, in_hand
from scheduler.pauses import growing
from services.messages.inbox import InboxQueue, Kept, stays_kept

log = structlog.get_logger(__name__)

AT_ONCE = 4  # updates that work at once; those that wait for Telegram or for a chat's pace do not count
HELD = 5_000  # updates held in memory; more wait in the database alone
AHEAD = 4 * AT_ONCE  # claimed of a shared inbox and not begun: the time of claiming must not leave places empty
CLAIMED = 200  # in hand of a shared inbox, most of which wait for Telegram
AWAY_SECONDS = 0.2
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
    rest. While `is_here` is false, nothing is claimed or begun: another process may have taken it over.
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
        is_here: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._clock = clock
        self._answered = answered
        self._is_here = is_here
        self._throttle = Throttle()
        self._places = Room(AT_ONCE)
        self._chats = ChatLines(wait_of)
        self._lines: dict[int, deque[Kept]] = {}  # by person: what they sent and is not begun
        self._known: set[int] = set()  # in a line, in hand, or handled and not marked so yet
        self._begun: set[asyncio.Task[None]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._handled: list[int] = []
        self._is_more = False  # the database holds what does not stand in a line
        self._is_claiming = False
        self._news = asyncio.Event()
        self._stopping = asyncio.Event()
        self._marking: asyncio.Task[None] | None = None
        self.has_begun = asyncio.Event()
        """Set once what an earlier run left is in hand: what arrives comes after it."""

        self.trouble: str | None = None
        """Why nothing is handled at present; None if all is well."""

    async def run(self, stop: asyncio.Event) -> None:
        """Handle until `stop` is set; then finish within seconds what is in hand."""
        try:
            pauses = growing(LONGEST_PAUSE)
            while not stop.is_set() and not await self._begins():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), next(pauses))
            await stop.wait()
        finally:
            await self.finish()

    async def _begins(self) -> bool:
        """Handle what an earlier run left."""
        try:
            await self._load()
        except SQLAlchemyError as error:
            self.trouble = "the inbox cannot be read"
            log.warning("waiting for the database", reason=self.trouble, error=type(error).__name__)
            return False
        self.trouble = None
        self._marking = asyncio.create_task(self._mark_all())
        self.has_begun.set()
        return True

    def arrived(self, kept: Sequence[Kept]) -> None:
        """Handle what was just stored, after what is already there."""
        if self._inbox.is_shared:
            self.look_again()  # it is anybody's
            return
        for person, own in by_person(kept):
            self._throttle.arrived(person, count_of(own))
        self._is_more = self._is_more or len(self._known) + len(kept) > HELD
        if not self._is_more:
            self._line_up(kept)

    def look_again(self) -> None:
        """Look for more in the inbox: another process stored it, or a write that seemed to fail has succeeded."""
        self._is_more = True
        self._news.set()

    async def idle(self) -> None:
        """Return when everything that has arrived is handled."""
        while not self._is_idle:  # noqa: ASYNC110 -- a few milliseconds, for the sandbox
            await asyncio.sleep(0.005)

    @property
    def _is_idle(self) -> bool:
        return not (self._lines or self._begun or self._is_more or self._is_claiming)

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
                await asyncio.wait_for(self._put_down(), 1)

    async def _put_down(self) -> None:
        """Mark what was handled, and leave what was not to others."""
        await self._mark()
        if self._inbox.is_shared and self._known:
            await self._inbox.give_back(list(self._known))

    def keeps(self, ids: Collection[int]) -> None:
        """Of what this process had in hand only these are still its own; the rest is not begun any more."""
        self._known &= set(ids)

    @property
    def _room(self) -> int:
        """How many more may be taken in hand."""
        if not self._inbox.is_shared:
            return HELD if len(self._known) < HELD / 2 else 0
        ahead = AHEAD - self._places.waiting
        return min(ahead, CLAIMED - len(self._known)) if ahead >= AHEAD / 2 and self._is_here() else 0

    async def _load(self) -> None:
        """Take what waits in the inbox, as far as there is room for it."""
        if (room := self._room) <= 0:
            return
        if not self._inbox.is_shared:
            found = await self._inbox.waiting(HELD)
            self._is_more = len(found) == HELD
            self._line_up([kept for kept in found if kept.id not in self._known])
            return
        self._is_more, self._is_claiming = False, True  # what comes meanwhile is more
        try:
            found = await self._inbox.claim(room, self._lines.keys())
        except BaseException:
            self._is_more = True
            raise
        finally:
            self._is_claiming = False
        self._is_more = self._is_more or len(found) == room
        for kept in found:
            self._throttle.arrived(kept.source, max(1, kept.behind))
        self._line_up(found)

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
            turn = Turn(self._places, self._chats)
            task = self._start(self._handle(person, line.popleft(), turn))
            self._begun.add(task)
            task.add_done_callback(functools.partial(self._ended, turn))
            await turn.passed_on.wait()
        del self._lines[person]

    def _ended(self, turn: Turn, task: asyncio.Task[None]) -> None:
        self._begun.discard(task)
        turn.passed_on.set()
        if self._inbox.is_shared:
            self.look_again()  # what comes after it may be claimed now

    async def _handle(self, person: int, kept: Kept, turn: Turn) -> None:
        """Handle an update and mark it as handled."""
        update = read(kept.payload, self._bot)
        if update is not None and not await self._dealt_with(person, update, turn, kept.id):
            return  # the bot stops, or another process has it now: it stays in the inbox
        self._handled.append(kept.id)
        self._news.set()

    async def _dealt_with(self, person: int, update: Update, turn: Turn, number: int) -> bool:
        """Handle it as often as is useful; False if the bot stops before it is done, or another process took it."""
        pace: Pace | None = None
        pauses, patience = growing(LONGEST_PAUSE), PATIENCE
        answered = None
        while True:
            await self._while_away()
            async with turn.begun():
                if self._stopping.is_set() or number not in self._known:
                    return False
                if self._inbox.is_shared:
                    self._news.set()  # another may be claimed
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

    async def _while_away(self) -> None:
        """Wait while others may think that this process is dead, and take what it has in hand."""
        while not self._is_here() and not self._stopping.is_set():  # noqa: ASYNC110 -- nothing rings
            await asyncio.sleep(AWAY_SECONDS)

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
                if self._is_more:
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
    if (shorter := without_long_gaps(payload)) is not payload:
        update = Update.model_validate(shorter, context={"bot": bot})
    assert update.event_type  # noqa: S101 -- raises UpdateTypeLookupError if it is no kind that is known
    return update


def by_person(updates: Sequence[Kept]) -> list[tuple[int, list[Kept]]]:
    """Updates by author (or by chat, if there is none), each author's in order."""
    lines: dict[int, list[Kept]] = {}
    for kept in updates:
        lines.setdefault(kept.source, []).append(kept)
    return list(lines.items())


def count_of(updates: Sequence[Kept]) -> int:
    """How much a person sent: an album, which comes as an update for each file, counts as one."""
    messages = [kept.payload.get("message") for kept in updates]
    albums = [one["media_group_id"] for one in messages if isinstance(one, dict) and one.get("media_group_id")]
    return len(updates) - len(albums) + len(set(albums))
