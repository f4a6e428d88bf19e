"""One Bot API request on its way to a method, and what methods share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import BotApiError, Json, bad_request
from sandbox.keyboards import read_markup
from sandbox.markup import parse_html
from sandbox.params import Upload
from sandbox.records import Chat, Message
from sandbox.state import World
from sandbox.text import MAX_CAPTION, MAX_TEXT, FormattedText, clean, plain, settle, units

# What a message says, as opposed to who said it, where and when.
CONTENT = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "voice",
    "video",
    "audio",
    "animation",
    "sticker",
    "poll",
    "location",
    "venue",
    "contact",
    "dice",
    "video_note",
    "link_preview_options",
    "show_caption_above_media",
)


@dataclass(frozen=True)
class Call:
    """A method with its checked parameters."""

    method: str
    params: Json
    files: Mapping[str, Upload]
    world: World

    def chat(self) -> Chat:
        """The chat of chat_id, which the bot may write to; else BotApiError."""
        return self.world.reach(self.params["chat_id"])


Method = Callable[[Call], Awaitable[Any]]


def formatted(text: str, parse_mode: str | None, entities: list[Json] | None) -> FormattedText:
    """A text as the bot formatted it. BotApiError where the markup is wrong, or is one the sandbox cannot read."""
    match (parse_mode or "").lower():
        case "html":
            return parse_html(text)
        case "":
            return settle(FormattedText(clean(text), _checked(entities, text))) if entities else plain(text)
        case "markdown" | "markdownv2":
            raise BotApiError(501, "Not Implemented: the sandbox reads HTML and entities only")
    raise bad_request("unsupported parse_mode")


def _checked(entities: list[Json], text: str) -> list[Json]:
    end = units(text)
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > end:
            raise bad_request("can't parse entities: entity is out of the text")
    return entities


def text_of(call: Call, *, too_long: str = "message is too long") -> Json:
    """The message's text part."""
    params = call.params
    result = formatted(params["text"], params.get("parse_mode"), params.get("entities"))
    if not result.text:
        raise bad_request("message text is empty")
    if units(result.text) > MAX_TEXT:
        raise bad_request(too_long)
    content: Json = {"text": result.text}
    if result.entities:
        content["entities"] = result.entities
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return content


def caption_of(source: Json) -> Json:
    """The caption part of a media message; `source` is a call's parameters or an InputMedia."""
    result = formatted(source.get("caption") or "", source.get("parse_mode"), source.get("caption_entities"))
    if units(result.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not result.text:
        return {}
    return {"caption": result.text, **({"caption_entities": result.entities} if result.entities else {})}


def send(call: Call, chat: Chat, content: Json) -> Message:
    """Post a message of the bot's with what every send… method knows: reply, topic, keyboard."""
    reply_to, topic = place(call, chat)
    markup = read_markup(call.params.get("reply_markup"))
    if markup.inline:
        content = content | {"reply_markup": markup.inline}
    if call.params.get("protect_content"):
        content = content | {"has_protected_content": True}
    message = call.world.post(chat, call.world.bot, content, reply_to=reply_to, topic=topic, markup=markup.client)
    call.world.ledger.accepted(
        chat=chat.id,
        message_id=message.id,
        method=call.method,
        text=content.get("text") or content.get("caption") or "",
    )
    return message


def place(call: Call, chat: Chat) -> tuple[int | None, int | None]:
    """(the message replied to, the topic). A reply goes into the topic of what it replies to."""
    topic = call.params.get("message_thread_id")
    if topic is not None and str(topic) not in chat.topics:
        raise bad_request("message thread not found")
    reply = call.params.get("reply_parameters")
    if not reply:
        return topic, topic
    if reply.get("chat_id") not in (None, chat.id, str(chat.id)):
        raise BotApiError(501, "Not Implemented: the sandbox has no replies to another chat")
    replied = chat.messages.get(reply["message_id"])
    if replied is None:
        if reply.get("allow_sending_without_reply"):
            return topic, topic
        raise bad_request("message to be replied not found")
    return replied.id, topic or replied.topic
