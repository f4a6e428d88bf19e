"""What a failure to send means: each class of Telegram's refusals has one reaction.

The texts are Telegram's own, as its server (tdlib/telegram-bot-api) and its clients report them.
"""

import enum
import json

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from sqlalchemy.exc import InterfaceError, OperationalError

from services.messages.inbox import stays_kept
from views.kit.sending import is_gone


class Reaction(enum.StrEnum):
    """What is done about it."""

    AGAIN = "again"
    """Tried again later, the others meanwhile: this message met a 5xx (or a proxy's page), a 429, a moved group, a busy
    database."""

    OUTAGE = "outage"
    """Telegram cannot be reached, or does not know the token any more: all rest, then go on where they were."""

    UNREACHABLE = "unreachable"
    """The person or group cannot be written to: given up, marked, and the admins are told what to do."""

    DEFECT = "defect"
    """The message itself is refused: given up, kept with its reason, and logged as a defect of ours."""


def react_to(error: Exception) -> Reaction:
    """The reaction to an error of sending."""
    if isinstance(error, TelegramMigrateToChat | TelegramRetryAfter | TelegramServerError) or _is_out_of_reach(error):
        return Reaction.AGAIN
    # No JSON is a proxy's page in the place of Telegram's answer. JSON that aiogram cannot read is an acceptance that
    # it does not understand: to try again would say the same for ever.
    if isinstance(error, ClientDecodeError) and isinstance(error.original, json.JSONDecodeError):
        return Reaction.AGAIN
    if isinstance(error, TelegramNetworkError | TelegramUnauthorizedError):
        return Reaction.DEFECT if isinstance(error, TelegramEntityTooLarge) else Reaction.OUTAGE
    if is_gone(error):
        return Reaction.UNREACHABLE
    return Reaction.DEFECT


def _is_out_of_reach(error: Exception) -> bool:
    """Whether the database could not answer, which is not the message's fault."""
    return stays_kept(error) or isinstance(error, OperationalError | InterfaceError)


def reason_of(error: Exception) -> str:
    """The failure in Telegram's own words, without the message it refused."""
    if not isinstance(error, TelegramAPIError):
        return type(error).__name__
    if isinstance(error, TelegramNetworkError | TelegramServerError):
        return type(error).__name__.removeprefix("Telegram")
    return error.message.removeprefix("Forbidden: ").removeprefix("Bad Request: ")
