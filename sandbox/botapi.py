"""The bot's side over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from sandbox import params
from sandbox.errors import BotApiError, Json, bad_request
from sandbox.faults import Cut, Faults
from sandbox.files import MAX_UPLOAD
from sandbox.methods import METHODS, Call
from sandbox.params import Upload
from sandbox.state import World
from sandbox.webhook import Webhook

log = logging.getLogger(__name__)

QUIET = 0.12  # seconds without a request after which the bot is taken to have finished
_POLLING = "getUpdates"


class BotApi:
    """Reads requests, calls methods, wraps what they return or refuse."""

    def __init__(self, world: World, faults: Faults, webhook: Webhook, token: str) -> None:
        self._world = world
        self._faults = faults
        self._webhook = webhook
        self._token = token
        self._in_hand = 0
        self._last_at = time.monotonic()

    def routes(self) -> list[web.RouteDef]:
        """Both paths."""
        return [
            web.route("*", "/bot{token}/{method}", self.handle),
            web.get("/file/bot{token}/{path:.+}", self.file),
        ]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One method call."""
        written = request.match_info["method"]
        method = params.known_method(written) or written
        if method != _POLLING:
            self._in_hand += 1
        try:
            return await self._answer(request, method)
        finally:
            if method != _POLLING:
                self._in_hand -= 1
                self._last_at = time.monotonic()

    async def _answer(self, request: web.Request, method: str) -> web.StreamResponse:
        try:
            body: Json = {"ok": True, "result": await self._call(request, method)}
            status = 200
        except BotApiError as refusal:
            body, status = refusal.body(), refusal.code
        except Cut:
            self._world.ledger.answered(method, 0)
            return _cut(request)
        except Exception:  # a fault of the sandbox's own: the bot gets what a client can read
            log.exception("%s failed", method)
            body, status = BotApiError(500, "Internal Server Error").body(), 500
        finally:
            self._world.commit()
        self._world.ledger.answered(method, status)
        return _json(body, status)

    async def _call(self, request: web.Request, method: str) -> Any:
        if request.match_info["token"] != self._token:
            raise BotApiError(401, "Unauthorized")
        raw, files = await read_request(request)
        await self._faults.before(method, raw)
        if method not in METHODS:
            raise _missing(method)
        call = Call(method, params.read(method, raw, files), files, self._world)
        result = await METHODS[method](call)
        if method == "setWebhook":
            self._webhook.follow()
        await self._faults.after(method)
        return result

    async def file(self, request: web.Request) -> web.Response:
        """A file's bytes, by the path getFile gave."""
        file = self._world.files.at(request.match_info["path"])
        if request.match_info["token"] != self._token:
            return _json(BotApiError(401, "Unauthorized").body(), 401)
        if file is None:
            return _json(BotApiError(404, "Not Found").body(), 404)
        return web.Response(body=self._world.files.content(file), content_type="application/octet-stream")

    async def until_quiet(self) -> None:
        """Return when the bot has made no request but for updates for a moment.

        A guess, for a bot in another process; who runs the bot in this one knows better (`Sandbox.idle`).
        """
        began = time.monotonic()
        while self._in_hand or time.monotonic() - max(self._last_at, began) < QUIET:  # noqa: ASYNC110 - silence is no event
            await asyncio.sleep(QUIET / 4)


def _missing(method: str) -> BotApiError:
    if params.known_method(method):
        return BotApiError(501, f"Not Implemented: the sandbox has no {method}")
    return BotApiError(404, "Not Found")


def _json(body: Json, status: int) -> web.Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return web.Response(text=text, status=status, content_type="application/json")


def _cut(request: web.Request) -> web.StreamResponse:
    """Close the connection with no answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """The fields and files of a query, a form, JSON or multipart. BotApiError where they cannot be read."""
    raw: Json = dict(request.query)
    files: dict[str, Upload] = {}
    match request.content_type if request.can_read_body else "":
        case "application/json":
            raw |= _object(await request.text())
        case "application/x-www-form-urlencoded":
            raw |= parse_qsl(await request.text(), keep_blank_values=True)
        case "multipart/form-data":
            fields, files = await read_multipart(request)
            raw |= {name: values[-1] for name, values in fields.items()}
    return raw, files


def _object(text: str) -> Json:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse request JSON object")
    return body


async def read_multipart(request: web.Request) -> tuple[dict[str, list[str]], dict[str, Upload]]:
    """Fields and files by name; more than one file of a name get "name", "name#1", "name#2" …

    BotApiError 413 where the files are larger than Telegram takes; the rest is read nevertheless, since a server
    that stops reading looks to the sender like a broken line.
    """
    fields: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytearray()
        while chunk := await part.read_chunk(1 << 18):
            total += len(chunk)
            if total <= MAX_UPLOAD:
                content += chunk
        name = part.name or ""
        if part.filename is None:
            fields.setdefault(name, []).append(content.decode())
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            key = name if name not in files else f"{name}#{len(files)}"
            files[key] = Upload(part.filename, mime, bytes(content))
    if total > MAX_UPLOAD:
        raise BotApiError(413, "Request Entity Too Large")
    return fields, files
