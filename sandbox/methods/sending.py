"""Sending text and files."""

from __future__ import annotations

import secrets

from sandbox.errors import Json, bad_request
from sandbox.files import MAX_DOWNLOAD, Kind, Media
from sandbox.methods.call import CONTENT, Call, Method, caption_of, send, text_of
from sandbox.params import chat_actions
from sandbox.records import Message

MAX_ALBUM = 10
_KINDS: tuple[Kind, ...] = ("photo", "document", "voice", "video", "audio")
_ALONE = {"document", "audio"}  # these make albums only with their own type


async def send_message(call: Call) -> Json:
    """A text."""
    chat = call.chat()
    return call.world.present(send(call, chat, text_of(call)))


def send_media(kind: Kind) -> Method:
    """sendPhoto, sendDocument and their like: a file with a caption."""

    async def method(call: Call) -> Json:
        chat = call.chat()
        caption = caption_of(call.params)
        media = media_of(call, kind, call.params)
        above = {"show_caption_above_media": True} if call.params.get("show_caption_above_media") else {}
        return call.world.present(send(call, chat, media.content() | caption | above))

    return method


def media_of(call: Call, kind: Kind, source: Json) -> Media:
    """The file a parameter or an InputMedia names: a new one ("attach://part") or one sent before (its file_id)."""
    named: str = source.get(kind) or source.get("media") or ""
    if not named.startswith("attach://"):
        return call.world.files.again(kind, named)
    upload = call.files.get(named.removeprefix("attach://"))
    if upload is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    known = {key: source[key] for key in ("duration", "width", "height", "title", "performer") if source.get(key)}
    return call.world.files.add(kind, upload, **known)


async def send_media_group(call: Call) -> list[Json]:
    """An album: its messages are sent together, or none is."""
    chat = call.chat()
    items: list[Json] = call.params["media"]
    _check_album(items)
    parts = [media_of(call, item["type"], item).content() | caption_of(item) for item in items]
    album = {"media_group_id": str(10**16 + secrets.randbelow(10**16))}
    sent = [send(call, chat, part | (album if len(parts) > 1 else {})) for part in parts]
    return [call.world.present(message) for message in sent]


def _check_album(items: list[Json]) -> None:
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {item["type"] for item in items}
    if not kinds <= {"photo", "video", "document", "audio"}:
        raise bad_request("can't use the media of the specified type in the album")
    if len(kinds) > 1 and kinds & _ALONE:
        alone = sorted(kinds & _ALONE)[0]
        raise bad_request(f"{alone} can't be mixed with other media types")


async def send_chat_action(call: Call) -> bool:
    """Say "typing…"."""
    chat = call.chat()
    action = call.params["action"]
    if action not in chat_actions():
        raise bad_request("wrong parameter action in request")
    call.world.events.publish("typing", chat=chat.id, action=action, topic=call.params.get("message_thread_id"))
    return True


async def copy_message(call: Call) -> Json:
    """The same content, as the bot's own."""
    chat = call.chat()
    content = _content_of(_source(call, "copy"), "copied")
    if "caption" in call.params:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_of(call.params)
    return {"message_id": send(call, chat, content).id}


async def forward_message(call: Call) -> Json:
    """The same content, with its author's name."""
    chat = call.chat()
    source = _source(call, "forward")
    origin = source.body.get("forward_origin") or {
        "type": "user",
        "sender_user": source.body["from"],
        "date": source.body["date"],
    }
    return call.world.present(send(call, chat, _content_of(source, "forwarded") | {"forward_origin": origin}))


def _source(call: Call, verb: str) -> Message:
    message = call.world.reach(call.params["from_chat_id"]).messages.get(call.params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _content_of(message: Message, participle: str) -> Json:
    content = {key: message.body[key] for key in CONTENT if key in message.body}
    if not content:  # a service message
        raise bad_request(f"message can't be {participle}")
    return content


async def get_file(call: Call) -> Json:
    """Where a file's bytes can be had."""
    file = call.world.files.get(call.params["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": file.path,
    }


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendMediaGroup": send_media_group,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
    "getFile": get_file,
    **{f"send{kind.capitalize()}": send_media(kind) for kind in _KINDS},
}
