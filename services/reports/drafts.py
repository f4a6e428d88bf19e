"""Drafts: kept words whose activity or progress is not clear, and their author's answers to the bot's questions."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Appeal, AppealKind, Report, ReportState
from models.database import Database
from services.control.suborders import open_under
from services.language.document_words import document_answer
from services.language.reading.parts import Asks
from services.language.reading.reader import Told
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts, Part
from services.reports.additions import made_of
from services.reports.appeals import dispatch, keep
from services.reports.evening import Evenings
from services.reports.handing_in import ASKED, EDITED, LACKED, LENIENT, WAITED, HandingIn, is_hand_in, open_parts
from services.reports.message import (
    Answer,
    Appealed,
    Choice,
    Incoming,
    Recorded,
    asks_of_hand_in,
    doubted,
    is_one_of_several,
    numbered,
    numbers_at_the_head,
    understood,
    words_alone,
    written_choices,
)
from services.reports.piecewise import Piece, each_piece, piece_of
from services.reports.recording import Recording
from services.reports.waiting import is_overtaken, is_unplaced, is_waiting
from services.reports.waiting_hand_ins import tell_awaited


@dataclass(frozen=True)
class Waits:
    """An activity handed in only when these parts are delivered, the words kept until then, and what is asked next."""

    activity: ActivityFacts
    parts: tuple[Part, ...]
    orders: tuple[ActivityFacts, ...]
    text: str
    rest: tuple[Recorded | Choice, ...]


class Drafts:
    """The officers' drafts."""

    def __init__(self, database: Database, admins: Admins, evenings: Evenings, rules: HandingIn = LENIENT) -> None:
        self._database = database
        self._admins = admins
        self._evenings = evenings
        self._rules = rules

    async def keep(self, person: Person, incoming: Incoming, now: datetime) -> None:
        """Keep words whose meaning is asked: whatever becomes of that question, they wait with the other drafts."""
        async with self._database.write() as session:
            if await made_of(session, incoming) is None:
                session.add(self._recording(session, person, now).draft(incoming, words_alone(incoming.text, 0), 0))

    async def release(self, person: Person, incoming: Incoming, *, read_again: bool) -> bool:
        """Give up words that were kept so, because their author has said what they are.

        `read_again`: the message is to be taken anew. False if they have become something else since.
        """
        async with self._database.write() as session:
            report = await made_of(session, incoming)
            if report is None:
                return True
            if report.account_id != person.account_id or report.state is not ReportState.DRAFT or report.assignment_id:
                return False
            report.state = ReportState.UNDONE
            if read_again:
                report.message_id = None
            return True

    async def choose(
        self, draft_id: int, activity_id: int, person: Person, now: datetime, assignment_id: int | None = None
    ) -> tuple[Recorded | Choice, ...]:
        """The author says which activity a draft is about (and for which executor they speak, if asked).

        What its words say of other activities is recorded of those, or asked about next. Empty if the draft or the
        activity is not theirs. Pressing the same button again gives the same record. The report counts from when its
        words were sent, not from when the button was pressed.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await session.get(Report, draft_id)
            activity = await recording.activity(activity_id)
            if report is None or activity is None or report.account_id != person.account_id:
                return ()
            if report.state is not ReportState.DRAFT:
                return (await recording.again(report),) if report.assignment_id is not None else ()
            return await place_each(recording, report, activity, assignment_id=assignment_id)

    async def choose_all(self, draft_id: int, person: Person, now: datetime, *, sure: bool) -> tuple[Answer, ...]:
        """Record the draft on all the activities in question: those it names, or else all that are open.

        Without `sure`, only the question is returned, with those activities as its choices, so that the person sees
        what will be recorded.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await session.get(Report, draft_id)
            if report is None or report.account_id != person.account_id or report.state is not ReportState.DRAFT:
                return ()
            mine = await recording.activities()
            understanding = understood(report.text, mine, (), report.submitted_on)
            pieces = each_piece(report.text, mine, report.submitted_on)
            alike = doubted(understanding, report.text)
            numbers = {*understanding.named, *alike, *(number for piece in pieces for number in piece.numbers)}
            run = set(numbers_at_the_head(report.text, mine))
            numbers = run if numbers <= run else numbers
            if len(numbers) > 1:
                numbers |= set(written_choices(report.text, understanding, {one.number for one in mine}))
            meant = [numbered(mine, number) for number in sorted(numbers)]
            named = [activity for activity in meant if activity is not None]
            every = named if len(named) > 1 else by_urgency(activity for activity in mine if activity.is_open)
            if not sure:
                return (Choice((report.id,), report.text, tuple(every)),)
            own = {number: piece.told for piece in pieces for number in piece.numbers}
            return tuple([answer async for answer in _each(recording, report, every, own)])

    async def settle(
        self, draft_id: int, person: Person, now: datetime, *, percent: int | None, done: bool | None
    ) -> tuple[Recorded | Choice, ...]:
        """The author says whether the work is done, or how far it is; with neither, only the words are recorded.

        Other pieces of the same message that were kept back are then recorded, or asked about next. Empty if the draft
        is not theirs or its activity is not known.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await session.get(Report, draft_id)
            if report is None or report.account_id != person.account_id or report.assignment_id is None:
                return ()
            if report.state is not ReportState.DRAFT:
                return (await recording.again(report),)
            activity = await recording.own_activity(report)
            if activity is None:
                return (await recording.asked_again(report),)
            report.percent, report.done = percent, done
            told = Told((activity.number,), percent, done, Asks.NONE, report.text)
            return await _and_rest(recording, report, await recording.place(report, activity, told))

    async def hand_in(
        self, draft_id: int, despite: str, person: Person, now: datetime
    ) -> tuple[Recorded | Choice, ...]:
        """Hand in by a draft, although parts are open: `despite` is why. The message's other pieces come next.

        Empty if it is not theirs. Asked again if the office wants all parts, or if it leaves something else open.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await session.get(Report, draft_id)
            if report is None or report.account_id != person.account_id or report.assignment_id is None:
                return ()
            if report.state is not ReportState.DRAFT:
                return (await recording.again(report),) if report.state is ReportState.RECORDED else ()
            activity = await recording.own_activity(report)
            if activity is None:
                return (await recording.asked_again(report),)
            told = await recording.said_of(report, activity)
            placed = await recording.place(report, activity, told, assignment_id=report.assignment_id, despite=despite)
            return await _and_rest(recording, report, placed)

    async def wait(self, draft_id: int, person: Person, now: datetime) -> Waits | None:
        """Keep a draft, words or a mere press, until the open parts are delivered; those who owe them are told once.

        The message's other pieces come next. None if it is no such draft of theirs.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await _own_draft(session, draft_id, person)
            activity = await recording.own_activity(report) if report is not None else None
            if report is None or activity is None or not is_hand_in(report):
                return None
            parts = open_parts(activity, person.executor_ids)
            kept = {key: value for key, value in (report.before or {}).items() if key in (LACKED, EDITED)}
            report.before = {ASKED: True, WAITED: True, **kept}
            report.asked_again_on = recording.today  # they have just said what becomes of it
            await tell_awaited(session, report, activity, parts, now)
            orders = await open_under(session, activity.id, recording.today)
            return Waits(activity, parts, orders, report.text, tuple(await rest_of(recording, report)))

    async def awaited_since(self, draft_id: int) -> date | None:
        """The local day of the words of a hand-in whose author still waits for parts; None if it waits no more."""
        async with self._database.read() as session:
            report = await session.get(Report, draft_id)
            if report is None or report.state is not ReportState.DRAFT or not is_hand_in(report):
                return None
            return report.submitted_on if (report.before or {}).get(WAITED) else None

    async def no_report(self, draft_id: int, person: Person) -> str | None:
        """Mark the draft as no report: it is kept and counts for nothing. Its text; None if it is not theirs."""
        async with self._database.write() as session:
            report = await _own_draft(session, draft_id, person)
            if report is None:
                return None
            report.state = ReportState.UNDONE
            return report.text

    async def to_control(self, draft_id: int, person: Person, now: datetime) -> Appealed | None:
        """Send the draft's words to the control department instead of recording them."""
        async with self._database.write() as session:
            report = await _own_draft(session, draft_id, person)
            if report is None:
                return None
            report.state = ReportState.UNDONE
            incoming = Incoming(report.chat_id, report.message_id)
            row = await keep(session, person, incoming, AppealKind.WORDS, report.text, now=now)
            await dispatch(session, self._admins, row, now)
            return Appealed(row.id, row.kind, row.text, is_sent=True)

    async def report_after_all(self, appeal_id: int, person: Person, now: datetime) -> Recorded | Choice | None:
        """Record as a report what was taken for a question or a request, or ask for its activity."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            row = await session.get(Appeal, appeal_id)
            if row is None or row.account_id != person.account_id:
                return None
            same = (Report.chat_id == row.chat_id) & (Report.message_id == row.message_id)
            report = await session.scalar(select(Report).where(same, Report.text == row.text))
            if report is None:
                last = await session.scalar(select(func.max(Report.part)).where(same))
                incoming = Incoming(row.chat_id, row.message_id, row.text)
                report = recording.draft(incoming, words_alone(row.text, 0), 0 if last is None else last + 1)
                report.submitted_at, report.submitted_on = row.written_at, self._evenings.day(row.written_at)
                session.add(report)
                await session.flush()
            if report.state is ReportState.RECORDED:
                return await recording.again(report)
            report.state, report.assignment_id, report.before = ReportState.DRAFT, None, None
            activity = await recording.activity(row.activity_id) if row.activity_id is not None else None
            if activity is None:
                return await recording.asked_again(report)
            return await recording.place(report, activity, await recording.said_of(report, activity))

    async def question(self, draft_id: int, person: Person, now: datetime) -> Recorded | Choice | None:
        """The question that the person's draft leaves open, or what became of it; None if it is not theirs."""
        async with self._database.write() as session:
            report = await session.get(Report, draft_id)
            if report is None or report.account_id != person.account_id or report.state is ReportState.UNDONE:
                return None
            return await self._recording(session, person, now).as_it_stands(report)

    async def wants_document(self, person: Person, words: str, now: datetime, *, has_file: bool) -> int | None:
        """The hand-in (a report's id) of today that a number with its day, a day or a file alone completes.

        For words under no question: what was asked stays open though something else was shown since. None if the words
        are more than that, or if it is not clear which hand-in they are for.
        """
        async with self._database.read() as session:
            recording = self._recording(session, person, now)
            own = Report.account_id == person.account_id, Report.submitted_on == recording.today, Report.done.is_(True)
            drafts = (await session.scalars(select(Report).where(*is_waiting(), *own))).all()
            found = [(one.id, await recording.document_of(one)) for one in drafts]
        waiting = [(one, given) for one, given in found if given is not None]
        if len(waiting) != 1:
            return None
        [(draft, given)] = waiting
        answer = document_answer(words, recording.today, wants_number=given.number is None)
        has_day = answer.is_all and (answer.day is not None or answer.is_ahead)
        return draft if has_day or (has_file and not words.strip()) else None

    async def every_choice(self, draft_id: int, person: Person, now: datetime) -> tuple[ActivityFacts, ...] | None:
        """All that the person's kept words may be about; None if they are not kept any more."""
        async with self._database.read() as session:
            if await _own_draft(session, draft_id, person) is None:
                return None
            return await self._recording(session, person, now).activities()

    async def next_unplaced(self, person: Person, now: datetime) -> Choice | None:
        """The person's oldest draft whose question nobody has answered, if any; to look at it changes nothing."""
        async with self._database.read() as session:
            drafts = select(Report).where(*is_unplaced(), Report.account_id == person.account_id)
            oldest = await session.scalar(drafts.order_by(Report.id).limit(1))
            return None if oldest is None else await _asked_of(self._recording(session, person, now), oldest)

    async def count_unplaced(self, person: Person) -> int:
        """How many of the person's drafts wait for an answer."""
        async with self._database.read() as session:
            waiting = select(func.count()).select_from(Report).where(*is_unplaced())
            return await session.scalar(waiting.where(Report.account_id == person.account_id)) or 0

    def _recording(self, session: AsyncSession, person: Person, now: datetime) -> Recording:
        return Recording(session, self._admins, self._evenings, person, now, rules=self._rules)


