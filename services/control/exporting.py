"""The plan in force as a plan file again: as loaded, with what has been changed and extended since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeGuard

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import Activity, Assignment, Executor, Membership, Plan
from models.terms import Precision
from services.calendar.occurrences import Label, items
from services.calendar.rules import AfterRule, Rules, WindowRule, rule_to_json
from services.calendar.units import Unit, unit_of
from services.calendar.workdays import Workdays
from services.control import editions
from services.people.structure import classes, with_members
from services.plan import file as planfile
from services.plan.file import PlanFile, RuledDeadline
from services.terms.reader import read_heading, read_term


@dataclass(frozen=True)
class Moved:
    """A deadline in force that is not the plan's; `label` tells one of several items with this number."""

    number: int
    label: Label | None
    planned: date | None
    due: date


@dataclass(frozen=True)
class Exported:
    """The plan in force as a plan file.

    `moved` are the deadlines that were moved. The file gives those of activities with one item as they are in force
    (`restated`); the rule of several items cannot say that one of them was given more time. `planned`
    are the plan's own terms of those.
    """

    file: PlanFile
    moved: tuple[Moved, ...] = ()
    restated: frozenset[int] = frozenset()
    planned: Mapping[int, Rules] = field(default_factory=dict)


async def exported(session: AsyncSession, plan: Plan) -> Exported | None:
    """The plan as it is in force; None of a plan whose file was not kept."""
    file = await editions.file_in_force(session, plan.id)
    if file is None:
        return None
    rows = await _rows(session, plan.id)
    orders = await editions.orders_of(session, plan.id)
    terms = await _part_terms(session, plan.id)
    members = await classes(session)
    restated = {
        one.number: rule for one in file.activities if (rule := _restated(one, rows.get(one.number, ()))) is not None
    }
    sections = tuple(
        section.model_copy(
            update={
                "activities": tuple(
                    _with_part_terms(
                        _activity(one, rows.get(one.number, ()), orders, members, restated.get(one.number)),
                        rows.get(one.number, ()),
                        terms,
                        members,
                    )
                    for one in section.activities
                )
            }
        )
        for section in file.sections
    )
    named = {key for section in sections for one in section.activities for key in one.executors}
    listed = (*file.executors, *await _further(session, named - {one.key for one in file.executors}))
    executors = await _staffed(session, listed)
    return Exported(
        file.model_copy(update={"sections": sections, "executors": executors}),
        tuple(_moved(rows)),
        frozenset(restated),
        {one.number: one.deadline.rules for one in file.activities if one.number in restated},
    )


def says_the_same(file: PlanFile, kept: Exported) -> bool:
    """Whether a file says what is in force already, so that loading it would change nothing.

    What a document cannot say does not count: executors who have no part, their other spellings, and the words of a
    term that do not give its rule (the document has others, which do); nor whom it does not name as a unit's head, its
    members, or a class.
    """
    return _essence(file, kept) == _essence(kept.file, kept) and not restaffed(file, kept.file)


def restaffed(file: PlanFile, kept: PlanFile) -> tuple[str, ...]:
    """The names of the units of which a file says another head, other members, or that they are a class, or none."""
    known = {one.key: one for one in kept.executors}
    return tuple(one.name for one in file.executors if one.kind == "unit" and _says_anew(one, known.get(one.key)))


def _says_anew(one: planfile.Executor, own: planfile.Executor | None) -> bool:
    if own is None:
        return bool(one.led_by or one.members or one.is_class)
    says_who = bool(one.members) and set(one.members) != set(own.members)
    says_class = bool(one.members or one.is_class) and one.is_class != own.is_class
    return says_who or says_class or (one.led_by is not None and one.led_by != own.led_by)


