"""Work in a process of its own: what comes back, what ends it, and that it outlives nobody."""

import math
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.apart import parent
from services.apart.limits import Limits
from services.apart.parent import Apart, ApartError, Child

ROOT = Path(__file__).resolve().parent.parent.parent
NARROW = Limits(clock=20, answer=1, memory=200, processor=1)
ENDLESS = ("(a+)+b", "a" * 60)  # in re.match no Python is between: no signal's handler would ever be called


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    monkeypatch.setattr(parent, "new_child", Child)
    one = Apart(NARROW, idle=60)
    yield one
    one.close()


def is_there(pid: int) -> bool:
    """Whether the process lives."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def is_gone_soon(pid: int) -> bool:
    """Whether it ends within some seconds."""
    end = time.monotonic() + 10
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.01)
    return not is_there(pid)


def test_results_and_exceptions_come_back_from_one_process(apart: Apart) -> None:
    pid = apart.run(os.getpid)
    assert pid != os.getpid()
    assert apart.run(math.sqrt, 4) == 2
    with pytest.raises(ValueError, match="domain"):
        apart.run(math.sqrt, -1)
    assert apart.run(os.getpid) == pid


@pytest.mark.parametrize(
    ("function", "given", "why"),
    [
        (bytearray, (2**28,), "memory"),
        (re.match, ENDLESS, f"ended with -{signal.SIGXCPU}"),
        (bytes, (2**21,), "too long"),
        (os._exit, (3,), "ended with 3"),
        (os.abort, (), f"ended with -{signal.SIGABRT}"),
    ],
    ids=["memory", "processor", "answer", "exit", "crash"],
)
def test_what_breaks_its_limits_or_dies_is_broken_off_and_the_next_work_is_done(
    apart: Apart, function: Callable[..., Any], given: tuple[Any, ...], why: str
) -> None:
    pid = apart.run(os.getpid)
    with pytest.raises(ApartError, match=why):
        apart.run(function, *given)
    assert is_gone_soon(pid)
    assert apart.run(math.sqrt, 4) == 2


def test_what_hangs_is_ended_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "new_child", Child)
    apart = Apart(Limits(clock=1.5, answer=1), idle=60)
    with pytest.raises(ApartError, match="took too long"):
        apart.run(time.sleep, 60)
    assert apart.run(math.sqrt, 4) == 2
    apart.close()


def test_what_cannot_be_handed_over_says_so_and_the_next_work_is_done(apart: Apart) -> None:
    with pytest.raises(Exception, match="pickle"):
        apart.run(lambda: 1)
    with pytest.raises(Exception, match="pickle"):
        apart.run(re.compile("a").scanner, "a")
    assert apart.run(math.sqrt, 4) == 2


def test_a_process_that_has_nothing_to_do_leaves_and_another_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "new_child", Child)
    apart = Apart(NARROW, idle=0.3)
    pid = apart.run(os.getpid)
    assert is_gone_soon(pid)
    assert apart.run(os.getpid) != pid
    apart.close()


def test_closing_ends_work_under_way_and_nothing_begins_after_it(apart: Apart) -> None:
    pid = apart.run(os.getpid)
    apart.close()
    assert is_gone_soon(pid)
    with pytest.raises(ApartError):
        apart.run(os.getpid)


def test_it_knows_no_secret_of_the_bot(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "42:secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host/bot")
    names = apart.run(os.getenv, "BOT_TOKEN"), apart.run(os.getenv, "DATABASE_URL")
    assert names == (None, None)


PARENT = """
import ast, os, sys, threading, importlib
from services.apart.limits import Limits
from services.apart.parent import Apart

apart = Apart(Limits(clock=300, answer=1), idle=300)
print(apart.run(os.getpid), flush=True)
module, function, *given = ast.literal_eval(sys.argv[1])
threading.Thread(target=lambda: apart.run(getattr(importlib.import_module(module), function), *given)).start()
"""


def parent_of(work: list[Any], **environment: str) -> tuple[subprocess.Popen[str], int]:
    """A process that has this done apart, and the number of the process that does it."""
    command = [sys.executable, "-c", PARENT, repr(work)]
    process = subprocess.Popen(  # noqa: S603 -- our own words
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


@pytest.mark.parametrize("work", [["time", "sleep", 300], ["re", "match", *ENDLESS]], ids=["asleep", "at work"])
def test_a_killed_bot_leaves_no_process_behind(work: list[Any]) -> None:
    process, pid = parent_of(work)
    time.sleep(0.3)  # it has begun
    assert is_there(pid)
    process.kill()
    process.wait()
    assert is_gone_soon(pid)


def test_a_killed_bot_leaves_no_libreoffice_behind(tmp_path: Path) -> None:
    program, started = tmp_path / "soffice", tmp_path / "started"
    program.write_text(f"#!/bin/sh\nsleep 300 &\necho $! > {started}.new; mv {started}.new {started}\nwait\n")
    program.chmod(0o755)
    made = ["views.documents.pdf", "opened_as_docx", b"document", ".rtf"]
    process, pid = parent_of(made, PATH=f"{tmp_path}:/usr/bin:/bin")
    end = time.monotonic() + 20
    while not started.exists() and time.monotonic() < end:
        time.sleep(0.02)
    asleep = int(started.read_text())
    process.kill()
    process.wait()
    assert is_gone_soon(pid)
    assert is_gone_soon(asleep)
