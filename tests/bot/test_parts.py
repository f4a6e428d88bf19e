"""Co-executors' parts: who has delivered, and terms of their own, which are set, reminded of and fall away."""

import io
import json
from datetime import date

import docx
import pytest
from sqlalchemy import select, update

from models import Activity, Assignment, Extension
from services.plan.file import PlanFile
from services.plan.status import Status
from tests.bot.scenes import activity, audited, opens, said_since
from tests.bot.test_amending import as_file, seed, taken_back
from tests.bot.test_plan_export import given_out
from tests.stage import Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more."""
    return english.officer("Х. Маматов")


@pytest.fixture
def paluaniyazov(english: Stage) -> Someone:
    """Assists in 5."""
    return english.officer("Х. Палуаниязов")


async def sets(person: Someone, day: str) -> str:
    """The term of Paluaniyazov's part in 5, by its buttons, in words; what the bot says."""
    if person.stage.admin.id == person.id:
        card = await person.presses("⚙️ Manage", await person.presses("№5", await person.says("/report 5")))
    else:
        card = await opens(person, 5)
    shown = await person.presses("👥 Co-executors’ terms", card)
    await person.presses("📅 X. Paluaniyazov", shown)
    asked = await person.says(day)
    return (await person.presses("✅ Yes", asked)).text if "Set this term?" in asked.text else asked.text


