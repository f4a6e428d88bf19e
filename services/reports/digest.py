"""The admins' digest: what waits for their word, and what has come to a halt, in one message of a day."""

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Acceptance,
    Account,
    Activity,
    ActivityState,
    Appeal,
    Decision,
    Extension,
    LinkRequest,
    Notice,
    Outbox,
    OutboxState,
    Plan,
    PlanState,
    Promise,
    Report,
)
from models.base import UTCDateTime
from models.database import Database
from services.calendar.local_days import LocalDays
from services.calendar.policy import ECHO, last_day
from services.calendar.reminder_days import SETTLED
from services.calendar.workdays import Workdays
from services.messages import outbox
from services.messages.kinds import DecisionsWait
from services.messages.notices import due_to_be_chased, unread
from services.messages.told import queued
from services.people.admins import Admins
from services.people.structure import unheard_heads
from services.plan.activities import activities_where, carried_plans, in_force
from services.plan.ahead import Ahead, ahead, is_first_of_week, is_regular
from services.plan.figures import ActivityFacts, ExecutorRef
from services.plan.silence import SILENT_AFTER, Silent, silence_counts_from, silent
from services.plan.status import Status
from services.reports.commitments import (
    ObstacleFacts,
    Outcome,
    PromiseFacts,
    hindering,
    latest,
    may_be_hindered,
    open_obstacles,
    promises,
)
from services.reports.decisions import Decisions, WaitingFacts
from services.reports.notices import Unread, unread_by_executor
from services.reports.time_asked import TimeAsked, times_asked
from services.reports.waiting import is_unplaced
from services.reports.waiting_hand_ins import WaitingHandIn, waiting_hand_ins

OVERDUE_SINCE = 3  # working days, from which overdue work is the admins' to see to, if nothing else is set
NEWS_FOR = timedelta(days=14)  # how long words that nobody answered are news by themselves
KEPT = timedelta(days=30)  # how long words of which nobody said what they are about are named
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Unchanged:
    """What the reader's last digest has told already, by ids: it is counted, and not said again line by line.

    `overdue` and `unset` are activities, `silent` executors, `unplaced` the names of accounts; the others are rows of
    their kinds. On the first working day of a week nothing is: the digest is whole then. What waits for a decision
    never is: it is the admins' to do.
    """

    overdue: frozenset[int] = frozenset()
    silent: frozenset[int] = frozenset()
    obstacles: frozenset[int] = frozenset()
    broken: frozenset[int] = frozenset()
    unset: frozenset[int] = frozenset()
    unplaced: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DigestFacts:
    """What the admins are told on a day.

    `overdue` is overdue since three working days or more, the longest first; `freshly_overdue` is so since less.
    `unplaced` is how many messages of each account's (by name) nobody said what they are about. `unset` has open work
    for which nobody has set a deadline. `hindered` are the activities of the open `obstacles` and of the `broken`
    promises whose work is not done. `unread` is what executors were told of and should have acknowledged. `since` is
    the number of working days above. `unheard` are the heads of whoever is late who are linked to nobody, and so hear
    nothing. `ahead`, on Mondays and Thursdays, is what falls due to the end of next month: it never makes a digest by
    itself. `unchanged` is as the reader's last digest had it. `hand_ins` and `asked` say what was said of overdue work
    (by activity): that it is done, and waits; that more time is needed.
    """

    day: date
    waiting: WaitingFacts
    overdue: tuple[ActivityFacts, ...]
    freshly_overdue: tuple[ActivityFacts, ...]
    silent: tuple[Silent, ...]
    unplaced: tuple[tuple[str, int], ...]
    unset: tuple[ActivityFacts, ...] = ()
    hindered: tuple[ActivityFacts, ...] = ()
    obstacles: tuple[ObstacleFacts, ...] = ()
    broken: tuple[PromiseFacts, ...] = ()
    unread: tuple[Unread, ...] = ()
    since: int = OVERDUE_SINCE
    unheard: tuple[ExecutorRef, ...] = ()
    ahead: Ahead | None = None
    unchanged: Unchanged = field(default_factory=Unchanged)
    hand_ins: Mapping[int, WaitingHandIn] = field(default_factory=dict)
    asked: Mapping[int, TimeAsked] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        overdue = self.overdue or self.freshly_overdue
        said = self.obstacles or self.broken or self.unread
        return not (self.waiting.count or overdue or self.silent or self.unplaced or self.unset or said)


