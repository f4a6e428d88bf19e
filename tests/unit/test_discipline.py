"""Discipline, counted by hand and by its properties."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.calendar.deadlines import Month, Period
from services.plan.discipline import NOTHING_DUE, Discipline, days_late, discipline
from services.plan.figures import ActivityFacts
from services.plan.status import Status
from tests.unit.facts_by_hand import TODAY, activities, everybody

DUE = (Status.DONE, Status.DONE_LATE, Status.OVERDUE)


def test_the_plan_on_15_april_counted_by_hand() -> None:
    # On time: 11, 13, 19, 20. Late: 15 (2 April for 31 March, 2 days). Overdue: 3 (29 February, 46 days) and
    # 5 (31 March, 15 days). Of 7 that fell due, 4 in time: 57.1 %; 63 days over 3 activities.
    found = discipline(activities()).whole
    assert found == Discipline(on_time=4, late=1, overdue=2, days=63)
    assert (found.due, found.percent, found.average_days_late) == (7, 57, 21)


def test_sections_counted_by_hand() -> None:
    found = discipline(activities()).sections
    assert found == {
        "I": NOTHING_DUE,
        "II": Discipline(overdue=1, days=46),
        "III": Discipline(overdue=1, days=15),
        "IV": Discipline(on_time=2),
        "V": Discipline(late=1, days=2),
        "VI": Discipline(on_time=2),
        "VII": NOTHING_DUE,
    }
    assert [found[numeral].percent for numeral in ("I", "II", "IV", "V")] == [None, 0, 100, 0]


def test_officers_counted_by_hand() -> None:
    found = discipline(activities()).executors
    ids = {name: executor.id for name, executor in everybody().items()}
    # Yunusov: 19 and 20 on time. Kuchkarov: 3 overdue, 15 late. Khusanova: the same two, and 4 that never falls due.
    assert found[ids["yunusov"]] == Discipline(on_time=2)
    assert found[ids["kuchkarov"]] == Discipline(late=1, overdue=1, days=48)
    assert found[ids["khusanova"]] == Discipline(late=1, overdue=1, days=48)
    assert found[ids["rakhimova"]] == NOTHING_DUE
    assert len(found) == 19


def test_of_a_month_only_what_fell_due_in_it_counts() -> None:
    def of(month: int) -> Discipline:
        return discipline(activities(), [Period(Month(2024, month).first_day, Month(2024, month).last_day)]).whole

    assert of(2) == Discipline(overdue=1, days=46), "3 alone was due in February"
    assert of(3) == Discipline(on_time=4, late=1, overdue=1, days=17), "3 was overdue before"
    assert of(4) == of(5) == NOTHING_DUE, "their deadlines are still to come"
    first, *others = activities()
    moved = (replace(first, due_on=date(2024, 4, 10), status=Status.OVERDUE), *others)
    assert discipline(moved, [Period(date(2024, 4, 1), date(2024, 4, 30))]).whole.overdue == 1, "the deadline in force"
    early = (replace(first, due_on=date(2024, 5, 31), status=Status.DONE, done_on=date(2024, 4, 1)), *others)
    assert discipline(early, [Period(date(2024, 5, 1), date(2024, 5, 31))]).whole == NOTHING_DUE, "not due yet"


def test_if_nothing_was_due_there_is_no_share() -> None:
    found = discipline(()).whole
    assert (found.share, found.percent, found.average_days_late) == (None, None, None)


def test_a_half_percent_is_rounded_upwards_as_excel_does() -> None:
    assert Discipline(on_time=1, late=7).percent == 13  # 12.5
    assert Discipline(on_time=29, late=171).percent == 15  # 14.5
    assert Discipline(on_time=2, late=1).percent == 67


def test_what_has_no_deadline_never_counts() -> None:
    endless = next(one for one in activities() if one.number == 10)
    assert discipline([replace(endless, status=Status.DONE, done_on=TODAY)]).whole == NOTHING_DUE


def test_an_officer_named_twice_in_one_activity_counts_it_once() -> None:
    one = next(one for one in activities() if one.number == 19)
    twice = replace(one, parts=(one.parts[0], replace(one.parts[0], position=1)))
    assert discipline([twice]).executors[one.lead.executor.id] == Discipline(on_time=1)


def test_a_deadline_that_was_moved_is_the_one_that_counts() -> None:
    overdue = next(one for one in activities() if one.number == 3)
    moved = replace(overdue, due_on=date(2024, 4, 10))
    assert days_late(moved) == 5


@st.composite
def plans(draw: st.DrawFn) -> tuple[ActivityFacts, ...]:
    """The seeded plan with any statuses and any days of completion that fit them."""
    found = []
    for one in activities():
        status = draw(st.sampled_from(list(Status)))
        late = draw(st.integers(1, 400))
        if one.due_on is not None and status is Status.DONE_LATE:
            one = replace(one, done_on=one.due_on + timedelta(days=late))  # noqa: PLW2901 -- the same activity, changed
        if one.due_on is not None and status is Status.OVERDUE:
            one = replace(one, today=one.due_on + timedelta(days=late))  # noqa: PLW2901 -- as above
        found.append(replace(one, status=status))
    return tuple(found)


@given(plans())
def test_the_sections_add_up_to_the_whole(plan: tuple[ActivityFacts, ...]) -> None:
    found = discipline(plan)
    assert sum(found.sections.values(), NOTHING_DUE) == found.whole


@given(plans())
def test_each_activity_that_fell_due_counts_once(plan: tuple[ActivityFacts, ...]) -> None:
    due = [one for one in plan if one.status in DUE and one.due_on is not None]
    found = discipline(plan)
    assert found.whole.due == len(due)
    assert found.whole.days == sum(days_late(one) or 0 for one in plan)
    for executor_id, own in found.executors.items():
        assert own.due == sum(one.part_of(frozenset({executor_id})) is not None for one in due)


@given(plans())
def test_the_share_is_from_none_of_it_to_all_of_it(plan: tuple[ActivityFacts, ...]) -> None:
    for found in (discipline(plan).whole, *discipline(plan).executors.values()):
        assert (found.share is None) == (found.due == 0) == (found.percent is None)
        assert found.share is None or 0 <= found.share <= 1
        assert (found.average_days_late or 1) >= 1


def test_what_was_over_when_it_was_given_counts_for_nobody() -> None:
    late = next(one for one in activities() if one.number == 3)  # due on 29 February
    assert discipline([replace(late, given_on=date(2024, 2, 29))]).whole == Discipline(overdue=1, days=46)
    assert discipline([replace(late, given_on=date(2024, 3, 1))]).whole == NOTHING_DUE
    assert days_late(replace(late, given_on=date(2024, 4, 1))) == (TODAY - date(2024, 4, 1)).days


def test_to_whom_it_was_given_late_is_not_late_with_the_others() -> None:
    late = next(one for one in activities() if one.number == 3)
    first, *others = late.parts
    found = discipline([replace(late, parts=(replace(first, given_on=date(2024, 3, 5)), *others))])
    assert found.whole == Discipline(overdue=1, days=46)
    assert found.executors[first.executor.id] == NOTHING_DUE
    assert found.executors[others[0].executor.id] == found.whole
