"""A report's question, packed into the few bytes that a button can carry."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from services.calendar.deadlines import Month
from services.language.questions import Question
from services.leadership.report import STATUS_WORDS
from views.kit import callbacks

LIMIT = 64 - len(callbacks.Report(words="", page=9999).pack())  # bytes; all of it is ASCII

FORMATS = ("docx", "xlsx", "pdf", "timeline")

_SPAN = re.compile(r"([nem])(\d+)(?:-(\d+))?", re.ASCII)
_SECTION = re.compile(r"[IVXLCDM]+")
_MONTHS = range(Month.of(date.min).toordinal(), Month.of(date.max).toordinal() + 1)


def pack(question: Question) -> str:
    """«III overdue e4 m24290-24292»: sections, statuses, executors (e), months (m) and numbers (n), runs as
    spans; a document's format last.

    If it does not fit, the last words of the longest kind are left out: fewer things, never other ones.
    """
    kinds = [
        sorted(question.sections),
        sorted(question.statuses),
        list(_spans("e", (int(key) for key in question.executors))),
        list(_spans("m", (month.toordinal() for month in question.months))),
        list(_spans("n", question.numbers)),
    ]
    form = [question.format] if question.format else []
    while len(" ".join(word for kind in (*kinds, form) for word in kind)) > LIMIT:
        max(kinds, key=len).pop()
    return " ".join(word for kind in (*kinds, form) for word in kind)


def unpack(words: str) -> Question:
    """The question that pack() packed; unknown words, as in a forged button, are ignored."""
    spans = {"n": set[int](), "e": set[int](), "m": set[int]()}
    for kind, first, last in _SPAN.findall(words):
        # A forged span cannot ask for more than a message could name.
        spans[kind] |= set(range(int(first), min(int(last or first), int(first) + 9999) + 1))
    every = words.split()
    return Question(
        numbers=frozenset(spans["n"]),
        sections=frozenset(word for word in every if _SECTION.fullmatch(word)),
        executors=frozenset(str(number) for number in spans["e"]),
        statuses=frozenset(word for word in every if word in STATUS_WORDS),
        format=next((word for word in every if word in FORMATS), None),
        months=frozenset(Month.fromordinal(number) for number in spans["m"] if number in _MONTHS),
    )


def _spans(letter: str, numbers: Collection[int] | Iterable[int]) -> Iterator[str]:
    """Numbers as «n3-9», «n12»."""
    ordered = sorted(numbers)
    start = 0
    for index, number in enumerate(ordered):
        is_last = index + 1 == len(ordered) or ordered[index + 1] != number + 1
        if is_last:
            first = ordered[start]
            yield f"{letter}{first}" if first == number else f"{letter}{first}-{number}"
            start = index + 1
