"""What Telegram accepted is known as accepted, whatever its answer holds besides."""

import json
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, EditMessageText, GetMe, SendMediaGroup, SendMessage, TelegramMethod
from aiogram.types import Message

from bot.session import ForgivingSession

BOT = Bot("1:TEST")
SEND = SendMessage(chat_id=1, text="сўз")
MESSAGE = {"message_id": 7, "date": 1_704_250_800, "chat": {"id": 1, "type": "private"}, "text": "сўз"}
OK = 200


def answer(method: TelegramMethod[Any], content: str, status: int = OK) -> Any:
    return ForgivingSession().check_response(BOT, method, status, content).result


def accepted(result: Any) -> str:
    return json.dumps({"ok": True, "result": result})


@pytest.mark.parametrize(
    "strange",
    [
        {"reply_markup": {"inline_keyboard": [[{"style": 5}]]}},
        {"entities": [{"type": {"younger": 1}, "offset": "?"}]},
        {"from": {"id": 1}},
        {"reply_to_message": {"message_id": 1}},
        {"link_preview_options": 5},
        {"photo": "none"},
        {"date": "today"},
        {"date": None},
        {"chat": {"id": 1}},
        {"chat": {"id": "?", "type": {}}},
        {"chat": 5},
        {"text": "\ud83d"},
    ],
    ids=json.dumps,
)
def test_an_accepted_message_with_unknown_fields_keeps_its_number(strange: dict[str, Any]) -> None:
    for method in (SEND, EditMessageText(chat_id=1, message_id=7, text="сўз")):
        said = answer(method, accepted(MESSAGE | strange))
        assert isinstance(said, Message)
        assert said.message_id == 7


@pytest.mark.parametrize(
    "content",
    [
        '{"ok":true,"result":{"message_id":7,"date":17042',
        "\ufeff" + accepted(MESSAGE),
        '{"ok":true,"result":{"message_id":7,"date":1704250800,"chat":{"id":1,"type":"private"},"text":"a\x01b"}}',
        '{"ok":true,"result":{"message_id":7}}',
        '{"ok":true,"result":{"message_id":7},"parameters":5}',
        '{ "ok" : true , "result" : { "message_id" : 7 }',
    ],
)
def test_an_answer_damaged_or_cut_after_its_ok_counts_as_accepted(content: str) -> None:
    assert answer(SEND, content).message_id == 7


def test_an_album_keeps_its_messages() -> None:
    spoilt = accepted([MESSAGE, MESSAGE | {"message_id": 8, "chat": 5}])
    assert [one.message_id for one in answer(SendMediaGroup(chat_id=1, media=[]), spoilt)] == [7, 8]


def test_what_is_understood_of_a_message_is_kept() -> None:
    said = answer(SEND, accepted(MESSAGE | {"entities": [{"offset": "?"}]}))
    assert (said.text, said.chat.id, said.bot) == ("сўз", 1, BOT)


@pytest.mark.parametrize(
    ("method", "content"),
    [
        (SEND, "<html>Bad gateway</html>"),
        (SEND, accepted(True)),
        (SEND, accepted({"text": "no number"})),
        (SEND, '{"ok":tru'),
        (SEND, '{"result":{"message_id":7}}'),
        (GetMe(), accepted({"id": "?"})),
        (AnswerCallbackQuery(callback_query_id="1"), accepted({"younger": 1})),
    ],
)
def test_an_answer_without_an_ok_is_not_turned_into_one(method: TelegramMethod[Any], content: str) -> None:
    with pytest.raises(ClientDecodeError):
        answer(method, content)


def test_a_refusal_stays_a_refusal() -> None:
    with pytest.raises(TelegramBadRequest):
        answer(SEND, '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}', 400)
