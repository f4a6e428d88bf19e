"""Taking reports: an officer's words and files find their activity, are recorded, and change where it stands."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Appeal, AppealKind, Attachment, Report, ReportState, Revision
from models.database import Database
from services.calendar.local_days import LocalDays
from services.language.courtesies import is_no
from services.language.reading.asking import Topic
from services.language.reading.intents import ABOUT_WORK, Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.language.reading.short_answers import is_yes
from services.messages.anchors import message_telling_of
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts
from services.reports.additions import album_of, attach, join, move_files, same_message
from services.reports.appeals import dispatch, keep
from services.reports.evening import Evenings
from services.reports.message import (
    Answer,
    Appealed,
    Choice,
    Corrected,
    Courteous,
    Incoming,
    Recorded,
    Unchanged,
    choice_for,
    named_in,
    nothing_said,
    numbered,
    pieces,
    spoken_of,
    understood,
    words_alone,
)
from services.reports.progress import is_undecided
from services.reports.recording import Recording, part_of
from services.reports.replies import answer_with
from services.reports.rewording import Rewording

APPEALS = {
    Intent.MORE_TIME: AppealKind.MORE_TIME,
    Intent.REFUSAL: AppealKind.REFUSAL,
    Intent.AWAY: AppealKind.AWAY,
    Intent.QUESTION: AppealKind.QUESTION,
}
AT_ONCE = (AppealKind.REFUSAL, AppealKind.AWAY)  # they go to the control department with no further tap


class Reporting:
    """The officers' reports; `days` says on which local day one was submitted."""

    def __init__(self, database: Database, admins: Admins, days: LocalDays, evenings: Evenings) -> None:
        self._database = database
        self._admins = admins
        self._days = days
        self._evenings = evenings

    def day(self, now: datetime) -> date:
        """The local day of a moment."""
        return self._days.of(now)

    async def take(
        self,
        person: Person,
        incoming: Incoming,
        about: Sequence[int],
        now: datetime,
        *,
        replied: bool,
        onto: int | None = None,
        expected: bool = False,
    ) -> tuple[Answer, ...]:
        """Record what a person sent, or keep it and ask what it leaves open; what is no report is kept apart.

        `about` holds the activities (ids) of the message replied to, else of what the bot last showed; a number or
        words that name another activity win over them. A message that names several activities gives several answers.
        `onto` is the report (or kept draft) that the bot last told of: further words and files that say nothing new of
        progress belong to it. `expected`: the bot has asked for words on the work, whatever they are then. A message
        delivered twice is recorded once.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            if await _was_no_report(session, incoming):
                return ()
            seen = await _seen(recording, incoming)
            if seen is not None:
                return (seen,)
            taking = await self._taking(recording, incoming, about, replied=replied, expected=expected)
            album = await session.scalar(album_of(incoming)) if incoming.media_group_id is not None else None
            if album is not None:
                return await taking.captioned(album)
            found = taking.understood()
            added = await taking.add_to(onto, found)
            if added is not None:
                return (added,)
            return tuple([answer async for answer in taking.taken(found)])

    async def choose(
        self, draft_id: int, activity_id: int, person: Person, now: datetime, assignment_id: int | None = None
    ) -> Recorded | Choice | None:
        """The person says which activity a kept draft is about (and for which executor they speak, where asked).

        None where the draft or the activity is not theirs. A second press of the same button gives the same record
        again. The report counts from when its words were sent, not from when the button was pressed.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await session.get(Report, draft_id)
            facts = await recording.activity(activity_id)
            if report is None or facts is None or report.account_id != person.account_id:
                return None
            if report.state is not ReportState.DRAFT:
                return await recording.again(report) if report.assignment_id is not None else None
            told = await recording.said_of(report, facts)
            return await recording.place(report, facts, told, assignment_id=assignment_id)

    async def choose_all(self, draft_id: int, person: Person, now: datetime, *, sure: bool) -> tuple[Answer, ...]:
        """The kept words are about all the activities in question: those named, else all that are open.

        Without `sure` the question alone, with them as its choices, for the person to see what will be recorded.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await session.get(Report, draft_id)
            if report is None or report.account_id != person.account_id or report.state is not ReportState.DRAFT:
                return ()
            mine = await recording.activities()
            found = understood(report.text, mine, (), recording.today)
            named = [facts for facts in mine if facts.number in found.named]
            every = named if len(named) > 1 else by_urgency(facts for facts in mine if facts.is_open)
            if not sure:
                return (Choice((report.id,), report.text, tuple(every)),)
            return tuple([answer async for answer in _each(recording, report, every)])

    async def settle(
        self, draft_id: int, person: Person, now: datetime, *, percent: int | None, done: bool | None
    ) -> tuple[Recorded | Choice, ...]:
        """The person says whether the work is done, or how far it is; with neither, that only the words are meant.

        What else the same message told and was kept back is recorded then, or asked next. Empty where the draft is not
        theirs or its activity is not known.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await session.get(Report, draft_id)
            if report is None or report.account_id != person.account_id or report.assignment_id is None:
                return ()
            if report.state is not ReportState.DRAFT:
                return (await recording.again(report),)
            facts = await recording.facts_of(report)
            if not facts.parts_of(person.executor_ids):
                return ()
            report.percent, report.done = percent, done
            told = Told((facts.number,), percent, done, Asks.NONE, report.text)
            return (await recording.place(report, facts, told), *await _rest(recording, report))

    async def no_report(self, draft_id: int, person: Person) -> str | None:
        """The kept words are no report: they are kept, and count for nothing. Its text; None where it is not theirs."""
        async with self._database.write() as session:
            report = await _own_draft(session, draft_id, person)
            if report is None:
                return None
            report.state = ReportState.UNDONE
            return report.text

    async def to_control(self, draft_id: int, person: Person, now: datetime) -> Appealed | None:
        """The kept words are no report but go to the control department."""
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
        """What was taken for a question or a request is a report: its words are recorded, or their activity asked."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            row = await session.get(Appeal, appeal_id)
            if row is None or row.account_id != person.account_id:
                return None
            same = (Report.chat_id == row.chat_id) & (Report.message_id == row.message_id)
            report = await session.scalar(select(Report).where(same, Report.text == row.text))
            if report is None:
                part = (await session.scalar(select(func.max(Report.part)).where(same)) or -1) + 1
                incoming = Incoming(row.chat_id, row.message_id, row.text)
                report = recording.draft(incoming, words_alone(row.text, 0), part)
                session.add(report)
                await session.flush()
            if report.state is ReportState.RECORDED:
                return await recording.again(report)
            report.state, report.assignment_id, report.before = ReportState.DRAFT, None, None
            facts = await recording.activity(row.activity_id) if row.activity_id is not None else None
            if facts is None:
                return await recording.asked_again(report)
            return await recording.place(report, facts, await recording.said_of(report, facts))

    async def move(self, report_id: int, activity_id: int, person: Person, now: datetime) -> Recorded | Choice | None:
        """The report was meant for another activity. None where it cannot be moved any more, or is not theirs."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await recording.own_last(report_id)
            facts = await recording.activity(activity_id)
            if report is None or facts is None:
                return None
            return await recording.move(report, facts)

    async def mark(
        self,
        person: Person,
        activity_id: int,
        chat_id: int,
        now: datetime,
        *,
        percent: int | None,
        done: bool | None,
        words: str = "",
    ) -> Recorded | Choice | None:
        """A report made by a button: done, or so many percent, or the button's `words`. None where it is not theirs."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            facts = await recording.activity(activity_id)
            if facts is None:
                return None
            told = Told((facts.number,), percent, done, Asks.NONE, words)
            report = recording.draft(Incoming(chat_id, None), told, 0)
            report.percent, report.done = percent, done
            session.add(report)
            await session.flush()
            return await recording.place(report, facts, told)

    async def amend(
        self, report_id: int, person: Person, now: datetime, *, percent: int | None, done: bool | None
    ) -> Recorded | None:
        """Correct by button what was read in a report: the words stay. None where it cannot be changed any more."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await recording.own_last(report_id)
            if report is None or not await recording.revert(report):
                return None
            facts = await recording.facts_of(report)
            told = Told((facts.number,), percent, done, Asks.NONE, report.text)
            part = part_of(facts, report)
            return await recording.record(report, facts, told, part=part)

    async def recorded(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """The person's own report as it stands; None where it is not theirs."""
        async with self._database.read() as session:
            report = await session.get(Report, report_id)
            if report is None or report.account_id != person.account_id or report.state is ReportState.DRAFT:
                return None
            return await self._recording(session, person, now).again(report)

    async def unplaced(self, person: Person, now: datetime) -> tuple[Choice, ...]:
        """The person's kept words whose question nobody answered, oldest first."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            drafts = select(Report).where(*unplaced_of(person.account_id))
            rows = (await session.scalars(drafts.order_by(Report.id).limit(MOST_UNPLACED))).all()
            asked = [await recording.asked_again(report) for report in rows]
            return tuple(one for one in asked if isinstance(one, Choice))

    async def count_unplaced(self, person: Person) -> int:
        """How many of the person's kept words wait for an answer."""
        async with self._database.read() as session:
            return (
                await session.scalar(select(func.count()).select_from(Report).where(*unplaced_of(person.account_id)))
                or 0
            )

    async def undo(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """Take a report back: what it changed is as it was before. None where somebody built on it already."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await recording.own_last(report_id)
            return await recording.take_back(report) if report is not None else None

    async def edit(self, person: Person, incoming: Incoming, now: datetime) -> tuple[Answer, ...] | Unchanged:
        """The person edited their message: its reports have the new words, the earlier ones are kept.

        A message of several activities changes several reports; a further message, what it added to one. Words that
        are a report no more are taken back, and what they are now is kept apart.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            mine = await recording.activities()
            rewording = await Rewording.of(recording, incoming, mine)
            if rewording is None:
                return Unchanged.NO_REPORT
            is_replaced = await rewording.replace_file()
            taking = _Taking(recording, self._admins, incoming, mine, ())
            if rewording.is_caption:
                return await taking.captioned(rewording.holder)
            answers = await rewording.reword(is_replaced=is_replaced)
            if isinstance(answers, Unchanged) or not rewording.is_no_report:
                return answers
            return (*answers, *[one async for one in taking.apart(taking.understood())])

    async def answer_instruction(
        self, instruction_id: int, answers: Sequence[Recorded | Choice], now: datetime
    ) -> None:
        """What was sent answers the instruction: a report on its activity goes back under it (a draft once placed)."""
        async with self._database.write() as session:
            for answer in answers:
                if answer.is_new:
                    await answer_with(session, instruction_id, answer.report_id, now)

    def _recording(self, session: AsyncSession, person: Person, now: datetime) -> Recording:
        return Recording(session, self._admins, self._evenings, person, now)

    async def _taking(
        self, recording: Recording, incoming: Incoming, about: Sequence[int], *, replied: bool, expected: bool
    ) -> "_Taking":
        mine = await recording.activities()
        spoken = spoken_of(incoming, mine, about)
        here = [facts for facts in mine if facts.id in spoken]
        is_foreign = replied and bool(spoken) and not here  # of an earlier plan: its numbers are not this plan's
        if not here and not is_foreign:
            unfinished = [facts for facts in mine if facts.is_open]
            here = unfinished if len(unfinished) == 1 else []
        return _Taking(recording, self._admins, incoming, mine, here, is_foreign=is_foreign, expected=expected)


MOST_UNPLACED = 20


def unplaced_of(account_id: int) -> tuple[ColumnElement[bool], ...]:
    """What tells the kept words of an account whose question nobody answered."""
    return (
        Report.account_id == account_id,
        Report.state == ReportState.DRAFT,
        Report.message_id.is_not(None),
        Report.part == 0,
    )


@dataclass(frozen=True)
class _Taking:
    """What a person sent, inside its transaction, with all that says what it is about.

    `here` are the activities spoken of; `is_foreign`: a message about an earlier plan's was replied to.
    """

    recording: Recording
    admins: Admins
    incoming: Incoming
    mine: Sequence[ActivityFacts]
    here: Sequence[ActivityFacts]
    is_foreign: bool = False
    expected: bool = False

    def understood(self, about: Sequence[ActivityFacts] | None = None) -> Understanding:
        """What the words mean. Words that were asked for, and those of a file, belong to the activity spoken of."""
        here = self.here if about is None else about
        text = self.incoming.text
        found = understood(text, self.mine, here, self.recording.today) if text.strip() else nothing_said(here)
        if self.is_foreign and found.told:
            return replace(found, asks=Asks.ACTIVITY)
        is_word = found.intent is Intent.UNCLEAR and (self.expected or bool(self.incoming.files))
        if is_word and len(here) == 1 and not only_a_number(found):
            told = words_alone(text, here[0].number)
            return replace(found, intent=Intent.REPORT, asks=Asks.NONE, told=(told,))
        return found

    # More of what was told before

    async def add_to(self, report_id: int | None, found: Understanding) -> Recorded | Choice | None:
        """Add the words and files to a report or draft, where they are only more of it; else None.

        The number alone, after the question which activity a draft is about, is the answer to that; so is a yes or a
        no, and a plain statement, to the question whether the work is done.
        """
        session, person = self.recording.session, self.recording.person
        report = await session.get(Report, report_id) if report_id is not None else None
        if report is None or report.account_id != person.account_id or report.state is ReportState.UNDONE:
            return None
        if report.state is ReportState.DRAFT:
            return await self._add_to_draft(report, found)
        if not await self._is_more(report):
            return None
        await join(session, report, self.incoming, self.incoming.text, self.recording.now)
        return await self.recording.told_more(report, self.incoming)

    async def _add_to_draft(self, report: Report, found: Understanding) -> Recorded | Choice | None:
        session, now = self.recording.session, self.recording.now
        named = named_in(self.incoming.text, found, self.mine)
        if named is not None:
            await join(session, report, self.incoming, "", now)
            return await self.recording.place(report, named, await self.recording.said_of(report, named))
        facts = await self.recording.facts_of(report) if report.assignment_id is not None else None
        if facts is not None and (told := self._settles(facts)) is not None:
            await join(session, report, self.incoming, told.words, now)
            report.percent, report.done = told.percent, told.done
            return await self.recording.place(report, facts, replace(told, words=report.text))
        is_of_work = found.intent is Intent.UNCLEAR or bool(ABOUT_WORK.intersection(found.intents))
        names_other = any(number != (facts.number if facts else None) for number in found.named)
        if names_other or not is_of_work or set(found.intents) & APPEALS.keys():
            return None
        await join(session, report, self.incoming, self.incoming.text, now)
        return await self.recording.asked_again(report)

    def _settles(self, facts: ActivityFacts) -> Told | None:
        """What the words answer to the question whether the work is done, or how far it is."""
        text = self.incoming.text
        if is_yes(text):
            return Told((facts.number,), None, True, Asks.NONE, "")
        if is_no(text):
            return Told((facts.number,), None, None, Asks.NONE, "")
        found = understood(text, self.mine, (facts,), self.recording.today)
        [told, *others] = found.told or (None,)
        if told is None or others or found.asks is not Asks.NONE or told.numbers != (facts.number,):
            return None
        return told if told.done or told.percent is not None else None

    async def _is_more(self, report: Report) -> bool:
        """Whether the words only go on with the report: they claim nothing new and name no other activity."""
        facts = await self.recording.facts_of(report)
        is_own = part_of(facts, report) in facts.parts_of(self.recording.person.executor_ids)
        if not is_own or not await is_undecided(self.recording.session, report):
            return False
        if not self.incoming.text:
            return True
        found = self.understood((facts,))
        is_named_alone = named_in(self.incoming.text, found, (facts,)) is not None
        if is_named_alone:
            return True
        told = found.told
        only_tells = found.asks is Asks.NONE and not set(found.intents) & APPEALS.keys() and bool(told)
        return only_tells and all(
            one.numbers == (facts.number,) and one.percent is None and one.done is None for one in told
        )

    # Albums

    async def captioned(self, album: Report) -> tuple[Answer, ...]:
        """The words on a later file of an album: the album's files that have no words of their own go with them."""
        session, incoming = self.recording.session, self.incoming
        placed = album.assignment_id is not None
        found = self.understood((await self.recording.facts_of(album),) if placed else None)
        is_own = album.media_group_id == incoming.media_group_id
        if is_own and not album.text:
            return await self._worded(album, found)
        more = await self.add_to(album.id, found)
        if more is not None:
            return (more,)
        if is_own or not found.told or not await is_undecided(session, album):
            alone = replace(self, incoming=replace(incoming, media_group_id=None))
            return tuple([answer async for answer in alone.taken(found)])
        brought = (Attachment.report_id == album.id, Attachment.message_id == incoming.message_id)
        await session.execute(delete(Attachment).where(*brought))  # the new report gets it with its words
        joining = (Revision.report_id == album.id, Revision.message_id == incoming.message_id)
        await session.execute(delete(Revision).where(*joining))
        answers = [answer async for answer in self.taken(found)]
        await move_files(session, album, incoming)
        left = await self.recording.as_it_stands(album)
        told = replace(left, lost_files=True) if isinstance(left, Recorded) else None
        first = await session.scalar(select(Report).where(Report.media_group_id == incoming.media_group_id))
        if first is not None and isinstance(answers[0], Recorded):
            answers[0] = replace(await self.recording.again(first), submitted=answers[0].submitted)
        return (told, *answers) if told is not None else tuple(answers)

    async def _worded(self, album: Report, found: Understanding) -> tuple[Answer, ...]:
        """Give an album without words those that came with a later file; what they say of others is reported too."""
        incoming = self.incoming
        told = pieces(found)
        if not told:
            return tuple([answer async for answer in self.apart(found)])
        [first, *others] = told
        await join(self.recording.session, album, incoming, first.words, self.recording.now)
        facts = numbered(self.mine, first.numbers[0]) if first.numbers else None
        if album.state is ReportState.DRAFT and album.assignment_id is None:
            if facts is None:
                answer: Recorded | Choice = choice_for(album, found, self.mine, self.here)
                answer = replace(answer, answer_id=await message_telling_of(self.recording.session, album.id))
            else:
                answer = await self.recording.place(album, facts, first)
        else:
            answer = await self.recording.reworded(album, first, self.mine)
        rest = replace(self, incoming=replace(incoming, files=()))
        return (answer, *[one async for one in rest._reported(found, others, first=1)])

    # What is new

    async def taken(self, found: Understanding) -> AsyncIterator[Answer]:
        """What is told of the work, then what is no report."""
        told = pieces(found)
        if told:
            async for report in self._reported(found, told):
                yield report
        answers = [answer async for answer in self.apart(found)]
        if not told and not answers:
            answers = [await self._asked(found)]  # nothing that was written is passed over
        for answer in answers:
            yield answer

    async def _reported(
        self, found: Understanding, told: Sequence[Told], *, first: int = 0
    ) -> AsyncIterator[Recorded | Choice]:
        """A report for each piece, or a kept draft and a question; the files go with the first.

        A message is recorded whole or asked about whole: while one of its pieces leaves something open, the others are
        kept back as well, and one question is asked at a time.
        """
        is_open = found.asks in (Asks.DONE, Asks.PERCENT)
        asked = False
        for part, piece in enumerate(told, first):
            report = self.recording.draft(self.incoming, piece, part)
            self.recording.session.add(report)
            await self.recording.session.flush()
            if part == 0:
                await attach(self.recording.session, report, self.incoming)
            facts = numbered(self.mine, piece.numbers[0]) if piece.numbers else None
            if facts is None:
                yield choice_for(report, found, self.mine, self.here)
            elif not is_open:
                yield await self.recording.place(report, facts, piece)
            elif piece.asks is not Asks.NONE and not asked:
                asked = True
                yield await self.recording.place(report, facts, piece)
            else:
                part_of_mine = facts.parts_of(self.recording.person.executor_ids)
                report.assignment_id = part_of_mine[0].assignment_id

    async def apart(self, found: Understanding) -> AsyncIterator[Answer]:
        """What is no report: courtesy, a correction, a question, a request, a refusal, an absence."""
        if found.intent is Intent.COURTESY:
            yield Courteous.NOD
        elif found.intent is Intent.CORRECTION:
            yield await self._corrected(found)
        else:
            main = found.intent in APPEALS
            for intent in found.intents[:1] if main else [one for one in APPEALS if one in found.intents]:
                yield await self._appealed(found, intent)

    async def _corrected(self, found: Understanding) -> Answer:
        """The last report is offered to be moved or taken back; where there is none, the words are asked about."""
        recording = self.recording
        query = select(Report).where(
            Report.account_id == recording.person.account_id,
            Report.state == ReportState.RECORDED,
            Report.chat_id == self.incoming.chat_id,
        )
        ids = {facts.id for facts in self.here}
        last: Recorded | None = None
        for report in await recording.session.scalars(query.order_by(Report.id.desc()).limit(MOST_UNPLACED)):
            if await recording.own_last(report.id) is None or not await is_undecided(recording.session, report):
                continue
            told = await recording.again(report)
            last = last or told
            if told.activity.id in ids:
                last = told
                break
        if last is None:
            return await self._asked(found)
        others = [facts for facts in self.mine if facts.id != last.activity.id]
        named = [facts for facts in others if facts.number in found.named]
        likeliest = named or [facts for facts in by_urgency(others) if facts.is_open]
        return Corrected(last, tuple(likeliest))

    async def _asked(self, found: Understanding) -> Choice:
        """Keep the words, and ask what they are."""
        text = self.incoming.text
        report = self.recording.draft(self.incoming, words_alone(text, 0), 0)
        self.recording.session.add(report)
        await self.recording.session.flush()
        return choice_for(report, replace(found, asks=Asks.INTENT), self.mine, self.here)

    async def _appealed(self, found: Understanding, intent: Intent) -> Appealed:
        kind = APPEALS[intent]
        is_main = found.intent is intent
        words = (found.kept if is_main and intent is not Intent.QUESTION else found.apart.get(intent, "")) or (
            self.incoming.text
        )
        own = [facts for facts in self.mine if facts.number in found.subject]
        facts = own[0] if len(found.subject) == 1 and own and kind is not AppealKind.AWAY else None
        topic = Topic.STANDING if found.asked is Topic.OTHER and found.named else found.asked
        needs = kind in (AppealKind.MORE_TIME, AppealKind.REFUSAL)
        row = await keep(
            self.recording.session,
            self.recording.person,
            self.incoming,
            kind,
            words,
            now=self.recording.now,
            activity_id=facts.id if facts is not None else None,
        )
        if kind in AT_ONCE and (facts is not None or not needs):
            await dispatch(self.recording.session, self.admins, row, self.recording.now)
        choices = self._in_question(found) if needs and facts is None else ()
        return Appealed(row.id, kind, words, facts, choices, found.month, topic, is_sent=row.sent_at is not None)

    def _in_question(self, found: Understanding) -> tuple[ActivityFacts, ...]:
        by_number = {facts.number: facts for facts in self.mine}
        likeliest = [by_number[number] for number in (*found.named, *found.choices) if number in by_number]
        return tuple(dict.fromkeys([*likeliest, *by_urgency(facts for facts in self.mine if facts.is_open)]))


def only_a_number(found: Understanding) -> bool:
    """Whether unclear words are no more than an activity's number."""
    return bool(found.named) and all(told.words.strip(" .№#").isdigit() for told in found.told)


async def _own_draft(session: AsyncSession, draft_id: int, person: Person) -> Report | None:
    report = await session.get(Report, draft_id)
    is_own = report is not None and report.account_id == person.account_id and report.state is ReportState.DRAFT
    return report if is_own else None


async def _each(
    recording: Recording, report: Report, every: Sequence[ActivityFacts]
) -> AsyncIterator[Recorded | Choice]:
    """Record the kept words of each of these activities; the draft itself is the first, with the files."""
    text, last = report.text, report.part
    for place, facts in enumerate(every):
        one = report
        if place:
            incoming = Incoming(report.chat_id, report.message_id)
            one = recording.draft(incoming, words_alone(text, facts.number), last + place)
            one.submitted_at, one.submitted_on = report.submitted_at, report.submitted_on
            recording.session.add(one)
            await recording.session.flush()
        yield await recording.place(one, facts, await recording.said_of(one, facts))


async def _rest(recording: Recording, report: Report) -> list[Recorded | Choice]:
    """The further pieces of a message that were kept back: recorded, up to the next that leaves something open."""
    kept_back = select(Report).where(
        Report.chat_id == report.chat_id,
        Report.message_id == report.message_id,
        Report.message_id.is_not(None),
        Report.id != report.id,
        Report.state == ReportState.DRAFT,
        Report.assignment_id.is_not(None),
    )
    answers: list[Recorded | Choice] = []
    for one in (await recording.session.scalars(kept_back.order_by(Report.part))).all():
        facts = await recording.facts_of(one)
        answers.append(await recording.place(one, facts, await recording.said_of(one, facts)))
        if isinstance(answers[-1], Choice):
            break
    return answers


async def _was_no_report(session: AsyncSession, incoming: Incoming) -> bool:
    """Whether this very message came before, and its author said that it is no report."""
    report = await session.scalar(same_message(incoming))
    return report is not None and report.state is ReportState.UNDONE and report.assignment_id is None


async def _seen(recording: Recording, incoming: Incoming) -> Recorded | Choice | None:
    """What was said of a message that came before, or is a further file, without words, of an album that did."""
    report = await recording.session.scalar(same_message(incoming))
    if report is None and incoming.media_group_id is not None and not incoming.text:
        report = await recording.session.scalar(album_of(incoming))
        if report is not None and report.media_group_id != incoming.media_group_id:
            await join(recording.session, report, incoming, "", recording.now)
    if report is None:
        return None
    await attach(recording.session, report, incoming)
    return await recording.as_it_stands(report)
