"""The document that an activity is handed in with: what is given of it, and the draft that waits for the rest."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Attachment, Document, Report, ReportState
from services.language.document_words import DocumentWords, document_answer, document_in
from services.messages.anchors import FRESH
from services.reports.additions import additions, copy_files, join
from services.reports.message import Incoming, without
from services.reports.reading import DocumentFacts

FILES = frozenset({"document", "photo"})  # a voice message is no document


def _with(found: DocumentFacts, words: DocumentWords) -> DocumentFacts:
    """The same with what further words give: it takes the place of what was given before."""
    is_ahead = words.is_ahead or (found.is_ahead and words.day is None)
    return replace(found, number=words.number or found.number, day=words.day or found.day, is_ahead=is_ahead)


async def handed(
    session: AsyncSession, report: Report, assignment_id: int, day_of: Callable[[datetime], date]
) -> DocumentFacts:
    """What the report's words and files give of the part's document, and those that its person sent just before.

    Later words count for more. `day_of` tells the local day of a moment: each message is read on the day of its
    writing, so that a date refused because it was still to come does not come true by itself.
    """
    found = DocumentFacts()
    lately = await _lately(session, report, assignment_id)
    for one in lately:
        found = _with(found, document_in(one.text, one.submitted_on))
    added = await additions(session, report)
    first = without(report.text, *(one.added or "" for one in added))
    found = _with(found, document_in(first, report.submitted_on))
    for addition in added:
        text, day = addition.added or "", day_of(addition.replaced_at)
        answer = document_answer(text, day, wants_number=found.number is None)
        found = _with(found, answer if answer.is_all else document_in(text, day))
    bringing = [report.id, *(one.id for one in lately)]
    files = select(Attachment.id).where(Attachment.report_id.in_(bringing), Attachment.kind.in_(FILES))
    file = await session.scalar(files.where(Attachment.replaced_at.is_(None)).limit(1))
    return replace(found, has_file=file is not None)


async def keep(session: AsyncSession, report: Report, assignment_id: int, found: DocumentFacts) -> None:
    """Write down what is given so far; the files sent just before become the report's too."""
    for one in await _lately(session, report, assignment_id):
        await copy_files(session, one.id, report.id)
    row = await session.scalar(select(Document).where(Document.report_id == report.id))
    if row is None:
        row = Document(report_id=report.id)
        session.add(row)
    row.number, row.dated_on = found.number, found.day
    await session.flush()


async def waits(session: AsyncSession, report: Report) -> bool:
    """Whether the draft is a hand-in that waits for its document."""
    if report.state is not ReportState.DRAFT or report.assignment_id is None or not report.done:
        return False
    return await session.scalar(select(Document.id).where(Document.report_id == report.id)) is not None


def is_evidence(report: Report, today: date) -> bool:
    """Whether the words, if there are any, are a document's number and day and nothing besides."""
    return not report.text.strip() or document_answer(report.text, today, wants_number=True).is_all


async def merge(session: AsyncSession, waiting: Report, report: Report) -> None:
    """Add a later message to the draft that waits: it is that draft's from now on, also if it is delivered again."""
    sent = Incoming(report.chat_id, report.message_id, report.text, media_group_id=report.media_group_id)
    report.message_id = report.media_group_id = report.assignment_id = None
    report.state = ReportState.UNDONE
    await session.flush()
    await join(session, waiting, sent, report.text, report.submitted_at)
    await copy_files(session, report.id, waiting.id)


async def _lately(session: AsyncSession, report: Report, assignment_id: int) -> Sequence[Report]:
    """What the person reported of the part within minutes before."""
    query = select(Report).where(
        Report.assignment_id == assignment_id,
        Report.account_id == report.account_id,
        Report.state == ReportState.RECORDED,
        Report.id != report.id,
        Report.submitted_at > report.submitted_at - FRESH,
        Report.submitted_at <= report.submitted_at,
    )
    return (await session.scalars(query.order_by(Report.id))).all()
