"""Two processes write at once: whichever comes first, nothing that was said is lost, and one decision holds.

Each race is run on twenty activities; each of the two begins in every other round.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from datetime import date
from typing import Any

import pytest

from models import (
    Acceptance,
    Account,
    Activity,
    ActivityState,
    Assignment,
    Decision,
    Extension,
    Invite,
    Link,
    LinkRequest,
    Outbox,
    Report,
    ReportState,
)
from services.calendar.deadlines import Period
from services.control.changes import Change, Refused
from services.people.accounts import Person
from services.people.deputies import SubstitutionFacts
from services.people.linking import InviteProblem
from services.plan.figures import ActivityFacts, ExecutorRef
from services.reports.message import Incoming
from tests.db.world import World, at, edition, sections

NOW = at("2024-02-06")
ROUNDS = 20
LATER_DUE = date(2024, 7, 31)


@pytest.fixture
async def other(world: World) -> AsyncIterator[World]:
    """The second process."""
    one = world.beside()
    yield one
    await one.database.close()


@pytest.fixture
async def people(world: World) -> dict[str, Person]:
    return await world.link_all()


async def arena(world: World) -> list[tuple[int, ActivityFacts]]:
    """Activities that can be handed in, each with a lead and a co-executor, numbered by rounds."""
    found = [facts for facts in await world.services.activities.all(NOW.date()) if facts.due_on is not None]
    found = [facts for facts in found if len(facts.parts) > 1][:ROUNDS]
    assert len(found) == ROUNDS
    return list(enumerate(found))


async def race(turn: int, *deeds: Awaitable[Any]) -> list[Any]:
    """Do them at once, another one first in each turn; what each gave."""
    order = [(index + turn) % len(deeds) for index in range(len(deeds))]
    started = {index: asyncio.ensure_future(deeds[index]) for index in order}
    return await asyncio.gather(*(started[index] for index in range(len(deeds))))


async def says(world: World, person: Person, facts: ActivityFacts, percent: int | None, done: bool | None) -> Any:
    """The lead's reason for handing in while parts are open is another transaction, in which others may come first."""
    mark = world.services.reporting.mark
    return await world.with_reason(
        person, await mark(person, facts.id, person.telegram_id, NOW, percent=percent, done=done), NOW
    )


def pair(people: dict[str, Person], facts: ActivityFacts) -> tuple[Person, Person]:
    """The lead, and a co-executor."""
    return people[facts.lead.executor.key], people[facts.parts[1].executor.key]


async def kept(world: World, facts: ActivityFacts) -> Activity:
    [row] = await world.rows(Activity, Activity.id == facts.id)
    return row


async def acceptances(world: World, facts: ActivityFacts) -> Sequence[Acceptance]:
    return await world.rows(Acceptance, Acceptance.activity_id == facts.id)


async def told(world: World, kind: str, key: str) -> int:
    return await world.count(Outbox, Outbox.kind == kind, Outbox.key.startswith(key))


async def test_the_leads_done_stands_beside_a_co_executors_percent(
    world: World, other: World, people: dict[str, Person]
) -> None:
    for turn, facts in await arena(world):
        lead, helper = pair(people, facts)
        await race(turn, says(world, lead, facts, None, True), says(other, helper, facts, 40, None))
        row = await kept(world, facts)
        assert (row.state, row.percent) == (ActivityState.REVIEW, 100)
        parts = await world.rows(Assignment, Assignment.activity_id == facts.id)
        assert [(part.percent, part.done) for part in parts[:2]] == [(100, True), (40, False)]
        assert len(await acceptances(world, facts)) == 1


async def test_taking_a_report_back_meanwhile_takes_back_only_that_one(
    world: World, other: World, people: dict[str, Person]
) -> None:
    for turn, facts in await arena(world):
        lead, helper = pair(people, facts)
        said = await says(world, helper, facts, 40, None)
        undo = other.services.reporting.undo(said.report.id, helper, NOW)
        await race(turn, says(world, lead, facts, None, True), undo)
        assert (await kept(world, facts)).state is ActivityState.REVIEW
        [withdrawn] = await world.rows(Report, Report.id == said.report.id)
        assert withdrawn.state is ReportState.UNDONE


