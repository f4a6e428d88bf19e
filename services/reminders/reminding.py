"""The reminder sweep: who is owed a reminder today."""

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    and_,
    bindparam,
    exists,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models import (
    Account,
    Activity,
    ActivityState,
    Assignment,
    Link,
    Notice,
    Outbox,
    OutboxState,
    Plan,
    PlanState,
    Promise,
    Report,
    UnitGroup,
)
from models.base import by_index
from models.database import Database
from services import audit
from services.calendar import day_policy
from services.calendar.local_days import LocalDays
from services.calendar.policy import ReminderKind, last_day
from services.calendar.reminder_days import (
    followings,
    followings_of,
    item_for,
    item_of,
    parts_with_terms,
    set_next_reminder,
)
from services.calendar.workdays import Workdays
from services.control.periods import next_plan
from services.messages import outbox
from services.messages.kinds import LetterKind, PlanOver, Reminder, ReminderItem, UnitReminder
from services.people.admins import Admins
from services.people.hours import waits_until
from services.plan.activities import carried_plans, of_plan, plans_in_force
from services.reminders.composing import is_answered, is_by_somebody_linked, is_carried
from services.reports.commitments import has_newer, stands
from services.reports.notices import late_notices
from services.reports.waiting import is_unplaced

ASKED_FOR = timedelta(days=14)  # how long after a promised day it is asked about, if the bot was down
LEFT_ALONE = (ActivityState.REVIEW, ActivityState.DONE, ActivityState.CLOSED)
PORTION = 5_000  # activities that are moved on in one transaction


