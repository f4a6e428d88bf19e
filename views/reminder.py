"""The day's reminder: all that one person is told of their work that day, in one message with the answers on it."""

from collections.abc import Collection
from datetime import date, timedelta

from aiogram.types import InlineKeyboardButton

from services.calendar.policy import ReminderKind
from services.messages.purposes import ShowsReminder
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reminders.composing import ASKS_WHY_AFTER, ASKS_WHY_EVERY, ReminderFacts, ReminderLine
from services.reports.message import Recorded
from services.reports.reading import ReportFacts
from services.reports.waiting_hand_ins import WaitingHandIn
from views.answers import unplaced_row
from views.handing_in import hand_in_keys, waited_for
from views.kit import callbacks
from views.kit.figures import distinct, size
from views.kit.paging import TRIANGLES, Page, paged
from views.kit.screen import Row, Screen, button
from views.kit.texts import Html, Texts, bold, italic, join, quote
from views.kit.words import (
    activity_name,
    day_of,
    due_day,
    executor_name,
    no_deadline,
    number_sign,
    numbered_name,
    of_the_part,
    opening,
    over_when_given,
    signed_status,
    term,
)

PAGE = 8
PERCENTS = (25, 50, 75)
WORDS = 70


def reminder(
    t: Texts, facts: ReminderFacts, page: int = 0, *, opened: int | None = None, recorded: Recorded | None = None
) -> Screen:
    """The reminder, most urgent first, as many activities as a page holds, with the answers that may be pressed.

    Of several, `opened` is the activity (id) of which all the answers are offered. `recorded` is what the last press
    has recorded.
    """
    if not facts.lines and not facts.unplaced:
        return Screen(t("Nothing in this reminder waits for your word any more."), (_mine(t),))
    shown = paged(facts.lines, page, PAGE)
    blocks = [_head(t, facts), *(_entry(t, line, facts) for line in shown.shown)]
    if shown.count > 1:
        blocks.append(t("Page {number} of {count}", number=shown.number + 1, count=shown.count))
    if facts.unplaced:
        blocks.append(
            t.many(
                "✍️ {n} of your messages is not recorded yet: what is it about?",
                "✍️ {n} of your messages are not recorded yet: what are they about?",
                facts.unplaced,
            )
        )
    blocks += _unread(t, facts)
    blocks += _overdue_in_all(t, facts)
    if facts.lines:
        blocks.append(_how(t, facts))
    about = ShowsReminder(
        activities=tuple(line.activity.id for line in facts.lines),
        report=recorded.report.id if recorded is not None else None,
        answered=recorded.activity.id if recorded is not None else None,
        opened=opened,
    )
    several = len(facts.lines) > 1
    rows = _answer_rows(t, shown, opened, needs_all_parts=facts.needs_all_parts) if several else _rows_of_one(t, facts)
    return Screen(join(blocks, "\n\n"), (*rows, *_further_rows(t, facts)), about=about)


def why_today(t: Texts, line: ReminderLine, reminder: ReminderFacts) -> Html:
    """Why the activity is named, true on the day it is read: «tomorrow» is said only if it is tomorrow."""
    left = line.activity.days_left
    if left is not None and left < 0 and line.activity.was_over_for(line.part):
        return over_when_given(t, line.activity, line.part)
    if left is not None and left < 0:
        return t.many("overdue by {n} day", "overdue by {n} days", -left)
    if left == 0:
        return t("today is the last day")
    if left == 1:
        return t("tomorrow is the deadline")
    today = reminder.day
    reason = _of_the_day(t, line, today) if line.day == today else None
    if reason is None and (line.day.year, line.day.month) == (today.year, today.month):
        reason = _of_the_month(t, line)
    if reason is not None:
        return reason
    return t("a word on its progress is requested") if left is None else _days_left(t, left)


def _of_the_day(t: Texts, line: ReminderLine, today: date) -> Html | None:
    """A reason that holds only on the very day it was meant for: the deadline may fall on days off."""
    match ReminderKind(line.kind):
        case ReminderKind.DUE_TODAY:
            return t("today is the last working day before the deadline")
        case ReminderKind.DUE_TOMORROW:
            return _of_the_last_day(t, line.last_working_day or today, today)
        case ReminderKind.WEEK_LEFT:
            return t("5 working days are left after today")
        case ReminderKind.TEN_LEFT:
            return t("10 working days are left after today")
    return None


def _of_the_last_day(t: Texts, last: date, today: date) -> Html:
    """The last working day before the deadline, as named on the one before it; days off may lie between."""
    if last == today + timedelta(days=1):
        return t("tomorrow is the last working day before the deadline")
    return t("{weekday}, {day}: the last working day", weekday=t.weekday(last), day=t.day(last))


