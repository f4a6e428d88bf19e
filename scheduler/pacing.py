"""Pacing: every request that Telegram counts waits its turn at one gate.

Telegram's own words (core.telegram.org/bots/faq, «My bot is hitting limits»): about 30 messages a second in all, about
one a second in a chat, 20 a minute in a group. The gate lets messages through evenly rather than in bursts: a burst at
the beginning of a second is what Telegram answers with 429. What came late may catch up a little, but in no second do
more than the limit and one pass.
"""

import asyncio
import heapq
import math
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    Response,
    SendChatAction,
    SendMediaGroup,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType

from services.messages.rates import PER_SECOND, Bucket, Window, bucket_of, bucket_of_all
from views.kit.unchecked import alike

log = structlog.get_logger(__name__)

PATIENCE = 3  # how many times an answer to a person waits out a 429 before it fails
COUNTED = ("send", "edit", "copy", "forward")
PRUNE_AT = 4_096

# Set by the delivery in each message's own task, and by the keeper: how many messages of it have passed the gate
# already. None for answers to people.
prepaid: ContextVar[int | None] = ContextVar("prepaid", default=None)


@dataclass(order=True)
class Waiting:
    """Somebody at the gate: answers to people rank before bulk messages."""

    rank: tuple[bool, int]
    chat: int | None = field(compare=False)
    amount: int = field(compare=False)
    opened: asyncio.Future[None] = field(compare=False)

    @property
    def is_bulk(self) -> bool:
        """Whether it may wait for answers to people."""
        return self.rank[0]


