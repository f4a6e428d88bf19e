"""The execution of the plan as an Excel workbook: activities, totals by section and by officer, reports.

Rows are written as they come (openpyxl's write-only mode), so that a large plan takes little memory.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from math import ceil
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.cell.rich_text import CellRichText  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.page import PageMargins  # type: ignore[import-untyped]
from openpyxl.worksheet.properties import PageSetupProperties  # type: ignore[import-untyped]

from services.leadership.summary import counts
from services.plan.discipline import NOTHING_DUE, Discipline, DisciplineFacts, days_late
from services.plan.figures import ActivityFacts
from views.documents import execution as wording
from views.documents.execution import Execution
from views.documents.xml_text import xml_text
from views.kit.figures import NOTHING, distinct
from views.kit.texts import Texts

FONT = "Times New Roman"
LONGEST = 32_767  # characters in a cell; Excel repairs a file that has more
LONGEST_TITLE = 31  # of a sheet
LINE = 15  # points
HIGHEST = 409  # points; Excel has no higher row
FILLED = 1.1  # letters in a unit of width: the unit is a digit, and most letters are narrower
A4 = 9  # as Excel numbers paper
DAY = "dd.mm.yyyy"
SHARE = "0%"
WHOLE = "0"
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
# Excel and LibreOffice read «_x000D_» inside one run of text as the character of that number.
_INSIDE_AN_ESCAPE = re.compile(r"(?<=_)(?=x[0-9A-Fa-f]{4}_)")
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")


class Inked(str):
    """Words in a colour (RRGGBB)."""

    colour: str

    def __new__(cls, text: str, colour: str) -> "Inked":
        """The words and the colour."""
        inked = super().__new__(cls, text)
        inked.colour = colour
        return inked


Value = str | int | float | date | None


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in characters, and how numbers and days in it are written."""

    head: str
    width: float
    written: str = WHOLE


@dataclass(frozen=True)
class Sheet:
    """A sheet: rows that can be filtered, and under them a total and notes that stay whatever is filtered."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value] | None = None
    notes: Sequence[str] = ()


def excel(t: Texts, execution: Execution) -> bytes:
    """A .xlsx file. Takes up to several seconds, so call it in a thread."""
    heading = xml_text(" ".join(wording.heading(t, execution)))
    sheets = (sheet(t, execution) for sheet in (_activities, _sections, _officers, _reports))
    return workbook(heading, xml_text(t.script(execution.summary.plan.organisation)), execution.today, sheets)


def workbook(heading: str, author: str, day: date, sheets: Iterable[Sheet]) -> bytes:
    """A .xlsx file of these sheets."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, heading, sheet)
    properties = book.properties
    properties.title, properties.creator = heading, author
    properties.created = properties.modified = datetime.combine(day, time(), UTC).replace(tzinfo=None)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# -- the sheets ------------------------------------------------------------------------------------------------------


def _activities(t: Texts, execution: Execution) -> Sheet:
    widths = (5, 8, 48, 16, 12, 13, 16, 20, 18, 14, 16, 13, 14, 48)
    written = {4: DAY, 5: DAY, 10: DAY, 12: DAY}
    heads = wording.activity_heads(t, execution)
    columns = [Column(head, widths[index], written.get(index, WHOLE)) for index, head in enumerate(heads)]
    rows = (
        _activity(t, execution, activity)
        for section in execution.sections
        for activity in execution.of_section(section.number)
    )
    return Sheet(wording.sheet_titles(t, execution)[0], columns, rows)


def _activity(t: Texts, execution: Execution, activity: ActivityFacts) -> Sequence[Value]:
    latest = next(iter(execution.reports_on(activity)), None)
    lead, *others = wording.named_executors(t, activity) or [""]
    return (
        t.script(activity.written_number) if activity.marks else activity.number,
        activity.written_section,
        t.script(activity.text),
        wording.deadline_in_a_row(t, activity),
        activity.starts_on,
        activity.due_on,
        lead,
        ", ".join(others),
        Inked(wording.status(t, activity), wording.sign(activity)[1]),
        None if activity.is_endless else 100 if activity.done_on else activity.percent,
        activity.done_on,
        days_late(activity),
        latest.submitted_on if latest else None,
        (latest.text or wording.report_files(t, latest) or wording.report_state(t, latest)) if latest else None,
    )


