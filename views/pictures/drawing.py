"""A sheet to draw pictures of the plan on, in its colours and for a phone.

Importing it imports matplotlib, which takes a second: it is imported where a picture is drawn.
"""

import functools
import io
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Polygon, Rectangle
from matplotlib.textpath import text_to_path

from services.plan.status import Status
from views.kit.figures import ORDER
from views.kit.texts import Texts, plain
from views.kit.words import status_word

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
INK = "#1B2733"
FAINT = "#5B6875"
PAPER = "#FBFBF9"

# All lengths in pixels: a phone shows the picture about 360 points wide, so 38 pixels are a line of nearly 13 points.
WIDTH, MARGIN, SPACE = 1080, 48, 36
INNER = WIDTH - 2 * MARGIN
TITLE, TITLE_LINE = 50, 64
TEXT, TEXT_LINE = 38, 49
LEGEND_BOX, LEGEND_LINE, LEGEND_GAP = 42, 62, 34
FRAME = 5
_OPENING = " ,;:–-«(“"  # signs after which nothing is left out
_DPI = 100
_FONT = "DejaVu Sans"  # comes with matplotlib, and has Ўўққғғҳҳ


class Sheet:
    """A sheet of paper in pixels, filled from the top: `y` is how far it is filled. It grows as needed."""

    def __init__(self) -> None:
        # Not by pyplot: its figures are global, and pictures are drawn in threads.
        self.y: float = MARGIN
        self._figure = Figure(dpi=_DPI, facecolor=PAPER)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.axis("off")

    def text(self, x: float, y: float, words: str, size: int = TEXT, *, colour: str = INK, **style: Any) -> None:
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
        self,
        words: Sequence[str],
        size: int = TEXT,
        height: int = TEXT_LINE,
        *,
        colour: str = INK,
        weight: str = "normal",
    ) -> None:
        """Lines of text at the margin, below what is there."""
        for line in words:
            self.text(MARGIN, self.y + height / 2, line, size, colour=colour, weight=weight)
            self.y += height

    def head(self, title: str, below: str) -> None:
        """The title and a sentence below it, in as many lines as they need."""
        self.lines(wrap(title, TITLE, weight="bold"), TITLE, TITLE_LINE, weight="bold")
        self.y += SPACE // 3
        self.lines(wrap(below), colour=FAINT)
        self.y += SPACE

    def legend(self, t: Texts, counts: Mapping[Status, int]) -> None:
        """The statuses that occur, each with its box and number, wrapped like words."""
        x = 0.0
        for status in (status for status in ORDER if counts.get(status)):
            words = f"{plain(status_word(t, status))}: {counts[status]}"
            width = LEGEND_BOX + 14 + width_of(words)
            if x and x + width > INNER:
                x, self.y = 0.0, self.y + LEGEND_LINE
            self.box(MARGIN + x, self.y, LEGEND_BOX, LEGEND_BOX, status)
            self.text(MARGIN + x + LEGEND_BOX + 14, self.y + LEGEND_BOX / 2, words)
            x += width + LEGEND_GAP
        self.y += LEGEND_LINE + SPACE if x else 0

    def box(self, x: float, y: float, width: float, height: float, status: Status) -> None:
        """A box in the colour of a status."""
        edge = FAINT if status is Status.CLOSED else PAPER  # what is nearly white needs one to be seen
        hatch = _HATCHED.get(status)
        colour = COLOURS[status]
        self._axes.add_patch(
            Rectangle((x, y), width, height, facecolor=colour, edgecolor=edge, linewidth=2.2, hatch=hatch)
        )

    def frame(self, x: float, y: float, width: float, height: float, status: Status) -> None:
        """An empty box, its frame in the colour of a status and inside these lengths."""
        half = FRAME / 2
        box = Rectangle((x + half, y + half), max(width - FRAME, 1), height - FRAME)
        box.set(facecolor=PAPER, edgecolor=COLOURS[status], linewidth=_points(FRAME), joinstyle="miter")
        self._axes.add_patch(box)

    def arrow(self, x: float, y: float, height: float, status: Status) -> None:
        """The point of an arrow to the right, its base at `x`, in the colour of a status."""
        points = [(x, y), (x + height / 2, y + height / 2), (x, y + height)]
        self._axes.add_patch(Polygon(points, facecolor=COLOURS[status], edgecolor="none"))

    def upright(self, x: float, top: float, bottom: float, colour: str, width: float) -> None:
        """An upright line, `width` pixels thick."""
        self._axes.add_patch(Rectangle((x - width / 2, top), width, bottom - top, facecolor=colour, edgecolor="none"))

    def png(self) -> bytes:
        """The sheet as a file."""
        height = round(self.y + MARGIN)
        self._figure.set_size_inches(WIDTH / _DPI, height / _DPI)
        self._axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        file = io.BytesIO()
        self._figure.savefig(file, format="png", pil_kwargs={"compress_level": 3})  # half the time, an eighth larger
        return file.getvalue()


def wrap(words: str, size: int = TEXT, *, weight: str = "normal", width: float = INNER) -> list[str]:
    """The words in lines of at most `width` pixels; a longer word stands alone."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size, weight=weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def cut(words: str, lines: int, size: int = TEXT, *, width: float = INNER) -> list[str]:
    """The words in at most this many lines, cut between words, with «…» if some are left out."""
    wrapped = wrap(words, size, width=width)
    if len(wrapped) <= lines:
        return wrapped
    last = wrapped[lines - 1]
    while " " in last and width_of(f"{last}…", size) > width:
        last = last.rpartition(" ")[0]
    return [*wrapped[: lines - 1], f"{last.rstrip(_OPENING)}…"]


@functools.lru_cache(maxsize=2048)  # the same titles are wrapped each week, by measuring each word
def width_of(words: str, size: int = TEXT, *, weight: str = "normal") -> float:
    """How wide words are drawn, in pixels."""
    font = FontProperties(family=_FONT, size=_points(size), weight=weight)
    points, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
    return float(points) * _DPI / 72


def _points(pixels: int) -> float:
    return pixels * 72 / _DPI
