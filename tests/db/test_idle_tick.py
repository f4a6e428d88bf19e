"""A tick that finds nothing to do writes nothing: it may run every few seconds beside whoever reports."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from models import Account, Admin, Link, LinkRequest, Outbox, OutboxState
from models.database import Database
from scheduler.tick import Tick
from services.messages.impersonal import ANONYMOUS_ADMIN
from tests.db.world import World, at


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One entry for each writing transaction that was opened."""
    opened: list[None] = []
    write = Database.write

    @asynccontextmanager
    async def counted(self: Database) -> AsyncIterator[AsyncSession]:
        opened.append(None)
        async with write(self) as session:
            yield session

    monkeypatch.setattr(Database, "write", counted)
    return opened


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2024-01-02", "08:59"),  # too early for anything
        ("2024-01-03", "12:00"),  # the month's first reminders
        ("2024-02-05", "12:00"),  # a Monday: the summary's
        ("2024-02-10", "12:00"),  # a Saturday
        ("2024-04-01", "12:00"),  # a quarter has ended
        ("2024-07-15", "12:00"),  # the plan's period has ended
        ("2024-12-02", "12:00"),  # nothing is said of the plan any more
    ],
)
async def test_the_second_tick_of_a_moment_opens_no_writing_transaction(
    world: World, written: list[None], day: str, clock: str
) -> None:
    await world.link_all()
    await world.bind()
    tick = Tick(world.services, lambda: at(day, clock))
    await tick.run()
    said = len(await world.rows(Outbox))
    written.clear()
    await tick.run()
    assert not written
    assert len(await world.rows(Outbox)) == said


async def test_the_second_tick_of_a_moment_reads_in_one_transaction(world: World) -> None:
    await world.link_all()
    await world.bind()
    tick = Tick(world.services, lambda: at("2024-02-05", "12:00"))
    await tick.run()
    begun: list[None] = []
    event.listen(world.database.engine.sync_engine, "begin", lambda _connection: begun.append(None))
    await tick.run()
    assert len(begun) == 1


async def test_what_is_read_after_a_failure_or_a_writing_is_read_anew(world: World) -> None:
    database, count = world.database, select(func.count()).select_from(Admin)
    async with database.look():
        async with database.read() as session:
            assert await session.scalar(count) == 0
        with pytest.raises(DBAPIError):
            async with database.read() as session:
                await session.execute(text("SELECT nothing FROM nowhere"))
        async with database.read() as session:
            assert await session.scalar(count) == 0
        async with database.write() as session:
            session.add(Admin(telegram_id=1, named_by=2, named_at=at("2024-02-05")))
        async with database.read() as session:
            assert await session.scalar(count) == 1
    async with database.read() as session:
        assert await session.scalar(count) == 1


async def test_what_one_reading_changes_is_not_seen_by_the_next(world: World) -> None:
    await world.link("yunusov")
    async with world.database.look():
        for _ in range(2):
            async with world.database.read() as session:
                account = await session.scalar(select(Account))
                assert account is not None
                assert account.name != "changed"
                account.name = "changed"


async def test_what_waits_and_who_is_lost_is_told_once_without_writing_again(world: World, written: list[None]) -> None:
    lead = await world.link("yunusov")
    await world.says(lead, "2 bajarildi", at("2024-02-05"))
    await world.services.reachability.lost(lead.telegram_id, "bot was blocked by the user", at("2024-02-06"))
    tick = Tick(world.services, lambda: at("2024-02-08", "12:00"))
    await tick.run()
    kinds = {row.kind for row in await world.rows(Outbox)}
    assert {"waiting", "unreachable"} <= kinds
    written.clear()
    await tick.run()
    assert not written


async def test_an_admin_named_later_hears_of_waiting_work_as_well(world: World) -> None:
    lead = await world.link("yunusov")
    await world.says(lead, "2 bajarildi", at("2024-02-05"))
    tick = Tick(world.services, lambda: at("2024-02-08", "12:00"))
    await tick.run()
    deputy = await world.link("alimbaev")
    assert await world.services.admins.name(deputy.account_id, await world.admin(), at("2024-02-08", "12:01"))
    await tick.run()
    told = [row.chat_id for row in await world.rows(Outbox, Outbox.kind == "waiting")]
    assert told.count(deputy.telegram_id) == 1


async def test_a_start_without_rights_to_take_back_writes_nothing(world: World, written: list[None]) -> None:
    assert await world.services.people.disown(at("2024-02-05")) == 0
    assert not written


@pytest.mark.parametrize("what", ["an admin", "a link", "a request", "a message"])
async def test_rights_given_to_nobody_are_taken_back_once(world: World, written: list[None], what: str) -> None:
    now = at("2024-02-05")
    async with world.database.write() as session:
        account = Account(telegram_id=ANONYMOUS_ADMIN, name="Group", seen_at=now)
        session.add(account)
        await session.flush()
        executor = await world.executor_id("yunusov")
        match what:
            case "an admin":
                session.add(Admin(telegram_id=ANONYMOUS_ADMIN, named_by=1, named_at=now))
            case "a link":
                session.add(
                    Link(account_id=account.id, executor_id=executor, linked_at=now, reminded_through=now.date())
                )
            case "a request":
                session.add(LinkRequest(account_id=account.id, asked_at=now))
            case "a message":
                await owes_nobody(session, now)
    await world.services.people.disown(now)
    assert await world.count(Admin) + await world.count(Link) + await world.count(LinkRequest) == 0
    assert await world.count(Outbox, Outbox.state == OutboxState.QUEUED) == 0
    written.clear()
    assert await world.services.people.disown(now) == 0
    assert not written


async def owes_nobody(session: AsyncSession, now: datetime) -> None:
    """A message to nobody, as an earlier release queued it."""
    owed = Outbox(key="a", kind="waiting", refs={}, chat_id=ANONYMOUS_ADMIN, priority=0, queued_at=now, next_try_at=now)
    owed.state, owed.attempts = OutboxState.QUEUED, 0
    session.add(owed)
