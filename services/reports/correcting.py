"""Corrections in words: which report is meant, and what it may be changed into."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from models import Report, ReportState
from services.language.reading.reader import Understanding
from services.plan.activities import by_urgency
from services.plan.figures import ActivityFacts
from services.reports.mending import Mended, mended, put_right, says_misplaced
from services.reports.message import Corrected, Recorded
from services.reports.progress import is_undecided
from services.reports.sent import Sent
from services.reports.written import written_numbers

SEVERAL = 2
MOST_LOOKED_AT = 20  # latest reports, of which a correction may mean one


def stranger_beside(text: str, pair: Mended | None, mine: Sequence[ActivityFacts]) -> int | None:
    """«17 не 40, а 30»: a number named beside what is corrected that is no activity of the person's."""
    if pair is None:
        return None
    own = {activity.number for activity in mine}
    return next((number for number in _numbers(text, pair) if number not in own), None)


def _numbers(text: str, pair: Mended | None) -> list[int]:
    """The numbers that the text has beside those of the pair."""
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,3}(?!\d)", text)]
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
    meant = _numbers_beside(sent.incoming.text, pair, sent.mine)
    last, is_decided = await _meant(sent, pair, meant)
    if last is None:
        return None
    written = {*meant, *understanding.named}
    if written and last.activity.number not in written and not says_misplaced(sent.incoming.text):
        return None  # «22 – ошибка в карте»: of another activity alone, which the last report is not to move to
    others = [activity for activity in sent.mine if activity.id != last.activity.id]
    rights = {pair.right} if pair is not None and not pair.is_percent else set(understanding.named)
    named = [activity for activity in others if activity.number in rights]
    named = named or [activity for activity in others if activity.number in understanding.named]
    likeliest = named or [activity for activity in by_urgency(others) if activity.is_open]
    numbers = {activity.number for activity in sent.mine}
    percent = pair.percent_of(last.report.percent, numbers) if pair is not None else put_right(sent.incoming.text)
    return Corrected(last, tuple(likeliest), percent, is_decided=is_decided)


async def each_taken_back(sent: Sent, understanding: Understanding) -> tuple[Corrected, ...]:
    """Of words that take back what was said of several activities, an offer for each; () of words about one."""
    if mended(sent.incoming.text) is not None:
        return ()
    own = {activity.number for activity in sent.mine}
    numbers = {*understanding.named, *written_numbers(sent.incoming.text)} & own
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
