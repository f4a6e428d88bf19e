"""Text as Telegram keeps it: offsets in UTF-16 units, trimmed, with the entities it finds by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sandbox.errors import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024

_LITERAL = {"code", "pre", "text_link"}  # nothing is looked for inside these
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WHITE = " \n\t\x0b\x0c\u00a0\u2028\u2029\u3000"

_FOUND = re.compile(
    r"""
    (?P<email>(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})
    | (?P<url>(?<![\w@.])(?:https?://[^\s<>"']+
        | (?:[\w-]+\.)+(?:uz|com|org|net|ru|me|info|int|eu|io|dev)(?![\w@.-]*@)\b(?:[/?\#:][^\s<>"']*)?))
    | (?P<mention>(?<![\w/@])@[A-Za-z0-9_]{3,32}(?![A-Za-z0-9_]))
    | (?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))
    | (?P<hashtag>(?<![\w#])\#(?=\w*[^\W\d_])\w{1,256}(?![\w#]))
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class FormattedText:
    """A text and its MessageEntity objects, in Telegram's order."""

    text: str
    entities: list[Json] = field(default_factory=list)


def units(text: str) -> int:
    """Length in UTF-16 units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def piece(text: str, offset: int, length: int) -> str:
    """The part of `text` an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "ignore")


def clean(text: str) -> str:
    """Without the characters Telegram drops or makes spaces of."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def settle(formatted: FormattedText) -> FormattedText:
    """Trim the text as the server does, clip the entities to it, add those found in it, and put all in order."""
    text = formatted.text.lstrip(_WHITE)
    cut = len(formatted.text) - len(text)
    text = text.rstrip(_WHITE)
    end = units(text)
    entities = [clipped for entity in formatted.entities if (clipped := _clip(entity, cut, end))]
    entities += _found(text, entities)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return FormattedText(text, entities)


def plain(text: str) -> FormattedText:
    """What a person typed, or the bot sent with no parse mode."""
    return settle(FormattedText(clean(text)))


def _clip(entity: Json, cut: int, end: int) -> Json | None:
    start = max(entity["offset"] - cut, 0)
    stop = min(entity["offset"] + entity["length"] - cut, end)
    return {**entity, "offset": start, "length": stop - start} if stop > start else None


def _found(text: str, entities: list[Json]) -> Iterator[Json]:
    if not any(sign in text for sign in "@/#."):
        return
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _LITERAL]
    to_units = _unit_offsets(text)
    for match in _FOUND.finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "url":
            end -= len(match.group()) - len(match.group().rstrip(".,:;!?)»\"'"))
        offset, stop = to_units(start), to_units(end)
        if all(stop <= low or offset >= high for low, high in taken):
            yield {"type": kind, "offset": offset, "length": stop - offset}


def _unit_offsets(text: str) -> Callable[[int], int]:
    if units(text) == len(text):
        return lambda index: index
    return lambda index: units(text[:index])
