"""How long Telegram takes to answer, whatever else the machine does meanwhile."""

import asyncio
from collections import deque

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType

RECENT = 20
ENOUGH = 3


class Answers(BaseRequestMiddleware):
    """Measures the newest messages.

    A busy machine and a first connection make an answer look slower, never faster: what counts is the lower quarter of
    them, and nothing is said before there are a few.
    """

    def __init__(self) -> None:
        self._took: deque[float] = deque(maxlen=RECENT)

    @property
    def seconds(self) -> float:
        """How long an answer takes; 0 while that is not known."""
        if len(self._took) < ENOUGH:
            return 0.0
        return sorted(self._took)[len(self._took) // 4]

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the request. Uploads are as slow as they are large, so words alone are measured."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        response = await make_request(bot, method)
        if isinstance(method, SendMessage):
            self._took.append(loop.time() - began)
        return response
