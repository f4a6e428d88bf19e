"""What an import puts an end to is said before it is done, and told to the other admins."""

from services.language.translit import to_latin
from tests.bot.scenes import after, said_since
from tests.bot.test_amending import as_file, confirmed, numbered, seed
from tests.bot.test_next_period import loaded_early
from tests.stage import Someone, Stage

OTHER = "Тошкент вилояти ҳудудий сайлов комиссияси"
COLUMN = "Молиялаштириш манбаи"


async def test_another_organisations_plan_is_asked_about_twice_with_both_names(english: Stage) -> None:
    data = seed() | {"organisation": OTHER, "title": "Тошкент вилояти сайлов комиссиясининг иш режаси"}
    shown = await english.admin.sends_files(as_file(data))
    first = await english.admin.presses("✅ Confirm", shown)
    assert "This is the plan of another organisation" in first.text
    assert f"In the document: {to_latin(OTHER)}" in first.text
    assert f"In force: {to_latin(seed()['organisation'])}" in first.text
    assert "Not finished: 23" in first.text
    second = await english.admin.presses("End that plan and load this one", first)
    assert "Load this plan?" in second.text
    plan = await english.services.plans.current()
    assert plan is not None
    assert plan.organisation == seed()["organisation"]
    assert "The new plan is in force" in (await english.admin.presses("✅ Yes, load it", second)).text


async def test_the_same_organisations_plan_needs_no_such_confirmation(english: Stage) -> None:
    data = seed()
    numbered(data, 5)["text"] += " ва натижаларини эълон қилиш"
    shown = await english.admin.sends_files(as_file(data))
    assert "another organisation" not in (await english.admin.presses("✅ Confirm", shown)).text


async def test_who_has_seen_an_import_is_told_that_another_has_cancelled_it(english: Stage) -> None:
    data = seed()
    numbered(data, 5)["text"] += " ва натижаларини эълон қилиш"
    await english.admin.sends_files(as_file(data))
    heard = await english.admin.count()
    shown = await english.second_admin.says("/plan import")
    await english.second_admin.presses("✖️ Cancel the import", shown)
    since = await english.second_admin.count()
    await english.second_admin.presses("✖️ Yes, cancel it")
    await english.settles()
    assert "«plan.json» was cancelled by" in await said_since(english.admin, heard)
    assert "was cancelled by" not in await said_since(english.second_admin, since)


@after(loaded_early)
async def test_the_other_admins_are_told_that_the_next_plan_was_taken_off(english: Stage) -> None:
    heard = await english.admin.count(), await english.second_admin.count()
    await english.second_admin.presses("✖️", await english.second_admin.says("/plan"))
    await english.second_admin.presses("✖️ Yes, take it off")
    await english.settles()
    assert "has taken off the next plan" in await said_since(english.admin, heard[0])
    assert "has taken off the next plan" not in await said_since(english.second_admin, heard[1])


async def test_a_column_that_the_next_document_lacks_stays(english: Stage) -> None:
    data = seed()
    for number in (5, 7):
        numbered(data, number)["extra"] = {COLUMN: f"Бюджет {number}"}
    await confirmed(english.admin, as_file(data))
    again = seed()
    numbered(again, 5)["number"], numbered(again, 6)["number"] = 66, 5
    numbered(again, 66)["number"] = 6
    shown = await english.admin.sends_files(as_file(again))
    assert f"Columns that the document lacks, and that stay: {to_latin(COLUMN)}" in shown.text
    await english.admin.presses("✅ Confirm", shown)
    await english.admin.presses("✅ Yes, load it")
    facts = {one.number: dict(one.extra) for one in await english.services.activities.all(english.now.date())}
    assert {number: extra for number, extra in facts.items() if extra} == {
        6: {COLUMN: "Бюджет 5"},
        7: {COLUMN: "Бюджет 7"},
    }


async def test_a_report_that_waits_on_what_is_left_out_is_told_of(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    await officer.says("6 done")
    data = seed()
    own = data["sections"][2]["activities"]
    own[:] = [one for one in own if one["number"] != 6]
    heard = await officer.count()
    shown = await english.admin.sends_files(as_file(data))
    await english.admin.presses("✅ Confirm", shown)
    await english.admin.presses("✅ Yes, load it and leave them out")
    await english.settles()
    said = await said_since(officer, heard)
    assert "🗑 Left out · №6" in said
    assert "The report on it awaited acceptance: it is kept" in said


async def test_leaders_who_send_a_plan_are_told_who_loads_it_and_an_officers_is_a_report(english: Stage) -> None:
    leader = Someone(english, english.leader.id, "leader")
    shown = await leader.sends_files(("Иш режаси.docx", b"PK"))
    assert "plans are loaded by the administrators" in shown.text
    officer = english.officer("Х. Маматов")
    heard = await officer.count()
    await officer.sends_files(("reja.docx", b"PK"))
    assert "plans are loaded" not in await said_since(officer, heard)
