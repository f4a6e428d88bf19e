"""Loading the plan file into the database, and the plan's heading."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Activity,
    ActivityState,
    AgendaItem,
    Assignment,
    Audit,
    Executor,
    ExecutorKind,
    Extension,
    Plan,
    PlanState,
    Priority,
    Report,
    Section,
)
from models.database import Database
from services import audit
from services.calendar import day_policy
from services.calendar.anchors import done_days
from services.calendar.deadlines import Month
from services.calendar.local_days import LocalDays
from services.calendar.occurrences import Item
from services.calendar.reminder_days import SETTLED, day_before, followings, item_of, set_next_reminder
from services.calendar.rules import AfterRule, Rule, Rules, rule_to_json
from services.calendar.workdays import Workdays
from services.control import periods
from services.control.exporting import Exported, exported, says_the_same
from services.control.periods import KeepFinal
from services.messages import outbox
from services.messages.kinds import NextWanted, Overruled, PlanClosed, PlanImported, PlanReopened
from services.people.accounts import Person, accounts_of
from services.people.admins import Admins
from services.plan import file as planfile
from services.plan.activities import EDITION, facts_of_plan, newest_plan, plan_facts, plan_in_force, planned_executors
from services.plan.figures import PlanFacts
from services.plan.file import PlanFile
from services.plan.preview import Reminder

_LOADED, _DOCUMENT = "plan.loaded", "document"  # in the audit


@dataclass(frozen=True)
class Loaded:
    """The result of loading: nothing new (`is_same`), or the numbers of activities added and changed.

    `plan` is its id; `waits_until` is the first day of a plan that is not in force yet.
    """

    is_same: bool
    is_new: bool
    activities: int
    added: int
    changed: int
    plan: int = 0
    waits_until: date | None = None


_FAR = 10_000  # days, farther than any two of a plan


@dataclass(frozen=True)
class Document:
    """What a plan was made from: the name of the file, and the admin who confirmed it (None: the terminal)."""

    name: str
    by: Person | None


class Plans:
    """The plan in force, and the one that waits for its first day.

    `days` says which local day a moment falls on; nobody is told of a plan's beginning before `tell_at` (local).
    """

    def __init__(
        self,
        database: Database,
        admins: Admins,
        workdays: Workdays,
        days: LocalDays,
        *,
        keep_final: KeepFinal = periods.keep_nothing,
        tell_at: time = time(9),
    ) -> None:
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self._keep_final = keep_final
        self._tell_at = tell_at

    async def current(self) -> PlanFacts | None:
        """The heading of the plan in force; None before a plan was loaded."""
        async with self._database.read() as session:
            return await plan_facts(session)

    async def one(self, plan_id: int) -> PlanFacts | None:
        """The heading of a plan, in force or not."""
        async with self._database.read() as session:
            plan = await session.get(Plan, plan_id)
            return await facts_of_plan(session, plan) if plan is not None else None

    async def waiting(self) -> PlanFacts | None:
        """The heading of the plan that waits for its first day."""
        async with self._database.read() as session:
            plan = await periods.next_plan(session)
            return await facts_of_plan(session, plan) if plan is not None else None

    async def exported(self) -> Exported | None:
        """The plan in force as a plan file, with what was changed since; None without a plan whose file was kept."""
        async with self._database.read() as session:
            plan = await session.scalar(plan_in_force())
            return await exported(session, plan) if plan is not None else None

    async def calendar(self, start: date, end: date) -> list[Reminder] | None:
        """All reminders of the plan in force from `start` through `end`, as if nobody reported; None without a plan.

        Sorted by date, executor, activity and kind.
        """
        async with self._database.read() as session:
            query = (
                select(Plan, Activity, Executor.name)
                .join(Activity, Activity.plan_id == Plan.id)
                .join(Assignment, Assignment.activity_id == Activity.id)
                .join(Executor, Executor.id == Assignment.executor_id)
                .where(Plan.id == newest_plan(), Activity.is_removed.is_(False), Assignment.is_removed.is_(False))
            )
            rows = (await session.execute(query)).all()
        following = followings({activity.id: activity for _, activity, _ in rows}.values(), as_if_nobody_reported=True)
        reminders = [
            Reminder(day, name, activity.number, kind)
            for plan, activity, name in rows
            for day, kind in day_policy.reminders(
                item_of(activity),
                plan.period,
                self._workdays,
                start=start,
                end=end,
                following=following.get(activity.id),
            )
        ]
        return sorted(reminders) if rows else None

    async def close(self, plan_id: int, by: Person, now: datetime) -> bool:
        """End the plan's period: reminders stop, the leadership chat gets the final report, and everybody is told.

        Returns False if the plan is already closed or another one is in force.
        """
        async with self._database.write() as session:
            if not await _set_state(session, plan_id, PlanState.CLOSED, PlanState.ACTIVE):
                return False
            await self._keep_final(session, now)
            await periods.tell_final(session, plan_id, self._admins, now)
            await self._tell_all(session, PlanClosed(plan_id, by.name), by, now)
            return True

    async def reopen(self, plan_id: int, by: Person, now: datetime) -> bool:
        """Carry on a plan that was closed by mistake, with what was due meanwhile; False if that cannot be done."""
        async with self._database.write() as session:
            if not await _set_state(session, plan_id, PlanState.ACTIVE, PlanState.CLOSED):
                return False
            await periods.forget_final(session, plan_id)
            await self._tell_all(session, PlanReopened(plan_id, by.name), by, now)
            return True

    async def begin_next(self, now: datetime) -> bool:
        """Let the plan that waits come into force on its first day, and end the one before; whether one did now."""
        today = self._days.of(now)
        async with self._database.read() as session:
            if not _has_come(await periods.next_plan(session), today):
                return False
        async with self._database.write() as session:
            plan = await periods.next_plan(session)
            if plan is None or not _has_come(plan, today):
                return False
            await self._end(session, now)
            await periods.begin(session, plan, self._workdays, today)
            audit.note(session, "plan.begun", f"plan:{plan.id}", actor=audit.SYSTEM, now=now)
            await self._tell_begun(session, plan.id, now)
        return True

    async def _tell_begun(self, session: AsyncSession, plan_id: int, now: datetime) -> None:
        awake = self._awake(now)
        await periods.tell_begun(session, plan_id, self._admins, self._days, now=now, not_before=awake)

    async def _end(self, session: AsyncSession, now: datetime) -> None:
        awake = self._awake(now)
        await periods.end(session, self._admins, self._keep_final, now=now, not_before=awake)

    def _awake(self, now: datetime) -> datetime:
        """Now, or later on the same day if it is night: a plan begins at midnight."""
        return max(now, self._days.at(self._days.of(now), self._tell_at))

    async def ask_for_next(self, now: datetime) -> bool:
        """Ask the admins, once, for the next plan when the end of the plan in force is near; whether it was now."""
        local = self._days.local(now)
        if local.time() < self._tell_at:
            return False
        async with self._database.read() as session:
            plan = await periods.asks_for_next(session, local.date())
        if plan is None:
            return False
        return await self._admins.tell_once(
            self._database, NextWanted(plan.id), key=f"next_wanted:{plan.id}", now=now, also_new=True
        )

    async def _tell_all(
        self, session: AsyncSession, letter: PlanClosed | PlanReopened, by: Person, now: datetime
    ) -> None:
        """Write it to the audit, and tell the other admins and everybody who answers for one of its executors."""
        audit.note(session, letter.kind.replace("_", "."), f"plan:{letter.plan}", actor=by.telegram_id, now=now)
        accounts = await accounts_of(session, list(await session.scalars(planned_executors().distinct())))
        key = f"{letter.kind}:{letter.plan}:{now.isoformat()}"
        # One key a person: an admin who answers for an executor as well is told once, as an admin.
        await self._admins.tell(session, letter, key=key, now=now, but=by.telegram_id)
        await outbox.owe_accounts(session, accounts, letter, key=key, now=now, priority=outbox.BULK)

    async def load(self, file: PlanFile, now: datetime) -> Loaded:
        """Bring the database to what the file says, in one transaction.

        The plan is matched by organisation and period, activities by number, executors by key. Reports, links,
        statuses, percents and extensions stay. Activities that the file omits, and executors that an activity no longer
        names, are marked removed and return complete when they are named again. Loading the same file again changes
        nothing, and so does an edition that an admin's document has replaced since. If the file replaces admins'
        changes, the admins are told.
        """
        async with self._database.write() as session:
            plan = await _same_plan(session, file)
            if plan is not None and await _was_replaced(session, plan, _fingerprint(file)):
                return Loaded(True, False, _count(file), 0, 0)
            return await self.load_within(session, file, now)

    async def load_within(
        self, session: AsyncSession, file: PlanFile, now: datetime, document: Document | None = None
    ) -> Loaded:
        """`load` in the caller's transaction; `document` is what an admin made the file from."""
        fingerprint = _fingerprint(file)
        plan = await _same_plan(session, file)
        if plan is not None and await _is_in_force(session, plan, file, fingerprint):
            return Loaded(True, False, _count(file), 0, 0, plan.id, _waits_until(plan))
        today = self._days.of(now)
        former = await session.scalar(plan_in_force())
        waits = plan is None and await periods.is_early(session, file.period.start, today)
        if plan is None and not waits:  # one plan is in force at a time
            await self._end(session, now)
        loader = _Loader(session, file, self._workdays, now, today=today, document=document, waits=waits)
        loaded = await loader.load(plan, fingerprint)
        if document is not None:
            await self._tell_of_import(session, document, loaded, now)
        if former is not None and plan is None and not waits:
            begun = await session.scalar(plan_in_force())
            if begun is not None and begun.id != former.id:
                await self._tell_begun(session, begun.id, now)
        if loader.overruled:
            await self._admins.tell(
                session,
                Overruled(loader.overruled),
                key=f"overruled:{fingerprint[:EDITION]}:{now.isoformat()}",
                now=now,
            )
        return loaded

    async def _tell_of_import(self, session: AsyncSession, document: Document, loaded: Loaded, now: datetime) -> None:
        plan, by = loaded.plan, document.by
        await self._admins.tell(
            session,
            PlanImported(plan, document.name, by.name if by else "", loaded.added, loaded.changed),
            key=f"imported:{plan}:{now.isoformat()}",
            now=now,
            but=by.telegram_id if by else None,
        )


