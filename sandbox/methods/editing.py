"""Changing and deleting what was sent, pinning, reactions."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.errors import BotApiError, Json, bad_request
from sandbox.keyboards import read_inline
from sandbox.methods.call import Call, Method, caption_of, text_of
from sandbox.methods.sending import media_of
from sandbox.params import reactions
from sandbox.records import Chat, Message

DELETABLE = 48 * 3600  # seconds in which a message can be deleted for everyone
_MEDIA = ("photo", "document", "voice", "video", "audio", "animation")
_MARKUP = ("reply_markup",)


async def edit_text(call: Call) -> Json:
    """A new text; a keyboard that is not given again goes."""
    if "rich_message" in call.params:
        raise BotApiError(501, "Not Implemented: the sandbox has no rich messages")
    message = _editable(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    if "text" not in call.params:
        raise bad_request("message text is empty")
    content = text_of(call, too_long="MESSAGE_TOO_LONG")
    return _edit(call, message, content, ("text", "entities", "link_preview_options"))


async def edit_caption(call: Call) -> Json:
    """A new caption, or none."""
    message = _editable(call)
    if not any(kind in message.body for kind in _MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _edit(call, message, caption_of(call.params), ("caption", "caption_entities"))


async def edit_markup(call: Call) -> Json:
    """A new keyboard, or none."""
    return _edit(call, _editable(call), {}, ())


async def edit_media(call: Call) -> Json:
    """Another file in place of the one shown, or of the text."""
    message = _editable(call)
    item = call.params["media"]
    if item.get("type") not in _MEDIA:
        raise bad_request("can't parse InputMedia: wrong type")
    if "media_group_id" in message.body and item["type"] not in message.body:
        raise bad_request("can't edit the media of an album to another type")
    content = media_of(call, item["type"], item).content() | caption_of(item)
    return _edit(call, message, content, ("text", "entities", "caption", "caption_entities", *_MEDIA))


def _edit(call: Call, message: Message, content: Json, replacing: tuple[str, ...]) -> Json:
    markup = read_inline(call.params.get("reply_markup"))
    changed = content | ({"reply_markup": markup} if markup else {})
    replacing += _MARKUP
    if changed == {key: message.body[key] for key in replacing if key in message.body}:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    call.world.change(message, changed, replacing=replacing, silently=replacing == _MARKUP)
    return call.world.present(message)


def _editable(call: Call) -> Message:
    if "inline_message_id" in call.params:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in call.params:
        raise bad_request("chat_id is empty")
    if "message_id" not in call.params:
        raise bad_request("message identifier is not specified")
    message = call.chat().messages.get(call.params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != call.world.bot["id"] or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return message


async def delete_message(call: Call) -> bool:
    """Delete for everyone what may be deleted."""
    chat = call.chat()
    message = chat.messages.get(call.params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(call, chat, message):
        raise bad_request("message can't be deleted for everyone")
    call.world.remove(message)
    return True


async def delete_messages(call: Call) -> bool:
    """Delete those of the messages that are there and may be deleted; the rest is skipped."""
    chat = call.chat()
    found: Iterable[Message | None] = (chat.messages.get(number) for number in call.params["message_ids"])
    for message in list(found):
        if message is not None and _deletable(call, chat, message):
            call.world.remove(message)
    return True


def _deletable(call: Call, chat: Chat, message: Message) -> bool:
    if chat.kind != "private" and chat.bot == "administrator":
        return True
    own = message.sender == call.world.bot["id"]
    young = call.world.timestamp() - message.body["date"] <= DELETABLE
    return young and (own or chat.kind == "private")


async def pin(call: Call) -> bool:
    """Pin a message, which says so in the chat."""
    chat, message = _pinnable(call)
    if message is None:
        raise bad_request("message to pin not found")
    if not message.pinned:
        message.pinned = True
        call.world.touched(message)
        content = {"pinned_message": call.world.present(message)}
        call.world.post(chat, call.world.bot, content, reply_to=message.id, topic=message.topic)
    return True


async def unpin(call: Call) -> bool:
    """Unpin a message, the last pinned one where none is named."""
    chat, message = _pinnable(call)
    if message is None:
        message = next((m for m in reversed(chat.messages.values()) if m.pinned), None)
    if message is None or not message.pinned:
        raise bad_request("message to unpin not found")
    message.pinned = False
    call.world.touched(message)
    return True


def _pinnable(call: Call) -> tuple[Chat, Message | None]:
    chat = call.chat()
    if chat.kind != "private" and chat.bot != "administrator" and not chat.members_pin:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat, chat.messages.get(call.params.get("message_id", 0))


async def react(call: Call) -> bool:
    """Put the bot's reaction under a message, or take it away."""
    chat = call.chat()
    message = chat.messages.get(call.params["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    wanted = call.params.get("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(item.get("type") != "emoji" or item.get("emoji") not in reactions() for item in wanted):
        raise bad_request("REACTION_INVALID")
    message.reactions = [item["emoji"] for item in wanted]
    call.world.touched(message)
    return True


METHODS: dict[str, Method] = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "editMessageMedia": edit_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin,
    "unpinChatMessage": unpin,
    "setMessageReaction": react,
}
