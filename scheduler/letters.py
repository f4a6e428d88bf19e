"""The words of outbox messages: each kind is built from what is true when it is sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.container import Services
from services.control.amended import Amended
from services.messages.kinds import (
    AdminNamed,
    AdminRemoved,
    AlsoLinked,
    AppealAnswered,
    AppealSent,
    CarryWanted,
    ClosedTogether,
    Controlled,
    CoReport,
    CoReports,
    Decided,
    DecisionsWait,
    DeputyEnded,
    DeputyNamed,
    ExtensionAsked,
    ExtensionDecided,
    Final,
    FinalReport,
    GroupLost,
    HowToWrite,
    ImportCancelled,
    InstructionGiven,
    InstructionReplied,
    KeptWords,
    LeadershipSetting,
    Letter,
    LetterKind,
    Linked,
    LinkRefused,
    LinkRequested,
    Listed,
    NextWanted,
    NotReady,
    Nudge,
    ObstacleRaised,
    OrdersGiven,
    Overruled,
    PaperTakenOff,
    PartAwaited,
    PartTermSet,
    PartTimeAsked,
    PeopleLate,
    PersonalControl,
    PlanAmended,
    PlanAmendedCounts,
    PlanBegun,
    PlanCardShown,
    PlanClosed,
    PlanDropped,
    PlanImported,
    PlanMarked,
    PlanOver,
    PlanRenumbered,
    PlanReopened,
    PlanTakenBack,
    PlanTakenBackCounts,
    QuarterOffered,
    Reminder,
    SomebodyLinked,
    Submitted,
    UnitReminder,
    Unlinked,
    Unreachable,
    WeeklySummary,
    letter_of,
    tells_of_taking_back,
)
from services.messages.outbox import Owed
from services.people.accounts import Person
from services.people.groups import OF_LEADERSHIP
from services.plan.figures import PlanFacts
from services.plan.marks import line_of
from services.plan.sight import seeing
from services.reminders.composing import ReminderFacts
from services.reports import Decision
from services.reports.digest import DigestFacts
from views import (
    admins,
    appeals,
    commitments,
    control,
    deputies,
    edition,
    inventory,
    leadership,
    marks,
    orders,
    plan_card,
    review,
    unit_groups,
)
from views import agenda as agenda_views
from views import amending as amending_views
from views import calendar as calendar_views
from views import carrying as carrying_views
from views import importing as importing_views
from views import instructions as instruction_views
from views import my as my_views
from views import nudging as nudge
from views import parts as part_views
from views import people as people_views
from views import plan as plan_views
from views.digest import digest
from views.documents.execution import final_execution
from views.evening import evening
from views.heads import people_late
from views.kit.screen import Screen
from views.kit.texts import Texts
from views.notices import with_notice
from views.reminder import reminder
from views.summary import weekly, with_picture
from views.units import listed
from views.watching import watched

Words = Callable[[Services, Owed, Any, Texts, datetime], Awaitable[Screen | None]]  # Any: the letter of their kind


@dataclass(frozen=True)
class Found:
    """What a message says, found beforehand; `content` is None if nothing is left to say."""

    content: ReminderFacts | DigestFacts | None


async def find(services: Services, owed: Sequence[Owed], now: datetime) -> dict[int, Found]:
    """What the reminders and digests among the messages say, by the outbox's id, found for all of them together."""
    reminders = [one for one in owed if one.kind == LetterKind.REMINDER and one.account_id is not None]
    asked = [(one.account_id or 0, Reminder.from_json(one.refs)) for one in reminders]
    contents = await services.reminders.compose_each(asked, now) if asked else ()
    found = {one.id: Found(content) for one, content in zip(reminders, contents, strict=True)}
    return found | await _find_digests(
        services, [one for one in owed if one.kind == LetterKind.WAITING and one.chat_id > 0], now
    )


async def _find_digests(services: Services, owed: Sequence[Owed], now: datetime) -> dict[int, Found]:
    digests = await services.digests.facts_each(now, {one.chat_id for one in owed}) if owed else {}
    return {one.id: Found(digests[one.chat_id]) for one in owed}


