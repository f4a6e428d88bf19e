"""Structured logs: one line per event, without message texts and tokens.

An exception's text may quote anything: a message, an answer of Telegram's, a statement's values. So it is written only
for kinds known to quote nobody; the frames tell where it happened.
"""

import logging
import re
import sqlite3
import sys
import threading
import traceback
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from aiogram.exceptions import TelegramAPIError
from sqlalchemy.exc import DBAPIError

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")
_QUOTED = re.compile(r'".*"|«.*»|(?<=\s)\'.*\'', re.DOTALL)  # what Telegram's refusals quote of a message
_TOLD_BY_ASYNCIO = re.compile(r"exception=.*", re.DOTALL)  # «Task exception was never retrieved» quotes it
_LONGEST_CHAIN = 10


def set_up_logs(level: int = logging.INFO) -> None:
    """Send the logs of the process and of its libraries to standard error, in one form."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(trace_of),
        hide_words,
        hide_tokens,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    renderer = structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "logger", "event"])
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # They tell of every update and every tick: news for nobody.
    for chatty in ("aiogram.event", "apscheduler", "aiohttp.access", "alembic", "matplotlib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

    logging.raiseExceptions = False  # a line that cannot be written would be written out with its trace
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").disabled = True  # a library's warning quotes what it warns of
    sys.excepthook = _ended_by
    threading.excepthook = lambda ended: _ended_by(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _ended_by(_kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        logging.getLogger("bot").critical("ended by a defect", exc_info=error)


def trace_of(exc_info: Any) -> str:
    """An exception and its causes, oldest first: the frames, and no words that may be somebody's.

    Of a fault of the database that passes, its name: where in the program it was met says nothing.
    """
    from models.database import is_passing  # noqa: PLC0415 -- a start that is refused needs no database

    if is_passing(exc_info[1]):
        return _named(exc_info[1])
    parts = []
    for error in reversed(list(_chain(exc_info[1]))):
        frames = "".join(traceback.format_tb(error.__traceback__))
        parts.append(f"Traceback (most recent call last):\n{frames}{_named(error)}")
    return "\n\n".join(parts)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    left = [error]
    while left and len(seen) < _LONGEST_CHAIN:
        one = left.pop(0)
        if one is None or one in seen:
            continue
        seen.append(one)
        yield one
        if isinstance(one, BaseExceptionGroup):
            left.extend(one.exceptions)
        left.append(one.__cause__ or (None if one.__suppress_context__ else one.__context__))


def _named(error: BaseException) -> str:
    kind, words = type(error), _words_of(error)
    name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
    return f"{name}: {words}" if words else name


def _words_of(error: BaseException) -> str:
    """The part of an exception's text that is safe to log."""
    match error:
        case TelegramAPIError():
            return _QUOTED.sub("…", error.message)
        case DBAPIError():
            return _named(error.orig) if error.orig is not None else ""
        case sqlite3.Error():  # names tables and columns, never values
            return str(error)
        case OSError():
            return error.strerror or ""
        case AttributeError() | NameError() | ImportError():
            return f"no {error.name}" if error.name else ""
    return str(getattr(error, "sqlstate", None) or "")


def hide_words(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove what a refusal quotes, and what asyncio says of an exception."""
    if isinstance(reason := event.get("reason"), str):
        event["reason"] = _QUOTED.sub("…", reason)
    if isinstance(told := event.get("event"), str) and "exception=" in told:
        event["event"] = _TOLD_BY_ASYNCIO.sub("exception=…", told)
    return event


def hide_tokens(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove whatever looks like a bot token: libraries put addresses with it into their errors."""
    return {key: _TOKEN.sub("<token>", value) if isinstance(value, str) else value for key, value in event.items()}
