"""What is no report: courtesies, corrections, and words for the control department."""

from collections.abc import AsyncIterator
from dataclasses import replace

from sqlalchemy import select

from models import Appeal, AppealKind, Report
from services.language.reading.intents import Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Understanding
from services.language.reading.short_answers import only_names_a_doer
from services.messages.anchors import FRESH
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts
from services.reports.appeals import dispatch, keep
from services.reports.correcting import corrected, each_taken_back, figure_put_right, stranger_beside
from services.reports.formers import formers_meant
from services.reports.mending import mended
from services.reports.message import Answer, Appealed, Choice, Courteous, items_of, joined, words_alone
from services.reports.sent import Sent
from services.reports.written import number_as_well, numbers_in

APPEALS = {
    Intent.MORE_TIME: AppealKind.MORE_TIME,
    Intent.REFUSAL: AppealKind.REFUSAL,
    Intent.AWAY: AppealKind.AWAY,
    Intent.QUESTION: AppealKind.QUESTION,
}
_OF_A_NUMBER = (AppealKind.QUESTION, AppealKind.MORE_TIME)
AT_ONCE = (AppealKind.REFUSAL, AppealKind.AWAY)  # they go to the control department with no further tap


async def apart(sent: Sent, understanding: Understanding) -> AsyncIterator[Answer]:
    """Answer what is no report: courtesy, a correction, a question, a request, a refusal, an absence."""
    if understanding.intent is Intent.COURTESY:
        yield Courteous.NOD
    elif (stranger := _stranger(sent, understanding)) is not None:
        yield await ask_what_it_is(sent, replace(understanding, named=(stranger,)))
    elif understanding.intent is Intent.CORRECTION and (several := await each_taken_back(sent, understanding)):
        for one in several:
            yield one
    elif understanding.intent is Intent.CORRECTION:
        yield (
            await figure_put_right(sent, understanding)
            or await corrected(sent, understanding)
            or await ask_what_it_is(sent, understanding)
        )
    else:
        main = understanding.intent in APPEALS
        others = [intent for intent in APPEALS if intent in understanding.intents]
        for intent in understanding.intents[:1] if main else others:
            yield await _appealed(sent, understanding, intent)


def _stranger(sent: Sent, understanding: Understanding) -> int | None:
    """The number of a correction that is no activity of the person's."""
    text = sent.incoming.text
    return stranger_beside(text, mended(text), sent.mine) if understanding.intent is Intent.CORRECTION else None


async def adds_a_request(sent: Sent, understanding: Understanding) -> bool:
    """Whether an edited report asks for something as well («20%, узайтириб беринг»), which was not taken up before."""
    asked = [APPEALS[intent] for intent in understanding.also if intent in APPEALS]
    if not asked or understanding.intent in APPEALS or sent.incoming.message_id is None:
        return False
    recording, incoming = sent.recording, sent.incoming
    same = (Appeal.account_id == recording.person.account_id, Appeal.chat_id == incoming.chat_id)
    kept = select(Appeal.text).where(*same, Appeal.message_id == incoming.message_id, Appeal.kind.in_(asked))
    taken_up = set((await recording.session.scalars(kept)).all())
    words = {understanding.apart.get(intent, "") or incoming.text.strip() for intent in understanding.also}
    return taken_up.isdisjoint(words)


async def ask_what_it_is(sent: Sent, understanding: Understanding) -> Choice:
    """Keep the words, and ask what they are."""
    text = sent.incoming.text
    part = await sent.recording.free_part(sent.incoming)
    report = sent.recording.draft(sent.incoming, words_alone(text, 0), part)
    sent.recording.session.add(report)
    await sent.recording.session.flush()
    return await sent.asked(report, replace(understanding, asks=Asks.INTENT))


