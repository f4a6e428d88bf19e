"""Chats and messages as the page shows them."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote

from sandbox.errors import Json
from sandbox.files import Kind, StoredFile
from sandbox.methods.profile import scope_key
from sandbox.privacy import written
from sandbox.records import Chat, Message, Person
from sandbox.render import render
from sandbox.state import World, newest_first

_OTHER = ("sticker", "poll", "venue", "location", "contact", "dice", "video_note", "animation")
_SNIPPETS = {"photo": "🖼", "document": "📎", "voice": "🎤", "video": "🎬", "audio": "🎵"}


def world_view(world: World, clock: Json, unlinked: Collection[int] = ()) -> Json:
    """GET /sandbox/world; `unlinked` are the people whom the bot does not know yet."""
    opening = world.cast.opening
    return {
        "bot": {
            "id": world.bot["id"],
            "username": world.bot["username"],
            "name": world.bot["first_name"],
            "photo": _bot_photo(world),
        },
        "people": [_person(world, person, person.id in unlinked) for person in world.people.values()],
        "groups": [_group(chat) for chat in world.chats.values() if chat.kind != "private" and not chat.migrated_to],
        "clock": clock,
        "opening": {"as": opening.person, "chat": opening.chat} if opening else None,
        "steps": world.cast.steps,
        "sequence": world.events.sequence,
    }


def _bot_photo(world: World) -> str | None:
    file = world.files.unique(next(reversed(world.profile.get("photo", [])), ""))
    return _url(file, "photo.jpg") if file is not None else None


def _person(world: World, person: Person, is_unlinked: bool) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "note": person.note,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
        "started": person.started,
        "unlinked": is_unlinked,
        "unread": sum(unread(chat, person) for chat in chats_of(world, person)),
    }


def _group(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "title": chat.title,
        "kind": chat.kind,
        "members": chat.members,
        "admins": chat.admins,
        "topics": _topics(chat),
        "has_bot": chat.bot in ("member", "administrator"),
        "bot_is_admin": chat.bot == "administrator",
    }


def _topics(chat: Chat) -> list[Json]:
    return [{"id": int(topic), "name": name} for topic, name in chat.topics.items()]


def chats_of(world: World, person: Person) -> list[Chat]:
    """The person's chat with the bot, and the groups they are in."""
    return [chat for chat in world.chats.values() if person.id in world.people_in(chat) and chat.migrated_to is None]


def unread(chat: Chat, person: Person) -> int:
    """How many messages of others came after the last one the person has read."""
    seen, count = person.read.get(str(chat.id), 0), 0
    for message in reversed(chat.messages.values()):
        if message.id <= seen:
            break
        count += message.sender != person.id and "forum_topic_created" not in message.body
    return count


def chat_list(world: World, person: Person) -> list[Json]:
    """GET /sandbox/chats, the latest message first."""
    chats = sorted(chats_of(world, person), key=lambda chat: chat.last_post, reverse=True)
    return [_chat(world, chat, person) for chat in chats]


def _chat(world: World, chat: Chat, person: Person) -> Json:
    last = next(reversed(chat.messages.values()), None)
    return {
        "chat": chat.id,
        "title": world.bot["first_name"] if chat.kind == "private" else chat.title,
        "kind": chat.kind,
        "snippet": _snippet(world, last) if last else "",
        "snippet_about": _snippet_about(world, last) if last else None,
        "date": last.body["date"] if last else None,
        "unread": unread(chat, person),
        "muted": False,
        "commands": commands(world, chat, person),
        "keyboard": reply_keyboard(chat),
        "description": own_text(world, "description", person) if chat.kind == "private" else "",
        "started": person.started if chat.kind == "private" else True,
        "topics": _topics(chat),
    }


def _snippet(world: World, message: Message) -> str:
    text, _ = written(message.body)
    sign = next((sign for kind, sign in _SNIPPETS.items() if kind in message.body), "")
    other = _other(message.body) or ""
    return f"{sign} {text}".strip() or other or _service(world, message)["text"]


def _snippet_about(world: World, message: Message) -> Json | None:
    """What a snippet is about when it is the sandbox's own words, so that the page can say it in another language."""
    if written(message.body)[0] or any(kind in message.body for kind in _SNIPPETS):
        return None
    if (other := _other(message.body)) is not None:
        return {"other": other}
    service = _service(world, message)
    return {"service": service} if service["text"] else None


def commands(world: World, chat: Chat, person: Person) -> list[Json]:
    """The command list a person's client shows in a chat: the narrowest scope's that has one, in Telegram's order."""
    if chat.bot in ("none", "left", "kicked"):
        return []
    scopes: list[tuple[str, *tuple[int, ...]]] = [("chat", chat.id)]
    if chat.kind == "private":
        scopes += [("all_private_chats",)]
    else:
        scopes.insert(0, ("chat_member", chat.id, person.id))
        if person.id in chat.admins:
            scopes.insert(1, ("chat_administrators", chat.id))
            scopes += [("all_chat_administrators",)]
        scopes += [("all_group_chats",)]
    lists = world.profile["commands"]
    for scope in [*scopes, ("default",)]:
        for language in (person.user()["language_code"], ""):
            found: list[Json] | None = lists.get(scope_key(scope[0], *scope[1:], language=language))
            if found:
                return found
    return []


def own_text(world: World, name: str, person: Person) -> str:
    """What the bot says of itself, in the language of the person's Telegram, else in the default."""
    texts: dict[str, str] = world.profile.get(name, {})
    return texts.get(person.user()["language_code"]) or texts.get("") or ""


