"""Reads recorded reports with their authors and files."""

import asyncio
import enum
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Assignment, Attachment, Document, Executor, Report, ReportState, Revision
from models.database import Database
from models.lists import among
from models.statements import ask


@dataclass(frozen=True)
class FileFacts:
    """A file sent with a report; `kind` is photo, document, voice, video, audio or video_note; `size` in bytes."""

    file_id: str
    unique_id: str
    kind: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None


class Lack(enum.Enum):
    """What of a document is asked for next."""

    NUMBER = enum.auto()
    DAY = enum.auto()
    FILE = enum.auto()


@dataclass(frozen=True)
class DocumentFacts:
    """The document by which work is handed in, as far as it is given.

    `has_file` is not read of a report that was handed in. `is_ahead`: the day that was written is still to come.
    """

    number: str | None = None
    day: date | None = None
    has_file: bool = False
    is_ahead: bool = False

    @property
    def lack(self) -> Lack | None:
        """What is missing, one thing at a time."""
        if self.number is None:
            return Lack.NUMBER
        if self.day is None:
            return Lack.DAY
        return None if self.has_file else Lack.FILE


@dataclass(frozen=True)
class ReportFacts:
    """A report as recorded; `counts` is False for words that change no progress («not begun yet», a promise).

    `document` is the one by which it hands the work in.
    """

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
    document: DocumentFacts | None = None


PORTION = 100  # activities
GIVING_WAY = 0.01  # seconds in which others may do several steps; quick statements leave the event loop to nobody


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
                await asyncio.sleep(GIVING_WAY)
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


@functools.cache  # building them takes longer than asking them
def report_rows() -> Select[Report, str, str, str | None, date | None]:
    """Reports with their author, executor and document; drafts have no executor and are not among them."""
    return (
        select(Report, Account.name, Executor.name, Document.number, Document.dated_on)
        .join(Account, Account.id == Report.account_id)
        .join(Assignment, Assignment.id == Report.assignment_id)
        .join(Executor, Executor.id == Assignment.executor_id)
        .outerjoin(Document, Document.report_id == Report.id)
    )


@functools.cache
def written_rows() -> Select[Report, str, str, str | None, date | None]:
    """The same with drafts; the author stands in for the executor of words whose activity is not known."""
    return (
        select(Report, Account.name, func.coalesce(Executor.name, Account.name), Document.number, Document.dated_on)
        .join(Account, Account.id == Report.account_id)
        .outerjoin(Assignment, Assignment.id == Report.assignment_id)
        .outerjoin(Executor, Executor.id == Assignment.executor_id)
        .outerjoin(Document, Document.report_id == Report.id)
    )


async def report_facts(
    session: AsyncSession, query: Select[Report, str, str, str | None, date | None]
) -> tuple[ReportFacts, ...]:
    """Run a query made of report_rows() and join the files."""
    rows = (await session.execute(query)).all()
    if not rows:
        return ()
    ids = [row[0].id for row in rows]
    files = await _files(session, ids)
    edited = {row.report_id for row in await ask(session, _edited(), {"report_ids": ids})}
    return tuple(
        replace(
            _report(row, author, executor, tuple(files.get(row.id, ())), row.id in edited),
            document=DocumentFacts(number, day) if row.done and number is not None and day is not None else None,
        )
        for row, author, executor, number, day in rows
    )


async def _files(session: AsyncSession, report_ids: Sequence[int]) -> dict[int, list[FileFacts]]:
    files: dict[int, list[FileFacts]] = {}
    for row in await ask(session, _attachments(), {"report_ids": list(report_ids)}):
        files.setdefault(row.report_id, []).append(
            FileFacts(row.file_id, row.file_unique_id, row.kind, row.name, row.mime, row.size)
        )
    return files


@functools.cache
def _attachments() -> Select[*tuple[Any, ...]]:
    own = among(Attachment.report_id, "report_ids"), Attachment.replaced_at.is_(None)
    file = (Attachment.file_id, Attachment.file_unique_id, Attachment.kind)
    told = (Attachment.name, Attachment.mime, Attachment.size)
    return select(Attachment.report_id, *file, *told).where(*own).order_by(Attachment.message_id, Attachment.id)


@functools.cache
def _edited() -> Select[int]:
    own = among(Revision.report_id, "report_ids")
    return select(Revision.report_id).where(own, Revision.message_id.is_(None))


def new_report_facts(row: Report, author: str, executor: str) -> ReportFacts:
    """A report that was just made of words alone, as `report_facts` would read it."""
    return _report(row, author, executor, (), is_edited=False)


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