async def compose(services: Services, owed: Owed, t: Texts, now: datetime, found: Found | None = None) -> Screen | None:
    """What an owed message says at `now` in the reader's language; None if nothing is left to say.

    `found` is what `find` has found of it. A plan's own chat is told of that plan alone, and a chat that is the
    leadership's no more of none. Raises ValueError if its kind is unknown.
    """
    about = letter_of(owed.kind, owed.refs)
    screen = _of_found(t, found) if found is not None else await _composed(services, owed, about, t, now)
    if screen is None or screen.is_silent == about.is_silent:
        return screen
    return replace(screen, is_silent=about.is_silent)


async def _composed(services: Services, owed: Owed, about: Letter, t: Texts, now: datetime) -> Screen | None:
    group = await services.groups.of_chat(owed.chat_id) if owed.chat_id < 0 else None
    if group is None and owed.chat_id < 0 and about.kind in OF_LEADERSHIP:
        return None
    with seeing(group.lines if group is not None else None):
        return await LETTERS[about.kind](services, owed, about, t, now)


def _of_found(t: Texts, found: Found) -> Screen | None:
    if isinstance(found.content, DigestFacts):
        return None if found.content.is_empty else digest(t, found.content)
    return None if found.content is None else reminder(t, found.content)


async def _reminder(services: Services, owed: Owed, about: Reminder, t: Texts, now: datetime) -> Screen | None:
    if owed.account_id is None:
        return None
    content = await services.reminders.compose(owed.account_id, about, now)
    return None if content is None else reminder(t, content)


async def _summary(services: Services, _owed: Owed, about: WeeklySummary, t: Texts, now: datetime) -> Screen | None:
    summary = await services.summaries.weekly(about.week, now)
    # A summary that could not be sent in its week is not sent in another: that one has its own.
    if summary is None or summary.week != about.week or summary.plan.is_closed:
        return None
    return await with_picture(weekly(t, summary), t, summary)


async def _personal_control(
    services: Services, _owed: Owed, about: PersonalControl, t: Texts, now: datetime
) -> Screen | None:
    facts = await services.watching.facts(about.day, now)
    return watched(t, facts) if facts is not None else None


async def _submission(services: Services, owed: Owed, about: Submitted, t: Texts, now: datetime) -> Screen | None:
    submission = await services.decisions.submission(about.acceptance, now)
    if submission is None or submission.decision is not None:
        return None
    return review.submission(t, submission, with_files=True, by_admin=owed.account_id is None)


async def _extension(services: Services, owed: Owed, about: ExtensionAsked, t: Texts, now: datetime) -> Screen | None:
    extension = await services.decisions.extension(about.extension, now)
    if extension is None or (extension.decision is not None and not tells_of_taking_back(owed.key)):
        return None
    return review.extension(t, extension)


async def _obstacle(services: Services, _owed: Owed, about: ObstacleRaised, t: Texts, now: datetime) -> Screen | None:
    found = await services.commitments.obstacle(about.obstacle, now)
    return None if found is None else commitments.letter(t, *found)


async def _decided(services: Services, owed: Owed, about: Decided, t: Texts, now: datetime) -> Screen | None:
    submission = await services.decisions.submission(about.acceptance, now)
    person = await _reader(services, owed, now)
    part = submission.activity.part_of(person.executor_ids) if submission is not None and person is not None else None
    if submission is None or part is None or submission.decision != (about.decision or submission.decision):
        return None
    letters = {
        Decision.ACCEPTED: review.accepted_letter,
        Decision.RETURNED: review.returned_letter,
        Decision.REOPENED: review.reopened_letter,
    }
    return letters[submission.decision](t, submission, part) if submission.decision in letters else None


async def _controlled(services: Services, owed: Owed, about: Controlled, t: Texts, now: datetime) -> Screen | None:
    activity = await services.activities.one(about.activity, t.local_day(now))
    person = await _reader(services, owed, now)
    if activity is None or person is None:
        return None
    gave_away = about.before.get("executor") in [one.name for one in person.executors]
    if activity.part_of(person.executor_ids) is None and not gave_away:
        return None
    told = await services.notices.letter(owed.id, now)
    new = about.after.get(about.what) if about.what in ("executor", "lead") else None
    theirs = [one.id for one in person.executors if one.name == new]
    mine = activity.part_of(frozenset(theirs))
    return with_notice(t, control.letter(t, activity, about, mine, items=len(told)), owed.id, told)


