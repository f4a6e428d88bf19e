"""Edited messages: their reports get the new words and file, and the earlier ones are kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete

from models import Attachment, Report, ReportState, Revision
from services.language.reading.intents import Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.messages.anchors import message_telling_of
from services.plan.figures import ActivityFacts
from services.reports.additions import (
    additions,
    files_of,
    holder_of,
    is_other_file,
    own_addition,
    own_of_message,
    replace_file,
)
from services.reports.consistency import pointed_at, reread
from services.reports.mending import mended
from services.reports.message import (
    Choice,
    Incoming,
    Recorded,
    TakenBack,
    Unchanged,
    joined,
    only_names,
    pieces,
    understood,
    whole,
    without,
)
from services.reports.naming import is_of_document
from services.reports.progress import is_undecided
from services.reports.recording import Recording
from services.reports.standings import chosen


@dataclass(frozen=True)
class _Wording:
    """What a report says after a message was edited; `words` are the message's own, `addition` is what they added to.

    `told` is None if the words are no longer a report.
    """

    report: Report
    told: Told | None
    words: str
    addition: Revision | None = None

    @property
    def is_new(self) -> bool:
        """Whether the edit made the report: its activity is one that the message did not name before."""
        drafted = self.report.state is ReportState.DRAFT and self.report.assignment_id is None
        return drafted and self.told is not None and self.report.text == self.told.words and bool(self.told.numbers)


@dataclass(frozen=True)
class Rewording:
    """An edited message, inside its transaction. `holder` is the report that has its file, or else its first report.

    `is_bare`: it belongs to an album and had no words. `is_free`: no admin has decided on the holder.
    """

    recording: Recording
    incoming: Incoming
    mine: Sequence[ActivityFacts]
    holder: Report
    wordings: Sequence[_Wording]
    own_files: Sequence[Attachment]
    is_bare: bool
    is_free: bool

    @classmethod
    async def of(cls, recording: Recording, incoming: Incoming, mine: Sequence[ActivityFacts]) -> "Rewording | None":
        """What the message is to its reports; None if it made none and added to none."""
        session = recording.session
        wordings = [
            *await _own_wordings(recording, incoming, mine),
            *await _added_wordings(recording, incoming, mine),
        ]
        holder = await session.scalar(holder_of(recording.person, incoming))
        holder = holder or next((wording.report for wording in wordings), None)
        if holder is None:
            return None
        is_bare = incoming.media_group_id is not None and all(
            wording.addition is not None and not wording.addition.added for wording in wordings
        )
        own_files = await files_of(session, holder, incoming)
        is_free = await is_undecided(session, holder)
        return cls(recording, incoming, mine, holder, [] if is_bare else wordings, own_files, is_bare, is_free)

    @property
    def is_caption(self) -> bool:
        """Whether the edit gives a caption to a file of an album that came without one."""
        return self.is_bare and self.is_free and bool(self.incoming.text)

    @property
    def is_no_report(self) -> bool:
        """Whether the words are no longer a report."""
        return any(wording.told is None for wording in self.wordings)

    def leaves_recorded(self, understanding: Understanding) -> bool:
        """Whether the words, which are no report now, are answered with what is recorded left as it is.

        What a correction means is asked first («35%, узр хато кетибди»); a question or a request beside the percent
        that is recorded leaves it («10% қачон тугайди»).
        """
        own = [wording.report for wording in self.wordings if wording.told is None and wording.addition is None]
        recorded = [report for report in own if report.state is ReportState.RECORDED]
        if not recorded or not self.is_no_report:
            return False
        if understanding.intent is Intent.CORRECTION:
            return True
        asks = understanding.intent in (Intent.QUESTION, Intent.MORE_TIME)
        return asks and all(_still_says(self.incoming.text, report.percent) for report in recorded)

    async def replace_file(self) -> bool:
        """Replace the message's earlier file with the new one; whether there was one to replace."""
        is_replaced = self.is_free and is_other_file(self.own_files, self.incoming)
        if is_replaced:
            now = self.recording.now
            await replace_file(self.recording.session, self.holder, self.own_files, self.incoming, now)
        return is_replaced

    async def reword(self, *, is_replaced: bool) -> tuple[Recorded | Choice | TakenBack, ...] | Unchanged:
        """Give the reports their new words; `is_replaced`: the holder already has a new file."""
        session, now = self.recording.session, self.recording.now
        changed = [
            wording
            for wording in self.wordings
            if wording.told is None or wording.is_new or wording.report.text != wording.told.words
        ]
        free = [wording for wording in changed if await is_undecided(session, wording.report)]
        answers: list[Recorded | Choice | TakenBack] = []
        for wording in free:
            if not wording.is_new:
                session.add(Revision(report_id=wording.report.id, text=wording.report.text, replaced_at=now))
            if wording.addition is not None:
                wording.addition.added = wording.words
            if wording.told is not None:
                answers.append(await self.recording.reworded(wording.report, wording.told, self.mine))
            elif (taken := await self._taken_back(wording.report)) is not None:
                answers.append(taken)
        if is_replaced and all(wording.report is not self.holder for wording in free):
            answers.append(await self._told_of_file())
        if answers or any(wording.told is None for wording in free):
            return await self._with_the_others(answers)
        is_too_late = bool(changed) or is_other_file(self.own_files, self.incoming)
        return Unchanged.DECIDED if is_too_late else Unchanged.SAME_WORDS

    async def _with_the_others(
        self, answers: Sequence[Recorded | Choice | TakenBack]
    ) -> tuple[Recorded | Choice | TakenBack, ...]:
        """The answers, with the message's reports that the edit left as they were: one message tells of them all."""
        own = [wording.report for wording in self.wordings if wording.addition is None]
        if len(own) <= 1:
            return tuple(answers)
        told = [await message_telling_of(self.recording.session, report.id) for report in own]
        answer_id = next((one for one in told if one is not None), None)
        changed = {one.report_id: one for one in answers if isinstance(one, Recorded)}
        stand = [
            replace(changed.get(report.id) or await self.recording.again(report), answer_id=answer_id)
            for report in own
            if report.state is ReportState.RECORDED
        ]
        others = [one for one in answers if not isinstance(one, Recorded)]
        if not stand:
            return tuple(others)
        apart = [
            TakenBack(replace(one.recorded, answer_id=None)) if isinstance(one, TakenBack) else one for one in others
        ]
        return (*stand, *apart)

    async def _taken_back(self, report: Report) -> TakenBack | None:
        """Take back words that are no longer a report: what they changed is restored, a draft's question is dropped."""
        report.text = self.incoming.text
        if report.state is ReportState.DRAFT:
            report.state = ReportState.UNDONE
            return None
        last = await self.recording.own_last(report.id)
        back = await self.recording.take_back(last) if last is not None else None
        return TakenBack(back) if back is not None else None

    async def _told_of_file(self) -> Recorded | Choice:
        if self.holder.state is ReportState.RECORDED:
            return await self.recording.told_more(self.holder, self.incoming)
        return await self.recording.as_it_stands(self.holder)


