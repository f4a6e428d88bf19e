"""A document's blocks into a plan as understood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.terms import Period
from services.documents import headings
from services.documents.blocks import Block, Paper, Paragraph, Row, Table, joined
from services.documents.columns import Layout, Role, looks_like_term
from services.documents.days import period_in
from services.documents.executors import Cast
from services.documents.front import Front, front
from services.documents.orders import read_orders
from services.documents.own_terms import with_terms, without_terms
from services.documents.refusals import Refusal, RefusedError
from services.documents.rows import RawActivity, RawSection, Rows, above_header, fits, header_of, with_heads
from services.documents.terms import TermReader
from services.documents.understood import (
    ActivityRead,
    ItemRead,
    LeftOut,
    Oddities,
    PlanRead,
    SectionRead,
)
from services.documents.units import read_marks
from services.language.roman import roman
from services.language.script import bare


@dataclass
class _Item:
    number: str
    text: str
    deadline: str = ""


@dataclass
class _Body:
    """What the document holds besides its front."""

    rows: Rows = field(default_factory=Rows)
    priorities: list[_Item] = field(default_factory=list)
    agenda: list[_Item] = field(default_factory=list)


def understand(paper: Paper, cast: Cast, known_organisation: str = "") -> PlanRead:
    """The plan that a document holds. Raises RefusedError where it holds none."""
    blocks = _unfolded(paper)
    first = _first_table(blocks)
    if first is None:
        return _orders(paper, blocks, cast, known_organisation)
    head = front(_front_lines(blocks, first), known_organisation)
    body = _body(blocks, head)
    return _checked(_assembled(paper, head, body, list(with_heads(body.rows.activities)), cast))


def _orders(paper: Paper, blocks: Sequence[Block], cast: Cast, known_organisation: str) -> PlanRead:
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    read, sections, place = read_orders(lines, cast.knows)
    head = front(lines[:place], known_organisation)
    return _checked(_assembled(paper, head, _Body(Rows(sections=sections)), list(with_heads(read)), cast))


def _checked(plan: PlanRead) -> PlanRead:
    """The plan, if it is one: a row says who has what to do by when, or most rows have a term that is understood.

    The table of a letter or a report (who speaks at what hour, who did what) is none.
    """
    whole = any(one.text and one.deadline.text and one.executors for one in plan.activities)
    understood = sum(1 for one in plan.activities if one.deadline.rules is not None)
    if not whole and understood * 2 <= len(plan.activities):
        raise RefusedError(Refusal.NOT_A_PLAN)
    return plan


def _unfolded(paper: Paper) -> list[Block]:
    """The blocks, with what stands above a table's header as lines of their own, and workbooks' sheets as sections."""
    blocks: list[Block] = []
    layout: Layout | None = None
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            blocks.append(block)
            continue
        above = above_header(block, layout)
        layout = header_of(block)[0] or layout
        blocks += [line for row in above for line in _lines_of(row, block.width)]
        blocks.append(Table(block.rows[len(above) :], block.name, block.hidden_columns) if above else block)
    return blocks


def _lines_of(row: Row, width: int) -> Iterable[Paragraph]:
    """A row above the header as paragraphs: an empty one ends an approval, several cells stand beside the title."""
    if row.is_empty:
        yield Paragraph("")
    for cell in row.own:
        for one in cell.paragraphs:
            for text in one.text.split("\n"):
                centred = one.centred or (len(row.own) == 1 and cell.span == width and not one.boxed)
                yield Paragraph(text, one.marker, bold=one.bold, centred=centred, boxed=len(row.own) > 1)


def _first_table(blocks: Sequence[Block]) -> int | None:
    """The place of the first table of the plan."""
    for place, block in enumerate(blocks):
        if isinstance(block, Table) and header_of(block)[0] is not None:
            return place
    rows = Rows()
    return next((at for at, block in enumerate(blocks) if isinstance(block, Table) and rows.take(block)), None)


def _front_lines(blocks: Sequence[Block], first: int) -> list[Paragraph]:
    """The lines before the plan's first part; those of tables that are no part of it stand aside."""
    lines: list[Paragraph] = []
    for block in blocks[:first]:
        if isinstance(block, Table):
            lines += [Paragraph("")]
            lines += [Paragraph(one.text, boxed=True) for one in block.paragraphs() if one.text]
            continue
        if _begins_a_part(block):
            break
        lines.append(block)
    return lines