async def test_of_two_admins_one_decides(world: World, other: World, people: dict[str, Person]) -> None:
    first, second = await world.admin(1), await world.admin(2)
    for turn, facts in await arena(world):
        await says(world, pair(people, facts)[0], facts, None, True)
        [waiting] = await acceptances(world, facts)
        outcomes = await race(
            turn,
            world.services.decisions.accept(waiting.id, first, NOW),
            other.services.decisions.give_back(waiting.id, "сабаб", second, NOW),
        )
        assert [outcome.is_new for outcome in outcomes].count(True) == 1
        assert len({outcome.subject.decision for outcome in outcomes}) == 1, "both are told the one decision"
        [decided] = await acceptances(world, facts)
        wanted = ActivityState.DONE if decided.decision is Decision.ACCEPTED else ActivityState.RETURNED
        assert (await kept(world, facts)).state is wanted
        answering = {people[part.executor.key].account_id for part in facts.parts}
        assert await told(world, "decided", f"acceptance:{waiting.id}:") == len(answering)


async def test_more_time_and_a_return_both_take_hold(world: World, other: World, people: dict[str, Person]) -> None:
    admin = await world.admin()
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        asked = await world.services.decisions.ask_extension(lead, facts.id, LATER_DUE, "вақт", NOW)
        assert asked is not None
        await says(world, lead, facts, None, True)
        [waiting] = await acceptances(world, facts)
        await race(
            turn,
            world.services.decisions.decide_extension(asked.id, None, admin, NOW, approve=True),
            other.services.decisions.give_back(waiting.id, "сабаб", admin, NOW),
        )
        row = await kept(world, facts)
        assert (row.state, row.due_on, row.percent) == (ActivityState.RETURNED, LATER_DUE, 0)
        assert row.next_reminder_on is not None, "and it is reminded again"


async def test_two_requests_for_more_time_are_one_with_both_reasons(
    world: World, other: World, people: dict[str, Person]
) -> None:
    for turn, facts in await arena(world):
        lead, helper = pair(people, facts)
        await race(
            turn,
            world.services.decisions.ask_extension(lead, facts.id, LATER_DUE, "биринчи", NOW),
            other.services.decisions.ask_extension(helper, facts.id, LATER_DUE, "иккинчи", NOW),
        )
        [asked] = await world.rows(Extension, Extension.activity_id == facts.id)
        assert sorted(asked.reason.split("\n")) == ["биринчи", "иккинчи"]


async def test_an_acceptance_and_an_undo_never_both_take_hold(
    world: World, other: World, people: dict[str, Person]
) -> None:
    admin = await world.admin()
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        said = await says(world, lead, facts, None, True)
        [waiting] = await acceptances(world, facts)
        undone, outcome = await race(
            turn,
            world.services.reporting.undo(said.report.id, lead, NOW),
            other.services.decisions.accept(waiting.id, admin, NOW),
        )
        [decided] = await acceptances(world, facts)
        row = await kept(world, facts)
        if undone is None:
            assert outcome.is_new
            assert (decided.decision, row.state, row.percent) == (Decision.ACCEPTED, ActivityState.DONE, 100)
        else:
            assert not outcome.is_new
            assert (decided.decision, row.state, row.percent) == (Decision.WITHDRAWN, ActivityState.NOT_STARTED, 0)


async def test_work_is_either_taken_off_control_or_handed_in(
    world: World, other: World, people: dict[str, Person]
) -> None:
    admin = await world.admin()
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        closed, _ = await race(
            turn,
            world.services.control.close(facts.id, "сабаб", admin, NOW),
            says(other, lead, facts, None, True),
        )
        row = await kept(world, facts)
        waiting = await acceptances(world, facts)
        assert (row.state is ActivityState.CLOSED) == isinstance(closed, Change)
        assert (row.state is ActivityState.REVIEW) == (len(waiting) == 1) == isinstance(closed, Refused)