def _of_the_month(t: Texts, line: ReminderLine) -> Html | None:
    """A reason that holds for the rest of the month it was meant for; of endless work nobody asks how far it is."""
    is_measured = not (line.activity.is_endless or line.contested)
    match ReminderKind(line.kind):
        case ReminderKind.START:
            return t("new this month: the work begins")
        case ReminderKind.CHECK_IN:
            return t("under way: how far is it?") if is_measured else None
        case ReminderKind.MID_MONTH:
            return t("no report from you this month yet")
        case ReminderKind.PROMISE:
            return t("you promised it")
    return _of_the_due_month(t, line)


def _of_the_due_month(t: Texts, line: ReminderLine) -> Html | None:
    day = due_day(t, line.activity) if line.activity.due_on is not None else ""
    match ReminderKind(line.kind):
        case ReminderKind.NEXT_MONTH:
            return t("due {day} (next month)", day=day)
        case ReminderKind.THIS_MONTH:
            return t("due {day} (this month)", day=day)
    return None


def _head(t: Texts, facts: ReminderFacts) -> Html:
    lines = [t("Hello! Today is {day}, {weekday}.", day=t.day(facts.day), weekday=t.weekday(facts.day))]
    if facts.sent_for is not None:
        lines = [t("Reminder of {day}, as it stands on {today}.", day=t.day(facts.sent_for), today=t.day(facts.day))]
    waiting = [line.activity for line in facts.lines if line.answer is None]
    if waiting:
        lines.append(bold(_count(t, waiting, 0 if _has_others_overdue(facts) else facts.overdue)))
    return join(lines)


def _count(t: Texts, asked: Collection[ActivityFacts], overdue: int) -> Html:
    """How many are asked about, and how many of these are overdue."""
    waiting = len(asked)
    if distinct(asked) != waiting:
        said = t("Your report is awaited: {count}", count=size(t, asked))
        return join([said, t("overdue: {count}", count=overdue)], "; ") if overdue else said
    if not overdue:
        return t.many("{n} item awaits your report:", "{n} items await your report:", waiting)
    if overdue == waiting:
        return t.many("{n} overdue item awaits your report:", "{n} overdue items await your report:", waiting)
    return t("{count} items await your report, {overdue} of them overdue:", count=waiting, overdue=overdue)


def _has_others_overdue(facts: ReminderFacts) -> bool:
    """Whether more are overdue than those that wait for a word here: then all of them are counted apart."""
    here = sum(line.answer is None and line.activity.status is Status.OVERDUE for line in facts.lines)
    return facts.overdue > here


def _unread(t: Texts, facts: ReminderFacts) -> list[Html]:
    """Once more: what the person was told of and has not confirmed to have read."""
    if not facts.unread:
        return []
    numbers = [number_sign(t, one) for one in facts.unread[:PAGE]]
    more = [t("and {count} more", count=len(facts.unread) - PAGE)] if len(facts.unread) > PAGE else []
    return [t("👁 Please confirm that you have read of {numbers}.", numbers=Html(", ".join([*numbers, *more])))]


def _overdue_in_all(t: Texts, facts: ReminderFacts) -> list[Html]:
    if not _has_others_overdue(facts):
        return []
    return [
        t.many(
            "🔴 In all, {n} of yours is past the deadline.",
            "🔴 In all, {n} of yours are past the deadline.",
            facts.overdue,
        )
    ]


def _entry(t: Texts, line: ReminderLine, facts: ReminderFacts) -> Html:
    if line.answer is not None:
        return join([numbered_name(t, line.activity), *_answered(t, line, line.answer)])
    activity = line.activity
    why, left = why_today(t, line, facts), activity.days_left
    sign = "🔴" if line.is_overdue else "⏰"
    parts = [Html(f"{sign} {bold(why)}")]
    if activity.due_on is None or due_day(t, activity) not in why:  # the day is named once
        parts.append(_when(t, activity))
    if left is not None and left > 1 and why != _days_left(t, left):
        parts.append(_days_left(t, left))
    parts += _progress(t, line)
    lines = [numbered_name(t, activity), Html(" · ".join(parts))]
    if line.returned_on is not None:
        lines.append(_returned(t, line, line.returned_on))
    elif activity.status is Status.RETURNED:
        lines.append(t("↩️ It was returned: open it to see the reason."))
    if line.promised is not None:
        lines.append(_promise(t, line.promised, activity.today))
    if line.missed:
        lines.append(
            t.many("{n} earlier item of it is overdue too.", "{n} earlier items of it are overdue too.", line.missed)
        )
    if line.awaited_since is not None:
        day = day_of(t, line.awaited_since, activity.today)
        lead = executor_name(t, activity.lead.executor)
        lines.append(bold(t("⏳ {name} reported the whole on {day} and waits for your part.", name=lead, day=day)))
    return join([*lines, *(_silence(t, line) if line.hand_in is None else _handed(t, line, line.hand_in, facts))])