def _begins_a_part(line: Paragraph) -> bool:
    """Whether priorities or questions for meetings begin with this heading."""
    if line.boxed or line.contents or not _is_heading(line) or headings.ends_as_plan_title(line.text):
        return False
    return headings.is_priorities(line.text) or headings.is_agenda(line.text)


def _is_heading(line: Paragraph) -> bool:
    return bool(line.text) and (
        line.centred or line.bold or line.heading or headings.is_roman_heading(line.seen) or line.text.isupper()
    )


def _body(blocks: Sequence[Block], head: Front) -> _Body:
    body = _Body()
    mode = ""  # whose items the lines are: priorities, agenda, or nothing
    names_divide = _names_divide([block for block in blocks if isinstance(block, Table) and block.name])
    titles = {id(line) for line in head.title_lines}
    after_title = max((place + 1 for place, block in enumerate(blocks) if id(block) in titles), default=0)
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            if block.name and names_divide:
                _sheet(block, body.rows)
            as_agenda = mode == "agenda" and not _has_executors(block)
            if body.rows.take(block, as_agenda=as_agenda) and not as_agenda:
                mode = ""
            continue
        if not block.text or block.boxed or block.contents or place < after_title:
            continue
        if headings.is_contents_heading(block.text):
            continue
        if headings.is_note(block.text):
            body.rows.notes.append(block.text)
            continue
        if _is_heading(block) and not (block.marker and mode and not block.bold):
            mode = _heading(block, body, mode, leads=_leads_to_table(blocks, place))
        elif mode:
            _item(block, body, mode)
    body.agenda += [_Item(one.number, one.text, one.deadline) for one in body.rows.agenda]
    return body


def _heading(line: Paragraph, body: _Body, mode: str, *, leads: bool) -> str:
    """The mode after a heading; it may begin the priorities, the agenda, or a section."""
    text = joined(line.seen.split("\n"))
    before_first = not body.rows.activities
    if before_first and headings.is_priorities(text) and not headings.ends_as_plan_title(text):
        return "priorities"
    if before_first and headings.is_agenda(text) and not headings.ends_as_plan_title(text):
        return "agenda"
    if headings.is_signature(text) or headings.is_approval(text):
        return ""
    if before_first and (not leads or _is_plans_own(text, body)):
        return "" if headings.is_roman_heading(text) or headings.ends_as_plan_title(text) else mode
    if leads:
        body.rows.heading(text)
    return ""


def _is_plans_own(text: str, body: _Body) -> bool:
    """Whether a heading is that of the plan's rows as a whole, after priorities and questions, not of a section."""
    if not headings.ends_as_plan_title(text) or headings.is_separator(text):
        return False
    numbered = headings.section_heading(text)
    return numbered is None or numbered.number not in ("I", "1") or bool(body.priorities or body.agenda)


def _leads_to_table(blocks: Sequence[Block], place: int) -> bool:
    """Whether a heading stands above a table, with nothing but headings and empty lines between."""
    for block in blocks[place + 1 : place + 8]:
        if isinstance(block, Table):
            return True
        if block.text and not (_is_heading(block) or headings.is_note(block.text)):
            return False
    return False


def _item(line: Paragraph, body: _Body, mode: str) -> None:
    items = body.priorities if mode == "priorities" else body.agenda
    number, text = headings.cell_number(line.marker) or "", line.text
    if not line.marker:
        number, text = headings.split_number(text)
    if number or line.marker:
        term = ""
        if mode == "agenda":
            text, term = _with_term(text)
        items.append(_Item(number or str(len(items) + 1), text.strip(), term))
    elif items and mode == "agenda" and not items[-1].deadline and len(line.text) < 80:
        items[-1].deadline = line.text.strip(" ().")
    elif items and (headings.begins_small(text) or headings.ends_open(items[-1].text)):
        items[-1].text = joined((items[-1].text, text))


def _with_term(text: str) -> tuple[str, str]:
    """A question and its term after it: in brackets, after a dash, or at the end of another line."""
    for sign, end in (("\n", ""), (" (", ")"), (" – ", ""), (" — ", "")):
        before, found, after = text.rpartition(sign)
        after = after.strip(" .")
        if found and (not end or after.endswith(end)) and headings.is_separator(after.removesuffix(end)):
            return before.strip(), after.removesuffix(end)
    return text, ""


