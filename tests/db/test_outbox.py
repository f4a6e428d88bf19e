"""The outbox: every message is claimed by one sender, in order, and recorded once."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, insert, text, update
from sqlalchemy.exc import OperationalError

import models.database
from models import Account, Outbox, OutboxState
from models.database import Database
from services.messages import outbox
from services.messages.impersonal import IMPERSONAL
from services.messages.kinds import DecisionsWait, Letter, Submitted
from services.messages.outbox import COUNTED_UP_TO, LONGEST_PAUSE, Owed, pause_after
from tests.db.world import GROUP, NEW_YEAR, World, services_on, url_of

NOW = NEW_YEAR
SECOND = timedelta(seconds=1)


async def owe(
    world: World,
    chat: int,
    key: str,
    *,
    priority: int = 0,
    not_before: datetime | None = None,
    letter: Letter | None = None,
) -> int | None:
    async with world.database.write() as session:
        return await outbox.owe(
            session,
            letter or DecisionsWait(),
            key=key,
            chat_id=chat,
            now=NOW,
            priority=priority,
            not_before=not_before,
        )


async def claim(world: World, now: datetime = NOW, limit: int = 10) -> list[Owed]:
    return await world.services.outbox.claim(now, limit)


async def keys(world: World, now: datetime = NOW, limit: int = 10) -> list[str]:
    return [owed.key for owed in await claim(world, now, limit)]


async def states(world: World) -> dict[str, OutboxState]:
    return {row.key: row.state for row in await world.rows(Outbox)}


@contextlib.contextmanager
def broken(world: World) -> Iterator[None]:
    """No statement is executed."""

    def fails(*_: object) -> None:
        raise OperationalError("any", None, OSError())

    engine = world.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", fails)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fails)


# -- claiming ------------------------------------------------------------------------------------------------------
async def test_a_key_is_queued_once(world: World) -> None:
    assert await owe(world, 1, "a") is not None
    assert await owe(world, 2, "a") is None
    [owed] = await claim(world)
    await world.services.outbox.sent(owed, 5, NOW)
    assert await owe(world, 1, "a") is None
    assert await world.count(Outbox) == 1


async def test_nothing_is_queued_for_an_account_that_stands_for_nobody(world: World) -> None:
    for nobody in IMPERSONAL:
        assert await owe(world, nobody, f"of {nobody}") is None
    assert await world.count(Outbox) == 0


async def test_a_queued_message_rolls_back_with_the_change_it_reports(world: World) -> None:
    with pytest.raises(ZeroDivisionError):
        async with world.database.write() as session:
            await outbox.owe(session, DecisionsWait(), key="a", chat_id=1, now=NOW)
            raise ZeroDivisionError
    assert await world.count(Outbox) == 0


async def test_a_claimed_message_names_its_words_and_its_recipient(world: World) -> None:
    person = await world.officer("umarov")
    await world.services.people.speak(person, "ru")
    await owe(world, person.telegram_id, "a", letter=Submitted(7))
    [owed] = await claim(world)
    assert (owed.kind, owed.refs) == ("submission", {"acceptance": 7})
    assert (owed.chat_id, owed.locale) == (person.telegram_id, "ru")
    assert (owed.attempts, owed.queued_at, owed.thread_id) == (1, NOW, None)


async def test_a_message_to_a_bound_topic_goes_to_the_topic(world: World) -> None:
    await world.services.groups.bind(GROUP, 33, "leadership", "system", NOW)
    await owe(world, GROUP, "a")
    [owed] = await claim(world)
    assert owed.thread_id == 33


async def test_a_groups_message_knows_whether_the_group_was_lost_before(world: World) -> None:
    await world.bind()
    await owe(world, GROUP, "a")
    [owed] = await claim(world)
    assert not owed.is_to_lost
    await world.services.outbox.sent(owed, 5, NOW)
    await world.services.reachability.lost(GROUP, "need administrator rights", NOW)
    await owe(world, GROUP, "b")
    assert [owed.is_to_lost for owed in await claim(world) if owed.chat_id == GROUP] == [True]


async def test_a_chat_has_one_message_on_its_way_and_they_go_in_order(world: World) -> None:
    for number in range(3):
        await owe(world, 1, f"one {number}")
    await owe(world, 2, "two 0")
    first = await claim(world)
    assert [owed.key for owed in first] == ["one 0", "two 0"]
    assert await keys(world) == []
    await world.services.outbox.sent(first[0], 5, NOW)
    assert await keys(world) == ["one 1"]


async def test_answers_go_before_the_bulk_in_the_order_they_came(world: World) -> None:
    await owe(world, 1, "bulk", priority=1)
    await owe(world, 2, "answer")
    await owe(world, 3, "answer too")
    assert await keys(world, limit=1) == ["answer"]
    assert await keys(world) == ["answer too", "bulk"]


async def test_no_more_are_claimed_than_asked_for(world: World) -> None:
    for chat in range(1, 6):
        await owe(world, chat, str(chat))
    assert len(await claim(world, limit=2)) == 2
    assert len(await claim(world, limit=2)) == 2
    assert len(await claim(world, limit=2)) == 1


async def test_a_message_waits_for_its_time_and_delays_nobody(world: World) -> None:
    await owe(world, 1, "later", not_before=NOW + SECOND)
    await owe(world, 1, "now")
    [owed] = await claim(world)
    assert owed.key == "now"
    await world.services.outbox.sent(owed, 5, NOW)
    assert await keys(world) == []
    assert await keys(world, NOW + SECOND) == ["later"]


# -- what became of it ---------------------------------------------------------------------------------------------
async def test_what_was_sent_is_recorded_with_its_message(world: World) -> None:
    await owe(world, 1, "a")
    [owed] = await claim(world)
    await world.services.outbox.sent(owed, 55, NOW + SECOND)
    [row] = await world.rows(Outbox)
    assert (row.state, row.message_id, row.sent_at, row.worker) == (OutboxState.SENT, 55, NOW + SECOND, None)
    assert await world.services.outbox.waiting(NOW) == 0


async def test_many_sent_at_once_are_all_recorded_when_the_call_returns(world: World) -> None:
    for chat in range(1, 21):
        await owe(world, chat, str(chat))
    claimed = await claim(world, limit=20)

    async def send(owed: Owed) -> OutboxState:
        await world.services.outbox.sent(owed, owed.chat_id, NOW)
        [row] = await world.rows(Outbox, Outbox.id == owed.id)
        return row.state

    assert set(await asyncio.gather(*(send(owed) for owed in claimed))) == {OutboxState.SENT}
    assert [row.message_id for row in await world.rows(Outbox)] == list(range(1, 21))


async def test_nobody_is_told_that_a_message_is_recorded_when_the_disk_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 50)
    world = World(Database(url_of(file)))
    for chat in (1, 2):
        await owe(world, chat, str(chat))
    claimed = await claim(world)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    sent = world.services.outbox.sent
    failed = await asyncio.gather(*(sent(owed, 5, NOW) for owed in claimed), return_exceptions=True)
    assert [type(error) for error in failed] == [OperationalError, OperationalError]
    other.close()
    await sent(claimed[0], 5, NOW)
    assert set((await states(world)).values()) == {OutboxState.SENT}, "what Telegram took is not said again"
    await world.database.close()


async def test_a_message_failed_for_good_is_kept_with_its_reason(world: World) -> None:
    await owe(world, 1, "a")
    [owed] = await claim(world)
    await world.services.outbox.failed(owed, "can't parse entities", NOW)
    [row] = await world.rows(Outbox)
    assert (row.state, row.reason) == (OutboxState.FAILED, "can't parse entities")
    assert "outbox.failed" in await world.actions()
    assert await keys(world, NOW + timedelta(days=1)) == []


async def test_a_message_with_nothing_left_to_say_lets_the_next_one_go(world: World) -> None:
    await owe(world, 1, "a")
    await owe(world, 1, "b")
    [owed] = await claim(world)
    await world.services.outbox.cancelled(owed, "nothing left to say")
    assert (await states(world))["a"] is OutboxState.CANCELLED
    assert await keys(world) == ["b"]


async def test_a_message_failed_for_now_is_retried_from_the_given_time(world: World) -> None:
    await owe(world, 1, "a")
    [owed] = await claim(world)
    await world.services.outbox.again(owed, NOW + 5 * SECOND, "out")
    assert await keys(world, NOW + 4 * SECOND) == []
    [again] = await claim(world, NOW + 5 * SECOND)
    assert (again.id, again.attempts) == (owed.id, 2)


def test_pauses_grow_to_ten_minutes_and_no_more() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 40)]
    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    assert pause_after(0) == pauses[0]


# -- restarts, several senders -------------------------------------------------------------------------------------
async def test_a_message_whose_fate_could_not_be_recorded_is_tried_again_and_holds_its_chat_back(world: World) -> None:
    await owe(world, 1, "a")
    [owed] = await claim(world)
    await owe(world, 1, "b")
    with pytest.raises(OperationalError), broken(world):
        await world.services.outbox.again(owed, NOW, "timeout")
    assert await keys(world) == []
    assert await keys(world, NOW + 3 * SECOND) == ["a"]


async def test_a_slow_message_is_never_claimed_twice_by_its_sender_and_delays_no_other_chat(world: World) -> None:
    await owe(world, 1, "slow")
    assert await keys(world) == ["slow"]
    await owe(world, 2, "other chat")
    await owe(world, 1, "same chat")
    assert await keys(world, NOW + timedelta(days=1), limit=1) == ["other chat"]
    assert await keys(world, NOW + timedelta(days=1)) == []


async def test_a_process_that_starts_puts_back_what_the_last_one_held(world: World) -> None:
    for chat in (1, 2, 3):
        await owe(world, chat, str(chat))
    [sent, *_] = await claim(world)
    await world.services.outbox.sent(sent, 5, NOW)
    restarted = services_on(world.database).outbox
    assert await restarted.claim(NOW, 10) == []
    assert await restarted.recover(NOW) == 2
    assert [owed.key for owed in await restarted.claim(NOW, 10)] == ["2", "3"]


async def test_messages_in_flight_at_a_crash_go_last_and_the_later_the_more_often(world: World) -> None:
    for chat in (1, 2, 3, 4):
        await owe(world, chat, str(chat), priority=0 if chat == 1 else outbox.BULK)
    for in_hand in ("1", "2", "3"):
        dying = services_on(world.database).outbox
        held = await dying.claim(NOW, 10)
        assert held[0].key == in_hand
        await dying.begin(held[0], NOW)
        assert await dying.recover(NOW) == 4
    again = services_on(world.database).outbox
    assert [owed.key for owed in await again.claim(NOW, 10)] == ["4", "1", "2", "3"]


async def test_recording_a_message_puts_the_next_in_flight_in_the_same_transaction(world: World) -> None:
    for chat in (1, 2, 3):
        await owe(world, chat, str(chat))
    first, second, _ = await claim(world)
    await world.services.outbox.begin(first, NOW)
    await world.services.outbox.sent(first, 5, NOW, second)
    rows = {row.key: (row.state, row.begun_at is not None) for row in await world.rows(Outbox)}
    assert rows == {"1": ("sent", True), "2": ("sending", True), "3": ("sending", False)}
    restarted = services_on(world.database).outbox
    await restarted.recover(NOW)
    assert [owed.attempts for owed in await restarted.claim(NOW, 10)] == [1, 2], "what was claimed was not tried"


async def test_two_senders_on_one_database_never_hold_the_same_message(world: World) -> None:
    for chat in range(1, 31):
        await owe(world, chat, str(chat))
    other = world.beside()
    rounds = await asyncio.gather(*(claim(one, limit=5) for one in (world, other) * 4))
    held = [owed.id for claimed in rounds for owed in claimed]
    assert len(held) == len(set(held)) == 30
    await other.database.close()


async def test_a_late_report_on_a_message_settled_since_changes_nothing(world: World) -> None:
    await owe(world, 1, "a")
    [late] = await claim(world)
    other = services_on(world.database).outbox
    await other.recover(NOW)
    [owed] = await other.claim(NOW, 10)
    await other.sent(owed, 5, NOW)
    await world.services.outbox.again(late, NOW, "timeout")
    await world.services.outbox.cancelled(late, "nothing")
    [row] = await world.rows(Outbox)
    assert (row.state, row.message_id) == (OutboxState.SENT, 5)


# -- who cannot be written to -------------------------------------------------------------------------------------
async def test_the_admins_are_told_once_who_cannot_be_reached(world: World) -> None:
    person = await world.link("umarov")
    reach = world.services.reachability
    assert await reach.lost(person.telegram_id, "bot was blocked by the user", NOW)
    assert not await reach.lost(person.telegram_id, "bot was blocked by the user", NOW)
    ten = NOW + timedelta(hours=10)
    assert [await reach.tell_admins(ten), await reach.tell_admins(ten)] == [True, False]
    assert {row.chat_id for row in await world.owed("unreachable")} == {900_001, 900_002}
    assert (await world.account(person)).blocked_at == NOW

    await world.services.people.identify(person.telegram_id, person.name, None, NOW + timedelta(days=1))
    assert (await world.account(person)).blocked_at is None, "who writes can be written to"
    assert await reach.lost(person.telegram_id, "bot was blocked by the user", NOW + timedelta(days=2))


@pytest.mark.parametrize("later_on", [11, 15, 23])
async def test_a_person_lost_later_on_a_day_is_reported_in_the_next_days_message(world: World, later_on: int) -> None:
    first, second, third = [await world.link(key) for key in ("umarov", "yunusov", "miramirov")]
    reach = world.services.reachability
    await reach.lost(first.telegram_id, "blocked", NOW)
    assert await reach.tell_admins(NOW + timedelta(hours=10))
    later = NOW + timedelta(hours=later_on)
    for person in (second, third):
        await reach.lost(person.telegram_id, "blocked", later)
        assert not await reach.tell_admins(later)
        assert not (await world.account(person)).block_told, "nobody is marked as told of who is not"
    next_day = NOW + timedelta(days=1, hours=10)
    assert [await reach.tell_admins(next_day), await reach.tell_admins(next_day)] == [True, False]
    told = [row.refs["accounts"] for row in await world.owed("unreachable")]
    assert told == 2 * [[first.account_id]] + 2 * [[second.account_id, third.account_id]]


async def test_without_an_admin_nobody_is_marked_as_reported(world: World) -> None:
    person = await world.link("umarov")
    reach = services_on(world.database, admins=()).reachability
    await reach.lost(person.telegram_id, "blocked", NOW)
    assert not await reach.tell_admins(NOW + timedelta(hours=10))
    assert await world.services.reachability.tell_admins(NOW + timedelta(hours=11))


async def test_a_lost_group_is_reported_at_once_and_once(world: World) -> None:
    await world.bind()
    reach = world.services.reachability
    assert await reach.lost(GROUP, "bot was kicked", NOW)
    assert not await reach.lost(GROUP, "bot was kicked", NOW)
    assert len(await world.owed("group_lost")) == 2
    group = await world.services.groups.leadership()
    assert group is not None
    assert group.is_lost


async def test_an_unknown_chat_that_cannot_be_reached_is_not_reported(world: World) -> None:
    assert not await world.services.reachability.lost(5, "chat not found", NOW)
    assert await world.count(Account) == 0


async def test_waiting_messages_follow_a_group_that_became_a_supergroup(world: World) -> None:
    await world.services.groups.bind(-5, None, "leadership", "system", NOW)
    await owe(world, -5, "waiting")
    await owe(world, -5, "in hand")
    await claim(world)
    await world.services.groups.migrated(-5, GROUP, NOW)
    group = await world.services.groups.leadership()
    assert group is not None
    assert group.chat_id == GROUP
    assert {row.chat_id for row in await world.rows(Outbox)} == {GROUP}


async def test_there_is_one_leadership_chat_and_binding_it_again_changes_nothing(world: World) -> None:
    groups = world.services.groups
    assert await groups.leadership() is None
    assert await groups.bind(-5, None, "first", 900_001, NOW)
    assert not await groups.bind(-5, None, "first", 900_001, NOW)
    assert await groups.bind(-5, 7, "first", 900_001, NOW), "a topic of it is another place"
    assert await groups.bind(-6, None, "second", 900_001, NOW)
    group = await groups.leadership()
    assert group is not None
    assert (group.chat_id, group.title, group.is_lost) == (-6, "second", False)
    assert await world.services.reachability.lost(-6, "bot was kicked", NOW)
    assert await groups.bind(-6, None, "second", 900_001, NOW), "bound anew it is found again"


async def test_the_backlog_is_counted_up_to_a_bound_and_its_oldest_found_by_an_index(world: World) -> None:
    assert await world.services.outbox.backlog(NOW) == (0, 0.0)
    async with world.database.write() as session:
        row = {"kind": "linked", "refs": {}, "priority": 1, "state": "queued", "queued_at": NOW}
        await session.execute(
            insert(Outbox), [{"key": f"n{n}", "chat_id": n, "next_try_at": NOW, **row} for n in range(1, 10_051)]
        )
        early, late = NOW - timedelta(minutes=7), NOW + timedelta(days=1)
        await session.execute(update(Outbox).where(Outbox.key == "n5").values(next_try_at=early))
        await session.execute(update(Outbox).where(Outbox.key == "n6").values(next_try_at=late))
    assert await world.services.outbox.backlog(NOW) == (COUNTED_UP_TO, 420.0)
    if world.database.is_sqlite:
        query = "EXPLAIN QUERY PLAN SELECT next_try_at FROM outbox WHERE state = 'queued' AND next_try_at <= :now"
        async with world.database.read() as session:
            plan = (await session.execute(text(f"{query} ORDER BY next_try_at LIMIT 1"), {"now": str(NOW)})).all()
        assert "ix_outbox_queued" in str(plan)
