"""An activity's number beside a month: «2 май охиригача», «№2 майгача» name no second of May. Pure.

A day and its month stand side by side, and a month's end has no day. Where both may be meant («2 майгача» by somebody
who has an activity 2), it is for the reader to ask.
"""

import re
from collections.abc import Sequence

from services.language.number_words import LABEL
from services.language.script import one_of
from services.language.tokens import Token, TokenKind, tokenize

_DAYS = range(1, 32)
_SIGNS = frozenset({"№", "#"})
_MONTH = re.compile(  # as Uzbek declines it: a Russian or an English day has its month in a form of its own
    r"(?:yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|senty?abr|okty?abr|noyabr|dekabr)\w*"
)
_GENITIVE = re.compile(r"\w+(?:[lr]ya|[lr]a)|maya|marta|avgusta|iyunya|iyulya")
_END = re.compile(r"o[hx]ir\w*|tugagu\w*|yakuni\w*|kon[st]s?a|konsu|konse|kones|end")
_THE_MONTH = re.compile(r"oy\w*|mesya\w*")
_DAY_ITSELF = re.compile(r"kun\w*|sana\w*|chisl\w*|20\d\d")
_ENDINGS = one_of("chi inchi nchi ni ning si sini sining son sonli raqamli y ya e oe go")
# A month that a number may follow as its day: «May 20», unlike «майгача 2».
_LEADS_ITS_DAY = one_of(
    "yanvar fevral mart aprel may iyun iyul avgust sentabr sentyabr oktabr oktyabr noyabr dekabr jan january"
    " feb february mar march apr april jun june jul july aug august sep sept september oct october nov"
    " november dec december"
)


def names_work(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at `place` is named as an activity's: by a sign, by a label, or before a month as a whole."""
    if not _is_number(tokens, place):
        return False
    if _text(tokens, place - 1) in _SIGNS:
        return True
    after = _after_ending(tokens, place)
    return LABEL.fullmatch(_text(tokens, after)) is not None or is_before_a_whole_month(tokens, place)


def is_before_a_whole_month(tokens: Sequence[Token], place: int) -> bool:
    """«2 май охиригача», «2 май ойида», «2 — майгача»: the month is not that of the number."""
    month = place + 1
    if _text(tokens, month) == "-":
        month += 1
        apart = month < len(tokens) and tokens[place].end < tokens[place + 1].start and _is_apart(tokens, month)
        if apart and _MONTH.fullmatch(_text(tokens, month)):
            return True
    elif _text(tokens, month) in {":", ",", ")"}:
        return _MONTH.fullmatch(_text(tokens, month + 1)) is not None
    following = _text(tokens, month + 1)
    is_whole = _END.fullmatch(following) or _THE_MONTH.fullmatch(following)
    return bool(is_whole) and _MONTH.fullmatch(_text(tokens, month)) is not None


def may_lead_its_day(word: str) -> bool:
    """Whether a number behind the month may be its day."""
    return _LEADS_ITS_DAY.fullmatch(word) is not None


def numbers_that_may_be_days(text: str) -> frozenset[int]:
    """The numbers that open a line and may name an activity or a day alike: «2 майгача бажарамиз»."""
    return frozenset(one.value for tokens in _lines(text) for one in tokens[:1] if _may_be_either(tokens))


def numbers_before_a_month(text: str) -> frozenset[int]:
    """The numbers that stand before the end or the whole of a month: «2 май охиригача»."""
    tokens = tokenize(text)
    return frozenset(
        one.value
        for place, one in enumerate(tokens)
        if _is_number(tokens, place) and is_before_a_whole_month(tokens, place)
    )


def _lines(text: str) -> list[list[Token]]:
    return [tokenize(line) for line in text.splitlines()]


def _may_be_either(tokens: Sequence[Token]) -> bool:
    month = _text(tokens, 1)
    is_beside = _is_number(tokens, 0) and _MONTH.fullmatch(month) is not None and not _GENITIVE.fullmatch(month)
    return is_beside and not names_work(tokens, 0) and not _DAY_ITSELF.fullmatch(_text(tokens, 2))


def _after_ending(tokens: Sequence[Token], place: int) -> int:
    after = place + 2 if _text(tokens, place + 1) == "-" else place + 1
    if _ENDINGS.fullmatch(_text(tokens, after)):
        after += 1
        after += _text(tokens, after) == "-"
    return after


def _is_apart(tokens: Sequence[Token], place: int) -> bool:
    return tokens[place - 1].end < tokens[place].start


def _is_number(tokens: Sequence[Token], place: int) -> bool:
    return 0 <= place < len(tokens) and tokens[place].kind is TokenKind.NUMBER and tokens[place].value in _DAYS


def _text(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if 0 <= place < len(tokens) else ""
