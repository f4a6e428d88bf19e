"""What a process of its own may take."""

import contextlib
import fcntl
import os
import resource
import select
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """For one piece of work: MB of memory, seconds of a processor, seconds by the clock, MB of the answer.

    `others` are MB for each program that it starts. None: no limit.
    """

    clock: float
    answer: int
    memory: int | None = None
    processor: int | None = None
    others: int | None = None


def keep_within(limits: Limits) -> None:
    """Bind this process from now on, as far as the machine's own limits allow.

    RLIMIT_DATA counts the memory that a process may write to; the address space would count libraries too. Past the
    seconds of a processor the system ends it, whatever it is doing.
    """
    _bound(resource.RLIMIT_CORE, 0)
    if limits.memory is not None:
        _bound(resource.RLIMIT_DATA, limits.memory * MEGABYTE, (limits.others or limits.memory) * MEGABYTE)
    if limits.processor is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _bound(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + limits.processor)


def _bound(what: int, soft: int, hard: int = resource.RLIM_INFINITY) -> None:
    most = _least(hard, resource.getrlimit(what)[1])
    resource.setrlimit(what, (_least(soft, most), most))


def _least(one: int, other: int) -> int:
    return max(one, other) if resource.RLIM_INFINITY in (one, other) else min(one, other)


def end_with(lifeline: int) -> None:
    """Let the system end this process when the last other end of the pipe closes: with its parent, however that ends.

    PR_SET_PDEATHSIG would follow the thread that started it, not the process. Any handler may still be set for SIGIO.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([lifeline], [], [], 0)[0]:  # it was closed before
        os.kill(os.getpid(), signal.SIGIO)


@contextlib.contextmanager
def taking_along(group: int) -> Iterator[None]:
    """Inside the block whatever ends this process by a signal ends that group of processes too."""
    if threading.current_thread() is not threading.main_thread():  # a process of many threads ends by its own order
        yield
        return

    def end(_signal: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
        os._exit(1)

    before = {one: signal.signal(one, end) for one in (signal.SIGIO, signal.SIGTERM)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
