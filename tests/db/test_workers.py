"""Workers on one PostgreSQL database: who is seen, who takes what in hand, and what becomes of what the dead held."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy
from aiogram import Bot, Dispatcher
from aiogram.types import Message
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Update, text

from bot.handling import AHEAD, Handling
from bot.working import DEAD_SECONDS, Working
from models import Outbox, OutboxState
from models.database import Database
from services.container import Services
from services.control.loader import Loaded
from services.messages import outbox
from services.messages.kinds import DecisionsWait
from services.messages.outbox import Owed
from services.plan.file import load_plan
from tests.db.stores import PostgresqlServer
from tests.db.world import NEW_YEAR, PLAN, services_on

NOW = NEW_YEAR
UNHANDLED = "SELECT count(*) FROM inbox WHERE handled_at IS NULL"
TOKEN = "1:NOBODY-IS-ASKED"
WITHIN = DEAD_SECONDS + 4  # seconds in which the living take over from the dead


@pytest.fixture
async def url(server: PostgresqlServer) -> AsyncIterator[str]:
    """A database with the plan loaded and nobody linked."""
    ready = await server.ready()
    yield ready
    server.give_back(ready)


@dataclass
class Handled:
    """What was handled, in order: whose update it was, which of theirs, and by whom."""

    begun: list[tuple[int, int, str]] = field(default_factory=list)
    under_way: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    overlaps: list[int] = field(default_factory=list)
    pause: float = 0.0

    async def take(self, message: Message, by: str) -> None:
        person, number = message.chat.id, message.message_id
        self.begun.append((person, number, by))
        self.under_way[person] += 1
        if self.under_way[person] > 1:
            self.overlaps.append(person)
        await asyncio.sleep(self.pause * (number % 3))
        self.under_way[person] -= 1

    def of(self, person: int) -> list[int]:
        return [number for one, number, _ in self.begun if one == person]


@dataclass
class OneOfThem:
    """A process as the others see it, in this one."""

    database: Database
    services: Services
    handling: Handling
    working: Working
    tasks: list[asyncio.Task[None]]
    stop: asyncio.Event

    async def is_cut_off(self) -> None:
        """The server ends the connection that shows this worker to the others."""
        async with self.database.write() as session:
            pids = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid = :number"
            for pid in await session.scalars(text(pids), {"number": self.database.worker.number}):
                await session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    async def dies(self) -> None:
        """It does nothing more, and its connections are gone, as if it were killed."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for task in self.handling._tasks:
            task.cancel()
        await self.database.close()


@asynccontextmanager
async def at_work(url: str, handled: Handled, name: str = "one") -> AsyncIterator[OneOfThem]:
    """A process that works while the block does."""
    database, bot, dispatcher = Database(url), Bot(TOKEN), Dispatcher()
    services = services_on(database)

    @dispatcher.message()
    async def take(message: Message, **_: Any) -> None:
        await handled.take(message, name)

    def here() -> bool:
        return working.is_here

    handling = Handling(bot, dispatcher, services.inbox, lambda: NOW, answered=lambda: None, is_here=here)
    working = Working(database.worker, services.inbox, services.outbox, handling, lambda: NOW, where=database.where)
    stop = asyncio.Event()
    tasks = [asyncio.create_task(working.run(stop))]
    await asyncio.wait_for(working.has_begun.wait(), 10)
    tasks.append(asyncio.create_task(handling.run(stop)))
    try:
        yield OneOfThem(database, services, handling, working, tasks, stop)
    finally:
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        await database.close()
        await bot.session.close()


def update(number: int, person: int, which: int) -> dict[str, Any]:
    """The person's `which` message, as Telegram sends it."""
    who = {"id": person, "is_bot": False, "first_name": "N"}
    chat = {"id": person, "type": "private", "first_name": "N"}
    return {"update_id": number, "message": {"message_id": which, "date": 0, "from": who, "chat": chat, "text": "x"}}


async def until(what: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 -- nothing rings
            await asyncio.sleep(0.01)


async def until_none(database: Database, query: str, seconds: float = 20) -> None:
    """Wait until nothing is found."""
    async with asyncio.timeout(seconds):
        while await count(database, query):  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.01)


async def count(database: Database, query: str, **values: object) -> Any:
    async with database.read() as session:
        return await session.scalar(text(query), values)


def update_of(owed: Owed) -> Update:
    return sqlalchemy.update(Outbox).where(Outbox.id == owed.id)


async def owe(database: Database, chat: int, key: str) -> None:
    async with database.write() as session:
        await outbox.owe(session, DecisionsWait(), key=key, chat_id=chat, now=NOW)


