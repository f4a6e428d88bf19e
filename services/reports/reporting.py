"""Reporting: officers' words, files and taps are recorded, corrected and taken back."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import Report, ReportState
from models.database import Database
from services.audit.numbering import Numbering, numbering_at
from services.language.reading.intents import Intent
from services.language.reading.open_parts import Says
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.people.accounts import Person
from services.people.admins import Admins
from services.plan.figures import ActivityFacts
from services.reports.additions import album_of, attach, copy_files, join, made_of
from services.reports.albums import captioned
from services.reports.apart import adds_a_request, apart, ask_what_it_is, asked_as_well
from services.reports.awaited import answered, deliver
from services.reports.confessing import confessed
from services.reports.evening import Evenings
from services.reports.formers import is_former_meant
from services.reports.gone import Gone
from services.reports.hand_in_words import answer_in
from services.reports.handing_in import LENIENT, HandingIn
from services.reports.joining import add_to, gives_document
from services.reports.message import (
    Answer,
    Choice,
    Incoming,
    Recorded,
    Unchanged,
    as_now,
    only_asks,
    reports_on,
)
from services.reports.naming import answering, wants_number
from services.reports.rarities import look_for
from services.reports.recording import Recording, part_of
from services.reports.replies import answer_with, open_instruction
from services.reports.rewording import Rewording, part_ways
from services.reports.sent import Sent, sent_about
from services.reports.taking import taken
from services.reports.withdrawing import withdrawable

_HARMLESS = ((Intent.COURTESY,), (Intent.QUESTION,))  # what changes nothing, whoever wrote it


class Reporting:
    """The officers' reports; `days` says on which local day one was submitted."""

    def __init__(self, database: Database, admins: Admins, evenings: Evenings, rules: HandingIn = LENIENT) -> None:
        self._database = database
        self._admins = admins
        self._evenings = evenings
        self._rules = rules

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
        hinders: bool = False,
        shown_at: datetime | None = None,
        told_of: int | None = None,
    ) -> tuple[Answer, ...]:
        """Record what a person sent, or keep it as a draft and ask; what is no report is kept apart.

        `about` holds the activities (ids) of the message replied to, or else of what the bot last showed; a number or
        words that name another activity override them. A message that names several activities gives several answers.
        `onto` is the report or draft that the bot last told of; further words and files that claim nothing new join it.
        `expected`: the bot has asked for words on the work, so any words are taken as such; `hinders`: for what hinders
        it. A message delivered twice is recorded once. `told_of` is the report that the message replied to tells of,
        however old: a correction means that one.

        `shown_at` is when the message was said: in a reply a number means what it showed then. Words that only follow a
        message are asked about if their number has become another activity's since.
        """

        async def taking(session: AsyncSession) -> tuple[Answer, ...]:
            recording = self._recording(session, person, now)
            recording.hinders = hinders
            recording.rarities = rarities = await look_for(
                session, person, incoming, now, about=about, shown_at=shown_at
            )
            numbering = Numbering()
            if shown_at is not None and rarities.is_changed:
                numbering = await numbering_at(session, about, shown_at)
            if replied:
                recording.numbering = numbering
            made = await made_of(session, incoming) if rarities.is_made else None
            if made is not None and made.state is ReportState.UNDONE and made.assignment_id is None:
                return ()  # its author has said that it was no report
            recording.is_new_message = made is None
            seen = await _seen(recording, incoming, made)
            if seen is not None:
                return (as_now(seen, recording.numbering),)
            goes_on = onto is not None or expected
            if (delivered := await answered(recording, incoming, about, goes_on=goes_on)) is not None:
                return tuple(as_now(one, recording.numbering) for one in delivered)
            sent = await sent_about(
                recording,
                self._admins,
                incoming,
                about,
                replied=replied,
                expected=expected,
                shown_at=shown_at,
                report_id=told_of,
            )
            album = await session.scalar(album_of(incoming)) if incoming.media_group_id is not None else None
            if album is not None:
                answers = await captioned(sent, album)
            else:
                shown = numbering.shown if not replied else frozenset()
                answers = await self._answers(sent, onto, shown)
            return tuple(as_now(answer, recording.numbering) for answer in answers)

        return await self._database.decide(taking, beside=person.account_id if _may_be_plain(incoming) else None)

    @staticmethod
    async def _answers(sent: Sent, onto: int | None, doubtful: Collection[int]) -> tuple[Answer, ...]:
        if (handed := await gives_document(sent, onto)) is not None:
            return handed
        understanding = sent.understood()
        if (offered := await withdrawable(sent, understanding)) is not None:
            return offered
        if _is_of_another(sent, onto, understanding):
            choice = await ask_what_it_is(sent, understanding)
            numbers = {number for told in understanding.told for number in told.numbers}
            return (replace(choice, likely=sent.numbered(numbers.pop())) if len(numbers) == 1 else choice,)
        is_doubtful = not set(doubtful).isdisjoint(understanding.named) or await is_former_meant(sent, understanding)
        is_doubtful = is_doubtful or (bool(understanding.told) and await sent.paper_named() is not None)
        if understanding.told and is_doubtful:
            return tuple([one async for one in taken(sent, replace(understanding, asks=Asks.ACTIVITY))])
        appealed = await asked_as_well(sent, understanding) or await confessed(sent, understanding)
        if appealed is not None:
            return (appealed,)
        added = await add_to(sent, onto, understanding)
        return tuple([answer async for answer in taken(sent, understanding)]) if added is None else added

    async def only_asks(self, person: Person, text: str, now: datetime) -> bool:
        """Whether a person's words ask, and tell nothing of their work."""
        async with self._database.read() as session:
            recording = self._recording(session, person, now)
            return only_asks(text, await recording.activities(), recording.today)

    async def answers_by_name(
        self, person: Person, draft_id: int, text: str, named: Sequence[ActivityFacts], now: datetime
    ) -> bool:
        """Whether a bare name, of the activities `named`, chooses that of the person's draft, or is its document's."""
        async with self._database.read() as session:
            report = await session.get(Report, draft_id)
            if report is None or report.account_id != person.account_id or report.state is not ReportState.DRAFT:
                return False
            recording = self._recording(session, person, now)
            if await wants_number(recording, report, text):
                return True
            meant, _ = await answering(recording, report, named)
            return bool(meant)

    async def said_of_hand_in(self, person: Person, text: str, about: Sequence[int], now: datetime) -> Says:
        """What a person's words say where it is asked why these activities (ids) are handed in."""
        async with self._database.read() as session:
            recording = self._recording(session, person, now)
            return answer_in(text, await recording.activities(), about, recording.today)

    async def reports_on(self, person: Person, text: str, about: Sequence[int], now: datetime) -> bool:
        """Whether a person's words, written where others are instructed, tell of their own work."""
        async with self._database.read() as session:
            recording = self._recording(session, person, now)
            return reports_on(text, await recording.activities(), about, recording.today)

    async def edit(
        self,
        person: Person,
        incoming: Incoming,
        now: datetime,
        *,
        about: Sequence[int] = (),
        shown_at: datetime | None = None,
    ) -> tuple[Answer, ...] | Unchanged:
        """Give the reports of an edited message its new words; the earlier ones are kept.

        A message about several activities changes several reports, and makes one for each activity that it did not name
        before. A further message changes what it added to one; if it is about another activity now, it makes its own.
        Words that are no longer a report are taken back, and what they are now is kept apart. Of a reply, `about` and
        `shown_at` tell what its numbers mean, as when it was taken.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            if shown_at is not None:
                recording.numbering = await numbering_at(session, about, shown_at)
            answers = await self._edited(recording, incoming)
        if isinstance(answers, Unchanged):
            return answers
        return tuple(as_now(answer, recording.numbering) for answer in answers)

    async def _edited(self, recording: Recording, incoming: Incoming) -> tuple[Answer, ...] | Unchanged:
        mine = await recording.activities()
        left = await part_ways(recording, incoming, mine)
        if left is not None:
            sent = Sent(recording, self._admins, incoming, mine, (left.activity,))
            return (left, *[answer async for answer in taken(sent, sent.understood())])
        rewording = await Rewording.of(recording, incoming, mine)
        if rewording is None:
            return Unchanged.NO_REPORT
        is_replaced = await rewording.replace_file()
        sent = Sent(recording, self._admins, incoming, mine, ())
        if rewording.is_caption:
            return await captioned(sent, rewording.holder)
        return await self._reworded(sent, rewording, is_replaced=is_replaced)

    @staticmethod
    async def _reworded(sent: Sent, rewording: Rewording, *, is_replaced: bool) -> tuple[Answer, ...] | Unchanged:
        """The reports with their new words, and then what the edit says that is no report."""
        understanding = sent.understood()
        if rewording.leaves_recorded(understanding):
            return tuple([answer async for answer in apart(sent, understanding)])
        answers = await rewording.reword(is_replaced=is_replaced)
        if rewording.is_no_report and not isinstance(answers, Unchanged):
            return (*answers, *[answer async for answer in apart(sent, understanding)])
        if answers is Unchanged.DECIDED or not await adds_a_request(sent, understanding):
            return answers
        told = () if isinstance(answers, Unchanged) else answers
        return (*told, *[answer async for answer in apart(sent, understanding)])

    async def answer_instruction(
        self, instruction_id: int, answers: Sequence[Recorded | Choice], now: datetime, *, is_reply: bool
    ) -> None:
        """Send reports on the instruction's activity back under it (a draft once its activity is known).

        `is_reply`: the words reply to the instruction, so that its author hears of a draft as well.
        """
        async with self._database.write() as session:
            for answer in answers:
                if answer.is_new:
                    await answer_with(session, instruction_id, answer.report_id, now, is_reply=is_reply)

    async def answer_open_instructions(
        self, person: Person, answers: Sequence[Recorded | Choice], now: datetime
    ) -> None:
        """Send reports made by the buttons of a card back under the instruction that waits for them, if one does."""
        async with self._database.write() as session:
            for answer in answers:
                about = [answer.activity] if isinstance(answer, Recorded) else answer.choices
                if not answer.is_new or len(about) != 1:
                    continue
                waits = await open_instruction(session, about[0].id, person.executor_ids, now)
                if waits is not None:
                    await answer_with(session, waits, answer.report_id, now)

    async def recorded(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """The person's own report as it stands; None if it is not theirs."""
        async with self._database.read() as session:
            report = await session.get(Report, report_id)
            if report is None or report.account_id != person.account_id or report.state is ReportState.DRAFT:
                return None
            return await self._recording(session, person, now).again(report)

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
        """Record a report made by a button: done, a percent, or the button's `words`.

        None if the activity is not theirs.
        """

        async def marking(session: AsyncSession) -> Recorded | Choice | None:
            recording = self._recording(session, person, now)
            activity = await recording.activity(activity_id)
            if activity is None:
                return None
            return await _marked(recording, activity, chat_id, percent=percent, done=done, words=words)

        is_plain = percent is not None and done is None
        return await self._database.decide(marking, beside=person.account_id if is_plain else None)

    async def deliver(self, person: Person, part: int, chat_id: int, now: datetime) -> Recorded | Choice | None:
        """Record by a press that the person's part (an assignment), for which the lead waits, is done.

        Pressed again, it shows what was recorded. None if it is not theirs, or was decided without it.
        """
        async with self._database.write() as session:
            return await deliver(self._recording(session, person, now), part, chat_id)

    async def amend(
        self, report_id: int, person: Person, now: datetime, *, percent: int | None, done: bool | None
    ) -> Recorded | Choice | None:
        """Correct by button what was read in a report; its words stay. None if it can no longer be changed.

        If it would hand in what lacks something, the report stays as it is, and whether it is handed in is asked.
        """
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await recording.own_last(report_id)
            if report is None:
                return None
            activity = await recording.facts_of(report)
            told, part = Told((activity.number,), percent, done, Asks.NONE, report.text), part_of(activity, report)
            hand_in = await recording.hand_in(report, activity, told, part)
            if hand_in is not None and hand_in.is_lacking:
                return await _marked(recording, activity, report.chat_id, percent=percent, done=done, told_by=report)
            if not await recording.revert(report):
                return None
            activity = await recording.facts_of(report)
            return await recording.place(report, activity, told, assignment_id=part_of(activity, report).assignment_id)

    async def move(self, report_id: int, activity_id: int, person: Person, now: datetime) -> Recorded | Choice | None:
        """Move a report that was meant for another activity. None if it is not theirs or can no longer be moved."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await recording.own_last(report_id)
            activity = await recording.activity(activity_id)
            if report is None or activity is None:
                return None
            return await recording.move(report, activity)

    async def undo(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """Take a report back and restore what it changed. None if later reports already build on it."""
        async with self._database.write() as session:
            recording = self._recording(session, person, now)
            report = await recording.own_last(report_id)
            return await recording.take_back(report) if report is not None else None

    async def gone_of(self, report_id: int, person: Person, now: datetime) -> Gone | None:
        """Why a report of the person's cannot be changed, if that is because its activity is theirs no more."""
        async with self._database.read() as session:
            report = await session.get(Report, report_id)
            if report is None or report.account_id != person.account_id:
                return None
            return await self._recording(session, person, now).gone_of(report)

    def _recording(self, session: AsyncSession, person: Person, now: datetime) -> Recording:
        return Recording(session, self._admins, self._evenings, person, now, rules=self._rules)


