"""/calendar: the officer's deadlines as text, and as a file that a phone puts into its calendar."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from services.plan.figures import ActivityFacts
from services.reminders.phone_calendar import Deadline, Deadlines
from views.kit import callbacks
from views.kit.figures import distinct
from views.kit.paging import fitting
from views.kit.screen import Document, Screen, button
from views.kit.texts import Html, Texts, bold, join, plain
from views.kit.words import activity_number, choice_label, executors_line, signed_status, time_left

# At nine in the morning of the day a week before, and of the day before: an event of a whole day begins at midnight,
# when nobody wants to be woken.
ALARMS = (timedelta(days=-7, hours=9), timedelta(days=-1, hours=9))
TEXT = 3500


def deadlines(t: Texts, deadlines: Deadlines, now: datetime) -> Screen:
    """The deadlines by date, with the file; work without a deadline is only counted."""
    owed = sorted(
        (activity for activity in deadlines.activities if activity.due_on is not None),
        key=lambda activity: (str(activity.due_on), activity.number),
    )
    endless = distinct(activity for activity in deadlines.activities if activity.due_on is None)
    head = bold(t("🗓 Your deadlines")) if owed else t("There is no deadline ahead of you.")
    lines = [_line(t, activity) for activity in owed]
    text = fitting(head, lines, TEXT, lambda left: t("and {count} more", count=left))  # the file has all
    if endless:
        text = join([text, t.many("{n} activity has no deadline", "{n} activities have no deadline", endless)], "\n\n")
    back = ((button(t("📋 My activities"), callbacks.OpenMine()),),)
    if not deadlines.events:
        return Screen(text, back)
    text = join(
        [
            text,
            t("Open the file to put the deadlines into your phone's calendar; open a newer file later to update them."),
        ],
        "\n\n",
    )
    return Screen(text, back, document=calendar_file(t, deadlines, now))


def up_to_date(t: Texts, screen: Screen, deadlines: Deadlines, now: datetime) -> Screen:
    """A letter about deadlines that are no longer the reader's, with the file that removes them from their phone.

    Without the file if they never took one.
    """
    if all(deadline.activity is not None for deadline in deadlines.events):
        return screen
    text = t("Open the file to remove these deadlines from your phone's calendar.")
    return replace(screen, text=join([screen.text, text], "\n\n"), document=calendar_file(t, deadlines, now))


def calendar_file(t: Texts, deadlines: Deadlines, now: datetime) -> Document:
    """An iCalendar file (RFC 5545): an event of a whole day for each deadline.

    A deadline of an earlier file that is no longer the person's is a cancelled event, so that the phone drops it. The
    method stays PUBLISH, which allows that status (RFC 5546, 3.2.1); CANCEL is for invitations that were answered.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Ijrochi//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(t("Deadlines of the work plan")))
    for deadline in deadlines.events:
        calendar.add_component(_event(t, deadline, now))
    return Document("ijrochi.ics", bytes(calendar.to_ical()))


def _event(t: Texts, deadline: Deadline, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"activity-{deadline.activity_id}@ijrochi")  # the same in every file: a later one replaces it
    event.add("sequence", deadline.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    name = (
        t("Activity {number}", number=t.script(deadline.written_number))
        if deadline.activity is None
        else activity_number(t, deadline.activity)
    )
    title = plain(f"{name}: {t.script(deadline.name)}")
    event.add("summary", title)
    if deadline.activity is None:
        event.add("status", "CANCELLED")
        return event
    event.add("description", plain(_description(t, deadline.activity)))
    for before in ALARMS:
        event.add_component(_alarm(title, before))
    return event


def _description(t: Texts, activity: ActivityFacts) -> Html:
    return join([t.plan(activity.text), signed_status(t, activity), executors_line(t, activity.parts)], "\n\n")


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _line(t: Texts, activity: ActivityFacts) -> Html:
    assert activity.due_on is not None  # noqa: S101 -- as above
    when = Html(f"<b>{t.long_day(activity.due_on)}</b> · {time_left(t, activity)}")
    return join([when, choice_label(t, activity)])
