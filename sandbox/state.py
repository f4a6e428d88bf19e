"""The world as it stands: people, chats, messages, files, what the bot has set up, what waits for it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from itertools import takewhile
from typing import Any

from sandbox.clock import VirtualClock
from sandbox.errors import BotApiError, HumanError, Json, bad_request, forbidden
from sandbox.events import Events
from sandbox.files import Files
from sandbox.ledger import Ledger
from sandbox.records import Chat, Message, Person, Query
from sandbox.store import Store
from sandbox.updates import Updates
from sandbox.world import Actor, Cast, Group

QUERY_LIFETIME = 30.0  # seconds in which a press can be answered


class World:
    """All state, and the changes both sides make to it. Everything here happens at once, between two awaits."""

    def __init__(
        self, *, bot_id: int, username: str, bot_name: str, cast: Cast, clock: VirtualClock, store: Store
    ) -> None:
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": bot_name, "username": username}
        self.cast = cast
        self.clock = clock
        self.store = store
        self.events = Events()
        self.updates = Updates(store)
        self.files = Files(store)
        self.ledger = Ledger()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self._clock_kept_at = time.monotonic()
        self._posts = 0
        self.profile: Json = store.setting("profile") or {"commands": {}}
        if name := self.profile.get("name", {}).get(""):
            self.bot["first_name"] = name
        self._load()

    # what there is

    def person(self, person_id: int) -> Person:
        """HumanError 404 for a stranger."""
        person = self.people.get(person_id)
        if person is None:
            raise HumanError("there is no person with the id {id}", 404, id=person_id)
        return person

    def seen_by(self, person: Person, chat_id: int) -> Chat:
        """A chat as a person may see it: their own with the bot, or a group they are in. Else HumanError."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise HumanError("there is no chat with the id {id}", 404, id=chat_id)
        if person.id not in self.people_in(chat):
            raise HumanError("{name} is not in this chat", 403, name=person.name)
        return chat

    def people_in(self, chat: Chat) -> list[int]:
        """The ids of the people (not the bot) in a chat."""
        return [chat.id] if chat.kind == "private" else chat.members

    def known(self, chat_id: int | str) -> Chat:
        """A chat the bot has met, by the chat_id parameter. BotApiError where it has not, or it has moved."""
        try:
            chat = self.chats.get(int(chat_id))
        except ValueError:
            chat = None  # an @username: nobody here has one
        if chat is None or chat.bot == "none":
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        return chat

    def reach(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to. BotApiError in Telegram's words where it may not."""
        chat = self.known(chat_id)
        refusal = self._private_refusal(chat) if chat.kind == "private" else _group_refusal(chat)
        if refusal is not None:
            raise refusal
        return chat

    def _private_refusal(self, chat: Chat) -> BotApiError | None:
        person = self.people[chat.id]
        if person.deactivated:
            return forbidden("user is deactivated")
        if person.blocked:
            return forbidden("bot was blocked by the user")
        if not person.started:
            return forbidden("bot can't initiate conversation with a user")
        return None

    # messages

    def post(
        self,
        chat: Chat,
        sender: Json,
        content: Json,
        *,
        reply_to: int | None = None,
        topic: int | None = None,
        markup: Json | None = None,
    ) -> Message:
        """Add a message to a chat and show it to those who watch."""
        chat.last_id += 1
        self._posts += 1
        chat.last_post = self._posts
        body: Json = {
            "message_id": chat.last_id,
            "from": sender,
            "chat": chat.described(),
            "date": self.timestamp(),
        }
        if topic is not None:
            body |= {"message_thread_id": topic, "is_topic_message": True}
        message = Message(chat.id, chat.last_id, body | content, reply_to, markup)
        chat.messages[message.id] = message
        self.keep(message)
        self.keep_chat(chat)
        self.events.publish("message", chat=chat.id, message_id=message.id, topic=topic)
        return message

    def change(self, message: Message, content: Json, *, replacing: tuple[str, ...], silently: bool = False) -> None:
        """Replace parts of a message; `silently` leaves no edit date (a keyboard alone)."""
        for key in replacing:
            message.body.pop(key, None)
        message.body.update(content)
        if not silently:
            message.body["edit_date"] = self.timestamp()
        self.touched(message)

    def touched(self, message: Message) -> None:
        """Keep a changed message and show the change."""
        self.keep(message)
        self.events.publish("edited", chat=message.chat, message_id=message.id)

    def remove(self, message: Message) -> None:
        """Delete it for everyone."""
        del self.chats[message.chat].messages[message.id]
        self.store.drop_message(message.chat, message.id)
        self.events.publish("deleted", chat=message.chat, message_id=message.id)

    def present(self, message: Message) -> Json:
        """Telegram's Message as it is now (a copy), with the message it replies to, which shows no reply of its own."""
        replied = self.chats[message.chat].messages.get(message.reply_to) if message.reply_to else None
        return {**message.body, "reply_to_message": {**replied.body}} if replied else {**message.body}

    def timestamp(self) -> int:
        """The virtual moment as Telegram writes dates: whole seconds of Unix time."""
        return int(self.clock.now().timestamp())

    # presses

    def ask(self, chat: Chat, person: Person) -> Query:
        """A new press; its id is unique over restarts."""
        query = Query(str(time.time_ns()), chat.id, person.id, time.monotonic())
        self.queries[query.id] = query
        return query

    def open_query(self, query_id: str) -> Query | None:
        """A press that can still be answered; those too old are forgotten on the way."""
        oldest = time.monotonic() - QUERY_LIFETIME
        for old in list(takewhile(lambda query: query.pressed_at < oldest, self.queries.values())):
            del self.queries[old.id]
        return self.queries.get(query_id)

    # keeping

    def keep(self, message: Message) -> None:
        """Write a message to the store."""
        self.store.put_message(message.chat, message.id, message.__dict__)

    def keep_chat(self, chat: Chat) -> None:
        """Write a chat to the store."""
        self.store.put("chats", chat.id, chat.record())

    def keep_person(self, person: Person) -> None:
        """Write a person's state to the store."""
        self.store.put("people", person.id, asdict(person))

    def keep_profile(self) -> None:
        """Write what the bot has set up to the store."""
        self.store.put("settings", "profile", self.profile)
        self.events.publish("commands")

    def commit(self) -> None:
        """Write everything kept so far, and now and then the running clock."""
        if time.monotonic() - self._clock_kept_at > 1:
            self.keep_clock()
        self.store.commit()

    def keep_clock(self) -> None:
        """Write the moment shown to the store."""
        self._clock_kept_at = time.monotonic()
        self.store.put("settings", "clock", {"now": self.clock.now().isoformat()})

    def start_over(self) -> None:
        """Forget chats, messages, files and what waits; the bot's profile stays, update ids go on."""
        self.updates.forget()
        self.store.wipe()
        self.files.forget()
        self.people.clear()
        self.chats.clear()
        self.queries.clear()
        self._open()
        self.events.publish("world")

    def _load(self) -> None:
        for body in self.store.all("chats"):
            self.chats[body["id"]] = Chat(**body)
        self._posts = max((chat.last_post for chat in self.chats.values()), default=0)
        for body in self.store.messages():
            self.chats[body["chat"]].messages[body["id"]] = Message(**body)
        kept = {body["id"]: body for body in self.store.all("people")}
        self.people = {actor.id: _person(actor, kept.get(actor.id)) for actor in self.cast.actors}
        self._open()

    def _open(self) -> None:
        """What the cast has and the store does not know yet."""
        for actor in self.cast.actors:
            self.people.setdefault(actor.id, _person(actor, None))
            if actor.id not in self.chats:
                self.chats[actor.id] = Chat(actor.id, "private", actor.name)
        for group in self.cast.groups:
            if group.id not in self.chats:
                self.chats[group.id] = _chat(group)
                self._open_topics(self.chats[group.id])
        self.store.commit()

    def _open_topics(self, chat: Chat) -> None:
        """A topic is a service message, and its thread's id is that message's."""
        owner = self.people[(chat.admins or chat.members)[0]]
        for topic, name in sorted((int(topic), name) for topic, name in chat.topics.items()):
            chat.last_id = topic - 1
            created = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
            self.post(chat, owner.user(), created, topic=topic)
        self.keep_chat(chat)


def _person(actor: Actor, kept: Json | None) -> Person:
    shown: dict[str, Any] = {"id": actor.id, "name": actor.name, "role": actor.role, "note": actor.note}
    return Person(**{**(kept or {}), **shown})


def _chat(group: Group) -> Chat:
    return Chat(
        id=group.id,
        kind=group.kind,
        title=group.title,
        members=list(dict.fromkeys([*group.admins, *group.members])),
        admins=list(group.admins),
        bot="member" if group.has_bot else "none",
        topics={str(topic): name for topic, name in group.topics},
        members_pin=group.members_pin,
    )


def _group_refusal(chat: Chat) -> BotApiError | None:
    where = "supergroup chat" if chat.kind == "supergroup" else "group chat"
    if chat.bot == "kicked":
        return forbidden(f"bot was kicked from the {where}")
    if chat.bot == "left":
        return forbidden(f"bot is not a member of the {where}")
    return None


def newest_first(chat: Chat) -> Iterator[Message]:
    """A chat's messages from the last one back."""
    return reversed(chat.messages.values())
