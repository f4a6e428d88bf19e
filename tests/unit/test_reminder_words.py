"""What a reminder says: true on the day it is read, short, and whole within one message."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from services.calendar.deadlines import Month
from services.calendar.policy import ReminderKind
from services.calendar.workdays import Workdays
from services.messages.purposes import ShowsReminder
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from services.reminders.composing import ReminderFacts, ReminderLine
from services.reports.reading import ReportFacts
from tests.unit.facts_by_hand import activities, texts
from views.kit.languages import LANGUAGES
from views.kit.screen import TEXT_LIMIT, Screen, length
from views.reminder import reminder, why_today

DUE = date(2024, 3, 31)  # a Sunday: the last working day is the 29th, the eve the 28th


def due_activity(today: date, due: date | None = DUE) -> ActivityFacts:
    return replace(activities()[0], today=today, due_on=due, planned_due_on=due, status=Status.IN_PROGRESS)


def line(kind: ReminderKind, day: date, today: date, due: date | None = DUE) -> ReminderLine:
    facts = due_activity(today, due)
    last = Workdays().previous_working(due) if due else None
    return ReminderLine(kind, facts, facts.lead, day, last_working_day=last)


def said(kind: ReminderKind, day: date, today: date, due: date | None = DUE, locale: str = "en") -> str:
    one = line(kind, day, today, due)
    return why_today(texts(locale), one, reminder_of(today, one))


def reminder_of(today: date, *lines: ReminderLine) -> ReminderFacts:
    return ReminderFacts(today, lines)


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        (ReminderKind.START, date(2024, 1, 3), "new this month: the work begins"),
        (ReminderKind.CHECK_IN, date(2024, 2, 1), "under way: how far is it?"),
        (ReminderKind.NEXT_MONTH, date(2024, 2, 22), "due 31 March (next month)"),
        (ReminderKind.THIS_MONTH, date(2024, 3, 1), "due 31 March (this month)"),
        (ReminderKind.MID_MONTH, date(2024, 3, 15), "no report from you this month yet"),
        (ReminderKind.TEN_LEFT, date(2024, 3, 12), "10 working days are left after today"),
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
    ("today", "due", "words"),
    [
        (date(2024, 5, 14), date(2024, 5, 15), "tomorrow is the deadline"),
        (date(2024, 5, 16), date(2024, 5, 18), "tomorrow is the last working day before the deadline"),  # a Saturday
        (date(2024, 5, 17), date(2024, 5, 20), "Monday, 20 May: the last working day"),
        (date(2024, 3, 29), date(2024, 4, 1), "Monday, 1 April: the last working day"),
    ],
)
def test_a_deadline_in_the_middle_of_a_month_has_its_own_last_working_day(today: date, due: date, words: str) -> None:
    assert said(ReminderKind.DUE_TOMORROW, today, today, due) == words


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


def said_of(one: ActivityFacts) -> ReportFacts:
    """A report of the lead's without a word."""
    name = one.lead.executor.name
    return ReportFacts(1, 1, name, name, "", None, None, datetime(2024, 3, 1, tzinfo=UTC), date(2024, 3, 1))


def labels(screen: Screen) -> list[list[str]]:
    return [[button.text for button in row] for row in screen.rows]


def test_eight_activities_stand_on_a_page_the_others_on_further_ones() -> None:
    first, last = reminder(texts(), facts_of(20)), reminder(texts(), facts_of(20), 2)
    assert "20 items await your report" in first.text
    assert "Page 1 of 3" in first.text
    assert labels(first)[0] == ["№1 · 0%", "✅", "📄"]
    assert labels(first)[3] == ["✍️ №4: report", "📄"]
    assert (len(first.rows), labels(first)[-1]) == (9, ["▶️"])
    assert (len(last.rows), labels(last)[-1]) == (5, ["◀️"])


def test_a_reply_to_a_reminder_is_about_all_its_activities() -> None:
    screen = reminder(texts(), facts_of(20))
    assert isinstance(screen.about, ShowsReminder)
    assert len(screen.about.activities) == 20


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_page_of_the_longest_entries_fits_one_message(locale: str) -> None:
    today = date(2024, 12, 30)
    due = date(2024, 1, 31)
    long = replace(due_activity(today, due), short_name="ғ" * 60, percent=95, status=Status.RETURNED)
    words = replace(said_of(long), text="<ғ>&" * 400)
    part = long.parts[1]
    silent = ReminderLine(ReminderKind.OVERDUE, long, part, today, 50, control_knows=True, summaries=9)
    lines = [silent, replace(silent, answer=words), replace(silent, asked_until=today)] * 3
    facts = ReminderFacts(today, tuple(lines), unplaced=20, overdue=100)
    assert length(reminder(texts(locale), facts).text) <= TEXT_LIMIT


@pytest.mark.parametrize(
    ("overdue", "words"),
    [
        (0, None),
        (1, "🔴 In all, 1 of yours is past the deadline."),
        (3, "🔴 In all, 3 of yours are past the deadline."),
    ],
)
def test_the_overdue_are_counted_with_those_of_which_nothing_is_asked_today(overdue: int, words: str | None) -> None:
    facts = replace(facts_of(2), overdue=overdue)
    screen = reminder(texts(), facts)
    assert (words or "") in screen.text
    assert ("past the deadline" in screen.text) is bool(words)
    assert (["📋 My activities"] in labels(screen)) is bool(overdue)


def overdue_line(unanswered: int, **more: Any) -> ReminderLine:
    today = date(2024, 4, 1) + timedelta(weeks=unanswered)
    facts = replace(due_activity(today), status=Status.OVERDUE)
    return ReminderLine(ReminderKind.OVERDUE, facts, facts.lead, today, unanswered, **more)


