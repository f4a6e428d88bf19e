"""From one half-year to the next: asked for, loaded early, in force on its first day, the former one kept."""

import asyncio
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from models import Audit
from services.documents.opening import opened
from tests.bot.scenes import after, opens, said_since
from tests.bot.test_documents import content_of, document_after
from tests.bot.test_second_plan import LEAD, NEXT, next_plan
from tests.stage import LEADER_ID, TASHKENT, Shown, Someone, Stage, staged

JUNE = date(2024, 6, 3)


async def loads_early(stage: Stage, folder: Path, day: date = JUNE) -> None:
    """The admin sends the next half-year's plan file some weeks before its first day."""
    await stage.jumps_to(day)
    await stage.settles()
    file = next_plan(folder, "ochilov")
    await stage.admin.sends_files(("next.json", file.model_dump_json().encode()))
    sure = await stage.admin.presses("✅ Confirm")
    assert "comes into force on 1 July 2024" in sure.text
    await stage.admin.presses("✅ Yes, load it", sure)


async def loaded_early(stage: Stage) -> None:
    """It is 3 June, and the next half-year's plan waits."""
    with TemporaryDirectory() as folder:
        await loads_early(stage, Path(folder))


async def near_the_end(stage: Stage) -> None:
    """It is the last week but one of the half-year."""
    await stage.jumps_to(datetime(2024, 6, 20, 10, tzinfo=TASHKENT))
    await stage.settles()


async def at_the_end(stage: Stage) -> None:
    """It is the last working day of the half-year."""
    await stage.jumps_to(datetime(2024, 6, 28, 10, tzinfo=TASHKENT))
    await stage.settles()


async def titles(stage: Stage) -> tuple[date | None, date | None]:
    """The first days of the plan in force and of the one that waits."""
    current, waiting = await stage.services.plans.current(), await stage.services.plans.waiting()
    return current.starts_on if current else None, waiting.starts_on if waiting else None


async def documents(person: Someone, since: int) -> list[Shown]:
    return [one for one in await person.heard(since) if one.raw.get("document")]


async def test_near_the_end_the_admins_are_asked_for_the_next_plan_once(english: Stage, tmp_path: Path) -> None:
    admin, officer = english.admin, english.officer(LEAD)
    await english.jumps_to(date(2024, 5, 30))
    await english.settles()
    assert "The plan period ends on" not in await said_since(admin, 0)
    since = await admin.count(), await officer.count()
    await english.jumps_to(date(2024, 5, 31))
    for _ in range(3):
        await english.settles()
    asked = await said_since(admin, since[0])
    assert asked.count("📅 The plan period ends on 30 June 2024.") == 1
    assert "Send me the document of the next plan here" in asked
    assert "The plan period ends" in await said_since(english.second_admin, 0)
    assert "The plan period ends" not in await said_since(officer, since[1])
    assert "The plan period ends" not in await said_since(english.leader, 0)


async def test_who_has_loaded_the_next_plan_is_not_asked_for_it(english: Stage, tmp_path: Path) -> None:
    await loads_early(english, tmp_path, date(2024, 5, 20))
    since = await english.admin.count()
    await english.goes_to("2024-06-03T12:00:00+05:00")
    assert "The plan period ends" not in await said_since(english.admin, since)


@after(loaded_early, near_the_end)
async def test_loaded_early_it_waits_while_the_present_one_goes_on(english: Stage) -> None:
    officer = english.officer(LEAD)
    assert await titles(english) == (date(2024, 1, 1), NEXT)
    assert "The next plan comes into force on 1 July 2024" in (await english.admin.says("/plan")).text
    assert "25 activities" in (await english.admin.last()).text
    shown = await opens(officer, 5)
    assert "Deadline" in shown.text
    await officer.says("5 60% the draft")
    since = await officer.count()
    await english.goes_to("2024-06-28T10:00:00+05:00")
    assert await officer.heard(since), "the present plan's reminders go on"
    assert await titles(english) == (date(2024, 1, 1), NEXT)


