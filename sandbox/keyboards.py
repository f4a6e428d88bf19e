"""What may stand under a message: inline keyboards, reply keyboards, force reply."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.errors import Json, bad_request

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
MAX_CALLBACK_DATA = 64
MAX_BUTTONS = 100
MAX_COPY_TEXT = 256
_STYLES = ("danger", "success", "primary")


@dataclass(frozen=True)
class Markup:
    """An inline keyboard is part of the message; anything else is for the person's client and is never given back."""

    inline: Json | None = None
    client: Json | None = None


def read_markup(raw: Json | None) -> Markup:
    """Check a reply_markup of any kind. BotApiError 400 in Telegram's words."""
    if not raw:
        return Markup()
    if "inline_keyboard" in raw:
        return Markup(inline=_inline(raw["inline_keyboard"]))
    if raw.get("keyboard"):
        _check_keys(raw["keyboard"])
        return Markup(client=raw)
    if raw.get("remove_keyboard") or raw.get("force_reply"):
        return Markup(client=raw)
    raise bad_request("object expected as reply markup")


def read_inline(raw: Json | None) -> Json | None:
    """Check a reply_markup where only an inline keyboard may be; the parameter's shape has seen to that."""
    if not raw:
        return None
    return _inline(raw["inline_keyboard"])


def _check_keys(rows: list[list[Json | str]]) -> None:
    for key in (key for row in rows for key in row):
        if not (key if isinstance(key, str) else key["text"]).strip():
            raise bad_request("keyboard button text must be non-empty")
        if not isinstance(key, str):
            _check_style(key)


def _inline(rows: list[list[Json]]) -> Json | None:
    filled = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, filled)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": filled} if filled else None


def _button(button: Json) -> Json:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        _check_url(button["url"])
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied.get("text", "")) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    _check_style(button)
    return {key: value for key, value in button.items() if value is not None}


def _check_style(button: Json) -> None:
    if button.get("style") not in (None, *_STYLES):
        raise bad_request("can't parse button style: unsupported style specified")


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "tg", "ton", "mailto", "tel") or " " in url or not parts.netloc:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme.startswith("http") and "." not in parts.netloc:
        # Telegram refuses addresses of one's own machine, a trap that only shows in production
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
