"""What admins change, and that a new edition of the plan undoes it only where the file itself says something new."""

import asyncio
from datetime import date, datetime
from pathlib import Path

import pytest

from models import Activity, Audit, Link, Outbox
from services.calendar.deadlines import Period
from services.control.changes import Change, Refused
from services.people.accounts import Person
from services.people.admin_accounts import Removal
from services.people.deputies import DeputyProblem, SubstitutionFacts
from services.plan.status import Status
from tests.db.world import ADMINS, World, at, edition, sections, services_on

NOW = at("2024-02-05")
MAY = date(2024, 5, 31)
APRIL = {"text": "апрель", "kind": "months", "first": "2024-04", "last": "2024-04"}
OTHER_TITLE = "Бошқа сарлавҳа"


@pytest.fixture
async def admin(world: World) -> Person:
    return await world.admin()


async def moved(world: World, admin: Person, to: date = MAY) -> None:
    """The admin moves activity 5's deadline (March in the plan)."""
    changed = await world.services.control.move_deadline((await world.activity(5)).id, to, "why", admin, NOW)
    assert isinstance(changed, Change)


# -- a new edition of the plan ---------------------------------------------------------------------------------------
async def test_a_deadline_that_an_admin_set_outlives_a_new_edition(world: World, admin: Person, tmp_path: Path) -> None:
    await moved(world, admin)
    await world.services.plans.load(edition(tmp_path, title=OTHER_TITLE), NOW)
    assert (await world.activity(5)).due_on == MAY


async def test_an_earlier_deadline_that_an_admin_set_outlives_a_new_edition(
    world: World, admin: Person, tmp_path: Path
) -> None:
    facts = await world.activity(5)
    assert facts.planned_due_on is not None
    await moved(world, admin, date(2024, 2, 29))
    await world.services.plans.load(edition(tmp_path, title=OTHER_TITLE), NOW)
    assert (await world.activity(5)).due_on == date(2024, 2, 29)


async def test_a_later_deadline_in_the_file_wins(world: World, admin: Person, tmp_path: Path) -> None:
    await moved(world, admin, date(2024, 2, 29))
    await world.services.plans.load(edition(tmp_path, sections=sections(a5={"deadline": APRIL})), NOW)
    assert (await world.activity(5)).due_on == date(2024, 4, 30)


async def test_an_earlier_deadline_in_the_file_does_not_win(world: World, admin: Person, tmp_path: Path) -> None:
    await moved(world, admin)
    await world.services.plans.load(edition(tmp_path, sections=sections(a5={"deadline": APRIL})), NOW)
    assert (await world.activity(5)).due_on == MAY


async def test_a_deadline_before_the_work_begins_is_the_files_again(
    world: World, admin: Person, tmp_path: Path
) -> None:
    await moved(world, admin, date(2024, 2, 29))
    later = {"text": "март", "kind": "months", "first": "2024-03", "last": "2024-03"}
    await world.services.plans.load(edition(tmp_path, sections=sections(a5={"deadline": later})), NOW)
    assert (await world.activity(5)).due_on == date(2024, 3, 31)


async def test_a_mended_text_stays_until_the_file_mends_it_otherwise(
    world: World, admin: Person, tmp_path: Path
) -> None:
    facts = await world.activity(5)
    await world.services.control.mend_text(facts.id, "Тузатилган  матн", admin, NOW)
    await world.services.plans.load(edition(tmp_path, title=OTHER_TITLE), NOW)
    assert (await world.activity(5)).text == "Тузатилган матн"
    await world.services.plans.load(edition(tmp_path, sections=sections(a5={"text": "Файлнинг янги матни"})), NOW)
    assert (await world.activity(5)).text == "Файлнинг янги матни"


async def test_the_lead_stays_until_the_file_names_others(world: World, admin: Person, tmp_path: Path) -> None:
    facts = await world.activity(5)
    second = facts.parts[1]
    await world.services.control.make_lead(facts.id, second.assignment_id, admin, NOW)
    await world.services.plans.load(edition(tmp_path, title=OTHER_TITLE), NOW)
    assert (await world.activity(5)).lead.executor == second.executor
    keys = [facts.lead.executor.key, second.executor.key]
    await world.services.plans.load(edition(tmp_path, sections=sections(a5={"executors": keys})), NOW)
    assert [part.executor.key for part in (await world.activity(5)).parts] == keys


