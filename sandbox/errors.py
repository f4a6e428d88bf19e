"""The two ways to say no: Telegram's to the bot, one sentence to a person."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class BotApiError(Exception):
    """A refusal as the Bot API words it; `parameters` is Telegram's ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The answer's JSON."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(text: str, **parameters: int) -> BotApiError:
    """400 with Telegram's prefix."""
    return BotApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> BotApiError:
    """403 with Telegram's prefix."""
    return BotApiError(403, f"Forbidden: {text}")


class HumanError(Exception):
    """What the page tells a person who asked for something that cannot be done.

    `sentence` has its `values` in braces: by that form the page knows it, to say it in another language.
    """

    def __init__(self, sentence: str, status: int = 400, **values: str | int) -> None:
        super().__init__(sentence.format(**values))
        self.status = status