async def _part_term(services: Services, owed: Owed, about: PartTermSet, t: Texts, now: datetime) -> Screen | None:
    activity = await services.activities.one(about.activity, t.local_day(now))
    person = await _reader(services, owed, now)
    mine = activity.parts_of(person.executor_ids) if activity is not None and person is not None else ()
    part = next((one for one in mine if one.assignment_id == about.part), None)
    if activity is None or part is None or part.due_on != about.day:
        return None  # of a term that was changed once more the later letter tells
    return part_views.letter(t, activity, part, about)


async def _part_awaited(services: Services, owed: Owed, about: PartAwaited, t: Texts, now: datetime) -> Screen | None:
    activity = await services.activities.one(about.activity, t.local_day(now))
    person = await _reader(services, owed, now)
    mine = activity.parts_of(person.executor_ids) if activity is not None and person is not None else ()
    part = next((one for one in mine if one.assignment_id == about.part), None)
    since = await services.drafts.awaited_since(about.draft)
    if activity is None or part is None or part.is_delivered or since is None or not activity.is_open:
        return None
    return part_views.awaited(t, activity, part, since)


async def _part_time(services: Services, owed: Owed, about: PartTimeAsked, t: Texts, now: datetime) -> Screen | None:
    extension = await services.decisions.extension(about.extension, now)
    person = await _reader(services, owed, now)
    if extension is None or person is None or extension.decision is not None:
        return None
    leads = extension.activity.lead.executor in person.executors
    return part_views.time_asked(t, extension) if leads else None


async def _closed_together(
    services: Services, owed: Owed, about: ClosedTogether, t: Texts, now: datetime
) -> Screen | None:
    activities = [await services.activities.one(one, t.local_day(now)) for one in about.activities]
    person = await _reader(services, owed, now)
    own = [one for one in activities if one is not None and person is not None and one.part_of(person.executor_ids)]
    return inventory.letter(t, own, about) if own else None


async def _extension_decided(
    services: Services, owed: Owed, about: ExtensionDecided, t: Texts, now: datetime
) -> Screen | None:
    extension = await services.decisions.extension(about.extension, now)
    person = await _reader(services, owed, now)
    if extension is None or person is None or extension.activity.part_of(person.executor_ids) is None:
        return None
    if extension.decision is None:  # closed with its plan, which is carried on again
        return None
    return review.extension_letter(t, extension)


async def _co_report(services: Services, owed: Owed, about: CoReport, t: Texts, now: datetime) -> Screen | None:
    report = await services.reports.one(about.report)
    activity = await services.activities.one(about.activity, t.local_day(now))
    person = await _reader(services, owed, now)
    if report is None or activity is None or person is None or activity.lead.executor not in person.executors:
        return None
    if about.taken_back is not None:
        part = next((one for one in activity.parts if one.assignment_id == about.taken_back), None)
        is_back = part is not None and not part.is_delivered  # else it was only reworded
        return part_views.taken_back(t, activity, part) if part is not None and is_back else None
    return review.co_report_letter(t, activity, report)


async def _co_reports(services: Services, owed: Owed, about: CoReports, t: Texts, now: datetime) -> Screen | None:
    person = await _reader(services, owed, now)
    facts = await services.evenings.facts(about, person, now) if person is not None else None
    return None if facts is None else evening(t, facts)


async def _instruction(
    services: Services, owed: Owed, about: InstructionGiven, t: Texts, now: datetime
) -> Screen | None:
    person = await _reader(services, owed, now)
    received = await services.instructions.received(about.instruction, person, now) if person is not None else None
    return None if received is None else instruction_views.letter(t, received)


async def _instruction_reply(
    services: Services, _owed: Owed, about: InstructionReplied, t: Texts, now: datetime
) -> Screen | None:
    reply = await services.instructions.reply(about.instruction, about.report, now)
    return None if reply is None else instruction_views.reply(t, reply)


