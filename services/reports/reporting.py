"""Taking reports: an officer's words and files find their activity, are recorded, and change where it stands."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, false, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Acceptance,
    Activity,
    ActivityState,
    Assignment,
    Attachment,
    Outbox,
    OutboxState,
    Report,
    ReportState,
    Revision,
)
from models.database import Database
from services import audit
from services.language.understanding import Reading
from services.messages import outbox
from services.people.accounts import Person, accounts_of
from services.people.admins import Admins
from services.plan.activities import activities_of, activity, by_urgency, kept_activity
from services.plan.figures import ActivityFacts, Part
from services.reports.message import (
    Incoming,
    activity_meant,
    choice_for,
    joined,
    kept_reading,
    named_in,
    only_names,
    progress_of,
    readings_of,
    reread,
    spoken_of,
    when_whole,
    without,
)
from services.reports.progress import (
    WORKING,
    advance,
    is_last_word,
    is_undecided,
    restore_activity,
    restore_part,
    standing_of,
    withdraw,
)
from services.reports.reading import report_facts, report_rows
from services.reports.replies import relay
from services.reports.taking import Choice, Recorded, Unchanged


@dataclass(frozen=True)
class _Rewording:
    """What a report says after a message was edited: `words` are the message's own, `addition` what they added to."""

    report: Report
    reading: Reading
    words: str
    addition: Revision | None = None


@dataclass(frozen=True)
class _Taking:
    """What a person sent, with all that says what it is about."""

    incoming: Incoming
    mine: Sequence[ActivityFacts]
    about: Sequence[int]
    person: Person
    now: datetime
    replied: bool


