"""/plan export: the plan in force in Word and as a plan file; sent back, either changes nothing."""

import asyncio
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bot.__main__ import main
from models import Activity, Assignment, Plan, PlanEdition
from services.documents.opening import opened
from services.plan.file import load_plan, parse_plan
from tests.bot.scenes import activity, opens
from tests.bot.test_documents import content_of
from tests.stage import PLAN, Shown, Stage


async def given_out(stage: Stage) -> list[tuple[str, bytes]]:
    """The files that «/plan export» brings: Word, then the plan file."""
    before = await stage.admin.count()
    await stage.admin.says("/plan export")
    shown: list[Shown] = []
    for _ in range(200):
        shown = [one for one in await stage.admin.heard(before) if one.raw.get("document")]
        if len(shown) == 2:
            break
        await asyncio.sleep(0.05)
    return [await content_of(stage, one) for one in shown]


async def rows(stage: Stage) -> list[tuple[object, ...]]:
    """All that is kept of the plan's activities and who carries them out."""
    async with stage.database.read() as session:
        found = (await session.execute(select(*Activity.__table__.columns).order_by(Activity.id))).all()
        parts = (await session.execute(select(*Assignment.__table__.columns).order_by(Assignment.id))).all()
        plans = (await session.execute(select(*Plan.__table__.columns).order_by(Plan.id))).all()
    return [*map(tuple, found), *map(tuple, parts), *map(tuple, plans)]


async def changes_all_it_can(stage: Stage) -> None:
    """An extension, a moved deadline, a mended text, another lead, one taken off control."""
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    control = stage.services.control
    five, three, nine, ten = [await activity(stage, number) for number in (5, 3, 9, 10)]
    assert five.due_on is not None
    await control.move_deadline(five.id, date(2024, 5, 31), "ҳудудлар", admin, stage.now)
    assert three.due_on is not None
    await control.move_deadline(three.id, three.due_on + timedelta(days=9), "ҳудудлар", admin, stage.now)
    await control.mend_text(nine.id, f"{nine.text} (янги таҳрири)", admin, stage.now)
    assisted = next(one for one in await stage.services.activities.all(stage.now.date()) if len(one.parts) > 1)
    await control.make_lead(assisted.id, assisted.parts[1].assignment_id, admin, stage.now)
    await control.close(ten.id, "тугатилди", admin, stage.now)


async def sends_back(stage: Stage, name: str, content: bytes) -> str:
    """What is said when a file is sent and confirmed as a plan."""
    shown = await stage.admin.sends_files((name, content))
    if "there is nothing to change" in shown.text:
        return shown.text
    assert "nothing is asked any more" in shown.text, shown.text
    sure = await stage.admin.presses("✅ Confirm", shown)
    return (await stage.admin.presses("✅ Yes, load it", sure)).text


@pytest.mark.parametrize("is_changed", [False, True])
@pytest.mark.parametrize("kind", ["docx", "json"])
async def test_what_is_given_out_changes_nothing_when_it_is_sent_back(
    english: Stage, kind: str, is_changed: bool
) -> None:
    if is_changed:
        await changes_all_it_can(english)
    before = await rows(english)
    files = {name.rpartition(".")[2]: (name, content) for name, content in await given_out(english)}
    assert files["docx"][0] == "reja-2024-01-01-2024-06-30.docx"
    said = await sends_back(english, *files[kind])
    assert "there is nothing to change" in said
    assert await rows(english) == before


async def test_the_files_say_what_is_in_force(english: Stage) -> None:
    await changes_all_it_can(english)
    word, (_, content) = await given_out(english)
    file = parse_plan(content, Path("given.json"))
    by_number = {one.number: one for one in file.activities}
    assert by_number[5].deadline.text == "2024 йил февраль–май"
    assert by_number[9].text.endswith("(янги таҳрири)")
    tables = opened(word[1]).tables
    words = "\n".join(cell.text for row in tables[-1].rows for cell in row.cells)
    assert "2024 йил февраль–май" in words
    notes = "\n".join(getattr(one, "text", "") for one in opened(word[1]).blocks)
    assert "5-тадбир: 2024 йил 31 май, аввал 2024 йил 31 март" in notes


