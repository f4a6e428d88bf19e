"""A sweep that is passed over because the one statement of a tick finds nothing for it would have done nothing."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models import Audit, Outbox, Substitution
from scheduler.tick import Tick
from services.calendar.deadlines import Period
from services.control.lines import Into
from services.leadership import owing
from services.reminders.reminding import of_day
from tests.db.test_orders import given, leader_of, written
from tests.db.test_plans import next_half_year
from tests.db.world import GROUP, World, at

Deed = Callable[[World, date, Path], Awaitable[object]]
PASSED_OVER = {
    "next_plan",
    "orders",
    "deputies",
    "reminders",
    "unreachable",
    "next_wanted",
    "carry_wanted",
    "plan_over",
    "personal_control",
    "summary",
    "plan_card",
}


async def _binds(world: World, day: date, _: Path) -> None:
    await world.bind(at(day))


async def _somebody_is_lost(world: World, day: date, _: Path) -> None:
    person = await world.officer("yunusov")
    await world.services.reachability.lost(person.telegram_id, "bot was blocked by the user", at(day))


async def _the_group_is_lost(world: World, day: date, _: Path) -> None:
    await world.services.reachability.lost(GROUP, "bot was kicked", at(day))


async def _is_watched(world: World, day: date, _: Path) -> None:
    activity = await world.activity(5, day)
    await world.services.control.watch(activity.id, await world.admin(), at(day), is_watched=True)


async def _promises(world: World, day: date, _: Path) -> None:
    await world.says(
        await world.officer("sataev"), f"20 40%, {day + timedelta(days=3):%d.%m.%Y} gacha topshiraman", at(day)
    )


async def _writes_of_nothing(world: World, day: date, _: Path) -> None:
    await world.says(await world.officer("mamatov"), "bajarildi", at(day))


async def _a_deputy_is_named(world: World, day: date, _: Path) -> None:
    ids = [await world.executor_id(key) for key in ("farmanov", "sataev")]
    days = Period(day + timedelta(days=2), day + timedelta(days=9))
    await world.services.deputies.name(*ids, days, await world.admin(), at(day))


async def _a_unit_has_a_group(world: World, day: date, _: Path) -> None:
    unit = next(one.key for one in world.plan.executors if one.kind != "person")
    bind = world.services.unit_groups.bind
    assert await bind(await world.executor_id(unit), -100_777, None, "unit", by=await world.admin(), now=at(day))


async def _orders_are_given(world: World, _day: date, _: Path) -> None:
    leader = await leader_of(world, 1)
    assert await given(world, leader, await written(world, leader, 7_001))


async def _the_next_plan_is_loaded(world: World, day: date, folder: Path) -> None:
    await world.services.plans.load(next_half_year(folder), at(day), Into())  # type: ignore[arg-type]


DEEDS: dict[str, tuple[Deed, ...]] = {
    "2024-01-02": (_binds,),
    "2024-01-17": (_somebody_is_lost,),
    "2024-02-06": (_is_watched, _a_deputy_is_named),
    "2024-03-01": (_promises, _orders_are_given),
    "2024-03-04": (_a_unit_has_a_group, _writes_of_nothing),
    "2024-04-09": (_the_group_is_lost,),
    "2024-04-16": (_binds,),
    "2024-06-18": (_the_next_plan_is_loaded,),
}
OTHER_DAYS = (
    *(
        "2024-01-01",
        "2024-01-03",
        "2024-01-18",
        "2024-02-08",
        "2024-02-16",
        "2024-03-05",
    ),
    *("2024-03-26", "2024-04-01", "2024-04-10", "2024-06-03", "2024-06-28", "2024-07-01", "2024-07-02"),
    *("2024-09-30", "2024-12-31", "2025-01-01", "2025-02-03"),
)


async def test_a_sweep_that_is_passed_over_would_have_done_nothing(world: World, tmp_path: Path) -> None:
    await world.link_all()
    moment, passed_over = at("2024-01-01"), set[str]()
    tick = Tick(world.services, lambda: moment)
    for day in map(date.fromisoformat, sorted({*DEEDS, *OTHER_DAYS})):
        for deed in DEEDS.get(day.isoformat(), ()):
            await deed(world, day, tmp_path)
        for clock in ("08:30", "12:00") if day.isoformat() in DEEDS else ("12:00",):
            moment = at(day, clock)
            may_be = await world.services.owing.at(moment)
            idle = [sweep for sweep in tick.sweeps if not sweep.is_owing(may_be)]
            before = await world.count(Audit), await world.count(Outbox)
            assert [sweep.name for sweep in idle if await sweep.run(moment)] == [], moment
            assert before == (await world.count(Audit), await world.count(Outbox)), moment
            passed_over |= {sweep.name for sweep in idle}
            await tick.run()
            await world.delivered(moment)
    assert passed_over == PASSED_OVER, "each of them is passed over at times"
    assert {"reminder.queued", "plan.begun", "plan.closed", "summary.queued"} <= set(await world.actions())
    kinds = {row.kind for row in await world.rows(Outbox)}
    assert {
        "unreachable",
        "personal_control",
        "plan_card",
        "plan_over",
        "next_wanted",
        "reminder",
        "unit_reminder",
    } <= kinds
    assert all(one.began_at is not None and one.ended_at is not None for one in await world.rows(Substitution))


async def test_who_let_the_bot_in_again_and_what_is_watched_are_found_by_their_indexes(world: World) -> None:
    if not world.database.is_sqlite:
        pytest.skip("of so few rows PostgreSQL reads them all")
    values = {**of_day(date(2024, 1, 3)), "soon": date(2024, 1, 3), "week": "2024-W01"}
    looking = owing._looking().params(**values)
    words = str(looking.compile(dialect=world.database.engine.dialect, compile_kwargs={"literal_binds": True}))
    async with world.database.read() as session:
        plan = (await session.execute(text("EXPLAIN QUERY PLAN " + words.replace(":", r"\:")))).all()
    used = " ".join(row.detail for row in plan)
    assert "ix_account_back" in used
    assert "ix_activity_watched" in used