def _returned(t: Texts, line: ReminderLine, on: date) -> Html:
    """That overdue work was returned, when and why."""
    day = day_of(t, on, line.activity.today)
    if not line.returned_reason:
        return t("↩️ It was returned on {day}", day=day)
    return t("↩️ It was returned on {day}: {reason}", day=day, reason=opening(t, line.returned_reason, WORDS))


def _handed(t: Texts, line: ReminderLine, waiting: WaitingHandIn, facts: ReminderFacts) -> list[Html]:
    """What the person reported done that is not handed in yet, and what it waits for."""
    day = day_of(t, waiting.said_on, line.activity.today)
    if not waiting.asks_parts:
        if line.activity.needs_document:
            return [t("📨 You reported it done on {day}: the document is awaited.", day=day)]
        return [t("📨 You reported it done on {day}; it is not handed in yet: press «✅ Done».", day=day)]
    of = waited_for(t, waiting.parts, waiting.orders)
    if facts.needs_all_parts:
        return [t("📨 You reported it done on {day}: these parts are still open: {names}", day=day, names=of)]
    return [
        t("📨 You reported it done on {day}; it is not handed in, as these parts are open: {names}", day=day, names=of),
        bold(t("Hand it in now, or wait?")),
    ]


def _promise(t: Texts, day: date, today: date) -> Html:
    """What was promised for today; after the day, the question what became of it."""
    named = day_of(t, day, today)
    if day < today:
        return bold(t("📅 You promised it by {day}: is it done? If not, by when?", day=named))
    return t("📅 You promised it by {day}", day=named)


def _progress(t: Texts, line: ReminderLine) -> list[Html]:
    """How far the work is; of a co-executor the part and the whole are told apart."""
    whole, part = line.activity.percent, line.part.percent
    is_begun = 0 < whole < 100  # returned work stays at 100, which would read as done
    if line.part.leads:
        return [Html(f"{whole}%")] if is_begun else []
    told = [t("you are a co-executor"), *of_the_part(t, line.activity)]
    if 0 < part < 100 and not line.part.done:
        told.append(t("your part: {percent}%", percent=part))
    if is_begun:
        told.append(t("as a whole: {percent}%", percent=whole))
    return told


def _silence(t: Texts, line: ReminderLine) -> list[Html]:
    """What overdue work has come to: what is asked of it changes, and who knows of it is said."""
    if line.contested:
        return [t("⏳ You wrote that it is not yours; it is not decided yet.")]
    if not line.is_overdue:
        return []
    if line.part.done and not line.part.leads:
        return [t("Your part: done")]
    if line.asked_until is not None:
        return [
            t(
                "⏳ More time was requested, until {day}; it is not decided yet.",
                day=day_of(t, line.asked_until, line.activity.today),
            )
        ]
    question = bold(_why(t)) if line.asks_why else _question(t, line.unanswered)
    return [Html(" ".join(_what_it_means(t, line))), question] if line.unanswered else [question]


def _question(t: Texts, unanswered: int) -> Html:
    """What is asked this week: never what was asked the week before."""
    if not unanswered:
        return t("Is it done? If not, please write what is left and by when.")
    in_turn = (
        t("Is it done, under way, or not begun yet? One word is enough."),
        t("How far is the work? A percentage is enough."),
        t("By when will it be finished? If you need more time, ask for it now."),
        t("What has been done so far? A few words are enough."),
    )
    return in_turn[unanswered % ASKS_WHY_EVERY]


def _what_it_means(t: Texts, line: ReminderLine) -> list[Html]:
    """How long the silence has lasted, and who has been told; each of it in another way than the week before."""
    if line.unanswered == 1:
        return [t("The earlier reminder has no answer."), *_who_knows(t, line)]
    is_odd_week = line.unanswered % 2 == 1
    if line.unanswered <= ASKS_WHY_AFTER or is_odd_week or line.silent_since is None:
        asked = t.many("{n} earlier reminder has no answer.", "{n} earlier reminders have no answer.", line.unanswered)
        return [asked, *_who_knows(t, line)]
    told = t.many(
        "It has stood in {n} weekly summary to the leadership.",
        "It has stood in {n} weekly summaries to the leadership.",
        line.summaries,
    )
    return [t("No word from you since {day}.", day=t.day(line.silent_since)), *([told] if line.summaries else [])]