def _sections(t: Texts, execution: Execution) -> Sheet:
    statuses, heads = wording.statuses(t), wording.section_heads(t, execution)
    discipline = execution.discipline
    columns = [
        *(Column(head, width) for head, width in zip(heads, (6, 60, 12, 12), strict=False)),
        *(Column(word, 17) for _, word in statuses),
        *_discipline_columns(t, discipline),
    ]

    def line(number: str, name: str, activities: Sequence[ActivityFacts], figures: Discipline) -> Sequence[Value]:
        states = counts(activities)
        told = [states.get(status, 0) for status, _ in statuses]
        return (number, name, *wording.sizes(execution, activities), *told, *_figures(figures if discipline else None))

    rows: list[Sequence[Value]] = [
        line(
            t.script(section.written_number),
            t.script(section.title),
            execution.of_section(section.number),
            discipline.sections.get(section.number, NOTHING_DUE) if discipline else NOTHING_DUE,
        )
        for section in execution.sections
    ]
    total = line("", wording.in_all(t), execution.activities, discipline.whole if discipline else NOTHING_DUE)
    notes = wording.rule(t) if discipline else ()
    return Sheet(wording.sheet_titles(t, execution)[1], columns, rows, total=total, notes=notes)


def _officers(t: Texts, execution: Execution) -> Sheet:
    discipline = execution.discipline
    columns = [
        *(Column(head, width) for head, width in zip(wording.officer_heads(t), (28, 14, 14), strict=True)),
        *_discipline_columns(t, discipline),
    ]
    takes_part, leads = execution.shares
    rows = [
        (
            t.script(one.name),
            takes_part[one.id],
            leads[one.id],
            *_figures(discipline.executors.get(one.id, NOTHING_DUE) if discipline else None),
        )
        for one in execution.officers
    ]
    every = distinct(execution.activities)
    total = (wording.in_all(t), every, every, *_figures(discipline.whole if discipline else None))
    notes = wording.rule(t) if discipline else ()
    return Sheet(wording.sheet_titles(t, execution)[2], columns, rows, total=total, notes=notes)


def _reports(t: Texts, execution: Execution) -> Sheet:
    written = {1: DAY}
    columns = [
        Column(head, width, written.get(index, WHOLE))
        for index, (head, width) in enumerate(zip(wording.report_heads(t), (5, 12, 20, 14, 90, 40), strict=True))
    ]
    rows = (
        (
            t.script(activity.written_number) if activity.marks else activity.number,
            report.submitted_on,
            t.script(report.executor),
            wording.report_state(t, report),
            report.text,
            wording.files(t, report),
        )
        for section in execution.sections
        for activity in execution.of_section(section.number)
        for report in execution.reports_on(activity)
    )
    return Sheet(wording.sheet_titles(t, execution)[3], columns, rows)


def _discipline_columns(t: Texts, discipline: DisciplineFacts | None) -> list[Column]:
    if discipline is None:
        return []
    heads = wording.discipline_heads(t)
    return [*(Column(head, 15) for head in heads[:-1]), Column(heads[-1], 15, SHARE)]


def _figures(discipline: Discipline | None) -> tuple[Value, ...]:
    """Numbers that can be calculated with; «—» if there is none."""
    if discipline is None:
        return ()
    average, share = discipline.average_days_late, discipline.share
    return (
        discipline.due,
        discipline.on_time,
        discipline.late,
        discipline.overdue,
        NOTHING if average is None else average,
        NOTHING if share is None else share,
    )


# -- how a sheet looks -----------------------------------------------------------------------------------------------


def _write(workbook: Workbook, heading: str, content: Sheet) -> None:
    columns = content.columns
    sheet = workbook.create_sheet(_NOT_IN_A_TITLE.sub(" ", xml_text(content.title))[:LONGEST_TITLE])
    _set_up(sheet, heading, columns)
    look = _Look(sheet)
    sheet.row_dimensions[1].height = _height([column.head for column in columns], columns)
    sheet.append([look.head(column.head) for column in columns])
    count = 1
    for row in content.rows:
        count += 1
        sheet.row_dimensions[count].height = _height(row, columns)
        sheet.append(look.row(row, columns))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    if content.total is not None:
        sheet.append(look.row(content.total, columns, bold=True))
    for note in ("", *content.notes) if content.notes else ():
        sheet.append([look.note(note)])


