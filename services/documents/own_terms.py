"""A co-executor's own term beside the name: «М. Мирамиров — 15 мартгача», «Н. Умаров (15 мартгача)».

It is taken only where all of it is certain: one day or month, not later than the activity's, beside one known name that
does not stand first. Whatever else stands there stays in the cell, and is asked about as ever.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.calendar.rules import OnRule, WindowRule
from services.documents.executors import Cast
from services.documents.terms import TermReader
from services.documents.understood import DeadlineRead, ExecutorRead, Part

_PIECES = re.compile(r"([,;\n]+)")
_TERM = re.compile(r"^(?P<who>.*?\S)\s*(?:\((?P<inside>[^()]+)\)|\s[–—-]\s*(?P<after>[^()]+))\s*$", re.DOTALL)
_DAY_OR_MONTH = re.compile(
    r"\d|март|апрел|янв|фев|май|мая|июн|июл|авг|сен|окт|ноя|дек|mart|apr|yan|fev|may|iyun|iyul|avg|sen|okt|noy|dek"
)


def without_terms(cell: str, deadline: DeadlineRead, terms: TermReader, cast: Cast) -> tuple[str, Mapping[str, date]]:
    """The cell without the terms that stand beside names, and these terms by the names' words."""
    last = _last(deadline)
    if last is None:
        return cell, {}
    found: dict[str, date] = {}
    pieces = _PIECES.split(cell)
    for place in range(2, len(pieces), 2):  # every other one is what parts them; the first leads
        read = _TERM.match(pieces[place])
        words = (read["inside"] or read["after"]) if read is not None else ""
        if read is None or not _DAY_OR_MONTH.search(words.lower()) or not cast.knows(read["who"]):
            continue
        day = _last(terms.read(words.strip(), ""))
        if day is not None and day <= last and len(cast.read(read["who"])) == 1:
            found[read["who"].strip()] = day
            pieces[place] = read["who"]
    return "".join(pieces), found


def with_terms(executors: tuple[ExecutorRead, ...], found: Mapping[str, date], cast: Cast) -> tuple[ExecutorRead, ...]:
    """The executors with the terms found beside their names."""
    days = {one.key: day for words, day in found.items() for one in cast.read(words)}
    return tuple(
        replace(one, due_on=days[one.key]) if one.part is Part.CO and one.key in days else one for one in executors
    )


def _last(read: DeadlineRead) -> date | None:
    """The one last day of a term that is certain; None of anything else."""
    if read.rules is None or len(read.rules) != 1:
        return None
    [rule] = read.rules
    if isinstance(rule, OnRule):
        return rule.days[0] if len(rule.days) == 1 else None
    return rule.last if isinstance(rule, WindowRule) else None
