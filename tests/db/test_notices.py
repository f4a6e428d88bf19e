"""Notices in the database: written with their letters, counted for units, kept through handing over, and in order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Appeal, AppealKind, Assignment, Notice, Outbox, OutboxState
from services.calendar.local_days import LocalDays
from services.calendar.workdays import Workdays
from services.control.changes import Change, Refused
from services.messages import notices as messages_notices
from services.people.accounts import Person
from services.people.reader import Reader
from services.reports.message import Incoming
from services.reports.notices import NoticeFacts, unread_by_executor
from tests.db.stores import Store, world_from
from tests.db.world import NEW_YEAR, TASHKENT, World, at

WORKDAYS, DAYS = Workdays(), LocalDays(TASHKENT)


async def proof(world: World, person: Person, now: datetime, *, whole: bool = True) -> tuple[NoticeFacts, ...]:
    async with world.database.read() as session:
        return await world.services.notices.proof(session, Reader(person, whole), now)


async def links(world: World, key: str, now: datetime, member: int = 1, to: str | None = None) -> Person:
    """Somebody accepts an invite, as most people are linked."""
    person = await world.officer(to or key, member)
    [invite] = await world.services.linking.invite([await world.executor_id(key)], await world.admin(), now)
    await world.services.linking.accept(invite.token, person, now)
    return await world.officer(to or key, member)


async def unread(world: World, now: datetime) -> dict[str, list[int]]:
    async with world.database.read() as session:
        found = await unread_by_executor(session, WORKDAYS, DAYS, now.date())
    return {one.executor.key: [each.number for each in one.activities] for one in found}


async def unit_of(world: World) -> str:
    return next(one.key for one in world.plan.executors if one.kind == "unit")


async def test_a_unit_has_read_when_one_member_did_and_each_is_shown(world: World) -> None:
    unit, day = await unit_of(world), at("2024-01-09")
    first, second = await links(world, unit, day), await links(world, unit, day, 2)
    await world.delivered(day)
    assert (await unread(world, at("2024-01-11")))[unit]
    assert not await unread(world, at("2024-01-10"))
    done = await world.services.notices.acknowledge(None, second, at("2024-01-10"))
    assert done is not None
    assert done.new == done.all
    assert not await unread(world, at("2024-01-11"))
    told = await proof(world, first, at("2024-01-11"), whole=False)
    assert {one.acknowledged_at is not None for one in told} == {True, False}, "each member is shown"
    third = await links(world, unit, at("2024-01-12"), 3)
    await world.delivered(at("2024-01-12"))
    assert not await unread(world, at("2024-01-22")), "who came later need not"
    assert await world.services.linking.unlink(
        await world.executor_id(unit), second.account_id, await world.admin(), at("2024-01-22")
    )
    assert (await unread(world, at("2024-01-23")))[unit], "a member who left has read for nobody"
    assert {one.is_theirs for one in await proof(world, third, at("2024-01-23"))} == {True, False}


async def test_what_was_told_before_is_not_chased_and_who_is_linked_silently_is_told_nothing(world: World) -> None:
    await world.link_all()
    assert await world.count(Notice) == 0
    assert not await unread(world, at("2024-03-01"))


@pytest.mark.parametrize("kind", ["linked", "lead"])
async def test_a_notice_is_written_with_its_letter_or_not_at_all(
    world: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process is killed between the letter and its notices: neither is there, nor the change."""
    await world.link_all()
    activity = await world.activity(3)
    before = [await world.count(Outbox), await world.count(Assignment), (await world.activity(3)).lead.executor.key]

    async def dies(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(messages_notices, "note", dies)
    with pytest.raises(KeyboardInterrupt):
        if kind == "linked":
            await links(world, activity.lead.executor.key, NEW_YEAR, 2)
        else:
            part = activity.parts[1].assignment_id
            await world.services.control.make_lead(activity.id, part, await world.admin(), NEW_YEAR)
    after = [await world.count(Outbox), await world.count(Assignment), (await world.activity(3)).lead.executor.key]
    assert after == before


async def contested(world: World, number: int, now: datetime, position: int = 0) -> tuple[Person, Appeal]:
    activity = await world.activity(number)
    person = await world.officer(activity.parts[position].executor.key)
    said = Incoming(person.telegram_id, 900, "менга тегишли эмас")
    assert await world.services.appeals.refuse(activity.id, said, person, now)
    [appeal] = await world.rows(Appeal, Appeal.kind == AppealKind.REFUSAL)
    return person, appeal


@pytest.mark.parametrize("position", [0, 1])
async def test_a_part_is_given_once_and_stays_given_when_the_plan_is_loaded_again(world: World, position: int) -> None:
    await world.link_all()
    now, admin = at("2024-01-09"), await world.admin()
    _, appeal = await contested(world, 3, now, position)
    found = await world.services.handover.contested(appeal.id, now)
    assert found is not None
    others = {one.key for one in found.others}
    there = [part.executor.key for part in (await world.activity(3)).parts]
    assert others.isdisjoint(there) == (position > 0), "only of the lead's part can a co-executor take charge"
    new = next(one for one in found.others if one.key not in there)
    given = await world.services.handover.give(appeal.id, new.id, "", admin, now)
    assert isinstance(given, Change)
    parts = [part.executor.key for part in (await world.activity(3)).parts]
    assert parts == [*there[:position], new.key, *there[position + 1 :]]
    assert isinstance(await world.services.handover.give(appeal.id, new.id, "", admin, now), Refused)
    assert len(await world.owed("controlled")) == len(parts), "each once; who contested it gets the answer"
    assert len(await world.owed("appeal_answered")) == 1
    assert await world.count(Notice) == 1
    await world.services.plans.load(world.plan.model_copy(update={"title": f"{world.plan.title}."}), now)
    assert [part.executor.key for part in (await world.activity(3)).parts] == parts


async def test_a_co_executor_may_take_the_leads_part_and_has_one_then(world: World) -> None:
    await world.link_all()
    now = at("2024-01-09")
    _, appeal = await contested(world, 3, now)
    there = [part.executor for part in (await world.activity(3)).parts]
    await world.services.handover.give(appeal.id, there[1].id, "", await world.admin(), now)
    parts = (await world.activity(3)).parts
    assert [part.executor.key for part in parts] == [one.key for one in there[1:]]
    assert [part.leads for part in parts][:2] == [True, False]


async def test_what_is_handed_in_is_not_given_away(world: World) -> None:
    await world.link_all()
    now = at("2024-01-09")
    person, appeal = await contested(world, 3, now)
    await world.submits(person, 3, now)
    assert await world.services.handover.contested(appeal.id, now) is None


STEPS = st.lists(
    st.tuples(st.sampled_from(["sends", "reads", "reports", "lead", "fails", "back", "joins"]), st.integers(0, 2)),
    max_size=9,
)


@settings(max_examples=12)
@given(steps=STEPS)
async def test_what_is_acknowledged_was_accepted_and_what_is_accepted_was_queued(
    sqlite_store: Store, steps: Sequence[tuple[str, int]]
) -> None:
    async with world_from(sqlite_store) as world:
        keys = [part.executor.key for part in (await world.activity(3)).parts[:3]]
        people = [await links(world, key, NEW_YEAR) for key in keys]
        now = at("2024-01-09")
        for step, which in steps:
            now += timedelta(minutes=7) if step != "back" else timedelta(minutes=-50)
            if step == "sends":
                await world.delivered(now)
            elif step == "reads":
                await world.services.notices.acknowledge(None, people[which], now)
            elif step == "reports":
                await world.says(people[which], "3-тадбир 40%", now)
            elif step == "fails":
                for owed in await world.services.outbox.claim(now, 1):
                    await world.services.outbox.failed(owed, "blocked", now)
            elif step == "joins":
                await links(world, keys[which], now, 2)
            else:
                activity = await world.activity(3)
                part = next(one for one in activity.parts if one.executor.key == keys[which])
                await world.services.control.make_lead(activity.id, part.assignment_id, await world.admin(), now)
        told = await proof(world, people[0], now)
        assert len(told) == await world.count(Notice)
        for one in told:
            assert one.accepted_at is None or one.queued_at <= one.accepted_at
            if one.acknowledged_at is not None:
                assert one.accepted_at is not None
                assert one.accepted_at <= one.acknowledged_at
        sent = {row.id for row in await world.rows(Outbox, Outbox.state == OutboxState.SENT)}
        assert {one.letter for one in told if one.accepted_at is not None} <= sent
        assert all(one.letter not in sent for one in told if one.failed)
