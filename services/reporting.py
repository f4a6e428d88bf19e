"""Taking reports: an officer's words and files find their activity, are recorded, and change where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Acceptance,
    Activity,
    ActivityState,
    Assignment,
    Attachment,
    Decision,
    Report,
    ReportState,
    Revision,
)
from models.database import Database
from services import audit, outbox
from services.activities import (
    activities_of,
    activity,
    by_urgency,
    report_facts,
    report_rows,
)
from services.facts import FINISHED, ActivityFacts, Choice, FileFacts, Part, Person, Recorded, Unchanged
from services.people import accounts_of, executor_ids
from services.understanding import Reading, read_report

WORKING = frozenset({ActivityState.NOT_STARTED, ActivityState.IN_PROGRESS, ActivityState.RETURNED})


@dataclass(frozen=True)
class Incoming:
    """What a person sent: the words (a caption counts), the files, and where it stands in Telegram.

    `message_id` is None for a press of a button.
    """

    chat_id: int
    message_id: int | None
    text: str = ""
    files: tuple[FileFacts, ...] = ()
    media_group_id: str | None = None


class Reporting:
    """The officers' reports. `timezone` decides on which local day a report was submitted."""

    def __init__(self, database: Database, admins: Sequence[int], timezone: ZoneInfo) -> None:
        self._database = database
        self._admins = admins
        self._timezone = timezone

    def day(self, now: datetime) -> date:
        """The local day of a moment."""
        return now.astimezone(self._timezone).date()

    async def take(
        self, person: Person, incoming: Incoming, about: Sequence[int], now: datetime, *, replied: bool
    ) -> tuple[Recorded | Choice, ...]:
        """Record what a person sent, or keep it and ask which activity it is about.

        `about` holds the activities (ids) of the message `replied` to, else of what the bot last showed. A number
        in the words that contradicts the message replied to is asked about, not guessed. A message that names
        several activities gives several answers. A message delivered twice is recorded once.
        """
        async with self._database.write() as session:
            seen = await self._seen(session, incoming, now)
            if seen is not None:
                return (seen,)
            mine = await activities_of(session, person, self.day(now))
            readings = _readings(incoming.text, mine)
            answers: list[Recorded | Choice] = []
            for part, reading in enumerate(readings):
                report = self._draft(person, incoming, reading, part, now)
                session.add(report)
                await session.flush()
                if part == 0:
                    _attach(session, report, incoming.files)
                facts = _meant(reading, mine, about, replied=replied)
                if facts is None:
                    answers.append(_choice(report, reading, mine, about))
                else:
                    answers.append(await self._record(session, report, facts, reading, person=person, now=now))
            return tuple(answers)

    async def choose(self, draft_id: int, activity_id: int, person: Person, now: datetime) -> Recorded | None:
        """The person says which activity a kept draft is about; None where the draft or the activity is not theirs.

        A second press of the same button gives the same record again.
        """
        async with self._database.write() as session:
            report = await session.get(Report, draft_id)
            facts = await activity(session, activity_id, self.day(now))
            if report is None or facts is None or report.account_id != person.account_id:
                return None
            if facts.part_of(executor_ids(person)) is None:
                return None
            if report.state is not ReportState.DRAFT:
                return await self._again(session, report, now)
            [reading] = _readings(report.text, (), one=True)
            report.submitted_at, report.submitted_on = now, self.day(now)
            return await self._record(session, report, facts, reading, person=person, now=now)

    async def mark(
        self, person: Person, activity_id: int, chat_id: int, now: datetime, *, percent: int | None, done: bool | None
    ) -> Recorded | None:
        """A report made by a button: done, or so many percent. None where the activity is not theirs."""
        async with self._database.write() as session:
            facts = await activity(session, activity_id, self.day(now))
            if facts is None or facts.part_of(executor_ids(person)) is None:
                return None
            reading = Reading(facts.number, percent, done, "", certain=True)
            report = self._draft(person, Incoming(chat_id, None), reading, 0, now)
            session.add(report)
            await session.flush()
            return await self._record(session, report, facts, reading, person=person, now=now)

    async def amend(
        self, report_id: int, person: Person, now: datetime, *, percent: int | None, done: bool | None
    ) -> Recorded | None:
        """Correct by button what was read in a report: the words stay. None where it can not be changed any more."""
        async with self._database.write() as session:
            report = await self._own_last(session, report_id, person)
            if report is None or not await self._revert(session, report, person, now):
                return None
            facts = await self._facts_of(session, report, now)
            reading = Reading(facts.number, percent, done, report.text, certain=True)
            return await self._record(session, report, facts, reading, person=person, now=now)

    async def undo(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """Take a report back: what it changed is as it was before. None where somebody built on it already."""
        async with self._database.write() as session:
            report = await self._own_last(session, report_id, person)
            if report is None or not await self._revert(session, report, person, now):
                return None
            report.state = ReportState.UNDONE
            await session.flush()
            return await self._again(session, report, now)

    async def edit(self, person: Person, incoming: Incoming, now: datetime) -> Recorded | Choice | Unchanged:
        """The person edited their message: its report has the new words, the earlier ones are kept."""
        async with self._database.write() as session:
            query = select(Report).where(
                Report.chat_id == incoming.chat_id, Report.message_id == incoming.message_id, Report.part == 0
            )
            report = await session.scalar(query)
            if report is None or report.account_id != person.account_id or report.state is ReportState.UNDONE:
                return Unchanged.NO_REPORT
            if report.text == incoming.text:
                return Unchanged.SAME_WORDS
            if not await _is_undecided(session, report):
                return Unchanged.DECIDED
            session.add(Revision(report_id=report.id, text=report.text, replaced_at=now))
            return await self._reworded(session, report, incoming.text, person, now)

    async def answered(self, report_id: int, message_id: int) -> None:
        """Remember which message of the bot's tells of the report, so that it is edited rather than repeated."""
        async with self._database.write() as session:
            await session.execute(update(Report).where(Report.id == report_id).values(answer_id=message_id))

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _seen(self, session: AsyncSession, incoming: Incoming, now: datetime) -> Recorded | Choice | None:
        report = await session.scalar(_same_message(incoming))
        if report is None:
            return None
        _attach(session, report, await _new_files(session, report, incoming.files))
        if incoming.text and not report.text:
            report.text = incoming.text
        await session.flush()
        if report.state is ReportState.DRAFT:
            return Choice((report.id,), report.text, (), answer_id=report.answer_id)
        return await self._again(session, report, now)

    def _draft(self, person: Person, incoming: Incoming, reading: Reading, part: int, now: datetime) -> Report:
        return Report(
            account_id=person.account_id,
            text=reading.comment,
            percent=reading.percent if reading.certain else None,
            done=reading.done if reading.certain else None,
            state=ReportState.DRAFT,
            submitted_at=now,
            submitted_on=self.day(now),
            chat_id=incoming.chat_id,
            message_id=incoming.message_id,
            media_group_id=incoming.media_group_id if part == 0 else None,
            part=part,
        )

    async def _record(
        self,
        session: AsyncSession,
        report: Report,
        facts: ActivityFacts,
        reading: Reading,
        *,
        person: Person,
        now: datetime,
    ) -> Recorded:
        part = facts.part_of(executor_ids(person)) or facts.lead
        row = await session.get_one(Activity, facts.id)
        assignment = await session.get_one(Assignment, part.assignment_id)
        report.assignment_id, report.state = assignment.id, ReportState.RECORDED
        report.percent, report.done = _progress(reading, facts)
        report.before = _standing(row, assignment)
        _advance(row, assignment, report, leads=part.leads, now=now)
        submitted = part.leads and report.done is True and row.state in WORKING and not facts.is_endless
        if submitted:
            await self._submit(session, row, report, now)
        told_lead = await self._tell_lead(session, facts, part, report, person=person, now=now)
        audit.note(
            session,
            "report.recorded",
            f"activity:{facts.number}",
            actor=person.telegram_id,
            now=now,
            before=report.before,
            after=_standing(row, assignment) | {"report": report.id},
        )
        await session.flush()
        recorded = await self._again(session, report, now)
        return replace(recorded, submitted=submitted, told_lead=told_lead, is_repeat=False)

    async def _submit(self, session: AsyncSession, row: Activity, report: Report, now: datetime) -> None:
        row.state, row.changed_at = ActivityState.REVIEW, now
        acceptance = Acceptance(
            activity_id=row.id, report_id=report.id, submitted_at=now, submitted_on=report.submitted_on
        )
        session.add(acceptance)
        await session.flush()
        await outbox.owe_admins(
            session,
            self._admins,
            key=f"submission:{acceptance.id}",
            kind="submission",
            refs={"acceptance": acceptance.id},
            now=now,
        )

    async def _tell_lead(
        self,
        session: AsyncSession,
        facts: ActivityFacts,
        part: Part,
        report: Report,
        *,
        person: Person,
        now: datetime,
    ) -> bool:
        if part.leads:
            return False
        accounts = await accounts_of(session, [facts.lead.executor.id])
        others = [account for account in accounts if account[0] != person.account_id]
        await outbox.owe_accounts(
            session,
            others,
            key=f"co_report:{report.id}:{report.submitted_at.isoformat()}",
            kind="co_report",
            refs={"report": report.id, "activity": facts.id},
            now=now,
        )
        return bool(others)

    async def _reworded(
        self, session: AsyncSession, report: Report, text: str, person: Person, now: datetime
    ) -> Recorded | Choice:
        if report.state is ReportState.DRAFT:
            report.text = text
            mine = await activities_of(session, person, self.day(now))
            return Choice((report.id,), text, by_urgency(f for f in mine if f.is_open), answer_id=report.answer_id)
        report.text = text
        last = await self._own_last(session, report.id, person)
        if last is not None and await self._revert(session, report, person, now):
            facts = await self._facts_of(session, report, now)
            [reading] = _readings(text, (), one=True)
            return await self._record(session, report, facts, reading, person=person, now=now)
        await session.flush()
        return await self._again(session, report, now)

    async def _own_last(self, session: AsyncSession, report_id: int, person: Person) -> Report | None:
        """The report, where it is the person's own and the last word on its part; else None."""
        report = await session.get(Report, report_id)
        if report is None or report.account_id != person.account_id or report.state is not ReportState.RECORDED:
            return None
        later = select(Report.id).where(
            Report.assignment_id == report.assignment_id, Report.state == ReportState.RECORDED, Report.id > report.id
        )
        return report if await session.scalar(later.limit(1)) is None else None

    async def _revert(self, session: AsyncSession, report: Report, person: Person, now: datetime) -> bool:
        """Bring back what the report changed; False where an admin decided on it, or others built on it."""
        if report.assignment_id is None or report.before is None or not await _is_undecided(session, report):
            return False
        withdrawn = await _withdraw(session, report, now)
        assignment = await session.get_one(Assignment, report.assignment_id)
        row = await session.get_one(Activity, assignment.activity_id)
        now_standing = _standing(row, assignment)
        _restore_part(assignment, report.before)
        if withdrawn or not await _has_later(session, report, row):
            _restore_activity(row, report.before)
        audit.note(
            session,
            "report.reverted",
            f"activity:{row.number}",
            actor=person.telegram_id,
            now=now,
            before=now_standing | {"report": report.id},
            after=_standing(row, assignment),
        )
        return True

    async def _facts_of(self, session: AsyncSession, report: Report, now: datetime) -> ActivityFacts:
        assignment = await session.get_one(Assignment, report.assignment_id)
        await session.flush()
        facts = await activity(session, assignment.activity_id, self.day(now))
        if facts is None:
            raise LookupError(f"report {report.id} is on an activity that the plan no longer has")
        return facts

    async def _again(self, session: AsyncSession, report: Report, now: datetime) -> Recorded:
        facts = await self._facts_of(session, report, now)
        [said] = await report_facts(session, report_rows().where(Report.id == report.id))
        part = next(part for part in facts.parts if part.assignment_id == report.assignment_id)
        return Recorded(said, facts, part, is_repeat=True, answer_id=report.answer_id)


def _readings(text: str, mine: Sequence[ActivityFacts], *, one: bool = False) -> tuple[Reading, ...]:
    if not text.strip():
        return (Reading(None, None, None, "", certain=True),)
    readings = read_report(text, known=[facts.number for facts in mine])
    if one and len(readings) > 1:
        return (Reading(None, None, None, text, certain=False),)
    return tuple(readings)


def _meant(
    reading: Reading, mine: Sequence[ActivityFacts], about: Sequence[int], *, replied: bool
) -> ActivityFacts | None:
    """The one activity the words are about, where that is beyond doubt."""
    named = next((facts for facts in mine if facts.number == reading.activity), None)
    here = [facts for facts in mine if facts.id in about]
    if reading.activity is not None:
        return None if replied and here and named not in here else named
    if len(here) == 1:
        return here[0]
    unfinished = [facts for facts in mine if facts.is_open]
    return unfinished[0] if len(unfinished) == 1 and not here else None


def _choice(report: Report, reading: Reading, mine: Sequence[ActivityFacts], about: Sequence[int]) -> Choice:
    here = [facts for facts in mine if facts.id in about]
    others = [facts for facts in mine if facts.status not in FINISHED and facts not in here]
    named = [facts for facts in mine if facts.number == reading.activity and facts not in here]
    ordered = [*by_urgency(here), *named, *(facts for facts in by_urgency(others) if facts not in named)]
    return Choice((report.id,), report.text, tuple(ordered or by_urgency(mine)), named=reading.activity)


def _progress(reading: Reading, facts: ActivityFacts) -> tuple[int | None, bool | None]:
    """Percent and done as recorded: what is uncertain is not recorded, only the words are."""
    if not reading.certain:
        return None, None
    if reading.done and not facts.is_endless:
        return 100, True
    return reading.percent, reading.done


def _advance(row: Activity, assignment: Assignment, report: Report, *, leads: bool, now: datetime) -> None:
    assignment.reported_at, assignment.reported_on = report.submitted_at, report.submitted_on
    if report.done is not None:
        assignment.done = report.done
    if report.percent is not None:
        assignment.percent = report.percent
    if row.state not in WORKING:
        return
    row.state, row.changed_at = ActivityState.IN_PROGRESS, now
    if leads and report.percent is not None:
        row.percent = report.percent


def _standing(row: Activity, assignment: Assignment) -> dict[str, Any]:
    return {
        "state": str(row.state),
        "percent": row.percent,
        "part_percent": assignment.percent,
        "part_done": assignment.done,
        "reported_at": assignment.reported_at.isoformat() if assignment.reported_at else None,
        "reported_on": assignment.reported_on.isoformat() if assignment.reported_on else None,
    }


def _restore_activity(row: Activity, standing: dict[str, Any]) -> None:
    row.state, row.percent = ActivityState(standing["state"]), standing["percent"]


def _restore_part(assignment: Assignment, standing: dict[str, Any]) -> None:
    assignment.percent, assignment.done = standing["part_percent"], standing["part_done"]
    at, on = standing["reported_at"], standing["reported_on"]
    assignment.reported_at = datetime.fromisoformat(at) if at else None
    assignment.reported_on = date.fromisoformat(on) if on else None


async def _has_later(session: AsyncSession, report: Report, row: Activity) -> bool:
    """Whether others reported on the activity since: where it stands is then theirs to say."""
    later = (
        select(Report.id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .where(Assignment.activity_id == row.id, Report.state == ReportState.RECORDED, Report.id > report.id)
    )
    return await session.scalar(later.limit(1)) is not None


def _attach(session: AsyncSession, report: Report, files: Sequence[FileFacts]) -> None:
    for file in files:
        session.add(
            Attachment(
                report_id=report.id,
                file_id=file.file_id,
                file_unique_id=file.unique_id,
                kind=file.kind,
                name=file.name,
                mime=file.mime,
                size=file.size,
            )
        )


async def _new_files(session: AsyncSession, report: Report, files: Sequence[FileFacts]) -> list[FileFacts]:
    known = set(await session.scalars(select(Attachment.file_unique_id).where(Attachment.report_id == report.id)))
    return [file for file in files if file.unique_id not in known]


def _same_message(incoming: Incoming) -> Any:
    """The report that this message, or another of its album, made already."""
    same = (Report.message_id == incoming.message_id) & (Report.message_id.is_not(None))
    if incoming.media_group_id is not None:
        same = same | (Report.media_group_id == incoming.media_group_id)
    return select(Report).where(Report.chat_id == incoming.chat_id, same).order_by(Report.part).limit(1)


async def _is_undecided(session: AsyncSession, report: Report) -> bool:
    query = select(Acceptance.decision).where(Acceptance.report_id == report.id)
    decisions = set(await session.scalars(query))
    return decisions <= {None, Decision.WITHDRAWN}


async def _withdraw(session: AsyncSession, report: Report, now: datetime) -> bool:
    """Withdraw the submission the report made; False where it made none."""
    withdrawn = (
        update(Acceptance)
        .where(Acceptance.report_id == report.id, Acceptance.decision.is_(None))
        .values(decision=Decision.WITHDRAWN, decided_at=now)
        .returning(Acceptance.id)
    )
    return bool((await session.scalars(withdrawn)).all())
