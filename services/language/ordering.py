"""Orders as leaders write them: whom, what, by when: «Юнусов, Сатаев: маълумот тайёрлансин, 15 мартгача». Pure.

What is read is said back before anything is given, and what is not read for certain is asked. Each word of a line is in
its text, in the names or in the words of the term.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.terms import Precision
from services.language.due_words import read_due
from services.language.instructing import addressees
from services.language.names import Named, find, is_name
from services.language.script import bare, fold
from services.language.until import until_in

LONGEST_LINE = 2000  # characters
_LONGEST_HEAD = 200
_LONGEST_NAME = 4  # words
_MOST_CHOICES = 6

_LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[-–—•*▪●])\s+")
_HEAD_END = re.compile(r":(?!\d)|\s[—–-]\s|[—–]")
_AND = r"(?:ва|ҳамда|ҳам|билан|va|hamda|ham|bilan|и|and|with)"
_BETWEEN_NAMES = re.compile(rf"\s*(?:[,;/&+]|\b{_AND}\b)\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:масъул|ижрочи|жавобгар|masul|mas.?ul|ijrochi|javobgar|ответственн|исполнител|responsible|executor)[\w’'ʻ]*"
    r"(?:\s+(?:ижрочи|ijrochi|исполнител)\w*)?\s*[:—–-]\s*",
    re.IGNORECASE,
)
_TERM_LABEL = re.compile(
    r"(?:(?:ижро|бажариш|ijro)\s+)?(?:муддат|срок|muddat|deadline|due)\w*(?:\s+исполнения)?\s*[:—–-]?\s*$",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r"(?:не\s+позднее|не\s+позже|\bдо|\bк|\bko?|\bby|\buntil)\s*$", re.IGNORECASE)
_AFTER_DAY = re.compile(
    r"\s*(?:гача|қадар|кадар|кечиктирмай|кечиктирмасдан|кечикмай|муддатда|муддатга|йил|й\.|г\.|года?|gacha|qadar"
    r"|kechiktirmay\w*|kechikmay|muddatda|muddatga|yil)(?!\w)",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\w*(?:gacha|kacha|qacha|ga|ka|qa)|.*\b(?:ichida|ichi|охири\w*|ohiri\w*)")
_NO_TERM = re.compile(
    r"(?:муддатсиз|муддати\s+йўқ|muddatsiz|muddati\s+yo.?q|бессрочно|без\s+срока|without\s+(?:a\s+)?term|no\s+term)(?!\w)",
    re.IGNORECASE,
)
_EDGE = " \t\n,;:.—–-"
_SURNAME = re.compile(r"[a-z']{3,}(?:ov|ev|yov|skiy)(?:a|u|im|ga|ni|ning|aga|ami|oy)?")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s*){1,2}[^\W\d_]{3,}|[^\W\d_]{3,}\s+(?:[^\W\d_]{1,2}\.\s*){1,2}")
_WORD = re.compile(r"[^\W\d_][\w’'ʻʼ`]*")
_WISHES = re.compile(r"(?:син|sin|синлар|sinlar|ть|ти|ться|инг|ing)[\s.!]*$", re.IGNORECASE)
_FINISHED = re.compile(
    r"(?:hammasi|shu)?\s*(?:tayyor|tamom|boldi|tugadi|yakunlandi|gotovo|vse|vsyo|done|finish(?:ed)?|thats all|ready)"
)


@dataclass(frozen=True)
class DoubtfulName:
    """A name that is not clear, as written, and the executors (keys) that it may mean, best first."""

    word: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ordered:
    """One order as it was read.

    `executors` are keys in the order of the words. `due_on` is None if no day was understood: `is_due_unclear` says
    that a time is spoken of, `has_no_term` that none is wanted. `names` and `term` are the words that were taken for
    these. `is_called`: the line begins with whom it is for.
    """

    text: str
    executors: tuple[str, ...] = ()
    doubts: tuple[DoubtfulName, ...] = ()
    due_on: date | None = None
    precision: Precision = Precision.DAY
    is_due_unclear: bool = False
    has_no_term: bool = False
    names: str = ""
    term: str = ""
    is_called: bool = False


@dataclass(frozen=True)
class Term:
    """The day that words name, and how exactly; None: none, or not one alone."""

    due_on: date | None = None
    precision: Precision = Precision.DAY
    is_unclear: bool = False
    has_no_term: bool = False


def is_finished(text: str) -> bool:
    """Whether the words say that all orders are written: «тайёр», «tayyor», «готово»."""
    return _FINISHED.fullmatch(" ".join(re.findall(r"[a-z]+", bare(text)))) is not None


def wants_done(text: str) -> bool:
    """Whether the words wish something done: «тайёрласин», «тайёрлансин», «подготовить»."""
    return _WISHES.search(text) is not None


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of which each is an order of its own."""
    return tuple(line for raw in text.splitlines() if _WORD.search(line := raw.strip()))


