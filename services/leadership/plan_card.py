"""The live card of the plan in the leadership chat: when one is owed, and what must be done about the existing one."""

import functools
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Audit, Outbox, OutboxState, Plan, PlanCard, PlanState, Summary
from models.database import Database
from services.calendar.local_days import LocalDays
from services.calendar.policy import last_day
from services.messages import outbox
from services.messages.kinds import PlanCardShown
from services.people.groups import GroupFacts, leadership
from services.plan.activities import plans_in_force

KEPT_EVERY = timedelta(minutes=1)
GONE, MOVED, CLOSED = "gone", "moved", "closed"
UNSENT = (OutboxState.FAILED, OutboxState.CANCELLED)


@dataclass(frozen=True)
class Version:
    """What a card shows: everything up to the newest audit row, on the local day."""

    audit: int
    day: date


@dataclass(frozen=True)
class CardFacts:
    """A card in a chat.

    `version` is what it would show now. `end` is why it is written for the last time; None while it is kept.
    `is_stale`: it is out of date and may be edited again. `wants_pin`: pinning it was not tried today.
    """

    id: int
    plan_id: int
    chat_id: int
    message_id: int
    version: Version
    end: str | None
    is_stale: bool
    wants_pin: bool


class PlanCards:
    """Keeps track of the cards in leadership chats."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def owe(self, now: datetime) -> bool:
        """Queue a card if the leadership chat has none; whether it was queued now.

        After a card was deleted or could not be sent, the next one comes with the next summary, so that whoever removed
        it is left alone until then.
        """
        async with self._database.read() as session:
            if await self._wanted_in(session, now) is None:
                return False
        async with self._database.write() as session:
            wanted = await self._wanted_in(session, now)
            if wanted is None:
                return False
            plan, group = wanted
            earlier = await session.scalar(select(func.max(PlanCard.id))) or 0
            owed = await outbox.owe(
                session,
                PlanCardShown(),
                key=f"plan_card:{earlier + 1}",
                chat_id=group.chat_id,
                now=now,
                priority=outbox.BULK,
            )
            if owed is None:
                return False
            version = await self._version(session, now)
            session.add(
                PlanCard(
                    plan_id=plan.id,
                    outbox_id=owed,
                    thread_id=group.thread_id,
                    queued_at=now,
                    shown_audit=version.audit,
                    shown_on=version.day,
                    shown_at=now,
                )
            )
        return True

    async def is_owed(self, outbox_id: int, now: datetime) -> bool:
        """Whether the card of this outbox row is still the one to post."""
        async with self._database.read() as session:
            newest = select(PlanCard, Outbox.chat_id).join(Outbox, Outbox.id == PlanCard.outbox_id)
            newest_card = (await session.execute(newest.order_by(PlanCard.id.desc()).limit(1))).first()
            plan = await _plan_shown(session, self._days.of(now))
            group = await leadership(session)
        if newest_card is None or newest_card[0].outbox_id != outbox_id:
            return False
        return _end(newest_card[0], newest_card[1], plan, group, self._days.of(now)) is None

    async def posted(self, now: datetime) -> list[CardFacts]:
        """The cards in chats that the bot can write to: one, and for a while its predecessor."""
        async with self._database.read() as session:
            rows = (await session.execute(_kept())).all()
            if not rows:
                return []
            plan = await _plan_shown(session, self._days.of(now))
            group = await leadership(session)
            version = await self._version(session, now)
        return [
            _facts(card, sent, version, _end(card, sent.chat_id, plan, group, version.day), now)
            for card, sent in rows
            if not _is_lost(group, sent.chat_id)
        ]

    async def shown(self, card: CardFacts, now: datetime) -> None:
        """Record that the card now shows its `version`."""
        await self._set(card, shown_audit=card.version.audit, shown_on=card.version.day, shown_at=now)

    async def pinned(self, card: CardFacts, *, is_pinned: bool) -> None:
        """Record today's attempt to pin the card: it is pinned, or the bot may not pin."""
        await self._set(card, is_pinned=is_pinned, pin_tried_on=card.version.day)

    async def ended(self, card: CardFacts, end: str, now: datetime) -> None:
        """Record that the card is not edited any more."""
        await self._set(card, end=end, ended_at=now)

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _wanted_in(self, session: AsyncSession, now: datetime) -> tuple[Plan, GroupFacts] | None:
        """The plan and its leadership chat, if the chat should have a card and has none."""
        plan = await _plan_shown(session, self._days.of(now))
        group = await leadership(session)
        if plan is None or group is None or group.is_lost or group.chat_id > 0:
            return None
        if _is_over(plan, self._days.of(now)) or self._days.of(now) < plan.starts_on:
            return None
        query = (
            select(PlanCard, Outbox.state)
            .join(Outbox, Outbox.id == PlanCard.outbox_id)
            .where(
                PlanCard.plan_id == plan.id,
                PlanCard.thread_id.is_not_distinct_from(group.thread_id),
                Outbox.chat_id == group.chat_id,
            )
            .order_by(PlanCard.id.desc())
            .limit(1)
        )
        last = (await session.execute(query)).first()
        if last is None:
            return plan, group
        card, state = last
        stands = card.end is None and state not in UNSENT
        if stands or (card.end in (None, GONE) and not await _may_come_anew(session, card, group)):
            return None
        return plan, group

    async def _version(self, session: AsyncSession, now: datetime) -> Version:
        return Version(await session.scalar(_newest_audit()) or 0, self._days.of(now))

    async def _set(self, card: CardFacts, **values: object) -> None:
        async with self._database.write() as session:
            await session.execute(update(PlanCard).where(PlanCard.id == card.id).values(**values))