# -- updates -------------------------------------------------------------------------------------------------------
@given(
    people=st.lists(st.integers(1, 5), min_size=5, max_size=60),
    batches=st.integers(1, 7),
    cut=st.integers(0, 3),
)
@settings(max_examples=6, deadline=None)
def test_four_workers_handle_each_persons_updates_in_order_and_once(
    people: list[int], batches: int, cut: int, server: PostgresqlServer
) -> None:
    """Whoever stores them; one of the workers is cut off from the server in the middle, and comes back."""

    async def scene() -> None:
        url = await server.ready()
        handled = Handled(pause=0.004)
        written: dict[int, int] = defaultdict(int)
        updates = []
        for number, person in enumerate(people):
            written[person] += 1
            updates.append(update(number, person, written[person]))
        async with AsyncExitStack() as stack:
            workers = [await stack.enter_async_context(at_work(url, handled, name)) for name in "abcd"]
            for start in range(0, len(updates), batches):
                by = workers[start % 4]
                by.handling.arrived(await by.services.inbox.keep(updates[start : start + batches]))
                if start // batches == 2:
                    await workers[cut].is_cut_off()
            await until(lambda: len({one[:2] for one in handled.begun}) == len(updates))
            await until(lambda: not any(handled.under_way.values()))
        assert handled.overlaps == []
        for person, number in written.items():
            assert handled.of(person) == list(range(1, number + 1))
        server.give_back(url)

    asyncio.run(scene())


async def test_an_update_given_to_two_processes_is_handled_once(url: str) -> None:
    handled = Handled()
    async with at_work(url, handled, "a") as one, at_work(url, handled, "b") as two:
        both = await asyncio.gather(*(by.services.inbox.keep([update(7, 1, 1)]) for by in (one, two)))
        assert sorted(map(len, both)) == [0, 1]
        for by, kept in zip((one, two), both, strict=True):
            by.handling.arrived(kept)
        await until(lambda: bool(handled.begun))
        await asyncio.sleep(0.3)
        assert len(handled.begun) == 1


async def test_many_updates_of_one_person_hide_nobody_elses(url: str) -> None:
    handled = Handled(pause=0.05)
    async with at_work(url, handled) as one:
        many = [update(number, 1, number + 1) for number in range(300)]
        one.handling.arrived(await one.services.inbox.keep([*many, update(300, 2, 1)]))
        await until(lambda: bool(handled.of(2)))
        assert len(handled.of(1)) < 20


async def test_a_worker_takes_in_hand_only_what_it_can_soon_begin(url: str) -> None:
    handled = Handled(pause=1.0)
    async with at_work(url, handled) as one:
        one.handling.arrived(await one.services.inbox.keep([update(number, 100 + number, 1) for number in range(100)]))
        await until(lambda: bool(handled.begun))
        await asyncio.sleep(0.2)
        held = await count(one.database, "SELECT count(*) FROM inbox WHERE worker IS NOT NULL")
        assert held <= 2 * AHEAD


async def test_what_a_dead_worker_had_in_hand_is_handled_by_another_within_seconds(url: str) -> None:
    handled = Handled(pause=60.0)
    async with at_work(url, handled, "dies") as one:
        one.handling.arrived(await one.services.inbox.keep([update(number, 10 + number, 1) for number in range(6)]))
        await until(lambda: bool(handled.begun))
        handled.pause = 0.0
        async with at_work(url, handled, "lives") as two:
            await one.dies()
            await until(lambda: len({one[0] for one in handled.begun if one[2] == "lives"}) == 6, WITHIN)
            await until_none(two.database, UNHANDLED)


async def test_what_was_not_begun_at_a_stop_is_anothers_at_once(url: str) -> None:
    handled = Handled(pause=0.3)
    async with at_work(url, handled, "lives") as two:
        async with at_work(url, handled, "stops") as one:
            await one.services.inbox.keep([update(number, 10, number + 1) for number in range(12)])
            await until(lambda: len(handled.begun) > 2)
        assert await count(two.database, "SELECT count(*) FROM inbox WHERE worker IS NOT NULL") <= 1
        await until(lambda: handled.of(10) == list(range(1, 13)))


# -- messages ------------------------------------------------------------------------------------------------------
async def test_two_workers_never_have_messages_of_one_chat_in_hand(url: str) -> None:
    handled = Handled()
    async with at_work(url, handled, "a") as one, at_work(url, handled, "b") as two:
        for number in range(30):
            await owe(one.database, number % 3, str(number))
        claims = [by.services.outbox.claim(NOW, 2) for by in (one, two) * 6]
        held = [owed for claimed in await asyncio.gather(*claims) for owed in claimed]
        assert sorted(owed.key for owed in held) == ["0", "1", "2"]


