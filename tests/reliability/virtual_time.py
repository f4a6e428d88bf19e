"""An event loop whose clock leaps over the waiting: months of pauses and retries in seconds, over real sockets."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

GRACE = 0.004  # real seconds in which a thread (SQLite's) or a socket may still have something to say


class _Leaping(selectors.DefaultSelector):
    """Where the loop would sleep until a timer is due, it moves the clock to that timer instead."""

    def __init__(self, grace: float) -> None:
        super().__init__()
        self.clock = 0.0
        self._grace = grace

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
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


def in_virtual_time(work: Callable[[], Coroutine[Any, Any, T]], *, grace: float = GRACE) -> T:
    """Run a coroutine to its end on such a loop."""
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(grace)) as runner:
        return runner.run(work())
