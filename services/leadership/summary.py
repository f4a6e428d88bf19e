"""The weekly summary: when it is owed, and the figures that it shares with /report and the documents."""

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from models import (
    Acceptance,
    Account,
    Activity,
    AgendaItem,
    Assignment,
    Audit,
    Decision,
    Executor,
    Extension,
    Link,
    OrderLine,
    Plan,
    PlanEdition,
    Report,
    ReportState,
    Section,
    Summary,
)
from models.base import UTCDateTime
from models.database import Database
from models.lists import among
from models.statements import ask, ask_in_sight
from services import audit
from services.calendar.local_days import LocalDays
from services.calendar.policy import last_day
from services.calendar.workdays import Workdays
from services.leadership.agenda import AgendaFacts, agenda_items
from services.messages import outbox
from services.messages.kinds import WeeklySummary
from services.people.groups import GroupFacts, leadership_chats
from services.plan.activities import (
    activities_of_plan,
    activities_where,
    by_urgency,
    carried_plans,
    facts_of_plan,
    ids_in_force,
    plans_facts,
)
from services.plan.figures import ActivityFacts, ExecutorRef, PlanFacts, executor_ref
from services.plan.marks import line_of, own_section, section_in_force
from services.plan.silence import Silent, heard_on_closed, plans_gone_by, silence_counts_from, silent
from services.plan.status import Status
from services.reports.commitments import ObstacleFacts, PromiseFacts, open_obstacles, promises


@dataclass(frozen=True)
class Changes:
    """What happened since the last summary (ids of activities, by number); `since` is None in the first.

    `released` were taken off control and `restored` put back on it; `papers` are the marks of plans that are new,
    `orders` is how many were given; of `leads` another executor is responsible.
    """

    since: datetime | None
    reports: int
    done: tuple[int, ...]
    submitted: tuple[int, ...]
    returned: tuple[int, ...]
    extended: tuple[int, ...]
    became_overdue: tuple[int, ...]
    released: tuple[int, ...] = ()
    restored: tuple[int, ...] = ()
    papers: tuple[str, ...] = ()
    orders: int = 0
    leads: tuple[int, ...] = ()


@dataclass(frozen=True)
class SectionFacts:
    """A section's share of the plan: how many of its activities have each status."""

    number: str
    title: str
    counts: dict[Status, int]
    mark: str = ""

    @property
    def written_number(self) -> str:
        """Its Roman numeral as people read it: after the mark of its plan where sections of several are told of."""
        own = own_section(self.number)
        return f"{self.mark}-{own}" if self.mark else own

    @property
    def total(self) -> int:
        """Activities in the section."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class Quality:
    """How far the figures can be trusted: which executors cannot be reached or are not linked at all."""

    executors: int
    unlinked: tuple[ExecutorRef, ...]
    blocked: tuple[ExecutorRef, ...]


@dataclass(frozen=True)
class Share:
    """One of several plans in force, with its activities."""

    plan: PlanFacts
    activities: tuple[ActivityFacts, ...]

    @property
    def counts(self) -> dict[Status, int]:
        """Its activities by status."""
        return counts(self.activities)


@dataclass(frozen=True)
class SummaryFacts:
    """The plan as it stands on a local day: what the weekly summary and /report tell.

    Of several plans in force at once, all of them: `shares` are the plans, and `plan` has the heading of the first one
    with the days that they cover together. `heard` is the day of executors' (ids) last report on papers closed since.
    """

    plan: PlanFacts
    today: date
    week: str
    counts: dict[Status, int]
    activities: tuple[ActivityFacts, ...]
    sections: tuple[SectionFacts, ...]
    overdue: tuple[ActivityFacts, ...]
    due_soon: tuple[ActivityFacts, ...]
    review: tuple[ActivityFacts, ...]
    silent: tuple[Silent, ...]
    changes: Changes
    quality: Quality
    agenda: tuple[AgendaFacts, ...] = ()
    obstacles: tuple[ObstacleFacts, ...] = ()
    promises: tuple[PromiseFacts, ...] = ()
    shares: tuple[Share, ...] = ()
    heard: Mapping[int, date] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Activities in the plan."""
        return len(self.activities)

    @property
    def done(self) -> int:
        """Activities done, on time or late."""
        return self.counts.get(Status.DONE, 0) + self.counts.get(Status.DONE_LATE, 0)


