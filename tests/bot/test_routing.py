"""An update finds its handler as aiogram would find it."""

import asyncio
from typing import Any

import pytest
from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.types import Message, Update

from handlers.filters import no_command
from handlers.routing import Routing

TOKEN = "1:TEST"


class Counted(BaseMiddleware):
    """Counts what passes through it."""

    def __init__(self) -> None:
        self.passed = 0

    async def __call__(self, handler: Any, event: Any, data: dict[str, Any]) -> Any:
        self.passed += 1
        return await handler(event, data | {"counted": self.passed})


def sent(text: str) -> Update:
    message = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "text": text}
    return Update.model_validate({"update_id": 1, "message": message})


def features(told: list[str]) -> tuple[Router, ...]:
    """Routers with a filter that gives, one that stops, one of its own, middlewares, and a handler that passes on."""

    async def gives(_message: Message) -> dict[str, object]:
        return {"given": "given"}

    async def is_long(message: Message, given: str) -> bool:
        return len(message.text or "") > len(given)

    async def commanded(_message: Message) -> None:
        told.append("command")

    async def long(_message: Message, given: str, event_router: Router) -> None:
        told.append(f"long {given} in {event_router.name}")

    async def passes_on(_message: Message) -> None:
        told.append("passed on")
        raise SkipHandler

    async def counted(_message: Message, counted: int, given: str = "nothing") -> None:
        told.append(f"counted {counted}, {given}")

    async def last(message: Message) -> None:
        told.append(f"last {message.text}")

    first, second, third, fourth = Router(name="1"), Router(name="2"), Router(name="3"), Router(name="4")
    first.message.register(commanded, Command("start"))
    second.message.register(long, no_command, gives, is_long)
    second.message.register(passes_on, no_command)
    third.message.outer_middleware(Counted())
    third.message.register(counted, no_command, lambda message: message.text == "count")
    fourth.message.filter(lambda message: message.text != "nobody")
    fourth.message.register(last)
    return first, second, third, fourth


@pytest.mark.parametrize(
    "text", ["/start", "\n /start now", "start", "/", "/other", "long enough", "count", "short", "nobody"]
)
async def test_an_update_finds_the_handler_that_aiogram_finds(text: str) -> None:
    bot, found = Bot(TOKEN), []
    for dispatcher in (Dispatcher(), Routing()):
        told: list[str] = []
        dispatcher.include_routers(*features(told))
        await dispatcher.feed_update(bot, sent(text))
        found.append(told)
    assert found[0] == found[1]
    assert found[0] or text == "nobody"


async def test_what_is_the_same_for_all_handlers_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def steady(message: Message) -> bool:
        asked.append(message.text or "")
        return False

    monkeypatch.setattr("handlers.routing.STEADY", frozenset({steady}))
    dispatcher, router = Routing(), Router()
    for _ in range(3):
        router.message.register(lambda _message: None, steady)
    dispatcher.include_router(router)
    await asyncio.gather(*(dispatcher.feed_update(Bot(TOKEN), sent(text)) for text in ("one", "two")))
    assert sorted(asked) == ["one", "two"]
