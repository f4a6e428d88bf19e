"""Finds an update's handler among some two hundred, in the routers' order.

aiogram passes an update through each router as if it had middlewares and filters of its own, copies the data five times
on the way, and asks the same filters («in private», «from an officer») anew for each handler. That took a third as long
as all else that a report needs. Here a router without any of that is only the order of its handlers; what is the same
for all handlers of an update is asked first, and which handlers it leaves is worked out once for each set of answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters import Command
from aiogram.types import Message, TelegramObject

from handlers.filters import admin, knows_the_plan, no_command, officer, private, works_with_the_plan
from handlers.heads import head
from handlers.instructions import instructs
from handlers.orders import has_work
from handlers.parts import may_lead

OF_THE_PERSON = {admin, has_work, head, instructs, knows_the_plan, may_lead, officer, private, works_with_the_plan}
STEADY = frozenset({*OF_THE_PERSON, no_command})
"""Filters whose answer is the same for all handlers of an update, and known without asking the database."""


_EVENT_AND_ONE = 2  # arguments


@dataclass(frozen=True)
class Step:
    """A handler, with those of its filters that are no steady ones; or a router that must be tried as a whole."""

    router: Router
    observer: TelegramEventObserver | None = None
    handler: HandlerObject | None = None
    steady: frozenset[Any] = frozenset()
    filters: Sequence[FilterObject] = ()
    of_command: bool = False


class Way:
    """The steps of the updates of one type, in the routers' order."""

    def __init__(self, routers: Sequence[Router], update_type: str) -> None:
        self._steps = tuple(step for router in routers for step in _steps(router, update_type))
        handlers = [step.handler for step in self._steps if step.handler is not None]
        filters = [one for handler in handlers for one in handler.filters or () if one.callback in STEADY]
        self._steady = {one.callback: one for one in filters}
        self._left: dict[tuple[frozenset[Any], bool], Sequence[Step]] = {}

    async def left(self, event: TelegramObject, data: dict[str, Any]) -> Sequence[Step]:
        """The steps that the steady filters, and the lack of a command, leave to this update."""
        passed = frozenset([one for one, filter_ in self._steady.items() if await _asked(filter_, event, data)])
        key = passed, may_be_command(event)
        if key not in self._left:
            self._left[key] = [one for one in self._steps if one.steady <= passed and (key[1] or not one.of_command)]
        return self._left[key]


def _steps(router: Router, update_type: str) -> Iterator[Step]:
    observer = router.observers.get(update_type)
    if observer is None or not _has_handlers_alone(router, observer):
        yield Step(router)
        return
    for handler in observer.handlers:
        filters = handler.filters or []
        yield Step(
            router,
            observer,
            handler,
            frozenset(one.callback for one in filters if one.callback in STEADY),
            [one for one in filters if one.callback not in STEADY],
            any(isinstance(one.callback, Command) and one.callback.prefix == "/" for one in filters),
        )


def may_be_command(event: TelegramObject) -> bool:
    """Whether the filter `Command` may find one: the words begin with its sign."""
    return isinstance(event, Message) and (event.text or event.caption or "").lstrip().startswith("/")


class Routing(Dispatcher):
    """A dispatcher that finds handlers so. Handlers are registered before the first update of their type."""

    @cached_property
    def _ways(self) -> dict[str, Way]:
        return {}

    async def _propagate_event(
        self, observer: TelegramEventObserver | None, update_type: str, event: TelegramObject, **kwargs: Any
    ) -> Any:
        if observer is None or observer.handlers:  # the update itself
            return await super()._propagate_event(observer, update_type, event, **kwargs)
        if update_type not in self._ways:
            self._ways[update_type] = Way(self.sub_routers, update_type)
        data = dict(kwargs)
        for step in await self._ways[update_type].left(event, kwargs):
            if step.observer is None or step.handler is None:
                response = await step.router.propagate_event(update_type=update_type, event=event, **kwargs)
            else:
                data["event_router"], data["handler"] = step.router, step.handler
                response = await _tried(step.observer, step.handler, step.filters, event, data)
            if response is not UNHANDLED:
                return response
        return UNHANDLED


def _has_handlers_alone(router: Router, observer: TelegramEventObserver) -> bool:
    return not (router.sub_routers or observer.outer_middleware or observer._handler.filters)


async def _tried(
    observer: TelegramEventObserver,
    handler: HandlerObject,
    filters: Sequence[FilterObject],
    event: TelegramObject,
    data: dict[str, Any],
) -> Any:
    """What the handler does if its filters let the update pass."""
    found = await _passed(filters, event, data)
    if found is None:
        return UNHANDLED
    call = observer.outer_middleware.wrap_middlewares(observer._resolve_middlewares(), handler.call)
    try:
        return await call(event, data | found)
    except SkipHandler:
        return UNHANDLED


async def _asked(filter_: FilterObject, event: TelegramObject, data: dict[str, Any]) -> Any:
    """What the filter answers, given what it wants to know: its own `call` copies all that is known first."""
    if filter_.varkw or not filter_.awaitable:
        return await filter_.call(event, **data)
    if len(filter_.params) == _EVENT_AND_ONE and "talk" in filter_.params and "talk" in data:  # as most of them
        return await filter_.callback(event, talk=data["talk"])
    return await filter_.callback(event, **{name: data[name] for name in filter_.params if name in data})


async def _passed(
    filters: Sequence[FilterObject], event: TelegramObject, data: dict[str, Any]
) -> dict[str, Any] | None:
    """What the filters give the handler; None if one of them stops the update."""
    found: dict[str, Any] = {}
    for one in filters:
        answer = await _asked(one, event, data | found if found else data)
        if not answer:
            return None
        if isinstance(answer, dict):
            found |= answer
    return found
