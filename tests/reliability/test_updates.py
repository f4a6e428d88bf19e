"""Updates: each is handled at least once and recorded once, each person's in their order, whatever the network does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.demo import SANDBOX_TOKEN
from bot.handling import PATIENCE
from sandbox.errors import Json
from tests.reliability.bots import LoopClock, at, bot_on, virtually
from tests.reliability.ground import Ground, ground_in, until
from tests.reliability.people import Writer, work_of

WAITING = "SELECT count(*) FROM inbox WHERE handled_at IS NULL"
OFFICER, ANOTHER = "Х. Палуаниязов", "Б. Юнусов"
SATURDAY = at("2024-02-10", "12:00")  # nothing is owed by the calendar


@asynccontextmanager
async def officers(folder: Path, enrolled: Path) -> AsyncIterator[tuple[Ground, LoopClock, Writer, Writer]]:
    """A ground with two officers who write, on a day on which the calendar says nothing."""
    async with ground_in(folder, enrolled) as ground, ClientSession(ground.api) as client:
        ground.write("UPDATE link SET reminded_through = '2024-02-10'")
        ground.write(
            "INSERT INTO summary (plan_id, week, taken_at) VALUES (1, '2024-W06', '2024-02-05 04:00:00.000000')"
        )
        one, other = (Writer(ground, client, ground.accounts_of(name)[0]) for name in (OFFICER, ANOTHER))
        yield ground, LoopClock(SATURDAY), one, other


def reports(ground: Ground) -> list[tuple[str, int | None]]:
    return ground.rows("SELECT text, percent FROM report ORDER BY id")


def report_on(ground: Ground, percent: int) -> str:
    return f"{work_of(ground.plan, OFFICER)[0]}-тадбир {percent}% лойиҳа тайёр"


@virtually
async def test_a_report_whose_answer_telegram_refuses_is_retried_and_recorded_once(
    tmp_path: Path, enrolled: Path
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        ground.trouble(reset_before={"every": 1}, per_method=["sendMessage"])
        await officer.writes(report_on(ground, 70))
        await until(lambda: ground.requests.get("sendMessage", {}).get("0", 0) >= 2)
        ground.trouble()
        await officer.is_answered()
        assert [percent for _, percent in reports(ground)] == [70]
        await asyncio.sleep(120)
        assert len(officer.answers) == 1


@virtually
async def test_what_was_written_during_an_outage_is_recorded_and_answered_after_it(
    tmp_path: Path, enrolled: Path
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, other), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        ground.trouble(outage=True)
        await asyncio.sleep(100)
        await officer.writes(report_on(ground, 40))
        await other.writes("/my")
        await asyncio.sleep(100)
        ground.trouble()
        await officer.is_answered()
        await other.is_answered()
        assert [percent for _, percent in reports(ground)] == [40]


@virtually
async def test_an_update_interrupted_by_a_crash_is_handled_again_and_makes_one_report(
    tmp_path: Path, enrolled: Path
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _):
        async with bot_on(ground, clock, crash=True):
            await until(lambda: "getMe" in ground.requests)
            ground.trouble(latency_ms=1_500, per_method=["sendMessage"])
            await officer.writes(report_on(ground, 30))
            await until(lambda: reports(ground))
        ground.trouble()
        assert not ground.sandbox.world.updates.pending, "Telegram was told at once that it is kept"
        assert ground.rows(WAITING) == [(1,)]
        async with bot_on(ground, clock):
            await officer.is_answered()
            await until(lambda: ground.rows(WAITING) == [(0,)], seconds=60)
        assert [percent for _, percent in reports(ground)] == [30]


@virtually
async def test_a_persons_messages_are_handled_in_order_and_nobody_else_waits_for_them(
    tmp_path: Path, enrolled: Path
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, other), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        ground.trouble(latency_ms=2_000, per_method=["sendMessage"])
        for percent in (10, 20, 30, 40, 50):
            await officer.writes(report_on(ground, percent))
        began = clock()
        await other.writes("/my")
        await other.is_answered()
        assert (clock() - began).total_seconds() < 5
        await officer.is_answered(5)
        assert [percent for _, percent in reports(ground)] == [10, 20, 30, 40, 50]
        said = [text for text in officer.answers if "%" in text]
        assert [percent for text in said for percent in (10, 20, 30, 40, 50) if f"{percent}%" in text] == [
            10,
            20,
            30,
            40,
            50,
        ]


@virtually
async def test_an_answer_that_is_always_refused_is_abandoned_and_later_updates_are_handled(
    tmp_path: Path, enrolled: Path
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        ground.trouble(reset_before={"every": 1}, per_method=["sendMessage"])
        with capture_logs() as logs:
            await officer.writes(report_on(ground, 60))
            await officer.writes("/my")
            await until(lambda: [line for line in logs if line["event"] == "update given up"], seconds=600)
            assert ground.requests["sendMessage"]["0"] >= PATIENCE
            ground.trouble()
            await officer.is_answered()
        assert [percent for _, percent in reports(ground)] == [60], "the report itself is not given up"


@virtually
async def test_another_poller_is_reported_and_tolerated(tmp_path: Path, enrolled: Path) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _):
        with capture_logs() as logs:
            async with bot_on(ground, clock), ClientSession(ground.api) as intruder:
                await until(lambda: "getMe" in ground.requests)
                for _ in range(3):
                    async with intruder.get(f"/bot{SANDBOX_TOKEN}/getUpdates?timeout=2"):
                        await asyncio.sleep(1)
                await officer.writes("/my")
                await officer.is_answered()
        waited = {line["reason"] for line in logs if line["event"] == "waiting for Telegram"}
        assert waited == {"another process takes this bot's updates: stop it, or give it another token"}


@virtually
async def test_an_update_that_can_never_be_stored_is_left_out_and_keeps_nobody_waiting(
    tmp_path: Path, enrolled: Path
) -> None:
    nested: Json = {}
    for _ in range(500):
        nested = {"message": nested}
    async with officers(tmp_path, enrolled) as (ground, clock, officer, other), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        with capture_logs() as logs:
            await officer.writes(report_on(ground, 40))
            number = ground.sandbox.world.updates.queue_raw(nested)
            await other.writes("/my")
            await officer.is_answered()
            await other.is_answered()
        assert [percent for _, percent in reports(ground)] == [40]
        assert [line["update"] for line in logs if line["event"].startswith("update cannot be stored")] == [number]
        assert number not in [row[0] for row in ground.rows("SELECT update_id FROM inbox")]
        await until(lambda: not ground.sandbox.world.updates.pending, seconds=60)
