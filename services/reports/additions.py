"""What further messages bring to a report (words and files), and which reports a message or an album made."""

import functools
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Acceptance, Attachment, Outbox, OutboxState, Report, Revision
from services.people.accounts import Person
from services.reports.message import Incoming, joined
from services.reports.reading import FileFacts


async def attach(session: AsyncSession, report: Report, incoming: Incoming) -> None:
    """Add the files that the report does not have yet."""
    if incoming.files:
        await _add(session, report.id, incoming.files, incoming.message_id)
    await session.flush()


async def copy_files(session: AsyncSession, from_report: int, to_report: int) -> None:
    """Give a report the files of another that it does not have yet; each stays that message's."""
    files = select(Attachment).where(Attachment.report_id == from_report, Attachment.replaced_at.is_(None))
    found = [
        FileFacts(row.file_id, row.file_unique_id, row.kind, row.name, row.mime, row.size)
        for row in await session.scalars(files)
    ]
    await _add(session, to_report, found, None)
    await session.flush()


async def _add(session: AsyncSession, report_id: int, files: Sequence[FileFacts], message_id: int | None) -> None:
    """Add those of the files that the report does not have yet, as brought by this message."""
    known = set(await session.scalars(select(Attachment.file_unique_id).where(Attachment.report_id == report_id)))
    session.add_all(
        Attachment(
            report_id=report_id,
            file_id=file.file_id,
            file_unique_id=file.unique_id,
            kind=file.kind,
            name=file.name,
            mime=file.mime,
            size=file.size,
            message_id=message_id,
        )
        for file in files
        if file.unique_id not in known
    )


async def join(session: AsyncSession, report: Report, incoming: Incoming, words: str, now: datetime) -> None:
    """Add a further message's words and files to a report; also the words that a file without any gets by an edit."""
    bare = (Revision.report_id == report.id, Revision.message_id == incoming.message_id, Revision.added == "")
    addition = await session.scalar(select(Revision).where(*bare))
    if addition is None:
        addition = Revision(report_id=report.id, message_id=incoming.message_id, media_group_id=incoming.media_group_id)
        session.add(addition)
    addition.text, addition.replaced_at, addition.added = report.text, now, words
    report.text = joined(report.text, words)
    await attach(session, report, incoming)


async def files_of(session: AsyncSession, report: Report, incoming: Incoming) -> Sequence[Attachment]:
    """The files this message brought to the report, including replaced ones."""
    rows = (await session.scalars(select(Attachment).where(Attachment.report_id == report.id))).all()
    own = [row for row in rows if row.message_id == incoming.message_id]
    if not own and report.message_id == incoming.message_id and report.media_group_id is None:
        return [row for row in rows if row.message_id is None]  # kept before it was known which message brought what
    return own


def is_other_file(own: Sequence[Attachment], incoming: Incoming) -> bool:
    sent = {file.unique_id for file in incoming.files}
    return bool(sent) and sent != {row.file_unique_id for row in own if row.replaced_at is None}


async def replace_file(
    session: AsyncSession, report: Report, own: Sequence[Attachment], incoming: Incoming, now: datetime
) -> None:
    """Put an edited message's file in the place of its earlier one, which is kept but no longer counts."""
    sent = {file.unique_id for file in incoming.files}
    session.add(Revision(report_id=report.id, text=report.text, replaced_at=now))
    for row in own:
        row.replaced_at = None if row.file_unique_id in sent else now
    await attach(session, report, incoming)


def own_of_message(person: Person, incoming: Incoming) -> Select[Report]:
    """The person's reports and drafts made from this message, part by part."""
    return (
        select(Report)
        .where(
            Report.chat_id == incoming.chat_id,
            Report.message_id == incoming.message_id,
            Report.account_id == person.account_id,
        )
        .order_by(Report.part)
    )


async def additions(session: AsyncSession, report: Report) -> Sequence[Revision]:
    """What further messages added to a report, in order."""
    query = select(Revision).where(Revision.report_id == report.id, Revision.message_id.is_not(None))
    return (await session.scalars(query.order_by(Revision.id))).all()


def own_addition(person: Person, incoming: Incoming) -> Select[Revision]:
    """What the person's message added to a report."""
    return (
        select(Revision)
        .join(Report, Report.id == Revision.report_id)
        .where(
            Report.chat_id == incoming.chat_id,
            Report.account_id == person.account_id,
            Revision.message_id == incoming.message_id,
        )
    )


def holder_of(person: Person, incoming: Incoming) -> Select[Report]:
    """The person's report that has this message's file."""
    brought = select(Attachment.report_id).where(Attachment.message_id == incoming.message_id)
    return select(Report).where(
        Report.chat_id == incoming.chat_id, Report.account_id == person.account_id, Report.id.in_(brought)
    )


async def made_of(session: AsyncSession, incoming: Incoming) -> Report | None:
    """The report that this very message already made or added to."""
    if incoming.message_id is None:
        return None
    values = {"chat": incoming.chat_id, "message": incoming.message_id}
    report: Report | None = await session.scalar(_same_message(), values)
    return report


@functools.cache  # asked with every message
def _same_message() -> Select[Report]:
    message = bindparam("message", type_=BigInteger)
    added = select(Revision.report_id).where(Revision.message_id == message)
    brought = select(Attachment.report_id).where(Attachment.message_id == message)
    same = (Report.message_id == message) | Report.id.in_(added) | Report.id.in_(brought)
    chat = bindparam("chat", type_=BigInteger)
    return select(Report).where(Report.chat_id == chat, same).order_by(Report.part).limit(1)


def album_of(incoming: Incoming) -> Select[Report]:
    """The report made from other messages of this album, or else the one they joined."""
    joined_by = select(Revision.report_id).where(Revision.media_group_id == incoming.media_group_id)
    is_own = Report.media_group_id == incoming.media_group_id
    query = select(Report).where(Report.chat_id == incoming.chat_id, is_own | Report.id.in_(joined_by))
    return query.order_by(is_own.desc(), Report.part, Report.id.desc()).limit(1)


async def move_files(session: AsyncSession, album: Report, incoming: Incoming) -> None:
    """Move the album's files without words from the report they joined to the report of their caption."""
    theirs = (
        Revision.report_id == album.id,
        Revision.media_group_id == incoming.media_group_id,
        Revision.added == "",
    )
    messages = select(Revision.message_id).where(*theirs)
    new = select(Report.id).where(Report.chat_id == incoming.chat_id, Report.media_group_id == incoming.media_group_id)
    to = await session.scalar(new)
    await session.execute(
        update(Attachment)
        .where(Attachment.report_id == album.id, Attachment.message_id.in_(messages))
        .values(report_id=to)
    )
    await session.execute(update(Revision).where(*theirs).values(report_id=to))
    # Nobody is told of files that are no more of it.
    await session.execute(
        update(Outbox)
        .where(
            Outbox.state == OutboxState.QUEUED,
            Outbox.key.contains(f":{incoming.key}", autoescape=True),
            (Outbox.refs["report"].as_integer() == album.id)
            | Outbox.refs["acceptance"].as_integer().in_(select(Acceptance.id).where(Acceptance.report_id == album.id)),
        )
        .values(state=OutboxState.CANCELLED)
    )
