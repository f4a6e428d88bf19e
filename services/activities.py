"""Reading activities: as facts of a day, as cards, and each person's own, by urgency."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Acceptance,
    Account,
    Activity,
    Assignment,
    Attachment,
    Decision,
    Executor,
    ExecutorKind,
    Extension,
    Link,
    Plan,
    PlanState,
    Report,
    ReportState,
    Revision,
    Section,
)
from models.database import Database
from services.facts import (
    FINISHED,
    ActivityFacts,
    Card,
    ExecutorRef,
    FileFacts,
    Part,
    Person,
    ReportFacts,
    Status,
)
from services.instructed import instructions_of
from services.people import executor_ids
from services.status import shown_status

REPORTS_ON_CARD = 5
PORTION = 200  # activities
_FAR = date.max


class Activities:
    """The plan's activities, read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, today: date) -> tuple[ActivityFacts, ...]:
        """Every activity of the plan in force, by number."""
        async with self._database.read() as session:
            return await activities_where(session, today)

    async def mine(self, person: Person, today: date) -> tuple[ActivityFacts, ...]:
        """The activities of those for whom the person answers: open ones by urgency, then finished ones."""
        async with self._database.read() as session:
            return by_urgency(await activities_of(session, person, today))

    async def one(self, activity_id: int, today: date) -> ActivityFacts | None:
        """An activity by its id; None where there is none in the plan in force."""
        async with self._database.read() as session:
            return await activity(session, activity_id, today)

    async def numbered(self, number: int, today: date) -> ActivityFacts | None:
        """An activity by its number in the plan in force."""
        async with self._database.read() as session:
            found = await activities_where(session, today, Activity.number == number)
        return found[0] if found else None

    async def card(self, activity_id: int, person: Person, today: date) -> Card | None:
        """An activity as this person may see it; None for one that is not theirs to see."""
        async with self._database.read() as session:
            facts = await activity(session, activity_id, today)
            if facts is None:
                return None
            mine = facts.part_of(executor_ids(person))
            if mine is None and not person.is_admin:
                return None
            return await _card(session, facts, mine)

    async def look(self, activity_id: int, today: date) -> Card | None:
        """An activity as those see it who read the whole plan; whether they may is the caller's to know."""
        async with self._database.read() as session:
            facts = await activity(session, activity_id, today)
            return None if facts is None else await _card(session, facts, None)

    async def history(self, activity_id: int) -> tuple[ReportFacts, ...]:
        """All reports on an activity, newest first."""
        async with self._database.read() as session:
            return await reports_of(session, activity_id, None)

    async def reports(self, activity_ids: Sequence[int]) -> dict[int, tuple[ReportFacts, ...]]:
        """All reports on each of these activities (those without any are left out), newest first."""
        found: dict[int, tuple[ReportFacts, ...]] = {}
        async with self._database.read() as session:
            # In portions: a statement takes a limited number of values, and others are answered in between.
            for start in range(0, len(activity_ids), PORTION):
                found |= await _reports_by_activity(session, activity_ids[start : start + PORTION])
        return found

    async def report(self, report_id: int) -> ReportFacts | None:
        """A recorded report; None where there is none or it was taken back."""
        query = report_rows().where(Report.id == report_id, Report.state == ReportState.RECORDED)
        async with self._database.read() as session:
            found = await report_facts(session, query)
        return found[0] if found else None

    async def report_for(self, report_id: int, person: Person, today: date) -> ReportFacts | None:
        """A recorded report as this person may read it: on an activity of theirs; any for an admin."""
        async with self._database.read() as session:
            query = select(Assignment.activity_id).join(Report, Report.assignment_id == Assignment.id)
            activity_id = await session.scalar(query.where(Report.id == report_id))
            facts = await activity(session, activity_id, today) if activity_id is not None else None
        if facts is None or not (person.is_admin or facts.part_of(executor_ids(person))):
            return None
        return await self.report(report_id)


async def activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts | None:
    """One activity as facts of `today`."""
    found = await activities_where(session, today, Activity.id == activity_id)
    return found[0] if found else None


async def activities_of(session: AsyncSession, person: Person, today: date) -> tuple[ActivityFacts, ...]:
    """The activities of those for whom the person answers, by number."""
    return await activities_where(session, today, _of_executors([executor.id for executor in person.executors]))


async def activities_where(
    session: AsyncSession, today: date, *conditions: ColumnElement[bool]
) -> tuple[ActivityFacts, ...]:
    """Activities of the plan in force that meet the conditions, by number; two statements for each portion of them."""
    return await _read(session, today, Activity.plan_id == newest_plan(), Activity.is_removed.is_(False), *conditions)


async def kept_activity(session: AsyncSession, activity_id: int, today: date) -> ActivityFacts:
    """One activity, though a newer plan or edition may have left it behind; LookupError where there never was one."""
    found = await _read(session, today, Activity.id == activity_id)
    if not found:
        raise LookupError(f"there is no activity {activity_id}")
    return found[0]


