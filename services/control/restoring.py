"""The file of a plan that was loaded before editions were kept, made again of its rows: so it can be taken back to."""

from collections.abc import Sequence

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, AgendaItem, Executor, Plan, Priority, Section
from models.terms import Month, Period
from services.calendar.occurrences import items
from services.calendar.rules import (
    OpenRule,
    RuleError,
    Rules,
    UnsetRule,
    WindowRule,
    rules_from_json,
    rules_to_json,
)
from services.calendar.workdays import Workdays
from services.control import editions
from services.control.carried import with_front
from services.control.exporting import entry_of
from services.plan.file import PlanFile
from services.terms.reader import read_term


async def after_former(session: AsyncSession, plan: Plan | None, file: PlanFile, workdays: Workdays) -> PlanFile:
    """A new edition of a plan, of which the one before is kept now if it was not: it has that one's front, too."""
    if plan is None or await editions.in_force(session, plan.id) is not None:
        return file
    former = await file_of_rows(session, plan, workdays)
    if former is None:
        return file
    await editions.keep(session, plan, former)
    await session.flush()
    return with_front(file, former)


async def file_of_rows(session: AsyncSession, plan: Plan, workdays: Workdays) -> PlanFile | None:
    """What the plan's rows say, as a plan file; None where it would not make the very same rows again."""
    sections = select(Section).where(Section.plan_id == plan.id).order_by(Section.position)
    own = select(Activity).where(Activity.plan_id == plan.id, Activity.is_removed.is_(False))
    rows: dict[int, dict[int, list[Activity]]] = {}
    for row in await session.scalars(own.order_by(Activity.number, Activity.id)):
        rows.setdefault(row.section_id, {}).setdefault(row.number, []).append(row)
    data: dict[str, object] = {
        "title": plan.title,
        "organisation": plan.organisation,
        "period": {"start": plan.starts_on, "end": plan.ends_on},
        "priorities": await _priorities(session, plan),
        "agenda": await _agenda(session, plan),
        "executors": [entry_of(one) for one in await session.scalars(select(Executor).order_by(Executor.position))],
        "sections": [
            {
                "number": one.number,
                "title": one.title,
                "activities": [_activity(found, plan.period, workdays) for found in rows[one.id].values()],
            }
            for one in await session.scalars(sections)
            if one.id in rows
        ],
    }
    try:
        return PlanFile.model_validate(data)
    except ValidationError:  # a rule that is not known among them
        return None


async def _priorities(session: AsyncSession, plan: Plan) -> list[dict[str, object]]:
    query = select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.number)
    return [{"number": one.number, "text": one.text} for one in await session.scalars(query)]


async def _agenda(session: AsyncSession, plan: Plan) -> list[dict[str, object]]:
    query = select(AgendaItem).where(AgendaItem.plan_id == plan.id).order_by(AgendaItem.number)
    return [
        {
            "number": one.number,
            "text": one.text,
            "deadline": {
                "text": one.deadline_text,
                "kind": "months",
                "first": str(Month.of(one.first_month)),
                "last": str(Month.of(one.last_month)),
            },
        }
        for one in await session.scalars(query)
    ]


def _activity(rows: Sequence[Activity], period: Period, workdays: Workdays) -> dict[str, object]:
    first = rows[0]
    rules = _rules(rows, period, workdays)
    return {
        "number": first.number,
        "short_name": first.short_name,
        "text": first.planned_text,
        # A deadline without a rule is none: the whole file is refused.
        "deadline": {"text": first.deadline_text, "rule": rules_to_json(rules) if rules is not None else None},
        "executors": first.planned_executors,
        "partners": first.partners,
        "extra": first.extra,
        "needs_document": first.planned_document,
    }


def _rules(rows: Sequence[Activity], period: Period, workdays: Workdays) -> Rules | None:
    """The rules that make these very items, of the words of several; None if none do."""
    try:
        rules = _rules_of_one(rows[0]) if len(rows) == 1 else read_term(rows[0].deadline_text, period=period).rules
    except RuleError:
        return None
    if rules is None:
        return None
    made = [(str(one.label or ""), one.first, one.due) for one in items(rules, period, workdays)]
    return rules if sorted(made, key=str) == sorted(map(_item, rows), key=str) or rows[0].after else None


def _item(row: Activity) -> tuple[str, object, object]:
    return row.label, row.starts_on, row.planned_due_on


def _rules_of_one(row: Activity) -> Rules:
    if row.rhythm is not None:
        return (OpenRule(row.starts_on, row.rhythm),)
    if row.after is not None:
        return rules_from_json(row.after)
    if row.planned_due_on is None:
        return (UnsetRule(),)
    return (WindowRule(row.starts_on, row.planned_due_on, row.precision),)
