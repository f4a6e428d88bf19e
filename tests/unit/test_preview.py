"""The calendar of a plan file, as `python -m bot schedule` prints it, is the law of days for every kind of rule."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from services.calendar import day_policy
from services.calendar.occurrences import items
from services.calendar.rules import DOCUMENT, rule_to_json
from services.calendar.workdays import Workdays
from services.plan.file import load_plan
from services.plan.preview import calendar
from tests.ruled import plan_of, ruled, written
from tests.unit.terms_by_hand import Stand, stands

WORKDAYS = Workdays()


@settings(max_examples=40, deadline=None)
@given(stands())
def test_the_calendar_of_a_file_is_the_law_of_its_items(stand: Stand) -> None:
    made = items((stand.rule,), stand.period, WORKDAYS, document_day=stand.document_day)
    if not made or getattr(stand.rule, "anchor", DOCUMENT) != DOCUMENT:
        return
    plan = plan_of(
        ruled("муддат", rule_to_json(stand.rule)),
        executors=["mamatov"],
        period={"start": stand.period.start.isoformat(), "end": stand.period.end.isoformat()},
    )
    if stand.document_day is not None:
        plan["document_day"] = stand.document_day.isoformat()
    with TemporaryDirectory() as folder:
        file = load_plan(written(Path(folder), plan))
    end = day_policy.last_day(stand.period)
    told = [(one.date, one.kind) for one in calendar(file, stand.period.start, end, WORKDAYS)]
    law = [
        said
        for place, item in enumerate(made)
        for said in day_policy.reminders(
            item,
            stand.period,
            WORKDAYS,
            start=stand.period.start,
            end=end,
            following=day_policy.following_due(made, place),
        )
    ]
    assert told == sorted(law)
