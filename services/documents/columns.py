"""Which column of a table holds what, found by the words of its header in any order and script."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from services.documents.blocks import Cell, Row, joined
from services.documents.headings import MONTH, cell_number
from services.documents.units import stands_over, unit_of
from services.language.script import bare

_LONGEST_HEADER = 110  # characters of a header's cell
_MOST_HEADER_ROWS = 3


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    TEXT = "text"
    DEADLINE = "deadline"
    EXECUTORS = "executors"
    PARTNERS = "partners"
    BOTH = "both"  # term and executors in one cell
    SECTION = "section"
    UNIT = "unit"  # one of several columns that are months or quarters; a row's term is which of them it has a mark in
    EXTRA = "extra"


def _words(words: str) -> str:
    return "|".join(bare(word) for word in words.split())


_NUMBER = re.compile(
    r"(?:no|n|#|t/?r|p/?p|т/?р)?\W*(?:n|no|t/?r|p/?p|"
    + _words("№ т/р тр п/п рақами тартиб номер номери raqami tartib банд пункт band punkt сон сони")
    + r"|\s|\W)*"
)
# What a header is about its last word says in Uzbek («тадбирларни молиялаштириш манбаи»), its first in Russian.
_UZBEK = {
    Role.DEADLINE: re.compile(
        rf"\b(?:{_words('муддат сана вақт давр muddat')})|\b(?:kun|oy|chorak)(?:i|lari)?\b(?!\w)"
    ),
    Role.EXECUTORS: re.compile(
        rf"\b(?:{_words('ижрочи масъул жавобгар бажарувчи этувчи қилувчи топшириладиган бириктирилган ким')})"
    ),
    Role.PARTNERS: re.compile(rf"\b(?:{_words('ҳамкор ҳамижрочи жалб иштирок')})"),
    Role.TEXT: re.compile(
        rf"\b(?:{_words('тадбир чора топшириқ вазифа мазмун мавзу масала фаолият иш ишлар номи номлари nomi')})"
    ),
    Role.EXTRA: re.compile(
        rf"\b(?:{_words('механизм молия маблағ манба натижа кўрсаткич индикатор изоҳ эслатма ҳолат белги асос')}"
        rf"|{_words('жой шакл миқдор ҳажм сумма қиймат ҳужжат якун ҳисобот маълумот статус фоиз')})"
    ),
    Role.SECTION: re.compile(rf"\b(?:{_words('йўналиш бўлим соҳа')})"),
}
_RUSSIAN = {
    Role.DEADLINE: re.compile(rf"\b(?:{_words('срок дата период время месяц квартал')})"),
    Role.EXECUTORS: re.compile(rf"\b(?:{_words('исполнител ответствен')})"),
    Role.PARTNERS: re.compile(rf"\b(?:{_words('соисполнител партнер привлекаем участник')})"),
    Role.TEXT: re.compile(rf"\b(?:{_words('мероприяти содержан наименован задач поручен вопрос работ действи')})"),
    Role.EXTRA: re.compile(
        rf"\b(?:{_words('источник финанс результат показател примечан отметк состояни основани место форма вид')}"
        rf"|{_words('объем сумма стоимост ожидаем механизм обоснован итог документ ход цель бюджет')})"
    ),
    Role.SECTION: re.compile(rf"\b(?:{_words('раздел направлени')})"),
}
_TERM_WORD = re.compile(r"muddat|srok")
BEGIN = re.compile(r"boshla|nachal")
END = re.compile(r"tugash|tugall|yakun|okonchan|zavershen|oxiri|ohiri")
"""Headers of two columns that hold a term between them: its beginning and its end."""
_PART_OF_TERM = re.compile(r"boshla|nachal|tugash|tugall|okonchan|zavershen")
_CONTROL = re.compile(r"nazorat|kontrol")
_AGENDA = re.compile(rf"\b(?:{_words('масала вопрос')})")
_NO_HEADER = re.compile(r"20\d\d|\d\d\.\d\d")
_TERM = re.compile(
    rf"{MONTH}|\d\d\.\d\d|chora[kg]|kvartal|polugodi|yarim yil|doimi|muntazam|postoyanno|regulyarno|\bhar\b"
    r"|ejem|ejek|ejen|muddat|srok|\bkun(?:da|ga)?\b|davomida|zarur|neobhodimost"
)
_SHARE_OF_TERMS = 0.6
_SHARE_OF_NUMBERS = 0.6


@dataclass(frozen=True)
class Column:
    """A column of the grid, from `start` up to and without `end`, with the name in its header."""

    start: int
    end: int
    role: Role
    name: str = ""
    unit: str = ""  # the month or quarter that the column is


@dataclass(frozen=True)
class Layout:
    """The columns of a table from left to right, and its header as folded words."""

    columns: tuple[Column, ...]
    header: frozenset[str] = frozenset()
    is_agenda: bool = False

    @property
    def width(self) -> int:
        return self.columns[-1].end

    @property
    def units(self) -> tuple[Column, ...]:
        """The columns that are months or quarters."""
        return tuple(column for column in self.columns if column.role is Role.UNIT)

    def has(self, role: Role) -> bool:
        return any(column.role is role for column in self.columns)

    def cells(self, row: Row) -> list[tuple[Column, Cell | None]]:
        """Each column with the cell of the row that stands in it; grids of torn tables need not agree exactly."""
        if len(row.cells) == len(self.columns):
            return list(zip(self.columns, row.cells, strict=True))
        return [(column, _covering(row, column)) for column in self.columns]

    def repeats(self, row: Row) -> bool:
        """Whether a row says the header again."""
        words = [_folded(cell.text) for cell in row.own]
        return bool(words) and all(word in self.header for word in words)


def find_header(rows: Sequence[Row], place: int) -> tuple[Layout, int] | None:
    """The layout that the header beginning at a row gives, and the header's rows; None if none begins there."""
    row = rows[place]
    if len(row.own) < 2 or not _may_be_header(row):
        return None
    height = _height(rows, place)
    for tall in dict.fromkeys((height, 1)):
        if layout := _layout(rows[place : place + tall]):
            return layout, tall
    return None