class Digests:
    """Queues and reads the admins' digest. `at` is the local time at which it goes out."""

    def __init__(
        self,
        database: Database,
        admins: Admins,
        workdays: Workdays,
        decisions: Decisions,
        *,
        days: LocalDays,
        at: time,
        overdue_since: int = OVERDUE_SINCE,
    ) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._decisions = decisions
        self._days = days
        self.at = at
        self._overdue_since = overdue_since
        self._silence_known_on: date | None = None  # nobody falls silent in the course of a day

    def is_day(self, day: date) -> bool:
        """Whether a digest may come on this day."""
        return self._workdays.is_working(day)

    def is_regular(self, day: date) -> bool:
        """Whether the digest comes on this working day whatever is new: on Mondays and Thursdays."""
        return is_regular(day, self._workdays)

    async def queue(self, now: datetime) -> bool:
        """Queue the working day's digest if it is owed and was not queued yet; whether it was."""
        local = self._days.local(now)
        today, key = local.date(), f"waiting:{local.date()}"
        if local.time() < self.at or not self.is_day(today):
            return False
        async with self._database.read() as session:
            keys = [f"{key}:{admin}" for admin in await self._admins.of(session)]
            if len(await queued(session, keys)) == len(keys):
                return False
        if not await self._is_owed(today):
            return False
        return await self._admins.tell_once(
            self._database, DecisionsWait(), key=key, now=now, priority=outbox.BULK, also_new=True
        )

    async def facts_each(self, now: datetime, chat_ids: Collection[int]) -> dict[int, DigestFacts]:
        """What the digest says at this moment, by chat (ids): its reader has read the last one that was sent there.

        The plan is read once for all of them.
        """
        async with self._database.read() as session:
            facts = await self._facts(session, now)
            return {chat_id: await self._beside_the_last(session, facts, chat_id) for chat_id in chat_ids}

    async def _beside_the_last(self, session: AsyncSession, facts: DigestFacts, chat_id: int) -> DigestFacts:
        if is_first_of_week(facts.day, self._workdays):
            return facts
        told_at = await self._told_at(session, chat_id, facts.day)
        if told_at is None:
            return facts
        reopened = await _reopened(session, told_at)
        drafts = await _drafts_told(session, facts.day, self._days.of(told_at))
        return replace(facts, unchanged=replace(self._unchanged(facts, told_at, reopened), unplaced=drafts))

    async def _facts(self, session: AsyncSession, now: datetime) -> DigestFacts:
        today = self._days.of(now)
        overdue: list[ActivityFacts] = []
        unset: list[ActivityFacts] = []
        everybody: tuple[Silent, ...] = ()
        activities: Sequence[ActivityFacts] = ()
        obstacles: tuple[ObstacleFacts, ...] = ()
        broken: list[PromiseFacts] = []
        unread: tuple[Unread, ...] = ()
        if await self._is_spoken_of(session, today):
            activities = await activities_where(session, today)
            overdue = [facts for facts in activities if facts.status is Status.OVERDUE]
            if self.is_regular(today):
                unset = [facts for facts in activities if facts.is_open and facts.is_unset]
            everybody = silent(activities, await silence_counts_from(session, self._days), today)
            obstacles = await open_obstacles(session)
            broken = await _broken(session, activities, today)
            unread = await unread_by_executor(session, self._workdays, self._days, today)
        named = {one.activity_id for one in obstacles} | {one.activity_id for one in broken}
        old = [one for one in overdue if one.overdue_since and self._seen_to_since(one.overdue_since) <= today]
        known = {one.id for one in old}
        late = {part.executor.id for one in overdue for part in one.parts if not part.done}
        return DigestFacts(
            day=today,
            waiting=await self._decisions.open(session, now),
            overdue=tuple(sorted(old, key=lambda facts: (facts.due_on, facts.number))),
            freshly_overdue=tuple(one for one in overdue if one.id not in known),
            silent=everybody,
            unplaced=await _unplaced(session, today),
            unset=tuple(unset),
            hindered=tuple(one for one in activities if one.id in named),
            obstacles=obstacles,
            broken=tuple(broken),
            unread=unread,
            since=self._overdue_since,
            unheard=await unheard_heads(session, late) if late else (),
            ahead=ahead(activities, today) if self.is_regular(today) else None,
            hand_ins=await waiting_hand_ins(session, overdue),
            asked=await times_asked(session, [one.id for one in overdue], self._days, today),
        )

    async def _told_at(self, session: AsyncSession, chat_id: int, today: date) -> datetime | None:
        """When the last digest before today was sent in that chat."""
        sent = select(func.max(Outbox.sent_at)).where(
            Outbox.chat_id == chat_id,
            Outbox.kind == DecisionsWait.kind,
            Outbox.state == OutboxState.SENT,
            Outbox.sent_at < self._days.at(today, time()),
        )
        told_at: datetime | None = await session.scalar(sent)
        return told_at

    def _unchanged(self, facts: DigestFacts, told_at: datetime, reopened: Collection[int]) -> Unchanged:
        """What the digest sent at that moment has told: of each thing the day or moment is known when it was news.

        Work (ids) that was `reopened` since stood among what waits for a decision then: nothing else was told of it.
        """
        day = self._days.of(told_at)
        old, fresh = facts.overdue, facts.freshly_overdue
        told = {one.id for one in old if one.overdue_since and self._seen_to_since(one.overdue_since) <= day}
        told |= {one.id for one in fresh if one.overdue_since and one.overdue_since < day}
        said = {one for one, of in facts.hand_ins.items() if of.said_on >= day}
        said |= {one for one, of in facts.asked.items() if of.asked_on >= day}
        return Unchanged(
            overdue=frozenset(told - said - set(reopened)),
            silent=frozenset(one.executor.id for one in facts.silent if one.since + SILENT_AFTER <= day),
            obstacles=frozenset(
                one.id for one in facts.obstacles if one.since < day and one.activity_id not in reopened
            ),
            broken=frozenset(
                one.id
                for one in facts.broken
                if one.ask_on is not None and one.ask_on <= day and one.activity_id not in reopened
            ),
            unset=frozenset(one.id for one in facts.unset if (one.given_on or date.min) < day),
        )

    def _seen_to_since(self, overdue_since: date) -> date:
        """The working day from which overdue work is the admins' to see to."""
        return self._workdays.add(overdue_since, self._overdue_since)

    async def _is_owed(self, today: date) -> bool:
        """Whether something awaits a decision since before today, is new, or stands still on a Monday or Thursday."""
        is_regular = self.is_regular(today)
        since = date.min if is_regular else self._workdays.add(today, -1)
        values = self._values(today, since)
        [news] = await self._database.ask(lambda ask: ask(_news(is_regular), values))
        if news.waits:
            return True
        if news.ends_on is None or today > news.ends_on + ECHO:
            return False
        if news.is_new:
            return True
        async with self._database.read() as session:
            is_broken = bool(news.is_promised) and await self._has_broken(session, today, since)
            return is_broken or await self._has_silent(session, today, since)

    def _values(self, today: date, since: date) -> dict[str, date]:
        """What the statement is asked with; `since` is the first day of all on the regular days."""
        values: dict[str, date] = {
            "today": today,
            "midnight": self._days.at(today, time()),
            "kept_since": today - KEPT,
            "news_since": self._days.at(max(since, today - NEWS_FOR), time()),
            "known": since,
            "chased": due_to_be_chased(self._workdays, self._days, today),
        }
        if since == date.min:
            return values | {"overdue_known": since, "overdue_by": today - ONE_DAY}
        return values | {
            "overdue_known": self._overdue_by(since),
            "overdue_by": self._overdue_by(today),
            "since": self._days.at(since, time()),
            "chased_known": due_to_be_chased(self._workdays, self._days, since),
        }

    async def _has_broken(self, session: AsyncSession, today: date, since: date) -> bool:
        """Whether a promise was broken since a day after `since`, and its work is still to be done."""
        broken = await _broken(session, await activities_where(session, today), today)
        return any(one.ask_on is not None and since < one.ask_on <= today for one in broken)

    async def _has_silent(self, session: AsyncSession, today: date, since: date) -> bool:
        """Whether somebody has been silent for two weeks, since a day after `since`. Looked up once in a day."""
        if self._silence_known_on == today:
            return False
        activities = await activities_where(session, today)
        found = silent(activities, await silence_counts_from(session, self._days), today)
        is_found = any(since == date.min or one.since + SILENT_AFTER > since for one in found)
        if not is_found:
            self._silence_known_on = today
        return is_found

    def _overdue_by(self, day: date) -> date:
        """The latest deadline that on this working day is past for as long as makes it the admins' to see to."""
        return self._workdays.add(day, 1 - self._overdue_since) - ONE_DAY

    async def _is_spoken_of(self, session: AsyncSession, today: date) -> bool:
        """Whether a plan in force is open and not long past."""
        return any(today <= last_day(plan.period) for plan in await session.scalars(carried_plans()))


