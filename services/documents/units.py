"""Terms drawn as columns: a month or a quarter each, with a mark, a day or words in the cells of a row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.calendar.rules import EachRule, Rules
from services.calendar.units import Unit
from services.documents.headings import MONTHS, is_separator
from services.documents.terms import TermReader
from services.documents.understood import DeadlineRead
from services.language.roman import roman
from services.language.script import bare

_CYRILLIC = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август",
    "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_SHORTEST = 3  # letters of a month's name
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_QUARTER = re.compile(r"\W*(iv|i{1,3}|[1-4])\W*(?:chora[kg]\w*|kv(?:artal\w*)?)\W*")
_OF_QUARTERS = re.compile(r"chora[kg]|kvartal")
_OF_MONTHS = re.compile(r"\boy|mesya")
_YEAR = re.compile(r"20\d\d")
_OVER_UNITS = re.compile(
    r"\W*(?:20\d\d\W*)?(?:(?:yil|god|g\b|oy|mesya|chora[kg]|kvartal|kalendar|reja|grafik|plan)\w*\W*){0,4}"
)
_HAS_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_NOTHING = re.compile(r"[\s\-–—_0.]*")
_MARKS = frozenset(
    {"+", "++", "x", "v", "х", "в", "ҳа", "ha", "да", "da", "√", "✓", "✔", "☑", "●", "•", "■", "▪", "*", "×", "✗", "#"}
)
_NAMES_A_DAY = re.compile(r"gacha|qadar|\bdo\b|sana|\bkun|chisl|kechik|pozdnee|\d\s*[-–—]\s*\d")
_IS_A_DAY = re.compile(
    r"(?:\d{1,2}|[\s.,\-–—]|\b(?:(?:gacha|qadar|sana|kun|chisl|kechik|pozdnee|boshlab)\w*|ga|da|dan|i|do|ne|va|s|po)\b"
    r"|(?<=\d)(?:gacha|ga|da|dan)\b)+"
)
_TWICE = re.compile(r"\d{1,2} marta")  # «2 марта» is a day in Russian and «twice» in Uzbek
_DAYS = re.compile(r"\d{1,2}\s*[-–—]\s*\d{1,2}")
_OWN_MONTH = re.compile(r"\b(?:" + "|".join(name[:4] for name in MONTHS) + r")|\d\.\d\d")


def unit_of(texts: Sequence[str]) -> str:
    """The month, quarter or half-year that a column is, by the texts of its header from above; empty if it is none."""
    if not texts:
        return ""
    leaf, over = texts[-1], bare(" ".join(texts[:-1]))
    folded = bare(leaf).strip(" .")
    year = next((found[0] for text in reversed(texts) if (found := _YEAR.search(text))), "")
    return f"{unit} {year}".strip() if (unit := _unit(leaf, folded, over)) else ""


def _unit(leaf: str, folded: str, over: str) -> str:
    is_cyrillic = _HAS_CYRILLIC.search(leaf) is not None or not re.search("[a-z]{2}", folded)
    if (found := _QUARTER.fullmatch(folded)) or (folded in _QUARTERS and _OF_QUARTERS.search(over)):
        number = _QUARTERS[found[1] if found else folded]
        words = "квартал" if "kv" in folded or "kvartal" in over else "чорак" if is_cyrillic else "chorak"
        return f"{roman(number)} {words}"
    if folded.isdecimal() and 1 <= int(folded) <= len(MONTHS) and _OF_MONTHS.search(over):
        return _CYRILLIC[int(folded) - 1]
    name = re.sub(r"20\d\d|\b(?:yil\w*|god\w*|g|oyi?)\b|\W", "", folded)
    month = next((at for at, one in enumerate(MONTHS) if len(name) >= _SHORTEST and one.startswith(name)), None)
    if month is not None:
        return _CYRILLIC[month] if is_cyrillic else MONTHS[month]
    # A half-year, or a month in other words; «йил давомида» is a term, not a column of one.
    return _YEAR.sub("", leaf).strip() if is_separator(leaf) and not re.search("davomid|techeni", folded) else ""


def stands_over(text: str) -> bool:
    """Whether a merged header names only what the columns under it are: «2026 йил ойлари», «Кварталлар»."""
    return _OVER_UNITS.fullmatch(bare(text)) is not None


@dataclass(frozen=True)
class Mark:
    """What a row has in one column, or in several of them merged: `first` to `last` are places among these columns."""

    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Marks:
    """A row's cells in the columns `units`."""

    units: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.marks)


