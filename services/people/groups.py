"""The leadership's group chat, bound by /bind or LEADERSHIP_CHAT_ID."""

import enum
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Update, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Audit, Group, Outbox, OutboxState, Plan, PlanState, UnitGroup
from models.database import Database
from models.sight import EVERY_LINE
from models.statements import Ask
from services import audit
from services.messages import outbox
from services.messages.kinds import HowToWrite, LeadershipSetting, LetterKind
from services.people.accounts import Person
from services.people.admins import Admins

OF_LEADERSHIP = (  # what is said in a leadership's chat alone
    LetterKind.SUMMARY,
    LetterKind.PLAN_CARD,
    LetterKind.FINAL,
    LetterKind.FINAL_REPORT,
    LetterKind.PERSONAL_CONTROL,
    LetterKind.PLAN_AMENDED_COUNTS,
)
TO_GROUPS = (
    *OF_LEADERSHIP,
    LetterKind.PLAN_CLOSED,
    LetterKind.PLAN_REOPENED,
    LetterKind.HOW_TO_WRITE,
)


@dataclass(frozen=True)
class GroupFacts:
    """A leadership's chat; `thread_id` is its forum topic, None for the whole chat.

    `line` is the line of plans whose own chat it is; None of the organisation's, which sees every plan. `orders` are
    the lines of the papers of what is ordered there.
    """

    chat_id: int
    thread_id: int | None
    title: str
    is_lost: bool
    bound_at: datetime
    line: int | None = None
    orders: frozenset[int] = frozenset()

    @property
    def lines(self) -> frozenset[int] | None:
        """The lines of plans that are seen there; None: every one."""
        return None if self.line is None else frozenset({self.line, *self.orders})

    def sees(self, line: int) -> bool:
        """Whether the plans of this line are seen there."""
        return self.lines is None or line in self.lines


class Setting(enum.StrEnum):
    """What to tell the admins about LEADERSHIP_CHAT_ID."""

    NO_MINUS = "no_minus"
    CHANNEL = "channel"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    OTHER = "other"


