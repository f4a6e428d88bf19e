"""Receives updates that Telegram posts, so that none is lost.

An update is in the inbox before Telegram gets its 200; until then Telegram keeps it, and repeats it after any other
answer. TLS ends at a reverse proxy before the bot. What is not Telegram's is answered as if there were nothing here.
"""

import asyncio
import contextlib
import functools
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from urllib.parse import urlsplit

import structlog
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest, TelegramUnauthorizedError
from aiogram.types import BufferedInputFile, WebhookInfo
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.basket import is_of_one
from bot.door import Door, Update
from bot.handling import Handling
from bot.receiving import Receiver, Tug, unless
from bot.senders import is_allowed, sender_of
from models.presence import Presence
from services.messages.inbox import InboxQueue

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name
MAX_CONNECTIONS = 100  # Telegram's most: what is posted at once is written at once
LARGEST_BODY = 4 * 1024**2  # a message of the greatest length with all it can carry has some 100 kB
LARGEST_NUMBER = 2**63 - 1
READ_SECONDS = 10.0
STORE_SECONDS = 25.0  # Telegram waits for 60
COMES_AGAIN_SECONDS = 5
WATCH_SECONDS = 60.0
TROUBLED_SECONDS = 5.0
LAST_SECONDS = 3.0
NOT_FOUND = "404"  # what a post with another secret is answered


@dataclass(frozen=True)
class Address:
    """Where Telegram shall post, and what proves that it was Telegram.

    `certificate` is a self-signed one, as PEM. `senders` are the networks that may post, as a proxy names them; None
    stands for Telegram's, and for whoever is in the inner network.
    """

    url: str
    secret: str
    certificate: bytes | None = None
    senders: tuple[IPv4Network | IPv6Network, ...] | None = None

    @property
    def path(self) -> str:
        """The path that is served."""
        return urlsplit(self.url).path or "/"


def derived_secret(token: str) -> str:
    """The secret of a bot for which none was set: every process with the token knows it, and nobody else can."""
    return hmac.digest(token.encode(), b"Ijrochi's webhook", "sha256").hex()