async def test_a_message_that_comes_to_both_is_one_report(
    world: World, other: World, people: dict[str, Person]
) -> None:
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        message = Incoming(lead.telegram_id, 1000 + turn, f"{facts.number}-тадбир 70%")
        answers = await race(
            turn, *(one.services.reporting.take(lead, message, (), NOW, replied=False) for one in (world, other))
        )
        [report] = await world.rows(Report, Report.message_id == 1000 + turn)
        assert {answer[0].report.id for answer in answers} == {report.id}


async def test_an_invite_links_one_of_two_who_open_it_at_once(world: World, other: World) -> None:
    executor = await world.executor_id("yunusov")
    for turn in range(ROUNDS):
        [invite] = await world.services.linking.invite([executor], await world.admin(), NOW)
        first, second = await world.outsider(2 * turn), await world.outsider(2 * turn + 1)
        answers = await race(
            turn,
            world.services.linking.accept(invite.token, first, NOW),
            other.services.linking.accept(invite.token, second, NOW),
        )
        assert sorted(isinstance(answer, ExecutorRef) for answer in answers) == [False, True]
        assert InviteProblem.USED in answers
        assert await world.count(Link, Link.account_id.in_([first.account_id, second.account_id])) == 1


async def test_one_person_is_linked_once(world: World, other: World) -> None:
    executor, admin = await world.executor_id("yunusov"), await world.admin()
    for turn in range(ROUNDS):
        person = await world.outsider(turn)
        [invite] = await world.services.linking.invite([executor], admin, NOW)
        await race(
            turn,
            world.services.linking.accept(invite.token, person, NOW),
            other.services.linking.enrol(executor, person, admin, NOW),
        )
        assert await world.count(Link, Link.account_id == person.account_id) == 1


async def test_a_fresh_invite_leaves_no_earlier_one_open(world: World, other: World) -> None:
    executor, admin = await world.executor_id("yunusov"), await world.admin()
    for turn in range(ROUNDS):
        await race(turn, *(one.services.linking.invite([executor], admin, NOW) for one in (world, other)))
        assert await world.count(Invite, Invite.used_at.is_(None), Invite.expires_at > NOW) == 1


async def test_a_stranger_asks_once_and_is_seen_once(world: World, other: World) -> None:
    for turn in range(ROUNDS):
        both = await race(
            turn, *(one.services.people.identify(800_000 + turn, "stranger", None, NOW) for one in (world, other))
        )
        assert await world.count(Account, Account.telegram_id == 800_000 + turn) == 1
        asked = await race(turn, *(one.services.linking.ask(both[0], NOW) for one in (world, other)))
        assert sorted(asked) == [False, True]
        assert await world.count(LinkRequest, LinkRequest.account_id == both[0].account_id) == 1


async def test_an_executor_has_one_deputy_at_a_time(world: World, other: World, people: dict[str, Person]) -> None:
    admin = await world.admin()
    executor, first, second = [await world.executor_id(key) for key in ("yunusov", "mamatov", "umarov")]
    for turn in range(ROUNDS):
        period = Period(NOW.date(), NOW.date())
        named = await race(
            turn,
            world.services.deputies.name(executor, first, period, admin, NOW),
            other.services.deputies.name(executor, second, period, admin, NOW),
        )
        [begun] = [one for one in named if isinstance(one, SubstitutionFacts)]
        assert await world.services.deputies.end(begun.id, admin, NOW) is not None


async def test_a_new_edition_and_a_report_both_take_hold(
    world: World, other: World, people: dict[str, Person], tmp_path: Any
) -> None:
    for turn, facts in (await arena(world))[:10]:
        text = f"Матн {turn}"
        file = edition(tmp_path, sections=sections(**{f"a{facts.number}": {"text": text}}))
        lead, _ = pair(people, facts)
        await race(turn, world.services.plans.load(file, NOW), says(other, lead, facts, 60, None))
        row = await kept(world, facts)
        assert (row.text, row.percent, row.state) == (text, 60, ActivityState.IN_PROGRESS)
