"""Cuts a message into words, numbers and signs, each with its place."""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from services.language.script import APOSTROPHES, DASHES, bare


class TokenKind(Enum):
    """The kinds of token.

    `DATE` is any date or time in digits, or a number in parts (5.2, 05/12-345); `FRACTION` is 3/4 or ¾.
    """

    WORD = auto()
    NUMBER = auto()
    DATE = auto()
    FRACTION = auto()
    SIGN = auto()


class Token(NamedTuple):
    """A piece of a message: `start` and `end` are places in it, `text` is its fold without apostrophes.

    `value` is the whole part of a number and the whole percent of a fraction; 0 for the rest.
    """

    kind: TokenKind
    start: int
    end: int
    text: str
    value: int = 0


_INVISIBLE = r"\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_TOKEN = re.compile(
    rf"""
    (?P<DATE>\d{{4}}-\d\d?-\d\d?(?!\d) | \d\d?([./-])\d\d?\2\d{{4}}(?!\d) | \d\d?\.\d\d?\.\d\d(?![\d%]) |
             (?=[\d/-]{{0,40}}(?:(?<!\d)0\d|\d{{3}}))\d+(?:-\d+/|/\d+-)\d+(?:[-/]\d+)* |
             \d\d?\.(?:0[1-9]|1[0-2])(?!\s?[\d%]) | \d\d?:[0-5]\d(?!\d) |
             \d+(?:\.\d+)+(?![\d%]|\s?(?:%|фо[ий]|fo[iy]|проц|pro[tcs]|perc)) |
             (?:[01]?\d|2[0-3])-[0-5][05](?=\s?(?:да|da|гача|gacha)\b)) |
    (?P<FRACTION>\d{{1,3}}/\d{{1,3}}(?![\d/]) | [½⅓⅔¼¾⅕⅖⅗⅘]) |
    (?P<NUMBER>\d{{1,3}}[.,]\d{{1,2}}(?=\s?(?:%|фо[ий]|fo[iy]|проц|pro[tcs]|perc)) | \d+) |
    (?P<WORD>[^\W\d_][^\W\d_{_INVISIBLE}]*(?:[{_INVISIBLE}{APOSTROPHES}]+[^\W\d_]*)*) |
    (?P<SIGN>\n|[^\s{_INVISIBLE}])
    """,
    re.VERBOSE | re.IGNORECASE,
)
LONGEST_KEPT = 256
"""Characters: one message is read from many sides, so what is found in a text that is no longer is kept a while."""
_LONGEST_NUMBER = 9  # digits; what is longer is an account or a telephone, and its value is nobody's concern
_VULGAR = {"½": 50, "⅓": 33, "⅔": 66, "¼": 25, "¾": 75, "⅕": 20, "⅖": 40, "⅗": 60, "⅘": 80}


_MERE_FIGURES = re.compile(r"[\d\s.,:;%№#()/+-]*")


def is_mere_figures(text: str) -> bool:
    """Whether there is no word in the text, nor any sign that may stand for one: «№7, 40%».

    So many reports are written so that what only words can say need not be looked for in them.
    """
    return _MERE_FIGURES.fullmatch(text) is not None


def tokenize(text: str) -> list[Token]:
    """The tokens of `text` in order; white space and invisible characters are between them. Linear in its length."""
    return list(_tokens(text) if len(text) <= LONGEST_KEPT else map(_token, _TOKEN.finditer(text)))


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(map(_token, _TOKEN.finditer(text)))


def _token(match: re.Match[str]) -> Token:
    kind = TokenKind[match.lastgroup or "SIGN"]
    text = match.group()
    start, end = match.span()
    if kind is TokenKind.WORD:
        return Token(kind, start, end, bare(text))
    if kind is TokenKind.NUMBER:
        whole = re.split("[.,]", text)[0]
        return Token(kind, start, end, text, int(whole) if len(whole) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER)
    if kind is TokenKind.FRACTION:
        return Token(kind, start, end, text, _fraction(text))
    return Token(kind, start, end, "-" if text in DASHES else text)


def _fraction(text: str) -> int:
    """Whole percents, rounded down: 2/3 is 66. A part not smaller than the whole is 101, which is no percent."""
    if text in _VULGAR:
        return _VULGAR[text]
    part, whole = (int(number) for number in text.split("/"))
    return 100 * part // whole if 0 < part < whole else 101
