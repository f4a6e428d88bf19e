"""What a reminder says: true on the day it is read, short, and whole within one message."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.calendar.deadlines import Month
from services.calendar.policy import ReminderKind
from services.calendar.workdays import Workdays
from services.messages.purposes import ShowsReminder
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reminders.reminding import ReminderFacts, ReminderLine
from tests.unit.facts_by_hand import activities, texts
from views.kit.languages import LANGUAGES
from views.kit.screen import TEXT_LIMIT, length
from views.reminder import reminder, why_today

DUE = date(2024, 3, 31)  # a Sunday: the last working day is the 29th, the eve the 28th


def due_activity(today: date, due: date | None = DUE) -> ActivityFacts:
    return replace(activities()[0], today=today, due_on=due, planned_due_on=due, status=Status.IN_PROGRESS)


def line(kind: ReminderKind, day: date, today: date, due: date | None = DUE) -> ReminderLine:
    facts = due_activity(today, due)
    return ReminderLine(kind, facts, facts.lead, day)


def said(kind: ReminderKind, day: date, today: date, due: date | None = DUE, locale: str = "en") -> str:
    one = line(kind, day, today, due)
    return why_today(texts(locale), one, reminder_of(today, one))


def reminder_of(today: date, *lines: ReminderLine) -> ReminderFacts:
    return ReminderFacts(today, Workdays().of(Month.of(today)).last, lines)


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        (ReminderKind.START, date(2024, 1, 3), "new this month: the work begins"),
        (ReminderKind.CHECK_IN, date(2024, 2, 1), "under way: how far is it?"),
        (ReminderKind.NEXT_MONTH, date(2024, 2, 22), "the deadline is next month"),
        (ReminderKind.THIS_MONTH, date(2024, 3, 1), "the deadline is this month"),
        (ReminderKind.MID_MONTH, date(2024, 3, 15), "no report from you this month yet"),
        (ReminderKind.WEEK_LEFT, date(2024, 3, 19), "5 working days are left after today"),
        (ReminderKind.DUE_TOMORROW, date(2024, 3, 28), "tomorrow is the last working day before the deadline"),
        (ReminderKind.DUE_TODAY, date(2024, 3, 29), "today is the last working day before the deadline"),
        (ReminderKind.OVERDUE, date(2024, 4, 1), "overdue by 1 day"),
    ],
)
def test_each_kind_has_its_words_on_its_own_day(kind: ReminderKind, day: date, words: str) -> None:
    assert said(kind, day, day) == words


def test_if_the_month_ends_on_a_working_day_today_and_tomorrow_are_the_deadlines_own() -> None:
    due = date(2024, 4, 30)
    assert said(ReminderKind.DUE_TOMORROW, date(2024, 4, 29), date(2024, 4, 29), due) == "tomorrow is the deadline"
    assert said(ReminderKind.DUE_TODAY, due, due, due) == "today is the last day"


@pytest.mark.parametrize(
    ("eve", "due", "words"),
    [
        (date(2026, 11, 27), date(2026, 11, 30), "Monday, 30 November: the last working day"),  # a Friday
        (date(2024, 5, 30), date(2024, 5, 31), "tomorrow is the deadline"),
        (date(2024, 6, 27), date(2024, 6, 30), "tomorrow is the last working day before the deadline"),
        (date(2025, 6, 27), date(2025, 6, 30), "Monday, 30 June: the last working day"),
    ],
)
def test_the_last_working_day_is_named_by_date_if_it_is_not_tomorrow(eve: date, due: date, words: str) -> None:
    assert Workdays().of(Month.of(due)).eve == eve
    assert said(ReminderKind.DUE_TOMORROW, eve, eve, due) == words


@pytest.mark.parametrize(
    ("locale", "tomorrow"), [("en", "tomorrow"), ("ru", "завтра"), ("uz_Cyrl", "эртага"), ("uz_Latn", "ertaga")]
)
def test_no_language_says_tomorrow_if_the_last_working_day_is_another(locale: str, tomorrow: str) -> None:
    for number in range(36):
        month = Month(2024 + number // 12, number % 12 + 1)
        days, due = Workdays().of(month), month.last_day
        words = said(ReminderKind.DUE_TOMORROW, days.eve, days.eve, due, locale)
        is_next = days.eve + timedelta(days=1) in (days.last, due)
        assert (tomorrow in words) is is_next, (month, words)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2024, 3, 29), "2 days left"),
        (date(2024, 3, 30), "tomorrow is the deadline"),
        (date(2024, 3, 31), "today is the last day"),
        (date(2024, 4, 3), "overdue by 3 days"),
    ],
)
def test_a_reminder_read_later_than_meant_is_worded_for_the_day_it_is_read(today: date, words: str) -> None:
    assert said(ReminderKind.DUE_TOMORROW, date(2024, 3, 28), today) == words


def test_a_word_for_the_month_is_not_said_in_another_month() -> None:
    assert said(ReminderKind.CHECK_IN, date(2024, 2, 1), date(2024, 3, 10)) == "21 days left"
    assert (
        said(ReminderKind.CHECK_IN, date(2024, 2, 1), date(2024, 3, 10), None) == "a word on its progress is requested"
    )


def facts_of(count: int, today: date = date(2024, 3, 1)) -> ReminderFacts:
    every = [replace(one, today=today) for one in activities()]
    chosen = [every[index % len(every)] for index in range(count)]
    return reminder_of(today, *(ReminderLine(ReminderKind.THIS_MONTH, one, one.lead, today) for one in chosen))


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("count", [1, 26, 300])
def test_any_number_of_activities_fits_one_message_and_one_keyboard(locale: str, count: int) -> None:
    screen = reminder(texts(locale), facts_of(count))
    assert length(screen.text) <= TEXT_LIMIT
    assert 1 <= sum(len(row) for row in screen.rows) <= 100


def test_what_does_not_fit_is_counted_and_opened_by_a_button() -> None:
    screen = reminder(texts(), facts_of(300))
    shown = screen.text.count("⏰") + screen.text.count("🔴 <b>")
    assert f"and {300 - shown} more activities" in screen.text
    assert screen.rows[-1][0].text == "📋 My activities"


def test_a_reply_to_a_reminder_is_about_all_its_activities() -> None:
    screen = reminder(texts(), facts_of(5))
    assert isinstance(screen.about, ShowsReminder)
    assert len(screen.about.activities) == 5
    assert [button.text for row in screen.rows for button in row] == [f"№{number}" for number in range(1, 6)]


def test_finished_percent_of_returned_work_is_not_shown_as_done() -> None:
    today = date(2024, 3, 1)
    back = replace(due_activity(today), status=Status.RETURNED, percent=100)
    screen = reminder(texts(), reminder_of(today, ReminderLine(ReminderKind.THIS_MONTH, back, back.lead, today)))
    assert "100%" not in screen.text
    assert "It was returned" in screen.text


def test_a_co_executor_is_reminded_as_one() -> None:
    today = date(2024, 3, 1)
    one = due_activity(today)
    screen = reminder(texts(), reminder_of(today, ReminderLine(ReminderKind.THIS_MONTH, one, one.parts[1], today)))
    assert "you are a co-executor" in screen.text


def test_an_unreported_part_of_the_plans_text_cannot_break_the_html() -> None:
    today = date(2024, 3, 1)
    one = replace(due_activity(today), short_name="a <b> & c")
    screen = reminder(texts(), reminder_of(today, ReminderLine(ReminderKind.THIS_MONTH, one, one.lead, today)))
    assert "a &lt;b&gt; &amp; c" in screen.text
