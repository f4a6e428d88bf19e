"""What every kind of document becomes before it is understood: paragraphs and tables, as a reader sees them.

Tracked changes are accepted and struck-out words are gone from `text`; what went is kept in `gone`, to be told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n[ \n]*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SOFT_BREAK = re.compile(r"(?<=[^\s;:.!?])\n(?=[^\W\d_A-ZА-ЯЁЎҚҒҲ])")
_DASH_ITEM = re.compile(r"^(?:[-–—•▪●○◦·■□\uf0b7\uf0a7\uf02d]|->)[^\S\n]*(?=[^\W_]|[«“„\"'(])(?!\d+\s*$)", re.MULTILINE)
_CONTENTS_LINE = re.compile(r"(?:\t|\.{4,}|…{2,}|_{4,})[\s.…]*\d{1,3}\s*$")
BULLET = "–"


def clean(text: str) -> str:
    """`text` with its invisible characters gone, no-break spaces as spaces, and runs of spaces as one."""
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", _INVISIBLE.sub("", text))).strip()


def is_contents_line(text: str) -> bool:
    """Whether a line, as it is in the file, is of a table of contents: a leader and the page's number at its end."""
    return _CONTENTS_LINE.search(text) is not None


def unbroken(text: str) -> str:
    """`text` without line breaks inside sentences."""
    return _SOFT_BREAK.sub(" ", text)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `marker` is its automatic number or bullet as it is seen («1.», «а)», «–»)."""

    text: str
    marker: str = ""
    level: int = 0
    bold: bool = False
    centred: bool = False
    heading: bool = False
    contents: bool = False  # a line of a table of contents
    boxed: bool = False  # in a text box
    gone: str = ""

    @cached_property
    def seen(self) -> str:
        """The marker and the text; a list's item begins with «– »."""
        text = _DASH_ITEM.sub(f"{BULLET} ", self.text)
        return f"{self.marker} {text}".strip()


@dataclass(frozen=True)
class Cell:
    """A cell at its place in the grid; `continues`: it is merged with the one above, whose words it repeats."""

    column: int
    span: int = 1
    paragraphs: tuple[Paragraph, ...] = ()
    continues: bool = False

    @cached_property
    def text(self) -> str:
        return unbroken("\n".join(one.seen for one in self.paragraphs if one.seen))

    @cached_property
    def gone(self) -> str:
        return clean("\n".join(one.gone for one in self.paragraphs))

    @cached_property
    def bold(self) -> bool:
        written = [one for one in self.paragraphs if one.text]
        return bool(written) and all(one.bold or one.heading for one in written)

    @cached_property
    def centred(self) -> bool:
        written = [one for one in self.paragraphs if one.text]
        return bool(written) and all(one.centred for one in written)


@dataclass(frozen=True)
class Row:
    """A row of a table, its cells in the order of the grid."""

    cells: tuple[Cell, ...]
    hidden: bool = False

    @cached_property
    def own(self) -> tuple[Cell, ...]:
        """The cells that have words of their own: not merged with those above."""
        return tuple(cell for cell in self.cells if cell.text and not cell.continues)

    @cached_property
    def width(self) -> int:
        return max((cell.column + cell.span for cell in self.cells), default=0)

    @cached_property
    def is_empty(self) -> bool:
        return not self.own

    @cached_property
    def is_gone(self) -> bool:
        """All that was written in the row is struck out or deleted (a number that Word counts itself may stay)."""
        if not any(cell.gone for cell in self.cells):
            return False
        left = [one for cell in self.own for one in cell.paragraphs if one.text]
        return not left

    def at(self, column: int) -> Cell | None:
        """The cell that covers a column of the grid."""
        return next((cell for cell in self.cells if cell.column <= column < cell.column + cell.span), None)


@dataclass(frozen=True)
class Table:
    """A table, or a sheet of a workbook (then `name` is the sheet's)."""

    rows: tuple[Row, ...]
    name: str = ""
    hidden_columns: frozenset[int] = frozenset()

    @cached_property
    def width(self) -> int:
        return max((row.width for row in self.rows), default=0)

    def paragraphs(self) -> Iterator[Paragraph]:
        for row in self.rows:
            for cell in row.cells:
                if not cell.continues:
                    yield from cell.paragraphs


Block = Paragraph | Table


@dataclass(frozen=True)
class Paper:
    """A document as blocks. The counts are what an admin must be told of what is not seen at a glance."""

    blocks: tuple[Block, ...]
    is_workbook: bool = False
    tracked_changes: int = 0
    comments: int = 0
    footnotes: int = 0
    hidden_sheets: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = field(default=())  # words struck out, of paragraphs and cells that stay

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


def joined(parts: Iterable[str]) -> str:
    """Lines as one, with single spaces."""
    return " ".join(part.strip() for part in parts if part.strip())