async def _own_draft(session: AsyncSession, draft_id: int, person: Person) -> Report | None:
    report = await session.get(Report, draft_id)
    is_own = report is not None and report.account_id == person.account_id and report.state is ReportState.DRAFT
    return report if is_own else None


async def _asked_of(recording: Recording, first: Report) -> Choice:
    """The question that a message leaves open: the first of its pieces that asks; the others wait for its answer."""
    same = (Report.chat_id == first.chat_id) & (Report.message_id == first.message_id)
    pieces = select(Report).where(same, Report.state == ReportState.DRAFT, ~is_overtaken(Report)).order_by(Report.part)
    for piece in (await recording.session.scalars(pieces)).all():
        activity = await recording.own_activity(piece)
        if activity is None or (await recording.said_of(piece, activity)).asks is not Asks.NONE:
            return await recording.question_of(piece)
    return await recording.question_of(first)


async def _each(
    recording: Recording, report: Report, every: Sequence[ActivityFacts], own: Mapping[int, Told]
) -> AsyncIterator[Recorded | Choice]:
    """Record the kept words of each of these activities; the draft itself is the first, with the files.

    `own` is what the words say of each number, if they say something else of each.
    """
    text, has_asked = report.text, False  # what a hand-in lacks is asked of one at a time
    for place, activity in enumerate(every):
        words = own[activity.number].words if activity.number in own else text
        further = await _beside(recording, report, words) if place else report
        further.text = words
        told = own.get(activity.number)
        said = await recording.said_of(further, activity) if told is None else _said(told, activity)
        placed = await recording.place(further, activity, said)
        if not (asks_of_hand_in(placed) and has_asked):
            yield placed
        has_asked = has_asked or asks_of_hand_in(placed)


