"""A new edition of the plan: what it replaces in an activity."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import ShowsEdition
from views.kit import callbacks
from views.kit.screen import TEXT_LIMIT, Screen, button, in_rows, length, shorten
from views.kit.texts import Html, Texts, bold, escape, join

WORDS = 160  # of an activity's text, before and after
CARDS = 12


def overruled(t: Texts, activities: Sequence[Mapping[str, Any]]) -> Screen:
    """To the admins: the new edition has replaced changes of theirs.

    Each of the activities has its `id` and `number`, and the differing fields `before` and `after`.
    """
    head = [
        bold(t("📄 The new edition of the plan replaces changes made by administrators.")),
        t("If this is not intended, change it again: the card, then «⚙️ Manage»."),
    ]
    text, told = join(head), 0
    for change in activities:
        name = bold(t("Activity {number}", number=change["number"]))
        longer = join([text, join([name, *differences(t, change["before"], change["after"])])], "\n\n")
        if told and length(longer) > TEXT_LIMIT - 100:
            text = join([text, t.many("… and {n} more: /audit", "… and {n} more: /audit", len(activities) - told)])
            break
        text, told = longer, told + 1
    return Screen(text, in_rows((_card(change) for change in activities[:CARDS]), 4), about=ShowsEdition())


def differences(t: Texts, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Html]:
    """«▫️ Deadline: 31 May 2024 → 30 April 2024», one line per difference."""
    fields: Mapping[str, tuple[Html, Callable[[Texts, Any], Html]]] = {
        "number": (t("Number"), _number),
        "is_removed": (t("In the plan"), _in_plan),
        "text": (t("Text"), _text),
        "short_name": (t("Short name"), _short_name),
        "due_on": (t("Deadline"), _day),
        "executors": (t("Officers, the responsible one first"), _names),
    }
    return [
        Html(f"▫️ {head}: {say(t, before[what])} → {say(t, after[what])}")
        for what, (head, say) in fields.items()
        if what in before and what in after and before[what] != after[what]
    ]


def _card(change: Mapping[str, Any]) -> InlineKeyboardButton:
    return button(f"№{change['number']}", callbacks.OpenActivity(activity=change["id"]))


def _number(_t: Texts, number: int) -> Html:
    return Html(f"№{number}")


def _in_plan(t: Texts, is_removed: bool) -> Html:
    return t("no") if is_removed else t("yes")


def _text(t: Texts, text: str) -> Html:
    return Html(f"«{escape(shorten(t.script(text), WORDS))}»")


def _short_name(t: Texts, name: str | None) -> Html:
    return Html(f"«{t.plan(name)}»") if name else Html("—")


def _day(t: Texts, day: str | None) -> Html:
    return t.long_day(date.fromisoformat(day)) if day else t("without a day")


def _names(t: Texts, names: Sequence[str]) -> Html:
    return Html(", ".join(t.plan(name) for name in names))
