"""What people do: write, press, join, block. Each act changes the world and tells the bot what Telegram would."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import Literal

from sandbox.errors import HumanError, Json
from sandbox.files import Kind, Media
from sandbox.members import bot_in, member, person_in
from sandbox.methods.call import CONTENT
from sandbox.params import Upload
from sandbox.privacy import bot_gets
from sandbox.state import BotStatus, Chat, Message, Person, Query, World
from sandbox.text import MAX_CAPTION, MAX_TEXT, plain, units

BotChange = Literal["added", "kicked", "admin", "member"]
_STATUS: dict[BotChange, BotStatus] = {
    "added": "member",
    "kicked": "kicked",
    "admin": "administrator",
    "member": "member",
}


class People:
    """The human side of the world. Every method raises HumanError with a sentence where it cannot be done."""

    def __init__(self, world: World) -> None:
        self._world = world

    # writing

    def write(
        self,
        person: Person,
        chat: Chat,
        text: str,
        *,
        reply_to: int | None = None,
        topic: int | None = None,
        forward: str | None = None,
    ) -> Message:
        """Send a text; `forward` is the name of who wrote it first."""
        written_text = plain(text)
        if not written_text.text:
            raise HumanError("there is nothing to send")
        if units(written_text.text) > MAX_TEXT:
            raise HumanError(f"a message has at most {MAX_TEXT} characters")
        content: Json = {"text": written_text.text}
        if written_text.entities:
            content["entities"] = written_text.entities
        return self._say(person, chat, content, reply_to=reply_to, topic=topic, forward=forward)

    def send_files(
        self,
        person: Person,
        chat: Chat,
        uploads: Sequence[Upload],
        *,
        caption: str = "",
        kind: Kind | None = None,
        duration: int = 0,
        reply_to: int | None = None,
        topic: int | None = None,
        forward: str | None = None,
    ) -> list[Message]:
        """Send one file, or several as an album whose first one has the caption."""
        about = plain(caption)
        if units(about.text) > MAX_CAPTION:
            raise HumanError(f"a caption has at most {MAX_CAPTION} characters")
        medias = [self._media(upload, kind, duration) for upload in uploads]
        album = {"media_group_id": str(10**16 + secrets.randbelow(10**16))} if len(medias) > 1 else {}
        sent: list[Message] = []
        for media in medias:
            content = media.content() | album
            if about.text and not sent:
                content["caption"] = about.text
                content |= {"caption_entities": about.entities} if about.entities else {}
            sent.append(self._say(person, chat, content, reply_to=reply_to, topic=topic, forward=forward))
        return sent

    def _media(self, upload: Upload, kind: Kind | None, duration: int) -> Media:
        kind = kind or _kind_of(upload)
        known: dict[str, int | str] = {"duration": duration} if kind in ("voice", "video", "audio") else {}
        return self._world.files.add(kind, upload, **known)

    def send_special(self, person: Person, chat: Chat, kind: str, reply_to: int | None = None) -> Message:
        """Send what is neither text nor a file worth keeping."""
        if kind not in _SPECIAL:
            raise HumanError(f"there is no kind «{kind}»")
        return self._say(person, chat, _SPECIAL[kind](self._world, person), reply_to=reply_to)

    def _say(
        self,
        person: Person,
        chat: Chat,
        content: Json,
        *,
        reply_to: int | None = None,
        topic: int | None = None,
        forward: str | None = None,
    ) -> Message:
        self._may_write(person, chat)
        if topic is not None and str(topic) not in chat.topics:
            raise HumanError(f"there is no topic {topic} in this chat", 404)
        if reply_to is not None:
            replied = self._message(chat, reply_to)
            topic = topic or replied.topic
        if forward:
            content = content | {"forward_origin": self._origin(forward)}
        if chat.kind == "private" and not person.started:
            person.started = True
            self._world.keep_person(person)
        message = self._world.post(chat, person.user(), content, reply_to=reply_to or topic, topic=topic)
        self._tell("message", message)
        return message

    def _origin(self, name: str) -> Json:
        return {"type": "hidden_user", "sender_user_name": name, "date": self._world.timestamp()}

    def _may_write(self, person: Person, chat: Chat) -> None:
        if person.deactivated:
            raise HumanError(f"the account of {person.name} is deleted", 409)
        if chat.kind == "private" and person.blocked:
            raise HumanError(f"{person.name} has blocked the bot", 409)
        if chat.migrated_to is not None:
            raise HumanError("the group became a supergroup", 409)

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise HumanError(f"there is no message {message_id} in this chat", 404)
        return message

    def _tell(self, type_: str, message: Message) -> None:
        if bot_gets(self._world, message):
            self._world.updates.queue(type_, self._world.present(message))

    def edit(self, person: Person, chat: Chat, message_id: int, text: str) -> Message:
        """Change the text or the caption of one's own message."""
        self._may_write(person, chat)
        message = self._message(chat, message_id)
        if message.sender != person.id:
            raise HumanError("only one's own message can be changed", 403)
        if not any(key in message.body for key in CONTENT) or "forward_origin" in message.body:
            raise HumanError("this message cannot be changed")
        key, longest = ("text", MAX_TEXT) if "text" in message.body else ("caption", MAX_CAPTION)
        new = plain(text)
        if (key == "text" and not new.text) or units(new.text) > longest:
            raise HumanError(f"the new text has to have from 1 to {longest} characters")
        entities = "entities" if key == "text" else "caption_entities"
        content: Json = {key: new.text} if new.text else {}
        content |= {entities: new.entities} if new.entities else {}
        self._world.change(message, content, replacing=(key, entities))
        self._tell("edited_message", message)
        return message

    # buttons

    def press(self, person: Person, chat: Chat, message_id: int, data: str, *, forged: bool = False) -> Query:
        """Press the button with this data; `forged` presses one that is not there."""
        self._may_write(person, chat)
        message = chat.messages.get(message_id)
        if not forged and (message is None or data not in _data_on(message)):
            raise HumanError("there is no such button on this message", 404)
        query = self._world.ask(chat, person)
        inaccessible = {"chat": chat.described(), "message_id": message_id, "date": 0}
        self._world.updates.queue(
            "callback_query",
            {
                "id": query.id,
                "from": person.user(),
                "message": self._world.present(message) if message else inaccessible,
                "chat_instance": str(chat.id * 7919),
                "data": data,
            },
        )
        return query

    def start(self, person: Person, payload: str = "") -> Message:
        """Open the bot by its link and press Start; who had blocked it unblocks it so."""
        self.block(person, blocked=False)
        return self.write(person, self._world.chats[person.id], f"/start {payload}".strip())

    # the account

    def block(self, person: Person, *, blocked: bool) -> None:
        """Block or unblock the bot."""
        if person.blocked == blocked:
            return
        chat = self._world.chats[person.id]
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        person.blocked = blocked
        self._world.keep_person(person)
        self._bot_changed(chat, person, member(self._world.bot, before), member(self._world.bot, after))

    def deactivate(self, person: Person) -> None:
        """Delete the account."""
        person.deactivated = True
        self._world.keep_person(person)
        self._world.events.publish("world")

    def read(self, person: Person, chat: Chat, up_to: int) -> None:
        """All up to this message has been seen."""
        key = str(chat.id)
        person.read[key] = max(person.read.get(key, 0), up_to)
        self._world.keep_person(person)

    # groups

    def change_bot(self, chat: Chat, by: Person, change: BotChange) -> None:
        """Add, remove, promote or demote the bot."""
        if chat.kind == "private":
            raise HumanError("this is not a group")
        world, before = self._world, bot_in(self._world, chat)
        was_in, will_be_in = chat.bot in ("member", "administrator"), change != "kicked"
        if change in ("admin", "member") and not was_in:
            raise HumanError("the bot is not in this group", 409)
        if was_in and not will_be_in:
            self._tell("message", world.post(chat, by.user(), {"left_chat_member": world.bot}))
        chat.bot = _STATUS[change]
        world.keep_chat(chat)
        if before["status"] != chat.bot:
            self._bot_changed(chat, by, before, bot_in(world, chat))
        if will_be_in and not was_in:
            self._tell("message", world.post(chat, by.user(), {"new_chat_members": [world.bot]}))

    def change_member(self, chat: Chat, by: Person, person: Person, *, joins: bool) -> None:
        """Add somebody to a group, or remove them (`by` themselves when they leave)."""
        if chat.kind == "private":
            raise HumanError("this is not a group")
        if joins == (person.id in chat.members):
            raise HumanError(f"{person.name} is {'already' if joins else 'not'} in this group", 409)
        world, before = self._world, person_in(self._world, chat, person.id)
        if joins:
            chat.members.append(person.id)
        else:
            chat.members.remove(person.id)
            chat.admins = [admin for admin in chat.admins if admin != person.id]
        world.keep_chat(chat)
        about: Json = {"new_chat_members": [person.user()]} if joins else {"left_chat_member": person.user()}
        self._tell("message", world.post(chat, by.user(), about))
        if chat.bot == "administrator":
            after = person_in(world, chat, person.id)
            world.updates.queue("chat_member", self._change(chat, by, before, after))
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
        )
        world.chats[successor.id] = successor
        owner = world.people[(chat.admins or chat.members)[0]].user()
        moved = world.post(chat, owner, {"migrate_to_chat_id": successor.id})
        arrived = world.post(successor, owner, {"migrate_from_chat_id": chat.id})
        self._tell("message", moved)
        self._tell("message", arrived)
        chat.migrated_to = successor.id
        world.keep_chat(chat)
        world.events.publish("world")
        return successor

    def _bot_changed(self, chat: Chat, by: Person, before: Json, after: Json) -> None:
        self._world.updates.queue("my_chat_member", self._change(chat, by, before, after))
        self._world.events.publish("world")

    def _change(self, chat: Chat, by: Person, before: Json, after: Json) -> Json:
        return {
            "chat": chat.described(),
            "from": by.user(),
            "date": self._world.timestamp(),
            "old_chat_member": before,
            "new_chat_member": after,
        }