def _still_says(text: str, percent: int | None) -> bool:
    """Whether the percent stands in the text as one: «10%», «10 фоиз»."""
    unit = r"(?:%|фоиз|foiz|процент|percent)"
    return percent is not None and re.search(rf"(?<!\d){percent}\s*-?\s*{unit}", text, re.IGNORECASE) is not None


async def _own_wordings(recording: Recording, incoming: Incoming, mine: Sequence[ActivityFacts]) -> list[_Wording]:
    """What the message's own reports say after the edit; later additions stay."""
    reports = (await recording.session.scalars(own_of_message(recording.person, incoming))).all()
    if not reports:
        return []
    wordings = []
    for report, piece in await _reread(recording, incoming, mine, reports):
        added = [addition.added or "" for addition in await additions(recording.session, report)]
        if piece is None:
            wordings.append(_Wording(report, None, ""))
        else:
            whole_words = joined(piece.words, *added)
            wordings.append(_Wording(report, replace(piece, words=whole_words), piece.words))
    return wordings


async def _reread(
    recording: Recording, incoming: Incoming, mine: Sequence[ActivityFacts], reports: Sequence[Report]
) -> list[tuple[Report, Told | None]]:
    """What an edited message tells of its reports: each keeps its activity's piece, and new pieces get new reports."""
    placed = {report.id: await recording.facts_of(report) for report in reports if report.assignment_id is not None}
    numbers = {report_id: activity.number for report_id, activity in placed.items()}
    about = list(placed.values())[:1]
    understanding = understood(incoming.text, mine, about, recording.today)
    if understanding.intent is Intent.CORRECTION and (value := _mended(incoming.text, reports, numbers)) is not None:
        return [value]
    told = pieces(understanding)
    if not told:
        return [(report, None) for report in reports]
    if about and pointed_at(incoming.text, mine, recording.today, about[0]) is not None:
        return [(report, replace(whole(understanding), words=incoming.text)) for report in reports[:1]]
    if not any(piece.numbers for piece in told):
        return [
            (report, _unplaced(report, placed.get(report.id), incoming.text, understanding, recording.today))
            for report in reports
        ]
    left = [*reports]
    found: list[tuple[Report, Told | None]] = []
    for piece in told:
        report = next((one for one in left if (numbers.get(one.id),) == piece.numbers), None)
        if report is not None:
            left.remove(report)
            found.append((report, piece))
    new = [piece for piece in told if all(piece is not other for _, other in found)]
    moved = list(zip(left, new, strict=False))
    dropped = [(report, None) for report in left[len(moved) :]]
    first = max(report.part for report in reports) + 1
    further = new[len(moved) :]
    added = [(recording.draft(incoming, piece, part), piece) for part, piece in enumerate(further, first)]
    recording.session.add_all([report for report, _ in added])
    await recording.session.flush()
    return sorted([*found, *moved, *dropped, *added], key=lambda one: one[0].part)