NO_MARKS = Marks()


def is_nothing(text: str) -> bool:
    """Whether a cell among such columns says that nothing is to be done then."""
    return _NOTHING.fullmatch(text) is not None


def read_marks(row: Marks, terms: TermReader) -> DeadlineRead:
    """The term that the cells make: neighbours that are only marked are one; a number may be a day or an amount."""
    units, pieces = _one_year(row.units), list(_pieces(row))
    read = [_piece(piece, units, terms) for piece in pieces]
    text = "; ".join(one.text for one in read)
    readings = [one.rules or (one.readings[0] if one.readings else None) for one in read]
    if any(rules is None for rules in readings):
        return DeadlineRead(text)
    whole: Rules = tuple(rule for rules in readings for rule in rules or ())
    is_all = len(pieces) == 1 and len(units) > 2 and (pieces[0].first, pieces[0].last) == (0, len(units) - 1)
    if is_all and _is_mark(pieces[0].text):  # the whole time, or each of its months?
        each = EachRule(Unit.QUARTER if _OF_QUARTERS.search(bare(units[0])) else Unit.MONTH)
        return DeadlineRead(text, None, (whole, (each,)))
    is_certain = all(one.rules is not None for one in read)
    return DeadlineRead(text, whole if is_certain else None, () if is_certain else (whole,))


def _one_year(units: tuple[str, ...]) -> tuple[str, ...]:
    """The columns' names, without the year if all are of one: the plan's period has it."""
    years = {_YEAR.findall(unit)[0] if _YEAR.search(unit) else "" for unit in units}
    return units if len(years) > 1 else tuple(_YEAR.sub("", unit).strip() for unit in units)


def _pieces(row: Marks) -> Iterator[Mark]:
    """The cells, with those as one that follow each other and are only marked."""
    begun: Mark | None = None
    for mark in row.marks:
        if begun is not None and _is_mark(begun.text) and _is_mark(mark.text) and mark.first == begun.last + 1:
            begun = Mark(begun.first, mark.last, begun.text)
            continue
        if begun is not None:
            yield begun
        begun = mark
    if begun is not None:
        yield begun


def _is_mark(text: str) -> bool:
    return bare(text).strip(" .()") in _MARKS or text.strip().lower() in _MARKS


def _is_of(unit: str, folded: str) -> bool:
    """Whether words name no month beside the one that they stand under (a quarter has three)."""
    own = {at for at, name in enumerate(MONTHS) if re.search(rf"\b{name[:4]}", folded)}
    under = {at for at, name in enumerate(MONTHS) if name in bare(unit)}
    return not own or not under or bool(own & under)


def _piece(mark: Mark, units: Sequence[str], terms: TermReader) -> DeadlineRead:
    """A piece's own reading: its rules if they are certain, else the best guess as a reading."""
    unit = units[mark.first] if mark.first == mark.last else f"{units[mark.first]} – {units[mark.last]}"
    if _is_mark(mark.text):
        return terms.read(unit, "")
    text, folded = " ".join(mark.text.split()), bare(mark.text)
    if _OWN_MONTH.search(folded):
        found = terms.read(text, unit)
        is_told = not _TWICE.fullmatch(folded) and _is_of(unit, folded)
        return found if is_told or found.rules is None else DeadlineRead(f"{unit}: {text}", None, (found.rules,))
    if _DAYS.fullmatch(text):
        return terms.read(f"{text} {unit}", "")
    if _IS_A_DAY.fullmatch(folded):
        found = terms.read(text, unit)
        is_certain = _NAMES_A_DAY.search(folded) is not None
        rules = found.rules if is_certain else None
        return DeadlineRead(f"{unit}: {text}", rules, found.readings if found.rules is None else (found.rules,))
    found = terms.read(unit, "")
    return DeadlineRead(f"{unit}: {text}", None, (found.rules,) if found.rules is not None else ())