async def asked_as_well(sent: Sent, understanding: Understanding) -> Appealed | None:
    """«13ни ҳам» within minutes of a request for more time on another activity: the same is asked for this one."""
    number = number_as_well(sent.incoming.text)
    activity = sent.numbered(number) if number is not None and understanding.named == (number,) else None
    if activity is None or sent.incoming.files or sent.is_open_which(activity):
        return None
    recording = sent.recording
    lately = (Appeal.account_id == recording.person.account_id, Appeal.written_at > recording.now - FRESH)
    before = await recording.session.scalar(select(Appeal).where(*lately).order_by(Appeal.id.desc()).limit(1))
    if before is None or before.kind is not AppealKind.MORE_TIME or before.activity_id in (None, activity.id):
        return None
    since = (Report.account_id == recording.person.account_id, Report.submitted_at > before.written_at)
    if await recording.session.scalar(select(Report.id).where(*since).limit(1)) is not None:
        return None  # something else was spoken of meanwhile
    words = joined(before.text, sent.incoming.text)
    row = await keep(
        recording.session,
        recording.person,
        sent.incoming,
        before.kind,
        words,
        now=recording.now,
        activity_id=activity.id,
    )
    return Appealed(row.id, row.kind, words, activity)


async def _appealed(sent: Sent, understanding: Understanding, intent: Intent) -> Appealed:
    kind = APPEALS[intent]
    is_main = understanding.intent is intent
    words = "" if is_main and intent is not Intent.QUESTION else understanding.apart.get(intent, "")
    words = words or sent.incoming.text.strip()
    is_of_one = len(understanding.subject) == 1 and kind is not AppealKind.AWAY
    activity = sent.numbered(understanding.subject[0]) if is_of_one else None
    if activity is not None and sent.is_open_which(activity):
        activity = None
    if kind is AppealKind.REFUSAL and activity is not None and activity.number not in understanding.named:
        activity = None  # spoken of last, which need not be what the words refuse: it is asked
    may_be_news = kind is AppealKind.REFUSAL and only_names_a_doer(words)
    meant = activity
    if may_be_news:
        activity = None  # who does it: nothing is sent unasked
    if kind is AppealKind.MORE_TIME and activity is not None and activity.number not in understanding.named:
        is_one_of_several_here = len({one.number for one in sent.here}) > 1  # a reminder of several
        activity = None if is_one_of_several_here or sent.pointed_elsewhere(activity) else activity
    activity_id = activity.id if activity is not None else None
    written = tuple(dict.fromkeys([*understanding.named, *numbers_in(words, sent.mine, sent.here)]))
    if kind in _OF_A_NUMBER and written and (activity is None or activity.number not in written):
        # What the words themselves name goes before what was spoken of last, which they are never about then.
        activity = sent.numbered(written[0]) if len(written) == 1 else None
        activity_id = activity.id if activity is not None else None
        if kind is AppealKind.QUESTION and activity is None and len(written) == 1:
            activity_id = await sent.recording.numbered_in_plan(written[0])  # a question may be about others' work
    needs = kind in (AppealKind.MORE_TIME, AppealKind.REFUSAL)
    formers = await formers_meant(sent, written) if needs else ()
    closed = await sent.closed_plan(written) if needs else None
    if formers or closed is not None:
        activity = activity_id = None
    row = await keep(
        sent.recording.session,
        sent.recording.person,
        sent.incoming,
        kind,
        words,
        now=sent.recording.now,
        activity_id=activity_id,
    )
    if kind in AT_ONCE and (activity is not None or not needs):
        await dispatch(sent.recording.session, sent.admins, row, sent.recording.now)
    choices = await _in_question(sent, understanding) if needs and activity is None else ()
    if may_be_news and meant is not None and meant in choices:
        choices = (meant,)
    if closed is not None:
        formers, choices = (), closed.first(choices, sent.mine)
    return Appealed(
        row.id,
        kind,
        words,
        activity,
        sent.recording.with_formers(choices, formers, sent.mine),
        understanding.month,
        is_sent=row.sent_at is not None,
        formers=formers,
        closed=closed,
    )


async def _in_question(sent: Sent, understanding: Understanding) -> tuple[ActivityFacts, ...]:
    if sent.replied and len(sent.here) == 1 and not understanding.named:
        return tuple(sent.here)  # a reply says what it is about
    named = (*understanding.named, *numbers_in(sent.incoming.text, sent.mine, sent.here))
    spoken = [*understanding.ranked[:1], *understanding.choices, *understanding.ranked]
    lately = (*sent.here, *await sent.lately())  # what is gone on with stays among the first
    likeliest = [
        *(one for number in (*named, *spoken[:1]) for one in items_of(number, sent.mine)),
        *lately,
        *(one for number in spoken for one in items_of(number, sent.mine)),
    ]
    others = by_urgency(activity for activity in sent.mine if activity.is_open)
    return tuple(dict.fromkeys([*likeliest, *others]))
