"""Delivery: takes what is owed from the outbox, renders it, sends it, and records what became of it."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from services import outbox
from services.container import Services
from services.outbox import Owed
from views.i18n import Translator
from views.letters import compose
from views.sending import send

log = structlog.get_logger(__name__)

BATCH = 30
IDLE_SECONDS = 0.5
UNREACHABLE = ("chat not found", "user is deactivated", "user not found", "have no rights", "not enough rights")


class Delivery:
    """Empties the outbox. `clock` returns the moment now (aware)."""

    def __init__(self, bot: Bot, services: Services, translator: Translator, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._services = services
        self._translator = translator
        self._clock = clock

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; the message in hand is finished first."""
        while not stop.is_set():
            try:
                delivered = await self.deliver()
            except Exception:  # a fault of the database must not end the delivery for good
                log.exception("delivery failed")
                delivered = 0
            if not delivered:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), IDLE_SECONDS)

    async def drain(self) -> None:
        """Deliver until nothing that may go now is left."""
        while await self._services.outbox.waiting(self._clock()):
            if not await self.deliver():
                await asyncio.sleep(0.01)  # the rest is in the hands of the running delivery

    async def deliver(self) -> int:
        """Deliver one batch; how many messages were taken."""
        batch = await self._services.outbox.claim(self._clock(), BATCH)
        await asyncio.gather(*(self._deliver(owed) for owed in batch))
        return len(batch)

    async def _deliver(self, owed: Owed) -> None:
        try:
            await self._say(owed)
        except TelegramMigrateToChat as error:
            await self._services.groups.migrated(owed.chat_id, error.migrate_to_chat_id, self._clock())
            await self._again(owed, timedelta(0), "the group became a supergroup")
        except TelegramRetryAfter as error:
            await self._again(owed, timedelta(seconds=error.retry_after), "asked to wait")
        except (TelegramNetworkError, TelegramServerError) as error:
            await self._again(owed, outbox.pause_after(owed.attempts), type(error).__name__)
        except (TelegramForbiddenError, TelegramBadRequest) as error:
            await self._refused(owed, error)
        except Exception:  # a defect of ours: kept as failed, with its trace in the log, and the others go on
            log.exception("message failed", outbox=owed.id, kind=owed.kind)
            await self._services.outbox.failed(owed, "defect", self._clock())

    async def _say(self, owed: Owed) -> None:
        now = self._clock()
        screen = await compose(self._services, owed, self._translator[owed.locale], now)
        if screen is None:
            await self._services.outbox.cancelled(owed, "nothing left to say")
            return
        message_id = await send(self._bot, owed.chat_id, screen, thread_id=owed.thread_id)
        await self._services.outbox.sent(owed, message_id, self._clock())
        if screen.about is not None:
            await self._services.anchors.say(owed.chat_id, message_id, owed.account_id, screen.about, now)

    async def _again(self, owed: Owed, pause: timedelta, reason: str) -> None:
        log.warning("message put back", outbox=owed.id, kind=owed.kind, reason=reason, attempts=owed.attempts)
        await self._services.outbox.again(owed, self._clock() + pause, reason)

    async def _refused(self, owed: Owed, error: TelegramForbiddenError | TelegramBadRequest) -> None:
        reason = error.message.removeprefix("Forbidden: ").removeprefix("Bad Request: ")
        log.warning("message refused", outbox=owed.id, kind=owed.kind, reason=reason)
        now = self._clock()
        await self._services.outbox.failed(owed, reason, now)
        gone = isinstance(error, TelegramForbiddenError) or any(text in reason for text in UNREACHABLE)
        if gone and owed.kind != "unreachable":
            await self._services.outbox.unreachable(owed.chat_id, reason, now)