async def _appeal(services: Services, owed: Owed, about: AppealSent, t: Texts, now: datetime) -> Screen | None:
    appeal = await services.appeals.one(about.appeal, now)
    is_told = appeal is not None and (not appeal.is_settled or tells_of_taking_back(owed.key))
    return appeals.letter(t, appeal) if appeal is not None and is_told else None


async def _appeal_answered(
    services: Services, _owed: Owed, about: AppealAnswered, t: Texts, now: datetime
) -> Screen | None:
    appeal = await services.appeals.one(about.appeal, now)
    is_decided = appeal is not None and (appeal.answer is not None or appeal.moved_to is not None)
    return appeals.answer_letter(t, appeal) if appeal is not None and is_decided else None


async def _admin_named(services: Services, owed: Owed, about: AdminNamed, t: Texts, _now: datetime) -> Screen | None:
    account, by = await services.admins.account(about.account), await services.admins.account(about.by)
    if account is None or by is None or account.telegram_id not in await services.admins.ids():
        return None
    is_own = account.telegram_id == owed.chat_id
    return admins.you_are_named(t, by.name) if is_own else admins.somebody_is_named(t, account, by.name)


async def _admin_removed(
    services: Services, owed: Owed, about: AdminRemoved, t: Texts, _now: datetime
) -> Screen | None:
    account, by = await services.admins.account(about.account), await services.admins.account(about.by)
    if account is None or by is None or account.telegram_id in await services.admins.ids():
        return None
    is_own = account.telegram_id == owed.chat_id
    return admins.you_are_removed(t) if is_own else admins.somebody_is_removed(t, account, by.name)


async def _listed(services: Services, owed: Owed, about: Listed, t: Texts, now: datetime) -> Screen | None:
    notices = await services.notices.letter(owed.id, now)
    unit, activities = await services.units.listed(about.unit, about.member, now)
    return with_notice(t, listed(t, unit, activities), owed.id, notices) if activities else None


async def _people_late(services: Services, owed: Owed, about: PeopleLate, t: Texts, now: datetime) -> Screen | None:
    person = await _reader(services, owed, now)
    facts = await services.escalating.facts(about, person, now) if person is not None else None
    return None if facts is None else people_late(t, facts)


async def _nudge(services: Services, owed: Owed, about: Nudge, t: Texts, now: datetime) -> Screen | None:
    executor = await services.linking.executor(about.executor)
    if executor is None or owed.account_id is None:
        return None
    work = await services.nudging.work(owed.account_id, executor.id, now)
    return nudge.letter(t, executor, work, about.by) if work else None


async def _final(services: Services, owed: Owed, about: Final, t: Texts, _now: datetime) -> Screen | None:
    kept = await services.finals.of(about.plan)
    if kept is None:
        return None
    group = await services.groups.of_chat(owed.chat_id)
    is_left = group is not None and group.line is not None and not await _goes_on(services, group.line)
    return await with_picture(plan_views.final(t, kept.summary, is_left=is_left), t, kept.summary)


async def _goes_on(services: Services, line: int) -> bool:
    """Whether a plan of the line is carried out, or waits for its first day."""
    carried = [one for one in await services.plans.in_force() if one.line == line and not one.is_closed]
    return bool(carried) or await services.plans.waiting(line) is not None


async def _final_report(services: Services, _owed: Owed, about: FinalReport, t: Texts, now: datetime) -> Screen | None:
    kept = await services.finals.of(about.plan)
    if kept is None:
        return None
    from views.documents.word import word  # noqa: PLC0415 -- python-docx is not imported before it is needed

    execution = final_execution(kept)
    requests = await services.decisions.closed_requests(about.plan, now)
    return plan_views.final_document(t, execution, await asyncio.to_thread(word, t, execution), requests)


async def _in_force(services: Services, plan_id: int) -> PlanFacts | None:
    """The plan with this id, if it is in force."""
    return next((one for one in await services.plans.in_force() if one.id == plan_id), None)


async def _next_wanted(services: Services, _owed: Owed, about: NextWanted, t: Texts, now: datetime) -> Screen | None:
    plan = await _in_force(services, about.plan)
    if plan is None or plan.is_closed or t.local_day(now) > plan.ends_on:
        return None
    if await services.plans.waiting(plan.line) is not None:
        return None
    return plan_views.next_wanted(t, plan)


