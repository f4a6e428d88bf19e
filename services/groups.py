"""Group chats the bot writes to: the leadership's, bound by /bind or LEADERSHIP_CHAT_ID."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Group, Outbox, OutboxState
from models.database import Database
from services import audit

LEADERSHIP = "leadership"


@dataclass(frozen=True)
class GroupFacts:
    """A bound group; `thread_id` is its forum topic, None for the whole chat."""

    chat_id: int
    thread_id: int | None
    title: str
    is_lost: bool
    bound_at: datetime


class Groups:
    """Knows the leadership chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def leadership(self) -> GroupFacts | None:
        """The leadership chat; None before one was bound."""
        async with self._database.read() as session:
            return await leadership(session)

    async def bind(self, chat_id: int, thread_id: int | None, title: str, actor: int | str, now: datetime) -> bool:
        """Make this chat the leadership chat, in the place of any other; False where it was already."""
        async with self._database.write() as session:
            before = await leadership(session)
            if before is not None and (before.chat_id, before.thread_id) == (chat_id, thread_id) and not before.is_lost:
                return False
            await session.execute(delete(Group).where(Group.purpose == LEADERSHIP))
            session.add(Group(chat_id=chat_id, thread_id=thread_id, title=title, purpose=LEADERSHIP, bound_at=now))
            # A summary that the lost chat could not take goes to this one (if its week is not over: see its letter).
            await session.execute(
                update(Outbox)
                .where(Outbox.kind == "summary", Outbox.state == OutboxState.FAILED)
                .values(state=OutboxState.QUEUED, chat_id=chat_id, next_try_at=now, attempts=0)
            )
            audit.note(
                session,
                "group.bound",
                f"group:{chat_id}",
                actor=actor,
                now=now,
                before={"chat": before.chat_id if before else None},
                after={"chat": chat_id, "thread": thread_id},
            )
        return True

    async def found(self, chat_id: int) -> None:
        """The bot is in this group again."""
        async with self._database.write() as session:
            await session.execute(update(Group).where(Group.chat_id == chat_id).values(lost_at=None))

    async def migrated(self, old: int, new: int, now: datetime) -> None:
        """The group became a supergroup: it and what waits for it go on under the new id."""
        async with self._database.write() as session:
            moved = update(Group).where(Group.chat_id == old).values(chat_id=new, lost_at=None).returning(Group.id)
            known = await session.scalar(moved)
            await session.execute(
                update(Outbox)
                .where(Outbox.chat_id == old, Outbox.state.in_([OutboxState.QUEUED, OutboxState.SENDING]))
                .values(chat_id=new)
            )
            if known is not None:
                audit.note(session, "group.migrated", f"group:{old}", actor=audit.SYSTEM, now=now, after={"chat": new})


async def leadership(session: AsyncSession) -> GroupFacts | None:
    """The leadership chat."""
    row = await session.scalar(select(Group).where(Group.purpose == LEADERSHIP))
    if row is None:
        return None
    return GroupFacts(row.chat_id, row.thread_id, row.title, row.lost_at is not None, row.bound_at)