async def test_the_lead_sets_a_term_which_is_told_reminded_and_shown(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    before = await paluaniyazov.count()
    assert "later than the whole (31 March 2024)" in await sets(mamatov, "2 апрель")
    assert "This day is past" in await sets(mamatov, "11 март")
    assert "⚪ X. Paluaniyazov — no report yet · own term 20 March" in await sets(mamatov, "20 март")
    [told] = await paluaniyazov.heard(before)
    assert "is due by 20 March 2024" in told.text and "Set by: Х. Маматов" in told.text
    assert "📅 The term of your part: 20 March 2024" in (await opens(paluaniyazov, 5)).text
    assert (
        "by 20 March · 8 days left · the term of your part; the whole: 31 March"
        in (await paluaniyazov.says("/my")).text
    )
    for day, said in (
        ("2024-03-13", "5 working days are left after today · deadline 20 March"),
        ("2024-03-19", "tomorrow is the deadline · deadline 20 March"),
        ("2024-03-20", "today is the last day · deadline 20 March"),
        ("2024-03-26", "overdue by 5 days · deadline 20 March"),
    ):
        before = await paluaniyazov.count()
        await english.goes_to(day)
        assert said in await said_since(paluaniyazov, before)
    assert "🔴 X. Paluaniyazov — no report yet · overdue since 20 March" in (await opens(mamatov, 5)).text
    facts = await activity(english, 5)
    assert facts.status is Status.NOT_STARTED, "the activity's own status stays by its deadline"
    assert "part.term" in await audited(english, f"activity:{facts.id}")
    assert "Set the term of X. Paluaniyazov in activity 5" in (await english.admin.says("/audit 5")).text
    await paluaniyazov.presses("✅ Done", await opens(paluaniyazov, 5))
    assert "✅ X. Paluaniyazov — delivered, 26 March" in (await opens(mamatov, 5)).text


async def test_only_the_lead_and_admins_set_terms_and_take_them_away(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    shown = await mamatov.presses("👥 Co-executors’ terms", await opens(mamatov, 5))
    days = await mamatov.presses("📅 X. Paluaniyazov", shown)
    for person in (paluaniyazov, english.outsider, english.leader):
        for _, data, _ in (*shown.buttons, *days.buttons):
            if data and data.startswith("cp"):
                await person.taps(days, data, forged=True)
    async with english.database.read() as session:
        assert not list(await session.scalars(select(Assignment.id).where(Assignment.due_on.is_not(None))))
    await sets(mamatov, "20 март")
    before = await paluaniyazov.count()
    asked = await mamatov.presses("✖️ No term of its own", await mamatov.presses("📅 X. Paluaniyazov"))
    await mamatov.presses("✅ Yes", asked)
    assert "no term of its own any more" in await said_since(paluaniyazov, before)
    assert "own term" not in (await opens(mamatov, 5)).text


async def test_a_term_later_than_the_moved_deadline_falls_away(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await sets(mamatov, "25 март")
    async with english.database.write() as session:
        await session.execute(update(Activity).where(Activity.number == 5).values(due_on=date(2024, 3, 22)))
    assert "own part has fallen away" in (await opens(paluaniyazov, 5)).text
    assert "own term" not in (await opens(mamatov, 5)).text


async def test_more_time_for_a_part_is_given_by_its_lead(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await sets(mamatov, "20 март")
    before = await mamatov.count()
    await paluaniyazov.presses("⏳ Extend the deadline", await opens(paluaniyazov, 5))
    await paluaniyazov.says("27 март")
    assert "until 27 March 2024" in (await paluaniyazov.says("вазирликдан жавоб кутилмоқда")).text
    [told] = await mamatov.heard(before)
    assert "asks for more time for their part" in told.text and "From 20 March 2024 to 27 March 2024" in told.text
    before = await paluaniyazov.count()
    await mamatov.presses("✅ Yes", await mamatov.presses("✅ Give this term", told))
    assert "is due by 27 March 2024" in await said_since(paluaniyazov, before)
    async with english.database.read() as session:
        [asked] = list(await session.scalars(select(Extension)))
    assert asked.is_of_part and asked.decision == "approved"
    facts = await activity(english, 5)
    assert (facts.due_on, facts.moves) == (date(2024, 3, 31), 0), "the activity's deadline stays"


async def test_an_admin_decides_on_more_time_for_a_part(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await sets(mamatov, "20 март")
    await paluaniyazov.presses("⏳ Extend the deadline", await opens(paluaniyazov, 5))
    await paluaniyazov.says("27 март")
    await paluaniyazov.says("вазирликдан жавоб кутилмоқда")
    letter = await english.admin.with_button("✅ Approve")
    assert "For the part of X. Paluaniyazov alone" in letter.text
    await english.admin.presses("✅ Approve", letter)
    assert "📅 The term of your part: 27 March 2024" in (await opens(paluaniyazov, 5)).text


async def test_a_term_set_by_hand_outlives_an_edition_without_one(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await english.services.plans.load(edition(english, "2024-03-18"), english.now)
    assert "own term 18 March" in (await opens(mamatov, 5)).text
    await sets(mamatov, "20 март")
    await english.services.plans.load(edition(english, None), english.now)
    assert "own term 20 March" in (await opens(mamatov, 5)).text, "the file says nothing of it any more"
    await english.services.plans.load(edition(english, "2024-03-19"), english.now)
    assert "own term 19 March" in (await opens(mamatov, 5)).text, "the file names another"
    await english.services.plans.load(edition(english, None), english.now)
    assert "own term" not in (await opens(mamatov, 5)).text, "a term of the file's goes with it"


def edition(stage: Stage, day: str | None) -> PlanFile:
    """The plan, with this term of Paluaniyazov's part in 5."""
    data = stage.plan.model_dump(mode="json")
    five = next(one for each in data["sections"] for one in each["activities"] if one["number"] == 5)
    five["part_terms"] = {five["executors"][1]: day} if day is not None else {}
    return PlanFile.model_validate(data)


async def test_an_editions_own_terms_are_compared_told_to_those_concerned_and_taken_back(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await english.services.plans.load(edition(english, "2024-03-18"), english.now)
    await sets(mamatov, "20 март")
    people = [english.officer(one.name) for one in english.plan.executors if one.kind == "person"]
    heard = {person.name: await person.count() for person in people}
    shown = await english.admin.sends_files(as_file(edition(english, "2024-03-19").model_dump(mode="json")))
    assert "📅 Own term of a part changed: 1" in shown.text and "▪️ Unchanged: 25" in shown.text
    changes = await english.admin.presses("🔎 The changes (1)", shown)
    assert "▫️ Term of the part of X. Paluaniyazov: 18 March 2024 → 19 March 2024" in changes.text
    sure = await english.admin.presses("✅ Confirm", await english.admin.presses("⬅️ Back", changes))
    await english.admin.presses("✅ Yes, load it", sure)
    await english.settles()
    assert "own term 19 March" in (await opens(mamatov, 5)).text
    told = {one.name for one in people if "amended" in await said_since(one, heard[one.name])}
    assert told == {mamatov.name, paluaniyazov.name}, "the lead, and whose part it is"
    said = await said_since(paluaniyazov, heard[paluaniyazov.name])
    assert "Term of the part of X. Paluaniyazov: 20 March 2024 → 19 March 2024" in said, "as it stood, by hand"
    assert "Set the term of X. Paluaniyazov in activity 5: 20 March" in (await english.admin.says("/audit 5")).text
    await taken_back(english.admin)
    assert "own term 20 March" in (await opens(mamatov, 5)).text, "what was set by hand holds again"


async def test_an_edition_without_a_term_that_was_set_anew_by_hand_tells_of_none(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await english.services.plans.load(edition(english, "2024-03-18"), english.now)
    await sets(mamatov, "20 март")
    before = await paluaniyazov.count()
    shown = await english.admin.sends_files(as_file(edition(english, None).model_dump(mode="json")))
    changes = await english.admin.presses("🔎 The changes (1)", shown)
    assert "18 March 2024 → none of its own" in changes.text
    sure = await english.admin.presses("✅ Confirm", await english.admin.presses("⬅️ Back", changes))
    await english.admin.presses("✅ Yes, load it", sure)
    await english.settles()
    assert "own term 20 March" in (await opens(mamatov, 5)).text
    assert not await said_since(paluaniyazov, before)


async def test_the_plan_given_out_names_the_terms_of_parts_and_is_the_same_again(
    english: Stage, mamatov: Someone, paluaniyazov: Someone
) -> None:
    await sets(mamatov, "20 март")
    (name, content), (_, file) = await given_out(english)
    own = [
        one["part_terms"] for each in json.loads(file)["sections"] for one in each["activities"] if "part_terms" in one
    ]
    assert own == [{"paluaniyazov": "2024-03-20"}]
    cells = [cell.text for row in docx.Document(io.BytesIO(content)).tables[-1].rows for cell in row.cells]
    assert any("Х. Палуаниязов (2024 йил 20 март кунига қадар)" in text for text in cells)
    assert "there is nothing to change" in (await english.admin.sends_files((name, content))).text


async def test_other_members_of_a_unit_are_a_change_and_a_document_without_them_is_none(english: Stage) -> None:
    data = seed()
    unit = next(one for one in data["executors"] if one["kind"] == "unit")
    people = [one["key"] for one in data["executors"] if one["kind"] == "person"]
    shown = await english.admin.sends_files(as_file(data))
    assert "there is nothing to change" in shown.text
    unit |= {"members": people[:2], "led_by": people[2], "is_class": True}
    shown = await english.admin.sends_files(as_file(data))
    assert "🏢 Units with another head or other members: 1" in shown.text
    await english.admin.presses("✅ Yes, load it", await english.admin.presses("✅ Confirm", shown))
    assert "there is nothing to change" in (await english.admin.sends_files(as_file(seed()))).text
    kept = await english.services.plans.exported()
    assert kept is not None
    stands = next(one for one in kept.file.executors if one.key == unit["key"])
    assert (set(stands.members), stands.led_by, stands.is_class) == (set(people[:2]), people[2], True)
    await taken_back(english.admin)
    kept = await english.services.plans.exported()
    assert kept is not None
    stands = next(one for one in kept.file.executors if one.key == unit["key"])
    assert (stands.members, stands.led_by, stands.is_class) == ((), None, False), "as before the edition"


async def test_a_term_of_a_class_is_each_members_and_the_classs_where_the_plan_is_given_out(english: Stage) -> None:
    data = seed()
    unit = next(one for one in data["executors"] if one["key"] == "training_center")
    unit |= {"members": ["yunusov", "sataev"], "is_class": True}
    five = next(one for each in data["sections"] for one in each["activities"] if one["number"] == 5)
    five["part_terms"] = {"training_center": "2024-03-15"}
    shown = await english.admin.sends_files(as_file(data))
    await english.admin.presses("✅ Yes, load it", await english.admin.presses("✅ Confirm", shown))
    facts = await activity(english, 5)
    own = {part.executor.name: part.due_on for part in facts.parts if part.due_on is not None}
    assert own == dict.fromkeys(("Б. Юнусов", "М. Сатаев"), date(2024, 3, 15))
    assert "there is nothing to change" in (await english.admin.sends_files(as_file(data))).text
    for name, content in await given_out(english):
        assert "there is nothing to change" in (await english.admin.sends_files((name, content))).text, name