def _set_up(sheet: Any, heading: str, columns: Sequence[Column]) -> None:
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages long as need be
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.6, header=0.3, footer=0.3)  # inches
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = heading[:200].replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"


def _height(row: Sequence[Value], columns: Sequence[Column]) -> float:
    """The points that the row's words need, because not every program works that out by itself."""
    lines = 1
    for value, column in zip(row, columns, strict=True):
        if isinstance(value, str):
            lines = max(lines, sum(ceil(len(line) / (column.width * FILLED)) or 1 for line in value.split("\n")))
    return min(lines * LINE + 2.0, HIGHEST)


def _verbatim(text: str) -> "str | CellRichText":
    """The text so that every program reads it as it is written: what looks like an escape is cut into two runs.

    Escaping it as «_x005F_x000D_» would do for Excel alone; openpyxl and others do not take that back.
    """
    runs = _INSIDE_AN_ESCAPE.split(text)
    return CellRichText(*runs) if len(runs) > 1 else text


@dataclass(frozen=True)
class Manner:
    """How a cell looks: `written` is the format of its number or day, `colour` (RRGGBB) that of its words."""

    written: str = "General"
    bold: bool = False
    colour: str = ""
    centred: bool = False
    is_head: bool = False
    is_note: bool = False
    is_quoted: bool = False


class _Look:
    """Cells of one sheet as they look.

    Each manner is worked out once: openpyxl takes longer for a style than for a value.
    """

    def __init__(self, sheet: Any) -> None:
        line = Side(style="thin", color="999999")
        self._sheet = sheet
        self._border = Border(left=line, right=line, top=line, bottom=line)
        self._fill = PatternFill("solid", start_color="EDEDED")
        self._styles: dict[Manner, Any] = {}

    def head(self, text: str) -> Any:
        """A column's head."""
        return self._cell(text, Manner(bold=True, centred=True, is_head=True))

    def note(self, text: str) -> Any:
        """A line under the table, over the columns beside it."""
        return self._cell(text, Manner(is_note=True))

    def row(self, values: Sequence[Value], columns: Sequence[Column], *, bold: bool = False) -> list[Any]:
        """A row under its columns: words wrap, numbers and days stand in the middle."""
        return [self._value(value, column.written, bold) for value, column in zip(values, columns, strict=True)]

    def _value(self, value: Value, written: str, bold: bool) -> Any:
        if not isinstance(value, str):
            return self._cell(value, Manner(written, bold, centred=True))
        return self._cell(value, Manner(bold=bold, colour=getattr(value, "colour", ""), centred=value == NOTHING))

    def _cell(self, value: Value, manner: Manner) -> Any:
        if not isinstance(value, str):
            return self._styled(WriteOnlyCell(self._sheet, value), manner)
        text = xml_text(value)[:LONGEST]
        cell = WriteOnlyCell(self._sheet, _verbatim(text))
        cell.data_type = "s"  # openpyxl reads «=…» as a formula
        # The mark that this is text: a person who edits the cell makes no formula of it either.
        is_quoted = text.lstrip().startswith(_STARTS_A_FORMULA)
        return self._styled(cell, replace(manner, is_quoted=True) if is_quoted else manner)

    def _styled(self, cell: Any, manner: Manner) -> Any:
        style = self._styles.get(manner)
        if style is None:
            style = self._styles[manner] = self._style(manner)
        cell._style = style
        return cell

    def _style(self, manner: Manner) -> Any:
        pattern = WriteOnlyCell(self._sheet)
        pattern.font = Font(name=FONT, size=11, bold=manner.bold, color=manner.colour or None)
        pattern.number_format = manner.written
        pattern.quotePrefix = manner.is_quoted
        if not manner.is_note:
            pattern.border = self._border
            pattern.alignment = Alignment(
                vertical="center" if manner.is_head else "top",
                horizontal="center" if manner.centred else None,
                wrap_text=True,
            )
        if manner.is_head:
            pattern.fill = self._fill
        return pattern._style
