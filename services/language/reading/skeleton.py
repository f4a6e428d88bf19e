"""A word's skeleton, which is the same however the word is typed; words are matched by it."""

import re
from functools import lru_cache

from services.language.script import bare

# One letter for letters that people exchange: «колди» for «қолди», «булди» for «бўлди». Both the vocabulary and the
# messages pass through here, so nothing is lost by it.
_EXCHANGED = (
    (re.compile("q"), "k"),
    (re.compile("u"), "o"),
    (re.compile("(?<=[bcdfghjklmnprstvz])y(?![aeio])"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
# Digits that stand for letters on a keyboard without apostrophes and «ш»: 4orak, bo6landi.
_LONE_C = re.compile("c(?!h)")
_DIGITS = {"4": "ch", "6": "sh"}


def skeleton(word: str) -> str:
    """`word` folded, without apostrophes, exchanged letters made one and doubled letters single."""
    return loosened(bare(word))


@lru_cache(maxsize=4096)  # of words, which come again and again
def loosened(folded: str) -> str:
    """The skeleton of a word already folded and bare."""
    for letters, letter in _EXCHANGED:
        folded = letters.sub(letter, folded)
    return folded


def spellings(word: str) -> tuple[str, ...]:
    """A skeleton and what else it may stand for: «w» is typed for «ш», «c» for «ц» and «ч»."""
    spelled = {word: None, word.replace("w", "sh"): None}
    for spelling in tuple(spelled):
        spelled[_LONE_C.sub("s", spelling)] = None
        spelled[_LONE_C.sub("ch", spelling)] = None
    return tuple(spelled)


def letter_of(digit: str) -> str | None:
    """The letter for which people type `digit`, if any."""
    return _DIGITS.get(digit)
