"""What there is one of for each message, person, chat and press."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from sandbox.errors import Json

ChatKind = Literal["private", "group", "supergroup"]
BotStatus = Literal["none", "member", "administrator", "left", "kicked"]


@dataclass
class Message:
    """A message; `body` is Telegram's object without what it is a reply to, which is looked up when it is shown."""

    chat: int
    id: int
    body: Json
    reply_to: int | None = None
    markup: Json | None = None  # a reply keyboard or force reply: the client's, not part of Telegram's object
    pinned: bool = False
    reactions: list[str] = field(default_factory=list)

    @property
    def sender(self) -> int:
        """The id of who wrote it."""
        return int(self.body["from"]["id"])

    @property
    def topic(self) -> int | None:
        """The forum topic it is in."""
        return self.body.get("message_thread_id")


@dataclass
class Person:
    """A person's account and what it has done with the bot."""

    id: int
    name: str
    role: str
    note: str
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    read: dict[str, int] = field(default_factory=dict)  # chat id (JSON's keys are strings) to the last message read

    def user(self) -> Json:
        """Telegram's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "uz"}


@dataclass
class Chat:
    """A chat the bot may be in. A private one has its person's id and no members of its own."""

    id: int
    kind: ChatKind
    title: str
    members: list[int] = field(default_factory=list)
    admins: list[int] = field(default_factory=list)
    bot: BotStatus = "member"
    topics: dict[str, str] = field(default_factory=dict)  # thread id to name
    members_pin: bool = False
    hidden: list[int] = field(default_factory=list)  # admins who write in the group's name
    last_id: int = 0
    last_post: int = 0  # the world's count when the last message came: dates alone tie while the clock stands still
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)

    def described(self) -> Json:
        """Telegram's Chat."""
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.title}
        shape: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return shape | {"is_forum": True} if self.topics else shape

    def record(self) -> Json:
        """What the store keeps of it; messages have their own table."""
        return {key: value for key, value in self.__dict__.items() if key != "messages"}


@dataclass
class Query:
    """A press that waits for its answer."""

    id: str
    chat: int
    person: int
    pressed_at: float  # monotonic
    answer: Json | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
