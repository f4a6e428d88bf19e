"""The reminder policy, held against the worked example and against a second, slower telling of the same law."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar.deadlines import DeadlineKind, Month, Period
from services.calendar.policy import (
    URGENCY,
    ReminderKind,
    Window,
    last_day,
    needs_silence,
    occurrences,
    scheduled,
    silent_since,
)
from services.calendar.workdays import Workdays
from services.plan.file import Activity, Deadline, PlanFile, load_plan
from services.plan.preview import Reminder, calendar

DAY = timedelta(days=1)
WORKDAYS = Workdays()
HALF_YEAR = Period(date(2024, 1, 1), date(2024, 6, 30))
NEAR_DUE = {
    ReminderKind.THIS_MONTH,
    ReminderKind.MID_MONTH,
    ReminderKind.WEEK_LEFT,
    ReminderKind.DUE_TOMORROW,
    ReminderKind.DUE_TODAY,
    ReminderKind.OVERDUE,
}
PLAN = Path(__file__).parents[2] / "data" / "seed_plan.json"


def by_months(first: str, last: str) -> Window:
    return Window(DeadlineKind.MONTHS, Month.parse(first), Month.parse(last).last_day)


def said(window: Window, start: date, end: date, period: Period = HALF_YEAR) -> list[tuple[str, str]]:
    """What is said, as («3 Jan», «start»)."""
    found = occurrences(window, period, WORKDAYS, start, end)
    return [(f"{day.day} {day:%b}", str(kind)) for day, kind in found]


def whole(window: Window, period: Period = HALF_YEAR) -> list[tuple[date, ReminderKind]]:
    return list(occurrences(window, period, WORKDAYS, period.start - 90 * DAY, last_day(period) + 400 * DAY))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Window, Period]:
    """A plan's period of one to twelve months, and a window in it that an extension may have moved far beyond it."""
    opening = Month.of(draw(st.dates(date(2019, 1, 1), date(2026, 1, 1))))
    length = draw(st.integers(1, 12))
    period = Period(opening.first_day, (opening + (length - 1)).last_day)
    first = opening + draw(st.integers(0, length - 1))
    kind = draw(st.sampled_from(DeadlineKind))
    due = None if kind.is_endless else (first + draw(st.integers(0, 14))).last_day
    return Window(kind, first, due), period


# The law told a second time, day by day and with no regard for speed.

_OFFICIAL = holidays.country_holidays("UZ", years=range(2016, 2031))
_NEAREST_FIRST = (
    "due_today",
    "due_tomorrow",
    "week_left",
    "mid_month",
    "this_month",
    "next_month",
    "check_in",
    "start",
)


def _working_days_of(year: int, month: int) -> list[date]:
    days = (date(year, month, 1) + n * DAY for n in range(31))
    return [day for day in days if day.month == month and _OFFICIAL.is_working_day(day)]


def law(window: Window, period: Period, day: date) -> str | None:
    """What reminders.md says of one day."""
    if not _OFFICIAL.is_working_day(day) or (day - period.end).days > 60:
        return None
    if window.due is not None and day > window.due:
        return _law_after(window.due, day)
    kinds = _law_endless(window, period, day) if window.due is None else _law_with_months(window, period, day)
    return next((kind for kind in _NEAREST_FIRST if kind in kinds), None)


def _law_after(due: date, day: date) -> str | None:
    since_due = [due + n * DAY for n in range(1, (day - due).days)]
    if not any(_OFFICIAL.is_working_day(earlier) for earlier in since_due):
        return "overdue"
    earlier_this_week = [day - n * DAY for n in range(1, day.weekday() + 1)]
    return None if any(_OFFICIAL.is_working_day(earlier) for earlier in earlier_this_week) else "overdue"


def _law_endless(window: Window, period: Period, day: date) -> set[str]:
    kinds = set()
    month = (day.year, day.month)
    first = (window.first.year, window.first.month)
    working = _working_days_of(*month)
    if first <= month <= (period.end.year, period.end.month):
        if day == working[0]:
            kinds.add("start" if month == first else "check_in")
        if window.kind == "regular" and day == next(d for d in working if d.day >= 15):
            kinds.add("mid_month")
    return kinds


