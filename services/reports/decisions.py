"""The admins' decisions: whether done work is accepted, and whether more time is given."""

import functools
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from models import (
    Acceptance,
    Activity,
    ActivityState,
    Assignment,
    Decision,
    Executor,
    Extension,
    PlanFinal,
    Report,
    ReportState,
)
from models.database import Database
from models.statements import ask_in_sight
from models.terms import Precision
from services import audit
from services.calendar.anchors import follow_anchor
from services.calendar.local_days import LocalDays
from services.calendar.reminder_days import follow, move_due
from services.calendar.workdays import Workdays
from services.control.authors import tell_author
from services.control.requests import closed_with
from services.control.suborders import close_with
from services.messages import outbox
from services.messages.anchors import FRESH
from services.messages.kinds import Decided, ExtensionAsked, ExtensionDecided, Letter, PartTimeAsked
from services.people.accounts import Person, accounts_of
from services.people.admins import Admins
from services.people.linking import RequestFacts, open_requests
from services.plan.activities import ids_in_force, of_executors, read_activity, read_ended_activity
from services.plan.figures import ActivityFacts
from services.reports.appeals import AppealFacts, open_appeals
from services.reports.reading import ReportFacts, report_facts, report_rows
from services.reports.written import names_other_number

NOTICE = 3  # working days


@dataclass(frozen=True)
class SubmissionFacts:
    """Work handed in for acceptance, with the decision if there is one.

    `later` are the reports on the activity since it was handed in, newest first. `has_ended`: its plan has ended, and
    another is in force. `open_parts` are the names of those whose parts were open when it was handed in, `despite` is
    why it was all the same. `submitted_on` is the local day of the words, which counts; `handed_in_at` may be later.
    """

    id: int
    activity: ActivityFacts
    report: ReportFacts
    submitted_on: date
    is_late: bool
    decision: Decision | None
    decider: str | None
    decided_at: datetime | None
    reason: str | None
    later: tuple[ReportFacts, ...] = ()
    has_ended: bool = False
    open_parts: tuple[str, ...] = ()
    despite: str | None = None
    handed_in_at: datetime | None = None

    @property
    def version(self) -> int:
        """A number that is another one once anything else is to be decided on than was shown: words, files, a term."""
        parts = [(part.assignment_id, part.percent, part.done) for part in self.activity.parts]
        shown = (self.activity.due_on, parts, [_read(one) for one in (self.report, *self.later)])
        return zlib.crc32(repr(shown).encode()) >> 1  # 31 bits: what a button carries


def _read(report: ReportFacts) -> tuple[object, ...]:
    files = [file.unique_id for file in report.files]
    return report.id, report.text, report.percent, report.done, report.counts, files


@dataclass(frozen=True)
class ExtensionFacts:
    """A request for more time, with the decision if there is one.

    `is_late`: it came with less notice than is wanted. `replaced_due` is what an open request had asked for before.
    `has_ended`: nobody decided it before its plan was closed. `part` (an assignment) is set if it is for a part's term.
    """

    id: int
    activity: ActivityFacts
    executor: str
    account_id: int
    from_due: date
    to_due: date
    reason: str
    requested_at: datetime
    decision: Decision | None
    decider: str | None
    comment: str | None
    decided_at: datetime | None = None
    is_late: bool = False
    replaced_due: date | None = None
    has_ended: bool = False
    part: int | None = None


@dataclass(frozen=True)
class WaitingFacts:
    """Everything that waits for a decision of the admins."""

    submissions: tuple[SubmissionFacts, ...]
    extensions: tuple[ExtensionFacts, ...]
    requests: tuple[RequestFacts, ...]
    appeals: tuple[AppealFacts, ...] = ()

    @property
    def count(self) -> int:
        """How many decisions are owed."""
        return len(self.submissions) + len(self.extensions) + len(self.requests) + len(self.appeals)


Subject = TypeVar("Subject", SubmissionFacts, ExtensionFacts)


@dataclass(frozen=True)
class Outcome(Generic[Subject]):
    """The decision that stands, and whether this call made it (another admin may have been first)."""

    subject: Subject
    is_new: bool


@functools.cache  # asked after every report
def _undecided() -> Select[int]:
    own = Acceptance.activity_id.in_(bindparam("activity_ids", expanding=True))
    return select(Acceptance.id).where(Acceptance.decision.is_(None), own).order_by(Acceptance.id)