class Groups:
    """Reads, binds and follows the leadership's chats: the organisation's, and plans' own."""

    def __init__(self, database: Database, admins: Admins) -> None:
        self._database = database
        self._admins = admins

    async def leadership(self) -> GroupFacts | None:
        """The chat of the organisation's leadership; None if none is bound."""
        async with self._database.read() as session:
            return await leadership(session)

    async def all(self) -> tuple[GroupFacts, ...]:
        """Every leadership's chat, the organisation's first."""
        return await self._database.ask(_asked)

    async def of_chat(self, chat_id: int) -> GroupFacts | None:
        """The leadership's chat with this id; None if it is none."""
        return next((one for one in await self.all() if one.chat_id == chat_id), None)

    async def bind_to_plan(
        self, plan_id: int, chat_id: int, thread_id: int | None, title: str, *, by: Person, now: datetime
    ) -> str | None:
        """Make this chat the own leadership chat of a plan that is carried out; what the plan is called by.

        It is nothing else any more, and the plan's former chat is its chat no longer: what waits for that one goes to
        this one. None if no such plan is carried out.
        """
        async with self._database.write() as session:
            plan = await session.get(Plan, plan_id)
            if plan is None or plan.state is not PlanState.ACTIVE:
                return None
            before = next((one for one in await leadership_chats(session) if one.line == plan.line), None)
            if before is not None and (before.chat_id, before.thread_id) == (chat_id, thread_id) and not before.is_lost:
                return plan.mark or plan.title  # pressed twice
            if (other := await of_chat(session, chat_id)) is not None and other.line != plan.line:
                await _cancel(session, chat_id)
            if before is not None and before.chat_id != chat_id:
                await _hand_over(session, before.chat_id, chat_id)
            await session.execute(delete(Group).where(or_(Group.chat_id == chat_id, Group.line == plan.line)))
            await session.execute(delete(UnitGroup).where(UnitGroup.chat_id == chat_id))
            session.add(Group(chat_id=chat_id, thread_id=thread_id, title=title, bound_at=now, line=plan.line))
            after = {"plan": plan.mark or plan.title, "chat": chat_id, "thread": thread_id}
            audit.note(session, "group.of_plan", f"group:{chat_id}", actor=by.telegram_id, now=now, after=after)
            return plan.mark or plan.title

    async def unbind(self, chat_id: int, by: Person, now: datetime) -> bool:
        """Let a plan's own chat be nobody's, for the organisation's; False if it was none."""
        async with self._database.write() as session:
            gone = delete(Group).where(Group.chat_id == chat_id, Group.line.is_not(None)).returning(Group.line)
            line = await session.scalar(gone)
            if line is None:
                return False
            await _cancel(session, chat_id)
            after = {"plan": await _called(session, line)}
            audit.note(session, "group.no_plan", f"group:{chat_id}", actor=by.telegram_id, now=now, after=after)
            return True

    async def bind(self, chat_id: int, thread_id: int | None, title: str, actor: int | str, now: datetime) -> bool:
        """Make this chat the leadership chat, replacing any other; False if it already was."""
        async with self._database.write() as session:
            return await _bind(session, chat_id, thread_id, title, actor=actor, now=now)

    async def found(self, chat_id: int, now: datetime) -> bool:
        """Record that the bot can write to this group again. Returns whether the group had been lost.

        A summary that could not be delivered is sent now (unless its week is over: see its letter).
        """
        is_lost = (Group.chat_id == chat_id) & Group.lost_at.is_not(None)
        of_unit = (UnitGroup.chat_id == chat_id) & UnitGroup.lost_at.is_not(None)
        async with self._database.read() as session:
            is_units = await session.scalar(select(UnitGroup.id).where(of_unit)) is not None
        if is_units:
            async with self._database.write() as session:
                await session.execute(update(UnitGroup).where(of_unit).values(lost_at=None))
                audit.note(session, "group.found", f"group:{chat_id}", actor=audit.SYSTEM, now=now)
            return True
        async with self._database.read() as session:
            if await session.scalar(select(Group.id).where(is_lost)) is None:
                return False
        async with self._database.write() as session:
            if await session.scalar(update(Group).where(is_lost).values(lost_at=None).returning(Group.id)) is None:
                return False
            await _send_failed_summaries(session, chat_id, now)
            audit.note(session, "group.found", f"group:{chat_id}", actor=audit.SYSTEM, now=now)
        return True

    async def refuse(self, chat_id: int, what: Setting, now: datetime) -> bool:
        """Unbind a chat that is not a group (a channel, a private chat). Returns whether it was the leadership chat.

        Messages waiting for it are cancelled, and the admins are told.
        """
        async with self._database.write() as session:
            gone = delete(Group).where(Group.chat_id == chat_id).returning(Group.id)
            if await session.scalar(gone) is None:
                return False
            await _cancel(session, chat_id)
            audit.note(session, "group.refused", f"group:{chat_id}", actor=audit.SYSTEM, now=now)
            await self._tell(session, what, chat_id, "0", now)
        return True

    async def settle(self, chat_id: int, title: str | None, configured: int, now: datetime) -> Setting | None:
        """Follow LEADERSHIP_CHAT_ID (`configured`; `chat_id` is what that chat became). Returns what the admins hear.

        A group that an admin bound by /bind stays; the setting may replace only a group that the setting bound. A chat
        that the bot is not in (`title` is None) replaces no other. The admins are told once about each difference.
        """
        async with self._database.write() as session:
            bound = await leadership(session)
            if bound is not None and bound.chat_id == chat_id:
                if title is not None or not await _is_by_setting(session):
                    return None
                await self._tell(session, Setting.UNKNOWN, configured, "0", now)
                return Setting.UNKNOWN
            if chat_id > 0:
                what = Setting.NO_MINUS
            elif bound is not None and not await _is_by_setting(session):
                what = Setting.OTHER
            elif title is None:
                what = Setting.UNKNOWN
            else:
                what = Setting.CHANGED
            if what is Setting.CHANGED or (what is Setting.UNKNOWN and bound is None):
                await _bind(session, chat_id, None, title or "LEADERSHIP_CHAT_ID", actor=audit.SYSTEM, now=now)
            if title is None:  # nothing is sent there until the bot is a member
                await session.execute(update(Group).where(Group.chat_id == chat_id).values(lost_at=now))
            if what is Setting.CHANGED and bound is None:  # as it should be
                return None
            await self._tell(session, what, configured, str(bound.chat_id if bound is not None else 0), now)
        return what

    async def refuse_setting(self, configured: int, now: datetime) -> None:
        """Tell the admins, once, that LEADERSHIP_CHAT_ID is a channel."""
        async with self._database.write() as session:
            await self._tell(session, Setting.CHANNEL, configured, "0", now)

    async def heir(self, chat_id: int) -> int:
        """The id of the supergroup that this group became, or its own id if it did not."""
        async with self._database.read() as session:
            query = select(Audit.subject, Audit.after).where(Audit.action == "group.migrated").order_by(Audit.id)
            moves = {subject: (after or {}).get("chat") for subject, after in await session.execute(query)}
        heir = moves.get(f"group:{chat_id}")
        return heir if isinstance(heir, int) else chat_id

    async def has_moved_here(self, chat_id: int) -> bool:
        """Whether a leadership's chat became this supergroup."""
        async with self._database.read() as session:
            moved = await session.scalars(select(Audit.after).where(Audit.action == "group.migrated"))
            return any((after or {}).get("chat") == chat_id for after in moved)

    async def tell_how_to_write(self, chat_id: int, voice: int, username: str, now: datetime, today: date) -> None:
        """Queue, once per day, how to write to the bot (`username`), for people who write as a chat (`voice`)."""
        async with self._database.write() as session:
            key = f"how_to_write:{chat_id}:{voice}:{today}"
            await outbox.owe(session, HowToWrite(username), key=key, chat_id=chat_id, now=now)

    async def _tell(self, session: AsyncSession, what: Setting, chat_id: int, beside: str, now: datetime) -> None:
        await self._admins.tell(
            session, LeadershipSetting(what, chat_id), key=f"leadership_setting:{what}:{chat_id}:{beside}", now=now
        )

    async def migrated(self, old: int, new: int, now: datetime) -> None:
        """Move the group, and the messages waiting for it, to the id of the supergroup that it became."""
        async with self._database.write() as session:
            moved = update(Group).where(Group.chat_id == old).values(chat_id=new, lost_at=None).returning(Group.id)
            known = await session.scalar(moved)
            if await session.scalar(select(UnitGroup.id).where(UnitGroup.chat_id == new)) is not None:
                await session.execute(delete(UnitGroup).where(UnitGroup.chat_id == old))  # bound anew before this came
            of_unit = update(UnitGroup).where(UnitGroup.chat_id == old).values(chat_id=new, lost_at=None)
            known = await session.scalar(of_unit.returning(UnitGroup.id)) or known
            await session.execute(
                update(Outbox)
                .where(Outbox.chat_id == old, Outbox.state.in_([OutboxState.QUEUED, OutboxState.SENDING]))
                .values(chat_id=new)
            )
            if known is not None:
                audit.note(session, "group.migrated", f"group:{old}", actor=audit.SYSTEM, now=now, after={"chat": new})


