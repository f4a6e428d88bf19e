"""Builds the form of a request from the method's own values.

aiogram copies a method into plain values, walks through them once more, and has urllib quote every byte of a Cyrillic
word by itself: three times as much work as sending it.
"""

import enum
from typing import Any

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import TelegramObject
from aiohttp import FormData
from aiohttp.payload import BytesPayload
from pydantic import BaseModel
from pydantic_core import to_json
from yarl import URL

FORM = "application/x-www-form-urlencoded"


class QuotedForm(FormData):
    """A form whose fields are quoted together, by a compiled quoter."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__()
        self._body = URL.build(query=fields).raw_query_string.encode("ascii")

    def __call__(self) -> BytesPayload:
        """The body of the request."""
        return BytesPayload(self._body, content_type=FORM)


def form_of(method: TelegramMethod[Any], bot: Bot) -> QuotedForm:
    """The method as a form, with the bot's defaults, as `AiohttpSession.build_form_data` makes it.

    Raises ValueError where a value is neither words, numbers nor Telegram's own objects of these (a file, a moment), or
    cannot be written as UTF-8.
    """
    fields = {}
    for name, value in _values(method).items():
        plain = _plain(value, bot)
        if plain is None or plain == "":
            continue
        fields[name] = plain if isinstance(plain, str) else to_json(plain).decode()
    return QuotedForm(fields)


def _values(model: BaseModel) -> dict[str, Any]:
    return model.__dict__ | extra if (extra := model.model_extra) else model.__dict__


def _plain(value: Any, bot: Bot) -> Any:
    """The value as JSON knows it, without what is None."""
    if value is None or type(value) in (str, int, bool, float):
        return value
    if isinstance(value, Default | enum.Enum):
        return _plain(bot.default[value.name] if isinstance(value, Default) else value.value, bot)
    if isinstance(value, TelegramObject | dict):
        return _named(value if isinstance(value, dict) else _values(value), bot)
    if isinstance(value, list | tuple):
        return [plain for item in value if (plain := _plain(item, bot)) is not None]
    if isinstance(value, str):  # a text that is known to be HTML
        return str(value)
    raise ValueError(f"{type(value).__name__} is sent by aiogram's own way")


def _named(values: dict[str, Any], bot: Bot) -> dict[str, Any]:
    plain = {name: _plain(value, bot) for name, value in values.items() if value is not None}
    return {name: value for name, value in plain.items() if value is not None}
