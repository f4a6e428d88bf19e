"""Corrections in words: which report is meant, and what it may be changed into."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from models import Report, ReportState
from services.language.reading.parts import Asks
from services.language.reading.reader import Told, Understanding
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts
from services.reports.additions import attach
from services.reports.mending import WHOLE, Mended, mended, names_the_right_one, put_right, says_misplaced
from services.reports.message import Corrected, Recorded
from services.reports.progress import is_undecided
from services.reports.sent import Sent
from services.reports.written import LONG, numbers_in, numbers_written

SEVERAL = 2
MOST_LOOKED_AT = 20  # latest reports, of which a correction may mean one


def stranger_beside(text: str, pair: Mended | None, mine: Sequence[ActivityFacts]) -> int | None:
    """«17 не 40, а 30»: a number named beside what is corrected that is no activity of the person's."""
    if pair is None:
        return None
    own = {activity.number for activity in mine}
    written = numbers_written(text, own)
    return next((one for one in _numbers(text, pair) if one not in own and (one < LONG or one in written)), None)


def _numbers(text: str, pair: Mended | None) -> list[int]:
    """The numbers that the text has beside those of the pair."""
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,9}(?!\d)", text)]
    for one in (pair.wrong, pair.right) if pair is not None else ():
        numbers.remove(one)
    return numbers


def _numbers_beside(text: str, pair: Mended | None, mine: Sequence[ActivityFacts]) -> list[int]:
    """The own activities that the text names beside what it corrects, and then the one it says was wrong."""
    numbers = _numbers(text, pair)
    if pair is not None and not pair.is_percent:
        numbers.append(pair.wrong)
    own = {activity.number for activity in mine}
    return [number for number in numbers if number in own]


async def corrected(sent: Sent, understanding: Understanding) -> Corrected | None:
    """The report that the words say is wrong, and what it may be changed into; None if they mean none of theirs."""
    pair = mended(sent.incoming.text)
    if (overtaken := await _overtaken(sent)) is not None:
        return overtaken
    beside = _numbers_beside(sent.incoming.text, pair, sent.mine)
    meant = [] if pair is None and names_the_right_one(sent.incoming.text) else beside
    last, is_decided = await _meant(sent, pair, meant)
    if last is None:
        return None
    written = {*beside, *understanding.named}
    if written and last.activity.number not in written and not says_misplaced(sent.incoming.text):
        return None  # «22 – ошибка в карте»: of another activity alone, which the last report is not to move to
    others = [activity for activity in sent.mine if activity.id != last.activity.id]
    rights = {pair.right} if pair is not None and not pair.is_percent else {*beside, *understanding.named}
    named = [activity for activity in others if activity.number in rights]
    named = named or [activity for activity in others if activity.number in understanding.named]
    likeliest = named or [activity for activity in by_urgency(others) if activity.is_open]
    numbers = {activity.number for activity in sent.mine}
    percent = pair.percent_of(last.report.percent, numbers) if pair is not None else put_right(sent.incoming.text)
    return Corrected(last, tuple(likeliest), percent, is_decided=is_decided)


async def _overtaken(sent: Sent) -> Corrected | None:
    """The report replied to, if the person has reported on its activity since: that later one stands, as it is."""
    recording = sent.recording
    report = await recording.session.get(Report, sent.report_id) if sent.report_id is not None else None
    if report is None or report.account_id != recording.person.account_id or report.state is not ReportState.RECORDED:
        return None
    told = await recording.again(report)
    last = await _last_on(sent, told.activity.number) if await recording.own_last(report.id) is None else None
    return Corrected(told, (), later=last.last.report) if last is not None else None


