"""OpenDocument texts (.odt), by odfpy. The format keeps deleted words apart: what stands in the text is accepted.

A mark stands in the text for the words that were deleted there; they are gone, to be told.
"""

import io
from collections.abc import Iterator

from odf.element import Element  # type: ignore[import-untyped]
from odf.namespaces import DRAWNS, FONS, OFFICENS, STYLENS, TABLENS, TEXTNS  # type: ignore[import-untyped]
from odf.opendocument import OpenDocument, load  # type: ignore[import-untyped]

from services.documents.blocks import BULLET, Block, Cell, Paper, Paragraph, Row, Table, clean, is_contents_line
from services.documents.refusals import Refusal, RefusedError
from services.language.roman import roman

_MOST_REPEATED = 200
_LEVELS = 10
_SKIPPED = {
    (TEXTNS, "tracked-changes"),
    (TEXTNS, "note"),
    (OFFICENS, "annotation"),
    (TEXTNS, "sequence-decls"),
    (OFFICENS, "forms"),
    (TEXTNS, "table-of-content"),
}
_TRACKED = {(TEXTNS, "changed-region")}


def read_odf(data: bytes) -> Paper:
    """The blocks of a text document. Raises RefusedError where the package holds none."""
    document = load(io.BytesIO(data))
    if not hasattr(document, "text"):
        raise RefusedError(Refusal.NOT_A_PLAN)
    return _Reader(document).paper()


