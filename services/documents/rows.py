"""The rows of a plan's tables as activities: sections, months between them, rows that go on, heads of points."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from services.documents import headings
from services.documents.blocks import Cell, Row, Table, joined, unbroken
from services.documents.columns import BEGIN, END, Column, Layout, Role, find_header, guess_layout, is_column_numbers
from services.documents.days import is_a_day
from services.documents.units import NO_MARKS, Mark, Marks, is_nothing
from services.language.script import bare

_LONGEST_TITLE = 300
_SHORTEST_HEADING = 3  # letters: «МАЙ»
_POSTS = re.compile(
    r"\W*(?:komissiya\w*\s+)?(?:raisi?|kotibi?|boshli[qg]i?|mudiri?|rahbari?|direktori?|predsedatel|sekretar|nachalnik|rukovoditel|vaziri?)\b"
)
_DEEPEST_HEADER = 300  # rows; a workbook may have all that stands before the table above it


@dataclass(frozen=True)
class RawActivity:
    """A row as it stands, before its term and executors are understood."""

    number: str
    text: str
    deadline: str = ""
    executors: str = ""
    partners: str = ""
    both: str = ""  # term and executors in one cell
    section: int | None = None  # its place among the sections
    separator: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    head: str = ""  # the words of the row above «а)»
    marks: Marks = NO_MARKS  # its term, in a table whose columns are months or quarters

    @property
    def is_bare(self) -> bool:
        """Whether nothing but text is known of it."""
        return not (self.deadline or self.executors or self.partners or self.both or self.marks)


@dataclass(frozen=True)
class RawSection:
    number: str
    title: str


@dataclass
class Rows:
    """What the tables and the headings between them gave so far; fed in the document's order."""

    layout: Layout | None = None
    sections: list[RawSection] = field(default_factory=list)
    activities: list[RawActivity] = field(default_factory=list)
    agenda: list[RawActivity] = field(default_factory=list)
    gone: list[RawActivity] = field(default_factory=list)
    hidden: list[RawActivity] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    separator: str = ""
    section: int | None = None
    _may_go_on: bool = False
    _titleless: bool = False

    def begin_section(self, number: str, title: str) -> None:
        self._titleless = not title
        if self.sections and self.section == len(self.sections) - 1:
            last = self.sections[-1]
            if (last.number, bare(last.title)) == (number, bare(title)):  # repeated on a new page
                return
        self.sections.append(RawSection(number, title))
        self.section, self.separator, self._may_go_on = len(self.sections) - 1, "", False

    def heading(self, text: str) -> None:
        """A heading above a table or a row of its own: a month, or a section."""
        if headings.is_separator(text):
            self.separator, self._may_go_on = text, False
            return
        found = headings.section_heading(text)
        if found is None and self._titleless and self.sections:
            last = self.sections[-1]
            self.sections[-1] = RawSection(last.number, text)
            self._titleless = False
        elif found is None:
            self.begin_section("", text)
        else:
            self.begin_section(found.number, found.title)

    def take(self, table: Table, *, as_agenda: bool = False) -> bool:
        """Take a table in; whether it was one of the plan's."""
        layout, begin = header_of(table)
        if layout is not None and not as_agenda and self.activities and self._lacks_people(layout):
            return False
        if layout is not None and not (self.layout is not None and self.layout.header == layout.header):
            self.layout = layout
        elif layout is not None:
            begin = 0  # repeated, perhaps below rows that go on from the page before
        elif self.layout is None or not fits(table, self.layout):
            guessed = guess_layout(table.rows)
            if guessed is None:
                return False
            self.layout = guessed
        if self.layout is None:
            return False
        for name in (column.name for column in self.layout.columns if column.start in table.hidden_columns):
            self.hidden_columns.append(name)
        target = self.agenda if as_agenda or (self.layout.is_agenda and not self.activities) else self.activities
        self._rows(table.rows[begin:], target)
        return True

    def _lacks_people(self, layout: Layout) -> bool:
        """Whether a later table says nothing of who does the work, as the plan's tables do: one of sums or papers."""
        return self.layout is not None and _says_who(self.layout) and not _says_who(layout)

    def _rows(self, rows: Sequence[Row], target: list[RawActivity]) -> None:
        place = 0
        while place < len(rows):
            row = rows[place]
            if header := self._new_header(rows, place):
                self.layout, tall = header
                place += tall
                continue
            place += 1
            assert self.layout is not None  # noqa: S101 -- `take` has set it
            if (row.is_empty and not row.is_gone) or self.layout.repeats(row) or is_column_numbers(row):
                continue
            self._row(row, self.layout, rows[place:], target)

    def _new_header(self, rows: Sequence[Row], place: int) -> tuple[Layout, int] | None:
        """A header within a table, where it differs from the one in force."""
        assert self.layout is not None  # noqa: S101
        row = rows[place]
        if self.layout.repeats(row) or not all(cell.bold or len(cell.text) < 40 for cell in row.own):
            return None
        found = find_header(rows, place)
        return found if found is not None and found[0].has(Role.NUMBER) == self.layout.has(Role.NUMBER) else None

    def _row(self, row: Row, layout: Layout, below: Sequence[Row], target: list[RawActivity]) -> None:
        read = _read(row, layout)
        if row.is_gone or (read.text_is_gone and not read.text):
            self.gone.append(_gone(row, layout, self.section))
            return
        if row.hidden:
            self.hidden.append(self._placed(read, read.number))
            return
        if self._heading_row(row, read, below, layout):
            return
        self._activity(row, read, layout, target)

    def _heading_row(self, row: Row, read: "_Read", below: Sequence[Row], layout: Layout) -> bool:
        """Take a row that is no activity: a month, a section, a note, a signature."""
        words = joined(row.own[0].text.split("\n")) if len(row.own) == 1 else joined(read.alone.split("\n"))
        signed = not read.number and any(headings.is_signature(cell.text) for cell in row.own)
        if headings.is_note(words) or signed or (read.is_alone and _POSTS.match(bare(words))):
            self.notes.append(joined(cell.text for cell in row.own))
            self._may_go_on = False
            return True
        if not read.is_alone or not self._is_heading(row, read, below, layout):
            return False
        if read.number and not headings.is_separator(words):
            self.begin_section(read.number, joined(read.text.split("\n")))
        else:
            self.heading(read.alone)
        return True

    def _is_heading(self, row: Row, read: "_Read", below: Sequence[Row], layout: Layout) -> bool:
        """Whether a row that has only text is a section's or a month's, not an activity's or its rest."""
        cell = row.own[-1]
        words = joined(read.alone.split("\n"))
        if headings.is_separator(words):
            return True
        if headings.is_letter(read.number) or len(words) > _LONGEST_TITLE:
            return False
        if read.number:
            is_title = cell.bold or read.is_whole or _numbers_below(read.number, below, layout)
            return is_title and not read.text.rstrip().endswith(":")
        if read.is_whole or cell.bold or headings.is_roman_heading(read.alone):
            return True
        numbered = headings.section_heading(read.alone)
        if numbered is not None and not headings.begins_small(numbered.title):
            return True
        return len(row.own) == 1 and cell.centred and not self._goes_on(read)

    def _activity(self, row: Row, read: "_Read", layout: Layout, target: list[RawActivity]) -> None:
        last = target[-1] if target else None
        if last is not None and self._may_go_on:
            if read.is_same and read.number in ("", last.number):
                target[-1] = _more(last, read)
                return
            numbered = layout.has(Role.NUMBER) or bool(last.number)
            if not read.number and numbered and self._continues(last, read):
                target[-1] = _longer(last, read)
                return
        if not read.text:
            self.notes.append(joined(cell.text for cell in row.own))
            return
        if not read.number and read.is_bare_text and layout.has(Role.NUMBER):
            self.notes.append(read.text)
            return
        target.append(self._placed(read, _under(read.number, target)))
        self._may_go_on = True

    def _goes_on(self, read: "_Read") -> bool:
        return bool(self._may_go_on and self.activities and self._continues(self.activities[-1], read))

    @staticmethod
    def _continues(last: RawActivity, read: "_Read") -> bool:
        """Whether an unnumbered row is the rest of the one above (a page ended between them)."""
        if not read.text:
            return True
        small = headings.begins_small(read.text) or read.text.startswith("–")
        if read.is_bare_text:
            return small or headings.ends_open(last.text)
        return small and (headings.ends_open(last.text) or last.is_bare)

    def _placed(self, read: "_Read", number: str) -> RawActivity:
        section = self.section
        if read.section:
            titles = [one.title for one in self.sections]
            if read.section not in titles:
                self.sections.append(RawSection("", read.section))
            section = [one.title for one in self.sections].index(read.section)
        return RawActivity(
            number,
            read.text,
            read.deadline,
            read.executors,
            read.partners,
            read.both,
            section,
            self.separator,
            read.extra,
            marks=read.marks,
        )


