"""A screen: what one message shows. Built from facts, sent by handlers and by the scheduler alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from services.messages.purposes import About
from services.reports.reading import FileFacts
from views.kit.clean import clean, whole_characters
from views.kit.texts import Html, plain

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_LIMIT = 60  # Telegram cuts a longer one with an ellipsis on a phone, in mid-word

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True)
class Picture:
    """A PNG to show above the text."""

    content: bytes
    name: str = "plan.png"


@dataclass(frozen=True)
class Document:
    """A file of our own making, sent with the text as its caption."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Screen:
    """What one message shows.

    `about` is what a reply to it is about. `asks` is the placeholder of a question that waits for words: the reader's
    client opens a reply to it. `files` are sent after the text, as they came. A screen has a `picture` or a `document`
    (or neither). `reply_to` is the message of the chat that it answers. `is_silent`: the phone makes no sound.
    """

    text: Html
    rows: tuple[Row, ...] = ()
    picture: Picture | None = None
    document: Document | None = None
    about: About | None = None
    asks: str | None = None
    files: tuple[FileFacts, ...] = ()
    reply_to: int | None = None
    is_silent: bool = False

    @property
    def markup(self) -> InlineKeyboardMarkup | ForceReply | None:
        """The keyboard as aiogram knows it."""
        if self.rows:
            return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in self.rows])
        if self.asks is not None:
            return ForceReply(input_field_placeholder=self.asks[:64], selective=True)
        return None

    def with_rows(self, *rows: Sequence[InlineKeyboardButton]) -> "Screen":
        """The same screen with more rows of buttons below."""
        return replace(self, rows=self.rows + tuple(tuple(row) for row in rows if row))


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that sends `data` back."""
    return InlineKeyboardButton(text=shorten(plain(text), BUTTON_LIMIT), callback_data=data.pack())


def link_button(text: str, url: str) -> InlineKeyboardButton:
    """A button that opens an address."""
    return InlineKeyboardButton(text=shorten(plain(text), BUTTON_LIMIT), url=url)


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
    """The text in pieces of at most `limit` UTF-16 units, broken between lines or words where that can be."""
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
