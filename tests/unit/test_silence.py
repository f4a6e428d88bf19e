"""Who has been silent, counted by hand."""

from dataclasses import replace
from datetime import date

import pytest

from services.plan.figures import ActivityFacts
from services.plan.silence import silent
from services.plan.status import Status
from tests.unit.facts_by_hand import TODAY, activities


@pytest.fixture
def work() -> ActivityFacts:
    """Begun on 1 January, and nobody has reported on it."""
    return replace(next(one for one in activities() if one.number == 14), status=Status.NOT_STARTED)


@pytest.mark.parametrize(
    ("given_on", "since"),
    [
        (None, date(2024, 1, 1)),
        (date(2024, 4, 1), date(2024, 4, 1)),
        (date(2024, 4, 2), None),
    ],
)
def test_silence_begins_with_the_day_on_which_they_got_the_work(
    work: ActivityFacts, given_on: date | None, since: date | None
) -> None:
    part = replace(work.parts[0], given_on=given_on)
    found = silent([replace(work, parts=(part,))], {part.executor.id: date(2024, 1, 1)}, TODAY)
    assert [one.since for one in found] == ([since] if since is not None else [])
