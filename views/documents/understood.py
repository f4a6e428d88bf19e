"""A plan as it was understood from a document, as a Word file to look through before it is loaded."""

from collections.abc import Iterator

import docx

from services.documents.understood import ExecutorRead, Match, Part
from services.imports.draft import Chapter, Draft, Line
from views.documents.word import SHADE, add_line, set_page
from views.documents.wordml import Cell, Paragraph, Row, Run, leave_place, saved, table
from views.kit.figures import days_between
from views.kit.texts import Texts, plain
from views.terms import rules_words

WIDTHS = (1.8, 11.4, 6.6, 6.4)  # centimetres; together as wide as the page between its margins
ASKED = "C00000"  # what is not certain, in red and in words


def understood(t: Texts, draft: Draft) -> bytes:
    """A .docx file. Takes up to several seconds, so call it in a thread."""
    document = docx.Document()
    set_page(document, t)
    add_line(document, "Heading line", t.script(draft.title) if draft.title else plain(t("Title: not found")))
    if draft.organisation:
        add_line(document, "Subject", t.script(draft.organisation))
    if draft.period:
        days = days_between(t, draft.period.start, draft.period.end)
        add_line(document, "Subject", plain(t("Period: {days}", days=days)))
    leave_place(document)
    return saved(document, [table(WIDTHS, _rows(t, draft))])


def _rows(t: Texts, draft: Draft) -> Iterator[Row]:
    heads = (t("No."), t("Activity"), t("Term: as written, and as understood"), t("Responsible officers"))
    cells = [Cell([Paragraph("Columnhead", [Run(plain(head))])], fill=SHADE, centred=True) for head in heads]
    yield Row(cells, heading=True)
    for chapter in draft.chapters:
        yield _chapter(t, chapter)
        yield from (_line(t, line) for line in chapter.lines)


def _chapter(t: Texts, chapter: Chapter) -> Row:
    words = Run(f"{chapter.number}. {t.script(chapter.title)}".rstrip(". "))
    return Row([Cell([Paragraph("Sectionhead", [words])], span=len(WIDTHS), fill=SHADE)], whole=True)


def _line(t: Texts, line: Line) -> Row:
    number = [Paragraph("Cellcentred", [Run(f"{line.number}.")])]
    if line.written != str(line.number):
        number.append(Paragraph("Cellcentred", [Run(f"({line.written})", italic=True)]))
    text = [Paragraph("Celltext", [Run(part)]) for part in t.script(line.text).split("\n")]
    return Row([Cell(number), Cell(text), Cell(list(_term(t, line))), Cell(list(_people(t, line)))])


def _term(t: Texts, line: Line) -> Iterator[Paragraph]:
    if line.term:
        yield Paragraph("Celltext", [Run(t.script(line.term))])
    if line.rules is None:
        yield Paragraph("Celltext", [Run(plain(t("to be asked")), bold=True, colour=ASKED)])
    else:
        yield Paragraph("Celltext", [Run(plain(rules_words(t, line.rules)), italic=True)])


def _people(t: Texts, line: Line) -> Iterator[Paragraph]:
    for one in line.executors:
        yield Paragraph("Celltext", [Run(t.script(one.name), bold=one.part is Part.LEAD), *_mark(t, one)])
    if not any(one.part in (Part.LEAD, Part.CO) for one in line.executors):
        yield Paragraph("Celltext", [Run(plain(t("to be asked")), bold=True, colour=ASKED)])


def _mark(t: Texts, one: ExecutorRead) -> Iterator[Run]:
    if one.match is Match.ASK:
        written = plain(t("to be asked: «{words}»", words=t.script(one.written)))
        yield Run(f" ({written})", colour=ASKED)
    elif one.part in (Part.OUTSIDE, Part.GROUP):
        yield Run(f" ({plain(t('is sent nothing'))})", italic=True)
    elif one.match is Match.NEW:
        yield Run(f" ({plain(t('new'))})", italic=True)
