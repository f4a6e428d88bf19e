"""What a forked process begins with (see `tests/forks.py`): whoever imports this has imported, and read, all of it."""
# ruff: noqa: E402 -- aiogram is imported as the bot imports it, before anything else does

import gc
from pathlib import Path
from typing import Any

import pytest  # noqa: F401 -- the main module of the tests, which each child wants to have
from sqlalchemy.orm import configure_mappers

from bot.sparing import build_common, import_aiogram

import_aiogram()

import aiogram.client.session.aiohttp as aiogram_session
from aiogram.methods import (
    GetChat,
    GetMe,
    GetUserProfilePhotos,
    Response,
    SendMessage,
    SendPhoto,
    SetMyCommands,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)

import bot.demo
import bot.exporting
import bot.importing
import bot.run  # noqa: F401
import handlers
import sandbox.__main__  # noqa: F401
import views.pictures.sections  # noqa: F401 -- would be imported when a picture is drawn
from tests.reliability import victims  # noqa: F401
from tests.stage import PLAN, load_plan, settings_for, shared_parts
from views.kit.texts import Translator

ANSWERS: list[Any] = []

Translator(settings_for(Path()).timezone, "ru")  # reads the catalogs, which are kept
load_plan(PLAN)  # looks the holidays of its country up
with shared_parts():  # which look at each handler once, and read the list of trusted authorities
    handlers.routers()
    aiogram_session.ssl.create_default_context()
configure_mappers()
build_common()
for kind in (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
):
    kind.model_rebuild()
for method in (GetMe, GetChat, GetUserProfilePhotos, SetMyCommands, SendMessage, SendPhoto):
    method.model_rebuild()
    ANSWERS.append(Response[method.__returning__])  # kept, or pydantic would build it anew
gc.collect()
gc.freeze()  # what is looked through by a child would have to be copied for it
