"""What a reminder says: found when it is sent, and once more whenever a button under it is pressed."""

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Integer, Select, bindparam, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Acceptance,
    Activity,
    Appeal,
    AppealKind,
    Assignment,
    Decision,
    Extension,
    Link,
    Notice,
    Outbox,
    OutboxState,
    Plan,
    Report,
    ReportState,
    Summary,
)
from models.base import UTCDateTime
from models.database import Database
from models.lists import among
from models.statements import ask
from services.calendar import day_policy
from services.calendar.deadlines import Month
from services.calendar.local_days import LocalDays
from services.calendar.policy import URGENCY, ReminderKind, needs_silence, silent_since
from services.calendar.reminder_days import item_for
from services.calendar.workdays import Workdays
from services.messages.kinds import LetterKind, Reminder, ReminderItem
from services.messages.notices import unread
from services.people.accounts import Person
from services.plan.activities import carried_plans, own_rows
from services.plan.figures import ActivityFacts, Part
from services.plan.status import Status
from services.reports.commitments import Outcome, PromiseFacts, latest, promises_of
from services.reports.handing_in import LENIENT, HandingIn
from services.reports.reading import ReportFacts, report_facts, report_rows
from services.reports.waiting import is_unplaced
from services.reports.waiting_hand_ins import WaitingHandIn, kept_hand_ins, waiting_hand_ins

ASKS_WHY_AFTER = 3  # overdue reminders without a word: after so many the next one asks what hinders,
ASKS_WHY_EVERY = 4  # and then every so many: a question put each week is read by nobody
CONTROL_HEARS_AFTER = 3  # working days overdue, when the activity stands in the admins' digest
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReminderLine:
    """One activity in a reminder: why it is named (`kind` of the reminder policy) and the day that was meant for it.

    `day` is earlier than the reminder's own day where the message was held back. Of overdue work, `unanswered` are the
    earlier reminders to which the person said nothing, `silent_since` the day of their last word (or of the deadline),
    `control_knows` says whether the control department was told, and so many `summaries` have told the leadership.
    `asked_until` is the new deadline that an open request for more time asks for, until that day is past. `contested`:
    the person's word that it is not theirs waits for the control department. `answer` is the person's last report since
    the reminder was sent. `last_working_day` is the last one on or before the deadline. `missed` counts earlier
    occurrences of what repeats that are overdue as well. `promised` is the day that was promised, if today the person
    is reminded of it, or asked what became of it. `hand_in` is the person's own word that the work is done, which waits
    for open parts or the document: they are not silent. `awaited_since` is the day of the lead's, who waits for this
    part. `returned_on` is the local day on which the overdue work was returned last, with `returned_reason`, if nothing
    was handed in since.
    """

    kind: str
    activity: ActivityFacts
    part: Part
    day: date
    unanswered: int = 0
    control_knows: bool = False
    summaries: int = 0
    silent_since: date | None = None
    asked_until: date | None = None
    contested: bool = False
    answer: ReportFacts | None = None
    last_working_day: date | None = None
    missed: int = 0
    promised: date | None = None
    hand_in: WaitingHandIn | None = None
    awaited_since: date | None = None
    returned_on: date | None = None
    returned_reason: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether a word on it is still wanted: it is not finished, and waits for nobody else's word."""
        return self.activity.is_worked_on

    @property
    def is_overdue(self) -> bool:
        """Whether the deadline is past."""
        return self.is_asked and (self.activity.days_left or 0) < 0

    @property
    def asks_why(self) -> bool:
        """Whether it is asked what hinders, after a long silence, in place of how far the work is."""
        is_silent = self.is_overdue and self.unanswered >= ASKS_WHY_AFTER
        is_its_turn = (self.unanswered - ASKS_WHY_AFTER) % ASKS_WHY_EVERY == 0
        is_waiting = self.asked_until is not None or self.contested
        return is_silent and is_its_turn and not is_waiting and self.answer is None


@dataclass(frozen=True)
class ReminderFacts:
    """One day's reminder to one person, most urgent first.

    `unplaced` of their own messages are asked about once more on this day. `overdue` of all their activities are past
    the deadline, those of which today's reminder says nothing among them, without delivered parts. `unread` are those
    that they were told of and have not acknowledged. `sent_for` is the day that it was sent for, if that was earlier.
    `needs_all_parts`: the office lets nothing be handed in while parts are open.
    """

    day: date
    lines: tuple[ReminderLine, ...]
    unplaced: int = 0
    overdue: int = 0
    unread: tuple[ActivityFacts, ...] = ()
    sent_for: date | None = None
    needs_all_parts: bool = False