async def place_each(
    recording: Recording, report: Report, activity: ActivityFacts, *, assignment_id: int | None = None
) -> tuple[Recorded | Choice, ...]:
    """Record a draft on the activity chosen for it, and what it says of others on those, up to the next question.

    «2 40 фоиз, 1 75 фоиз»: each number keeps its own part, whichever was asked about.
    """
    told = None
    if report.assignment_id is None and report.text.strip():
        mine = await recording.activities()
        pieces = each_piece(report.text, mine, report.submitted_on, activity)
        own = piece_of(pieces, activity.number)
        certain_first = sorted(pieces, key=lambda piece: piece.number is None)
        for piece in certain_first if own is not None else ():
            if piece is not own:
                await _keep_back(recording, report, piece, mine)
        if own is not None:
            report.text = own.told.words
            told = _said(own.told, activity) if own.is_sure else None
    told = told or await recording.said_of(report, activity)
    placed = await recording.place(report, activity, told, assignment_id=assignment_id)
    return (placed, *(await rest_of(recording, report) if isinstance(placed, Recorded) else ()))


async def _keep_back(recording: Recording, report: Report, piece: Piece, mine: Sequence[ActivityFacts]) -> None:
    """Keep what the draft says of another activity as a draft of its own, whose turn comes next."""
    further = await _beside(recording, report, piece.told.words)
    activity = numbered(mine, piece.number) if piece.number is not None else None
    if activity is not None and not is_one_of_several(activity, mine, ()):
        further.assignment_id = activity.parts_of(recording.person.executor_ids)[0].assignment_id
    if piece.told.asks in (Asks.NONE, Asks.ACTIVITY) and piece.told.counts:  # «not begun» is read again from its words
        further.percent, further.done = piece.told.percent, piece.told.done