def _law_with_months(window: Window, period: Period, day: date) -> set[str]:
    kinds = set()
    assert window.due is not None
    month = (day.year, day.month)
    first, due = (window.first.year, window.first.month), (window.due.year, window.due.month)
    day_before = window.due.replace(day=1) - DAY
    before_due = day_before.year, day_before.month
    working = _working_days_of(*month)
    five_left = next(d for d in working if len([later for later in working if later > d]) == 5)
    if day == working[0] and month == first != due:
        kinds.add("start")
    if day == working[0] and first < month < due:
        kinds.add("check_in")
    if day == five_left and month == before_due and period.start <= day <= period.end:
        kinds.add("next_month")
    if month == due:
        five = {
            "this_month": working[0],
            "mid_month": next(d for d in working if d.day >= 15),
            "week_left": five_left,
            "due_tomorrow": working[-2],
            "due_today": working[-1],
        }
        kinds |= {kind for kind, when in five.items() if when == day}
    return kinds


# Examples


def test_the_worked_example_of_january_to_april() -> None:
    assert said(by_months("2024-01", "2024-04"), date(2024, 1, 1), date(2024, 5, 13)) == [
        ("3 Jan", "start"),
        ("1 Feb", "check_in"),
        ("1 Mar", "check_in"),
        ("20 Mar", "next_month"),
        ("1 Apr", "this_month"),
        ("15 Apr", "mid_month"),
        ("23 Apr", "week_left"),
        ("29 Apr", "due_tomorrow"),
        ("30 Apr", "due_today"),
        ("1 May", "overdue"),
        ("6 May", "overdue"),
        ("13 May", "overdue"),
    ]


def test_work_of_one_month_is_announced_in_the_month_before_and_has_no_start() -> None:
    assert said(by_months("2024-04", "2024-04"), date(2024, 1, 1), date(2024, 4, 30)) == [
        ("20 Mar", "next_month"),
        ("1 Apr", "this_month"),
        ("15 Apr", "mid_month"),
        ("23 Apr", "week_left"),
        ("29 Apr", "due_tomorrow"),
        ("30 Apr", "due_today"),
    ]


def test_work_due_in_the_first_month_of_the_plan_is_not_announced_before_the_plan_begins() -> None:
    assert said(by_months("2024-01", "2024-01"), date(2023, 11, 1), date(2024, 1, 31))[0] == ("3 Jan", "this_month")


def test_two_months_have_a_start_but_no_check_in() -> None:
    kinds = [kind for _, kind in said(by_months("2024-02", "2024-03"), date(2024, 1, 1), date(2024, 3, 31))]
    assert kinds == ["start", "next_month", "this_month", "mid_month", "week_left", "due_tomorrow", "due_today"]


def test_continuous_work_is_asked_about_monthly_through_the_period_and_never_after() -> None:
    endless = Window(DeadlineKind.CONTINUOUS, Month(2024, 1), None)
    assert said(endless, date(2023, 12, 1), date(2024, 12, 31)) == [
        ("3 Jan", "start"),
        ("1 Feb", "check_in"),
        ("1 Mar", "check_in"),
        ("1 Apr", "check_in"),
        ("1 May", "check_in"),
        ("3 Jun", "check_in"),
    ]


def test_regular_work_is_asked_about_in_the_middle_of_every_month_too() -> None:
    regular = Window(DeadlineKind.REGULAR, Month(2024, 5), None)
    assert said(regular, date(2024, 1, 1), date(2024, 12, 31)) == [
        ("1 May", "start"),
        ("15 May", "mid_month"),
        ("3 Jun", "check_in"),
        ("19 Jun", "mid_month"),
    ]


def test_the_first_overdue_day_is_a_working_day_and_the_later_ones_begin_their_weeks() -> None:
    # March ends on a Sunday. On Thursday 9 May nobody works, nor on Monday 17 and Tuesday 18 June.
    found = said(by_months("2024-02", "2024-03"), date(2024, 4, 1), date(2024, 6, 30))
    assert [day for day, _ in found] == [
        *("1 Apr", "8 Apr", "15 Apr", "22 Apr", "29 Apr", "6 May", "13 May", "20 May", "27 May"),
        *("3 Jun", "10 Jun", "19 Jun", "24 Jun"),
    ]


def test_a_saturday_worked_in_exchange_does_not_add_a_second_overdue_in_its_week() -> None:
    # Saturday 13 April is worked, but its week began on Monday the 8th.
    assert scheduled(by_months("2024-02", "2024-03"), HALF_YEAR, WORKDAYS, date(2024, 4, 13)) is None


def test_overdue_work_is_named_weekly_until_sixty_days_past_the_period() -> None:
    found = whole(by_months("2024-06", "2024-06"))
    assert found[-1] == (date(2024, 8, 26), ReminderKind.OVERDUE)
    assert last_day(HALF_YEAR) == date(2024, 8, 29)


