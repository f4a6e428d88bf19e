"""Uzbek Cyrillic to the official Latin alphabet."""

import re
from functools import lru_cache

TURNED_COMMA = "‘"  # of o‘ and g‘
TUTUQ = "’"  # of mas’ul

_KEPT = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w+;|\{[^{}]*\}|%\(\w+\)[a-z]|https?://\S+")
_WORD = re.compile(r"[A-Za-z\u0400-\u052f]+")
_VOWELS = frozenset("аеёиоуўӯэюяыaeiouy")
_LETTERS = {
    **dict(zip("абвгджзийклмнопрстуфхқҳыэі", "abvgdjziyklmnoprstufxqhiei", strict=True)),
    **{"ў": "o" + TURNED_COMMA, "ӯ": "o" + TURNED_COMMA, "ғ": "g" + TURNED_COMMA},
    **{"ё": "yo", "ю": "yu", "я": "ya", "ш": "sh", "ч": "ch", "щ": "sh", "ь": ""},
}
# Words whose official Latin form does not follow from their letters; a word that begins so is written so.
_EXCEPTIONS = {"сентябр": "sentabr", "октябр": "oktabr", "бюджет": "budjet"}


def to_latin(text: str) -> str:
    """`text` with its Uzbek Cyrillic in the official Latin alphabet (o‘ and g‘ with U+2018, tutuq belgisi U+2019).

    What is Latin stays, and so do numbers, punctuation, HTML tags and entities, addresses, {placeholders} and
    %(placeholders)s.
    """
    converted, end = [], 0
    for kept in _KEPT.finditer(text):
        converted.append(_words_to_latin(text[end : kept.start()]))
        converted.append(kept.group())
        end = kept.end()
    converted.append(_words_to_latin(text[end:]))
    return "".join(converted)


def _words_to_latin(text: str) -> str:
    return _WORD.sub(lambda match: _latin_word(match.group()), text)


@lru_cache(maxsize=4096)  # a plan's words come again and again
def _latin_word(word: str) -> str:
    lowered = word.lower()
    for beginning, latin in _EXCEPTIONS.items():
        if lowered.startswith(beginning):
            head, tail = word[: len(beginning)], word[len(beginning) :]
            return _with_case_of(head, latin) + _latin_letters(word, start=len(head), end=len(head) + len(tail))
    return _latin_letters(word, start=0, end=len(word))


def _with_case_of(pattern: str, word: str) -> str:
    if pattern.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if pattern[0].isupper() else word


def _latin_letters(word: str, *, start: int, end: int) -> str:
    lowered = word.lower()
    return "".join(_in_case(word, place, _latin_letter(lowered, place)) for place in range(start, end))


def _latin_letter(word: str, place: int) -> str:
    letter, before, after = word[place], word[place - 1 : place], word[place + 1 : place + 2]
    if letter == "е":
        return "ye" if not before or before in _VOWELS or before in "ъь" else "e"
    if letter == "ц":
        return "ts" if before and before in _VOWELS else "s"
    if letter == "ъ":  # объект is obyekt; after o‘ none is written: мўъжиза is mo‘jiza
        return "" if before == "ў" or (after and after in "еёюя") else TUTUQ
    if letter == "о" and before == "ь":  # медальон
        return "yo"
    if letter == "ҳ" and before == "с":  # Исҳоқ is Is’hoq, not Ishoq
        return TUTUQ + "h"
    return _LETTERS.get(letter, letter)


def _in_case(word: str, place: int, latin: str) -> str:
    """`latin` in the case of the letter at `place`: Ш is Sh before a small letter, SH inside capitals."""
    if not word[place].isupper():
        return latin
    neighbour = word[place + 1 : place + 2] or word[place - 1 : place]
    return latin.upper() if len(latin) == 1 or neighbour.isupper() else latin.capitalize()