async def _read(session: AsyncSession, today: date, *conditions: ColumnElement[bool]) -> tuple[ActivityFacts, ...]:
    query = (
        select(Activity, Section)
        .join(Section, Section.id == Activity.section_id)
        .where(*conditions)
        .order_by(Activity.number)
        .limit(PORTION)
    )
    found: list[ActivityFacts] = []
    while True:
        # In portions, as the rows of a great plan take seconds to be read: others are answered in between.
        further = query.where(Activity.number > found[-1].number) if found else query
        rows = (await session.execute(further)).all()
        parts = await _parts(session, [row[0].id for row in rows])
        found += [_facts(row[0], row[1], tuple(parts.get(row[0].id, ())), today) for row in rows]
        if len(rows) < PORTION:
            return tuple(found)


def newest_plan() -> ColumnElement[int]:
    """The plan in force: the one loaded last."""
    return select(Plan.id).order_by((Plan.state == PlanState.CLOSED), Plan.id.desc()).limit(1).scalar_subquery()


def planned_executors() -> Select[int]:
    """The executors (ids) that the plan in force names for some activity: what an earlier plan named is history."""
    return (
        select(Assignment.executor_id)
        .join(Activity, Activity.id == Assignment.activity_id)
        .where(Activity.plan_id == newest_plan(), Activity.is_removed.is_(False), Assignment.is_removed.is_(False))
    )


def plan_in_force() -> Select[Plan]:
    """The plan in force, its period closed or not."""
    return select(Plan).where(Plan.id == newest_plan())


def carried_plan() -> Select[Plan]:
    """The plan in force, while it is carried: no row once its period was closed."""
    return plan_in_force().where(Plan.state == PlanState.ACTIVE)


async def reports_of(session: AsyncSession, activity_id: int, limit: int | None) -> tuple[ReportFacts, ...]:
    """Recorded reports on an activity, newest first, with their files."""
    query = (
        report_rows()
        .where(Assignment.activity_id == activity_id, Report.state == ReportState.RECORDED)
        .order_by(Report.submitted_at.desc(), Report.id.desc())
        .limit(limit)
    )
    return await report_facts(session, query)


async def _reports_by_activity(
    session: AsyncSession, activity_ids: Sequence[int]
) -> dict[int, tuple[ReportFacts, ...]]:
    are_theirs = (Assignment.activity_id.in_(activity_ids), Report.state == ReportState.RECORDED)
    owners = select(Report.id, Assignment.activity_id).join(Assignment, Assignment.id == Report.assignment_id)
    owner = dict((await session.execute(owners.where(*are_theirs))).all())
    newest_first = (Report.submitted_at.desc(), Report.id.desc())
    found: dict[int, list[ReportFacts]] = {}
    for report in await report_facts(session, report_rows().where(*are_theirs).order_by(*newest_first)):
        found.setdefault(owner[report.id], []).append(report)
    return {activity_id: tuple(own) for activity_id, own in found.items()}


