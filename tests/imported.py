"""What a forked process begins with (see `tests/forks.py`): whoever imports this has imported, and read, all of it."""
# ruff: noqa: E402 -- aiogram is imported as the bot imports it, before anything else does

import gc
from pathlib import Path

import pytest  # noqa: F401 -- the main module of the tests, which each child wants to have
from sqlalchemy.orm import configure_mappers

from bot.sparing import build_common, import_aiogram

import_aiogram()

import bot.demo
import bot.exporting
import bot.importing
import bot.run  # noqa: F401
import sandbox.__main__  # noqa: F401
import views.pictures.sections  # noqa: F401 -- would be imported when a picture is drawn
from tests.reliability import victims  # noqa: F401
from tests.stage import settings_for
from views.kit.texts import Translator

Translator(settings_for(Path()).timezone, "ru")  # reads the catalogs, which are kept
configure_mappers()
build_common()
gc.collect()
gc.freeze()  # what is looked through by a child would have to be copied for it