_TODAY: BindParameter[date] = bindparam("today", type_=Date)
_KEPT_SINCE: BindParameter[date] = bindparam("kept_since", type_=Date)


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UTCDateTime)


@functools.cache  # building it takes longer than asking it, at every tick
def _news(is_regular: bool) -> Select[*tuple[Any, ...]]:
    """Whether anything waits for a decision, is new, or was promised; and the last day of the plans carried out.

    It is asked with `Digests._values`. That a promise was to be kept makes no digest by itself.
    """
    known: BindParameter[date] = bindparam("known", type_=Date)
    promised = select(Promise.id).where(Promise.ask_on > known, Promise.ask_on <= _TODAY)
    appeals = select(Appeal.id).where(
        Appeal.answered_at.is_(None), Appeal.sent_at < _moment("midnight"), Appeal.sent_at >= _moment("news_since")
    )
    newly = [_overdue(), _late_notices(is_regular), appeals]
    if is_regular:  # kept words are in each digest, and make one on these days alone: they are old news on any day
        newly += [_unset(), _drafts(_TODAY, _KEPT_SINCE), hindering()]
    last = select(func.max(Plan.ends_on)).where(Plan.state == PlanState.ACTIVE)
    return select(
        or_(*(query.exists() for query in _decisions_before(is_regular))).label("waits"),
        last.scalar_subquery().label("ends_on"),
        or_(*(query.exists() for query in newly)).label("is_new"),
        promised.exists().label("is_promised"),
    )


