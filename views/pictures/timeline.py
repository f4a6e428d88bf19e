"""The activities along the months, with today's line, as a picture for a phone.

Importing it imports matplotlib, which takes a second: it is imported where a picture is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.calendar.deadlines import Month
from services.leadership.summary import SummaryFacts, counts
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts
from views.kit.texts import Html, Texts, plain, without_marks
from views.kit.words import day_of, number_sign
from views.pictures.drawing import FAINT, INK, INNER, MARGIN, SPACE, WIDTH, Sheet, cut, width_of

# In pixels.
LABEL, LABEL_LINE, BAR, BAR_BELOW, POINT = 36, 47, 28, 18, 44
MONTH, MONTH_LINE, MONTH_BELOW, DAY_LINE, GAP = 34, 46, 8, 56, 24
# Telegram takes no picture whose sides are longer than 10,000 pixels together, and makes a long one small.
ROWS = 40
NEAR = timedelta(days=92)  # the months are stretched to a day of today that is no farther from them than this
TODAY = "#C2002F"
_GRID = "#DDE1E5"


def time_line(t: Texts, summary: SummaryFacts, activities: Sequence[ActivityFacts], below: Html) -> bytes:
    """A PNG 1080 pixels wide: a row for each of the activities, from its first month to its deadline, and today's line.

    `below` is the sentence below the title. They stand by number; of more than ROWS only the most urgent are drawn.
    What was added to a deadline is an empty frame after a stroke, and both days are written; work without a deadline
    ends in an arrow. Takes about a second: to be called in a thread. Shares nothing with other calls.
    """
    shown = rows(activities)
    months = _Months.of(summary, shown)
    sheet = Sheet()
    sheet.head(plain(t("The timeline of the plan on {day}", day=t.long_day(summary.today))), without_marks(below))
    sheet.legend(t, counts(activities))
    _draw_today(sheet, t, months)
    _draw_months(sheet, t, months)
    for activity in shown:
        _draw_activity(sheet, t, months, activity)
    _draw_months(sheet, t, months)
    if left_out := len(activities) - len(shown):
        more = t.many("… and {n} more, less urgent", "… and {n} more, less urgent", left_out)
        sheet.y += SPACE // 2
        sheet.lines([plain(more)], colour=FAINT)
    return sheet.png()


def rows(activities: Sequence[ActivityFacts]) -> Sequence[ActivityFacts]:
    """The activities that are drawn: all by number, or of more than ROWS the most urgent, the open ones first."""
    if len(activities) > ROWS:
        return by_urgency(activities)[:ROWS]
    return sorted(activities, key=lambda one: one.number)


@dataclass(frozen=True)
class _Months:
    """The months across the sheet: from `first`, their first day, to `end`, the day after their last."""

    first: date
    end: date
    today: date

    @classmethod
    def of(cls, summary: SummaryFacts, shown: Sequence[ActivityFacts]) -> "_Months":
        """The plan's months and those of the activities, and today's if it is near."""
        starts = [summary.plan.starts_on, *(one.starts_on for one in shown)]
        ends = [summary.plan.ends_on, *(day for one in shown for day in (one.due_on, one.planned_due_on) if day)]
        first, last, today = min(starts), max(ends), summary.today
        if first - NEAR <= today <= last + NEAR:
            first, last = min(first, today), max(last, today)
        return cls(first.replace(day=1), Month.of(last).last_day + timedelta(days=1), today)

    def x(self, day: date) -> float:
        """Where a day begins."""
        return MARGIN + INNER * (day - self.first) / (self.end - self.first)

    @property
    def begins(self) -> list[date]:
        """The first days of the months."""
        days = [self.first]
        while (following := Month.of(days[-1]).last_day + timedelta(days=1)) < self.end:
            days.append(following)
        return days

    @property
    def now(self) -> float | None:
        """Where today's line stands, the middle of the day; None where it is not in these months."""
        if not self.first <= self.today < self.end:
            return None
        return (self.x(self.today) + self.x(self.today + timedelta(days=1))) / 2


