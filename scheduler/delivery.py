"""Delivery: takes owed messages from the outbox, renders and sends them, and records the outcome."""

import asyncio
import contextlib
import dataclasses
import math
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import cast

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat, TelegramRetryAfter
from sqlalchemy.exc import SQLAlchemyError

from scheduler.answers import Answers, Durations
from scheduler.failures import Reaction, react_to, reason_of
from scheduler.letters import Found, compose, find
from scheduler.pacing import Gate, prepaid
from scheduler.pauses import FIRST_SECONDS, growing
from services.container import Services
from services.messages import outbox
from services.messages.anchors import row_of
from services.messages.outbox import Owed
from services.messages.rates import PER_SECOND
from views.kit.screen import Screen
from views.kit.sending import send
from views.kit.texts import Translator

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.5
LONGEST_PAUSE = 30.0
WIDEST = 64
ALONE = 2.25  # messages that the pace would want in hand at once and does not get: an answer of 75 ms at 30 a second
HEADROOM = 1.25  # answers do not take equally long, and each is recorded
AHEAD_SECONDS = 0.25  # claimed before their turn comes: the time of claiming must not cost the pace
FRESH_SECONDS = 5.0  # words that waited longer at the gate are found anew
OWN_SECONDS = 0.01  # what takes longer waits for a busy machine or its turn: more messages in hand would not help
RECORDING_TRIES = 5  # where the database is there and refuses: a quarter of a minute in all
LAST_WORD_SECONDS = 0.05  # for an answer that came while the loop was busy


@dataclasses.dataclass(frozen=True)
class _InLine:
    """A message whose words are ready.

    `turn` says whether it is already recorded as being in hand; None if it must be put back.
    """

    owed: Owed
    turn: asyncio.Future[bool | None]


