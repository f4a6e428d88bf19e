"""Documents made for tests, and truths written in a line."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import List, ListItem, ListLevelStyleNumber, ListStyle, P, Span
from openpyxl.styles import Font

Data = dict[str, Any]
Row = Sequence[Any]  # cells; (words, n): over n columns; words may begin with BOLD or STRUCK
BOLD, STRUCK = "*", "~"


def word(*blocks: Any) -> bytes:
    """A .docx: a text is a paragraph (BOLD in front: bold and centred; or (words, style)), a list a table's rows."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, list):
            _word_table(document, block)
        elif isinstance(block, tuple):
            document.add_paragraph(block[0], style=block[1])
        else:
            paragraph = document.add_paragraph()
            paragraph.add_run(block.removeprefix(BOLD)).bold = block.startswith(BOLD)
            if block.startswith(BOLD):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return _saved(document)


def _word_table(document: Any, rows: Sequence[Row]) -> None:
    table = document.add_table(rows=0, cols=max(sum(_span(cell) for cell in row) for row in rows))
    for row in rows:
        cells, place = table.add_row().cells, 0
        for cell in row:
            span = _span(cell)
            made = cells[place] if span == 1 else cells[place].merge(cells[place + span - 1])
            for number, line in enumerate((cell[0] if isinstance(cell, tuple) else cell).split("\n")):
                paragraph = made.add_paragraph() if number else made.paragraphs[0]
                run = paragraph.add_run(line.removeprefix(BOLD).removeprefix(STRUCK))
                run.bold, run.font.strike = line.startswith(BOLD), line.startswith(STRUCK) or None
            place += span


def _span(cell: Any) -> int:
    return cell[1] if isinstance(cell, tuple) else 1


def workbook(
    rows: Sequence[Row],
    *,
    merged: Sequence[str] = (),
    hidden: Sequence[int] = (),
    struck: Sequence[int] = (),
    form: str = "dd.mm.yyyy",
) -> bytes:
    """An .xlsx of one sheet; days are real dates shown in `form`, `hidden` and `struck` the numbers of such rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            if isinstance(value, date):
                cell.value, cell.number_format = datetime(value.year, value.month, value.day), form
            elif isinstance(value, str) and value.startswith(BOLD):
                cell.value, cell.font = value.removeprefix(BOLD), Font(bold=True)
            if number in struck:
                cell.font = Font(strike=True)
    for area in merged:
        sheet.merge_cells(area)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    return _saved(book)


def open_document(titles: Sequence[str], rows: Sequence[Row]) -> bytes:
    """An .odt: titles, and a table whose first row is its header.

    A cell is words, (words, columns, rows), None where it is covered, or "#" for an automatic number.
    """
    document = OpenDocumentText()
    bold = Style(name="Bold", family="paragraph")
    bold.addElement(TextProperties(fontweight="bold"))
    bold.addElement(ParagraphProperties(textalign="center"))
    struck = Style(name="Struck", family="text")
    struck.addElement(TextProperties(textlinethroughstyle="solid"))
    numbers = ListStyle(name="Numbers")
    numbers.addElement(ListLevelStyleNumber(level="1", numformat="1", numsuffix="."))
    for style in (bold, struck, numbers):
        document.automaticstyles.addElement(style)
    for title in titles:
        document.text.addElement(P(stylename=bold, text=title))
    table = Table(name="plan")
    for _ in rows[0]:
        table.addElement(TableColumn())
    header = TableHeaderRows()
    table.addElement(header)
    for place, row in enumerate(rows):
        (table if place else header).addElement(_open_row(row, struck, numbers))
    document.text.addElement(table)
    return _saved(document)


def _open_row(row: Row, struck: Any, numbers: Any) -> Any:
    made = TableRow()
    for cell in row:
        if cell is None:
            made.addElement(CoveredTableCell())
            continue
        words, columns, tall = cell if isinstance(cell, tuple) else (cell, 1, 1)
        one = TableCell(valuetype="string", numbercolumnsspanned=columns, numberrowsspanned=tall)
        if words == "#":
            listed, item = List(stylename=numbers, continuenumbering="true"), ListItem()
            item.addElement(P(text=""))
            listed.addElement(item)
            one.addElement(listed)
        for line in words.split("\n") if words != "#" else ():
            paragraph = P()
            if line.startswith(STRUCK):
                paragraph.addElement(Span(stylename=struck, text=line.removeprefix(STRUCK)))
            else:
                paragraph.addText(line)
            one.addElement(paragraph)
        made.addElement(one)
    return made


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def truth(title: str, organisation: str, start: str, end: str, *activities: Data, **more: Any) -> Data:
    """The truth of a whole document."""
    period = {"start": start, "end": end}
    return {
        "title": title,
        "organisation": organisation,
        "period": period,
        "document_day": None,
        "priorities": [],
        "agenda": [],
        "sections": [],
        "activities": list(activities),
    } | more


def row(number: str, section: str | None, text: str, term: str, rule: Any, *executors: str, **more: Any) -> Data:
    """The truth of an activity; an executor is «name|role|match», alternatives with «/»."""
    read = [dict(zip(("name", "role", "match"), one.split("|"), strict=True)) for one in executors]
    return {
        "number": number,
        "section": section,
        "text": text,
        "deadline_text": term,
        "rule": rule,
        "executors": [
            {"name": one["name"], "role": one["role"].split("/"), "match": one["match"].split("/")} for one in read
        ],
    } | more


def window(first: str | None, last: str, precision: str = "day") -> Data:
    return {"kind": "window", "first": first, "last": last, "precision": precision}


def on(*days: str) -> Data:
    return {"kind": "on", "days": list(days)}


def each(unit: str, due: Data | None = None) -> Data:
    return {"kind": "each", "unit": unit, "every": 1, "due": due, "first": None, "last": None}


def open_end(rhythm: str) -> Data:
    return {"kind": "open", "from": None, "rhythm": rhythm}


def after(**span: Any) -> Data:
    return {"kind": "after", "anchor": "document"} | span
