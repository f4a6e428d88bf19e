"""Which plan a document is of, where it may be one beside those that are known. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.terms import Period
from services.control.lines import Into
from services.plan.papers import as_mark, folded_mark, is_same_paper, kind_of, series_of

PLACE = hashlib.sha256(b"plan").hexdigest()[:10]  # the key of the question, and of its answer
Answer = Mapping[str, object]


@dataclass(frozen=True)
class KnownLine:
    """A line of plans: its plan in force, else the one that waits, and the other periods that its plans are for."""

    line: int
    mark: str
    title: str
    organisation: str
    period: Period
    others: frozenset[tuple[str, Period]] = field(default_factory=frozenset)

    def has(self, organisation: str, period: Period) -> bool:
        """Whether a plan of the line is of this organisation and for this period."""
        return (organisation, period) in {(self.organisation, self.period), *self.others}


def certain_line(title: str, organisation: str, period: Period, lines: Sequence[KnownLine]) -> int | None:
    """The line that a plan is of beyond a doubt, by its organisation, period and title; None if an admin must say it.

    A paper of another kind, or of another number, is none of a line's; nor is one whose title names no kind, and is
    another, for days of which the line has a plan already. Beside a single line all else is its next plan.
    """
    alike = [one for one in lines if is_same_paper(one.title, title)]
    same = [one for one in alike if one.has(organisation, period)]
    if len(same) == 1:
        return same[0].line
    if len(lines) == 1:
        return next((one.line for one in alike if not _is_beside(one, title, period)), None)
    following = [one for one in alike if one.organisation == organisation and period.start > one.period.end]
    return following[0].line if len(following) == 1 else None


def _is_beside(one: KnownLine, title: str, period: Period) -> bool:
    overlaps = period.start <= one.period.end and one.period.start <= period.end
    is_of_a_kind = bool(kind_of(title)) and kind_of(title) == kind_of(one.title)
    return overlaps and not is_of_a_kind and series_of(one.title) != series_of(title)


def of_line(line: int, *, is_found: bool = False) -> Answer:
    """It is of this line; `is_found`: nobody was asked."""
    return {"line": line, **({"found": True} if is_found else {})}


def of_mark(mark: str) -> Answer:
    """It is a plan of its own, with this mark."""
    return {"mark": mark}


def is_found(answer: Answer) -> bool:
    """Whether the place was found, and is no admin's answer."""
    return bool(answer.get("found"))


def into_of(answer: Answer | None) -> Into | None:
    """Where the plan is loaded by this answer."""
    if answer is None:
        return None
    line, mark = answer.get("line"), answer.get("mark")
    return Into(line) if isinstance(line, int) else Into(mark=str(mark)) if mark else None


def typed_place(words: str, lines: Sequence[KnownLine]) -> Answer | None:
    """What an admin's words answer: the mark of a line that is known, else that of a plan of its own."""
    mark = as_mark(words)
    if mark is None:
        return None
    known = next((one for one in lines if one.mark and folded_mark(one.mark) == folded_mark(mark)), None)
    return of_line(known.line) if known is not None else of_mark(mark)
