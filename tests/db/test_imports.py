"""The import that is open: there is one, no answer is lost, and what it loads stays loaded over the next start."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

from models import Audit, Plan, PlanImport
from services.imports.answers import of_text
from services.imports.draft import Drafts, source_of
from services.imports.importing import Answered, Over, Shown, effect, over
from services.people.accounts import Person
from services.plan.file import PlanFile, load_plan
from tests.db.world import ADMINS, NEW_YEAR, PLAN, World, at, edition, sections

NAME = "reja.docx"
MARCH = at("2024-03-01")


async def admin(world: World, number: int = 0) -> Person:
    return await world.services.people.identify(ADMINS[number], "Admin", None, NEW_YEAR)


def amended(folder: Path) -> PlanFile:
    return edition(folder, sections=sections(a5={"text": "Янги матн"}))


async def test_there_is_one_import_and_the_first_stays(world: World) -> None:
    imports, first, second = world.services.imports, await admin(world), await admin(world, 1)
    assert await imports.open() is None
    begun = await imports.begin(NAME, b"one", first, MARCH)
    assert await imports.begin("other.docx", b"two", second, MARCH) == begun == await imports.open()
    assert (begun.name, begun.content, begun.by_id) == (NAME, b"one", ADMINS[0])


async def test_of_answers_given_at_once_none_is_lost(world: World) -> None:
    imports = world.services.imports
    begun = await imports.begin(NAME, b"one", await admin(world), MARCH)
    given = [imports.answer(begun.id, f"key{number}", of_text(f"T{number}")) for number in range(6)]
    assert await asyncio.gather(*given) == [Answered.KEPT] * 6
    now = await imports.open()
    assert now is not None
    assert set(now.answers) == {f"key{number}" for number in range(6)}
    assert now.version == 6


async def test_the_first_answer_to_a_question_stays_until_it_is_taken_back(world: World) -> None:
    imports = world.services.imports
    begun = await imports.begin(NAME, b"one", await admin(world), MARCH)
    assert await imports.answer(begun.id, "a", of_text("one")) is Answered.KEPT
    assert await imports.answer(begun.id, "a", of_text("two")) is Answered.ALREADY
    assert await imports.answer(begun.id, "b", of_text("three")) is Answered.KEPT
    assert await imports.take_back(begun.id)
    kept = await imports.open()
    assert kept is not None
    assert kept.answers == {"a": of_text("one")}
    assert await imports.take_back(begun.id)
    assert not await imports.take_back(begun.id)


async def test_what_is_settled_is_forgotten_and_its_buttons_mean_no_other(world: World) -> None:
    imports, by = world.services.imports, await admin(world)
    begun = await imports.begin(NAME, b"one", by, MARCH)
    await imports.shows(begun.id, ADMINS[0], Shown(17, "ru"))
    cancelled = await imports.cancel(begun.id, by, MARCH)
    assert cancelled is not None
    assert cancelled.shown == {ADMINS[0]: Shown(17, "ru")}
    assert await imports.cancel(begun.id, by, MARCH) is None
    assert await imports.answer(begun.id, "a", of_text("one")) is Answered.GONE
    assert await world.rows(PlanImport) == []
    assert (await imports.begin(NAME, b"two", by, MARCH)).id != begun.id


async def test_it_is_loaded_once_and_only_as_it_was_shown(world: World, tmp_path: Path) -> None:
    imports, by, file = world.services.imports, await admin(world), amended(tmp_path)
    begun = await imports.begin(NAME, b"one", by, MARCH)
    await imports.answer(begun.id, "a", of_text("one"))
    assert await imports.confirm(begun.id, begun.version, file, by, MARCH) is None
    done = await imports.confirm(begun.id, begun.version + 1, file, by, MARCH)
    assert done is not None
    assert done[1].changed == 1
    assert await imports.confirm(begun.id, begun.version + 1, file, by, MARCH) is None
    assert (await world.activity(5)).text == "Янги матн"
    rows = [row for row in await world.rows(Audit) if row.action in ("plan.loaded", "activity.changed")]
    assert [row.actor for row in rows][-2:] == [str(ADMINS[0])] * 2
    assert next(row for row in reversed(rows) if row.action == "plan.loaded").after["document"] == NAME


async def test_the_next_start_does_not_undo_it(world: World, tmp_path: Path) -> None:
    imports, by = world.services.imports, await admin(world)
    begun = await imports.begin(NAME, b"one", by, MARCH)
    assert await imports.confirm(begun.id, 0, amended(tmp_path), by, MARCH) is not None
    assert (await world.services.plans.load(load_plan(PLAN), MARCH)).is_same
    assert (await world.activity(5)).text == "Янги матн"
    newer = edition(tmp_path, sections=sections(a5={"text": "Файлдаги янги таҳрир"}))
    assert (await world.services.plans.load(newer, MARCH)).changed == 1
    assert (await world.activity(5)).text == "Файлдаги янги таҳрир"


async def test_what_loading_does_is_known_before(world: World, tmp_path: Path) -> None:
    force = await world.services.imports.in_force()
    assert {one.key for one in force.known} == {one.key for one in world.plan.executors}
    same = effect(load_plan(PLAN), force, MARCH.date())
    assert (same.is_new, same.ends) == (False, "")
    data = json.loads(PLAN.read_text(encoding="utf-8"))
    following = effect(edition(tmp_path, organisation="Бошқа ташкилот"), force, MARCH.date())
    assert (following.is_new, following.ends) == (True, data["title"])
    past = replace(force, past=frozenset({("Бошқа ташкилот", world.plan.period.start, world.plan.period.end)}))
    assert over("Бошқа ташкилот", world.plan.period, force) is None
    assert over("Бошқа ташкилот", world.plan.period, past) is Over.REPLACED
    assert len(await world.rows(Plan)) == 1


async def test_the_same_plan_as_a_document_changes_nothing_of_it(world: World) -> None:
    imports, force = world.services.imports, await world.services.imports.in_force()
    content = (PLAN.parents[1] / "tests" / "samples" / "plans" / "d1_seed.docx").read_bytes()
    draft = Drafts(source_of(content, "d1.docx"), force.known, force.organisation, force.names).after({})
    assert draft.file is not None
    before = {one.number: one for one in await world.services.activities.all(MARCH.date())}
    loaded = await imports.load("d1.docx", draft.file, MARCH)
    assert loaded is not None
    assert (loaded.is_new, loaded.added) == (False, 0)
    for one in await world.services.activities.all(MARCH.date()):
        was = before[one.number]
        kept = (was.short_name, was.due_on, was.starts_on, [part.executor.key for part in was.parts])
        assert (one.short_name, one.due_on, one.starts_on, [part.executor.key for part in one.parts]) == kept
