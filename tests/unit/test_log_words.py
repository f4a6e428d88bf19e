"""No exception brings anybody's words into the log, whatever it quotes."""

import json
import logging
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from aiogram.exceptions import ClientDecodeError, TelegramBadRequest, TelegramNetworkError
from aiogram.methods import SendMessage
from aiogram.types import Message
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.logs import hide_words, set_up_logs, trace_of

SECRET = "махфий"
METHOD = SendMessage(chat_id=1, text=SECRET)


def invalid() -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        Message.model_validate({"message_id": SECRET, "text": SECRET})
    return caught.value


def broken() -> json.JSONDecodeError:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads(f'"{SECRET}')
    return caught.value


QUOTING = [
    invalid(),
    ClientDecodeError("Failed to deserialize object", invalid(), {"text": SECRET}),
    ClientDecodeError("Failed to decode object", broken(), SECRET),
    TelegramBadRequest(
        METHOD, f'Bad Request: can\'t parse entities: Unsupported start tag "{SECRET}" at byte offset 5'
    ),
    TelegramBadRequest(METHOD, f"Bad Request: inline keyboard button URL '{SECRET}' is invalid"),
    IntegrityError(
        "INSERT INTO report VALUES (?)", (SECRET,), sqlite3.IntegrityError("UNIQUE constraint failed: report.id")
    ),
    OperationalError(f"SELECT '{SECRET}'", {"text": SECRET}, Exception(f"Key (name)=({SECRET}) already exists")),
    ValueError(f"invalid literal for int(): {SECRET}"),
    KeyError(SECRET),
    RuntimeError(SECRET),
    AssertionError(SECRET),
    TypeError(SECRET),
    AttributeError(SECRET),
    UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET),
    ExceptionGroup(SECRET, [ValueError(SECRET)]),
]


def fail_with(error: BaseException, how: str) -> None:
    if how == "itself":
        raise error
    if how == "cause":
        raise LookupError(SECRET) from error
    try:
        raise error
    finally:
        raise LookupError(SECRET)


@pytest.mark.parametrize("error", QUOTING, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("how", ["itself", "cause", "context"])
def test_a_traceback_quotes_nobody_but_tells_where_and_what(error: BaseException, how: str) -> None:
    with pytest.raises(BaseException) as caught:
        fail_with(error, how)
    raised = caught.value
    trace = trace_of((type(raised), raised, raised.__traceback__))
    assert SECRET not in trace
    assert type(error).__name__ in trace
    assert "test_log_words.py" in trace


def test_an_error_text_that_quotes_nobody_is_logged() -> None:
    told = {
        "chat not found": TelegramBadRequest(METHOD, "Bad Request: chat not found"),
        "ClientOSError: reset": TelegramNetworkError(METHOD, "ClientOSError: reset"),
        "no such table: report": OperationalError("SELECT 1", {}, sqlite3.OperationalError("no such table: report")),
        "No space left on device": OSError(28, "No space left on device"),
    }
    for words, error in told.items():
        assert words in trace_of((type(error), error, None))


@contextmanager
def real_logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The logs as the process sets them up, for one test."""
    root, before = logging.getLogger(), structlog.get_config()
    for holder, name in (
        (root, "handlers"),
        (logging, "raiseExceptions"),
        (sys, "excepthook"),
        (threading, "excepthook"),
    ):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    level = root.level
    root.handlers = list(root.handlers)
    set_up_logs()
    try:
        yield
    finally:
        root.setLevel(level)
        logging.captureWarnings(False)
        structlog.configure(**before)


@pytest.mark.parametrize("error", QUOTING, ids=lambda error: type(error).__name__)
def test_no_log_of_the_bot_or_a_library_quotes_an_exception(
    error: Exception, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with real_logs(monkeypatch):
        try:
            fail_with(error, "itself")
        except Exception:
            logging.getLogger("aiohttp.server").exception("Error handling request")
        logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: <Task exception={error!r}>")
        sys.excepthook(type(error), error, error.__traceback__)
    written = capfd.readouterr().err
    assert SECRET not in written
    assert written.count(type(error).__name__) >= 2


def test_the_reason_of_a_refusal_is_told_without_what_it_quotes() -> None:
    event: dict[str, Any] = {"event": "screen refused", "reason": f'Unsupported start tag "{SECRET}" at byte offset 5'}
    assert hide_words(None, "error", event)["reason"] == "Unsupported start tag … at byte offset 5"