class _Reader:
    def __init__(self, document: OpenDocument) -> None:
        self._text = document.text
        self._styles: dict[str, Element] = {}
        self._lists: dict[str, dict[int, Element]] = {}
        for holder in (document.styles, document.automaticstyles):
            for style in holder.childNodes:
                if style.qname == (STYLENS, "style"):
                    self._styles[_attribute(style, STYLENS, "name")] = style
                elif style.qname == (TEXTNS, "list-style"):
                    levels = {int(_attribute(one, TEXTNS, "level") or 1): one for one in _children(style)}
                    self._lists[_attribute(style, STYLENS, "name")] = levels
        self._counts: dict[str, list[int]] = {}
        self._deleted = dict(map(_deletion, _all(document.text, _TRACKED)))
        self._leftovers: list[str] = []

    def paper(self) -> Paper:
        blocks = tuple(self._blocks(self._text))
        return Paper(
            blocks,
            tracked_changes=sum(1 for _ in _all(self._text, _TRACKED)),
            comments=sum(1 for _ in _all(self._text, {(OFFICENS, "annotation")})),
            footnotes=sum(1 for _ in _all(self._text, {(TEXTNS, "note")})),
            leftovers=tuple(self._leftovers),
        )

    def _blocks(self, parent: Element, *, style: str = "", depth: int = 0, first: str = "") -> Iterator[Block]:
        """The blocks in an element; `first` is the marker of a list's item, for its first paragraph."""
        marker = first
        for child in _children(parent):
            if child.qname in _SKIPPED:
                continue
            if child.qname in ((TEXTNS, "p"), (TEXTNS, "h")):
                yield from self._boxes(child)
                yield self._paragraph(child, marker, max(depth - 1, 0))
                marker = ""
            elif child.qname == (TEXTNS, "list"):
                yield from self._list(child, _attribute(child, TEXTNS, "style-name") or style, depth + 1)
            elif child.qname == (TABLENS, "table"):
                yield from self._table(child)
            elif child.qname[0] in (TEXTNS, DRAWNS, OFFICENS):
                yield from self._blocks(child, style=style, depth=depth)

    def _list(self, element: Element, style: str, depth: int) -> Iterator[Block]:
        goes_on = _attribute(element, TEXTNS, "continue-numbering") == "true" or _attribute(
            element, TEXTNS, "continue-list"
        )
        counts = self._counts.setdefault(style, [0] * (_LEVELS + 1))
        if depth == 1 and not goes_on:
            counts[:] = [0] * (_LEVELS + 1)
        for item in _children(element):
            if item.qname not in ((TEXTNS, "list-item"), (TEXTNS, "list-header")):
                continue
            marker = ""
            if item.qname == (TEXTNS, "list-item") and depth <= _LEVELS:
                marker = self._marker(style, depth, item, counts)
            yield from self._blocks(item, style=style, depth=depth, first=marker)

    def _marker(self, style: str, depth: int, item: Element, counts: list[int]) -> str:
        level = self._lists.get(style, {}).get(depth)
        if not any(child.qname in ((TEXTNS, "p"), (TEXTNS, "h")) for child in _children(item)):
            return ""
        start = _attribute(item, TEXTNS, "start-value")
        if start:
            counts[depth] = int(start)
        elif counts[depth] == 0 and level is not None:
            counts[depth] = int(_attribute(level, TEXTNS, "start-value") or 1)
        else:
            counts[depth] += 1
        counts[depth + 1 :] = [0] * (_LEVELS - depth)
        if level is None or level.qname != (TEXTNS, "list-level-style-number"):
            return BULLET
        shown = int(_attribute(level, TEXTNS, "display-levels") or 1)
        form = _attribute(level, STYLENS, "num-format")
        numbers = [_numeral(counts[place], form) for place in range(max(1, depth - shown + 1), depth + 1)]
        return (
            f"{_attribute(level, STYLENS, 'num-prefix')}{'.'.join(numbers)}{_attribute(level, STYLENS, 'num-suffix')}"
        )

    def _boxes(self, paragraph: Element) -> Iterator[Paragraph]:
        for box in _all(paragraph, {(DRAWNS, "text-box")}):
            for block in self._blocks(box):
                for one in [block] if isinstance(block, Paragraph) else block.paragraphs():
                    yield Paragraph(one.text, one.marker, bold=one.bold, boxed=True)

    def _paragraph(self, element: Element, marker: str, level: int) -> Paragraph:
        style = _attribute(element, TEXTNS, "style-name")
        pieces = list(self._pieces(element, style))
        raw = "".join(text for text, _, struck in pieces if not struck)
        text = clean(raw)
        gone = clean("".join(text for text, _, struck in pieces if struck))
        weights = [bold for words, bold, struck in pieces if words.strip() and not struck]
        if gone and text:
            self._leftovers.append(gone)
        return Paragraph(
            text,
            marker,
            level,
            bold=bool(weights) and all(weights),
            centred=self._property(style, "paragraph-properties", FONS, "text-align") == "center",
            heading=element.qname == (TEXTNS, "h"),
            contents=is_contents_line(raw),
            gone=gone,
        )

    def _pieces(self, element: Element, style: str) -> Iterator[tuple[str, bool, bool]]:
        """The words with whether they are bold and struck out."""
        bold = self._property(style, "text-properties", FONS, "font-weight") in ("bold", "600", "700", "800", "900")
        line = self._property(style, "text-properties", STYLENS, "text-line-through-style")
        struck = bool(line) and line != "none"
        if self._property(style, "text-properties", TEXTNS, "display") == "none":
            return
        for child in element.childNodes:
            if child.nodeType == child.TEXT_NODE:
                yield str(child.data), bold, struck
            elif child.qname == (TEXTNS, "s"):
                yield " " * min(int(_attribute(child, TEXTNS, "c") or 1), _MOST_REPEATED), bold, struck
            elif child.qname == (TEXTNS, "tab"):
                yield "\t", bold, struck
            elif child.qname == (TEXTNS, "line-break"):
                yield "\n", bold, struck
            elif child.qname == (TEXTNS, "change"):
                yield self._deleted.get(_attribute(child, TEXTNS, "change-id"), ""), bold, True
            elif child.qname not in _SKIPPED and child.qname[0] == TEXTNS:
                own = _attribute(child, TEXTNS, "style-name") if child.qname == (TEXTNS, "span") else ""
                for words, weight, gone in self._pieces(child, own or style):
                    yield words, weight or bold, gone or struck

    def _property(self, style: str, group: str, namespace: str, name: str) -> str:
        seen: set[str] = set()
        while style and style not in seen and style in self._styles:
            seen.add(style)
            for child in _children(self._styles[style]):
                if child.qname == (STYLENS, group) and (found := _attribute(child, namespace, name)):
                    return found
            style = _attribute(self._styles[style], STYLENS, "parent-style-name")
        return ""

    def _table(self, table: Element) -> Iterator[Block]:
        rows: list[Row] = []
        over: dict[int, tuple[int, Cell]] = {}  # by column: rows still merged with the cell above
        for element in _rows(table):
            cells, column = [], 0
            for cell in _children(element):
                if cell.qname not in ((TABLENS, "table-cell"), (TABLENS, "covered-table-cell")):
                    continue
                for _ in range(min(int(_attribute(cell, TABLENS, "number-columns-repeated") or 1), _MOST_REPEATED)):
                    if cell.qname == (TABLENS, "covered-table-cell"):
                        if column in over and over[column][0] > 0:
                            left, above = over[column]
                            cells.append(Cell(column, above.span, above.paragraphs, continues=True))
                            over[column] = (left - 1, above)
                        column += 1
                        continue
                    span = int(_attribute(cell, TABLENS, "number-columns-spanned") or 1)
                    tall = int(_attribute(cell, TABLENS, "number-rows-spanned") or 1)
                    one = Cell(column, span, tuple(self._cell(cell)))
                    cells.append(one)
                    if tall > 1:
                        over[column] = (tall - 1, one)
                    column += 1
            rows.append(Row(tuple(cells), hidden=_attribute(element, TABLENS, "visibility") in ("collapse", "filter")))
        yield Table(tuple(rows))

    def _cell(self, cell: Element) -> Iterator[Paragraph]:
        for block in self._blocks(cell):
            for one in [block] if isinstance(block, Paragraph) else block.paragraphs():
                if one.seen or one.gone:
                    yield one