DUE_SOON = timedelta(days=14)
BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class Summaries:
    """Weekly summaries to the leadership's chats, and the figures behind them.

    `digest_at` is a weekday (Monday is 0) and a local time.
    """

    def __init__(self, database: Database, workdays: Workdays, *, days: LocalDays, digest_at: tuple[int, time]) -> None:
        self._database = database
        self._workdays = workdays
        self._days = days
        self._weekday, self._time = digest_at

    def moment(self, day: date) -> datetime:
        """When the summary of the ISO week that contains `day` goes out (aware, local)."""
        monday = day - timedelta(days=day.weekday())
        wanted = monday + timedelta(days=self._weekday)
        working = self._workdays.next_working(wanted)
        # A week with no working day left still has its summary: on the day that was asked for.
        chosen = working if working - monday < timedelta(days=7) else wanted
        return self._days.at(chosen, self._time)

    async def next_moment(self, after: datetime) -> datetime | None:
        """The first moment after `after` at which a summary goes out; None if no plan has any more of them."""
        async with self._database.read() as session:
            plans = (await session.scalars(carried_plans())).all()
        moments = [self._next_of(plan, after) for plan in plans]
        return min((moment for moment in moments if moment is not None), default=None)

    def _next_of(self, plan: Plan, after: datetime) -> datetime | None:
        day = max(self._days.of(after), plan.starts_on)
        while day <= last_day(plan.period) + timedelta(days=7):
            moment = self.moment(day)
            if moment > after and _is_within(plan, moment.date()):
                return moment
            day += timedelta(days=7)
        return None

    async def queue(self, now: datetime) -> bool:
        """Queue this ISO week's summary if it is time and none was queued, in one transaction with its audit row.

        The organisation's chat has all plans in it, a plan's own chat that plan.
        """
        today = self._days.of(now)
        if now < self.moment(today):
            return False
        week = iso_week(today)
        async with self._database.read() as session:
            if not await _wanted(session, today):
                return False
        async with self._database.write() as session:
            wanted = await _wanted(session, today)
            if not wanted:
                return False
            told = {plan.id for plans, _ in wanted for plan in plans}
            session.add_all(Summary(plan_id=one, week=week, taken_at=now) for one in sorted(told))
            for plans, group in wanted:
                key = f"summary:{plans[0].id}:{week}" + ("" if group.line is None else ":own")
                await outbox.owe(
                    session, WeeklySummary(week), key=key, chat_id=group.chat_id, now=now, priority=outbox.BULK
                )
            audit.note(session, "summary.queued", f"summary:{week}", actor=audit.SYSTEM, now=now)
        return True

    async def facts(self, now: datetime, plan_id: int | None = None) -> SummaryFacts | None:
        """The plans in force, or the one with this id, as they stand at this moment; None before a plan was loaded.

        Changes are counted from the last summary of an earlier week.
        """
        async with self._database.read() as session:
            return await self.as_of(session, now, plan_id)

    async def weekly(self, week: str, now: datetime) -> SummaryFacts | None:
        """The same for that week's summary: what changed after it was queued is the next one's to tell."""
        async with self._database.read() as session:
            queued = select(func.max(Summary.taken_at)).where(Summary.plan_id.in_(ids_in_force()), Summary.week == week)
            return await self.as_of(session, now, until=await session.scalar(queued))

    async def as_of(
        self, session: AsyncSession, now: datetime, plan_id: int | None = None, *, until: datetime | None = None
    ) -> SummaryFacts | None:
        """The plans in force, or the one with this id, as they stand at `now`, with what changed before `until` (by
        default, up to now).

        It is read within another service's transaction.
        """
        plans = await plans_facts(session) if plan_id is None else await _one(session, plan_id)
        if not plans:
            return None
        today = self._days.of(now)
        ids = [plan.id for plan in plans]
        activities = await _activities(session, today, plan_id)
        before = await _earlier_summary(session, ids, iso_week(today))
        heard = await heard_on_closed(session)
        return SummaryFacts(
            plan=_together(plans, activities),
            today=today,
            week=iso_week(today),
            counts=counts(activities),
            activities=activities,
            sections=await _sections(session, ids, activities),
            overdue=tuple(sorted(_with(activities, Status.OVERDUE), key=lambda f: (f.due_on, f.number))),
            due_soon=by_urgency(activity for activity in activities if _is_due_soon(activity)),
            review=_with(activities, Status.REVIEW),
            silent=silent(activities, await silence_counts_from(session, self._days, heard), today),
            changes=await self._changes(
                session, plans, activities, since=before, until=until, is_of_all=plan_id is None
            ),
            quality=await _quality(session, ids),
            agenda=await _agenda(session, ids, today, self._days.of(before) if before else None),
            obstacles=await open_obstacles(session, Activity.plan_id.in_(ids)),
            promises=await promises(session, today),
            shares=_shares(plans, activities),
            heard=heard if plan_id is None else {},
        )

    async def silent_for(self, session: AsyncSession, summary: SummaryFacts, days: int) -> tuple[Silent, ...]:
        """Who has been silent for so many days or more, the longest first; read within another's transaction."""
        counts_from = await silence_counts_from(session, self._days)
        return silent(summary.activities, counts_from, summary.today, timedelta(days))

    async def _changes(
        self,
        session: AsyncSession,
        plans: Sequence[PlanFacts],
        activities: Sequence[ActivityFacts],
        *,
        since: datetime | None,
        until: datetime | None,
        is_of_all: bool,
    ) -> Changes:
        when: dict[str, object] = {"since": since or BEGINNING, "until": until or END}
        values = {"plan_ids": [plan.id for plan in plans], **when}
        done, handed_in, returned, extended = [
            tuple([row.id for row in await ask_in_sight(session, statement, values)])
            for statement in (_accepted(), _handed_in(), _returned(), _extended())
        ]
        [(reports,)] = await ask_in_sight(session, _reports(is_of_all), values)
        [(orders,)] = await ask_in_sight(session, _orders(), values)
        released, restored = await _on_control(session, activities, when) if since else ((), ())
        return Changes(
            since=since,
            reports=reports,
            done=done,
            submitted=handed_in,
            # What was handed in again since is told as what it is now, and once.
            returned=tuple(one for one in returned if one not in {*done, *handed_in}),
            extended=extended,
            became_overdue=tuple(
                activity.id
                for activity in _with(activities, Status.OVERDUE)
                if since is None
                or (activity.overdue_since is not None and activity.overdue_since >= self._days.of(since))
            ),
            released=released,
            restored=restored,
            papers=await self._new_papers(session, plans, since, until) if since is not None else (),
            orders=orders,
            leads=await _with_other_leads(session, activities, when) if since else (),
        )

    async def _new_papers(
        self, session: AsyncSession, plans: Sequence[PlanFacts], since: datetime, until: datetime | None
    ) -> tuple[str, ...]:
        """The marks of those of several plans in force that came into force meanwhile."""
        if len(plans) == 1:
            return ()
        loaded = select(PlanEdition.plan_id, func.min(PlanEdition.loaded_at)).group_by(PlanEdition.plan_id)
        own = loaded.where(PlanEdition.plan_id.in_([plan.id for plan in plans]))
        first = dict((await session.execute(own)).all())
        begun = {
            plan.mark: max(first[plan.id], self._days.at(plan.starts_on, time())) for plan in plans if plan.id in first
        }
        return tuple(mark for mark, at in begun.items() if at >= since and (until is None or at < until))


