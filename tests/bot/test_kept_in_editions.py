"""What an edition's document does not contain stays in the plan: what was carried over, the priorities, the agenda."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from models import AgendaItem, Priority
from tests.bot.scenes import after
from tests.bot.test_amending import as_file, seed, taken_back
from tests.bot.test_carrying_over import carries
from tests.bot.test_next_period import loaded_early
from tests.bot.test_second_plan import LEAD, next_plan
from tests.stage import TASHKENT, Stage


async def begun(stage: Stage) -> None:
    """Two activities stand in the plan that began on 1 July."""
    await carries(stage, (5, "September 2024"), (8, "No term"))
    await stage.jumps_to(datetime(2024, 7, 2, 10, tzinfo=TASHKENT))
    await stage.settles()


async def front(stage: Stage) -> tuple[int, int]:
    async with stage.database.read() as session:
        counts = [await session.scalar(select(func.count()).select_from(one)) for one in (Priority, AgendaItem)]
    return counts[0] or 0, counts[1] or 0


def as_bytes(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


@after(loaded_early, begun)
async def test_the_plans_own_document_again_changes_nothing_once_it_is_in_force(english: Stage, tmp_path: Path) -> None:
    since = await english.officer(LEAD).count()
    file = next_plan(tmp_path, "ochilov").model_dump_json().encode()
    assert (
        "is the plan in force: there is nothing to change"
        in (await english.admin.sends_files(("next.json", file))).text
    )
    current = await english.services.plans.current()
    assert current is not None
    assert current.activities == 27
    assert not await english.officer(LEAD).heard(since)


@pytest.mark.parametrize("added", [0, 1])
@after(loaded_early, begun)
async def test_a_changed_document_keeps_what_was_carried_over_and_so_does_taking_it_back(
    added: int, english: Stage, tmp_path: Path
) -> None:
    admin = english.admin
    data = next_plan(tmp_path, "ochilov").model_dump(mode="json")
    own = data["sections"][0]["activities"]
    own[0]["text"] = "Бутунлай бошқа мазмундаги тадбирни ташкил этиш"
    for place in range(added):  # takes the number of what was carried over
        own.append(own[1] | {"number": 26 + place, "text": "Мутлақо янги тадбир ўтказиш"})
    shown = await admin.sends_files(("next.json", as_bytes(data)))
    assert "Left out: 2" not in shown.text
    sure = await admin.presses("✅ Confirm", shown)
    assert "stays in the plan:" in sure.text
    assert any("load it" in label for label in sure.labels)
    await admin.presses("✅ Yes, load it", sure)
    current = await english.services.plans.current()
    assert current is not None
    assert current.activities == 27 + added
    carried = await carried_numbers(english)
    assert carried == {5: 26 + 2 * added, 8: 27} if added else {5: 26, 8: 27}
    await taken_back(admin)
    assert await carried_numbers(english) == {5: 26, 8: 27}


async def carried_numbers(stage: Stage) -> dict[int, int]:
    found = await stage.services.carrying.facts(stage.now)
    assert found is not None
    return {one.activity.number: one.number for one in found.left if one.number is not None}


@pytest.mark.parametrize("absent", [("priorities",), ("agenda",), ("priorities", "agenda")])
async def test_the_table_alone_is_the_same_plan(absent: tuple[str, ...], english: Stage) -> None:
    before = await front(english)
    shown = await english.admin.sends_files(as_file(seed() | {key: [] for key in absent}))
    assert "there is nothing to change" in shown.text
    assert await front(english) == before


async def test_a_changed_table_alone_keeps_the_priorities_and_the_agenda(english: Stage) -> None:
    before = await front(english)
    data = seed() | {"priorities": [], "agenda": []}
    data["sections"][0]["activities"][0]["text"] = "Бутунлай бошқа мазмундаги тадбирни ташкил этиш"
    shown = await english.admin.sends_files(as_file(data))
    assert "riority" not in shown.text
    await english.admin.presses("✅ Confirm", shown)
    await english.admin.presses("Yes, load it")
    assert await front(english) == before
    exported = await english.services.plans.exported()
    assert exported is not None
    assert (len(exported.file.priorities), len(exported.file.agenda)) == before


async def test_fewer_priorities_and_questions_are_a_change_that_is_shown(english: Stage) -> None:
    before = await front(english)
    data = seed()
    gone = data["priorities"].pop()
    data["agenda"] = data["agenda"][1:]
    shown = await english.admin.sends_files(as_file(data))
    for line in ("🗑 Priority tasks left out: 1", "🗑 Questions of the agenda left out: 1"):
        assert line in shown.text
    sure = await english.admin.presses("✅ Confirm", shown)
    assert "🗑 Priority tasks left out: 1" in sure.text
    assert gone["text"]
    await english.admin.presses("✅ Yes, load it", sure)
    assert await front(english) == (before[0] - 1, before[1] - 1)
    await taken_back(english.admin)
    assert await front(english) == before


@after(loaded_early)
async def test_what_is_loaded_and_carried_over_again_is_counted_again(english: Stage, tmp_path: Path) -> None:
    chosen = (5, "September 2024"), (8, "No term")
    assert "✅ Carried over: 2 activities." in (await carries(english, *chosen)).text
    sure = await english.admin.presses("✖️ Take off the next plan", await english.admin.says("/plan"))
    await english.admin.presses("✖️ Yes, take it off", sure)
    assert await english.services.plans.waiting() is None
    loaded = await english.services.imports.load("next.json", next_plan(tmp_path, "ochilov"), english.now)
    assert loaded is not None
    await english.settles()
    assert (loaded.added, loaded.changed) == (25, 0)
    assert "✅ Carried over: 2 activities." in (await carries(english, *chosen)).text
