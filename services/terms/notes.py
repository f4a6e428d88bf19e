"""Text beside a term that is no part of it: «…, сайловлар календари асосида», «(ҳайъат мажлисида)», «16:00 гача».

A note is set apart by a comma or brackets, or begins or ends as such notes do, and nothing in it speaks of time:
no number, month, unit, «ҳар», «гача», «кейин» or «ёки». What could change the term is never taken for a note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.terms.tokens import TermKind, Token
from services.terms.words import Cat

LONGEST_TAIL = 12  # words of a note that no comma sets apart
_COMMAS = frozenset({",", ";"})
_BREAKS = _COMMAS | {"(", ")"}
_SPEAKS_OF_TIME = frozenset(
    {
        Cat.MONTH_NAME,
        Cat.WEEKDAY,
        Cat.MONTH,
        Cat.YEAR,
        Cat.QUARTER,
        Cat.HALF_YEAR,
        Cat.HALF,
        Cat.THIRD,
        Cat.WEEK,
        Cat.DAY,
        Cat.DATE,
        Cat.END,
        Cat.TERM,
        Cat.TIME,
        Cat.CLAUSE,
        Cat.NUMBER,
        Cat.TIMES,
        Cat.EVERY,
        Cat.EACH,
        Cat.DAILY,
        Cat.AT_LEAST,
        Cat.UNTIL,
        Cat.NOT_LATER,
        Cat.STARTING,
        Cat.DURING,
        Cat.WITHIN,
        Cat.AFTER,
        Cat.BEFORE,
        Cat.NEXT,
        Cat.LAST,
        Cat.WHOLE,
        Cat.OR,
        Cat.DO,
        Cat.NE,
        Cat.POZDNEE,
        Cat.CONTINUOUS,
        Cat.REGULAR,
        Cat.ARISING,
        Cat.LONG,
        Cat.HOUR,
        Cat.SCHOOL,
        Cat.URGENT,
        Cat.HEDGE,
        Cat.ENDED,
        Cat.SET,
        Cat.WORKING,
        Cat.CALENDAR,
        Cat.FULFILLED,
        Cat.ADOPTED,
        Cat.COUNTED,
        Cat.BEING,
        Cat.INCLUSIVE,
        Cat.THIS,
        Cat.START,
        Cat.SAYIN,
        Cat.NEED,
        Cat.ONCE,
    }
)
_LAST_WORDS = frozenset(
    [
        "asosida",
        "muvofiq",
        "muvofik",
        "binoan",
        "majlisida",
        "majlislarida",
        "yigilishida",
        "yigilishlarida",
        "hayatida",
        "yigilishlarda",
        "majlislarda",
        "doirasida",
        "kengashida",
        "sessiyasida",
        "seminarida",
        "munosabati",
    ]
)
_FIRST_WORDS = frozenset(
    ["soglasno", "zasedanii", "zasedaniyah", "osnovanii", "ramkah", "sootvetstvii", "soveshanii", "soveshaniyah"]
)


def without_notes(source: str, tokens: tuple[Token, ...]) -> Iterator[tuple[tuple[Token, ...], str]]:
    """The tokens without what may be notes, and the notes: the whole first, then with more and more left out."""
    yield tokens, _hours(source, tokens)
    if tokens and tokens[-1].text == ")" and sum(token.text in "()" for token in tokens) == 2:
        yield tokens[:-1], _hours(source, tokens)  # what stands in brackets may be said of the term
    if hours := _hour_words(tokens):
        yield tuple(token for token in tokens if token not in hours), _hours(source, tokens)
    pieces = list(_pieces(tokens))
    apart = [place for place, piece in enumerate(pieces) if _is_note(piece)]
    if apart and len(apart) < len(pieces):
        yield _kept(tokens, pieces, apart), _said(source, [pieces[place] for place in apart])
    for tail in _tails(tokens):
        kept = tuple(token for token in tokens if token not in tail)
        if not _is_at_an_end(tokens, tail):  # what stands on both sides of it would be read as one
            continue
        if _names_a_paper(tail) and any(token.parts for token in kept):  # whose the day is, is not certain
            continue
        yield kept, _said(source, [tail])


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    piece: list[Token] = []
    for token in tokens:
        if token.text in _BREAKS:
            if piece:
                yield tuple(piece)
            piece = []
        else:
            piece.append(token)
    if piece:
        yield tuple(piece)


def _is_note(piece: Sequence[Token]) -> bool:
    return not any(_speaks_of_time(token) for token in piece)


def _speaks_of_time(token: Token) -> bool:
    if token.kind is TermKind.SIGN:
        return False
    return token.kind is not TermKind.WORD or any(sense.cat in _SPEAKS_OF_TIME for sense in token.senses)


def _kept(tokens: Sequence[Token], pieces: Sequence[tuple[Token, ...]], left_out: Sequence[int]) -> tuple[Token, ...]:
    """The pieces that stay, a comma for what is left out between them, and none at the ends."""
    gone = {token for place in left_out for token in pieces[place]}
    kept: list[Token] = []
    for place, token in enumerate(tokens):
        if token in gone:
            continue
        beside = tokens[place + 1 : place + 2] if token.text == "(" else tokens[max(place - 1, 0) : place]
        if token.text in "()" and any(one in gone for one in beside):
            token = replace(token, text=";")  # noqa: PLW2901 - the bracket goes with what stood in it
        if token.text in _COMMAS and (not kept or kept[-1].text in _COMMAS):
            continue
        kept.append(token)
    while kept and kept[-1].text in _COMMAS:
        kept.pop()
    return tuple(kept)


def _tails(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Notes without a comma: «ҳар чоракда ҳайъат мажлисида», «сайловлар календари асосида октябрь»."""
    for end, last in enumerate(tokens):
        if last.text in _LAST_WORDS:
            start = end
            while start > 0 and not _speaks_of_time(tokens[start - 1]) and tokens[start - 1].text not in _BREAKS:
                start -= 1
            for begin in range(max(start, end - LONGEST_TAIL), end):
                yield tokens[begin : end + 1]
    for start, first in enumerate(tokens):
        if first.text in _FIRST_WORDS:
            end = start
            while end < len(tokens) and not _speaks_of_time(tokens[end]) and tokens[end].text not in _BREAKS:
                end += 1
            begin = start - 1 if start and tokens[start - 1].text in {"na", "v"} else start
            for after in (end, end - 1):  # the preposition before the term is the term's own
                if after > start + 1:
                    yield tokens[begin:after]


