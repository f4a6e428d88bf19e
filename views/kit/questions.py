"""A report's question, packed into the few bytes that a button can carry."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from services.calendar.deadlines import Month, Period
from services.language.question_words import Place
from services.language.questions import Question
from services.leadership.report import STATUS_WORDS
from views.kit import callbacks

_BUTTON = 64  # bytes; all of it is ASCII
_FARTHEST = 9999  # page
LIMIT = _BUTTON - len(callbacks.Report(words="", page=_FARTHEST).pack())
LIMIT_OF_PAST = _BUTTON - len(callbacks.PastReport(plan=2**31 - 1, words="", page=_FARTHEST).pack())

FORMATS = ("docx", "xlsx", "pdf", "timeline", "card")

_SPAN = re.compile(r"([nemdlpuo])(\d+)(?:-(\d+))?", re.ASCII)
_SECTION = re.compile(r"[IVXLCDM]+(?:\.\d+)?", re.ASCII)
_DAYS = range(date.min.toordinal(), date.max.toordinal() + 1)
_MONTHS = range(Month.of(date.min).toordinal(), Month.of(date.max).toordinal() + 1)


def pack(question: Question, limit: int = LIMIT) -> str:
    """«III overdue e4 m24290-24292»: sections, statuses, executors (e), months (m), days (d), numbers (n) and lines of
    plans (p), runs as spans; the day by which (u) or on which (o) something is due; the word for notices, a length (l),
    and a document's format last.

    If it does not fit into `limit` bytes, the last words of the longest kind are left out: fewer
    things, never other ones.
    """
    kinds = [
        sorted(question.sections),
        sorted(question.statuses),
        list(_spans("e", (int(key) for key in question.executors))),
        list(_spans("m", (month.toordinal() for month in question.months))),
        list(_spans("d", _days_of(question))),
        list(_spans("n", question.numbers)),
        list(_spans("p", question.lines)),
        [f"u{question.until.toordinal()}"] if question.until is not None else [],
        [f"o{question.on.toordinal()}"] if question.on is not None else [],
    ]
    form = [Place.NOTICES.value] if question.place is Place.NOTICES else []
    form += [f"l{question.lasting}"] if question.lasting is not None else []
    form += [question.format] if question.format else []
    while len(" ".join(word for kind in (*kinds, form) for word in kind)) > limit:
        max(kinds, key=len).pop()
    return " ".join(word for kind in (*kinds, form) for word in kind)


def unpack(words: str) -> Question:
    """The question that pack() packed; words of no kind, as in a forged button, are passed over."""
    spans = {kind: set[int]() for kind in "nemdlpuo"}
    for kind, first, last in _SPAN.findall(words):
        # A forged span cannot ask for more than a message could name.
        spans[kind] |= set(range(int(first), min(int(last or first), int(first) + 9999) + 1))
    every = words.split()
    days = sorted(number for number in spans["d"] if number in _DAYS)
    return Question(
        numbers=frozenset(spans["n"]),
        sections=frozenset(word for word in every if _SECTION.fullmatch(word)),
        executors=frozenset(str(number) for number in spans["e"]),
        statuses=frozenset(word for word in every if word in STATUS_WORDS),
        format=next((word for word in every if word in FORMATS), None),
        months=frozenset(Month.fromordinal(number) for number in spans["m"] if number in _MONTHS),
        days=Period(date.fromordinal(days[0]), date.fromordinal(days[-1])) if days else None,
        until=_day_in(spans["u"]),
        on=_day_in(spans["o"]),
        lasting=min(spans["l"], default=None),
        lines=frozenset(spans["p"]),
        place=Place.NOTICES if Place.NOTICES.value in every else None,
    )


def _day_in(numbers: Iterable[int]) -> date | None:
    return next((date.fromordinal(one) for one in sorted(numbers) if one in _DAYS), None)


def _days_of(question: Question) -> range:
    days = question.days
    return range(days.start.toordinal(), days.end.toordinal() + 1) if days is not None else range(0)


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
