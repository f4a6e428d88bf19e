"""The last resort: a handler failed. It is logged without anybody's words, and the person is told."""

import contextlib

import structlog
from aiogram import Router
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.types import CallbackQuery, ErrorEvent, Message

from services.container import Services
from views import fallback as views
from views.i18n import Translator, plain
from views.sending import is_gone

log = structlog.get_logger(__name__)


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="errors")
    router.error.register(failed)
    return router


async def failed(event: ErrorEvent, translator: Translator, services: Services) -> None:
    """Log the defect and answer whoever met it; an outage of Telegram is no defect, and the update comes again.

    Nor is it a defect where whoever wrote has blocked the bot since, or the group has closed.
    """
    if isinstance(event.exception, TelegramNetworkError | TelegramServerError | TelegramRetryAfter):
        raise event.exception
    if is_gone(event.exception):
        log.info("nobody left to answer", update=event.update.update_id)
        return
    services.metrics.errors.inc()
    update = event.update
    log.error(
        "handler failed", update=update.update_id, kind=update.event_type, exc_info=event.exception, stack_info=False
    )
    text = views.failed(translator[None])
    with contextlib.suppress(TelegramAPIError):
        if isinstance(update.event, CallbackQuery):
            await update.event.answer(plain(text), show_alert=True)
        elif isinstance(update.event, Message):
            await update.event.answer(text)
