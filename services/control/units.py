"""Units: who leads them, who belongs to them, and what follows for the work of those who are listed in a class."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Assignment, Executor, ExecutorKind, Membership, Plan, PlanState
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import SETTLED, follow
from services.calendar.workdays import Workdays
from services.control import editions
from services.language.names import Named, find, is_name
from services.language.script import bare
from services.messages import notices, outbox
from services.messages.kinds import Listed
from services.people.accounts import Person, accounts_of
from services.people.structure import UnitFacts, all_units, classes, is_engaged, unit_facts, units, with_members
from services.plan.activities import activities_where
from services.plan.figures import ActivityFacts, ExecutorRef, executor_ref

LONGEST_NAME = 80  # characters


@dataclass(frozen=True)
class UnitPage:
    """A unit, the other units, and whom its head and its members may be chosen from, in the plan's order."""

    facts: UnitFacts
    people: tuple[ExecutorRef, ...]


class Units:
    """Reads units, and changes what admins say of them."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days

    async def all(self) -> tuple[UnitFacts, ...]:
        """The units of the plans in force."""
        async with self._database.read() as session:
            return await all_units(session)

    async def page(self, unit_id: int) -> UnitPage | None:
        """A unit with those who may be chosen for it; None if it is no unit."""
        async with self._database.read() as session:
            facts = await unit_facts(session, unit_id)
            if facts is None:
                return None
            query = select(Executor).where(is_engaged() | Executor.id.in_(units()), Executor.id != unit_id)
            rows = await session.scalars(query.order_by(Executor.position, Executor.id))
            return UnitPage(facts, tuple(executor_ref(row) for row in rows))

    async def listed(self, unit_id: int, member_id: int, now: datetime) -> tuple[ExecutorRef, Sequence[ActivityFacts]]:
        """The class, and the work in which it gave its member a part. LookupError if there is no such class."""
        async with self._database.read() as session:
            unit = await session.get(Executor, unit_id)
            if unit is None:
                raise LookupError(f"there is no unit {unit_id}")
            ids = [one.id async for one in _of_class(session, unit.key)]
            own = select(Assignment.activity_id).where(
                Assignment.executor_id == member_id, Assignment.is_removed.is_(False)
            )
            found = await activities_where(session, self._days.of(now), Activity.id.in_(ids), Activity.id.in_(own))
            return executor_ref(unit), [one for one in found if one.is_open]

    async def lead(self, unit_id: int, head_id: int | None, by: Person, now: datetime) -> bool:
        """Let an executor lead the unit, or nobody; False if it is so already, or cannot be."""
        async with self._database.write() as session:
            head = await session.get(Executor, head_id) if head_id is not None else None
            if (head is None) != (head_id is None) or head_id == unit_id:
                return False
            return await self._lead(session, unit_id, head, by, now)

    async def _lead(
        self, session: AsyncSession, unit_id: int, head: Executor | None, by: Person, now: datetime
    ) -> bool:
        unit = await session.get(Executor, unit_id)
        if unit is None or unit.kind is not ExecutorKind.UNIT:
            return False
        before = unit.head
        led = (
            update(Executor)
            .where(Executor.id == unit_id, Executor.head_id.is_distinct_from(head.id if head is not None else None))
            .values(head_id=head.id if head is not None else None, head=head.name if head is not None else None)
            .returning(Executor.id)
        )
        if await session.scalar(led) is None:
            return False
        after: dict[str, object] = {"head": head.name if head is not None else None}
        _note(session, "executor.led", unit, by, now, before={"head": before}, after=after)
        return True

    async def belong(self, unit_id: int, member_id: int, by: Person, now: datetime, *, leaves: bool = False) -> bool:
        """Let an executor belong to the unit, or not any more; False if it is so already, or cannot be.

        Who is listed in a class gets a part in its work, and is told; who is no longer listed loses it. What was
        reported stays.
        """
        async with self._database.write() as session:
            unit, member = await session.get(Executor, unit_id), await session.get(Executor, member_id)
            if unit is None or member is None or unit.kind is not ExecutorKind.UNIT or unit_id == member_id:
                return False
            if not await _place(session, unit_id, member_id, leaves=leaves):
                return False
            action = "executor.left_unit" if leaves else "executor.joined_unit"
            _note(session, action, unit, by, now, after={"member": member.name})
            if unit.is_class:
                await self._follow(session, unit, now)
            return True

    async def make_class(self, unit_id: int, by: Person, now: datetime, *, is_class: bool) -> bool:
        """Let each member of a unit have a part of their own where the plan names it, or the unit one for all."""
        async with self._database.write() as session:
            made = (
                update(Executor)
                .where(
                    Executor.id == unit_id,
                    Executor.kind == ExecutorKind.UNIT,
                    Executor.is_class.is_(not is_class),
                )
                .values(is_class=is_class)
                .returning(Executor.id)
            )
            if await session.scalar(made) is None:
                return False
            unit = await session.get_one(Executor, unit_id, populate_existing=True)
            _note(session, "executor.class", unit, by, now, after={"is_class": is_class})
            await self._follow(session, unit, now)
            return True

    async def called(self, words: str) -> tuple[ExecutorRef, ...]:
        """The executors, ever named, whom the words may mean."""
        async with self._database.read() as session:
            rows = (await session.scalars(select(Executor).order_by(Executor.position, Executor.id))).all()
        refs = {row.key: executor_ref(row) for row in rows}
        names = [Named(row.key, row.name, tuple(row.aliases)) for row in rows]
        return tuple(refs[one.key] for one in find(words, names) if is_name(words, [one]))

    async def add(self, name: str, by: Person, now: datetime, *, heads: int | None = None) -> ExecutorRef | None:
        """A new executor of this name: a person who leads the unit `heads`, else a unit. None if it is no name.

        One that is called so already is taken instead.
        """
        name = " ".join(name.split())
        if not any(one.isalpha() for one in name) or len(name) > LONGEST_NAME:
            return None
        kind = ExecutorKind.UNIT if heads is None else ExecutorKind.PERSON
        async with self._database.write() as session:
            row = await new_executor(session, name, kind)
            if heads is not None:
                await self._lead(session, heads, row, by, now)
            else:
                _note(session, "executor.unit_added", row, by, now)
            return executor_ref(row)

    async def _follow(self, session: AsyncSession, unit: Executor, now: datetime) -> None:
        """Let the parts in what names the class be its members', and tell whoever got one."""
        added = await follow_class(session, unit, self._workdays, self._days.of(now))
        for member_id, parts in added.items():
            accounts = await accounts_of(session, [member_id])
            letter, key = Listed(unit.id, member_id), f"listed:{unit.id}:{member_id}:{now.isoformat()}"
            letters = await outbox.owe_accounts(session, accounts, letter, key=key, now=now)
            await notices.note(session, letters, Assignment.id.in_(parts))


