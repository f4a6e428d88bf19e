"""Which handlers the tests have reached, and which failed meanwhile."""

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from aiogram import BaseMiddleware, Dispatcher, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.types import ErrorEvent, TelegramObject

EVENTS = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "error")


class Reach(BaseMiddleware):
    """Stands before every handler and writes down that it was called, also in a file that all processes share."""

    def __init__(self, file: Path) -> None:
        self.reached: set[str] = set()
        self._file = file
        self._written: set[str] = set()
        self.failures: list[Exception] = []

    def reached_anywhere(self) -> set[str]:
        """Every handler that was called in any process of this run."""
        return set(self._file.read_text(encoding="utf-8").splitlines())

    def watch(self, dispatcher: Dispatcher) -> Dispatcher:
        """Watch all handlers of a dispatcher."""
        for event in EVENTS:
            dispatcher.observers[event].middleware(self)
        return dispatcher

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        name = name_of(data["event_router"], data["handler"])
        self.reached.add(name)
        if name not in self._written:
            self._written.add(name)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")
        if isinstance(event, ErrorEvent):
            self.failures.append(event.exception)
        return await handler(event, data)


def registered(dispatcher: Dispatcher) -> Iterator[str]:
    """Every handler of the dispatcher, by the name under which it is reached."""
    for router in dispatcher.sub_routers:
        for event in router.observers:
            yield from (name_of(router, handler) for handler in router.observers[event].handlers)


def name_of(router: Router, handler: HandlerObject) -> str:
    """«my.open_card [OpenActivity, admin]»: the same function may be registered for several."""
    filters = ", ".join(_filter_name(one.callback) for one in handler.filters or ())
    return f"{router.name}.{handler.callback.__name__} [{filters}]"


def _filter_name(callback: Any) -> str:
    data = getattr(callback, "callback_data", None)
    if data is not None:
        return str(data.__name__)
    subject = getattr(callback, "question", None) or getattr(callback, "answer", None)
    if subject is not None:
        return str(subject.__name__)
    commands = "/".join(map(str, getattr(callback, "commands", ())))
    return commands or getattr(callback, "__name__", None) or type(callback).__name__
