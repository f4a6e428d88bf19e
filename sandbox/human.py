"""The human side over HTTP: JSON under /sandbox/, for the page and for tests."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox import view
from sandbox.botapi import read_multipart
from sandbox.errors import BotApiError, HumanError, Json
from sandbox.faults import Faults, read_trouble
from sandbox.params import Upload
from sandbox.people import People
from sandbox.state import Chat, Message, Person, World
from sandbox.travel import PACE, Travel

log = logging.getLogger(__name__)

STATIC = Path(__file__).with_name("static")
ANSWER_WAIT = 10.0  # seconds a press waits for its answer, and `wait` for the bot
SETTLE_WAIT = 60.0
KEEP_ALIVE = 15.0  # seconds between comments on a silent event stream
_INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")
_FILE_KINDS = ("photo", "document", "voice", "video", "audio")

Handler = Callable[[web.Request], Awaitable[Json]]
Idle = Callable[[], Awaitable[None]]


class Human:
    """Every route of the page."""

    def __init__(self, world: World, travel: Travel, faults: Faults, idle: Idle) -> None:
        self._world = world
        self._faults = faults
        self._people = People(world)
        self._travel = travel
        self._idle = idle

    def routes(self) -> list[web.RouteDef]:
        """The page, its files, its events, and JSON for the rest."""
        get = {
            "world": self.world,
            "chats": self.chats,
            "messages": self.messages,
            "clock": self.clock,
            "faults": self.faults,
            "ledger": self.ledger,
        }
        post = {
            "send": self.send,
            "special": self.special,
            "edit": self.edit,
            "press": self.press,
            "start": self.start,
            "block": self.block,
            "deactivate": self.deactivate,
            "read": self.read,
            "membership": self.membership,
            "migrate": self.migrate,
            "update": self.update,
            "settle": self.settle,
            "clock": self.set_clock,
            "play": self.play,
            "stop": self.stop,
            "start_over": self.start_over,
            "faults": self.set_faults,
            "ledger": self.clear_ledger,
        }
        return [
            web.get("/", self.page),
            web.get("/static/{path:.+}", self.static),
            web.get("/sandbox/events", self.events),
            web.get("/sandbox/files/{unique_id}/{name}", self.file),
            *(web.get(f"/sandbox/{name}", answering(self._world, handler)) for name, handler in get.items()),
            *(web.post(f"/sandbox/{name}", answering(self._world, handler)) for name, handler in post.items()),
        ]

    # looking

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page itself."""
        return _static_file("index.html")

    async def static(self, request: web.Request) -> web.StreamResponse:
        """What the page is made of."""
        return _static_file(request.match_info["path"])

    async def world(self, request: web.Request) -> Json:
        """Who is there."""
        return view.world_view(self._world, await self._travel.told())

    async def chats(self, request: web.Request) -> Any:
        """A person's chats."""
        return view.chat_list(self._world, self._person(request.query))

    async def messages(self, request: web.Request) -> Json:
        """A chat's messages."""
        person, chat = self._whose(request.query)
        after, topic = _number(request.query, "after") or 0, _number(request.query, "topic")
        return {"messages": view.messages(self._world, chat, person, after=after, topic=topic)}

    async def file(self, request: web.Request) -> web.Response:
        """A file's bytes. Only pictures and sound are shown; the rest is to be saved, so that it cannot act."""
        file = self._world.files.unique(request.match_info["unique_id"])
        if file is None:
            return _error(HumanError("there is no such file", 404))
        how = "inline" if file.mime.startswith(_INLINE) else "attachment"
        headers = {
            "Content-Disposition": how,
            "Content-Type": file.mime,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=86400",
        }
        return web.Response(body=self._world.files.content(file), headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events from a number on."""
        after = _number(request.query, "after") or 0
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
        while not self._world.events.closed:
            batch = await self._world.events.since(after, KEEP_ALIVE)
            lines = [f"id: {number}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n" for number, event in batch]
            try:
                await response.write("".join(lines or [": \n\n"]).encode())
            except ConnectionResetError:
                break
            after = batch[-1][0] if batch else after
        return response

    # writing

    async def send(self, request: web.Request) -> Json:
        """A text (JSON) or files (multipart)."""
        if request.content_type == "multipart/form-data":
            fields, files = await read_multipart(request)
            asked: Json = {name: values[-1] for name, values in fields.items()}
            sent = self._send_files(asked, list(files.values()))
        else:
            asked = await _body(request)
            sent = [self._write(asked)]
        await self._wait_if(asked)
        return {"message_id": sent[0].id, "message_ids": [message.id for message in sent]}

    def _write(self, asked: Json) -> Message:
        person, chat = self._whose(asked)
        return self._people.write(person, chat, _text(asked, "text"), **_placement(asked))

    def _send_files(self, asked: Json, uploads: list[Upload]) -> list[Message]:
        if not uploads:
            return [self._write(asked)]
        person, chat = self._whose(asked)
        kind = asked.get("kind") or None
        if kind is not None and kind not in _FILE_KINDS:
            raise HumanError(f"a file cannot be sent as «{kind}»")
        return self._people.send_files(
            person,
            chat,
            uploads,
            caption=asked.get("text", ""),
            kind=kind,
            duration=_number(asked, "duration") or 0,
            **_placement(asked),
        )

    async def special(self, request: web.Request) -> Json:
        """A sticker, a poll and the like."""
        asked = await _body(request)
        person, chat = self._whose(asked)
        message = self._people.send_special(person, chat, _text(asked, "kind"), _number(asked, "reply_to"))
        await self._wait_if(asked)
        return {"message_id": message.id}

    async def edit(self, request: web.Request) -> Json:
        """Another text for one's own message."""
        asked = await _body(request)
        person, chat = self._whose(asked)
        message = self._people.edit(person, chat, _needed(asked, "message_id"), _text(asked, "text"))
        await self._wait_if(asked)
        return {"message_id": message.id}

    async def press(self, request: web.Request) -> Json:
        """A button; gives the bot's answer, or null when none came in time."""
        asked = await _body(request)
        person, chat = self._whose(asked)
        query = self._people.press(
            person, chat, _needed(asked, "message_id"), _text(asked, "data"), forged=bool(asked.get("forged"))
        )
        self._world.commit()
        try:
            await asyncio.wait_for(query.answered.wait(), ANSWER_WAIT)
        except TimeoutError:
            return {"answer": None}
        await self._wait_if(asked)
        return {"answer": query.answer}

    async def start(self, request: web.Request) -> Json:
        """The bot's link."""
        asked = await _body(request)
        message = self._people.start(self._person(asked), str(asked.get("payload") or ""))
        await self._wait_if(asked)
        return {"message_id": message.id}

    async def block(self, request: web.Request) -> Json:
        """Block or unblock the bot."""
        asked = await _body(request)
        self._people.block(self._person(asked), blocked=bool(asked.get("blocked")))
        await self._wait_if(asked)
        return {"ok": True}

    async def deactivate(self, request: web.Request) -> Json:
        """Delete one's account."""
        self._people.deactivate(self._person(await _body(request)))
        return {"ok": True}

    async def read(self, request: web.Request) -> Json:
        """What has been seen."""
        asked = await _body(request)
        person, chat = self._whose(asked)
        self._people.read(person, chat, _needed(asked, "up_to"))
        return {"ok": True}

    async def membership(self, request: web.Request) -> Json:
        """Who comes and goes: the bot (`bot`), or a person (`user`, with `joins`; without it, the other way round)."""
        asked = await _body(request)
        chat = self._chat(asked)
        by = self._world.person(_needed(asked, "by"))
        if (change := asked.get("bot")) is not None:
            if change not in ("added", "kicked", "admin", "member"):
                raise HumanError("the bot can be added, kicked, admin or member")
            self._people.change_bot(chat, by, change)
        else:
            person = self._world.person(_needed(asked, "user"))
            joins = bool(asked.get("joins", person.id not in chat.members))
            self._people.change_member(chat, by, person, joins=joins)
        await self._wait_if(asked)
        return {"ok": True}

    async def migrate(self, request: web.Request) -> Json:
        """A group becomes a supergroup."""
        asked = await _body(request)
        successor = self._people.migrate(self._chat(asked))
        await self._wait_if(asked)
        return {"chat": successor.id}

    async def update(self, request: web.Request) -> Json:
        """Any update, as it is."""
        return {"update_id": self._world.updates.queue_raw(await _body(request))}

    # time

    async def settle(self, request: web.Request) -> Json:
        """Wait for the bot, then let the driver do what is due."""
        await self._handled(SETTLE_WAIT)
        await self._travel.settle()
        return {"ok": True, "clock": await self._travel.told()}

    async def clock(self, request: web.Request) -> Json:
        """What it shows."""
        return await self._travel.told()

    async def set_clock(self, request: web.Request) -> Json:
        """Move it."""
        asked = await _body(request)
        await self._travel.go(_text(asked, "to"), force=bool(asked.get("force")))
        return await self._travel.told()

    async def play(self, request: web.Request) -> Json:
        """Move it in the background; `pace` is the seconds each moment is shown for."""
        asked = await _body(request)
        await self._travel.play(_text(asked, "until"), pace=float(asked.get("pace", PACE)))
        return await self._travel.told()

    async def stop(self, request: web.Request) -> Json:
        """End the play."""
        await self._travel.stop()
        return await self._travel.told()

    async def start_over(self, request: web.Request) -> Json:
        """All anew."""
        await self._travel.start_over()
        return {"ok": True}

    # trouble and what came of it

    async def faults(self, request: web.Request) -> Json:
        """What is set to go wrong."""
        return self._faults.told()

    async def set_faults(self, request: web.Request) -> Json:
        """Set all of it anew."""
        self._faults.set(read_trouble(await _body(request)))
        return self._faults.told()

    async def ledger(self, request: web.Request) -> Json:
        """What the server has accepted and answered; `since` skips that many messages."""
        return self._world.ledger.told(_number(request.query, "since") or 0)

    async def clear_ledger(self, request: web.Request) -> Json:
        """Begin to count anew."""
        self._world.ledger.clear()
        return {"ok": True}

    # shared

    def _person(self, asked: Any) -> Person:
        return self._world.person(_needed(asked, "as"))

    def _chat(self, asked: Any) -> Chat:
        chat = self._world.chats.get(_needed(asked, "chat"))
        if chat is None:
            raise HumanError("there is no such chat", 404)
        return chat

    def _whose(self, asked: Any) -> tuple[Person, Chat]:
        person = self._person(asked)
        return person, self._world.seen_by(person, _needed(asked, "chat"))

    async def _wait_if(self, asked: Json) -> None:
        if asked.get("wait") in (True, "true", "1"):
            self._world.commit()
            await self._handled(ANSWER_WAIT)

    async def _handled(self, limit: float) -> None:
        try:
            async with asyncio.timeout(limit):
                await self._world.updates.until_confirmed(self._world.updates.last_id)
                await self._idle()
        except TimeoutError:
            raise HumanError(f"the bot has not taken its updates in {limit:.0f} seconds", 504) from None


def answering(world: World, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A route that answers JSON, says refusals in one sentence, and keeps what changed."""

    async def route(request: web.Request) -> web.Response:
        try:
            _same_origin(request)
            return _json(await handler(request))
        except HumanError as refusal:
            return _error(refusal)
        except BotApiError as refusal:
            return _error(HumanError(refusal.description, refusal.code))
        except Exception as mistake:
            log.exception("%s failed", request.path)
            return _error(HumanError(f"the sandbox failed: {type(mistake).__name__}", 500))
        finally:
            world.commit()

    return route


def _same_origin(request: web.Request) -> None:
    """Another site's page, open in the same browser, must not act here."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise HumanError("another site's page may not act here", 403)


def _json(body: Any, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))


def _error(refusal: HumanError) -> web.Response:
    return _json({"error": refusal.sentence}, refusal.status)


def _static_file(name: str) -> web.StreamResponse:
    path = (STATIC / name).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        return _error(HumanError("there is no such file", 404))
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HumanError("the request is not a JSON object")
    return body


def _number(asked: Any, name: str) -> int | None:
    value = asked.get(name)
    if value in (None, ""):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise HumanError(f"«{name}» is not a number") from None


def _needed(asked: Any, name: str) -> int:
    number = _number(asked, name)
    if number is None:
        raise HumanError(f"«{name}» is missing")
    return number


def _text(asked: Json, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise HumanError(f"«{name}» is missing")
    return value


def _placement(asked: Json) -> Json:
    return {
        "reply_to": _number(asked, "reply_to"),
        "topic": _number(asked, "topic"),
        "forward": asked.get("forward") or None,
    }