class Reminders:
    """Reads what a reminder says. `days` counts local days."""

    def __init__(self, database: Database, workdays: Workdays, days: LocalDays, rules: HandingIn = LENIENT) -> None:
        self._rules = rules
        self._database = database
        self._workdays = workdays
        self._days = days

    async def compose(self, account_id: int, owed: Reminder, now: datetime) -> ReminderFacts | None:
        """What a queued reminder says at this moment; None when nothing is left to say.

        Finished activities, those awaiting acceptance, and those the person no longer answers for are left out; so
        is a mid-month word to somebody who has reported meanwhile.
        """
        [facts] = await self.compose_each([(account_id, owed)], now)
        return facts

    async def compose_each(
        self, owed: Sequence[tuple[int, Reminder]], now: datetime
    ) -> tuple[ReminderFacts | None, ...]:
        """The same of the reminders of several accounts (ids), at about as many statements as of one."""
        async with self._database.read() as session:
            composed = await self._facts(session, owed, self._days.of(now))
        return tuple(facts if facts.lines or facts.unplaced else None for facts in composed)

    async def sent(self, person: Person, chat_id: int, message_id: int, now: datetime) -> ReminderFacts | None:
        """What a reminder that was sent to the person says now; None where that message is no reminder of theirs.

        What they reported since stands in it; what is asked no more is left out, and no line may be left.
        """
        async with self._database.read() as session:
            query = select(Outbox).where(
                Outbox.chat_id == chat_id,
                Outbox.state == OutboxState.SENT,
                Outbox.message_id == message_id,
                Outbox.kind == LetterKind.REMINDER,
                Outbox.account_id == person.account_id,
            )
            row = await session.scalar(query)
            if row is None:
                return None
            owed = [(person.account_id, Reminder.from_json(row.refs))]
            [facts] = await self._facts(session, owed, self._days.of(now), since=row.sent_at)
            return facts

    async def _facts(
        self,
        session: AsyncSession,
        several: Sequence[tuple[int, Reminder]],
        today: date,
        since: datetime | None = None,
    ) -> list[ReminderFacts]:
        plans = {plan.id: plan for plan in await session.scalars(carried_plans())}
        if not plans:  # of a closed one nothing is said
            return [ReminderFacts(today, ()) for _ in several]
        accounts = [account_id for account_id, _ in several]
        own = await self._own(session, accounts, plans, today, since)
        unplaced = await _unplaced(session, accounts)
        return [
            await self._said(session, owed, own[account_id], unplaced.get(account_id, {}), since)
            for account_id, owed in several
        ]

    async def _said(
        self,
        session: AsyncSession,
        owed: Reminder,
        own: "_Own",
        unplaced: Mapping[date | None, int],
        since: datetime | None,
    ) -> ReminderFacts:
        today = own.today
        lines: dict[int, ReminderLine] = {}
        for item in owed.items:
            line = await self._line(session, item, own)
            if line is not None:
                # Whoever answers for two of an activity's executors hears of it once.
                lines.setdefault(line.activity.id, line)
        return ReminderFacts(
            day=today,
            lines=most_urgent(lines.values()),
            unplaced=sum(unplaced.values()) if owed.day in unplaced else 0,
            overdue=sum(facts.status is Status.OVERDUE for facts in own.facts.values()),
            unread=await _unread(session, owed.notices, own),
            sent_for=owed.day if since is not None and owed.day < today else None,
            needs_all_parts=self._rules.needs_all_parts,
        )

    async def _own(
        self,
        session: AsyncSession,
        accounts: Sequence[int],
        plans: Mapping[int, Plan],
        today: date,
        since: datetime | None,
    ) -> dict[int, "_Own"]:
        """What each of the accounts (ids) has, read for all of them together."""
        links: dict[int, dict[int, date]] = {one: {} for one in accounts}
        for account_id, executor_id, linked_at in await ask(session, _links(), {"accounts": list(accounts)}):
            links[account_id][executor_id] = self._days.of(linked_at)
        executors = sorted({executor for own in links.values() for executor in own})
        found = [one async for one in own_rows(session, executors, today)]
        places: dict[int, list[int]] = {one: [] for one in executors}
        for place, (_, facts) in enumerate(found):
            for part in facts.parts:
                if part.executor.id in places:
                    places[part.executor.id].append(place)
        values = {"executors": executors, "activities": [row.id for row, _ in found]}
        parts: dict[int, list[Assignment]] = {one: [] for one in executors}
        for row in await ask(session, _assignments(), values):
            parts[row.executor_id].append(row)
        promised = latest(await promises_of(session, today, executors))
        contested = await _contested(session, accounts)
        kept: dict[int, list[tuple[Report, int]]] = {}
        for report, activity_id in await kept_hand_ins(session, values["activities"]):
            kept.setdefault(activity_id, []).append((report, activity_id))
        owns = {}
        for account_id, linked_on in links.items():
            theirs = sorted({place for executor in linked_on for place in places[executor]})
            mine = [(found[place][0], found[place][1].seen_by(linked_on)) for place in theirs]
            seen = {facts.id: facts for _, facts in mine}
            owns[account_id] = _Own(
                account_id=account_id,
                today=today,
                plans=plans,
                rows={row.id: row for row, _ in mine},
                facts=seen,
                assignments={one.id: one for executor in linked_on for one in parts[executor]},
                linked_on=linked_on,
                answers=await _answers(session, account_id, since) if since is not None else {},
                promises=promised,
                contested=contested.get(account_id, frozenset()),
                hand_ins=await waiting_hand_ins(session, tuple(seen.values()), _in_order(kept, seen)),
            )
        return owns

    async def _line(self, session: AsyncSession, item: ReminderItem, own: "_Own") -> ReminderLine | None:
        assignment = own.assignments.get(item.assignment_id)
        facts = own.facts.get(assignment.activity_id) if assignment is not None else None
        if assignment is None or facts is None:
            return None
        part = next(part for part in facts.parts if part.assignment_id == assignment.id)
        last = self._workdays.previous_working(facts.due_on) if facts.due_on is not None else None
        line = ReminderLine(
            item.kind,
            facts,
            part,
            item.day,
            answer=own.answers.get(facts.id),
            last_working_day=last,
            promised=_promise_today(own.promises.get(assignment.id), item, facts.today),
            contested=facts.id in own.contested,
        )
        is_needless = not line.is_asked or is_answered(self._workdays, item, assignment.reported_on)
        has_delivered = not part.leads and part.done  # what is left is the lead's
        line = own.with_hand_in(line)
        is_needless = is_needless or (item.kind is ReminderKind.PROMISE and line.promised is None)
        if line.answer is None and (is_needless or has_delivered):
            return None
        return line if not line.is_overdue else await self._overdue(session, line, own)

    async def _overdue(self, session: AsyncSession, line: ReminderLine, own: "_Own") -> ReminderLine:
        """The line with what the silence about it has come to."""
        facts, due = line.activity, line.activity.due_on
        if due is None:
            return line
        # Of days on which they did not have it nothing is held against them.
        due = max(due, facts.overdue_since or due, line.part.given_on or due)
        # Of a part's own term nobody but the lead knows: others hear of the activity's deadline.
        watched = max(facts.whole_due_on, due) if facts.whole_due_on is not None else due
        row = own.rows[facts.id]
        plan = own.plans[row.plan_id]
        values = {
            "activity": facts.id,
            "assignment": line.part.assignment_id,
            "line": plan.line,
            "today": facts.today,
            "watched": self._midnight_after(watched),
        }
        [(summaries, asked_until, returned_at, returned_reason)] = await ask(session, _come_to(), values)
        returned_on = self._days.of(returned_at) if returned_at is not None else None
        spoke_on = max(
            [
                due,
                own.linked_on[line.part.executor.id],
                *([line.part.reported_on] if line.part.reported_on else []),
                *([returned_on] if returned_on is not None else []),  # until then it was with who decides
                *[self._days.of(moment) for moment in await _words_of(session, own.account_id, facts.id)],
            ]
        )
        item = item_for(row, own.assignments[line.part.assignment_id])
        said = day_policy.reminders(item, plan.period, self._workdays, start=spoke_on + ONE_DAY, end=line.day)
        is_silent = (line.part.leads or not line.part.done) and line.hand_in is None
        return replace(
            line,
            unanswered=sum(kind is ReminderKind.OVERDUE and day < line.day for day, kind in said) if is_silent else 0,
            control_knows=self._workdays.add(watched, CONTROL_HEARS_AFTER) < facts.today,
            summaries=summaries or 0,
            silent_since=spoke_on,
            missed=_missed(facts, own.facts.values()),
            asked_until=asked_until,
            returned_on=returned_on,
            returned_reason=returned_reason or "",
        )

    def _midnight_after(self, day: date) -> datetime:
        return self._days.at(day + ONE_DAY, datetime.min.time())


