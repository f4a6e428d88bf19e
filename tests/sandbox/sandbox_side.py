"""A sandbox on a free port of the loopback, a real aiogram Bot pointed at it, and people who write."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Update
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from sandbox.clock import VirtualClock
from sandbox.server import Driver, Sandbox
from sandbox.world import Actor, Cast, Group

TOKEN = "4200:test"
OFFICER, ADMIN, LEADER, OUTSIDER = 11, 12, 13, 14
GROUP, FORUM = -21, -1001000000022
TOPIC = 5
START = datetime(2024, 1, 1, 4, tzinfo=UTC)  # 09:00 in Tashkent

CAST = Cast(
    actors=(
        Actor(OFFICER, "Officer", "officer"),
        Actor(ADMIN, "Admin", "admin"),
        Actor(LEADER, "Leader", "leader"),
        Actor(OUTSIDER, "Outsider", "outsider"),
    ),
    groups=(
        Group(GROUP, "Leadership", "group", members=(LEADER,), admins=(ADMIN,)),
        Group(FORUM, "Forum", "supergroup", members=(LEADER,), admins=(ADMIN,), topics=((TOPIC, "Reports"),)),
    ),
)


@dataclass
class Side:
    """Both sides of a running sandbox."""

    sandbox: Sandbox
    url: str
    http: ClientSession
    bot: Bot

    async def get(self, name: str, **query: Any) -> Any:
        async with self.http.get(
            f"{self.url}/sandbox/{name}", params={k.rstrip("_"): str(v) for k, v in query.items()}
        ) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, name: str, status: int = 200, **body: Any) -> Any:
        body = {key.rstrip("_"): value for key, value in body.items()}
        async with self.http.post(f"{self.url}/sandbox/{name}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def call(self, method: str, **body: Any) -> Any:
        """A bare Bot API request: the whole answer, refused or not."""
        async with self.http.post(f"{self.url}/bot{TOKEN}/{method}", json=body) as answer:
            return await answer.json()

    async def start(self, *people: int) -> None:
        """These people open their chats with the bot; the bot has taken those updates."""
        for person in people:
            await self.post("start", as_=person)
        await self.take()

    async def take(self) -> list[Update]:
        """The updates that wait, confirmed."""
        taken = await self.bot.get_updates(timeout=0)
        if taken:
            await self.bot.get_updates(offset=taken[-1].update_id + 1, timeout=0)
        return taken

    async def messages(self, chat: int, person: int | None = None, **query: Any) -> list[dict[str, Any]]:
        shown = await self.get("messages", as_=person or chat, chat=chat, **query)
        messages: list[dict[str, Any]] = shown["messages"]
        return messages


@asynccontextmanager
async def running(store: Path | None = None, *, driver: Driver | None = None, cast: Cast = CAST) -> AsyncIterator[Side]:
    sandbox = Sandbox(
        token=TOKEN,
        username="plan_bot",
        bot_name="Bot",
        cast=cast,
        clock=VirtualClock(START, running=False),
        timezone=ZoneInfo("Asia/Tashkent"),
        store=store,
        driver=driver,
    )
    server = TestServer(sandbox.application())
    await server.start_server()
    url = str(server.make_url("")).rstrip("/")
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot = Bot(TOKEN, session=session)
    try:
        async with ClientSession() as http:
            yield Side(sandbox, url, http, bot)
    finally:
        await (await session.create_session()).close()  # aiogram's own close sleeps a quarter of a second
        await server.close()