class Reporting:
    """The officers' reports. `timezone` decides on which local day a report was submitted."""

    def __init__(self, database: Database, admins: Admins, timezone: ZoneInfo) -> None:
        self._database = database
        self._admins = admins
        self._timezone = timezone

    def day(self, now: datetime) -> date:
        """The local day of a moment."""
        return now.astimezone(self._timezone).date()

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
            seen = await self._seen(session, incoming, person, now)
            if seen is not None:
                return (seen,)
            mine = await activities_of(session, person.executor_ids, self.day(now))
            taking = _Taking(incoming, mine, spoken_of(incoming, mine, about), person, now, replied)
            album = await session.scalar(_album_of(incoming)) if incoming.media_group_id is not None else None
            if album is not None:
                return await self._captioned(session, album, taking)
            readings = readings_of(incoming.text, mine)
            added = await self._add_to(session, onto, incoming, readings, mine, person=person, now=now)
            if added is not None:
                return (added,)
            return tuple([answer async for answer in self._reported(session, taking, readings)])

    async def choose(
        self, draft_id: int, activity_id: int, person: Person, now: datetime, assignment_id: int | None = None
    ) -> Recorded | Choice | None:
        """The person says which activity a kept draft is about (and for which executor they speak, where asked).

        None where the draft or the activity is not theirs. A second press of the same button gives the same record
        again. The report counts from when its words were sent, not from when the button was pressed.
        """
        async with self._database.write() as session:
            report = await session.get(Report, draft_id)
            facts = await activity(session, activity_id, self.day(now))
            if report is None or facts is None or report.account_id != person.account_id:
                return None
            if not facts.parts_of(person.executor_ids):
                return None
            if report.state is not ReportState.DRAFT:
                return await self._again(session, report, now)
            reading = kept_reading(report)
            return await self._place(
                session, report, facts, reading, person=person, now=now, assignment_id=assignment_id
            )

    async def mark(
        self, person: Person, activity_id: int, chat_id: int, now: datetime, *, percent: int | None, done: bool | None
    ) -> Recorded | Choice | None:
        """A report made by a button: done, or so many percent. None where the activity is not theirs."""
        async with self._database.write() as session:
            facts = await activity(session, activity_id, self.day(now))
            if facts is None or not facts.parts_of(person.executor_ids):
                return None
            reading = Reading(facts.number, percent, done, "", certain=True)
            report = self._draft(person, Incoming(chat_id, None), reading, 0, now)
            session.add(report)
            await session.flush()
            return await self._place(session, report, facts, reading, person=person, now=now)

    async def amend(
        self, report_id: int, person: Person, now: datetime, *, percent: int | None, done: bool | None
    ) -> Recorded | None:
        """Correct by button what was read in a report: the words stay. None where it can not be changed any more."""
        async with self._database.write() as session:
            report = await self._own_last(session, report_id, person)
            if report is None or not await self._revert(session, report, person, now):
                return None
            facts = await self._facts_of(session, report, now)
            reading = Reading(facts.number, percent, done, report.text, certain=True)
            part = _part_of(facts, report)
            return await self._record(session, report, facts, reading, part=part, person=person, now=now)

    async def recorded(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """The person's own report as it stands; None where it is not theirs."""
        async with self._database.read() as session:
            report = await session.get(Report, report_id)
            if report is None or report.account_id != person.account_id or report.state is ReportState.DRAFT:
                return None
            return await self._again(session, report, now)

    async def undo(self, report_id: int, person: Person, now: datetime) -> Recorded | None:
        """Take a report back: what it changed is as it was before. None where somebody built on it already."""
        async with self._database.write() as session:
            report = await self._own_last(session, report_id, person)
            if report is None or not await self._revert(session, report, person, now):
                return None
            report.state = ReportState.UNDONE
            await session.flush()
            return await self._again(session, report, now)

    async def edit(
        self, person: Person, incoming: Incoming, now: datetime
    ) -> tuple[Recorded | Choice, ...] | Unchanged:
        """The person edited their message: its reports have the new words, the earlier ones are kept.

        A message of several activities changes several reports; a further message, what it added to one.
        """
        async with self._database.write() as session:
            mine = await activities_of(session, person.executor_ids, self.day(now))
            found = [
                *await self._own_wordings(session, person, incoming, mine),
                *await self._added_wordings(session, person, incoming, mine),
            ]
            holder = await session.scalar(_holder_of(person, incoming)) or next((one.report for one in found), None)
            if holder is None:
                return Unchanged.NO_REPORT
            # Words for a file of an album that came without any: they are its caption, as if they had come with it.
            is_bare = incoming.media_group_id is not None and all(
                one.addition is not None and not one.addition.added for one in found
            )
            found = [] if is_bare else found
            changed = [one for one in found if one.report.text != one.reading.comment]
            free = [one for one in changed if await is_undecided(session, one.report)]
            is_free = await is_undecided(session, holder)
            own_files = await _files_of(session, holder, incoming)
            is_other = _is_other_file(own_files, incoming)
            replaced = is_free and is_other
            if replaced:
                await _replace_file(session, holder, own_files, incoming, now)
            answers: list[Recorded | Choice] = []
            for one in free:
                session.add(Revision(report_id=one.report.id, text=one.report.text, replaced_at=now))
                if one.addition is not None:
                    one.addition.added = one.words
                answers.append(await self._reworded(session, one.report, one.reading, mine, person=person, now=now))
            if is_bare and incoming.text and is_free:
                taking = _Taking(incoming, mine, (), person, now, replied=False)
                return await self._captioned(session, holder, taking)
            if replaced and all(one.report is not holder for one in free):
                answers.append(await self._told_of_file(session, holder, incoming, person, now))
            if answers:
                return tuple(answers)
            return Unchanged.DECIDED if changed or is_other else Unchanged.SAME_WORDS

    async def _told_of_file(
        self, session: AsyncSession, report: Report, incoming: Incoming, person: Person, now: datetime
    ) -> Recorded | Choice:
        if report.state is ReportState.RECORDED:
            return await self._told_more(session, report, incoming, person, now)
        return await self._as_it_stands(session, report, person, now)

    async def answered(self, report_id: int, message_id: int) -> None:
        """Remember which message of the bot's tells of the report, so that it is edited rather than repeated."""
        async with self._database.write() as session:
            await session.execute(update(Report).where(Report.id == report_id).values(answer_id=message_id))

    # -- within a transaction ------------------------------------------------------------------------------------

    async def _place(
        self,
        session: AsyncSession,
        report: Report,
        facts: ActivityFacts,
        reading: Reading,
        *,
        person: Person,
        now: datetime,
        assignment_id: int | None = None,
    ) -> Recorded | Choice:
        """Record the report on the person's part; ask which part where they have several and it matters.

        It matters when the work is said to be done: the lead's word hands the activity in, another's does not.
        """
        parts = facts.parts_of(person.executor_ids)
        chosen = next((part for part in parts if part.assignment_id == assignment_id), None)
        if chosen is None and len(parts) > 1 and reading.done and reading.certain:
            report.assignment_id = parts[0].assignment_id  # the activity is known, and asked about no more
            return Choice((report.id,), report.text, (facts,), answer_id=report.answer_id, roles=parts)
        return await self._record(session, report, facts, reading, part=chosen or parts[0], person=person, now=now)

    async def _add_to(
        self,
        session: AsyncSession,
        report_id: int | None,
        incoming: Incoming,
        readings: Sequence[Reading],
        mine: Sequence[ActivityFacts],
        *,
        person: Person,
        now: datetime,
    ) -> Recorded | Choice | None:
        """Add the words and files to a report or draft, where they are only more of it; else None.

        The number alone, after the question which activity a draft is about, is the answer to that.
        """
        report = await session.get(Report, report_id) if report_id is not None else None
        if report is None or report.account_id != person.account_id or report.state is ReportState.UNDONE:
            return None
        [reading, *others] = readings
        if others or not await self._is_more(session, report, reading, mine, person=person, now=now):
            return None
        answers = report.state is ReportState.DRAFT and only_names(reading)
        await _join(session, report, incoming, "" if answers else incoming.text, now)
        if report.state is ReportState.RECORDED:
            return await self._told_more(session, report, incoming, person, now)
        named = named_in(reading, mine)
        if named is None:
            return await self._asked_again(session, report, person, now)
        return await self._place(session, report, named, kept_reading(report), person=person, now=now)

    async def _is_more(
        self,
        session: AsyncSession,
        report: Report,
        reading: Reading,
        mine: Sequence[ActivityFacts],
        *,
        person: Person,
        now: datetime,
    ) -> bool:
        """Whether the words only go on with the report: they claim nothing new and name no other activity."""
        if report.state is ReportState.DRAFT:
            return reading.activity is None or (only_names(reading) and named_in(reading, mine) is not None)
        facts = await self._facts_of(session, report, now)
        is_own = _part_of(facts, report) in facts.parts_of(person.executor_ids)
        claims = reading.percent is not None or reading.done is not None
        is_about_it = reading.activity in (None, facts.number)
        return is_own and is_about_it and not claims and await is_undecided(session, report)

    async def _told_more(
        self, session: AsyncSession, report: Report, incoming: Incoming, person: Person, now: datetime
    ) -> Recorded:
        """Whoever heard of the report hears what was added: the admins who have it before them, the lead, a leader."""
        await self._tell_more(session, report, incoming, now)
        await relay(session, report.id, now, more=incoming)
        recorded = await self._again(session, report, now)
        told_lead = await self._tell_lead(
            session, recorded.activity, recorded.part, report, person=person, now=now, more=incoming
        )
        return replace(recorded, told_lead=told_lead)

    async def _own_wordings(
        self, session: AsyncSession, person: Person, incoming: Incoming, mine: Sequence[ActivityFacts]
    ) -> list["_Rewording"]:
        """What the message's own reports say after it was edited; what was added to them since stays."""
        reports = (await session.scalars(_own_of_message(person, incoming))).all()
        readings = reread(incoming.text, mine, len(reports))
        found = []
        for report, reading in zip(reports, readings, strict=False):
            added = [one.added or "" for one in await _additions(session, report)]
            comment = joined(reading.comment, *added)
            found.append(_Rewording(report, replace(reading, comment=comment), reading.comment))
        return found

    async def _added_wordings(
        self, session: AsyncSession, person: Person, incoming: Incoming, mine: Sequence[ActivityFacts]
    ) -> list["_Rewording"]:
        """What the report says to which the message had added its words, after it was edited.

        A further message that says nothing of progress leaves that as it is.
        """
        addition = await session.scalar(_own_addition(person, incoming))
        if addition is None:
            return []
        report = await session.get_one(Report, addition.report_id)
        [said] = readings_of(incoming.text, mine, one=True)
        words = "" if not addition.added and only_names(said) else incoming.text
        additions = await _additions(session, report)
        own = without(report.text, *(one.added or "" for one in additions))
        now_added = (words if one is addition else one.added or "" for one in additions)
        claims = said.percent is not None or said.done is not None
        kept = said if claims else replace(said, percent=report.percent, done=report.done, certain=True)
        return [_Rewording(report, replace(kept, comment=joined(own, *now_added)), words, addition)]

    async def _asked_again(
        self, session: AsyncSession, report: Report, person: Person, now: datetime
    ) -> Recorded | Choice:
        """The question of a draft once more, as its words are now; recorded where they leave nothing to ask."""
        if report.assignment_id is not None:
            facts = await self._facts_of(session, report, now)
            if facts.parts_of(person.executor_ids):
                return await self._place(session, report, facts, kept_reading(report), person=person, now=now)
        mine = await activities_of(session, person.executor_ids, self.day(now))
        choices = by_urgency(facts for facts in mine if facts.is_open) or by_urgency(mine)
        return Choice((report.id,), report.text, choices, answer_id=report.answer_id)

    async def _tell_more(self, session: AsyncSession, report: Report, incoming: Incoming, now: datetime) -> None:
        """The admins have the report before them: they get it anew with what was added."""
        query = select(Acceptance.id).where(Acceptance.report_id == report.id, Acceptance.decision.is_(None))
        acceptance_id = await session.scalar(query)
        if acceptance_id is not None:
            await self._admins.tell(
                session,
                key=f"submission:{acceptance_id}:{incoming.key}",
                kind="submission",
                refs={"acceptance": acceptance_id},
                now=now,
                not_before=when_whole(incoming.media_group_id, now),
            )

    async def _seen(
        self, session: AsyncSession, incoming: Incoming, person: Person, now: datetime
    ) -> Recorded | Choice | None:
        """What was said of a message that came before, or is a further file, without words, of an album that did."""
        report = await session.scalar(_same_message(incoming))
        if report is None and incoming.media_group_id is not None and not incoming.text:
            report = await session.scalar(_album_of(incoming))
            if report is not None and report.media_group_id != incoming.media_group_id:
                await _join(session, report, incoming, "", now)
        if report is None:
            return None
        await _attach(session, report, incoming)
        return await self._as_it_stands(session, report, person, now)

    async def _as_it_stands(
        self, session: AsyncSession, report: Report, person: Person, now: datetime
    ) -> Recorded | Choice:
        if report.state is ReportState.DRAFT:
            return await self._asked_again(session, report, person, now)
        return await self._again(session, report, now)

    async def _captioned(self, session: AsyncSession, album: Report, taking: _Taking) -> tuple[Recorded | Choice, ...]:
        """The words on a later file of an album: the album's files that have no words of their own go with them."""
        incoming, person, now = taking.incoming, taking.person, taking.now
        readings = readings_of(incoming.text, taking.mine)
        is_own = album.media_group_id == incoming.media_group_id
        if is_own and not album.text:
            return await self._worded(session, album, taking, readings)
        more = await self._add_to(session, album.id, incoming, readings, taking.mine, person=person, now=now)
        if more is not None:
            return (more,)
        if is_own or not await is_undecided(session, album):
            alone = replace(taking, incoming=replace(incoming, media_group_id=None))
            return tuple([answer async for answer in self._reported(session, alone, readings)])
        brought = (Attachment.report_id == album.id, Attachment.message_id == incoming.message_id)
        await session.execute(delete(Attachment).where(*brought))  # the new report gets it with its words
        joining = (Revision.report_id == album.id, Revision.message_id == incoming.message_id)
        await session.execute(delete(Revision).where(*joining))
        answers = [answer async for answer in self._reported(session, taking, readings)]
        await self._move_files(session, album, incoming)
        left = await self._as_it_stands(session, album, person, now)
        told = replace(left, lost_files=True) if isinstance(left, Recorded) else None
        first = await session.scalar(select(Report).where(Report.media_group_id == incoming.media_group_id))
        if first is not None and isinstance(answers[0], Recorded):
            answers[0] = replace(await self._again(session, first, now), submitted=answers[0].submitted)
        return (told, *answers) if told is not None else tuple(answers)

    async def _worded(
        self, session: AsyncSession, album: Report, taking: _Taking, readings: Sequence[Reading]
    ) -> tuple[Recorded | Choice, ...]:
        """Give an album without words those that came with a later file; what they say of others is reported too."""
        incoming, person, now = taking.incoming, taking.person, taking.now
        [reading, *others] = readings
        await _join(session, album, incoming, reading.comment, now)
        if album.state is ReportState.DRAFT and album.assignment_id is None:
            facts = activity_meant(reading, taking.mine, taking.about, replied=taking.replied)
            if facts is None:
                first: Recorded | Choice = choice_for(album, reading, taking.mine, taking.about)
                first = replace(first, answer_id=album.answer_id)
            else:
                first = await self._place(session, album, facts, reading, person=person, now=now)
        else:
            first = await self._reworded(session, album, reading, taking.mine, person=person, now=now)
        rest = replace(taking, incoming=replace(incoming, files=()))
        return (first, *[answer async for answer in self._reported(session, rest, others, first=1)])

    async def _move_files(self, session: AsyncSession, album: Report, incoming: Incoming) -> None:
        """The album's files without words leave the report that they had joined for that of their caption."""
        theirs = (
            Revision.report_id == album.id,
            Revision.media_group_id == incoming.media_group_id,
            Revision.added == "",
        )
        messages = select(Revision.message_id).where(*theirs)
        new = select(Report.id).where(
            Report.chat_id == incoming.chat_id, Report.media_group_id == incoming.media_group_id
        )
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
                | Outbox.refs["acceptance"]
                .as_integer()
                .in_(select(Acceptance.id).where(Acceptance.report_id == album.id)),
            )
            .values(state=OutboxState.CANCELLED)
        )

    async def _reported(
        self, session: AsyncSession, taking: _Taking, readings: Sequence[Reading], *, first: int = 0
    ) -> AsyncIterator[Recorded | Choice]:
        """A report, or a kept draft and a question, for each reading; the files go with the first part."""
        for part, reading in enumerate(readings, first):
            report = self._draft(taking.person, taking.incoming, reading, part, taking.now)
            session.add(report)
            await session.flush()
            if part == 0:
                await _attach(session, report, taking.incoming)
            facts = activity_meant(reading, taking.mine, taking.about, replied=taking.replied)
            if facts is None:
                yield choice_for(report, reading, taking.mine, taking.about)
            else:
                yield await self._place(session, report, facts, reading, person=taking.person, now=taking.now)

    def _draft(self, person: Person, incoming: Incoming, reading: Reading, part: int, now: datetime) -> Report:
        return Report(
            account_id=person.account_id,
            text=reading.comment,
            percent=reading.percent if reading.certain else None,
            done=reading.done if reading.certain else None,
            state=ReportState.DRAFT,
            submitted_at=now,
            submitted_on=self.day(now),
            chat_id=incoming.chat_id,
            message_id=incoming.message_id,
            media_group_id=incoming.media_group_id if part == 0 else None,
            source=incoming.source,
            part=part,
        )

    async def _record(
        self,
        session: AsyncSession,
        report: Report,
        facts: ActivityFacts,
        reading: Reading,
        *,
        part: Part,
        person: Person,
        now: datetime,
    ) -> Recorded:
        row = await session.get_one(Activity, facts.id)
        assignment = await session.get_one(Assignment, part.assignment_id)
        report.assignment_id, report.state = assignment.id, ReportState.RECORDED
        report.percent, report.done = progress_of(reading, facts)
        before = standing_of(row, assignment)
        report.before = before | {"recorded_at": now.isoformat()}
        advance(row, assignment, report, leads=part.leads)
        submitted = part.leads and report.done is True and row.state in WORKING and not facts.is_endless
        if submitted:
            await self._submit(session, row, report, now)
        told_lead = await self._tell_lead(session, facts, part, report, person=person, now=now)
        audit.note(
            session,
            "report.recorded",
            audit.activity(facts.id),
            actor=person.telegram_id,
            now=now,
            before=before,
            after=standing_of(row, assignment) | {"report": report.id},
        )
        await session.flush()
        await relay(session, report.id, now)
        recorded = await self._again(session, report, now)
        return replace(recorded, submitted=submitted, told_lead=told_lead)

    async def _submit(self, session: AsyncSession, row: Activity, report: Report, now: datetime) -> None:
        row.state = ActivityState.REVIEW
        acceptance = Acceptance(
            activity_id=row.id, report_id=report.id, submitted_at=now, submitted_on=report.submitted_on
        )
        session.add(acceptance)
        await session.flush()
        await self._admins.tell(
            session,
            key=f"submission:{acceptance.id}",
            kind="submission",
            refs={"acceptance": acceptance.id},
            now=now,
            not_before=when_whole(report.media_group_id, now),
        )

    async def _tell_lead(
        self,
        session: AsyncSession,
        facts: ActivityFacts,
        part: Part,
        report: Report,
        *,
        person: Person,
        now: datetime,
        more: Incoming | None = None,
    ) -> bool:
        """Tell the lead of a co-executor's report: once, and once for `more` that was sent together."""
        if part.leads:
            return False
        accounts = await accounts_of(session, [facts.lead.executor.id])
        others = [account for account in accounts if account[0] != person.account_id]
        await outbox.owe_accounts(
            session,
            others,
            key=f"co_report:{report.id}:{more.key if more else report.submitted_at.isoformat()}",
            kind="co_report",
            refs={"report": report.id, "activity": facts.id},
            now=now,
            not_before=when_whole((more or report).media_group_id, now),
        )
        return bool(others)

    async def _reworded(
        self,
        session: AsyncSession,
        report: Report,
        reading: Reading,
        mine: Sequence[ActivityFacts],
        *,
        person: Person,
        now: datetime,
    ) -> Recorded | Choice:
        report.text = reading.comment
        if report.state is ReportState.DRAFT:
            return await self._asked_again(session, report, person, now)
        if report.state is ReportState.UNDONE:
            return await self._revived(session, report, reading, person, now)
        last = await self._own_last(session, report.id, person)
        if last is not None and await self._revert(session, report, person, now):
            facts = await self._facts_of(session, report, now)
            named = named_in(reading, mine)
            if named is not None and named.id != facts.id:
                report.state, report.assignment_id, report.before = ReportState.DRAFT, None, None
                return await self._place(session, report, named, reading, person=person, now=now)
            part = _part_of(facts, report)
            return await self._record(session, report, facts, reading, part=part, person=person, now=now)
        await session.flush()
        return await self._again(session, report, now)

    async def _revived(
        self, session: AsyncSession, report: Report, reading: Reading, person: Person, now: datetime
    ) -> Recorded | Choice:
        """Words that were taken back and then edited are a report again, where the part is still the person's."""
        facts = await self._facts_of(session, report, now)
        part = _part_of(facts, report)
        if part in facts.parts_of(person.executor_ids):
            return await self._record(session, report, facts, reading, part=part, person=person, now=now)
        report.state = ReportState.DRAFT
        return await self._asked_again(session, report, person, now)

    async def _own_last(self, session: AsyncSession, report_id: int, person: Person) -> Report | None:
        """The report, where it is the person's own and the last word on its part; else None.

        A part that the person or the plan no longer has is nobody's to change.
        """
        report = await session.get(Report, report_id)
        if report is None or report.account_id != person.account_id or report.state is not ReportState.RECORDED:
            return None
        assignment = await session.get_one(Assignment, report.assignment_id)
        facts = await activity(session, assignment.activity_id, self.day(report.submitted_at))
        if facts is None or assignment.id not in {part.assignment_id for part in facts.parts_of(person.executor_ids)}:
            return None
        return report if await is_last_word(session, report, assignment) else None

    async def _revert(self, session: AsyncSession, report: Report, person: Person, now: datetime) -> bool:
        """Bring back what the report changed; False where an admin decided on it, or others built on it."""
        if report.assignment_id is None or report.before is None or not await is_undecided(session, report):
            return False
        await withdraw(session, report, now)
        assignment = await session.get_one(Assignment, report.assignment_id)
        row = await session.get_one(Activity, assignment.activity_id)
        now_standing = standing_of(row, assignment)
        restore_part(assignment, report.before)
        await restore_activity(session, row, report, leads=assignment.position == 0)
        audit.note(
            session,
            "report.reverted",
            audit.activity(row.id),
            actor=person.telegram_id,
            now=now,
            before=now_standing | {"report": report.id},
            after=standing_of(row, assignment),
        )
        return True

    async def _facts_of(self, session: AsyncSession, report: Report, now: datetime) -> ActivityFacts:
        assignment = await session.get_one(Assignment, report.assignment_id)
        await session.flush()
        return await kept_activity(session, assignment.activity_id, self.day(now))

    async def _again(self, session: AsyncSession, report: Report, now: datetime) -> Recorded:
        facts = await self._facts_of(session, report, now)
        [said] = await report_facts(session, report_rows().where(Report.id == report.id))
        return Recorded(said, facts, _part_of(facts, report), answer_id=report.answer_id)


