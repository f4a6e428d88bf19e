"""aiogram, imported without what an office's bot never uses of it.

Importing it builds the validators of all of Telegram's types: four fifths of a start's time and a hundred megabytes.
Here each type is left as its own `defer_build` has it, and pydantic builds it when it is first used.
"""

import importlib
import sys
from typing import Any

from pydantic import BaseModel

_TYPES = "aiogram.types"


def import_aiogram() -> None:
    """Import aiogram, if it is not imported yet. Must come before any other module imports it."""
    if "aiogram" in sys.modules:
        return
    rebuild = BaseModel.__dict__["model_rebuild"]
    names: dict[str, Any] = {}

    def put_off(cls: type[BaseModel], **options: Any) -> bool | None:
        if cls.__module__.startswith(_TYPES):
            names.update(options.get("_types_namespace") or {})
            return None
        return rebuild.__get__(None, cls)(**options)  # type: ignore[no-any-return]

    BaseModel.model_rebuild = classmethod(put_off)  # type: ignore[assignment, method-assign, arg-type]
    try:
        importlib.import_module("aiogram")
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
    _resolve(names)


def _resolve(names: dict[str, Any]) -> None:
    """Give each module of types the names that it imports for type checkers only, by which pydantic builds its type."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith(f"{_TYPES}."):
            for each, meant in names.items():
                vars(module).setdefault(each, meant)


def build_common() -> None:
    """Build what the first person to write would wait for: a quarter of a second."""
    from aiogram.types import Message, Update  # noqa: PLC0415 -- see above

    for kind in (Update, Message):
        kind.model_rebuild()
