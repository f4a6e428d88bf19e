"""Further words that belong to an earlier message: they join its report, or settle what its draft leaves open."""

from dataclasses import replace

from models import Report, ReportState
from services.language.courtesies import is_no
from services.language.reading.intents import ABOUT_WORK, Intent
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.language.reading.short_answers import is_yes
from services.plan.figures import ActivityFacts
from services.reports.additions import join
from services.reports.apart import APPEALS
from services.reports.message import Choice, Recorded, named_in, understood
from services.reports.progress import is_undecided
from services.reports.recording import part_of
from services.reports.sent import Sent


async def add_to(sent: Sent, report_id: int | None, understanding: Understanding) -> Recorded | Choice | None:
    """Add the words and files to a report or draft if they only continue it; else None.

    To the question which activity a draft is about, a number alone is the answer; to the question whether the work is
    done, a yes, a no or a plain statement is.
    """
    session, person = sent.recording.session, sent.recording.person
    report = await session.get(Report, report_id) if report_id is not None else None
    if report is None or report.account_id != person.account_id or report.state is ReportState.UNDONE:
        return None
    if report.state is ReportState.DRAFT:
        return await _add_to_draft(sent, report, understanding)
    if not await _is_more(sent, report):
        return None
    await join(session, report, sent.incoming, sent.incoming.text, sent.recording.now)
    return await sent.recording.told_more(report, sent.incoming)


async def _add_to_draft(sent: Sent, report: Report, understanding: Understanding) -> Recorded | Choice | None:
    session, now = sent.recording.session, sent.recording.now
    named = named_in(sent.incoming.text, understanding, sent.mine)
    if named is not None:
        await join(session, report, sent.incoming, "", now)
        return await sent.recording.place(report, named, await sent.recording.said_of(report, named))
    activity = await sent.recording.facts_of(report) if report.assignment_id is not None else None
    if activity is not None and (told := _settles(sent, activity)) is not None:
        await join(session, report, sent.incoming, told.words, now)
        report.percent, report.done = told.percent, told.done
        return await sent.recording.place(report, activity, replace(told, words=report.text))
    is_of_work = understanding.intent is Intent.UNCLEAR or bool(ABOUT_WORK.intersection(understanding.intents))
    names_other = any(number != (activity.number if activity else None) for number in understanding.named)
    if names_other or not is_of_work or set(understanding.intents) & APPEALS.keys():
        return None
    await join(session, report, sent.incoming, sent.incoming.text, now)
    return await sent.recording.asked_again(report)


def _settles(sent: Sent, activity: ActivityFacts) -> Told | None:
    """The answer that the words give to the question whether the work is done, or how far it is."""
    text = sent.incoming.text
    if is_yes(text):
        return Told((activity.number,), None, True, Asks.NONE, "")
    if is_no(text):
        return Told((activity.number,), None, None, Asks.NONE, "")
    understanding = understood(text, sent.mine, (activity,), sent.recording.today)
    [told, *others] = understanding.told or (None,)
    if told is None or others or understanding.asks is not Asks.NONE or told.numbers != (activity.number,):
        return None
    return told if told.done or told.percent is not None else None


async def _is_more(sent: Sent, report: Report) -> bool:
    """Whether the words only continue the report: they claim nothing new and name no other activity."""
    activity = await sent.recording.facts_of(report)
    is_own = part_of(activity, report) in activity.parts_of(sent.recording.person.executor_ids)
    if not is_own or not await is_undecided(sent.recording.session, report):
        return False
    if not sent.incoming.text:
        return True
    understanding = sent.understood((activity,))
    is_named_alone = named_in(sent.incoming.text, understanding, (activity,)) is not None
    if is_named_alone:
        return True
    told = understanding.told
    only_tells = understanding.asks is Asks.NONE and not set(understanding.intents) & APPEALS.keys() and bool(told)
    return only_tells and all(
        piece.numbers == (activity.number,) and piece.percent is None and piece.done is None for piece in told
    )
