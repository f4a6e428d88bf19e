"""Plain text, CSV and Markdown: tables of tabs, bars, semicolons, lists, emphasis, the few tags that exports leave."""

import csv
import html
import io
import re
from collections.abc import Iterator, Sequence

from services.documents.blocks import BULLET, Block, Cell, Paper, Paragraph, Row, Table, clean, is_contents_line
from services.documents.columns import find_header
from services.documents.headings import split_number
from services.documents.refusals import Refusal, RefusedError

_OLD_ENCODINGS = ("cp1251", "cp866", "koi8-r")  # any bytes are text in these: the one with most small letters is right
_UNMARKED = ("utf-16-le", "utf-16-be")
_MOST_CONTROLS = 0.01
_LEAST_WORDS = 0.9  # of a text without a mark: letters of our scripts, digits, ASCII
_WORDS = re.compile(r"[\t\r\n -~«»“”„‘’ʻʼ–—№\u0400-\u052f]")
_DELIMITERS = ";,"
_FEWEST_COLUMNS = 3
_DEEPEST_HEADER = 30  # rows
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
    text = _text(data)
    rows = _separated(text)
    return Paper((Table(rows),) if rows else tuple(_blocks(text.splitlines())))


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\0" in data:
        return _unmarked(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = max((data.decode(one, "replace") for one in _OLD_ENCODINGS), key=_small_letters)
    controls = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\n\r\f")
    if controls > len(text) * _MOST_CONTROLS:
        raise RefusedError(Refusal.CORRUPT)
    return text.replace("\f", "\n")


def _unmarked(data: bytes) -> str:
    """A text in UTF-16 without the mark that says so. Zeros are in no other text: in pictures, archives, programs."""
    for encoding in _UNMARKED:
        text = data[: len(data) // 2 * 2].decode(encoding, "replace")
        if len(_WORDS.findall(text)) >= len(text) * _LEAST_WORDS:
            return text
    raise RefusedError(Refusal.CORRUPT)


def _small_letters(text: str) -> int:
    return sum("а" <= letter <= "я" for letter in text)


def _separated(text: str) -> tuple[Row, ...]:
    """The rows of a text in CSV: one of its first has a plan's header, and most below it are as long. Else none."""
    for delimiter in _DELIMITERS:
        try:
            listed = [[field.strip() for field in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
        except csv.Error:
            continue
        width = max(map(len, listed), default=0)
        if width < _FEWEST_COLUMNS:
            continue
        rows = tuple(_row_of([*fields, *[""] * (width - len(fields))]) for fields in listed)
        for place in range(min(len(rows), _DEEPEST_HEADER)):
            below = [fields for fields in listed[place + 1 :] if any(fields)]
            alike = sum(len(fields) == len(listed[place]) for fields in below)
            if _may_head(rows[place]) and alike * 2 > len(below) and find_header(rows, place):
                return rows
    return ()


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


def _may_head(row: Row) -> bool:
    """Whether a row has the columns' names: several, none of which says something or counts («1. … ; муддат: май»)."""
    texts = [cell.text for cell in row.own]
    return len(texts) >= _FEWEST_COLUMNS and not any(":" in text or split_number(text)[0] for text in texts)


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
    return _row_of(line.split("\t") if "\t" in line.strip("\t ") or "|" not in line else _BAR.split(_unframed(line)))


def _row_of(parts: Sequence[str]) -> Row:
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