def _part_of(facts: ActivityFacts, report: Report) -> Part:
    return next((part for part in facts.parts if part.assignment_id == report.assignment_id), facts.lead)


async def _attach(session: AsyncSession, report: Report, incoming: Incoming) -> None:
    """Add the files that the report has not had yet."""
    known = set(await session.scalars(select(Attachment.file_unique_id).where(Attachment.report_id == report.id)))
    for file in incoming.files:
        if file.unique_id not in known:
            session.add(
                Attachment(
                    report_id=report.id,
                    file_id=file.file_id,
                    file_unique_id=file.unique_id,
                    kind=file.kind,
                    name=file.name,
                    mime=file.mime,
                    size=file.size,
                    message_id=incoming.message_id,
                )
            )
    await session.flush()


async def _join(session: AsyncSession, report: Report, incoming: Incoming, words: str, now: datetime) -> None:
    """Add a further message's words and files to a report; words that a bare file of it got by an edit as well."""
    bare = (Revision.report_id == report.id, Revision.message_id == incoming.message_id, Revision.added == "")
    addition = await session.scalar(select(Revision).where(*bare))
    if addition is None:
        addition = Revision(report_id=report.id, message_id=incoming.message_id, media_group_id=incoming.media_group_id)
        session.add(addition)
    addition.text, addition.replaced_at, addition.added = report.text, now, words
    report.text = joined(report.text, words)
    await _attach(session, report, incoming)