def _draw_today(sheet: Sheet, t: Texts, months: _Months) -> None:
    """Today's day in words, above its line."""
    if months.now is None:
        return
    words = plain(t("today, {day}", day=t.day(months.today)))
    half = width_of(words, MONTH, weight="bold") / 2 + 14
    x = min(max(months.now, MARGIN + half), WIDTH - MARGIN - half)
    under = {"facecolor": TODAY, "edgecolor": "none", "boxstyle": "round,pad=0.3"}
    sheet.text(x, sheet.y + DAY_LINE / 2, words, MONTH, colour="white", weight="bold", ha="center", bbox=under)
    sheet.upright(months.now, sheet.y + DAY_LINE, sheet.y + DAY_LINE + 14, TODAY, 6)
    sheet.y += DAY_LINE + 14


def _draw_months(sheet: Sheet, t: Texts, months: _Months) -> None:
    """The names of the months, shortened if there are many, each in the middle of its month."""
    begins = months.begins
    room = INNER / len(begins)
    names = [plain(t.month_name(day)) for day in begins]
    if max(width_of(name, MONTH) for name in names) > room - GAP / 2:
        names = [str(day.year) if day.month == 1 and day > begins[0] else plain(t.short_month(day)) for day in begins]
    step = -(-int(max(width_of(name, MONTH) for name in names) + GAP / 2) // max(int(room), 1))
    for index in range(0, len(begins), step):
        sheet.text(
            months.x(begins[index]) + room / 2,
            sheet.y + MONTH_LINE / 2,
            names[index],
            MONTH,
            colour=FAINT,
            ha="center",
        )
    sheet.y += MONTH_LINE + MONTH_BELOW


def _draw_activity(sheet: Sheet, t: Texts, months: _Months, activity: ActivityFacts) -> None:
    moved = _moved(t, activity)
    room = INNER - (width_of(moved, MONTH) + GAP if moved else 0)
    [label] = cut(f"{plain(number_sign(t, activity))} {t.script(activity.name)}", 1, LABEL, width=room)
    sheet.text(MARGIN, sheet.y + LABEL_LINE / 2, label, LABEL)
    if moved:
        sheet.text(WIDTH - MARGIN, sheet.y + LABEL_LINE / 2, moved, MONTH, colour=FAINT, ha="right")
    sheet.y += LABEL_LINE
    for day in months.begins:
        sheet.upright(months.x(day), sheet.y - 3, sheet.y + BAR + 3, _GRID, 2)
    _draw_bar(sheet, months, activity)
    if months.now is not None:
        sheet.upright(months.now, sheet.y - 8, sheet.y + BAR + 8, TODAY, 6)
    sheet.y += BAR + BAR_BELOW


def _draw_bar(sheet: Sheet, months: _Months, activity: ActivityFacts) -> None:
    start, status = months.x(activity.starts_on), activity.status
    if activity.due_on is None:
        end = months.x(months.end) - POINT / 2
        sheet.box(start, sheet.y, end - start, BAR, status)
        sheet.arrow(end - 2, sheet.y - (POINT - BAR) / 2, POINT, status)
        return
    due = months.x(activity.due_on + timedelta(days=1))
    planned = months.x((activity.planned_due_on or activity.due_on) + timedelta(days=1))
    sheet.box(start, sheet.y, min(due, planned) - start, BAR, status)
    if due > planned:
        sheet.frame(planned, sheet.y, due - planned, BAR, status)
    if due != planned:
        sheet.upright(planned, sheet.y - 5, sheet.y + BAR + 5, INK, 6)


def _moved(t: Texts, activity: ActivityFacts) -> str:
    """«31 март → 31 май»: the plan's deadline beside the one in force; empty if they are the same."""
    if activity.due_on is None or activity.planned_due_on is None or not activity.is_extended:
        return ""
    days = (day_of(t, day, activity.today) for day in (activity.planned_due_on, activity.due_on))
    return " → ".join(plain(day) for day in days)
