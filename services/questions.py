"""What /report was asked for: words in any order, four languages, two scripts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.names import Named, find


@dataclass(frozen=True)
class Unknown:
    """A word that was not understood (as typed), and the closest words that would be."""

    word: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A request for a report: each set narrows it, an empty one does not; empty sets everywhere ask for the whole.

    `executors` holds keys of `Named`; `ambiguous` pairs the words typed with the executors they may mean;
    `months` holds (year, month); `format` is docx, xlsx, pdf or None for a message.
    """

    numbers: frozenset[int] = frozenset()
    sections: frozenset[str] = frozenset()
    executors: frozenset[str] = frozenset()
    ambiguous: tuple[tuple[str, tuple[Named, ...]], ...] = ()
    statuses: frozenset[str] = frozenset()
    months: frozenset[tuple[int, int]] = frozenset()
    format: str | None = None
    help: bool = False
    unknown: tuple[Unknown, ...] = ()


def parse_question(
    text: str, *, numbers: Collection[int], sections: Sequence[str], names: Sequence[Named], year: int
) -> Question:
    """Read the words after /report; what is not understood is in `unknown` with suggestions, never an error."""
    if not text.strip():
        return Question()
    found = find(text, names)
    return Question(
        numbers=frozenset(
            int(word) for word in text.split() if word.isascii() and word.isdigit() and int(word) in numbers
        ),
        sections=frozenset(section for section in sections if section in text.upper().split()),
        executors=frozenset(name.key for name in found[:1]),
    )
