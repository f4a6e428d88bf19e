"""Units' own group chats, bound by /bind, to which a unit's reminders go as well."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Activity, Assignment, Executor, Group, UnitGroup
from models.database import Database
from services import audit
from services.calendar.local_days import LocalDays
from services.messages.kinds import UnitReminder
from services.people.accounts import Person
from services.people.structure import UnitFacts, all_units
from services.plan.activities import activities_where
from services.plan.figures import ActivityFacts, ExecutorRef, executor_ref


@dataclass(frozen=True)
class UnitGroupFacts:
    """A unit's group chat."""

    unit: ExecutorRef
    chat_id: int
    title: str


class UnitGroups:
    """Reads and binds units' groups."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def of_chat(self, chat_id: int) -> UnitGroupFacts | None:
        """The unit's group that this chat is; None if it is none."""
        async with self._database.read() as session:
            query = select(UnitGroup, Executor).join(Executor, Executor.id == UnitGroup.unit_id)
            row = (await session.execute(query.where(UnitGroup.chat_id == chat_id))).one_or_none()
            return None if row is None else UnitGroupFacts(executor_ref(row[1]), row[0].chat_id, row[0].title)

    async def choices(self) -> tuple[UnitFacts, ...]:
        """The units whose group a chat may be."""
        async with self._database.read() as session:
            return await all_units(session)

    async def bind(
        self, unit_id: int, chat_id: int, thread_id: int | None, title: str, *, by: Person, now: datetime
    ) -> ExecutorRef | None:
        """Make this chat the unit's group, instead of what either was bound to; None if there is no such unit."""
        async with self._database.write() as session:
            unit = await session.get(Executor, unit_id)
            if unit is None:
                return None
            await session.execute(
                delete(UnitGroup).where(or_(UnitGroup.chat_id == chat_id, UnitGroup.unit_id == unit_id))
            )
            await session.execute(delete(Group).where(Group.chat_id == chat_id))
            session.add(
                UnitGroup(
                    unit_id=unit_id,
                    chat_id=chat_id,
                    thread_id=thread_id,
                    title=title,
                    bound_at=now,
                    reminded_through=self._days.of(now),
                )
            )
            _note(session, "group.of_unit", chat_id, unit, by=by, now=now)
            return executor_ref(unit)

    async def work(self, about: UnitReminder, now: datetime) -> tuple[ExecutorRef, tuple[ActivityFacts, ...]] | None:
        """The unit, and what of the reminder it still has to do; None if that is nothing."""
        async with self._database.read() as session:
            unit = await session.get(Executor, about.unit)
            ids = [item.assignment_id for item in about.items]
            own = select(Assignment.activity_id).where(
                Assignment.id.in_(ids), Assignment.is_removed.is_(False), Assignment.done.is_(False)
            )
            found = await activities_where(session, self._days.of(now), Activity.id.in_(own))
        left = tuple(one for one in found if one.is_worked_on)
        return (executor_ref(unit), left) if unit is not None and left else None

    async def unbind(self, chat_id: int, by: Person, now: datetime) -> ExecutorRef | None:
        """Let the chat be no unit's group any more; the unit whose it was, None if it was nobody's."""
        async with self._database.write() as session:
            gone = delete(UnitGroup).where(UnitGroup.chat_id == chat_id).returning(UnitGroup.unit_id)
            unit_id = await session.scalar(gone)
            if unit_id is None:
                return None
            unit = await session.get_one(Executor, unit_id)
            _note(session, "group.no_unit", chat_id, unit, by=by, now=now)
            return executor_ref(unit)


def _note(session: AsyncSession, action: str, chat_id: int, unit: Executor, *, by: Person, now: datetime) -> None:
    audit.note(session, action, f"group:{chat_id}", actor=by.telegram_id, now=now, after={"unit": unit.name})