def report_rows() -> Select[Report, str, str]:
    """Reports with their author and executor; drafts have no executor and are not among them."""
    return (
        select(Report, Account.name, Executor.name)
        .join(Account, Account.id == Report.account_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .join(Executor, Executor.id == Assignment.executor_id)
    )


async def report_facts(session: AsyncSession, query: Select[Report, str, str]) -> tuple[ReportFacts, ...]:
    """Run a query made of report_rows() and join the files."""
    rows = (await session.execute(query)).all()
    ids = [row[0].id for row in rows]
    files = await _files(session, ids)
    edited = set(
        await session.scalars(
            select(Revision.report_id).where(Revision.report_id.in_(ids), Revision.message_id.is_(None))
        )
    )
    return tuple(_report(row[0], row[1], row[2], tuple(files.get(row[0].id, ())), row[0].id in edited) for row in rows)


def by_urgency(activities: Iterable[ActivityFacts]) -> tuple[ActivityFacts, ...]:
    """Overdue first, then by deadline, then endless ones, then finished ones; by number within each."""
    return tuple(sorted(activities, key=_urgency))


def _urgency(facts: ActivityFacts) -> tuple[bool, bool, bool, date, int]:
    return (
        facts.status in FINISHED,
        facts.status is Status.REVIEW,
        facts.due_on is None,
        facts.due_on or _FAR,
        facts.number,
    )


def _of_executors(executor_ids: Sequence[int]) -> ColumnElement[bool]:
    own = select(Assignment.activity_id).where(
        Assignment.executor_id.in_(executor_ids), Assignment.is_removed.is_(False)
    )
    return Activity.id.in_(own)


async def _parts(session: AsyncSession, activity_ids: Sequence[int]) -> dict[int, list[Part]]:
    linked = select(Link.id).where(Link.executor_id == Executor.id).exists()
    # Columns, not entities: there are several rows to an activity, and entities cost several times their values.
    part = (Assignment.id, Assignment.position, Assignment.percent, Assignment.done, Assignment.reported_on)
    executor = (Executor.id, Executor.key, Executor.name, Executor.kind == ExecutorKind.UNIT)
    query = (
        select(Assignment.activity_id, linked, *part, *executor)
        .join(Executor, Executor.id == Assignment.executor_id)
        .where(Assignment.activity_id.in_(activity_ids), Assignment.is_removed.is_(False))
        .order_by(Assignment.activity_id, Assignment.position)
    )
    parts: dict[int, list[Part]] = {}
    for activity_id, is_linked, assignment_id, position, percent, done, reported_on, *named in (
        await session.execute(query)
    ).all():
        found = Part(assignment_id, ExecutorRef(*named), position, percent, done, reported_on, bool(is_linked))
        parts.setdefault(activity_id, []).append(found)
    return parts


def _facts(row: Activity, section: Section, parts: tuple[Part, ...], today: date) -> ActivityFacts:
    return ActivityFacts(
        id=row.id,
        number=row.number,
        text=row.text,
        section=section.number,
        section_title=section.title,
        deadline_text=row.deadline_text,
        status=shown_status(row.state, row.kind, due_on=row.due_on, done_on=row.done_on, today=today),
        percent=row.percent,
        starts_on=row.starts_on,
        planned_due_on=row.planned_due_on,
        due_on=row.due_on,
        done_on=row.done_on,
        today=today,
        parts=parts,
    )


async def _files(session: AsyncSession, report_ids: Sequence[int]) -> dict[int, list[FileFacts]]:
    query = (
        select(Attachment)
        .where(Attachment.report_id.in_(report_ids), Attachment.replaced_at.is_(None))
        .order_by(Attachment.message_id, Attachment.id)
    )
    files: dict[int, list[FileFacts]] = {}
    for row in await session.scalars(query):
        files.setdefault(row.report_id, []).append(
            FileFacts(row.file_id, row.file_unique_id, row.kind, row.name, row.mime, row.size)
        )
    return files


def _report(row: Report, author: str, executor: str, files: tuple[FileFacts, ...], is_edited: bool) -> ReportFacts:
    return ReportFacts(
        id=row.id,
        account_id=row.account_id,
        author=author,
        executor=executor,
        text=row.text,
        percent=row.percent,
        done=row.done,
        submitted_at=row.submitted_at,
        submitted_on=row.submitted_on,
        files=files,
        is_edited=is_edited,
        source=row.source,
    )


async def _card(session: AsyncSession, facts: ActivityFacts, mine: Part | None) -> Card:
    returned, returned_reason = await _returned(session, facts)
    return Card(
        activity=facts,
        reports=await reports_of(session, facts.id, REPORTS_ON_CARD),
        mine=mine,
        asked_due=await _asked_due(session, facts.id),
        waits_acceptance=await _waiting_acceptance(session, facts.id),
        returned=returned,
        returned_reason=returned_reason,
        accepted=await _accepted(session, facts),
        closed_reason=await session.scalar(select(Activity.closed_reason).where(Activity.id == facts.id)),
        instruction=next(iter(await instructions_of(session, facts.id, 1)), None),
    )


async def _asked_due(session: AsyncSession, activity_id: int) -> date | None:
    query = select(Extension.to_due).where(Extension.activity_id == activity_id, Extension.decision.is_(None))
    return await session.scalar(query.order_by(Extension.id.desc()).limit(1))


async def _waiting_acceptance(session: AsyncSession, activity_id: int) -> int | None:
    query = select(Acceptance.id).where(Acceptance.activity_id == activity_id, Acceptance.decision.is_(None))
    return await session.scalar(query.order_by(Acceptance.id.desc()).limit(1))


async def _returned(session: AsyncSession, facts: ActivityFacts) -> tuple[int | None, str | None]:
    """The submission that came back last, and why."""
    if facts.status not in (Status.RETURNED, Status.OVERDUE):
        return None, None
    query = select(Acceptance.id, Acceptance.decision, Acceptance.reason).where(Acceptance.activity_id == facts.id)
    row = (await session.execute(query.order_by(Acceptance.id.desc()).limit(1))).one_or_none()
    came_back = row is not None and row.decision in (Decision.RETURNED, Decision.REOPENED)
    return (row.id, row.reason) if row is not None and came_back else (None, None)


async def _accepted(session: AsyncSession, facts: ActivityFacts) -> int | None:
    """The submission that holds the activity done."""
    if facts.status not in (Status.DONE, Status.DONE_LATE):
        return None
    query = select(Acceptance.id).where(Acceptance.activity_id == facts.id, Acceptance.decision == Decision.ACCEPTED)
    return await session.scalar(query.order_by(Acceptance.id.desc()).limit(1))
