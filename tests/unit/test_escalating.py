"""Two rules: when a part is late enough for a head to hear of it, and when reminders are left unanswered."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.reminders.escalating import are_unanswered

FIRST = date(2024, 1, 9)
OFFSETS = st.integers(0, 60)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), UTC)


@given(st.sets(OFFSETS, max_size=8), st.one_of(st.none(), OFFSETS), OFFSETS)
def test_two_reminders_of_earlier_days_after_the_last_answer_are_unanswered(
    reminded: set[int], answered: int | None, today: int
) -> None:
    days = {FIRST + timedelta(days=one): moment(FIRST + timedelta(days=one)) for one in reminded}
    answered_at = moment(FIRST + timedelta(days=answered), 12) if answered is not None else None
    left = [one for one in reminded if one < today and (answered is None or one > answered)]
    assert are_unanswered(days, answered_at, FIRST + timedelta(days=today)) == (len(left) >= 2)


@given(st.sets(OFFSETS, min_size=1, max_size=8), OFFSETS)
def test_an_answer_after_the_last_reminder_leaves_none_unanswered(reminded: set[int], later: int) -> None:
    days = {FIRST + timedelta(days=one): moment(FIRST + timedelta(days=one)) for one in reminded}
    answered_at = max(days.values()) + timedelta(hours=later)
    assert not are_unanswered(days, answered_at, FIRST + timedelta(days=100))