async def _carry_wanted(services: Services, _owed: Owed, about: CarryWanted, t: Texts, now: datetime) -> Screen | None:
    found = await services.carrying.facts(now)
    if found is None or found.following.id != about.plan or not found.chosen:
        return None
    return carrying_views.wanted(t, found)


async def _plan_begun(services: Services, owed: Owed, about: PlanBegun, t: Texts, now: datetime) -> Screen | None:
    plan = await _in_force(services, about.plan)
    if plan is None or plan.is_closed:
        return None
    if owed.account_id is None:
        return plan_views.begun_to_admins(t, plan, is_beside=about.is_beside)
    person = await _reader(services, owed, now)
    every = await services.activities.of(person.executor_ids, t.local_day(now)) if person is not None else ()
    mine = [one for one in every if line_of(one.number) == plan.line]
    if person is None or not mine:
        return None
    waiting = await services.decisions.left_under_review(person.executor_ids, None, now)
    screen = plan_views.begun(t, plan, mine, [one.activity for one in waiting], is_beside=about.is_beside)
    return with_notice(t, screen, owed.id, await services.notices.letter(owed.id, now))


async def _orders(services: Services, owed: Owed, about: OrdersGiven, t: Texts, now: datetime) -> Screen | None:
    person = await _reader(services, owed, now)
    every = await services.orders.given_by(about.sheet, about.lines, now)
    own = [one for one in every if person is not None and one.activity.part_of(person.executor_ids) is not None]
    if not own:
        return None
    return with_notice(t, orders.letter(t, own), owed.id, await services.notices.letter(owed.id, now))


async def _overruled(services: Services, _owed: Owed, about: Overruled, t: Texts, now: datetime) -> Screen | None:
    named = {one.id: one for one in await services.activities.all(t.local_day(now))}
    return edition.overruled(t, about.activities, named)


async def _plan_card(services: Services, owed: Owed, _about: PlanCardShown, t: Texts, now: datetime) -> Screen | None:
    summary = await services.summaries.facts(now) if await services.plan_cards.is_owed(owed.id, now) else None
    return None if summary is None else plan_card.live(t, summary, now)


async def _plan_closed(services: Services, owed: Owed, about: PlanClosed, t: Texts, now: datetime) -> Screen | None:
    plan = await services.plans.one(about.plan)  # the next one may be in force already
    if plan is None or not plan.is_closed:
        return None
    person = await _reader(services, owed, now) if owed.account_id is not None else None
    keys = person.executor_ids if person is not None else frozenset()
    waiting = await services.decisions.left_under_review(keys, plan.id, now)
    others = [one for one in await services.plans.in_force() if one.line != plan.line and not one.is_closed]
    if person is not None:  # of papers that are nothing to them nothing is said
        mine = {line_of(one.number) for one in await services.activities.of(keys, t.local_day(now))}
        others = [one for one in others if one.line in mine]
    return plan_views.closed(t, plan, _by(owed, about.by), [one.activity for one in waiting], others)


async def _plan_reopened(
    services: Services, owed: Owed, about: PlanReopened, t: Texts, _now: datetime
) -> Screen | None:
    plan = await _in_force(services, about.plan)
    return plan_views.reopened(t, plan, _by(owed, about.by)) if plan is not None and not plan.is_closed else None


async def _plan_dropped(services: Services, _owed: Owed, about: PlanDropped, t: Texts, _now: datetime) -> Screen | None:
    plan = await services.plans.one(about.plan)
    return plan_views.dropped_by(t, plan, about.by, about.mark) if plan is not None else None


async def _paper_taken_off(
    services: Services, _owed: Owed, about: PaperTakenOff, t: Texts, _now: datetime
) -> Screen | None:
    plan = await services.plans.one(about.plan)
    if plan is None or plan.id in {one.id for one in await services.plans.in_force()}:  # it was loaded again
        return None
    return plan_views.taken_off(t, plan, about.mark)


async def _plan_marked(services: Services, _owed: Owed, about: PlanMarked, t: Texts, _now: datetime) -> Screen | None:
    plan = await services.plans.one(about.plan)
    return marks.changed_by(t, plan, about) if plan is not None else None


