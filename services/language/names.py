"""Finds the executor that typed words mean: without initials, in either script, with a typing error forgiven."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from services.language.script import bare, fold, swap_twins


@dataclass(frozen=True)
class Named:
    """An executor as the finder needs it: `key` is the caller's own, `name` and `aliases` are spellings."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


class _Nearness(IntEnum):
    NONE = 0
    MISTYPED = 1
    BEGINNING = 2
    SAME_STEM = 3
    SAME = 4


@dataclass(frozen=True)
class _Spelling:
    initials: tuple[str, ...]
    words: tuple[str, ...]


_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]*)*")
# How a name sounds, whether written the Uzbek or the Russian way: Қўчқоров, Кучкаров, Qo'chqorov, Kuchkarov.
_SOUNDS = (
    (re.compile("dj"), "j"),
    (re.compile("q"), "k"),
    (re.compile("w"), "v"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_CASES = "(?:a|u|im|am|e|i|ay|amu|aga|ix|ih|imi|ga|ni|ning|da|dan|niki|gacha|lar|larga|aning|ani|ada|adan|aniki)"
_SURNAME = re.compile(rf"(.{{2,}}(?:av|ev|iv|in)){_CASES}?")
_UNIT_WORD = re.compile(r"(.{3,}?)(?:lar)?(?:i|si)?(?:ga|ni|ning|da|dan|niki|gacha|dagi|a|u|e|am|ami)?")
# What stands beside a name out of politeness, in Uzbek (with «-jon», «my» and cases) and Russian: «Юнусов ака», «г-н».
_HONORIFIC = re.compile(
    r"(?<![\w'])(?:"
    r"(?:aka|uka|opa|singil|domla|ustoz|hurmatli|muhtaram|janob|honim|o'?rtoq|amaki|tog'?a|og'?a|hola|bobo|aya|yanga|hoji"
    r"|professor|dosent|doktor)(?:jon)?(?:im|m)?(?:iz)?(?:lar)?(?:i)?(?:ga|ka|ni|ning|dan|da)?"
    r"|tovarish(?:a|u|em)?|gospodin(?:a|u|om)?|gospoj(?:a|e|u|i|oy)|uvajaem(?:iy|aya|omu|oy|ogo)|g-(?:n|na|nu|ja|je|ju)"
    r"|tov|prof|dos|mister|missis"
    r")(?![\w'-])\.?"
)
_ALIKE = ("aeiouy", "bp", "dt", "ghkq", "jz", "szc", "fv", "mn", "lr")  # sounds that are confused in writing
_MOST_HONORIFICS = 4
_INITIAL_LENGTH = 2  # «sh», «ch», «yu»: one letter in Cyrillic
_SHORTEST_BEGINNING = 3


def find(query: str, names: Sequence[Named]) -> list[Named]:
    """Those of `names` that `query` may mean, best first.

    One name is a certain match; several are for the person to choose from; none means that nothing is close. Only the
    best kind of match is returned: the same words, or else their other cases, or else a beginning of them, or else a
    typing error.
    """
    return list(_found(query, tuple(names)))


@lru_cache(maxsize=1024)  # a list of names is looked through for each place where it may begin
def _found(query: str, names: tuple[Named, ...]) -> tuple[Named, ...]:
    asked = [_spelling(words) for words in _without_honorifics(query)]
    if query != swap_twins(query):
        asked += [_spelling(words) for words in _without_honorifics(swap_twins(query))]
    matches = [(max(_nearness(question, name) for question in asked), name) for name in names]
    best = max((nearness[0] for nearness, _ in matches), default=_Nearness.NONE)
    if best is _Nearness.NONE:
        return ()
    kept = [(nearness[1], order, name) for order, (nearness, name) in enumerate(matches) if nearness[0] is best]
    return tuple(name for _, _, name in sorted(kept, key=lambda match: (-match[0], match[1])))


def is_name(query: str, names: Sequence[Named]) -> bool:
    """Whether `query` is one of `names` without a doubt: the same words, or other cases of them."""
    asked = _spelling(query)
    return any(_nearness(asked, name)[0] >= _Nearness.SAME_STEM for name in names)


def _without_honorifics(query: str) -> list[str]:
    """The query as written, then without the honorifics in it, as long as a name is left.

    Each honorific is also left out alone, because a surname may look like one.
    """
    folded = fold(query)
    honorifics = list(_HONORIFIC.finditer(folded))[:_MOST_HONORIFICS]
    shorter = [f"{folded[: one.start()]} {folded[one.end() :]}" for one in honorifics]
    if len(honorifics) > 1:
        shorter.append(_HONORIFIC.sub(" ", folded))
    return [query, *(words for words in shorter if _spelling(words).words)]


@lru_cache(maxsize=1024)
def _spelling(text: str) -> _Spelling:
    parts = [part.strip("'") for part in _WORD.findall(fold(text))]
    initials = tuple(_sound(part) for part in parts if 0 < len(part.replace("'", "")) <= _INITIAL_LENGTH)
    words = tuple(_sound(part) for part in parts if len(part.replace("'", "")) > _INITIAL_LENGTH)
    return _Spelling(initials, words)


def _sound(word: str) -> str:
    word = bare(word.replace("o'", "u"))
    for letters, sound in _SOUNDS:
        word = letters.sub(sound, word)
    return word.replace("o", "a")


def _nearness(asked: _Spelling, named: Named) -> tuple[_Nearness, float]:
    """How close the closest spelling is; many people leave apostrophes out («oquv markazi»)."""
    forms = (named.name, *named.aliases)
    return max(_compare(asked, _spelling(form)) for form in (*forms, *map(bare, forms)))


def _compare(asked: _Spelling, meant: _Spelling) -> tuple[_Nearness, float]:
    """How close two spellings are: the kind of match, and within a kind the share of letters that agree."""
    nothing = (_Nearness.NONE, 0.0)
    if not asked.words or not meant.words or not _initials_agree(asked.initials, meant.initials):
        return nothing
    judged = []
    for word in asked.words:
        nearness = max(_compare_words(word, other, person=bool(meant.initials)) for other in meant.words)
        if nearness[0] is _Nearness.NONE:
            if _is_first_name(word, asked, meant):
                continue
            return nothing
        judged.append(nearness)
    return min(judged, default=nothing)


def _is_first_name(word: str, asked: _Spelling, meant: _Spelling) -> bool:
    return len(asked.words) > 1 and bool(meant.initials) and word.startswith(meant.initials[0])


def _initials_agree(asked: tuple[str, ...], meant: tuple[str, ...]) -> bool:
    return all(one.startswith(other) or other.startswith(one) for one, other in zip(asked, meant, strict=False))


def _compare_words(asked: str, meant: str, *, person: bool) -> tuple[_Nearness, float]:
    ending = _SURNAME if person else _UNIT_WORD
    stem, goal = _stem(asked, ending), _stem(meant, ending)
    if asked == meant:
        return _Nearness.SAME, 1.0
    if stem == goal:
        return _Nearness.SAME_STEM, 1.0
    if len(asked) >= _SHORTEST_BEGINNING and meant.startswith(asked):
        return _Nearness.BEGINNING, len(asked) / len(meant)
    distance = min(OSA.distance(asked, meant), OSA.distance(stem, goal))
    if distance <= _forgiven(min(len(asked), len(meant))) and (person or _may_be_misspelt(asked, meant, stem, goal)):
        return _Nearness.MISTYPED, 1 - distance / len(meant)
    return _Nearness.NONE, 0.0


def _may_be_misspelt(asked: str, meant: str, stem: str, goal: str) -> bool:
    """Whether a unit's word may have been typed so: one sound for a quite different one makes another word.

    Units are called by everyday nouns («бўлим», «марказ»), to which other nouns are near: «балиқ», «таълим», «бозор».
    """
    typed, right = (asked, meant) if OSA.distance(asked, meant) <= OSA.distance(stem, goal) else (stem, goal)
    exchanged = (
        {typed[one.src_pos], right[one.dest_pos]} for one in Levenshtein.editops(typed, right) if one.tag == "replace"
    )
    is_long = OSA.distance(typed, right) <= _forgiven(min(len(typed), len(right)))
    return is_long and all(any(pair <= set(alike) for alike in _ALIKE) for pair in exchanged)


def _stem(word: str, ending: re.Pattern[str]) -> str:
    match = ending.fullmatch(word)
    return match.group(1) if match else word


def _forgiven(length: int) -> int:
    """The number of typing errors forgiven in a word of `length` letters; one error makes a short word another."""
    return 0 if length < 5 else 1 if length < 9 else 2