async def _files_of(session: AsyncSession, report: Report, incoming: Incoming) -> Sequence[Attachment]:
    """What this message brought to the report, what was replaced since included."""
    rows = (await session.scalars(select(Attachment).where(Attachment.report_id == report.id))).all()
    own = [row for row in rows if row.message_id == incoming.message_id]
    if not own and report.message_id == incoming.message_id and report.media_group_id is None:
        return [row for row in rows if row.message_id is None]  # kept before it was known which message brought what
    return own


def _is_other_file(own: Sequence[Attachment], incoming: Incoming) -> bool:
    sent = {file.unique_id for file in incoming.files}
    return bool(sent) and sent != {row.file_unique_id for row in own if row.replaced_at is None}


async def _replace_file(
    session: AsyncSession, report: Report, own: Sequence[Attachment], incoming: Incoming, now: datetime
) -> None:
    """Put the file of an edited message in the place of its earlier one, which is kept and counts no more."""
    sent = {file.unique_id for file in incoming.files}
    session.add(Revision(report_id=report.id, text=report.text, replaced_at=now))
    for row in own:
        row.replaced_at = None if row.file_unique_id in sent else now
    await _attach(session, report, incoming)


def _own_of_message(person: Person, incoming: Incoming) -> Any:
    """The person's reports and drafts that this message made, part by part."""
    return (
        select(Report)
        .where(
            Report.chat_id == incoming.chat_id,
            Report.message_id == incoming.message_id,
            Report.account_id == person.account_id,
        )
        .order_by(Report.part)
    )


