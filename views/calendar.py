"""/calendar: the officer's deadlines as text, and as a file that a phone puts into its calendar."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from services.facts import ActivityFacts
from views import callbacks
from views.i18n import Html, Texts, bold, join, plain
from views.screen import Document, Screen, button, shorten
from views.words import activity_name, executors_line, short_title, signed_status, time_left

SUMMARY = 80
# At nine in the morning of the day a week before, and of the day before: an event of a whole day begins at midnight,
# when nobody wants to be woken.
ALARMS = (timedelta(days=-7, hours=9), timedelta(days=-1, hours=9))
TEXT = 3500


def deadlines(t: Texts, activities: Sequence[ActivityFacts], now: datetime) -> Screen:
    """The deadlines by date, the next first, with the file; work without a deadline is only counted."""
    dated = sorted(
        (facts for facts in activities if facts.due_on is not None), key=lambda facts: (str(facts.due_on), facts.number)
    )
    owed = [facts for facts in dated if facts.is_open]
    endless = sum(facts.is_open and facts.is_endless for facts in activities)
    head = bold(t("🗓 Your deadlines")) if owed else t("There is no deadline ahead of you.")
    text = _fitting(t, [head, *(_line(t, facts) for facts in owed)])
    if endless:
        text = join([text, t.many("{n} activity has no deadline", "{n} activities have no deadline", endless)], "\n\n")
    back = ((button(t("📋 My activities"), callbacks.OpenMine()),),)
    if not dated:
        return Screen(text, back)
    text = join(
        [
            text,
            t(
                "Open the file to put the deadlines into your phone's calendar; open a new one later and "
                "they are brought up to date."
            ),
        ],
        "\n\n",
    )
    return Screen(text, back, document=Document("ijrochi.ics", calendar_file(t, dated, now)))


def calendar_file(t: Texts, activities: Sequence[ActivityFacts], now: datetime) -> bytes:
    """An iCalendar file (RFC 5545) of the activities that have a deadline: an event of a whole day for each.

    What is finished stays in it, without alarms, so that a calendar that has it from an earlier file rests as well.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Ijrochi//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(t("Deadlines of the work plan")))
    for facts in activities:
        calendar.add_component(_event(t, facts, now))
    return bytes(calendar.to_ical())


def _event(t: Texts, facts: ActivityFacts, now: datetime) -> Event:
    assert facts.due_on is not None  # noqa: S101 -- tells the type checker what the caller looked at
    event = Event()
    event.add("uid", f"activity-{facts.id}@ijrochi")  # the same in every file: a later one replaces the event
    event.add("sequence", int(now.timestamp()) // 60)  # of two with one uid, calendars keep the higher
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", facts.due_on)
    event.add("dtend", facts.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    title = plain(f"{activity_name(t, facts)}: {shorten(t.script(facts.text), SUMMARY)}")
    event.add("summary", title if facts.is_open else f"✓ {title}")
    event.add("description", plain(_description(t, facts)))
    if facts.is_open:
        for before in ALARMS:
            event.add_component(_alarm(title, before))
    return event


def _description(t: Texts, facts: ActivityFacts) -> Html:
    return join([t.plan(facts.text), signed_status(t, facts), executors_line(t, facts.parts)], "\n\n")


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _line(t: Texts, facts: ActivityFacts) -> Html:
    assert facts.due_on is not None  # noqa: S101 -- as above
    when = Html(f"<b>{t.long_day(facts.due_on)}</b> · {time_left(t, facts)}")
    return join([when, Html(f"№{facts.number} {short_title(t, facts)}")])


def _fitting(t: Texts, entries: Sequence[Html]) -> Html:
    """As many entries as a message holds, and how many more there are (the file has all)."""
    text = entries[0]
    for place, entry in enumerate(entries[1:], 1):
        longer = Html(f"{text}\n\n{entry}")
        if len(longer) > TEXT:
            return Html(f"{text}\n\n{t('and {count} more', count=len(entries) - place)}")
        text = longer
    return text