def guess_layout(rows: Sequence[Row]) -> Layout | None:
    """A layout by what the cells hold, for a table without a header; None unless its terms are plain to see."""
    if rows and _heads_another_table(rows[0]):
        return None
    full = [row for row in rows if len(row.own) >= 3]
    if len(full) < 2 or len(full) < len(rows) / 2:
        return None
    width = max(len(row.cells) for row in full)
    full = [row for row in full if len(row.cells) == width]
    columns = [[row.cells[place].text for row in full] for place in range(width)]
    numbers = next(
        (place for place, texts in enumerate(columns) if _share(texts, _is_number) >= _SHARE_OF_NUMBERS), None
    )
    terms = max(range(width), key=lambda place: _share(columns[place], looks_like_term))
    if _share(columns[terms], looks_like_term) < _SHARE_OF_TERMS or terms == numbers:
        return None
    rest = [place for place in range(width) if place not in (numbers, terms)]
    if len(rest) < 2:
        return None
    text = max(rest, key=lambda place: sum(map(len, columns[place])))
    people = next(place for place in rest if place != text)
    roles = {numbers: Role.NUMBER, terms: Role.DEADLINE, text: Role.TEXT, people: Role.EXECUTORS}
    cells = full[0].cells
    return Layout(
        tuple(
            Column(cell.column, cell.column + cell.span, roles.get(place, Role.EXTRA), f"{place + 1}")
            for place, cell in enumerate(cells)
        )
    )


def _heads_another_table(row: Row) -> bool:
    """Whether a header counts its rows and names neither work nor who does it: a list of people, of sums, of papers."""
    roles = {role_of(joined(cell.text.split("\n"))) for cell in row.own}
    is_header = len(row.own) > 2 and Role.NUMBER in roles and _may_be_header(row)
    return is_header and not roles & {Role.TEXT, Role.EXECUTORS, Role.PARTNERS, Role.BOTH}


