"""The weekly summary, to be read in half a minute on a phone."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

import structlog

from services.language.questions import Question
from services.leadership.agenda import AgendaFacts
from services.leadership.summary import Quality, SummaryFacts
from services.messages.anchors import NAMED
from services.messages.purposes import ShowsSummary
from services.plan.discipline import Discipline, discipline
from services.plan.figures import ActivityFacts, ExecutorRef, Part
from services.plan.silence import Silent
from views.commitments import summary_line
from views.kit import callbacks
from views.kit.figures import count_lines, days_between, discipline_line, heading, headline, unset_lines
from views.kit.screen import CAPTION_LIMIT, TEXT_LIMIT, Picture, Row, Screen, button, length, shorten
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import (
    choice_label,
    due_day,
    executor_name,
    executors_line,
    moved,
    number_sign,
    numbered_name,
    question_sign,
    time_left,
)
from views.report import document_rows

log = structlog.get_logger(__name__)

AGENDA_TITLE = 110
PICTURE = "picture"  # what the button of the picture asks /report for
TOLD = 4  # activities by name on a line
QUICK = 2400  # UTF-16 units: about what is read in half a minute, names and numbers included


@dataclass(frozen=True)
class Cut:
    """How much of the long lists is told.

    `entries` is how many of each list, None for all; `names` says whether all officers are named, also those of what is
    left out, or the leads alone; `limit` is the length up to which this cut is good. Whatever is told of is told by
    name: a number alone says nothing to a leader.
    """

    entries: int | None
    names: bool
    limit: int


# The last entries go first, which buttons open, and whose officers are still named; then co-executors' names.
SHORTEST_LINE = 8  # characters: «№1 a — b»
CUTS = (
    Cut(None, True, QUICK),
    Cut(12, True, QUICK),
    Cut(8, True, QUICK),
    Cut(6, True, QUICK),
    Cut(4, True, QUICK),
    Cut(4, False, QUICK),
    Cut(3, False, QUICK),
    Cut(2, False, TEXT_LIMIT),
)


def weekly(t: Texts, summary: SummaryFacts) -> Screen:
    """The summary of the ISO week that `summary` covers; its picture is added by with_picture()."""
    text, is_cut = _fitting(t, summary)
    return Screen(text, rows(t, summary, is_cut=is_cut), about=ShowsSummary(activities=_named(summary)))


async def with_picture(screen: Screen, t: Texts, summary: SummaryFacts) -> Screen:
    """The screen with the picture of the plan below its words, drawn in a thread; always one message.

    The words matter more: they go without the picture where drawing fails, which is logged, and with a button for it
    where they are more than Telegram lets stand beside one.
    """
    if length(screen.text) > CAPTION_LIMIT:
        shows = button(t("🖼 Picture of the plan"), callbacks.Report(words=PICTURE))
        return replace(screen, rows=((shows,), *screen.rows))
    try:
        content = await asyncio.to_thread(_draw, t, summary)
    except Exception:
        log.exception("picture failed", week=summary.week)
        return screen
    return replace(screen, picture=Picture(content))


def picture(t: Texts, summary: SummaryFacts) -> Screen:
    """The picture of the plan as it stands, alone. To be called in a thread."""
    said = join([bold(heading(t, summary)), headline(t, summary)])
    menu = button(t("☰ Menu"), callbacks.Report(words="menu"))
    return Screen(said, ((menu,),), Picture(_draw(t, summary)), about=ShowsSummary(activities=_named(summary)))


def _draw(t: Texts, summary: SummaryFacts) -> bytes:
    from views.pictures.sections import plan_picture  # noqa: PLC0415 - matplotlib takes a second: not before it is needed

    return plan_picture(t, summary)


def week_days(week: str) -> tuple[date, date]:
    """Monday and Sunday of an ISO week written «2024-W03»."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return monday, monday + timedelta(days=6)


