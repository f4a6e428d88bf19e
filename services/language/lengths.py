"""For how long something is overdue or somebody is silent: «бир ҳафтадан ортиқ», «на неделю и больше», «10 кундан кўп».

Pure. A length is at least so many days; «more than a week» is eight. What is shorter than a length is not read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.language.number_words import number_of
from services.language.tokens import Token, TokenKind

_UNITS = (  # a month is 30 days here: nobody counts on the day
    (re.compile(r"kun(?:dan|lik|ga|da|i|lar)?|de?n(?:y|ya|ey|yam)|dni|days?|sutok|sutki"), 1),
    (re.compile(r"hafta(?:dan|lik|ga|da|lab)?|nedel(?:ya|yu|i|e|y|yam)|weeks?"), 7),
    (re.compile(r"oy(?:dan|lik|ga|da|lab)|oy|mesyas(?:a|ev|am|i)?|months?"), 30),
)
_ALONE_IS_ONE = re.compile(r"nedelyu|mesyas|haftadan|oydan|haftalik|oylik|haftalab|oylab|week|month")
_BESIDE_A_NUMBER = frozenset({"ta", "h", "-", "+"})
_WORKING = re.compile(r"ish|kalendar\w*|rabochi\w*|working|calendar")
_MORE_BEFORE = re.compile(r"bolee|bole|bolshe|svishe|dolshe|over|more|longer")
_THAN = frozenset({"chem", "than", "na", "v", "a"})
_BEFORE = re.compile(r"na|uje|za|for|butun|selu\w*|kak|since|kamida|minimum|least|by|v|techenie|a|at|odnu|eng")
_MORE_AFTER = re.compile(r"ortiq\w*|ortik\w*|kop|koproq\w*|koprok\w*|ziyod\w*|oshiq\w*|oshgan\w*|oshib|bolee|bolshe")
_AFTER = re.compile(r"beri|davomida|mobaynida|buyon|otib|kechik\w*|nazad|ago|oldin")
_LESS_BEFORE = re.compile(r"menee|menshe|less|under|within")
_LESS_AFTER = re.compile(r"kam\w*|ozroq\w*|ichida")
_AND_MORE = tuple(
    tuple(phrase.split())
    for phrase in (
        "va undan kop",
        "va undan ortiq",
        "yoki undan kop",
        "yoki undan ortiq",
        "hamda undan kop",
        "va ortiq",
        "va kop",
        "i bolshe",
        "i bolee",
        "i dolshe",
        "ili bolshe",
        "ili bolee",
        "or more",
        "or longer",
        "and more",
        "and over",
    )
)
_RELATIVE = re.compile(r"shu|bu|joriy|ushbu|et\w{1,3}|tekush\w+|this|current|otgan|proshl\w+|last|kelasi|next|keyingi")
_MOST = 400  # days


@dataclass(frozen=True)
class Length:
    """At least so many `days`, said by the tokens from `first` up to `after`."""

    first: int
    after: int
    days: int


def read_length(tokens: Sequence[Token]) -> Length | None:
    """The first length of time that the words name."""
    return next((found for place in range(len(tokens)) if (found := _at(tokens, place)) is not None), None)


def _at(tokens: Sequence[Token], place: int) -> Length | None:
    """The length that begins at `place`, with what stands before its number («более …») and after its unit."""
    start = place
    before = _words(tokens, max(0, place - 3), place)
    number, unit = _number(tokens, place)
    size = next((days for pattern, days in _UNITS if pattern.fullmatch(_text(tokens, unit))), None)
    if size is None or any(_RELATIVE.fullmatch(word) for word in before[-1:]):
        return None
    after, more_after, is_said_after = _following(tokens, unit + 1)
    if any(_LESS_BEFORE.fullmatch(word) for word in before) or _LESS_AFTER.fullmatch(_text(tokens, unit + 1)):
        return None
    more_before = False
    while start and (_BEFORE.fullmatch(_text(tokens, start - 1)) or _is_more(tokens, start - 1)):
        start -= 1
        more_before = more_before or _is_more(tokens, start)
    is_bound = start < place or is_said_after
    if number is None and (size == 1 or not (is_bound or _ALONE_IS_ONE.fullmatch(_text(tokens, unit)))):
        return None
    days = (1 if number is None else number) * size + int(more_before or more_after)
    return Length(start, after, days) if 0 < days <= _MOST else None


def _is_more(tokens: Sequence[Token], place: int) -> bool:
    if _MORE_BEFORE.fullmatch(_text(tokens, place)):
        return True
    return _text(tokens, place) in _THAN and place > 0 and bool(_MORE_BEFORE.fullmatch(_text(tokens, place - 1)))


def _number(tokens: Sequence[Token], place: int) -> tuple[int | None, int]:
    """The number at `place`, in digits or as a word (None if there is none), and the place of its unit."""
    token = tokens[place]
    value = token.value if token.kind is TokenKind.NUMBER else number_of(token)
    if value is None:
        return None, place
    after = place + 1
    units = number_of(tokens[after]) if after < len(tokens) else None
    if value in range(10, 100, 10) and token.kind is TokenKind.WORD and units is not None and 0 < units < 10:
        value, after = value + units, after + 1
    if _text(tokens, after) == "-" and after + 1 < len(tokens) and tokens[after + 1].kind is TokenKind.NUMBER:
        after += 2  # «10-15 кун»: at least ten
    while _text(tokens, after) in _BESIDE_A_NUMBER or _WORKING.fullmatch(_text(tokens, after)):
        after += 1
    return value, after


def _following(tokens: Sequence[Token], place: int) -> tuple[int, bool, bool]:
    """The place after what belongs to the length, whether it says «more than», and whether anything is said there."""
    for phrase in _AND_MORE:
        if tuple(_words(tokens, place, place + len(phrase))) == phrase:
            return place + len(phrase), False, True
    word = _text(tokens, place)
    if _MORE_AFTER.fullmatch(word):
        return place + 1, True, True
    if _AFTER.fullmatch(word):
        return (place if word.startswith("kechik") else place + 1), False, True
    if word == "+":
        return place + 1, False, True
    return place, False, False


def _words(tokens: Sequence[Token], first: int, after: int) -> list[str]:
    return [token.text for token in tokens[first:after]]


def _text(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if 0 <= place < len(tokens) else ""
