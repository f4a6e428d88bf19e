"""Structured logs: one line an event, no message text, no token."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")


def set_up_logs(level: int = logging.INFO) -> None:
    """Send the logs of the process and of its libraries to standard error, in one form."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
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


def hide_tokens(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blot out whatever looks like a bot's token: libraries put addresses with it into their errors."""
    return {key: _TOKEN.sub("<token>", value) if isinstance(value, str) else value for key, value in event.items()}
