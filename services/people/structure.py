"""Who leads and belongs to which unit: read by whoever must know whose people somebody's are."""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models import Assignment, Executor, ExecutorKind, Link, Membership, UnitGroup
from models.statements import Ask
from services.plan.activities import planned_executors
from services.plan.figures import ExecutorRef, executor_ref


@dataclass(frozen=True)
class UnitFacts:
    """A unit, who leads it and who belongs to it; a class gives each of its `members` a part of their own.

    `is_head_linked`: somebody answers for the head, who so can be told something.
    """

    unit: ExecutorRef
    head: ExecutorRef | None
    members: tuple[ExecutorRef, ...]
    is_class: bool
    is_head_linked: bool = False


def units() -> Select[int]:
    """The ids of the units that the plans in force name, to whose members they give work, or that have had none yet."""
    planned, unit = planned_executors(), aliased(Executor)
    with_people = select(Membership.unit_id).where(Membership.member_id.in_(planned))
    had_work = select(Assignment.id).where(Assignment.executor_id == unit.id).exists()
    named = or_(unit.id.in_(planned), unit.id.in_(with_people), ~had_work)
    return select(unit.id).where(unit.kind == ExecutorKind.UNIT, named)


def is_engaged(executor: InstrumentedAttribute[int] = Executor.id) -> ColumnElement[bool]:
    """Condition on an executor's id: the plans in force give them work, or they lead or belong to a unit in it."""
    unit = aliased(Executor)
    heads = select(unit.head_id).where(unit.id.in_(units()), unit.head_id.is_not(None))
    members = select(Membership.member_id).where(Membership.unit_id.in_(units()))
    return or_(executor.in_(planned_executors()), executor.in_(heads), executor.in_(members))


def led_by(ask: Ask, executor_ids: Collection[int]) -> tuple[ExecutorRef, ...]:
    """The units that these executors lead, and who belongs to them, without themselves; in the plan's order."""
    rows = ask(_led(), {"heads": list(executor_ids)})
    return tuple(ExecutorRef(*named) for named in rows if named[0] not in executor_ids)


@functools.cache
def _led() -> Select[*tuple[Any, ...]]:
    """The columns of an `ExecutorRef` of the units that executors lead, and of who belongs to them."""
    unit = aliased(Executor)
    led = select(unit.id).where(unit.head_id.in_(bindparam("heads", expanding=True)))
    members = select(Membership.member_id).where(Membership.unit_id.in_(led))
    either = led.union_all(members)  # with «or» PostgreSQL reads every executor
    return (
        select(Executor.id, Executor.key, Executor.name, Executor.kind == ExecutorKind.UNIT, Executor.head)
        .where(Executor.id.in_(either))
        .order_by(Executor.position, Executor.id)
    )


async def heads_of(session: AsyncSession, executor_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Who (ids) leads each of these executors: the unit's own head, and those of the units to which they belong.

    Nobody leads themself, so whoever heads their only unit is left out.
    """
    own = select(Executor.id, Executor.head_id).where(Executor.id.in_(executor_ids), Executor.head_id.is_not(None))
    belongs = (
        select(Membership.member_id, Executor.head_id)
        .join(Executor, Executor.id == Membership.unit_id)
        .where(Membership.member_id.in_(executor_ids), Executor.head_id.is_not(None))
    )
    found: dict[int, frozenset[int]] = {}
    for query in (own, belongs):
        for executor_id, head_id in await session.execute(query):
            if head_id is not None and head_id != executor_id:
                found[executor_id] = found.get(executor_id, frozenset()) | {head_id}
    return found


async def unheard_heads(session: AsyncSession, executor_ids: Collection[int]) -> tuple[ExecutorRef, ...]:
    """The heads of these executors whom nobody answers for, so that they can be told nothing."""
    heads = {one for of in (await heads_of(session, executor_ids)).values() for one in of}
    linked = select(Link.id).where(Link.executor_id == Executor.id).exists()
    query = select(Executor).where(Executor.id.in_(heads), ~linked).order_by(Executor.position, Executor.id)
    return tuple(executor_ref(row) for row in await session.scalars(query)) if heads else ()


async def heard_executors(session: AsyncSession) -> frozenset[str]:
    """The keys of the executors for whom somebody is told; of units those whose head, member or own group is."""
    unit = aliased(Executor)
    linked = select(Link.executor_id)
    of_members = select(Membership.unit_id).where(Membership.member_id.in_(linked))
    of_groups = select(UnitGroup.unit_id).where(UnitGroup.lost_at.is_(None))
    led = select(unit.id).where(unit.head_id.in_(linked))
    heard = or_(*(Executor.id.in_(one) for one in (linked, of_members, of_groups, led)))
    return frozenset(await session.scalars(select(Executor.key).where(heard)))


async def classes(session: AsyncSession) -> dict[str, list[str]]:
    """The keys of the members of each class that has any, in the plan's order, by its own key."""
    unit, member = aliased(Executor), aliased(Executor)
    query = (
        select(unit.key, member.key)
        .join(Membership, Membership.unit_id == unit.id)
        .join(member, member.id == Membership.member_id)
        .where(unit.is_class)
        .order_by(member.position, member.id)
    )
    found: dict[str, list[str]] = {}
    for key, of in await session.execute(query):
        found.setdefault(key, []).append(of)
    return found


def with_members(keys: Iterable[str], members: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Executors' keys with the members of a class in its place, each once."""
    return tuple(dict.fromkeys(one for key in keys for one in members.get(key, (key,))))


async def unit_facts(session: AsyncSession, unit_id: int) -> UnitFacts | None:
    """A unit as it stands; None if it is no unit."""
    row = await session.get(Executor, unit_id)
    return None if row is None or row.kind is not ExecutorKind.UNIT else await _facts(session, row)


async def all_units(session: AsyncSession) -> tuple[UnitFacts, ...]:
    """The units of the plans in force, in their order."""
    query = select(Executor).where(Executor.id.in_(units())).order_by(Executor.position, Executor.id)
    return tuple([await _facts(session, row) for row in await session.scalars(query)])


async def units_of(session: AsyncSession, member_id: int) -> tuple[ExecutorRef, ...]:
    """The units to which an executor belongs, and the classes in which it is listed."""
    of_member = select(Membership.unit_id).where(Membership.member_id == member_id)
    query = select(Executor).where(Executor.id.in_(of_member)).order_by(Executor.position, Executor.id)
    return tuple(executor_ref(row) for row in await session.scalars(query))


async def _facts(session: AsyncSession, row: Executor) -> UnitFacts:
    head = await session.get(Executor, row.head_id) if row.head_id is not None else None
    query = (
        select(Executor)
        .join(Membership, Membership.member_id == Executor.id)
        .where(Membership.unit_id == row.id)
        .order_by(Executor.position, Executor.id)
    )
    members = tuple(executor_ref(one) for one in await session.scalars(query))
    linked = select(Link.id).where(Link.executor_id == row.head_id).limit(1)
    return UnitFacts(
        unit=executor_ref(row),
        head=executor_ref(head) if head is not None else None,
        members=members,
        is_class=row.is_class,
        is_head_linked=head is not None and await session.scalar(linked) is not None,
    )
