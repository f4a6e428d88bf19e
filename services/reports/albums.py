"""Albums: their caption may come with any of their files."""

from dataclasses import replace

from sqlalchemy import delete, select

from models import Attachment, Report, ReportState, Revision
from services.language.reading.reader import Understanding
from services.messages.anchors import message_telling_of
from services.reports.additions import join, move_files
from services.reports.apart import apart
from services.reports.joining import add_to, gives_document
from services.reports.message import Answer, Choice, Recorded, pieces
from services.reports.progress import is_undecided
from services.reports.sent import Sent
from services.reports.taking import reported, taken


async def captioned(sent: Sent, album: Report) -> tuple[Answer, ...]:
    """Take the words of a later file of an album together with the album's files that have no words of their own."""
    session, incoming = sent.recording.session, sent.incoming
    if (handed := await gives_document(sent, album.id)) is not None:
        return handed
    placed = album.assignment_id is not None
    understanding = sent.understood((await sent.recording.facts_of(album),) if placed else None)
    is_own = album.media_group_id == incoming.media_group_id
    if is_own and not album.text:
        return await _worded(sent, album, understanding)
    more = await add_to(sent, album.id, understanding)
    if more is not None:
        return more
    if is_own or not understanding.told or not await is_undecided(session, album):
        alone = replace(sent, incoming=replace(incoming, media_group_id=None))
        return tuple([answer async for answer in taken(alone, understanding)])
    brought = (Attachment.report_id == album.id, Attachment.message_id == incoming.message_id)
    await session.execute(delete(Attachment).where(*brought))  # the new report gets it with its words
    joining = (Revision.report_id == album.id, Revision.message_id == incoming.message_id)
    await session.execute(delete(Revision).where(*joining))
    answers = [answer async for answer in taken(sent, understanding)]
    await move_files(session, album, incoming)
    left = await sent.recording.as_it_stands(album)
    told = replace(left, lost_files=True) if isinstance(left, Recorded) else None
    first = await session.scalar(select(Report).where(Report.media_group_id == incoming.media_group_id))
    if first is not None and isinstance(answers[0], Recorded):
        answers[0] = replace(await sent.recording.again(first), submitted=answers[0].submitted)
    return (told, *answers) if told is not None else tuple(answers)


async def _worded(sent: Sent, album: Report, understanding: Understanding) -> tuple[Answer, ...]:
    """Give an album without words the caption of a later file; report what the caption says of other activities too."""
    incoming = sent.incoming
    told = pieces(understanding)
    if not told:
        return tuple([answer async for answer in apart(sent, understanding)])
    [first, *others] = told
    await join(sent.recording.session, album, incoming, first.words, sent.recording.now)
    activity = sent.numbered(first.numbers[0]) if first.numbers else None
    if album.state is ReportState.DRAFT and album.assignment_id is None:
        if activity is None or sent.is_open_which(activity):
            answer: Recorded | Choice = await sent.asked(album, understanding)
            answer = replace(answer, answer_id=await message_telling_of(sent.recording.session, album.id))
        else:
            answer = await sent.recording.place(album, activity, first)
    else:
        answer = await sent.recording.reworded(album, first, sent.mine)
    rest = replace(sent, incoming=replace(incoming, files=()))
    return (answer, *[report async for report in reported(rest, understanding, others, first=1)])