def test_an_extension_past_the_period_is_not_announced_but_its_month_is() -> None:
    found = said(by_months("2024-05", "2024-08"), date(2024, 6, 1), date(2024, 12, 31))
    assert found == [
        ("3 Jun", "check_in"),
        ("1 Jul", "check_in"),
        ("1 Aug", "this_month"),
        ("15 Aug", "mid_month"),
        ("23 Aug", "week_left"),
        ("29 Aug", "due_tomorrow"),
    ]


def test_an_extension_by_one_month_is_announced_when_the_old_due_month_ends() -> None:
    found = said(by_months("2024-01", "2024-05"), date(2024, 4, 16), date(2024, 5, 15))
    assert found == [("23 Apr", "next_month"), ("1 May", "this_month"), ("15 May", "mid_month")]


def test_nothing_is_said_on_a_day_off() -> None:
    assert scheduled(by_months("2024-01", "2024-04"), HALF_YEAR, WORKDAYS, date(2024, 1, 1)) is None


def test_only_the_middle_of_the_month_waits_for_silence() -> None:
    assert [kind for kind in ReminderKind if needs_silence(kind)] == [ReminderKind.MID_MONTH]
    assert silent_since(ReminderKind.MID_MONTH, Month(2024, 1), WORKDAYS) == date(2024, 1, 3)
    assert silent_since(ReminderKind.WEEK_LEFT, Month(2024, 1), WORKDAYS) is None


def test_if_two_of_the_five_days_coincide_the_nearer_deadline_is_told() -> None:
    # Tet leaves Viet Nam six working days from 15 February 2018 on: the middle of the month is the last week's start.
    vietnam = Workdays("VN")
    assert vietnam.of(Month(2018, 2)).mid == vietnam.of(Month(2018, 2)).week == date(2018, 2, 21)
    year = Period(date(2018, 1, 1), date(2018, 12, 31))
    assert scheduled(by_months("2018-01", "2018-02"), year, vietnam, date(2018, 2, 21)) is ReminderKind.WEEK_LEFT


def test_the_most_urgent_kind_stands_first() -> None:
    assert URGENCY[0] is ReminderKind.OVERDUE
    assert URGENCY[-1] is ReminderKind.START
    assert sorted(URGENCY) == sorted(ReminderKind)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (DeadlineKind.MONTHS, None),
        (DeadlineKind.CONTINUOUS, date(2024, 4, 30)),
        (DeadlineKind.MONTHS, date(2024, 4, 29)),
        (DeadlineKind.MONTHS, date(2023, 12, 31)),
    ],
)
def test_an_impossible_window_is_refused(kind: DeadlineKind, due: date | None) -> None:
    with pytest.raises(ValueError, match=r"window|last day"):
        Window(kind, Month(2024, 1), due)


# Properties


@given(cases())
def test_the_policy_and_the_law_told_day_by_day_agree(case: tuple[Window, Period]) -> None:
    window, period = case
    days = [period.start - 60 * DAY + n * DAY for n in range((last_day(period) - period.start).days + 160)]
    expected = [(day, kind) for day in days if (kind := law(window, period, day))]
    assert list(occurrences(window, period, WORKDAYS, days[0], days[-1])) == expected


@given(cases(), st.integers(-40, 460))
def test_one_day_asked_about_alone_says_what_the_whole_calendar_says(case: tuple[Window, Period], offset: int) -> None:
    window, period = case
    day = period.start + offset * DAY
    assert scheduled(window, period, WORKDAYS, day) == dict(whole(window, period)).get(day)


@given(cases())
def test_at_most_one_kind_is_said_per_day_in_order_of_days(case: tuple[Window, Period]) -> None:
    days = [day for day, _ in whole(*case)]
    assert days == sorted(set(days))


@given(cases())
def test_everything_is_said_on_working_days(case: tuple[Window, Period]) -> None:
    assert all(WORKDAYS.is_working(day) for day, _ in whole(*case))


@given(cases())
def test_nothing_is_said_later_than_sixty_days_past_the_period(case: tuple[Window, Period]) -> None:
    assert all(day <= case[1].end + 60 * DAY for day, _ in whole(*case))


@given(cases(), st.integers(0, 400), st.integers(0, 400))
def test_a_part_of_the_calendar_is_cut_from_the_whole(case: tuple[Window, Period], offset: int, length: int) -> None:
    window, period = case
    start = period.start + offset * DAY
    end = start + length * DAY
    cut = [(day, kind) for day, kind in whole(window, period) if start <= day <= end]
    assert list(occurrences(window, period, WORKDAYS, start, end)) == cut


