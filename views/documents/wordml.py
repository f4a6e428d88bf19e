"""WordprocessingML, as text: runs in paragraphs in cells in rows in a table.

python-docx adds rows to a table in a time that grows with the square of their number, and keeps them all as a tree; a
plan may have ten thousand. Here a table is written row by row into the place that python-docx left for it.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from lxml.etree import ProcessingInstruction  # type: ignore[import-untyped]  # python-docx is built on it

from views.documents.xml_text import xml_text

_BODY = "word/document.xml"
_PLACE = b"<?table here?>"  # whatever people write, a «<» of theirs is escaped
TWIPS = 567  # in a centimetre
_MARGINS = {"top": 15, "left": 75, "bottom": 15, "right": 75}  # of a cell, in twips


@dataclass(frozen=True)
class Run:
    """Words in one manner; `colour` is RRGGBB, `struck` words are crossed out."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    struck: bool = False

    @property
    def xml(self) -> str:
        """As Word keeps it; line feeds are line breaks."""
        manner = "<w:b/>" * self.bold + "<w:i/>" * self.italic + "<w:strike/>" * self.struck
        manner += f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in xml_text(self.text).split("\n"))
        properties = f"<w:rPr>{manner}</w:rPr>" if manner else ""
        return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


@dataclass(frozen=True)
class Paragraph:
    """Runs in a paragraph of a named style (its id)."""

    style: str
    runs: Sequence[Run]

    @property
    def xml(self) -> str:
        """As Word keeps it."""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.style}"/></w:pPr>{"".join(run.xml for run in self.runs)}</w:p>'


@dataclass(frozen=True)
class Cell:
    """Paragraphs in a cell that takes `span` columns.

    `fill` is RRGGBB; `centred` means from top to bottom; `overlined` has a line above it.
    """

    paragraphs: Sequence[Paragraph]
    span: int = 1
    fill: str = ""
    centred: bool = False
    overlined: bool = False


@dataclass(frozen=True)
class Row:
    """Cells in a row. A `heading` is repeated on each page; `whole` keeps the row on one page."""

    cells: Sequence[Cell]
    heading: bool = False
    whole: bool = False


def table(widths: Sequence[float], rows: Iterable[Row], *, ruled: bool = True) -> Iterator[str]:
    """A table of columns so many centimetres wide, piece by piece; `ruled` with lines around its cells."""
    twips = [round(width * TWIPS) for width in widths]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = f"<w:tblBorders>{''.join(map(_line, sides))}</w:tblBorders>" if ruled else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{''.join(map(_margin, _MARGINS.items()))}</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )
    for row in rows:
        yield _row(row, twips)
    yield "</w:tbl>"


def leave_place(document: Any) -> None:
    """Mark the end of the document's body as the place of the next table."""
    body = document.element.body
    body.insert(body.index(body.sectPr), ProcessingInstruction("table", "here"))


def saved(document: Any, tables: Sequence[Iterable[str]]) -> bytes:
    """The document as a file, with the tables in the places left for them."""
    skeleton, whole = io.BytesIO(), io.BytesIO()
    document.save(skeleton)
    with ZipFile(skeleton) as source, ZipFile(whole, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == _BODY:
                with target.open(part, "w", force_zip64=True) as file:
                    _fill(file, content.split(_PLACE), tables)
            else:
                target.writestr(part, content)
    return whole.getvalue()


def _fill(file: IO[bytes], pieces: Sequence[bytes], tables: Sequence[Iterable[str]]) -> None:
    first, *others = pieces
    file.write(first)
    for rows, after in zip(tables, others, strict=True):
        for row in rows:
            file.write(row.encode())
        file.write(after)


def _margin(side_and_twips: tuple[str, int]) -> str:
    return '<w:{} w:w="{}" w:type="dxa"/>'.format(*side_and_twips)


def _line(side: str) -> str:
    return f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'


def _row(row: Row, twips: Sequence[int]) -> str:
    manner = "<w:cantSplit/>" * (row.whole or row.heading) + "<w:tblHeader/>" * row.heading
    cells, column = [], 0
    for cell in row.cells:
        cells.append(_cell(cell, sum(twips[column : column + cell.span])))
        column += cell.span
    return f"<w:tr>{f'<w:trPr>{manner}</w:trPr>' if manner else ''}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    manner = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    manner += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    manner += f"<w:tcBorders>{_line('top')}</w:tcBorders>" if cell.overlined else ""
    manner += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    manner += '<w:vAlign w:val="center"/>' if cell.centred else ""
    return f"<w:tc><w:tcPr>{manner}</w:tcPr>{''.join(paragraph.xml for paragraph in cell.paragraphs)}</w:tc>"
