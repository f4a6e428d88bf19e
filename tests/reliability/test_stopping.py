"""Stopping and starting: what is in hand is finished, in ten seconds at most; a start does not wait for Telegram."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.reliability.bots import LoopClock, at, bot_on, virtually
from tests.reliability.ground import Ground, ground_in, until
from tests.reliability.test_kills import Zygote, is_alive, zygote_on
from tests.reliability.zygote import LOG, show

STOPS_WITHIN = 10
THURSDAY = "2024-02-01"


@pytest.fixture
async def ground(tmp_path: Path, enrolled: Path) -> AsyncIterator[Ground]:
    async with ground_in(tmp_path, enrolled) as one:
        yield one


@pytest.fixture
async def zygote(ground: Ground) -> AsyncIterator[Zygote]:
    async with zygote_on(ground) as one:
        yield one


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_message_in_hand_is_finished_and_recorded_before_the_process_ends(
    how: signal.Signals, ground: Ground, zygote: Zygote
) -> None:
    ground.trouble(latency_ms=1_500, per_method=["sendMessage"])
    show(ground.folder, at(THURSDAY))
    bot = await zygote.birth()
    await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE state = 'sending'"))
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.5)
    began = loop.time()
    await zygote.end(bot, how)
    assert loop.time() - began < STOPS_WITHIN
    assert ground.rows("SELECT count(*) FROM outbox WHERE state = 'sending'") == [(0,)]
    [(sent,)] = ground.rows("SELECT count(*) FROM outbox WHERE state = 'sent'")
    assert sent == len([one for one in ground.accepted if one["text"]]) > 0
    assert "Traceback" not in (ground.folder / LOG).read_text()

    ground.trouble()
    again = await zygote.birth()
    await until(lambda: not ground.rows("SELECT 1 FROM outbox WHERE state IN ('queued', 'sending')"))
    await zygote.end(again, signal.SIGTERM)
    assert len({(one["chat"], one["text"]) for one in ground.accepted}) == len(ground.accepted)


async def test_a_line_that_hangs_does_not_keep_the_process_beyond_ten_seconds(ground: Ground, zygote: Zygote) -> None:
    ground.trouble(latency_ms=20_000, per_method=["sendMessage"])
    show(ground.folder, at(THURSDAY))
    bot = await zygote.birth()
    await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE state = 'sending'"))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await zygote.end(bot, signal.SIGTERM)
    assert loop.time() - began < STOPS_WITHIN
    assert not is_alive(bot)
    ground.trouble()


@virtually
async def test_what_was_claimed_and_not_tried_when_the_bot_stops_waits_as_if_nothing_had_been(
    tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.trouble(latency_ms=3_000, per_method=["sendMessage"])
        async with bot_on(ground, LoopClock(at(THURSDAY))) as bot:
            await bot.sweeps()
            await until(lambda: len(ground.rows("SELECT 1 FROM outbox WHERE state = 'sending'")) > 1)
        states = ground.rows("SELECT state, attempts, count(*) FROM outbox GROUP BY 1, 2 ORDER BY 1")
        assert states == [("queued", 0, 21), ("sent", 1, 1)]  # 20 reminders, the summary, the card


@virtually
async def test_while_telegram_does_not_answer_at_the_start_what_is_due_is_queued_and_then_said(
    tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.trouble(outage=True)
        clock = LoopClock(at(THURSDAY, "08:30"))
        async with bot_on(ground, clock) as bot:
            await asyncio.sleep(600)
            assert ground.requests["getMe"]["0"] <= 20, "the pauses grow"
            clock.set(at(THURSDAY))
            await bot.sweeps()
            assert ground.rows("SELECT count(*) FROM outbox WHERE kind = 'reminder'") == [(20,)]
            assert ground.accepted == []
            ground.trouble()
            await bot.says_all()
        assert ground.rows("SELECT state, count(*) FROM outbox GROUP BY state") == [("sent", 22)]


@virtually
async def test_a_second_bot_on_the_same_database_says_nothing_until_the_first_is_gone(
    tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        clock = LoopClock(at(THURSDAY))
        async with bot_on(ground, clock) as first:
            ground.trouble(latency_ms=400, per_method=["sendMessage"])
            await first.sweeps()
            second = bot_on(ground, clock)
            await second.__aenter__()
            await asyncio.sleep(2)
        await until(lambda: not ground.rows("SELECT 1 FROM outbox WHERE state IN ('queued', 'sending')"), seconds=120)
        await second.__aexit__(None, None, None)
        assert len(ground.accepted) == len({(one["chat"], one["text"]) for one in ground.accepted})
        assert ground.rows("SELECT state, count(*) FROM outbox GROUP BY state") == [("sent", 22)]
