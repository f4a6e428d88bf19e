"""The next reminder day of an activity, stored in its row."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, ActivityState, Assignment, Plan
from models.terms import Month, Precision
from services.calendar import day_policy
from services.calendar.occurrences import Item, Label
from services.calendar.workdays import Workdays

SETTLED = frozenset({ActivityState.DONE, ActivityState.CLOSED})


def item_of(activity: Activity) -> Item:
    """What is to be done, and by when, as it stands now: an extension has moved the due day."""
    return Item(
        label=Label.parse(activity.label),
        first=activity.starts_on,
        due=activity.due_on,
        precision=activity.precision,
        is_repeated=activity.is_repeated,
        is_later=activity.is_later,
        rhythm=activity.rhythm,
        is_unset=activity.due_on is None and activity.rhythm is None and activity.after is None,
        awaits=awaited_by(activity),
    )


def awaited_by(activity: Activity) -> str | None:
    """What its due day is counted from, while that day is not known."""
    return activity.after["anchor"] if activity.after is not None and activity.due_on is None else None


def item_for(activity: Activity, part: Assignment) -> Item:
    """What one executor has to do, and by when: by the part's own term, if it has one and that is in force."""
    whole = item_of(activity)
    return whole if part.position == 0 or part.due_on is None else with_own_term(whole, part.due_on, part.precision)


def with_own_term(whole: Item, due: date, precision: Precision) -> Item:
    """The item of a part that has this term of its own, if that is in force: it is none later than the whole's."""
    if whole.due is None or due > whole.due:
        return whole
    return replace(whole, first=min(whole.first, due), due=due, precision=precision)


def precision_of(due: date | None) -> Precision:
    """How exactly a part's own term is told: a month's last day as the month."""
    return Precision.MONTH if due is not None and due == Month.of(due).last_day else Precision.DAY


def set_next_reminder(
    activity: Activity,
    plan: Plan,
    workdays: Workdays,
    after: date,
    following: date | None = None,
    *,
    parts: Iterable[Assignment] = (),
) -> None:
    """Set the first day later than `after` with a reminder about the activity; null if none is left.

    `following` is the due day of the next occurrence of what repeats: from then on that one is spoken of. `parts` are
    those with a term of their own: a day with a reminder to one of them counts as well.
    """
    if activity.state in SETTLED:
        activity.next_reminder_on = None
        return
    days = [
        day_policy.next_reminder(item, plan.period, workdays, after=after, following=following)
        for item in dict.fromkeys([item_of(activity), *(item_for(activity, part) for part in parts)])
    ]
    activity.next_reminder_on = min((day for day in days if day is not None), default=None)


async def parts_with_terms(session: AsyncSession, *conditions: ColumnElement[bool]) -> dict[int, list[Assignment]]:
    """The parts that have a term of their own, by activity (id)."""
    query = select(Assignment).where(Assignment.due_on.is_not(None), Assignment.is_removed.is_(False), *conditions)
    found: dict[int, list[Assignment]] = {}
    for part in await session.scalars(query):
        found.setdefault(part.activity_id, []).append(part)
    return found


async def follow(
    session: AsyncSession, activity: Activity, workdays: Workdays, today: date, *, told: bool = False
) -> None:
    """Recompute the activity's reminders from today on (those already sent today are not repeated).

    `told`: those whom the change concerns are told of it by a letter of its own, so what comes up today only through
    the change is left out; a reminder of today that still waits stays.

    Of what repeats, those of the other occurrences as well: the latest that is overdue is the one that is spoken of.
    """
    plan = await session.get_one(Plan, activity.plan_id)
    rows = [activity]
    if activity.is_repeated:
        await session.flush()
        series = select(Activity).where(
            Activity.plan_id == plan.id, Activity.number == activity.number, Activity.is_removed.is_(False)
        )
        rows = list(await session.scalars(series))
    following = followings(rows)
    await session.flush()
    terms = await parts_with_terms(session, Assignment.activity_id.in_([row.id for row in rows]))
    for row in rows:
        own = terms.get(row.id, ())
        is_waiting = row.next_reminder_on is not None and row.next_reminder_on <= today
        after = today if told and not is_waiting else day_before(today)
        set_next_reminder(row, plan, workdays, after, following.get(row.id), parts=own)


def followings(rows: Iterable[Activity], *, as_if_nobody_reported: bool = False) -> dict[int, date]:
    """Of each occurrence (id) of what repeats, the due day of the next one that is not finished."""
    found: dict[int, date] = {}
    last: dict[tuple[int, int], date] = {}
    repeated = [row for row in rows if row.is_repeated and not row.is_removed and row.due_on is not None]
    for row in sorted(repeated, key=lambda row: row.due_on or date.max, reverse=True):
        series = row.plan_id, row.number
        if series in last:
            found[row.id] = last[series]
        if row.due_on is not None and (as_if_nobody_reported or row.state not in SETTLED):
            last[series] = row.due_on
    return found


async def followings_of(session: AsyncSession, plan_id: int) -> dict[int, date]:
    """The same, of the whole plan."""
    repeated = select(Activity).where(
        Activity.plan_id == plan_id, Activity.is_repeated.is_(True), Activity.is_removed.is_(False)
    )
    return followings(await session.scalars(repeated))


def day_before(day: date) -> date:
    """The day before, so that `set_next_reminder(…, day_before(today))` includes today."""
    return day - timedelta(days=1)


def move_due(row: Activity, to_due: date) -> None:
    """Give the activity another deadline; one that is moved to a later day is counted, since the plan's own day."""
    if row.due_on is not None and to_due > row.due_on:
        row.moves = row.moves + 1 if row.due_on != row.planned_due_on else 1
    row.due_on = to_due
