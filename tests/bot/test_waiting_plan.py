"""The plan that waits: one for its days, replaced or taken off before it is in force, with what was carried over."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Audit
from services.plan.file import PlanFile
from tests.bot.scenes import after, said_since
from tests.bot.test_carrying_over import carries
from tests.bot.test_next_period import at_the_end, documents, loaded_early, loads_early, titles
from tests.bot.test_second_plan import LEAD, NEXT, next_plan
from tests.stage import Shown, Stage

OTHER = "Бошқа ташкилот"


def of_other(folder: Path) -> PlanFile:
    """Another plan for the same days."""
    return next_plan(folder, "ochilov").model_copy(update={"organisation": OTHER, "title": "Иккинчи режа"})


async def sends(stage: Stage, file: PlanFile, name: str = "second.json") -> Shown:
    """The plan file, up to the last question before it is loaded."""
    await stage.admin.sends_files((name, file.model_dump_json().encode()))
    return await stage.admin.presses("✅ Confirm")


@after(loaded_early, at_the_end)
async def test_another_plan_for_the_same_days_waits_instead(english: Stage, tmp_path: Path) -> None:
    admin, officer = english.admin, english.officer(LEAD)
    sure = await sends(english, of_other(tmp_path))
    assert "It waits instead of «" in sure.text
    since = await officer.count()
    await admin.presses("✅ Yes, load it", sure)
    await english.settles()
    assert "Ikkinchi reja" in (await admin.says("/plan")).text
    assert not await officer.heard(since)
    since = [await one.count() for one in (admin, officer)]
    await english.goes_to("2024-07-01T09:30:00+05:00")
    assert await titles(english) == (NEXT, None)
    assert (await said_since(officer, since[1])).count("A new plan is in force") == 1
    assert len(await documents(admin, since[0])) == 1, "the final report of the half-year that ended"
    assert len(await english.services.finals.past()) == 1
    current = await english.services.plans.current()
    assert current is not None
    assert current.organisation == OTHER


@after(loaded_early, at_the_end)
async def test_a_plan_that_waits_can_be_taken_off_and_loaded_again(english: Stage, tmp_path: Path) -> None:
    admin = english.admin
    sure = await admin.presses("✖️ Take off the next plan", await admin.says("/plan"))
    assert "Take off the next plan?" in sure.text
    assert await titles(english) == (date(2024, 1, 1), NEXT)
    await admin.presses("✖️ Yes, take it off", sure)
    assert await titles(english) == (date(2024, 1, 1), None)
    assert not any("next plan" in label for label in (await admin.says("/plan")).labels)
    async with english.database.read() as session:
        noted = list(await session.scalars(select(Audit.action).where(Audit.action == "plan.dropped")))
    assert noted == ["plan.dropped"]
    await english.services.plans.load(next_plan(tmp_path, "ochilov"), english.now)  # PLAN_FILE at the next start
    assert await titles(english) == (date(2024, 1, 1), None)
    await loads_early(english, tmp_path, english.now)
    waiting = await english.services.plans.waiting()
    assert waiting is not None
    assert waiting.activities == 25
    await english.goes_to("2024-07-01T09:30:00+05:00")
    assert await titles(english) == (NEXT, None)


@after(loaded_early, at_the_end)
async def test_one_that_was_taken_off_never_comes_into_force(english: Stage) -> None:
    waiting = await english.services.plans.waiting()
    assert waiting is not None
    shown = await english.admin.says("/plan")
    old = await english.admin.presses("✖️ Take off the next plan", shown)
    await english.admin.presses("✖️ Yes, take it off", old)
    await english.admin.taps(old, f"pl7:{waiting.id}:1", forged=True)
    await english.goes_to("2024-07-02T09:30:00+05:00")
    assert await titles(english) == (date(2024, 1, 1), None)
    assert await english.services.carrying.facts(english.now) is None


async def test_an_older_edition_is_not_taken_back_once_a_next_plan_was_loaded(english: Stage, tmp_path: Path) -> None:
    await english.jumps_to(date(2024, 6, 3))
    await english.settles()
    changed = english.plan.model_copy(update={"title": "Янги таҳрир"})
    await english.services.imports.load("edition.json", changed, english.now)
    assert await english.services.plans.last_change(english.now) is not None
    await loads_early(english, tmp_path)
    assert await english.services.plans.last_change(english.now) is None
    waiting = await english.services.plans.waiting()
    assert waiting is not None


@after(loaded_early)
async def test_the_same_document_again_is_the_same_though_something_was_carried_over(
    english: Stage, tmp_path: Path
) -> None:
    await carries(english, (5, "September 2024"))
    file = next_plan(tmp_path, "ochilov")
    await english.admin.sends_files(("next.json", file.model_dump_json().encode()))
    assert "there is nothing to change" in (await english.admin.last()).text
    same = await english.services.imports.load("again.json", file, english.now)
    assert same is not None
    assert same.is_same


@pytest.mark.parametrize("leaver", ["ochilov", "khusanova"])
@after(loaded_early)
async def test_a_new_edition_keeps_what_was_carried_over_and_says_so(
    leaver: str, english: Stage, tmp_path: Path
) -> None:
    await carries(english, (5, "September 2024"))
    before = await english.services.plans.waiting()
    edition = next_plan(tmp_path, leaver).model_copy(update={"title": "Янги таҳрир"})
    sure = await sends(english, edition)
    assert "stays in the plan:" in sure.text
    await english.admin.presses("✅ Yes, load it", sure)
    after = await english.services.plans.waiting()
    assert before is not None
    assert after is not None
    assert (after.id, after.activities) == (before.id, before.activities)
    found = await english.services.carrying.facts(english.now)
    assert found is not None
    assert [one.number for one in found.left if one.activity.number == 5] == [26]


@after(loaded_early)
async def test_instead_of_one_with_what_was_carried_over_it_says_that_this_goes(english: Stage, tmp_path: Path) -> None:
    await carries(english, (5, "September 2024"))
    sure = await sends(english, of_other(tmp_path))
    assert "What was carried over goes with it" in sure.text


async def test_a_changed_edition_of_a_plan_that_waits_is_compared_with_it(english: Stage, tmp_path: Path) -> None:
    admin = english.admin
    await loads_early(english, tmp_path)
    await carries(english, (5, "September 2024"))
    data = next_plan(tmp_path, "ochilov").model_dump(mode="json")
    first, second = data["sections"][0]["activities"][:2]
    first["number"], second["number"] = second["number"], first["number"]
    moved = data["sections"][1]["activities"][0]
    moved["deadline"] = {"text": "декабрь", "kind": "months", "first": "2024-12", "last": "2024-12"}
    gone = data["sections"][2]["activities"].pop()
    shown = await admin.sends_files(("next2.json", json.dumps(data, ensure_ascii=False).encode()))
    assert "A new edition of the plan that waits for its first day:" in shown.text
    for line in ("🗓 Deadline moved: 1", "🗑 Left out: 1", "🔢 Only the number changed: 2"):
        assert line in shown.text
    assert "📋 Carried over before, not in the document, and stay: 1" in shown.text
    named = int(shown.text.split("activities: ")[1].split(",")[0])
    assert f"▪️ Unchanged: {named - 3}\n" in shown.text, "what is carried over is not in the document"
    changes = await admin.presses("🔎 The changes (4)", shown)
    assert f"№{gone['number']}" in changes.text
    assert "→ December 2024" in changes.text
    shown = await admin.presses("⬅️ Back", changes)
    sure = await admin.presses("✅ Confirm", shown)
    assert "🗓 Deadline moved: 1" in sure.text
    assert "stays in the plan:" in sure.text
    since = await english.officer(LEAD).count()
    done = await admin.presses("✅ Yes, load it", sure)
    assert "🗓 Deadline moved: 1" in done.text
    assert not await english.officer(LEAD).heard(since)
    found = await english.services.carrying.facts(english.now)
    assert found is not None
    assert [one.number for one in found.left if one.activity.number == 5] == [26]
    again = await admin.sends_files(("next3.json", json.dumps(data, ensure_ascii=False).encode()))
    assert "there is nothing to change" in again.text


async def test_what_was_carried_over_is_known_under_its_new_number(english: Stage, tmp_path: Path) -> None:
    await loads_early(english, tmp_path)
    await carries(english, (5, "September 2024"))
    [waiting] = (await english.services.imports.in_force()).waiting
    data = json.loads(waiting.file)
    data["sections"][0]["activities"].append(
        {
            "number": 26,
            "text": "Мутлақо янги тадбир ўтказиш",
            "deadline": {"text": "декабрь", "kind": "months", "first": "2024-12", "last": "2024-12"},
            "executors": data["sections"][0]["activities"][0]["executors"],
        }
    )
    carried = next(one for section in data["sections"] for one in section["activities"] if one.get("extra"))
    carried["number"] = 27
    shown = await english.admin.sends_files(("next2.json", json.dumps(data, ensure_ascii=False).encode()))
    assert "🆕 New: 1" in shown.text
    assert "🔢 Only the number changed: 1" in shown.text
    await english.admin.presses("✅ Yes, load it", await english.admin.presses("✅ Confirm", shown))
    found = await english.services.carrying.facts(english.now)
    assert found is not None
    assert [one.number for one in found.left if one.activity.number == 5] == [27]