@functools.cache  # building these takes longer than asking them
def _come_to() -> Select[*tuple[Any, ...]]:
    """How many summaries were taken since a moment, the day last asked for, and when and why it was returned."""
    asked = select(Extension.to_due).where(Extension.activity_id == bindparam("activity"), Extension.decision.is_(None))
    asked = asked.where(Extension.to_due >= bindparam("today", type_=Date))
    asked = asked.where(Extension.is_of_part.is_(False) | (Extension.assignment_id == bindparam("assignment")))
    asked_last = asked.order_by(Extension.id.desc()).limit(1)
    since: BindParameter[datetime] = bindparam("watched", type_=UTCDateTime)
    # What was carried over stood in the summaries of the plans before as well.
    of_line = select(Plan.id).where(Plan.line == bindparam("line"))
    told = select(func.count(Summary.week.distinct())).where(Summary.plan_id.in_(of_line), Summary.taken_at >= since)
    return select(told.scalar_subquery(), asked_last.scalar_subquery(), *_returned())


def _returned() -> tuple[ColumnElement[datetime | None], ColumnElement[str | None]]:
    """When and why the activity was returned, if that was decided of what was handed in last."""
    last = select(func.max(Acceptance.id)).where(Acceptance.activity_id == bindparam("activity")).scalar_subquery()
    own = Acceptance.id == last, Acceptance.decision.in_((Decision.RETURNED, Decision.REOPENED))
    return (
        select(Acceptance.decided_at).where(*own).scalar_subquery(),
        select(Acceptance.reason).where(*own).scalar_subquery(),
    )


