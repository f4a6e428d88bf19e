"""Finds an update's handler among some two hundred, in the routers' order.

aiogram passes an update through each router as if it had middlewares and filters of its own, copies the data five times
on the way, and asks the same filters («in private», «from an officer») anew for each handler. That took a third as long
as all else that a report needs. Here a router without any of that is only the order of its handlers.
"""

from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.types import TelegramObject

from handlers.filters import admin, no_command, officer, private, works_with_the_plan

STEADY = frozenset({admin, no_command, officer, private, works_with_the_plan})
"""Filters whose answer is the same for all handlers of an update."""

Known = dict[Any, bool]
"""Answers of steady filters."""


class Routing(Dispatcher):
    """A dispatcher that finds handlers so."""

    async def _propagate_event(
        self, observer: TelegramEventObserver | None, update_type: str, event: TelegramObject, **kwargs: Any
    ) -> Any:
        if observer is None or observer.handlers:  # the update itself
            return await super()._propagate_event(observer, update_type, event, **kwargs)
        known: Known = {}
        for router in self.sub_routers:
            if _has_handlers_alone(router, update_type):
                response = await _tried(router.observers[update_type], event, {**kwargs, "event_router": router}, known)
            else:
                response = await router.propagate_event(update_type=update_type, event=event, **kwargs)
            if response is not UNHANDLED:
                return response
        return UNHANDLED


def _has_handlers_alone(router: Router, update_type: str) -> bool:
    observer = router.observers.get(update_type)
    return observer is not None and not (router.sub_routers or observer.outer_middleware or observer._handler.filters)


async def _tried(observer: TelegramEventObserver, event: TelegramObject, data: dict[str, Any], known: Known) -> Any:
    """What the first handler does whose filters let the update pass."""
    for handler in observer.handlers:
        data["handler"] = handler
        found = await _passed(handler, event, data, known)
        if found is None:
            continue
        call = observer.outer_middleware.wrap_middlewares(observer._resolve_middlewares(), handler.call)
        try:
            return await call(event, data | found)
        except SkipHandler:
            continue
    return UNHANDLED


async def _passed(
    handler: HandlerObject, event: TelegramObject, data: dict[str, Any], known: Known
) -> dict[str, Any] | None:
    """What the handler's filters give it; None if one of them stops the update."""
    found: dict[str, Any] = {}
    for one in handler.filters or ():
        if one.callback in STEADY:
            if one.callback not in known:
                known[one.callback] = await one.call(event, **data)
            answer: Any = known[one.callback]
        else:
            answer = await one.call(event, **(data | found if found else data))
        if not answer:
            return None
        if isinstance(answer, dict):
            found |= answer
    return found
