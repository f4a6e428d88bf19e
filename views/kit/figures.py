"""The plan in figures, in the same words and order for the summary, /report and the picture."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from services.leadership.summary import SectionFacts, SummaryFacts
from services.plan.discipline import Discipline
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from views.kit.screen import shorten
from views.kit.texts import Html, Texts, bold, escape
from views.kit.words import SIGNS, number_sign, status_word

# From what is finished to what is not begun: the order in which a bar is read.
ORDER = (
    Status.DONE,
    Status.DONE_LATE,
    Status.REVIEW,
    Status.IN_PROGRESS,
    Status.RETURNED,
    Status.OVERDUE,
    Status.CONTINUOUS,
    Status.REGULAR,
    Status.NOT_STARTED,
    Status.CLOSED,
)
SECTION_TITLE = 60
NOTHING = "—"


def headline(t: Texts, summary: SummaryFacts) -> Html:
    """The state of the plan in one sentence."""
    late = summary.counts.get(Status.OVERDUE, 0)
    if not late:
        return t("{done} of {total} activities done, none overdue.", done=summary.done, total=summary.total)
    return t.many(
        "{done} of {total} activities done, {n} overdue.",
        "{done} of {total} activities done, {n} overdue.",
        late,
        done=summary.done,
        total=summary.total,
    )


def count_lines(t: Texts, counts: Mapping[Status, int]) -> list[Html]:
    """«🟢 done: 7», a line for each status that occurs; together they count all activities."""
    return [
        Html(f"{SIGNS[status]} {status_word(t, status)}: {bold(counts[status])}")
        for status in ORDER
        if counts.get(status)
    ]


def items_lines(t: Texts, activities: Collection[ActivityFacts]) -> list[Html]:
    """Where work repeats, how many activities of the plan the figures are about: each occurrence is counted."""
    numbers = {activity.number for activity in activities}
    if len(numbers) == len(activities):
        return []
    return [
        t.many(
            "The plan has {n} activity; each deadline of repeated work is counted by itself.",
            "The plan has {n} activities; each deadline of repeated work is counted by itself.",
            len(numbers),
        )
    ]


def unset_lines(t: Texts, activities: Iterable[ActivityFacts]) -> list[Html]:
    """«⚪ No deadline is set: 2 (№4, №7)», if there are such; the status line counts them too."""
    unset = [activity for activity in activities if activity.is_open and activity.is_unset]
    if not unset:
        return []
    numbers = ", ".join(number_sign(t, activity) for activity in unset)
    return [t("⚪ No deadline is set: {count} ({numbers})", count=bold(len(unset)), numbers=numbers)]


def count_line(t: Texts, counts: Mapping[Status, int]) -> Html:
    """The same in one line."""
    return Html(" · ".join(count_lines(t, counts)))


def discipline_line(t: Texts, discipline: Discipline) -> Html:
    """«Discipline: 57% (on time: 4 of 7)»."""
    if discipline.percent is None:
        return t("Discipline: — (nothing was due yet)")
    return t(
        "Discipline: {share} (on time: {on_time} of {due})",
        share=bold(share(discipline)),
        on_time=discipline.on_time,
        due=discipline.due,
    )


def discipline_share(t: Texts, discipline: Discipline) -> Html:
    """«discipline: 57%», at the end of a line."""
    return t("discipline: {share}", share=share(discipline))


def share(discipline: Discipline) -> str:
    """«57%», or «—» if nothing was due."""
    return NOTHING if discipline.percent is None else f"{discipline.percent}%"


def section_name(t: Texts, section: SectionFacts, limit: int = SECTION_TITLE) -> Html:
    """«III. Сайлов комиссиялари аъзоларининг…»."""
    return escape(f"{section.number}. {shorten(t.script(section.title), limit)}")


def days_between(t: Texts, first: date, last: date) -> Html:
    """Two days as one span, the year named once if both have the same."""
    if first.year != last.year:
        return Html(f"{t.long_day(first)} – {t.long_day(last)}")
    year_leads = t.long_day(first).startswith(str(first.year))  # as Uzbek letters write dates
    return Html(f"{t.long_day(first)} – {t.day(last)}" if year_leads else f"{t.day(first)} – {t.long_day(last)}")
