"""PDF files with a text layer, by pdfplumber: tables by their lines, and the lines of text around them."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.table import Table as PdfTable
from pdfplumber.utils.exceptions import PdfminerException

from services.documents import headings
from services.documents.blocks import Block, Cell, Paper, Paragraph, Row, Table, clean, is_contents_line
from services.documents.refusals import Refusal, RefusedError

_MOST_PAGES = 400
_MOST_LINES = 20_000  # drawn on a page
_LARGEST_STREAMS = 64 * 2**20  # unpacked, without pictures
_FEWEST_LETTERS = 40
_SAME_EDGE = 3.0  # points
_INDENTED = 90.0  # points to the right of the line above: another paragraph
_PAGE_NUMBER = re.compile(r"\W*\d{1,3}\W*")
_ITEM = re.compile(r"\s*(?:[–—•▪●\-*]\s*\S|\d{1,2}\)|[a-zа-я]\)\s)")
_ENDS = (".", ":", ";", "!", "?")


def read_pdf(data: bytes) -> Paper:
    """The blocks of a PDF. Raises RefusedError where it is locked, broken, too large, or has pictures only."""
    _check_streams(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise RefusedError(Refusal.TOO_BIG)
            blocks, letters = [], 0
            for page in document.pages:
                letters += len(page.chars)
                blocks += list(_blocks(page))
                page.close()
    except PdfminerException as error:
        cause = error.args[0] if error.args else None
        locked = isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError)
        raise RefusedError(Refusal.ENCRYPTED if locked else Refusal.CORRUPT) from error
    except PDFException as error:
        raise RefusedError(Refusal.CORRUPT) from error
    if letters < _FEWEST_LETTERS:
        raise RefusedError(Refusal.NOT_A_PLAN, is_picture=True)
    return Paper(tuple(_rejoined(blocks)))


def _check_streams(data: bytes) -> None:
    """Refuse a small file that unpacks into a huge one."""
    left = _LARGEST_STREAMS
    for begin in re.finditer(rb"stream\r?\n", data):
        if data[max(0, begin.start() - 3) : begin.start()] == b"end":
            continue
        if b"/Image" in data[max(0, begin.start() - 400) : begin.start()]:
            continue
        try:
            left -= len(zlib.decompressobj().decompress(data[begin.end() :], left + 1))
        except zlib.error:
            continue
        if left < 0:
            raise RefusedError(Refusal.TOO_BIG)


@dataclass(frozen=True)
class _Placed:
    block: Block
    top: float
    left: float


def _blocks(page: Page) -> Iterator[_Placed]:
    """The blocks of a page from top to bottom."""
    tables = [table for table in page.find_tables(_settings(page)) if len(table.cells) > 1]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda item: not any(_inside(item, box) for box in boxes))
    lines = outside.extract_text_lines(return_chars=True)
    placed = [_Placed(_table(table, page), table.bbox[1], table.bbox[0]) for table in tables]
    placed += [
        _Placed(_line(line["text"], line["x0"], line["x1"], _fonts(line["chars"]), page), line["top"], line["x0"])
        for line in lines
        if not _PAGE_NUMBER.fullmatch(line["text"])
    ]
    yield from sorted(placed, key=lambda one: one.top)


def _settings(page: Page) -> dict[str, list[float]]:
    """A row that goes on over the page's end may have no line there: tables end where their upright lines do."""
    if len(page.edges) > _MOST_LINES:
        raise RefusedError(Refusal.TOO_BIG)
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    if not upright:
        return {}
    ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
    return {"explicit_horizontal_lines": ends}


def _inside(item: dict[str, object], box: Sequence[float]) -> bool:
    """Whether the middle of a letter or a line lies in a box."""
    left, right, top, bottom = (item.get(edge) for edge in ("x0", "x1", "top", "bottom"))
    if not (_is_length(left) and _is_length(right) and _is_length(top) and _is_length(bottom)):
        return False
    return box[0] <= (left + right) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]


def _is_length(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float)


