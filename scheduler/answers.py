"""Measures how long Telegram takes to answer, unaffected by what else the machine does."""

import asyncio
from collections import deque

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType

RECENT = 20
ENOUGH = 3


class Durations:
    """How long something takes, told by its latest times.

    A busy machine or a first connection makes it look slower, never faster, so the lower quartile counts, and nothing
    is told before there are a few.
    """

    def __init__(self) -> None:
        self._took: deque[float] = deque(maxlen=RECENT)
        self._seconds = 0.0

    def note(self, seconds: float) -> None:
        """It took so long."""
        self._took.append(seconds)
        if len(self._took) >= ENOUGH:
            self._seconds = sorted(self._took)[len(self._took) // 4]

    @property
    def seconds(self) -> float:
        """How long it takes; 0 while that is unknown."""
        return self._seconds


class Answers(BaseRequestMiddleware):
    """Measures the latest messages."""

    def __init__(self) -> None:
        self._durations = Durations()

    @property
    def seconds(self) -> float:
        """How long an answer takes; 0 while that is unknown."""
        return self._durations.seconds

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the request. Only messages of text are measured, because the time of an upload depends on its size."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        response = await make_request(bot, method)
        if isinstance(method, SendMessage):
            self._durations.note(loop.time() - began)
        return response