async def test_what_was_closed_stays_closed(world: World, admin: Person, tmp_path: Path) -> None:
    facts = await world.activity(5)
    await world.services.control.close(facts.id, "why", admin, NOW)
    await world.services.plans.load(edition(tmp_path, title=OTHER_TITLE), NOW)
    assert (await world.activity(5)).status is Status.CLOSED
    [row] = await world.rows(Activity, Activity.id == facts.id)
    assert row.next_reminder_on is None


async def test_admins_are_told_once_what_a_new_edition_takes_back_of_their_changes(
    world: World, admin: Person, tmp_path: Path
) -> None:
    control, five, six = world.services.control, await world.activity(5), await world.activity(6)
    await moved(world, admin, date(2024, 2, 29))
    await control.mend_text(five.id, "Тузатилган матн", admin, NOW)
    await control.mend_text(six.id, "Олтинчи тадбир", admin, NOW)
    await control.make_lead(five.id, five.parts[1].assignment_id, admin, NOW)
    names = [part.executor.name for part in (await world.activity(5)).parts]
    pair = five.parts[:2]
    keys, plain = [part.executor.key for part in pair], [part.executor.name for part in pair]
    changed = sections(
        a5={"deadline": APRIL, "text": "Файлнинг янги матни", "executors": keys},
        a6={"text": "Олтинчи тадбир"},  # the file has come to say what the admin said: nothing is taken back
        a7={"text": "Ҳеч ким ўзгартирмаган матн"},
    )
    await world.services.plans.load(edition(tmp_path, sections=changed), NOW)
    before = {"text": "Тузатилган матн", "due_on": "2024-02-29", "executors": names}
    after = {"text": "Файлнинг янги матни", "due_on": "2024-04-30", "executors": plain}
    owed = await world.rows(Outbox, Outbox.kind == "overruled")
    assert sorted(row.chat_id for row in owed) == sorted(ADMINS)
    assert owed[0].refs == {"activities": [{"id": five.id, "number": 5, "before": before, "after": after}]}
    [row] = await world.rows(Audit, Audit.action == "activity.overruled")
    assert (row.subject, row.before, row.after) == ("activity:5", before, after)
    [row] = await world.rows(Audit, Audit.action == "activity.changed", Audit.subject == "activity:5")
    assert row.before is not None
    assert row.before["executors"] == names


async def test_an_edition_that_takes_nothing_back_tells_nobody(world: World, admin: Person, tmp_path: Path) -> None:
    await moved(world, admin)
    await world.services.plans.load(edition(tmp_path, sections=sections(a7={"text": "Янги матн"})), NOW)
    assert await world.rows(Outbox, Outbox.kind == "overruled") == []
    assert "activity.overruled" not in await world.actions()


# -- what can be changed --------------------------------------------------------------------------------------------
async def test_of_two_admins_at_once_one_closes_an_activity(world: World, admin: Person) -> None:
    facts, other = await world.activity(5), await world.admin(2)
    close = world.services.control.close
    changes = await asyncio.gather(close(facts.id, "one", admin, NOW), close(facts.id, "two", other, NOW))
    assert [isinstance(change, Change) for change in changes] in ([True, False], [False, True])


@pytest.mark.parametrize("to", [date(2024, 1, 31), date(2024, 3, 31)])
async def test_a_deadline_that_is_past_or_the_same_is_none(world: World, admin: Person, to: date) -> None:
    facts = await world.activity(5)
    assert await world.services.control.move_deadline(facts.id, to, "why", admin, NOW) == Refused(
        await world.activity(5, NOW.date())
    )
    assert await world.services.control.move_deadline(999, MAY, "why", admin, NOW) == Refused(None)


