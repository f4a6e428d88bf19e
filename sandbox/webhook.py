"""Updates posted to the bot's address instead of being asked for, as telegram-bot-api posts them."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections import deque

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from sandbox.errors import Json
from sandbox.state import World

PATIENCE = ClientTimeout(total=60)
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 10.0  # seconds between tries at an address that does not answer

log = logging.getLogger(__name__)


class Webhook:
    """Posts updates: those of one chat in order and each until it is taken, different chats at once.

    No more than `max_connections` are posted at a time. Answers given as a method call are not read.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._task: asyncio.Task[None] | None = None
        self._certificate: str | None = None  # that the task trusts
        self._lines: dict[object, deque[Json]] = {}
        self._known: set[int] = set()  # the updates in a line
        self._tasks: set[asyncio.Task[None]] = set()
        self._posting = 0
        self._ended = asyncio.Event()  # one more may be posted

    def follow(self) -> None:
        """Begin or end to post, as the profile says."""
        webhook = self._world.profile.get("webhook")
        if webhook and self._task is not None and webhook.get("certificate") != self._certificate:
            self._task.cancel()
            self._task = None
        if webhook and (self._task is None or self._task.done()):
            self._certificate = webhook.get("certificate")
            self._task = asyncio.create_task(self._post_all())

    async def close(self) -> None:
        """End at once."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _post_all(self) -> None:
        connector = TCPConnector(limit=0, ssl=_trust(self._certificate))
        async with ClientSession(timeout=PATIENCE, connector=connector) as http:
            try:
                while self._world.profile.get("webhook"):
                    self._line_up(http)
                    await self._world.updates.arrival(1)
            finally:
                for task in (tasks := list(self._tasks)):
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _line_up(self, http: ClientSession) -> None:
        for number, update in self._world.updates.pending.items():
            if number in self._known:
                continue
            self._known.add(number)
            key = line_of(update)
            if key in self._lines:
                self._lines[key].append(update)
                continue
            self._lines[key] = deque([update])
            task = asyncio.create_task(self._post_line(http, key))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _post_line(self, http: ClientSession, key: object) -> None:
        try:
            await self._post_each(http, self._lines[key])
        finally:  # what is left is lined up anew if a webhook is set again
            self._known.difference_update(update["update_id"] for update in self._lines.pop(key))

    async def _post_each(self, http: ClientSession, line: deque[Json]) -> None:
        pause = FIRST_PAUSE
        while line and (webhook := self._world.profile.get("webhook")):
            update = line[0]
            if update["update_id"] in self._world.updates.pending:  # else it was dropped
                refusal, wait = await self._in_turn(http, webhook, update)
                if refusal:
                    webhook["error"] = {"date": self._world.timestamp(), "message": refusal}
                    await asyncio.sleep(wait or pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                    continue
                self._world.updates.taken(update["update_id"])
                self._world.commit()
            pause = FIRST_PAUSE
            self._known.discard(line.popleft()["update_id"])

    async def _in_turn(self, http: ClientSession, webhook: Json, update: Json) -> tuple[str, float]:
        while self._posting >= webhook.get("max_connections", 40):
            self._ended.clear()
            await self._ended.wait()
        self._posting += 1
        try:
            return await self._post(http, webhook, update)
        finally:
            self._posting -= 1
            self._ended.set()

    async def _post(self, http: ClientSession, webhook: Json, update: Json) -> tuple[str, float]:
        """What went wrong, or nothing; and how many seconds the bot asked to wait."""
        secret = webhook["secret"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with http.post(webhook["url"], json=update, headers=headers) as answer:
                if answer.ok:
                    return "", 0
                wait = answer.headers.get("Retry-After", "")
                refusal = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                return refusal, float(wait) if wait.isdecimal() else 0
        except (ClientError, TimeoutError) as trouble:
            log.info("the webhook does not answer: %s", type(trouble).__name__)
            return "Connection failed", 0


def line_of(update: Json) -> object:
    """What keeps its order: a person's presses, a chat's messages; anything else stands alone."""
    for kind, body in update.items():
        if isinstance(body, dict):
            if kind == "callback_query":
                return kind, body["from"]["id"]
            if isinstance(chat := body.get("chat"), dict):
                return "chat", chat.get("id")
    return "alone", update["update_id"]


def _trust(certificate: str | None) -> ssl.SSLContext | bool:
    """Whom to believe: whoever signed the certificate that was uploaded, where one was."""
    return ssl.create_default_context(cadata=certificate) if certificate else True
