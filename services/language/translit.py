"""Uzbek Cyrillic to the official Latin alphabet, and a best effort back."""

import re
from collections.abc import Callable

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
    return _convert_words(text, _WORD, _latin_word)


def _convert_words(text: str, words: re.Pattern[str], convert: Callable[[str], str]) -> str:
    converted, end = [], 0
    for kept in _KEPT.finditer(text):
        converted.append(words.sub(lambda match: convert(match.group()), text[end : kept.start()]))
        converted.append(kept.group())
        end = kept.end()
    converted.append(words.sub(lambda match: convert(match.group()), text[end:]))
    return "".join(converted)


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


# To Cyrillic: longer spellings first, since «yo‘l» is йўл and not ёъл.
_APOSTROPHE = "['’‘ʻʼ`´]"
_LATIN_WORD = re.compile(rf"[A-Za-z](?:[A-Za-z]|{_APOSTROPHE}(?=[A-Za-z])|(?<=[OoGg]){_APOSTROPHE})*")
_SPELLINGS = (
    "o'", "g'", "sh", "ch", "yo", "yu", "ya", "ye", "ts", "s'h",
)  # fmt: skip


def to_cyrillic(text: str) -> str:
    """`text` with its Uzbek Latin in Cyrillic, for matching what people type: a best effort.

    Latin does not tell ц from с after a consonant, nor where ь was: only listed words get them back.
    """
    return _convert_words(text, _LATIN_WORD, _cyrillic_word)


_FROM_LATIN = {
    **dict(zip("abvgdjziyklmnoprstufxqhec", "абвгджзийклмнопрстуфхқҳес", strict=True)),
    **{"o'": "ў", "g'": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е", "ts": "ц"},
    **{"yo'": "йў", "s'h": "сҳ", "'": "ъ", "w": "в"},
}
_PIECE = re.compile("yo'|s'h|o'|g'|sh|ch|yo|yu|ya|ye|ts|[a-z']")
_ENDS_OF_WORDS = {
    "yanvar": "январь",
    "fevral": "февраль",
    "aprel": "апрель",
    "iyun": "июнь",
    "iyul": "июль",
} | {
    "sentabr": "сентябрь",
    "oktabr": "октябрь",
    "noyabr": "ноябрь",
    "dekabr": "декабрь",
    "budjet": "бюджет",
    "obyekt": "объект",
    "subyekt": "субъект",
    "konsepsiya": "концепция",
}


def _cyrillic_word(word: str) -> str:
    lowered = re.sub(_APOSTROPHE, "'", word.lower())
    for latin, cyrillic in _ENDS_OF_WORDS.items():
        if lowered.startswith(latin):
            suffix = lowered[len(latin) :]
            stem = cyrillic.removesuffix("ь") if suffix else cyrillic
            return _with_case_of(word, stem + _cyrillic_letters(suffix))
    return _with_case_of(word, _cyrillic_letters(lowered))


def _cyrillic_letters(latin: str) -> str:
    start = "э" if latin.startswith("e") else ""
    return start + "".join(_FROM_LATIN[piece] for piece in _PIECE.findall(latin[len(start) :]))
