"""One loading of a plan file into the rows that are its activities."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Activity,
    ActivityState,
    AgendaItem,
    Assignment,
    Audit,
    Executor,
    ExecutorKind,
    Plan,
    PlanState,
    Priority,
    Section,
)
from services import audit
from services.calendar.anchors import done_days
from services.calendar.deadlines import Month
from services.calendar.occurrences import Item
from services.calendar.reminder_days import SETTLED, day_before, follow, precision_of, set_next_reminder
from services.calendar.rules import AfterRule, Rule, Rules, rule_to_json
from services.calendar.workdays import Workdays
from services.control import editions
from services.control.amended import Amended, Origins, Standing
from services.control.editions import Kept
from services.control.staffing import staff
from services.documents.comparing import Kind
from services.people.accounts import Person
from services.people.structure import classes, with_members
from services.plan import file as planfile
from services.plan.file import PlanFile
from services.plan.status import was_over

LOADED, TAKEN_BACK, DOCUMENT = "plan.loaded", "plan.taken_back", "document"  # in the audit
IS_TAKEN_BACK = "taken_back"  # in the audit of an activity


@dataclass(frozen=True)
class Loaded:
    """The result of loading: nothing new (`is_same`), or the numbers of activities added and changed.

    `plan` is its id; `waits_until` is the first day of a plan that is not in force yet; `may_be_taken_back`: the
    edition before it is known; `items` counts each deadline of a new plan.
    """

    is_same: bool
    is_new: bool
    activities: int
    added: int
    changed: int
    plan: int = 0
    waits_until: date | None = None
    may_be_taken_back: bool = False
    items: int | None = None


AT_ONCE = 50  # activities loaded between two turns of others
PAGE = 500  # rows read at once
Terms = Mapping[str, date]  # of parts, by their executors' keys
_FAR = 10_000  # days, farther than any two of a plan


Progress = Callable[[int], None]  # is told how many more activities are loaded


def unwatched(_more: int) -> None:
    """Nobody watches the loading."""


@dataclass(frozen=True)
class Document:
    """What a plan was made from: the name of the file, and the admin who confirmed it (None: the terminal).

    `carried` is how many activities were carried over: they come from the former plan, and from no document.
    """

    name: str
    by: Person | None
    sha256: str | None = None
    carried: int | None = None


def count(file: PlanFile) -> int:
    return sum(len(section.activities) for section in file.sections)


@dataclass(frozen=True)
class _LoadedItem:
    """A row with what the file says of it.

    `before` is how it stood (None: it is new), `changed_by_admins` names what they had changed.
    """

    activity: Activity
    wanted: planfile.Activity
    before: Mapping[str, object] | None
    changed_by_admins: tuple[str, ...]


_Row = TypeVar("_Row")


class Loader:
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
        origins: Origins | None = None,
        taken_back_by: Person | None = None,
        waits: bool = False,
        line: int = 0,
        progress: Progress = unwatched,
    ) -> None:
        self._session = session
        self._origins = origins
        self._taken_back_by = taken_back_by
        self._waits = waits
        self._line = line
        self._loaded: dict[int, int] = {}  # an id of each number
        self._before: dict[int, dict[str, object]] = {}  # by id, as they were when the loading began
        self._given: dict[int, tuple[date, bool]] = {}  # by number
        self._submitted: set[int] = set()  # numbers of what awaits acceptance
        self._over: set[int] = set()  # numbers of what was over when it was given
        self._document = document
        self._progress = progress
        self._file = file
        self._executors: dict[str, Executor] = {}
        self._orders: dict[int, list[str]] = {}
        self._held: dict[int, list[str]] = {}  # as before the loading
        self._new_parts: list[dict[str, object]] = []
        self._with_terms: set[int] = set()  # activities, terms of whose parts this edition sets or takes away
        self._terms: dict[int, tuple[Terms, Terms]] = {}  # of parts, by activity: before the loading and after it
        self._notes: list[dict[str, object]] = []  # for the audit
        self._anchors: dict[str, date] = {}
        self.overruled: list[dict[str, object]] = []
        self._workdays = workdays
        self._now = now
        self._today = today
        self.classes: list[Executor] = []  # whose members the file changed
        self._added: set[int] = set()  # numbers: several items of one activity count once
        self._changed: set[int] = set()
        self._gone: set[tuple[int, str]] = set()  # with their texts: the number may be another's now

    async def load(self, plan: Plan | None, fingerprint: str) -> Loaded:
        is_new = self._begins_anew = plan is None or plan.state is PlanState.DROPPED
        plan = self.plan = plan or await self._new_plan()
        if is_new:
            plan.state = PlanState.WAITING if self._waits else PlanState.ACTIVE
        plan.title, plan.fingerprint, plan.loaded_at = self._file.title, fingerprint, self._now
        await self._load_executors()
        await self._load_priorities(plan)
        await self._load_agenda(plan)
        self._orders = dict(await editions.orders_of(self._session, plan.id))
        self._held = dict(self._orders)
        claimed = await self._claim(plan)
        self._anchors = await done_days(self._session, plan.id)
        await self._load_sections(plan, claimed)
        added, changed = len(self._added), len(self._changed - self._added) + len(self._gone)
        audit.note(
            self._session,
            LOADED if self._taken_back_by is None else TAKEN_BACK,
            f"plan:{plan.id}",
            actor=self._actor,
            now=self._now,
            after={
                "fingerprint": fingerprint,
                "added": added,
                "changed": changed,
                **({DOCUMENT: self._document.name} if self._document is not None else {}),
            },
        )
        return Loaded(
            False,
            is_new,
            count(self._file),
            added,
            changed,
            plan.id,
            plan.waits_until,
            items=self._file.item_count if is_new else None,
        )

    @property
    def _actor(self) -> int | str:
        by = self._taken_back_by or (self._document.by if self._document is not None else None)
        return by.telegram_id if by is not None else audit.SYSTEM

    async def _new_plan(self) -> Plan:
        plan = Plan(
            title=self._file.title,
            organisation=self._file.organisation,
            starts_on=self._file.period.start,
            ends_on=self._file.period.end,
            fingerprint="",
            loaded_at=self._now,
            line=self._line,
        )
        self._session.add(plan)
        await self._session.flush()
        return plan

    async def _load_executors(self) -> None:
        known = {row.key: row for row in await self._session.scalars(select(Executor))}
        of_others = await self._of_other_lines() if self._line else frozenset()
        first = max((row.position for row in known.values()), default=-1) + 1 if self._line else 0
        for position, entry in enumerate(self._file.executors, start=first):
            if entry.key in of_others:
                continue
            executor = known.setdefault(entry.key, Executor(key=entry.key))
            executor.name, executor.kind = entry.name, ExecutorKind(entry.kind)
            executor.aliases, executor.position = list(entry.aliases), position
            if executor.head_id is None:  # else who leads it is known
                executor.head = entry.head
            executor.planned = executor.planned or {}
            self._session.add(executor)
        await self._session.flush()
        own = [entry for entry in self._file.executors if entry.key not in of_others]
        self.classes = await staff(self._session, own, known, takes_back=self._taken_back_by is not None)
        self._executors = known
        self._file = _with_members(self._file, await classes(self._session))

    async def _of_other_lines(self) -> frozenset[str]:
        """The executors whom plans of other lines name: a paper beside them changes neither names nor their order."""
        query = (
            select(Executor.key)
            .join(Assignment, Assignment.executor_id == Executor.id)
            .join(Activity, Activity.id == Assignment.activity_id)
            .join(Plan, Plan.id == Activity.plan_id)
            .where(Plan.line != self._line, Plan.state.in_([PlanState.ACTIVE, PlanState.WAITING]))
        )
        return frozenset(await self._session.scalars(query.distinct()))

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

    async def _claim(self, plan: Plan) -> Mapping[int, Sequence[Activity]]:
        """The rows that each activity of the file goes on with, under its number; all others are removed."""
        rows = [row async for row in _activities(self._session, plan)]
        self._before = {row.id: self._essence(row) for row in rows}
        self._submitted = {row.number for row in rows if row.state is ActivityState.REVIEW and not row.is_removed}
        claimed = claims(self._file.activities, rows, self._origins)
        taken = {row.id for own in claimed.values() for row in own}
        for row in rows:
            if row.id not in taken:
                self._remove(row)
        # Numbers that are exchanged: no two may have the same for a moment.
        moved = [(number, row) for number, own in claimed.items() for row in own if row.number != number]
        for _, row in moved:
            row.number = -row.number
        await self._session.flush()
        for number, row in moved:
            row.number = number
        await self._session.flush()
        return claimed

    async def _load_sections(self, plan: Plan, claimed: Mapping[int, Sequence[Activity]]) -> None:
        sections = {
            row.number: row for row in await self._session.scalars(select(Section).where(Section.plan_id == plan.id))
        }
        for position, entry in enumerate(self._file.sections):
            section = sections.setdefault(entry.number, Section(plan_id=plan.id, number=entry.number))
            section.position, section.title = position, entry.title
            self._session.add(section)
        await self._session.flush()
        wanted = [(sections[entry.number], one) for entry in self._file.sections for one in entry.activities]
        found = {one.number: self._items(section, one, claimed.get(one.number, ())) for section, one in wanted}
        await self._session.flush()  # what is removed leaves its label to others
        own = select(Assignment.activity_id).where(Assignment.planned_due_on.is_not(None))
        termed = set(await self._session.scalars(own))  # whose parts have terms of the file's
        for batch in _batches(wanted):
            loaded = [
                item for section, one in batch for item in self._load_items(plan, section, one, found.pop(one.number))
            ]
            await self._insert([item.activity for item in loaded if item.before is None])
            changed = [item for item in loaded if _is_reassigned(item) or self._is_back(item) or _has(item, termed)]
            parts = await _parts(self._session, [item.activity.id for item in changed])
            for item in loaded:
                self._loaded.setdefault(item.activity.number, item.activity.id)
                self._load_parts(item, parts.get(item.activity.id, {}))
                self._compare(item)
            await self._write()
            self._progress(len(batch))
            await asyncio.sleep(0)  # others are answered between batches
        await self._write()
        for activity_id in sorted(self._with_terms):
            await follow(self._session, await self._session.get_one(Activity, activity_id), self._workdays, self._today)

    async def _insert(self, new: Sequence[Activity]) -> None:
        """Insert rows in one statement, and give them their ids. (The unit of work would insert one at a time.)"""
        await self._session.flush()  # what rows give up is free for new ones
        if not new:
            return
        columns = [column.key for column in Activity.__table__.columns if column.key != "id"]
        rows = [{column: getattr(activity, column) for column in columns} for activity in new]
        inserted = insert(Activity).returning(Activity.id, Activity.number, Activity.label)
        # With its nulls, every row has the same columns, which is what one statement needs.
        found = await self._session.execute(inserted, rows, execution_options={"render_nulls": True})
        ids = {(number, label): key for key, number, label in found}
        for activity in new:
            activity.id = ids[activity.number, activity.label]

    async def _write(self) -> None:
        """Write what was noted and the new parts, each in one statement."""
        for table, rows in ((Assignment, self._new_parts), (Audit, self._notes)):
            if rows:
                await self._session.execute(insert(table), rows)
                rows.clear()

    def _items(
        self, section: Section, wanted: planfile.Activity, rows: Sequence[Activity]
    ) -> list[tuple[Item, Activity | None]]:
        """Each item that the term makes, with the row that was it before if there is one; other rows are removed."""
        made = self._file.items(wanted.deadline, self._workdays, self._anchors)
        if self._origins is not None and self._origins.rows is None:
            made = of_amendment(made, rows, self._today)
        found = rows_of_items(made, rows, self._known_rows(wanted.number))
        for row in rows:
            if row in found:
                continue
            if row.is_repeated and row.state is ActivityState.DONE and not row.is_removed:
                self._keep_done(row, section, wanted)
            else:
                self._remove(row)
                self._gone.discard((row.number, row.planned_text))  # the activity itself goes on
                self._changed.add(wanted.number)
        return list(zip(made, found, strict=True))

    def _load_items(
        self,
        plan: Plan,
        section: Section,
        wanted: planfile.Activity,
        items: Sequence[tuple[Item, Activity | None]],
    ) -> Iterator[_LoadedItem]:
        if all(row is None or self._is_carried_again(row) for _, row in items):
            self._added.add(wanted.number)
        unfinished = [item for item, row in items if row is None or row.state not in SETTLED]
        for item, row in items:
            following = next(
                (one.due for one in unfinished if item.is_repeated and one.is_repeated and _is_later(one, item)), None
            )
            yield self._load_item(plan, section, wanted, item, row, following=following)

    def _is_carried_again(self, row: Activity) -> bool:
        """Whether it is new in a plan that was taken off while it waited: nothing was told of it, or done, before."""
        return (self._begins_anew or self.plan.state is PlanState.WAITING) and bool(self._before[row.id]["is_removed"])

    def _keep_done(self, activity: Activity, section: Section, wanted: planfile.Activity) -> None:
        """An occurrence that was done stays, although the rule makes it no more, as the activity is called now."""
        activity.section_id, activity.short_name = section.id, wanted.short_name
        if wanted.text != activity.planned_text:
            activity.text = activity.planned_text = wanted.text
        before, after = self._before[activity.id], self._essence(activity)
        if before != after:
            self._changed.add(activity.number)
            self._note("activity.changed", activity, before, after)

    def _load_item(
        self,
        plan: Plan,
        section: Section,
        wanted: planfile.Activity,
        item: Item,
        activity: Activity | None,
        *,
        following: date | None,
    ) -> _LoadedItem:
        before = None if activity is None else self._before[activity.id]
        changed = () if activity is None else self._changed_by_admins(activity)
        if activity is None:
            activity = Activity(plan_id=plan.id, number=wanted.number, state=ActivityState.NOT_STARTED, percent=0)
            activity.due_on = activity.planned_due_on = None
            activity.moves = 0
            activity.needs_document = activity.planned_document = activity.is_watched = False
            activity.planned_text, activity.planned_executors = "", list(wanted.executors)
            self._changed.add(wanted.number)
        activity.section_id, activity.deadline_text = section.id, wanted.deadline.text
        activity.short_name, activity.is_removed = wanted.short_name, False
        activity.partners, activity.extra = list(wanted.partners), dict(wanted.extra)
        if wanted.needs_document != activity.planned_document:  # else an admin's decision stands
            activity.needs_document = activity.planned_document = wanted.needs_document
        if wanted.text != activity.planned_text:  # else a typing error that an admin mended stays mended
            activity.text = activity.planned_text = wanted.text
        self._set_term(activity, wanted.deadline, item, before)
        # What was owed before the bot came up with this edition is owed still.
        owed_from = min(activity.next_reminder_on or self._today, self._today)
        set_next_reminder(activity, plan, self._workdays, day_before(owed_from), following)
        return _LoadedItem(activity, wanted, before, changed)

    def _compare(self, item: _LoadedItem) -> None:
        """Note what the edition changes in a row that was there, and what an amendment adds."""
        before, after = item.before, self._essence(item.activity)
        if before is None and self._origins is not None:
            self._note("activity.added", item.activity, {}, after)
        if before is not None and before != after:
            self._changed.add(item.activity.number)
            self._note("activity.changed", item.activity, before, after)
            undone = [what for what in item.changed_by_admins if before[what] != after[what]]
            if self._taken_back_by is None:
                self._overrule(item.activity, undone, before, after)

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

    def _known_rows(self, number: int) -> Mapping[str, int]:
        """The rows (ids) of the activity's items by label, where they are known."""
        rows = self._origins.rows if self._origins is not None else None
        return rows.get(number, {}) if rows is not None else {}

    def located(self, changes: Iterable[Amended]) -> Iterator[Amended]:
        """The changes with the ids of their activities, and with what became of the deadlines that were given.

        Whose the activities were, and are, is said as it stands: an admin may have given one to another executor.
        """
        known = {row["number"]: key for key, row in reversed(self._before.items()) if not row["is_removed"]}
        for change in changes:
            one = change
            if one.old is not None:
                one = replace(one, old=self._as_held(one.old, self._held, known.get(one.old.number)))
            if one.new is not None:
                one = replace(one, new=self._as_held(one.new, self._orders, self._loaded.get(one.new.number)))
            if Kind.PART_TERM in one.kinds:
                one = self._as_termed(one)
                if not one.kinds and not one.is_renumbered:
                    continue
            if one.new is None:
                is_submitted = one.number in self._submitted
                yield replace(one, activity=known.get(one.number), is_submitted=is_submitted)
            else:
                given, stands = self._given.get(one.number, (None, False))
                is_over = one.number in self._over and not {Kind.NEW, Kind.DEADLINE}.isdisjoint(one.kinds)
                known_as = self._loaded.get(one.number)
                yield replace(one, activity=known_as, given=given, stands=stands, is_over=is_over)

    def _as_termed(self, one: Amended) -> Amended:
        """The change with the terms of parts as they stood and stand: what the lead or an admin set may hold."""
        if one.old is None or one.new is None or (activity := self._loaded.get(one.new.number)) not in self._terms:
            return one
        before, after = (tuple(sorted(terms.items())) for terms in self._terms[activity])
        kinds = tuple(kind for kind in one.kinds if kind is not Kind.PART_TERM or before != after)
        return replace(
            one, kinds=kinds, old=replace(one.old, part_terms=before), new=replace(one.new, part_terms=after)
        )

    def _as_held(self, one: Standing, orders: Mapping[int, list[str]], activity: int | None) -> Standing:
        keys = tuple(orders.get(activity, ())) if activity is not None else ()
        if not keys or keys == one.executors:
            return one
        names = (*(self._executors[key].name for key in keys), *one.names[len(one.executors) :])
        return replace(one, executors=keys, names=names)

    def _essence(self, activity: Activity) -> dict[str, object]:
        return {
            "number": activity.number,
            "text": activity.text,
            "short_name": activity.short_name,
            "deadline": activity.deadline_text,
            "kind": activity.rhythm or "months",
            "starts_on": activity.starts_on.isoformat(),
            "due_on": activity.due_on.isoformat() if activity.due_on else None,
            "executors": [self._executors[key].name for key in self._orders.get(activity.id, [])],
            "needs_document": activity.needs_document,
            "is_removed": activity.is_removed,
        }

    def _set_term(
        self, activity: Activity, deadline: planfile.AnyDeadline, item: Item, before: Mapping[str, object] | None
    ) -> None:
        moved, planned = activity.due_on, activity.planned_due_on
        if self._taken_back_by is not None:
            activity.given_on = None  # until it is put back
        elif self._is_given_now(before) or _is_due_earlier(item.due, planned, self._today):
            activity.given_on = self._given_late(item.first)
        if item.rhythm is not None or not _moved_deadline_stands(activity, item.first, item.due):
            activity.due_on = item.due
        if was_over(activity.due_on, activity.given_on):
            self._over.add(activity.number)
        if moved is not None and planned not in (moved, item.due):
            self._given[activity.number] = moved, activity.due_on == moved
        activity.starts_on, activity.planned_due_on = item.first, item.due
        activity.precision, activity.rhythm = item.precision, item.rhythm
        activity.label = "" if item.label is None else str(item.label)
        activity.is_repeated, activity.is_later = item.is_repeated, item.is_later
        after = next((rule for rule in deadline.rules if _makes(rule, item, deadline.rules)), None)
        activity.after = rule_to_json(after) if after is not None else None

    def _is_given_now(self, before: Mapping[str, object] | None) -> bool:
        """Whether officers have it from now on: it is new, or in the plan again."""
        return before is None or (bool(before["is_removed"]) and self._taken_back_by is None)

    def _is_back(self, item: _LoadedItem) -> bool:
        return item.before is not None and self._is_given_now(item.before)

    def _given_late(self, first: date) -> date | None:
        """Today, if that is later than the first day of what is given."""
        return self._today if self._today > first else None

    def _remove(self, activity: Activity) -> None:
        if activity.is_removed:
            return
        self._note("activity.removed", activity, before=self._before[activity.id], after={})
        activity.is_removed, activity.next_reminder_on = True, None
        self._gone.add((activity.number, activity.planned_text))

    def _note(self, action: str, activity: Activity, before: Mapping[str, object], after: Mapping[str, object]) -> None:
        subject = audit.activity(activity.id)
        if self._taken_back_by is not None:
            after = {**after, IS_TAKEN_BACK: True}
        row = audit.row(action, subject, actor=self._actor, now=self._now, before=before, after=after)
        self._notes.append(row)

    async def put_back(self, kept: Kept) -> None:
        """Let what admins mended, and the time they gave, stand instead of the file's."""
        own = select(Activity).where(Activity.id.in_(list(kept)), Activity.is_removed.is_(False))
        for activity in await self._session.scalars(own):
            values = kept[activity.id]
            activity.text = str(values.get("text", activity.text))
            if "due_on" in values:
                activity.due_on = editions.day_of(values["due_on"])
            if "given_on" in values:
                activity.given_on = editions.day_of(values["given_on"])
            if "executors" in values:
                await self._order(activity, values["executors"])
            if "part_terms" in values:
                await self._set_by_hand(activity, values["part_terms"])
            if values.keys() != {"given_on"}:
                await follow(self._session, activity, self._workdays, self._today)

    async def _set_by_hand(self, activity: Activity, terms: object) -> None:
        """Give the parts the terms that the lead or an admin had set, or taken away."""
        rows = await self._session.execute(
            select(Assignment, Executor.key)
            .join(Executor, Executor.id == Assignment.executor_id)
            .where(Assignment.activity_id == activity.id)
        )
        for part, key in rows:
            if isinstance(terms, dict) and key in terms:
                day, part.set_by = terms[key]
                part.due_on = editions.day_of(day)
                part.precision = precision_of(part.due_on)

    async def _order(self, activity: Activity, keys: object) -> None:
        order = list(keys) if isinstance(keys, list) else []
        if not order:
            return
        rows = await self._session.execute(
            select(Assignment, Executor.key)
            .join(Executor, Executor.id == Assignment.executor_id)
            .where(Assignment.activity_id == activity.id)
        )
        for assignment, key in rows:
            if key in order:
                assignment.position, assignment.is_removed = order.index(key), False
            else:  # an admin has given its part to another
                assignment.is_removed = True

    def _load_parts(self, item: _LoadedItem, known: Mapping[int, Assignment]) -> None:
        """Give the row its parts; `known` are those that it had, by the executor (id)."""
        activity, keys = item.activity, list(item.wanted.executors)
        given_on = self._given_late(activity.starts_on)
        self._load_terms(item, known)
        if item.before is not None and not _is_reassigned(item):  # the order that an admin gave them stays
            for part in known.values() if self._is_given_now(item.before) else ():
                part.given_on = given_on
            return
        self._orders[activity.id] = activity.planned_executors = keys
        gone = {part.executor_id for part in known.values() if part.is_removed}
        for part in known.values():
            part.is_removed = True
        for position, executor in enumerate(self._executors[key] for key in keys):
            if executor.id not in known:
                due_on = item.wanted.part_terms.get(executor.key)
                self._new_parts.append(_part(activity, executor, position, given_on) | _term(due_on))
                self._with_terms.update([activity.id] if due_on is not None else [])
                continue
            part = known[executor.id]
            part.position, part.is_removed = position, False
            if self._taken_back_by is None and (executor.id in gone or self._is_given_now(item.before)):
                part.given_on = given_on

    def _load_terms(self, item: _LoadedItem, known: Mapping[int, Assignment]) -> None:
        """Give the parts the file's own terms; one that the lead or an admin set holds until the file names another."""
        if not known:
            return
        keys = {executor.id: key for key, executor in self._executors.items()}
        before = {keys[part.executor_id]: part.due_on for part in known.values() if part.due_on and not part.is_removed}
        for key in item.wanted.executors:
            part = known.get(self._executors[key].id)
            wanted = item.wanted.part_terms.get(key)
            if part is not None and wanted is None and part.set_by is not None:
                part.planned_due_on = None
            elif part is not None and part.planned_due_on != wanted:
                for name, value in _term(wanted).items():
                    setattr(part, name, value)
                part.set_by = None
                self._with_terms.add(item.activity.id)
        parts = {key: known.get(self._executors[key].id) for key in item.wanted.executors}
        after = {key: part.due_on for key, part in parts.items() if part is not None and part.due_on is not None}
        if before != after:
            self._note_terms(item, before, after)
        self._terms[item.activity.id] = before, after

    def _note_terms(self, item: _LoadedItem, before: Terms, after: Terms) -> None:
        """Write to the audit whose parts have other terms from now on."""
        self._changed.add(item.activity.number)
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key), after.get(key)
            if was != now and key in item.wanted.executors:
                self._note(
                    "part.term",
                    item.activity,
                    {"due_on": was.isoformat() if was else None},
                    {"due_on": now.isoformat() if now else None, "executor": self._executors[key].name},
                )


