"""Further words that belong to an earlier message: they join its report, or settle what its draft leaves open."""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Integer, Select, bindparam, select

from models import Report, ReportState
from models.statements import ask
from services.language.courtesies import is_no
from services.language.document_words import document_answer
from services.language.reading.intents import ABOUT_WORK, Intent
from services.language.reading.lexicon import read_words
from services.language.reading.meanings import concepts
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.language.reading.short_answers import is_yes, says_anything
from services.messages.anchors import FRESH
from services.plan.figures import ActivityFacts
from services.plan.marks import own_number
from services.reports.additions import join
from services.reports.apart import APPEALS
from services.reports.commitments import promised_in
from services.reports.consistency import pointed_at, reread
from services.reports.drafts import place_each, rest_of
from services.reports.handed_documents import waits
from services.reports.handing_in import is_hand_in
from services.reports.mending import WHOLE, mended, put_right
from services.reports.message import (
    Answer,
    Choice,
    Recorded,
    TakenBack,
    asks_of_hand_in,
    named_alone,
    named_in,
    only_names,
    understood,
)
from services.reports.naming import answering
from services.reports.progress import is_handed_in, is_undecided
from services.reports.recording import Recording, part_of
from services.reports.sent import Sent
from services.reports.written import gives_telephone, numbers_in

_OPEN = (Asks.DONE, Asks.PERCENT)
_TAKING_BACK = frozenset({Intent.NOT_DONE, Intent.OBSTACLE, Intent.PROMISE, Intent.CORRECTION})
_UNDERMINING = concepts("REMAIN YET WAIT TROUBLE WRONG FIX HEDGE PARTLY LESS")
_DENYING = frozenset({Intent.NOT_DONE, Intent.OBSTACLE, Intent.PROMISE})


async def add_to(sent: Sent, report_id: int | None, understanding: Understanding) -> tuple[Answer, ...] | None:
    """Add the words and files to a report or draft if they only continue it; else None.

    To the question which activity a draft is about, a number alone is the answer; to the question whether the work is
    done, a yes, a no or a plain statement is. Words that undermine a report are read together with it.
    """
    if gives_telephone(sent.incoming.text):
        return None
    person = sent.recording.person
    seen = await sent.recording.seen_report(report_id) if report_id is not None else None
    if seen is not None and (seen.account_id != person.account_id or seen.state is ReportState.UNDONE):
        seen = None
    if seen is not None and seen.state is ReportState.DRAFT:
        report = await sent.recording.report(seen.id)
        return await _add_to_draft(sent, report, understanding) if report is not None else None
    denied = await _denied(sent, understanding)
    if denied is not None:
        undermined = await _undermined(sent, denied, await sent.recording.facts_of(denied), understanding)
        if undermined is not None:
            return undermined
    if seen is None or ((known := sent.of_part(seen.assignment_id)) is not None and not _may_join(sent, seen, known)):
        return None
    report = await sent.recording.report(seen.id)
    return await _add_to_report(sent, report) if report is not None else None


async def gives_document(sent: Sent, report_id: int | None) -> tuple[Answer, ...] | None:
    """Take a file, a number or a day for the document that a draft waits for; None if the message is something else.

    «No» and «yes» are none: the question is asked again, and the draft stays.
    """
    recording, text = sent.recording, sent.incoming.text
    seen = await recording.seen_report(report_id) if report_id is not None else None
    if seen is None or seen.account_id != recording.person.account_id or not await waits(recording.session, seen):
        return None
    report = await recording.report(seen.id)
    if report is None:
        return None
    found = await recording.document_of(report)
    activity = await recording.own_activity(report) if found is not None else None
    if found is None or activity is None:
        return None
    words = document_answer(text, recording.today, wants_number=found.number is None)
    is_mere = bool(text.strip()) and (is_yes(text) or is_no(text))
    if not (words.is_all or is_mere or (sent.incoming.files and not text.strip())):
        return None
    await join(recording.session, report, sent.incoming, "" if is_mere else text, recording.now)
    placed = await recording.place(report, activity, await recording.said_of(report, activity))
    if isinstance(placed, Choice):
        return (replace(placed, answer_id=None),)  # asked below what was just written
    return (replace(placed, answer_id=None), *await rest_of(recording, report))


