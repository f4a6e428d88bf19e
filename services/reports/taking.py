"""Taking reports: an officer's words and files find their activity, are recorded, and change where it stands."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Attachment, Report, ReportState, Revision
from models.database import Database
from services.calendar.local_days import LocalDays
from services.language.understanding import Reading
from services.messages.anchors import message_telling_of
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.figures import ActivityFacts
from services.reports.additions import album_of, attach, join, move_files, same_message
from services.reports.message import (
    Choice,
    Incoming,
    Recorded,
    Unchanged,
    activity_meant,
    choice_for,
    kept_reading,
    named_in,
    only_names,
    readings_of,
    spoken_of,
)
from services.reports.progress import is_undecided
from services.reports.recording import Recording, part_of
from services.reports.replies import answer_with
from services.reports.rewording import Rewording


class Reporting:
    """The officers' reports; `days` says on which local day one was submitted."""

    def __init__(self, database: Database, admins: Admins, days: LocalDays) -> None:
        self._database = database
        self._admins = admins
        self._days = days

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
    ) -> tuple[Recorded | Choice, ...]:
        """Record what a person sent, or keep it and ask which activity it is about.

        `about` holds the activities (ids) of the message `replied` to, else of what the bot last showed. A number
        in the words that contradicts the message replied to is asked about, not guessed. A message that names
        several activities gives several answers. `onto` is the report (or kept draft) that the bot last told of:
        further words and files that say nothing new of progress belong to it. A message delivered twice is recorded
        once.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            seen = await _seen(recording, incoming)
            if seen is not None:
                return (seen,)
            mine = await recording.activities()
            taking = _Taking(recording, incoming, mine, spoken_of(incoming, mine, about), replied)
            album = await session.scalar(album_of(incoming)) if incoming.media_group_id is not None else None
            if album is not None:
                return await taking.captioned(album)
            readings = readings_of(incoming.text, mine)
            added = await taking.add_to(onto, readings)
            if added is not None:
                return (added,)
            return tuple([answer async for answer in taking.reported(readings)])

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
                return await recording.again(report)
            return await recording.place(report, facts, kept_reading(report), assignment_id=assignment_id)

    async def mark(
        self, person: Person, activity_id: int, chat_id: int, now: datetime, *, percent: int | None, done: bool | None
    ) -> Recorded | Choice | None:
        """A report made by a button: done, or so many percent. None where the activity is not theirs."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            facts = await recording.activity(activity_id)
            if facts is None:
                return None
            reading = Reading(facts.number, percent, done, "", certain=True)
            report = recording.draft(Incoming(chat_id, None), reading, 0)
            session.add(report)
            await session.flush()
            return await recording.place(report, facts, reading)

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
            reading = Reading(facts.number, percent, done, report.text, certain=True)
            part = part_of(facts, report)
            return await recording.record(report, facts, reading, part=part)

    async def recorded(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """The person's own report as it stands; None where it is not theirs."""
        async with self._database.read() as session:
            report = await session.get(Report, report_id)
            if report is None or report.account_id != person.account_id or report.state is ReportState.DRAFT:
                return None
            return await self._recording(session, person, now).again(report)

    async def undo(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """Take a report back: what it changed is as it was before. None where somebody built on it already."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await recording.own_last(report_id)
            if report is None or not await recording.revert(report):
                return None
            report.state = ReportState.UNDONE
            await session.flush()
            return await recording.again(report)

    async def edit(
        self, person: Person, incoming: Incoming, now: datetime
    ) -> tuple[Recorded | Choice, ...] | Unchanged:
        """The person edited their message: its reports have the new words, the earlier ones are kept.

        A message of several activities changes several reports; a further message, what it added to one.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            mine = await recording.activities()
            rewording = await Rewording.of(recording, incoming, mine)
            if rewording is None:
                return Unchanged.NO_REPORT
            is_replaced = await rewording.replace_file()
            if rewording.is_caption:
                return await _Taking(recording, incoming, mine, (), replied=False).captioned(rewording.holder)
            return await rewording.reword(is_replaced=is_replaced)

    async def answer_instruction(
        self, instruction_id: int, answers: Sequence[Recorded | Choice], now: datetime
    ) -> None:
        """What was sent answers the instruction: a report on its activity goes back under it (a draft once placed)."""
        async with self._database.write() as session:
            for answer in answers:
                if answer.is_new:
                    await answer_with(session, instruction_id, answer.report_id, now)

    def _recording(self, session: AsyncSession, person: Person, now: datetime) -> Recording:
        return Recording(session, self._admins, person, now, self.day(now))


@dataclass(frozen=True)
class _Taking:
    """What a person sent, inside its transaction, with all that says what it is about."""

    recording: Recording
    incoming: Incoming
    mine: Sequence[ActivityFacts]
    about: Sequence[int]
    replied: bool

    async def add_to(self, report_id: int | None, readings: Sequence[Reading]) -> Recorded | Choice | None:
        """Add the words and files to a report or draft, where they are only more of it; else None.

        The number alone, after the question which activity a draft is about, is the answer to that.
        """
        session, person = self.recording.session, self.recording.person
        report = await session.get(Report, report_id) if report_id is not None else None
        if report is None or report.account_id != person.account_id or report.state is ReportState.UNDONE:
            return None
        [reading, *others] = readings
        if others or not await self._is_more(report, reading):
            return None
        answers = report.state is ReportState.DRAFT and only_names(reading)
        words = "" if answers else self.incoming.text
        await join(session, report, self.incoming, words, self.recording.now)
        if report.state is ReportState.RECORDED:
            return await self.recording.told_more(report, self.incoming)
        named = named_in(reading, self.mine)
        if named is None:
            return await self.recording.asked_again(report)
        return await self.recording.place(report, named, kept_reading(report))

    async def _is_more(self, report: Report, reading: Reading) -> bool:
        """Whether the words only go on with the report: they claim nothing new and name no other activity."""
        if report.state is ReportState.DRAFT:
            return reading.activity is None or (only_names(reading) and named_in(reading, self.mine) is not None)
        facts = await self.recording.facts_of(report)
        is_own = part_of(facts, report) in facts.parts_of(self.recording.person.executor_ids)
        claims = reading.percent is not None or reading.done is not None
        is_about_it = reading.activity in (None, facts.number)
        return is_own and is_about_it and not claims and await is_undecided(self.recording.session, report)

    async def captioned(self, album: Report) -> tuple[Recorded | Choice, ...]:
        """The words on a later file of an album: the album's files that have no words of their own go with them."""
        session, incoming = self.recording.session, self.incoming
        readings = readings_of(incoming.text, self.mine)
        is_own = album.media_group_id == incoming.media_group_id
        if is_own and not album.text:
            return await self._worded(album, readings)
        more = await self.add_to(album.id, readings)
        if more is not None:
            return (more,)
        if is_own or not await is_undecided(session, album):
            alone = replace(self, incoming=replace(incoming, media_group_id=None))
            return tuple([answer async for answer in alone.reported(readings)])
        brought = (Attachment.report_id == album.id, Attachment.message_id == incoming.message_id)
        await session.execute(delete(Attachment).where(*brought))  # the new report gets it with its words
        joining = (Revision.report_id == album.id, Revision.message_id == incoming.message_id)
        await session.execute(delete(Revision).where(*joining))
        answers = [answer async for answer in self.reported(readings)]
        await move_files(session, album, incoming)
        left = await self.recording.as_it_stands(album)
        told = replace(left, lost_files=True) if isinstance(left, Recorded) else None
        first = await session.scalar(select(Report).where(Report.media_group_id == incoming.media_group_id))
        if first is not None and isinstance(answers[0], Recorded):
            answers[0] = replace(await self.recording.again(first), submitted=answers[0].submitted)
        return (told, *answers) if told is not None else tuple(answers)

    async def _worded(self, album: Report, readings: Sequence[Reading]) -> tuple[Recorded | Choice, ...]:
        """Give an album without words those that came with a later file; what they say of others is reported too."""
        incoming = self.incoming
        [reading, *others] = readings
        await join(self.recording.session, album, incoming, reading.comment, self.recording.now)
        if album.state is ReportState.DRAFT and album.assignment_id is None:
            facts = activity_meant(reading, self.mine, self.about, replied=self.replied)
            if facts is None:
                first: Recorded | Choice = choice_for(album, reading, self.mine, self.about)
                first = replace(first, answer_id=await message_telling_of(self.recording.session, album.id))
            else:
                first = await self.recording.place(album, facts, reading)
        else:
            first = await self.recording.reworded(album, reading, self.mine)
        rest = replace(self, incoming=replace(incoming, files=()))
        return (first, *[answer async for answer in rest.reported(others, first=1)])

    async def reported(self, readings: Sequence[Reading], *, first: int = 0) -> AsyncIterator[Recorded | Choice]:
        """A report, or a kept draft and a question, for each reading; the files go with the first part."""
        for part, reading in enumerate(readings, first):
            report = self.recording.draft(self.incoming, reading, part)
            self.recording.session.add(report)
            await self.recording.session.flush()
            if part == 0:
                await attach(self.recording.session, report, self.incoming)
            facts = activity_meant(reading, self.mine, self.about, replied=self.replied)
            if facts is None:
                yield choice_for(report, reading, self.mine, self.about)
            else:
                yield await self.recording.place(report, facts, reading)


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
