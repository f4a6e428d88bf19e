"""The day's reminder: everything that one person is told about their work that day, in one message."""

from datetime import timedelta

from aiogram.types import InlineKeyboardButton

from services.calendar.policy import ReminderKind
from services.messages.purposes import ShowsReminder
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reminders.reminding import ReminderFacts, ReminderLine
from views.answers import unplaced_row
from views.kit import callbacks
from views.kit.screen import Screen, button, in_rows, length
from views.kit.texts import Html, Texts, bold, italic, join
from views.kit.words import numbered_name

ROOM = 3600  # UTF-16 units for the activities; the greeting and the closing line stand around them
BUTTONS = 40


def reminder(t: Texts, reminder: ReminderFacts) -> Screen:
    """The reminder, most urgent first, with a button for each activity; if it is cut, a button shows the rest."""
    shown = _fitting(t, reminder)
    left = len(reminder.lines) - len(shown)
    blocks = [_head(t, reminder), *(_entry(t, line, reminder) for line in shown)]
    if left:
        blocks.append(t.many("and {n} more activity", "and {n} more activities", left))
    if reminder.unplaced:
        blocks.append(
            t.many(
                "✍️ {n} of your messages is not recorded yet: what is it about?",
                "✍️ {n} of your messages are not recorded yet: what are they about?",
                reminder.unplaced,
            )
        )
    if reminder.lines:
        blocks.append(_how(t, reminder))
    rows = in_rows((_open_button(line.activity) for line in shown), 4)
    if left:
        rows += ((button(t("📋 My activities"), callbacks.OpenMine()),),)
    if reminder.unplaced:
        rows += (unplaced_row(t, reminder.unplaced),)
    about = ShowsReminder(activities=tuple(line.activity.id for line in reminder.lines))
    return Screen(join(blocks, "\n\n"), rows, about=about)


def why_today(t: Texts, line: ReminderLine, reminder: ReminderFacts) -> Html:
    """Why the activity is named, true on the day it is read: «tomorrow» is said only if it is tomorrow."""
    left = line.activity.days_left
    if left is not None and left < 0:
        return t.many("overdue by {n} day", "overdue by {n} days", -left)
    if left == 0:
        return t("today is the last day")
    if left == 1:
        return t("tomorrow is the deadline")
    today = reminder.day
    reason = _of_the_day(t, line, reminder) if line.day == today else None
    if reason is None and (line.day.year, line.day.month) == (today.year, today.month):
        reason = _of_the_month(t, line)
    if reason is not None:
        return reason
    return t("a word on its progress is requested") if left is None else _days_left(t, left)


def _of_the_day(t: Texts, line: ReminderLine, reminder: ReminderFacts) -> Html | None:
    """A reason that holds only on the very day it was meant for: the month may end on days off."""
    words = {
        ReminderKind.DUE_TODAY: t("today is the last working day before the deadline"),
        ReminderKind.DUE_TOMORROW: _of_the_last_day(t, reminder),
        ReminderKind.WEEK_LEFT: t("5 working days are left after today"),
    }
    return words.get(ReminderKind(line.kind))


def _of_the_last_day(t: Texts, reminder: ReminderFacts) -> Html:
    """The month's last working day, as named on the working day before it; days off may lie between."""
    last = reminder.last_working_day
    if last == reminder.day + timedelta(days=1):
        return t("tomorrow is the last working day before the deadline")
    return t("{weekday}, {day}: the last working day", weekday=t.weekday(last), day=t.day(last))


def _of_the_month(t: Texts, line: ReminderLine) -> Html | None:
    """A reason that holds for the rest of the month it was meant for."""
    words = {
        ReminderKind.START: t("new this month: the work begins"),
        ReminderKind.CHECK_IN: t("under way: how far is it?"),
        ReminderKind.NEXT_MONTH: t("the deadline is next month"),
        ReminderKind.THIS_MONTH: t("the deadline is this month"),
        ReminderKind.MID_MONTH: t("no report from you this month yet"),
    }
    return words.get(ReminderKind(line.kind))


def _head(t: Texts, reminder: ReminderFacts) -> Html:
    day = t("Hello! Today is {day}, {weekday}.", day=t.day(reminder.day), weekday=t.weekday(reminder.day))
    if not reminder.lines:
        return day
    late = sum((line.activity.days_left or 0) < 0 for line in reminder.lines)
    count = t.many("{n} activity awaits your report:", "{n} activities await your report:", len(reminder.lines))
    if not late:
        return join([day, bold(count)])
    overdue = t.many("🔴 {n} is overdue.", "🔴 {n} are overdue.", late)
    return join([day, bold(count), overdue])


def _entry(t: Texts, line: ReminderLine, reminder: ReminderFacts) -> Html:
    activity = line.activity
    head = numbered_name(t, activity)
    why, left = why_today(t, line, reminder), activity.days_left
    sign = "🔴" if left is not None and left < 0 else "⏰"
    parts = [Html(f"{sign} {bold(why)}"), _when(t, activity)]
    if left is not None and left > 1 and why != _days_left(t, left):
        parts.append(_days_left(t, left))
    if 0 < activity.percent < 100:  # returned work stays at 100, which would read as done
        parts.append(Html(f"{activity.percent}%"))
    if not line.part.leads:
        parts.append(t("you are a co-executor"))
    lines = [head, Html(" · ".join(parts))]
    if activity.status is Status.RETURNED:
        lines.append(t("↩️ It was returned: open it to see the reason."))
    return join(lines)


def _when(t: Texts, activity: ActivityFacts) -> Html:
    if activity.due_on is None:
        return t.plan(activity.deadline_text)
    return t("deadline {day}", day=t.day(activity.due_on))


def _days_left(t: Texts, left: int) -> Html:
    return t.many("{n} day left", "{n} days left", left)


def _how(t: Texts, reminder: ReminderFacts) -> Html:
    if len(reminder.lines) == 1:
        return italic(t("Reply with a few words, or open it by the button."))
    example = f"{reminder.lines[0].activity.number} 70%"
    return italic(t("Reply with the number and a few words («{example}»), or open one by its button.", example=example))


def _open_button(activity: ActivityFacts) -> InlineKeyboardButton:
    return button(f"№{activity.number}", callbacks.OpenActivity(activity=activity.id))


def _fitting(t: Texts, reminder: ReminderFacts) -> tuple[ReminderLine, ...]:
    """As many lines as one message and its keyboard hold."""
    shown: list[ReminderLine] = []
    room = ROOM
    for line in reminder.lines[:BUTTONS]:
        room -= length(_entry(t, line, reminder)) + 2
        if room < 0:
            break
        shown.append(line)
    return tuple(shown)
