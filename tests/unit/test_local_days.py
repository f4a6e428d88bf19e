"""Moments become local days in one place."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.calendar.local_days import LocalDays

TASHKENT = LocalDays(ZoneInfo("Asia/Tashkent"))
SERVICES = Path(__file__).resolve().parents[2] / "services"
# Rewritten on its own; the place itself.


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 3, 4, 18, 59, 59, tzinfo=UTC), date(2024, 3, 4)),
        (datetime(2024, 3, 4, 19, tzinfo=UTC), date(2024, 3, 5)),  # midnight in Tashkent
        (datetime(2024, 12, 31, 19, tzinfo=UTC), date(2025, 1, 1)),
        (datetime(2024, 3, 4, 23, 30, tzinfo=ZoneInfo("America/New_York")), date(2024, 3, 5)),
        (datetime(2024, 2, 28, 20, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_a_moment_falls_on_one_local_day(moment: datetime, day: date) -> None:
    assert TASHKENT.of(moment) == day


def test_a_day_and_a_time_are_one_moment() -> None:
    moment = TASHKENT.at(date(2024, 3, 5), time(9))
    assert moment == datetime(2024, 3, 5, 4, tzinfo=UTC)
    assert (TASHKENT.of(moment), TASHKENT.local(moment).time()) == (date(2024, 3, 5), time(9))


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        TASHKENT.of(datetime(2024, 3, 5))


def test_no_service_counts_local_days_by_itself() -> None:
    for path in SERVICES.rglob("*.py"):
        if path.name != "local_days.py":
            assert ".astimezone(" not in path.read_text(encoding="utf-8"), path
