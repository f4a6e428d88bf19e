"""The short name of an activity, derived from its text if the plan gives none."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 40  # characters

# List markers and the item's own number before the first word: «–», «1.», «2.1)», «а)».
_MARK = re.compile(r"(?:[\-–—•·*▪▫]\ufe0f?\s*|\d{1,3}(?:\.\d{1,3})*[.)]\s+|\(?\w\)\s+)+")
# The end of a clause. A full stop after a few letters is an abbreviation's: «2024 й. режаси».
_END = re.compile(r"(?:(?<=\w{4})|(?<=[)”»\"]))[;:.!?]+(?=\s|$)")
_PAIRS = ("()", "[]", "«»", "“”")
_SIGNS = re.compile(r"^\W+")
_PROMISING = " ,;:.–—-"  # these signs at the end of a cut text suggest that more follows
_JOINING = {
    *("ва", "ҳамда", "ёки", "va", "hamda", "yoki", "and", "or", "of", "to", "in", "on", "for", "with", "the", "a"),
    *("и", "или", "в", "на", "по", "с", "из", "к", "о", "об", "для", "от", "до"),
}


def called(short_name: str | None, text: str) -> str:
    """The short name from the plan, or one derived from the text."""
    return short_name or short_name_of(text)


@lru_cache(maxsize=2048)  # each activity's is shown again and again
def short_name_of(text: str) -> str:
    """The first words of `text`, at most LONGEST characters, ending in «…» if a clause had to be cut.

    A first clause that fits is kept whole, without its list marker or number. Empty only if `text` is.
    """
    lines = [line for line in (_unmarked(" ".join(line.split())) for line in text.splitlines()) if line]
    if not lines:
        return ""
    clause = _END.split(lines[0], maxsplit=1)[0]
    return clause if len(clause) <= LONGEST else f"{_beginning(clause)}…"


def _unmarked(line: str) -> str:
    mark = _MARK.match(line)
    rest = line[mark.end() :] if mark else line
    return rest if any(letter.isalnum() for letter in rest) else line


def _beginning(clause: str) -> str:
    """As many whole words as leave room for «…», with no bracket left open and no conjunction at the end."""
    words: list[str] = []
    for word in clause.split(" "):
        if len(" ".join([*words, word])) >= LONGEST:
            break
        words.append(word)
    return _ending_well(words) or clause[: _whole(clause, LONGEST - 1)].rstrip()


def _ending_well(words: Sequence[str]) -> str:
    kept = list(words)
    while kept and (_is_open(" ".join(kept)) or kept[-1].casefold() in _JOINING):
        kept.pop()
    name = " ".join(kept)
    if not any(letter.isalnum() for letter in name):  # a bracket or quote opens before the first word: drop it
        name = _SIGNS.sub("", " ".join(words))
    return name.rstrip(_PROMISING)


def _is_open(text: str) -> bool:
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS) or text.count('"') % 2 == 1


def _whole(text: str, end: int) -> int:
    """The last place up to `end` that does not separate an accent from its letter."""
    while end > 1 and unicodedata.combining(text[end]):
        end -= 1
    return end
