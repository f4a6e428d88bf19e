"""Time: stops of minutes and weeks, clocks that step, zones and settings that change, leap days, holidays, slow ticks.

What comes late or twice is found by running the whole bot, on a clock that is set."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo import LEADERSHIP_GROUP_ID
from bot.ticks import Ticks
from services.calendar.workdays import Workdays
from services.leadership.owing import Owing
from services.plan.file import load_plan
from services.plan.preview import calendar
from tests.reliability.bots import LoopClock, at, bot_on, virtually
from tests.reliability.ground import Ground, ground_in, until
from tests.stage import PLAN

OFFICER = "Х. Палуаниязов"


async def lives(ground: Ground, *moments: datetime, **settings: Any) -> None:
    """At each of the moments a bot starts, says what is owed, and stops."""
    for moment in moments:
        async with bot_on(ground, LoopClock(moment), **settings) as bot:
            await bot.says_all()


def reminded(ground: Ground, chat: int) -> list[str]:
    """The days of which a person was reminded, in order."""
    rows = ground.rows(
        "SELECT refs FROM outbox WHERE kind = 'reminder' AND state = 'sent' AND chat_id = ? ORDER BY id", chat
    )
    return [json.loads(refs)["day"] for (refs,) in rows]


def kinds_of(ground: Ground, chat: int) -> list[set[str]]:
    rows = ground.rows("SELECT refs FROM outbox WHERE kind = 'reminder' AND chat_id = ? ORDER BY id", chat)
    return [{kind for _, kind, _ in json.loads(refs)["items"]} for (refs,) in rows]


def summaries(ground: Ground) -> list[str]:
    rows = ground.rows("SELECT refs FROM outbox WHERE kind = 'summary' AND state = 'sent' ORDER BY id")
    return [json.loads(refs)["week"] for (refs,) in rows]


def officer(ground: Ground) -> int:
    return ground.accounts_of(OFFICER)[0]


def days_owed(ground: Ground, first: str, last: str) -> list[str]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return sorted({str(one.date) for one in calendar(ground.plan, start, end, Workdays()) if one.executor == OFFICER})


# -- being down ------------------------------------------------------------------------------------------------------


@virtually
async def test_a_restart_at_any_moment_of_a_day_repeats_nothing(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        clocks = ("00:00", "08:59:59", "09:00", "09:00:01", "09:00:30", "09:30", "12:00", "18:00", "23:59:59")
        await lives(ground, *(at("2024-02-01", clock) for clock in clocks))
        assert reminded(ground, officer(ground)) == ["2024-02-01"]
        assert summaries(ground) == ["2024-W05"]
        assert len(ground.accepted) == len({(one["chat"], one["text"]) for one in ground.accepted})


@virtually
async def test_a_few_minutes_down_at_nine_only_delay_the_reminder(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        await lives(ground, at("2024-02-01", "08:55"), at("2024-02-01", "09:17"))
        assert reminded(ground, officer(ground)) == ["2024-02-01"]
        [(when,)] = ground.rows("SELECT sent_at FROM outbox WHERE kind = 'reminder' AND chat_id = ?", officer(ground))
        assert when.startswith("2024-02-01 04:17")


@virtually
async def test_after_weeks_down_there_is_one_message_and_this_weeks_summary(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        await lives(ground, at("2024-01-03"), at("2024-03-13", "11:00"))
        assert reminded(ground, officer(ground)) == ["2024-01-03", "2024-03-13"]
        assert summaries(ground) == ["2024-W01", "2024-W11"]
        chats = [one["chat"] for one in ground.accepted if one["text"] and not one["text"].startswith("📌")]
        assert max(chats.count(chat) for chat in set(chats)) == 2


@virtually
async def test_a_bot_that_is_down_over_the_end_of_the_plan_still_falls_silent(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        await lives(ground, at("2024-01-03"), at("2024-11-04", "10:00"))
        assert reminded(ground, officer(ground)) == ["2024-01-03"]
        assert summaries(ground) == ["2024-W01"]
        assert len(ground.rows("SELECT 1 FROM outbox WHERE kind = 'plan_over' AND state = 'sent'")) == 2


# -- clocks that step ------------------------------------------------------------------------------------------------


@virtually
async def test_a_clock_that_goes_back_repeats_nothing(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        clock = LoopClock(at("2024-02-05", "10:00"))  # the reminders and the digest are said
        async with bot_on(ground, clock) as bot:
            await bot.says_all()
            said = len(ground.accepted)
            for moment in (at("2024-02-05", "08:00"), at("2024-02-01"), at("2024-01-15"), at("2024-02-05", "11:00")):
                clock.set(moment)
                await bot.says_all()
            fresh = [one for one in ground.accepted[said:] if one["chat"] != LEADERSHIP_GROUP_ID]
        assert fresh == []


@virtually
async def test_a_clock_that_leaps_while_messages_are_in_flight_sends_none_of_them_twice(
    tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.trouble(latency_ms=2_000)
        clock = LoopClock(at("2024-02-01"))
        async with bot_on(ground, clock) as bot:
            await bot.sweeps()
            for step in (timedelta(hours=3), timedelta(hours=-5), timedelta(minutes=10), timedelta(hours=2)):
                await asyncio.sleep(1)
                clock.set(clock() + step)
            clock.set(at("2024-02-01", "12:00"))
            await bot.says_all()
        assert reminded(ground, officer(ground)) == ["2024-02-01"]
        assert len(ground.accepted) == len({(one["chat"], one["text"]) for one in ground.accepted})


@virtually
async def test_a_waiting_retry_is_not_delayed_for_long_by_a_clock_that_goes_back(
    tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.trouble(error_5xx={"every": 1}, per_method=["sendMessage"])
        clock = LoopClock(at("2024-02-01"))
        async with bot_on(ground, clock) as bot:
            await bot.sweeps()
            await asyncio.sleep(20)
            ground.trouble()
            clock.set(at("2024-02-01", "06:00"))
        # A start says at once what an earlier run had in hand; what waited for its moment waits for it.
        async with bot_on(ground, LoopClock(at("2024-02-01", "09:02"))) as bot:
            await bot.says_all()
        assert reminded(ground, officer(ground)) == ["2024-02-01"]


@pytest.mark.parametrize(
    "clock_step",
    [
        timedelta(hours=-3),
        timedelta(days=-30),
        timedelta(seconds=-20),
        timedelta(hours=5),
        timedelta(days=20_000),  # a machine that learns the year after the start
    ],
)
async def test_the_ticks_go_on_whatever_the_clock_of_the_machine_is_set_to(
    clock_step: timedelta, tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = timedelta(0)

    class Moved(datetime):
        """What APScheduler reads."""

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + shown

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Moved)
    monkeypatch.setattr("bot.ticks.datetime", Moved)
    monkeypatch.setattr("bot.factory.TICK_SECONDS", 0.2)
    async with ground_in(tmp_path, enrolled) as ground:
        begun = at("2024-02-01", "08:00")
        async with bot_on(ground, lambda: begun + shown) as bot:
            ends = bot.services.metrics.sweep._sum.get  # type: ignore[attr-defined]
            await until(lambda: bot.application.tick.age is not None)
            shown = clock_step
            await asyncio.sleep(0.5)
            before = ends()
            await until(lambda: ends() > before, seconds=1)


@virtually
async def test_a_tick_interrupted_by_an_ordinary_stop_is_not_an_error(caplog: pytest.LogCaptureFixture) -> None:
    begun: list[None] = []

    async def never_ends() -> None:
        begun.append(None)
        await asyncio.Event().wait()

    ticks = Ticks(15)
    ticks.start(never_ends)
    await until(lambda: begun)
    before = asyncio.get_running_loop().time()
    await ticks.stop(0.5)
    await asyncio.sleep(60)
    assert asyncio.get_running_loop().time() - before < 62
    assert begun == [None], "and no other is begun"
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


@virtually
async def test_messages_queued_before_the_clock_went_back_do_not_wait_for_the_old_time(
    tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        ground.trouble(outage=True)
        clock = LoopClock(at("2024-02-01", "12:00"))
        async with bot_on(ground, clock) as bot:
            await bot.sweeps()
            await asyncio.sleep(5)
            clock.set(at("2024-02-01", "09:30"))
            ground.trouble()
            await until(lambda: len(reminded(ground, officer(ground))) == 1, seconds=120)


# -- zones -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/London", "Pacific/Kiritimati", "America/Anchorage"])
@virtually
async def test_another_time_zone_between_two_runs_repeats_nothing_and_skips_no_day(
    zone: str, tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        await lives(ground, at("2024-02-01"))
        moved = ZoneInfo(zone)
        moments = [datetime(2024, 2, day, hour, 0, 5, tzinfo=moved) for day in range(1, 21) for hour in (0, 9)]
        moments = [moment for moment in moments if moment > at("2024-02-01")]
        clock = LoopClock(moments[0])
        async with bot_on(ground, clock, timezone=moved) as bot:
            for moment in moments:
                clock.set(moment)
                await bot.says_all()
        assert reminded(ground, officer(ground)) == days_owed(ground, "2024-02-01", "2024-02-20")
        assert len(summaries(ground)) == len(set(summaries(ground)))


@virtually
async def test_nine_is_nine_by_the_wall_clock_when_summer_time_begins(tmp_path: Path, enrolled: Path) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    async with ground_in(tmp_path, enrolled) as ground:
        clock = LoopClock(datetime(2024, 4, 1, 8, 59, 50, tzinfo=berlin))  # the day after the clocks went forward
        async with bot_on(ground, clock, timezone=berlin) as bot:
            await bot.says_all()
            assert reminded(ground, officer(ground)) == []
            clock.set(datetime(2024, 4, 1, 9, 0, 5, tzinfo=berlin))
            await bot.says_all()
        assert reminded(ground, officer(ground)) == ["2024-04-01"]


# -- the calendar's corners ------------------------------------------------------------------------------------------


@virtually
async def test_the_leap_day_is_the_last_working_day_of_its_february(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        await lives(ground, *(at(f"2024-02-{day}") for day in ("27", "28", "29")), at("2024-03-01"))
        owed = {
            (str(one.date), chat)
            for one in calendar(ground.plan, date(2024, 2, 27), date(2024, 3, 1), Workdays())
            for chat in ground.accounts_of(one.executor)
        }
        told = {(day, chat) for chat in {chat for _, chat in owed} for day in reminded(ground, chat)}
        assert {one for one in owed if one[0] > "2024-02-27"} <= told
        assert "2024-02-29" in {day for day, _ in told}


def plan_of_2025(folder: Path) -> Path:
    """The plan a year later: its February has 28 days, and so have its deadlines."""
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    moved = json.loads(json.dumps(plan).replace("2024-", "2025-"))
    moved["period"] = {name: day.replace("-02-29", "-02-28") for name, day in moved["period"].items()}
    file = folder / "plan-2025.json"
    file.write_text(json.dumps(moved, ensure_ascii=False), encoding="utf-8")
    return file


def test_a_plan_of_a_year_without_a_leap_day_is_due_on_28_february(tmp_path: Path) -> None:
    days = calendar(load_plan(plan_of_2025(tmp_path)), date(2025, 2, 1), date(2025, 3, 31), Workdays())
    due_today = {one.date for one in days if one.kind == "due_today"}
    assert date(2025, 2, 28) in due_today
    overdue = min(one.date for one in days if one.kind == "overdue" and one.date > date(2025, 2, 28))
    assert overdue == date(2025, 3, 3)  # 1 March 2025 is a Saturday


@virtually
async def test_new_year_begins_with_the_first_working_day_and_one_summary(tmp_path: Path, enrolled: Path) -> None:
    async with ground_in(tmp_path, enrolled, start=at("2023-12-31", "23:59")) as ground:
        clock = LoopClock(at("2023-12-31", "23:59:50"))
        async with bot_on(ground, clock) as bot:
            for day in ("2023-12-31", "2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"):
                clock.set(at(day))
                await bot.says_all()
        assert reminded(ground, officer(ground)) == ["2024-01-03"]
        assert summaries(ground) == ["2024-W01"]


@virtually
async def test_a_monday_that_is_a_holiday_moves_the_summary_to_the_next_working_day(
    tmp_path: Path, enrolled: Path
) -> None:
    holidays = [day for day in mondays() if not Workdays().is_working(day)]
    monday = next(day for day in holidays if date(2024, 1, 8) < day < date(2024, 7, 1))
    next_working = Workdays().next_working(monday)
    async with ground_in(tmp_path, enrolled) as ground:
        await lives(ground, moment(monday, 9))
        assert summaries(ground) == []
        await lives(ground, moment(next_working, 9), moment(next_working, 15))
        year, week, _ = monday.isocalendar()
        assert summaries(ground) == [f"{year}-W{week:02}"]


def mondays() -> Sequence[date]:
    return [date(2024, 1, 1) + timedelta(weeks=week) for week in range(27)]


def moment(day: date, hour: int) -> datetime:
    return at(day.isoformat(), f"{hour:02}:00:05")


# -- settings and ticks ----------------------------------------------------------------------------------------------


@virtually
async def test_another_remind_at_between_two_runs_applies_from_then_on_and_repeats_nothing(
    tmp_path: Path, enrolled: Path
) -> None:
    async with ground_in(tmp_path, enrolled) as ground:
        await lives(ground, at("2024-02-01"), remind_at=time(9))
        await lives(ground, at("2024-02-01", "10:00:05"), at("2024-02-01", "14:00:05"), remind_at=time(14))
        assert reminded(ground, officer(ground)) == ["2024-02-01"]
        next_day = days_owed(ground, "2024-02-02", "2024-04-30")[0]
        await lives(ground, at(next_day, "09:30"), remind_at=time(14))
        assert reminded(ground, officer(ground)) == ["2024-02-01"]
        await lives(ground, at(next_day, "14:00:05"), remind_at=time(14))
        assert reminded(ground, officer(ground)) == ["2024-02-01", next_day]


async def test_a_tick_that_takes_longer_than_its_interval_never_runs_beside_itself_and_goes_on(
    tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.factory.TICK_SECONDS", 0.05)
    async with ground_in(tmp_path, enrolled) as ground:
        at_once, most, runs = 0, 0, 0

        def slow_clock() -> datetime:
            return at("2024-02-01", "08:00")

        async with bot_on(ground, slow_clock) as bot:
            looking = bot.services.owing.at

            async def slowly(now: datetime) -> Owing:
                nonlocal at_once, most, runs
                at_once, runs = at_once + 1, runs + 1
                most = max(most, at_once)
                await asyncio.sleep(0.2)
                at_once -= 1
                return await looking(now)

            monkeypatch.setattr(bot.services.owing, "at", slowly)
            await until(lambda: runs >= 5)
        assert most == 1