async def _marked(
    recording: Recording,
    activity: ActivityFacts,
    chat_id: int,
    *,
    percent: int | None,
    done: bool | None,
    words: str = "",
    told_by: Report | None = None,
) -> Recorded | Choice:
    """A report made by a button. One that says done takes up the words that were kept when it was last asked.

    `told_by` is the report under which the button stands: its words and files go with what is handed in.
    """
    words = told_by.text if told_by is not None else words
    kept = await recording.kept_hand_in(activity) if done else None
    told = Told((activity.number,), percent, done, Asks.NONE, kept.text if kept is not None else words)
    if kept is not None:
        return await recording.place(kept, activity, told, assignment_id=kept.assignment_id)
    report = recording.draft(Incoming(chat_id, None), told, 0)
    report.percent, report.done = percent, done
    recording.session.add(report)
    if percent is None or done or told_by is not None:  # else nothing but the record itself needs to know its id
        await recording.session.flush()
    if told_by is not None:
        await copy_files(recording.session, told_by.id, report.id)
        recording.is_no_longer_new(report)
    return await recording.place(report, activity, told)


def _may_be_plain(incoming: Incoming) -> bool:
    """Whether a message may say how far one activity is, and nothing else: that is recorded beside others.

    It is only a guess: what turns out to be more is taken anew, alone.
    """
    is_mere_words = not (incoming.files or incoming.media_group_id or incoming.source)
    return is_mere_words and any(character.isdigit() for character in incoming.text)


def _is_of_another(sent: Sent, onto: int | None, understanding: Understanding) -> bool:
    """Whether somebody else's words are forwarded: they become a report or a request only by the forwarder's button.

    A file without words is one's own evidence where it replies, was asked for or goes on with what was told of.
    """
    if sent.incoming.source is None or understanding.intents in _HARMLESS:
        return False
    goes_on = sent.replied or sent.expected or onto is not None
    return bool(sent.incoming.text.strip()) or not goes_on


async def _seen(recording: Recording, incoming: Incoming, report: Report | None) -> Recorded | Choice | None:
    """The answer to a message that came before and made `report`, or to a further file, without words, of an album."""
    if report is None and incoming.media_group_id is not None and not incoming.text:
        report = await recording.session.scalar(album_of(incoming))
        if report is not None and report.media_group_id != incoming.media_group_id:
            await join(recording.session, report, incoming, "", recording.now)
    if report is None:
        return None
    await attach(recording.session, report, incoming)
    return await recording.as_it_stands(report)
