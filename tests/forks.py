"""Processes that begin with everything imported: forked from one that has imported it, once for each process of tests.

Importing the bot takes three seconds of a processor, nearly all of it aiogram's types, and the tests start hundreds of
processes. A forked one runs the same code with its own arguments, environment, folder and output, is sent real signals
and ends with a real exit code. What it cannot show is how the interpreter begins and ends: see `afresh` in
`tests/e2e/processes.py`.
"""

import asyncio
import contextlib
import io
import multiprocessing
import os
import runpy
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(["tests.imported"])


class Fork:
    """A forked process, with what `asyncio.subprocess.Process` offers."""

    def __init__(self, work: Callable[..., Any], *given: Any) -> None:
        self._process = _forking.Process(target=work, args=given, daemon=True)
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """The exit code, or the signal that ended it as a negative number; None while it runs."""
        return self._process.exitcode

    async def wait(self) -> int:
        """The exit code, once it has ended."""
        while (code := self.returncode) is None:  # noqa: ASYNC110 -- another process does not ring
            await asyncio.sleep(0.005)
        return code

    def send_signal(self, what: signal.Signals) -> None:
        """Nobody hears it if the process has ended."""
        assert self._process.pid is not None
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, what)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def run_module(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path, err: Path) -> None:
    """Be `python -m …` in a forked process."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    write_to(out, err)
    module, *sys.argv[1:] = arguments
    sys.path.insert(0, str(folder))
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def write_to(out: Path, err: Path) -> None:
    """Read nothing and print to these files from now on, as a process does that was started so."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for descriptor, opened in enumerate((os.open(os.devnull, os.O_RDONLY), os.open(out, flags), os.open(err, flags))):
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False))
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )
