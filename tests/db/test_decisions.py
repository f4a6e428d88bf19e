"""What the admins decide: done work accepted or returned, more time given or refused."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import event

from models import Acceptance, Account, Decision, Extension
from services.calendar.policy import ReminderKind
from services.people.accounts import Person
from services.people.reader import Reader
from services.plan.status import Status
from services.reports.decisions import ExtensionFacts
from tests.db.world import ADMINS, World, at

NOW = at("2024-03-20")
DUE = date(2024, 3, 31)  # of activity 5


async def asked(
    world: World, person: Person, to: date = date(2024, 4, 30), reason: str = "ҳудудлар кечикди"
) -> ExtensionFacts:
    found = await world.services.decisions.ask_extension(person, (await world.activity(5)).id, to, reason, NOW)
    assert found is not None
    return found


# -- acceptance ----------------------------------------------------------------------------------------------------
async def test_what_is_accepted_is_done_and_its_executors_are_told(world: World) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    acceptance = await world.submits(lead, 5, NOW)
    outcome = await world.services.decisions.accept(acceptance, await world.admin(), NOW)
    assert outcome is not None
    assert outcome.is_new
    facts = outcome.subject
    assert (facts.decision, facts.decider, facts.decided_at, facts.is_late) == ("accepted", "admin 1", NOW, False)
    assert (facts.activity.status, facts.activity.percent, facts.activity.done_on) == (Status.DONE, 100, NOW.date())
    assert {row.chat_id for row in await world.owed("decided")} == {lead.telegram_id, co.telegram_id}
    assert (await world.services.decisions.waiting(NOW)).count == 0


@pytest.mark.parametrize(
    ("submitted", "accepted", "status"),
    [
        (at("2024-03-31", "23:59"), at("2024-04-08"), Status.DONE),
        (at("2024-04-01", "00:01"), at("2024-04-08"), Status.DONE_LATE),
        (at("2024-03-01"), at("2024-06-30"), Status.DONE),
    ],
)
async def test_it_is_on_time_or_late_by_the_day_on_which_it_was_submitted(
    world: World, submitted: object, accepted: object, status: Status
) -> None:
    acceptance = await world.submits(await world.link("mamatov"), 5, submitted)  # type: ignore[arg-type]
    outcome = await world.services.decisions.accept(acceptance, await world.admin(), accepted)  # type: ignore[arg-type]
    assert outcome is not None
    assert outcome.subject.activity.status is status
    assert outcome.subject.is_late == (status is Status.DONE_LATE)


async def test_what_waits_for_acceptance_past_its_deadline_is_not_overdue(world: World) -> None:
    await world.submits(await world.link("mamatov"), 5, NOW)
    assert (await world.activity(5, "2024-05-01")).status is Status.REVIEW


async def test_what_is_returned_goes_back_with_its_reason(world: World) -> None:
    lead = await world.link("mamatov")
    acceptance = await world.submits(lead, 5, NOW)
    outcome = await world.services.decisions.give_back(acceptance, "илова йўқ", await world.admin(), NOW)
    assert outcome is not None
    assert outcome.subject.reason == "илова йўқ"
    assert outcome.subject.activity.status is Status.RETURNED
    card = await world.services.cards.card(
        outcome.subject.activity.id, Reader(lead, whole_plan=lead.is_admin), NOW.date()
    )
    assert card is not None
    assert card.returned_reason == "илова йўқ"
    assert (await world.activity(5, "2024-04-01")).status is Status.OVERDUE
    assert [row.chat_id for row in await world.owed("decided")] == [lead.telegram_id]


async def test_returned_work_is_reminded_again(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    acceptance = await world.submits(lead, 5, NOW)
    while_waiting = [one for one in await world.live("2024-03-21", "2024-03-27") if one.reminder]
    assert all(line.activity.number != 5 for one in while_waiting if one.reminder for line in one.reminder.lines)
    await world.services.decisions.give_back(acceptance, "илова йўқ", admin, at("2024-03-27", "15:00"))
    after = await world.live("2024-03-28", "2024-04-02")
    said = [
        (one.at.date(), line.kind)
        for one in after
        if one.reminder
        for line in one.reminder.lines
        if line.activity.number == 5
    ]
    assert said == [
        (date(2024, 3, 28), ReminderKind.DUE_TOMORROW),
        (date(2024, 3, 29), ReminderKind.DUE_TODAY),
        (date(2024, 4, 1), ReminderKind.OVERDUE),
    ]


async def test_returned_work_is_handed_in_again_and_counts_from_then(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    first = await world.submits(lead, 5, NOW)
    await world.services.decisions.give_back(first, "илова йўқ", admin, at("2024-04-02"))
    second = await world.submits(lead, 5, at("2024-04-03"))
    assert second != first
    outcome = await world.services.decisions.accept(second, admin, at("2024-04-03"))
    assert outcome is not None
    assert outcome.subject.activity.status is Status.DONE_LATE


async def test_of_two_admins_at_once_one_decides_and_the_other_is_told_what_stands(world: World) -> None:
    acceptance = await world.submits(await world.link("mamatov"), 5, NOW)
    first, second = await world.admin(1), await world.admin(2)
    decisions = world.services.decisions
    one, other = await asyncio.gather(
        decisions.accept(acceptance, first, NOW), decisions.give_back(acceptance, "илова йўқ", second, NOW)
    )
    assert one is not None
    assert other is not None
    assert [one.is_new, other.is_new].count(True) == 1
    assert one.subject == other.subject
    assert len(await world.owed("decided")) == 1
    assert [action for action in await world.actions() if action.startswith("activity.")] == [
        f"activity.{one.subject.decision}"
    ]


async def test_a_withdrawn_submission_cannot_be_decided(world: World) -> None:
    lead = await world.link("mamatov")
    done = await world.marks(lead, 5, NOW, done=True)
    [acceptance] = await world.rows(Acceptance)
    await world.services.reporting.undo(done.report.id, lead, NOW)
    outcome = await world.services.decisions.accept(acceptance.id, await world.admin(), NOW)
    assert outcome is not None
    assert (outcome.is_new, outcome.subject.decision) == (False, Decision.WITHDRAWN)
    assert (await world.activity(5)).status is Status.NOT_STARTED
    assert await world.owed("decided") == []


async def test_work_never_submitted_cannot_be_decided(world: World) -> None:
    admin = await world.admin()
    assert await world.services.decisions.accept(77, admin, NOW) is None
    assert await world.services.decisions.submission(77, NOW) is None
    assert await world.services.decisions.extension(77, NOW) is None
    assert await world.services.decisions.decide_extension(77, None, admin, NOW, approve=True) is None


async def test_a_person_who_answers_for_two_executors_is_told_once(world: World) -> None:
    both = await world.link("rakhimova")
    await world.link("nurmukhamedov", to="rakhimova")
    both = await world.officer("rakhimova")
    acceptance = await world.submits_for(both, 24, "rakhimova", NOW)
    await world.services.decisions.accept(acceptance, await world.admin(), NOW)
    assert [row.chat_id for row in await world.owed("decided")] == [both.telegram_id]


# -- more time -----------------------------------------------------------------------------------------------------
async def test_more_time_is_asked_of_the_admins_with_both_days_and_the_reason(world: World) -> None:
    co = await world.link("paluaniyazov")
    extension = await asked(world, co)
    assert (extension.from_due, extension.to_due, extension.reason) == (DUE, date(2024, 4, 30), "ҳудудлар кечикди")
    assert (extension.executor, extension.decision) == ("Х. Палуаниязов", None)
    assert {row.chat_id for row in await world.owed("extension")} == set(ADMINS)
    card = await world.services.cards.card(extension.activity.id, Reader(co, whole_plan=co.is_admin), NOW.date())
    assert card is not None
    assert card.asked_due == date(2024, 4, 30)
    assert (await world.activity(5)).due_on == DUE, "nothing moves before it is approved"


async def test_a_second_request_joins_the_open_one(world: World) -> None:
    lead, co = await world.link("mamatov"), await world.link("paluaniyazov")
    await asked(world, co)
    joined = await asked(world, lead, date(2024, 5, 31), "яна бир ой")
    assert (joined.from_due, joined.to_due) == (DUE, date(2024, 5, 31))
    assert joined.reason == "ҳудудлар кечикди\nяна бир ой"
    assert joined.executor == "Х. Маматов"
    assert len((await world.services.decisions.waiting(NOW)).extensions) == 1


async def test_an_approved_extension_moves_the_deadline_and_keeps_both_days(world: World) -> None:
    lead = await world.link("mamatov")
    extension = await asked(world, lead)
    outcome = await world.services.decisions.decide_extension(
        extension.id, "охиргиси", await world.admin(), NOW, approve=True
    )
    assert outcome is not None
    assert (outcome.is_new, outcome.subject.decision, outcome.subject.comment) == (True, "approved", "охиргиси")
    activity = outcome.subject.activity
    assert (activity.planned_due_on, activity.due_on, activity.is_extended) == (DUE, date(2024, 4, 30), True)
    assert (outcome.subject.from_due, outcome.subject.to_due) == (DUE, date(2024, 4, 30))
    assert [row.chat_id for row in await world.owed("extension_decided")] == [lead.telegram_id]


async def test_reminders_follow_an_approved_extension_at_once(world: World) -> None:
    lead = await world.link("mamatov")
    await world.passes("2024-03-01", "2024-03-28")
    extension = await asked(world, lead)
    await world.services.decisions.decide_extension(
        extension.id, None, await world.admin(), at("2024-03-28", "15:00"), approve=True
    )
    said = [
        (one.at.date().isoformat(), line.kind)
        for one in await world.live("2024-03-29", "2024-05-06")
        if one.reminder
        for line in one.reminder.lines
        if line.activity.number == 5
    ]
    assert said == [
        ("2024-04-01", ReminderKind.THIS_MONTH),
        ("2024-04-15", ReminderKind.MID_MONTH),
        ("2024-04-23", ReminderKind.WEEK_LEFT),
        ("2024-04-29", ReminderKind.DUE_TOMORROW),
        ("2024-04-30", ReminderKind.DUE_TODAY),
        ("2024-05-01", ReminderKind.OVERDUE),
        ("2024-05-06", ReminderKind.OVERDUE),
    ]


async def test_a_refused_extension_moves_nothing_and_may_be_asked_again(world: World) -> None:
    lead, admin = await world.link("mamatov"), await world.admin()
    extension = await asked(world, lead)
    outcome = await world.services.decisions.decide_extension(extension.id, "йўқ", admin, NOW, approve=False)
    assert outcome is not None
    assert outcome.subject.decision == "refused"
    assert outcome.subject.activity.due_on == DUE
    assert (await asked(world, lead)).id != extension.id
    assert [row.decision for row in await world.rows(Extension)] == [Decision.REFUSED, None]


async def test_of_two_admins_one_decides_on_more_time(world: World) -> None:
    extension = await asked(world, await world.link("mamatov"))
    first, second = await world.admin(1), await world.admin(2)
    decide = world.services.decisions.decide_extension
    one, other = await asyncio.gather(
        decide(extension.id, None, first, NOW, approve=True), decide(extension.id, "йўқ", second, NOW, approve=False)
    )
    assert one is not None
    assert other is not None
    assert one.subject == other.subject
    assert [one.is_new, other.is_new].count(True) == 1
    assert ((await world.activity(5)).due_on == DUE) == (one.subject.decision == "refused")


@pytest.mark.parametrize(
    ("key", "number", "to"),
    [
        ("mamatov", 14, date(2024, 7, 31)),  # somebody else's
        ("mamatov", 5, DUE),  # no later
        ("mamatov", 5, date(2024, 2, 29)),
        ("khadjiev", 4, date(2024, 7, 31)),  # no deadline to move
    ],
)
async def test_more_time_is_not_asked_if_none_can_be_given(world: World, key: str, number: int, to: date) -> None:
    person = await world.link(key)
    activity = await world.activity(number)
    assert await world.services.decisions.ask_extension(person, activity.id, to, "вақт", NOW) is None
    assert await world.count(Extension) == 0


async def test_more_time_is_not_asked_for_what_is_done(world: World) -> None:
    lead = await world.link("mamatov")
    acceptance = await world.submits(lead, 5, NOW)
    await world.services.decisions.accept(acceptance, await world.admin(), NOW)
    five = await world.activity(5)
    assert await world.services.decisions.ask_extension(lead, five.id, date(2024, 4, 30), "вақт", NOW) is None


async def test_what_waits_is_told_oldest_first(world: World) -> None:
    lead = await world.link("mamatov")
    await world.submits(lead, 6, NOW)
    await world.submits(await world.link("kuchkarov"), 3, NOW)
    await asked(world, lead)
    stranger = await world.outsider()
    await world.services.linking.ask(stranger, NOW)
    waiting = await world.services.decisions.waiting(NOW)
    assert [one.activity.number for one in waiting.submissions] == [6, 3]
    assert [one.activity.number for one in waiting.extensions] == [5]
    assert [one.account_id for one in waiting.requests] == [stranger.account_id]
    assert waiting.count == 4
    assert await world.count(Account) >= 2


async def test_the_plan_is_read_once_for_the_digests_of_all_admins(world: World) -> None:
    engine, said = world.database.engine.sync_engine, list[str]()

    def note(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    numbers = []
    for chats in ([1], [1, 2, 3]):
        said.clear()
        facts = await world.services.digests.facts_each(NOW, chats)
        assert list(facts) == chats
        numbers.append(len(said))
    assert numbers[1] - numbers[0] <= 2, "only what each was told last is asked for each"
