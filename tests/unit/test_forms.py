"""A request's form says what aiogram's own form says."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    GetUpdates,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SetMyCommands,
    SetWebhook,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    LinkPreviewOptions,
    ReplyParameters,
)
from hypothesis import given
from hypothesis import strategies as st

from bot.forms import form_of
from bot.session import ForgivingSession
from views.kit.texts import Html

BOT = Bot("1:TEST")
STRICT = Bot("1:TEST", default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True))
KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="✅ ҳа & йўқ", callback_data="a1:2:")]])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def fields(body: Any) -> dict[str, Any]:
    pairs = parse_qsl(body._value.decode(), keep_blank_values=True, strict_parsing=bool(body._value))
    assert body.content_type == "application/x-www-form-urlencoded"
    return {name: _read(value) for name, value in pairs}


def _read(value: str) -> Any:
    try:
        return json.loads(value) if value[:1] in "[{" else value
    except ValueError:  # words that begin so
        return value


def same(method: TelegramMethod[Any], bot: Bot = BOT) -> bool:
    return fields(form_of(method, bot)()) == fields(AiohttpSession().build_form_data(bot, method)())


@given(texts, st.lists(st.lists(texts, max_size=3), max_size=3), st.booleans() | st.none(), st.integers())
def test_any_words_and_buttons_are_said_as_aiogram_says_them(
    text: str, rows: list[list[str]], silent: bool | None, chat: int
) -> None:
    keys = [[InlineKeyboardButton(text=one, callback_data=one) for one in row] for row in rows]
    markup = InlineKeyboardMarkup(inline_keyboard=keys)
    assert same(SendMessage(chat_id=chat, text=Html(text), reply_markup=markup, disable_notification=silent))


@pytest.mark.parametrize("bot", [BOT, STRICT])
@pytest.mark.parametrize(
    "method",
    [
        SendMessage(chat_id=1, text="a", link_preview_options=LinkPreviewOptions(is_disabled=True), reply_markup=KEYS),
        SendMessage(chat_id=1, text="a", reply_parameters=ReplyParameters(message_id=5)),
        SendMessage(chat_id=1, text="a", a_field_of_tomorrow={"x": [1, None, KEYS]}),  # type: ignore[call-arg]
        EditMessageText(chat_id=1, message_id=2, text="", parse_mode="HTML"),
        AnswerCallbackQuery(callback_query_id="1", show_alert=False),
        GetUpdates(offset=0, timeout=5, allowed_updates=[]),
        SetMyCommands(commands=[BotCommand(command="a", description="б")], scope=BotCommandScopeChat(chat_id=1)),
        SetWebhook(url="https://example.org/?a=b&c=d", drop_pending_updates=True),
        SendMediaGroup(chat_id=1, media=[InputMediaDocument(media="file"), InputMediaDocument(media="other")]),
    ],
)
def test_every_kind_of_value_is_said_as_aiogram_says_it(method: TelegramMethod[Any], bot: Bot) -> None:
    assert same(method, bot)


@pytest.mark.parametrize(
    "method",
    [
        SendDocument(chat_id=1, document=BufferedInputFile(b"x", "x.txt")),
        SendMediaGroup(chat_id=1, media=[InputMediaDocument(media=BufferedInputFile(b"x", "x.txt"))]),
        SendMessage(chat_id=1, text="a", until=timedelta(days=1)),  # type: ignore[call-arg]
        SendMessage(
            chat_id=1,
            text="a",
            reply_markup=InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text="\ud800", callback_data="a")]]
            ),
        ),
    ],
)
def test_what_is_no_plain_value_is_left_to_aiogram(method: TelegramMethod[Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        form_of(method, BOT)
    assert ForgivingSession().build_form_data(BOT, method)._fields