async def _import_cancelled(
    _services: Services, _owed: Owed, about: ImportCancelled, t: Texts, _now: datetime
) -> Screen | None:
    return importing_views.cancelled(t, about.document, about.by)


async def _plan_imported(
    services: Services, _owed: Owed, about: PlanImported, t: Texts, _now: datetime
) -> Screen | None:
    edition = await services.plans.edition(about.edition) if about.edition is not None else None
    known = (*await services.plans.in_force(), *await services.plans.all_waiting())
    plan = next((one for one in known if one.id == about.plan), None)
    return plan_views.imported(t, plan, about, edition) if plan is not None else None


async def _plan_amended(services: Services, owed: Owed, about: PlanAmended, t: Texts, now: datetime) -> Screen | None:
    told = await _amended(services, owed, about.edition, now)
    if not told:
        return None
    screen = amending_views.letter(t, told, await _keys(services, owed, now))
    return with_notice(t, screen, owed.id, await services.notices.letter(owed.id, now))


async def _plan_renumbered(
    services: Services, owed: Owed, about: PlanRenumbered, t: Texts, now: datetime
) -> Screen | None:
    told = await _amended(services, owed, about.edition, now)
    return amending_views.renumbered(t, told) if told else None


async def _plan_taken_back(
    services: Services, owed: Owed, about: PlanTakenBack, t: Texts, now: datetime
) -> Screen | None:
    told = await _amended(services, owed, about.edition, now, is_taken_back=True)
    if not told:
        return None
    given = {one.id: one.due_on for one in await services.activities.all(t.local_day(now)) if one.is_extended}
    return amending_views.taken_back(t, told, await _keys(services, owed, now), given)


async def _amended(
    services: Services, owed: Owed, edition: int, now: datetime, *, is_taken_back: bool = False
) -> Sequence[Amended]:
    """What an edition changes for the reader; nothing if it was taken back meanwhile."""
    facts = await services.plans.edition(edition, await _keys(services, owed, now))
    return facts.changes if facts is not None and facts.is_taken_back is is_taken_back else ()


async def _keys(services: Services, owed: Owed, now: datetime) -> frozenset[str]:
    """The keys of the executors that the reader answers for."""
    person = await _reader(services, owed, now)
    return frozenset(one.key for one in person.executors) if person is not None else frozenset()


async def _plan_amended_counts(
    services: Services, _owed: Owed, about: PlanAmendedCounts, t: Texts, _now: datetime
) -> Screen | None:
    facts = await services.plans.edition(about.edition)
    return amending_views.leadership(t, facts) if facts is not None and not facts.is_taken_back else None


async def _plan_taken_back_counts(
    services: Services, _owed: Owed, about: PlanTakenBackCounts, t: Texts, _now: datetime
) -> Screen | None:
    facts = await services.plans.edition(about.edition)
    return amending_views.leadership_taken_back(t, facts, about.by) if facts is not None else None


def _by(owed: Owed, by: str) -> str | None:
    """Who did it, shown only to admins."""
    return by if owed.account_id is None else None


async def _deputy_named(services: Services, owed: Owed, about: DeputyNamed, t: Texts, now: datetime) -> Screen | None:
    deputy = await services.deputies.one(about.substitution)
    person = await _reader(services, owed, now)
    if deputy is None or person is None or deputy.is_over:
        return None
    return deputies.named_letter(t, deputy, is_deputy=deputy.deputy in person.executors)


async def _deputy_ended(services: Services, owed: Owed, about: DeputyEnded, t: Texts, now: datetime) -> Screen | None:
    deputy = await services.deputies.one(about.substitution)
    person = await _reader(services, owed, now)
    if deputy is None:
        return None
    screen = deputies.ended_letter(t, deputy)
    if person is None or deputy.executor in person.executors:
        return screen  # the deadlines are still theirs
    return calendar_views.up_to_date(t, screen, await services.phone_calendar.give(person, now), now)


async def _readiness(services: Services, _owed: Owed, about: NotReady, t: Texts, now: datetime) -> Screen | None:
    day, board = about.day, await services.linking.board(now)
    is_needed = day > t.local_day(now) and people_views.unreached(board)
    return people_views.readiness(t, board, day) if is_needed else None