async def _additions(session: AsyncSession, report: Report) -> Sequence[Revision]:
    """What further messages added to a report, in order."""
    query = select(Revision).where(Revision.report_id == report.id, Revision.message_id.is_not(None))
    return (await session.scalars(query.order_by(Revision.id))).all()


def _own_addition(person: Person, incoming: Incoming) -> Any:
    """What this message of the person's added to a report."""
    return (
        select(Revision)
        .join(Report, Report.id == Revision.report_id)
        .where(
            Report.chat_id == incoming.chat_id,
            Report.account_id == person.account_id,
            Revision.message_id == incoming.message_id,
        )
    )


def _holder_of(person: Person, incoming: Incoming) -> Any:
    """The person's report that has the file of this message."""
    brought = select(Attachment.report_id).where(Attachment.message_id == incoming.message_id)
    return select(Report).where(
        Report.chat_id == incoming.chat_id, Report.account_id == person.account_id, Report.id.in_(brought)
    )


def _same_message(incoming: Incoming) -> Any:
    """The report that this very message made, or added to, already."""
    if incoming.message_id is None:
        return select(Report).where(false())
    added = select(Revision.report_id).where(Revision.message_id == incoming.message_id)
    brought = select(Attachment.report_id).where(Attachment.message_id == incoming.message_id)
    same = (Report.message_id == incoming.message_id) | Report.id.in_(added) | Report.id.in_(brought)
    return select(Report).where(Report.chat_id == incoming.chat_id, same).order_by(Report.part).limit(1)


def _album_of(incoming: Incoming) -> Any:
    """The report that other messages of this album made, else the one that they joined."""
    joined_by = select(Revision.report_id).where(Revision.media_group_id == incoming.media_group_id)
    is_own = Report.media_group_id == incoming.media_group_id
    query = select(Report).where(Report.chat_id == incoming.chat_id, is_own | Report.id.in_(joined_by))
    return query.order_by(is_own.desc(), Report.part, Report.id.desc()).limit(1)