def _who_knows(t: Texts, line: ReminderLine) -> list[Html]:
    if line.control_knows and line.summaries:
        return [t("The control department and the leadership see it among the overdue.")]
    if line.activity.whole_due_on is not None and not line.control_knows:
        return [t("The responsible officer sees it.")]
    return [t("The control department sees it among the overdue.")] if line.control_knows else []


def _why(t: Texts) -> Html:
    return t("❓ What hinders the work?")


def _answered(t: Texts, line: ReminderLine, report: ReportFacts) -> list[Html]:
    """What was recorded of the activity since the reminder was sent."""
    if report.done:
        said = t("✔️ Recorded: done") if line.part.leads else t("✔️ Recorded: your part is done")
    elif report.percent is not None:
        percent = report.percent
        whole, part = (
            t("✔️ Recorded: {percent}%", percent=percent),
            t("✔️ Recorded: {percent}% (your part)", percent=percent),
        )
        said = whole if line.part.leads else part
    else:
        said = t("✔️ Recorded: a note on the work")
    words = [quote(opening(t, report.text, WORDS))] if report.text else []
    return [Html(f"{bold(said)} · {signed_status(t, line.activity)}"), *words]


def _when(t: Texts, activity: ActivityFacts) -> Html:
    if activity.due_on is None:
        return no_deadline(t, activity) or term(t, activity)
    return t("deadline {day}", day=due_day(t, activity))


def _days_left(t: Texts, left: int) -> Html:
    return t.many("{n} day left", "{n} days left", left)


def _how(t: Texts, facts: ReminderFacts) -> Html:
    waiting = [line for line in facts.lines if line.answer is None]
    if not waiting:
        return italic(t("You may add a few words or a file: just send them here."))
    if len(facts.lines) == 1:
        return italic(t("Press a button, or simply reply with a few words."))
    example = f"{t.script(waiting[0].activity.written_number)} 70%"
    return italic(t("Press a button, or reply with the number and a few words («{example}»).", example=example))


# -- buttons -------------------------------------------------------------------------------------------------------


def _further_rows(t: Texts, facts: ReminderFacts) -> tuple[Row, ...]:
    rows: list[Row] = []
    if facts.unread:
        rows.append((button(t("✅ I have read it"), callbacks.Acknowledge()),))
    if facts.overdue > sum(line.activity.status is Status.OVERDUE for line in facts.lines):
        rows.append(_mine(t))  # those of which nothing is said today are seen there
    if facts.unplaced:
        rows.append(unplaced_row(t, facts.unplaced))
    return tuple(rows)


def _mine(t: Texts) -> Row:
    return (button(t("📋 My activities"), callbacks.OpenMine()),)


def _rows_of_one(t: Texts, facts: ReminderFacts) -> tuple[Row, ...]:
    """The answers of a reminder of one activity."""
    rows = [row for line in facts.lines for row in _choices(t, line, 0, needs_all_parts=facts.needs_all_parts)]
    cards = tuple(_card(line, t) for line in facts.lines)
    short = len(rows) > 0 and len(rows[-1]) == 1  # the card stands beside the last answer
    return (*rows[:-1], (*rows[-1], *cards)) if short else (*rows, cards)


def _answer_rows(t: Texts, page: Page[ReminderLine], opened: int | None, *, needs_all_parts: bool) -> tuple[Row, ...]:
    """A row for each activity; below the opened one, all its answers."""
    rows: list[Row] = []
    waiting = (line.activity.id for line in page.shown if line.hand_in is not None and line.hand_in.asks_parts)
    opened = opened if opened is not None else next(waiting, None)  # its keys stand ready
    for line in page.shown:
        is_opened = line.activity.id == opened and line.answer is None
        rows.append(_row(t, line, page.number, is_opened=is_opened))
        if is_opened:
            rows += _choices(t, line, page.number, needs_all_parts=needs_all_parts)
    turn = page.turn(lambda to: callbacks.TurnReminder(page=to), TRIANGLES)
    return (*rows, turn) if turn else tuple(rows)


def _row(t: Texts, line: ReminderLine, page: int, *, is_opened: bool) -> Row:
    """«№19 · 70%», ✅ and 📄."""
    number = number_sign(t, line.activity)
    if line.answer is not None:
        undo = (_undo(t, line.answer, page),) if _can_be_undone(line) else ()
        return (button(f"{number} ✔️", callbacks.OpenActivity(activity=line.activity.id)), *undo)
    if line.activity.is_endless:
        return _endless(t, line)
    state = "📨" if line.hand_in is not None else "❓" if line.asks_why else f"{line.part.percent}%"
    turn = callbacks.TurnReminder(page=page, activity=None if is_opened else line.activity.id)
    head = button(f"{number} · {state}", turn)
    return (head,) if is_opened else (head, button("✅", _answer(line, page, done=True)), _card(line))