def _says_who(layout: Layout) -> bool:
    return layout.has(Role.EXECUTORS) or layout.has(Role.BOTH)


def header_of(table: Table) -> tuple[Layout | None, int]:
    """The table's layout and the row after its header; what stands above the header is not the table's."""
    for place in range(min(len(table.rows), _DEEPEST_HEADER)):
        if header := find_header(table.rows, place):
            return header[0], place + header[1]
    return None, 0


def above_header(table: Table, in_force: Layout | None) -> tuple[Row, ...]:
    """The rows above the header (a title, an approval); none where the header in force is only repeated."""
    for place in range(min(len(table.rows), _DEEPEST_HEADER)):
        if header := find_header(table.rows, place):
            repeated = in_force is not None and in_force.header == header[0].header
            return () if repeated else table.rows[:place]
    return ()


def fits(table: Table, layout: Layout) -> bool:
    """Whether a table without a header goes on with the columns of the one before it."""
    rows = [row for row in table.rows if len(row.own) > 1]
    if not rows or abs(max(len(row.cells) for row in rows) - len(layout.columns)) > 1:
        return False
    if _heads_another_table(rows[0], layout):
        return False
    read = [_read(row, layout) for row in rows]
    return any(one.text and (one.deadline or one.executors or one.both or one.marks) for one in read)