def _deletion(region: Element) -> tuple[str, str]:
    """A tracked change's name and the words it deleted."""
    names = {(TEXTNS, "p"), (TEXTNS, "h")}
    paragraphs = [one for part in _children(region) if part.qname == (TEXTNS, "deletion") for one in _all(part, names)]
    return _attribute(region, TEXTNS, "id"), "\n".join(map(_all_words, paragraphs))


def _all_words(element: Element) -> str:
    return "".join(
        str(child.data) if child.nodeType == child.TEXT_NODE else _all_words(child) for child in element.childNodes
    )


def _rows(table: Element) -> Iterator[Element]:
    for child in _children(table):
        if child.qname == (TABLENS, "table-row"):
            yield from [child] * min(int(_attribute(child, TABLENS, "number-rows-repeated") or 1), _MOST_REPEATED)
        elif child.qname in ((TABLENS, "table-header-rows"), (TABLENS, "table-rows"), (TABLENS, "table-row-group")):
            yield from _rows(child)


def _numeral(number: int, form: str) -> str:
    match form:
        case "I":
            return roman(number)
        case "i":
            return roman(number).lower()
        case "a" | "A":
            letter = chr(ord("a") + (number - 1) % 26)
            return letter if form == "a" else letter.upper()
        case "":
            return ""
        case _ if form.startswith(("а", "А", "б", "Б")):
            letter = "абвгдежзиклмнопрстуфхцчшщэюя"[(number - 1) % 28]
            return letter if form[0].islower() else letter.upper()
        case _:
            return str(number)


def _children(element: Element) -> list[Element]:
    return [child for child in element.childNodes if child.nodeType == child.ELEMENT_NODE]


def _all(element: Element, names: set[tuple[str, str]]) -> Iterator[Element]:
    for child in _children(element):
        if child.qname in names:
            yield child
        else:
            yield from _all(child, names)


def _attribute(element: Element, namespace: str, name: str) -> str:
    return str((element.attributes or {}).get((namespace, name)) or "")
