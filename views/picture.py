"""The plan by section, as a picture for a phone.

Importing it imports matplotlib, which takes a second: it is imported where a picture is drawn (views/summary.py).
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from services.facts import SectionFacts, Status, SummaryFacts
from views.counts import ORDER, headline
from views.i18n import Texts, plain
from views.words import status_word

# Okabe and Ito's colours, told apart by colour-blind readers; what is nearly the same thing differs by hatching.
COLOURS = {
    Status.DONE: "#009E73",
    Status.DONE_LATE: "#7FCFB9",
    Status.REVIEW: "#F0C929",
    Status.IN_PROGRESS: "#0072B2",
    Status.RETURNED: "#7DBDE8",
    Status.OVERDUE: "#D55E00",
    Status.CONTINUOUS: "#8566AA",
    Status.REGULAR: "#BFA8D6",
    Status.NOT_STARTED: "#CDD2D8",
    Status.CLOSED: "#F1F1F1",
}
_HATCHED = {Status.DONE_LATE: "//", Status.RETURNED: "\\\\", Status.CLOSED: "xx"}
_WITH_WHITE = {Status.DONE, Status.IN_PROGRESS, Status.OVERDUE, Status.CONTINUOUS}
_INK = "#1B2733"
_FAINT = "#5B6875"
_PAPER = "#FBFBF9"

# All lengths in pixels: a phone shows the picture about 360 points wide, so 33 pixels are a line of 11 points.
WIDTH, MARGIN, SPACE = 1080, 48, 36
TITLE, TITLE_LINE = 42, 56
TEXT, TEXT_LINE, LABEL_LINES = 31, 40, 2
LEGEND_BOX, LEGEND_LINE, LEGEND_GAP = 36, 54, 34
BAR, BAR_ABOVE, BAR_BELOW, COUNT = 58, 6, 28, 34
SECTIONS = 24  # Telegram takes no picture whose sides are longer than 10,000 pixels together
_INNER = WIDTH - 2 * MARGIN
_DPI = 100
_FONT = "DejaVu Sans"  # comes with matplotlib, and has Ўўққғғҳҳ


def plan_picture(t: Texts, facts: SummaryFacts) -> bytes:
    """A PNG 1080 pixels wide: for each section a bar of its activities by status, and the statuses in words.

    Takes a part of a second: to be called in a thread. Shares nothing with other calls.
    """
    page = _Page(t, facts)
    sheet = _Sheet(page.height)
    _draw_head(sheet, page)
    _draw_legend(sheet, page)
    for section, label in page.sections:
        _draw_section(sheet, section, label, page.longest)
    sheet.lines(page.more, TEXT, TEXT_LINE, colour=_FAINT)
    return sheet.png()


@dataclass(frozen=True)
class _Entry:
    """A status in the legend: its words, and where they stand (`x` from the margin, `row` from the top)."""

    status: Status
    words: str
    x: float
    row: int


class _Page:
    """What is to be drawn, in words that fit."""

    def __init__(self, t: Texts, facts: SummaryFacts) -> None:
        self.title = wrap(plain(t("The work plan on {day}", day=t.long_day(facts.today))), TITLE, weight="bold")
        self.headline = wrap(plain(headline(t, facts)), TEXT)
        self.legend = _legend(t, facts)
        self.sections = [(section, _label(t, section)) for section in facts.sections[:SECTIONS]]
        self.longest = max((section.total for section, _ in self.sections), default=1) or 1
        left_out = len(facts.sections) - len(self.sections)
        more = t.many("… and {n} more section", "… and {n} more sections", left_out) if left_out else ""
        self.more = [plain(more)] if more else []

    @property
    def height(self) -> int:
        """All that is drawn, from margin to margin."""
        head = len(self.title) * TITLE_LINE + SPACE // 3 + len(self.headline) * TEXT_LINE + SPACE
        legend = self.legend_rows * LEGEND_LINE + SPACE
        labels = sum(len(label) for _, label in self.sections) * TEXT_LINE
        bars = len(self.sections) * (BAR_ABOVE + BAR + BAR_BELOW)
        return MARGIN + head + legend + labels + bars + len(self.more) * TEXT_LINE + MARGIN - BAR_BELOW

    @property
    def legend_rows(self) -> int:
        """Lines of the legend."""
        return self.legend[-1].row + 1 if self.legend else 0


class _Sheet:
    """A sheet of paper in pixels, filled from the top: `y` is how far it is filled."""

    def __init__(self, height: int) -> None:
        # Not by pyplot: its figures are global, and pictures are drawn in threads.
        self.y = MARGIN
        self._figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor=_PAPER)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        self._axes.axis("off")

    def text(self, x: float, y: float, words: str, size: int, *, colour: str = _INK, **style: Any) -> None:
        """Words at a place; `size` in pixels. A «$» in the plan is no formula."""
        self._axes.text(
            x,
            y,
            words,
            fontsize=_points(size),
            color=colour,
            family=_FONT,
            verticalalignment="center_baseline",
            parse_math=False,
            **style,
        )

    def lines(
        self, words: Sequence[str], size: int, height: int, *, colour: str = _INK, weight: str = "normal"
    ) -> None:
        """Lines of text at the margin, below what is there."""
        for line in words:
            self.text(MARGIN, self.y + height / 2, line, size, colour=colour, weight=weight)
            self.y += height

    def box(self, x: float, y: float, width: float, height: float, status: Status) -> None:
        """A box in the colour of a status."""
        box = Rectangle((x, y), width, height, facecolor=COLOURS[status], edgecolor=_PAPER, linewidth=2.2)
        if status in _HATCHED:
            box.set_hatch(_HATCHED[status])
        self._axes.add_patch(box)

    def png(self) -> bytes:
        """The sheet as a file."""
        file = io.BytesIO()
        self._figure.savefig(file, format="png")
        return file.getvalue()


def _draw_head(sheet: _Sheet, page: _Page) -> None:
    sheet.lines(page.title, TITLE, TITLE_LINE, weight="bold")
    sheet.y += SPACE // 3
    sheet.lines(page.headline, TEXT, TEXT_LINE, colour=_FAINT)
    sheet.y += SPACE


def _draw_legend(sheet: _Sheet, page: _Page) -> None:
    for entry in page.legend:
        x, y = MARGIN + entry.x, sheet.y + entry.row * LEGEND_LINE
        sheet.box(x, y, LEGEND_BOX, LEGEND_BOX, entry.status)
        sheet.text(x + LEGEND_BOX + 12, y + LEGEND_BOX / 2, entry.words, TEXT)
    sheet.y += page.legend_rows * LEGEND_LINE + SPACE


def _draw_section(sheet: _Sheet, section: SectionFacts, label: Sequence[str], longest: int) -> None:
    sheet.lines(label, TEXT, TEXT_LINE)
    sheet.y += BAR_ABOVE
    x, unit = float(MARGIN), _INNER / longest
    for status in ORDER:
        width = section.counts.get(status, 0) * unit
        if width:
            sheet.box(x, sheet.y, width, BAR, status)
            _draw_count(sheet, x, width, section.counts[status], status)
        x += width
    sheet.y += BAR + BAR_BELOW


def _draw_count(sheet: _Sheet, x: float, width: float, count: int, status: Status) -> None:
    if width_of(str(count), COUNT, weight="bold") > width:
        return  # a sliver of a long bar; the legend has its figure
    colour = "white" if status in _WITH_WHITE else _INK
    under = {"facecolor": COLOURS[status], "edgecolor": "none", "pad": 5}  # no hatching behind the figure
    sheet.text(
        x + width / 2, sheet.y + BAR / 2, str(count), COUNT, colour=colour, weight="bold", ha="center", bbox=under
    )


def _legend(t: Texts, facts: SummaryFacts) -> list[_Entry]:
    """The statuses that there are, put into lines as words into a text."""
    entries: list[_Entry] = []
    x, row = 0.0, 0
    for status in (status for status in ORDER if facts.counts.get(status)):
        words = f"{plain(status_word(t, status))}: {facts.counts[status]}"
        width = LEGEND_BOX + 12 + width_of(words, TEXT)
        if x and x + width > _INNER:
            x, row = 0.0, row + 1
        entries.append(_Entry(status, words, x, row))
        x += width + LEGEND_GAP
    return entries


def _label(t: Texts, section: SectionFacts) -> list[str]:
    """«III. Сайлов комиссиялари…» in as many lines as a section has room for."""
    lines = wrap(f"{section.number}. {t.script(section.title)}", TEXT)
    if len(lines) <= LABEL_LINES:
        return lines
    return [*lines[: LABEL_LINES - 1], lines[LABEL_LINES - 1].rstrip(" ,;:–-«(") + "…"]


def wrap(words: str, size: int, *, weight: str = "normal", width: float = _INNER) -> list[str]:
    """The words in lines of at most `width` pixels; a single word that is longer stands alone."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size, weight=weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def width_of(words: str, size: int, *, weight: str = "normal") -> float:
    """How wide words are drawn, in pixels."""
    font = FontProperties(family=_FONT, size=_points(size), weight=weight)
    points, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(points) * _DPI / 72


def _points(pixels: int) -> float:
    return pixels * 72 / _DPI
