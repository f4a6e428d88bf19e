"""Delivery: takes what is owed from the outbox, renders it, sends it, and records what became of it."""

import asyncio
import contextlib
import math
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat, TelegramRetryAfter
from sqlalchemy.exc import SQLAlchemyError

from scheduler.failures import Reaction, react_to, reason_of
from scheduler.pacing import PER_SECOND, Gate, prepaid
from services import outbox
from services.container import Services
from services.outbox import Owed
from views.i18n import Translator
from views.letters import compose
from views.sending import send

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.5
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
WIDEST = 64
SMOOTHING = 0.1
HEADROOM = 1.5  # messages do not take equally long
AHEAD_SECONDS = 0.25  # claimed before their turn comes: the time of claiming must not cost the pace


class Delivery:
    """Empties the outbox through the gate. `clock` returns the moment now (aware).

    No more messages are in hand at once than the pace needs: what is in hand when the process is killed is what may
    be repeated, and with an answering Telegram that is one. What is claimed and waits for its turn was not tried yet.
    """

    def __init__(
        self,
        bot: Bot,
        services: Services,
        translator: Translator,
        clock: Callable[[], datetime],
        *,
        gate: Gate | None = None,
        per_second: float = PER_SECOND,
    ) -> None:
        self._bot = bot
        self._services = services
        self._translator = translator
        self._clock = clock
        self._gate = gate
        self._per_second = per_second
        self._ahead = math.ceil(per_second * AHEAD_SECONDS)
        self._seconds_each = 0.0
        self._outage_pause = 0.0
        self._claimed: deque[Owed] = deque()
        self._in_hand: set[asyncio.Task[None]] = set()  # a bare task may be collected before it is done

    @property
    def width(self) -> int:
        """How many messages must be in hand at once to hold the pace, by how long one takes; one while all rests."""
        if self._outage_pause:
            return 1
        return max(1, min(WIDEST, math.ceil(self._per_second * self._seconds_each * HEADROOM)))

    @property
    def in_hand(self) -> int:
        """How many messages are at the gate, under way or being recorded."""
        return len(self._in_hand)

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; what is in hand is finished first."""
        await self._recall()
        while not stop.is_set():
            try:
                claimed = await self._take()
            except Exception:  # a fault of the database must not end the delivery for good
                log.exception("delivery failed")
                claimed = 0
            if self._outage_pause:
                await self._rest(stop, self._outage_pause)
            elif self._in_hand:
                await asyncio.wait(self._in_hand, timeout=IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            elif not claimed:
                await self._rest(stop, IDLE_SECONDS)
        await self._release()
        if self._in_hand:
            await asyncio.wait(self._in_hand)

    async def _recall(self) -> None:
        """A restart must not begin a chat's burst anew: Telegram counts on."""
        if self._gate is not None:
            for chat, seconds_ago in await self._services.outbox.lately(self._clock()):
                self._gate.recall(chat, seconds_ago)

    @staticmethod
    async def _rest(stop: asyncio.Event, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)

    async def drain(self) -> None:
        """Deliver until nothing that may go now is left, or Telegram can not be reached."""
        self._outage_pause = 0.0
        while not self._outage_pause and await self._services.outbox.waiting(self._clock()):
            await self._take()
            if self._in_hand:
                await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(0.01)  # the rest is in the hands of the running delivery

    async def _take(self) -> int:
        """Begin what may be in hand, and claim more while it is under way; how many were claimed."""
        if self._outage_pause:
            await self._release()
        self._begin()
        claimed = await self._claim()
        self._begin()
        return claimed

    def _begin(self) -> None:
        for owed in self._ready():
            if len(self._in_hand) >= self.width:
                return
            self._claimed.remove(owed)
            task = asyncio.create_task(self._deliver(owed, self._outage_pause))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)

    def _ready(self) -> list[Owed]:
        """What is claimed and may go: a chat that has come to rest since must not keep the others waiting."""
        resting = self._resting()
        return [owed for owed in self._claimed if owed.chat_id not in resting]

    def _resting(self) -> frozenset[int]:
        return self._gate.resting() if self._gate is not None else frozenset()

    async def _claim(self) -> int:
        if self._outage_pause:
            room = 1 - len(self._in_hand)
        else:
            room = self._ahead - len(self._ready())
            if room < self._ahead / 2:
                return 0  # a few at a time cost little more than one
        if room <= 0:
            return 0
        claimed = await self._services.outbox.claim(self._clock(), room, self._resting())
        self._claimed.extend(claimed)
        return len(claimed)

    async def _release(self) -> None:
        """Put back what waits for its turn: others may say it, or it must wait for long."""
        if not self._claimed:
            return
        # What the gate lets through meanwhile is put back the next time, and what is being put back is not begun.
        held, self._claimed = self._claimed, deque()
        try:
            await self._services.outbox.release(held)
        except SQLAlchemyError:
            log.exception("not put back yet")  # the next turn tries again, or the next start finds it
            self._claimed.extendleft(reversed(held))

    async def _deliver(self, owed: Owed, outage_pause: float) -> None:
        """Say one message; `outage_pause` is how long all rested when it was its turn."""
        if self._gate is not None:
            await self._gate.enter(owed.chat_id, bulk=True)
        if self._outage_pause > outage_pause:  # nobody could be reached meanwhile
            self._claimed.append(owed)
            return
        prepaid.set(1)
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            await self._say(owed)
        except Exception as error:  # every failure has its one reaction, and none stops the others
            try:
                await self._fail(owed, error, outage_pause)
            except SQLAlchemyError:
                log.exception("failure not recorded", outbox=owed.id)  # its lease runs out, and it is tried again
            return
        took = loop.time() - began
        self._seconds_each += SMOOTHING * (took - self._seconds_each) if self._seconds_each else took

    async def _say(self, owed: Owed) -> None:
        now = self._clock()
        screen = await compose(self._services, owed, self._translator[owed.locale], now)
        if screen is None:
            await self._services.outbox.cancelled(owed, "nothing left to say")
            self._services.metrics.cancelled.inc()
            return
        message_id = await send(self._bot, owed.chat_id, screen, thread_id=owed.thread_id)
        self._outage_pause = 0.0
        self._services.metrics.sent.inc()
        await self._record(owed, message_id)
        if owed.chat_id < 0:
            await self._services.groups.found(owed.chat_id, now)  # one that refused earlier takes messages again
        if screen.about is not None:
            await self._services.anchors.say(owed.chat_id, message_id, owed.account_id, screen.about, now)

    async def _record(self, owed: Owed, message_id: int) -> None:
        """Record that it was accepted, however long the database can not: to send it again would repeat it."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await self._services.outbox.sent(owed, message_id, self._clock())
            except SQLAlchemyError as error:
                log.warning("not recorded yet", outbox=owed.id, reason=type(error).__name__, next_try_in_seconds=pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)

    async def _fail(self, owed: Owed, error: Exception, outage_pause: float) -> None:
        reaction, reason, now = react_to(error), reason_of(error), self._clock()
        log.warning("message not sent", outbox=owed.id, kind=owed.kind, reaction=str(reaction), reason=reason)
        queue, metrics = self._services.outbox, self._services.metrics
        if reaction in (Reaction.AGAIN, Reaction.OUTAGE):
            metrics.retries.inc()
        else:
            metrics.failed.labels(str(reaction)).inc()
        if isinstance(error, TelegramMigrateToChat):
            await queue.again(owed, now, reason)
            await self._services.groups.migrated(owed.chat_id, error.migrate_to_chat_id, now)
        elif isinstance(error, TelegramRetryAfter):
            await queue.again(owed, now + timedelta(seconds=error.retry_after), reason)
        elif reaction is Reaction.OUTAGE:
            # Nobody can be reached: everything rests together, and goes on together once one message goes through.
            self._outage_pause = min(max(2 * outage_pause, FIRST_PAUSE), LONGEST_PAUSE)
            await queue.again(owed, now, reason)
        elif reaction is Reaction.AGAIN:
            await queue.again(owed, now + outbox.pause_after(owed.attempts), reason)
        elif reaction is Reaction.UNREACHABLE:
            await queue.failed(owed, reason, now)
            await self._services.reachability.lost(owed.chat_id, reason, now)
        else:
            log.error("message failed", outbox=owed.id, kind=owed.kind, exc_info=error)
            await queue.failed(owed, reason, now)
