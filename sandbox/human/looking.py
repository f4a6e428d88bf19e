"""What the page sees: itself, people, chats, messages, files, and what happens."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Any

from aiohttp import web

from sandbox import view
from sandbox.errors import HumanError, Json
from sandbox.human.desk import Desk, error, number
from sandbox.travel import Travel

STATIC = Path(__file__).parents[1] / "static"
KEEP_ALIVE = 15.0  # seconds between comments on a silent event stream
Unlinked = Callable[[], Awaitable[Collection[int]]]
_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")


class Looking:
    """Everything that changes nothing."""

    def __init__(self, desk: Desk, travel: Travel, unlinked: Unlinked) -> None:
        self._desk = desk
        self._travel = travel
        self._unlinked = unlinked

    def routes(self) -> list[web.RouteDef]:
        """The page, its files, its events; who and what there is."""
        return [
            web.get("/", self.page),
            web.get("/static/{path:.+}", self.static),
            web.get("/sandbox/events", self.events),
            web.get("/sandbox/files/{unique_id}/{name}", self.file),
            *self._desk.routes(get_world=self.world, get_chats=self.chats, get_messages=self.messages),
        ]

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page itself."""
        return _static_file("index.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        """What the page is made of."""
        return _static_file(request.match_info["path"])

    async def world(self, request: web.Request) -> Json:
        """Who is there."""
        return view.world_view(self._desk.world, await self._travel.told(), await self._unlinked())

    async def chats(self, request: web.Request) -> Any:
        """A person's chats."""
        return view.chat_list(self._desk.world, self._desk.person(request.query))

    async def messages(self, request: web.Request) -> Json:
        """A chat's messages."""
        person, chat = self._desk.whose(request.query)
        after, topic = number(request.query, "after") or 0, number(request.query, "topic")
        return {"messages": view.messages(self._desk.world, chat, person, after=after, topic=topic)}

    async def file(self, request: web.Request) -> web.Response:
        """A file's bytes. Only pictures and sound are shown; the rest is to be saved, so that it cannot act."""
        file = self._desk.world.files.unique(request.match_info["unique_id"])
        if file is None:
            return error(HumanError("there is no such file", 404))
        how = "inline" if file.mime.startswith(_INLINE) else "attachment"
        headers = {
            "Content-Disposition": how,
            "Content-Type": file.mime,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=86400",
        }
        return web.Response(body=self._desk.world.files.content(file), headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events from a number on."""
        after = number(request.query, "after") or 0
        if (seen := request.headers.get("Last-Event-ID", "")).isdigit():
            after = int(seen)
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-cache",
                "X-Accel-Buffering": "no",
            }
        )
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        while not self._desk.world.events.closed:
            batch = await self._desk.world.events.since(after, KEEP_ALIVE)
            lines = [f"id: {number}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n" for number, event in batch]
            try:
                await response.write("".join(lines or [": \n\n"]).encode())
            except ConnectionResetError:
                break
            after = batch[-1][0] if batch else after
        return response


def _static_file(name: str) -> web.StreamResponse:
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        return error(HumanError("there is no such file", 404))
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