@after(loaded_early, at_the_end)
async def test_on_its_first_day_it_comes_into_force_once(english: Stage) -> None:
    admin, officer, leader = english.admin, english.officer(LEAD), english.leader
    await officer.says("5 60% the draft")
    since = [await one.count() for one in (admin, officer, leader)]
    await english.goes_to("2024-07-01T00:00:30+05:00")
    assert await titles(english) == (NEXT, None)
    assert "A new plan is in force" not in await said_since(officer, since[1]), "nobody is told at night"
    await english.goes_to("2024-07-01T09:05:00+05:00")
    for _ in range(3):
        await english.settles()
    told = await said_since(officer, since[1])
    assert told.count("📋 A new plan is in force.") == 1
    assert "Period: 1 July – 31 December 2024" in told
    assert "Final report" not in told
    to_admin = await said_since(admin, since[0])
    assert to_admin.count("📋 A new plan is in force.") == 1
    assert to_admin.count("🏁 Final report: 1 January – 30 June 2024") == 1
    [report] = await documents(admin, since[0])
    assert "/report 2024-1" in report.text
    in_group = await said_since(leader, since[2])
    assert in_group.count("Final report") == 2, "in words, and as a Word file"
    assert len(await documents(leader, since[2])) == 1
    async with english.database.read() as session:
        begun = await session.scalars(select(Audit.id).where(Audit.action == "plan.begun"))
        assert len(begun.all()) == 1


@after(loaded_early)
async def test_it_begins_once_over_restarts(tmp_path: Path, beginning: Path) -> None:
    folders = [tmp_path / name for name in ("first", "second", "third")]
    for folder in folders:
        folder.mkdir()
    async with staged(folders[0], opened=beginning, default_locale="en") as stage:
        await stage.jumps_to(date(2024, 7, 1))
        now = stage.now
    for before, folder in pairwise(folders):
        async with staged(folder, opened=before, default_locale="en", start=now) as stage:
            await stage.settles()
            assert await titles(stage) == (NEXT, None)
            async with stage.database.read() as session:
                begun = await session.scalars(select(Audit.id).where(Audit.action == "plan.begun"))
                assert len(begun.all()) == 1


async def in_august(stage: Stage) -> None:
    """August, with the first half-year closed: 5 is half done, 2 is done."""
    await stage.officer(LEAD).says("5 40% the draft")
    await stage.officer("Б. Юнусов").says("2 bajarildi")
    await stage.admin.presses("✅ Accept")
    await loaded_early(stage)
    for day in (NEXT, date(2024, 8, 5)):
        await stage.jumps_to(day)
        await stage.settles()


WORDS = [
    "2024-1",
    "2024/1",
    "2024-I",
    "2024-йил 1-ярим йиллик",
    "за первое полугодие 2024",
    "2024 h1",
    "first half of 2024",
    "ўтган ярим йиллик",
    "биринчи ярим йиллик",
    "за первое полугодие",
]


@after(in_august)
async def test_a_closed_plans_report_is_asked_for_in_many_words(english: Stage) -> None:
    for words in WORDS:
        shown = await english.admin.says(f"/report {words}")
        assert "🏁 Final report: 1 January – 30 June 2024" in shown.text, words
        assert "1 of 26 activities done" in shown.text, words
    assert "Final report" in (await english.leader.says("/report 2024-1")).text
    assert "Final report" not in (await english.admin.says("/report 2024-2")).text, "that is the plan in force"
    none = await english.admin.says("/report 2021-2")
    assert "No plan of this period was closed here." in none.text
    assert "Final report" in (await english.admin.presses("1 January – 30 June 2024", none)).text


IN_WORDS = [
    "2024-йил 1-ярим йиллик ҳисоботи",
    "2024 yil birinchi yarim yillik hisoboti",
    "отчёт за первое полугодие 2024",
    "итоговый отчет за первое полугодие 2024 года",
    "report for the first half of 2024",
    "2024-1 ҳисоботи",
]
NO_REPORTS_ASKED = [
    "2024-йил 1-ярим йиллик ҳисоботини топширдик",
    "отчёт за первое полугодие 2024 сдан",
    "отчёт готов",
    "2024-2 ҳисоботи",
]


@after(in_august)
async def test_it_is_asked_for_in_words_without_a_command(english: Stage) -> None:
    for words in IN_WORDS:
        assert "🏁 Final report: 1 January – 30 June 2024" in (await english.admin.says(words)).text, words
    leader = Someone(english, LEADER_ID, "leader")
    await english.leader.says("/report")
    for person in (leader, english.second_admin):
        assert "🏁 Final report" in (await person.says(IN_WORDS[0])).text
    for words in NO_REPORTS_ASKED:
        assert "🏁 Final report" not in (await english.admin.says(words)).text, words
    assert "🏁 Final report" not in (await english.officer(LEAD).says(IN_WORDS[0])).text