def _heads_another_table(row: Row, layout: Layout) -> bool:
    """Whether a table's first row has other words than a number in the numbers' column: «№», «Ф.И.Ш.»."""
    numbers = [cell.text for column, cell in layout.cells(row) if column.role is Role.NUMBER and cell is not None]
    others = [text for text in numbers if text and not headings.cell_number(text) and not any(map(str.isdecimal, text))]
    return any(not headings.is_roman_heading(f"{text} x") for text in others) and not layout.repeats(row)


@dataclass(frozen=True)
class _Read:
    """A row's cells by what they hold."""

    number: str = ""
    text: str = ""
    deadline: str = ""
    executors: str = ""
    partners: str = ""
    both: str = ""
    section: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    alone: str = ""  # all that the row says, where only its text (or one cell over all columns) has words
    is_alone: bool = False
    is_whole: bool = False  # one cell over the columns
    is_same: bool = False  # number and text are merged with the row above
    text_is_gone: bool = False
    marks: Marks = NO_MARKS

    @property
    def is_bare_text(self) -> bool:
        return not (self.deadline or self.executors or self.partners or self.both or self.marks)


def _read(row: Row, layout: Layout) -> _Read:
    own = row.own
    if len(own) == 1 and len(row.cells) != len(layout.columns) and own[0].span >= row.width / 2:
        return _Read(text=own[0].text, alone=own[0].text, is_alone=True, is_whole=True)
    if len(own) == 1 and _stands_for_a_number(own[0], row, layout):
        return _Read(text=own[0].text, alone=own[0].text, is_alone=True, is_whole=True)
    by_role: dict[Role, list[tuple[Column, Cell]]] = {}
    wide = _wide_cell(row, layout)
    for column, cell in layout.cells(row):
        if cell is not None and (cell is not wide or column.role is Role.TEXT):
            by_role.setdefault(column.role, []).append((column, cell))

    def words(role: Role) -> str:
        return "\n".join(cell.text for _, cell in by_role.get(role, ()) if cell.text)

    numbers = [cell for _, cell in by_role.get(Role.NUMBER, ())]
    texts = [cell for _, cell in by_role.get(Role.TEXT, ())]
    raw_number = numbers[0].text if numbers else ""
    number = headings.cell_number(raw_number) or ""
    text = texts[0].text if texts else ""
    is_roman = headings.is_roman_heading(f"{raw_number} x")  # «I.» too, which alone may be a letter
    if not number and not raw_number:
        number, rest = headings.split_number(text)
        text = rest if number else text
        raw_number = f"{number}." if number else ""
    deadline, more = _deadline(by_role.get(Role.DEADLINE, []))
    units = by_role.get(Role.UNIT, [])
    others = units if deadline else []  # a term in words needs no marks
    marks = NO_MARKS if deadline else _marks(units, layout)
    extra = [(column.name, cell.text) for column, cell in (*by_role.get(Role.EXTRA, ()), *more, *others) if cell.text]
    executors, partners, both = words(Role.EXECUTORS), words(Role.PARTNERS), words(Role.BOTH)
    is_alone = not (deadline or executors or partners or both or extra or marks) and bool(text)
    if is_alone and is_roman and headings.is_letter(number):
        number = ""
    roman = bool(raw_number) and not number and is_roman
    if is_alone and not roman and not number and raw_number:
        text = f"{raw_number} {text}"
    same = bool(texts) and texts[0].continues and (not numbers or numbers[0].continues)
    return _Read(
        number,
        text,
        deadline,
        executors,
        partners,
        both,
        joined(words(Role.SECTION).split("\n")),
        tuple(extra),
        alone=f"{raw_number} {text}".strip() if is_alone else "",
        is_alone=is_alone,
        is_whole=is_alone and wide is not None,
        is_same=same,
        text_is_gone=bool(texts) and bool(texts[0].gone) and not texts[0].text,
        marks=marks,
    )