def _term(due_on: date | None) -> dict[str, object]:
    return {"due_on": due_on, "planned_due_on": due_on, "precision": precision_of(due_on)}


def _with_members(file: planfile.PlanFile, members: Mapping[str, Sequence[str]]) -> planfile.PlanFile:
    """The file with the members of classes in the place of these."""
    if not members:
        return file

    def listed(section: planfile.Section) -> planfile.Section:
        return section.model_copy(update={"activities": tuple(map(with_own, section.activities))})

    def with_own(one: planfile.Activity) -> planfile.Activity:
        keys = with_members(one.executors, members)
        terms = {each: day for key, day in one.part_terms.items() for each in members.get(key, (key,))}
        terms = {key: day for key, day in terms.items() if key in keys[1:]}  # a class may list the lead as well
        return one.model_copy(update={"executors": keys, "part_terms": terms})

    return file.model_copy(update={"sections": tuple(listed(one) for one in file.sections)})


def _part(activity: Activity, executor: Executor, position: int, given_on: date | None) -> dict[str, object]:
    return {
        "given_on": given_on,
        "activity_id": activity.id,
        "executor_id": executor.id,
        "position": position,
        "percent": 0,
        "done": False,
        "is_removed": False,
    }


def _has(item: _LoadedItem, termed: Collection[int]) -> bool:
    """Whether parts of it have, or had, terms of the file's own."""
    return bool(item.wanted.part_terms) or item.activity.id in termed


