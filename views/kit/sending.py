"""Puts a screen into a chat, as a new message or in place of an existing one."""

import dataclasses
import functools
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import structlog
from aiogram import Bot
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramEntityTooLarge, TelegramForbiddenError
from aiogram.methods import SendMessage
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    Message,
    MessageId,
    ReplyParameters,
)

from services.reports.reading import FileFacts
from views.kit.screen import CAPTION_LIMIT, TEXT_LIMIT, Document, Picture, Screen, length, pieces
from views.kit.texts import without_marks
from views.kit.unchecked import alike

log = structlog.get_logger(__name__)

OUR_DEFECTS = ("can't parse entities", "message is too long", "caption is too long", "BUTTON_DATA_INVALID")
# A group that the bot may not write to is as lost as one it was thrown out of: somebody has to let it in.
GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
    "group chat was deactivated",
    "bot is not a member",
)
TOPIC_GONE = ("message thread not found", "topic_deleted")
UPLOAD_REFUSED = (
    "file is too big",
    "IMAGE_PROCESS_FAILED",
    "PHOTO_INVALID_DIMENSIONS",
    "PHOTO_SAVE_FILE_INVALID",
    "not enough rights to send photos",
    "not enough rights to send documents",
)
ALBUM = 10  # files in one album at most
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ALBUMS = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}
_MEDIA = {
    "photo": InputMediaPhoto,
    "video": InputMediaVideo,
    "document": InputMediaDocument,
    "audio": InputMediaAudio,
}


class _SendWords(SendMessage):
    """A message of which only the number is wanted: to read the whole of it costs more than to send it."""

    __returning__ = MessageId  # type: ignore[assignment]


@functools.cache  # not at import: it would build aiogram's type
def _any_words() -> _SendWords:
    return _SendWords.model_validate({"chat_id": 0, "text": ""})


async def send(
    bot: Bot, chat_id: int, screen: Screen, *, thread_id: int | None = None, reply_to: int | None = None
) -> int:
    """Send the screen as a new message, its picture, document and files with or after it; the message's id.

    Raises aiogram's errors only if nothing was sent: once the words are there, a picture or file that is refused
    is logged, not a reason to say the words again; nor does a refused one keep the words back. Words that Telegram
    cannot read as HTML, or finds too long, are our defect and still go: plain, in pieces. If a forum's topic is
    gone they go to the group itself.
    """
    reply_to = reply_to or screen.reply_to
    if chat_id < 0:
        screen = dataclasses.replace(screen, keys=None)  # a group's writing line is everybody's
    has_upload = screen.picture is not None or screen.document is not None
    whole = has_upload and length(screen.text) <= CAPTION_LIMIT
    try:
        first = _captioned if whole else _worded
        message_id = await first(bot, chat_id, screen, thread_id, reply_to)
    except (TelegramBadRequest, TelegramEntityTooLarge) as error:
        if thread_id is not None and any(text in error.message.lower() for text in TOPIC_GONE):
            log.warning("topic is gone, sent to the group itself", reason=error.message)
            return await send(bot, chat_id, screen, reply_to=reply_to)
        if whole and _refuses_upload(error):
            log.exception("picture or document refused, sent without", reason=error.message)
            words = dataclasses.replace(screen, picture=None, document=None)
            return await send(bot, chat_id, words, thread_id=thread_id, reply_to=reply_to)
        if not any(text in error.message for text in OUR_DEFECTS):
            raise
        log.exception("screen refused, sent plain", reason=error.message)
        message_id, whole = await _plainly(bot, chat_id, screen, thread_id), False
    try:
        if has_upload and not whole:
            await _upload(bot, chat_id, screen, message_thread_id=thread_id)
        await _send_files(bot, chat_id, screen.files, thread_id=thread_id)
    except TelegramAPIError:
        log.exception("picture, document or files not sent", chat_is_group=chat_id < 0)
    return message_id


def is_gone(error: Exception) -> bool:
    """Whether the person or group can no longer be messaged (by Telegram's own words for it)."""
    if isinstance(error, TelegramForbiddenError):
        return True
    return isinstance(error, TelegramBadRequest) and any(text in error.message.lower() for text in GONE)


def _refuses_upload(error: TelegramAPIError) -> bool:
    return isinstance(error, TelegramEntityTooLarge) or any(text in error.message for text in UPLOAD_REFUSED)


async def _captioned(bot: Bot, chat_id: int, screen: Screen, thread_id: int | None, reply_to: int | None) -> int:
    message = await _upload(
        bot,
        chat_id,
        screen,
        caption=screen.text,
        parse_mode=ParseMode.HTML,
        message_thread_id=thread_id,
        reply_parameters=_reply(reply_to),
        reply_markup=screen.markup,
    )
    return message.message_id