async def _waiting(services: Services, owed: Owed, _about: DecisionsWait, t: Texts, now: datetime) -> Screen | None:
    facts = await services.digests.facts_each(now, [owed.chat_id])
    return _of_found(t, Found(facts[owed.chat_id]))


async def _link_request(
    services: Services, _owed: Owed, about: LinkRequested, t: Texts, _now: datetime
) -> Screen | None:
    request = await services.linking.request(about.request)
    if request is None or request.decided_at is not None:
        return None
    return people_views.link_request(t, request, await services.linking.named(request.name))


async def _somebody_linked(
    services: Services, _owed: Owed, about: SomebodyLinked, t: Texts, _now: datetime
) -> Screen | None:
    member = await services.linking.member(about.executor, about.account)
    return None if member is None else people_views.somebody_linked(t, *member)


async def _also_linked(services: Services, owed: Owed, about: AlsoLinked, t: Texts, now: datetime) -> Screen | None:
    found = await services.linking.member(about.executor, about.account)
    person = await _reader(services, owed, now)
    if found is None or person is None or found[0] not in person.executors:
        return None
    return people_views.also_linked(t, *found)


async def _kept_words(services: Services, owed: Owed, about: KeptWords, t: Texts, now: datetime) -> Screen | None:
    person = await _reader(services, owed, now)
    if person is None or person.is_outsider:
        return None
    words = await services.appeals.strangers_words(person, now)
    return next((appeals.kept_words(t, one) for one in words if one.id == about.appeal), None)


async def _linked(services: Services, owed: Owed, about: Linked, t: Texts, now: datetime) -> Screen | None:
    executor = await services.linking.executor(about.executor)
    person = await _reader(services, owed, now)
    if executor is None or person is None or executor not in person.executors:
        return None
    mine = await services.activities.of(person.executor_ids, t.local_day(now))
    told = await services.notices.letter(owed.id, now)
    with_keys = person.has_keys and (about.by_invite or not told)
    screen = my_views.welcome(t, mine, executor.name, with_keys=with_keys)
    return screen if with_keys else with_notice(t, screen, owed.id, told)


async def _link_refused(services: Services, owed: Owed, _about: LinkRefused, t: Texts, now: datetime) -> Screen | None:
    person = await _reader(services, owed, now)
    return people_views.link_refused(t) if person is not None and person.is_outsider else None


async def _unlinked(services: Services, owed: Owed, about: Unlinked, t: Texts, now: datetime) -> Screen | None:
    executor = await services.linking.executor(about.executor)
    person = await _reader(services, owed, now)
    if executor is None or person is None or executor in person.executors:
        return None
    screen = people_views.you_are_unlinked(t, executor, person)
    return calendar_views.up_to_date(t, screen, await services.phone_calendar.give(person, now), now)


async def _plan_over(services: Services, _owed: Owed, about: PlanOver, t: Texts, now: datetime) -> Screen | None:
    plan = await _in_force(services, about.plan)
    if plan is None or plan.is_closed or t.local_day(now) <= plan.ends_on:
        return None
    if not plan.line or not plan.mark:
        return plan_views.over(t, plan)
    every = [one for one in await services.activities.all(t.local_day(now)) if line_of(one.number) == plan.line]
    opened = len({one.number for one in every if one.is_open and not one.is_endless})
    return plan_views.over(t, plan, is_paper=True, opened=opened)


async def _quarter(services: Services, _owed: Owed, _about: QuarterOffered, t: Texts, now: datetime) -> Screen | None:
    quarter = await services.agendas.quarter(t.local_day(now))
    return None if quarter is None else agenda_views.quarter_report(t, quarter)


async def _unreachable(services: Services, _owed: Owed, about: Unreachable, t: Texts, now: datetime) -> Screen | None:
    lost = await services.people.unreachable(about.accounts, now)
    return people_views.people_unreachable(t, lost) if lost else None


async def _unit_reminder(services: Services, owed: Owed, about: UnitReminder, t: Texts, now: datetime) -> Screen | None:
    group = await services.unit_groups.of_chat(owed.chat_id)
    found = await services.unit_groups.work(about, now)
    return unit_groups.reminder(t, *found) if found is not None and group is not None else None