def with_activities(summary: SummaryFacts, activities: Sequence[ActivityFacts]) -> SummaryFacts:
    """The same with other activities, counted anew."""
    sections = (
        replace(one, counts=counts(each for each in activities if each.section == one.number))
        for one in summary.sections
    )
    return replace(
        summary,
        counts=counts(activities),
        activities=tuple(activities),
        sections=tuple(sections),
        overdue=tuple(sorted(_with(activities, Status.OVERDUE), key=lambda f: (f.due_on, f.number))),
        due_soon=by_urgency(activity for activity in activities if _is_due_soon(activity)),
        review=_with(activities, Status.REVIEW),
    )


async def _wanted(session: AsyncSession, today: date) -> list[tuple[Sequence[Plan], GroupFacts]]:
    """The leadership's chats that should have this week's summary and have none, each with the plans that it tells."""
    plans = [plan for plan in await session.scalars(carried_plans()) if _is_within(plan, today)]
    groups = await leadership_chats(session)
    if not plans or not groups:
        return []
    of_week = {"plan_ids": [plan.id for plan in plans], "week": iso_week(today)}
    told = set(await session.scalars(_told(), of_week))
    shares = [([plan for plan in plans if group.sees(plan.line)], group) for group in groups]
    # A plan that came into force after the week's summary stands in the next one.
    return [(own, group) for own, group in shares if own and told.isdisjoint(one.id for one in own)]


@functools.cache  # every tick asks it
def _told() -> Select[int]:
    own = Summary.plan_id.in_(bindparam("plan_ids", expanding=True))
    return select(Summary.plan_id).where(own, Summary.week == bindparam("week"))


async def _one(session: AsyncSession, plan_id: int) -> tuple[PlanFacts, ...]:
    plan = await session.get(Plan, plan_id)
    return (await facts_of_plan(session, plan),) if plan is not None else ()