def is_column_numbers(row: Row) -> bool:
    """Whether a row only counts the columns: 1, 2, 3 …"""
    texts = [cell.text.strip(" .()") for cell in row.own]
    return len(texts) >= 3 and _counts(texts) and not _counts_units(row)


def _counts(texts: Sequence[str]) -> bool:
    return texts == [str(number) for number in range(1, len(texts) + 1)]


def _counts_units(row: Row) -> bool:
    """Whether a row has the numbers of months or quarters under a head of theirs: the other columns' heads go on."""
    return any(cell.continues for cell in row.cells) and len(row.own) > 1 and _counts([cell.text for cell in row.own])


@lru_cache(maxsize=1024)
def role_of(header: str) -> Role | None:
    """What a column with this header holds; None where the words say nothing of it."""
    folded = _folded(header)
    if not folded:
        return None
    if _NUMBER.fullmatch(folded):
        return Role.NUMBER
    russian = _places(folded, _RUSSIAN)
    uzbek = _places(folded, _UZBEK)
    found = russian or uzbek
    if not found:
        return None
    roles = {role for _, role in found}
    if Role.DEADLINE in roles and Role.EXECUTORS in roles and _AND.search(folded):
        return Role.BOTH
    if Role.EXECUTORS in roles and Role.PARTNERS in roles:
        return Role.EXECUTORS
    return (min(found) if russian else max(found))[1]


_AND = re.compile(r"\b(?:va|hamda|i)\b|[,/]")


def _places(folded: str, words: dict[Role, re.Pattern[str]]) -> list[tuple[int, Role]]:
    return [(match.start(), role) for role, pattern in words.items() for match in pattern.finditer(folded)]


def _folded(text: str) -> str:
    return " ".join(bare(text).split())


def _may_be_header(row: Row) -> bool:
    texts = [cell.text for cell in row.own if cell.span == 1 or not stands_over(cell.text)]
    if not row.own or any(len(text) > _LONGEST_HEADER or _NO_HEADER.search(text) for text in texts):
        return False
    first = row.own[0]
    return _counts_units(row) or not (cell_number(first.text) and not _NUMBER.fullmatch(_folded(first.text)))


def _height(rows: Sequence[Row], place: int) -> int:
    """Rows that belong to the header: those merged with it from above, or under a cell that spans several of them."""
    height = 1
    while height < _MOST_HEADER_ROWS and place + height < len(rows):
        below = rows[place + height]
        merged = any(cell.continues for cell in below.cells)
        spanned = any(cell.span > 1 for cell in rows[place + height - 1].cells) and not _begins_a_row(below)
        if not (merged or spanned) or not _may_be_header(below) or is_column_numbers(below):
            break
        height += 1
    return height


def _begins_a_row(row: Row) -> bool:
    own = row.own
    return len(own) < 2 or cell_number(own[0].text) is not None


def _layout(rows: Sequence[Row]) -> Layout | None:
    edges = sorted({edge for row in rows for cell in row.cells for edge in (cell.column, cell.column + cell.span)})
    columns = [_column(rows, start, end) for start, end in pairwise(edges)]
    if sum(bool(column.unit) for column in columns) > 1:
        columns = [replace(column, role=Role.UNIT) if column.unit else column for column in columns]
    columns = _settled(columns)
    roles = {column.role for column in columns}
    has_term, has_people = (
        bool(roles & {Role.DEADLINE, Role.BOTH, Role.UNIT}),
        bool(roles & {Role.EXECUTORS, Role.BOTH}),
    )
    if Role.TEXT not in roles or not (has_term or has_people):
        return None
    if not has_people and Role.NUMBER not in roles and len(columns) < 2:
        return None
    words = frozenset(_folded(cell.text) for row in rows for cell in row.own)
    text = next(column for column in columns if column.role is Role.TEXT)
    is_agenda = _AGENDA.search(_folded(text.name)) is not None and "tadbir" not in _folded(text.name)
    return Layout(tuple(columns), words, is_agenda)


