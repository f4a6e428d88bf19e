"""Who decides beside others (PostgreSQL): what waits for what, and that whatever is not held is done alone."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Activity, Assignment, Audit, Outbox, OutboxState, Report, ReportState
from models.beside import go_alone, hold_chats, part_to_change
from services import audit
from services.messages import outbox
from services.messages.kinds import CoReport
from services.people.accounts import Person
from services.plan.figures import ActivityFacts
from services.reports.message import Incoming, Recorded, TakenBack
from tests.db.stores import PostgresqlServer, world_from
from tests.db.world import World, at

NOW = at("2024-02-06")
AT_ONCE = 5.0  # seconds in which what need not wait is done, on the busiest machine
Deed = Callable[[AsyncSession], Awaitable[None]]


@pytest.fixture
async def world(server: PostgresqlServer) -> AsyncIterator[World]:
    async with world_from(server) as one:
        yield one


@pytest.fixture
async def other(world: World) -> AsyncIterator[World]:
    """The second process."""
    one = world.beside()
    yield one
    await one.database.close()


@contextlib.asynccontextmanager
async def under_way(world: World, account: int, deed: Deed) -> AsyncIterator[None]:
    """The deed is done, beside others, and not committed before the block ends."""
    is_done, may_end = asyncio.Event(), asyncio.Event()

    async def waiting(session: AsyncSession) -> None:
        await deed(session)
        is_done.set()
        await may_end.wait()

    doing = asyncio.ensure_future(world.database.decide(waiting, beside=account))
    await asyncio.wait_for(is_done.wait(), AT_ONCE)
    try:
        yield
    finally:
        may_end.set()
        await doing


async def is_kept_waiting(doing: Awaitable[Any]) -> asyncio.Future[Any]:
    """What does not end by itself, as far as one can see."""
    started = asyncio.ensure_future(doing)
    done, _ = await asyncio.wait([started], timeout=0.3)
    assert not done, "it did not wait"
    return started


async def two(world: World) -> tuple[tuple[Person, ActivityFacts], tuple[Person, ActivityFacts]]:
    """Two people, each with an activity that they lead."""
    people = await world.link_all()
    led: dict[str, ActivityFacts] = {}
    for facts in await world.services.activities.all(NOW.date()):
        led.setdefault(facts.lead.executor.key, facts)
    (one, first), (another, second), *_ = led.items()
    return (people[one], first), (people[another], second)


def moving(facts: ActivityFacts, percent: int) -> Deed:
    async def deed(session: AsyncSession) -> None:
        _, part = await part_to_change(session, facts.lead.assignment_id)
        part.percent = percent
        audit.note(session, "report.recorded", audit.activity(facts.id), actor=audit.SYSTEM, now=NOW)
        await session.flush()

    return deed


def writing(*chats: int) -> Deed:
    async def deed(session: AsyncSession) -> None:
        await hold_chats(session, chats)
        for chat in chats:
            await outbox.owe(session, CoReport(1, 1), key=f"{chat}", chat_id=chat, now=NOW)

    return deed


async def test_other_people_and_other_activities_wait_for_nobody(world: World, other: World) -> None:
    (one, first), (another, second) = await two(world)
    async with under_way(world, one.account_id, moving(first, 30)):
        doing = other.database.decide(moving(second, 40), beside=another.account_id)
        await asyncio.wait_for(doing, AT_ONCE)
    parts = [(await world.rows(Assignment, Assignment.id == one.lead.assignment_id))[0] for one in (first, second)]
    assert [part.percent for part in parts] == [30, 40]


async def test_the_same_person_the_same_activity_and_the_same_chat_wait(world: World, other: World) -> None:
    (one, first), (another, second) = await two(world)

    async with under_way(world, one.account_id, moving(first, 30)):
        waits = await is_kept_waiting(other.database.decide(moving(second, 50), beside=one.account_id))
    await waits
    for deed in (moving(first, 60), writing(78, 77)):
        async with under_way(world, one.account_id, deed):
            waits = await is_kept_waiting(other.database.decide(deed, beside=another.account_id))
        await waits


async def test_who_decides_alone_waits_and_is_waited_for(world: World, other: World) -> None:
    (one, first), (another, second) = await two(world)
    async with under_way(world, one.account_id, moving(first, 30)):
        waits = await is_kept_waiting(other.services.people.speak(another, "ru"))
    await waits
    async with world.database.write():
        waits = await is_kept_waiting(other.database.decide(moving(second, 40), beside=another.account_id))
    await waits


async def test_plain_words_and_percents_are_recorded_beside_others(world: World, other: World) -> None:
    people, reporting = await world.link_all(), other.services.reporting
    first, *others = [one for one in await world.services.activities.all(NOW.date()) if len(one.parts) > 1]
    one = people[first.lead.executor.key]
    led = next(facts for facts in others if people[facts.lead.executor.key] != one)
    lead, helper = people[led.lead.executor.key], people[led.parts[1].executor.key]
    async with under_way(world, one.account_id, moving(first, 30)), asyncio.timeout(AT_ONCE):
        for number, person in enumerate((lead, helper)):
            sent = Incoming(person.telegram_id, 100 + number, f"{led.number}-тадбир 40%")
            [answer] = await reporting.take(person, sent, (), NOW, replied=False)
            assert isinstance(answer, Recorded)
        assert answer.lead_hears is not None
        pressed = await reporting.mark(lead, led.id, lead.telegram_id, NOW, percent=60, done=None)
        assert isinstance(pressed, Recorded)
        # And who wrote is known to have written.
        seen = await other.services.people.identify(lead.telegram_id, "anew", None, NOW)
    assert seen.name == "anew"


async def test_one_process_lets_in_who_came_first(world: World) -> None:
    (one, first), (another, second) = await two(world)
    database = world.database
    async with under_way(world, one.account_id, moving(first, 30)):
        await asyncio.wait_for(database.decide(moving(second, 40), beside=another.account_id), AT_ONCE)
        alone = await is_kept_waiting(world.services.people.speak(another, "ru"))
        late = await is_kept_waiting(database.decide(moving(second, 50), beside=another.account_id))
        given_up = await is_kept_waiting(database.decide(moving(second, 60), beside=another.account_id))
        given_up.cancel()
    await asyncio.wait_for(asyncio.gather(alone, late), AT_ONCE)
    async with asyncio.timeout(AT_ONCE), database.write():  # all of its places are free again
        pass


async def test_a_crowd_in_one_process_loses_nothing(world: World) -> None:
    (one, first), (another, second) = await two(world)

    async def more(session: AsyncSession, facts: ActivityFacts) -> None:
        _, part = await part_to_change(session, facts.lead.assignment_id)
        part.percent += 1

    crowd = [
        world.database.decide(functools.partial(more, facts=facts), beside=person.account_id)
        for person, facts in ((one, first), (another, second)) * 20
    ]
    await asyncio.gather(*crowd)
    parts = [(await world.rows(Assignment, Assignment.id == one.lead.assignment_id))[0] for one in (first, second)]
    assert [part.percent for part in parts] == [20, 20]


async def test_connections_that_the_server_closed_are_noticed_before_they_are_used(world: World) -> None:
    (one, first), _ = await two(world)
    await asyncio.gather(*(world.count(Account) for _ in range(4)))
    other = world.beside()
    async with other.database.write() as session:
        ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        await session.execute(text(f"{ours} AND pid <> pg_backend_pid()"))
    await other.database.close()
    await asyncio.sleep(0.1)
    await world.database.decide(moving(first, 30), beside=one.account_id)
    assert await world.count(Account) > 0


async def _changes_an_account(session: AsyncSession) -> None:
    (await session.get_one(Account, 1)).has_keys = True


async def _says_so(session: AsyncSession) -> None:
    await session.execute(update(Account).values(has_keys=True))


async def _keeps_a_draft(session: AsyncSession) -> None:
    session.add(
        Report(account_id=1, text="", state=ReportState.DRAFT, submitted_at=NOW, submitted_on=NOW.date(), chat_id=1)
    )


async def _moves_what_it_does_not_hold(session: AsyncSession) -> None:
    (await session.get_one(Activity, 1)).percent = 5


async def _moves_another_than_it_holds(session: AsyncSession) -> None:
    await part_to_change(session, 1)
    (await session.get_one(Activity, 2)).percent = 5


async def _deletes(session: AsyncSession) -> None:
    await session.delete(await session.get_one(Audit, 1))


async def _writes_to_a_chat_it_does_not_hold(session: AsyncSession) -> None:
    await outbox.owe(session, CoReport(1, 1), key="one", chat_id=5, now=NOW)


async def _holds_chats_twice(session: AsyncSession) -> None:
    await writing(6)(session)
    await writing(5)(session)


async def _cancels_letters(session: AsyncSession) -> None:
    await session.execute(update(Outbox).values(state=OutboxState.CANCELLED))


async def _uses_the_connection(session: AsyncSession) -> None:
    await (await session.connection()).execute(update(Account).values(has_keys=True))


async def _uses_the_connection_for_many(session: AsyncSession) -> None:
    rows = [audit.row("many", "it", actor=audit.SYSTEM, now=NOW) for _ in range(2)]
    await (await session.connection()).execute(insert(Audit), rows)


async def _says_it_in_words_of_its_own(session: AsyncSession) -> None:
    await session.execute(text("UPDATE account SET has_keys = true"))


@pytest.mark.parametrize(
    "deed",
    [
        _changes_an_account,
        _says_so,
        _keeps_a_draft,
        _moves_what_it_does_not_hold,
        _moves_another_than_it_holds,
        _deletes,
        _writes_to_a_chat_it_does_not_hold,
        _holds_chats_twice,
        _cancels_letters,
        _uses_the_connection,
        _uses_the_connection_for_many,
        _says_it_in_words_of_its_own,
    ],
)
async def test_what_is_not_held_is_done_alone_and_once(world: World, deed: Deed) -> None:
    await world.link_all()
    begun = []

    async def noted(session: AsyncSession) -> None:
        begun.append(session.sync_session)
        audit.note(session, "tried", "it", actor=audit.SYSTEM, now=NOW)
        await deed(session)

    await world.database.decide(noted, beside=1)
    assert len(begun) == 2, "once beside others, in vain, and once alone"
    assert await world.count(Audit, Audit.action == "tried") == 1


async def test_whoever_comes_second_begins_anew(world: World, other: World) -> None:
    (one, first), (another, _) = await two(world)
    begun = 0

    async def moved(session: AsyncSession) -> None:
        (await session.get_one(Activity, first.id)).percent = 30

    async def deed(session: AsyncSession) -> None:
        nonlocal begun
        begun += 1
        row = await session.get_one(Activity, first.id)
        before = row.percent
        if begun == 1:  # another is quicker, between what was read and what is held

            async def quicker(own: AsyncSession) -> None:
                await moving(first, 30)(own)
                await moved(own)

            await other.database.decide(quicker, beside=one.account_id)
        await part_to_change(session, first.lead.assignment_id)
        if row.percent != before:
            go_alone(session)
        row.percent = before + 1

    await world.database.decide(deed, beside=another.account_id)
    [row] = await world.rows(Activity, Activity.id == first.id)
    assert (begun, row.percent) == (2, 31)


async def test_the_card_never_counts_as_newer_than_what_it_could_not_see(world: World, other: World) -> None:
    (one, first), (another, second) = await two(world)
    await world.bind()
    assert await world.services.plan_cards.owe(NOW)
    await world.delivered(NOW)
    later = NOW + timedelta(minutes=5)
    async with under_way(world, one.account_id, moving(first, 30)):
        await other.database.decide(moving(second, 40), beside=another.account_id)
        looking = await is_kept_waiting(other.services.plan_cards.posted(later))
    [card] = await looking
    assert card.is_stale
    assert card.version.audit == max(row.id for row in await world.rows(Audit))


WORDS = st.sampled_from(
    ["{}-тадбир 20%", "{}-тадбир 55 фоиз", "{}-тадбир бажарилди", "{}-тадбирга муддат беринг", "{}?", "70%, {}-тадбир"]
)
SAYING = st.tuples(st.integers(0, 5), st.integers(0, 2), WORDS, st.booleans())


@settings(max_examples=8)
@given(st.lists(SAYING, min_size=2, max_size=10))
async def test_whatever_is_said_no_transaction_takes_the_line_twice_and_all_of_it_counts(
    server: PostgresqlServer, sayings: list[tuple[int, int, str, bool]]
) -> None:
    async with world_from(server) as world:
        people = list((await world.link_all()).values())
        other = world.beside()
        taken = [locks_of(one) for one in (world, other)]
        own = await world.services.activities.all(NOW.date())

        async def say(number: int, saying: tuple[int, int, str, bool]) -> Any:
            who, which, words, is_other = saying
            person = people[who]
            mine = [one for one in own if one.parts_of(person.executor_ids)] or list(own)
            sent = Incoming(person.telegram_id, 100 + number, words.format(mine[which % len(mine)].number))
            return await (other if is_other else world).services.reporting.take(person, sent, (), NOW, replied=False)

        answers = await asyncio.gather(*(say(*one) for one in enumerate(sayings)))
        recorded = [one for told in answers for one in told if isinstance(one, Recorded)]
        back = {one.recorded.report.id for told in answers for one in told if isinstance(one, TakenBack)}
        kept = {row.id for row in await world.rows(Report, Report.state == ReportState.RECORDED)}
        assert kept == {one.report.id for one in recorded} - back
        assert await world.count(Audit, Audit.action == "report.recorded") == len(recorded)
        for facts in own:
            await _chain_holds(world, facts)
        told = [one.report.id for one in recorded if one.lead_hears is not None]
        letters = await world.rows(Outbox, Outbox.kind.in_(("co_reports", "co_report")))
        heard = {n for row in letters for n in row.refs.get("reports", [row.refs.get("report")])}
        assert set(told) <= heard
        for stood in taken:
            assert all(count == 1 for count in stood), "shared or alone, never one after the other"
        assert not recorded or any(taken)
        await other.database.close()


async def _chain_holds(world: World, facts: ActivityFacts) -> None:
    """Each report found what the one recorded before it had left, of the activity and of its own part."""
    of = {row.id: row.assignment_id for row in await world.rows(Report)}
    left: dict[object, dict[str, Any]] = {}
    actions = Audit.action.in_(("report.recorded", "report.reverted"))
    for row in await world.rows(Audit, actions, Audit.subject == audit.activity(facts.id)):
        part = of[row.after.get("report") or row.before.get("report")]
        for whose, names in ((None, ("state",)), (part, ("part_percent", "part_done"))):
            found = {name: row.before[name] for name in names}
            assert found == left.get(whose, found)
            left[whose] = {name: row.after[name] for name in names}


def locks_of(world: World) -> list[int]:
    """How often each transaction stood in the line of those who decide, as they come."""
    taken: list[int] = []

    @event.listens_for(world.database.engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.info["stood"] = 0

    @event.listens_for(world.database.engine.sync_engine, "before_cursor_execute")
    def _stand(connection: Any, _cursor: object, statement: str, *_: object) -> None:
        if "pg_advisory_xact_lock($1)" in statement or "pg_advisory_xact_lock_shared" in statement:
            connection.info["stood"] += 1
            taken.append(connection.info["stood"])

    return taken
