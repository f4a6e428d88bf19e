"""The live card in each leadership's chat: when one is owed, and what must be done about the existing one."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Audit, Outbox, OutboxState, Plan, PlanCard, PlanState, Summary
from models.database import Database
from services.calendar.local_days import LocalDays
from services.calendar.policy import last_day
from services.messages import outbox
from services.messages.kinds import PlanCardShown
from services.people.groups import GroupFacts, leadership_chats, of_chat
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
    `is_stale`: it is out of date and may be edited again. `wants_pin`: pinning it was not tried today. `lines` are what
    is seen in its chat; None: every plan.
    """

    id: int
    plan_id: int
    chat_id: int
    message_id: int
    version: Version
    end: str | None
    is_stale: bool
    wants_pin: bool
    lines: frozenset[int] | None = None


class PlanCards:
    """Keeps track of the cards in leadership chats."""

    def __init__(self, database: Database, days: LocalDays) -> None:
        self._database = database
        self._days = days

    async def owe(self, now: datetime) -> bool:
        """Queue a card for each leadership's chat that has none; whether one was queued now.

        After a card was deleted or could not be sent, the next one comes with the next summary, so that whoever removed
        it is left alone until then.
        """
        async with self._database.read() as session:
            if not await self._wanted_in(session, now):
                return False
        async with self._database.write() as session:
            wanted = await self._wanted_in(session, now)
            queued = [await self._queue(session, plan, group, now) for plan, group in wanted]
        return any(queued)

    async def _queue(self, session: AsyncSession, plan: Plan, group: GroupFacts, now: datetime) -> bool:
        earlier = await session.scalar(select(func.max(PlanCard.id))) or 0
        key = f"plan_card:{earlier + 1}"
        owed = await outbox.owe(session, PlanCardShown(), key=key, chat_id=group.chat_id, now=now, priority=outbox.BULK)
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
        await session.flush()  # the next one's key counts it
        return True

    async def is_owed(self, outbox_id: int, now: datetime) -> bool:
        """Whether the card of this outbox row is still the one to post."""
        async with self._database.read() as session:
            chat_id = await session.scalar(select(Outbox.chat_id).where(Outbox.id == outbox_id))
            newest = select(PlanCard).join(Outbox, Outbox.id == PlanCard.outbox_id).where(Outbox.chat_id == chat_id)
            card = await session.scalar(newest.order_by(PlanCard.id.desc()).limit(1))
            if chat_id is None or card is None or card.outbox_id != outbox_id:
                return False
            group, plans = await of_chat(session, chat_id), (await session.scalars(plans_in_force())).all()
            return await _end(session, card, group, plans, self._days.of(now)) is None

    async def posted(self, now: datetime) -> list[CardFacts]:
        """The cards in chats that the bot can write to: one, and for a while its predecessor. None if nothing is to do.

        Nothing is if each shows what it should and was pinned: whatever ends a card is in the audit as well.
        """
        today = self._days.of(now)
        kept = await self._database.ask(lambda ask: ask(_kept_as()))
        if all(Version(one.shown_audit, one.shown_on) == Version(one.newest, today) and one.is_settled for one in kept):
            return []
        async with self._database.read() as session:
            rows = (await session.execute(_kept())).all()
            if not rows:
                return []
            groups = {one.chat_id: one for one in await leadership_chats(session)}
            plans = (await session.scalars(plans_in_force())).all()
            version = await self._version(session, now)
            found = []
            for card, sent in rows:
                group = groups.get(sent.chat_id)
                if group is None or not group.is_lost:
                    end = await _end(session, card, group, plans, version.day)
                    found.append(_facts(card, sent, version, end, group=group, now=now))
        if not any(card.is_stale for card in found):
            return found
        settled = await self._settled(now)
        return [replace(card, version=settled) for card in found]

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

    async def _wanted_in(self, session: AsyncSession, now: datetime) -> list[tuple[Plan, GroupFacts]]:
        """The leadership's chats that should have a card and have none, each with the plan that the card stands for."""
        groups = [one for one in await leadership_chats(session) if not one.is_lost and one.chat_id < 0]
        if not groups:
            return []
        plans = (await session.scalars(plans_in_force())).all()
        found = [(await self._plan_wanted(session, group, plans, now), group) for group in groups]
        return [(plan, group) for plan, group in found if plan is not None]

    async def _plan_wanted(
        self, session: AsyncSession, group: GroupFacts, plans: Sequence[Plan], now: datetime
    ) -> Plan | None:
        plan = _plan_shown(plans, group, self._days.of(now))
        if plan is None or _is_over(plan, self._days.of(now)) or self._days.of(now) < plan.starts_on:
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
            return plan
        card, state = last
        stands = card.end is None and state not in UNSENT
        if stands or (card.end in (None, GONE) and not await _may_come_anew(session, card, group)):
            return None
        return plan

    async def _version(self, session: AsyncSession, now: datetime) -> Version:
        return Version(await session.scalar(_newest_audit()) or 0, self._days.of(now))

    async def _settled(self, now: datetime) -> Version:
        """The version, when nobody is about to commit an older row than the newest: those who decide beside each other
        commit in any order, and what is shown must not count as newer than what was not to be seen.
        """
        async with self._database.write() as session:
            return await self._version(session, now)

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
def _kept_as() -> Select[int, date, int, bool]:
    """What the same cards show, and whether pinning each was tried on the day that it shows."""
    was_tried = PlanCard.pin_tried_on.is_not_distinct_from(PlanCard.shown_on)
    shown = _kept().with_only_columns(PlanCard.shown_audit, PlanCard.shown_on).order_by(None)
    newest = select(func.max(Audit.id)).scalar_subquery().label("newest")
    return shown.add_columns(newest, or_(PlanCard.is_pinned, was_tried).label("is_settled"))


@functools.cache
def _newest_audit() -> Select[int]:
    return select(func.max(Audit.id))


def _facts(
    card: PlanCard, sent: Outbox, version: Version, end: str | None, *, group: GroupFacts | None, now: datetime
) -> CardFacts:
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
        lines=group.lines if group is not None else None,
    )


async def _may_come_anew(session: AsyncSession, card: PlanCard, group: GroupFacts) -> bool:
    """Whether a summary was queued since the card was lost, or the chat was bound since the card was queued."""
    since = card.ended_at or card.queued_at
    summary = select(Summary.id).where(Summary.plan_id == card.plan_id, Summary.taken_at > since).limit(1)
    return group.bound_at > card.queued_at or await session.scalar(summary) is not None


def _plan_shown(plans: Sequence[Plan], group: GroupFacts, today: date) -> Plan | None:
    """The one of the plans in force that a chat's card stands for: the first that it sees and that is not over."""
    seen = [one for one in plans if group.sees(one.line)]
    return next((plan for plan in seen if not _is_over(plan, today)), next(iter(seen), None))


def _is_over(plan: Plan, today: date) -> bool:
    return plan.state == PlanState.CLOSED or today > last_day(plan.period)


async def _end(
    session: AsyncSession, card: PlanCard, group: GroupFacts | None, plans: Sequence[Plan], today: date
) -> str | None:
    """Why a card ends, with the chat that it stands in, if that is a leadership's still; None while it is kept."""
    if group is None or group.thread_id != card.thread_id:
        return MOVED
    plan = _plan_shown(plans, group, today)
    if plan is not None and plan.id == card.plan_id:
        return CLOSED if _is_over(plan, today) else None
    own = await session.get(Plan, card.plan_id)
    # The plan goes on where other plans are told of now: the chat has become another plan's, or the organisation's.
    return CLOSED if own is None or _is_over(own, today) else MOVED
