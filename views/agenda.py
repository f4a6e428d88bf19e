"""The meetings' agenda: the plan's questions by month, the sheet of one meeting, a quarter's report."""

from collections.abc import Sequence
from datetime import date

from services.language.questions import Question
from services.leadership.agenda import Agenda, AgendaFacts, MeetingFacts, NoSuchDay, Quarter
from services.messages.anchors import NAMED
from services.messages.purposes import ShowsMeeting
from services.plan.figures import ActivityFacts
from services.reports.decisions import ExtensionFacts, SubmissionFacts
from views.kit import callbacks
from views.kit.questions import pack
from views.kit.screen import TEXT_LIMIT, Row, Screen, button, in_rows, length, shorten
from views.kit.texts import Html, Texts, bold, join
from views.kit.words import numbered_name, time_left

ITEM = 260  # a question's text: the plan's own stand whole
ITEMS = 12
CUTS = ((True, 15), (True, 10), (False, 8), (False, 3))  # of a list on the sheet: are names told, how many entries


def answer(t: Texts, found: Agenda | MeetingFacts | NoSuchDay) -> Screen:
    """What was asked for after /agenda."""
    match found:
        case Agenda():
            return agenda(t, found)
        case MeetingFacts():
            return sheet(t, found)
        case NoSuchDay():
            return no_such_day(t, found)


def agenda(t: Texts, facts: Agenda) -> Screen:
    """All questions of the plan: what is due now first, then what comes, then what was."""
    items, month = facts.items, facts.today.replace(day=1)
    now = [item for item in items if item.first_month <= month <= item.last_month]
    later = [item for item in items if item.first_month > month]
    earlier = [item for item in items if item.last_month < month]
    blocks = [
        bold(t("🗓 The agenda of the meetings")),
        _block(t, t("Now, {month}", month=t.month(facts.today)), now) or t("No question is planned for this month."),
        _block(t, t("Later"), later),
        _block(t, t("Earlier"), earlier),
        t("For the sheet of a meeting press its day, or write it: /agenda {day}", day=f"{facts.near[0]:%d.%m}"),
    ]
    rows = (*_days(t, facts.near), *_quarter(t, facts.quarter))
    return Screen(join([block for block in blocks if block], "\n\n"), rows)


def sheet(t: Texts, facts: MeetingFacts) -> Screen:
    """What a meeting has before it: its questions, what is overdue, what falls due by then, what waits for a word."""
    for named, entries in CUTS:
        text = _sheet(t, facts, entries, named=named)
        if length(text) <= TEXT_LIMIT:
            break
    about = ShowsMeeting(activities=tuple(one.id for one in (*facts.overdue, *facts.due))[:NAMED])
    others = [day for day in facts.near if day != facts.day]
    back = (button(t("🗓 The agenda"), callbacks.OpenAgenda()),)
    return Screen(text, (*_days(t, others), *_quarter(t, facts.quarter), back), about=about)


def quarter_report(t: Texts, quarter: Quarter) -> Screen:
    """The admins are offered the report on the quarter that has ended."""
    lines = [
        bold(t("📄 Execution in quarter {number}", number=quarter.number)),
        t("The quarter has ended. The report on its execution is ready, as a Word file or a message."),
    ]
    message = button(t("📋 As a message"), callbacks.Report(words=pack(_question(quarter))))
    return Screen(join(lines), (*_quarter(t, quarter), (message,)))


def no_such_day(t: Texts, facts: NoSuchDay) -> Screen:
    """What was written after /agenda is no day."""
    text = t(
        "«{word}» is no date. Write it as {day}, or press a day:",
        word=shorten(facts.words, 40),
        day=f"{facts.near[0]:%d.%m}",
    )
    return Screen(text, _days(t, facts.near))


def _sheet(t: Texts, facts: MeetingFacts, entries: int, *, named: bool) -> Html:
    waiting = facts.waiting
    blocks = [
        join(
            [
                bold(t("🗓 Sheet for the meeting of {day}", day=t.long_day(facts.day))),
                t("The plan as it stands on {day}.", day=t.long_day(facts.today)),
            ]
        ),
        _block(t, t("Questions of the agenda"), facts.items) or t("No question is planned for this month."),
        _list(
            t,
            t("🔴 Overdue: {count}", count=len(facts.overdue)),
            [_work(t, o, named=named) for o in facts.overdue],
            entries,
        ),
        _list(
            t,
            t("⏳ Due by the meeting: {count}", count=len(facts.due)),
            [_work(t, o, named=named) for o in facts.due],
            entries,
        ),
        _list(
            t,
            t("🟡 Awaiting acceptance: {count}", count=len(waiting.submissions)),
            [_submission(t, one, named=named) for one in waiting.submissions],
            entries,
        ),
        _list(
            t,
            t("⏳ More time is asked: {count}", count=len(waiting.extensions)),
            [_extension(t, one, named=named) for one in waiting.extensions],
            entries,
        ),
    ]
    return join([block for block in blocks if block], "\n\n")


def _block(t: Texts, head: Html, items: Sequence[AgendaFacts]) -> Html:
    if not items:
        return Html("")
    lines = [
        Html(f"{item.number}. {_question_text(t, item)} <i>({t.plan(item.deadline_text)})</i>")
        for item in items[:ITEMS]
    ]
    return join([bold(head), *lines, *_rest(t, len(items) - ITEMS)])


def _question_text(t: Texts, item: AgendaFacts) -> Html:
    """Without the full stop that some have in the plan: the months follow."""
    return t.plan(shorten(item.text.rstrip(". "), ITEM))


def _list(t: Texts, head: Html, lines: Sequence[Html], entries: int) -> Html:
    if not lines:
        return Html("")
    return join([bold(head), *lines[:entries], *_rest(t, len(lines) - entries)])


def _rest(t: Texts, left_out: int) -> list[Html]:
    return [t.many("… and {n} more", "… and {n} more", left_out)] if left_out > 0 else []


def _work(t: Texts, facts: ActivityFacts, *, named: bool) -> Html:
    return Html(f"{_name(t, facts, facts.lead.executor.name, named=named)} · {time_left(t, facts)}")


def _submission(t: Texts, facts: SubmissionFacts, *, named: bool) -> Html:
    lead = facts.activity.lead.executor.name
    return Html(f"{_name(t, facts.activity, lead, named=named)} · {t.day(facts.submitted_on)}")


def _extension(t: Texts, facts: ExtensionFacts, *, named: bool) -> Html:
    asked = t("until {day}", day=t.day(facts.to_due))
    return Html(f"{_name(t, facts.activity, facts.executor, named=named)} · {asked}")


def _name(t: Texts, facts: ActivityFacts, executor: str, *, named: bool) -> Html:
    what = f"{numbered_name(t, facts)} —" if named else f"<b>№{facts.number}</b>"
    return Html(f"{what} {t.plan(executor)}")


def _days(t: Texts, days: Sequence[date]) -> tuple[Row, ...]:
    return in_rows((button(t.day(day), callbacks.OpenAgenda(day=day)) for day in days), 3)


def _quarter(t: Texts, quarter: Quarter | None) -> tuple[Row, ...]:
    if quarter is None:
        return ()
    label = t("📄 Execution in quarter {number}", number=quarter.number)
    return ((button(label, callbacks.Report(words=pack(_question(quarter, "docx")))),),)


def _question(quarter: Quarter, form: str | None = None) -> Question:
    return Question(months=frozenset(quarter.months), format=form)
