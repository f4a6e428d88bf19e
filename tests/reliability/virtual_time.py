"""An event loop whose clock leaps over the waiting: months of pauses and retries in seconds, over real sockets."""

import asyncio
import selectors
import sys
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import aiosqlite.core

T = TypeVar("T")

GRACE = 0.002  # real seconds in which a socket may still have something to say
A_THREAD_AT_MOST = 10.0  # real seconds for which a thread is waited for


class _Leaping(selectors.DefaultSelector):
    """Where the loop would sleep until a timer is due, it moves the clock to that timer instead.

    It really waits for threads (SQLite's, and those that draw pictures): `awaited` are the futures they will set. One
    that a thread has left unset, as aiosqlite does with a `stop` of a connection that has ended, is forgotten.
    """

    def __init__(self, grace: float) -> None:
        super().__init__()
        self.clock = 0.0
        self.awaited: set[asyncio.Future[Any]] = set()
        self._grace = grace

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if self.awaited:
            ready = super().select(A_THREAD_AT_MOST)
            if not ready:
                self.awaited.clear()
            return ready
        ready = super().select(min(timeout, self._grace))
        if not ready:
            self.clock += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` is virtual: it stands still while anything happens, and leaps when nothing does.

    `grace` is for how long (real seconds) nothing must happen; 0 where there are neither sockets nor threads.
    """

    def __init__(self, grace: float = GRACE) -> None:
        self._leaping = _Leaping(grace)
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.clock

    def stall(self, seconds: float) -> None:
        """Let time pass in which nothing is done, as on a busy machine."""
        self._leaping.clock += seconds

    def create_future(self) -> asyncio.Future[Any]:
        future = super().create_future()
        if sys._getframe(1).f_globals.get("__name__") == aiosqlite.core.__name__:
            self._wait_for(future)
        return future

    def run_in_executor(self, executor: Any, function: Any, *arguments: Any) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, function, *arguments)
        self._wait_for(future)
        return future

    def _wait_for(self, future: asyncio.Future[Any]) -> None:
        self._leaping.awaited.add(future)
        future.add_done_callback(self._leaping.awaited.discard)


def in_virtual_time(work: Callable[[], Coroutine[Any, Any, T]], *, grace: float = GRACE) -> T:
    """Run a coroutine to its end on such a loop."""
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(grace)) as runner:
        try:
            return runner.run(work())
        finally:
            _join_connections()


def _join_connections() -> None:
    """Let the threads of connections that were given up, as by a crash, end before the loop that they still tell so."""
    for thread in threading.enumerate():
        if getattr(thread, "_target", None) is aiosqlite.core._connection_worker_thread:
            thread.join(timeout=1)
