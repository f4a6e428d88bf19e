"""Taking a new message: a report, or a draft with a question, for each activity; then what is no report."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.plan.figures import ActivityFacts
from services.reports.additions import attach
from services.reports.apart import apart, ask_what_it_is
from services.reports.joining import doubted
from services.reports.mending import WHOLE
from services.reports.message import Answer, Choice, Recorded, asks_of_hand_in, pieces
from services.reports.sent import Sent


async def taken(sent: Sent, understanding: Understanding) -> AsyncIterator[Answer]:
    """Take what the message tells of the work, then what is no report."""
    told, understanding = await _settled(sent, understanding, pieces(understanding))
    if len(told) > 1:
        told, taken_back = await doubted(sent, understanding, told)
        for one in taken_back:
            yield one
        if any(piece.asks is Asks.DONE for piece in told) and understanding.asks is Asks.NONE:
            understanding = replace(understanding, asks=Asks.DONE)
    if told:
        async for report in reported(sent, understanding, told):
            yield report
    answers = [answer async for answer in apart(sent, understanding)]
    if not told and not answers:
        answers = [await ask_what_it_is(sent, understanding)]  # nothing that was written is passed over
    for answer in answers:
        yield answer


async def _settled(
    sent: Sent, understanding: Understanding, told: Sequence[Told]
) -> tuple[tuple[Told, ...], Understanding]:
    """The pieces and the reading, without what need not be asked of this person or of this work."""
    if understanding.asks in (Asks.ACTIVITY, Asks.INTENT):
        return tuple(told), understanding
    placed = [(piece, sent.numbered(piece.numbers[0]) if piece.numbers else None) for piece in told]
    day = sent.recording.today
    settled = tuple(
        [piece if of is None else await sent.recording.need_not_ask(piece, of, day) for piece, of in placed]
    )
    if all(piece.asks is Asks.NONE for piece in settled):
        return settled, replace(understanding, asks=Asks.NONE)
    return settled, understanding


async def reported(
    sent: Sent, understanding: Understanding, told: Sequence[Told], *, first: int = 0
) -> AsyncIterator[Recorded | Choice]:
    """Make a report of each piece, or a draft with a question; the files go with the first.

    A message is recorded as a whole or asked about as a whole: while one piece leaves something open, the others are
    kept back too, and one question is asked at a time.
    """
    is_open = understanding.asks in (Asks.DONE, Asks.PERCENT)
    has_asked = False
    for part, piece in enumerate(told, first):
        free = await sent.recording.free_part(sent.incoming)
        report = sent.recording.draft(sent.incoming, piece, max(part, free))
        sent.recording.session.add(report)
        if sent.incoming.files or not _is_figure(piece):
            await sent.recording.session.flush()
        if part == 0 and sent.incoming.files:
            await attach(sent.recording.session, report, sent.incoming)
        activity = sent.numbered(piece.numbers[0]) if piece.numbers else None
        if activity is None or sent.is_open_which(activity) or _takes_back(sent, understanding, activity, piece):
            await sent.recording.session.flush()
            yield await sent.asked(report, understanding)
        elif not is_open:
            placed = await sent.recording.place(report, activity, piece)
            if not (asks_of_hand_in(placed) and has_asked):
                yield placed
            has_asked = has_asked or asks_of_hand_in(placed)
        elif piece.asks is not Asks.NONE and not has_asked:
            has_asked = True
            yield await sent.recording.place(report, activity, piece)
        else:
            part_of_mine = activity.parts_of(sent.recording.person.executor_ids)
            report.assignment_id = part_of_mine[0].assignment_id


def _is_figure(piece: Told) -> bool:
    """A percent and no more: nothing but the record itself needs to know the report's id."""
    return piece.asks is Asks.NONE and piece.percent is not None and piece.done is None


def _takes_back(sent: Sent, understanding: Understanding, activity: ActivityFacts, piece: Told) -> bool:
    """Whether the piece would take back what was handed in on an item, though it may be about another one."""
    says_less = piece.done is False or piece.percent not in (None, WHOLE)
    return says_less and sent.leaves_handed_in(activity, understanding, denies=piece.done is False)
