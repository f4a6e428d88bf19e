"""Keeps the types that read Telegram's answers."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType


class KeptResponses(BaseRequestMiddleware):
    """Holds the type of each method's answer from its first use.

    aiogram asks pydantic for `Response[Message]` at every answer; pydantic drops such a type when nobody holds it, and
    rebuilding its validator takes as long as everything else in an update.
    """

    def __init__(self) -> None:
        self._kept: dict[type[TelegramMethod[Any]], Any] = {}

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the request."""
        kind = type(method)
        if kind not in self._kept:
            self._kept[kind] = Response[method.__returning__]  # type: ignore[name-defined]  # a type known only here
        return await make_request(bot, method)