async def test_what_is_done_is_neither_closed_nor_moved(world: World, admin: Person) -> None:
    acceptance = await world.submits(await world.link("mamatov"), 5, NOW)
    await world.services.decisions.accept(acceptance, admin, NOW)
    facts = await world.activity(5, NOW.date())
    assert await world.services.control.close(facts.id, "why", admin, NOW) == Refused(facts)
    assert await world.services.control.move_deadline(facts.id, MAY, "why", admin, NOW) == Refused(facts)
    assert await world.services.control.restore(facts.id, admin, NOW) == Refused(facts)


async def test_every_change_is_written_down_with_before_and_after(world: World, admin: Person) -> None:
    facts = await world.activity(5)
    await moved(world, admin)
    await world.services.control.mend_text(facts.id, "Матн", admin, NOW)
    await world.services.control.make_lead(facts.id, facts.parts[1].assignment_id, admin, NOW)
    await world.services.control.close(facts.id, "why", admin, NOW)
    await world.services.control.restore(facts.id, admin, NOW)
    assert (await world.actions())[-5:] == [
        "activity.deadline",
        "activity.text",
        "activity.lead",
        "activity.closed",
        "activity.restored",
    ]


# -- acceptance taken back ------------------------------------------------------------------------------------------
async def test_an_acceptance_taken_back_leaves_the_work_as_far_as_it_was(world: World, admin: Person) -> None:
    lead = await world.link("mamatov")
    await world.marks(lead, 5, NOW, percent=70)
    acceptance = await world.submits(lead, 5, NOW)
    await world.services.decisions.accept(acceptance, admin, NOW)
    outcome = await world.services.decisions.reopen(acceptance, "why", admin, NOW)
    assert outcome is not None
    facts = outcome.subject.activity
    assert (facts.status, facts.percent, facts.done_on, facts.lead.percent) == (Status.RETURNED, 70, None, 70)
    [row] = await world.rows(Activity, Activity.id == facts.id)
    assert row.next_reminder_on is not None


async def test_an_earlier_submission_cannot_be_reopened_once_a_later_one_was_accepted(
    world: World, admin: Person
) -> None:
    lead = await world.link("mamatov")
    decisions = world.services.decisions
    first = await world.submits(lead, 5, NOW)
    await decisions.accept(first, admin, NOW)
    await decisions.reopen(first, "why", admin, NOW)
    second = await world.submits(lead, 5, NOW)
    await decisions.accept(second, admin, NOW)
    outcome = await decisions.reopen(first, "once more", admin, NOW)
    assert outcome is not None
    assert not outcome.is_new
    assert (await world.activity(5)).status is Status.DONE


async def test_what_the_lead_said_since_it_was_handed_in_stands_after_a_return(world: World, admin: Person) -> None:
    lead = await world.link("mamatov")
    await world.marks(lead, 5, NOW, percent=70)
    acceptance = await world.submits(lead, 5, NOW)
    await world.marks(lead, 5, at("2024-02-05", "10:00"), percent=100)
    await world.services.decisions.give_back(acceptance, "why", admin, NOW)
    assert (await world.activity(5)).percent == 70


# -- deputies -------------------------------------------------------------------------------------------------------
async def named(world: World, admin: Person, first: str, last: str) -> SubstitutionFacts | DeputyProblem:
    executor, deputy = await world.executor_id("mamatov"), await world.executor_id("yunusov")
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    return await world.services.deputies.name(executor, deputy, period, admin, NOW)


async def test_a_deputys_links_last_from_the_first_day_through_the_last(world: World, admin: Person) -> None:
    await world.link("mamatov")
    await world.link("yunusov")
    assert isinstance(await named(world, admin, "2024-02-07", "2024-02-09"), SubstitutionFacts)
    seen = []
    for day in ("2024-02-06", "2024-02-07", "2024-02-09", "2024-02-10"):
        await world.services.deputies.turn(at(day, "00:01"))
        seen.append(await world.count(Link, Link.substitution_id.is_not(None)))
    assert seen == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("moment", "is_deputy"),
    [
        (at("2024-02-09", "23:59:59"), True),
        (at("2024-02-10", "00:00"), False),
        (at("2024-02-10", "00:00:14"), False),
        (at("2024-02-20"), False),
    ],
)
async def test_a_deputys_rights_end_at_midnight_without_any_tick(
    world: World, admin: Person, moment: datetime, is_deputy: bool
) -> None:
    await world.link("mamatov")
    deputy = await world.link("yunusov")
    await named(world, admin, "2024-02-05", "2024-02-09")
    written = await world.services.people.identify(deputy.telegram_id, deputy.name, None, moment)
    read = await world.services.people.of_account(deputy.account_id, moment)
    assert read is not None
    for person in (written, read):
        assert {one.key for one in person.executors} == ({"yunusov", "mamatov"} if is_deputy else {"yunusov"})