async def _set_state(session: AsyncSession, plan_id: int, to: PlanState, was: PlanState) -> bool:
    """Whether the plan in force was in the state `was` and is now in the state `to`."""
    changed = (
        update(Plan)
        .where(Plan.id == plan_id, Plan.id == await session.scalar(select(newest_plan())), Plan.state == was)
        .values(state=to)
        .returning(Plan.id)
    )
    return await session.scalar(changed) is not None


def _has_come(plan: Plan | None, today: date) -> bool:
    return plan is not None and plan.starts_on <= today


def _waits_until(plan: Plan) -> date | None:
    return plan.starts_on if plan.state is PlanState.WAITING else None


async def _is_in_force(session: AsyncSession, plan: Plan, file: PlanFile, fingerprint: str) -> bool:
    """Whether the file is the edition in force, or says what is in force with all that was changed since.

    So what was given out may be loaded again, and an extension stays an extension.
    """
    if plan.fingerprint == fingerprint:
        plan.file = plan.file or _kept(file)  # of a plan that an earlier release loaded
        return True
    kept = await exported(session, plan)
    return kept is not None and says_the_same(file, kept)


def _kept(file: PlanFile) -> dict[str, Any]:
    return file.model_dump(mode="json")


def _fingerprint(file: PlanFile) -> str:
    return hashlib.sha256(file.model_dump_json().encode()).hexdigest()