def read_order(line: str, names: Sequence[Named], today: date) -> Ordered:
    """Read one line, written on the local day `today`."""
    mark = _LIST_MARK.match(line)
    rest = line[mark.end() :] if mark is not None else line
    called, rest = _names_before(rest[:LONGEST_LINE], names)
    rest, term, term_words = _without_term(rest, today)
    after, rest = _names_after(rest, names) if not called.parts else (_Names(), rest)
    found = called if called.parts else after
    keys, doubts = found.keys, found.doubts
    if not found.parts:
        anywhere = addressees(rest, names, {})
        keys = anywhere.executors
        doubts = tuple(DoubtfulName(one, _meant(one, names)) for one in anywhere.unknown)
    return Ordered(
        text=_capital(rest.strip(_EDGE)),
        executors=keys,
        doubts=doubts,
        due_on=term.due_on,
        precision=term.precision,
        is_due_unclear=term.is_unclear,
        has_no_term=term.has_no_term,
        names=found.words,
        term=term_words,
        is_called=bool(called.parts),
    )


def read_names(text: str, names: Sequence[Named]) -> tuple[tuple[str, ...], tuple[DoubtfulName, ...]]:
    """The executors that an answer names, the lead first, and the names in it that are not clear."""
    label = _LABEL.match(text)
    found = _Names(tuple(part for part in _split(text[label.end() :] if label else text) if part))
    certain, doubts = _sorted(found.parts, names)
    return certain, doubts


def read_term(text: str, today: date) -> Term:
    """The term that an answer names: a day, a month, or that there is none."""
    if _NO_TERM.search(text):
        return Term(has_no_term=True)
    due = read_due(text, today)
    if due.day is not None:
        return Term(due.day)
    until = until_in(text, today)
    if until is None:
        return Term(is_unclear=True)
    if until.day is None and _is_month_before_or_with(text):
        return Term(is_unclear=True)
    return Term(until.last_day, Precision.DAY if until.day is not None else Precision.MONTH)


# -- names -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Names:
    parts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    doubts: tuple[DoubtfulName, ...] = ()
    words: str = ""


def _names_before(line: str, names: Sequence[Named]) -> tuple[_Names, str]:
    """The names with which the line begins, and the rest of it."""
    label = _LABEL.match(line)
    start = label.end() if label is not None else 0
    end = _HEAD_END.search(line, start, start + _LONGEST_HEAD)
    if end is not None and (found := _named(line[start : end.start()], names)) is not None:
        return _with_words(found, line[: end.start()]), line[end.end() :]
    return _names_by_commas(line, start, names)


def _names_by_commas(line: str, start: int, names: Sequence[Named]) -> tuple[_Names, str]:
    """«Юнусов, Сатаев, маълумот тайёрлансин»: what stands between commas, as long as it is a name without a doubt."""
    parts: list[str] = []
    place = start
    for comma in re.finditer(",", line[: start + _LONGEST_HEAD]):
        pieces = _split(line[place : comma.start()])
        if not pieces or not all(_is_sure(one, names) for one in pieces):
            break
        parts += pieces
        place = comma.end()
    if not parts:
        return _Names(), line
    keys, doubts = _sorted(parts, names)
    return _Names(tuple(parts), keys, doubts, line[:place]), line[place:]


def _names_after(line: str, names: Sequence[Named]) -> tuple[_Names, str]:
    """The names with which the line ends: «… (Юнусов, Сатаев)», «… — Юнусов», «… масъул: Юнусов»."""
    body = line.rstrip(_EDGE)
    if (label := list(_LABEL.finditer(body))) and label[-1].start():
        begins = [(label[-1].start(), label[-1].end())]
    else:
        begins = [(one.start(), one.end()) for one in re.finditer(r"\(|\s[—–-]\s|[.;]\s+|,\s*", body)]
    for start, end in begins:
        said = body[end:].strip("()" + _EDGE)
        if said and (found := _named(said, names)) is not None and (found.keys or label):
            return _with_words(found, body[start:]), body[:start]
    return _Names(), line


def _with_words(found: _Names, words: str) -> _Names:
    return _Names(found.parts, found.keys, found.doubts, words)


def _named(said: str, names: Sequence[Named]) -> _Names | None:
    """Whether the words are names and nothing else: some that are known, or look like people's."""
    parts = [part for part in _split(said) if part]
    if not parts or any(len(part.split()) > _LONGEST_NAME for part in parts):
        return None
    is_known = [_is_sure(one, names) for one in parts]
    likely = [known or _may_be_one(part, names) for known, part in zip(is_known, parts, strict=True)]
    if not any(likely) or not all(one or _is_shaped(part) for one, part in zip(likely, parts, strict=True)):
        return None
    keys, doubts = _sorted(parts, names)
    return _Names(tuple(parts), keys, doubts)


def _split(said: str) -> list[str]:
    return [part.strip(" .:") for part in _BETWEEN_NAMES.split(said.strip())]


