"""Who takes part: the people and groups a sandbox is opened with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Actor:
    """A person with a Telegram account. `name` is what Telegram shows; `role` and `note` are for the page."""

    id: int
    name: str
    role: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """A group chat, with a negative id as Telegram has them.

    `admins` are members too; the first one owns the group. `topics` (id, name) make a supergroup a forum; a topic's
    id is the id of the message that opened it. `members_pin` is the group's permission for every member, the bot
    included, to pin messages; without it only administrators do.
    """

    id: int
    title: str
    kind: Literal["group", "supergroup"]
    members: tuple[int, ...]
    admins: tuple[int, ...]
    has_bot: bool = True
    topics: tuple[tuple[int, str], ...] = ()
    members_pin: bool = False

    def __post_init__(self) -> None:
        if self.id >= 0:
            raise ValueError(f"a group's id is negative: {self.id}")
        if self.topics and self.kind != "supergroup":
            raise ValueError(f"only a supergroup has topics: {self.title}")


@dataclass(frozen=True)
class Opening:
    """The chat that the page opens on, through a person's eyes; `newcomers` have not pressed Start yet."""

    person: int
    chat: int
    newcomers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cast:
    """Everybody and every group there is.

    With an `opening` everybody but its newcomers has pressed Start when the first day begins, and the first summary has
    come.
    `steps` are what the page says to try, by language.
    """

    actors: tuple[Actor, ...]
    groups: tuple[Group, ...]
    opening: Opening | None = None
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