class Gate:
    """Lets requests through below the limits: answers to people before bulk messages, otherwise in order of arrival."""

    def __init__(self, per_second: float = PER_SECOND, now: Callable[[], float] | None = None) -> None:
        self._now = now or (lambda: asyncio.get_running_loop().time())
        self.per_second = per_second
        self._all = bucket_of_all(per_second)
        self._second = Window(math.floor(per_second) + 1)  # one more, or a late timer would put off all after it
        self._chats: dict[int, Bucket] = {}
        self._resting: dict[int, float] = {}
        self._queue: list[Waiting] = []
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None
        self._slowed_by: tuple[int | None, float] = (None, 0.0)

    async def enter(self, chat: int | None, *, bulk: bool = False, amount: int = 1) -> None:
        """Wait until `amount` messages to `chat` (None: no chat in particular) may pass."""
        self._number += 1
        waiting = Waiting((bulk, self._number), chat, amount, asyncio.get_running_loop().create_future())
        heapq.heappush(self._queue, waiting)
        self._open()
        await waiting.opened

    def resting(self) -> frozenset[int]:
        """The chats to which nothing may be sent now."""
        now = self._now()
        self._resting = {chat: until for chat, until in self._resting.items() if until > now}
        return frozenset(self._resting)

    def wait_of(self, chat: int) -> float:
        """How many seconds nothing may be sent to the chat."""
        return max(0.0, self._bucket(chat).ready_at() - self._now())

    def recall(self, chat: int, seconds_ago: float) -> None:
        """Count a message to `chat` that an earlier run of the bot sent."""
        self._bucket(chat).take(self._now() - seconds_ago)
        self._rest(chat, self._now())

    def slow_down(self, chat: int | None, seconds: float) -> None:
        """Telegram answered 429: let that chat rest, and all chats if a second one is told so in the meantime."""
        until = self._now() + seconds
        before, since = self._slowed_by
        if chat is None or (before not in (None, chat) and since > self._now()):
            self._close(None, until)
        if chat is not None:
            self._close(chat, until)
        self._slowed_by = (chat, until)

    def _close(self, chat: int | None, until: float) -> None:
        if chat is None:
            self._all.close_until(until)
        else:
            self._bucket(chat).close_until(until)
            self._resting[chat] = until

    async def close(self) -> None:
        """End what runs beside those who wait."""

    def _open(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._now()
        while self._queue:
            wake = max(self._all.ready_at(), self._second.ready_at())
            if wake <= now:
                chosen, wake = self._next(now)
                if chosen is not None:
                    self._pass(chosen, now)
                    continue
            if self._queue:
                self._timer = asyncio.get_running_loop().call_at(max(wake, now), self._open)
            return

    def _next(self, now: float) -> tuple[Waiting | None, float]:
        """Who may pass now; if nobody may, when somebody will."""
        held_back: list[Waiting] = []
        resting: set[int | None] = set()
        chosen, soonest = None, math.inf
        while self._queue and chosen is None:
            first = heapq.heappop(self._queue)
            if first.opened.done():
                continue  # whoever waited has gone away
            # A message does not overtake an album of its chat that needs more room than it does.
            ready = math.inf if first.chat in resting else self._ready_at(first)
            if ready <= now:
                chosen = first
            else:
                soonest = min(soonest, ready)
                resting.add(first.chat)
                held_back.append(first)
        for one in held_back:
            heapq.heappush(self._queue, one)
        return chosen, soonest

    def _pass(self, waiting: Waiting, now: float) -> None:
        self._all.take(now, waiting.amount)
        self._second.take(now, waiting.amount)
        if waiting.chat is not None:
            self._bucket(waiting.chat).take(now, waiting.amount)
            self._rest(waiting.chat, now)
        waiting.opened.set_result(None)

    def _rest(self, chat: int, now: float) -> None:
        ready = self._bucket(chat).ready_at()
        if ready > now:
            self._resting[chat] = ready

    def _ready_at(self, waiting: Waiting) -> float:
        bucket = self._chats.get(waiting.chat) if waiting.chat is not None else None
        return bucket.ready_at(waiting.amount) if bucket is not None else 0.0

    def _bucket(self, chat: int) -> Bucket:
        if chat not in self._chats:
            if len(self._chats) >= PRUNE_AT:
                now = self._now()
                self._chats = {known: bucket for known, bucket in self._chats.items() if not bucket.is_idle(now)}
            self._chats[chat] = bucket_of(chat)
        return self._chats[chat]


class Pacing(BaseRequestMiddleware):
    """Sends every request that Telegram counts through the gate; waits out a 429 for requests that have no outbox."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the request when it is its turn.

        Raises TelegramRetryAfter at once for bulk messages, which can wait in the outbox.
        """
        chat, amount = _chat_of(method), _amount_of(method)
        if self._gate.per_second > PER_SECOND and prepaid.get() is not None:
            method = _as_paid(method)
        for patience in reversed(range(PATIENCE)):
            bulk = prepaid.get() is not None
            if amount and not _paid(amount):
                await self._gate.enter(chat, bulk=bulk, amount=amount)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                log.warning("asked to slow down", method=type(method).__name__, seconds=error.retry_after)
                if not amount:
                    raise  # a limit of that method's own (the menus'): what is said does not wait for it
                self._gate.slow_down(chat, error.retry_after)
                if bulk or not patience:
                    raise
        raise AssertionError("unreachable: the last try returns or raises")


def _as_paid(method: TelegramMethod[TelegramType]) -> TelegramMethod[TelegramType]:
    """The same request beyond Telegram's ordinary limit, for which the bot pays."""
    is_possible = "allow_paid_broadcast" in type(method).model_fields
    return alike(method, allow_paid_broadcast=True) if is_possible else method


def _paid(amount: int) -> bool:
    left = prepaid.get()
    if left is None or left < amount:
        return False
    prepaid.set(left - amount)
    return True


def _chat_of(method: TelegramMethod[TelegramType]) -> int | None:
    chat = getattr(method, "chat_id", None)
    return chat if isinstance(chat, int) else None


def _amount_of(method: TelegramMethod[TelegramType]) -> int:
    """How many messages the request counts for; 0 for one that is not counted."""
    if isinstance(method, SendMediaGroup):
        return len(method.media)
    if isinstance(method, SendChatAction):
        return 0
    is_counted = method.__api_method__.startswith(COUNTED) or isinstance(method, AnswerCallbackQuery)
    return 1 if is_counted else 0
