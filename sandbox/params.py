"""A Bot API request's parameters, checked and converted by the shapes in `bot_api.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.errors import BotApiError, Json, bad_request

Field = tuple[str, list[str], bool]  # name, types, required

# Telegram has its own words for some parameters that are not there; the rest share one sentence.
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "text": "message text is empty",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
}
_OBJECTS = {"reply_markup": "object expected as reply markup"}


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes


@cache
def _api() -> Json:
    api: Json = json.loads(Path(__file__).with_name("bot_api.json").read_text(encoding="utf-8"))
    return api


def known_method(name: str) -> str | None:
    """The method's proper name (Telegram does not mind the case), or None."""
    return _names().get(name.lower())


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in _api()["methods"]}


def reactions() -> frozenset[str]:
    """The emoji a bot may react with."""
    return frozenset(_api()["reactions"])


def chat_actions() -> frozenset[str]:
    """What a bot may say it is doing."""
    return frozenset(_api()["chat_actions"])


def read(method: str, raw: Mapping[str, Any], files: Mapping[str, Upload]) -> Json:
    """The method's parameters as Python values; unknown ones are dropped, as Telegram drops them.

    `raw` holds strings (a form, a query) or JSON values. A file sent under the parameter's own name becomes
    "attach://name". BotApiError 400 where one is missing or is not of its type.
    """
    params: Json = {}
    for name, types, required in _api()["methods"][method]:
        value = raw.get(name)
        if name in files and value is None:
            value = f"attach://{name}"
        if value is None or value == "":
            if required:
                raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
            continue
        params[name] = _convert(name, types, value)
    return params


def _convert(name: str, types: list[str], value: Any) -> Any:
    if types == ["Integer"]:
        return _integer(name, value)
    if types == ["Boolean"]:
        return value if isinstance(value, bool) else str(value).lower() in ("true", "yes", "1")
    if types == ["Float"]:
        return _float(name, value)
    if "String" in types or types == ["InputFile"]:
        return value if "Integer" in types and isinstance(value, int) else str(value)
    if isinstance(value, str):
        value = _parse(name, value)
    return _structure(name, types, value)


def _integer(name: str, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise bad_request(f'invalid "{name}" specified: must be an Integer') from None


def _float(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise bad_request(f'invalid "{name}" specified: must be a Float') from None


def _parse(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(_OBJECTS.get(name, f"can't parse {name.replace('_', ' ')} JSON object")) from None


def _structure(name: str, types: list[str], value: Any) -> Any:
    if types[0].startswith("Array of "):
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: expected an Array")
        inner = [kind.removeprefix("Array of ") for kind in types]
        for item in value:
            _check(name, inner, item)
    else:
        _check(name, types, value)
    return value


def _check(name: str, types: list[str], value: Any) -> None:
    """A value fits when one of its types takes it; the refusal is that of the first type it looks like."""
    likely = [kind for kind in types if _looks_like(kind, value)]
    if name == "reply_markup" and not likely:
        raise bad_request(_OBJECTS[name] if len(types) > 1 else "inline keyboard expected")
    refusals: list[BotApiError] = []
    for kind in likely or types:
        refusal = _misfit(name, kind, value)
        if refusal is None:
            return
        refusals.append(refusal)
    raise refusals[0]


def _looks_like(kind: str, value: Any) -> bool:
    fields = _api()["types"].get(kind, ())
    return isinstance(value, dict) and all(name in value for name, _, required in fields if required)


_SCALARS: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "Float": (int, float),
}


def _misfit(name: str, kind: str, value: Any) -> BotApiError | None:
    if kind in _SCALARS:
        fits = isinstance(value, _SCALARS[kind])
        return None if fits else bad_request(f'field "{name}" must be of type {kind}')
    if kind == "InputFile":
        return None
    if not isinstance(value, dict):
        return bad_request(_OBJECTS.get(name, f"can't parse {name.replace('_', ' ')}: expected an Object"))
    for field, types, required in _api()["types"].get(kind, ()):
        if value.get(field) is None:
            if required:
                return bad_request(f"can't parse {_words(kind)}: can't find field \"{field}\"")
            continue
        try:
            _structure_of(field, types, value[field])
        except BotApiError as refusal:
            return refusal
    return None


def _structure_of(field: str, types: list[str], value: Any) -> None:
    depth = types[0].count("Array of ")
    values = [value]
    for _ in range(depth):
        if not all(isinstance(item, list) for item in values):
            raise bad_request(f'field "{field}" must be of type Array')
        values = [inner for item in values for inner in item]
    for item in values:
        _check(field, [kind.replace("Array of ", "") for kind in types], item)


def _words(kind: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()
