"""A screen: what one message shows. Handlers and the scheduler build and send it in the same way."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from services.messages.purposes import About
from services.reports.reading import FileFacts
from views.kit.clean import clean, whole_characters
from views.kit.styles import style_of
from views.kit.texts import Html, plain
from views.kit.unchecked import alike, packed

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_LIMIT = 60  # Telegram cuts a longer one with an ellipsis on a phone, in mid-word

Row = tuple[InlineKeyboardButton, ...]
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


@dataclass(frozen=True)
class Picture:
    """A PNG to show below the text, in one message with it."""

    content: bytes
    name: str = "plan.png"


@dataclass(frozen=True)
class Document:
    """A file that the bot has made, sent with the text as its caption."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Screen:
    """What one message shows.

    `about` is what a reply to it is about. `asks` is the placeholder of a question that waits for words: the reader's
    client opens a reply to it. `files` are sent after the text, as they came. A screen has a `picture` or a `document`
    (or neither). `reply_to` is the message of the chat that it answers. `keys` are put below the writing line of a
    private chat, or taken away from there, where the message has no buttons of its own. `is_silent`: the phone makes no
    sound. `is_outdated`: it only says that what a button was about is no longer there.
    """

    text: Html
    rows: tuple[Row, ...] = ()
    picture: Picture | None = None
    document: Document | None = None
    about: About | None = None
    asks: str | None = None
    files: tuple[FileFacts, ...] = ()
    reply_to: int | None = None
    keys: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None
    is_silent: bool = False
    is_outdated: bool = False

    @property
    def markup(self) -> Markup | None:
        """The keyboard as aiogram knows it."""
        if self.rows:
            return alike(_any_keyboard(), inline_keyboard=[list(row) for row in self.rows])
        if self.keys is not None:
            return self.keys
        if self.asks is not None:
            return ForceReply(input_field_placeholder=self.asks[:64], selective=True)
        return None

    def with_rows(self, *rows: Sequence[InlineKeyboardButton]) -> "Screen":
        """The same screen with more rows of buttons below."""
        return replace(self, rows=self.rows + tuple(tuple(row) for row in rows if row))


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that sends `data` back, in the colour of what that means."""
    style = style_of(data)
    return alike(
        _any_button(),
        text=_label(text),
        callback_data=packed(data),
        style=style.value if style is not None else None,
    )


def link_button(text: str, url: str) -> InlineKeyboardButton:
    """A button that opens an address."""
    return InlineKeyboardButton(text=_label(text), url=url)


def copy_button(text: str, copied: str) -> InlineKeyboardButton:
    """A button that puts `copied` (256 characters at most) onto the reader's clipboard."""
    return InlineKeyboardButton(text=_label(text), copy_text=CopyTextButton(text=copied))


@functools.cache  # not at import: it would build aiogram's type
def _any_button() -> InlineKeyboardButton:
    return InlineKeyboardButton(text="", callback_data="", style=None)


@functools.cache
def _any_keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[])


@functools.lru_cache(maxsize=2048)
def _label(text: str) -> str:
    return shorten(plain(text), BUTTON_LIMIT)


def share_button(text: str, address: str, words: str) -> InlineKeyboardButton:
    """A button with which the reader sends an address, and words below it, to a chat of theirs."""
    share = f"https://t.me/share/url?{urlencode({'url': address, 'text': words}, quote_via=quote)}"
    return link_button(text, share)


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> tuple[Row, ...]:
    """Buttons in rows of `width`."""
    every = list(buttons)
    return tuple(tuple(every[start : start + width]) for start in range(0, len(every), width))


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut on a word, with «…»; line breaks become spaces."""
    text = _on_one_line(text)
    if len(text) <= limit:
        return text
    cut = text[: whole_characters(text, limit - 1)]
    on_word = cut.rsplit(" ", 1)[0]
    return (on_word if len(on_word) > limit // 2 else cut).rstrip(" ,;:–-«(") + "…"


def is_shortened(text: str, limit: int) -> bool:
    """Whether `shorten` leaves something out."""
    return len(_on_one_line(text)) > limit


def _on_one_line(text: str) -> str:
    return " ".join(clean(text).split())


def length(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, broken between lines or words if possible."""
    cuts = []
    while length(text[: limit + 1]) > limit:
        end = _last_fitting(text, limit)
        cut = max(text.rfind("\n", 0, end), text.rfind(" ", 0, end))
        cut = cut if cut > end // 2 else whole_characters(text, end) or end
        cuts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*cuts, text]


def _last_fitting(text: str, limit: int) -> int:
    """How many characters of the text fit; a character outside the basic plane counts for two."""
    end = min(len(text), limit)
    while length(text[:end]) > limit:
        end -= max(1, (length(text[:end]) - limit) // 2)
    return end