async def _add_to_report(sent: Sent, report: Report) -> tuple[Answer, ...] | None:
    session = sent.recording.session
    activity = await sent.recording.facts_of(report)
    is_own = part_of(activity, report) in activity.parts_of(sent.recording.person.executor_ids)
    if not is_own or not await is_undecided(session, report):
        return None
    understanding = sent.understood((activity,))
    if (undermined := await _undermined(sent, report, activity, understanding)) is not None:
        return undermined
    may_be_elsewhere = _is_elsewhere(sent, activity) or sent.leaves_handed_in(activity, understanding, denies=False)
    if may_be_elsewhere and reread(sent.incoming.text, report, activity, sent.mine, sent.recording.today):
        return None  # they would undermine it, but are, or may be, about another activity
    if not _is_more(sent, activity, understanding) or _promises_a_day(sent, activity, understanding):
        return None
    await join(session, report, sent.incoming, sent.incoming.text, sent.recording.now)
    return (await sent.recording.told_more(report, sent.incoming),)


def _may_join(sent: Sent, report: Report, activity: ActivityFacts) -> bool:
    """Whether the words may go on with the report or undermine it, as far as they tell by themselves."""
    if _is_more(sent, activity, sent.understood((activity,))):
        return True
    return reread(sent.incoming.text, report, activity, sent.mine, sent.recording.today) is not None


async def _denied(sent: Sent, understanding: Understanding) -> Report | None:
    """The person's last report on an activity, if it says done and the words say that it is not; no admin has decided.

    Only one of the last minutes: what is denied later was true when it was written, or at least was said.
    """
    [told, *others] = understanding.told or (None,)
    if told is None or others or told.asks is Asks.ACTIVITY:
        return None
    numbers = understanding.named if understanding.intent is Intent.UNCLEAR else told.numbers
    activity = sent.numbered(numbers[0]) if len(numbers) == 1 else None
    denies = told.done is False or told.percent not in (None, WHOLE) or understanding.intent is Intent.UNCLEAR
    if activity is None or activity.is_endless or not denies:
        return None
    return await _fresh_claim(sent, activity)


async def _fresh_claim(sent: Sent, activity: ActivityFacts) -> Report | None:
    """The person's last report on the activity, if it says done, lately, and nobody has decided on it."""
    parts = [part.assignment_id for part in activity.parts_of(sent.recording.person.executor_ids)]
    done = await ask(sent.recording.session, _said_done(), {"parts": parts, "most": len(parts)})
    for (report_id,) in done:
        report = await sent.recording.own_last(report_id)
        if report is not None and _is_fresh(sent, report) and await is_undecided(sent.recording.session, report):
            return report
    return None


@functools.cache
def _said_done() -> Select[int]:
    done = select(Report.id).where(Report.assignment_id.in_(bindparam("parts", expanding=True)), Report.done.is_(True))
    return done.order_by(Report.id.desc()).limit(bindparam("most", type_=Integer))


async def doubted(
    sent: Sent, understanding: Understanding, told: Sequence[Told]
) -> tuple[tuple[Told, ...], list[TakenBack]]:
    """Of several pieces, each that puts a fresh «done» in doubt («13 имзода») asks; that claim is taken back."""
    pieces, taken_back = [], []
    for piece in told:
        activity = sent.numbered(piece.numbers[0]) if piece.numbers else None
        claim = await _fresh_claim(sent, activity) if activity is not None and _says_little(piece) else None
        if claim is None or activity is None:
            pieces.append(piece)
            continue
        anew = reread(piece.words, claim, activity, sent.mine, sent.recording.today)
        if anew is not None and sent.leaves_handed_in(activity, understanding, denies=False):
            anew = None
        back = await sent.recording.take_back(claim) if anew is not None and anew.asks is Asks.DONE else None
        pieces.append(piece if anew is None or back is None else replace(anew, words=piece.words))
        if back is not None:
            taken_back.append(TakenBack(back))
    return tuple(pieces), taken_back


def _says_little(piece: Told) -> bool:
    return piece.asks is Asks.NONE and piece.percent is None and piece.done is None