def reply_keyboard(chat: Chat) -> list[list[Json]] | None:
    """The keys below the writing line: those of the last message that had any, unless a later one took them away.

    A forced reply takes them away too, as it does on a phone.
    """
    last = next((one.markup for one in newest_first(chat) if one.markup), None)
    if last is None or not last.get("keyboard"):
        return None
    return [[key if isinstance(key, dict) else {"text": key} for key in row] for row in last["keyboard"]]


def messages(world: World, chat: Chat, person: Person, *, after: int, topic: int | None) -> list[Json]:
    """GET /sandbox/messages: those after an id, all topics or one."""
    shown: list[Message] = []
    for message in reversed(chat.messages.values()):
        if message.id <= after:
            break
        if topic is None or message.topic == topic:
            shown.append(message)
    return [message_view(world, message, person) for message in reversed(shown)]


def message_view(world: World, message: Message, person: Person) -> Json:
    """One message, as `person` sees it. Dates are Unix seconds of the virtual clock."""
    body = message.body
    text, entities = written(body)
    force_reply = message.markup if message.markup and message.markup.get("force_reply") else None
    service = _service(world, message)
    return {
        "id": message.id,
        "date": body["date"],
        "from": {k: body["from"][k] for k in ("id", "is_bot")} | {"name": body["from"]["first_name"]},
        "out": message.sender == person.id,
        "text": text,
        "html": render(text, entities),
        "reply_to": _reply(world, message),
        "forward": _forward(body),
        "photo": _photo(world, body),
        "words_above": body.get("show_caption_above_media", False),
        "document": _document(world, body),
        **{kind: _sound(world, body, kind) for kind in ("voice", "video", "audio")},
        "other": _other(body),
        "service": service["text"] or None,
        "service_about": service if service["text"] else None,
        "media_group": body.get("media_group_id"),
        "buttons": _buttons(body),
        "force_reply": {"placeholder": force_reply.get("input_field_placeholder", "")} if force_reply else None,
        "keyboard": message.markup if message.markup and not force_reply else None,
        "edited": "edit_date" in body,
        "pinned": message.pinned,
        "reactions": message.reactions,
        "topic": message.topic,
    }


def _reply(world: World, message: Message) -> Json | None:
    replied = world.chats[message.chat].messages.get(message.reply_to or 0)
    if replied is None or "forum_topic_created" in replied.body or "pinned_message" in message.body:
        return None
    return {
        "id": replied.id,
        "name": replied.body["from"]["first_name"],
        "text": written(replied.body)[0] or _snippet(world, replied),
    }


def _forward(body: Json) -> str | None:
    origin = body.get("forward_origin")
    if origin is None:
        return None
    name: str = origin.get("sender_user_name") or origin["sender_user"]["first_name"]
    return name


def _url(file: StoredFile, fallback: str) -> str:
    return f"/sandbox/files/{file.unique_id}/{quote(file.name or fallback, safe='')}"


def _photo(world: World, body: Json) -> Json | None:
    sizes = body.get("photo")
    file = world.files.unique(sizes[-1]["file_unique_id"]) if sizes else None
    return {"url": _url(file, "photo.jpg"), "width": file.width, "height": file.height} if file else None


def _document(world: World, body: Json) -> Json | None:
    shape = body.get("document")
    file = world.files.unique(shape["file_unique_id"]) if shape else None
    if file is None:
        return None
    return {"url": _url(file, "file"), "name": file.name, "size": file.size, "mime": file.mime}


def _sound(world: World, body: Json, kind: Kind | str) -> Json | None:
    shape = body.get(kind)
    file = world.files.unique(shape["file_unique_id"]) if shape else None
    return {"url": _url(file, kind), "duration": file.duration, "name": file.name} if file else None


def _other(body: Json) -> str | None:
    return next((kind for kind in _OTHER if kind in body), None)


def _buttons(body: Json) -> list[list[Json]]:
    rows: list[list[Json]] = body.get("reply_markup", {}).get("inline_keyboard", [])
    return [[_button(button) for button in row] for row in rows]


def _button(button: Json) -> Json:
    shown = {"text": button["text"]}
    if "callback_data" in button:
        shown["data"] = button["callback_data"]
    if "url" in button:
        shown["url"] = button["url"]
    if "copy_text" in button:
        shown["copy"] = button["copy_text"]["text"]
    if "style" in button:
        shown["style"] = button["style"]
    return shown


def _service(world: World, message: Message) -> Json:
    """{kind, by, who, text}: what a service message is about; `text` is "" for an ordinary one."""
    body = message.body
    by = body["from"]["first_name"]
    about: Json = {"kind": "", "by": by, "who": [], "text": ""}
    if joined := body.get("new_chat_members"):
        names = [user["first_name"] for user in joined]
        itself = joined[0]["id"] == message.sender
        text = f"{by} joined the group" if itself else f"{by} added {', '.join(names)}"
        return about | {"kind": "joined", "who": names, "text": text}
    if left := body.get("left_chat_member"):
        name = left["first_name"]
        text = f"{by} left the group" if left["id"] == message.sender else f"{by} removed {name}"
        return about | {"kind": "left", "who": [name], "text": text}
    if pinned := body.get("pinned_message"):
        said = written(pinned)[0][:40]
        return about | {"kind": "pinned", "who": [said], "text": f"{by} pinned «{said}»"}
    if topic := body.get("forum_topic_created"):
        return about | {
            "kind": "topic",
            "who": [topic["name"]],
            "text": f"{by} opened the topic «{topic['name']}»",
        }
    if "migrate_to_chat_id" in body or "migrate_from_chat_id" in body:
        return about | {"kind": "migrated", "text": "The group became a supergroup"}
    return about
