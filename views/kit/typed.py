"""Buttons whose label was typed, copied or forwarded: which button it is."""

import enum
import re
from functools import cache

from services.language.script import bare
from views.kit.texts import Texts, Translator, plain

_SIGNS = re.compile(r"^\W+|\W+$")
_LONGEST = 64  # characters: no label is longer


class Label(enum.Enum):
    """What the button does."""

    CARD = enum.auto()
    HISTORY = enum.auto()
    DONE = enum.auto()
    PROGRESS = enum.auto()
    STILL_GOING = enum.auto()
    MORE_TIME = enum.auto()
    REPORT = enum.auto()
    FILE = enum.auto()
    BACK = enum.auto()
    UNDO = enum.auto()
    CANCEL = enum.auto()
    NO_REPORT = enum.auto()
    TO_CONTROL = enum.auto()
    ANOTHER = enum.auto()
    ALL = enum.auto()


# Without their sign these are labels still; the others are words of a report then («бажарилди», «ижрода»).
_ALSO_BARE = frozenset({Label.BACK, Label.NO_REPORT, Label.TO_CONTROL, Label.ANOTHER, Label.ALL})


def label_of(translator: Translator, text: str | None) -> Label | None:
    """The button whose label the text is, in whichever language and script; None of other words."""
    if not text or len(text) > _LONGEST or text.lstrip().startswith("/"):  # a command
        return None
    if not (folded := _folded(text)):
        return Label.CARD if text.strip() == "📄" else None
    label = _known(translator).get(folded)
    return label if label in _ALSO_BARE or not text.strip()[0].isalnum() else None


def _labels(t: Texts) -> dict[str, Label]:
    return {
        t("🗂 All reports and files"): Label.HISTORY,
        t("✅ Done"): Label.DONE,
        t("✅ It is done"): Label.DONE,
        t("✅ Yes, it is completely done"): Label.DONE,
        t("✅ Yes, my part is done"): Label.DONE,
        t("🔄 In progress"): Label.PROGRESS,
        t("⏳ No, it is still in progress"): Label.STILL_GOING,
        t("✍️ Only the words"): Label.STILL_GOING,
        t("⏳ More time"): Label.MORE_TIME,
        t("⏳ Extend the deadline"): Label.MORE_TIME,
        t("⏳ Too little time: ask for more"): Label.MORE_TIME,
        t("✍️ Report"): Label.REPORT,
        t("📎 File"): Label.FILE,
        t("⬅️ Back"): Label.BACK,
        t("↩️ Undo"): Label.UNDO,
        t("✖️ Cancel"): Label.CANCEL,
        t("✖️ This is no report"): Label.NO_REPORT,
        t("✉️ To the control department"): Label.TO_CONTROL,
        t("Another"): Label.ANOTHER,
        t("All of them"): Label.ALL,
    }


@cache
def _known(translator: Translator) -> dict[str, Label]:
    return {_folded(plain(words)): label for t in translator.every for words, label in _labels(t).items()}


def _folded(label: str) -> str:
    return " ".join(map(bare, _SIGNS.sub("", label).split()))