def _decisions_before(is_regular: bool) -> tuple[Select[int], ...]:
    """What waits for a decision from before midnight: of what came later the admins were told when it came.

    On other days than the regular ones only what came `since`: of the earlier ones a digest has told before.
    """
    # Of the few that wait, each one's activity is looked at; the plan's many activities are not listed.
    carried = select(Plan.id).where(Plan.state == PlanState.ACTIVE)
    shown = select(Activity.id).where(Activity.plan_id.in_(carried), Activity.is_removed.is_(False))
    # What was handed in before its plan ended waits on.
    ended = select(Plan.id).where(Plan.state == PlanState.CLOSED, carried.exists())
    handed_in = or_(Activity.plan_id.in_(carried), Activity.plan_id.in_(ended))
    submitted = (
        select(Activity.id)
        .where(handed_in, Activity.is_removed.is_(False), Activity.id == Acceptance.activity_id)
        .exists()
    )
    asked = shown.where(Activity.id == Extension.activity_id).exists()
    waiting = (
        (Acceptance.submitted_at, select(Acceptance.id).where(Acceptance.decision.is_(None), submitted)),
        (Extension.requested_at, select(Extension.id).where(Extension.decision.is_(None), asked)),
        (LinkRequest.asked_at, select(LinkRequest.id).where(LinkRequest.decided_at.is_(None))),
    )
    return tuple(
        query.where(came < _moment("midnight"), *(() if is_regular else (came >= _moment("since"),)))
        for came, query in waiting
    )


