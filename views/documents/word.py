"""The execution of the plan as a Word file, in the plan's own form."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from services.leadership.summary import SectionFacts
from services.plan.discipline import DisciplineFacts
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reports.reading import ReportFacts
from views.documents import execution as wording
from views.documents.execution import Execution, Tally
from views.documents.wordml import Cell, Paragraph, Row, Run, leave_place, saved, table
from views.documents.xml_text import xml_text
from views.kit.figures import NOTHING
from views.kit.texts import Texts

FONT = "Times New Roman"
PLAN_WIDTHS = (1.1, 8.2, 10.4, 2.8, 3.7)  # centimetres; together as wide as the page between its margins
TALLY_WIDTHS = (9.4, 2.4, 3.2, 3.2, 2.6, 3.0, 2.4)
BLANK_WIDTHS = (6.2, 0.6, 5.8, 0.6, 7.8, 0.6, 4.6)
SHADE = "EDEDED"

# Paragraph styles: id, alignment, points, bold, points after, kept with the next paragraph.
_STYLES: tuple[tuple[str, WD_ALIGN_PARAGRAPH, int, bool, int, bool], ...] = (
    ("Heading line", WD_ALIGN_PARAGRAPH.CENTER, 14, True, 0, True),
    ("Subject", WD_ALIGN_PARAGRAPH.CENTER, 12, False, 8, True),
    ("Column head", WD_ALIGN_PARAGRAPH.CENTER, 11, True, 0, True),
    ("Section head", WD_ALIGN_PARAGRAPH.CENTER, 12, True, 0, True),
    ("Cell text", WD_ALIGN_PARAGRAPH.LEFT, 11, False, 0, False),
    ("Cell centred", WD_ALIGN_PARAGRAPH.CENTER, 11, False, 0, False),
    ("Table title", WD_ALIGN_PARAGRAPH.CENTER, 14, True, 6, True),
    ("Note", WD_ALIGN_PARAGRAPH.LEFT, 11, False, 0, True),
    ("Signature line", WD_ALIGN_PARAGRAPH.LEFT, 12, False, 12, True),
    ("Blank", WD_ALIGN_PARAGRAPH.CENTER, 10, False, 0, False),
)


def word(t: Texts, execution: Execution) -> bytes:
    """A .docx file. Takes up to several seconds, so call it in a thread."""
    document = docx.Document()
    _set_up(document, t, execution)
    for line in wording.heading(t, execution):
        add_line(document, "Heading line", line)
    add_line(document, "Subject", wording.subject(t, execution))
    leave_place(document)
    tables = [table(PLAN_WIDTHS, _plan_rows(t, execution))]
    if (discipline := execution.discipline) is not None:
        tables.append(_discipline(document, t, execution, discipline))
    tables.append(signature(document, t))
    return saved(document, tables)


# -- the page --------------------------------------------------------------------------------------------------------


def _set_up(document: Any, t: Texts, execution: Execution) -> None:
    set_page(document, t)
    set_properties(document, t, execution, " ".join(wording.heading(t, execution)))


def set_properties(document: Any, t: Texts, execution: Execution, title: str) -> None:
    """What a program shows of the file without opening it."""
    properties = document.core_properties
    properties.title = xml_text(title)[:255]
    properties.author = properties.last_modified_by = xml_text(t.script(execution.summary.plan.organisation))[:255]
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(execution.today, time(), UTC)


def set_page(document: Any, t: Texts, *, is_upright: bool = False) -> None:
    """A4, landscape unless it `is_upright`, with numbered pages and the house's paragraph styles."""
    page = document.sections[0]
    page.orientation = WD_ORIENT.PORTRAIT if is_upright else WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = (Cm(21), Cm(29.7)) if is_upright else (Cm(29.7), Cm(21))
    page.left_margin, page.right_margin = Cm(2), Cm(1.5)  # the left edge is bound
    page.top_margin, page.bottom_margin, page.footer_distance = Cm(1.5), Cm(1.5), Cm(0.8)
    _add_styles(document, t)
    _number_pages(page.footer.paragraphs[0], wording.page_of(t))


def _add_styles(document: Any, t: Texts) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    fonts = normal.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), t.language.tag)
    normal.element.rPr.append(language)
    for name, alignment, points, bold, after, kept in _STYLES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.bold = Pt(points), bold
        manner = style.paragraph_format
        manner.alignment, manner.keep_with_next, manner.keep_together = alignment, kept, kept
        manner.widow_control = True  # no single line of a row stands alone on a page
        manner.space_before, manner.space_after, manner.line_spacing = Pt(0), Pt(after), 1
    for edge in ("left_indent", "right_indent"):
        setattr(document.styles["Heading line"].paragraph_format, edge, Cm(3))  # a long title in lines of like length


