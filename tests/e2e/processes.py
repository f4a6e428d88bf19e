"""`python -m bot` and `python -m sandbox` as processes.

Most are forked from one that has imported everything (see `tests/forks.py`), since an interpreter that starts and
imports the bot takes three seconds of a processor. They show all that the bot does itself: what it prints, how it ends,
what it leaves behind. Some are started `afresh`, as by whoever installed the bot: only these show that the modules are
found and import what they need, that a wrong setting is refused before anything slow is imported, and that the
interpreter has nothing to add when it ends.
"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.forks import Fork, run_module

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "data" / "seed_plan.json"
SANDBOX_TOKEN = "1000000:sandbox"  # what `python -m sandbox` answers to
PATIENCE = 60  # seconds for anything a process is waited for


class Process:
    """A running process; what it prints is kept in files of `folder`, so that it never waits for a reader."""

    def __init__(self, process: asyncio.subprocess.Process | Fork, folder: Path, name: str) -> None:
        self._process = process
        self._out, self._err = folder / f"{name}.out", folder / f"{name}.err"

    @property
    def out(self) -> str:
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        return self._err.read_text(encoding="utf-8")

    async def ends(self, seconds: float = PATIENCE) -> int:
        """The exit code."""
        return await asyncio.wait_for(self._process.wait(), seconds)

    async def says(self, words: str, seconds: float = PATIENCE) -> None:
        """Wait until the log has the words."""
        async with asyncio.timeout(seconds):
            while words not in self.err:
                assert self._process.returncode is None, f"it ended with {self._process.returncode}:\n{self.err}"
                await asyncio.sleep(0.05)

    def send(self, what: signal.Signals) -> None:
        self._process.send_signal(what)

    async def killed(self) -> None:
        """End it at once, if it has not ended."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


async def start(folder: Path, *arguments: str, afresh: bool = False, **settings: Any) -> Process:
    """Start `python -m …` in `folder` with these settings and no others."""
    name = _next_name(folder)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "LC_ALL", "TZ")}
    given = {"PYTHONPATH": ROOT, "PLAN_FILE": PLAN} | settings
    environment = kept | {name: str(value) for name, value in given.items()}
    out, err = folder / f"{name}.out", folder / f"{name}.err"
    for file in (out, err):
        file.touch()
    if afresh:
        return Process(await _executed(arguments, folder, environment, out, err), folder, name)
    return Process(Fork(run_module, arguments, folder, environment, out, err), folder, name)


async def _executed(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path, err: Path
) -> asyncio.subprocess.Process:
    """An interpreter of its own."""
    with out.open("wb") as printed, err.open("wb") as complained:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *arguments,
            cwd=folder,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=printed,
            stderr=complained,
        )


def _next_name(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return f"process-{len(list(folder.glob('process-*.out')))}"


@asynccontextmanager
async def started(folder: Path, *arguments: str, afresh: bool = False, **settings: Any) -> AsyncIterator[Process]:
    """A process that is killed when the block ends, if it has not ended by itself."""
    process = await start(folder, *arguments, afresh=afresh, **settings)
    try:
        yield process
    finally:
        await process.killed()


async def finished(folder: Path, *arguments: str, afresh: bool = False, **settings: Any) -> tuple[int, Process]:
    """Run a process to its end: its exit code, and what it printed."""
    async with started(folder, *arguments, afresh=afresh, **settings) as process:
        return await process.ends(), process


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Web:
    """A process's HTTP, on the loopback."""

    def __init__(self, port: int, client: aiohttp.ClientSession) -> None:
        self.port = port
        self.base = f"http://127.0.0.1:{port}"
        self.client = client

    async def get(self, path: str, **query: Any) -> Any:
        """The JSON of an answer, whatever its status."""
        async with self.client.get(self.base + path, params=query) as response:
            return await response.json()

    async def post(self, path: str, **body: Any) -> Any:
        """The JSON of an answer that must be a good one."""
        async with self.client.post(self.base + path, json=body) as response:
            got = await response.json()
        assert response.status == 200, got
        return got

    async def answers(self, path: str, status: int = 200) -> None:
        """Wait until the address is answered with this status."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(aiohttp.ClientError, OSError):
                    async with self.client.get(self.base + path) as response:
                        if response.status == status:
                            return
                await asyncio.sleep(0.05)


@asynccontextmanager
async def web(port: int) -> AsyncIterator[Web]:
    """A client of a process's HTTP."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as client:
        yield Web(port, client)


@asynccontextmanager
async def sandbox_process(folder: Path) -> AsyncIterator[Web]:
    """`python -m sandbox` beside the bot, with its own small cast."""
    port = free_port()
    async with started(folder / "api", "sandbox", "--port", str(port)), web(port) as api:
        await api.answers("/sandbox/world")
        yield api
