"""The three keys below an officer's writing line: what they say, and which of them was pressed."""

import enum
import re
from functools import cache

from aiogram.types import KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from views.kit.texts import Texts, Translator, plain

REMOVED = ReplyKeyboardRemove()
_SIGNS = re.compile(r"^\W+|\W+$")


class Key(enum.Enum):
    """What a key opens."""

    MINE = enum.auto()
    REPORT = enum.auto()
    HELP = enum.auto()


def labels(t: Texts) -> dict[Key, str]:
    """What stands on the keys."""
    said = {Key.MINE: t("📋 My activities"), Key.REPORT: t("✍️ Send a report"), Key.HELP: t("❓ Help")}
    return {key: plain(label) for key, label in said.items()}


def keyboard(t: Texts) -> ReplyKeyboardMarkup:
    """The keys, the widest in a row of its own. They stay when the phone's own keyboard is put away."""
    on = {key: KeyboardButton(text=label) for key, label in labels(t).items()}
    return ReplyKeyboardMarkup(
        keyboard=[[on[Key.MINE]], [on[Key.REPORT], on[Key.HELP]]], resize_keyboard=True, is_persistent=True
    )


def key_of(translator: Translator, text: str | None) -> Key | None:
    """The key whose label the text is, in whichever language it was put there; also typed without its sign."""
    return _known(translator).get(_folded(text)) if text and not text.startswith("/") else None


@cache
def _known(translator: Translator) -> dict[str, Key]:
    return {_folded(label): key for t in translator.every for key, label in labels(t).items()}


def _folded(label: str) -> str:
    return " ".join(_SIGNS.sub("", label).casefold().replace("ё", "е").split())
