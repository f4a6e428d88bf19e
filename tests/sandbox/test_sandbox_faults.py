"""Trouble on demand, Telegram's limits, and what the server has counted."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiohttp import ClientError

from sandbox.limits import RateLimits
from tests.sandbox.sandbox_side import OFFICER, TOKEN, Side


async def outcome(side: Side) -> str:
    try:
        await side.bot.send_message(OFFICER, "a")
    except TelegramRetryAfter as refusal:
        return f"429:{refusal.retry_after}"
    except TelegramServerError:
        return "5xx"
    except TelegramNetworkError:
        return "cut"
    return "ok"


async def test_every_third_request_is_too_many(side: Side) -> None:
    await side.start(OFFICER)
    await side.post("faults", error_429={"every": 3, "retry_after": 7})
    assert [await outcome(side) for _ in range(6)] == ["ok", "ok", "429:7"] * 2


async def test_the_same_seed_brings_the_same_misfortunes(side: Side) -> None:
    await side.start(OFFICER)
    trouble: dict[str, Any] = {"error_5xx": {"probability": 0.3}, "reset_before": {"probability": 0.3}, "seed": 5}
    await side.post("faults", **trouble)
    first = [await outcome(side) for _ in range(20)]
    await side.post("faults", **trouble)
    assert [await outcome(side) for _ in range(20)] == first
    assert {"ok", "5xx", "cut"} == set(first)


async def test_a_connection_cut_after_the_act_leaves_the_message_sent(side: Side) -> None:
    await side.start(OFFICER)
    await side.post("faults", reset_after={"every": 1}, per_method=["sendMessage"])
    assert await outcome(side) == "cut"
    await side.post("faults", reset_before={"every": 1}, per_method=["sendMessage"])
    assert await outcome(side) == "cut"
    assert [message["text"] for message in await side.messages(OFFICER)] == ["/start", "a"]
    ledger = await side.get("ledger")
    assert ledger["total"] == 1 and ledger["requests"]["sendMessage"] == {"0": 2}
    assert 0 <= time.monotonic() - ledger["messages"][0]["at"] < 60


async def test_an_outage_also_cuts_off_a_waiting_poller(side: Side) -> None:
    polling = asyncio.create_task(side.http.get(f"{side.url}/bot{TOKEN}/getUpdates?timeout=20"))
    await asyncio.sleep(0.1)
    await side.post("faults", outage=True)
    await side.post("start", as_=OFFICER)
    with pytest.raises(ClientError):
        await polling
    await side.post("faults")
    assert len(await side.take()) == 1


async def test_a_method_is_refused_in_the_given_words_the_given_number_of_times(side: Side) -> None:
    await side.start(OFFICER)
    words = "Bad Request: TOPIC_CLOSED"
    refusal = {"method": "sendMessage", "error_code": 400, "description": words, "times": 2}
    await side.post("faults", refusal=refusal)
    await side.bot.get_me()
    for _ in range(2):
        with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
            await side.bot.send_message(OFFICER, "a")
    assert await outcome(side) == "ok"
    told = await side.get("faults")
    assert (await side.post("faults", **told)) == told
    assert "cannot be read" in (await side.post("faults", 400, refusal={"method": "sendMessage"}))["error"]


async def test_every_answer_can_be_slow(side: Side) -> None:
    await side.post("faults", latency_ms=200)
    began = time.monotonic()
    await side.bot.get_me()
    assert time.monotonic() - began >= 0.2


async def test_a_fault_that_does_not_exist_is_refused(side: Side) -> None:
    assert "earthquake" in (await side.post("faults", 400, earthquake=True))["error"]
    assert "cannot be read" in (await side.post("faults", 400, error_5xx={"often": 1}))["error"]


async def test_the_limits_are_kept_when_they_are_on(side: Side) -> None:
    await side.start(OFFICER)
    await side.post("faults", rate_limits=True)
    assert [await outcome(side) for _ in range(5)] == ["ok", "ok", "ok", "429:1", "429:1"]


def test_limits_hold_for_a_chat_a_group_and_everything() -> None:
    now = [0.0]
    limits = RateLimits(lambda: now[0])

    def sent_in(seconds: int, chats: list[str]) -> int:
        count = 0
        for _ in range(seconds * 100):
            now[0] += 0.01
            count += sum(limits.wait("sendMessage", {"chat_id": chat}) == 0 for chat in chats)
        return count

    assert sent_in(60, ["1"]) == pytest.approx(63, abs=1)
    now[0] += 600
    assert sent_in(60, ["-1"]) == pytest.approx(40, abs=1)
    now[0] += 600
    assert sent_in(10, [str(chat) for chat in range(10, 110)]) == pytest.approx(330, abs=2)
    assert limits.wait("sendChatAction", {"chat_id": "1"}) == 0