async def leadership(session: AsyncSession) -> GroupFacts | None:
    """The chat of the organisation's leadership."""
    return next((one for one in await leadership_chats(session) if one.line is None), None)


async def leadership_of(session: AsyncSession, line: int) -> GroupFacts | None:
    """The leadership chat of a line of plans: its own, by default the organisation's."""
    return next((one for one in reversed(await leadership_chats(session)) if one.sees(line)), None)


async def leadership_chats(session: AsyncSession) -> tuple[GroupFacts, ...]:
    """Every leadership's chat, the organisation's first."""
    rows = (await session.scalars(_bound())).all()
    is_of_plans = any(row.line is not None for row in rows)
    return _in_order(rows, (await session.execute(_papers())).all() if is_of_plans else ())


def _asked(ask: Ask) -> tuple[GroupFacts, ...]:
    """The same, asked by itself."""
    rows = ask(_bound_rows())
    return _in_order(rows, ask(_papers()) if any(row.line is not None for row in rows) else ())


def _in_order(rows: Sequence[Group], papers: Iterable[tuple[int | None, int]]) -> tuple[GroupFacts, ...]:
    """The chats; `papers` are (line, line of its orders), for orders are given in a line's own chat."""
    orders: dict[int | None, frozenset[int]] = {}
    for of_line, line in papers:
        orders[of_line] = orders.get(of_line, frozenset()) | {line}
    found = (
        GroupFacts(
            row.chat_id,
            row.thread_id,
            row.title,
            row.lost_at is not None,
            row.bound_at,
            row.line,
            orders.get(row.line, frozenset()),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.line is not None, one.line or 0)))