def is_answered(workdays: Workdays, item: ReminderItem, reported_on: date | None) -> bool:
    """Whether a report made the reminder needless: one that is for the silent alone."""
    if not needs_silence(item.kind) or reported_on is None:
        return False
    since = silent_since(item.kind, Month.of(item.day), workdays)
    return since is not None and reported_on >= since


async def is_carried(session: AsyncSession) -> bool:
    """Whether a plan is carried out: of a closed one nothing is said, not even what was queued before."""
    return await session.scalar(carried_plans().limit(1)) is not None


def is_by_somebody_linked() -> ColumnElement[bool]:
    """Of a report: its author answers for an executor. Nobody else is reminded of the words that they left."""
    return select(Link.id).where(Link.account_id == Report.account_id).exists()


@dataclass(frozen=True)
class _Own:
    """A person's activities on the day, of the `plans` carried out (by id), with their rows and assignments (by id).

    The activities are as the person sees them, by their part's own term. `linked_on` is the local day since which the
    person answers for an executor (id); `answers`, what they reported on an activity (id) since the reminder was sent;
    `promises`, the last promise of each assignment (id); `contested`, what the person says is not theirs;
    `hand_ins`, what waits to be handed in of an activity (id), whoever said so.
    """

    account_id: int
    today: date
    plans: Mapping[int, Plan]
    rows: Mapping[int, Activity]
    facts: Mapping[int, ActivityFacts]
    assignments: Mapping[int, Assignment]
    linked_on: Mapping[int, date]
    answers: Mapping[int, ReportFacts]
    promises: Mapping[int, PromiseFacts]
    contested: Collection[int]
    hand_ins: Mapping[int, WaitingHandIn]

    def with_hand_in(self, line: ReminderLine) -> ReminderLine:
        """The line with the hand-in that waits: the person's own, or the lead's who waits for their part."""
        found = self.hand_ins.get(line.activity.id)
        if found is None or not line.is_asked:
            return line
        if line.part.leads and found.account_id == self.account_id:
            return replace(line, hand_in=found)
        is_awaited = found.waits and any(one.assignment_id == line.part.assignment_id for one in found.parts)
        return replace(line, awaited_since=found.said_on) if is_awaited else line


def _promise_today(promise: PromiseFacts | None, item: ReminderItem, today: date) -> date | None:
    """The promised day, if it is told on this day that it has come, or asked what became of it."""
    if promise is None or promise.outcome not in (Outcome.OPEN, Outcome.BROKEN) or promise.ask_on is None:
        return None
    is_told = promise.tell_on is not None and promise.tell_on <= today <= promise.day
    is_asked = promise.ask_on in (today, item.day) or (item.kind is ReminderKind.PROMISE and promise.day < today)
    return promise.day if is_told or is_asked else None


def _missed(of: ActivityFacts, own: Iterable[ActivityFacts]) -> int:
    """How many earlier occurrences of the same activity are overdue."""
    if not of.is_repeated or of.due_on is None:
        return 0
    return sum(
        one.number == of.number
        and one.is_repeated
        and one.status is Status.OVERDUE
        and one.due_on is not None
        and one.due_on < of.due_on
        and not one.was_over_when_given
        for one in own
    )


