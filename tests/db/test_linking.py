"""Who answers for whom: invites, strangers' requests, unlinking."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Base, Invite, Link, Substitution
from services.people.linking import InviteFacts, InviteProblem
from services.people.reader import Reader
from services.plan.figures import ExecutorRef
from services.reports.message import Choice
from tests.db.world import ADMINS, NEW_YEAR, World, at

NOW = at("2024-01-10")
WEEK = timedelta(days=7)


async def invited(world: World, key: str = "yunusov") -> InviteFacts:
    [invite] = await world.services.linking.invite([await world.executor_id(key)], await world.admin(), NOW)
    return invite


# -- invites -------------------------------------------------------------------------------------------------------
async def test_an_invite_links_the_person_who_accepts_it_and_the_admins_are_told(world: World) -> None:
    invite, person = await invited(world), await world.officer("yunusov")
    offered = await world.services.linking.offered(invite.token, person, NOW)
    assert isinstance(offered, ExecutorRef)
    assert offered.key == "yunusov"
    assert await world.count(Link) == 0, "looking at it links nobody"
    assert await world.services.linking.accept(invite.token, person, NOW) == offered
    assert (await world.officer("yunusov")).executors == (offered,)
    assert {row.chat_id for row in await world.owed("somebody_linked")} == set(ADMINS)


async def test_an_invite_works_once(world: World) -> None:
    invite = await invited(world)
    await world.services.linking.accept(invite.token, await world.officer("yunusov"), NOW)
    stranger = await world.outsider()
    assert await world.services.linking.offered(invite.token, stranger, NOW) is InviteProblem.USED
    assert await world.services.linking.accept(invite.token, stranger, NOW) is InviteProblem.USED
    assert await world.count(Link) == 1


async def test_the_second_press_of_yes_is_the_same_answer_and_links_nobody_twice(world: World) -> None:
    invite, person = await invited(world), await world.officer("yunusov")
    answers = await asyncio.gather(*(world.services.linking.accept(invite.token, person, NOW) for _ in range(3)))
    assert len(set(answers)) == 1
    assert isinstance(answers[0], ExecutorRef)
    assert await world.count(Link) == 1
    linked = await world.officer("yunusov")
    assert await world.services.linking.offered(invite.token, linked, NOW) is InviteProblem.ALREADY


async def test_of_two_people_who_accept_at_once_one_is_linked(world: World) -> None:
    invite = await invited(world)
    people = [await world.officer("yunusov"), await world.outsider()]
    answers = await asyncio.gather(*(world.services.linking.accept(invite.token, one, NOW) for one in people))
    assert sum(isinstance(answer, ExecutorRef) for answer in answers) == 1
    assert InviteProblem.USED in answers
    assert await world.count(Link) == 1


async def test_an_invite_works_for_seven_days(world: World) -> None:
    person = await world.officer("yunusov")
    invite = await invited(world)
    assert invite.expires_at == NOW + WEEK
    late = NOW + WEEK
    assert await world.services.linking.offered(invite.token, person, late) is InviteProblem.EXPIRED
    assert await world.services.linking.accept(invite.token, person, late) is InviteProblem.EXPIRED
    in_time = late - timedelta(seconds=1)
    assert isinstance(await world.services.linking.accept(invite.token, person, in_time), ExecutorRef)


async def test_a_newer_invite_of_the_same_executor_ends_the_earlier(world: World) -> None:
    person = await world.officer("yunusov")
    earlier, other = await invited(world), await invited(world, "umarov")
    newer = await invited(world)
    accept = world.services.linking.accept
    assert await accept(earlier.token, person, NOW) is InviteProblem.REPLACED
    assert isinstance(await accept(newer.token, person, NOW), ExecutorRef)
    assert isinstance(await accept(other.token, person, NOW), ExecutorRef), "an invite of another goes on"


async def test_an_unknown_token_opens_nothing(world: World) -> None:
    person = await world.officer("yunusov")
    for token in ("", "x", "ё" * 64):
        assert await world.services.linking.offered(token, person, NOW) is InviteProblem.UNKNOWN
        assert await world.services.linking.accept(token, person, NOW) is InviteProblem.UNKNOWN


async def test_no_token_is_in_the_database(world: World) -> None:
    invites = await world.services.linking.invite(
        [one.id for one in await world.services.linking.executors()], await world.admin(), NOW
    )
    assert len({one.token for one in invites}) == 19
    async with world.database.read() as session:
        kept = str([(await session.execute(select(table))).all() for table in Base.metadata.sorted_tables])
    assert all(one.token not in kept for one in invites)


async def test_a_token_fits_into_a_deep_link(world: World) -> None:
    token = (await invited(world)).token
    assert len(token) <= 64
    assert token.replace("-", "").replace("_", "").isalnum()
    assert token.isascii()


# -- the board -----------------------------------------------------------------------------------------------------
async def test_the_board_shows_who_is_linked_invited_and_neither(world: World) -> None:
    await world.link("umarov")
    await invited(world)
    board = {one.executor.key: one for one in await world.services.linking.board(NOW)}
    assert list(board) == [executor.key for executor in world.plan.executors]
    assert [member.name for member in board["umarov"].members] == ["Ш. Умаров"]
    assert board["yunusov"].invited_until == NOW + WEEK
    assert (board["mamatov"].members, board["mamatov"].invited_until) == ((), None)
    assert board["mamatov"].activities == 6
    later = {one.executor.key: one for one in await world.services.linking.board(NOW + WEEK)}
    assert later["yunusov"].invited_until is None


async def test_the_board_shows_when_an_executor_last_reported(world: World) -> None:
    await world.says(await world.link("umarov"), "14-тадбир 10%", NOW)
    board = {one.executor.key: one for one in await world.services.linking.board(NOW)}
    assert board["umarov"].reported_on == NOW.date()


async def test_executors_are_found_by_name_with_a_typing_error(world: World) -> None:
    assert [one.key for one in await world.services.linking.named("Юнсов")] == ["yunusov"]
    assert await world.services.linking.named("номаълум киши бу") == ()


# -- requests ------------------------------------------------------------------------------------------------------
async def test_a_stranger_asks_once_until_somebody_decides(world: World) -> None:
    stranger = await world.outsider()
    assert await world.services.linking.ask(stranger, NOW)
    assert not await world.services.linking.ask(stranger, NOW)
    assert len(await world.owed("link_request")) == len(ADMINS)
    [request] = await world.services.linking.requests()
    await world.services.linking.decide(request.id, None, await world.admin(), NOW)
    assert await world.services.linking.requests() == ()
    assert await world.services.linking.ask(stranger, NOW), "who was refused may ask again"


async def test_the_admins_link_a_stranger_who_is_told(world: World) -> None:
    stranger = await world.outsider()
    await world.services.linking.ask(stranger, NOW)
    [request] = await world.services.linking.requests()
    decided = await world.services.linking.decide(
        request.id, await world.executor_id("yunusov"), await world.admin(), NOW
    )
    assert decided is not None
    assert decided.executor is not None
    assert (decided.executor.key, decided.decider, decided.decided_at) == ("yunusov", "admin 1", NOW)
    assert [one.key for one in (await world.outsider()).executors] == ["yunusov"]
    assert [row.chat_id for row in await world.owed("linked")] == [stranger.telegram_id]


async def test_the_admins_refuse_a_stranger_who_is_told(world: World) -> None:
    stranger = await world.outsider()
    await world.services.linking.ask(stranger, NOW)
    [request] = await world.services.linking.requests()
    await world.services.linking.decide(request.id, None, await world.admin(), NOW)
    assert (await world.outsider()).is_outsider
    assert [row.chat_id for row in await world.owed("link_refused")] == [stranger.telegram_id]


async def test_of_two_admins_at_once_one_decides_on_a_request(world: World) -> None:
    stranger = await world.outsider()
    await world.services.linking.ask(stranger, NOW)
    [request] = await world.services.linking.requests()
    yunusov = await world.executor_id("yunusov")
    first, second = await world.admin(1), await world.admin(2)
    answers = await asyncio.gather(
        world.services.linking.decide(request.id, yunusov, first, NOW),
        world.services.linking.decide(request.id, None, second, NOW),
    )
    assert sum(answer is None for answer in answers) == 1
    assert len(await world.owed("linked")) + len(await world.owed("link_refused")) == 1
    shown = await world.services.linking.request(request.id)
    assert shown in answers


# -- links ---------------------------------------------------------------------------------------------------------
async def test_an_unlinked_person_loses_access_and_is_told(world: World) -> None:
    person = await world.link("yunusov")
    one = await world.activity(1)
    assert await world.services.cards.card(one.id, Reader(person, whole_plan=person.is_admin), NOW.date()) is not None
    yunusov = await world.executor_id("yunusov")
    assert await world.services.linking.unlink(yunusov, person.account_id, await world.admin(), NOW) is not None
    assert await world.services.linking.unlink(yunusov, person.account_id, await world.admin(), NOW) is None
    stranger = await world.officer("yunusov")
    assert stranger.is_outsider
    assert await world.services.activities.of(stranger.executor_ids, NOW.date()) == ()
    assert await world.services.cards.card(one.id, Reader(stranger, whole_plan=stranger.is_admin), NOW.date()) is None
    assert await world.services.reporting.mark(stranger, one.id, 1, NOW, percent=50, done=None) is None
    assert len(await world.owed("unlinked")) == 1
    assert await world.services.linking.member(yunusov, person.account_id) is None


async def test_a_reminder_that_waits_for_somebody_unlinked_is_not_sent(world: World) -> None:
    person = await world.link("yunusov")
    assert await world.sweep(at("2024-01-03")) == 1
    yunusov = await world.executor_id("yunusov")
    await world.services.linking.unlink(yunusov, person.account_id, await world.admin(), at("2024-01-03"))
    assert [said.kind for said in await world.delivered(at("2024-01-03"))] == ["unlinked"]


@pytest.mark.parametrize("unlinked_on", ["2024-01-03", "2024-01-04"])  # before the reminder was queued, and after
async def test_words_left_unplaced_bring_no_reminder_to_somebody_unlinked(world: World, unlinked_on: str) -> None:
    person, yunusov = await world.link("yunusov"), await world.executor_id("yunusov")
    await world.delivered(at("2024-01-03"))
    kept = await world.says(person, "ҳужжатлар тайёрланди", at("2024-01-03"))
    assert isinstance(kept, Choice)
    if unlinked_on > "2024-01-03":
        await world.sweep(at("2024-01-04"))
    await world.services.linking.unlink(yunusov, person.account_id, await world.admin(), at("2024-01-04"))
    await world.sweep(at("2024-01-04"))
    assert [said.kind for said in await world.delivered(at("2024-01-04"))] == ["unlinked"]
    await world.sweep(at("2024-01-05"))
    assert await world.delivered(at("2024-01-05")) == []


async def test_an_unlinked_person_can_be_linked_again_and_keeps_the_reports(world: World) -> None:
    person = await world.link("yunusov")
    await world.says(person, "1-тадбир 20%", NOW)
    yunusov = await world.executor_id("yunusov")
    await world.services.linking.unlink(yunusov, person.account_id, await world.admin(), NOW)
    person = await world.link("yunusov", now=NOW)
    assert await world.services.activities.of(person.executor_ids, NOW.date())
    assert (await world.activity(1)).lead.percent == 20


async def test_any_member_answers_for_a_unit(world: World) -> None:
    first, second = await world.link("training_center", member=1), await world.link("training_center", member=2)
    await world.says(first, "5-тадбир 20%", at("2024-02-06"))
    recorded = await world.says(second, "5-тадбир 40%", at("2024-02-07"))
    assert recorded.part.percent == 40
    assert await world.services.reporting.undo(recorded.report.id, first, at("2024-02-07")) is None
    board = {one.executor.key: one for one in await world.services.linking.board(NOW)}
    assert [member.account_id for member in board["training_center"].members] == [
        first.account_id,
        second.account_id,
    ]


async def test_one_person_may_answer_for_several_executors(world: World) -> None:
    await world.link("yunusov")
    person = await world.link("mamatov", to="yunusov")
    assert [one.key for one in person.executors] == ["yunusov", "mamatov"]
    numbers = {facts.number for facts in await world.services.activities.of(person.executor_ids, NOW.date())}
    assert {1, 5} <= numbers


async def test_enrolling_tells_nobody_and_a_second_time_changes_nothing(world: World) -> None:
    first = await world.link("yunusov")
    second = await world.link("yunusov")
    assert first.executors == second.executors
    assert await world.count(Link) == 1
    assert await world.owed("somebody_linked") == []
    assert (await world.actions()).count("executor.linked") == 1


async def test_a_used_invite_names_who_used_it(world: World) -> None:
    invite, person = await invited(world), await world.officer("yunusov")
    await world.services.linking.accept(invite.token, person, NOW)
    [row] = await world.rows(Invite)
    assert (row.used_by, row.used_at, row.created_by) == (person.account_id, NOW, ADMINS[0])


# -- accounts ------------------------------------------------------------------------------------------------------
async def test_an_account_is_remembered_from_the_first_sight_once(world: World) -> None:
    people = await asyncio.gather(*(world.services.people.identify(5, "officer", "nick", NEW_YEAR) for _ in range(4)))
    assert len({person.account_id for person in people}) == 1
    assert people[0].locale == "uz_Cyrl"


async def test_a_new_name_and_a_chosen_language_are_remembered(world: World) -> None:
    person = await world.services.people.identify(5, "officer", None, NEW_YEAR)
    await world.services.people.speak(person, "ru")
    renamed = await world.services.people.identify(5, "chief officer", "nick", NEW_YEAR)
    assert (renamed.name, renamed.username, renamed.locale) == ("chief officer", "nick", "ru")
    assert await world.services.people.locale_of(5) == "ru"
    assert await world.services.people.locale_of(6) == "uz_Cyrl"
    assert await world.services.people.of_account(renamed.account_id, NEW_YEAR) == renamed


async def test_an_outsider_is_answered_once_a_day(world: World) -> None:
    stranger = await world.outsider()
    answers = [
        await world.services.people.refuse_once_a_day(stranger, NOW, day)
        for day in (NOW.date(), NOW.date(), NOW.date() + timedelta(days=1))
    ]
    assert answers == [True, False, True]


async def test_whoever_writes_is_who_the_account_stands_for_also_when_a_substitution_ends(world: World) -> None:
    first, second, third = [executor.key for executor in world.plan.executors][:3]
    alone, both, deputy = await world.officer(first), await world.link(second), await world.officer(third)
    await world.link(first, to=second)
    async with world.database.write() as session:
        days = {"from_on": NEW_YEAR.date(), "until_on": at("2024-01-10").date()}
        ids = {"executor_id": await world.executor_id(first), "deputy_id": await world.executor_id(third)}
        session.add(stands_in := Substitution(**days, **ids, named_by=1, began_at=NEW_YEAR))
        await session.flush()
        link = {"account_id": deputy.account_id, "executor_id": ids["executor_id"], "substitution_id": stands_in.id}
        session.add(Link(**link, linked_at=NEW_YEAR, reminded_through=NEW_YEAR.date()))
    found = {}
    for now in (at("2024-01-10"), at("2024-01-11")):
        for person in (alone, both, deputy):
            written = await world.services.people.identify(person.telegram_id, person.name, None, now)
            assert written == await world.services.people.of_account(person.account_id, now)
            found[person.account_id, now] = [executor.key for executor in written.executors]
    assert found[alone.account_id, now] == []
    assert found[both.account_id, now] == [first, second]
    assert [found[deputy.account_id, at(day)] for day in ("2024-01-10", "2024-01-11")] == [[first], []]