def _count(file: PlanFile) -> int:
    return sum(len(section.activities) for section in file.sections)


async def _was_replaced(session: AsyncSession, plan: Plan, fingerprint: str) -> bool:
    """Whether this edition was loaded before a document replaced it: PLAN_FILE, read at each start, still has it."""
    query = select(Audit.after).where(Audit.action == _LOADED, Audit.subject == f"plan:{plan.id}").order_by(Audit.id)
    editions = [after or {} for after in await session.scalars(query)]
    if not editions or _DOCUMENT not in editions[-1]:
        return False
    return any(one.get("fingerprint") == fingerprint for one in editions)


async def _same_plan(session: AsyncSession, file: PlanFile) -> Plan | None:
    query = select(Plan).where(
        Plan.organisation == file.organisation,
        Plan.starts_on == file.period.start,
        Plan.ends_on == file.period.end,
    )
    return await session.scalar(query)


class _Loader:
    """One loading of a plan file, inside its transaction.

    `overruled` lists admins' changes that the file replaces: for each activity its `id` and `number`, and the differing
    fields `before` and `after` (text, due_on, executors).
    """

    def __init__(
        self,
        session: AsyncSession,
        file: PlanFile,
        workdays: Workdays,
        now: datetime,
        *,
        today: date,
        document: Document | None,
        waits: bool,
    ) -> None:
        self._session = session
        self._waits = waits
        self._document = document
        self._file = file
        self._executors: dict[str, Executor] = {}
        self._orders: dict[int, list[str]] = {}
        self._anchors: dict[str, date] = {}
        self.overruled: list[dict[str, object]] = []
        self._workdays = workdays
        self._now = now
        self._today = today
        self._added = 0
        self._changed = 0

    async def load(self, plan: Plan | None, fingerprint: str) -> Loaded:
        is_new = plan is None
        plan = plan or await self._new_plan()
        plan.title, plan.fingerprint, plan.loaded_at = self._file.title, fingerprint, self._now
        plan.file = _kept(self._file)
        await self._load_executors()
        await self._load_priorities(plan)
        await self._load_agenda(plan)
        self._orders = await _orders(self._session, plan)
        self._anchors = await done_days(self._session, plan.id)
        await self._load_sections(plan)
        audit.note(
            self._session,
            _LOADED,
            f"plan:{plan.id}",
            actor=self._actor,
            now=self._now,
            after={
                "fingerprint": fingerprint,
                "added": self._added,
                "changed": self._changed,
                **({_DOCUMENT: self._document.name} if self._document is not None else {}),
            },
        )
        return Loaded(False, is_new, _count(self._file), self._added, self._changed, plan.id, _waits_until(plan))

    @property
    def _actor(self) -> int | str:
        by = self._document.by if self._document is not None else None
        return by.telegram_id if by is not None else audit.SYSTEM

    async def _new_plan(self) -> Plan:
        plan = Plan(
            state=PlanState.WAITING if self._waits else PlanState.ACTIVE,
            title=self._file.title,
            organisation=self._file.organisation,
            starts_on=self._file.period.start,
            ends_on=self._file.period.end,
            fingerprint="",
            loaded_at=self._now,
        )
        self._session.add(plan)
        await self._session.flush()
        return plan

    async def _load_executors(self) -> None:
        known = {row.key: row for row in await self._session.scalars(select(Executor))}
        for position, entry in enumerate(self._file.executors):
            executor = known.setdefault(entry.key, Executor(key=entry.key))
            executor.name, executor.kind = entry.name, ExecutorKind(entry.kind)
            executor.aliases, executor.position = list(entry.aliases), position
            self._session.add(executor)
        await self._session.flush()
        self._executors = known

    async def _load_priorities(self, plan: Plan) -> None:
        query = select(Priority).where(Priority.plan_id == plan.id)
        known = {row.number: row for row in await self._session.scalars(query)}
        for entry in self._file.priorities:
            priority = known.setdefault(entry.number, Priority(plan_id=plan.id, number=entry.number))
            priority.text = entry.text
            self._session.add(priority)
        await self._forget(known, {entry.number for entry in self._file.priorities})

    async def _load_agenda(self, plan: Plan) -> None:
        query = select(AgendaItem).where(AgendaItem.plan_id == plan.id)
        known = {row.number: row for row in await self._session.scalars(query)}
        for entry in self._file.agenda:
            item = known.setdefault(entry.number, AgendaItem(plan_id=plan.id, number=entry.number))
            item.text, item.deadline_text = entry.text, entry.deadline.text
            days = self._file.items(entry.deadline, self._workdays)
            item.first_month = Month.of(min(one.first for one in days)).first_day
            item.last_month = Month.of(max(one.due or one.first for one in days)).first_day
            self._session.add(item)
        await self._forget(known, {entry.number for entry in self._file.agenda})

    async def _forget(self, known: Mapping[int, Priority] | Mapping[int, AgendaItem], named: set[int]) -> None:
        """Delete the priorities and agenda items that the file no longer has; nothing else refers to them."""
        for number, row in known.items():
            if number not in named:
                await self._session.delete(row)

    async def _load_sections(self, plan: Plan) -> None:
        sections = {
            row.number: row for row in await self._session.scalars(select(Section).where(Section.plan_id == plan.id))
        }
        activities: dict[int, list[Activity]] = {}
        for row in await self._session.scalars(select(Activity).where(Activity.plan_id == plan.id)):
            activities.setdefault(row.number, []).append(row)
        for position, entry in enumerate(self._file.sections):
            section = sections.setdefault(entry.number, Section(plan_id=plan.id, number=entry.number))
            section.position, section.title = position, entry.title
            self._session.add(section)
            await self._session.flush()
            for wanted in entry.activities:
                await self._load_items(plan, section, wanted, activities.pop(wanted.number, []))
        for left_out in (row for rows in activities.values() for row in rows):
            self._remove(left_out)

    async def _load_items(
        self, plan: Plan, section: Section, wanted: planfile.Activity, rows: Sequence[Activity]
    ) -> None:
        """Load each item that the term makes into the row that was it before, as far as there is one."""
        made = self._file.items(wanted.deadline, self._workdays, self._anchors)
        found = rows_of_items(made, rows)
        for row in rows:
            if row not in found:
                self._remove(row)
        await self._session.flush()
        unfinished = [item for item, row in zip(made, found, strict=True) if row is None or row.state not in SETTLED]
        for place, item in enumerate(made):
            following = next(
                (one.due for one in unfinished if item.is_repeated and one.is_repeated and _is_later(one, item)), None
            )
            await self._load_item(plan, section, wanted, item, found[place], following=following)

    async def _load_item(
        self,
        plan: Plan,
        section: Section,
        wanted: planfile.Activity,
        item: Item,
        activity: Activity | None,
        *,
        following: date | None,
    ) -> None:
        before = None if activity is None else self._essence(activity)
        changed = () if activity is None else self._changed_by_admins(activity)
        if activity is None:
            activity = Activity(plan_id=plan.id, number=wanted.number, state=ActivityState.NOT_STARTED, percent=0)
            activity.due_on = activity.planned_due_on = None
            activity.planned_text, activity.planned_executors = "", []
            self._session.add(activity)
            self._added += 1
        activity.section_id, activity.deadline_text = section.id, wanted.deadline.text
        activity.short_name, activity.is_removed = wanted.short_name, False
        activity.partners, activity.extra = list(wanted.partners), dict(wanted.extra)
        if wanted.text != activity.planned_text:  # else a typing error that an admin mended stays mended
            activity.text = activity.planned_text = wanted.text
        self._set_term(activity, wanted.deadline, item)
        # What was owed before the bot came up with this edition is owed still.
        owed_from = min(activity.next_reminder_on or self._today, self._today)
        set_next_reminder(activity, plan, self._workdays, day_before(owed_from), following)
        await self._session.flush()
        await self._load_parts(activity, wanted.executors)
        after = self._essence(activity)
        if before is not None and before != after:
            self._changed += 1
            self._note("activity.changed", activity, before, after)
            self._overrule(activity, [what for what in changed if before[what] != after[what]], before, after)

    def _changed_by_admins(self, activity: Activity) -> tuple[str, ...]:
        """What admins have changed since the last edition."""
        in_force = {
            "text": activity.text != activity.planned_text,
            "due_on": activity.due_on != activity.planned_due_on,
            "executors": self._orders.get(activity.id, []) != activity.planned_executors,
        }
        return tuple(what for what, is_changed in in_force.items() if is_changed)

    def _overrule(
        self, activity: Activity, undone: Sequence[str], before: Mapping[str, object], after: Mapping[str, object]
    ) -> None:
        if not undone:
            return
        was, is_now = {what: before[what] for what in undone}, {what: after[what] for what in undone}
        self._note("activity.overruled", activity, was, is_now)
        self.overruled.append({"id": activity.id, "number": activity.number, "before": was, "after": is_now})

    def _essence(self, activity: Activity) -> dict[str, object]:
        return {
            "text": activity.text,
            "short_name": activity.short_name,
            "deadline": activity.deadline_text,
            "kind": activity.rhythm or "months",
            "starts_on": activity.starts_on.isoformat(),
            "due_on": activity.due_on.isoformat() if activity.due_on else None,
            "executors": [self._executors[key].name for key in self._orders.get(activity.id, [])],
            "is_removed": activity.is_removed,
        }

    def _set_term(self, activity: Activity, deadline: planfile.AnyDeadline, item: Item) -> None:
        if item.rhythm is not None or not _moved_deadline_stands(activity, item.first, item.due):
            activity.due_on = item.due
        activity.starts_on, activity.planned_due_on = item.first, item.due
        activity.precision, activity.rhythm = item.precision, item.rhythm
        activity.label = "" if item.label is None else str(item.label)
        activity.is_repeated, activity.is_later = item.is_repeated, item.is_later
        after = next((rule for rule in deadline.rules if _makes(rule, item, deadline.rules)), None)
        activity.after = rule_to_json(after) if after is not None else None

    def _remove(self, activity: Activity) -> None:
        if activity.is_removed:
            return
        self._note("activity.removed", activity, before=self._essence(activity), after={})
        activity.is_removed, activity.next_reminder_on = True, None
        self._changed += 1

    def _note(self, action: str, activity: Activity, before: Mapping[str, object], after: Mapping[str, object]) -> None:
        subject = audit.activity(activity.id)
        audit.note(self._session, action, subject, actor=self._actor, now=self._now, before=before, after=after)

    async def _load_parts(self, activity: Activity, keys: Sequence[str]) -> None:
        if list(keys) == activity.planned_executors:  # the order that an admin gave them stays
            return
        self._orders[activity.id] = list(keys)
        executors, activity.planned_executors = [self._executors[key] for key in keys], list(keys)
        query = select(Assignment).where(Assignment.activity_id == activity.id)
        known = {row.executor_id: row for row in await self._session.scalars(query)}
        for row in known.values():
            row.is_removed = True
        for position, executor in enumerate(executors):
            assignment = known.setdefault(
                executor.id, Assignment(activity_id=activity.id, executor_id=executor.id, percent=0, done=False)
            )
            assignment.position, assignment.is_removed = position, False
            self._session.add(assignment)
        await self._session.flush()
        await self._forget_unused(known)

    async def _forget_unused(self, known: Mapping[int, Assignment]) -> None:
        for assignment in known.values():
            if assignment.is_removed and not await self._is_spoken_of(assignment):
                await self._session.delete(assignment)

    async def _is_spoken_of(self, assignment: Assignment) -> bool:
        """Whether this part has a report or a request for more time."""
        for table in (Report, Extension):
            query = select(table.id).where(table.assignment_id == assignment.id).limit(1)
            if await self._session.scalar(query) is not None:
                return True
        return False


