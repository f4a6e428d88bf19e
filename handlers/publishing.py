"""Setting what Telegram keeps of the bot: once, with patience, and again only when it has changed."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramRetryAfter

from services.messages.published import Publications

log = structlog.get_logger(__name__)

PAUSES = (1, 5, 30, 60)  # seconds after each time that something could not be set


async def publish(known: Publications, name: str, content: str | bytes, request: Callable[[], Awaitable[bool]]) -> None:
    """Set it by `request`, unless exactly this was set last; it is kept as set where the request says that it is."""
    if not await known.is_so(name, content) and await request():
        await known.keep(name, content)


async def patiently(request: Callable[[], Awaitable[None]]) -> None:
    """Make the request until it is not refused; a 429 is waited out. After the last time it is logged."""
    for pause in PAUSES:
        try:
            return await request()
        except (TelegramAPIError, ClientDecodeError) as error:
            reason = type(error).__name__
            await asyncio.sleep(error.retry_after if isinstance(error, TelegramRetryAfter) else pause)
    log.warning("a menu or a text of the bot's page is not set: the next start tries again", reason=reason)
    return None
