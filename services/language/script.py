"""One alphabet for matching what people type in two scripts on any keyboard."""

import re
import unicodedata
from functools import lru_cache

# Letters that look the same in both alphabets, Cyrillic first. Case matters: «Н» looks like H, «н» like nothing.
_CYRILLIC_TWINS = "АВЕКМНОРСТУХІЅЈасеорхуіѕјк"
_LATIN_TWINS = "ABEKMHOPCTYXISJaceopxyisjk"
_TO_LATIN_TWIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_TO_CYRILLIC_TWIN = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC_RUN = re.compile(r"[\u0400-\u052f]{3}")
_ONLY_CYRILLIC = re.compile(rf"(?![{_CYRILLIC_TWINS}])[\u0400-\u052f]")
_ONLY_LATIN = re.compile(rf"(?![{_LATIN_TWINS}])[A-Za-z]")

APOSTROPHES = "'’‘ʻʼ`´′‵＇՚ʹˈ‛ʽ"
DASHES = "-‐‑‒–—―−"

_LETTERS = {
    **dict(zip("абвгдежзийклмнопрстуф", "abvgdejziyklmnoprstuf", strict=True)),
    **dict(zip("хҳцъыэіѕјүөәқ", "hhs'ieisjuoaq", strict=True)),
    **{"ё": "yo", "ч": "ch", "ш": "sh", "щ": "sh", "ь": "", "ю": "yu", "я": "ya", "ї": "i", "є": "e"},
    **{"ғ": "g'", "ў": "o'", "ӯ": "o'", "ң": "ng"},
    # Latin: х and ҳ are confused in writing and are x, h or kh abroad; the reform alphabets have one letter each.
    **{
        "x": "h",
        "õ": "o'",
        "ö": "o'",
        "ō": "o'",
        "ŏ": "o'",
        "ğ": "g'",
        "ḡ": "g'",
        "ǵ": "g'",
        "ş": "sh",
        "ç": "ch",
    },
    **dict.fromkeys(APOSTROPHES, "'"),
    **dict.fromkeys(DASHES, "-"),
    "ı": "i",
}

# Pairs that a phone may send as two characters. Whole-text normalisation is avoided: it sorts runs of
# combining marks in quadratic time, and such runs are what mischief is made of.
_PAIRS = {
    "и\u0306": "й",
    "И\u0306": "Й",
    "у\u0306": "ў",
    "У\u0306": "Ў",
    "е\u0308": "ё",
    "Е\u0308": "Ё",
    "у\u0304": "ў",
    "У\u0304": "Ў",
}
# One sound written with two letters in Latin, one in the fold: «yetmish» is «етмиш», «konsepsiya» is «концепция».
_DIGRAPHS = (
    (re.compile("k+h"), "h"),
    (re.compile("z+h"), "j"),
    (re.compile("y+e"), "e"),
    (re.compile("t+s(?!h)"), "s"),
)


_DROPPED = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})  # control and invisible characters, accents


class _FoldedCharacters(dict[int, str]):
    """A translation table that learns each character's fold when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in "\n\t":
        return character
    if unicodedata.category(character) in _DROPPED:
        return ""
    if known := _LETTERS.get(character.casefold()):
        return known
    lowered = unicodedata.normalize("NFKC", character).casefold()
    if len(lowered) == 1 and lowered in _LETTERS:
        return _LETTERS[lowered]
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(_LETTERS.get(part, part) for part in parts if unicodedata.category(part) not in _DROPPED)


_FOLDED = _FoldedCharacters()


def _one_script(match: re.Match[str]) -> str:
    word = match.group()
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    cyrillic, latin = bool(_ONLY_CYRILLIC.search(word)), bool(_ONLY_LATIN.search(word))
    if cyrillic and latin:  # truly mixed («Хусanova»): each letter is what it was typed as
        return word
    if latin and _CYRILLIC_RUN.search(word):  # «Хусanova»: three letters in a row are no slip of the keyboard
        return word
    return word.translate(_TO_LATIN_TWIN if latin else _TO_CYRILLIC_TWIN)


def mend_twins(text: str) -> str:
    """Give each word of `text` one script if look-alike letters of the other have slipped in («Хусaнова»)."""
    return _WORD.sub(_one_script, text) if _CYRILLIC.search(text) and _LATIN.search(text) else text


def swap_twins(word: str) -> str:
    """The same-looking word of the other script: «MCK» (Latin) is «МСК», and back; other letters stay."""
    return word.translate(_TO_CYRILLIC_TWIN if _LATIN.search(word) else _TO_LATIN_TWIN)


_SHORT = 64  # characters: what is longer is hardly ever the same


def fold(text: str) -> str:
    """`text` in the alphabet used for matching: lower-case Latin, one apostrophe, one dash.

    Both Uzbek scripts and Russian meet in it («Ўтган», «o‘tgan» and «O`TGAN» are «o'tgan»; х, ҳ and x are h),
    look-alike letters are mended word by word, invisible and direction characters and stray accents are dropped.
    Digits, spaces, line ends and punctuation stay. Linear in the length of `text`; folding twice changes nothing.
    """
    return _folded_kept(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    for pair, letter in _PAIRS.items():
        text = text.replace(pair, letter)
    folded = mend_twins(text).translate(_FOLDED)
    for digraph, letter in _DIGRAPHS:
        folded = digraph.sub(letter, folded)
    return folded


_folded_kept = lru_cache(maxsize=4096)(_folded)  # words and labels come again and again


def bare(text: str) -> str:
    """`fold` without apostrophes, for words that people write with or without them («mas'ul», «masul»)."""
    return fold(text).replace("'", "")


def squeezed(name: str) -> str:
    """A name as names are compared: «Ш.Умаров» is «Ш. Умаров»."""
    return re.sub(r"[\s.]+", "", bare(name))


def one_of(words: str) -> re.Pattern[str]:
    """A pattern for any of the space-separated `words`, each of which may be a pattern over `bare` folds itself."""
    return re.compile("|".join(words.split()))