class Reminding:
    """Reminders by the policy. Times are local; nothing goes out before `remind_at`."""

    def __init__(
        self,
        database: Database,
        admins: Admins,
        workdays: Workdays,
        *,
        days: LocalDays,
        remind_at: time,
    ) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self.remind_at = remind_at

    async def nominated(self, now: datetime) -> list[int]:
        """The accounts that may be owed a reminder at this moment: a cheap choice, checked again one by one."""
        today = self._day_of_sending(now)
        if today is None:
            return []
        async with self._database.read() as session:
            query = nominating(is_working=self._workdays.is_working(today))
            return sorted(set(await session.scalars(query, of_day(today))))

    async def remind(self, account_ids: Sequence[int], now: datetime) -> int:
        """Queue one message of the day for each account with its audit row, in one transaction; returns how many.

        A reminder still queued from an earlier day is merged into it. The link remembers the day, so that neither a
        second sweep nor a clock set back repeats it. A person who let the bot in again today hears today's reminder,
        although the others were reminded before.
        """
        today = self._days.of(now)
        async with self._database.write() as session:
            query = select(Account).where(Account.id.in_(account_ids), Account.blocked_at.is_(None))
            accounts = {row.id: row for row in await session.scalars(query)}
            back = [row.id for row in accounts.values() if row.is_back]
            again = await self._again(session, [accounts[account_id] for account_id in back], today, now)
            owed = await self._items(session, accounts, back, today)
            await session.execute(
                update(Link)
                .where(Link.account_id.in_(accounts), Link.reminded_through < today)
                .values(reminded_through=today)
            )
            if back:
                await session.execute(update(Account).where(Account.id.in_(back)).values(is_back=False))
            for account_id in await self._asked_again(session, list(accounts), today):
                owed.setdefault(account_id, [])
            earlier = await self._take_over(session, [accounts[account_id] for account_id in owed], today)
            chased = await self._to_acknowledge(session, list(owed), today)
            told = {
                accounts[account_id]: Reminder(
                    today, tuple(_merged(items, earlier[account_id])), chased.get(account_id, ())
                )
                for account_id, items in owed.items()
            }
            return again + await self._queue(session, told, now)

    async def _to_acknowledge(
        self, session: AsyncSession, account_ids: Sequence[int], today: date
    ) -> dict[int, tuple[int, ...]]:
        """The notices (ids) of each account that its reminder of the day names once more: those that none has named."""
        if not account_ids or not self._workdays.is_working(today):
            return {}
        reminder = aliased(Outbox)
        said = select(reminder.id).where(
            reminder.id == Notice.chased_id, reminder.state.not_in([OutboxState.CANCELLED, OutboxState.FAILED])
        )
        late = late_notices(self._workdays, self._days, today)
        query = late.add_columns(Notice.account_id).where(Notice.account_id.in_(account_ids), ~said.exists())
        found: dict[int, tuple[int, ...]] = {}
        for notice_id, account_id in await session.execute(query):
            found[account_id] = (*found.get(account_id, ()), notice_id)
        return found

    async def _asked_again(self, session: AsyncSession, account_ids: Sequence[int], today: date) -> set[int]:
        """Whose kept words of an earlier day, of which nobody said what they are about, are asked about once more.

        Once, on the next working day: after that they stand in the officer's list.
        """
        if not self._workdays.is_working(today) or not await is_carried(session):
            return set()
        own = Report.account_id.in_(account_ids)
        asked = update(Report).where(own, *_is_unplaced(today)).values(asked_again_on=today)
        return set(await session.scalars(asked.returning(Report.account_id)))

    async def _queue(self, session: AsyncSession, told: Mapping[Account, Reminder], now: datetime) -> int:
        """Queue what each account is told, with its audit row; how many were not queued before."""
        messages = {
            account: outbox.ToSend(
                reminder,
                _key(account.id, reminder.day),
                account.telegram_id,
                account.id,
                outbox.BULK,
                waits_until(account, now, self._days),
            )
            for account, reminder in told.items()
        }
        rows = await outbox.owe_all(session, messages.values(), now)
        for account, message in messages.items():
            if message.key in rows:
                await self._note(session, account, told[account], rows[message.key], now)
        return len(rows)

    async def _note(self, session: AsyncSession, account: Account, told: Reminder, queued: int, now: datetime) -> None:
        subject = f"account:{account.id}"
        audit.note(session, "reminder.queued", subject, actor=audit.SYSTEM, now=now, after=told.as_json())
        if told.notices:
            await session.execute(update(Notice).where(Notice.id.in_(told.notices)).values(chased_id=queued))

    async def _again(self, session: AsyncSession, accounts: Sequence[Account], today: date, now: datetime) -> int:
        """Queue today's reminders once more that these accounts refused before they let the bot in again."""
        count = 0
        for account in accounts:
            refused = (
                update(Outbox)
                .where(Outbox.key == _key(account.id, today), Outbox.state == OutboxState.FAILED)
                .values(state=OutboxState.QUEUED, next_try_at=waits_until(account, now, self._days) or now, attempts=0)
                .returning(Outbox.id)
            )
            if (row := await session.scalar(refused)) is not None:
                audit.note(session, "outbox.retried", f"outbox:{row}", actor=audit.SYSTEM, now=now)
                count += 1
        return count

    async def remind_groups(self, now: datetime) -> int:
        """Queue the day's reminder for the groups of units whose work the calendar speaks of; returns how many.

        A group remembers the day as a link does. It comes before `advance`, after which today's is known no more.
        """
        today = self._day_of_sending(now)
        if today is None:
            return 0
        waiting = select(UnitGroup).where(UnitGroup.reminded_through < today, UnitGroup.lost_at.is_(None))
        async with self._database.read() as session:
            if await session.scalar(waiting.limit(1)) is None:
                return 0
        async with self._database.write() as session:
            groups = (await session.scalars(waiting)).all()
            return sum([await self._remind_group(session, group, today, now) for group in groups])

    async def _remind_group(self, session: AsyncSession, group: UnitGroup, today: date, now: datetime) -> bool:
        query = (
            select(Activity, Assignment, Plan)
            .join(Assignment, Assignment.activity_id == Activity.id)
            .join(Plan, Plan.id == Activity.plan_id)
            .where(*_is_due(today), Assignment.executor_id == group.unit_id, Assignment.is_removed.is_(False))
            .order_by(Plan.line, Activity.number)
        )
        rows = (await session.execute(query)).all()
        following: dict[int, date] = {}
        for plan_id in {plan.id for activity, _, plan in rows if activity.is_repeated}:
            following |= await followings_of(session, plan_id)
        found = [
            self._latest(activity, part, plan, group, today, following=following.get(activity.id))
            for activity, part, plan in rows
        ]
        group.reminded_through = today
        items = tuple(one for one in found if one is not None)
        if not items:
            return False
        letter, key = UnitReminder(group.unit_id, today, items), f"remind_group:{group.unit_id}:{today}"
        return (
            await outbox.owe(session, letter, key=key, chat_id=group.chat_id, now=now, priority=outbox.BULK) is not None
        )

    async def advance(self, now: datetime) -> int:
        """Move on the activities whose reminders have reached everybody who was owed them; returns how many."""
        today = self._day_of_sending(now)
        if today is None:
            return 0
        async with self._database.read() as session:
            if (await session.execute(_next_passed(), of_day(today))).first() is None:
                return 0
        moved = 0
        while (some := await self._advance_some(today)) == PORTION:
            moved += some
        return moved + some

    async def _advance_some(self, today: date) -> int:
        """Move on a portion of them: others decide in between, and PostgreSQL takes no more than 32,767 values."""
        async with self._database.write() as session:
            rows = (await session.execute(passed().limit(PORTION), of_day(today))).all()
            following: dict[int, date] = {}
            for plan_id in {plan.id for activity, plan in rows if activity.is_repeated}:
                following |= await followings_of(session, plan_id)
            terms = await parts_with_terms(session, Assignment.activity_id.in_([activity.id for activity, _ in rows]))
            for activity, plan in rows:
                own = terms.get(activity.id, ())
                set_next_reminder(activity, plan, self._workdays, today, following.get(activity.id), parts=own)
            return len(rows)

    async def tell_plan_is_over(self, now: datetime) -> bool:
        """Tell the admins, once of each plan, that its period has ended and how the next one is loaded."""
        today = self._days.of(now)
        async with self._database.read() as session:
            over = [
                plan for plan in await session.scalars(plans_in_force()) if plan.ends_on < today and plan.paper is None
            ]
            over = [plan for plan in over if await next_plan(session, plan.line) is None]
        told = [
            await self._admins.tell_once(
                self._database, PlanOver(plan.id), key=f"plan_over:{plan.id}", now=now, also_new=True
            )
            for plan in over
        ]
        return any(told)

    async def next_day(self, after: date) -> date | None:
        """The first local day after `after` on which an activity of a plan in force has a reminder."""
        firsts: list[date | None] = []
        async with self._database.read() as session:
            for plan in (await session.scalars(carried_plans())).all():
                query = select(Activity).where(*of_plan(plan.id), Activity.state.not_in(LEFT_ALONE))
                rows = (await session.scalars(query)).all()
                following = followings(rows)
                terms = await parts_with_terms(
                    session, Assignment.activity_id.in_(select(Activity.id).where(*of_plan(plan.id)))
                )
                firsts += [
                    day_policy.next_reminder(
                        item, plan.period, self._workdays, after=after, following=following.get(row.id)
                    )
                    for row in rows
                    for item in {item_of(row), *(item_for(row, part) for part in terms.get(row.id, ()))}
                ]
        return min((day for day in firsts if day is not None), default=None)

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _items(
        self, session: AsyncSession, account_ids: Collection[int], back: Collection[int], today: date
    ) -> dict[int, list[ReminderItem]]:
        """What each account is owed, in the order of the accounts, without accounts that are owed nothing."""
        rows = (await session.execute(_owed_rows(account_ids, back, today))).all()
        items: dict[int, list[ReminderItem]] = {account_id: [] for account_id in account_ids}
        following: dict[int, date] = {}
        for plan_id in {plan.id for activity, _, plan, _ in rows if activity.is_repeated}:
            following |= await followings_of(session, plan_id)
        for activity, assignment, plan, link in rows:
            item = self._latest(activity, assignment, plan, link, today, following=following.get(activity.id))
            if item is not None:
                items[link.account_id].append(item)
        promised = _promised().where(Link.account_id.in_(account_ids))
        for assignment_id, account_id in (await session.execute(promised, of_day(today))).all():
            if all(item.assignment_id != assignment_id for item in items[account_id]):
                items[account_id].append(ReminderItem(assignment_id, ReminderKind.PROMISE, today))
        return {account_id: owed for account_id, owed in items.items() if owed}

    def _latest(
        self,
        activity: Activity,
        assignment: Assignment,
        plan: Plan,
        link: Link | UnitGroup,
        today: date,
        *,
        following: date | None,
    ) -> ReminderItem | None:
        """The latest reminder of the activity that this link has not been given and that still holds."""
        if today > last_day(plan.period):
            return None  # nothing more is said of a plan that is past, not even what was missed while the bot was down
        # Of an activity that has moved on only today is said: to those who were not to be reached with the others.
        due = min(activity.next_reminder_on or today, today)
        start = max(due, link.reminded_through + timedelta(days=1))
        said = day_policy.reminders(
            item_for(activity, assignment), plan.period, self._workdays, start=start, end=today, following=following
        )
        given_on = max(activity.given_on or date.min, assignment.given_on or date.min)
        items = [ReminderItem(assignment.id, kind, day) for day, kind in said if _is_given(day, kind, given_on)]
        holding = [item for item in items if not is_answered(self._workdays, item, assignment.reported_on)]
        return holding[-1] if holding else None

    async def _take_over(
        self, session: AsyncSession, accounts: Sequence[Account], today: date
    ) -> dict[int, list[ReminderItem]]:
        """The items of the accounts' unsent reminders, which today's reminders replace."""
        items: dict[int, list[ReminderItem]] = defaultdict(list)
        statement = (
            update(Outbox)
            .where(
                Outbox.chat_id.in_([one.telegram_id for one in accounts]),  # there is an index of these
                Outbox.kind == LetterKind.REMINDER,
                Outbox.state == OutboxState.QUEUED,
                Outbox.key.not_in([_key(one.id, today) for one in accounts]),
            )
            .values(state=OutboxState.CANCELLED, reason="replaced by a later reminder")
            .returning(Outbox.account_id, Outbox.refs)
        )
        for account_id, refs in await session.execute(statement):
            items[account_id or 0] += Reminder.from_json(refs).items
        return items

    # -- time ----------------------------------------------------------------------------------------------------

    def _day_of_sending(self, now: datetime) -> date | None:
        """Today, once it is late enough to remind; else None."""
        local = self._days.local(now)
        return local.date() if local.time() >= self.remind_at else None