@functools.cache  # these are asked at every tick
def _kept() -> Select[PlanCard, Outbox]:
    return (
        select(PlanCard, Outbox)
        .join(Outbox, Outbox.id == PlanCard.outbox_id)
        .where(PlanCard.end.is_(None), Outbox.state == OutboxState.SENT)
        .order_by(PlanCard.id)
    )


@functools.cache
def _newest_audit() -> Select[int]:
    return select(func.max(Audit.id))


def _facts(card: PlanCard, sent: Outbox, version: Version, end: str | None, now: datetime) -> CardFacts:
    rests = card.shown_at <= now < card.shown_at + KEPT_EVERY
    return CardFacts(
        id=card.id,
        plan_id=card.plan_id,
        chat_id=sent.chat_id,
        message_id=sent.message_id or 0,
        version=version,
        end=end,
        is_stale=Version(card.shown_audit, card.shown_on) != version and not rests,
        wants_pin=not card.is_pinned and card.pin_tried_on != version.day,
    )


async def _may_come_anew(session: AsyncSession, card: PlanCard, group: GroupFacts) -> bool:
    """Whether a summary was queued since the card was lost, or the chat was bound since the card was queued."""
    since = card.ended_at or card.queued_at
    summary = select(Summary.id).where(Summary.plan_id == card.plan_id, Summary.taken_at > since).limit(1)
    return group.bound_at > card.queued_at or await session.scalar(summary) is not None


async def _plan_shown(session: AsyncSession, today: date) -> Plan | None:
    """The plan that the card stands for, whatever else is in force: the first one that is not over."""
    plans = (await session.scalars(plans_in_force())).all()
    return next((plan for plan in plans if not _is_over(plan, today)), next(iter(plans), None))


def _is_over(plan: Plan, today: date) -> bool:
    return plan.state == PlanState.CLOSED or today > last_day(plan.period)


def _is_lost(group: GroupFacts | None, chat_id: int) -> bool:
    return group is not None and group.chat_id == chat_id and group.is_lost


def _end(card: PlanCard, chat_id: int, plan: Plan | None, group: GroupFacts | None, today: date) -> str | None:
    if group is None or (group.chat_id, group.thread_id) != (chat_id, card.thread_id):
        return MOVED
    if plan is None or plan.id != card.plan_id or _is_over(plan, today):
        return CLOSED
    return None
