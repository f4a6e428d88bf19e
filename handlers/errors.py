"""The last resort if a handler fails: the failure is logged without anybody's words, and the person is told."""

import contextlib

import structlog
from aiogram import Router
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import CallbackQuery, ErrorEvent, Message, Update
from pydantic import ValidationError

from services.container import Services
from services.messages.inbox import stays_kept
from views import fallback as views
from views.kit.sending import is_gone
from views.kit.texts import Html, Translator, plain

log = structlog.get_logger(__name__)


def setup() -> Router:
    """The router of this feature."""
    router = Router(name="errors")
    router.error.register(failed)
    return router


async def failed(event: ErrorEvent, translator: Translator, services: Services) -> None:
    """Log the defect and answer the person who met it.

    An outage of Telegram or the database is no defect, and the update is handled again (`is_passing`). Nor is it a
    defect if the writer has blocked the bot since, or the group has closed; even then a press is answered.
    """
    update, error = event.update, event.exception
    if is_passing(error):
        raise error
    if is_gone(error):
        log.info("nobody left to answer", update=update.update_id)
        await _answer(update, None)
    elif isinstance(error, ClientDecodeError):
        # Telegram took what was said, and said so in words that nobody can read: what was done stands, and was told.
        log.error("answer not understood", update=update.update_id, exc_info=error)
        await _answer(update, None)
    else:
        services.metrics.errors.inc()
        log.error("handler failed", update=update.update_id, kind=update.event_type, exc_info=error, stack_info=False)
        await _answer(update, views.failed(translator[None]))


async def _answer(update: Update, text: Html | None) -> None:
    """Answer a press, if only silently; answer a message if there is something to say."""
    with contextlib.suppress(TelegramAPIError, ClientDecodeError):
        if isinstance(update.event, CallbackQuery):
            await update.event.answer(plain(text) if text is not None else None, show_alert=text is not None)
        elif isinstance(update.event, Message) and text is not None:
            await update.event.answer(text)


def is_passing(error: BaseException) -> bool:
    """Whether the update can be handled later: Telegram or the database could not be reached."""
    if isinstance(error, ClientDecodeError):  # a proxy's page in the place of an answer
        return not isinstance(error.original, ValidationError)
    return stays_kept(error) or isinstance(error, TelegramNetworkError | TelegramServerError | TelegramRetryAfter)