async def of_chat(session: AsyncSession, chat_id: int) -> GroupFacts | None:
    """The leadership's chat with this id; None if it is none."""
    return next((one for one in await leadership_chats(session) if one.chat_id == chat_id), None)


async def forget_chat_of(session: AsyncSession, line: int) -> None:
    """The line of plans is no more: its own chat is nobody's."""
    chat_id = await session.scalar(delete(Group).where(Group.line == line).returning(Group.chat_id))
    if chat_id is not None:
        await _cancel(session, chat_id)


@functools.cache
def _bound() -> Select[Group]:
    return select(Group)


@functools.cache
def _bound_rows() -> Select[*tuple[Any, ...]]:
    return select(*Group.__table__.columns)


@functools.cache
def _papers() -> Select[int | None, int]:
    """The lines in whose own chats orders are given, and the lines of the papers of these."""
    return select(Plan.of_line, Plan.line).where(Plan.of_line.is_not(None)).execution_options(**EVERY_LINE)


async def _called(session: AsyncSession, line: int) -> str:
    """What the newest plan of a line is called by."""
    plan = await session.scalar(select(Plan).where(Plan.line == line).order_by(Plan.id.desc()).limit(1))
    return (plan.mark or plan.title) if plan is not None else ""


async def _cancel(session: AsyncSession, chat_id: int) -> None:
    """What waits for a chat as the leadership's is not said there."""
    await session.execute(_waiting(chat_id).values(state=OutboxState.CANCELLED, reason="no group"))


async def _hand_over(session: AsyncSession, before: int, after: int) -> None:
    await session.execute(_waiting(before).values(chat_id=after))


def _waiting(chat_id: int) -> Update:
    own = Outbox.chat_id == chat_id, Outbox.kind.in_(TO_GROUPS), Outbox.state == OutboxState.QUEUED
    return update(Outbox).where(*own)


async def _bind(
    session: AsyncSession, chat_id: int, thread_id: int | None, title: str, *, actor: int | str, now: datetime
) -> bool:
    before = await leadership(session)
    is_same = before is not None and (before.chat_id, before.thread_id) == (chat_id, thread_id) and not before.is_lost
    if is_same and not (actor != audit.SYSTEM and await _is_by_setting(session)):
        return False
    await session.execute(delete(Group).where(or_(Group.line.is_(None), Group.chat_id == chat_id)))
    await session.execute(delete(UnitGroup).where(UnitGroup.chat_id == chat_id))  # it is no unit's any more
    session.add(Group(chat_id=chat_id, thread_id=thread_id, title=title, bound_at=now))
    await _send_failed_summaries(session, chat_id, now)
    audit.note(
        session,
        "group.bound",
        f"group:{chat_id}",
        actor=actor,
        now=now,
        before={"chat": before.chat_id if before else None},
        after={"chat": chat_id, "thread": thread_id},
    )
    return not is_same


async def _send_failed_summaries(session: AsyncSession, chat_id: int, now: datetime) -> None:
    """Queue again, for this chat, a summary that could not be delivered (unless its week is over: see its letter)."""
    others = select(Group.chat_id).where(Group.chat_id != chat_id)  # what could not reach them is theirs
    await session.execute(
        update(Outbox)
        .where(Outbox.kind == LetterKind.SUMMARY, Outbox.state == OutboxState.FAILED, Outbox.chat_id.not_in(others))
        .values(state=OutboxState.QUEUED, chat_id=chat_id, next_try_at=now, attempts=0)
    )


async def _is_by_setting(session: AsyncSession) -> bool:
    """Whether LEADERSHIP_CHAT_ID bound the leadership chat and no admin has used /bind since."""
    newest = select(func.max(Audit.id)).where(Audit.action == "group.bound").scalar_subquery()
    return await session.scalar(select(Audit.actor).where(Audit.id == newest)) == audit.SYSTEM