async def _group_lost(services: Services, _owed: Owed, about: GroupLost, t: Texts, _now: datetime) -> Screen | None:
    if about.unit is not None:
        unit = await services.linking.executor(about.unit)
        return unit_groups.lost(t, unit) if unit is not None else None
    group = next((one for one in await services.groups.all() if one.line == about.line), None)
    if group is None or not group.is_lost:
        return None
    plan = await services.plans.of_line(about.line) if about.line is not None else None
    return people_views.group_unreachable(t, plan)


async def _leadership_setting(
    services: Services, _owed: Owed, about: LeadershipSetting, t: Texts, _now: datetime
) -> Screen | None:
    group = await services.groups.leadership()
    return leadership.setting(t, about.what, about.chat, group.title if group is not None else None)


async def _how_to_write(_services: Services, _owed: Owed, about: HowToWrite, t: Texts, _now: datetime) -> Screen | None:
    return leadership.how_to_write(t, about.bot)


async def _reader(services: Services, owed: Owed, now: datetime) -> Person | None:
    return None if owed.account_id is None else await services.people.of_account(owed.account_id, now)


LETTERS: Mapping[LetterKind, Words] = {
    AdminNamed.kind: _admin_named,
    AlsoLinked.kind: _also_linked,
    KeptWords.kind: _kept_words,
    AdminRemoved.kind: _admin_removed,
    AppealAnswered.kind: _appeal_answered,
    AppealSent.kind: _appeal,
    CoReport.kind: _co_report,
    Listed.kind: _listed,
    PeopleLate.kind: _people_late,
    UnitReminder.kind: _unit_reminder,
    CoReports.kind: _co_reports,
    ClosedTogether.kind: _closed_together,
    Controlled.kind: _controlled,
    DeputyEnded.kind: _deputy_ended,
    DeputyNamed.kind: _deputy_named,
    Final.kind: _final,
    FinalReport.kind: _final_report,
    CarryWanted.kind: _carry_wanted,
    NextWanted.kind: _next_wanted,
    PlanBegun.kind: _plan_begun,
    Nudge.kind: _nudge,
    ObstacleRaised.kind: _obstacle,
    OrdersGiven.kind: _orders,
    Overruled.kind: _overruled,
    PartAwaited.kind: _part_awaited,
    PartTermSet.kind: _part_term,
    PartTimeAsked.kind: _part_time,
    PlanAmended.kind: _plan_amended,
    PlanAmendedCounts.kind: _plan_amended_counts,
    PlanCardShown.kind: _plan_card,
    PlanClosed.kind: _plan_closed,
    PlanReopened.kind: _plan_reopened,
    PlanDropped.kind: _plan_dropped,
    PaperTakenOff.kind: _paper_taken_off,
    PlanMarked.kind: _plan_marked,
    ImportCancelled.kind: _import_cancelled,
    PlanImported.kind: _plan_imported,
    PlanRenumbered.kind: _plan_renumbered,
    PlanTakenBack.kind: _plan_taken_back,
    PlanTakenBackCounts.kind: _plan_taken_back_counts,
    NotReady.kind: _readiness,
    Decided.kind: _decided,
    ExtensionAsked.kind: _extension,
    GroupLost.kind: _group_lost,
    HowToWrite.kind: _how_to_write,
    InstructionGiven.kind: _instruction,
    InstructionReplied.kind: _instruction_reply,
    ExtensionDecided.kind: _extension_decided,
    LeadershipSetting.kind: _leadership_setting,
    LinkRefused.kind: _link_refused,
    LinkRequested.kind: _link_request,
    Linked.kind: _linked,
    PlanOver.kind: _plan_over,
    QuarterOffered.kind: _quarter,
    Reminder.kind: _reminder,
    SomebodyLinked.kind: _somebody_linked,
    Submitted.kind: _submission,
    PersonalControl.kind: _personal_control,
    WeeklySummary.kind: _summary,
    Unlinked.kind: _unlinked,
    Unreachable.kind: _unreachable,
    DecisionsWait.kind: _waiting,
}
