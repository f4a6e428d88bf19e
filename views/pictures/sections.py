"""The plan by section, as a picture for a phone.

Importing it imports matplotlib, which takes a second: it is imported where a picture is drawn (views/summary.py).
"""

from services.leadership.summary import SectionFacts, SummaryFacts
from services.plan.status import Status
from views.kit.figures import ORDER, heading, headline
from views.kit.texts import Texts, plain
from views.pictures.drawing import COLOURS, FAINT, INK, INNER, MARGIN, Sheet, cut, width_of

_WITH_WHITE = {Status.DONE, Status.IN_PROGRESS, Status.OVERDUE, Status.CONTINUOUS}

# In pixels.
BAR, BAR_ABOVE, BAR_BELOW, COUNT, LABEL_LINES = 66, 6, 28, 40, 2
SECTIONS = 24  # Telegram takes no picture whose sides are longer than 10,000 pixels together


def plan_picture(t: Texts, summary: SummaryFacts) -> bytes:
    """A PNG 1080 pixels wide: for each section a bar of its activities by status, and the statuses in words.

    Takes a part of a second: to be called in a thread. Shares nothing with other calls.
    """
    sheet = Sheet()
    sheet.head(plain(heading(t, summary)), plain(headline(t, summary)))
    sheet.legend(t, summary.counts)
    shown = summary.sections[:SECTIONS]
    longest = max((section.total for section in shown), default=1) or 1
    for section in shown:
        _draw_section(sheet, t, section, longest)
    if left_out := len(summary.sections) - len(shown):
        sheet.lines([plain(t.many("… and {n} more section", "… and {n} more sections", left_out))], colour=FAINT)
    return sheet.png()


def _draw_section(sheet: Sheet, t: Texts, section: SectionFacts, longest: int) -> None:
    """«III. Сайлов комиссиялари…» and its bar; the bar of a section of `longest` activities is as wide as the sheet."""
    sheet.lines(cut(f"{t.script(section.written_number)}. {t.script(section.title)}", LABEL_LINES))
    sheet.y += BAR_ABOVE
    x, unit = float(MARGIN), INNER / longest
    for status in ORDER:
        width = section.counts.get(status, 0) * unit
        if width:
            sheet.box(x, sheet.y, width, BAR, status)
            _draw_count(sheet, x, width, section.counts[status], status)
        x += width
    sheet.y += BAR + BAR_BELOW


def _draw_count(sheet: Sheet, x: float, width: float, count: int, status: Status) -> None:
    if width_of(str(count), COUNT, weight="bold") > width:
        return  # a sliver of a long bar; the legend has its figure
    colour = "white" if status in _WITH_WHITE else INK
    under = {"facecolor": COLOURS[status], "edgecolor": "none", "pad": 5}  # no hatching behind the figure
    sheet.text(
        x + width / 2, sheet.y + BAR / 2, str(count), COUNT, colour=colour, weight="bold", ha="center", bbox=under
    )