def _mended(text: str, reports: Sequence[Report], numbers: Mapping[int, int]) -> tuple[Report, Told] | None:
    """The report whose percent the edit mends («7-тадбир 20% эмас, 30%»), if that is beyond doubt."""
    pair = mended(text)
    fitting = [one for one in reports if pair is not None and one.percent == pair.wrong and one.id in numbers]
    if pair is None or len(fitting) != 1:
        return None
    [report] = fitting
    percent = pair.percent_of(report.percent, set(numbers.values()))
    told = Told((numbers[report.id],), percent, None, Asks.NONE, text)
    return (report, told) if percent is not None else None


def _unplaced(
    report: Report, activity: ActivityFacts | None, words: str, understanding: Understanding, today: date
) -> Told:
    """What a report says whose edited words do not tell which activity they are about.

    It stays on its activity unless they name another; what it said of the progress is asked about if they do not say it
    again.
    """
    if activity is None or not {activity.number}.issuperset(understanding.named):
        return replace(whole(understanding), words=words)
    told = replace(chosen(words, activity, (activity,), today), words=words)
    if told.asks is not Asks.NONE or told.percent is not None or told.done is not None:
        return told
    if report.done:
        return replace(told, asks=Asks.DONE)
    return told if report.percent is None else replace(told, percent=report.percent, asks=Asks.PERCENT)


async def _added_wordings(recording: Recording, incoming: Incoming, mine: Sequence[ActivityFacts]) -> list[_Wording]:
    """What a report says after an edit of the message whose words had joined it.

    A further message that says nothing of progress leaves the progress unchanged; words that are no report leave the
    report.
    """
    addition = await recording.session.scalar(own_addition(recording.person, incoming))
    if addition is None:
        return []
    report = await recording.session.get_one(Report, addition.report_id)
    activity = await recording.facts_of(report) if report.assignment_id is not None else None
    understanding = understood(incoming.text, mine, [activity] if activity else [], recording.today)
    newly_told = understanding.told[0] if len(understanding.told) == 1 and understanding.asks is Asks.NONE else None
    words = "" if not understanding.told or (not addition.added and only_names(incoming.text)) else incoming.text
    further = await additions(recording.session, report)
    own = without(report.text, *(other.added or "" for other in further))
    now_added = [words if other is addition else other.added or "" for other in further]
    kept = Told((activity.number,) if activity else (), report.percent, report.done, Asks.NONE, "", report.counts)
    claims = newly_told is not None and (newly_told.percent is not None or bool(newly_told.done))
    told = newly_told if claims and newly_told is not None else kept
    is_draft = report.state is ReportState.DRAFT and not await is_of_document(recording, report, incoming.text)
    if activity is not None and report.state is ReportState.RECORDED and not claims and words:
        told = reread(words, report, activity, mine, recording.today) or kept
    elif activity is not None and is_draft and not report.done and words:
        told = chosen(joined(own, *now_added), activity, mine, report.submitted_on)  # as the draft is read
    elif activity is not None and is_draft and not claims and words:
        told = reread(words, report, activity, mine, recording.today) or kept
    return [_Wording(report, replace(told, words=joined(own, *now_added)), words, addition)]


async def part_ways(recording: Recording, incoming: Incoming, mine: Sequence[ActivityFacts]) -> Recorded | None:
    """Take an edited message out of the report that it had joined, if its words are about another activity now.

    The report keeps its own words, and is returned; None if the words still belong to it, or had joined none.
    """
    session = recording.session
    addition = await session.scalar(own_addition(recording.person, incoming))
    is_caption = incoming.media_group_id is not None and addition is not None and not addition.added
    if addition is None or is_caption or not incoming.text or addition.added == incoming.text:
        return None
    report = await session.get_one(Report, addition.report_id)
    if report.state is not ReportState.RECORDED or not await is_undecided(session, report):
        return None
    activity = await recording.facts_of(report)
    named = understood(incoming.text, mine, (activity,), recording.today).named
    is_other = not {activity.number}.issuperset(named)
    if not is_other and pointed_at(incoming.text, mine, recording.today, activity) is None:
        return None
    every = await additions(session, report)
    own = without(report.text, *(one.added or "" for one in every))
    report.text = joined(own, *(one.added or "" for one in every if one is not addition))
    addition.message_id = addition.added = None
    brought = (Attachment.report_id == report.id, Attachment.message_id == incoming.message_id)
    await session.execute(delete(Attachment).where(*brought))  # the new report gets it with its words
    return replace(await recording.told_more(report, incoming), lost_files=True)
