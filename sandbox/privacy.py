"""Which of a group's messages a bot gets: few, unless it is an administrator."""

from __future__ import annotations

from sandbox.errors import Json
from sandbox.methods.call import CONTENT
from sandbox.records import Chat, Message
from sandbox.state import World
from sandbox.text import piece


def tell(world: World, type_: str, message: Message) -> None:
    """Queue an update about a message, if the bot gets it."""
    if bot_gets(world, message):
        world.updates.queue(type_, world.present(message))


def bot_gets(world: World, message: Message) -> bool:
    """Whether the message is delivered to the bot: its own never, in a group by the rules of privacy mode."""
    chat = world.chats[message.chat]
    if message.sender == world.bot["id"] or chat.bot not in ("member", "administrator"):
        return False
    if chat.kind == "private" or chat.bot == "administrator":
        return True
    return _is_service(message) or _answers_bot(world, chat, message) or _addresses_bot(world, message)


def _is_service(message: Message) -> bool:
    return not any(key in message.body for key in CONTENT)


def _answers_bot(world: World, chat: Chat, message: Message) -> bool:
    replied = chat.messages.get(message.reply_to or 0)
    return replied is not None and replied.sender == world.bot["id"]


def _addresses_bot(world: World, message: Message) -> bool:
    text, entities = written(message.body)
    name = f"@{world.bot['username']}".lower()
    for entity in entities:
        covered = piece(text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "mention" and covered == name:
            return True
        if entity["type"] == "bot_command" and ("@" not in covered or covered.endswith(name)):
            return True
    return False


def written(body: Json) -> tuple[str, list[Json]]:
    """A message's text or caption, and its entities."""
    if "text" in body:
        return body["text"], body.get("entities", [])
    return body.get("caption", ""), body.get("caption_entities", [])