class Delivery:
    """Empties the outbox through the gate. `clock` returns the moment now (aware).

    What is in hand (its request may have begun) when the process is killed is what may be repeated. So it is one
    message as long as Telegram answers quickly, and no more than the pace needs beyond that. A message comes into hand
    with its words ready, by the record that lets the one before it go; what was only claimed was not tried yet.

    While `is_here` is false, nothing is claimed: another process may think that this one is dead.
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
        is_here: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bot = bot
        self._services = services
        self._translator = translator
        self._clock = clock
        self._gate = gate
        self._is_here = is_here
        self._per_second = per_second
        self._ahead = math.ceil(per_second * AHEAD_SECONDS)
        self._answers = Answers()
        bot.session.middleware(self._answers)  # the innermost: the gate is no part of an answer
        self._entering = Durations()
        self._recording = Durations()
        self._outage_pause = 0.0
        self._is_stopping = False
        self._claimed: deque[Owed] = deque()
        self._found: dict[int, tuple[Found, float]] = {}  # of what is claimed, by the outbox's id; when it was found
        self._waiting: dict[asyncio.Task[None], Owed] = {}  # being worded, in line or at the gate
        self._line: deque[_InLine] = deque()
        self._in_hand = 0
        self._tasks: set[asyncio.Task[None]] = set()  # a bare task may be collected before it is done
        self._said: set[asyncio.Task[None]] = set()  # those of them whose message is accepted, and is being recorded
        self._news = asyncio.Event()  # something is done, or it is time to look again

    @property
    def width(self) -> int:
        """How many messages may be in hand at once, given Telegram's answer times; one during an outage.

        Beyond Telegram's ordinary pace, having a turn reserved and recording one after the other would be too slow:
        these times count as well.
        """
        is_ordinary = self._per_second <= PER_SECOND
        own = [min(one.seconds, OWN_SECONDS) for one in (self._entering, self._recording)]
        needed = self._per_second * (self._answers.seconds + (0.0 if is_ordinary else sum(own)))
        if self._outage_pause or (is_ordinary and needed <= ALONE):
            return 1
        return min(WIDEST, max(1, math.ceil(needed * HEADROOM)))

    @property
    def in_hand(self) -> int:
        """How many messages are next at the gate, being sent or being recorded."""
        return self._in_hand

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set, then put back what was not begun and finish what was."""
        await self._recall(stop)
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self._news.set())
        try:
            while not stop.is_set():
                await self._turn(stop)
        finally:
            stopping.cancel()
            self._is_stopping = True
        await self._stop()

    async def _turn(self, stop: asyncio.Event) -> None:
        try:
            claimed = await self._take()
        except Exception:  # a fault of the database must not end the delivery for good
            log.exception("delivery failed")
            claimed = 0
        self._news.clear()  # what was done until now has been looked at
        if self._outage_pause:
            await self._rest(stop, self._outage_pause)
        elif self._tasks:
            await self._hear(stop)
        elif not claimed:
            await self._rest(stop, IDLE_SECONDS)

    async def _hear(self, stop: asyncio.Event) -> None:
        """Wait until a message is done, at most for IDLE_SECONDS."""
        timer = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._news.set)
        if not stop.is_set():
            await self._news.wait()
        timer.cancel()

    async def _stop(self) -> None:
        self._is_stopping = True
        self._claimed.extend(self._waiting.values())
        for task in self._waiting:
            task.cancel()
        self._waiting.clear()
        await self._release()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def break_off(self, seconds: float) -> None:
        """Stop waiting for answers; what Telegram has taken is still recorded, within a few seconds."""
        self._is_stopping = True
        await asyncio.sleep(LAST_WORD_SECONDS)
        unanswered = self._tasks - self._said
        for task in unanswered:
            task.cancel()
        if unanswered:
            await asyncio.wait(unanswered, timeout=1)
        if self._said:
            _, late = await asyncio.wait(self._said, timeout=seconds)
            if late:
                log.error("accepted and not recorded: it will be said once more", messages=len(late))

    async def _recall(self, stop: asyncio.Event) -> None:
        """Tell the gate of recent messages, because Telegram's count goes on over a restart."""
        if self._gate is not None:
            for chat, seconds_ago in await self._lately(stop):
                self._gate.recall(chat, seconds_ago)

    async def _lately(self, stop: asyncio.Event) -> list[tuple[int, float]]:
        """(chat id, seconds ago) of recent messages, asked for until the database answers; none if stopped."""
        pauses = growing(LONGEST_PAUSE)
        while not stop.is_set():
            try:
                return await self._services.outbox.lately(self._clock())
            except SQLAlchemyError as error:
                log.warning("waiting for the database", error=type(error).__name__)
                await self._rest(stop, next(pauses))
        return []

    @staticmethod
    async def _rest(stop: asyncio.Event, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)

    async def drain(self) -> None:
        """Deliver until nothing that may go now is left, or Telegram cannot be reached."""
        self._outage_pause = 0.0
        while not self._outage_pause and await self._services.outbox.waiting(self._clock()):
            await self._take()
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(0.01)  # the rest is in the hands of the running delivery

    async def _take(self) -> int:
        """Begin what may be begun, and claim more meanwhile; returns how many were claimed."""
        if self._outage_pause:
            await self._release()
        self._begin()
        claimed = await self._claim()
        self._begin()
        return claimed

    def _begin(self) -> None:
        """Render what is next: as many again as may be in hand, so that words are ready when a place is free."""
        self._admit()
        room = 1 if self._outage_pause else 2 * self.width
        for owed in self._ready():
            if self._is_stopping or len(self._tasks) >= room:
                return
            self._claimed.remove(owed)
            task = asyncio.create_task(self._deliver(owed, self._outage_pause))
            self._tasks.add(task)
            self._waiting[task] = owed
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._said.discard(task)
        self._waiting.pop(task, None)
        self._news.set()
        if not self._outage_pause and not task.cancelled():
            self._begin()  # while more is being claimed, too

    def _ready(self) -> list[Owed]:
        """The claimed messages that may go, without chats that must rest by now: they must not delay the others."""
        resting = self._resting()
        if not resting:
            return list(self._claimed)
        return [owed for owed in self._claimed if owed.chat_id not in resting]

    def _resting(self) -> frozenset[int]:
        return self._gate.resting() if self._gate is not None else frozenset()

    async def _claim(self) -> int:
        room = 1 - len(self._tasks) if self._outage_pause else self._ahead - len(self._ready())
        # A few at a time cost little more than one; and as many each time, for what is asked of them is prepared once.
        few = 1 if self._outage_pause else math.ceil(self._ahead / 2)
        if room < few or not self._is_here():
            return 0
        claimed = await self._services.outbox.claim(self._clock(), few, self._resting())
        try:
            await self._find(claimed)
        finally:
            self._claimed.extend(claimed)
        return len(claimed)

    async def _find(self, claimed: Sequence[Owed]) -> None:
        """Find what the claimed messages say, as far as that is found for many together: their turn comes soon."""
        at = asyncio.get_running_loop().time()
        try:
            found = await find(self._services, claimed, self._clock())
        except Exception:  # each is found alone then, and has its own reaction
            log.exception("not found together", messages=len(claimed))
            return
        self._found |= {key: (one, at) for key, one in found.items()}

    async def _release(self) -> None:
        """Put back what waits for its turn: others may be sent first, or it must wait for long."""
        if not self._claimed:
            return
        # What is put back meanwhile is released the next time, and what is being released is not begun.
        held, self._claimed = self._claimed, deque()
        self._found.clear()
        try:
            await self._services.outbox.release(held)
        except SQLAlchemyError:
            log.exception("not put back yet")  # the next turn tries again, or the next start finds it
            self._claimed.extendleft(reversed(held))

    # -- one message ---------------------------------------------------------------------------------------------

    async def _deliver(self, owed: Owed, outage_pause: float) -> None:
        """Send one message; `outage_pause` is the pause that was in force when its turn came."""
        try:
            screen, found_at = await self._worded(owed)
            if screen is None:
                return
            is_recorded = await self._stand_in_line(owed)
        except Exception as error:  # every failure has its one reaction, and none stops the others
            await self._give_up(owed, error, outage_pause)
            return
        if is_recorded is None:
            self._claimed.append(owed)
            return
        is_said = False
        try:
            if not is_recorded and not await asyncio.shield(self._services.outbox.begin(owed, self._clock())):
                return  # another process has it now
            is_said = await self._say(owed, screen, found_at, outage_pause)
        except Exception as error:  # as above
            await self._give_up(owed, error, outage_pause)
        finally:
            if not is_said:
                self._leave()

    async def _worded(self, owed: Owed) -> tuple[Screen | None, float]:
        """What the message says and when (by the loop) that was found; None if nothing is left to say: recorded."""
        now = asyncio.get_running_loop().time()
        found, at = self._found.pop(owed.id, (None, now))
        if now - at > FRESH_SECONDS:
            found, at = None, now
        screen = await compose(self._services, owed, self._translator[owed.locale], self._clock(), found)
        if screen is None:
            await self._services.outbox.cancelled(owed, "nothing left to say")
            self._services.metrics.cancelled.inc()
        return screen, at

    async def _stand_in_line(self, owed: Owed) -> bool | None:
        """Wait for a place; whether it is recorded, None if the message must be put back."""
        waiting = _InLine(owed, asyncio.get_running_loop().create_future())
        self._line.append(waiting)
        self._admit()
        return await waiting.turn

    def _admit(self) -> None:
        """Give free places to the next in line."""
        while self._in_hand < self.width and (following := self._next()) is not None:
            self._in_hand += 1
            following.turn.set_result(False)

    def _next(self) -> _InLine | None:
        """The next in line, skipping messages whose chat must rest, so that they hold no place."""
        resting = self._resting()
        while self._line and not self._is_stopping:
            first = self._line.popleft()
            if first.turn.done():
                continue
            if first.owed.chat_id not in resting:
                return first
            first.turn.set_result(None)
        return None

    def _leave(self) -> None:
        self._in_hand -= 1
        self._admit()

    async def _say(self, owed: Owed, screen: Screen, found_at: float, outage_pause: float) -> bool:
        """Send it in its turn and have that recorded, which frees its place; whether it was sent."""
        if self._gate is not None:
            came = asyncio.get_running_loop().time()
            await self._gate.enter(owed.chat_id, bulk=True)
            self._entering.note(asyncio.get_running_loop().time() - came)
        if self._outage_pause > outage_pause or not self._is_here():  # nobody could be reached meanwhile
            self._claimed.append(owed)
            return False
        if asyncio.get_running_loop().time() - found_at > FRESH_SECONDS:
            renewed, _ = await self._worded(owed)
            if renewed is None:
                return False
            screen = renewed
        task = cast("asyncio.Task[None]", asyncio.current_task())
        self._waiting.pop(task, None)
        prepaid.set(1)
        message_id = await send(self._bot, owed.chat_id, screen, thread_id=owed.thread_id)
        self._outage_pause = 0.0
        self._services.metrics.sent.inc()
        self._said.add(task)  # whoever breaks off the rest does not break off this: it was said
        await self._accepted(owed, message_id, screen)
        return True

    async def _accepted(self, owed: Owed, message_id: int, screen: Screen) -> None:
        """Record it and what it is about, and give its place to the next, in one transaction."""
        following = self._next() if self._in_hand <= self.width else None
        began = asyncio.get_running_loop().time()
        has_begun = await self._record(owed, message_id, screen, None if following is None else following.owed)
        self._recording.note(asyncio.get_running_loop().time() - began)
        if following is None or following.turn.done():
            self._leave()
        else:
            following.turn.set_result(has_begun)
        if owed.is_to_lost:
            try:
                await self._services.groups.found(owed.chat_id, self._clock())  # it takes messages again
            except SQLAlchemyError:
                log.exception("the group is not known to be found again", outbox=owed.id)

    async def _record(self, owed: Owed, message_id: int, screen: Screen, then: Owed | None) -> bool:
        """Record that it was accepted, however long the database is unavailable: sending it again would repeat it.

        Whether `then` is recorded as being in hand. What cannot be recorded for another reason is given up after a
        while: its chat's later messages wait for it.
        """
        pauses, left = growing(LONGEST_PAUSE), RECORDING_TRIES
        anchor = self._anchor(owed, message_id, screen)
        while True:
            try:
                return await self._services.outbox.sent(owed, message_id, self._clock(), then, anchor)
            except Exception as error:  # whatever it is, it was said
                left -= not isinstance(error, SQLAlchemyError)
                if not left:
                    await self._leave_unrecorded(owed, error)
                    return False
                pause = next(pauses)
                log.warning("not recorded yet", outbox=owed.id, reason=type(error).__name__, next_try_in_seconds=pause)
                await asyncio.sleep(pause)

    def _anchor(self, owed: Owed, message_id: int, screen: Screen) -> dict[str, object] | None:
        if screen.about is None:
            return None
        # News that made no sound may not have been read: a reply finds its subject, other words do not.
        account_id = None if screen.is_silent else owed.account_id
        return row_of(owed.chat_id, message_id, account_id, screen.about, self._clock())

    async def _leave_unrecorded(self, owed: Owed, error: Exception) -> None:
        """Give up recording it: an admin sees it among the failed ones, and it is not said again by itself."""
        log.error("accepted, and cannot be recorded: given up", outbox=owed.id, kind=owed.kind, exc_info=error)
        self._services.metrics.failed.labels(str(Reaction.DEFECT)).inc()
        # By its class alone: what it says may hold somebody's words.
        reason = f"accepted by Telegram, but not recorded: {type(error.__cause__ or error).__name__}"
        pauses = growing(LONGEST_PAUSE)
        while True:
            try:
                await self._services.outbox.unrecorded(owed, reason, self._clock())
            except SQLAlchemyError:
                await asyncio.sleep(next(pauses))
            except Exception:  # one message must not end the others' records
                log.exception("failure not recorded: given up", outbox=owed.id)  # the next start says it once more
                return
            else:
                return

    async def _give_up(self, owed: Owed, error: Exception, outage_pause: float) -> None:
        try:
            await self._fail(owed, error, outage_pause)
        except SQLAlchemyError:
            log.exception("failure not recorded", outbox=owed.id)  # it is put back by the next claim

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
            self._outage_pause = min(max(2 * outage_pause, FIRST_SECONDS), LONGEST_PAUSE)
            await queue.again(owed, now, reason)
        elif reaction is Reaction.AGAIN:
            await queue.again(owed, now + outbox.pause_after(owed.attempts), reason)
        elif reaction is Reaction.UNREACHABLE:
            await queue.failed(owed, reason, now)
            await self._services.reachability.lost(owed.chat_id, reason, now)
        else:
            log.error("message failed", outbox=owed.id, kind=owed.kind, exc_info=error)
            await queue.failed(owed, reason, now)