def _essence(file: PlanFile, kept: Exported) -> object:
    names = {one.key: (one.name, one.kind, one.head) for one in file.executors}
    terms = {one.number: one.deadline for one in kept.file.activities}

    def activity(one: planfile.Activity, title: str) -> object:
        term: object = (one.deadline.text, one.deadline.rules)
        own = terms.get(one.number)
        is_planned = one.deadline.rules == kept.planned.get(one.number)  # beside it what was given stands
        if own is not None and (is_planned or _means_the_same(one.deadline.rules, own.rules, kept.file)):
            # The rule as it is in force; its words count where they say it.
            is_worded = one.number not in kept.restated and is_read_as(own.text, own.rules, kept.file, title)
            term = (one.deadline.text if is_worded else "", own.rules)
        people = [(key, names.get(key)) for key in one.executors]
        own_terms = (one.part_terms, one.needs_document)
        return one.number, one.short_name, one.text, term, people, own_terms, one.partners, one.extra

    return (
        (file.title, file.organisation, file.period, file.document_day),
        [(one.number, one.text) for one in file.priorities],
        [(one.number, one.text, one.deadline.rules) for one in file.agenda],
        [(one.number, one.title, [activity(each, one.title) for each in one.activities]) for one in file.sections],
    )


def is_read_as(text: str, rules: Rules, file: PlanFile, above: str) -> bool:
    """Whether the words of a term, below this heading, are read with certainty as these rules."""
    found = read_term(text, period=file.period, heading=read_heading(above), document_day=file.document_day)
    return found.rules is not None and _means_the_same(found.rules, rules, file)


def _means_the_same(one: Rules, other: Rules, file: PlanFile) -> bool:
    """Whether two rules make the same items: «доимий» begins with the plan, whether its day is given or not."""
    if one == other or any(isinstance(rule, AfterRule) for rule in (*one, *other)):
        return one == other
    made = [items(rules, file.period, Workdays(), document_day=file.document_day) for rules in (one, other)]
    return made[0] == made[1]


async def _rows(session: AsyncSession, plan_id: int) -> Mapping[int, Sequence[Activity]]:
    query = select(Activity).where(Activity.plan_id == plan_id, Activity.is_removed.is_(False)).order_by(Activity.id)
    found: dict[int, list[Activity]] = {}
    for row in await session.scalars(query):
        found.setdefault(row.number, []).append(row)
    return found


def entry_of(one: Executor) -> dict[str, object]:
    """An executor as the plan file lists them."""
    return {"key": one.key, "name": one.name, "kind": str(one.kind), "aliases": tuple(one.aliases), "head": one.head}


async def _further(session: AsyncSession, keys: set[str]) -> tuple[planfile.Executor, ...]:
    """Executors whom the file does not list."""
    query = select(Executor).where(Executor.key.in_(keys)).order_by(Executor.position, Executor.id)
    return tuple(
        planfile.Executor.model_validate(entry_of(one)) for one in (await session.scalars(query) if keys else ())
    )


async def _staffed(session: AsyncSession, entries: Sequence[planfile.Executor]) -> tuple[planfile.Executor, ...]:
    """The executors with the heads, members and classes that stand now, and whoever is a head or a member besides."""
    head, member = aliased(Executor), aliased(Executor)
    units = {one.key for one in entries if one.kind == "unit"}
    rows = select(Executor, head.key).outerjoin(head, head.id == Executor.head_id).where(Executor.key.in_(units))
    stands = {row.key: (row, leader) for row, leader in await session.execute(rows)}
    belongs = (
        select(Executor.key, member.key)
        .join(Membership, Membership.unit_id == Executor.id)
        .join(member, member.id == Membership.member_id)
        .where(Executor.key.in_(units))
        .order_by(member.position, member.id)
    )
    members: dict[str, list[str]] = {}
    for key, of in await session.execute(belongs):
        members.setdefault(key, []).append(of)
    staffed = [_with_people(one, stands.get(one.key), members.get(one.key, ())) for one in entries]
    wanted = {key for one in staffed for key in (*one.members, one.led_by) if key is not None}
    return (*staffed, *await _further(session, wanted - {one.key for one in entries}))


def _with_people(
    one: planfile.Executor, stands: tuple[Executor, str | None] | None, members: Sequence[str]
) -> planfile.Executor:
    """A unit's entry as it stands; what the file says in the same sense stays as it is written there."""
    if stands is None:
        return one
    row, head = stands
    changed: dict[str, object] = {}
    if head != one.led_by and (one.head is None or one.head != row.head):
        changed |= {"led_by": head, "head": row.head}
    if set(members) != set(one.members):
        changed["members"] = tuple(members)
    if row.is_class != one.is_class:
        changed["is_class"] = row.is_class
    return one.model_copy(update=changed) if changed else one