@functools.cache  # asked for each executor when a plan begins
def _under_review(*, of_plan: bool) -> Select[int]:
    own = of_executors(bindparam("executor_ids", expanding=True))
    query = select(Acceptance.id).join(Activity, Activity.id == Acceptance.activity_id)
    query = query.where(Acceptance.decision.is_(None), own).order_by(Acceptance.id)
    return query.where(Activity.plan_id == bindparam("plan")) if of_plan else query


class Decisions:
    """Acceptances and extensions. `days` counts local days.

    `leaders_accept`: whether the members of the leadership chat may accept and return there, as the admins do.
    `notice`: how many working days before the deadline more time is to be asked for, at the latest.
    """

    def __init__(
        self,
        database: Database,
        admins: Admins,
        workdays: Workdays,
        days: LocalDays,
        *,
        leaders_accept: bool = False,
        notice: int = NOTICE,
    ) -> None:
        self.leaders_accept = leaders_accept
        self._database = database
        self._admins = admins
        self._workdays = workdays
        self._days = days
        self._notice = notice

    async def submission(self, acceptance_id: int, now: datetime) -> SubmissionFacts | None:
        """A submission with its decision; None if there is no such submission."""
        async with self._database.read() as session:
            return await self._submission(session, acceptance_id, self._days.of(now))

    async def withdrawn(self, report_id: int, now: datetime) -> SubmissionFacts | None:
        """The submission that a report was, where its author took it back; else None."""
        query = select(Acceptance.id).where(
            Acceptance.report_id == report_id, Acceptance.decision == Decision.WITHDRAWN
        )
        async with self._database.read() as session:
            acceptance_id = await session.scalar(query.order_by(Acceptance.id.desc()).limit(1))
            return await self._submission(session, acceptance_id, self._days.of(now)) if acceptance_id else None

    async def extension(self, extension_id: int, now: datetime) -> ExtensionFacts | None:
        """A request for more time with its decision; None if there is no such request."""
        async with self._database.read() as session:
            return await self._extension(session, extension_id, self._days.of(now))

    async def latest(
        self, activity_ids: Collection[int], now: datetime, *, waiting: bool = False
    ) -> tuple[SubmissionFacts | ExtensionFacts, ...]:
        """The newest request for more time and the newest submission of each activity: undecided first, then newest.

        `waiting`: only those that nobody has decided.
        """
        today = self._days.of(now)
        asked = select(func.max(Extension.id)).where(Extension.activity_id.in_(activity_ids))
        submitted = select(func.max(Acceptance.id)).where(Acceptance.activity_id.in_(activity_ids))
        async with self._database.read() as session:
            found: list[SubmissionFacts | ExtensionFacts | None] = [
                await self._extension(session, row, today)
                for row in (await session.scalars(asked.group_by(Extension.activity_id))).all()
            ]
            found += [
                await self._submission(session, row, today)
                for row in (await session.scalars(submitted.group_by(Acceptance.activity_id))).all()
            ]
        kept = [one for one in found if one is not None and not (waiting and one.decision is not None)]
        kept.sort(key=lambda one: one.decided_at or now, reverse=True)
        return tuple(sorted(kept, key=lambda one: one.decision is not None))

    async def open_on(self, activity_ids: Collection[int], now: datetime) -> tuple[SubmissionFacts, ...]:
        """What of these activities is handed in and waits for a decision."""
        ids = [
            one
            for (one,) in await self._database.ask(lambda ask: ask(_undecided(), {"activity_ids": list(activity_ids)}))
        ]
        if not ids:
            return ()
        async with self._database.read() as session:
            found = [await self._submission(session, one, self._days.of(now)) for one in ids]
        return tuple(one for one in found if one is not None)

    async def waiting(self, now: datetime) -> WaitingFacts:
        """Everything that waits for a decision, oldest first."""
        async with self._database.read() as session:
            return await self.open(session, now)

    async def open(self, session: AsyncSession, now: datetime) -> WaitingFacts:
        """The same, read within another service's transaction."""
        today = self._days.of(now)
        submitted = select(Acceptance.id).where(Acceptance.decision.is_(None)).order_by(Acceptance.id)
        asked = select(Extension.id).where(Extension.decision.is_(None)).order_by(Extension.id)
        submissions = [await self._submission(session, row, today) for row in await session.scalars(submitted)]
        extensions = [await self._extension(session, row, today) for row in await session.scalars(asked)]
        requests = await open_requests(session)
        return WaitingFacts(
            tuple(submission for submission in submissions if submission is not None),
            tuple(submission for submission in extensions if submission is not None),
            requests,
            await open_appeals(session, today),
        )

    async def left_under_review(
        self, executor_ids: Collection[int], plan_id: int | None, now: datetime
    ) -> tuple[SubmissionFacts, ...]:
        """What these executors handed in, and nobody has decided, in the plan, or (None) in those that have ended."""
        today, given = self._days.of(now), {"executor_ids": list(executor_ids), "plan": plan_id}
        async with self._database.read() as session:
            ids = [row.id for row in await ask_in_sight(session, _under_review(of_plan=plan_id is not None), given)]
            found = [await self._submission(session, one, today) for one in ids]
        return tuple(one for one in found if one is not None and (plan_id is not None or one.has_ended))

    async def of_former(
        self, numbers: Collection[int], executor_ids: Collection[int] | None, now: datetime
    ) -> tuple[SubmissionFacts | ExtensionFacts, ...]:
        """What under these numbers waited for a decision when its plan ended, or waits still.

        Of these executors; of all if none are given.
        """
        waits = Acceptance.decision.is_(None)
        is_decided = Acceptance.decision.in_((Decision.ACCEPTED, Decision.RETURNED))
        query = (
            select(func.max(Acceptance.id))
            .join(Activity, Activity.id == Acceptance.activity_id)
            .join(PlanFinal, PlanFinal.plan_id == Activity.plan_id)
            .where(Activity.number.in_(numbers), waits | (is_decided & (Acceptance.decided_at >= PlanFinal.closed_at)))
            .group_by(Acceptance.activity_id)
        )
        asked = closed_with(Activity.number.in_(numbers), Activity.plan_id.not_in(ids_in_force()))
        if executor_ids is not None:
            query, asked = query.where(of_executors(executor_ids)), asked.where(of_executors(executor_ids))
        today = self._days.of(now)
        async with self._database.read() as session:
            ids = sorted((await session.scalars(query)).all())
            submissions = [await self._submission(session, one, today) for one in ids]
            requests = [await self._extension(session, one, today) for one in (await session.scalars(asked)).all()]
        return tuple(one for one in (*submissions, *requests) if one is not None and one.has_ended)

    async def closed_requests(self, plan_id: int, now: datetime) -> tuple[ExtensionFacts, ...]:
        """The requests for more time that were closed with their plan."""
        today = self._days.of(now)
        async with self._database.read() as session:
            ids = (await session.scalars(closed_with(Activity.plan_id == plan_id).order_by(Activity.number))).all()
            found = [await self._extension(session, one, today) for one in ids]
        return tuple(one for one in found if one is not None)

    async def accept(
        self, acceptance_id: int, by: Person, now: datetime, *, seen: int | None = None
    ) -> Outcome[SubmissionFacts] | None:
        """Accept the activity as done on the day it was submitted; its executors are told.

        `seen` is the version that the admin saw: if it is another by now, nothing is decided. None accepts what stands.
        """
        async with self._database.write() as session:
            submission = await self._submission(session, acceptance_id, self._days.of(now))
            if submission is not None and submission.decision is None and seen not in (None, submission.version):
                return Outcome(submission, is_new=False)
            return await self._decide(session, acceptance_id, Decision.ACCEPTED, by=by, now=now)

    async def give_back(
        self, acceptance_id: int, reason: str, by: Person, now: datetime
    ) -> Outcome[SubmissionFacts] | None:
        """Return the activity to its executors with a reason; they are told, and reminders resume."""
        async with self._database.write() as session:
            return await self._decide(session, acceptance_id, Decision.RETURNED, reason, by=by, now=now)

    async def reopen(
        self, acceptance_id: int, reason: str, by: Person, now: datetime
    ) -> Outcome[SubmissionFacts] | None:
        """Return work that was accepted by mistake, with a reason; its executors are told, and reminders resume."""
        async with self._database.write() as session:
            latest = select(func.max(Acceptance.id)).where(Acceptance.activity_id == Activity.id)
            # Of several submissions only the last one holds the activity done.
            done = select(Activity.id).where(
                Activity.state == ActivityState.DONE, latest.correlate(Activity).scalar_subquery() == acceptance_id
            )
            row = await session.get(Acceptance, acceptance_id)
            if row is None or await read_activity(session, row.activity_id, self._days.of(now)) is None:
                return None  # of a plan that has ended nothing is taken up again
            before = {"decider": row.decider, "submitted_on": row.submitted_on.isoformat()}
            reopened = (
                update(Acceptance)
                .where(
                    Acceptance.id == acceptance_id,
                    Acceptance.decision == Decision.ACCEPTED,
                    Acceptance.activity_id.in_(done),
                )
                .values(**_decided(Decision.REOPENED, by, now), reason=reason)
                .returning(Acceptance.activity_id)
            )
            return await self._settle(session, acceptance_id, reopened, by=by, now=now, before=before)

    async def ask_extension(
        self, person: Person, activity_id: int, to_due: date, reason: str, now: datetime
    ) -> ExtensionFacts | None:
        """Ask the admins for more time, until a later day that is not past.

        None if the activity is not the person's, has no deadline or is finished, or if `to_due` is no such day. A
        second request replaces an open one: the new day holds, both reasons are kept.
        """
        async with self._database.write() as session:
            activity = await read_activity(session, activity_id, self._days.of(now))
            part = activity.part_of(person.executor_ids) if activity is not None else None
            if activity is None or part is None:
                return None
            seen = activity.seen_by(person.executor_ids)
            is_of_part = seen.whole_due_on is not None and to_due <= seen.whole_due_on
            seen = seen if is_of_part else activity
            if not may_be_asked(seen, to_due):
                return None
            extension = await self._open_extension(session, activity_id, part.assignment_id if is_of_part else None)
            after: dict[str, object] = {"to": to_due.isoformat()}
            if extension is None:
                extension = Extension(
                    activity_id=activity_id, from_due=seen.due_on, reason=reason, is_of_part=is_of_part
                )
                session.add(extension)
            else:
                extension.reason = f"{extension.reason}\n{reason}"
                extension.replaced_due = extension.to_due
                after["replaced"] = extension.to_due.isoformat()
            extension.is_late = self._is_late(seen)
            if extension.is_late:
                after["late"] = True
            extension.assignment_id, extension.account_id = part.assignment_id, person.account_id
            extension.to_due, extension.requested_at = to_due, now
            await session.flush()
            self._note(session, "extension.asked", activity.id, by=person, now=now, after=after)
            await self._tell_of_extension(session, extension.id, "asked", now)
            if is_of_part:
                await self._tell_lead(session, activity, extension)
            return await self._extension(session, extension.id, self._days.of(now))

    async def asked_lately(self, person: Person, now: datetime) -> ExtensionFacts | None:
        """The request for more time that the person made within minutes, if it is not decided yet."""
        lately = (Extension.decision.is_(None), Extension.requested_at > now - FRESH)
        query = select(Extension.id).where(Extension.account_id == person.account_id, *lately)
        async with self._database.read() as session:
            extension_id = await session.scalar(query.order_by(Extension.requested_at.desc()).limit(1))
            return None if extension_id is None else await self._extension(session, extension_id, self._days.of(now))

    async def add_reason(self, person: Person, words: str, now: datetime) -> ExtensionFacts | None:
        """Put further words with the reason of the request that the person made within minutes.

        None if there is no such request, if it is decided, or if the words name another activity's number.
        """
        today = self._days.of(now)
        lately = (Extension.decision.is_(None), Extension.requested_at > now - FRESH)
        query = select(Extension).where(Extension.account_id == person.account_id, *lately)
        async with self._database.write() as session:
            extension = await session.scalar(query.order_by(Extension.requested_at.desc()).limit(1))
            activity = await read_activity(session, extension.activity_id, today) if extension is not None else None
            if extension is None or activity is None or activity.part_of(person.executor_ids) is None:
                return None
            if names_other_number(words, activity):
                return None
            extension.reason = f"{extension.reason}\n{words}"
            await session.flush()
            self._note(session, "extension.reworded", activity.id, by=person, now=now, after={"reason": words})
            return await self._extension(session, extension.id, today)

    async def reword_extension(
        self, extension_id: int, person: Person, before: str, words: str, now: datetime
    ) -> ExtensionFacts | None:
        """Replace the reason `before` after an edit and send it to the admins anew; None if it was already decided."""
        today = self._days.of(now)
        async with self._database.write() as session:
            extension = await session.get(Extension, extension_id)
            activity = await read_activity(session, extension.activity_id, today) if extension is not None else None
            is_own = activity is not None and activity.part_of(person.executor_ids) is not None
            if extension is None or activity is None or not is_own or extension.decision is not None:
                return None
            # Of joined requests the reasons stand under each other.
            extension.reason = f"\n{extension.reason}\n".replace(f"\n{before}\n", f"\n{words}\n", 1).strip()
            await session.flush()
            self._note(session, "extension.reworded", activity.id, by=person, now=now, after={"reason": words})
            await self._tell_of_extension(session, extension.id, "reworded", now)
            return await self._extension(session, extension.id, today)

    async def decide_extension(
        self,
        extension_id: int,
        comment: str | None,
        by: Person,
        now: datetime,
        *,
        approve: bool,
        until: date | None = None,
    ) -> Outcome[ExtensionFacts] | None:
        """Give the time asked for or refuse it; both dates are kept, reminders follow, and the executors are told.

        `until` is the day that the admin saw: if another is asked for by now, nothing is decided.
        """
        async with self._database.write() as session:
            if await self._extension(session, extension_id, self._days.of(now)) is None:
                return None
            decision = Decision.APPROVED if approve else Decision.REFUSED
            seen = (Extension.to_due == until,) if until is not None else ()
            decided = (
                update(Extension)
                .where(Extension.id == extension_id, Extension.decision.is_(None), *seen)
                .values(decision=decision, decided_at=now, decided_by=by.telegram_id, decider=by.name, comment=comment)
                .returning(Extension.activity_id)
            )
            activity_id = await session.scalar(decided)
            if activity_id is not None:
                extension = await session.get_one(Extension, extension_id, populate_existing=True)
                row = await session.get_one(Activity, activity_id)
                before = row.due_on
                # A new edition of the plan may have given more than was asked, or taken the deadline away.
                if extension.is_of_part:
                    before = await self._give_part(session, row, extension, now, approve=approve)
                elif approve and before is not None and before < extension.to_due:
                    move_due(row, extension.to_due)
                    await follow(session, row, self._workdays, self._days.of(now), told=True)
                self._note(
                    session,
                    f"extension.{decision}",
                    row.id,
                    by=by,
                    now=now,
                    before={"due_on": str(before)},
                    after={"due_on": str(extension.to_due if extension.is_of_part else row.due_on), "comment": comment},
                )
                await self._tell_executors(
                    session,
                    activity_id,
                    ExtensionDecided(extension_id),
                    f"extension:{extension_id}:decided",
                    now,
                    part=extension.assignment_id if extension.is_of_part else None,
                )
            await session.flush()
            activity = await self._extension(session, extension_id, self._days.of(now))
        return None if activity is None else Outcome(activity, activity_id is not None)

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _give_part(
        self, session: AsyncSession, row: Activity, extension: Extension, now: datetime, *, approve: bool
    ) -> date | None:
        """Give a part the later day, if that is still before its activity's; its day until now."""
        part = await session.get_one(Assignment, extension.assignment_id)
        before = part.due_on
        if approve and before is not None and before < extension.to_due:
            part.due_on, part.precision = extension.to_due, Precision.DAY
            await follow(session, row, self._workdays, self._days.of(now), told=True)
        return before

    async def _tell_lead(self, session: AsyncSession, activity: ActivityFacts, extension: Extension) -> None:
        """The lead may give a part's later day at once."""
        letter = PartTimeAsked(extension.id)
        accounts = await accounts_of(session, [activity.lead.executor.id])
        others = [account for account in accounts if account[0] != extension.account_id]
        key = f"part_time:{extension.id}:{extension.requested_at.isoformat()}"
        await outbox.owe_accounts(session, others, letter, key=key, now=extension.requested_at)

    async def _decide(
        self,
        session: AsyncSession,
        acceptance_id: int,
        decision: Decision,
        reason: str | None = None,
        *,
        by: Person,
        now: datetime,
    ) -> Outcome[SubmissionFacts] | None:
        decided = (
            update(Acceptance)
            .where(Acceptance.id == acceptance_id, Acceptance.decision.is_(None))
            .values(**_decided(decision, by, now), reason=reason)
            .returning(Acceptance.activity_id)
        )
        return await self._settle(session, acceptance_id, decided, by=by, now=now, before={})

    async def _settle(
        self,
        session: AsyncSession,
        acceptance_id: int,
        decide: ReturningUpdate[int],
        *,
        by: Person,
        now: datetime,
        before: Mapping[str, object] | None,
    ) -> Outcome[SubmissionFacts] | None:
        """Run the guarded decision; if it took effect, carry it out, write it to the audit and tell the executors."""
        if await self._submission(session, acceptance_id, self._days.of(now)) is None:
            return None  # of a plan or activity that is no longer in force nothing is decided
        activity_id = await session.scalar(decide)
        if activity_id is not None:
            acceptance = await session.get_one(Acceptance, acceptance_id, populate_existing=True)
            row = await session.get_one(Activity, activity_id)
            earlier = {"state": str(row.state), "percent": row.percent, **(before or {})}
            await self._carry_out(session, row, acceptance, now)
            after = {"state": str(row.state), "percent": row.percent, "reason": acceptance.reason}
            action = f"activity.{acceptance.decision}"
            self._note(session, action, row.id, by=by, now=now, before=earlier, after=after)
            if acceptance.decision is Decision.ACCEPTED:
                await self._close_parts(session, row, by, now)
            key = f"acceptance:{acceptance_id}:{acceptance.decision}"
            letter = Decided(acceptance_id, acceptance.decision)
            await self._tell_executors(session, row.id, letter, key, now)
        await session.flush()
        activity = await self._submission(session, acceptance_id, self._days.of(now))
        return None if activity is None else Outcome(activity, activity_id is not None)

    async def _close_parts(self, session: AsyncSession, row: Activity, by: Person, now: datetime) -> None:
        """What was given as a part of the accepted work is closed with it."""
        activity = await read_activity(session, row.id, self._days.of(now))
        if activity is not None:
            reason = f"№{activity.written_number} ✅"
            await close_with(session, activity, reason, by=by, now=now, workdays=self._workdays)

    async def _carry_out(self, session: AsyncSession, row: Activity, acceptance: Acceptance, now: datetime) -> None:
        if acceptance.decision is Decision.ACCEPTED:
            row.state, row.percent, row.done_on = ActivityState.DONE, 100, acceptance.submitted_on
            await follow(session, row, self._workdays, self._days.of(now))
        else:
            row.state, row.done_on = ActivityState.RETURNED, None
            await self._unsubmit(session, row, acceptance)
            await follow(session, row, self._workdays, self._days.of(now), told=True)
        await follow_anchor(session, row, self._workdays, self._days.of(now))

    @staticmethod
    async def _unsubmit(session: AsyncSession, row: Activity, acceptance: Acceptance) -> None:
        """Put the work back to where it was before it was reported as done, unless the lead has reported since."""
        report = await session.get_one(Report, acceptance.report_id)
        part = await session.get_one(Assignment, report.assignment_id)
        if report.before is not None:
            row.percent = report.before["percent"]
            if part.done:
                part.percent, part.done = report.before["part_percent"], report.before["part_done"]

    async def _tell_of_extension(self, session: AsyncSession, extension_id: int, event: str, now: datetime) -> None:
        letter, key = ExtensionAsked(extension_id), f"extension:{extension_id}:{event}:{now.isoformat()}"
        await self._admins.tell(session, letter, key=key, now=now)
        extension = await session.get_one(Extension, extension_id)
        await tell_author(session, self._admins, extension.activity_id, letter, key=key, now=now)

    async def _tell_executors(
        self,
        session: AsyncSession,
        activity_id: int,
        letter: Letter,
        key: str,
        now: datetime,
        *,
        part: int | None = None,
    ) -> None:
        executors = select(Assignment.executor_id).where(
            Assignment.activity_id == activity_id, Assignment.is_removed.is_(False)
        )
        if part is not None:
            executors = executors.where(Assignment.id == part)
        accounts = await accounts_of(session, list(await session.scalars(executors)))
        await outbox.owe_accounts(session, accounts, letter, key=key, now=now)

    async def _submission(self, session: AsyncSession, acceptance_id: int, today: date) -> SubmissionFacts | None:
        row = await session.get(Acceptance, acceptance_id, populate_existing=True)
        if row is None:
            return None
        activity = in_force = await read_activity(session, row.activity_id, today)
        if activity is None:  # what awaits acceptance when its plan ends is decided still
            activity = await read_ended_activity(session, row.activity_id, today)
        if activity is None:
            return None
        [report] = await report_facts(session, report_rows().where(Report.id == row.report_id))
        return SubmissionFacts(
            id=row.id,
            activity=activity,
            report=report,
            submitted_on=row.submitted_on,
            is_late=activity.due_on is not None
            and row.submitted_on > activity.due_on
            and not activity.was_over_when_given,
            decision=row.decision,
            decider=row.decider,
            decided_at=row.decided_at,
            reason=row.reason,
            later=await self._later(session, row) if row.decision is None else (),
            has_ended=in_force is None,
            open_parts=tuple(row.open_parts),
            despite=row.despite,
            handed_in_at=row.submitted_at,
        )

    @staticmethod
    async def _later(session: AsyncSession, row: Acceptance) -> tuple[ReportFacts, ...]:
        since = (
            Assignment.activity_id == row.activity_id,
            Report.state == ReportState.RECORDED,
            Report.submitted_at > row.submitted_at,
            Report.id != row.report_id,
        )
        newest_first = (Report.submitted_at.desc(), Report.id.desc())
        return await report_facts(session, report_rows().where(*since).order_by(*newest_first))

    async def _extension(self, session: AsyncSession, extension_id: int, today: date) -> ExtensionFacts | None:
        row = await session.get(Extension, extension_id, populate_existing=True)
        activity = await read_activity(session, row.activity_id, today) if row is not None else None
        if activity is None and row is not None and row.decision is not None:
            activity = await read_ended_activity(session, row.activity_id, today)
        if row is None or activity is None:
            return None
        has_ended = await session.scalar(closed_with(Extension.id == row.id)) is not None
        query = select(Executor.name).join(Assignment, Assignment.executor_id == Executor.id)
        name = await session.scalar(query.where(Assignment.id == row.assignment_id))
        return ExtensionFacts(
            id=row.id,
            activity=activity,
            executor=name or "",
            account_id=row.account_id,
            from_due=row.from_due,
            to_due=row.to_due,
            reason=row.reason,
            requested_at=row.requested_at,
            decision=row.decision,
            decider=row.decider,
            comment=row.comment,
            decided_at=row.decided_at,
            is_late=row.is_late,
            replaced_due=row.replaced_due,
            has_ended=has_ended,
            part=row.assignment_id if row.is_of_part else None,
        )

    def _is_late(self, activity: ActivityFacts) -> bool:
        """Whether fewer working days than the notice are left until the deadline, which may be past."""
        if activity.due_on is None:
            return False
        last_day = self._workdays.previous_working(activity.due_on)
        return activity.today > self._workdays.add(last_day, -self._notice)

    @staticmethod
    async def _open_extension(session: AsyncSession, activity_id: int, part: int | None) -> Extension | None:
        """The open request for the activity, or for the term of this part (an assignment) alone."""
        query = select(Extension).where(Extension.activity_id == activity_id, Extension.decision.is_(None))
        own = Extension.is_of_part.is_(part is not None)
        query = query.where(own) if part is None else query.where(own, Extension.assignment_id == part)
        return await session.scalar(query)

    @staticmethod
    def _note(
        session: AsyncSession,
        action: str,
        activity_id: int,
        *,
        by: Person,
        now: datetime,
        before: dict[str, object] | None = None,
        after: dict[str, object] | None = None,
    ) -> None:
        subject = audit.activity(activity_id)
        audit.note(session, action, subject, actor=by.telegram_id, now=now, before=before, after=after)


def _decided(decision: Decision, by: Person, now: datetime) -> dict[str, object]:
    return {"decision": decision, "decided_at": now, "decided_by": by.telegram_id, "decider": by.name}


def may_be_asked(activity: ActivityFacts, to_due: date) -> bool:
    """Whether more time may be asked for until this day."""
    return activity.is_open and activity.due_on is not None and to_due > activity.due_on and to_due >= activity.today
