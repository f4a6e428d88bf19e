"""/plan: the state of the plan, the end of its period, and the final report."""

from collections.abc import Sequence

from services.calendar.policy import ECHO
from services.control.editions import EditionFacts, LastChange
from services.language.questions import Question
from services.leadership.summary import SummaryFacts
from services.messages.kinds import PlanImported
from services.plan.discipline import discipline
from services.plan.figures import ActivityFacts, PlanFacts
from services.plan.status import Status
from views import amending
from views.kit import callbacks
from views.kit.figures import count_lines, days_between, discipline_line, headline, section_name, unset_lines
from views.kit.screen import TEXT_LIMIT, Row, Screen, button, length, shorten
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import executors_line, linked_count, numbered_name, signed_status
from views.report import document_rows

SECTIONS = 12


def state(t: Texts, summary: SummaryFacts, last: LastChange | None = None) -> Screen:
    """The plan's heading, period, counts, file edition and readiness, with the button that ends or reopens it.

    `last` is the last change, if it can be taken back.
    """
    plan = summary.plan
    lines = [
        bold(t.plan(plan.title)),
        t.plan(plan.organisation),
        t("Period: {days}", days=days_between(t, plan.starts_on, plan.ends_on)),
        bold(t("🏁 The period is closed: there are no more reminders."))
        if plan.is_closed
        else t("The plan is being carried out."),
        Html(""),
        headline(t, summary),
        *count_lines(t, summary.counts),
        *unset_lines(t, summary.activities),
        discipline_line(t, discipline(summary.activities).whole),
        Html(""),
        linked_count(t, len(summary.quality.unlinked), summary.quality.executors),
        _edition(t, plan),
    ]
    undo = button(t("↩️ Take back the last change"), callbacks.TakeBackEdition(edition=last.edition)) if last else None
    return Screen(join(lines), (*_rows(t, plan), *(((undo,),) if undo is not None else ())))


def sure_to_close(t: Texts, summary: SummaryFacts) -> Screen:
    """The first question before the period is closed, with what that means."""
    opened = sum(one.is_open and not one.is_endless for one in summary.activities)
    lines = [
        bold(t("Close the plan period?")),
        t(
            "Reminders and weekly summaries will end, the final report will go to the leadership chat, and all "
            "officers will be told."
        ),
        t.many("{n} activity is not finished.", "{n} activities are not finished.", opened),
        t("Work that awaits acceptance can still be accepted."),
    ]
    yes = button(
        t("🏁 Close the period"), callbacks.ClosePlan(plan=summary.plan.id, step=callbacks.CloseStep.ASK_AGAIN)
    )
    return Screen(join(lines), ((yes,), _back(t)))


def quite_sure_to_close(t: Texts, summary: SummaryFacts) -> Screen:
    """The second question."""
    text = t("Are you quite sure? Everybody will be told that «{title}» is over.", title=t.plan(summary.plan.title))
    yes = button(t("🏁 Yes, close it now"), callbacks.ClosePlan(plan=summary.plan.id, step=callbacks.CloseStep.CLOSE))
    return Screen(text, ((yes,), _back(t)))


def sure_to_reopen(t: Texts, plan: PlanFacts) -> Screen:
    """Ask once more before the plan is reopened."""
    text = t("Reopen the plan? Reminders and weekly summaries will resume, and all officers will be told.")
    yes = button(t("▶️ Yes, reopen it"), callbacks.ReopenPlan(plan=plan.id, sure=True))
    return Screen(text, ((yes,), _back(t)))


def cannot(t: Texts) -> Html:
    """Say that somebody else was first, or another plan is in force."""
    return t("It has changed in the meantime: see below.")


# -- letters -------------------------------------------------------------------------------------------------------


def final(t: Texts, summary: SummaryFacts) -> Screen:
    """The final report to the leadership: the figures, the sections, unfinished work and its officers."""
    plan = summary.plan
    head = [
        bold(t("🏁 Final report: {days}", days=days_between(t, plan.starts_on, plan.ends_on))),
        t.plan(plan.title),
        headline(t, summary),
    ]
    blocks = [
        join(head),
        join(
            [
                *count_lines(t, summary.counts),
                *unset_lines(t, summary.activities),
                discipline_line(t, discipline(summary.activities).whole),
            ]
        ),
        join([_section(t, summary, number) for number in range(min(len(summary.sections), SECTIONS))]),
    ]
    left = [activity for activity in summary.activities if activity.is_open and not activity.is_endless]
    return Screen(_with_left(t, join(blocks, "\n\n"), left), _final_rows(t))


