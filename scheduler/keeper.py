"""Keeps the plan's live card in the leadership chat: pins it, and edits it as things change.

What the card lacks is read from the database each time, so this may run at any time, any number of times, and a restart
loses nothing.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import monotonic

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)

from scheduler.failures import reason_of
from scheduler.pacing import Gate, prepaid
from services.container import Services
from services.leadership.plan_card import CLOSED, GONE, KEPT_EVERY, CardFacts
from services.plan.sight import seeing
from views import plan_card
from views.kit.screen import Screen
from views.kit.sending import rewrite
from views.kit.texts import Translator

log = structlog.get_logger(__name__)

RESTS = 20  # times as long as it took to make: of plans with tens of thousands of activities nothing else would be done


class Keeper:
    """Keeps the cards. `clock` returns the present moment (aware), `timer` seconds that only go on."""

    def __init__(
        self,
        bot: Bot,
        services: Services,
        translator: Translator,
        clock: Callable[[], datetime],
        *,
        gate: Gate | None = None,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        self._bot = bot
        self._services = services
        self._t = translator[None]
        self._clock = clock
        self._gate = gate
        self._turn = asyncio.Lock()
        self._timer = timer
        self._rests_until: dict[int, float] = {}  # by card, as `timer` tells the time

    async def run(self) -> None:
        """Bring every card up to date if it may be edited; one that fails is logged and tried again next time."""
        async with self._turn:
            now = self._clock()
            paid = prepaid.set(0)  # an edit waits behind the answers to people, and takes a 429 for an answer
            try:
                for card in await self._services.plan_cards.posted(now):
                    await self._try(card, now)
            except Exception:  # the next run must come whatever this one met
                log.exception("card not kept")
            finally:
                prepaid.reset(paid)

    async def _try(self, card: CardFacts, now: datetime) -> None:
        if self._gate is not None and card.chat_id in self._gate.resting():
            return
        try:
            with seeing(card.lines):
                await (self._keep(card, now) if card.end is None else self._end(card, card.end, now))
        except TelegramMigrateToChat as error:
            await self._services.groups.migrated(card.chat_id, error.migrate_to_chat_id, now)
        except TelegramForbiddenError as error:
            await self._services.reachability.lost(card.chat_id, reason_of(error), now)
        except (TelegramAPIError, ClientDecodeError) as error:
            log.warning("card not kept", card=card.id, reason=reason_of(error))

    async def _keep(self, card: CardFacts, now: datetime) -> None:
        if card.is_stale and not self._rests(card):
            screen = await self._live(card, now)
            if screen is not None and not await self._write(card, screen, now):
                await self._unpin(card)
                await self._services.plan_cards.ended(card, GONE, now)
                return
        if card.wants_pin:
            await self._pin(card)

    def _rests(self, card: CardFacts) -> bool:
        return self._timer() < self._rests_until.get(card.id, 0.0)

    async def _live(self, card: CardFacts, now: datetime) -> Screen | None:
        began = self._timer()
        summary = await self._services.summaries.facts(now)
        took = self._timer() - began
        if took * RESTS > KEPT_EVERY.total_seconds():
            self._rests_until[card.id] = began + took * RESTS
        return None if summary is None else plan_card.live(self._t, summary, now)

    async def _write(self, card: CardFacts, screen: Screen, now: datetime) -> bool:
        """Edit the message; False if it no longer exists."""
        if not await rewrite(self._bot, card.chat_id, card.message_id, screen):
            return False
        await self._services.plan_cards.shown(card, now)
        if screen.about is not None:
            await self._services.anchors.say(card.chat_id, card.message_id, None, screen.about, now)
        return True

    async def _end(self, card: CardFacts, end: str, now: datetime) -> None:
        """Edit the card for the last time and unpin it. A chat that cannot be reached keeps what it has."""
        with suppress(TelegramForbiddenError, TelegramMigrateToChat):
            await rewrite(self._bot, card.chat_id, card.message_id, await self._last(card, end, now))
            await self._unpin(card)
        await self._services.plan_cards.ended(card, end, now)

    async def _last(self, card: CardFacts, end: str, now: datetime) -> Screen:
        summary = await self._services.summaries.facts(now) if end == CLOSED else None
        if summary is None:
            return plan_card.moved(self._t)
        is_own = summary.plan.id == card.plan_id
        return plan_card.final(self._t, summary, now) if is_own else plan_card.succeeded(self._t, summary.plan)

    async def _pin(self, card: CardFacts) -> None:
        """Pin it silently. If the bot may not, it stays unpinned, and pinning is tried once per day."""
        try:
            await self._bot.pin_chat_message(card.chat_id, card.message_id, disable_notification=True)
        except (TelegramRetryAfter, TelegramMigrateToChat, TelegramForbiddenError):
            raise
        except TelegramBadRequest as error:
            log.info("card not pinned", card=card.id, reason=reason_of(error))
            await self._services.plan_cards.pinned(card, is_pinned=False)
        else:
            await self._services.plan_cards.pinned(card, is_pinned=True)

    async def _unpin(self, card: CardFacts) -> None:
        with suppress(TelegramBadRequest):  # it was never pinned, somebody took it down, or the bot may not
            await self._bot.unpin_chat_message(card.chat_id, message_id=card.message_id)
