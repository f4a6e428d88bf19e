"""A new edition of the plan: what it replaces in an activity."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton

from services.messages.purposes import ShowsEdition
from services.plan.figures import ActivityFacts
from views.kit import callbacks
from views.kit.screen import TEXT_LIMIT, Screen, button, in_rows, length, shorten
from views.kit.texts import Html, Texts, bold, escape, join
from views.kit.words import activity_name, choice_label

WORDS = 160  # of an activity's text, before and after
CARDS = 12


def overruled(
    t: Texts, activities: Sequence[Mapping[str, Any]], named: Mapping[int, ActivityFacts] | None = None
) -> Screen:
    """To the admins: the new edition has replaced changes of theirs.

    Each of the activities has its `id` and `number`, and the differing fields `before` and `after`; `named` are those
    of them that the plan still has.
    """
    facts = named or {}
    head = [
        bold(t("📄 The new edition of the plan replaces changes made by administrators.")),
        t("If this is not intended, change it again: the card, then «⚙️ Manage»."),
    ]
    text, told = join(head), 0
    for change in activities:
        one = facts.get(change["id"])
        name = bold(t("Activity {number}", number=change["number"]) if one is None else activity_name(t, one))
        longer = join([text, join([name, *differences(t, change["before"], change["after"])])], "\n\n")
        if told and length(longer) > TEXT_LIMIT - 100:
            text = join([text, t.many("… and {n} more: /audit", "… and {n} more: /audit", len(activities) - told)])
            break
        text, told = longer, told + 1
    cards = (_card(t, change, facts.get(change["id"])) for change in activities[:CARDS])
    return Screen(text, in_rows(cards, 1), about=ShowsEdition())


def differences(t: Texts, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Html]:
    """«▫️ Deadline: 31 May 2024 → 30 April 2024», one line per difference."""
    fields: Mapping[str, tuple[Html, Callable[[Texts, Any], Html]]] = {
        "number": (t("Number"), _number),
        "is_removed": (t("In the plan"), _in_plan),
        "text": (t("Text"), _text),
        "short_name": (t("Short name"), _short_name),
        "due_on": (t("Deadline"), _day),
        "executors": (t("Officers, the responsible one first"), _names),
        "needs_document": (t("Handed in with a document"), _whether),
    }
    return [
        Html(f"▫️ {head}: {say(t, before[what])} → {say(t, after[what])}")
        for what, (head, say) in fields.items()
        if what in before and what in after and before[what] != after[what]
    ]


def _card(t: Texts, change: Mapping[str, Any], one: ActivityFacts | None) -> InlineKeyboardButton:
    label = f"№{change['number']}" if one is None else choice_label(t, one)
    return button(label, callbacks.OpenActivity(activity=change["id"]))


def _number(_t: Texts, number: int) -> Html:
    return Html(f"№{number}")


def _in_plan(t: Texts, is_removed: bool) -> Html:
    return t("no") if is_removed else t("yes")


def _whether(t: Texts, is_so: bool) -> Html:
    return t("yes") if is_so else t("no")


def _text(t: Texts, text: str) -> Html:
    return Html(f"«{escape(shorten(t.script(text), WORDS))}»")


def _short_name(t: Texts, name: str | None) -> Html:
    return Html(f"«{t.plan(name)}»") if name else Html("—")


def _day(t: Texts, day: str | None) -> Html:
    return t.long_day(date.fromisoformat(day)) if day else t("without a day")


def _names(t: Texts, names: Sequence[str]) -> Html:
    return Html(", ".join(t.plan(name) for name in names))
