"""What Telegram refuses, in its words, as aiogram meets it."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge, TelegramForbiddenError
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters

from sandbox.files import MAX_UPLOAD
from tests.sandbox.sandbox_side import GROUP, LEADER, OFFICER, START, Side

PNG = (  # 2 x 1 pixels: the header is all that is looked at
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (2).to_bytes(4, "big") + (1).to_bytes(4, "big") + b"\x08\x02\0\0\0"
)


@pytest.mark.parametrize(
    ("method", "params", "refusal"),
    [
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": OFFICER}, "message text is empty"),
        ("sendMessage", {"chat_id": OFFICER, "text": " \n "}, "message text is empty"),
        ("sendMessage", {"chat_id": OFFICER, "text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ("sendMessage", {"chat_id": OFFICER, "text": "а" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": OFFICER, "text": "a", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ("sendMessage", {"chat_id": "@nobody", "text": "a"}, "chat not found"),
        ("sendMessage", {"chat_id": OFFICER, "text": "a", "message_thread_id": 3}, "message thread not found"),
        ("sendMessage", {"chat_id": OFFICER, "text": "a", "reply_markup": "x"}, "object expected as reply markup"),
        ("sendMessage", {"chat_id": OFFICER, "text": "a", "reply_markup": {}}, "object expected as reply markup"),
        (
            "editMessageText",
            {"chat_id": OFFICER, "message_id": 1, "text": "a", "reply_markup": {"force_reply": True}},
            "inline keyboard expected",
        ),
        ("sendDocument", {"chat_id": OFFICER}, "there is no document in the request"),
        ("sendDocument", {"chat_id": OFFICER, "document": "AAA"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"chat_id": OFFICER, "document": "https://lex.uz/a"}, "failed to get HTTP URL content"),
        ("sendMediaGroup", {"chat_id": OFFICER, "media": []}, "there are no messages to send"),
        ("sendChatAction", {"chat_id": OFFICER, "action": "dancing"}, "wrong parameter action in request"),
        ("editMessageText", {"chat_id": OFFICER, "message_id": 99, "text": "a"}, "message to edit not found"),
        ("editMessageText", {"chat_id": OFFICER, "text": "a"}, "message identifier is not specified"),
        ("editMessageText", {"chat_id": OFFICER, "message_id": 1, "text": "a"}, "message can't be edited"),
        ("deleteMessage", {"chat_id": OFFICER, "message_id": 99}, "message to delete not found"),
        ("pinChatMessage", {"chat_id": OFFICER, "message_id": 99}, "message to pin not found"),
        ("copyMessage", {"chat_id": OFFICER, "from_chat_id": OFFICER, "message_id": 99}, "message to copy not found"),
        ("getFile", {"file_id": "nothing"}, "invalid file_id"),
        ("getChatMember", {"chat_id": GROUP, "user_id": 999}, "PARTICIPANT_ID_INVALID"),
        ("setMyCommands", {}, 'parameter "commands" is required'),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "can't parse bot command: can't find field \"description\"",
        ),
        ("setMyCommands", {"commands": [{"command": "Ҳа", "description": "a"}]}, "BOT_COMMAND_INVALID"),
        (
            "sendMessage",
            {"chat_id": OFFICER, "text": "a", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
    ],
)
async def test_a_wrong_request_is_refused(side: Side, method: str, params: dict[str, Any], refusal: str) -> None:
    await side.start(OFFICER)
    answer = await side.call(method, **params)
    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {refusal}"}


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "a", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "a"}, "text must be non-empty"),
        ({"text": "a", "url": "http://localhost:8080"}, "Wrong HTTP URL"),
        ({"text": "a", "url": "not a url"}, "Wrong HTTP URL"),
        ({"text": "a", "callback_data": 5}, 'field "callback_data" must be of type String'),
        ({"callback_data": "a"}, 'can\'t find field "text"'),
    ],
)
async def test_a_wrong_button_is_refused(side: Side, button: dict[str, Any], refusal: str) -> None:
    await side.start(OFFICER)
    answer = await side.call("sendMessage", chat_id=OFFICER, text="a", reply_markup={"inline_keyboard": [[button]]})
    assert answer["error_code"] == 400 and refusal in answer["description"]


async def test_more_than_a_hundred_buttons_are_too_many(side: Side) -> None:
    await side.start(OFFICER)
    rows = [[InlineKeyboardButton(text="a", callback_data="a")]] * 101
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await side.bot.send_message(OFFICER, "a", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


async def test_a_caption_has_at_most_1024_units(side: Side) -> None:
    await side.start(OFFICER)
    file = BufferedInputFile(b"a", "a.txt")
    assert (await side.bot.send_document(OFFICER, file, caption="я" * 1024)).caption == "я" * 1024
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await side.bot.send_document(OFFICER, file, caption="я" * 1025)


async def test_markup_does_not_count_towards_the_length(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.bot.send_message(OFFICER, "<b>" + "я" * 4096 + "</b>", parse_mode="HTML")
    assert sent.text == "я" * 4096
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await side.bot.edit_message_text("я" * 4097, chat_id=OFFICER, message_id=sent.message_id)


async def test_a_reply_to_nothing_may_be_sent_all_the_same(side: Side) -> None:
    await side.start(OFFICER)
    reply = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    assert (await side.bot.send_message(OFFICER, "a", reply_parameters=reply)).reply_to_message is None


async def test_a_person_who_blocked_the_bot_or_is_gone_cannot_be_messaged(side: Side) -> None:
    await side.start(OFFICER, LEADER)
    await side.post("block", as_=OFFICER, blocked=True)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await side.bot.send_message(OFFICER, "a")
    await side.post("deactivate", as_=LEADER)
    with pytest.raises(TelegramForbiddenError, match="user is deactivated"):
        await side.bot.send_message(LEADER, "a")


async def test_an_edit_must_fit_what_the_message_is(side: Side) -> None:
    await side.start(OFFICER)
    text = await side.bot.send_message(OFFICER, "a")
    photo = await side.bot.send_photo(OFFICER, BufferedInputFile(PNG, "a.png"))
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await side.bot.edit_message_caption(chat_id=OFFICER, message_id=text.message_id, caption="b")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await side.bot.edit_message_text("b", chat_id=OFFICER, message_id=photo.message_id)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await side.bot.edit_message_reply_markup(chat_id=OFFICER, message_id=text.message_id)


async def test_a_message_can_be_deleted_for_48_hours(side: Side) -> None:
    await side.start(OFFICER)
    young = await side.bot.send_message(OFFICER, "a")
    old = await side.bot.send_message(OFFICER, "b")
    await side.bot.delete_message(OFFICER, young.message_id)
    assert [message["text"] for message in await side.messages(OFFICER)] == ["/start", "b"]
    side.sandbox.world.clock.set(START.replace(day=4))
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await side.bot.delete_message(OFFICER, old.message_id)


async def test_a_picture_must_be_a_picture(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.bot.send_photo(OFFICER, BufferedInputFile(PNG, "a.png"))
    assert sent.photo is not None and (sent.photo[-1].width, sent.photo[-1].height) == (2, 1)
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await side.bot.send_photo(OFFICER, BufferedInputFile(b"not a picture", "a.png"))
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await side.bot.send_document(OFFICER, BufferedInputFile(b"", "a.txt"))


async def test_files_have_limits_up_and_down(side: Side) -> None:
    await side.start(OFFICER)
    large = await side.bot.send_document(OFFICER, BufferedInputFile(bytes(21 << 20), "large.bin"))
    assert large.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await side.bot.get_file(large.document.file_id)
    with pytest.raises(TelegramEntityTooLarge):
        await side.bot.send_document(OFFICER, BufferedInputFile(bytes(MAX_UPLOAD + 1), "huge.bin"))
