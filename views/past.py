"""Plans of former periods: their final reports, as they stood when they were closed."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.types import InlineKeyboardButton

from services.language.question_words import Place
from services.language.questions import Question
from services.leadership.finals import Past
from services.leadership.past import NoSuchPlan, PastOverview, PastYear
from services.leadership.report import Overview, select
from services.leadership.summary import SummaryFacts, counts
from services.messages.purposes import ShowsFinal, ShowsOverview
from services.plan.discipline import discipline
from services.plan.figures import ActivityFacts
from views import plan as plan_views
from views import report as overview_views
from views.kit import callbacks
from views.kit.figures import count_line, days_between, discipline_line, headline, size
from views.kit.paging import TRIANGLES
from views.kit.questions import LIMIT_OF_PAST, pack
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, join, plain

ABOUT = ShowsOverview(activities=())  # a reply is about no activity of the plan in force
PLANS = 8


def answer(t: Texts, overview: PastOverview, page: int = 0) -> Screen:
    """The final report, or the activities that were asked for; the buttons are those of the closed plan."""
    kept, summary, question = overview.kept, overview.kept.summary, overview.question
    if (found := _of_reporters(t, overview)) is not None:
        text = join([_as_it_stood(t, summary), found.text], "\n\n")
        said = replace(found, text=text, rows=(_to_final(t, overview.plan),))
    elif not overview.names_some:
        said = plan_views.final(t, summary)
        if kept.accepted or kept.returned:
            line = t(
                "Decided since, of what was under review then: accepted {accepted}, returned {returned}",
                accepted=kept.accepted,
                returned=kept.returned,
            )
            said = replace(said, text=join([said.text, line], "\n\n"))
    else:
        found = overview_views.found(t, summary, question, overview.activities, page)
        turn = _turn(overview, found, page)
        rows = (
            *([turn] if turn else []),
            plan_views.final_documents(t, overview.plan, question),
            _to_final(t, overview.plan),
        )
        said = replace(found, text=join([_as_it_stood(t, summary), found.text], "\n\n"), rows=rows)
    if question.unknown:
        words = [one.word for one in question.unknown]
        said = replace(said, text=join([overview_views.not_understood(t, words), said.text], "\n\n"))
    return replace(said, about=ShowsFinal(plan=overview.plan))


def _of_reporters(t: Texts, overview: PastOverview) -> Screen | None:
    """Who has reported, or has not; None if that is not asked."""
    if (reporters := overview.of_reporters) is None:
        return None
    is_silence = overview.question.place is Place.SILENT
    return overview_views.unheard_of(t, reporters) if is_silence else overview_views.reported(t, reporters)


def year(t: Texts, found: PastYear) -> Screen:
    """What is asked of a time in which several plans lie, of each by itself."""
    parts, rows = [], []
    for one in found.closed:
        summary, days = one.kept.summary, _days(t, one.kept.summary)
        reporters = _of_reporters(t, one)
        lines = [reporters.text] if reporters is not None else _in_short(t, summary, one.question, one.activities)
        parts.append(join([bold(t("🏁 The plan of {days}, closed", days=days)), *lines]))
        asked = replace(one.question, format=None, unknown=(), place=None, aim=None)
        words = pack(asked, LIMIT_OF_PAST) if one.names_some else ""
        rows.append((button(days, callbacks.PastReport(plan=one.plan, words=words)),))
    if found.in_force is not None:
        summary, days = found.in_force, _days(t, found.in_force)
        head = bold(t("▶️ The plan of {days}, in force", days=days))
        parts.append(join([head, *_in_short(t, summary, found.question, found.activities)]))
        question = overview_views.plain_question(found.question)
        rows.append((button(days, callbacks.Report(words=pack(question) if question != Question() else "")),))
    return Screen(join(parts, "\n\n"), tuple(rows), about=ABOUT)


def _in_short(t: Texts, summary: SummaryFacts, question: Question, activities: Sequence[ActivityFacts]) -> list[Html]:
    asked = overview_views.plain_question(question)
    if asked == Question():
        return [headline(t, summary), discipline_line(t, discipline(activities).whole)]
    if question.statuses:  # of how many
        every = select(summary, replace(asked, statuses=frozenset()))
        named = overview_views.asked(t, summary, asked)
        return [named, t("{count} of {all}", count=size(t, activities), all=len(every))]
    lines = [overview_views.asked(t, summary, asked), size(t, activities)]
    return [*lines, count_line(t, counts(activities))] if activities else lines


def _days(t: Texts, summary: SummaryFacts) -> Html:
    return days_between(t, summary.plan.starts_on, summary.plan.ends_on)


def followed(t: Texts, overview: PastOverview) -> Screen:
    """The answer to a reply to a final report: that the plan is closed, and what the words name of it."""
    closed = t("This plan is closed: reports and instructions on it are taken no more. You may ask about its results.")
    if overview.names_some:
        said = answer(t, overview)
        return replace(said, text=join([closed, said.text], "\n\n"))
    return Screen(closed, (_to_final(t, overview.plan),), about=ShowsFinal(plan=overview.plan))


def place(t: Texts, overview: PastOverview, words: str, page: int) -> Screen | None:
    """The sections or the officers of a closed plan; None if the words ask for neither."""
    listed = {"sections": overview_views.sections, "officers": overview_views.officers}.get(words)
    if listed is None:
        return None
    summary = overview.kept.summary
    screen = listed(t, summary, page)
    turn = tuple(
        _turned(sign, overview.plan, words, to)
        for sign, to in zip(TRIANGLES, (page - 1, page + 1), strict=True)
        if to >= 0 and listed(t, summary, to).text != screen.text
    )
    text = join([_as_it_stood(t, summary), screen.text], "\n\n")
    return Screen(text, (*([turn] if turn else []), _to_final(t, overview.plan)), about=ShowsFinal(plan=overview.plan))


def no_such_plan(t: Texts, found: NoSuchPlan) -> Screen:
    """No final report is kept for the period that was asked for."""
    said = t("No plan of this period was closed here.")
    return Screen(join([said, _kept(t, found.plans)]), plan_rows(t, found.plans), about=ABOUT)


def before(t: Texts, overview: Overview, past: Sequence[Past]) -> Screen:
    """What is asked of a time before the plan in force is known to the plans that were closed."""
    plan = overview.summary.plan
    said = join(
        [
            bold(overview_views.asked(t, overview.summary, overview.question)),
            t("This is before the plan in force, {days}.", days=days_between(t, plan.starts_on, plan.ends_on)),
        ],
        "\n\n",
    )
    if not past:
        return Screen(said, about=ABOUT)
    return Screen(join([said, _kept(t, past)]), plan_rows(t, past), about=ABOUT)


def plans(t: Texts, past: Sequence[Past]) -> Screen:
    """The closed plans, to choose from."""
    if not past:
        return Screen(t("No plan has been closed yet."), about=ABOUT)
    return Screen(bold(_kept(t, past)), plan_rows(t, past), about=ABOUT)


def plan_rows(t: Texts, past: Sequence[Past]) -> tuple[Row, ...]:
    """A button for each closed plan, the newest first."""
    return tuple((button(_called(t, one), callbacks.PastReport(plan=one.plan, words="")),) for one in past[:PLANS])


def _called(t: Texts, one: Past) -> Html:
    """«Буйруқ 45, 1 February – 31 March»: a paper that stood beside others has its mark."""
    days = days_between(t, one.period.start, one.period.end)
    return Html(f"{t.plan(one.mark)}, {days}") if one.mark else days


def gone(t: Texts) -> Html:
    """Say that the plan is carried on again, so that there is no final report of it."""
    return t("There is no final report of this plan any more: it was reopened.")


def _kept(t: Texts, past: Sequence[Past]) -> Html:
    return t("Final reports are kept of:") if past else t("No plan has been closed yet.")


def _as_it_stood(t: Texts, summary: SummaryFacts) -> Html:
    days, plan = days_between(t, summary.plan.starts_on, summary.plan.ends_on), summary.plan
    if plan.line and plan.mark:
        paper = bold(t.plan(plan.mark))
        return t("🗄 {mark}, as it stood on {day} when it was closed", mark=paper, day=t.long_day(summary.today))
    return t("🗄 The plan of {days}, as it stood on {day} when it was closed", days=days, day=t.long_day(summary.today))


def _to_final(t: Texts, plan: int) -> Row:
    return (button(t("⬅️ Back"), callbacks.PastReport(plan=plan, words="")),)


def _turn(overview: PastOverview, found: Screen, page: int) -> Row:
    """The buttons to the neighbouring pages, where the list itself has any."""
    labels = {plain(one.text) for row in found.rows for one in row}
    words = pack(replace(overview.question, format=None), LIMIT_OF_PAST)
    beside = ((sign, to) for sign, to in zip(TRIANGLES, (page - 1, page + 1), strict=True) if sign in labels)
    return tuple(_turned(sign, overview.plan, words, to) for sign, to in beside)


def _turned(sign: str, plan: int, words: str, page: int) -> InlineKeyboardButton:
    return button(Html(sign), callbacks.PastReport(plan=plan, words=words, page=page))
