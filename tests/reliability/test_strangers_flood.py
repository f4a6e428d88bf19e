"""A flood of strangers costs the database next to nothing, and those whom the bot knows are served as before."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.door import ALL, EACH, chat_of
from tests.reliability.bots import bot_on, virtually
from tests.reliability.ground import Ground, until
from tests.reliability.test_updates import officers, report_on, reports
from tests.reliability.test_webhook import words_of

STORED = "SELECT count(*) FROM inbox"
TOKEN = "abcdefghijklmnopqrstuvwx"


def flood(ground: Ground, people: range, words: str = "салом") -> None:
    for person in people:
        message = words_of(type("Somebody", (), {"id": person}), 1, words)["message"]  # type: ignore[arg-type]
        ground.sandbox.world.updates.queue_raw({"message": message})


def stored(ground: Ground) -> int:
    return int(ground.rows(STORED)[0][0])


@pytest.mark.parametrize("people", [range(5_000_000, 5_001_000), [5_000_000] * 1_000], ids=["many", "one"])
@virtually
async def test_a_flood_is_left_out_and_an_officer_is_answered_as_before(
    people: Any, tmp_path: Path, enrolled: Path
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock) as bot:
        await until(lambda: "getMe" in ground.requests)
        with capture_logs() as logs:
            flood(ground, people)
            await officer.writes(report_on(ground, 40))
            flood(ground, people)
            began = clock()
            await officer.is_answered()
            assert (clock() - began).total_seconds() < 15
            await until(lambda: not ground.sandbox.world.updates.pending, seconds=60)
        assert [percent for _, percent in reports(ground)] == [40]
        allowance = EACH[1] if len(set(people)) == 1 else ALL[1]
        assert stored(ground) <= allowance + 1 + 30 / ALL[0]
        assert len([line for line in logs if "strangers" in line["event"]]) == 1, "told once, and of nobody's words"
        assert bot.services.metrics.left_out._value.get() >= 1_500


@virtually
async def test_an_invite_and_what_follows_it_gets_in_during_a_flood(tmp_path: Path, enrolled: Path) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, _, _), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        flood(ground, range(5_000_000, 5_000_500))
        await until(lambda: not ground.sandbox.world.updates.pending, seconds=60)
        before = stored(ground)
        flood(ground, range(6_000_000, 6_000_001), f"/start {TOKEN}")
        flood(ground, range(6_000_000, 6_000_001), "салом")
        flood(ground, range(7_000_000, 7_000_100))
        await until(lambda: not ground.sandbox.world.updates.pending, seconds=60)
        assert stored(ground) >= before + 2
        invites = stored(ground)
        flood(ground, range(8_000_000, 8_000_300), f"/start {TOKEN}")
        await until(lambda: not ground.sandbox.world.updates.pending, seconds=60)
        assert stored(ground) <= invites + 80, "what only looks like an invite is no way in"


@virtually
async def test_a_person_linked_while_the_bot_runs_is_known_within_a_minute(tmp_path: Path, enrolled: Path) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, *_), bot_on(ground, clock) as bot:
        await until(lambda: "getMe" in ground.requests)
        flood(ground, range(5_000_000, 5_000_002))
        await until(lambda: not ground.sandbox.world.updates.pending, seconds=60)
        executors = await bot.services.linking.executors()
        person = await bot.services.people.identify(5_000_000, "A", None, clock())
        admin = await bot.services.people.identify(900_001, "B", None, clock())
        await bot.services.linking.enrol(executors[0].id, person, admin, clock())
        await asyncio.sleep(61)
        before = stored(ground)
        flood(ground, [5_000_000] * 50)  # type: ignore[arg-type]
        await until(lambda: stored(ground) == before + 50, seconds=60)


def test_the_chat_of_an_update_is_found_in_messages_and_presses() -> None:
    assert chat_of({"update_id": 1, "message": {"chat": {"id": -5}}}) == -5
    assert chat_of({"update_id": 1, "callback_query": {"message": {"chat": {"id": -6}}}}) == -6
    assert chat_of({"update_id": 1, "my_chat_member": {"chat": {"id": -7}}}) == -7
    for odd in ({"update_id": 1}, {"message": 5}, {"message": {"chat": 5}}, {"message": {"chat": {"id": "x"}}}):
        assert chat_of(odd) == 0