def _is_reassigned(item: _LoadedItem) -> bool:
    """Whether the file gives a row that was there to other executors than before."""
    return item.before is not None and list(item.wanted.executors) != item.activity.planned_executors


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def claims(
    wanted: Sequence[planfile.Activity], rows: Sequence[Activity], origins: Origins | None
) -> dict[int, list[Activity]]:
    """The rows that each activity of a file goes on with, by its number there.

    Without `origins` that is the one of its number. What was left out before is taken up again where it is named as it
    was.
    """
    if origins is not None and origins.rows is not None:
        by_id = {row.id: row for row in rows}
        return {
            number: [by_id[one] for one in known.values() if one in by_id] for number, known in origins.rows.items()
        }
    groups: dict[int, list[Activity]] = {}
    for row in rows:
        groups.setdefault(row.number, []).append(row)
    left_out: dict[str, list[Activity]] = {}
    for row in rows:
        if row.is_removed:
            left_out.setdefault(row.planned_text, []).append(row)
    claimed: dict[int, list[Activity]] = {}
    taken: set[int] = set()
    for one in wanted:
        was = one.number if origins is None else origins.numbers.get(one.number)
        own = _series(groups.get(was, ()), one.text) if was is not None else left_out.get(one.text, [])
        claimed[one.number] = [row for row in own if row.id not in taken]
        taken.update(row.id for row in own)
    return claimed


