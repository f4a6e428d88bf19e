"""The menu of commands beside the compose box, by role."""

from typing import Literal

from aiogram.types import BotCommand

from views.kit.texts import Html, Texts, plain

Role = Literal["officer", "admin", "leadership"]

COMMANDS: dict[Role, tuple[str, ...]] = {
    "officer": ("my", "calendar", "help", "language", "settings"),
    "admin": (
        "report",
        "agenda",
        "waiting",
        "officers",
        "invite",
        "remind",
        "plan",
        "audit",
        "admin",
        "outbox",
        "bind",
        "help",
        "language",
        "settings",
    ),
    "leadership": ("report", "agenda", "help"),
}


def commands_for(t: Texts, role: Role, *, also_officer: bool = False) -> list[BotCommand]:
    """The commands offered to a role, the most used first; an admin may answer for an executor as well."""
    descriptions = described(t)
    own = ("my", "calendar") if also_officer and role != "officer" else ()
    return [BotCommand(command=name, description=plain(descriptions[name])) for name in (*own, *COMMANDS[role])]


def described(t: Texts) -> dict[str, Html]:
    """What each command does, in a few words."""
    return {
        "my": t("my activities"),
        "calendar": t("my deadlines, for the phone's calendar"),
        "report": t("the whole plan, or a part of it"),
        "agenda": t("the questions and sheets of the meetings"),
        "officers": t("officers: who is linked and who is not"),
        "invite": t("invite officers"),
        "waiting": t("what waits for a decision"),
        "outbox": t("messages that wait or have failed"),
        "remind": t("ask all who are silent"),
        "plan": t("the state of the plan, closing its period"),
        "audit": t("who changed what, and when"),
        "admin": t("administrators"),
        "bind": t("make a group the leadership chat"),
        "help": t("what I can do"),
        "language": t("language"),
        "settings": t("settings"),
    }