def _number_pages(paragraph: Any, words: str) -> None:
    """«3 of 12»: fields that the showing program counts."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = words.partition("{page}")
    between, _, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def add_line(document: Any, style: str, text: str) -> None:
    """A paragraph of a named style."""
    document.add_paragraph(xml_text(text), style=style)


# -- the plan --------------------------------------------------------------------------------------------------------


def _plan_rows(t: Texts, execution: Execution) -> Iterator[Row]:
    heads = wording.columns(t, execution)
    yield Row([Cell([Paragraph("Columnhead", [Run(head)])], fill=SHADE, centred=True) for head in heads], heading=True)
    for section in execution.sections:
        yield _section_row(t, section)
        for activity in execution.of_section(section.number):
            yield _activity_row(t, execution, activity)


def _section_row(t: Texts, section: SectionFacts) -> Row:
    words = Run(f"{t.script(section.written_number)}. {t.script(section.title)}")
    return Row([Cell([Paragraph("Sectionhead", [words])], span=len(PLAN_WIDTHS), fill=SHADE)], whole=True)


def _activity_row(t: Texts, execution: Execution, activity: ActivityFacts) -> Row:
    lead, *others = wording.named_executors(t, activity) or [NOTHING]
    return Row(
        [
            Cell([Paragraph("Cellcentred", [Run(f"{t.script(activity.written_number)}.")])]),
            Cell(_texts(t.script(activity.text).split("\n"))),
            Cell(_work_done(t, execution, activity)),
            Cell([Paragraph("Cellcentred", [Run(line)]) for line in wording.deadline(t, activity)]),
            Cell([Paragraph("Celltext", [Run(lead, bold=True)]), *_texts(others)]),
        ]
    )


def _work_done(t: Texts, execution: Execution, activity: ActivityFacts) -> list[Paragraph]:
    shape, colour = wording.sign(activity)
    status = [Run(f"{shape} ", colour=colour), Run(wording.state_of_work(t, activity), bold=True)]
    told = wording.latest_reports(execution, activity)
    reports = [paragraph for report in told for paragraph in _report(t, execution, activity, report)]
    if not told and activity.status is not Status.NOT_STARTED:  # of what is not begun, nobody expects any
        reports = _texts([wording.no_report(t)])
    return [Paragraph("Celltext", status), *reports]


def _report(t: Texts, execution: Execution, activity: ActivityFacts, report: ReportFacts) -> Iterator[Paragraph]:
    head = wording.report_head(t, report, execution.today)
    words = wording.report_words(activity, report)
    yield Paragraph(
        "Celltext", [Run(f"{head}: ", italic=True), Run(words)] if words else [Run(f"{head}.", italic=True)]
    )
    if files := wording.report_files(t, report):
        yield Paragraph("Celltext", [Run(files, italic=True)])


def _texts(lines: Sequence[str]) -> list[Paragraph]:
    return [Paragraph("Celltext", [Run(line)]) for line in lines]


# -- what stands under it --------------------------------------------------------------------------------------------


def _discipline(document: Any, t: Texts, execution: Execution, discipline: DisciplineFacts) -> Iterator[str]:
    add_line(document, "Cell text", "")
    add_line(document, "Table title", wording.discipline_title(t))
    leave_place(document)
    for sentence in wording.rule(t):
        add_line(document, "Note", sentence)
    return table(TALLY_WIDTHS, _tally_rows(t, execution, discipline))


def _tally_rows(t: Texts, execution: Execution, discipline: DisciplineFacts) -> Iterator[Row]:
    heads = ("", *wording.discipline_heads(t))
    yield Row([Cell([Paragraph("Columnhead", [Run(head)])], fill=SHADE, centred=True) for head in heads], heading=True)
    groups = (wording.by_section(t, execution, discipline), wording.by_officer(t, execution, discipline))
    for title, lines in zip(wording.group_titles(t), groups, strict=True):
        yield Row(
            [Cell([Paragraph("Sectionhead", [Run(title)])], span=len(TALLY_WIDTHS), fill=SHADE)],
            whole=True,
        )
        yield from (_tally_row(line) for line in lines)
    yield _tally_row(Tally(wording.in_all(t), discipline.whole), bold=True)


def _tally_row(line: Tally, *, bold: bool = False) -> Row:
    figures = wording.discipline_figures(line.figures)
    name = Cell([Paragraph("Celltext", [Run(line.name, bold=bold)])])
    return Row(
        [name, *(Cell([Paragraph("Cellcentred", [Run(figure, bold=bold)])], centred=True) for figure in figures)],
        whole=True,
    )


def signature(document: Any, t: Texts, widths: Sequence[float] = BLANK_WIDTHS) -> Iterator[str]:
    """A line to be signed over, its parts named underneath."""
    words, blanks = wording.signature(t)
    add_line(document, "Signature line", "")
    add_line(document, "Signature line", words)
    gap = Cell([Paragraph("Blank", [Run("")])])
    cells = [cell for blank in blanks for cell in (Cell([Paragraph("Blank", [Run(blank)])], overlined=True), gap)]
    leave_place(document)
    add_line(document, "Blank", "")
    return table(widths, [Row(cells[:-1], whole=True)], ruled=False)
