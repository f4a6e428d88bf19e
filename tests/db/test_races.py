"""Two processes write at once: whichever comes first, nothing that was said is lost, and one decision holds.

Each race is run on twenty activities, on fifty with SOAK=1; each of the two begins in every other round.
"""

import asyncio
import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from models import (
    Acceptance,
    Account,
    Activity,
    ActivityState,
    Appeal,
    Assignment,
    Audit,
    Decision,
    Extension,
    Invite,
    Link,
    LinkRequest,
    Notice,
    Outbox,
    Plan,
    Report,
    ReportState,
)
from services.calendar.deadlines import Period
from services.control.changes import Change, Refused
from services.people.accounts import Person
from services.people.deputies import SubstitutionFacts
from services.people.linking import InviteProblem
from services.plan.figures import ActivityFacts, ExecutorRef
from services.reminders.nudging import Nudged
from services.reports.message import Choice, Incoming
from tests.db.world import World, at, edition, sections

NOW = at("2024-02-06")
ROUNDS = 50 if "SOAK" in os.environ else 20
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
    if await world.count(Activity) < ROUNDS:
        await grow(world)
    found = [facts for facts in await world.services.activities.all(NOW.date()) if facts.due_on is not None]
    found = [facts for facts in found if len(facts.parts) > 1][:ROUNDS]
    assert len(found) == ROUNDS
    return list(enumerate(found))