async def test_it_carries_the_heads_members_and_classes_that_were_set_since(english: Stage) -> None:
    ids = {one.key: one.id for one in await english.services.linking.executors()}
    unit = next(one.key for one in english.plan.executors if one.kind == "unit")
    head, member = [one.key for one in english.plan.executors if one.kind == "person"][:2]
    by = await english.services.people.identify(english.admin.id, "admin", None, english.now)
    assert await english.services.units.lead(ids[unit], ids[head], by, english.now)
    assert await english.services.units.belong(ids[unit], ids[member], by, english.now)
    before = await rows(english), await english.services.units.page(ids[unit])
    files = await given_out(english)
    entry = next(one for one in parse_plan(files[1][1], Path("given.json")).executors if one.key == unit)
    assert (entry.led_by, entry.members, entry.is_class) == (head, (member,), False)
    assert "there is nothing to change" in await sends_back(english, *files[1])
    await english.services.plans.load(parse_plan(files[1][1], Path("given.json")), english.now)
    assert (await rows(english), await english.services.units.page(ids[unit])) == before
    assert await english.services.units.make_class(ids[unit], by, english.now, is_class=True)
    given = parse_plan((await given_out(english))[1][1], Path("given.json"))
    assert next(one for one in given.executors if one.key == unit).is_class


async def test_without_changes_the_plan_file_is_the_one_loaded(english: Stage) -> None:
    _, (_, content) = await given_out(english)
    assert parse_plan(content, Path("given.json")).model_dump_json() == load_plan(PLAN).model_dump_json()


async def test_the_button_of_the_plans_card_gives_it_out_too(english: Stage) -> None:
    before = await english.admin.count()
    await english.admin.presses("📄 The plan as a file", await english.admin.says("/plan"))
    for _ in range(200):
        if len([one for one in await english.admin.heard(before) if one.raw.get("document")]) == 2:
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("no files")


async def test_only_admins_are_given_it(english: Stage) -> None:
    for person in (english.officer("Х. Маматов"), english.outsider, english.leader):
        before = await person.count()
        await person.says("/plan export")
        await asyncio.sleep(0.2)
        assert not [one for one in await person.heard(before) if one.raw.get("document")]


async def test_of_a_plan_whose_file_was_not_kept_it_is_said_how_to_have_it(english: Stage) -> None:
    async with english.database.write() as session:
        await session.execute(delete(PlanEdition))
    assert "Send me the plan's document or file once more" in (await english.admin.says("/plan export")).text
    await english.services.plans.load(english.plan, english.now)
    assert len(await given_out(english)) == 2


async def test_what_was_given_out_and_edited_keeps_the_rest(english: Stage) -> None:
    await opens(english.officer("Х. Маматов"), 5)
    _, (name, content) = await given_out(english)
    data = json.loads(content)
    data["sections"][0]["activities"][0]["text"] += " (қўшимча)"
    said = await sends_back(english, name, json.dumps(data, ensure_ascii=False).encode())
    assert "Text changed: 1" in said
    assert "Unchanged: 25" in said


def test_the_terminal_writes_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/plan.sqlite3")
    monkeypatch.setenv("PLAN_FILE", str(PLAN))
    out = tmp_path / "out.json"
    assert main(["plan", "export", "--json", str(out)]) == 2
    assert "There is no plan in force" in capsys.readouterr().err
    assert main(["plan", "import", str(PLAN)]) == 0
    assert main(["plan", "export", "--json", str(out)]) == 0
    assert load_plan(out) == load_plan(PLAN)
    word = tmp_path / "out.docx"
    assert main(["plan", "export", str(word)]) == 0
    capsys.readouterr()
    assert main(["plan", "check", str(word)]) == 0
    assert main(["plan", "export", str(tmp_path / "none" / "out.docx")]) == 2
