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
from views.kit.words import day_of, number_sign, numbered_name, question_sign, time_left

ITEM = 260  # a question's text: the plan's own stand whole
ITEMS = 12
CUTS = ((True, 15), (True, 10), (False, 8), (False, 3))  # of a list on the sheet: are names told, how many entries


def answer(t: Texts, asked: Agenda | MeetingFacts | NoSuchDay) -> Screen:
    """The answer to the words after /agenda."""
    match asked:
        case Agenda():
            return agenda(t, asked)
        case MeetingFacts():
            return sheet(t, asked)
        case NoSuchDay():
            return no_such_day(t, asked)


def agenda(t: Texts, agenda: Agenda) -> Screen:
    """All questions of the plan: what is due now, then what comes, then what is past."""
    items, month = agenda.items, agenda.today.replace(day=1)
    now = [item for item in items if item.first_month <= month <= item.last_month]
    later = [item for item in items if item.first_month > month]
    earlier = [item for item in items if item.last_month < month]
    blocks = [
        bold(t("🗓 The agenda of the meetings")),
        _block(t, t("Now, {month}", month=t.month(agenda.today)), now) or t("No question is planned for this month."),
        _block(t, t("Later"), later),
        _block(t, t("Earlier"), earlier),
        t("For the sheet of a meeting press its day, or write it: /agenda {day}", day=f"{agenda.near[0]:%d.%m}"),
    ]
    rows = (*_days(t, agenda.near), *_quarter(t, agenda.quarter))
    return Screen(join([block for block in blocks if block], "\n\n"), rows)


def sheet(t: Texts, meeting: MeetingFacts) -> Screen:
    """What a meeting has before it: its questions, overdue work, what is due by then, and what waits for a decision."""
    for named, entries in CUTS:
        text = _sheet(t, meeting, entries, named=named)
        if length(text) <= TEXT_LIMIT:
            break
    about = ShowsMeeting(activities=tuple(one.id for one in (*meeting.overdue, *meeting.due))[:NAMED])
    others = [day for day in meeting.near if day != meeting.day]
    back = (button(t("🗓 The agenda"), callbacks.OpenAgenda()),)
    decided = (button(t("📋 Decisions as orders"), callbacks.OpenMinutes()),)
    rows = (*_days(t, others), *_cards(t, meeting), decided, *_quarter(t, meeting.quarter), back)
    return Screen(text, rows, about=about)


def quarter_report(t: Texts, quarter: Quarter) -> Screen:
    """Offer the admins the report on the quarter that has ended."""
    lines = [
        bold(t("📄 Execution in quarter {number}", number=quarter.number)),
        t("The quarter has ended. The report on its execution is ready, as a Word file or a message."),
    ]
    message = button(t("📋 As a message"), callbacks.Report(words=pack(_question(quarter))))
    return Screen(join(lines), (*_quarter(t, quarter), (message,)))


def no_such_day(t: Texts, asked: NoSuchDay) -> Screen:
    """Say that the words after /agenda are not a day."""
    text = t(
        "«{word}» is not a date. Write it as {day}, or press a day:",
        word=shorten(asked.words, 40),
        day=f"{asked.near[0]:%d.%m}",
    )
    return Screen(text, _days(t, asked.near))


def _sheet(t: Texts, meeting: MeetingFacts, entries: int, *, named: bool) -> Html:
    waiting = meeting.waiting
    blocks = [
        join(
            [
                bold(t("🗓 Sheet for the meeting of {day}", day=t.long_day(meeting.day))),
                t("The plan as it stands on {day}.", day=t.long_day(meeting.today)),
            ]
        ),
        _block(t, t("Questions of the agenda"), meeting.items) or t("No question is planned for this month."),
        _list(
            t,
            t("🔴 Overdue: {count}", count=len(meeting.overdue)),
            [_work(t, o, named=named) for o in meeting.overdue],
            entries,
        ),
        _list(
            t,
            t("⏳ Due by the meeting: {count}", count=len(meeting.due)),
            [_work(t, o, named=named) for o in meeting.due],
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
            t("⏳ More time is requested: {count}", count=len(waiting.extensions)),
            [_extension(t, one, named=named) for one in waiting.extensions],
            entries,
        ),
    ]
    return join([block for block in blocks if block], "\n\n")


def _block(t: Texts, head: Html, items: Sequence[AgendaFacts]) -> Html:
    if not items:
        return Html("")
    lines = [_question_line(t, item) for item in items[:ITEMS]]
    return join([bold(head), *lines, *_rest(t, len(items) - ITEMS)])


def _question_line(t: Texts, item: AgendaFacts) -> Html:
    sign = question_sign(t, item.number, item.mark)
    return Html(f"{sign}. {_question_text(t, item)} <i>({t.plan(item.deadline_text)})</i>")


def _question_text(t: Texts, item: AgendaFacts) -> Html:
    """The question without the full stop that some have in the plan, because the months follow."""
    return t.plan(shorten(item.text.rstrip(". "), ITEM))


def _list(t: Texts, head: Html, lines: Sequence[Html], entries: int) -> Html:
    if not lines:
        return Html("")
    return join([bold(head), *lines[:entries], *_rest(t, len(lines) - entries)])


def _rest(t: Texts, left_out: int) -> list[Html]:
    return [t.many("… and {n} more", "… and {n} more", left_out)] if left_out > 0 else []


def _work(t: Texts, activity: ActivityFacts, *, named: bool) -> Html:
    return Html(f"{_name(t, activity, activity.lead.executor.name, named=named)} · {time_left(t, activity)}")


def _submission(t: Texts, submission: SubmissionFacts, *, named: bool) -> Html:
    lead = submission.activity.lead.executor.name
    return Html(f"{_name(t, submission.activity, lead, named=named)} · {t.day(submission.submitted_on)}")


def _extension(t: Texts, extension: ExtensionFacts, *, named: bool) -> Html:
    asked = t("until {day}", day=day_of(t, extension.to_due, extension.activity.today))
    return Html(f"{_name(t, extension.activity, extension.executor, named=named)} · {asked}")


def _name(t: Texts, activity: ActivityFacts, executor: str, *, named: bool) -> Html:
    what = f"{numbered_name(t, activity)} —" if named else bold(number_sign(t, activity))
    return Html(f"{what} {t.plan(executor)}")


def _days(t: Texts, days: Sequence[date]) -> tuple[Row, ...]:
    return in_rows((button(t.day(day), callbacks.OpenAgenda(day=day)) for day in days), 3)


def _cards(t: Texts, meeting: MeetingFacts) -> tuple[Row, ...]:
    """The control cards of what the meeting must deal with, as one file."""
    count = len(meeting.pack)
    return ((button(t("🗂 The pack: {count}", count=count), callbacks.MeetingPack(day=meeting.day)),),) if count else ()


def _quarter(t: Texts, quarter: Quarter | None) -> tuple[Row, ...]:
    if quarter is None:
        return ()
    label = t("📄 Execution in quarter {number}", number=quarter.number)
    return ((button(label, callbacks.Report(words=pack(_question(quarter, "docx")))),),)


def _question(quarter: Quarter, form: str | None = None) -> Question:
    return Question(months=frozenset(quarter.months), format=form)
