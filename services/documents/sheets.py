"""Workbooks (.xlsx), by openpyxl: each visible sheet a table, a cell as it is shown."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import openpyxl  # type: ignore[import-untyped]
from babel.dates import format_date
from openpyxl.cell import Cell as SheetCell  # type: ignore[import-untyped]
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]
from openpyxl.utils.cell import range_boundaries  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from services.documents.blocks import Cell, Paper, Paragraph, Row, Table, clean
from services.documents.refusals import Refusal, RefusedError

_MOST_ROWS = 20_000
_MOST_COLUMNS = 100
_MOST_EMPTY_ROWS = 200  # a stray mark far below must not be waited for
_MOST_MERGED = 500_000  # cells
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Za-z]{1,3}\d{1,7}:[A-Za-z]{1,3}\d{1,7})[\"']")
_MOST_DECIMALS = 6
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_LOCALE = re.compile(r"\[\$[^\]-]*-([0-9A-Fa-f]+)\]")
_UZBEK_LOCALES = {0x443: "uz_Latn", 0x843: "uz_Cyrl"}
_DATE_TOKENS = re.compile(r"d+|m+|y+", re.IGNORECASE)
_CLDR = {
    "d": "d", "dd": "dd", "ddd": "EEE", "dddd": "EEEE",
    "m": "M", "mm": "MM",
    "y": "yyyy", "yy": "yyyy", "yyy": "yyyy", "yyyy": "yyyy",
}  # fmt: skip


def read_sheets(data: bytes) -> Paper:
    """The blocks of a workbook. Raises RefusedError if it is too large."""
    _check_merged(data)
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True, keep_links=False)
    tables, hidden, comments = [], [], 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        reader = _Sheet(sheet)
        tables.append(reader.table())
        comments += reader.comments
    return Paper(tuple(tables), is_workbook=True, comments=comments, hidden_sheets=tuple(hidden))


def _check_merged(data: bytes) -> None:
    """Refuse merged cells over whole sheets: openpyxl makes an object of each cell they cover."""
    left = _MOST_MERGED
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            for area in _MERGED.findall(package.read(name)):
                first_column, first_row, last_column, last_row = range_boundaries(area.decode())
                left -= (last_column - first_column + 1) * (last_row - first_row + 1)
                if left < 0:
                    raise RefusedError(Refusal.TOO_BIG)


class _Sheet:
    def __init__(self, sheet: Worksheet) -> None:
        self.comments = 0
        self._sheet = sheet
        self._width = min(sheet.max_column, _MOST_COLUMNS)
        self._covered = {
            (row, column): area
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, min(area.max_row, area.min_row + _MOST_ROWS) + 1)
            for column in range(area.min_col, min(area.max_col, _MOST_COLUMNS) + 1)
        }

    def table(self) -> Table:
        rows, empty = [], 0
        for number, cells in enumerate(self._sheet.iter_rows(max_col=self._width), start=1):
            if number > _MOST_ROWS:
                raise RefusedError(Refusal.TOO_BIG)
            row = Row(tuple(self._cells(number, cells)), hidden=bool(self._sheet.row_dimensions[number].hidden))
            empty = empty + 1 if row.is_empty else 0
            if empty > _MOST_EMPTY_ROWS:
                break
            rows.append(row)
        while rows and rows[-1].is_empty and not rows[-1].is_gone:
            rows.pop()
        return self._trimmed(Table(tuple(rows), self._sheet.title, frozenset(self._hidden_columns())))

    def _trimmed(self, table: Table) -> Table:
        """Without the columns to the right that hold nothing."""
        used = max((cell.column + cell.span for row in table.rows for cell in row.cells if cell.text), default=0)
        rows = tuple(Row(tuple(cell for cell in row.cells if cell.column < used), row.hidden) for row in table.rows)
        return Table(rows, table.name, table.hidden_columns)

    def _cells(self, row: int, cells: tuple[SheetCell, ...]) -> Iterator[Cell]:
        for column, cell in enumerate(cells, start=1):
            self.comments += getattr(cell, "comment", None) is not None
            area = self._covered.get((row, column))
            if area is None:
                yield Cell(column - 1, 1, self._words(cell))
            elif column == area.min_col:
                first = self._sheet.cell(area.min_row, area.min_col)
                span = min(area.max_col, self._width) - area.min_col + 1
                yield Cell(column - 1, span, self._words(first), continues=row > area.min_row)

    def _words(self, cell: SheetCell) -> tuple[Paragraph, ...]:
        text, gone = _shown(cell)
        if not text and not gone:
            return ()
        font, alignment = getattr(cell, "font", None), getattr(cell, "alignment", None)
        bold = bool(font and font.b)
        centred = bool(alignment and alignment.horizontal in ("center", "centerContinuous"))
        lines = [Paragraph(line, bold=bold, centred=centred) for line in text.split("\n") if line]
        return (*lines, Paragraph("", gone=gone)) if gone else tuple(lines)

    def _hidden_columns(self) -> Iterator[int]:
        for dimension in self._sheet.column_dimensions.values():
            if dimension.hidden and dimension.min:
                yield from range(dimension.min - 1, min(dimension.max or dimension.min, _MOST_COLUMNS))


def _shown(cell: SheetCell) -> tuple[str, str]:
    """What a cell shows, and its struck-out words."""
    value = cell.value
    if value is None:
        return "", ""
    struck = bool(cell.font and cell.font.strike) if getattr(cell, "font", None) else False
    if isinstance(value, CellRichText):
        kept: list[str] = []
        gone: list[str] = []
        for part in value:
            is_struck = bool(part.font and part.font.strike) if isinstance(part, TextBlock) and part.font else struck
            (gone if is_struck else kept).append(str(part.text) if isinstance(part, TextBlock) else str(part))
        return clean("".join(kept)), clean("".join(gone))
    text = clean(_written(value, str(cell.number_format or "")))
    return ("", text) if struck else (text, "")


def _written(value: object, form: str) -> str:
    if isinstance(value, bool):
        return "+" if value else ""
    if isinstance(value, datetime | date):
        return shown_date(value, form)
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)


def shown_date(day: datetime | date, form: str) -> str:
    """A date in a workbook's format («mmmm yyyy»: its month); in Russian unless the format says another tongue."""
    locale = "ru"
    if found := _LOCALE.search(form):
        locale = _UZBEK_LOCALES.get(int(found[1], 16) & 0xFFF, "ru")
    pattern = _LITERAL.sub("", form.split(";", maxsplit=1)[0])
    tokens = _DATE_TOKENS.findall(pattern)
    if not tokens or any(letter in pattern.lower() for letter in "hs"):
        return format_date(day, "dd.MM.yyyy")
    has_day = any(token.lower() in ("d", "dd") for token in tokens)
    cldr = _DATE_TOKENS.sub(lambda match: _cldr(match[0].lower(), has_day), pattern)
    return format_date(day, cldr, locale=locale)


def _cldr(token: str, has_day: bool) -> str:
    """A token of the format; an abbreviated month is written whole, so that it is read without a doubt."""
    if token.startswith("mmm"):
        return "MMMM" if has_day else "LLLL"
    return _CLDR.get(token, token)


def _number(value: float, form: str) -> str:
    decimals = re.fullmatch(rf"0\.(0{{1,{_MOST_DECIMALS}}})", form)
    if decimals:
        return f"{value:.{len(decimals[1])}f}"
    return str(int(value)) if float(value).is_integer() else repr(value)


__all__ = ["read_sheets", "shown_date"]