@after(in_august)
async def test_a_time_before_the_plan_is_not_answered_from_the_plan_in_force(english: Stage) -> None:
    for words in ("2022 йилда кимлар ҳисобот бермаган?", "мартда нечта тадбир бажарилди 2023"):
        for shown in (await english.admin.says(words), await english.leader.in_group().says(f"@ijrochi_bot {words}")):
            assert "before the plan in force, 1 July – 31 December 2024" in shown.text, words
            assert "1 January – 30 June 2024" in shown.labels
    assert "Final report" in (await english.admin.presses("1 January – 30 June 2024")).text


@after(in_august)
async def test_it_is_given_as_word_and_excel_and_by_parts(english: Stage) -> None:
    admin = english.admin
    for words in ("2024-1 word", "2024-1 excel"):
        before = await admin.count()
        await admin.says(f"/report {words}")
        name, content = await content_of(english, await document_after(admin, before))
        assert name.endswith((".docx", ".xlsx"))
        if name.endswith(".docx"):
            assert "the draft" in "\n".join(
                cell.text for table in opened(content).tables for row in table.rows for cell in row.cells
            )
    shown = await admin.says("/report 2024-1 5")
    assert "№5" in shown.text
    assert "40%" in shown.text
    assert "as it stood on 1 July 2024 when it was closed" in shown.text
    shown = await admin.says("/report 2024-1")
    sections = await admin.presses("📂 By section", shown)
    assert "The plan by section" in sections.text
    assert "Final report" in (await admin.presses("⬅️ Back", sections)).text
    before = await admin.count()
    await admin.press("📊 Excel", shown)
    assert (await document_after(admin, before)).raw["document"]["name"].endswith(".xlsx")


@after(in_august)
async def test_what_happens_afterwards_does_not_change_it(english: Stage) -> None:
    before = (await english.admin.says("/report 2024-1")).text
    await english.officer(LEAD).says("5 90% much more")
    await english.officer("Б. Юнусов").says("2 bajarildi")
    await english.jumps_to(date(2024, 11, 5))
    await english.settles()
    assert (await english.admin.says("/report 2024-1")).text == before


@after(in_august)
async def test_an_outsider_and_an_officer_get_nothing_of_it(english: Stage) -> None:
    for person in (english.officer("Б. Юнусов"), english.outsider):
        before = await person.count()
        said = await person.says("/report 2024-1")
        assert "Final report" not in await said_since(person, before)
        for data in ("q3:1::0", "q3:1:docx:0", "pl5", "pl6"):
            await person.taps(said, data, forged=True)
        await asyncio.sleep(0.1)
        heard = await person.heard(before)
        assert not [one for one in heard if one.raw.get("document") or "Final report" in one.text]


@after(in_august)
async def test_the_plans_card_lists_the_closed_ones(english: Stage) -> None:
    shown = await english.admin.presses("🗄 Closed plans", await english.admin.says("/plan"))
    assert "Final reports are kept of:" in shown.text
    assert "Final report" in (await english.admin.presses("1 January – 30 June 2024", shown)).text


@after(loaded_early, at_the_end)
async def test_a_leaders_reply_to_the_final_report_is_answered_from_it(english: Stage) -> None:
    leader = english.leader.in_group()
    before = await leader.count()
    await english.goes_to("2024-07-01T09:30:00+05:00")
    reports = [shown for shown in await leader.screen(before) if "Final report" in shown.text]
    assert len(reports) == 2
    for shown in reports:
        answer = await leader.says("4-тадбир нега бажарилмади?", reply_to=shown)
        assert "This plan is closed" in answer.text
        assert "№4" in answer.text
        order = await leader.says("Якунланмаганлари бўйича тушунтириш хати берилсин", reply_to=shown)
        assert order.text.startswith("This plan is closed")


@after(loaded_early)
async def test_a_report_on_the_plan_before_breaks_silence_in_the_next_one(english: Stage) -> None:
    admin, officer = english.admin, english.officer("А. Фарманов")
    await admin.presses("✅ Give", await admin.says("/order Фарманов: рўйхат берилсин, 20 декабрь"))
    await english.jumps_to(date(2024, 6, 28))
    await officer.says("20 40% келишилмоқда")
    await english.jumps_to(date(2024, 7, 8))
    await english.settles()
    assert "Farmanov: " not in (await admin.says("/report silent")).text  # «A. Farmanov: 35 days», since the order
    assert "Last report: 28 June 2024" in (await admin.says("/report Фарманов")).text
