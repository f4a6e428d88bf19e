"""What the outbox says: each kind of message, built from what is true when it is sent."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime

from services.container import Services
from services.messages.outbox import Owed
from services.people.accounts import Person
from views import admins, control, deputies, edition, leadership, plan_card, review
from views import agenda as agenda_views
from views import calendar as calendar_views
from views import instructions as instruction_views
from views import my as my_views
from views import nudging as nudge
from views import people as people_views
from views import plan as plan_views
from views.kit.screen import Screen
from views.kit.texts import Texts
from views.reminder import reminder
from views.summary import weekly, with_picture

Letter = Callable[[Services, Owed, Texts, datetime], Awaitable[Screen | None]]


async def compose(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    """What an owed message says at `now` in the reader's language; None when nothing is left to say.

    KeyError for a kind that is not known.
    """
    return await LETTERS[owed.kind](services, owed, t, now)


async def _reminder(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    if owed.account_id is None:
        return None
    facts = await services.reminding.compose(owed.account_id, dict(owed.refs), now)
    return None if facts is None else reminder(t, facts)


async def _summary(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.summaries.facts(now)
    # A summary that could not be sent in its week is not sent in another: that one has its own.
    if facts is None or facts.week != owed.refs["week"] or facts.plan.is_closed:
        return None
    return await with_picture(weekly(t, facts), t, facts)


async def _submission(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.decisions.submission(owed.refs["acceptance"], now)
    return None if facts is None or facts.decision is not None else review.submission(t, facts, with_files=True)


async def _extension(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.decisions.extension(owed.refs["extension"], now)
    return None if facts is None or facts.decision is not None else review.extension(t, facts)


async def _decided(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.decisions.submission(owed.refs["acceptance"], now)
    person = await _reader(services, owed, now)
    part = facts.activity.part_of(person.executor_ids) if facts is not None and person is not None else None
    if facts is None or part is None or facts.decision != owed.refs.get("decision", facts.decision):
        return None
    letters = {
        "accepted": review.accepted_letter,
        "returned": review.returned_letter,
        "reopened": review.reopened_letter,
    }
    letter = letters.get(facts.decision or "")
    return None if letter is None else letter(t, facts, part)


async def _controlled(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    activity = await services.activities.one(owed.refs["activity"], _day(t, now))
    person = await _reader(services, owed, now)
    if activity is None or person is None or activity.part_of(person.executor_ids) is None:
        return None
    return control.letter(t, activity, owed.refs["what"], owed.refs)


async def _extension_decided(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.decisions.extension(owed.refs["extension"], now)
    person = await _reader(services, owed, now)
    if facts is None or person is None or facts.activity.part_of(person.executor_ids) is None:
        return None
    return review.extension_letter(t, facts)


async def _co_report(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    report = await services.reports.one(owed.refs["report"])
    activity = await services.activities.one(owed.refs["activity"], _day(t, now))
    person = await _reader(services, owed, now)
    if report is None or activity is None or person is None or activity.lead.executor not in person.executors:
        return None
    return review.co_report_letter(t, activity, report)


async def _instruction(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    found = await services.instructions.one(owed.refs["instruction"], now)
    person = await _reader(services, owed, now)
    if found is None or person is None or found[1].part_of(person.executor_ids) is None:
        return None
    return instruction_views.letter(t, *found)


async def _instruction_reply(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.instructions.reply(owed.refs["instruction"], owed.refs["report"], now)
    return None if facts is None else instruction_views.reply(t, facts)


async def _admin_named(services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    account, by = await services.naming.account(owed.refs["account"]), await services.naming.account(owed.refs["by"])
    if account is None or by is None or account.telegram_id not in await services.naming.ids():
        return None
    is_own = account.telegram_id == owed.chat_id
    return admins.you_are_named(t, by.name) if is_own else admins.somebody_is_named(t, account, by.name)


async def _admin_removed(services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    account, by = await services.naming.account(owed.refs["account"]), await services.naming.account(owed.refs["by"])
    if account is None or by is None or account.telegram_id in await services.naming.ids():
        return None
    is_own = account.telegram_id == owed.chat_id
    return admins.you_are_removed(t) if is_own else admins.somebody_is_removed(t, account, by.name)


async def _nudge(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    executor = await services.linking.executor(owed.refs["executor"])
    if executor is None or owed.account_id is None:
        return None
    work = await services.nudging.work(owed.account_id, executor.id, now)
    return nudge.letter(t, executor, work, owed.refs["by"]) if work else None


async def _final(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.summaries.facts(now)
    if facts is None or facts.plan.id != owed.refs["plan"] or not facts.plan.is_closed:
        return None
    return await with_picture(plan_views.final(t, facts), t, facts)


async def _overruled(_services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    return edition.overruled(t, owed.refs["activities"])


async def _plan_card(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.summaries.facts(now) if await services.plan_cards.is_owed(owed.id, now) else None
    return None if facts is None else plan_card.live(t, facts, now)


async def _plan_closed(services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    plan = await services.plans.current()
    is_so = plan is not None and plan.id == owed.refs["plan"] and plan.is_closed
    return plan_views.closed(t, plan, _by(owed)) if plan is not None and is_so else None


async def _plan_reopened(services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    plan = await services.plans.current()
    is_so = plan is not None and plan.id == owed.refs["plan"] and not plan.is_closed
    return plan_views.reopened(t, plan, _by(owed)) if plan is not None and is_so else None


def _by(owed: Owed) -> str | None:
    """Who did it, for the admins alone."""
    return owed.refs["by"] if owed.account_id is None else None


async def _deputy_named(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.deputies.one(owed.refs["substitution"])
    person = await _reader(services, owed, now)
    if facts is None or person is None or facts.is_over:
        return None
    return deputies.named_letter(t, facts, is_deputy=facts.deputy in person.executors)


async def _deputy_ended(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.deputies.one(owed.refs["substitution"])
    person = await _reader(services, owed, now)
    if facts is None:
        return None
    screen = deputies.ended_letter(t, facts)
    if person is None or facts.executor in person.executors:
        return screen  # the deadlines are still theirs
    return calendar_views.up_to_date(t, screen, await services.phone_calendar.give(person, now), now)


async def _readiness(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    day, board = date.fromisoformat(owed.refs["day"]), await services.linking.board(now)
    is_needed = day > _day(t, now) and people_views.unreached(board)
    return people_views.readiness(t, board, day) if is_needed else None


async def _waiting(services: Services, _owed: Owed, t: Texts, now: datetime) -> Screen | None:
    facts = await services.decisions.waiting(now)
    return review.waiting(t, facts) if facts.count else None


async def _link_request(services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    request = await services.linking.request(owed.refs["request"])
    if request is None or request.decided_at is not None:
        return None
    return people_views.link_request(t, request, await services.linking.named(request.name))


async def _somebody_linked(services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    found = await services.linking.member(owed.refs["executor"], owed.refs["account"])
    return None if found is None else people_views.somebody_linked(t, *found)


async def _linked(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    executor = await services.linking.executor(owed.refs["executor"])
    person = await _reader(services, owed, now)
    if executor is None or person is None or executor not in person.executors:
        return None
    return my_views.welcome(t, await services.activities.of(person.executor_ids, _day(t, now)), executor.name)


async def _link_refused(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    person = await _reader(services, owed, now)
    return people_views.link_refused(t) if person is not None and person.is_outsider else None


async def _unlinked(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    executor = await services.linking.executor(owed.refs["executor"])
    person = await _reader(services, owed, now)
    if executor is None or person is None or executor in person.executors:
        return None
    screen = people_views.you_are_unlinked(t, executor, person)
    return calendar_views.up_to_date(t, screen, await services.phone_calendar.give(person, now), now)


async def _plan_over(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    plan = await services.plans.current()
    if plan is None or plan.id != owed.refs["plan"] or plan.is_closed or _day(t, now) <= plan.ends_on:
        return None
    return plan_views.over(t, plan)


async def _quarter(services: Services, _owed: Owed, t: Texts, now: datetime) -> Screen | None:
    quarter = await services.meetings.quarter(_day(t, now))
    return None if quarter is None else agenda_views.quarter_report(t, quarter)


async def _unreachable(services: Services, owed: Owed, t: Texts, now: datetime) -> Screen | None:
    lost = await services.people.unreachable(owed.refs["accounts"], now)
    return people_views.people_unreachable(t, lost) if lost else None


async def _group_lost(services: Services, _owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    group = await services.groups.leadership()
    return people_views.group_unreachable(t) if group is not None and group.is_lost else None


async def _leadership_setting(services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    group = await services.groups.leadership()
    return leadership.setting(t, owed.refs["what"], owed.refs["chat"], group.title if group is not None else None)


async def _how_to_write(_services: Services, owed: Owed, t: Texts, _now: datetime) -> Screen | None:
    return leadership.how_to_write(t, owed.refs["bot"])


async def _reader(services: Services, owed: Owed, now: datetime) -> Person | None:
    return None if owed.account_id is None else await services.people.of_account(owed.account_id, now)


def _day(t: Texts, now: datetime) -> date:
    return now.astimezone(t.timezone).date()


LETTERS: Mapping[str, Letter] = {
    "admin_named": _admin_named,
    "admin_removed": _admin_removed,
    "co_report": _co_report,
    "controlled": _controlled,
    "deputy_ended": _deputy_ended,
    "deputy_named": _deputy_named,
    "final": _final,
    "nudge": _nudge,
    "overruled": _overruled,
    "plan_card": _plan_card,
    "plan_closed": _plan_closed,
    "plan_reopened": _plan_reopened,
    "readiness": _readiness,
    "decided": _decided,
    "extension": _extension,
    "group_lost": _group_lost,
    "how_to_write": _how_to_write,
    "instruction": _instruction,
    "instruction_reply": _instruction_reply,
    "extension_decided": _extension_decided,
    "leadership_setting": _leadership_setting,
    "link_refused": _link_refused,
    "link_request": _link_request,
    "linked": _linked,
    "plan_over": _plan_over,
    "quarter": _quarter,
    "reminder": _reminder,
    "somebody_linked": _somebody_linked,
    "submission": _submission,
    "summary": _summary,
    "unlinked": _unlinked,
    "unreachable": _unreachable,
    "waiting": _waiting,
}