def _column(rows: Sequence[Row], start: int, end: int) -> Column:
    over = [cell for row in rows if (cell := row.at(start)) is not None]
    texts = list(dict.fromkeys(cell.text for cell in over if cell.text))
    role = next((found for text in reversed(texts) if (found := role_of(joined(text.split("\n"))))), None)
    name = joined(texts[-1].split("\n")) if texts else ""
    return Column(start, end, role or Role.EXTRA, name, unit_of(texts))


def _settled(columns: list[Column]) -> list[Column]:
    """One column for each role that a row has once; what is left over is kept by its name."""
    columns = _without_rivals(_with_begin_and_end(columns))
    seen: set[Role] = set()
    settled = []
    for column in columns:
        role = column.role
        if role in (Role.NUMBER, Role.TEXT, Role.BOTH, Role.SECTION) and role in seen:
            role = Role.EXTRA
        if role is Role.PARTNERS and Role.PARTNERS in seen:
            role = Role.EXTRA
        seen.add(role)
        settled.append(_as(column, role))
    if Role.PARTNERS in seen and Role.EXECUTORS not in seen:
        settled = [_as(one, Role.EXECUTORS) if one.role is Role.PARTNERS else one for one in settled]
    if Role.TEXT not in seen and {Role.DEADLINE, Role.EXECUTORS} <= seen:
        settled = _with_some_text(settled)
    if settled and settled[0].role is Role.EXTRA and not settled[0].name and Role.NUMBER not in seen:
        settled[0] = _as(settled[0], Role.NUMBER)
    return settled


def _with_begin_and_end(columns: list[Column]) -> list[Column]:
    """«Бошланиши» and «Тугаши» as the term, where no other column has one."""
    if any(one.role in (Role.DEADLINE, Role.BOTH) for one in columns):
        return columns
    begin, end = (
        next((one for one in columns if one.role is Role.EXTRA and words.search(_folded(one.name))), None)
        for words in (BEGIN, END)
    )
    if begin is None or end is None:
        return columns
    return [_as(one, Role.DEADLINE) if one in (begin, end) else one for one in columns]


def _without_rivals(columns: list[Column]) -> list[Column]:
    """Without days of other things («ҳужжат санаси») beside a term, and without who controls beside who carries out."""
    named = [one for one in columns if one.role is Role.DEADLINE and _TERM_WORD.search(_folded(one.name))]
    doing = [one for one in columns if one.role is Role.EXECUTORS and not _CONTROL.search(_folded(one.name))]
    return [
        _as(one, Role.EXTRA)
        if (one.role is Role.DEADLINE and named and one not in named and not _PART_OF_TERM.search(_folded(one.name)))
        or (one.role is Role.EXECUTORS and doing and one not in doing)
        else one
        for one in columns
    ]


def _with_some_text(columns: list[Column]) -> list[Column]:
    """The text's column where no header word tells it: a mechanism, else the first that has a name."""
    left = [one for one in columns if one.role in (Role.EXTRA, Role.SECTION) and one.name]
    chosen = next((one for one in left if _UZBEK[Role.TEXT].search(_folded(one.name))), left[0] if left else None)
    return [_as(one, Role.TEXT) if one is chosen else one for one in columns]


def _as(column: Column, role: Role) -> Column:
    return replace(column, role=role)


def _covering(row: Row, column: Column) -> Cell | None:
    def shared(cell: Cell) -> int:
        return min(column.end, cell.column + cell.span) - max(column.start, cell.column)

    best = max(row.cells, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def _share(texts: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for text in texts if text and test(text)) / max(1, len(texts))


def _is_number(text: str) -> bool:
    return cell_number(text) is not None


def looks_like_term(text: str) -> bool:
    return len(text) < 100 and _TERM.search(_folded(text)) is not None