@given(cases())
def test_the_due_day_is_told_on_the_last_working_day_of_the_due_month(case: tuple[Window, Period]) -> None:
    window, period = case
    told = [day for day, kind in whole(window, period) if kind is ReminderKind.DUE_TODAY]
    if window.due is None:
        assert told == []
    else:
        last = WORKDAYS.previous_working(window.due)
        assert told == ([last] if last <= last_day(period) else [])


@given(cases())
def test_overdue_is_said_only_after_the_deadline_and_once_a_week(case: tuple[Window, Period]) -> None:
    window, period = case
    overdue = [day for day, kind in whole(window, period) if kind is ReminderKind.OVERDUE]
    weeks = [day.isocalendar()[:2] for day in overdue]
    assert len(weeks) == len(set(weeks))
    assert all(window.due is not None and day > window.due for day in overdue)
    if overdue and window.due is not None:
        assert overdue[0] == WORKDAYS.next_working(window.due + DAY)


@given(cases(), st.integers(1, 6))
def test_an_extension_moves_all_that_was_said_from_the_old_due_month_on(
    case: tuple[Window, Period], months: int
) -> None:
    window, period = case
    if window.due is None:
        return
    due_month = Month.of(window.due)
    extended = replace(window, due=(due_month + months).last_day)
    before = [(day, kind) for day, kind in whole(window, period) if day < due_month.first_day]
    after = whole(extended, period)
    assert [kind for day, kind in after if due_month.first_day <= day <= window.due if kind in NEAR_DUE] == []
    # What was said before stays said, but for the old announcement of the next month.
    kept = [(day, kind) for day, kind in before if kind is not ReminderKind.NEXT_MONTH]
    assert [(day, kind) for day, kind in after if day < due_month.first_day] == kept


# The seeded plan


@pytest.fixture(scope="module")
def plan() -> PlanFile:
    return load_plan(PLAN)


@pytest.fixture(scope="module")
def reminders(plan: PlanFile) -> list[Reminder]:
    return calendar(plan, date(2024, 1, 1), date(2024, 7, 31), WORKDAYS)


def test_the_seeded_plan_says_1413_things_from_january_to_july(reminders: list[Reminder]) -> None:
    assert len(reminders) == 1413


def test_the_calendar_is_sorted_and_says_nothing_twice(reminders: list[Reminder]) -> None:
    assert reminders == sorted(reminders, key=lambda r: (r.date, r.executor, r.activity, r.kind))
    assert max(Counter((r.date, r.executor, r.activity) for r in reminders).values()) == 1


def window_of(plan: PlanFile, activity: Activity) -> Window:
    deadline = activity.deadline
    assert isinstance(deadline, Deadline)
    return Window(
        deadline.kind, deadline.first or plan.period.first_month, deadline.last.last_day if deadline.last else None
    )


def test_every_executor_of_an_activity_hears_the_same_of_it(plan: PlanFile, reminders: list[Reminder]) -> None:
    for activity in plan.activities:
        heard = {
            name: [(r.date, r.kind) for r in reminders if (r.executor, r.activity) == (name, activity.number)]
            for name in (plan.executor(key).name for key in activity.executors)
        }
        expected = list(
            occurrences(window_of(plan, activity), plan.period, WORKDAYS, date(2024, 1, 1), date(2024, 7, 31))
        )
        assert all(said == expected for said in heard.values())
    assert {r.executor for r in reminders} == {executor.name for executor in plan.executors}


def test_the_seeded_calendar_is_the_law_told_day_by_day(plan: PlanFile, reminders: list[Reminder]) -> None:
    days = [date(2024, 1, 1) + n * DAY for n in range(213)]
    told = [
        (day, plan.executor(key).name, activity.number, kind)
        for activity in plan.activities
        for day in days
        if (kind := law(window_of(plan, activity), plan.period, day))
        for key in activity.executors
    ]
    assert [(r.date, r.executor, r.activity, str(r.kind)) for r in reminders] == sorted(told)


def test_the_calendar_of_part_of_the_time_is_cut_from_the_whole(plan: PlanFile, reminders: list[Reminder]) -> None:
    march = calendar(plan, date(2024, 3, 1), date(2024, 3, 31), WORKDAYS)
    assert march == [r for r in reminders if r.date.month == 3]