def _names_a_paper(piece: Sequence[Token]) -> bool:
    """Whether a piece speaks of a decision, a plan or a schedule, which have days and numbers of their own."""
    cats = {sense.cat for token in piece for sense in token.senses}
    return bool(cats & {Cat.DOCUMENT, Cat.SCHEDULE, Cat.ACCORDING_TO})


def _is_at_an_end(tokens: tuple[Token, ...], piece: Sequence[Token]) -> bool:
    """Whether a piece begins or ends the text between commas."""
    first, last = tokens.index(piece[0]), tokens.index(piece[-1])
    begins = first == 0 or tokens[first - 1].text in _BREAKS
    return begins or last == len(tokens) - 1 or tokens[last + 1].text in _BREAKS


def _hour_words(tokens: Sequence[Token]) -> set[Token]:
    """The words of an hour at the end of the text: «соат 16:00 гача», «до 18:00»."""
    last = len(tokens) - 1
    while last > 0 and any(sense.cat in {Cat.UNTIL, Cat.HOUR} for sense in tokens[last].senses):
        last -= 1
    if last < 0 or tokens[last].kind is not TermKind.TIME:
        return set()
    first = last
    while first > 0 and any(sense.cat in {Cat.DO, Cat.K, Cat.V, Cat.HOUR} for sense in tokens[first - 1].senses):
        first -= 1
    return set(tokens[first:])


def _hours(source: str, tokens: Sequence[Token]) -> str:
    """An hour is understood with its day, and kept as a note."""
    times = [place for place, token in enumerate(tokens) if token.kind is TermKind.TIME]
    return _said(source, [(tokens[place],) for place in times])


def _said(source: str, pieces: Sequence[Sequence[Token]]) -> str:
    return ", ".join(source[piece[0].start : piece[-1].end].strip() for piece in pieces if piece)
