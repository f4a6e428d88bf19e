"""Records what a person's words say of an activity, undoes it, and tells those concerned."""

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    Acceptance,
    Activity,
    ActivityState,
    Assignment,
    Link,
    Outbox,
    OutboxState,
    Report,
    ReportState,
)
from models.beside import go_alone, hold_chats, part_to_change
from models.rows import write_out
from models.statements import ask, has_unwritten
from services import audit
from services.audit.former import Former
from services.audit.numbering import DOUBTED_FOR, Numbering, former_meanings
from services.control.authors import tell_author
from services.control.suborders import open_under
from services.language.reading.obstacles import Hindrance, hindrance_in
from services.language.reading.open_parts import reason_in
from services.language.reading.parts import Asks
from services.language.reading.reader import Told
from services.messages import outbox
from services.messages.anchors import FRESH, message_telling_of
from services.messages.kinds import CoReport, LetterKind, Submitted
from services.people.accounts import Person, accounts_of
from services.people.admins import Admins
from services.plan.activities import has_number, in_force, own_rows, restated, rows_and_facts
from services.plan.figures import ActivityFacts, Part, status_of
from services.plan.short_names import called
from services.reports import handed_documents
from services.reports.additions import copy_files
from services.reports.commitments import said_in
from services.reports.committing import Committing
from services.reports.denying import claim_again, claim_of, deny
from services.reports.evening import Evenings
from services.reports.gone import Gone, gone_of
from services.reports.handing_in import (
    ASKED,
    EDITED,
    LENIENT,
    HandIn,
    HandingIn,
    former_reason,
    is_hand_in,
    is_kept_back,
    kept_reason,
    open_names,
    open_parts,
)
from services.reports.message import (
    Choice,
    Incoming,
    LeadHears,
    Recorded,
    choice_for,
    is_one_of_several,
    numbered,
    progress_of,
    settled,
    tells_of_obstacle,
    understood,
    when_whole,
    words_alone,
)
from services.reports.own_parts import is_settled, with_own_part
from services.reports.progress import (
    WORKING,
    advance,
    as_overtaken,
    is_last_word,
    is_undecided,
    let_stand,
    newer_than,
    overtaken_by,
    overtaking,
    restore_activity,
    restore_part,
    snapshot_of,
    withdraw,
)
from services.reports.rarities import Rarities
from services.reports.reading import DocumentFacts, new_report_facts, recorded_report, report_facts, report_rows
from services.reports.replies import relay
from services.reports.standings import chosen
from services.reports.waiting import is_overtaken

_OPEN = (Asks.DONE, Asks.PERCENT)


def _asks_whose(told: Told, parts: Sequence[Part], *, stands_in: bool) -> bool:
    """Whether it matters of which of the person's parts it is told, and only they can say."""
    return len(parts) > 1 and bool(told.done or (stands_in and told.percent is not None))


