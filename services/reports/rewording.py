"""Edited messages: their reports get the new words and file, and the earlier ones are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models import Attachment, Report, ReportState, Revision
from services.language.reading.parts import Asks
from services.language.reading.reader import Told
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
from services.reports.progress import is_undecided
from services.reports.recording import Recording


@dataclass(frozen=True)
class _Wording:
    """What a report says after a message was edited; `words` are the message's own, `addition` is what they added to.

    `told` is None if the words are no longer a report.
    """

    report: Report
    told: Told | None
    words: str
    addition: Revision | None = None


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
            wording for wording in self.wordings if wording.told is None or wording.report.text != wording.told.words
        ]
        free = [wording for wording in changed if await is_undecided(session, wording.report)]
        answers: list[Recorded | Choice | TakenBack] = []
        for wording in free:
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
            return tuple(answers)
        is_too_late = bool(changed) or is_other_file(self.own_files, self.incoming)
        return Unchanged.DECIDED if is_too_late else Unchanged.SAME_WORDS

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


async def _own_wordings(recording: Recording, incoming: Incoming, mine: Sequence[ActivityFacts]) -> list[_Wording]:
    """What the message's own reports say after the edit; later additions stay."""
    reports = (await recording.session.scalars(own_of_message(recording.person, incoming))).all()
    told = await _reread(recording, incoming, mine, reports)
    wordings = []
    for report, piece in zip(reports, told, strict=False):
        added = [addition.added or "" for addition in await additions(recording.session, report)]
        if piece is None:
            wordings.append(_Wording(report, None, ""))
        else:
            whole_words = joined(piece.words, *added)
            wordings.append(_Wording(report, replace(piece, words=whole_words), piece.words))
    return wordings


async def _reread(
    recording: Recording, incoming: Incoming, mine: Sequence[ActivityFacts], reports: Sequence[Report]
) -> Sequence[Told | None]:
    """What an edited message tells of its reports, in order: by pieces, or as one if their number changed."""
    about = [await recording.facts_of(report) for report in reports[:1] if report.assignment_id is not None]
    understanding = understood(incoming.text, mine, about, recording.today)
    told = pieces(understanding)
    if not told:
        return [None] * len(reports)
    if len(told) == len(reports):
        return told
    return [replace(whole(understanding), asks=Asks.NONE)]


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
    now_added = (words if other is addition else other.added or "" for other in further)
    kept = Told((activity.number,) if activity else (), report.percent, report.done, Asks.NONE, "", report.counts)
    claims = newly_told is not None and (newly_told.percent is not None or bool(newly_told.done))
    told = newly_told if claims and newly_told is not None else kept
    return [_Wording(report, replace(told, words=joined(own, *now_added)), words, addition)]