def _line(text: str, left: float, right: float, fonts: Sequence[str], page: Page) -> Paragraph:
    text_left = min((char["x0"] for char in page.chars), default=0.0)
    text_right = max((char["x1"] for char in page.chars), default=page.width)
    bold = _is_bold(fonts)
    in_middle = abs(left + right - text_left - text_right) / 2 < page.width * 0.03
    centred = in_middle and (bold or left - text_left > page.width * 0.04)
    return Paragraph(clean(text), bold=bold, centred=centred, contents=is_contents_line(text))


def _fonts(chars: list[dict[str, object]], box: Sequence[float] | None = None) -> list[str]:
    """The fonts of the letters, of those in a box where one is given."""
    written = (char for char in chars if str(char["text"]).strip() and (box is None or _inside(char, box)))
    return [str(char["fontname"]) for char in written]


def _is_bold(fonts: Sequence[str]) -> bool:
    """Whether all of the fonts of a text are bold."""
    return bool(fonts) and all("bold" in font.lower() for font in fonts)


def _table(table: PdfTable, page: Page) -> Table:
    edges = _edges([edge for cell in table.cells for edge in (cell[0], cell[2])])
    words = table.extract()
    rows: list[Row] = []
    open_cells: list[tuple[Cell, float]] = []  # with where each ends
    for row, texts in zip(table.rows, words, strict=True):
        cells = []
        written = sum(1 for text in texts if text and text.strip())
        for box, text in zip(row.cells, texts, strict=True):
            if box is None:
                continue
            column = _at(edges, box[0])
            bold = written <= 2 and bool(text) and _is_bold(_fonts(page.chars, box))
            lines = tuple(Paragraph(line, bold=bold) for line in _unwrapped(text or ""))
            cell = Cell(column, max(1, _at(edges, box[2]) - column), lines)
            cells.append(cell)
            open_cells.append((cell, box[3]))
        top = row.bbox[1]
        covered = {place for cell in cells for place in range(cell.column, cell.column + cell.span)}
        for above, bottom in open_cells:
            if bottom > top + _SAME_EDGE and above not in cells and above.column not in covered:
                cells.append(Cell(above.column, above.span, above.paragraphs, continues=True))
        rows.append(Row(tuple(sorted(cells, key=lambda cell: cell.column))))
    return Table(tuple(rows))


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda place: abs(edges[place] - value))


def _unwrapped(text: str) -> list[str]:
    """A cell's lines without the breaks that only its width made."""
    lines: list[str] = []
    for line in text.split("\n"):
        ended = (
            lines and lines[-1].endswith((":", ";")) and line[:1].isupper() and "(" not in lines[-1].rpartition(")")[2]
        )
        if lines and not _ITEM.match(line) and not ended:
            lines[-1] = _joined(lines[-1], line.strip())
        elif line.strip():
            lines.append(line.strip())
    return [clean(line) for line in lines]


def _joined(line: str, rest: str) -> str:
    if line.endswith("\u00ad"):
        return line[:-1] + rest
    return line + rest if re.search(r"\w[-–—/]$", line) else f"{line} {rest}"


def _rejoined(placed: Sequence[_Placed]) -> Iterator[Block]:
    """The blocks with lines of one paragraph joined: the first goes on and the second begins small."""
    joined: list[_Placed] = []
    for one in placed:
        above = joined[-1] if joined else None
        if above is not None and _goes_on(above, one):
            text = _joined(_text(above), _text(one))
            joined[-1] = _Placed(_with_text(above.block, text), one.top, above.left)
        else:
            joined.append(one)
    yield from (one.block for one in joined)


def _with_text(block: Block, text: str) -> Block:
    return replace(block, text=text) if isinstance(block, Paragraph) else block


def _text(placed: _Placed) -> str:
    return placed.block.text if isinstance(placed.block, Paragraph) else ""


def _goes_on(above: _Placed, below: _Placed) -> bool:
    line, following = above.block, below.block
    if not isinstance(line, Paragraph) or not isinstance(following, Paragraph):
        return False
    if line.bold != following.bold or line.contents or following.contents or (following.centred and not line.bold):
        return False
    if (
        line.text.endswith(_ENDS)
        or headings.is_signature(line.text)
        or (below.left - above.left > _INDENTED and not following.bold)
    ):
        return False
    if headings.is_separator(following.text):  # the month of a question for a meeting
        return False
    return headings.begins_small(following.text) and not headings.split_number(following.text)[0]