class Recording:
    """One person's reporting, inside its transaction."""

    def __init__(
        self,
        session: AsyncSession,
        admins: Admins,
        evenings: Evenings,
        person: Person,
        now: datetime,
        *,
        rules: HandingIn = LENIENT,
    ) -> None:
        self.session = session
        self.person = person
        self.now = now
        self.today = evenings.day(now)
        self.numbering = Numbering()  # how the words call the activities
        self.hinders = False  # whether the words were asked for as what hinders
        self._admins = admins
        self._evenings = evenings
        self._rules = rules

        self.rarities = Rarities()
        self.is_new_message = False  # whether nothing was made of the message yet
        self._made: list[Report] = []  # in this transaction
        self._new: list[Report] = []  # of them, those that are nothing but the words they were made of
        self._kept: dict[int, Report] = {}
        self._seen: dict[int, Report | None] = {}
        self._activities: dict[int, ActivityFacts] = {}
        self._of_parts: dict[int, tuple[Activity, Assignment]] = {}

    async def activity(self, activity_id: int) -> ActivityFacts | None:
        """An activity of the plan in force; None if the person has no part in it."""
        activities = await self._read(*in_force(), Activity.id == activity_id)
        return next((activity for activity in activities if activity.parts_of(self.person.executor_ids)), None)

    async def activities(self) -> tuple[ActivityFacts, ...]:
        """The person's activities of the plan in force, by number."""
        found = [one async for _, one in own_rows(self.session, self.person.executor_ids, self.today)]
        return self._called(found)

    async def seen_report(self, report_id: int) -> Report | None:
        """A report for reading alone, which nearly always is all that it is needed for; read once per transaction."""
        if report_id in self._kept:
            return self._kept[report_id]
        if report_id not in self._seen:
            rows = await ask(self.session, _columns_of_report(), {"report_id": report_id})
            self._seen[report_id] = rows[0] if rows else None
        return self._seen[report_id]

    async def report(self, report_id: int) -> Report | None:
        """A report, read once per transaction."""
        if report_id not in self._kept:
            report = await self.session.get(Report, report_id)
            if report is None:
                return None
            self._kept[report_id] = report
        return self._kept[report_id]

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[ActivityFacts, ...]:
        return self._called([one async for _, one in rows_and_facts(self.session, self.today, *conditions)])

    def _called(self, found: Sequence[ActivityFacts]) -> tuple[ActivityFacts, ...]:
        """The activities as the words call them; they are kept."""
        called = {one.id: self.numbering.then_of(one) for one in found}
        self._activities |= called
        return tuple(called.values())

    async def _rows(self, assignment_id: int | None) -> tuple[Activity, Assignment]:
        """The rows of a part and its activity, read once per transaction; the activity's facts are kept."""
        if assignment_id not in self._of_parts:
            activity, assignment = await part_to_change(self.session, assignment_id)
            self._of_parts[assignment.id] = activity, assignment
            if (known := self._activities.get(activity.id)) is None:
                await self._read(Activity.id == activity.id)
            elif (known.status, known.percent) != (status_of(activity, self.today), activity.percent):
                go_alone(self.session)  # it is not what it was when it was read
            return activity, assignment
        return self._of_parts[assignment_id]

    async def place(
        self,
        report: Report,
        activity: ActivityFacts,
        told: Told,
        *,
        assignment_id: int | None = None,
        despite: str | None = None,
    ) -> Recorded | Choice:
        """Record the report on the person's part, or ask what it leaves open.

        If the person has several parts and it matters (the lead's report that the work is done submits the activity, a
        co-executor's does not; a percent may be one's own or that of whom they stand in for), they are asked which.
        What a hand-in lacks is asked of the lead first: `despite` is why it is handed in while others' parts are open.
        """
        parts, stands_in = await self.own_first(activity)
        told = await self.need_not_ask(told, activity, report.submitted_on)
        taken = next((part for part in parts if part.assignment_id == assignment_id), None)
        is_open = told.asks in _OPEN
        if is_open or (taken is None and _asks_whose(told, parts, stands_in=stands_in)):
            report.assignment_id = (taken or parts[0]).assignment_id  # the activity is known, and asked no more
            if is_open:
                return await self._open(report, activity, told)
            answer_id = await message_telling_of(self.session, report.id)
            return Choice((report.id,), report.text, (activity,), answer_id=answer_id, roles=parts)
        part, own = taken or parts[0], report
        if part.leads:
            report, told = await self._with_what_waits(report, activity, told, part)
        hand_in = await self.hand_in(report, activity, told, part, despite)
        if hand_in is not None and hand_in.document is not None:
            await handed_documents.keep(self.session, report, part.assignment_id, hand_in.document)
        answer = await self._ask_or_record(report, activity, told, part, hand_in)
        return answer if report is own else replace(answer, answer_id=None)  # said below what was written now

    async def own_first(self, activity: ActivityFacts) -> tuple[tuple[Part, ...], bool]:
        """The person's parts, their own before those of whom they stand in for; whether there are of both kinds."""
        parts = activity.parts_of(self.person.executor_ids)
        if len(parts) <= 1:
            return parts, False
        own = Link.account_id == self.person.account_id
        stood_in = set(
            await self.session.scalars(select(Link.executor_id).where(own, Link.substitution_id.is_not(None)))
        )
        others = tuple(part for part in parts if part.executor.id in stood_in)
        mine = tuple(part for part in parts if part not in others)
        return (*mine, *others), bool(mine and others)

    async def need_not_ask(self, told: Told, activity: ActivityFacts, day: date) -> Told:
        """What is told on the local `day`, without what need not be asked.

        Work that never ends is neither done nor so far: the words are a report on it. A co-executor's word that their
        own part is done is certain.
        """
        if activity.is_endless:
            return replace(told, percent=None, done=None, asks=Asks.NONE) if told.asks in _OPEN else told
        if is_settled(told) or any(part.leads for part in activity.parts_of(self.person.executor_ids)):
            return told
        return with_own_part(told, activity, await self.activities(), day)

    async def _ask_or_record(
        self, report: Report, activity: ActivityFacts, told: Told, part: Part, hand_in: HandIn | None
    ) -> Recorded | Choice:
        if hand_in is not None and hand_in.is_lacking:
            return await self._ask_first(report, activity, part, hand_in)
        if hand_in is not None and is_kept_back(report):
            report.submitted_at, report.submitted_on = self.now, self.today  # it is handed in when it is whole
        return await self.record(report, activity, told, part=part, hand_in=hand_in)

    async def _with_what_waits(
        self, report: Report, activity: ActivityFacts, told: Told, part: Part
    ) -> tuple[Report, Told]:
        """The draft that was asked about, if this hands in again or brings what its document lacks."""
        percent, done = progress_of(told, activity)
        is_plain = activity.needs_document and done is None and percent is None
        if is_hand_in(report) or not (done or (is_plain and handed_documents.is_evidence(report, self.today))):
            return report, told
        waiting = await self.kept_hand_in(activity)
        if waiting is None or waiting is report or waiting.assignment_id != part.assignment_id:
            return report, told
        await handed_documents.merge(self.session, waiting, report)
        return waiting, replace(told, percent=100, done=True, words=waiting.text)

    async def hand_in(
        self, report: Report, activity: ActivityFacts, told: Told, part: Part, despite: str | None = None
    ) -> HandIn | None:
        """What the hand-in that this would be has and lacks, said in this one place; None if it hands nothing in."""
        _, done = progress_of(told, activity)
        if not (part.leads and done) or activity.is_endless:
            return None
        row, _ = await self._rows(part.assignment_id)
        if row.state not in WORKING:
            return None
        newer = select(Report.id).where(*newer_than(report.submitted_at, part.assignment_id)).limit(1)
        if not is_kept_back(report) and await self.session.scalar(newer) is not None:
            return None  # it is history
        document = None
        if activity.needs_document:
            document = await handed_documents.handed(self.session, report, part.assignment_id, self._evenings.day)
        parts = open_parts(activity, self.person.executor_ids)
        orders = await open_under(self.session, activity.id, self.today)
        names = open_names(parts, orders)
        if names:
            despite = despite or kept_reason(report) or reason_in(report.text, names)
            despite = despite or await former_reason(self.session, report, names)
        return self._rules.hand_in(parts, orders, despite, document)

    async def _ask_first(self, report: Report, activity: ActivityFacts, part: Part, hand_in: HandIn) -> Choice:
        """Keep the words that would hand the activity in, and ask for what is lacking."""
        report.assignment_id, report.percent, report.done = part.assignment_id, None, True
        report.state, report.before = ReportState.DRAFT, hand_in.kept_in(report)
        await self.session.flush()
        return await self._lacking(report, activity, hand_in)

    async def _lacking(self, report: Report, activity: ActivityFacts, hand_in: HandIn) -> Choice:
        answer_id = await message_telling_of(self.session, report.id)
        [kept] = await report_facts(self.session, report_rows().where(Report.id == report.id))
        hand_in = replace(hand_in, files=kept.files)
        return Choice((report.id,), report.text, (activity,), answer_id=answer_id, asks=Asks.DONE, lacking=hand_in)

    async def document_of(self, report: Report) -> DocumentFacts | None:
        """What is given of the document for which the draft waits; None if it waits for none (any more)."""
        if report.assignment_id is None or not await handed_documents.waits(self.session, report):
            return None
        activity = await self.own_activity(report)
        if activity is None or not activity.needs_document:
            return None
        return await handed_documents.handed(self.session, report, report.assignment_id, self._evenings.day)

    async def kept_hand_in(self, activity: ActivityFacts) -> Report | None:
        """The person's kept words that would have handed the activity in, and were asked about; None without any."""
        leads = [part.assignment_id for part in activity.parts_of(self.person.executor_ids) if part.leads]
        kept = select(Report).where(
            Report.account_id == self.person.account_id,
            Report.state == ReportState.DRAFT,
            Report.assignment_id.in_(leads),
            Report.done.is_(True),
            ~is_overtaken(Report),
        )
        found = [one for one in await self.session.scalars(kept.order_by(Report.id)) if is_hand_in(one)]
        return found[-1] if found else None

    async def _open(self, report: Report, activity: ActivityFacts, told: Told) -> Choice:
        """Ask whether the work is done, or how far it is."""
        answer_id = await message_telling_of(self.session, report.id)
        return Choice(
            (report.id,),
            report.text,
            (activity,),
            answer_id=answer_id,
            asks=told.asks,
            percent=told.percent,
            percents=told.percents,
            of_part=not any(part.leads for part in activity.parts_of(self.person.executor_ids)),
        )

    async def said_of(self, report: Report, activity: ActivityFacts) -> Told:
        """What a draft says of its activity: what buttons settled, or else what all of its words say.

        They are read on the day on which they were written: what was to be «by 8 May» then is no fact on 9 May.
        """
        told = settled(report, activity.number)
        return told or chosen(report.text, activity, await self.activities(), report.submitted_on)

    async def record(
        self,
        report: Report,
        activity: ActivityFacts,
        told: Told,
        *,
        part: Part,
        hand_in: HandIn | None = None,
    ) -> Recorded:
        """Record the report; if newer words of the part say how far it is, those stand and this one is history.

        `hand_in` is what it has and lacks if it hands its activity in.
        """
        row, assignment = await self._rows(part.assignment_id)
        report.assignment_id, report.state = assignment.id, ReportState.RECORDED
        report.percent, report.done = progress_of(told, activity)
        report.counts = told.counts
        before = snapshot_of(row, assignment)
        report.before = before | {"recorded_at": self.now.isoformat()}
        newer = await self._newer(report) if self._may_be_overtaken(report, assignment) else None
        if newer is not None:
            report.before = as_overtaken(report.before, newer)
        else:
            await deny(self.session, row, assignment, report, self.now)
            if report.counts:
                advance(row, assignment, report, leads=part.leads)
        is_handed_in = part.leads and report.done is True and row.state in WORKING and not activity.is_endless
        submitted = newer is None and is_handed_in
        await write_out(self.session, report, row, assignment)
        if submitted:
            await self._submit(row, report, hand_in)
        # That a part is done which was done before is no news.
        is_known = bool(report.done and before["part_done"] and not report.text)
        lead_hears = None if is_known or newer is not None else await self._tell_lead(activity, part, report)
        after = snapshot_of(row, assignment) | {"report": report.id, "done": report.done, "percent": report.percent}
        noted = audit.row(
            "report.recorded",
            audit.activity(activity.id),
            actor=self.person.telegram_id,
            now=self.now,
            before=before,
            after=after,
        )
        await audit.write(self.session, noted)
        if submitted and hand_in is not None and not hand_in.is_whole:
            audit.note(
                self.session,
                "submission.despite",
                audit.activity(activity.id),
                actor=self.person.telegram_id,
                now=self.now,
                after={"parts": list(hand_in.names), "reason": hand_in.despite},
            )
        if has_unwritten(self.session.sync_session):
            await self.session.flush()
        recorded = await self._kept_and_told(report, activity)
        if submitted and hand_in is not None and not hand_in.is_whole:
            recorded = replace(recorded, despite=hand_in.despite)
        return replace(recorded, submitted=submitted, lead_hears=lead_hears)

    async def _newer(self, report: Report) -> Report | None:
        await self.session.flush()
        return await overtaking(self.session, report)

    def _may_be_overtaken(self, report: Report, assignment: Assignment) -> bool:
        """Whether newer words may say how far its part is: of what is said now, only if the clock was set back.

        Or if somebody else's came first who answers for the part too.
        """
        is_passed = assignment.reported_at is not None and assignment.reported_at > self.now
        return is_passed or self.rarities.is_overtaken or report.submitted_at != self.now

    async def _kept_and_told(self, report: Report, activity: ActivityFacts) -> Recorded:
        """Keep what the recorded report says beside how far the work is; what there is to tell of it.

        Of a report that was made in this transaction of words alone, most of that need not be read.
        """
        is_new = any(report is one for one in self._new)
        has_said = await self._committing().keep(report, activity, hinders=self.hinders, is_new=is_new)
        if not is_new:
            await relay(self.session, report.id, self.now)
        if not is_new or has_said or report.done or overtaken_by(report) is not None:
            return await self.again(report)
        activity = await self.facts_of(report)
        part = part_of(activity, report)
        facts = new_report_facts(report, self.person.name, part.executor.name)
        said = await said_in(self.session, report, activity, is_new=True, is_hindered=self.rarities.is_hindered)
        return Recorded(facts, activity, part, denied=claim_of(report), said=said)

    def _committing(self) -> Committing:
        return Committing(self.session, self._admins, self._evenings.workdays, self.person, self.now)

    async def _submit(self, row: Activity, report: Report, hand_in: HandIn | None) -> None:
        row.state = ActivityState.REVIEW
        acceptance = Acceptance(
            activity_id=row.id, report_id=report.id, submitted_at=self.now, submitted_on=report.submitted_on
        )
        if hand_in is not None and not hand_in.is_whole:
            acceptance.open_parts, acceptance.despite = list(hand_in.names), hand_in.despite
            acceptance.due_on = row.due_on
        self.session.add(acceptance)
        await self.session.flush()
        await self._admins.tell(
            self.session,
            Submitted(acceptance.id),
            key=f"submission:{acceptance.id}",
            now=self.now,
            not_before=when_whole(report.media_group_id, self.now),
        )
        await tell_author(
            self.session,
            self._admins,
            row.id,
            Submitted(acceptance.id),
            key=f"submission:{acceptance.id}",
            now=self.now,
            not_before=when_whole(report.media_group_id, self.now),
        )

    async def _tell_lead(
        self, activity: ActivityFacts, part: Part, report: Report, *, more: Incoming | None = None
    ) -> LeadHears | None:
        """Tell the lead of a co-executor's report: once, and once for `more` that was sent together.

        At once that their part is done, or that something hinders it, as long as that is not too much on a day; all
        else in the evening digest.
        """
        if part.leads:
            return None
        accounts = await accounts_of(self.session, [activity.lead.executor.id])
        others = [account for account in accounts if account[0] != self.person.account_id]
        if not others:
            return None
        await hold_chats(self.session, [telegram_id for _, telegram_id in others])
        await self.session.flush()
        hindered = self.hinders or hindrance_in(report.text) is Hindrance.SURE
        urgent = report.done or hindered or tells_of_obstacle(report.text, self.today)
        at_once = [one for one in others if urgent and await self._evenings.has_room(self.session, one[1], self.now)]
        await self._evenings.add(self.session, [one for one in others if one not in at_once], report.id, self.now)
        await outbox.owe_accounts(
            self.session,
            at_once,
            CoReport(report.id, activity.id),
            key=f"co_report:{report.id}:{more.key if more else report.submitted_at.isoformat()}",
            now=self.now,
            not_before=when_whole((more or report).media_group_id, self.now),
        )
        return LeadHears.AT_ONCE if at_once else LeadHears.IN_THE_EVENING

    async def _tell_lead_of_taking_back(self, report: Report, part: Assignment) -> None:
        """A lead who was told at once that the part is done, with a key to hand in, is told that it is not."""
        told = select(Outbox.account_id).where(
            Outbox.kind == LetterKind.CO_REPORT,
            Outbox.state == OutboxState.SENT,
            Outbox.key.startswith(f"co_report:{report.id}:", autoescape=True),
        )
        known = set(await self.session.scalars(told))
        activity = await self.facts_of(report)
        accounts = await accounts_of(self.session, [activity.lead.executor.id])
        await outbox.owe_accounts(
            self.session,
            [account for account in accounts if account[0] in known],
            CoReport(report.id, activity.id, part.id),
            key=f"co_report:{report.id}:back:{self.now.isoformat()}",
            now=self.now,
        )

    async def told_more(self, report: Report, incoming: Incoming) -> Recorded:
        """Tell everyone who heard of the report what was added: the admins who have not decided, the lead, a leader."""
        await self._tell_more(report, incoming)
        await relay(self.session, report.id, self.now, more=incoming)
        recorded = await self.again(report)
        if incoming.text:
            await self._committing().keep(report, recorded.activity, hinders=self.hinders)
            recorded = await self.again(report)
        lead_hears = await self._tell_lead(recorded.activity, recorded.part, report, more=incoming)
        return replace(recorded, lead_hears=lead_hears)

    async def _tell_more(self, report: Report, incoming: Incoming) -> None:
        """Send the report with its addition to the admins who have not decided on it."""
        query = select(Acceptance.id).where(Acceptance.report_id == report.id, Acceptance.decision.is_(None))
        acceptance_id = await self.session.scalar(query)
        if acceptance_id is not None:
            await self._admins.tell(
                self.session,
                Submitted(acceptance_id),
                key=f"submission:{acceptance_id}:{incoming.key}",
                now=self.now,
                not_before=when_whole(incoming.media_group_id, self.now),
            )
            acceptance = await self.session.get_one(Acceptance, acceptance_id)
            await tell_author(
                self.session,
                self._admins,
                acceptance.activity_id,
                Submitted(acceptance_id),
                key=f"submission:{acceptance_id}:{incoming.key}",
                now=self.now,
                not_before=when_whole(incoming.media_group_id, self.now),
            )

    async def reworded(self, report: Report, told: Told, mine: Sequence[ActivityFacts]) -> Recorded | Choice:
        report.text = told.words
        named = numbered(mine, told.numbers[0]) if told.numbers else None
        if report.state is ReportState.DRAFT:
            return await self._reworded_draft(report, told, named, mine)
        if report.state is ReportState.UNDONE:
            return await self._revived(report, told)
        last = await self.own_last(report.id)
        if last is not None and (asked := await self._handed_in_beside(report, told, named)) is not None:
            return asked
        if last is not None and await self.revert(report):
            if named is None and told.asks in (Asks.ACTIVITY, Asks.INTENT):
                return await self._unplaced_anew(report)
            activity = await self.facts_of(report)
            part = part_of(activity, report)
            is_moved = named is not None and named.number != activity.number
            return await self.placed_anew(
                report, named if is_moved and named else activity, told, None if is_moved else part
            )
        await self.session.flush()
        return await self.again(report)

    async def _handed_in_beside(self, report: Report, told: Told, named: ActivityFacts | None) -> Choice | None:
        """Ask what a hand-in lacks to which a recorded report was edited; what it has recorded stands meanwhile.

        Words that say less than done again take back what was asked before.
        """
        activity = await self.facts_of(report)
        is_same = named is None or named.number == activity.number
        is_done = is_same and told.asks is Asks.NONE and told.done is True and report.done is not True
        kept = await self.kept_hand_in(activity)
        if not is_done:
            if kept is not None and (kept.before or {}).get(EDITED) == report.id:
                kept.state = ReportState.UNDONE
            return None
        part = part_of(activity, report)
        hand_in = await self.hand_in(report, activity, told, part)
        if hand_in is None or not hand_in.is_lacking:
            return None
        if kept is None:
            kept = self.draft(Incoming(report.chat_id, None), told, 0)
            self.session.add(kept)
            await self.session.flush()
            await copy_files(self.session, report.id, kept.id)
            self.is_no_longer_new(kept)
        kept.text, kept.before = told.words, {**(kept.before or {}), ASKED: True, EDITED: report.id}
        answer = await self.place(kept, activity, told, assignment_id=part.assignment_id)
        return answer if isinstance(answer, Choice) else None

    async def _reworded_draft(
        self, report: Report, told: Told, named: ActivityFacts | None, mine: Sequence[ActivityFacts]
    ) -> Recorded | Choice:
        if (handed := await self._still_hands_in(report, told)) is not None:
            return await self.place(report, handed, replace(told, percent=100, done=True, asks=Asks.NONE))
        report.percent = report.done = None  # what was settled was settled of other words
        known = await self.own_activity(report)
        if named is not None and known is not None and known.number == named.number:
            return await self.place(report, known, told)  # of several items the one that was meant before
        is_certain = named is not None and not is_one_of_several(named, mine, ())
        if named is not None and is_certain:
            return await self.place(report, named, told)
        return await self.asked_again(report)

    async def _still_hands_in(self, report: Report, told: Told) -> ActivityFacts | None:
        """The activity of a draft that waits for its document, if its new words still hand the work in."""
        is_so = told.done or (report.message_id is None and told.done is None and told.percent is None)
        return await self.own_activity(report) if is_so and await handed_documents.waits(self.session, report) else None

    async def placed_anew(
        self, report: Report, activity: ActivityFacts, told: Told, part: Part | None
    ) -> Recorded | Choice:
        """Record a report again after its effect was undone; its new words may leave something to ask."""
        report.state, report.assignment_id, report.before = ReportState.DRAFT, None, None
        report.percent = report.done = None
        told = told if told.numbers else words_alone(told.words, activity.number, counts=told.counts)
        return await self.place(report, activity, told, assignment_id=part.assignment_id if part else None)

    async def _unplaced_anew(self, report: Report) -> Recorded | Choice:
        """Ask which activity a report is about, after its effect was undone and its words became others."""
        report.state, report.assignment_id, report.before = ReportState.DRAFT, None, None
        report.percent = report.done = None
        return await self.asked_again(report)

    async def move(self, report: Report, activity: ActivityFacts) -> Recorded | Choice | None:
        """Move the report to another activity of the person's; None if its effect cannot be undone."""
        before = (report.percent, report.done, report.counts)
        if not await self.revert(report):
            return None
        percent, done, counts = before
        told = Told((activity.number,), percent, done, Asks.NONE, report.text, counts)
        return await self.placed_anew(report, activity, told, None)

    async def take_back(self, report: Report) -> Recorded | None:
        """Undo a report; None if its effect cannot be undone."""
        if not await self.revert(report):
            return None
        report.state = ReportState.UNDONE
        await self.session.flush()
        return await self.again(report)

    async def _revived(self, report: Report, told: Told) -> Recorded | Choice:
        """Make words that were taken back and then edited a report again, if the part is still the person's.

        If it is not, or belongs to an earlier plan, ask which activity the words are about now.
        """
        activity = await self.own_activity(report)
        part = part_of(activity, report) if activity is not None else None
        if activity is not None and part in activity.parts_of(self.person.executor_ids):
            return await self.placed_anew(report, activity, told, part)
        report.state, report.assignment_id, report.before = ReportState.DRAFT, None, None
        return await self.asked_again(report)

    async def own_activity(self, report: Report) -> ActivityFacts | None:
        """The report's activity; None if the plan in force or the person no longer has a part in it."""
        if report.assignment_id is None:
            return None
        assignment = await self.session.get_one(Assignment, report.assignment_id)
        return await self.activity(assignment.activity_id)

    def is_no_longer_new(self, report: Report) -> None:
        """More belongs to the report now than the words with which it was made."""
        self._new = [one for one in self._new if one is not report]

    def draft(self, incoming: Incoming, told: Told, part: int) -> Report:
        report = Report(
            account_id=self.person.account_id,
            text=told.words,
            state=ReportState.DRAFT,
            submitted_at=self.now,
            submitted_on=self.today,
            chat_id=incoming.chat_id,
            message_id=incoming.message_id,
            media_group_id=incoming.media_group_id if part == 0 else None,
            source=incoming.source,
            part=part,
        )
        self._made.append(report)
        if not incoming.files:
            self._new.append(report)
        return report

    async def free_part(self, incoming: Incoming) -> int:
        """The first part that no report of the message has: an edited one may have made some before."""
        if incoming.message_id is None or (self.is_new_message and not self._made):
            return 0
        same = (Report.chat_id == incoming.chat_id) & (Report.message_id == incoming.message_id)
        last = await self.session.scalar(select(func.max(Report.part)).where(same))
        return 0 if last is None else last + 1

    async def asked_again(self, report: Report) -> Recorded | Choice:
        """Ask the draft's question again, as its words are now; record it if they leave nothing to ask."""
        activity = await self.own_activity(report)
        if activity is not None:
            return await self.place(report, activity, await self.said_of(report, activity))
        return await self._which(report)

    async def question_of(self, report: Report) -> Choice:
        """The question of a draft that waits. To look at it records nothing, whatever its words say by themselves."""
        activity = await self.own_activity(report)
        if activity is None:
            return await self._which(report)
        told, (parts, stands_in) = await self.said_of(report, activity), await self.own_first(activity)
        kept = next((part for part in parts if part.assignment_id == report.assignment_id), None)
        if is_hand_in(report) and kept is not None:
            hand_in = await self.hand_in(report, activity, told, kept)
            if hand_in is not None and hand_in.is_lacking:
                return await self._lacking(report, activity, hand_in)
        if told.asks not in _OPEN and _asks_whose(told, parts, stands_in=stands_in):
            answer_id = await message_telling_of(self.session, report.id)
            return Choice((report.id,), report.text, (activity,), answer_id=answer_id, roles=parts)
        if told.asks in (Asks.DONE, Asks.PERCENT):
            return await self._open(report, activity, told)
        return await self._open(report, activity, replace(told, asks=Asks.DONE if told.done else Asks.PERCENT))

    async def _which(self, report: Report) -> Choice:
        """Ask which activity a draft is about."""
        mine = await self.activities()
        found = understood(report.text, mine, (), report.submitted_on)
        question = await self.of_plan(choice_for(report, found, mine, ()))
        question = replace(question, gone=await self.gone_of(report))
        return replace(question, answer_id=await message_telling_of(self.session, report.id))

    async def gone_of(self, report: Report) -> Gone | None:
        """What became of the report's activity, if the plan in force or the person no longer has a part in it."""
        if report.assignment_id is None or await self.own_activity(report) is not None:
            return None
        return await gone_of(self.session, report.assignment_id)

    async def of_plan(self, choice: Choice) -> Choice:
        """The question, knowing what became of a number that is none of the person's, or was another activity's."""
        mine = await self.activities()
        named = understood(choice.text, mine, (), self.today).named
        formers = await self.formers(named, mine)
        if formers:
            ordered = self.with_formers(choice.choices, formers, mine)
            choice = replace(choice, choices=ordered, formers=formers, likely=None)
        if choice.named is None:
            return choice
        return replace(choice, is_in_plan=await self.numbered_in_plan(choice.named) is not None)

    def with_formers(
        self, choices: Sequence[ActivityFacts], formers: Sequence[Former], mine: Sequence[ActivityFacts]
    ) -> tuple[ActivityFacts, ...]:
        """The choices, after the activities that have the numbers now, and what they meant before goes on as."""
        goes_on = {one.now or one.part_of for one in formers}
        meant = [one for one in mine if self.numbering.now_of(one).number in goes_on]
        present = [one for one in mine if one.number in {former.number for former in formers}]
        return tuple(dict.fromkeys([*present, *meant, *choices]))

    async def formers(self, named: Sequence[int], mine: Sequence[ActivityFacts]) -> tuple[Former, ...]:
        """What the numbers meant before a change, if that is not what they mean to the person beyond a doubt.

        A number that none of the person's activities has now is explained whenever it was theirs; one that another of
        them has is in doubt for some days. In a reply, a number that the message showed means what it showed.
        """
        if not named or not self.rarities.has_history:
            return ()
        own = {one.number for one in mine}
        known = await former_meanings(self.session, self.person.executor_ids)
        found = [known[number] for number in dict.fromkeys(named) if number in known]
        lately = [one for one in found if one.number not in own or one.changed_at > self.now - DOUBTED_FOR]
        meant = [one for one in lately if not (one.number in own and one.number in self.numbering.shown)]
        names = {one.number: called(one.short_name, one.text) for one in mine}
        return tuple(replace(one, present=names.get(one.number, "")) for one in meant)

    async def numbered_in_plan(self, number: int) -> int | None:
        """The activity (its id) of this number in the plan in force, whosever it is; None if there is none."""
        found: int | None = await self.session.scalar(select(Activity.id).where(*in_force(), has_number(number)))
        return found

    async def reported_lately(self) -> frozenset[int]:
        """The activities (ids) that the person has reported on within minutes, by earlier messages."""
        query = select(Assignment.activity_id).join(Report, Report.assignment_id == Assignment.id)
        earlier = Report.id.not_in([one.id for one in self._made if one.id is not None])
        lately = (Report.state == ReportState.RECORDED, Report.submitted_at > self.now - FRESH, earlier)
        return frozenset(await self.session.scalars(query.where(Report.account_id == self.person.account_id, *lately)))

    async def as_it_stands(self, report: Report) -> Recorded | Choice:
        if report.state is ReportState.DRAFT:
            return await self.question_of(report)
        return await self.again(report)

    async def own_last(self, report_id: int) -> Report | None:
        """The report, if it is the person's own and the latest on its part; else None.

        A part that the person or the plan no longer has cannot be changed.
        """
        report = await self.session.get(Report, report_id)
        if report is None or report.account_id != self.person.account_id or report.state is not ReportState.RECORDED:
            return None
        assignment = await self.session.get_one(Assignment, report.assignment_id)
        activity = await self.own_activity(report)
        if activity is None or assignment.id not in {
            part.assignment_id for part in activity.parts_of(self.person.executor_ids)
        }:
            return None
        return report if await is_last_word(self.session, report, assignment) else None

    async def revert(self, report: Report) -> bool:
        """Undo what the report changed; False if an admin has decided on it, or later reports build on it."""
        if report.assignment_id is None or report.before is None or not await is_undecided(self.session, report):
            return False
        await withdraw(self.session, report, self.now)
        row, assignment = await self._rows(report.assignment_id)
        before = snapshot_of(row, assignment)
        if report.counts and overtaken_by(report) is None:
            restore_part(assignment, report)
            await restore_activity(self.session, row, report, leads=assignment.position == 0)
        if overtaken_by(report) is None:
            await let_stand(self.session, row, assignment, report)
        await claim_again(self.session, row, assignment, report)
        await self._committing().unsay(report)
        if report.done and assignment.position:
            await self._tell_lead_of_taking_back(report, assignment)
        audit.note(
            self.session,
            "report.reverted",
            audit.activity(row.id),
            actor=self.person.telegram_id,
            now=self.now,
            before=before | {"report": report.id},
            after=snapshot_of(row, assignment),
        )
        return True

    async def facts_of(self, report: Report) -> ActivityFacts:
        """The report's activity as it stands now, even if a newer plan or edition no longer has it."""
        row, _ = await self._rows(report.assignment_id)
        return restated(self._activities[row.id], row, {key: part for key, (_, part) in self._of_parts.items()})

    async def again(self, report: Report) -> Recorded:
        await self.session.flush()
        activity = await self.facts_of(report)
        [facts] = await report_facts(self.session, report_rows().where(Report.id == report.id))
        answer_id = await message_telling_of(self.session, report.id)
        newer = overtaken_by(report)
        return Recorded(
            facts,
            activity,
            part_of(activity, report),
            answer_id=answer_id,
            denied=claim_of(report),
            later=await recorded_report(self.session, newer) if newer is not None else None,
            said=await said_in(self.session, report, activity),
        )


@functools.cache
def _columns_of_report() -> Select[*tuple[Any, ...]]:
    return select(*Report.__table__.columns).where(Report.id == bindparam("report_id"))


def part_of(activity: ActivityFacts, report: Report) -> Part:
    """The report's part; the lead's if that part is no longer in the plan."""
    return next((part for part in activity.parts if part.assignment_id == report.assignment_id), activity.lead)