def _named(summary: SummaryFacts) -> tuple[int, ...]:
    """The activities (ids) that the summary is about, up to the number that a reply can be asked about."""
    silent = {number for one in summary.silent for number in one.activities}
    unheard = (one for one in summary.activities if one.number in silent)
    listed = (one.id for one in (*summary.overdue, *summary.due_soon, *summary.review, *unheard))
    return tuple(dict.fromkeys(listed))[:NAMED]


def _fitting(t: Texts, summary: SummaryFacts) -> tuple[Html, bool]:
    kept = discipline(summary.activities).whole
    for cut in CUTS:
        if cut.entries is None and _lines(summary) * SHORTEST_LINE > cut.limit:
            continue  # of a large plan thousands of lines would be written to find that they are too many
        text = _text(t, summary, kept, cut)
        if length(text) <= cut.limit:
            break
    return text, cut.entries is not None


def _lines(summary: SummaryFacts) -> int:
    return len(summary.overdue) + len(summary.due_soon) + len(summary.review)


def _watched(t: Texts, summary: SummaryFacts) -> list[Html]:
    """How much open work is under personal control, and which."""
    watched = tuple(one for one in summary.activities if one.is_watched and one.is_open)
    numbers = Html(", ".join(number_sign(t, one) for one in watched[:TOLD]) + " …" * (len(watched) > TOLD))
    head = t("🔺 Under personal control: {count} ({numbers})", count=len(watched), numbers=numbers)
    return [head] if watched else []


def _text(t: Texts, summary: SummaryFacts, kept: Discipline, cut: Cut) -> Html:
    blocks = [
        _head(t, summary),
        join(
            [
                *count_lines(t, summary.counts),
                *unset_lines(t, summary.activities),
                *_watched(t, summary),
                discipline_line(t, kept),
            ]
        ),
        _shares(t, summary),
        summary_line(t, summary),
        _changes(t, summary),
        _overdue(t, summary.overdue, cut),
        _due_soon(t, summary.due_soon, cut),
        _review(t, summary.review, cut),
        _silent(t, summary.silent, summary.today, cut),
        _agenda(t, summary.agenda, cut),
        _quality(t, summary.quality, cut),
    ]
    return join([block for block in blocks if block], "\n\n")


def _head(t: Texts, summary: SummaryFacts) -> Html:
    first, last = week_days(summary.week)
    title = t("Weekly summary: {days}", days=days_between(t, first, last))
    return join([bold(title), headline(t, summary)])


def _shares(t: Texts, summary: SummaryFacts) -> Html:
    """A line for each of several plans in force."""
    each = [replace(summary, activities=one.activities, counts=one.counts) for one in summary.shares]
    marks = [bold(t.plan(one.plan.mark)) for one in summary.shares]
    return join([Html(f"▫️ {mark}: {headline(t, one)}") for mark, one in zip(marks, each, strict=True)])


def _changes(t: Texts, summary: SummaryFacts) -> Html:
    changes = summary.changes
    if changes.since is None:
        return t("This is the first summary: the next one will show what has changed.")
    told = [
        t("done: {numbers}", numbers=_told(t, summary, changes.done)) if changes.done else None,
        t("sent for acceptance: {numbers}", numbers=_numbers(t, summary, changes.submitted))
        if changes.submitted
        else None,
        t("returned: {numbers}", numbers=_told(t, summary, changes.returned)) if changes.returned else None,
        t("deadline extended: {numbers}", numbers=_told(t, summary, changes.extended)) if changes.extended else None,
        t("became overdue: {numbers}", numbers=_numbers(t, summary, changes.became_overdue))
        if changes.became_overdue
        else None,
        t("taken off control: {numbers}", numbers=_told(t, summary, changes.released)) if changes.released else None,
        t("put back on control: {numbers}", numbers=_told(t, summary, changes.restored)) if changes.restored else None,
        t("new orders: {count}", count=changes.orders) if changes.orders else None,
        t("another responsible officer: {numbers}", numbers=_new_leads(t, summary)) if changes.leads else None,
        t("new papers: {marks}", marks=Html(", ".join(t.plan(one) for one in changes.papers)))
        if changes.papers
        else None,
    ]
    head = bold(t("Since the last summary"))
    reports = t.many("{n} report", "{n} reports", changes.reports) if changes.reports else t("no reports")
    return join([Html(f"{head}: {reports}"), *(Html(f"▫️ {line}") for line in told if line)])


