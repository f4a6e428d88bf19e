"""The plan in figures, in the same words and order for the summary, /report and the picture."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from services.leadership.summary import SectionFacts, SummaryFacts
from services.plan.discipline import Discipline
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from views.kit.screen import shorten
from views.kit.texts import Html, Texts, bold, escape, join
from views.kit.words import SIGNS, has_orders, number_sign, status_word

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


def heading(t: Texts, summary: SummaryFacts) -> Html:
    """What stands over the whole of one plan, or of several."""
    day = t.long_day(summary.today)
    if has_orders(summary.activities):
        are_all = all(one.is_order for one in summary.activities)
        return t("Orders on {day}", day=day) if are_all else t("Work plans and orders on {day}", day=day)
    return t("The work plans on {day}", day=day) if len(summary.shares) > 1 else t("The work plan on {day}", day=day)


def headline(t: Texts, summary: SummaryFacts) -> Html:
    """The state of the plan in one sentence."""
    late = summary.counts.get(Status.OVERDUE, 0)
    if (numbers := distinct(summary.activities)) != summary.total:
        activities = _counted(t, summary.activities, numbers)
        done, total = summary.done, summary.total
        if not late:
            return t(
                "{activities}; {done} of {total} deadlines done, none overdue.",
                activities=activities,
                done=done,
                total=total,
            )
        return t.many(
            "{activities}; {done} of {total} deadlines done, {n} overdue.",
            "{activities}; {done} of {total} deadlines done, {n} overdue.",
            late,
            activities=activities,
            done=done,
            total=total,
        )
    if has_orders(summary.activities):
        return _headline_of_all(t, summary, late)
    if not late:
        return t("{done} of {total} activities done, none overdue.", done=summary.done, total=summary.total)
    return t.many(
        "{done} of {total} activities done, {n} overdue.",
        "{done} of {total} activities done, {n} overdue.",
        late,
        done=summary.done,
        total=summary.total,
    )


def _headline_of_all(t: Texts, summary: SummaryFacts, late: int) -> Html:
    """With orders among them."""
    if not late:
        return t("{done} of {total} done, none overdue.", done=summary.done, total=summary.total)
    return t("{done} of {total} done, {n} overdue.", done=summary.done, total=summary.total, n=late)


def distinct(activities: Iterable[ActivityFacts]) -> int:
    """How many activities of the plan these are: several deadlines of one are one."""
    return len({activity.number for activity in activities})


def count_of(t: Texts, activities: int, deadlines: int | None = None) -> Html:
    """«25 activities», or «25 activities, 68 deadlines» if some have several."""
    return _with_deadlines(t, t.many("{n} activity", "{n} activities", activities), activities, deadlines)


def size(t: Texts, activities: Collection[ActivityFacts]) -> Html:
    """How many these are, with their deadlines if some have several."""
    count = distinct(activities)
    return _with_deadlines(t, _counted(t, activities, count), count, len(activities))


def _counted(t: Texts, activities: Collection[ActivityFacts], count: int) -> Html:
    """By what they are called: orders are no activities, and for both together there is a word for either."""
    if not has_orders(activities):
        return t.many("{n} activity", "{n} activities", count)
    if all(one.is_order for one in activities):
        return t.many("{n} order", "{n} orders", count)
    return t.many("{n} item", "{n} items", count)


def _with_deadlines(t: Texts, said: Html, activities: int, deadlines: int | None) -> Html:
    if deadlines is None or deadlines == activities:
        return said
    return join([said, t.many("{n} deadline", "{n} deadlines", deadlines)], ", ")


def amount(t: Texts, activities: Collection[ActivityFacts]) -> Html:
    """After words that say what is counted: the number alone, or `size` if some have several deadlines."""
    alone = distinct(activities) == len(activities)
    return Html(str(len(activities))) if alone else size(t, activities)


def yours(t: Texts, activities: Collection[ActivityFacts]) -> Html:
    """How many activities a person has, and how many are to be done."""
    unfinished = [activity for activity in activities if activity.is_open and not activity.is_delivered]
    if distinct(activities) == len(activities):
        if has_orders(activities):
            return t("Yours in all: {total}, to be done: {open}", total=len(activities), open=len(unfinished))
        return t("Your activities: {total}, to be done: {open}", total=len(activities), open=len(unfinished))
    return t("Yours: {count}; to be done: {open}", count=size(t, activities), open=size(t, unfinished))


def count_lines(t: Texts, counts: Mapping[Status, int]) -> list[Html]:
    """«🟢 done: 7», a line for each status that occurs; together they count all deadlines."""
    return [
        Html(f"{SIGNS[status]} {status_word(t, status)}: {bold(counts[status])}")
        for status in ORDER
        if counts.get(status)
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


def released(t: Texts, counts: Mapping[Status, int]) -> Html:
    """«, ⚪ closed: 1» at the end of a line that counts what is done: what was taken off control is not."""
    count = counts.get(Status.CLOSED, 0)
    return Html(f", {SIGNS[Status.CLOSED]} {status_word(t, Status.CLOSED)}: {count}") if count else Html("")


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
    return escape(f"{t.script(section.written_number)}. {shorten(t.script(section.title), limit)}")


def days_between(t: Texts, first: date, last: date) -> Html:
    """Two days as one span, the year named once if both have the same."""
    if first.year != last.year:
        return Html(f"{t.long_day(first)} – {t.long_day(last)}")
    year_leads = t.long_day(first).startswith(str(first.year))  # as Uzbek letters write dates
    return Html(f"{t.long_day(first)} – {t.day(last)}" if year_leads else f"{t.day(first)} – {t.long_day(last)}")
