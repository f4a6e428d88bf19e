"""Strangers pass only so many at a time: what is beyond that is left out before the database hears of it.

Whoever the bot knows always passes, and so does what is written in its groups. A stranger's updates pass within an
allowance of their own and one of all strangers together. An invite's link has an allowance apart, and whoever opened
one is no stranger for a while: who is invited gets in while others flood.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from services.messages.inbox import source_of
from services.messages.rates import Bucket
from services.metrics import Metrics
from services.people.acquaintance import Known

log = structlog.get_logger(__name__)

Update = dict[str, Any]

EACH = (6.0, 20)  # one in so many seconds, after so many at once
ALL = (0.2, 100)
INVITED = (0.5, 30)
INVITE = re.compile(r"/start(@\w+)? [A-Za-z0-9_-]{16,64}")
INVITED_SECONDS = 900.0
FRESH_SECONDS = 60.0  # a person linked in some other way than by an invite is a stranger for so long
TOLD_SECONDS = 60.0
PRUNE_AT = 20_000


class Door:
    """Decides which updates are taken. `known` reads whom the bot knows, once a minute and only if a stranger comes."""

    def __init__(self, known: Callable[[], Awaitable[Known]], metrics: Metrics) -> None:
        self._read = known
        self._metrics = metrics
        self._known: Known | None = None
        self._read_at = 0.0
        self._all = Bucket(*ALL)
        self._invites = Bucket(*INVITED)
        self._each: dict[int, Bucket] = {}
        self._invited: dict[int, float] = {}  # until when
        self._left_out = 0
        self._told_at: float | None = None

    async def admitted(self, updates: Sequence[Update]) -> list[Update]:
        """Those of the updates that are taken, in their order."""
        if any(not self._knows(update) for update in updates):
            await self._renew()
        passing = [update for update in updates if self._passes(update)]
        self._count(len(updates) - len(passing))
        return passing

    def _knows(self, update: Update) -> bool:
        known = self._known
        return known is not None and (source_of(update) in known.people or chat_of(update) in known.chats)

    async def _renew(self) -> None:
        now = _now()
        if self._known is not None and now - self._read_at < FRESH_SECONDS:
            return
        self._read_at = now
        try:
            self._known = await self._read()
        except SQLAlchemyError as error:  # better a stranger too many than an officer too few
            log.warning("who is known cannot be read", reason=type(error).__name__)

    def _passes(self, update: Update) -> bool:
        if self._known is None or self._knows(update):
            return True
        now, person = _now(), source_of(update)
        if self._invited.get(person, 0.0) > now:
            return _taken(self._own(person, now), now)
        if is_invite(update) and _taken(self._invites, now):
            self._invited[person] = now + INVITED_SECONDS
            return True
        own = self._own(person, now)
        # What one flooder is refused is not taken from the others.
        return own.ready_at() <= now and _taken(self._all, now) and _taken(own, now)

    def _own(self, person: int, now: float) -> Bucket:
        if person not in self._each:
            if len(self._each) >= PRUNE_AT:
                self._each = {one: bucket for one, bucket in self._each.items() if not bucket.is_idle(now)}
                self._invited = {one: until for one, until in self._invited.items() if until > now}
            self._each[person] = Bucket(*EACH)
        return self._each[person]

    def _count(self, left_out: int) -> None:
        if not left_out:
            return
        self._metrics.left_out.inc(left_out)
        self._left_out += left_out
        if self._told_at is None or _now() - self._told_at > TOLD_SECONDS:
            log.warning("a flood of strangers: updates are left out", updates=self._left_out)
            self._told_at, self._left_out = _now(), 0


def _taken(bucket: Bucket, now: float) -> bool:
    is_ready = bucket.ready_at() <= now
    if is_ready:
        bucket.take(now)
    return is_ready


def _now() -> float:
    return asyncio.get_running_loop().time()


def is_invite(update: Update) -> bool:
    """Whether somebody opened a link with an invite's token, or what looks like one."""
    message = update.get("message")
    words = message.get("text") if isinstance(message, Mapping) else None
    return isinstance(words, str) and INVITE.fullmatch(words) is not None


def chat_of(update: Update) -> int:
    """The id of the chat in which the update happened; 0 if it names none."""
    for body in update.values():
        if isinstance(body, Mapping):
            place = body.get("message") if isinstance(body.get("message"), Mapping) else body
            chat = place.get("chat") if isinstance(place, Mapping) else None
            if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0