def _marks(units: Sequence[tuple[Column, Cell]], layout: Layout) -> Marks:
    """What a row has in the columns of months or quarters; one cell may go over several of them."""
    places = {column: place for place, column in enumerate(layout.units)}
    found: list[tuple[Cell, Mark]] = []
    for column, cell in units:
        place = places[column]
        if found and found[-1][0] is cell:
            found[-1] = (cell, replace(found[-1][1], last=place))
        elif not is_nothing(cell.text):
            found.append((cell, Mark(place, place, cell.text)))
    return Marks(tuple(column.unit for column in layout.units), tuple(mark for _, mark in found))


def _wide_cell(row: Row, layout: Layout) -> Cell | None:
    """The cell merged over the text's column and all that follow: a title beside its number, not a term or a name."""
    columns = layout.cells(row)
    last = columns[-1][1]
    covered = [column.role for column, cell in columns if cell is last]
    return last if len(covered) > 1 and Role.TEXT in covered and last is not None and last.text else None


def _stands_for_a_number(cell: Cell, row: Row, layout: Layout) -> bool:
    """Whether the only words of a row stand in the numbers' column and are no number: a heading that was not merged."""
    if headings.cell_number(cell.text) is not None or sum(map(str.isalpha, cell.text)) < _SHORTEST_HEADING:
        return False
    return any(column.role is Role.NUMBER and one is cell for column, one in layout.cells(row))


def _deadline(cells: list[tuple[Column, Cell]]) -> tuple[str, list[tuple[Column, Cell]]]:
    """The term, of two columns where one has the beginning and one the end; other columns of days are kept by name."""
    if not cells:
        return "", []
    begin, end = (
        next((cell for column, cell in cells if pattern.search(bare(column.name))), None) for pattern in (BEGIN, END)
    )
    if begin is not None and end is not None and begin is not end:
        if not begin.text and is_a_day(end.text):
            return f"– {end.text}", []  # the day by which it is to be done, not an event of that day
        return " – ".join(dict.fromkeys(cell.text for cell in (begin, end) if cell.text)), []
    return joined(cells[0][1].text.split("\n")), cells[1:]


def _gone(row: Row, layout: Layout, section: int | None) -> RawActivity:
    """A row that was struck out, with the words it had."""

    def words(role: Role) -> str:
        cells = [cell for column, cell in layout.cells(row) if column.role is role and cell is not None]
        return "\n".join(cell.gone or cell.text for cell in cells)

    number = headings.cell_number(words(Role.NUMBER)) or ""
    return RawActivity(number, words(Role.TEXT), words(Role.DEADLINE), words(Role.EXECUTORS), section=section)