async def new_executor(session: AsyncSession, name: str, kind: ExecutorKind) -> Executor:
    """An executor of this name, at the end of the list; the one that is called so already."""
    known = await session.scalar(select(Executor).where(Executor.name == name, Executor.kind == kind))
    if known is not None:
        return known
    last = await session.scalar(select(func.max(Executor.position))) or 0
    keys = set(await session.scalars(select(Executor.key)))
    row = Executor(key=_free(name, keys), name=name, kind=kind, aliases=[], position=last + 1)
    row.planned, row.is_class, row.head_id = {}, False, None
    session.add(row)
    await session.flush()
    return row


def _free(name: str, taken: set[str]) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", bare(name)).strip("_")[:40].rstrip("_")
    base = base if base[:1].isalpha() else f"e_{base}".rstrip("_")
    return next(key for key in (base, *(f"{base}_{number}" for number in range(2, len(taken) + 3))) if key not in taken)


async def _place(session: AsyncSession, unit_id: int, member_id: int, *, leaves: bool) -> bool:
    own = Membership.unit_id == unit_id, Membership.member_id == member_id
    if leaves:
        return await session.scalar(delete(Membership).where(*own).returning(Membership.id)) is not None
    if await session.scalar(select(Membership.id).where(*own)) is not None:
        return False
    session.add(Membership(unit_id=unit_id, member_id=member_id))
    await session.flush()
    return True


async def follow_class(session: AsyncSession, unit: Executor, workdays: Workdays, today: date) -> dict[int, list[int]]:
    """Bring the open work of the plans to what a class's members are now.

    Returns the parts (ids) that were given, by their executor (id). A part that an admin gave away stays where it is.
    """
    ids = {key: id for id, key in await session.execute(select(Executor.id, Executor.key))}
    members = await classes(session)
    given: dict[int, list[int]] = {}
    async for activity in _of_class(session, unit.key):
        before = list(activity.planned_executors)
        wanted = with_members(await _named(session, activity), members)
        if list(wanted) == before or activity.state in SETTLED:
            continue
        activity.planned_executors = list(wanted)
        gone, new = set(before) - set(wanted), [key for key in wanted if key not in before]
        for part in await _give(session, activity, {ids[one] for one in gone}, [ids[one] for one in new], today):
            given.setdefault(part.executor_id, []).append(part.id)
        await follow(session, activity, workdays, today)
    return given


async def _of_class(session: AsyncSession, key: str):  # type: ignore[no-untyped-def]  # an asynchronous iterator
    """The activities whose plan file names the class."""
    plans = select(Plan).where(Plan.state.in_([PlanState.ACTIVE, PlanState.WAITING]))
    for plan in (await session.scalars(plans)).all():
        file = await editions.file_in_force(session, plan.id)
        numbers = [one.number for one in file.activities if key in one.executors] if file is not None else []
        rows = select(Activity).where(
            Activity.plan_id == plan.id, Activity.number.in_(numbers), Activity.is_removed.is_(False)
        )
        for row in (await session.scalars(rows.order_by(Activity.id))).all() if numbers else ():
            yield row


async def _named(session: AsyncSession, activity: Activity) -> tuple[str, ...]:
    """The executors whom the plan file names, the class itself among them."""
    file = await editions.file_in_force(session, activity.plan_id)
    return next((one.executors for one in file.activities if one.number == activity.number), ()) if file else ()


async def _give(
    session: AsyncSession, activity: Activity, gone: set[int], new: Sequence[int], today: date
) -> list[Assignment]:
    """Take the parts of those who are gone and give one to each of the new; the first of them in a free place."""
    query = select(Assignment).where(Assignment.activity_id == activity.id).order_by(Assignment.position)
    parts = {one.executor_id: one for one in await session.scalars(query)}
    free = [one.position for one in parts.values() if one.executor_id in gone and not one.is_removed]
    for executor_id in gone & parts.keys():
        parts[executor_id].is_removed = True
    last = max((one.position for one in parts.values()), default=-1)
    given = []
    for executor_id in new:
        position = free.pop(0) if free else (last := last + 1)
        part = parts.get(executor_id) or Assignment(activity_id=activity.id, executor_id=executor_id)
        part.position, part.is_removed = position, False
        part.given_on = today if today > activity.starts_on else None
        session.add(part)
        given.append(part)
    await session.flush()
    return given


def _note(
    session: AsyncSession,
    action: str,
    unit: Executor,
    by: Person,
    now: datetime,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    subject = f"executor:{unit.key}"
    audit.note(session, action, subject, actor=by.telegram_id, now=now, before=before, after=after)
