"""The menu of commands beside the compose box, by role."""

from typing import Literal

from aiogram.types import BotCommand

from views.kit.texts import Html, Texts, plain

Role = Literal["officer", "admin", "leadership", "leader"]

COMMANDS: dict[Role, tuple[str, ...]] = {
    "officer": ("my", "calendar", "help", "language", "settings"),
    "admin": (
        "report",
        "order",
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
    "leadership": ("report", "order", "agenda", "help"),
    "leader": ("report", "order", "agenda", "help", "language"),
}


def commands_for(t: Texts, role: Role, *, also_officer: bool = False, also_leader: bool = False) -> list[BotCommand]:
    """The commands a role is offered, the most used first.

    An admin may answer for an executor as well, and an officer may be a leader.
    """
    said = described(t)
    own = ("my", "calendar") if also_officer and role != "officer" else ()
    leads = ("report", "order", "agenda") if also_leader and role == "officer" else ()
    return [BotCommand(command=name, description=plain(said[name])) for name in (*own, *COMMANDS[role], *leads)]


def commands_for_strangers(t: Texts) -> list[BotCommand]:
    """What is offered to those who are not linked: nothing that they may not do."""
    said = described(t)
    return [BotCommand(command=name, description=plain(said[name])) for name in ("start", "language")]


def described(t: Texts) -> dict[str, Html]:
    """What each command does, in a few words."""
    return {
        "start": t("what this bot is for"),
        "my": t("my activities"),
        "calendar": t("my deadlines, for the phone's calendar"),
        "report": t("the whole plan, or a part of it"),
        "order": t("give an order, or several"),
        "agenda": t("the questions and sheets of the meetings"),
        "officers": t("officers: who is linked and who is not"),
        "invite": t("invite officers"),
        "waiting": t("what waits for a decision"),
        "outbox": t("messages that wait or have failed"),
        "remind": t("ask all who are silent"),
        "plan": t("the plan: its state, its files, the end of its period"),
        "audit": t("who changed what, and when"),
        "admin": t("administrators"),
        "bind": t("make a group the leadership chat"),
        "help": t("what I can do"),
        "language": t("language"),
        "settings": t("settings"),
    }
