"""A co-executor's part that its lead waits for: «тайёр» answers that request, however late it comes."""

from collections.abc import Sequence

from sqlalchemy import select

from models import Report, ReportState
from services.language.reading.own_part import says_ready
from services.language.reading.parts import Asks
from services.language.reading.reader import Told
from services.plan.figures import ActivityFacts, Part
from services.reports.additions import attach
from services.reports.handing_in import WAITED
from services.reports.message import Choice, Incoming, Recorded, words_alone
from services.reports.recording import Recording
from services.reports.waiting_hand_ins import kept_hand_ins


async def awaited_parts(recording: Recording) -> list[tuple[ActivityFacts, Part]]:
    """The person's parts that are not delivered, and for which the lead of the activity waits."""
    mine = {one.id: one for one in await recording.activities()}
    own = recording.person.executor_ids
    kept = await kept_hand_ins(recording.session, mine)
    waited = {
        id for draft, id in kept if (draft.before or {}).get(WAITED) and draft.account_id != recording.person.account_id
    }
    return [
        (mine[id], part)
        for id in sorted(waited)
        for part in mine[id].parts_of(own)
        if not (part.leads or part.is_delivered or not mine[id].is_open)
    ]


async def answered(
    recording: Recording, incoming: Incoming, about: Sequence[int], *, goes_on: bool
) -> tuple[Recorded | Choice, ...] | None:
    """Take a bare «тайёр» for the part that is waited for; of several, ask which of them. None of anything else.

    `about` are the activities (ids) spoken of: another one of them is meant, if it is the only one. `goes_on`: the
    words follow a report or a question of one activity.
    """
    if not says_ready(incoming.text):
        return None
    awaited = await awaited_parts(recording)
    spoken = set(about)
    if len(spoken) == 1 and not await _has_delivered(recording, *spoken):
        awaited = [one for one in awaited if one[0].id in spoken and not goes_on]
    if not awaited:
        return None
    report = recording.draft(incoming, words_alone(incoming.text, 0), 0)
    recording.session.add(report)
    await recording.session.flush()
    await attach(recording.session, report, incoming)
    if len(awaited) > 1:
        every = tuple({activity.id: activity for activity, _ in awaited}.values())
        if len(every) > 1:
            return (Choice((report.id,), report.text, every),)
    [(activity, part), *_] = awaited
    return (await _placed(recording, report, activity, part),)


async def _has_delivered(recording: Recording, activity_id: int) -> bool:
    """Whether the person has nothing left to say of the activity."""
    activity = await recording.activity(activity_id)
    return activity is not None and all(part.is_delivered for part in activity.parts_of(recording.person.executor_ids))


async def deliver(recording: Recording, part: int, chat_id: int) -> Recorded | Choice | None:
    """Record by a press that the person's part (an assignment) is done; once, however often it is pressed.

    None if it is not theirs, or the activity is decided.
    """
    mine = [(one, own) for one in await recording.activities() for own in one.parts_of(recording.person.executor_ids)]
    found = next(((one, own) for one, own in mine if own.assignment_id == part and not own.leads), None)
    if found is None:
        return None
    activity, own = found
    if own.is_delivered or not activity.is_open:
        last = await recording.session.scalar(
            select(Report)
            .where(Report.assignment_id == part, Report.state == ReportState.RECORDED)
            .where(Report.account_id == recording.person.account_id)
            .order_by(Report.submitted_at.desc(), Report.id.desc())
            .limit(1)
        )
        return await recording.again(last) if last is not None else None
    report = recording.draft(Incoming(chat_id, None), words_alone("", activity.number), 0)
    recording.session.add(report)
    await recording.session.flush()
    return await _placed(recording, report, activity, own)


async def _placed(recording: Recording, report: Report, activity: ActivityFacts, part: Part) -> Recorded | Choice:
    told = Told((activity.number,), None, True, Asks.NONE, report.text)
    return await recording.place(report, activity, told, assignment_id=part.assignment_id)