def _data_on(message: Message) -> set[str]:
    rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def _kind_of(upload: Upload) -> Kind:
    match upload.mime.split("/")[0]:
        case "image" if upload.mime not in ("image/svg+xml", "image/gif"):
            return "photo"
        case "video":
            return "video"
        case "audio":
            return "voice" if upload.mime == "audio/ogg" else "audio"
    return "document"


_PLACE = {"latitude": 41.311, "longitude": 69.279}
_SPECIAL: dict[str, Callable[[World, Person], Json]] = {
    "sticker": lambda world, _: {"sticker": _sticker(world)},
    "animation": lambda world, _: _animation(world),
    "video_note": lambda world, _: {
        "video_note": _file(world, "note.mp4", "video/mp4") | {"length": 240, "duration": 3}
    },
    "poll": lambda *_: {"poll": _poll()},
    "location": lambda *_: {"location": _PLACE},
    "venue": lambda *_: {"location": _PLACE, "venue": {"location": _PLACE, "title": "Venue", "address": "Address"}},
    "contact": lambda _, person: {
        "contact": {"phone_number": "+998000000000", "first_name": person.name, "user_id": person.id}
    },
    "dice": lambda *_: {"dice": {"emoji": "🎲", "value": secrets.randbelow(6) + 1}},
}
# The smallest GIF there is: something to download behind what nobody looks at.
_GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def _sticker(world: World) -> Json:
    shape = _file(world, "sticker.webp", "image/webp")
    return shape | {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    }


def _animation(world: World) -> Json:
    shape = _file(world, "animation.gif", "image/gif")
    # Telegram sets `document` too, for bots that know no animations
    return {"animation": shape | {"width": 1, "height": 1, "duration": 1}, "document": shape}


def _file(world: World, name: str, mime: str) -> Json:
    return world.files.add("document", Upload(name, mime, _GIF)).files[0].described()


def _poll() -> Json:
    options = [{"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(("+", "-"))]
    flags = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
    return {
        "id": str(secrets.randbits(62)),
        "question": "?",
        "options": options,
        "total_voter_count": 0,
        "type": "regular",
        "is_anonymous": True,
        **flags,
    }