async def _activities(session: AsyncSession, today: date, plan_id: int | None) -> tuple[ActivityFacts, ...]:
    """The activities of the plans in force, or of one plan."""
    return await (activities_where(session, today) if plan_id is None else activities_of_plan(session, plan_id, today))


def _together(plans: Sequence[PlanFacts], activities: Sequence[ActivityFacts]) -> PlanFacts:
    """The heading of the first plan; of several, with the days and the executors of them all."""
    if len(plans) == 1:
        return plans[0]
    return replace(
        plans[0],
        starts_on=min(plan.starts_on for plan in plans),
        ends_on=max(plan.ends_on for plan in plans),
        activities=sum(plan.activities for plan in plans),
        items=len(activities),
        executors=len({part.executor.id for one in activities for part in one.parts}),
    )


def _shares(plans: Sequence[PlanFacts], activities: Sequence[ActivityFacts]) -> tuple[Share, ...]:
    """What each of several plans has of the activities."""
    if len(plans) == 1:
        return ()
    return tuple(Share(plan, tuple(one for one in activities if line_of(one.number) == plan.line)) for plan in plans)


def iso_week(day: date) -> str:
    """The ISO week of a day, «2024-W03»."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def counts(activities: Iterable[ActivityFacts]) -> dict[Status, int]:
    """The number of activities by status, without statuses that none has; the numbers add up to the total."""
    counted = Counter(activity.status for activity in activities)
    return {status: counted[status] for status in Status if counted[status]}


def _with(activities: Iterable[ActivityFacts], status: Status) -> tuple[ActivityFacts, ...]:
    return tuple(activity for activity in activities if activity.status is status)


def _is_due_soon(activity: ActivityFacts) -> bool:
    open_work = activity.is_open and activity.status not in (Status.REVIEW, Status.OVERDUE)
    return open_work and activity.due_on is not None and activity.due_on - activity.today <= DUE_SOON


def _is_within(plan: Plan, day: date) -> bool:
    return plan.starts_on <= day <= last_day(plan.period)


async def _on_control(
    session: AsyncSession, activities: Sequence[ActivityFacts], when: Mapping[str, object]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Which of the activities (ids) were taken off control meanwhile and still are, and which were put back on it."""
    changed = {row.subject for row in await ask(session, _noted("activity.closed", "activity.restored"), when)}
    of_these = [one for one in activities if audit.activity(one.id) in changed]
    off = tuple(one.id for one in of_these if one.status is Status.CLOSED)
    return off, tuple(one.id for one in of_these if one.id not in off)


async def _with_other_leads(
    session: AsyncSession, activities: Sequence[ActivityFacts], when: Mapping[str, object]
) -> tuple[int, ...]:
    """Which of the open activities (ids) another executor is responsible for than was before."""
    rows = await ask(session, _noted("activity.lead", "activity.executor", "activity.changed"), when)
    leads: dict[str, list[tuple[str, str]]] = {}
    for subject, action, before, after in rows:
        was, now = _lead_of(action, before or {}), _lead_of(action, after or {})
        if was and now and was != now:
            leads.setdefault(subject, []).append((was, now))
    return tuple(one.id for one in activities if one.is_open and _has_other_lead(one, leads))


def _has_other_lead(one: ActivityFacts, leads: Mapping[str, Sequence[tuple[str, str]]]) -> bool:
    moved, name = leads.get(audit.activity(one.id), ()), one.lead.executor.name
    return any(now == name for _, now in moved) and moved[0][0] != name


def _lead_of(action: str, said: Mapping[str, object]) -> str | None:
    """The name of whoever leads by an entry of the audit; of an executor's replacement the one who has the part."""
    if action == "activity.changed":
        executors = said.get("executors")
        return str(executors[0]) if isinstance(executors, list) and executors else None
    name = said.get(action.removeprefix("activity."))
    return name if isinstance(name, str) else None


@functools.cache  # building these takes longer than asking them
def _noted(*actions: str) -> Select[*tuple[Any, ...]]:
    """What the audit says of these actions."""
    said = select(Audit.subject, Audit.action, Audit.before, Audit.after)
    return said.where(_came(Audit.at), Audit.action.in_(actions)).order_by(Audit.id)


@functools.cache
def _accepted() -> Select[int, int]:
    return _changed(Acceptance, _came(Acceptance.decided_at), Acceptance.decision == Decision.ACCEPTED)


@functools.cache
def _handed_in() -> Select[int, int]:
    return _changed(Acceptance, _came(Acceptance.submitted_at), Acceptance.decision.is_(None))