def _sorted(parts: Sequence[str], names: Sequence[Named]) -> tuple[tuple[str, ...], tuple[DoubtfulName, ...]]:
    """The executors meant without a doubt, and the names that are not clear."""
    keys: dict[str, None] = {}
    doubts: list[DoubtfulName] = []
    for part in parts:
        if _is_sure(part, names):
            keys[find(part, names)[0].key] = None
        elif _WORD.search(part):
            doubts.append(DoubtfulName(part, _meant(part, names)))
    return tuple(keys), tuple(doubts)


def _is_sure(said: str, names: Sequence[Named]) -> bool:
    found = find(said, names) if said else []
    return len(found) == 1 and is_name(said, found)


def _meant(said: str, names: Sequence[Named]) -> tuple[str, ...]:
    return tuple(one.key for one in find(said, names)[:_MOST_CHOICES])


def _may_be_one(said: str, names: Sequence[Named]) -> bool:
    """Whether it is near a known name and written as one, or looks like a surname."""
    if not _is_shaped(said):
        return False
    if find(said, names):
        return True
    return _INITIALS.fullmatch(said) is not None or any(_SURNAME.fullmatch(one) for one in _folded(said))


def _is_shaped(said: str) -> bool:
    """Whether each word of it has a capital."""
    return all(word[:1].isupper() for word in _WORD.findall(said))


def _folded(said: str) -> Iterator[str]:
    return (fold(word) for word in _WORD.findall(said))


# -- the term --------------------------------------------------------------------------------------------------------


def _without_term(line: str, today: date) -> tuple[str, Term, str]:
    """The line without the words of its term, the term, and these words."""
    none = _NO_TERM.search(line)
    if none is not None:
        return _cut(line, none.start(), none.end(), Term(has_no_term=True))
    due = read_due(line, today)
    if due.day is not None and due.spans:
        return _with_day(line, due.day, due.spans)
    tail = _tail(line)
    until = until_in(line[tail:], today) if tail < len(line) else None
    if until is not None and until.alone and not _is_month_before_or_with(line[tail:]):
        precision = Precision.DAY if until.day is not None else Precision.MONTH
        return _cut(line, tail, len(line), Term(until.last_day, precision))
    return line, Term(is_unclear=due.is_unclear or (until is not None and until.alone)), ""


def _with_day(line: str, day: date, spans: Sequence[tuple[int, int]]) -> tuple[str, Term, str]:
    """Where the day stands: at the end or the beginning it is taken out, elsewhere it stays among the words.

    In the middle a day may tell of something else («15 мартдаги мажлис»): only one with «until» is the term.
    """
    start, end = _widened(line, spans[-1])
    if not _WORD.search(line[end:]):
        for span in reversed(spans[:-1]):  # «15 март, соат 10 да»
            before = _widened(line, span)
            if _WORD.search(line[before[1] : start]):
                break
            start = before[0]
        return _cut(line, start, len(line), Term(day))
    start, end = _widened(line, spans[0])
    is_until = any(_says_until(line, one) for one in spans)
    if not _WORD.search(line[:start]) and is_until and len(spans) == 1:
        return _cut(line, start, end, Term(day))
    return line, Term(day) if is_until else Term(is_unclear=True), ""


def _says_until(line: str, span: tuple[int, int]) -> bool:
    start, end = span
    words = fold(line[start:end])
    is_before = _BEFORE_DAY.search(line[:start]) is not None
    after = _AFTER_DAY.match(line, end)
    return is_before or after is not None or _UNTIL.fullmatch(words.split()[-1] if words.split() else "") is not None


def _widened(line: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the words around it that belong to the term: «муддат:», «до», «қадар»."""
    start, end = span
    while (after := _AFTER_DAY.match(line, end)) is not None:
        end = after.end()
    for words in (_BEFORE_DAY, _TERM_LABEL):
        if (before := words.search(line[:start])) is not None:
            start = before.start()
    return start, end


def _tail(line: str) -> int:
    """Where the last part of the line begins, after a sign."""
    body = line.rstrip(_EDGE + ")")
    signs = [one.end() for one in re.finditer(r"[,;:(]\s*|[.]\s+|\s[—–-]\s", body)]
    return signs[-1] if signs else len(line)


def _is_month_before_or_with(words: str) -> bool:
    """«Апрелгача»: before the month, or to its end?"""
    folded = fold(words)
    has_end = re.search(r"o[hx]ir|kon[cst]|yakun|\bend\b", folded) is not None
    return not has_end and re.search(r"gacha|kacha|qadar|\bdo\b|\bby\b|\buntil\b", folded) is not None


def _cut(line: str, start: int, end: int, term: Term) -> tuple[str, Term, str]:
    before, after = line[:start].rstrip(_EDGE + "("), line[end:].lstrip(_EDGE + ")")
    joined = f"{before}, {after}" if before and after else before or after
    return joined, term, line[start:end]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