async def _upload(bot: Bot, chat_id: int, screen: Screen, **options: Any) -> Message:
    """Send the screen's picture or document."""
    options["disable_notification"] = screen.is_silent or None
    if screen.document is not None:
        return await bot.send_document(chat_id, _input(screen.document), **options)
    assert screen.picture is not None  # noqa: S101 -- tells the type checker what the caller looked at
    return await bot.send_photo(chat_id, _input(screen.picture), show_caption_above_media=True, **options)


async def _worded(bot: Bot, chat_id: int, screen: Screen, thread_id: int | None, reply_to: int | None) -> int:
    options: dict[str, Any] = {
        "chat_id": chat_id,
        "text": screen.text,
        "parse_mode": ParseMode.HTML,
        "message_thread_id": thread_id,
        "reply_parameters": _reply(reply_to),
        "reply_markup": screen.markup,
        "link_preview_options": _NO_PREVIEW,
        "disable_notification": screen.is_silent or None,
    }
    message = await bot(alike(_any_words(), **options))
    return message.message_id


async def _plainly(bot: Bot, chat_id: int, screen: Screen, thread_id: int | None) -> int:
    """Send the words without markup, in several messages if needed; returns the id of the last, with the buttons."""
    *before, last = pieces(without_marks(screen.text), TEXT_LIMIT)
    options: dict[str, Any] = {
        "message_thread_id": thread_id,
        "link_preview_options": _NO_PREVIEW,
        "disable_notification": screen.is_silent or None,
    }
    for piece in before:
        await bot.send_message(chat_id, piece, **options)
    message = await bot.send_message(chat_id, last, reply_markup=screen.markup, **options)
    return message.message_id


def _input(upload: Picture | Document) -> BufferedInputFile:
    return BufferedInputFile(upload.content, upload.name)


def _reply(message_id: int | None) -> ReplyParameters | None:
    return ReplyParameters(message_id=message_id, allow_sending_without_reply=True) if message_id else None


def can_replace(screen: Screen) -> bool:
    """Whether a screen can stand where a message of text stands."""
    is_alone = screen.picture is None and screen.document is None and not screen.files
    return is_alone and not isinstance(screen.markup, ForceReply)


async def replace(bot: Bot, message: Message, screen: Screen) -> bool:
    """Put the screen in the place of a message; False where that cannot be (an upload, files, a question)."""
    return (
        message.text is not None
        and can_replace(screen)
        and await rewrite(bot, message.chat.id, message.message_id, screen)
    )


async def rewrite(bot: Bot, chat_id: int, message_id: int, screen: Screen) -> bool:
    """Edit a text message into the screen; False if Telegram refuses (too old, deleted) or it asks for words."""
    markup = screen.markup
    if not (markup is None or isinstance(markup, InlineKeyboardMarkup)):
        return False
    try:
        if screen.document is not None:
            await _edit_to_document(bot, chat_id, message_id, screen.document, screen.text)
        else:
            await bot.edit_message_text(
                screen.text,
                chat_id=chat_id,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=_NO_PREVIEW,
            )
    except TelegramBadRequest as error:
        return "message is not modified" in error.message
    return True


async def _edit_to_document(bot: Bot, chat_id: int, message_id: int, document: Document, caption: str) -> None:
    media = InputMediaDocument(media=_input(document), caption=caption, parse_mode=ParseMode.HTML)
    await bot.edit_message_media(media, chat_id=chat_id, message_id=message_id)


async def _send_files(bot: Bot, chat_id: int, files: Sequence[FileFacts], *, thread_id: int | None = None) -> None:
    """Send files as they came: in albums if Telegram allows it for their kind, otherwise one by one."""
    for album, group in groupby(files, key=lambda file: _ALBUMS.get(file.kind)):
        together = list(group)
        if album is None:
            for file in together:
                await _send_file(bot, chat_id, file, thread_id)
        else:
            for start in range(0, len(together), ALBUM):
                await _send_album(bot, chat_id, together[start : start + ALBUM], thread_id)


async def _send_album(bot: Bot, chat_id: int, files: Sequence[FileFacts], thread_id: int | None) -> None:
    if len(files) == 1:
        await _send_file(bot, chat_id, files[0], thread_id)
        return
    media = [_MEDIA[file.kind](media=file.file_id) for file in files]
    await bot.send_media_group(chat_id, media, message_thread_id=thread_id)


async def _send_file(bot: Bot, chat_id: int, file: FileFacts, thread_id: int | None) -> None:
    senders = {
        "photo": bot.send_photo,
        "video": bot.send_video,
        "audio": bot.send_audio,
        "voice": bot.send_voice,
        "video_note": bot.send_video_note,
        "animation": bot.send_animation,
    }
    sender = senders.get(file.kind, bot.send_document)
    await sender(chat_id, file.file_id, message_thread_id=thread_id)  # type: ignore[operator]
