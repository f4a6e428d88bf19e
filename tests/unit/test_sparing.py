"""What a start does not import, and that the rest of it is the same."""

import shutil
import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory

from models.database import alembic_config, newest_schema

ROOT = Path(__file__).resolve().parent.parent.parent


def python(code: str, *arguments: str) -> str:
    """What a process of its own prints."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603


TYPES = """
import re, sys
if sys.argv[1] == "sparing":
    from bot.sparing import import_aiogram
    import_aiogram()
from aiogram import methods, types
for room in (types, methods):
    for name in room.__all__:
        kind = getattr(room, name)
        if hasattr(kind, "model_rebuild"):
            kind.model_rebuild()
            fields = kind.model_fields.items()
            words = str([(key, one.alias, str(one.annotation), one.is_required()) for key, one in fields])
            print(name, kind.__pydantic_complete__, re.sub(" at 0x[0-9a-f]+", "", words))
"""


def test_every_type_and_method_of_telegram_is_what_it_is_when_all_are_built_at_once() -> None:
    sparing, plain = python(TYPES, "sparing"), python(TYPES, "plain")
    assert sparing == plain
    assert plain.count("True") > 500


START = """
import asyncio, sys
from bot.sparing import import_aiogram
import_aiogram()
from aiogram.types import Message, Update
assert not Update.__pydantic_complete__ and not Message.__pydantic_complete__
sent = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "7, 40%"}
sent["reply_to_message"] = {"message_id": 2, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "?"}
update = Update.model_validate({"update_id": 1, "message": sent})
print(update.event_type, update.message.text, type(update.message.reply_to_message).__name__)
import bot.__main__, bot.run
from models.database import Database
asyncio.run(Database(sys.argv[1]).upgrade())
late = ("alembic", "docx", "lxml", "matplotlib", "openpyxl", "pdfplumber")
print(*(name for name in late if name in sys.modules))
"""


def test_an_update_is_read_and_an_up_to_date_schema_kept_with_nothing_built_or_imported_that_may_not_be_needed(
    tmp_path: Path, enrolled: Path
) -> None:
    shutil.copy(enrolled, tmp_path / "kept.sqlite3")
    update, imported = python(START, f"sqlite+aiosqlite:///{tmp_path}/kept.sqlite3").splitlines()
    assert update == "message 7, 40% Message"
    assert imported == ""
    assert python(START, f"sqlite+aiosqlite:///{tmp_path}/new.sqlite3").split()[-1] == "alembic"  # there was no schema


def test_the_newest_schema_is_the_one_that_alembic_finds() -> None:
    assert newest_schema() == ScriptDirectory.from_config(alembic_config()).get_current_head()