async def _beside(recording: Recording, report: Report, words: str) -> Report:
    """A further draft of the same message."""
    same = (Report.chat_id == report.chat_id) & (Report.message_id == report.message_id)
    last = await recording.session.scalar(select(func.max(Report.part)).where(same))
    incoming = Incoming(report.chat_id, report.message_id, source=report.source)
    further = recording.draft(incoming, words_alone(words, 0), (report.part if last is None else last) + 1)
    further.submitted_at, further.submitted_on = report.submitted_at, report.submitted_on
    recording.session.add(further)
    await recording.session.flush()
    return further


def _said(told: Told, activity: ActivityFacts) -> Told:
    """What a piece of a message says, of the activity that its number means."""
    asks = Asks.NONE if told.asks is Asks.ACTIVITY else told.asks
    return replace(told, numbers=(activity.number,), asks=asks)


async def _and_rest(recording: Recording, report: Report, placed: Recorded | Choice) -> tuple[Recorded | Choice, ...]:
    """What became of the draft, and of the other pieces; they wait while it lacks something: one question at a time."""
    return (placed,) if asks_of_hand_in(placed) else (placed, *await rest_of(recording, report))


async def rest_of(recording: Recording, report: Report) -> list[Recorded | Choice]:
    """Record the message's other pieces, which were kept back, up to the next one that must be asked about."""
    kept_back = select(Report).where(
        Report.chat_id == report.chat_id,
        Report.message_id == report.message_id,
        Report.message_id.is_not(None),
        Report.id != report.id,
        Report.state == ReportState.DRAFT,
    )
    answers: list[Recorded | Choice] = []
    for kept in (await recording.session.scalars(kept_back.order_by(Report.part))).all():
        if (kept.before or {}).get(WAITED):
            continue
        activity = await recording.own_activity(kept)
        if activity is None:
            answers.append(await recording.asked_again(kept))
            break
        answers.append(await recording.place(kept, activity, await recording.said_of(kept, activity)))
        if isinstance(answers[-1], Choice):
            break
    return answers
