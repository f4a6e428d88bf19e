"""The answer to a commit is lost on its way: what was claimed by it is not held for ever by nobody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from models import Outbox
from models.database import Database
from services.messages.inbox import InboxQueue
from services.messages.kinds import LetterKind
from services.messages.outbox import OutboxQueue
from tests.db.stores import PostgresqlServer
from tests.db.world import at

NOW = at("2024-01-05")
LATER = NOW + timedelta(days=1)
CHAT = 77


@pytest.fixture
async def database(server: PostgresqlServer) -> AsyncIterator[Database]:
    url = await server.ready()
    one = Database(url)
    await one.worker.join()
    yield one
    await one.close()
    server.give_back(url)


@pytest.fixture
def losing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As many commits as it has items are made, and nobody hears of it."""
    left: list[str] = []
    commit = AsyncSession.commit

    async def commit_unheard(session: AsyncSession) -> None:
        await commit(session)
        if left:
            raise OperationalError(left.pop(), None, ConnectionError())

    monkeypatch.setattr(AsyncSession, "commit", commit_unheard)
    return left


async def owe(database: Database, chat: int = CHAT) -> None:
    async with database.write() as session:
        row = {"key": f"to {chat}", "kind": LetterKind.GROUP_LOST, "refs": {}, "chat_id": chat, "priority": 1}
        session.add(Outbox(**row, state="queued", attempts=0, queued_at=NOW, next_try_at=NOW))


def written(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"from": {"id": CHAT}, "chat": {"id": CHAT}, "text": "1"}}


async def test_a_message_is_claimed_again_if_nobody_heard_that_it_was(database: Database, losing: list[str]) -> None:
    await owe(database)
    queue = OutboxQueue(database)
    losing.append("claim")
    with pytest.raises(OperationalError):
        await queue.claim(NOW, 4)
    [owed] = await queue.claim(NOW, 4)
    assert owed.attempts == 1


async def test_an_update_is_claimed_again_before_its_persons_next(database: Database, losing: list[str]) -> None:
    queue = InboxQueue(database)
    await queue.keep([written(1), written(2)])
    losing.append("claim")
    with pytest.raises(OperationalError):
        await queue.claim(4, set())
    assert [one.payload["update_id"] for one in await queue.claim(4, set())] == [1]


async def test_what_is_in_hand_stays_so_if_the_adoption_was_not_heard_of(database: Database, losing: list[str]) -> None:
    queue = InboxQueue(database)
    await queue.keep([written(1)])
    [held] = await queue.claim(4, set())
    former = database.worker.number
    await database.worker.join()
    losing.append("adopt")
    with pytest.raises(OperationalError):
        await queue.adopt(former)
    assert await queue.adopt(former) == {held.id}


async def test_a_message_begun_between_a_new_number_and_its_adoption_is_said_later(database: Database) -> None:
    await owe(database)
    queue = OutboxQueue(database)
    [owed] = await queue.claim(NOW, 4)
    former = database.worker.number
    await database.worker.join()
    beginning = asyncio.create_task(queue.begin(owed, NOW))
    while not queue._lost:  # noqa: ASYNC110 -- written, and its caller not told yet
        await asyncio.sleep(0)
    await queue.adopt(former)
    assert await beginning or await queue.claim(LATER, 4)


async def test_nothing_in_hand_is_put_back_by_a_process_that_is_not_sure(database: Database, losing: list[str]) -> None:
    await owe(database)
    queue = OutboxQueue(database)
    [owed] = await queue.claim(NOW, 4)
    await owe(database, CHAT + 1)
    losing.append("claim")
    with pytest.raises(OperationalError):
        await queue.claim(NOW, 4)
    [other] = await queue.claim(NOW, 4)
    assert other.id != owed.id
    async with database.engine.begin() as connection:
        held = await connection.execute(text("SELECT count(*) FROM outbox WHERE state = 'sending'"))
        assert held.scalar() == 2
