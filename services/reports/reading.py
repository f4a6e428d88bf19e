"""Reads recorded reports with their authors and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment, Attachment, Executor, Report, ReportState, Revision
from models.database import Database


@dataclass(frozen=True)
class FileFacts:
    """A file sent with a report; `kind` is photo, document, voice, video, audio or video_note; `size` in bytes."""

    file_id: str
    unique_id: str
    kind: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class ReportFacts:
    """A report as recorded; `counts` is False for words that change no progress («not begun yet», a promise)."""

    id: int
    account_id: int
    author: str
    executor: str
    text: str
    percent: int | None
    done: bool | None
    submitted_at: datetime
    submitted_on: date
    files: tuple[FileFacts, ...] = ()
    is_edited: bool = False
    source: str | None = None
    counts: bool = True


PORTION = 200  # activities


class Reports:
    """Reads recorded reports; the caller decides who may read them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def one(self, report_id: int) -> ReportFacts | None:
        """A recorded report; None if there is none or it was taken back."""
        async with self._database.read() as session:
            return await recorded_report(session, report_id)

    async def on(self, activity_id: int) -> tuple[ReportFacts, ...]:
        """All reports on an activity, newest first."""
        async with self._database.read() as session:
            return await reports_of(session, activity_id, None)

    async def on_each(self, activity_ids: Sequence[int]) -> dict[int, tuple[ReportFacts, ...]]:
        """All reports on each of these activities, newest first; activities without reports are left out."""
        reports: dict[int, tuple[ReportFacts, ...]] = {}
        async with self._database.read() as session:
            # In portions: a statement takes a limited number of values, and others are answered in between.
            for start in range(0, len(activity_ids), PORTION):
                reports |= await reports_by_activity(session, activity_ids[start : start + PORTION])
        return reports


async def recorded_report(session: AsyncSession, report_id: int) -> ReportFacts | None:
    """A recorded report; None if there is none or it was taken back."""
    query = report_rows().where(Report.id == report_id, Report.state == ReportState.RECORDED)
    return next(iter(await report_facts(session, query)), None)


async def reports_of(session: AsyncSession, activity_id: int, limit: int | None) -> tuple[ReportFacts, ...]:
    """Recorded reports on an activity, newest first, with their files."""
    query = (
        report_rows()
        .where(Assignment.activity_id == activity_id, Report.state == ReportState.RECORDED)
        .order_by(Report.submitted_at.desc(), Report.id.desc())
        .limit(limit)
    )
    return await report_facts(session, query)


async def reports_by_activity(session: AsyncSession, activity_ids: Sequence[int]) -> dict[int, tuple[ReportFacts, ...]]:
    """Recorded reports on each of these activities, newest first; activities without reports are left out."""
    are_theirs = (Assignment.activity_id.in_(activity_ids), Report.state == ReportState.RECORDED)
    owners = select(Report.id, Assignment.activity_id).join(Assignment, Assignment.id == Report.assignment_id)
    owner = dict((await session.execute(owners.where(*are_theirs))).all())
    newest_first = (Report.submitted_at.desc(), Report.id.desc())
    reports: dict[int, list[ReportFacts]] = {}
    for report in await report_facts(session, report_rows().where(*are_theirs).order_by(*newest_first)):
        reports.setdefault(owner[report.id], []).append(report)
    return {activity_id: tuple(own) for activity_id, own in reports.items()}


def report_rows() -> Select[Report, str, str]:
    """Reports with their author and executor; drafts have no executor and are not among them."""
    return (
        select(Report, Account.name, Executor.name)
        .join(Account, Account.id == Report.account_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .join(Executor, Executor.id == Assignment.executor_id)
    )


def written_rows() -> Select[Report, str, str]:
    """The same with drafts; the author stands in for the executor of words whose activity is not known."""
    return (
        select(Report, Account.name, func.coalesce(Executor.name, Account.name))
        .join(Account, Account.id == Report.account_id)
        .outerjoin(Assignment, Assignment.id == Report.assignment_id)
        .outerjoin(Executor, Executor.id == Assignment.executor_id)
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
        counts=row.counts,
    )
