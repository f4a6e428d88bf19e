"""Personal control: each step once for each due day, whatever the days on which the bot looks."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models import WatchStep
from services.calendar.workdays import Workdays
from services.plan.status import Status
from services.reports.watching import Step, steps_of
from tests.unit.facts_by_hand import activities

WORKDAYS = Workdays()
BEGIN = date(2024, 3, 1)
FIVE = activities()[4]


@given(
    looks=st.sets(st.integers(0, 60), max_size=30),
    due=st.integers(5, 40),
    moved=st.integers(0, 20),
    hindered=st.sets(st.integers(0, 60)),
    done=st.integers(0, 80),
)
def test_no_step_is_told_twice_for_one_due_day(
    looks: set[int], due: int, moved: int, hindered: set[int], done: int
) -> None:
    told: Counter[Step] = Counter()
    for day in sorted(looks):
        today = BEGIN + timedelta(days=day)
        due_on = BEGIN + timedelta(days=due + (moved if day > due - 2 else 0))
        is_late = today > due_on
        status = Status.DONE if day >= done else Status.OVERDUE if is_late else Status.IN_PROGRESS
        one = replace(FIVE, today=today, due_on=due_on, status=status)
        found = steps_of(one, {FIVE.id} if day in hindered and day < done else set(), WORKDAYS)
        told.update(found - told.keys())
        if status is Status.DONE:
            assert {step for _, step, _ in found} == {WatchStep.DONE}
        assert not {WatchStep.NEAR, WatchStep.OVERDUE} <= {step for _, step, _ in found}
    assert not told or max(told.values()) == 1


@given(ahead=st.integers(0, 30))
def test_it_is_near_within_three_working_days(ahead: int) -> None:
    today = date(2024, 4, 3)
    one = replace(FIVE, today=today, due_on=today + timedelta(days=ahead), status=Status.IN_PROGRESS)
    is_near = bool(steps_of(one, (), WORKDAYS))
    assert is_near == (one.due_on is not None and one.due_on <= WORKDAYS.add(today, 3))