def _names_divide(sheets: Sequence[Table]) -> bool:
    """Whether several sheets have rows of the plan, so that their names say what stands in them."""
    layout: Layout | None = None
    count = 0
    for sheet in sheets:
        own = header_of(sheet)[0]
        count += own is not None or (layout is not None and fits(sheet, layout))
        layout = own or layout
    return count > 1


def _sheet(sheet: Table, rows: Rows) -> None:
    """A sheet's name as a section or a month, where the sheets divide the plan."""
    name = sheet.name.strip()
    if headings.is_separator(name):
        rows.separator = name
    elif not bare(name).rstrip("0123456789 ").startswith(("list", "sheet", "varaq", "stranisa")):
        rows.heading(name)


def _has_executors(table: Table) -> bool:
    layout, _ = header_of(table)
    return layout is not None and not layout.is_agenda and (layout.has(Role.EXECUTORS) or layout.has(Role.BOTH))


def _assembled(paper: Paper, head: Front, body: _Body, raw: Sequence[RawActivity], cast: Cast) -> PlanRead:
    rows = body.rows
    period = head.period or _period_of_terms(head.title or "", raw)
    terms = TermReader(period, head.document_day)
    sections, numbers = _sections(rows.sections, raw)
    if not any(one.number for one in raw):
        raw = [replace(one, number=str(place)) for place, one in enumerate(raw, start=1)]
    titles: dict[int | None, str] = {place: section.title for place, section in enumerate(rows.sections)}
    activities = tuple(
        _activity(one, numbers.get(one.section), titles.get(one.section, ""), terms, cast) for one in raw
    )
    return PlanRead(
        head.title,
        head.organisation,
        period,
        head.document_day,
        tuple(ItemRead(one.number, one.text) for one in body.priorities),
        tuple(ItemRead(one.number, one.text, terms.read(one.deadline, "")) for one in body.agenda),
        sections,
        activities,
        tuple(LeftOut(one.number, one.text) for one in rows.gone),
        tuple(LeftOut(one.number, one.text) for one in rows.hidden),
        Oddities(
            paper.tracked_changes,
            paper.comments,
            paper.footnotes,
            paper.leftovers,
            paper.hidden_sheets,
            tuple(dict.fromkeys(rows.hidden_columns)),
            tuple(rows.notes),
        ),
    )


def _period_of_terms(title: str, activities: Sequence[RawActivity]) -> Period | None:
    """What the title calls a half-year or a quarter in the year that the terms themselves name; else that year."""
    named = [period for one in activities if (period := period_in(one.deadline or one.both)) is not None]
    if not named:
        return None
    first, last = min(one.start for one in named).year, max(one.end for one in named).year
    whole = Period(date(first, 1, 1), date(last, 12, 31))
    return (period_in(f"{first} {title}") if first == last else None) or whole


def _sections(
    raw: Sequence[RawSection], activities: Sequence[RawActivity]
) -> tuple[tuple[SectionRead, ...], dict[int | None, str]]:
    """The sections that have activities; those without a number are counted in Roman numbers."""
    used = sorted({one.section for one in activities if one.section is not None})
    numbers: dict[int | None, str] = {place: raw[place].number or roman(count + 1) for count, place in enumerate(used)}
    return tuple(SectionRead(numbers[place], raw[place].title) for place in used), numbers


def _activity(raw: RawActivity, section: str | None, title: str, terms: TermReader, cast: Cast) -> ActivityRead:
    deadline, executors = raw.deadline, raw.executors
    if raw.both:
        deadline, executors = _parted(raw.both, deadline, executors, cast)
    read = read_marks(raw.marks, terms) if raw.marks else terms.read(deadline, raw.separator or title)
    executors, own = without_terms(executors, read, terms, cast)
    return ActivityRead(
        raw.number,
        section,
        f"{raw.head.rstrip()} {raw.text}" if raw.head else raw.text,
        read,
        with_terms(cast.read(executors, raw.partners), own, cast),
        raw.separator,
        dict(raw.extra),
    )


def _parted(both: str, deadline: str, executors: str, cast: Cast) -> tuple[str, str]:
    """The term and the executors of a cell that holds both: lines and pieces that read as a term, and the rest."""
    terms: list[str] = []
    people: list[str] = []
    for line in both.replace(";", "\n").split("\n"):
        target = terms if looks_like_term(line) and not cast.knows(line) else people
        target.append(line.strip())
    return joined((deadline, *terms)), "\n".join(filter(None, (executors, *people)))