def _activity(
    one: planfile.Activity,
    rows: Sequence[Activity],
    orders: Mapping[int, Sequence[str]],
    members: Mapping[str, Sequence[str]],
    rule: WindowRule | None,
) -> planfile.Activity:
    """The activity with what all of its items have in common: a change of one of several stays that one's."""
    changed: dict[str, object] = {}
    texts = {row.text for row in rows}
    if len(texts) == 1 and texts != {one.text}:
        changed["text"] = texts.pop()
    executors = {tuple(orders.get(row.id, ())) for row in rows}
    if len(executors) == 1 and executors not in ({one.executors}, {()}) and not _are_listed(one, executors, members):
        changed["executors"] = executors.pop()
    if rule is not None:
        changed["deadline"] = RuledDeadline.model_validate({"text": one.deadline.text, "rule": rule_to_json(rule)})
    return one.model_copy(update=changed) if changed else one


async def _part_terms(session: AsyncSession, plan_id: int) -> Mapping[int, Mapping[str, date]]:
    """The own terms of co-executors' parts that are in force, by activity (id) and executor (key)."""
    query = (
        select(Assignment.activity_id, Executor.key, Assignment.due_on)
        .join(Executor, Executor.id == Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == plan_id, Assignment.is_removed.is_(False), Assignment.due_on <= Activity.due_on)
        .order_by(Assignment.activity_id, Assignment.position)
    )
    found: dict[int, dict[str, date]] = {}
    for activity_id, key, due_on in await session.execute(query):
        if due_on is not None:
            found.setdefault(activity_id, {})[key] = due_on
    return found


def _with_part_terms(
    one: planfile.Activity,
    rows: Sequence[Activity],
    terms: Mapping[int, Mapping[str, date]],
    members: Mapping[str, Sequence[str]],
) -> planfile.Activity:
    """The activity with the own terms of its parts, where it has the one deadline that leaves room for them.

    A class has the term that all of its members have.
    """
    rules = one.deadline.rules
    last = rules[0].last if len(rules) == 1 and isinstance(rules[0], WindowRule) else None
    own = terms.get(rows[0].id, {}) if len(rows) == 1 and last is not None else {}
    days = {key: {own.get(each) for each in members.get(key, (key,))} for key in one.executors[1:]}
    stands = {key: day for key, all_of in days.items() for day in all_of if len(all_of) == 1 and _fits(day, last)}
    return one if stands == one.part_terms else one.model_copy(update={"part_terms": stands})


def _fits(day: date | None, last: date | None) -> TypeGuard[date]:
    return day is not None and last is not None and day <= last


def _are_listed(
    one: planfile.Activity, orders: Collection[Sequence[str]], members: Mapping[str, Sequence[str]]
) -> bool:
    """Whether the executors are those whom the file names, with the members of classes, who came in any order."""
    named = with_members(one.executors, members)
    is_lead = all(order[0] in members.get(one.executors[0], one.executors[:1]) for order in orders)
    return named != one.executors and is_lead and all(set(order) == set(named) for order in orders)


def _restated(one: planfile.Activity, rows: Sequence[Activity]) -> WindowRule | None:
    """The rule of an activity with one item whose deadline was moved or given; None if the plan's own holds."""
    if len(rows) != 1 or rows[0].due_on is None or not _is_moved(rows[0]):
        return None
    row, due = rows[0], rows[0].due_on
    has_no_first = any(isinstance(rule, WindowRule) and rule.first is None for rule in one.deadline.rules)
    return WindowRule(None if has_no_first else row.starts_on, due, _precision(row, due))


def _precision(row: Activity, due: date) -> Precision:
    """How exactly the moved deadline is told: as the plan's own if it ends such a unit, else in months or days."""
    for unit in (unit_of(row.precision), Unit.MONTH if row.precision is not Precision.DAY else None):
        if unit is not None and due == unit.last_day(due) and row.starts_on == unit.first_day(row.starts_on):
            return Precision(unit.value)
    return Precision.DAY


def _is_moved(row: Activity) -> bool:
    if row.due_on is None or row.due_on == row.planned_due_on or row.rhythm is not None:
        return False
    return row.after is None or row.planned_due_on is not None


def _moved(rows: Mapping[int, Sequence[Activity]]) -> Sequence[Moved]:
    return [
        Moved(number, Label.parse(row.label), row.planned_due_on, row.due_on)
        for number, own in sorted(rows.items())
        for row in own
        if row.due_on is not None and _is_moved(row)
    ]