def _numbers_below(number: str, below: Sequence[Row], layout: Layout) -> bool:
    """Whether the next row's number stands under this one: 1.1 under 1."""
    for row in below:
        if row.is_empty or layout.repeats(row):
            continue
        return _read(row, layout).number.startswith(f"{number}.")
    return False


def _under(number: str, above: Sequence[RawActivity]) -> str:
    """The whole number of a point: «а)» under 5 is 5а."""
    if not headings.is_letter(number):
        return number
    base = next((one.number for one in reversed(above) if one.number and one.number[-1].isdecimal()), "")
    return f"{base}{number}"


def _longer(last: RawActivity, read: _Read) -> RawActivity:
    """The row above with the rest of its cells."""
    break_before = "\n" if read.text.startswith("–") or last.text.endswith((":", ";")) else " "
    extra = dict(last.extra)
    for name, words in read.extra:
        extra[name] = joined((extra.get(name, ""), words))
    return replace(
        last,
        text=f"{last.text}{break_before}{read.text}".strip(),
        deadline=joined((last.deadline, read.deadline)),
        executors=_lines(last.executors, read.executors),
        partners=_lines(last.partners, read.partners),
        both=_lines(last.both, read.both),
        extra=tuple(extra.items()),
        marks=_added_marks(last.marks, read.marks),
    )


def _added_marks(above: Marks, below: Marks) -> Marks:
    """The marks of both, in the columns' order."""
    marks = {one.first: one for one in (*below.marks, *above.marks)}
    return Marks(below.units or above.units, tuple(marks[place] for place in sorted(marks)))


def _lines(above: str, below: str) -> str:
    """The words of a cell that a page's end tore: a sentence that goes on is one line."""
    return unbroken("\n".join(filter(None, (above, below))))


def _more(last: RawActivity, read: _Read) -> RawActivity:
    """The activity above, whose number and text are merged over this row, with what this row adds."""

    def added(old: str, new: str, between: str) -> str:
        return old if not new or new in old else between.join(filter(None, (old, new)))

    extra = dict(last.extra)
    for name, words in read.extra:
        extra[name] = added(extra.get(name, ""), words, "\n")
    return replace(
        last,
        deadline=added(last.deadline, read.deadline, ", "),
        executors=added(last.executors, read.executors, "\n"),
        partners=added(last.partners, read.partners, "\n"),
        both=added(last.both, read.both, "\n"),
        extra=tuple(extra.items()),
        marks=_added_marks(last.marks, read.marks),
    )


def with_heads(activities: Iterable[RawActivity]) -> Iterator[RawActivity]:
    """The activities with heads of points led into their points.

    A head without a term and executors is only the beginning of each point's words. What a head has and its points lack
    holds for them; points that have nothing of their own are lines of the head's text.
    """
    listed = list(activities)
    place = 0
    while place < len(listed):
        head = listed[place]
        points = _points(head, listed[place + 1 :])
        place += 1 + len(points)
        if not points:
            yield head
        elif all(point.is_bare for point in points):
            lines = (f"{point.number.removeprefix(head.number)}) {point.text}" for point in points)
            yield replace(head, text="\n".join((head.text, *lines)))
        else:
            for point in points:
                yield replace(
                    point,
                    head=head.text,
                    deadline=point.deadline or ("" if point.both or point.marks else head.deadline),
                    marks=point.marks or (NO_MARKS if point.deadline or point.both else head.marks),
                    executors=point.executors or ("" if point.both else head.executors),
                    partners=point.partners or head.partners,
                    both=point.both or ("" if point.deadline or point.executors else head.both),
                )


def _points(head: RawActivity, below: Sequence[RawActivity]) -> list[RawActivity]:
    if not head.number or not (head.text.rstrip().endswith(":") or head.is_bare):
        return []
    points = []
    for one in below:
        if not re.fullmatch(rf"{re.escape(head.number)}(?:[^\W\d_]|\.\d+(?:\.\d+)*)", one.number):
            break
        points.append(one)
    return points
