"""A gate that several processes pass together: turns are reserved in the database, some at a time."""

import asyncio
import contextlib
import heapq
import math
from collections.abc import Sequence

import structlog

from scheduler.pacing import Gate, Waiting
from services.messages.pace import LATE_SECONDS, Changes, Closing, PaceBook, Reserved, Said, Turn, Unused, Wanted

log = structlog.get_logger(__name__)

MOST_AT_ONCE = 256  # turns in one reservation
PATIENCE_SECONDS = 2.0  # with the database
ALONE_SECONDS = 2.0  # how long the gate goes by its own rules after the database did not answer
SOONEST_SECONDS, LATEST_SECONDS = 0.002, 0.25  # from the reading of the clock to the use of a turn
REMEMBERED_SECONDS = 60.0
SLOW_IN_A_ROW = 3  # one alone may be due to this process, which was held up
UNHURRIED = 1.5  # times what it took last


class SharedGate(Gate):
    """Lets requests through in the turns that `book` gives.

    A turn is used within LATE_SECONDS or given back, so that a process which was held up does not send at once what it
    reserved for one after the other. While the database does not answer, the gate goes by its own rules, like that of a
    lone process.
    """

    def __init__(self, book: PaceBook) -> None:
        super().__init__(book.per_second)
        self._book = book
        self._lead = SOONEST_SECONDS
        self._asking: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._turns: list[tuple[float, int, float, float, Waiting]] = []  # from, number, until, the book's moment
        self._next_turn: asyncio.TimerHandle | None = None
        self._again = {True: 0.0, False: 0.0}  # by rank: when it is of use to ask again
        self._unused: list[Unused] = []
        self._closings: list[Closing] = []
        self._closed: dict[int | None, float] = {}  # turns that were reserved before a 429 are not used after it
        self._slow = 0  # answers of the database in a row that came too late
        self._alone_until = 0.0
        self._said_alone: list[tuple[Wanted, float]] = []  # which the others do not know of yet

    def wait_of(self, chat: int) -> float:
        """How many seconds nothing may be sent to the chat, as far as this process knows."""
        return max(super().wait_of(chat), self._resting.get(chat, 0.0) - self._now())

    def slow_down(self, chat: int | None, seconds: float) -> None:
        """Telegram answered 429: let that chat rest, and all chats if a second one is told so in the meantime."""
        super().slow_down(chat, seconds)
        self._open()  # the other processes are to know of it now

    def _close(self, chat: int | None, until: float) -> None:
        super()._close(chat, until)
        self._closed[chat] = until
        self._closings.append(Closing(chat, until - self._now()))

    async def close(self) -> None:
        """End what runs beside those who wait."""
        for timer in (self._timer, self._next_turn):
            if timer is not None:
                timer.cancel()
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})

    def _open(self) -> None:
        if self._now() < self._alone_until:
            super()._open()
        elif self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_all())
        else:
            self._news.set()

    # -- asking --------------------------------------------------------------------------------------------------

    async def _ask_all(self) -> None:
        """Ask for turns as long as somebody waits for one."""
        while self._queue or self._closings:
            self._news.clear()
            asked, soonest = self._askable()
            if asked or self._closings:
                if not await self._ask(asked):
                    return
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), max(SOONEST_SECONDS, soonest - self._now()))

    def _askable(self) -> tuple[list[Waiting], float]:
        """Those for whom it is of use to ask now, taken out of the queue; and when it will be for the next."""
        now, soonest = self._now(), math.inf
        asked: list[Waiting] = []
        left: list[Waiting] = []
        while self._queue and len(asked) < MOST_AT_ONCE:
            first = heapq.heappop(self._queue)
            if first.opened.done():
                continue  # whoever waited has gone away
            again = max(self._again[first.is_bulk], self._resting_until(first.chat))
            if again <= now:
                asked.append(first)
            else:
                soonest = min(soonest, again)
                left.append(first)
        for one in left:
            heapq.heappush(self._queue, one)
        return asked, soonest

    def _resting_until(self, chat: int | None) -> float:
        return 0.0 if chat is None else self._resting.get(chat, 0.0)

    async def _ask(self, asked: Sequence[Waiting]) -> bool:
        """Reserve turns for them; False if the database does not answer in time."""
        wanted = [Wanted(one.chat, one.is_bulk, one.amount) for one in asked]
        try:
            reserved = await self._reserve(wanted)
        except BaseException:
            self._put_back(asked)
            raise
        if reserved is None:
            self._go_alone(asked)
            return False
        for waiting, turn in zip(asked, reserved.turns, strict=True):
            self._place(waiting, turn, reserved)
        self._let_pass()
        return True

    async def _reserve(self, wanted: Sequence[Wanted]) -> Reserved | None:
        """The turns; None if they cannot be had, or not as soon as they could be used."""
        told = unused, closings, said = self._unused, self._closings, self._said_alone
        self._unused, self._closings, self._said_alone = [], [], []
        ago = [Said(one, self._now() - at) for one, at in said]
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                reserved = await self._book.reserve(wanted, self._lead, Changes(unused, closings, ago))
        except Exception as error:  # whatever it is, people wait for an answer
            log.warning("the pace is kept alone: the database does not answer", reason=type(error).__name__)
            self._unused, self._closings, self._said_alone = told
            return None
        took = self._now() - reserved.read[1]
        self._slow = self._slow + 1 if took > LATEST_SECONDS else 0
        if self._slow >= SLOW_IN_A_ROW:
            self._slow = 0
            log.warning("the pace is kept alone: the database is slow", seconds=round(took, 2))
            self._unused.extend(_unused(wanted, reserved))
            return None
        self._lead = min(LATEST_SECONDS, max(SOONEST_SECONDS, UNHURRIED * took))
        return reserved

    def _place(self, waiting: Waiting, turn: Turn, reserved: Reserved) -> None:
        if turn.at is not None:
            asked, read = reserved.read
            entry = (read + turn.at, waiting.rank[1], asked + turn.at + LATE_SECONDS, turn.moment, waiting)
            heapq.heappush(self._turns, entry)
            return
        heapq.heappush(self._queue, waiting)
        again = self._now() + max(SOONEST_SECONDS, turn.again)
        if not turn.is_own:
            self._again[waiting.is_bulk] = again
        elif waiting.chat is not None:
            self._resting[waiting.chat] = max(again, self._resting_until(waiting.chat))

    def _go_alone(self, asked: Sequence[Waiting]) -> None:
        self._alone_until = self._now() + ALONE_SECONDS
        self._put_back(asked)
        asyncio.get_running_loop().call_soon(self._open)  # once this task is done
        asyncio.get_running_loop().call_later(ALONE_SECONDS, self._open)

    def _put_back(self, asked: Sequence[Waiting]) -> None:
        for one in asked:
            heapq.heappush(self._queue, one)

    # -- passing -------------------------------------------------------------------------------------------------

    def _pass(self, waiting: Waiting, now: float) -> None:
        super()._pass(waiting, now)
        if now < self._alone_until:
            self._said_alone = [one for one in self._said_alone if one[1] > now - REMEMBERED_SECONDS]
            self._said_alone.append((Wanted(waiting.chat, waiting.is_bulk, waiting.amount), now))

    def _let_pass(self) -> None:
        """Let through those whose turn it is; who comes too late asks again."""
        if self._next_turn is not None:
            self._next_turn.cancel()
            self._next_turn = None
        now = self._now()
        while self._turns and self._turns[0][0] <= now:
            _, _, until, moment, waiting = heapq.heappop(self._turns)
            is_closed = now < max(self._closed.get(None, 0.0), self._closed.get(waiting.chat, 0.0))
            if waiting.opened.done() or now > until or is_closed:
                self._unused.append(Unused(Wanted(waiting.chat, waiting.is_bulk, waiting.amount), moment))
                if not waiting.opened.done():
                    heapq.heappush(self._queue, waiting)
                    self._open()
            else:
                self._pass(waiting, now)
        if self._turns:
            self._next_turn = asyncio.get_running_loop().call_at(self._turns[0][0], self._let_pass)


def _unused(wanted: Sequence[Wanted], reserved: Reserved) -> list[Unused]:
    given = zip(wanted, reserved.turns, strict=True)
    return [Unused(one, turn.moment) for one, turn in given if turn.at is not None]