@functools.cache
def _returned() -> Select[int, int]:
    came_back = Acceptance.decision.in_((Decision.RETURNED, Decision.REOPENED))
    return _changed(Acceptance, _came(Acceptance.decided_at), came_back)


@functools.cache
def _extended() -> Select[int, int]:
    return _changed(Extension, _came(Extension.decided_at), Extension.decision == Decision.APPROVED)


def _changed(table: type[Acceptance | Extension], *conditions: ColumnElement[bool]) -> Select[int, int]:
    """The plans' activities (id, number) of which a row says so, by number."""
    query = select(Activity.id, Activity.number).join(table, table.activity_id == Activity.id)
    own = among(Activity.plan_id, "plan_ids")
    return query.where(own, *conditions).distinct().order_by(Activity.number, Activity.id)


@functools.cache
def _reports(is_of_all: bool) -> Select[int]:
    """How many there are; a report on a plan that was closed since is a report of that week."""
    on_closed = select(Activity.id).where(Activity.plan_id.in_(plans_gone_by()))
    counts = Report.state == ReportState.RECORDED, Report.counts.is_(True), _came(Report.submitted_at)
    of = Assignment.activity_id.in_(_own().union_all(on_closed) if is_of_all else _own())
    return select(func.count(Report.id)).join(Assignment, Assignment.id == Report.assignment_id).where(*counts, of)


@functools.cache
def _orders() -> Select[int]:
    return select(func.count(OrderLine.id)).where(_came(OrderLine.given_at), OrderLine.activity_id.in_(_own()))


def _own() -> Select[int]:
    return select(Activity.id).where(among(Activity.plan_id, "plan_ids"))


def _came(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> ColumnElement[bool]:
    """The condition on a moment: with the beginning, and without the end: each moment is in one summary alone."""
    since: BindParameter[datetime] = bindparam("since", type_=UTCDateTime)
    until: BindParameter[datetime] = bindparam("until", type_=UTCDateTime)
    return (moment >= since) & (moment < until)


async def _earlier_summary(session: AsyncSession, plan_ids: Sequence[int], week: str) -> datetime | None:
    query = select(func.max(Summary.taken_at)).where(Summary.plan_id.in_(plan_ids), Summary.week < week)
    return await session.scalar(query)


async def _sections(
    session: AsyncSession, plan_ids: Sequence[int], activities: Sequence[ActivityFacts]
) -> tuple[SectionFacts, ...]:
    query = select(Section, Plan.line).join(Plan, Plan.id == Section.plan_id).where(Section.plan_id.in_(plan_ids))
    marks = {one.line: one.text for one in activities[0].marks} if activities and len(plan_ids) > 1 else {}
    rows = (await session.execute(query.order_by(Plan.line, Plan.id, Section.position))).all()
    sections: list[SectionFacts] = []
    for row, line in rows:
        number = section_in_force(line, row.number)
        own = counts(one for one in activities if one.section == number)
        sections.append(SectionFacts(number, row.title, own, marks.get(line, "")))
    return tuple(section for section in sections if section.total)  # a new edition may have left one out


async def _quality(session: AsyncSession, plan_ids: Sequence[int]) -> Quality:
    """Executors of these plans: how many, who is not linked, who cannot be reached."""
    reachable = func.count(case((Account.blocked_at.is_(None), Link.id)))
    query = (
        select(Executor, func.count(Link.id.distinct()), reachable)
        .join(Assignment, Assignment.executor_id == Executor.id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .outerjoin(Link, Link.executor_id == Executor.id)
        .outerjoin(Account, Account.id == Link.account_id)
        .where(Activity.plan_id.in_(plan_ids), Assignment.is_removed.is_(False), Activity.is_removed.is_(False))
        .group_by(Executor.id)
        .order_by(Executor.position)
    )
    rows = (await session.execute(query)).all()
    return Quality(
        executors=len(rows),
        unlinked=tuple(executor_ref(row[0]) for row in rows if not row[1]),
        blocked=tuple(executor_ref(row[0]) for row in rows if row[1] and not row[2]),
    )


async def _agenda(
    session: AsyncSession, plan_ids: Sequence[int], today: date, before: date | None
) -> tuple[AgendaFacts, ...]:
    """The month's questions, included only in the month's first summary."""
    month = today.replace(day=1)
    if before is not None and before >= month:
        return ()
    is_of_month = AgendaItem.first_month <= month, AgendaItem.last_month >= month
    return await agenda_items(session, AgendaItem.plan_id.in_(plan_ids), *is_of_month)