async def _answers(session: AsyncSession, account_id: int, since: datetime) -> dict[int, ReportFacts]:
    """The person's last report since that moment on each activity (id)."""
    recorded = (Report.account_id == account_id, Report.state == ReportState.RECORDED, Report.submitted_at >= since)
    owners = select(Report.id, Assignment.activity_id).join(Assignment, Assignment.id == Report.assignment_id)
    owner = dict((await session.execute(owners.where(*recorded))).all())
    reports = await report_facts(session, report_rows().where(*recorded).order_by(Report.submitted_at, Report.id))
    return {owner[report.id]: report for report in reports}


async def _words_of(session: AsyncSession, account_id: int, activity_id: int) -> Sequence[datetime]:
    """When the person said something of the activity: in a report, though it moved nothing, or to the admins."""
    return [row[0] for row in await ask(session, _said_of(), {"account": account_id, "activity": activity_id})]


@functools.cache
def _said_of() -> Select[datetime]:
    account: BindParameter[int] = bindparam("account", type_=Integer)
    activity: BindParameter[int] = bindparam("activity", type_=Integer)
    wrote = (
        select(Report.submitted_at)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(Report.account_id == account, Report.state == ReportState.RECORDED, Assignment.activity_id == activity)
    )
    asked = select(Extension.requested_at).where(Extension.account_id == account, Extension.activity_id == activity)
    turned = select(Appeal.written_at).where(
        Appeal.account_id == account, Appeal.activity_id == activity, Appeal.sent_at.is_not(None)
    )
    return select(union_all(wrote, asked, turned).subquery().c[0])


def _in_order(kept: Mapping[int, Sequence[tuple[Report, int]]], wanted: Iterable[int]) -> list[tuple[Report, int]]:
    """The kept words on the wanted activities (ids), oldest first."""
    return sorted((each for one in wanted for each in kept.get(one, ())), key=lambda each: each[0].id)


async def _contested(session: AsyncSession, accounts: Sequence[int]) -> dict[int, set[int]]:
    """The activities (ids) of which each account wrote that they are not theirs, and nobody has answered yet."""
    found: dict[int, set[int]] = {}
    for account_id, activity_id in await session.execute(_contests(), {"accounts": accounts}):
        found.setdefault(account_id, set()).add(activity_id or 0)
    return found


async def _unplaced(session: AsyncSession, accounts: Sequence[int]) -> dict[int, dict[date | None, int]]:
    """How many messages of each account wait, as their list says, by the day on which they are asked about again."""
    found: dict[int, dict[date | None, int]] = {}
    for account_id, day, count in await session.execute(_waiting_words(), {"accounts": accounts}):
        found.setdefault(account_id, {})[day] = count
    return found


# Building these statements takes longer than asking them.


@functools.cache
def _links() -> Select[int, int, datetime]:
    return select(Link.account_id, Link.executor_id, Link.linked_at).where(among(Link.account_id, "accounts"))


@functools.cache
def _assignments() -> Select[*tuple[Any, ...]]:
    """Rows that are read as entities are."""
    return select(*Assignment.__table__.columns).where(
        among(Assignment.executor_id, "executors"),
        among(Assignment.activity_id, "activities"),
        Assignment.is_removed.is_(False),
    )


@functools.cache
def _contests() -> Select[int, int | None]:
    return select(Appeal.account_id, Appeal.activity_id).where(
        Appeal.kind == AppealKind.REFUSAL,
        among(Appeal.account_id, "accounts"),
        Appeal.activity_id.is_not(None),
        Appeal.sent_at.is_not(None),
        Appeal.answered_at.is_(None),
    )


@functools.cache
def _waiting_words() -> Select[int, date | None, int]:
    own = among(Report.account_id, "accounts")
    return (
        select(Report.account_id, Report.asked_again_on, func.count())
        .where(*is_unplaced(), own, is_by_somebody_linked())
        .group_by(Report.account_id, Report.asked_again_on)
    )


async def _unread(session: AsyncSession, notices: Collection[int], own: "_Own") -> tuple[ActivityFacts, ...]:
    """The activities that these notices tell of and that are still not acknowledged, by number."""
    if not notices:
        return ()
    query = unread(Notice.id.in_(notices)).with_only_columns(Assignment.activity_id)
    found = set(await session.scalars(query))
    return tuple(sorted((own.facts[one] for one in found if one in own.facts), key=lambda one: one.number))


def most_urgent(lines: Iterable[ReminderLine]) -> tuple[ReminderLine, ...]:
    """The lines in the order in which they are said."""
    return tuple(sorted(lines, key=_urgency))


def _urgency(line: ReminderLine) -> tuple[int, date, int]:
    return URGENCY.index(ReminderKind(line.kind)), line.activity.due_on or date.max, line.activity.number