class Webhook(Receiver):
    """Sets the bot's webhook, takes what is posted to it, and watches that it stays set.

    `allowed` are the kinds of update asked for. `presence` says which process is the last to serve the webhook: that
    one takes it back when it stops, so that a restart of one of several leaves the others what they serve.
    """

    def __init__(
        self,
        bot: Bot,
        inbox: InboxQueue,
        handling: Handling,
        *,
        allowed: Sequence[str],
        address: Address,
        presence: Presence,
        door: Door | None = None,
    ) -> None:
        super().__init__(inbox, handling, door)
        self._bot = bot
        self._allowed = list(allowed)
        self._address = address
        self._secret = address.secret.encode()
        self._presence = presence
        self._tug = Tug()
        self._is_open = False
        self._is_set = False
        self._taken = 0
        self._undelivered: tuple[object, int] | None = None  # an error's date, and what had been taken when it was seen
        self._known_error: object = None
        self._is_writable = True
        self._refused_senders: set[str] = set()

    # -- what is posted ------------------------------------------------------------------------------------------

    def routes(self) -> Sequence[web.RouteDef]:
        """The path of the webhook, for all methods: what is not Telegram's is not found, as it is elsewhere."""
        return [web.route("*", self._address.path, self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """Take one post. 200 once it is stored, 503 if it shall be posted again, else 404 as for any other path."""
        if request.method != "POST" or not self._knows_secret(request) or not self._is_from_sender(request):
            raise web.HTTPNotFound
        if not self._is_open:
            return _comes_again()
        try:
            body = await asyncio.wait_for(_read(request), READ_SECONDS)
            posted = _parsed(body)
        except (ValueError, RecursionError, TimeoutError, ConnectionError, web.RequestPayloadError):
            return web.Response(status=400)
        update = _update_in(posted)
        if update is None:
            log.warning("what was posted is no update, and is left out")
            return web.Response()
        return await self._stored(update)

    async def _stored(self, update: Update) -> web.Response:
        try:
            await asyncio.wait_for(self._store(update), STORE_SECONDS)
        except Exception as error:
            if not isinstance(error, SQLAlchemyError | TimeoutError | OSError):
                log.exception("update not stored", update=update["update_id"])
            return _comes_again()
        return web.Response()

    async def _keep(self, updates: Sequence[Update]) -> None:
        try:
            await super()._keep(updates)
        except Exception as error:
            if not is_of_one(error):
                self._is_not_written(error)
            raise
        self._is_written(len(updates))

    def _is_written(self, updates: int) -> None:
        self._taken += updates
        if not self._is_writable:
            self._is_writable = True
            log.info("the inbox is written again")

    def _is_not_written(self, error: Exception) -> None:
        if self._is_writable:
            self._is_writable = False
            log.warning("updates stay with Telegram: the inbox cannot be written", error=type(error).__name__)

    def _knows_secret(self, request: web.Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        return hmac.compare_digest(given, self._secret)

    def _is_from_sender(self, request: web.Request) -> bool:
        """Whether the sender may post. Only asked for posts that know the secret, so it may be told in the log."""
        sender = sender_of(request.remote, request.headers.getall("X-Forwarded-For", []))
        if sender is not None and is_allowed(sender, self._address.senders):
            return True
        if str(sender) not in self._refused_senders and len(self._refused_senders) < 10:
            self._refused_senders.add(str(sender))
            log.warning("a post with the right secret was refused: add its sender to WEBHOOK_FROM", sender=str(sender))
        return False

    # -- that it is posted ---------------------------------------------------------------------------------------

    @property
    def trouble(self) -> str | None:
        """Why nothing is received at present; None if all is well."""
        return self._trouble if self._is_writable else "the inbox cannot be written: what comes stays with Telegram"

    @property
    def is_for_all(self) -> bool:
        """A proxy spreads what is posted over the processes."""
        return True

    async def take_over(self) -> None:
        """Be counted among the processes that serve the webhook; it is set once posts can be taken."""
        await self._presence.enter()

    async def run(self, stop: asyncio.Event) -> None:
        """Receive updates until `stop` is set.

        Raises TelegramUnauthorizedError if Telegram refuses the token for a minute.
        """
        try:
            self._is_open = True
            while not stop.is_set():
                await self._one_round(stop)
        finally:
            self._is_open = False
            await asyncio.gather(self._basket.empty(), self._take_back())

    async def _one_round(self, stop: asyncio.Event) -> None:
        """See that the webhook is set, and wait until it is to be looked at again."""
        try:
            await unless(stop, self._see_to_it(stop))
        except TelegramUnauthorizedError as error:
            self._is_refused(error)
        except TelegramBadRequest as error:
            self._is_in_trouble(
                f"Telegram refuses WEBHOOK_URL or WEBHOOK_CERTIFICATE ({self._told(error.message)})", error
            )
        except (TelegramAPIError, ClientDecodeError) as error:
            self._is_not_answered(error)
        else:
            await unless(stop, asyncio.sleep(WATCH_SECONDS if self.trouble is None else TROUBLED_SECONDS))
            return
        await self._rest(stop)

    async def _see_to_it(self, stop: asyncio.Event) -> None:
        await self._presence.enter()  # who is no longer counted would lose the webhook to the next one that stops
        if not self._is_set:
            await self._set()
            self._is_well()
            self._known_error = (await self._bot.get_webhook_info()).last_error_date
            return
        info = await self._bot.get_webhook_info()
        if not self._is_ours(info):
            await self._wrest(stop)
            return
        self._judge(info)
        if self._undelivered is not None and NOT_FOUND in (info.last_error_message or ""):
            await self._set()  # another program may have set another secret, which Telegram does not tell

    async def _set(self) -> None:
        certificate = self._address.certificate
        await self._bot.set_webhook(
            self._address.url,
            certificate=BufferedInputFile(certificate, "certificate.pem") if certificate else None,
            max_connections=MAX_CONNECTIONS,
            allowed_updates=self._allowed,
            drop_pending_updates=False,
            secret_token=self._address.secret,
        )
        if not self._is_set:
            log.info("webhook set")
        self._is_set = True

    def _is_ours(self, info: WebhookInfo) -> bool:
        return (
            info.url == self._address.url
            and set(info.allowed_updates or ()) == set(self._allowed)
            and info.has_custom_certificate == (self._address.certificate is not None)
        )

    async def _wrest(self, stop: asyncio.Event) -> None:
        """Set the webhook that another program has changed; wait longer each time this happens again soon."""
        pause = self._tug.pause()
        self._trouble = "another program has changed this bot's webhook: stop it, or give it another token"
        log.warning("waiting for Telegram", reason=self._trouble, pause=pause)
        await unless(stop, asyncio.sleep(pause))
        if not stop.is_set():
            await self._set()
            self._is_well()
            log.info("webhook set again")

    def _judge(self, info: WebhookInfo) -> None:
        """Whether Telegram could post lately: trouble from a new error on, until updates come or none waits."""
        if info.last_error_date != self._known_error and info.pending_update_count:
            self._undelivered = (info.last_error_date, self._taken)
        elif not info.pending_update_count or (self._undelivered and self._taken > self._undelivered[1]):
            self._undelivered = None
        self._known_error = info.last_error_date
        told = f"Telegram cannot post to WEBHOOK_URL: {self._told(info.last_error_message or '')}"
        if self._undelivered is None:
            self._is_well()
        elif self._trouble != told:
            self._trouble = told
            log.warning("waiting for Telegram", reason=told, waiting=info.pending_update_count)

    def _told(self, words: str) -> str:
        """A server's words, for the log and /healthz: it may quote what it was sent."""
        return words.replace(self._address.secret, "<secret>").replace(self._bot.token, "<token>")[:200]

    async def _take_back(self) -> None:
        """Remove the webhook if no other process serves it: a program that polls can then take this one's place."""
        async with self._presence.leaving() as is_last:
            if is_last and self._is_set:
                with contextlib.suppress(TelegramAPIError, ClientDecodeError):
                    await self._bot.delete_webhook(request_timeout=int(LAST_SECONDS))


async def _read(request: web.Request) -> bytes:
    """The body; ValueError if it is larger than any update."""
    body = bytearray()
    async for part in request.content.iter_any():
        body += part
        if len(body) > LARGEST_BODY:
            raise ValueError("too large")
    return bytes(body)


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")  # PostgreSQL would refuse it as well


_parsed = functools.partial(json.loads, parse_constant=_refuse)


def _update_in(posted: object) -> Update | None:
    number = posted.get("update_id") if isinstance(posted, dict) else None
    is_number = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= LARGEST_NUMBER
    return posted if isinstance(posted, dict) and is_number else None


def _comes_again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(COMES_AGAIN_SECONDS)})
