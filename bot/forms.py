"""Builds the form of a request from the method's own values.

aiogram copies a method into plain values, walks through them once more, and has urllib quote every byte of a Cyrillic
word by itself: three times as much work as sending it.
"""

import enum
import functools
from collections.abc import Callable, Iterable
from types import NoneType
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

PLAIN = (str, NoneType, int, bool, float)
FORM = "application/x-www-form-urlencoded"


class QuotedForm(FormData):
    """A form whose fields are quoted together, by a compiled quoter."""

    def __init__(self, fields: dict[str, str]) -> None:
        # Without FormData's own beginning: it draws a boundary for parts that this form does not have.
        self._body = URL.build(query=fields).raw_query_string.encode("ascii")

    def __call__(self) -> BytesPayload:
        """The body of the request."""
        return BytesPayload(self._body, content_type=FORM)


def form_of(method: TelegramMethod[Any], bot: Bot) -> QuotedForm:
    """The method as a form, with the bot's defaults, as `AiohttpSession.build_form_data` makes it.

    Raises ValueError where a value is neither words, numbers nor Telegram's own objects of these (a file, a moment), or
    cannot be written as UTF-8.
    """
    fields = {
        name: plain if type(plain) is str else to_json(plain).decode()
        for name, plain in _named(_values(method), bot).items()
        if plain != ""
    }
    return QuotedForm(fields)


def _named(values: dict[str, Any], bot: Bot) -> dict[str, Any]:
    """The values as JSON knows them, without those that are None: most are, a button has a dozen of them."""
    return {
        name: plain
        for name, value in values.items()
        if value is not None and (plain := value if type(value) in PLAIN else _plain(value, bot)) is not None
    }


def _plain(value: Any, bot: Bot) -> Any:
    kind: Any = type(value)  # mypy takes no type for a key
    return _way_of(kind)(value, bot)


@functools.cache  # pydantic takes its time to say what is one of its objects
def _way_of(kind: type[object]) -> Callable[[Any, Bot], Any]:
    """How values of a type are made plain. Raises ValueError if only aiogram knows."""
    for base, way in _WAYS:
        if issubclass(kind, base):
            return way
    raise ValueError(f"{kind.__name__} is sent by aiogram's own way")


def _listed(values: Iterable[Any], bot: Bot) -> list[Any]:
    return [plain for one in values if (plain := _plain(one, bot)) is not None]


def _as_it_is(value: Any, _bot: Bot) -> Any:
    return value


_WAYS: tuple[tuple[type | tuple[type, ...], Callable[[Any, Bot], Any]], ...] = (
    (Default, lambda value, bot: _plain(bot.default[value.name], bot)),
    (enum.Enum, lambda value, bot: _plain(value.value, bot)),
    (TelegramObject, lambda value, bot: _named(_values(value), bot)),
    (dict, _named),
    ((list, tuple), _listed),
    (str, lambda value, _bot: str(value)),  # a text that is known to be HTML
    (PLAIN, _as_it_is),
)


def _values(model: BaseModel) -> dict[str, Any]:
    return model.__dict__ | extra if (extra := model.__pydantic_extra__) else model.__dict__