def over(t: Texts, plan: PlanFacts) -> Screen:
    """To the admins: the plan's period has ended."""
    lines: list[Html] = [
        bold(t("🏁 The plan period ended on {day}.", day=t.long_day(plan.ends_on))),
        t.plan(plan.title),
        t("Reminders of unfinished work go on once a week until {day}.", day=t.long_day(plan.ends_on + ECHO)),
        t("To load the next plan, send me its document (Word, Excel, PDF) here."),
    ]
    return Screen(join(lines))


def closed(t: Texts, plan: PlanFacts, by: str | None) -> Screen:
    """To everybody: the period is closed. Admins also read `by` whom."""
    if by is not None:
        return _to_admins(t, plan, t("🏁 {name} has closed the plan period.", name=by))
    lines = [
        bold(t("🏁 The plan period is closed. Thank you for your work!")),
        t.plan(plan.title),
        t("There will be no more reminders."),
    ]
    return Screen(join(lines))


def imported(t: Texts, plan: PlanFacts, about: PlanImported, edition: EditionFacts | None) -> Screen:
    """To the other admins: a document became the plan."""
    if about.by:
        head = t(
            "📥 {name} has loaded the plan from «{document}».", name=about.by, document=shorten(about.document, 80)
        )
    else:
        head = t("📥 The plan was loaded on the server from «{document}».", document=shorten(about.document, 80))
    screen = _to_admins(t, plan, head)
    if edition is not None:
        return Screen(join([screen.text, *amending.tally(t, edition.changes)]), screen.rows)
    counts = t("Activities added: {added}, changed: {changed}", added=about.added, changed=about.changed)
    return Screen(join([screen.text, counts]), screen.rows)


def reopened(t: Texts, plan: PlanFacts, by: str | None) -> Screen:
    """To everybody: it was closed by mistake. Admins also read `by` whom it was reopened."""
    if by is not None:
        return _to_admins(t, plan, t("▶️ {name} has reopened the plan.", name=by))
    lines = [bold(t("▶️ The plan has been reopened.")), t.plan(plan.title), t("Reminders will resume.")]
    return Screen(join(lines), ((button(t("📋 My activities"), callbacks.OpenMine()),),))


def _section(t: Texts, summary: SummaryFacts, index: int) -> Html:
    section = summary.sections[index]
    done = section.counts.get(Status.DONE, 0) + section.counts.get(Status.DONE_LATE, 0)
    return Html(f"{section_name(t, section, 40)} — {t('{done} of {total} done', done=done, total=section.total)}")


def _to_admins(t: Texts, plan: PlanFacts, head: Html) -> Screen:
    state = button(t("🏁 The state of the plan"), callbacks.OpenPlan())
    return Screen(join([bold(head), t.plan(plan.title)]), ((state,),))


def _with_left(t: Texts, text: Html, left: Sequence[ActivityFacts]) -> Html:
    """The text and below it the unfinished work, as much of it as one message holds."""
    if not left:
        return join([text, t("Nothing is left undone.")], "\n\n")
    text = join([text, bold(t("Not finished: {count}", count=len(left)))], "\n\n")
    for place, activity in enumerate(left):
        entry = f"{numbered_name(t, activity)} — {signed_status(t, activity)}, {executors_line(t, activity.parts)}"
        longer = Html(f"{text}\n{entry}")
        if length(longer) > TEXT_LIMIT - 100:
            return Html(f"{text}\n{t.many('… and {n} more', '… and {n} more', len(left) - place)}")
        text = longer
    return text


def _edition(t: Texts, plan: PlanFacts) -> Html:
    loaded = t.moment(plan.loaded_at) if plan.loaded_at is not None else Html("—")
    return t("Edition of the plan file: {edition}, loaded {moment}", edition=plan.edition, moment=loaded)


def _rows(t: Texts, plan: PlanFacts) -> tuple[Row, ...]:
    report = button(t("📊 Report"), callbacks.Report(words="menu"))
    officers = button(t("👥 Officers"), callbacks.OpenOfficer())
    if plan.is_closed:
        change = button(t("▶️ Reopen the plan"), callbacks.ReopenPlan(plan=plan.id))
    else:
        change = button(t("🏁 Close the period"), callbacks.ClosePlan(plan=plan.id))
    return ((report, officers), (change,))


def _final_rows(t: Texts) -> tuple[Row, ...]:
    sections = button(t("📂 By section"), callbacks.Report(words="sections"))
    officers = button(t("👤 By officer"), callbacks.Report(words="officers"))
    return ((sections, officers), *document_rows(t, Question()))


def _back(t: Texts) -> Row:
    return (button(t("⬅️ Back"), callbacks.OpenPlan()),)
