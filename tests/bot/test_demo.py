"""The sandbox with the plan's people: how its first day begins, and beginning anew."""

import asyncio
from datetime import date
from typing import Any

import pytest

from bot.demo import LEADER_ID, LEADERSHIP_GROUP_ID, SandboxDriver, load_orders, orders_beside, unlinked_at_first
from services.calendar.rules import WindowRule
from services.plan.file import PlanFile
from tests.stage import PLAN, Someone, Stage, load_plan

PATIENCE = 30  # seconds; beginning anew takes two
FIRST_SUMMARY = date(2024, 1, 3)  # the first working day of the year's first week


async def starts_over(stage: Stage) -> None:
    async with asyncio.timeout(PATIENCE):
        await stage.post("start_over", {})


async def people(stage: Stage) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = (await stage.get("world", {}))["people"]
    return shown


async def left_a_trace(stage: Stage, officer: Someone) -> None:
    """A report, and somebody who hears nothing any more."""
    await officer.says("1-тадбир 40% лойиҳа тайёр")
    assert "40%" in (await officer.last()).text
    await officer.blocks()


async def is_playing(stage: Stage, officer: Someone) -> None:
    await stage.post("play", {"until": "2024-07-31", "pace": 0})


async def cut_off(stage: Stage, officer: Someone) -> None:
    """The bot does not hear what was written, nor can it answer."""
    await stage.post("faults", {"outage": True})
    await stage.post("start", {"as": officer.id})


async def begun_anew(stage: Stage, officer: Someone) -> None:
    await starts_over(stage)


@pytest.mark.parametrize("before", [left_a_trace, is_playing, cut_off, begun_anew])
async def test_starting_over_ends_and_leaves_the_first_day(stage: Stage, before: Any) -> None:
    officer = stage.officer("Б. Юнусов")
    await before(stage, officer)
    await starts_over(stage)
    assert stage.now.date() == FIRST_SUMMARY
    newcomers = {one.name for one in stage.plan.executors if one.key in unlinked_at_first(stage.plan)}
    waiting = {one["name"] for one in await people(stage) if not one["started"] or one["blocked"]}
    assert waiting == newcomers | {"Бегона киши"}, "they see what the bot says of itself before Start"
    heard = await officer.heard()
    assert not any("40%" in one.text for one in heard)
    assert any(label.startswith("№1 ") for one in heard for label in one.labels), "the year's first reminder"
    assert sum(bool(one.raw["photo"]) for one in await stage.leader.heard()) == 1, "the first summary"
    await officer.says("1-тадбир 55% лойиҳа тайёр")
    assert "55%" in (await officer.last()).text, "the bot goes on"


async def test_the_page_is_told_where_to_open_and_who_is_not_linked(stage: Stage) -> None:
    assert (await stage.get("world", {}))["opening"] == {"as": LEADER_ID, "chat": LEADERSHIP_GROUP_ID}
    stage.sandbox.unlinked = SandboxDriver(stage.application).unlinked
    names = {one.name for one in stage.plan.executors if one.key in unlinked_at_first(stage.plan)}
    assert {one["name"] for one in await people(stage) if one["unlinked"]} == names
    newcomer = stage.officer(sorted(names)[0])
    link = (await stage.admin.says(f"/invite {newcomer.name}")).text.partition("start=")[2].split()[0]
    await newcomer.starts(link)
    await newcomer.presses("✅")
    assert {one["name"] for one in await people(stage) if one["unlinked"]} == names - {newcomer.name}


# -- the paper of orders beside the plan -----------------------------------------------------------------------------


def example() -> PlanFile:
    """The orders that `make run` shows beside the plan."""
    orders = orders_beside(PLAN, load_plan(PLAN))
    assert orders is not None
    return orders


def test_the_example_has_thirty_orders_by_day_for_people_of_the_plan() -> None:
    orders, plan = example(), load_plan(PLAN)
    assert [one.number for one in orders.activities] == list(range(1, 31))
    assert all(one.short_name for one in orders.activities)
    for one in orders.activities:
        [rule] = one.deadline.rules
        assert isinstance(rule, WindowRule)
        assert str(rule.precision) == "day"
        assert rule.last is not None
        assert rule.last.weekday() < 5, "no order is due on a weekend"
    assert set(orders.executors) <= set(plan.executors)
    sizes = {len(one.executors) for one in orders.activities}
    assert sizes == {1, 2, 3}


def test_no_orders_lie_beside_another_plan() -> None:
    plan = load_plan(PLAN)
    fewer = plan.model_copy(update={"executors": plan.executors[:3]})
    assert orders_beside(PLAN, fewer) is None
    assert orders_beside(PLAN, plan.model_copy(update={"organisation": "?"})) is None
    assert orders_beside(PLAN.with_name("none") / "plan.json", plan) is None


async def test_beginning_anew_loads_the_orders_beside_the_plan_and_a_restart_not_again(stage: Stage) -> None:
    stage.sandbox.driver = SandboxDriver(stage.application, example())
    await starts_over(stage)
    for _ in range(2):
        assert [one.mark for one in await stage.services.plans.in_force()] == ["ИР", "Т"]
        await load_orders(stage.application, example())
    [summary] = [one for one in await stage.leader.heard() if one.raw["photo"]]
    assert "▫️ Т: 30 та" in summary.text
    officer = stage.officer("М. Сатаев")
    assert "Т-1" in (await officer.says("сервер хонаси бўйича маълумот 40% тайёр")).text
    words = "@ijrochi_bot Юнусов: кабинетлар рўйхати тузилсин, 15 мартгача"
    given = await stage.leader.presses("✅", await stage.leader.says(words))
    assert "№Т-31" in given.text, "an order joins the paper"
    assert [one.mark for one in await stage.services.plans.in_force()] == ["ИР", "Т"]
