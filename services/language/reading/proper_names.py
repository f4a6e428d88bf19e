"""Names that one activity of a person's carries and no other does: «E-Saylov», «СЖБАТ», «IFES»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from services.language.reading.lexicon import SENTENCE_ENDS
from services.language.reading.meanings import concepts
from services.language.reading.skeleton import skeleton
from services.language.reading.topics import Activity
from services.language.reading.wording import Wording

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,}(?![\w.]*\.[a-z])")
_CAPITALS = re.compile(r"(?<!\w)[A-ZА-ЯЁЎҚҒҲ]{4,}(?![A-ZА-ЯЁЎҚҒҲ])")
_HYPHENED = re.compile(r"(?<!\w)[A-ZА-Я]-[A-ZА-ЯЎҚҒҲ]\w{2,}")
_ROMAN = re.compile(r"[IVXLC]+")
_CYRILLIC = re.compile(r"[а-яёўқғҳ]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters of a name
_SHORTEST_MISTYPED = 6
_OBJECT = ("", "ni", "ning", "i", "si")  # endings that leave a name what is spoken of; «E-Saylov'га» is a place
_PLACE = frozenset({"ga", "da", "dan", "dagi"})
_BEFORE = concepts("POLITE LINK LABEL WORK THANKS YES")
_KIND_OF_THING = frozenset(  # skeletons
    {"is", "ais", "tizim", "tizimi", "ahborot", "sistema", "sistemo", "sisteme", "portal", "loyiha", "proekt"}
)
_CLOSING = frozenset("»”\"'’-")
_TROUBLED = concepts("WRONG TROUBLE")
_NEAR = 4  # lexemes between a name and its trouble
_FARTHEST = 8  # lexemes before a name that its sentence is about


@dataclass(frozen=True)
class Named:
    """An activity named at the lexemes from `first` to `last`."""

    number: int
    first: int
    last: int


class ProperNames:
    """The distinguishing names of one person's activities."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        carriers: dict[str, set[int]] = {}
        calling: set[str] = set()  # what an activity is called by, and not only speaks of
        for activity in activities:
            for name in _names_in(f"{activity.text} {activity.short_name or ''}"):
                carriers.setdefault(_key(name), {activity.number}).update(_spelling_out(name, activities))
                carriers[_key(name)].add(activity.number)
            calling.update(map(_key, _names_in(activity.short_name or activity.text)))
        self._numbers = {
            key: min(carriers[key]) for key in calling if len(carriers[key]) == 1 and len(key) >= _SHORTEST
        }

    def spoken_of(self, wording: Wording) -> Named | None:
        """The activity whose name heads a sentence; None if there is none, or several are named."""
        found = list(self._found(wording)) if self._numbers else []
        return found[0] if found and len({one.number for one in found}) == 1 else None

    def _found(self, wording: Wording) -> Iterator[Named]:
        place = 0
        while place < len(wording):
            named = self._at(wording, place)
            if named is not None and _heads(wording, named):
                yield named
            place = (named.last if named is not None else place) + 1

    def _at(self, wording: Wording, place: int) -> Named | None:
        if not wording.is_word(place):
            return None
        joint = place + 1 if wording.text(place + 1) == "-" else place
        spelled = [(wording.word(place), place)]
        if wording.is_word(joint + 1):
            spelled.insert(0, (wording.word(place) + wording.word(joint + 1), joint + 1))
        for word, last in spelled:
            if (number := self._number(word)) is not None:
                return Named(number, place, last)
            at = word.removesuffix("da")  # «E-Saylov'да хатолик чиқди»
            troubled = at != word and wording.concepts(range(last + 1, last + _NEAR)) & _TROUBLED
            if troubled and (number := self._number(at)) is not None:
                return Named(number, place, last)
        return None

    def _number(self, word: str) -> int | None:
        for key, number in self._numbers.items():
            if word.startswith(key) and word.removeprefix(key) in _OBJECT:
                return number
            mistyped = len(key) >= _SHORTEST_MISTYPED and word[:1] == key[:1] and len(word) >= len(key)
            if mistyped and OSA.distance(word, key, score_cutoff=1) <= 1:
                return number
        return None


def _key(name: str) -> str:
    return skeleton(name.replace("-", ""))


def _names_in(text: str) -> Iterator[str]:
    """The words of another script than the text's, those in capitals, and those like «E-Saylov»."""
    if sum(letter.isupper() for letter in text) > sum(letter.islower() for letter in text):
        return  # in capitals all through
    names = [*_HYPHENED.findall(text), *_CAPITALS.findall(text)]
    if _CYRILLIC.search(text):
        names += _LATIN.findall(text)
    yield from (name for name in names if not _ROMAN.fullmatch(name))


def _spelling_out(name: str, activities: Sequence[Activity]) -> Iterator[int]:
    """The activities that write out what the name abbreviates: «Сайлов жараёнини бошқариш ахборот тизими»."""
    for activity in activities:
        initials = "".join(word[0] for word in _WORD.findall(activity.text)).lower()
        if name.isupper() and name.lower() in initials:
            yield activity.number


def _heads(wording: Wording, named: Named) -> bool:
    """Whether the sentence begins with the name, as what it is about."""
    after = named.last + 1
    while wording.text(after) in _CLOSING:
        after += 1
    in_trouble = wording.text(after) == "da" and wording.concepts(range(after, after + _NEAR)) & _TROUBLED
    if wording.text(after) in _PLACE and not in_trouble:
        return False
    for place in range(named.first - 1, max(named.first - _FARTHEST, -1), -1):
        if wording.text(place) in SENTENCE_ENDS:
            return True
        known = wording.concept(place) in _BEFORE or wording.word(place) in _KIND_OF_THING
        if wording.is_number(place) or (wording.is_word(place) and not known):
            return False
    return named.first < _FARTHEST