def _series(rows: Sequence[Activity], text: str) -> list[Activity]:
    """Of the rows that have had a number, those of one activity: the one in force, else the one that is named now."""
    in_force = [row for row in rows if not row.is_removed]
    texts = {row.planned_text for row in in_force or [row for row in rows if row.planned_text == text] or rows[-1:]}
    return [row for row in rows if not row.is_removed or row.planned_text in texts]


class Row(Protocol):
    """What is asked of a row of an item, whether it is to be loaded or only shown."""

    @property
    def id(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def is_removed(self) -> bool: ...
    @property
    def planned_due_on(self) -> date | None: ...
    @property
    def state(self) -> ActivityState: ...


AnyRow = TypeVar("AnyRow", bound=Row)


def of_amendment(made: tuple[Item, ...], rows: Sequence[Row], today: date) -> tuple[Item, ...]:
    """Of several items that an amendment makes, without those that were due before it came and were in no edition.

    Nobody could have done them in time. One that goes on with a row that was due by a day stays; if nothing else would
    stay, the last one does.
    """
    dated = [row for row in rows if row.planned_due_on is not None]
    known = rows_of_items(made, dated, {})
    kept = tuple(
        item for item, row in zip(made, known, strict=True) if row is not None or item.due is None or item.due >= today
    )
    return kept or made[-1:]


def rows_of_items(made: Sequence[Item], rows: Sequence[AnyRow], known: Mapping[str, int]) -> list[AnyRow | None]:
    """For each item the row that was it before: the one of the same label, else of the nearest planned due day.

    Which row a label had may be `known` (ids).

    So reports stay with their occurrence although the rule changes: of «апрель» that becomes «ҳар ой», with April's.
    Rows with something recorded find their item first.
    """
    by_id = {row.id: row for row in rows}
    labels = {row.label: row for row in sorted(rows, key=lambda row: not row.is_removed)}
    labels.update({label: by_id[key] for label, key in known.items() if key in by_id})
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


def _is_due_earlier(due: date | None, planned: date | None, today: date) -> bool:
    """Whether an edition gives a deadline that nobody had before: the first, or one before that which was to come."""
    if due is None:
        return False
    return planned is None or (due < planned and planned >= today)


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


async def _activities(session: AsyncSession, plan: Plan) -> AsyncIterator[Activity]:
    """The plan's activities, a page at a time: others are answered between pages."""
    last = 0
    while True:
        page = select(Activity).where(Activity.plan_id == plan.id, Activity.id > last).order_by(Activity.id)
        rows = (await session.scalars(page.limit(PAGE))).all()
        for row in rows:
            yield row
        if len(rows) < PAGE:
            return
        last = rows[-1].id


async def _parts(session: AsyncSession, activities: Sequence[int]) -> dict[int, dict[int, Assignment]]:
    """The assignments of each of these activities (ids), by their executors (ids), removed ones too."""
    parts: dict[int, dict[int, Assignment]] = {}
    if activities:
        for row in await session.scalars(select(Assignment).where(Assignment.activity_id.in_(activities))):
            parts.setdefault(row.activity_id, {})[row.executor_id] = row
    return parts
