"""Speaks with Telegram, and reads its answers so that what it accepted counts as accepted.

A newer Bot API may answer with something aiogram does not know. The message is in the chat all the same; taking it for
refused would send it again, or tell its reader that nothing was recorded.
"""

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, get_args

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message, MessageId
from aiohttp import ClientError, ClientResponse, ClientTimeout, FormData
from pydantic import ValidationError
from yarl import URL

from bot.forms import form_of

log = structlog.get_logger(__name__)

ATTEMPTS = 20  # things an answer may hold that are not known
NEEDED = ("message_id", "chat", "date")
ACCEPTED = re.compile(r'\s*\{\s*"ok"\s*:\s*true\b')
TOLD = re.compile(r'\s*\{\s*"ok"\s*:\s*true\s*,\s*"result"\s*:\s*\{\s*"message_id"\s*:\s*(\d{1,18})\s*[,}]')
"""A message that was accepted, of which only the number is wanted: it comes first."""
MESSAGE_ID = re.compile(r'"message_id"\s*:\s*(\d{1,18})')


class ForgivingSession(AiohttpSession):
    """A session that drops from an answer what it cannot read and keeps the rest; and that asks quickly."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._patience = ClientTimeout(total=self.timeout)
        self._addresses: dict[tuple[str, str], URL] = {}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 -- aiogram's own
    ) -> Any:
        """Ask as aiogram does, without making anew what is the same each time, and read the answer."""
        session = await self.create_session()
        form = self.build_form_data(bot, method)
        patience = self._patience if timeout is None else ClientTimeout(total=timeout)
        try:
            async with session.post(self._address(bot, method), data=form, timeout=patience) as answer:
                content = await _text(answer)
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error
        if answer.status == HTTPStatus.OK and method.__returning__ is MessageId and (told := TOLD.match(content)):
            return MessageId.model_construct(message_id=int(told[1]))
        return self.check_response(bot, method, answer.status, content).result

    def _address(self, bot: Bot, method: TelegramMethod[Any]) -> URL:
        asked = bot.token, method.__api_method__
        if asked not in self._addresses:
            self._addresses[asked] = URL(self.api.api_url(token=bot.token, method=method.__api_method__))
        return self._addresses[asked]

    def build_form_data(self, bot: Bot, method: TelegramMethod[TelegramType]) -> FormData:
        """The request as a form."""
        try:
            return form_of(method, bot)
        except ValueError:
            return super().build_form_data(bot, method)

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """The answer; raises aiogram's errors if it is a refusal or cannot be understood at all."""
        try:
            return super().check_response(bot, method, status_code, content)
        except ClientDecodeError as error:
            repaired = _repaired(bot, method, error, content)
            if repaired is None:
                raise
            log.warning("answer not understood whole", method=method.__api_method__)
            return repaired


async def _text(answer: ClientResponse) -> str:
    """The answer's words: Telegram writes UTF-8, a proxy what its page says."""
    try:
        return (await answer.read()).decode()
    except UnicodeDecodeError:
        return await answer.text()


def _repaired(
    bot: Bot, method: TelegramMethod[TelegramType], error: ClientDecodeError, content: str
) -> Response[TelegramType] | None:
    data = error.data if isinstance(error.data, dict) else _loaded(content)
    if data is None:  # cut off, or spoilt: but it may have begun to say yes
        found = MESSAGE_ID.search(content) if ACCEPTED.match(content) else None
        data = {"ok": True, "result": {"message_id": int(found[1])}} if found else None
    if data is None or data.get("ok") is not True:
        return None
    kind: type[Response[TelegramType]] = Response[method.__returning__]  # type: ignore[name-defined]  # known only here
    pruned = _pruned(kind, data, bot)
    return pruned if pruned is not None else _at_least(kind, method, data.get("result"), bot)


def _loaded(content: str) -> dict[str, Any] | None:
    """Load what a stricter parser refuses: a byte order mark, control characters in a text."""
    try:
        data = json.loads(content.lstrip("\ufeff"), strict=False)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def _pruned(kind: type[Response[TelegramType]], data: dict[str, Any], bot: Bot) -> Response[TelegramType] | None:
    """The answer without what cannot be read; None if its essential part cannot."""
    data = json.loads(json.dumps(data))
    for _ in range(ATTEMPTS):
        try:
            return kind.model_validate(data, context={"bot": bot})
        except ValidationError as error:
            if not _cut(data, error.errors(include_input=False, include_context=False)[0]["loc"]):
                return None
    return None


def _cut(data: Any, place: Sequence[int | str]) -> bool:
    """Remove the innermost existing thing on the way to `place`; False if that would be the result itself."""
    holder: Any = None
    key, depth = None, 0
    for step in place:  # steps that name a type, not a place, are passed over
        if (isinstance(data, dict) and step in data) or (isinstance(data, list) and step in range(len(data))):
            holder, key = data, step
            data = holder[key]
            depth += 1
    if holder is None or depth < 2 or (depth == 2 and (isinstance(holder, list) or key in NEEDED)):
        return False
    del holder[key]
    return True


def _at_least(
    kind: type[Response[TelegramType]], method: TelegramMethod[TelegramType], result: Any, bot: Bot
) -> Response[TelegramType] | None:
    """The messages by their numbers alone, if the method answers with messages."""
    if not _answers_with_messages(method):
        return None
    found = [one for one in (result if isinstance(result, list) else [result]) if _has_number(one)]
    if not found:
        return None
    messages = [Message.model_construct(message_id=one["message_id"]).as_(bot) for one in found]
    return kind.model_construct(ok=True, result=messages if isinstance(result, list) else messages[0])


def _answers_with_messages(method: TelegramMethod[Any]) -> bool:
    returned = method.__returning__
    return returned in (Message, MessageId) or any(one is Message for one in get_args(returned))


def _has_number(message: Any) -> bool:
    return isinstance(message, Mapping) and isinstance(message.get("message_id"), int)