def _late_notices(is_regular: bool) -> Select[int]:
    """What should have been acknowledged by today: on other days than the regular ones, and not by the last one."""
    late = unread(Outbox.sent_at < _moment("chased"), *in_force()).with_only_columns(Notice.id)
    return late if is_regular else late.where(Outbox.sent_at >= _moment("chased_known"))


def _overdue() -> Select[int]:
    """Work to be done that is late since a day after one and not after the other."""
    known: BindParameter[date] = bindparam("overdue_known", type_=Date)
    until: BindParameter[date] = bindparam("overdue_by", type_=Date)
    is_open: tuple[ColumnElement[bool], ...] = (Activity.state.not_in((*SETTLED, ActivityState.REVIEW)), *in_force())
    since = case((Activity.given_on > Activity.due_on, Activity.given_on), else_=Activity.due_on)
    return select(Activity.id).where(*is_open, since > known, since <= until)


def _unset() -> Select[int]:
    """Work to be done for which nobody has set a deadline."""
    has_none = Activity.due_on.is_(None), Activity.rhythm.is_(None), Activity.after.is_(None)
    return select(Activity.id).where(*has_none, Activity.state.not_in(SETTLED), *in_force())


def _drafts(today: date | BindParameter[date], since: date | BindParameter[date]) -> Select[int]:
    """Kept words that were asked about once more on an earlier day, and still nobody said what they are about."""
    return select(Report.id).where(*is_unplaced(), Report.asked_again_on < today, Report.asked_again_on >= since)


async def _broken(session: AsyncSession, activities: Sequence[ActivityFacts], today: date) -> list[PromiseFacts]:
    """The broken promises whose work is still to be done."""
    open_ones = {one.id for one in activities if may_be_hindered(one)}
    made = latest(await promises(session, today)).values()
    return [one for one in made if one.outcome is Outcome.BROKEN and one.activity_id in open_ones]


async def _unplaced(session: AsyncSession, today: date) -> tuple[tuple[str, int], ...]:
    """Whose words are kept although they were asked about, by name; each with how many wait, as their own list says."""
    asked = select(Report.account_id).where(Report.id.in_(_drafts(today, today - KEPT)))
    waiting = select(Account.name, func.count()).join(Report, Report.account_id == Account.id)
    rows = await session.execute(waiting.where(*is_unplaced(), Account.id.in_(asked)).group_by(Account.id))
    return tuple(sorted((name, count) for name, count in rows))


async def _drafts_told(session: AsyncSession, today: date, told_on: date) -> frozenset[str]:
    """Of those the names whose every kept word was asked about before the digest of that day."""
    newest = select(Account.name, func.max(Report.asked_again_on)).join(Report, Report.account_id == Account.id)
    rows = await session.execute(newest.where(Report.id.in_(_drafts(today, today - KEPT))).group_by(Account.id))
    return frozenset(name for name, day in rows if day is not None and day < told_on)


async def _reopened(session: AsyncSession, since: datetime) -> frozenset[int]:
    """The activities (ids) that came back since that moment: returned, opened again, or taken back by their officer."""
    decided = Acceptance.decided_at >= since, Acceptance.decision.in_(_CAME_BACK)
    return frozenset(await session.scalars(select(Acceptance.activity_id).where(*decided)))


_CAME_BACK = (Decision.RETURNED, Decision.REOPENED, Decision.WITHDRAWN)