async def test_a_substitution_missed_while_the_bot_was_down_neither_begins_nor_reminds(
    world: World, admin: Person
) -> None:
    await world.link("yunusov")
    await named(world, admin, "2024-02-07", "2024-02-09")
    assert await world.services.deputies.turn(at("2024-02-20")) == 1
    assert await world.services.deputies.turn(at("2024-02-20")) == 0
    assert await world.count(Link, Link.substitution_id.is_not(None)) == 0


async def test_a_deputy_who_is_linked_for_good_stays_linked(world: World, admin: Person) -> None:
    await world.link("mamatov")
    await world.link("yunusov")
    await named(world, admin, "2024-02-05", "2024-02-09")
    await world.link("mamatov", to="yunusov")
    await world.services.deputies.turn(at("2024-02-12"))
    assert await world.count(Link, Link.executor_id == await world.executor_id("mamatov")) == 2


async def test_a_deputys_deputy_is_nobody(world: World, admin: Person) -> None:
    """Whoever stands in passes nothing on: only an executor's own people stand in for another."""
    await world.link("yunusov")
    await named(world, admin, "2024-02-05", "2024-02-09")
    period = Period(NOW.date(), NOW.date())
    mamatov, other = await world.executor_id("mamatov"), await world.executor_id("alimbaev")
    assert await world.services.deputies.name(other, mamatov, period, admin, NOW) is DeputyProblem.NOBODY


# -- admins named in chat --------------------------------------------------------------------------------------------
async def test_of_two_admins_who_remove_each_other_one_stays(world: World, admin: Person) -> None:
    world.services = services_on(world.database, admins=())
    one, two = await world.officer("mamatov"), await world.officer("yunusov")
    naming = world.services.admins
    await naming.name(one.account_id, one, NOW)
    await naming.name(two.account_id, one, NOW)
    outcomes = await asyncio.gather(naming.remove(one.account_id, two, NOW), naming.remove(two.account_id, one, NOW))
    assert sorted(outcomes) == [Removal.DONE, Removal.LAST]
    assert len(await naming.ids()) == 1


async def test_an_admin_from_the_settings_needs_no_naming(world: World, admin: Person) -> None:
    other = await world.admin(2)
    assert await world.services.admins.name(other.account_id, admin, NOW) is None
    assert await world.services.admins.ids() == ADMINS


# -- the end of the period -------------------------------------------------------------------------------------------
async def test_of_two_admins_at_once_one_closes_the_period(world: World, admin: Person) -> None:
    await world.bind()
    plan = await world.services.plans.current()
    assert plan is not None
    close = world.services.plans.close
    assert sorted(await asyncio.gather(close(plan.id, admin, NOW), close(plan.id, admin, NOW))) == [False, True]
    assert len(await world.owed("final")) == 1
    assert await world.services.plans.reopen(plan.id, admin, NOW)
    assert not await world.services.plans.reopen(plan.id, admin, NOW)


async def test_a_plan_that_another_has_followed_is_not_carried_on(world: World, admin: Person, tmp_path: Path) -> None:
    plan = await world.services.plans.current()
    assert plan is not None
    await world.services.plans.load(edition(tmp_path, organisation="Бошқа ташкилот"), NOW)
    assert not await world.services.plans.reopen(plan.id, admin, NOW)
    assert (await world.services.plans.current()).id != plan.id  # type: ignore[union-attr]
