"""Cut the words of a term into tokens, each with every sense it may have.

Scanning errors are mended here where only one reading is left: look-alike letters, «1О» for 10, «Ш чорак» for III, a
stray space inside a word or before its ending, a word hyphenated at a line's end.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from services.language.script import DASHES, bare
from services.terms.words import ENDINGS, ORDINAL_ENDINGS, Sense, senses_of

LONGEST = 1000  # characters; a longer cell is no term


class TermKind(Enum):
    """What a token is: `DATE` has three parts, `DOTTED` is 1.2 or 25.11, `MONTH_YEAR` is 10.2024."""

    WORD = auto()
    NUMBER = auto()
    ROMAN = auto()
    DATE = auto()
    DOTTED = auto()
    MONTH_YEAR = auto()
    TIME = auto()
    SIGN = auto()


@dataclass(frozen=True)
class Token:
    """A piece of a term: `start` and `end` are places in the text, `text` is its fold.

    `parts` are the numbers of it, `case` the ending that stands after them («5-гача», «01.03.2024 гача»).
    """

    kind: TermKind
    start: int
    end: int
    text: str
    senses: tuple[Sense, ...] = ()
    parts: tuple[int, ...] = ()
    case: str = ""
    is_ordinal: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the token is more than an unknown word."""
        return self.kind is not TermKind.WORD or bool(self.senses)


_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_TOKEN = re.compile(
    rf"""
    (?P<DATE>\d{{4}}-\d\d?-\d\d?(?!\d) | \d\d?\s?[./]\s?\d\d?\s?[./]\s?(?:\d{{4}}|\d\d)(?!\d)) |
    (?P<MONTH_YEAR>\d\d?[./]\d{{4}}(?!\d)) |
    (?P<TIME>\d\d?[:]\d\d(?!\d)) |
    (?P<DOTTED>\d+(?:\.\d+)+) |
    (?P<ROMAN>(?<!\w)(?=[1|l]*[IVXІХПШlivx])[IVXІХПШl|1ivx]{{1,4}}(?!\w)) |
    (?P<NUMBER>\d+) |
    (?P<WORD>[^\W\d_]+(?:[{_INVISIBLE}'’‘ʻʼ`´′‵＇ʹˈ‛ʽ\u0300-\u036f]+[^\W\d_]*)*) |
    (?P<SIGN>\n|[^\s{_INVISIBLE}])
    """,
    re.VERBOSE,
)
_LETTERS_IN_NUMBERS = str.maketrans("OОoоЗз", "000033")
_MISREAD_NUMBER = re.compile(r"(?<![^\W\d_])(?=[OОoоЗз]*\d)[\dOОoоЗз]+(?![^\W\d_])")
_ROMAN_LETTERS = {"І": "I", "Х": "X", "П": "II", "Ш": "III", "l": "I", "|": "I", "1": "I"}
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4, "IIII": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_ROMANS |= {"XI": 11, "XII": 12}
# Words of one letter mean something in one alphabet only: «и» is «and», «I» a numeral.
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LOOKALIKES = {latin: bare(cyrillic) for latin, cyrillic in (("c", "с"), ("C", "с"), ("B", "в"), ("K", "к"))}
_LONGEST_NUMBER = 6  # digits
_MOST_JOINED = 3  # pieces into which stray spaces may have cut a word


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a term, in order; white space, line ends and the dots of abbreviations are not among them."""
    mended = _MISREAD_NUMBER.sub(lambda match: match.group().translate(_LETTERS_IN_NUMBERS), text)
    tokens = _joined([_token(match) for match in _TOKEN.finditer(mended)])
    return tuple(_with_endings(_without_dots(tokens)))


def _token(match: re.Match[str]) -> Token:
    kind = TermKind[match.lastgroup or "SIGN"]
    raw = match.group()
    start, end = match.span()
    if kind is TermKind.ROMAN:
        value = _ROMANS.get("".join(_ROMAN_LETTERS.get(letter, letter.upper()) for letter in raw))
        if value is not None:
            return Token(kind, start, end, raw, parts=(value,))
        kind = TermKind.WORD
    if kind is TermKind.WORD:
        return _word(start, end, bare(raw), raw)
    if kind is TermKind.SIGN:
        return Token(kind, start, end, "-" if raw in DASHES else raw)
    numbers = re.findall(r"\d+", raw)
    if any(len(number) > _LONGEST_NUMBER for number in numbers):
        return Token(TermKind.SIGN, start, end, raw)
    return Token(kind, start, end, raw, parts=tuple(int(number) for number in numbers))


def _word(start: int, end: int, fold: str, raw: str) -> Token:
    fold = _LOOKALIKES.get(raw, fold)
    one_letter_of_latin = len(fold) == 1 and not _CYRILLIC.match(raw) and raw not in _LOOKALIKES and fold not in "y"
    return Token(TermKind.WORD, start, end, fold, () if one_letter_of_latin else senses_of(fold))


def _joined(tokens: list[Token]) -> list[Token]:
    """Words that a stray space or a line's end has cut, put together where only the whole is known."""
    joined: list[Token] = []
    place = 0
    while place < len(tokens):
        whole, after = _whole_at(tokens, place)
        joined.append(whole)
        place = after
    return [token for token in joined if token.text != "\n"]


