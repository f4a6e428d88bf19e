"""Stopping and starting: what is in hand is finished, in ten seconds at most; a start does not wait for Telegram."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.demo import ADMIN_IDS
from services.messages.outbox import OutboxQueue
from services.reminders.reminding import Reminding
from tests.reliability.bots import LoopClock, at, bot_on, virtually
from tests.reliability.ground import UNSENT, Ground, ground_in, until
from tests.reliability.people import Writer
from tests.reliability.test_kills import crowd_in, total, unrecorded
from tests.reliability.test_time import OFFICER
from tests.reliability.victims import A_THIRD, LOG, allowed, born, end, show

STOPS_WITHIN = 10
THURSDAY = "2024-02-01"


@pytest.fixture
async def ground(tmp_path: Path, enrolled: Path) -> AsyncIterator[Ground]:
    async with ground_in(tmp_path, enrolled) as one:
        yield one


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_message_in_flight_is_finished_and_recorded_before_the_process_ends(
    how: signal.Signals, ground: Ground
) -> None:
    ground.trouble(latency_ms=1_500, per_method=["sendMessage"])
    show(ground.folder, at(THURSDAY))
    bot = born(ground.folder, ground.api)
    await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE begun_at IS NOT NULL"))
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.5)
    began = loop.time()
    await end(bot, how)
    assert loop.time() - began < STOPS_WITHIN
    assert ground.rows("SELECT count(*) FROM outbox WHERE state = 'sending'") == [(0,)]
    [(sent,)] = ground.rows("SELECT count(*) FROM outbox WHERE state = 'sent'")
    assert sent == len([one for one in ground.accepted if one["text"]]) > 0
    assert "Traceback" not in (ground.folder / LOG).read_text()

    ground.trouble()
    again = born(ground.folder, ground.api)
    await until(lambda: not ground.rows(UNSENT))
    await end(again, signal.SIGTERM)
    assert len({(one["chat"], one["text"]) for one in ground.accepted}) == len(ground.accepted)


async def test_a_hanging_connection_does_not_keep_the_process_alive_beyond_ten_seconds(ground: Ground) -> None:
    ground.trouble(latency_ms=20_000, per_method=["sendMessage"])
    show(ground.folder, at(THURSDAY))
    bot = born(ground.folder, ground.api)
    await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE state = 'sending'"))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await end(bot, signal.SIGTERM)
    assert loop.time() - began < STOPS_WITHIN
    assert bot.returncode == 0
    ground.trouble()


@virtually
async def test_messages_claimed_but_not_tried_at_a_stop_wait_as_before(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.trouble(latency_ms=3_000, per_method=["sendMessage"])
        async with bot_on(ground, LoopClock(at(THURSDAY))) as bot:
            await bot.sweeps()
            await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE begun_at IS NOT NULL"))
        states = ground.rows("SELECT state, attempts, count(*) FROM outbox GROUP BY 1, 2 ORDER BY 1")
        assert states == [("queued", 0, 21), ("sent", 1, 1)]  # 20 reminders, the summary, the card


@virtually
async def test_while_telegram_does_not_answer_at_start_due_messages_are_queued_and_sent_later(
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
async def test_a_second_bot_on_the_same_database_sends_nothing_until_the_first_is_gone(
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
        await until(lambda: not ground.rows(UNSENT), seconds=120)
        await second.__aexit__(None, None, None)
        assert len(ground.accepted) == len({(one["chat"], one["text"]) for one in ground.accepted})
        assert ground.rows("SELECT state, count(*) FROM outbox GROUP BY state") == [("sent", 22)]


@pytest.mark.parametrize("delay", ["latency_ms", "answer_ms"])
async def test_also_on_a_busy_machine_the_process_ends_in_time_and_records_what_was_sent(
    delay: str, ground: Ground
) -> None:
    ground.trouble(**{delay: 150})
    show(ground.folder, at("2024-01-02", "12:00"))  # nothing else is said on this day
    crowd_in(ground)
    loop = asyncio.get_running_loop()
    for pause in (0.05, 0.2, 0.6):
        seen = total(ground)
        bot = born(ground.folder, ground.api)
        async with allowed(bot, A_THIRD):
            await until(lambda seen=seen: total(ground) > seen + 5, seconds=60, every=0.001)
            await asyncio.sleep(pause)
            began = loop.time()
            await end(bot, signal.SIGTERM)
            assert loop.time() - began < STOPS_WITHIN
        await asyncio.sleep(0.5)  # whatever were under way yet would be taken
        assert unrecorded(ground, ground.accepted) == []
        assert ground.rows("SELECT count(*) FROM outbox WHERE state = 'sending'") == [(0,)]
    assert ground.rows("SELECT count(*) FROM outbox WHERE state = 'queued'") != [(0,)], "it stopped amid its work"
    assert len({one["chat"] for one in ground.accepted}) == len(ground.accepted), "nothing is said twice"
    log = (ground.folder / LOG).read_text()
    assert "Traceback" not in log
    assert "CancelledError" not in log


@virtually
async def test_a_long_first_sweep_does_not_delay_queued_messages(
    tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        crowd_in(ground)
        remind, swept = Reminding.remind, asyncio.Event()

        async def slowly(*given: Any, **named: Any) -> Any:
            await asyncio.sleep(30)
            swept.set()
            return await remind(*given, **named)

        monkeypatch.setattr(Reminding, "remind", slowly)
        async with bot_on(ground, LoopClock(at(THURSDAY))):
            queued = "SELECT 1 FROM outbox WHERE key LIKE 'crowd:%' AND state <> 'sent'"
            await until(lambda: not ground.rows(queued), seconds=25, every=0.1)
            assert not swept.is_set(), "all of them are said before the first person of the sweep is reminded"
            reminders = "SELECT 1 FROM outbox WHERE kind = 'reminder' AND state = 'sent'"
            await until(lambda: ground.rows(reminders), seconds=60, every=0.1)


@virtually
async def test_with_many_admins_people_are_answered_and_reminded_while_the_menus_are_set(
    tmp_path: Path, enrolled: Path
) -> None:
    admins = [*ADMIN_IDS, *range(7_000_000, 7_000_046)]
    async with ground_in(tmp_path, enrolled) as ground, ClientSession(ground.api) as client:
        ground.trouble(latency_ms=5_000, per_method=["setMyCommands"])
        officer = Writer(ground, client, ground.accounts_of(OFFICER)[0])
        async with bot_on(ground, LoopClock(at(THURSDAY)), admin_ids=admins):
            await until(lambda: "setMyCommands" in ground.requests, seconds=30)
            await officer.writes("/help")
            await until(lambda: len(officer.answers) == 2, seconds=20)  # the help, and the day's reminder
            set_so_far = sum(ground.requests["setMyCommands"].values())
            assert set_so_far < len(admins), "the menus are not all set yet"
            every = menus_of(ground, len(admins))
            await until(lambda: sum(ground.requests["setMyCommands"].values()) == every, seconds=600, every=0.5)


@virtually
async def test_an_accepted_message_is_recorded_even_if_recording_outlasts_the_time_for_answers(
    tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = OutboxQueue.sent

    async def slowly(*given: Any, **named: Any) -> None:
        await asyncio.sleep(6)
        await sent(*given, **named)

    monkeypatch.setattr(OutboxQueue, "sent", slowly)
    async with ground_in(tmp_path, enrolled) as ground:
        loop = asyncio.get_running_loop()
        async with bot_on(ground, LoopClock(at("2024-02-03"))):
            crowd_in(ground)
            await until(lambda: ground.accepted)
            began = loop.time()
        assert loop.time() - began < STOPS_WITHIN
        assert unrecorded(ground, ground.accepted) == []
        assert ground.rows("SELECT count(*) FROM outbox WHERE state = 'sending'") == [(0,)]


@virtually
async def test_menus_refused_with_a_429_are_set_after_it_and_nobody_waits_for_them(
    tmp_path: Path, enrolled: Path
) -> None:
    asked_to_wait = 45
    async with ground_in(tmp_path, enrolled) as ground, ClientSession(ground.api) as client:
        ground.trouble(refusal=too_often("setMyCommands", asked_to_wait, times=3))
        officer = Writer(ground, client, ground.accounts_of(OFFICER)[0])
        loop = asyncio.get_running_loop()
        with capture_logs() as logs:
            async with bot_on(ground, LoopClock(at(THURSDAY))):
                await until(lambda: "setMyCommands" in ground.requests, seconds=30)
                began = loop.time()
                await officer.writes("/help")
                await until(lambda: len(officer.answers) == 2, seconds=5)  # the help, and the day's reminder
                assert "200" not in ground.requests["setMyCommands"], "answered while no menu is set"
                await until(lambda: answered(ground, "200") == menus_of(ground), seconds=600, every=0.5)
                assert loop.time() - began > 3 * asked_to_wait - 1, "not asked sooner than Telegram said"
        assert answered(ground, "429") == 3
        assert not [line for line in logs if line["log_level"] == "error"]


@virtually
async def test_a_menu_refused_for_good_is_skipped_and_the_others_are_set(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.trouble(refusal=too_often("setMyCommands", 60, times=4))  # all the tries of the first menu
        with capture_logs() as logs:
            async with bot_on(ground, LoopClock(at(THURSDAY))) as bot:
                await until(lambda: answered(ground, "200") == menus_of(ground) - 1, seconds=600, every=0.5)
                await bot.says_all()
        assert [line["log_level"] for line in logs if "menu" in line["event"]] == ["warning"]
        assert not [line for line in logs if line["log_level"] == "error"]
        ground.trouble()
        async with bot_on(ground, LoopClock(at(THURSDAY))):
            # The missing one, and the leadership chat's, which each start sets.
            await until(lambda: answered(ground, "200") == menus_of(ground) + 1, seconds=60)


def menus_of(ground: Ground, admins: int = len(ADMIN_IDS)) -> int:
    """How many menus there are: strangers' in four languages, the leadership chat's, each admin's and officer's."""
    [(officers,)] = ground.rows("SELECT count(DISTINCT account_id) FROM link")
    return 4 + 1 + admins + officers


def too_often(method: str, seconds: int, *, times: int) -> dict[str, Any]:
    """Telegram's 429 on the next requests of a method."""
    words = f"Too Many Requests: retry after {seconds}"
    return {
        "method": method,
        "error_code": 429,
        "description": words,
        "parameters": {"retry_after": seconds},
        "times": times,
    }


def answered(ground: Ground, status: str) -> int:
    """How many menus were answered so."""
    return ground.requests.get("setMyCommands", {}).get(status, 0)