def _is_fresh(sent: Sent, report: Report) -> bool:
    """Whether the report was recorded so lately that further words may belong to it."""
    recorded_at = (report.before or {}).get("recorded_at")
    return recorded_at is not None and datetime.fromisoformat(recorded_at) > sent.recording.now - FRESH


async def _undermined(
    sent: Sent, report: Report, activity: ActivityFacts, understanding: Understanding
) -> tuple[Answer, ...] | None:
    """Take back a done, or a percent, that the words put in doubt, and ask about all of the words instead.

    What was handed in is taken back only by words that plainly deny it, or by its author's press. What they plainly
    deny is no longer recorded, and nothing is asked. None if they leave the report alone.
    """
    text, recording = sent.incoming.text, sent.recording
    is_name = understanding.intent is Intent.UNCLEAR and bool(sent.incoming.files)  # a file's
    if is_name or not text.strip() or not _is_only_of(activity, understanding) or _is_elsewhere(sent, activity):
        return None
    told = reread(text, report, activity, sent.mine, recording.today)
    if told is None or sent.leaves_handed_in(activity, understanding, denies=told.done is False):
        return None
    if await recording.own_last(report.id) is None:
        return None
    if told.done is not False and await is_handed_in(recording.session, report):
        return (await _added_to_handed_in(sent, report, told, understanding),)
    if not await recording.revert(report):
        return None
    back = TakenBack(await recording.again(report))
    await join(recording.session, report, sent.incoming, text, recording.now)
    told = replace(told, words=report.text)
    answer = await recording.placed_anew(report, activity, told, part_of(activity, report))
    return (back, replace(answer, answer_id=None))


async def _added_to_handed_in(sent: Sent, report: Report, told: Told, understanding: Understanding) -> Recorded:
    """What is handed in stays so: the words are added, and only what denies it asks whether it is taken back."""
    recording, text = sent.recording, sent.incoming.text
    is_whole = told.percent == WHOLE
    await join(recording.session, report, sent.incoming, "" if is_whole else text, recording.now)
    recorded = await recording.told_more(report, sent.incoming)
    doubts = not is_whole and (told.percent is not None or _denies(text, understanding))
    return replace(recorded, answer_id=None, doubts=True) if doubts else recorded


def _denies(text: str, understanding: Understanding) -> bool:
    spoken = {one.concept for one in read_words(text)}
    return bool(_TAKING_BACK.intersection(understanding.intents)) or bool(spoken & _UNDERMINING) or is_no(text)


def _is_only_of(activity: ActivityFacts, understanding: Understanding) -> bool:
    """Whether the words can be about this activity alone, and are no request, question or correction."""
    if not {activity.number}.issuperset(understanding.named) or understanding.asks is Asks.ACTIVITY:
        return False
    if understanding.intent is Intent.CORRECTION and not _DENYING.intersection(understanding.intents):
        return False  # «хато ёздим»: what is right is asked
    return not {*APPEALS, Intent.COURTESY}.intersection(understanding.intents)


async def _add_to_draft(sent: Sent, report: Report, understanding: Understanding) -> tuple[Answer, ...] | None:
    recording = sent.recording
    named = named_alone(sent.incoming.text, sent.mine)
    if named is not None:
        return await _placed_by_name(sent, report, named)
    activity = await recording.own_activity(report)
    asked = await _renumbered(sent, report) if activity is None else None
    is_caption = activity is not None and _is_caption_of_hand_in(sent, report, activity, understanding)
    is_elsewhere = not is_caption and _is_of_another(sent, report, activity)
    if asked is not None or is_elsewhere or _names_another(sent, activity):
        return (asked,) if asked is not None else None
    if not is_caption and (answered := await _answer_draft(sent, report, activity)) is not None:
        return answered
    if not is_caption and not _goes_on(sent, activity, understanding):
        return None
    before = await recording.said_of(report, activity) if activity is not None else None
    await join(recording.session, report, sent.incoming, sent.incoming.text, recording.now)
    if activity is None or before is None:
        return (await recording.asked_again(report),)
    placed = await recording.place(report, activity, _still_open(before, await recording.said_of(report, activity)))
    # What a hand-in lacks is asked below what was just written or sent.
    return (replace(placed, answer_id=None) if asks_of_hand_in(placed) else placed,)


