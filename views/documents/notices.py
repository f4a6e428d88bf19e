"""The proof that executors were told what is theirs, as a Word file and as an Excel workbook."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

import docx

from services.leadership.summary import SummaryFacts
from services.reports.notices import NoticeFacts
from views import notices as wording
from views.documents.excel import Column, Sheet, Value, workbook
from views.documents.word import SHADE, add_line, set_page
from views.documents.wordml import Cell, Paragraph, Row, Run, leave_place, saved, table
from views.documents.xml_text import xml_text
from views.kit.texts import Texts

WIDTHS = (0.9, 5.2, 3.0, 2.8, 2.2, 2.6, 2.2, 2.3, 2.3, 2.7)  # centimetres; together as wide as the page
CHARACTERS = (6, 50, 26, 26, 18, 26, 17, 21, 24, 44)


def notices_word(t: Texts, summary: SummaryFacts, notices: Sequence[NoticeFacts]) -> bytes:
    """A .docx file. To be called in a thread."""
    document = docx.Document()
    set_page(document, t)
    title = wording.file_title(t)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = xml_text(title), "Ijrochi", ""
    properties.created = properties.modified = datetime.combine(summary.today, time(), UTC)
    add_line(document, "Heading line", title)
    for line in wording.file_papers(t, summary, notices):
        add_line(document, "Subject", line)
    add_line(document, "Subject", wording.file_subject(t, notices, summary.today))
    leave_place(document)
    return saved(document, [table(WIDTHS, _rows(t, notices))])


def _rows(t: Texts, notices: Sequence[NoticeFacts]) -> Iterator[Row]:
    heads = wording.file_heads(t)
    yield Row([Cell([Paragraph("Columnhead", [Run(head)])], fill=SHADE, centred=True) for head in heads], heading=True)
    for one in notices:
        yield Row([_cell(words) for words in wording.file_row(t, one)])


def _cell(words: str) -> Cell:
    return Cell([Paragraph("Celltext", [Run(line)]) for line in words.split("\n")])


def notices_excel(t: Texts, summary: SummaryFacts, notices: Sequence[NoticeFacts]) -> bytes:
    """A .xlsx file. To be called in a thread."""
    columns = [Column(head, width) for head, width in zip(wording.file_heads(t), CHARACTERS, strict=True)]
    rows: list[tuple[Value, ...]] = [(_number(t, one), *wording.file_row(t, one)[1:]) for one in notices]
    title = wording.file_title(t)
    notes = [*wording.file_papers(t, summary, notices), wording.file_subject(t, notices, summary.today)]
    heading = xml_text(". ".join([title, *notes]))
    return workbook(heading, "Ijrochi", summary.today, [Sheet(title, columns, rows, notes=notes)])


def _number(t: Texts, one: NoticeFacts) -> Value:
    return t.script(one.activity.written_number) if one.activity.marks else one.activity.number