async def grow(world: World) -> None:
    """Add to the seeded plan: each of its activities stands in it several times more."""
    grown = sections()
    every = [activity for section in grown for activity in section["activities"]]
    last = max(activity["number"] for activity in every)
    grown[-1]["activities"] += [
        activity | {"number": last + 1 + place} for place, activity in enumerate(every * (ROUNDS // 15))
    ]
    with tempfile.TemporaryDirectory() as folder:
        await world.services.plans.load(edition(Path(folder), sections=grown), NOW)


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


async def writes(world: World, person: Person, facts: ActivityFacts, percent: int, message: int) -> Any:
    """Say in words how far one's part is: recorded beside others."""
    sent = Incoming(person.telegram_id, message, f"{facts.number}-тадбир {percent}%")
    return await world.services.reporting.take(person, sent, (), NOW, replied=False)


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


async def test_reports_on_one_activity_both_move_their_parts(
    world: World, other: World, people: dict[str, Person]
) -> None:
    for turn, facts in await arena(world):
        lead, helper = pair(people, facts)
        await race(turn, writes(world, lead, facts, 60, 4000 + turn), writes(other, helper, facts, 40, 5000 + turn))
        row = await kept(world, facts)
        assert (row.state, row.percent) == (ActivityState.IN_PROGRESS, 60)
        parts = await world.rows(Assignment, Assignment.activity_id == facts.id)
        assert [part.percent for part in parts[:2]] == [60, 40]
        reports = await world.rows(Report, Report.assignment_id.in_([part.id for part in parts]))
        assert [report.state for report in reports] == [ReportState.RECORDED] * 2


async def test_of_two_accounts_for_one_part_the_later_words_stand(
    world: World, other: World, people: dict[str, Person]
) -> None:
    second = {
        key: await world.link(key, member=2) for key in {facts.lead.executor.key for _, facts in await arena(world)}
    }
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        beside = second[facts.lead.executor.key]
        await race(turn, writes(world, lead, facts, 30, 4000 + turn), writes(other, beside, facts, 70, 5000 + turn))
        first, last = await world.rows(Report, Report.assignment_id == facts.lead.assignment_id)
        assert (first.before or {})["part_percent"] == 0
        assert (last.before or {})["part_percent"] == first.percent, "the later one saw the earlier"
        assert (await kept(world, facts)).percent == last.percent


async def test_a_person_whose_words_come_to_both_is_recorded_with_each(
    world: World, other: World, people: dict[str, Person]
) -> None:
    mine: dict[str, list[ActivityFacts]] = {}
    for _, facts in await arena(world):
        mine.setdefault(facts.lead.executor.key, []).append(facts)
    for turn, (key, [one, two, *_]) in enumerate((key, own) for key, own in mine.items() if len(own) > 1):
        await race(
            turn, writes(world, people[key], one, 30, 4000 + turn), writes(other, people[key], two, 60, 5000 + turn)
        )
        assert [(await kept(world, facts)).percent for facts in (one, two)] == [30, 60]


async def test_a_lead_hears_in_the_evening_of_all_who_reported_at_once(
    world: World, other: World, people: dict[str, Person]
) -> None:
    heard: list[int] = []
    for turn, (one, two) in enumerate(itertools.pairwise(facts for _, facts in await arena(world))):
        helper, another = pair(people, one)[1], pair(people, two)[1]
        told = await race(
            turn, writes(world, helper, one, 30, 4000 + turn), writes(other, another, two, 60, 5000 + turn)
        )
        heard += [answer.report.id for [answer] in told if answer.lead_hears is not None]
    assert len(heard) > ROUNDS
    digests = await world.rows(Outbox, Outbox.kind == "co_reports")
    assert sorted(report for row in digests for report in row.refs["reports"]) == sorted(heard)


async def test_a_percent_beside_a_return_leaves_it_returned_or_begun(
    world: World, other: World, people: dict[str, Person]
) -> None:
    admin = await world.admin()
    for turn, facts in await arena(world):
        lead, helper = pair(people, facts)
        await says(world, lead, facts, None, True)
        [waiting] = await acceptances(world, facts)
        decided, _ = await race(
            turn,
            world.services.decisions.give_back(waiting.id, "сабаб", admin, NOW),
            writes(other, helper, facts, 40, 5000 + turn),
        )
        assert decided.is_new
        part = next(part for part in await world.rows(Assignment, Assignment.id == facts.parts[1].assignment_id))
        assert part.percent == 40
        assert (await kept(world, facts)).state in (ActivityState.RETURNED, ActivityState.IN_PROGRESS)


async def test_a_percent_beside_more_time_and_a_hand_in_loses_neither(
    world: World, other: World, people: dict[str, Person]
) -> None:
    admin = await world.admin()
    for turn, facts in await arena(world):
        lead, helper = pair(people, facts)
        asked = await world.services.decisions.ask_extension(lead, facts.id, LATER_DUE, "вақт", NOW)
        assert asked is not None
        await race(
            turn,
            world.services.decisions.decide_extension(asked.id, None, admin, NOW, approve=True),
            writes(other, helper, facts, 40, 4000 + turn),
            says(world, lead, facts, None, True),
        )
        row = await kept(world, facts)
        assert (row.state, row.due_on, row.percent) == (ActivityState.REVIEW, LATER_DUE, 100)
        [part] = await world.rows(Assignment, Assignment.id == facts.parts[1].assignment_id)
        assert (part.percent, part.done) == (40, False)


async def test_whoever_is_unlinked_meanwhile_is_unlinked_and_their_words_stay(
    world: World, other: World, people: dict[str, Person]
) -> None:
    admin = await world.admin()
    for turn, facts in (await arena(world))[:10]:
        lead, helper = pair(people, facts)
        executor = facts.parts[1].executor
        unlinked, _, _ = await race(
            turn,
            world.services.linking.unlink(executor.id, helper.account_id, admin, NOW),
            writes(other, helper, facts, 40, 4000 + turn),
            writes(world, lead, facts, 20, 5000 + turn),
        )
        assert unlinked is not None
        assert await world.count(Link, Link.account_id == helper.account_id) == 0
        parts = await world.rows(Assignment, Assignment.activity_id == facts.id)
        assert [part.percent for part in parts[:2]] == [20, 40]
        await world.link(executor.key)


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


async def test_a_change_of_the_plan_is_taken_back_once(
    world: World, other: World, people: dict[str, Person], tmp_path: Any
) -> None:
    admin = await world.admin()
    for turn in range(10):
        now = NOW + timedelta(minutes=turn)
        text = f"Матн {turn}"
        begun = await world.services.imports.begin("reja.docx", text.encode(), admin, now)
        file = edition(tmp_path, sections=sections(a5={"text": text}))
        confirmed = await race(
            turn, *(one.services.imports.confirm(begun.id, begun.version, file, admin, now) for one in (world, other))
        )
        assert [done is not None for done in confirmed].count(True) == 1
        change = await world.services.plans.last_change(now)
        assert change is not None
        taken = await race(turn, *(one.services.plans.take_back(change.edition, admin, now) for one in (world, other)))
        assert [done is not None for done in taken].count(True) == 1
        assert (await world.activity(5)).text != text


async def test_of_two_admins_one_takes_off_control_and_one_puts_back(
    world: World, other: World, people: dict[str, Person]
) -> None:
    first, second = await world.admin(1), await world.admin(2)
    for turn, facts in await arena(world):
        for deed in ("closed", "restored"):
            one, two = world.services.control, other.services.control
            deeds = (
                (one.close(facts.id, "а", first, NOW), two.close(facts.id, "б", second, NOW))
                if deed == "closed"
                else (one.restore(facts.id, first, NOW), two.restore(facts.id, second, NOW))
            )
            done = await race(turn, *deeds)
            assert [isinstance(one, Change) for one in done].count(True) == 1, deed
        assert (await kept(world, facts)).state is ActivityState.NOT_STARTED
        assert await told(world, "controlled", f"control:{facts.id}:") <= 2 * len(facts.parts)


async def test_of_two_new_leads_one_leads(world: World, other: World, people: dict[str, Person]) -> None:
    first, second = await world.admin(1), await world.admin(2)
    for turn, facts in await arena(world):
        candidates = [part.assignment_id for part in facts.parts][1:3]
        await race(
            turn,
            world.services.control.make_lead(facts.id, candidates[0], first, NOW),
            other.services.control.make_lead(facts.id, candidates[-1], second, NOW),
        )
        parts = await world.rows(Assignment, Assignment.activity_id == facts.id)
        assert sorted(part.position for part in parts) == list(range(len(parts)))
        changes = await world.rows(Audit, Audit.subject == f"activity:{facts.id}")
        leads = [row.after["lead"] for row in changes if row.action == "activity.lead"]
        lead = next(part for part in (await world.activity(facts.number)).parts if part.leads)
        assert lead.executor.name == leads[-1], "whoever was named last"


async def test_what_a_deadline_is_was_decided_last(world: World, other: World, people: dict[str, Person]) -> None:
    first, second = await world.admin(1), await world.admin(2)
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        asked = await world.services.decisions.ask_extension(lead, facts.id, LATER_DUE, "вақт", NOW)
        assert asked is not None
        assert facts.due_on is not None
        await race(
            turn,
            world.services.decisions.decide_extension(asked.id, None, first, NOW, approve=True),
            other.services.control.move_deadline(facts.id, facts.due_on + timedelta(days=3), "сабаб", second, NOW),
        )
        changes = await world.rows(Audit, Audit.subject.in_([f"activity:{facts.id}", f"extension:{asked.id}"]))
        dues = [row.after["due_on"] for row in changes if "due_on" in (row.after or {})]
        assert str((await kept(world, facts)).due_on) == dues[-1]


async def test_of_two_percents_the_later_stands(world: World, other: World, people: dict[str, Person]) -> None:
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        await race(turn, says(world, lead, facts, 30, None), says(other, lead, facts, 60, None))
        last = (await world.rows(Report, Report.assignment_id == facts.lead.assignment_id))[-1]
        assert (await kept(world, facts)).percent == last.percent


async def test_what_was_told_is_read_once(world: World, other: World, people: dict[str, Person]) -> None:
    admin = await world.admin()
    for turn, facts in (await arena(world))[:10]:
        _, helper = pair(people, facts)
        await world.services.control.make_lead(facts.id, facts.parts[1].assignment_id, admin, NOW)
        await world.delivered(NOW)
        read = await race(turn, *(one.services.notices.acknowledge(None, helper, NOW) for one in (world, other)))
        assert sum(len(one.new) for one in read if one is not None) == 1
        assert await world.count(Notice, Notice.acknowledged_at.is_(None)) == 0


async def test_a_contested_part_is_given_to_one(world: World, other: World, people: dict[str, Person]) -> None:
    first, second = await world.admin(1), await world.admin(2)
    for turn, facts in (await arena(world))[:10]:
        _, helper = pair(people, facts)
        assert await world.services.appeals.refuse(
            facts.id, Incoming(helper.telegram_id, 2000 + turn, "менга тегишли эмас"), helper, NOW
        )
        appeal = (await world.rows(Appeal, Appeal.answered_at.is_(None)))[-1]
        found = await world.services.handover.contested(appeal.id, NOW)
        assert found is not None
        one, two = [candidate.id for candidate in found.others][:2]
        done = await race(
            turn,
            world.services.handover.give(appeal.id, one, "", first, NOW),
            other.services.handover.give(appeal.id, two, "", second, NOW),
        )
        assert [isinstance(given, Change) for given in done].count(True) == 1
        assert len((await world.activity(facts.number)).parts) == len(facts.parts)


async def test_a_draft_is_placed_once(world: World, other: World, people: dict[str, Person]) -> None:
    for turn, facts in await arena(world):
        lead, _ = pair(people, facts)
        message = Incoming(lead.telegram_id, 3000 + turn, "ишлар кетяпти, 40 фоиз")
        [asked] = await world.services.reporting.take(lead, message, (), NOW, replied=False)
        if not isinstance(asked, Choice):
            continue  # whoever answers for one activity is not asked
        [draft] = asked.draft_ids
        await race(turn, *(one.services.drafts.choose(draft, facts.id, lead, NOW) for one in (world, other)))
        placed = await world.rows(Report, Report.message_id == 3000 + turn)
        assert [(report.assignment_id, report.percent) for report in placed] == [(facts.lead.assignment_id, 40)]


async def test_a_deputy_ends_once_and_an_executor_is_asked_once(
    world: World, other: World, people: dict[str, Person]
) -> None:
    admin = await world.admin()
    executor, deputy = await world.executor_id("yunusov"), await world.executor_id("mamatov")
    for turn in range(10):
        begun = await world.services.deputies.name(executor, deputy, Period(NOW.date(), NOW.date()), admin, NOW)
        assert isinstance(begun, SubstitutionFacts)
        ended = await race(turn, *(one.services.deputies.end(begun.id, admin, NOW) for one in (world, other)))
        assert [one is not None for one in ended].count(True) == 1
        day = NOW + timedelta(days=turn)
        asked = await race(turn, *(one.services.nudging.nudge(executor, admin, day) for one in (world, other)))
        assert sorted(asked) == sorted([Nudged.ASKED, Nudged.ASKED_TODAY])


async def test_two_sweeps_at_once_say_everything_once(world: World, other: World, people: dict[str, Person]) -> None:
    await world.bind()
    for turn, day in enumerate(("2024-01-03", "2024-01-08", "2024-02-01", "2024-03-01")):
        await race(turn, *(one.sweep(at(day, "10:00")) for one in (world, other)))
        keys = [row.key for row in await world.rows(Outbox)]
        assert len(keys) == len(set(keys))
        said = [(row.chat_id, row.kind, str(row.refs)) for row in await world.rows(Outbox, Outbox.queued_at >= at(day))]
        assert len(said) == len(set(said)), "nothing twice under two keys"
        await world.delivered(at(day, "10:00"))


async def test_a_period_ends_once(world: World, other: World, people: dict[str, Person]) -> None:
    first, second = await world.admin(1), await world.admin(2)
    [plan] = await world.rows(Plan)
    for turn in range(10):
        closed = await race(
            turn, world.services.plans.close(plan.id, first, NOW), other.services.plans.close(plan.id, second, NOW)
        )
        assert sorted(closed) == [False, True]
        opened = await race(
            turn, world.services.plans.reopen(plan.id, first, NOW), other.services.plans.reopen(plan.id, second, NOW)
        )
        assert sorted(opened) == [False, True]


async def test_there_is_one_leadership_chat(world: World, other: World) -> None:
    for turn in range(ROUNDS):
        chats = -1_000_000_000_100 - 2 * turn, -1_000_000_000_101 - 2 * turn
        await race(
            turn,
            world.services.groups.bind(chats[0], None, "leadership", "system", NOW),
            other.services.groups.bind(chats[1], None, "leadership", "system", NOW),
        )
        bound = await world.services.groups.leadership()
        assert bound is not None
        assert bound.chat_id in chats