async def _placed_by_name(sent: Sent, report: Report, named: Sequence[ActivityFacts]) -> tuple[Answer, ...] | None:
    """Place the draft on the activity that a bare name chooses; of several that it may mean, ask which."""
    meant, question = await answering(sent.recording, report, named)
    if not meant or question is None:
        return None
    await join(sent.recording.session, report, sent.incoming, "", sent.recording.now)
    if len(meant) > 1:
        return (replace(question, choices=meant, likely=None, answer_id=None),)
    return await place_each(sent.recording, report, meant[0])


def _is_caption_of_hand_in(sent: Sent, report: Report, activity: ActivityFacts, understanding: Understanding) -> bool:
    """Whether a file with words goes with what is to be handed in: they name no other number, and deny nothing."""
    if not (sent.incoming.files and is_hand_in(report)) or _names_another(sent, activity):
        return False
    told = understanding.told
    denies = any(one.done is False or one.percent not in (None, WHOLE) for one in told)
    return not denies and {activity.number}.issuperset(understanding.named)


async def _renumbered(sent: Sent, report: Report) -> Choice | None:
    """«2 эмас, 6» of kept words that name 2: the question again, with what 6 may mean; None of other words."""
    pair = mended(sent.incoming.text)
    if pair is None or pair.is_percent or str(pair.wrong) not in re.findall(r"\d+", report.text):
        return None
    meant = tuple(one for one in sent.mine if own_number(one.number) == pair.right)
    asked = await sent.recording.asked_again(report) if meant else None
    if not isinstance(asked, Choice):
        return None
    await join(sent.recording.session, report, sent.incoming, "", sent.recording.now)
    ordered = tuple(dict.fromkeys((*meant, *asked.choices)))
    likely = meant[0] if len(meant) == 1 else None
    return replace(asked, choices=ordered, likely=likely, named=None, answer_id=None)


async def _answer_draft(sent: Sent, report: Report, activity: ActivityFacts | None) -> tuple[Answer, ...] | None:
    """Take the words for the answer to what the draft asks; None if they are none."""
    recording = sent.recording
    if activity is None:
        is_of_gone = report.assignment_id is not None and (is_yes(sent.incoming.text) or _puts_right(sent))
        if not is_of_gone and (not is_no(sent.incoming.text) or _puts_right(sent)):
            return None
        await join(recording.session, report, sent.incoming, "", recording.now)  # no words of the report
        return (await recording.asked_again(report),)
    is_affirmed = is_yes(sent.incoming.text)
    told = await _affirmed(recording, report, activity) if is_affirmed else _settles(sent, activity)
    if told is None:
        return None
    if told.asks is not Asks.NONE:
        await join(recording.session, report, sent.incoming, "", recording.now)
        again = await recording.asked_again(report)
        return (replace(again, answer_id=None),)  # asked below what was just written
    await join(recording.session, report, sent.incoming, told.words, recording.now)
    report.percent, report.done = told.percent, told.done
    placed = await recording.place(report, activity, replace(told, words=report.text))
    if asks_of_hand_in(placed):
        return (replace(placed, answer_id=None),)
    return (placed, *await rest_of(recording, report))


def _goes_on(sent: Sent, activity: ActivityFacts | None, understanding: Understanding) -> bool:
    """Whether the words tell more of what the draft tells of."""
    if _puts_right(sent):
        return True
    is_fragment = understanding.intent is Intent.UNCLEAR and not says_anything(sent.incoming.text)
    is_of_work = is_fragment or bool(ABOUT_WORK.intersection(understanding.intents))
    names_other = any(number != (activity.number if activity else None) for number in understanding.named)
    return is_of_work and not names_other and not set(understanding.intents) & APPEALS.keys()


def _puts_right(sent: Sent) -> bool:
    """«Йўқ, 30»: of what the draft says."""
    return put_right(sent.incoming.text) is not None


