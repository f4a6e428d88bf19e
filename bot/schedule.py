"""`python -m bot schedule`: the calendar of reminders of the loaded plan, as if nobody reported."""

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy.exc import DBAPIError

from bot.config import Settings
from bot.executors import executor_named
from models.database import Database, DatabaseError, explain
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.control.loading import Plans
from services.people.admins import Admins
from services.plan.file import PlanFile, load_plan
from services.plan.marks import own_number
from services.plan.preview import Reminder, calendar


async def read_calendar(settings: Settings, start: date, end: date) -> list[Reminder]:
    """All reminders from `start` through `end`: of the plan in the database, else of the plan file.

    Writes nothing. Raises DatabaseError or PlanFileError with a sentence.
    """
    loaded = await _from_database(settings, start, end)
    return calendar(load_plan(settings.plan_file), start, end, Workdays()) if loaded is None else loaded


def chosen(reminders: Iterable[Reminder], plan: PlanFile, executor: str | None, activity: int | None) -> list[Reminder]:
    """The reminders of one executor (by name, a typing error forgiven) and of one activity.

    LookupError with a sentence if there is no such executor or activity.
    """
    name = executor_named(plan, executor).name if executor else None
    if activity is not None and activity not in {known.number for known in plan.activities}:
        raise LookupError(f"The plan has no activity {activity}; it has 1 to {len(plan.activities)}.")
    return [
        one
        for one in reminders
        if (name is None or one.executor == name) and (activity is None or own_number(one.activity) == activity)
    ]


def as_json(reminders: Iterable[Reminder]) -> Iterable[str]:
    """One object per line: date (ISO), executor, activity, kind."""
    for one in reminders:
        number = one.written_number if one.marks else one.activity
        row = {"date": one.date.isoformat(), "executor": one.executor, "activity": number, "kind": str(one.kind)}
        yield json.dumps(row, ensure_ascii=False)


def as_table(reminders: list[Reminder]) -> Iterable[str]:
    """A table, and the number of its reminders."""
    width = max((len(one.executor) for one in reminders), default=8)
    yield f"{'date':10}  {'executor':{width}}  {'№':>3}  kind"
    for one in reminders:
        yield f"{one.date}  {one.executor:{width}}  {one.written_number:>3}  {one.kind}"
    yield f"{len(reminders)} reminders"


async def _from_database(settings: Settings, start: date, end: date) -> list[Reminder] | None:
    database = Database(settings.database)
    if not database.exists():
        return None
    try:
        plans = Plans(database, Admins(settings.admin_ids), Workdays(), LocalDays(settings.timezone))
        return await plans.calendar(start, end)
    except DBAPIError as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            return None  # a database that nobody has set up yet
        raise DatabaseError(explain(error, database.where)) from error
    finally:
        await database.close()