def _new_leads(t: Texts, summary: SummaryFacts) -> Html:
    """«№3 — Х. Маматов», each with who is responsible now."""
    moved = [one for one in summary.activities if one.id in summary.changes.leads]
    said = [Html(f"{number_sign(t, one)} — {executor_name(t, one.lead.executor)}") for one in moved[:TOLD]]
    return Html("; ".join(said) + " …" * (len(moved) > TOLD))


def _overdue(t: Texts, overdue: Sequence[ActivityFacts], cut: Cut) -> Html:
    head = bold(t("🔴 Overdue: {count}", count=len(overdue)))
    return _list(
        t, head, overdue, cut, lambda activity: _entry(t, activity, activity.owed_by, time_left(t, activity), cut)
    )


def _due_soon(t: Texts, soon: Sequence[ActivityFacts], cut: Cut) -> Html:
    head = bold(t("⏳ Due within two weeks: {count}", count=len(soon)))
    return _list(t, head, soon, cut, lambda activity: _entry(t, activity, activity.owed_by, _due_day(t, activity), cut))


def _review(t: Texts, review: Sequence[ActivityFacts], cut: Cut) -> Html:
    head = bold(t("🟡 Awaiting acceptance: {count}", count=len(review)))
    return _list(t, head, review, cut, lambda activity: _entry(t, activity, activity.parts[:1], Html(""), cut))


def _list(
    t: Texts, head: Html, activities: Sequence[ActivityFacts], cut: Cut, entry: Callable[[ActivityFacts], Html]
) -> Html:
    """The list under its head, cut as needed; empty if there is nothing to list."""
    if not activities:
        return Html("")
    shown = activities[: cut.entries]
    rest = activities[len(shown) :]
    lines = [head, *(entry(activity) for activity in shown)]
    if rest:
        lines.append(_rest(t, len(rest), [part.executor for activity in rest for part in activity.owed_by], cut))
    return join(lines)


def _rest(t: Texts, count: int, executors: Sequence[ExecutorRef], cut: Cut) -> Html:
    """What a list leaves out: how many, and if there is room, whose."""
    if not cut.names:
        return t.many("… and {n} more", "… and {n} more", count)
    return t.many("… and {n} more: {names}", "… and {n} more: {names}", count, names=_names(t, executors))


def _entry(t: Texts, activity: ActivityFacts, parts: tuple[Part, ...], when: Html, cut: Cut) -> Html:
    """«№3 норматив ҳужжатлар хатлови — Б. Кучкаров, Х. Маматов · 12 days past the deadline»."""
    line = Html(f"{numbered_name(t, activity)} — {executors_line(t, parts if cut.names else parts[:1])}")
    return Html(f"{line} · {when}") if when else line


def _due_day(t: Texts, activity: ActivityFacts) -> Html:
    if not activity.due_on:
        return Html("")
    day = join([due_day(t, activity), *moved(t, activity)], " ")
    return Html(f"{day}, {time_left(t, activity)}")


def _silent(t: Texts, silent: Sequence[Silent], today: date, cut: Cut) -> Html:
    if not silent:
        return Html("")
    head = bold(t("🔕 Silent for two weeks or more: {count}", count=len(silent)))
    shown = silent[: cut.entries]
    rest = silent[len(shown) :]
    lines = [head, *silent_lines(t, shown, today)]
    if rest:
        lines.append(_rest(t, len(rest), [one.executor for one in rest], cut))
    return join(lines)