def _is_of_another(sent: Sent, report: Report, activity: ActivityFacts | None) -> bool:
    """Whether the words are about another activity than the draft's, as far as its name or its text tells for sure."""
    if activity is not None:
        return _is_elsewhere(sent, activity)
    text, today = sent.incoming.text, sent.recording.today
    if ranked := sent.read_alone(text).ranked:
        drafted_as = sent.read_alone(report.text).likely
        if drafted_as is not None and drafted_as not in ranked:
            return True
    if (pointed := pointed_at(text, sent.mine, today)) is None:  # the draft is as long as all that joined it
        return False
    drafted = pointed_at(report.text, sent.mine, today)
    return drafted is not None and pointed != drafted


def _is_elsewhere(sent: Sent, activity: ActivityFacts) -> bool:
    """Whether the words share something with another activity of the person's, and nothing with this one."""
    text, today = sent.incoming.text, sent.recording.today
    found = sent.read_alone(text)
    if activity.number in found.named:
        return False
    ranked = found.ranked
    is_elsewhere = bool(ranked) and activity.number not in ranked and not only_names(text)
    return is_elsewhere or pointed_at(text, sent.mine, today, activity) is not None


def _names_another(sent: Sent, activity: ActivityFacts | None) -> bool:
    """Whether the words, or a file's, write out the number of another activity of the person's than the draft's."""
    own = {one.number for one in sent.mine} - ({activity.number} if activity is not None else set())
    return not own.isdisjoint(numbers_in(sent.incoming.text, sent.mine, sent.here))


def _still_open(before: Told, now: Told) -> Told:
    """The draft's reading with further words; a question that they do not answer stays open."""
    is_answered = now.asks in _OPEN or now.done or now.percent is not None
    return now if is_answered or before.asks not in _OPEN else replace(before, words=now.words)


def _settles(sent: Sent, activity: ActivityFacts) -> Told | None:
    """The answer, other than a mere yes, to what the draft asks: whether the work is done, or how far it is."""
    text = sent.incoming.text
    if is_no(text):
        return Told((activity.number,), None, None, Asks.NONE, "")
    if (right := put_right(text)) is not None:
        done = right == WHOLE
        return Told((activity.number,), None if done else right, done or None, Asks.NONE, text)
    understanding = understood(text, sent.mine, (activity,), sent.recording.today)
    [told, *others] = understanding.told or (None,)
    if told is None or others or understanding.asks is not Asks.NONE or told.numbers != (activity.number,):
        return None
    if told.done or told.percent is not None:
        return told
    is_denied = is_no(text.replace(",", " ").split()[0])  # «йўқ, ҳали юбормадик, эртага»
    return Told((activity.number,), None, None, Asks.NONE, text) if is_denied else None


async def _affirmed(recording: Recording, report: Report, activity: ActivityFacts) -> Told:
    """What a yes says: to «is it done?» that it is; to «how many percent?» the one figure that the draft names.

    «№1 80 фоизга боряпмиз» names one. Without one it is still asked.
    """
    asked = await recording.said_of(report, activity)
    if asked.asks is not Asks.PERCENT:
        return Told((activity.number,), None, True, Asks.NONE, "")
    figures = {int(one) for one in re.findall(r"\d+", report.text)} - {own_number(activity.number)}
    percent = asked.percent if asked.percent is not None and asked.percent < WHOLE else None
    if percent is None or not figures <= {percent}:
        return Told((activity.number,), None, None, Asks.PERCENT, "")
    return Told((activity.number,), percent, None, Asks.NONE, "")


def _promises_a_day(sent: Sent, activity: ActivityFacts, understanding: Understanding) -> bool:
    """«5 ни жумага топшираман»: a promise that names its activity is one of its own, whatever was said before it."""
    is_named = activity.number in understanding.named
    return is_named and promised_in(sent.incoming.text, activity, sent.recording.today) is not None


def _is_more(sent: Sent, activity: ActivityFacts, understanding: Understanding) -> bool:
    """Whether the words only continue the report: they claim nothing new and name no other activity."""
    if not sent.incoming.text or named_in(sent.incoming.text, understanding, (activity,)) is not None:
        return True
    told = understanding.told
    only_tells = understanding.asks is Asks.NONE and not set(understanding.intents) & APPEALS.keys() and bool(told)
    return only_tells and all(
        piece.numbers == (activity.number,) and piece.percent is None and piece.done is None for piece in told
    )
