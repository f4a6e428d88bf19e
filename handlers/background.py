"""Work that goes on after a handler has answered, so that nobody has to wait for it."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import structlog

from handlers.turns import in_hand
from services.apart.limits import Limits
from services.apart.parent import Apart

log = structlog.get_logger(__name__)

P = ParamSpec("P")
Result = TypeVar("Result")


# What a process of its own may take for one document, and how long it stays for the next. A Word file of 10,000
# activities takes some ten seconds and 250 MB; its last minutes are for LibreOffice.
LIMITS = Limits(clock=600, memory=1024, answer=64)
IDLE_SECONDS = 300
FEW = 1_000  # things in a document: fewer take less of a processor than it takes to start a process for them


class Background:
    """The tasks of one process: one runs at a time, the others wait their turn. They end with the process.

    What would take Python's only interpreter from those who write meanwhile is made `apart`.
    """

    def __init__(self, apart: Apart) -> None:
        self._apart = apart
        self._tasks: set[asyncio.Task[None]] = set()  # the event loop itself would forget them in mid-work
        self._turn = asyncio.Lock()

    def start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Begin the work when its turn comes; its failure is logged under `name`."""
        task = asyncio.create_task(self._in_turn(work), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def stop(self) -> None:
        """Break off whatever is not finished."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._apart.close()

    async def made(self, is_long: bool, function: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """What the function returns: made in a process of its own if it `is_long`, else in a thread.

        Raises ApartError.
        """

        def work() -> Result:
            return self._apart.run(function, *args, **kwargs)

        return await (in_thread(work) if is_long else in_thread(function, *args, **kwargs))

    async def _in_turn(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with self._turn:
                await work
        finally:
            work.close()  # if its turn never came

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("background work failed", work=task.get_name(), exc_info=error)


async def in_thread(function: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Run the function in a thread of its own and return its result.

    Unlike the threads of asyncio.to_thread, which a process must wait for, this one does not delay a process that is
    told to stop.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Result] = loop.create_future()

    def tell(settle: Callable[..., None], outcome: object) -> None:
        def settle_once() -> None:
            if not future.done():  # nobody waits any more
                settle(outcome)

        if not loop.is_closed():
            loop.call_soon_threadsafe(settle_once)

    def work() -> None:
        try:
            result = function(*args, **kwargs)
        except Exception as error:  # it is the caller's: raised where the result is awaited
            tell(future.set_exception, error)
        else:
            tell(future.set_result, result)

    threading.Thread(target=work, name=function.__name__, daemon=True).start()
    turn = in_hand.get()
    if turn is None:
        return await future
    async with turn.aside():
        return await future