def _whole_at(tokens: list[Token], place: int) -> tuple[Token, int]:
    if tokens[place].kind is not TermKind.WORD:
        return tokens[place], place + 1
    if (spaced := _spaced_out(tokens, place)) is not None:
        return spaced
    pieces, after = [tokens[place]], place + 1
    found = None
    while len(pieces) < _MOST_JOINED and (following := _next_piece(tokens, after)) is not None:
        piece, after = following
        pieces.append(piece)
        fold = "".join(one.text for one in pieces)
        if all(one.senses and one.text not in ENDINGS for one in pieces) or len(fold) <= 2:
            continue
        if senses := senses_of(fold):
            found = Token(TermKind.WORD, pieces[0].start, piece.end, fold, senses), after
    return found or (tokens[place], place + 1)


def _next_piece(tokens: list[Token], place: int) -> tuple[Token, int] | None:
    """The word that may go on with the one before `place`, over a space or a hyphen at a line's end."""
    skipped = place + 2 if [token.text for token in tokens[place : place + 2]] == ["-", "\n"] else place
    while skipped < len(tokens) and tokens[skipped].text == "\n":
        skipped += 1
    if skipped < len(tokens) and tokens[skipped].kind is TermKind.WORD:
        return tokens[skipped], skipped + 1
    return None


def _spaced_out(tokens: list[Token], place: int) -> tuple[Token, int] | None:
    """«м а р т»: a word set with spaces between its letters."""
    after = place
    while after < len(tokens) and tokens[after].kind is TermKind.WORD and tokens[after].end - tokens[after].start == 1:
        after += 1
    for end in range(after, place + 2, -1):
        fold = "".join(token.text for token in tokens[place:end])
        if senses := senses_of(fold):
            return Token(TermKind.WORD, tokens[place].start, tokens[end - 1].end, fold, senses), end
    return None


def _without_dots(tokens: list[Token]) -> list[Token]:
    """A dot after a number or an abbreviation, or at the end, says nothing; others part what stands beside them."""
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token.text != ".":
            kept.append(token)
        elif place == 0 or place == len(tokens) - 1 or _may_be_short(tokens[place - 1]):
            continue
        else:
            kept.append(replace(token, text=";"))
    return kept


def _may_be_short(token: Token) -> bool:
    return token.kind is not TermKind.WORD or any(sense.is_short for sense in token.senses)


def _with_endings(tokens: list[Token]) -> list[Token]:
    """Endings that stand apart, given to what they belong to: «5-гача», «2-го», «01.03.2024 й.га»."""
    mended: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        after = place + 1
        if token.kind is not TermKind.SIGN:
            token, after = _with_ending(tokens, place)
        mended.append(token)
        place = after
    return mended


def _with_ending(tokens: list[Token], place: int) -> tuple[Token, int]:
    token, after = tokens[place], place + 1
    is_number = token.kind in {TermKind.NUMBER, TermKind.ROMAN}
    while after < len(tokens):
        over = after + 1 if tokens[after].text == "-" else after
        ending = tokens[over] if over < len(tokens) else None
        if ending is None or ending.kind is not TermKind.WORD:
            break
        touches = ending.start == tokens[over - 1].end
        if is_number and not token.is_ordinal and touches and ending.text in ORDINAL_ENDINGS and not token.case:
            token = replace(token, end=ending.end, is_ordinal=True)
        elif ending.text in ENDINGS and not token.case and (case := ENDINGS[ending.text]) and _takes(token):
            senses = tuple(replace(sense, case=case) for sense in token.senses if not sense.case)
            token = replace(token, end=ending.end, senses=senses, case="" if senses else case)
        else:
            break
        after = over + 1
    return token, after


def _takes(token: Token) -> bool:
    """Whether an ending may belong to the token: to a number, and to a noun that has none."""
    return token.kind is not TermKind.WORD or any(sense.is_noun and not sense.case for sense in token.senses)