async def test_a_dead_workers_messages_are_sent_by_another_and_what_was_being_sent_goes_last(url: str) -> None:
    handled = Handled()
    async with at_work(url, handled, "dies") as one, at_work(url, handled, "lives") as two:
        for number in range(3):
            await owe(one.database, number, str(number))
        begun, *_ = await one.services.outbox.claim(NOW, 10)
        assert await one.services.outbox.begin(begun, NOW)
        assert await two.services.outbox.claim(NOW, 10) == []
        await one.dies()
        await until_none(two.database, "SELECT count(*) FROM outbox WHERE state = 'sending'", WITHIN)
        assert [owed.key for owed in await two.services.outbox.claim(NOW, 10)] == ["1", "2", "0"]


async def test_a_worker_that_was_cut_off_keeps_what_nobody_took_and_sends_nothing_that_another_took(url: str) -> None:
    handled = Handled()
    async with at_work(url, handled) as one:
        for number in range(3):
            await owe(one.database, number, str(number))
        said, taken, kept = await one.services.outbox.claim(NOW, 10)
        assert await one.services.outbox.begin(said, NOW)
        before = one.database.worker.number
        await one.is_cut_off()
        await until(lambda: not one.working.is_here)
        async with one.database.write() as session:
            await session.execute(update_of(taken).values(state=OutboxState.QUEUED, worker=None))
        await until(lambda: one.working.is_here)
        assert one.database.worker.number != before
        assert not await one.services.outbox.begin(taken, NOW)
        assert await one.services.outbox.begin(kept, NOW)
        await one.services.outbox.sent(said, 5, NOW)
        query = "SELECT state FROM outbox WHERE id = :id"
        states = [await count(one.database, query, id=row.id) for row in (said, taken, kept)]
        assert states == ["sent", "queued", "sending"]


async def test_what_was_accepted_is_recorded_though_another_has_taken_it_over(url: str) -> None:
    handled = Handled()
    async with at_work(url, handled) as one:
        await owe(one.database, 1, "a")
        [owed] = await one.services.outbox.claim(NOW, 10)
        await one.services.outbox.begin(owed, NOW)
        await one.services.outbox.recover(NOW, {one.database.worker.number})
        await one.services.outbox.sent(owed, 5, NOW)
        assert await one.services.outbox.claim(NOW + timedelta(hours=1), 10) == []
        assert await count(one.database, "SELECT state FROM outbox") == OutboxState.SENT
        assert await count(one.database, "SELECT message_id FROM outbox") == 5


# -- who is here ---------------------------------------------------------------------------------------------------
async def test_a_worker_that_lost_its_connection_claims_nothing_until_it_is_seen_again(url: str) -> None:
    handled = Handled()
    async with at_work(url, handled, "a") as one, at_work(url, handled, "b") as two:
        await one.is_cut_off()
        await until(lambda: not one.database.worker.is_here)
        assert one.working.trouble is not None
        assert one.handling._room == 0
        await until(lambda: one.working.is_here)
        assert one.working.trouble is None
        assert {one.database.worker.number, two.database.worker.number} == await two.database.worker.living()


async def test_a_worker_may_be_asked_several_things_at_once(url: str) -> None:
    async with at_work(url, Handled(), "a") as one:
        worker = one.database.worker
        *others, seen = await asyncio.gather(worker.living(), worker.living(), worker.prove())
        assert others == [{worker.number}] * 2
        assert seen


async def test_one_of_several_is_the_owner_and_another_is_it_soon_after_its_death(url: str) -> None:
    handled = Handled()
    async with at_work(url, handled, "a") as one, at_work(url, handled, "b") as two:
        stop = asyncio.Event()
        over = await asyncio.wait_for(one.working.tenure(stop), 5)
        assert over is not None
        assert not two.database.worker.is_owner
        await one.is_cut_off()
        await asyncio.wait_for(over.wait(), 5)
        await until(lambda: one.database.worker.is_owner or two.database.worker.is_owner, 5)
        assert not (one.database.worker.is_owner and two.database.worker.is_owner)


async def test_processes_that_start_together_on_an_empty_database_make_it_and_load_the_plan_once(
    server: PostgresqlServer,
) -> None:
    url = await server.empty()
    databases = [Database(url) for _ in range(3)]

    async def start(database: Database) -> Loaded:
        await database.upgrade()
        return await services_on(database).plans.load(load_plan(PLAN), NOW)

    loaded = await asyncio.gather(*map(start, databases))
    assert sorted(one.is_new for one in loaded) == [False, False, True]
    assert await count(databases[0], "SELECT count(*) FROM plan") == 1
    assert await count(databases[0], "SELECT count(*) FROM alembic_version") == 1
    for database in databases:
        await database.close()