def _is_given(day: date, kind: ReminderKind, given_on: date) -> bool:
    """Whether they have had it by that day; on the very day on which it is given nobody is told to be late."""
    return day > given_on if kind is ReminderKind.OVERDUE else day >= given_on


TODAY: BindParameter[date] = bindparam("today", type_=Date)
_ASKED_SINCE: BindParameter[date] = bindparam("asked_since", type_=Date)


def of_day(today: date) -> dict[str, date]:
    """The values of the statements that are kept here, which are asked with those of the day."""
    return {"today": today, "asked_since": today - ASKED_FOR}


@functools.cache  # building them takes longer than asking them, which every tick of the day does
def nominating(*, is_working: bool) -> CompoundSelect[int]:
    """Which accounts may be owed a reminder, each once or more; kept words are asked about on working days alone."""
    today = TODAY
    # The few activities that are due (indexed) are chosen first, and the accounts made unique and put in order by the
    # caller: any other way, SQLite begins at all links or assignments there are.
    due = select(Activity.id).join(Plan, Plan.id == Activity.plan_id).where(*_is_due(today))
    owed = (
        select(Link.account_id)
        .join(Account, Account.id == Link.account_id)
        .join(Assignment, Assignment.executor_id == Link.executor_id)
        .where(Assignment.activity_id.in_(due), *_is_owed(today), Account.blocked_at.is_(None))
    )
    promised = _promised().with_only_columns(Link.account_id)
    back = select(Account.id).where(_is_back())
    unplaced = select(Report.account_id).where(*_is_unplaced(today))
    return union_all(owed, back, promised, *([unplaced] if is_working else []))