def _choices(t: Texts, line: ReminderLine, page: int, *, needs_all_parts: bool) -> list[Row]:
    """All answers on one activity."""
    if line.answer is not None:
        return [(_undo(t, line.answer, page),)] if _can_be_undone(line) else []
    if line.activity.is_endless:
        return [_endless(t, line)[:1]]
    more_time = callbacks.AskExtension(activity=line.activity.id)
    done = _answer(line, page, done=True)
    if line.hand_in is not None and line.hand_in.asks_parts and not needs_all_parts:
        return [(one,) for one in hand_in_keys(t, line.hand_in.draft)]
    if line.asks_why:
        return [
            (button(t("⏳ Too little time: ask for more"), more_time),),
            (button(t("🏛 Others' answer is awaited"), callbacks.AwaitOthers(activity=line.activity.id, page=page)),),
            (button(t("↪️ It is not mine"), callbacks.Disown(activity=line.activity.id)),),
            (button(t("✅ It is done"), done),),
        ]
    percents = [button(f"{percent}%", _answer(line, page, percent=percent)) for percent in PERCENTS]
    rows: list[Row] = [(button(t("✅ Done"), done),), (*percents,)]
    return rows if line.activity.due_on is None else [*rows, (button(t("⏳ More time"), more_time),)]


def _answer(line: ReminderLine, page: int, *, percent: int | None = None, done: bool = False) -> callbacks.Answer:
    activity = line.activity
    return callbacks.Answer(activity=activity.id, due=activity.due_on, percent=percent, done=done, page=page)


def _endless(t: Texts, line: ReminderLine) -> Row:
    """Of work without an end nothing is done or so far: it is reported on in words."""
    report = callbacks.AskReport(activity=line.activity.id, what=callbacks.Wanted.TEXT)
    return (button(t("✍️ {activity}: report", activity=number_sign(t, line.activity)), report), _card(line))


def _card(line: ReminderLine, t: Texts | None = None) -> InlineKeyboardButton:
    label = "📄" if t is None else f"📄 {number_sign(t, line.activity)}"
    return button(label, callbacks.OpenActivity(activity=line.activity.id))


def _undo(t: Texts, report: ReportFacts, page: int) -> InlineKeyboardButton:
    return button(t("↩️ Undo"), callbacks.TakeBack(report=report.id, page=page))


def _can_be_undone(line: ReminderLine) -> bool:
    return line.activity.is_open


# -- what a press is answered with ---------------------------------------------------------------------------------


def awaits_others(t: Texts) -> Html:
    """The words recorded for the button that says so."""
    return t("We are waiting for an answer from another organisation.")


def asked_no_more(t: Texts, activity: ActivityFacts | None) -> Html:
    """The button of an outdated reminder: its activity is finished, awaits a decision, or is not the person's."""
    if activity is None:
        return t("It is not among yours any more.")
    return t(
        "{activity}: {status}. Nothing is asked of it now.",
        activity=number_sign(t, activity),
        status=signed_status(t, activity),
    )


def deadline_moved(t: Texts, activity: ActivityFacts) -> Html:
    """The button of a reminder that named another deadline: nothing was recorded."""
    if activity.due_on is None:
        return t(
            "{activity} has no deadline any more. Nothing is recorded yet: look once more.",
            activity=number_sign(t, activity),
        )
    return t(
        "The deadline of {activity} has been moved to {day}. Nothing is recorded yet: look once more.",
        activity=number_sign(t, activity),
        day=due_day(t, activity),
    )


def outdated(t: Texts) -> Html:
    """The button of a message that is no reminder of the person's."""
    return t("This reminder is out of date.")


def sure_not_mine(t: Texts, activity: ActivityFacts) -> Screen:
    """What the control department will be told, before it is."""
    lines = [
        bold(t("Shall the control department be told that this is not yours?")),
        activity_name(t, activity),
        t("It will name another responsible officer, or answer you here."),
    ]
    yes = button(t("✅ Yes, tell them"), callbacks.Disown(activity=activity.id, sure=True))
    card = button(t("⬅️ No, open the card"), callbacks.OpenActivity(activity=activity.id))
    return Screen(join(lines), ((yes,), (card,)))


def not_mine(t: Texts) -> Html:
    """The words that go to the control department for the button that says so."""
    return t("It is not mine.")
