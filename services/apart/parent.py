"""The side of the process that has work done apart."""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import NotImplementedType
from typing import IO, ParamSpec, TypeVar, cast

from services.apart.child import LENGTH, Outcome
from services.apart.limits import MEGABYTE, Limits

P = ParamSpec("P")
Result = TypeVar("Result")

ROOT = Path(__file__).resolve().parents[2]
TERM_SECONDS = 1.0
# What a child may know: where programs and folders are, and in what language they speak. No token, no address.
KEPT = ("HOME", "LANG", "LANGUAGE", "PATH", "TEMP", "TMP", "TMPDIR", "TZ", "USER")


class ApartError(Exception):
    """The work was broken off: it took more time or memory than its limits allow, or its process was ended."""


def nothing() -> None:
    """What needs no preparation."""


class Apart:
    """Has one piece of work at a time done in a process of its own.

    The process starts when it is first needed, stays for `idle` seconds after its last work, and ends with this one,
    however this one ends. One that died, or that broke its limits, is replaced by the next work. `begin` is the first
    thing that each process does.
    """

    def __init__(self, limits: Limits, idle: float, begin: Callable[[], object] = nothing) -> None:
        self._limits = limits
        self._idle = idle
        self._begin = begin
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._leaving: threading.Timer | None = None
        self._is_closed = False

    def run(self, function: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """The function's result, or the exception that it raised; to be called in a thread.

        The function, what it is given and what it returns are pickled. Raises ApartError.
        """
        with self._turn:
            if self._leaving is not None:
                self._leaving.cancel()
            try:
                return cast(Result, self._ready().does(function, args, kwargs))
            finally:
                if self._child is not None and not self._child.is_usable:
                    self._end()
                self._leaving = threading.Timer(self._idle, self._leave)
                self._leaving.daemon = True
                self._leaving.start()

    def close(self) -> None:
        """End the process, whatever it is doing; nothing is done any more."""
        self._is_closed = True
        if self._leaving is not None:
            self._leaving.cancel()
        self._end()

    def _ready(self) -> "Child":
        if self._is_closed:
            raise ApartError("the bot stops")
        if self._child is None or not self._child.is_usable:
            self._end()
            self._child = new_child(self._limits)
            self._child.does(self._begin, (), {})
        return self._child

    def _leave(self) -> None:
        if self._turn.acquire(blocking=False):  # else it works again, and leaves later
            try:
                self._end()
            finally:
                self._turn.release()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


class Child:
    """A process, and the pipes to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        theirs, self._lifeline = os.pipe()
        self._process = subprocess.Popen(  # noqa: S603 -- our own module
            [sys.executable, "-m", "services.apart.child", str(theirs)],
            cwd=ROOT,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs,),
        )
        os.close(theirs)
        self._is_usable = True
        self._is_late = False

    @property
    def is_usable(self) -> bool:
        """Whether it can be given work."""
        return self._is_usable and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def does(self, function: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> object:
        """The function's result, or the exception that it raised. Raises ApartError; the child is of no use then."""
        late = threading.Timer(self._limits.clock, self._be_late)
        late.daemon = True
        late.start()
        self._is_usable = False  # until it has answered
        try:
            for one in (self._limits, (function, args, kwargs)):
                _Pickler(self._given, pickle.HIGHEST_PROTOCOL).dump(one)
            self._given.flush()
            outcome, content = self._answer()
        except (OSError, EOFError) as error:
            raise ApartError(self._why()) from error
        finally:
            late.cancel()
        if outcome is Outcome.NO_MEMORY:
            raise ApartError("it needed too much memory")
        self._is_usable = True
        result = pickle.loads(content)  # noqa: S301 -- of our own module
        if outcome is Outcome.FAILED:
            raise result
        return result

    def end(self) -> None:
        """End it now, with what it has started."""
        self._process.terminate()
        try:
            self._process.wait(TERM_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._lifeline)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                cast(IO[bytes], pipe).close()

    @property
    def _given(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdin)

    def _answer(self) -> tuple[Outcome, bytes]:
        head = self._read(1 + LENGTH)
        length = int.from_bytes(head[1:], "big")
        if length > self._limits.answer * MEGABYTE:
            raise ApartError("its answer is too long")
        return Outcome(head[0]), self._read(length)

    def _read(self, length: int) -> bytes:
        found = cast(IO[bytes], self._process.stdout).read(length)
        if len(found) < length:
            raise EOFError
        return found

    def _be_late(self) -> None:
        self._is_late = True
        self._process.terminate()

    def _why(self) -> str:
        return "it took too long" if self._is_late else f"its process ended with {self._process.wait()}"


new_child = Child


class _Pickler(pickle.Pickler):
    def reducer_override(self, _: object) -> NotImplementedType:
        """Nothing but a moment of Python at each object, in which other threads may have their turn."""
        return NotImplemented  # type: ignore[no-any-return]  # the stubs have it as Any


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(("LC_", "PYTHON"))}