def test_twenty_weeks_of_overdue_reminders_are_never_twice_the_same() -> None:
    for locale in LANGUAGES:
        said = {
            reminder(texts(locale), reminder_of(one.day, one)).text.split("\n", 1)[1]
            for one in (
                overdue_line(week, control_knows=week > 0, summaries=max(0, week - 1), silent_since=date(2024, 3, 31))
                for week in range(20)
            )
        }
        assert len(said) == 20


def test_what_overdue_work_means_is_said_as_it_grows() -> None:
    def text(one: ReminderLine) -> str:
        return reminder(texts(), reminder_of(one.day, one)).text

    assert "Is it done? If not, please write what is left and by when." in text(overdue_line(0))
    second = text(overdue_line(1, control_knows=True))
    assert "The earlier reminder has no answer. The control department sees it among the overdue." in second
    third = text(overdue_line(2, control_knows=True, summaries=9))
    assert "The control department and the leadership see it" in third
    assert "What hinders" not in third
    assert "❓ What hinders the work?" in text(overdue_line(3))


def test_long_silence_is_one_question_with_its_answers() -> None:
    one = overdue_line(3)
    alone = reminder(texts(), reminder_of(one.day, one))
    assert labels(alone) == [
        ["⏳ Too little time: ask for more"],
        ["🏛 Others' answer is awaited"],
        ["↪️ It is not mine"],
        ["✅ It is done", "📄 №1"],
    ]
    both = reminder_of(one.day, one, *facts_of(2, one.day).lines[1:])
    assert labels(reminder(texts(), both))[0] == ["№1 · ❓", "✅", "📄"]
    opened = reminder(texts(), both, opened=one.activity.id)
    assert ["🏛 Others' answer is awaited"] in labels(opened)


def test_a_co_executor_whose_part_is_done_is_not_asked_whether_it_is() -> None:
    one = overdue_line(0)
    part = replace(one.activity.parts[1], done=True)
    text = reminder(texts(), reminder_of(one.day, replace(one, part=part))).text
    assert "Your part: done" in text
    assert "Is it done?" not in text


def test_more_time_that_was_asked_for_ends_the_question() -> None:
    one = overdue_line(5, asked_until=date(2024, 6, 30))
    screen = reminder(texts(), reminder_of(one.day, one))
    assert "⏳ More time was requested, until 30 June; it is not decided yet." in screen.text
    assert "What hinders" not in screen.text


def test_of_contested_work_nobody_asks_how_far_it_is() -> None:
    one = overdue_line(5, contested=True)
    text = reminder(texts(), reminder_of(one.day, one)).text
    assert "⏳ You wrote that it is not yours; it is not decided yet." in text
    assert "How far" not in text and "Is it done" not in text and "What hinders" not in text


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


def sentences(one: ReminderLine) -> list[str]:
    """What is said of silence, below the activity's name and deadline."""
    block = reminder(texts(), reminder_of(one.day, one)).text.split("\n\n")[1]
    return re.split(r"(?<=[.?])\s+", block.split("\n", 2)[2])


def test_each_week_of_silence_is_told_and_asked_otherwise_than_the_week_before() -> None:
    last, due = date(2024, 3, 31), DUE
    weeks = [
        sentences(overdue_line(week, control_knows=week > 0, summaries=max(0, week - 1), silent_since=max(last, due)))
        for week in range(20)
    ]
    for week, (before, now) in enumerate(pairwise(weeks)):
        assert before[-1] != now[-1], f"the question of week {week} is put again"
        assert week < 3 or not set(before) & set(now), f"a sentence of week {week} is said again"
    asked = [week for week, said in enumerate(weeks) if "What hinders" in said[-1]]
    assert asked == [3, 7, 11, 15, 19]
    assert "It has stood in 9 weekly summaries to the leadership." in weeks[10]


@pytest.mark.parametrize(
    ("asked", "overdue", "head", "apart"),
    [
        (2, 0, "2 items await your report:", None),
        (1, 1, "1 overdue item awaits your report:", None),
        (3, 2, "3 items await your report, 2 of them overdue:", None),
        (3, 4, "3 items await your report:", "🔴 In all, 4 of yours are past the deadline."),
    ],
)
def test_one_count_of_the_overdue_stands_in_a_reminder(asked: int, overdue: int, head: str, apart: str | None) -> None:
    here = [overdue_line(week) for week in range(min(asked, overdue) - (apart is not None))]
    others = facts_of(asked - len(here)).lines
    lines = [
        replace(one, activity=replace(one.activity, number=number)) for number, one in enumerate((*here, *others), 1)
    ]
    screen = reminder(texts(), replace(reminder_of(date(2024, 5, 6), *lines), overdue=overdue))
    assert head in screen.text
    assert ("In all" in screen.text) is (apart is not None)
    assert apart is None or apart in screen.text


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "you are a co-executor"),
        (40, 0, "you are a co-executor · your part: 40%"),
        (40, 70, "you are a co-executor · your part: 40% · as a whole: 70%"),
        (0, 70, "you are a co-executor · as a whole: 70%"),
    ],
)
def test_a_co_executors_part_is_told_from_the_whole(part: int, whole: int, words: str) -> None:
    today = date(2024, 3, 1)
    one = replace(due_activity(today), percent=whole)
    own = replace(one.parts[1], percent=part)
    screen = reminder(texts(), reminder_of(today, ReminderLine(ReminderKind.THIS_MONTH, one, own, today)))
    assert screen.text.split("\n\n")[1].endswith(words)
