"""The working core: the bot and the people hear each other."""

from __future__ import annotations

import asyncio

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError, TelegramForbiddenError
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    ReplyParameters,
)

from tests.sandbox.sandbox_side import OFFICER, Side


def keyboard(data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data=data)]])


async def test_a_person_who_starts_is_heard_and_answered(side: Side) -> None:
    await side.post("start", as_=OFFICER, payload="abc")
    (update,) = await side.take()
    assert update.message is not None and update.message.text == "/start abc"
    assert update.message.from_user is not None and update.message.from_user.first_name == "Officer"
    assert update.message.entities is not None and update.message.entities[0].type == "bot_command"

    sent = await side.bot.send_message(OFFICER, "Салом, <b>ижрочи</b>", parse_mode="HTML")
    assert sent.html_text == "Салом, <b>ижрочи</b>"
    assert sent.date.isoformat() == "2024-01-01T04:00:00+00:00"
    shown = await side.messages(OFFICER)
    assert [message["html"] for message in shown] == [
        '<a data-command="/start">/start</a> abc',
        "Салом, <b>ижрочи</b>",
    ]


async def test_nobody_hears_the_bot_before_they_start_it(side: Side) -> None:
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await side.bot.send_message(OFFICER, "hello")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await side.bot.send_message(999, "hello")


async def test_a_press_waits_for_its_answer(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.bot.send_message(OFFICER, "choose", reply_markup=keyboard("a:1"))
    press = asyncio.create_task(side.post("press", as_=OFFICER, chat=OFFICER, message_id=sent.message_id, data="a:1"))
    (update,) = await side.bot.get_updates(timeout=5)
    assert update.callback_query is not None and update.callback_query.data == "a:1"
    await side.bot.answer_callback_query(update.callback_query.id, text="done", show_alert=True)
    assert await press == {"answer": {"text": "done", "show_alert": True, "url": None}}
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await side.bot.answer_callback_query(update.callback_query.id)


async def test_a_button_that_is_not_there_cannot_be_pressed(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.bot.send_message(OFFICER, "choose", reply_markup=keyboard("a:1"))
    refused = await side.post("press", 404, as_=OFFICER, chat=OFFICER, message_id=sent.message_id, data="b")
    assert "no such button" in refused["error"]


async def test_an_edit_replaces_text_and_keyboard_and_is_refused_when_nothing_changes(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.bot.send_message(OFFICER, "one", reply_markup=keyboard("a"))
    edited = await side.bot.edit_message_text("two", chat_id=OFFICER, message_id=sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("two", None)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await side.bot.edit_message_text("two", chat_id=OFFICER, message_id=sent.message_id)
    assert (await side.messages(OFFICER))[-1]["edited"]


async def test_a_reply_carries_what_it_replies_to(side: Side) -> None:
    await side.start(OFFICER)
    reminder = await side.bot.send_message(OFFICER, "5-тадбир")
    await side.post("send", as_=OFFICER, chat=OFFICER, text="70%", reply_to=reminder.message_id)
    (update,) = await side.take()
    assert update.message is not None and update.message.reply_to_message is not None
    assert update.message.reply_to_message.text == "5-тадбир"
    answer = await side.bot.send_message(
        OFFICER, "ok", reply_parameters=ReplyParameters(message_id=update.message.message_id)
    )
    assert answer.reply_to_message is not None and answer.reply_to_message.text == "70%"


async def test_a_document_comes_back_byte_for_byte(side: Side) -> None:
    await side.start(OFFICER)
    content = bytes(range(256)) * 50
    sent = await side.bot.send_document(
        OFFICER, BufferedInputFile(content, "ҳисобот.docx"), caption="<i>ҳисобот</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("ҳисобот.docx", len(content))
    downloaded = await side.bot.download(sent.document)
    assert downloaded is not None and downloaded.read() == content
    again = await side.bot.send_document(OFFICER, sent.document.file_id)
    assert again.document is not None and again.document.file_unique_id == sent.document.file_unique_id
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await side.bot.send_photo(OFFICER, sent.document.file_id)


async def test_an_album_arrives_as_messages_of_one_group(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.bot.send_media_group(
        OFFICER,
        [InputMediaDocument(media=BufferedInputFile(b"%d" % n, f"{n}.txt"), caption=f"c{n}") for n in range(3)],
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["c0", "c1", "c2"]


async def test_a_second_poller_ends_the_first(side: Side) -> None:
    first = asyncio.create_task(side.bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    second = asyncio.create_task(side.bot.get_updates(timeout=20))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    await side.post("start", as_=OFFICER)
    assert len(await second) == 1


async def test_the_clock_moves_and_messages_take_its_date(side: Side) -> None:
    await side.start(OFFICER)
    told = await side.post("clock", to="2024-03-01")
    assert (told["now"], told["date"], told["time"]) == ("2024-03-01T09:00:00+05:00", "2024-03-01", "09:00")
    sent = await side.bot.send_message(OFFICER, "spring")
    assert sent.date.isoformat() == "2024-03-01T04:00:00+00:00"
    assert "back" in (await side.post("clock", 409, to="2024-02-01"))["error"]
