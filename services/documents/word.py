"""Word documents (.docx), by python-docx; tracked changes, numbers and text boxes, which it lacks, from its XML."""

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from services.documents.blocks import Block, Cell, Paper, Paragraph, Row, Table, clean, is_contents_line
from services.documents.numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = ("0", "false", "off", "none")
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_ADDED = {qn("w:ins"), qn("w:moveTo")}
_CONTENTS_STYLE = "toc "
_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")


def read_word(data: bytes) -> Paper:
    """The blocks of a document."""
    document = docx.Document(io.BytesIO(data))
    return _Reader(document).paper()


class _Reader:
    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._styles = _Styles(document.styles.element)
        part = next(
            (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None
        )
        self._numbering = Numbering(part.element if part is not None and hasattr(part, "element") else None)
        self._leftovers: list[str] = []
        self._counts = True  # a row that was deleted takes no automatic number

    def paper(self) -> Paper:
        blocks = tuple(self._blocks(self._body))
        count = self._body.xpath
        return Paper(
            blocks,
            tracked_changes=sum(1 for name in _TRACKED for _ in self._body.iter(qn(name))),
            comments=len(count(".//w:commentReference")),
            footnotes=len(count(".//w:footnoteReference")) + len(count(".//w:endnoteReference")),
            leftovers=tuple(self._leftovers),
        )

    def _blocks(self, parent: Element) -> Iterator[Block]:
        joined: list[Element] = []  # paragraphs whose ends were deleted: they go on in the next
        for element in _flat(parent):
            if element.tag == qn("w:p"):
                joined.append(element)
                if not _end_is_deleted(element):
                    yield from self._paragraphs(joined)
                    joined = []
            elif element.tag == qn("w:tbl"):
                yield from self._paragraphs(joined)
                joined = []
                yield from self._table(element)
        yield from self._paragraphs(joined)

    def _paragraphs(self, elements: list[Element]) -> Iterator[Paragraph]:
        """One paragraph of these elements, after what stands in its text boxes."""
        if not elements:
            return
        for element in elements:
            for box in _boxes(element):
                for block in self._blocks(box):
                    inside = [block] if isinstance(block, Paragraph) else block.paragraphs()
                    for one in inside:
                        yield Paragraph(one.text, one.marker, bold=one.bold, boxed=True, gone=one.gone)
        yield self._paragraph(elements)

    def _paragraph(self, elements: list[Element]) -> Paragraph:
        properties = elements[0].find(qn("w:pPr"))
        style = _value(properties, "w:pStyle")
        words = _Words(self._styles, is_bold=self._styles.is_on(style, "w:b", default=False))
        for element in elements:
            words.take(element)
        text, gone = clean(words.text), clean(words.gone)
        marker, level = "", 0
        if numbering := self._numbered(properties, style):
            level = numbering[1]
            if not self._counts:
                marker = self._numbering.peek(*numbering)
            elif text or not gone:  # a row that goes keeps no number
                marker = self._numbering.marker(*numbering)
        if gone and text:
            self._leftovers.append(gone)
        return Paragraph(
            text,
            marker,
            level,
            bold=bool(text) and words.all_bold,
            centred=(_value(properties, "w:jc") or self._styles.alignment(style)) == "center",
            heading=self._styles.is_heading(style),
            contents=self._styles.name(style).startswith(_CONTENTS_STYLE) or is_contents_line(words.text),
            gone=gone,
        )

    def _numbered(self, properties: Element | None, style: str) -> tuple[str, int] | None:
        own = properties.find(qn("w:numPr")) if properties is not None else None
        inherited = self._styles.numbering(style)
        if own is None:
            return inherited
        number_id, level = _value(own, "w:numId"), _value(own, "w:ilvl")
        if number_id == "0":
            return None
        if not number_id:
            number_id = inherited[0] if inherited else ""
        return (number_id, int(level or (inherited[1] if inherited else 0))) if number_id else None

    def _table(self, table: Element) -> Iterator[Block]:
        rows: list[Row] = []
        above: dict[int, tuple[Paragraph, ...]] = {}
        nested: list[Table] = []
        for element in _flat(table, qn("w:tr")):
            cells, column = [], _skipped(element, "w:gridBefore")
            self._counts = not _is_deleted(element)
            for cell in _flat(element, qn("w:tc")):
                properties = cell.find(qn("w:tcPr"))
                span = int(_value(properties, "w:gridSpan") or 1)
                merge = properties.find(qn("w:vMerge")) if properties is not None else None
                goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
                inside = list(self._blocks(cell))
                if goes_on and column in above:
                    cells.append(Cell(column, span, above[column], continues=True))
                else:
                    nested += [one for one in inside if isinstance(one, Table) and one.width > 1]
                    words = tuple(_cell_paragraphs(inside))
                    cells.append(Cell(column, span, words))
                    above[column] = words
                column += span
            rows.append(self._row(element, cells))
        self._counts = True
        width = max((cell.column + cell.span for row in rows for cell in row.cells), default=0)
        if width == 1 and nested:  # a frame around the plan
            yield from (paragraph for row in rows for cell in row.cells for paragraph in cell.paragraphs)
            yield from nested
        else:
            yield Table(tuple(rows))

    def _row(self, element: Element, cells: list[Cell]) -> Row:
        if _is_deleted(element):
            said = any(one.text or one.gone for cell in cells for one in cell.paragraphs)  # else it was moved
            gone = [tuple(map(_all_gone, cell.paragraphs)) if said else () for cell in cells]
            cells = [Cell(cell.column, cell.span, words) for cell, words in zip(cells, gone, strict=True)]
        return Row(tuple(cells), hidden=_is_on(element.find(qn("w:trPr")), "w:hidden"))


def _is_deleted(row: Element) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and properties.find(qn("w:del")) is not None


def _all_gone(paragraph: Paragraph) -> Paragraph:
    return Paragraph("", gone=paragraph.gone or paragraph.seen)


def _cell_paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.seen or block.gone:
                yield block
        elif block.width == 1:
            yield from block.paragraphs()
        else:
            for row in block.rows:
                yield Paragraph(" – ".join(cell.text for cell in row.own))


class _Words:
    """The words of paragraphs, gathered run by run."""

    def __init__(self, styles: "_Styles", *, is_bold: bool) -> None:
        """`is_bold` says what holds for runs that say nothing of their weight."""
        self.text, self.gone = "", ""
        self._styles = styles
        self._is_bold = is_bold
        self.all_bold = True

    def take(self, element: Element, *, deleted: bool = False) -> None:
        for child in element:
            tag = child.tag
            if tag == qn("w:r"):
                self._run(child, deleted)
            elif tag == qn("w:moveFrom"):
                continue  # not gone: it stands where it was moved to
            elif tag in _DELETED:
                self.take(child, deleted=True)
            elif tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    self.take(content, deleted=deleted)
            elif tag in _ADDED or tag in (qn("w:hyperlink"), qn("w:smartTag"), qn("w:fldSimple"), qn("w:customXml")):
                self.take(child, deleted=deleted)

    def _run(self, run: Element, deleted: bool) -> None:
        properties = run.find(qn("w:rPr"))
        style = _value(properties, "w:rStyle")
        if _is_on(properties, "w:vanish") or self._styles.hidden(style):
            return
        text = "".join(map(_characters, run))
        if not text:
            return
        struck = any(_is_on(properties, name) for name in ("w:strike", "w:dstrike")) or self._styles.struck(style)
        if deleted or struck:
            self.gone += text
            return
        self.text += text
        if text.strip():
            default = self._styles.is_on(style, "w:b", default=self._is_bold)
            self.all_bold = self.all_bold and _is_on(properties, "w:b", default=default)


_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def _characters(element: Element) -> str:
    name = element.tag.removeprefix(_W)
    if name in ("t", "delText"):
        return element.text or ""
    if name == "br":
        return "\n" if element.get(qn("w:type")) in (None, "textWrapping") else ""
    if name == "sym":
        return "–" if element.get(qn("w:char"), "").upper() in ("F02D", "F0B7") else ""
    return _SIGNS.get(name, "")


class _Styles:
    """What styles say, with those they are based on."""

    def __init__(self, root: Element) -> None:
        self._by_id = {one.get(qn("w:styleId")): one for one in root.findall(qn("w:style"))}
        self._known: dict[tuple[str, str], Element | None] = {}

    def _chain(self, style: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style and style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            style = _value(self._by_id[style], "w:basedOn")

    def is_on(self, style: str, name: str, *, default: bool) -> bool:
        """Whether a style, or one it is based on, has a property; `default` where none says anything of it."""
        key = (style, name)
        if key not in self._known:
            marks = (one.find(qn("w:rPr")) for one in self._chain(style))
            said = (each for each in marks if each is not None and each.find(qn(name)) is not None)
            self._known[key] = next(said, None)
        return _is_on(self._known[key], name, default=default)

    def struck(self, style: str) -> bool:
        return self.is_on(style, "w:strike", default=False) or self.is_on(style, "w:dstrike", default=False)

    def hidden(self, style: str) -> bool:
        return self.is_on(style, "w:vanish", default=False)

    def name(self, style: str) -> str:
        return _value(self._by_id.get(style), "w:name").lower()

    def is_heading(self, style: str) -> bool:
        return self.name(style).startswith(("heading", "заголовок", "title"))

    def alignment(self, style: str) -> str:
        return next((found for one in self._chain(style) if (found := _value(one.find(qn("w:pPr")), "w:jc"))), "")

    def numbering(self, style: str) -> tuple[str, int] | None:
        for one in self._chain(style):
            properties = one.find(qn("w:pPr"))
            rule = properties.find(qn("w:numPr")) if properties is not None else None
            if rule is not None:
                number_id = _value(rule, "w:numId")
                return (number_id, int(_value(rule, "w:ilvl") or 0)) if number_id not in ("", "0") else None
        return None


def _flat(parent: Element, wanted: str | None = None) -> Iterator[Element]:
    """The children, also those inside content controls and custom tags; `wanted` is their tag."""
    for child in parent:
        if child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            if content is not None:
                yield from _flat(content, wanted)
        elif child.tag in (qn("w:customXml"), *_ADDED):
            yield from _flat(child, wanted)
        elif wanted is None or child.tag == wanted:
            yield child


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The outermost text boxes; of two versions for old and new programs, the new one."""
    for box in paragraph.iter(qn("w:txbxContent")):
        above = [one.tag for one in box.iterancestors()]
        inner = above[: above.index(paragraph.tag)] if paragraph.tag in above else above
        if f"{_MC}Fallback" in inner and _has_choice(box):
            continue
        if qn("w:txbxContent") not in inner:
            yield box


def _has_choice(box: Element) -> bool:
    alternate = next((one for one in box.iterancestors() if one.tag == f"{_MC}AlternateContent"), None)
    return alternate is not None and any(True for _ in alternate.iterfind(f"{_MC}Choice//{qn('w:txbxContent')}"))


def _end_is_deleted(paragraph: Element) -> bool:
    properties = paragraph.find(qn("w:pPr"))
    marks = properties.find(qn("w:rPr")) if properties is not None else None
    return marks is not None and any(marks.find(tag) is not None for tag in _DELETED)


def _skipped(row: Element, name: str) -> int:
    return int(_value(row.find(qn("w:trPr")), name) or 0)


def _value(parent: Element | None, name: str) -> str:
    child = parent.find(qn(name)) if parent is not None else None
    return str(child.get(qn("w:val")) or "") if child is not None else ""


def _is_on(properties: Element | None, name: str, *, default: bool = False) -> bool:
    child = properties.find(qn(name)) if properties is not None else None
    return default if child is None else (child.get(qn("w:val")) or "true").lower() not in _OFF