def rows_of_items(made: Sequence[Item], rows: Sequence[Activity]) -> list[Activity | None]:
    """For each item the row that was it before: the one of the same label, else of the nearest planned due day.

    So reports stay with their occurrence although the rule changes: of «апрель» that becomes «ҳар ой», with April's.
    Rows with something recorded find their item first.
    """
    labels = {row.label: row for row in rows}
    found = [labels.get("" if item.label is None else str(item.label)) for item in made]
    left = [row for row in rows if row not in found]
    for row in sorted(left, key=lambda row: row.state is ActivityState.NOT_STARTED):
        free = [place for place, known in enumerate(found) if known is None]
        if not free:
            break
        place = min(free, key=lambda place: _days_between(made[place].due, row.planned_due_on))
        found[place] = row
    return found


def _makes(rule: Rule, item: Item, rules: Rules) -> bool:
    """Whether the item is due after something, by this rule; what is not known yet stands in the item."""
    return isinstance(rule, AfterRule) and (rule.anchor == item.awaits or (item.awaits is None and len(rules) == 1))


def _is_later(one: Item, than: Item) -> bool:
    return one.due is not None and than.due is not None and one.due > than.due


def _days_between(one: date | None, other: date | None) -> int:
    return 0 if one == other else _FAR if one is None or other is None else abs((one - other).days)


def _moved_deadline_stands(activity: Activity, first: date, planned: date | None) -> bool:
    """Whether a moved deadline (more time was given, or an admin changed it) outlives this edition.

    It does while the file's own deadline is unchanged; once the file gives a new one, the later of the two holds. A
    deadline before the work begins does not count.
    """
    moved = activity.due_on
    if moved is None or moved == activity.planned_due_on or moved < first:
        return False
    return planned == activity.planned_due_on or (planned is not None and moved > planned)


async def _orders(session: AsyncSession, plan: Plan) -> dict[int, list[str]]:
    """The executors' keys of each of the plan's activities (by id), the lead first."""
    query = (
        select(Assignment.activity_id, Executor.key)
        .join(Executor, Executor.id == Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == plan.id, Assignment.is_removed.is_(False))
        .order_by(Assignment.activity_id, Assignment.position)
    )
    orders: dict[int, list[str]] = {}
    for activity_id, key in await session.execute(query):
        orders.setdefault(activity_id, []).append(key)
    return orders
