"""Which of a person's activities words are about: the words they share, rare ones weighing more.

Words are compared by their beginnings, so that endings do not matter, and a misspelt word finds the nearest one.
Words of Russian find the plan's Uzbek ones through a glossary.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.language.reading.glossary import SAME
from services.language.reading.skeleton import loosened, skeleton
from services.language.tokens import TokenKind, tokenize


@dataclass(frozen=True)
class Activity:
    """An activity as the reader needs it: number, full text, and the short name people use."""

    number: int
    text: str
    short_name: str | None = None


_BEGINNING = 5  # letters by which two words are one
_SHORTEST = 3
_NAMED = 2.0  # a word of the short name weighs so many times a word of the text
_SHARED_BY_ALL = 0.05
_CLEAR = 1.6  # times the next best
_CLEAR_ALONE = 1.2  # weight that words must have to name an activity by themselves
_FEWEST = 2  # words that name an activity against a context
_MISSPELT = 0.79  # one letter of five
_LONGEST_TEXT = 4096
# Stems shorter than a beginning: «режа», «режаси», «режасини» are one word.
_SHORT_STEM = re.compile(r"(?P<stem>\w{4})(?:lar)?(?:si|i)?(?:ni|ning|ga|da|dan)?")


class Topics:
    """One person's activities, by the words that tell them apart."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        self._activities = tuple(activities)
        self._texts = {one.number: frozenset(_keys(one.text)) for one in activities}
        self._names = {one.number: frozenset(_keys(one.short_name or "")) for one in activities}
        shared = Counter(key for one in activities for key in self._texts[one.number] | self._names[one.number])
        self._weights = {
            key: _SHARED_BY_ALL + log((1 + len(self._activities)) / times) for key, times in shared.items()
        }
        self._known = list(self._weights)

    def belongs(self, word: str, number: int) -> bool:
        """Whether the skeleton `word` is one of the activity's words."""
        keys = _of_word(word)
        return bool(keys & (self._texts.get(number, frozenset()) | self._names.get(number, frozenset())))

    def is_named(self, word: str) -> bool:
        """Whether the skeleton `word` is one of a short name."""
        return any(_of_word(word) & names for names in self._names.values())

    def points_elsewhere(self, words: Iterable[str], number: int) -> bool:
        """Whether one of the skeletons stands in the short name of other activities, and not in this one's words."""
        return any(
            not self.belongs(word, number) and any(_of_word(word) & names for names in self._names.values())
            for word in words
            if len(word) >= _BEGINNING
        )

    def called(self, word: str) -> int | None:
        """The only activity in whose short name the skeleton `word` stands."""
        numbers = [number for number, names in self._names.items() if self._nearest(word) & names]
        return numbers[0] if len(numbers) == 1 else None

    @staticmethod
    def is_translated(word: str) -> bool:
        """Whether the skeleton `word` stands in the glossary as it is."""
        return word in _glossary()

    def scores(self, words: Iterable[str]) -> dict[int, float]:
        """The weight of the words shared with each activity, for activities that share any."""
        scores: dict[int, float] = {}
        for keys in {frozenset(self._nearest(word)) for word in words if len(word) >= _SHORTEST or word in _glossary()}:
            for activity in self._activities:
                named = bool(keys & self._names[activity.number])
                if named or keys & self._texts[activity.number]:
                    best = max(self._weights[key] for key in keys if key in self._weights)
                    scores[activity.number] = scores.get(activity.number, 0.0) + best * (_NAMED if named else 1)
        return scores

    def _hits(self, words: Iterable[str], number: int) -> int:
        return sum(self.belongs(word, number) for word in set(words))

    def _nearest(self, word: str) -> frozenset[str]:
        keys = _of_word(word)
        if keys & self._weights.keys() or len(word) < _BEGINNING:
            return keys
        near = process.extractOne(
            word[:_BEGINNING], self._known, scorer=OSA.normalized_similarity, score_cutoff=_MISSPELT
        )
        return frozenset({near[0]}) if near else keys

    def ranked(self, words: Iterable[str], first: Sequence[int] = ()) -> list[int]:
        """All activities by the words they share; among equals those in `first`, then in their own order."""
        scores = self.scores(words)
        numbers = [one.number for one in self._activities]
        return sorted(
            numbers, key=lambda number: (-scores.get(number, 0.0), number not in first, numbers.index(number))
        )

    def clear(self, words: Sequence[str]) -> int | None:
        """The activity that several words name more than any other, if there is one."""
        if len(set(words)) < _FEWEST:
            return None
        scores = sorted(self.scores(words).items(), key=lambda item: -item[1])
        if not scores or scores[0][1] < _CLEAR_ALONE:
            return None
        if self._hits(words, scores[0][0]) < _FEWEST:
            return None
        if len(scores) > 1 and scores[0][1] < _CLEAR * scores[1][1]:
            return None
        return scores[0][0]


def _keys(text: str) -> Iterable[str]:
    for token in tokenize(text[:_LONGEST_TEXT]):
        if token.kind is TokenKind.WORD and len(token.text) >= _SHORTEST:
            yield from _of_word(loosened(token.text))


@lru_cache(maxsize=8192)
def _of_word(word: str) -> frozenset[str]:
    """The beginning of a word, its stem if that is shorter, and the same of the plan's word for it."""
    keys = {word[:_BEGINNING]}
    if short := _SHORT_STEM.fullmatch(word):
        keys.add(short["stem"])
    return frozenset(keys.union(*(_glossary().get(key, ()) for key in keys)))


@lru_cache(maxsize=1)
def _glossary() -> dict[str, frozenset[str]]:
    glossary: dict[str, frozenset[str]] = {}
    for line in SAME.strip().splitlines():
        theirs, _, ours = line.partition("=")
        meant = frozenset(skeleton(word)[:_BEGINNING] for word in ours.split())
        for word in theirs.split():
            key = skeleton(word)[:_BEGINNING]
            glossary[key] = glossary.get(key, frozenset()) | meant
    return glossary
