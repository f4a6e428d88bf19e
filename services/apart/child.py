"""The process of its own: `python -m services.apart.child LIFELINE` does what it is handed, one piece after the other.

It is handed pickles on its standard input: limits, and a function with its arguments. It answers on its standard output
by an outcome and a pickle, each with its length before it.
"""

import enum
import os
import pickle
import signal
import sys
from typing import IO

from services.apart.limits import end_with, keep_within

LENGTH = 8  # bytes of the number that says how long an answer is


class Outcome(enum.IntEnum):
    """How a piece of work ended."""

    DONE = enum.auto()
    FAILED = enum.auto()  # with the exception
    NO_MEMORY = enum.auto()


def main(lifeline: int) -> None:
    """Work until nothing more comes."""
    end_with(lifeline)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in the terminal is for the parent, which ends this one
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # what a library prints is no answer, and may quote a document
        os.dup2(nowhere, descriptor)
    while True:
        try:
            keep_within(pickle.load(tasks))  # noqa: S301 -- of the process that started this one
        except EOFError:
            return
        _answer(answers, *_worked(tasks))


def _worked(tasks: IO[bytes]) -> tuple[Outcome, bytes]:
    try:
        function, args, kwargs = pickle.load(tasks)  # noqa: S301 -- as above
        return Outcome.DONE, pickle.dumps(function(*args, **kwargs), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return Outcome.NO_MEMORY, b""
    except Exception as error:
        return Outcome.FAILED, _pickled(error)


def _pickled(error: Exception) -> bytes:
    """The exception, or its name alone where it does not bear the way."""
    try:
        made = pickle.dumps(error, pickle.HIGHEST_PROTOCOL)
        pickle.loads(made)  # noqa: S301 -- made here
    except Exception:
        return pickle.dumps(RuntimeError(type(error).__qualname__))
    return made


def _answer(answers: IO[bytes], outcome: Outcome, content: bytes) -> None:
    answers.write(bytes([outcome]) + len(content).to_bytes(LENGTH, "big"))
    answers.write(content)
    answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
