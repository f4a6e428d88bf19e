"""Groups change: who is in them, what the bot is there, what they are."""

from __future__ import annotations

from typing import Literal

from sandbox.errors import HumanError, Json
from sandbox.members import bot_in, member_change, person_in
from sandbox.privacy import tell
from sandbox.records import BotStatus, Chat, Person
from sandbox.state import World

BotChange = Literal["added", "kicked", "admin", "member"]
_STATUS: dict[BotChange, BotStatus] = {
    "added": "member",
    "kicked": "kicked",
    "admin": "administrator",
    "member": "member",
}


class Groups:
    """What is done to groups. Every method raises HumanError with a sentence where it cannot be done."""

    def __init__(self, world: World) -> None:
        self._world = world

    def change_bot(self, chat: Chat, by: Person, change: BotChange) -> None:
        """Add, remove, promote or demote the bot."""
        if chat.kind == "private":
            raise HumanError("this is not a group")
        world, before = self._world, bot_in(self._world, chat)
        was_in, will_be_in = chat.bot in ("member", "administrator"), change != "kicked"
        if change in ("admin", "member") and not was_in:
            raise HumanError("the bot is not in this group", 409)
        if was_in and not will_be_in:
            tell(world, "message", world.post(chat, by.user(), {"left_chat_member": world.bot}))
        chat.bot = _STATUS[change]
        world.keep_chat(chat)
        if before["status"] != chat.bot:
            world.updates.queue("my_chat_member", member_change(world, chat, by.user(), before, bot_in(world, chat)))
            world.events.publish("world")
        if will_be_in and not was_in:
            tell(world, "message", world.post(chat, by.user(), {"new_chat_members": [world.bot]}))

    def change_member(self, chat: Chat, by: Person, person: Person, *, joins: bool) -> None:
        """Add somebody to a group, or remove them (`by` themselves when they leave)."""
        if chat.kind == "private":
            raise HumanError("this is not a group")
        if joins == (person.id in chat.members):
            if joins:
                raise HumanError("{name} is already in this group", 409, name=person.name)
            raise HumanError("{name} is not in this group", 409, name=person.name)
        world, before = self._world, person_in(self._world, chat, person.id)
        if joins:
            chat.members.append(person.id)
        else:
            chat.members.remove(person.id)
            chat.admins = [admin for admin in chat.admins if admin != person.id]
        world.keep_chat(chat)
        about: Json = {"new_chat_members": [person.user()]} if joins else {"left_chat_member": person.user()}
        tell(world, "message", world.post(chat, by.user(), about))
        if chat.bot == "administrator":
            after = person_in(world, chat, person.id)
            world.updates.queue("chat_member", member_change(world, chat, by.user(), before, after))
        world.events.publish("world")

    def migrate(self, chat: Chat) -> Chat:
        """Make a supergroup of a group: a new chat with a new id."""
        if chat.kind != "group" or chat.migrated_to is not None:
            raise HumanError("only a group that still is one becomes a supergroup", 409)
        world = self._world
        successor = Chat(
            id=-(10**12 + 10**9 + abs(chat.id) % 10**9),
            kind="supergroup",
            title=chat.title,
            members=list(chat.members),
            admins=list(chat.admins),
            bot=chat.bot,
            members_pin=chat.members_pin,
        )
        world.chats[successor.id] = successor
        owner = world.people[(chat.admins or chat.members)[0]].user()
        moved = world.post(chat, owner, {"migrate_to_chat_id": successor.id})
        arrived = world.post(successor, owner, {"migrate_from_chat_id": chat.id})
        tell(world, "message", moved)
        tell(world, "message", arrived)
        chat.migrated_to = successor.id
        world.keep_chat(chat)
        world.events.publish("world")
        return successor
