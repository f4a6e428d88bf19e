"""Plain text and Markdown: tables with tabs or bars, lists, emphasis, and the few tags that exports leave behind."""

import html
import re
from collections.abc import Iterator

from services.documents.blocks import BULLET, Block, Cell, Paper, Paragraph, Row, Table, clean, is_contents_line
from services.documents.refusals import Refusal, RefusedError

_ENCODINGS = ("utf-8-sig", "cp1251")
_MOST_CONTROLS = 0.01
LARGEST_TEXT = 4 * 2**20
_BREAK_TAGS = re.compile(r"</?(?:p|ul|ol|div|br)\b[^<>]*>\s*", re.IGNORECASE)
_ITEM_TAG = re.compile(r"\s*<li\b[^<>]*>\s*", re.IGNORECASE)
_TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_STRUCK = re.compile(r"~~(.{1,2000}?)~~|<(s|del|strike)\b[^<>]{0,200}>(.{0,2000}?)</\2>", re.IGNORECASE | re.DOTALL)
_BOLD_LINE = re.compile(r"^\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*$")
_EMPHASIS = re.compile(r"\*\*|(?<!_)__(?=[^\W_])|(?<=[^\W_])__(?!_)|(?<![\w*])\*(?=\w)|(?<=[\w.,:;»”)])\*(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~])")
_INLINE_ITEM = re.compile(r"(?<=[:;])\s+-\s+(?=[“«\"„А-ЯЎҚҒҲA-Z])")
_ATX = re.compile(r"^\s*(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^[\s|:+=-]*-[\s|:+=-]*$")
_BARE_RULE = re.compile(r"^\s*(?:[-=_*+|]\s*){3,}$")
_BAR = re.compile(r"(?<!\\)\|")
_LIST_MARK = re.compile(r"^\s*[-*+•]\s+")


def read_plain(data: bytes) -> Paper:
    """The blocks of a text. Raises RefusedError where the bytes are no text."""
    if len(data) > LARGEST_TEXT:
        raise RefusedError(Refusal.TOO_BIG)
    lines = _text(data).splitlines()
    return Paper(tuple(_blocks(lines)))


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\n\r\f")
        if "\0" in text or controls > len(text) * _MOST_CONTROLS:
            break
        return text.replace("\f", "\n")
    raise RefusedError(Refusal.NOT_A_PLAN)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(Refusal.CORRUPT) from error


def _blocks(lines: list[str]) -> Iterator[Block]:
    table: list[Row] = []
    bold = False
    for line in lines:
        is_row = "\t" in line.strip("\t ") or line.strip().startswith("|") or len(_BAR.findall(line)) >= 2
        if is_row or (table and "\t" in line and line.strip()):
            if not _RULE.match(line):
                table.append(_row(line))
            continue
        if table and not _BARE_RULE.match(line):
            yield Table(tuple(table))
            table = []
        if _BARE_RULE.match(line):
            continue
        opens, closes = line.count("**") % 2 == 1 and not bold, line.count("**") % 2 == 1 and bold
        yield _paragraph(line, bold=bold or opens)
        bold = (bold or opens) and not closes
        if not line.strip():
            bold = False
    if table:
        yield Table(tuple(table))


def _paragraph(line: str, *, bold: bool) -> Paragraph:
    if atx := _ATX.match(line):
        text, _ = _words(atx[2])
        return Paragraph(text, bold=True, heading=True)
    whole = _BOLD_LINE.match(line)
    text, gone = _words(line)
    marker = ""
    if _LIST_MARK.match(line) and not whole:
        text, marker = clean(_LIST_MARK.sub("", text)).removeprefix(f"{BULLET} "), BULLET
    return Paragraph(
        text, marker, bold=bool(text) and (bool(whole) or bold), contents=is_contents_line(line), gone=gone
    )


def _row(line: str) -> Row:
    """A table's row; one with words in its first cell only goes over all of them."""
    parts = line.split("\t") if "\t" in line.strip("\t ") or "|" not in line else _BAR.split(_unframed(line))
    cells = [_paragraphs(part) for part in parts]
    written = [place for place, cell in enumerate(cells) if cell]
    if written == [0] and len(cells) > 1 and len(parts[0].strip()) > 3:
        return Row((Cell(0, len(cells), cells[0]),))
    return Row(tuple(Cell(place, 1, cell) for place, cell in enumerate(cells)))


def _unframed(line: str) -> str:
    line = line.strip()
    return line.removeprefix("|").removesuffix("|") if not line.endswith("\\|") else line.removeprefix("|")


def _paragraphs(part: str) -> tuple[Paragraph, ...]:
    bold = _BOLD_LINE.match(part) is not None
    text, gone = _words(part)
    lines = tuple(Paragraph(line, bold=bold) for line in text.split("\n") if line)
    return (*lines, Paragraph("", gone=gone)) if gone else lines


def _words(text: str) -> tuple[str, str]:
    """The words without marks and tags, and those struck out; tags of lists and paragraphs are line breaks."""
    gone = " ".join(match[1] or match[3] for match in _STRUCK.finditer(text))
    text = _STRUCK.sub("", text)
    text = _BREAK_TAGS.sub("\n", _ITEM_TAG.sub(f"\n{BULLET} ", text))
    text = _TAGS.sub("", text)
    text = _INLINE_ITEM.sub(f"\n{BULLET} ", text)
    text = _ESCAPED.sub(r"\1", _EMPHASIS.sub("", text))
    return clean(html.unescape(text)), clean(_TAGS.sub("", gone))