def silent_lines(t: Texts, silent: Sequence[Silent], today: date) -> list[Html]:
    """«41 days: М. Алимбаев, М. Сатаев»: those silent for equally long share a line."""
    lines = []
    for days, together in groupby(silent, key=lambda one: (today - one.since).days):
        spell = t.many("{n} day", "{n} days", days)
        lines.append(Html(f"{spell}: {_names(t, [one.executor for one in together])}"))
    return lines


def _agenda(t: Texts, agenda: Sequence[AgendaFacts], cut: Cut) -> Html:
    if not agenda:
        return Html("")
    head = bold(t("🗓 Questions for the meetings of this month"))
    shown = agenda[: cut.entries]
    lines = [head]
    for item in shown:
        lines.append(Html(f"{question_sign(t, item.number, item.mark)}. {t.plan(shorten(item.text, AGENDA_TITLE))}"))
    if agenda[len(shown) :]:
        lines.append(t.many("… and {n} more", "… and {n} more", len(agenda) - len(shown)))
    return join(lines)


def _quality(t: Texts, quality: Quality, cut: Cut) -> Html:
    """How far the figures can be trusted: who cannot be reached at all."""
    lines = []
    if quality.unlinked:
        lines.append(
            t.many(
                "{n} of {total} executors is not linked yet: {names}",
                "{n} of {total} executors are not linked yet: {names}",
                len(quality.unlinked),
                total=quality.executors,
                names=_capped_names(t, quality.unlinked, cut),
            )
        )
    else:
        lines.append(t("All {total} executors are linked.", total=quality.executors))
    if quality.blocked:
        lines.append(
            t.many(
                "{n} executor has blocked the bot: {names}",
                "{n} executors have blocked the bot: {names}",
                len(quality.blocked),
                names=_capped_names(t, quality.blocked, cut),
            )
        )
    return join([Html(f"ℹ️ {line}") for line in lines])


def _capped_names(t: Texts, executors: Sequence[ExecutorRef], cut: Cut) -> Html:
    shown = executors if cut.names else executors[: cut.entries]
    names = _names(t, shown)
    return names if len(shown) == len(executors) else Html(f"{names}…")


def _names(t: Texts, executors: Sequence[ExecutorRef]) -> Html:
    """Names, each once, in the order met."""
    each = {executor.id: executor for executor in executors}
    return Html(", ".join(dict.fromkeys(executor_name(t, executor) for executor in each.values())))


def _told(t: Texts, summary: SummaryFacts, ids: Sequence[int]) -> Html:
    """Activities that no list below names; by name as well, if there are few."""
    if len(ids) > TOLD:
        return _numbers(t, summary, ids)
    return Html("; ".join(choice_label(t, one) for one in summary.activities if one.id in ids))


def _numbers(t: Texts, summary: SummaryFacts, ids: Sequence[int]) -> Html:
    return Html(", ".join(number_sign(t, one) for one in summary.activities if one.id in ids))


def rows(t: Texts, summary: SummaryFacts, *, is_cut: bool) -> tuple[Row, ...]:
    """The buttons under the summary; if it `is_cut`, also those to the lists it leaves out."""
    overdue = button(t("🔴 Overdue"), callbacks.Report(words="overdue"))
    sections = button(t("📂 By section"), callbacks.Report(words="sections"))
    officers = button(t("👤 By officer"), callbacks.Report(words="officers"))
    hindered = button(t("⛔ Obstacles"), callbacks.Report(words="obstacles"))
    first = (*((overdue,) if summary.overdue else ()), *((hindered,) if summary.obstacles else ()))
    shown: list[Row] = [first] if first else []
    shown.append((sections, officers))
    shown.extend(document_rows(t, Question()))
    if is_cut:
        rest = (
            (t("⏳ Due soon"), "soon", summary.due_soon),
            (t("🔕 Silent"), "silent", summary.silent),
            (t("🟡 Under review"), "review", summary.review),
        )
        shown.append(tuple(button(label, callbacks.Report(words=words)) for label, words, there in rest if there))
    return tuple(row for row in shown if row)
