"""Loading the plan file into the database, and the plan's heading."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Activity,
    Assignment,
    Audit,
    Executor,
    Plan,
    PlanEdition,
    PlanState,
)
from models.database import Database
from services import audit
from services.calendar import day_policy
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import followings, item_for
from services.calendar.workdays import Workdays
from services.control import editions, lines, mistaken, periods
from services.control.amended import Amendment, Origins
from services.control.carried import number_as_before, with_carried
from services.control.editions import EditionFacts, Kept, LastChange
from services.control.exporting import Exported, exported, says_the_same
from services.control.lines import Into
from services.control.loader import DOCUMENT, LOADED, TAKEN_BACK, Document, Loaded, Loader, Progress, count, unwatched
from services.control.mistaken import FreshPaper
from services.control.periods import KeepFinal
from services.control.requests import close_requests, reopen_requests, settle_requests
from services.control.restoring import after_former
from services.control.units import follow_class
from services.messages import outbox
from services.messages.kinds import NextWanted, Overruled, PlanClosed, PlanDropped, PlanImported, PlanReopened
from services.people.accounts import Person, accounts_of
from services.people.admins import Admins
from services.plan.activities import (
    EDITION,
    facts_of_plan,
    ids_in_force,
    in_force,
    mark_in_force,
    marks_in_force,
    plan_facts,
    planned_executors,
    plans_facts,
    plans_in_force,
)
from services.plan.figures import PlanFacts
from services.plan.file import PlanFile
from services.plan.marks import Marks, number_in_force
from services.plan.preview import Reminder


class Plans:
    """The plans in force, and those that wait for their first day.

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
        """The heading of the plan in force, of several that of the first line; None before a plan was loaded."""
        async with self._database.read() as session:
            return await plan_facts(session)

    async def in_force(self) -> tuple[PlanFacts, ...]:
        """The headings of all plans in force, the first line's first."""
        async with self._database.read() as session:
            return await plans_facts(session)

    async def marks(self) -> Marks:
        """The marks of the plans in force; none while there is one."""
        async with self._database.read() as session:
            return await marks_in_force(session)

    async def closed_beside(self) -> tuple[PlanFacts, ...]:
        """The headings of closed plans that no other of their line follows, beside those in force; the newest first."""
        async with self._database.read() as session:
            plans = await lines.closed_last(session, (await session.scalars(ids_in_force())).all())
            return tuple([await facts_of_plan(session, plan) for plan in plans])

    async def one(self, plan_id: int) -> PlanFacts | None:
        """The heading of a plan, in force or not."""
        async with self._database.read() as session:
            plan = await session.get(Plan, plan_id)
            return await facts_of_plan(session, plan) if plan is not None else None

    async def of_line(self, line: int) -> PlanFacts | None:
        """The heading of the newest plan of a line."""
        query = select(Plan).where(Plan.line == line, Plan.state != PlanState.DROPPED).order_by(Plan.id.desc())
        async with self._database.read() as session:
            plan = await session.scalar(query.limit(1))
            return await facts_of_plan(session, plan) if plan is not None else None

    async def waiting(self, line: int = 0) -> PlanFacts | None:
        """The heading of the plan of this line that waits for its first day."""
        async with self._database.read() as session:
            plan = await periods.next_plan(session, line)
            return await facts_of_plan(session, plan) if plan is not None else None

    async def all_waiting(self) -> tuple[PlanFacts, ...]:
        """The headings of all plans that wait for their first day, the earliest first."""
        async with self._database.read() as session:
            return tuple([await facts_of_plan(session, plan) for plan in await periods.waiting_plans(session)])

    async def exported(self, plan_id: int | None = None) -> Exported | None:
        """A plan as a plan file, with what was changed since; None without a plan whose file was kept.

        The one with this id, else the plan in force: of several that of the first line.
        """
        async with self._database.read() as session:
            found = select(Plan).where(Plan.id == plan_id) if plan_id is not None else plans_in_force()
            plan = await session.scalar(found.limit(1))
            return await exported(session, plan) if plan is not None else None

    async def calendar(self, start: date, end: date) -> list[Reminder] | None:
        """All reminders of the plans in force from `start` through `end`, as if nobody reported; None without a plan.

        Sorted by date, executor, activity and kind.
        """
        async with self._database.read() as session:
            query = (
                select(Plan, Activity, Assignment, Executor.name)
                .join(Activity, Activity.plan_id == Plan.id)
                .join(Assignment, Assignment.activity_id == Activity.id)
                .join(Executor, Executor.id == Assignment.executor_id)
                .where(*in_force(), Assignment.is_removed.is_(False))
            )
            rows = (await session.execute(query)).all()
            marks = await marks_in_force(session)
        following: dict[int, date] = {}
        for plan_id in dict.fromkeys(plan.id for plan, _, _, _ in rows):
            own = {activity.id: activity for plan, activity, _, _ in rows if plan.id == plan_id}
            following |= followings(own.values(), as_if_nobody_reported=True)
        reminders = [
            Reminder(day, name, number_in_force(plan.line, activity.number), kind, marks)
            for plan, activity, part, name in rows
            for day, kind in day_policy.reminders(
                item_for(activity, part),
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
            await self._keep_final(session, plan_id, now)
            await close_requests(session, plan_id, now)
            await periods.tell_final(session, plan_id, self._admins, now)
            await self._tell_all(session, PlanClosed(plan_id, by.name), by, now)
            return True

    async def reopen(self, plan_id: int, by: Person, now: datetime) -> bool:
        """Carry on a plan that was closed by mistake, with what was due meanwhile; False if that cannot be done."""
        async with self._database.write() as session:
            if not await _set_state(session, plan_id, PlanState.ACTIVE, PlanState.CLOSED):
                return False
            await reopen_requests(session, plan_id)
            await periods.forget_final(session, plan_id)
            await self._tell_all(session, PlanReopened(plan_id, by.name), by, now)
            return True

    async def drop(self, plan_id: int, by: Person, now: datetime) -> bool:
        """Take off the plan that waits, and tell the other admins; False if it does not wait any more."""
        async with self._database.write() as session:
            if not await periods.drop(session, plan_id, by.telegram_id, now):
                return False
            key = f"plan_dropped:{plan_id}:{now.isoformat()}"
            await self._admins.tell(session, PlanDropped(plan_id, by.name), key=key, now=now, but=by.telegram_id)
            return True

    async def fresh_paper(self, plan_id: int, now: datetime) -> FreshPaper | None:
        """A paper loaded beside the others within the last day, if it can still be taken off."""
        async with self._database.read() as session:
            return await mistaken.fresh_paper(session, plan_id, now)

    async def take_off(self, plan_id: int, by: Person, now: datetime) -> FreshPaper | None:
        """Take off a paper that was loaded by mistake, and tell those who were told of it; None if it is too late."""
        async with self._database.write() as session:
            return await mistaken.take_off(session, plan_id, self._admins, by, now)

    async def begin_next(self, now: datetime) -> bool:
        """Let plans that wait come into force on their first day, each ending the one before; whether one did now."""
        today = self._days.of(now)
        async with self._database.read() as session:
            if not any(plan.starts_on <= today for plan in await periods.waiting_plans(session)):
                return False
        async with self._database.write() as session:
            come = [plan for plan in await periods.waiting_plans(session) if plan.starts_on <= today]
            for plan in come:
                ended = await self._end(session, plan.line, now)
                await periods.begin(session, plan, self._workdays, today)
                audit.note(session, "plan.begun", f"plan:{plan.id}", actor=audit.SYSTEM, now=now)
                await self._tell_begun(session, plan.id, now, ended)
        return bool(come)

    async def _tell_begun(
        self, session: AsyncSession, plan_id: int, now: datetime, ended: int | None, *, was_loaded: bool = False
    ) -> None:
        await periods.tell_begun(
            session,
            plan_id,
            self._admins,
            self._days,
            ended=ended,
            now=now,
            not_before=self._awake(now),
            was_loaded=was_loaded,
        )

    async def _end(self, session: AsyncSession, line: int, now: datetime) -> int | None:
        awake = self._awake(now)
        return await periods.end(session, line, self._admins, self._keep_final, now=now, not_before=awake)

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
        executors = await session.scalars(planned_executors(letter.plan).distinct())
        accounts = await accounts_of(session, list(executors))
        key = f"{letter.kind}:{letter.plan}:{now.isoformat()}"
        # One key a person: an admin who answers for an executor as well is told once, as an admin.
        await self._admins.tell(session, letter, key=key, now=now, but=by.telegram_id)
        await outbox.owe_accounts(session, accounts, letter, key=key, now=now, priority=outbox.BULK)

    async def load(self, file: PlanFile, now: datetime, into: Into | None = None) -> Loaded:
        """Bring the database to what the file says, in one transaction.

        The plan is matched by organisation and period, activities by number, executors by key. Reports, links,
        statuses, percents and extensions stay. Activities that the file omits, and executors that an activity no longer
        names, are marked removed and return complete when they are named again. Loading the same file again changes
        nothing, and so does an edition that an admin's document has replaced since. If the file replaces admins'
        changes, the admins are told.
        """
        async with self._database.write() as session:
            plan = await lines.same_plan(session, file, await lines.line_into(session, file, into))
            if plan is not None and await _was_replaced(session, plan, fingerprint_of(file)):
                return Loaded(True, False, count(file), 0, 0)
            return await self.load_within(session, file, now, into=into)

    async def load_within(
        self,
        session: AsyncSession,
        file: PlanFile,
        now: datetime,
        document: Document | None = None,
        amendment: Amendment | None = None,
        *,
        into: Into | None = None,
        progress: Progress = unwatched,
    ) -> Loaded:
        """`load` in the caller's transaction; `document` is what an admin made the file from.

        `into` says of which line of plans it is, if an admin was asked that; else the line is found by the
        organisation, the period and the title. With an `amendment` the plan in force is changed as it says: activities
        go on under other numbers, and those whom it concerns are told.
        """
        line = await lines.line_into(session, file, into)
        plan = await lines.same_plan(session, file, line)
        if plan is not None and plan.state is not PlanState.DROPPED:
            file = await with_carried(session, plan.id, file, amendment)
        fingerprint = fingerprint_of(file)
        if plan is not None and await _is_in_force(session, plan, file, fingerprint):
            return Loaded(True, False, count(file), 0, 0, plan.id, plan.waits_until)
        today = self._days.of(now)
        of_line = plans_in_force().where(Plan.line == line)
        former = await session.scalar(of_line)
        is_new = plan is None or plan.state is PlanState.DROPPED
        waits = is_new and await periods.is_early(session, file.period.start, today)
        if is_new:
            by = document.by if document is not None else None
            for other in await periods.overlapping(session, line, file.period):
                await periods.drop(session, other.id, by.telegram_id if by is not None else audit.SYSTEM, now)
        # One plan of a line is in force at a time.
        ended = await self._end(session, line, now) if is_new and not waits else None
        amended = plan if document is not None and not is_new else None
        file = await after_former(session, amended, file, self._workdays)
        fingerprint = fingerprint_of(file)
        was = await editions.standing(session, plan.id) if plan is not None and not is_new else None
        loader = Loader(
            session,
            file,
            self._workdays,
            now,
            today=today,
            document=document,
            origins=Origins(amendment.numbers) if amendment is not None else None,
            waits=waits,
            line=line,
            progress=progress,
        )
        loaded = await loader.load(plan, fingerprint)
        await lines.give_marks(session, loader.plan, into.mark if into is not None else "")
        if plan is not None:
            await settle_requests(session, plan.id, self._admins, now)
        changes = tuple(loader.located(amendment.changes)) if amendment is not None else ()
        edition = await editions.begin(session, loader.plan, file, was, changes)
        for unit in loader.classes:  # plans of other lines may name it too
            await follow_class(session, unit, self._workdays, today)
        if document is not None:
            edition.document, edition.sha256 = document.name[-editions.LONGEST_NAME :], document.sha256
            if document.by is not None:
                edition.by_id, edition.by_name = document.by.telegram_id, document.by.name
            await self._tell_of_import(session, document, loaded, edition, now)
        if changes and loader.plan.state is PlanState.ACTIVE:
            await editions.tell(session, edition, changes, now)
        if is_new and not waits:
            is_beside = former is None and document is not None
            if is_beside or (former is not None and loader.plan.id != former.id):
                await self._tell_begun(session, loader.plan.id, now, ended, was_loaded=is_beside)
        if loader.overruled:
            await self._admins.tell(
                session,
                Overruled(loader.overruled),
                key=f"overruled:{fingerprint[:EDITION]}:{now.isoformat()}",
                now=now,
            )
        is_in_force = loader.plan.state is not PlanState.WAITING
        has_way_back = edition.previous_id is not None or (is_new and former is None and bool(line))
        return replace(loaded, may_be_taken_back=document is not None and has_way_back and is_in_force)

    async def edition(self, edition_id: int, keys: Collection[str] | None = None) -> EditionFacts | None:
        """An edition that people are told of; None if its plan is neither in force nor waits for its first day.

        Of its changes those that concern the executors with these `keys`; all of them if none are given.
        """
        async with self._database.read() as session:
            row = await session.get(PlanEdition, edition_id)
            known = {*await session.scalars(ids_in_force()), *(one.id for one in await periods.waiting_plans(session))}
            if row is None or row.plan_id not in known:
                return None
            mark = await mark_in_force(session, row.plan_id)
            changes = editions.changes_of(row, keys, mark)
            return EditionFacts(row.document or "", changes, row.taken_back_at is not None, mark)

    async def last_change(self, now: datetime, plan_id: int | None = None) -> LastChange | None:
        """The last change of a plan in force, if it can be taken back: a document's, of the last day.

        Of the plan with this id, else of whichever was changed last.
        """
        async with self._database.read() as session:
            edition = await _undoable(session, now, plan_id)
            return await editions.last_change(session, edition) if edition is not None else None

    async def change_of(self, edition_id: int, now: datetime) -> LastChange | None:
        """The change that this edition brought, if it is the last of its plan and can be taken back."""
        async with self._database.read() as session:
            asked = await session.get(PlanEdition, edition_id)
            edition = await _undoable(session, now, asked.plan_id) if asked is not None else None
            return await editions.last_change(session, edition) if edition is not None else None

    async def take_back(self, edition_id: int, by: Person, now: datetime) -> LastChange | None:
        """Load the edition before again, into the rows that were its own; None if that cannot be done any more.

        What was reported since stays with its activity, and what admins changed since stays in force.
        """
        async with self._database.write() as session:
            asked = await session.get(PlanEdition, edition_id)
            edition = await _undoable(session, now, asked.plan_id) if asked is not None else None
            if edition is None or edition.id != edition_id or edition.previous_id is None:
                return None
            change = await editions.last_change(session, edition)
            taken = (
                update(PlanEdition)
                .where(PlanEdition.id == edition_id, PlanEdition.taken_back_at.is_(None))
                .values(taken_back_at=now)
                .returning(PlanEdition.id)
            )
            if await session.scalar(taken) is None:
                return None
            previous = await session.get_one(PlanEdition, edition.previous_id)
            plan = await session.get_one(Plan, edition.plan_id)
            kept = _kept_anew(edition, await editions.kept_of(session, plan.id))
            rows = {int(number): labels for number, labels in edition.rows.items()}
            await number_as_before(session, plan.id, rows)
            file = PlanFile.model_validate_json(previous.file)
            loader = Loader(
                session,
                file,
                self._workdays,
                now,
                today=self._days.of(now),
                document=Document(previous.document or "", None),
                origins=Origins(rows=rows),
                taken_back_by=by,
            )
            await loader.load(plan, previous.fingerprint)
            await loader.put_back(kept)
            await settle_requests(session, plan.id, self._admins, now, taken_back=edition.loaded_at)
            await editions.tell_taken_back(session, edition, by, now, self._admins)
            return change

    async def _tell_of_import(
        self, session: AsyncSession, document: Document, loaded: Loaded, edition: PlanEdition, now: datetime
    ) -> None:
        by, amended = document.by, edition.id if edition.changes else None
        await self._admins.tell(
            session,
            PlanImported(
                edition.plan_id,
                document.name,
                by.name if by else "",
                loaded.added,
                loaded.changed,
                amended,
                carried=document.carried,
            ),
            key=f"imported:edition:{edition.id}",
            now=now,
            but=by.telegram_id if by else None,
        )


async def _set_state(session: AsyncSession, plan_id: int, to: PlanState, was: PlanState) -> bool:
    """Whether the newest plan of its line was in the state `was` and is now in the state `to`."""
    newest = await lines.newest_of_line(session, plan_id)
    changed = (
        update(Plan).where(Plan.id == plan_id, Plan.id == newest, Plan.state == was).values(state=to).returning(Plan.id)
    )
    return await session.scalar(changed) is not None


async def _undoable(session: AsyncSession, now: datetime, plan_id: int | None) -> PlanEdition | None:
    """The edition in force, if a document brought it within the last day and the one before it is known.

    None if a next plan of its line was loaded since: that was the last change.
    """
    found: list[PlanEdition] = []
    for plan in (await session.scalars(plans_in_force())).all():
        edition = await editions.in_force(session, plan.id) if plan_id in (None, plan.id) else None
        if edition is None or edition.document is None or edition.previous_id is None:
            continue
        later = select(PlanEdition.id).join(Plan, Plan.id == PlanEdition.plan_id)
        waits = later.where(Plan.state == PlanState.WAITING, Plan.line == plan.line, PlanEdition.id > edition.id)
        is_fresh = now - edition.loaded_at < editions.TAKEN_BACK_WITHIN
        if is_fresh and await session.scalar(waits.limit(1)) is None:
            found.append(edition)
    return max(found, key=lambda one: one.id, default=None)


def _kept_anew(edition: PlanEdition, now_kept: Kept) -> dict[int, Mapping[str, object]]:
    """What stood instead of the file's words before an edition, and what was changed since."""
    left = editions.from_json(edition.left)
    kept = dict(editions.from_json(edition.kept))
    for key, values in now_kept.items():
        known = left.get(key, {})
        since = {name: value for name, value in values.items() if name not in known or known[name] != value}
        if since:
            kept[key] = {**kept.get(key, {}), **since}
    return kept


def fingerprint_of(file: PlanFile) -> str:
    """What tells one edition from another."""
    return hashlib.sha256(file.model_dump_json().encode()).hexdigest()


async def _is_in_force(session: AsyncSession, plan: Plan, file: PlanFile, fingerprint: str) -> bool:
    """Whether the file is the edition in force, or says what is in force with all that was changed since.

    So what was given out may be loaded again, and an extension stays an extension.
    """
    if plan.fingerprint == fingerprint:
        await editions.keep(session, plan, file)
        return True
    kept = await exported(session, plan)
    return kept is not None and says_the_same(file, kept)


async def _was_replaced(session: AsyncSession, plan: Plan, fingerprint: str) -> bool:
    """Whether this edition was loaded before a document replaced it, or an admin took it off.

    PLAN_FILE, read at each start, still has it.
    """
    loadings = Audit.action.in_([LOADED, TAKEN_BACK])
    query = select(Audit.after).where(loadings, Audit.subject == f"plan:{plan.id}").order_by(Audit.id)
    loaded = [after or {} for after in await session.scalars(query)]
    if not loaded or (DOCUMENT not in loaded[-1] and plan.state is not PlanState.DROPPED):
        return False
    return any(one.get("fingerprint") == fingerprint for one in loaded)