async def figure_put_right(sent: Sent, understanding: Understanding) -> Recorded | None:
    """A new report with the right figure («ошибся, 19 - 45»), if the words leave nothing open; else None.

    What was said before stays as history. A figure of today's that words set against the right one («60 эмас, 40») is
    changed by a button, as long as nobody has built on it.
    """
    told = _figure(sent, understanding)
    activity = sent.numbered(told.numbers[0]) if told is not None else None
    if told is None or activity is None or not activity.is_open or sent.is_open_which(activity):
        return None
    if await _overtaken(sent) is not None:
        return None
    last, newest = await _last_on(sent, activity.number), (await _meant(sent, None, ()))[0]
    if last is None or newest is None or last.is_decided:
        return None
    before = WHOLE if last.last.report.done else last.last.report.percent
    pair = mended(sent.incoming.text)
    is_of_today = last.last.report.submitted_on == sent.recording.today
    if before in (None, told.percent) or (pair is not None and (pair.wrong != before or is_of_today)):
        return None
    if newest.activity.id != activity.id and newest.report.percent == told.percent:
        return None  # written of another activity just now, perhaps: it is offered to be moved
    report = sent.recording.draft(sent.incoming, told, await sent.recording.free_part(sent.incoming))
    sent.recording.session.add(report)
    await sent.recording.session.flush()
    await attach(sent.recording.session, report, sent.incoming)
    placed = await sent.recording.place(report, activity, told)
    return replace(placed, corrects=before) if isinstance(placed, Recorded) else None


def _figure(sent: Sent, understanding: Understanding) -> Told | None:
    """The right percent of the one activity that the words name, or are about."""
    text = sent.incoming.text
    pair = mended(text)
    if pair is None:
        return understanding.mends
    beside = _numbers(text, pair)
    here = [activity.number for activity in sent.here] if sent.replied and not beside else beside
    is_certain = pair.is_percent and len(here) == 1 and pair.right < WHOLE and sent.numbered(here[0]) is not None
    return Told((here[0],), pair.right, None, Asks.NONE, text) if is_certain else None


async def each_taken_back(sent: Sent, understanding: Understanding) -> tuple[Corrected, ...]:
    """Of words that take back what was said of several activities, an offer for each; () of words about one."""
    if mended(sent.incoming.text) is not None:
        return ()
    own = {activity.number for activity in sent.mine}
    numbers = {*understanding.named, *numbers_in(sent.incoming.text, sent.mine, sent.here)} & own
    if len(numbers) < SEVERAL:
        return ()
    found = [one for number in sorted(numbers) if (one := await _last_on(sent, number)) is not None]
    return tuple(found) if len(found) == len(numbers) and any(one.last.report.done for one in found) else ()


async def _last_on(sent: Sent, number: int) -> Corrected | None:
    """The person's last report on the activity, to be taken back or left."""
    recording, activity = sent.recording, sent.numbered(number)
    parts = activity.parts_of(recording.person.executor_ids) if activity is not None else ()
    query = select(Report.id).where(
        Report.assignment_id.in_([part.assignment_id for part in parts]), Report.state == ReportState.RECORDED
    )
    for report_id in (await recording.session.scalars(query.order_by(Report.id.desc()).limit(MOST_LOOKED_AT))).all():
        report = await recording.own_last(report_id)
        if report is not None:
            is_decided = not await is_undecided(recording.session, report)
            return Corrected(await recording.again(report), (), is_decided=is_decided)
    return None


async def _meant(sent: Sent, pair: Mended | None, numbers: Sequence[int]) -> tuple[Recorded | None, bool]:
    """The latest report that fits the words best, and whether an admin has decided on it."""
    recording = sent.recording
    query = select(Report).where(
        Report.account_id == recording.person.account_id,
        Report.state == ReportState.RECORDED,
        Report.chat_id == sent.incoming.chat_id,
    )
    here = {activity.id for activity in sent.here}
    best: tuple[int, Recorded, bool] | None = None
    for report in await recording.session.scalars(query.order_by(Report.id.desc()).limit(MOST_LOOKED_AT)):
        if await recording.own_last(report.id) is None:
            continue
        is_decided = not await is_undecided(recording.session, report)
        told = await recording.again(report)
        is_value = pair is not None and not pair.is_activity and told.report.percent == pair.wrong
        fits = 4 * (told.activity.number in numbers) + 2 * is_value + (told.activity.id in here)
        if best is None or (fits, best[2]) > (best[0], is_decided):
            best = (fits, told, is_decided)
    return (best[1], best[2]) if best is not None else (None, False)
