"""The numbers that activities have on paper («1.4а»), where the plan counts them anew: they are known by both."""

import re
from collections.abc import Iterable, Mapping

from services.language.script import bare

Swaps = tuple[tuple[str, str], ...]  # the plan's numbers put for those on paper
PAPER_NUMBER = "№"
"""The head of the further column that keeps an activity's number in the document."""

_ABOUT = r"(?:банд|band|пункт|punkt|тадбир|tadbir|мероприяти|топшириқ|topshiriq)"
_NUMBERLIKE = re.compile(r"\d+(?:\.\d+)*[^\W\d_]?(?!\w)")
_BEGINS = re.compile(r"(?:^|[\n;]|№)\W{0,3}$")
_LABELLED = re.compile(rf"\s*[-–]?\s*{_ABOUT}", re.IGNORECASE)
_SAID_BEFORE = re.compile(rf"{_ABOUT}\w*\s*[:№]?\s*$|\b(?:по|про)\s+$", re.IGNORECASE)
# «1.4 гача», «1.4 млн»: a day or an amount, not an activity.
_NO_ACTIVITY = re.compile(
    r"\s*[-–]?\s*(?:гача|gacha|кун|kun|дан\b|dan\b|га\b|ga\b|числ|год|йил|yil|млн|mln|минг|ming|млрд|mlrd|%|фоиз|foiz|процент|foiz|сўм|so.?m\b|"
    r"соат|soat|km\b|км\b|кг\b)|[.:/]\d",
    re.IGNORECASE,
)


def is_paper_only(mark: str) -> bool:
    """Whether a number on paper is one that no activity has in the plan («1.4», «5а»): it tells which is meant."""
    return not mark.isdecimal() and _NUMBERLIKE.fullmatch(mark) is not None


def marks_of(numbered: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """The plan's numbers by those on paper, folded; those that several activities have tell nothing."""
    found: dict[str, set[int]] = {}
    for mark, number in numbered:
        if is_paper_only(mark):
            found.setdefault(bare(mark), set()).add(number)
    return {mark: numbers.pop() for mark, numbers in found.items() if len(numbers) == 1}


def in_plan_numbers(text: str, marks: Mapping[str, int]) -> tuple[str, Swaps]:
    """The text with an activity's number on paper, named as one, put as the plan's: «1.4а 50%» → «6 50%»."""
    if not marks:
        return text, ()
    pieces: list[str] = []
    swaps: list[tuple[str, str]] = []
    done = 0
    for found in _NUMBERLIKE.finditer(text):
        number = marks.get(bare(found[0]))
        if number is None or not _names_an_activity(text, found.start(), found.end(), found[0]):
            continue
        pieces += [text[done : found.start()], str(number)]
        swaps.append((str(number), found[0]))
        done = found.end()
    return "".join((*pieces, text[done:])), tuple(swaps)


def as_on_paper(words: str, swaps: Swaps) -> str:
    """Words of the text put so, as they were written."""
    for number, mark in swaps:
        words = re.sub(rf"(?<![\w.,]){number}(?![\d.,]\d|\w*%)", mark.replace("\\", ""), words, count=1)
    return words


def _names_an_activity(text: str, start: int, end: int, mark: str) -> bool:
    if start and (text[start - 1].isalnum() or text[start - 1] in ".,:/"):
        return False
    if _LABELLED.match(text, end) or _SAID_BEFORE.search(text[:start]):
        return True
    has_letter = not mark[-1].isdecimal()
    return (has_letter or _BEGINS.search(text[:start]) is not None) and not _NO_ACTIVITY.match(text, end)