@functools.cache
def _next_passed() -> Select[Activity, Plan]:
    return passed().limit(1)


@functools.cache
def passed() -> Select[Activity, Plan]:
    """The activities whose reminders have reached everybody who was owed them, each with its plan."""
    left = (
        select(Link.id)
        .join(Account, Account.id == Link.account_id)
        .where(
            Link.executor_id == Assignment.executor_id,
            Link.reminded_through < TODAY,
            Account.blocked_at.is_(None),
            Assignment.activity_id == Activity.id,
            Assignment.is_removed.is_(False),
            Activity.state.not_in(LEFT_ALONE),
        )
    )
    return (
        select(Activity, Plan)
        .join(Plan, Plan.id == Activity.plan_id)
        # A plan that waits for its first day moves on when it comes into force.
        .where(Activity.next_reminder_on <= TODAY, Plan.state != PlanState.WAITING, ~exists(left.correlate(Activity)))
    )


def _is_due(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """Condition on an activity and its plan: a reminder of it has come."""
    return Activity.next_reminder_on <= today, Activity.state.not_in(LEFT_ALONE), Plan.state == PlanState.ACTIVE


def _is_owed(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """Condition on a link and its assignments: the link has not been given today's reminder."""
    return Link.reminded_through < today, Assignment.is_removed.is_(False)


def _is_unplaced(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    """Of a report: kept words of an earlier day that nobody was asked about once more."""
    return (*is_unplaced(), is_by_somebody_linked(), Report.submitted_on < today, Report.asked_again_on.is_(None))


def _is_back() -> ColumnElement[bool]:
    """Condition on an account: the person let the bot in again, and no sweep has noticed it yet."""
    return and_(by_index(Account.is_back), Account.blocked_at.is_(None))


def _owed_rows(
    account_ids: Collection[int], back: Collection[int], today: date
) -> Select[Activity, Assignment, Plan, Link]:
    is_due, *in_force = _is_due(today)
    return (
        select(Activity, Assignment, Plan, Link)
        .join(Assignment, Assignment.activity_id == Activity.id)
        .join(Plan, Plan.id == Activity.plan_id)
        .join(Link, Link.executor_id == Assignment.executor_id)
        .where(
            Link.account_id.in_(account_ids),
            or_(is_due, Link.account_id.in_(back)) if back else is_due,
            *in_force,
            *_is_owed(today),
        )
        .order_by(Link.account_id, Plan.line, Activity.number, Assignment.position)
    )


@functools.cache
def _promised() -> Select[int, int]:
    """The parts whose promised day, or the working day after it, has come, with the accounts not reminded of it yet.

    So what was promised is spoken of in the day's reminder, in which the calendar may have nothing of that activity.
    """
    today = TODAY
    _, *in_force = _is_due(today)
    has_come = or_(
        (Promise.tell_on <= today) & (Promise.promised_on >= today) & (Promise.tell_on > Link.reminded_through),
        (Promise.ask_on <= today) & (Promise.ask_on > _ASKED_SINCE) & (Promise.ask_on > Link.reminded_through),
    )
    return (
        select(Promise.assignment_id, Link.account_id)
        .join(Assignment, Assignment.id == Promise.assignment_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .join(Plan, Plan.id == Activity.plan_id)
        .join(Link, Link.executor_id == Assignment.executor_id)
        .join(Account, Account.id == Link.account_id)
        .where(has_come, *in_force, *_is_owed(today), Activity.is_removed.is_(False), Account.blocked_at.is_(None))
        .where(*stands(Promise), ~has_newer())
        .distinct()
    )


def _key(account_id: int, day: date) -> str:
    return f"remind:{account_id}:{day}"


def _merged(items: list[ReminderItem], earlier: list[ReminderItem]) -> list[ReminderItem]:
    known = {item.assignment_id for item in items}
    return items + [item for item in earlier if item.assignment_id not in known]
