"""What people do: write, press, join, block. Each act changes the world and tells the bot what Telegram would."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from sandbox.errors import HumanError, Json
from sandbox.files import Kind, Media
from sandbox.members import member, member_change
from sandbox.methods.call import CONTENT
from sandbox.params import Upload
from sandbox.privacy import tell
from sandbox.records import Chat, Message, Person, Query
from sandbox.special import SPECIAL
from sandbox.state import World
from sandbox.text import MAX_CAPTION, MAX_TEXT, plain, units


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
            raise HumanError("a message has at most {n} characters", n=MAX_TEXT)
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
            raise HumanError("a caption has at most {n} characters", n=MAX_CAPTION)
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
        if kind not in SPECIAL:
            raise HumanError("there is no kind «{kind}»", kind=kind)
        return self._say(person, chat, SPECIAL[kind](self._world, person), reply_to=reply_to)

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
            raise HumanError("there is no topic {id} in this chat", 404, id=topic)
        if reply_to is not None:
            replied = self._message(chat, reply_to)
            topic = topic or replied.topic
        if forward:
            content = content | {"forward_origin": self._origin(forward)}
        if chat.kind == "private" and not person.started:
            person.started = True
            self._world.keep_person(person)
        message = self._world.post(chat, person.user(), content, reply_to=reply_to or topic, topic=topic)
        tell(self._world, "message", message)
        return message

    def _origin(self, name: str) -> Json:
        return {"type": "hidden_user", "sender_user_name": name, "date": self._world.timestamp()}

    def _may_write(self, person: Person, chat: Chat) -> None:
        if person.deactivated:
            raise HumanError("the account of {name} is deleted", 409, name=person.name)
        if chat.kind == "private" and person.blocked:
            raise HumanError("{name} has blocked the bot", 409, name=person.name)
        if chat.migrated_to is not None:
            raise HumanError("the group became a supergroup", 409)

    def _message(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None:
            raise HumanError("there is no message {id} in this chat", 404, id=message_id)
        return message

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
            raise HumanError("the new text has to have from 1 to {n} characters", n=longest)
        entities = "entities" if key == "text" else "caption_entities"
        content: Json = {key: new.text} if new.text else {}
        content |= {entities: new.entities} if new.entities else {}
        self._world.change(message, content, replacing=(key, entities))
        tell(self._world, "edited_message", message)
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
        change = member_change(
            self._world, chat, person.user(), member(self._world.bot, before), member(self._world.bot, after)
        )
        self._world.updates.queue("my_chat_member", change)
        self._world.events.publish("world")

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
