"""What every part of the human side stands on: requests read, refusals in one sentence, waiting for the bot."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.errors import BotApiError, HumanError, Json
from sandbox.records import Chat, Person
from sandbox.state import World
from sandbox.waiting import Idle, handled

ANSWER_WAIT = 10.0  # seconds a press waits for its answer, and `wait` for the bot

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[Any]]


class Desk:
    """Where the pages and tests ask. A part has its own routes; a handler returns what is answered as JSON."""

    def __init__(self, world: World, idle: Idle) -> None:
        self.world = world
        self._idle = idle

    def routes(self, **handlers: Handler) -> list[web.RouteDef]:
        """Routes named "get_chats" (GET /sandbox/chats) or "post_send" (POST /sandbox/send)."""
        named = ((name.partition("_"), handler) for name, handler in handlers.items())
        return [
            web.route(verb.upper(), f"/sandbox/{path}", self._answering(handler)) for (verb, _, path), handler in named
        ]

    def _answering(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def route(request: web.Request) -> web.Response:
            try:
                _same_origin(request)
                return as_json(await handler(request))
            except HumanError as refusal:
                return error(refusal)
            except BotApiError as refusal:
                return error(HumanError("{reason}", refusal.code, reason=refusal.description))
            except Exception as mistake:
                log.exception("%s failed", request.path)
                return error(HumanError("the sandbox failed: {kind}", 500, kind=type(mistake).__name__))
            finally:
                self.world.commit()

        return route

    def person(self, asked: Any) -> Person:
        """Who acts ("as"). HumanError for nobody."""
        return self.world.person(needed(asked, "as"))

    def chat(self, asked: Any) -> Chat:
        """The chat meant, whoever may see it. HumanError for none."""
        chat = self.world.chats.get(needed(asked, "chat"))
        if chat is None:
            raise HumanError("there is no such chat", 404)
        return chat

    def whose(self, asked: Any) -> tuple[Person, Chat]:
        """Who acts, in which of their chats. HumanError where it is not theirs."""
        person = self.person(asked)
        return person, self.world.seen_by(person, needed(asked, "chat"))

    async def wait_if(self, asked: Json) -> None:
        """With "wait", return when the bot has done with what it was sent."""
        if asked.get("wait") in (True, "true", "1"):
            self.world.commit()
            await self.handled(ANSWER_WAIT)

    async def handled(self, limit: float) -> None:
        """Wait for the bot to take and finish its updates. HumanError after `limit` seconds."""
        await handled(self.world, self._idle, limit)


def _same_origin(request: web.Request) -> None:
    """Another site's page, open in the same browser, must not act here."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise HumanError("another site's page may not act here", 403)


def as_json(body: Any, status: int = 200) -> web.Response:
    """An answer."""
    return web.json_response(body, status=status, dumps=lambda value: json.dumps(value, ensure_ascii=False))


def error(refusal: HumanError) -> web.Response:
    """A refusal."""
    return as_json({"error": str(refusal)}, refusal.status)


async def read_body(request: web.Request) -> Json:
    """A JSON object, or HumanError."""
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HumanError("the request is not a JSON object")
    return body


def number(asked: Any, name: str) -> int | None:
    """A number that may be absent. HumanError where it is none."""
    value = asked.get(name)
    if value in (None, ""):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise HumanError("«{name}» is not a number", name=name) from None


def needed(asked: Any, name: str) -> int:
    """A number that must be there."""
    value = number(asked, name)
    if value is None:
        raise HumanError("«{name}» is missing", name=name)
    return value


def text(asked: Json, name: str) -> str:
    """A text that must be there."""
    value = asked.get(name)
    if not isinstance(value, str):
        raise HumanError("«{name}» is missing", name=name)
    return value
