"""/agenda: the meetings' questions, the sheet of one meeting, the quarter's report offered in April."""

import asyncio
import io
from datetime import date

import docx
import pytest

from tests.bot.scenes import again, said_since
from tests.bot.test_documents import content_of, document_after
from tests.stage import Someone, Stage


@pytest.fixture
def admin(english: Stage) -> Someone:
    return english.admin


async def test_the_agenda_has_all_questions_those_due_now_first(english: Stage, admin: Someone) -> None:
    await english.jumps_to(date(2024, 4, 3))
    await english.settles()
    shown = await admin.says("/agenda")
    now, later, earlier = (shown.text.index(head) for head in ("Now, April 2024", "Later", "Earlier"))
    assert now < shown.text.index("\n4. ") < later < shown.text.index("\n5. ") < earlier < shown.text.index("\n1. ")
    assert now < shown.text.index("\n3. ") < later  # from February to June
    assert "(aprel)" in shown.text


async def test_a_question_is_named_without_the_full_stop_that_its_month_would_stand_behind(admin: Someone) -> None:
    assert ". <i>(" not in (await admin.says("/agenda")).html


async def test_january_has_no_question(admin: Someone) -> None:
    assert "No question is planned for this month." in (await admin.says("/agenda")).text


async def test_the_leaders_ask_for_it_in_their_group(english: Stage) -> None:
    assert (await english.leader.says("/agenda@ijrochi_bot")).text.startswith("🗓 The agenda of the meetings")


async def test_an_officer_is_refused_in_one_sentence_and_an_outsider_learns_nothing(english: Stage) -> None:
    officer = english.officer("Б. Юнусов")
    assert (await officer.says("/agenda")).text == (
        "The report on the whole plan is for the admins and the leadership group."
    )
    assert "saylov" not in (await english.outsider.says("/agenda 15.04")).text


async def test_the_sheet_of_a_day_has_what_the_meeting_has_before_it(english: Stage, admin: Someone) -> None:
    await english.jumps_to(date(2024, 4, 3))
    await english.settles()
    officer = english.officer("Б. Кучкаров")
    await officer.says("№3 бажарилди")
    facts = await english.services.summaries.facts(english.now)
    assert facts is not None
    shown = await admin.says("/agenda 15.04")
    assert shown.text.startswith("🗓 Sheet for the meeting of 15 April 2024\nThe plan as it stands on 3 April 2024.")
    assert "\n4. " in shown.text
    assert f"🔴 Overdue: {len(facts.overdue)}" in shown.text
    assert "🟡 Awaiting acceptance: 1\n№3 " in shown.text
    assert all(f"№{one.number} " in shown.text for one in facts.overdue[:3])


async def test_what_falls_due_by_the_meeting_is_on_its_sheet(english: Stage, admin: Someone) -> None:
    await english.jumps_to(date(2024, 4, 3))
    await english.settles()
    by_april = [
        one.number
        for one in await english.services.activities.all(date(2024, 4, 3))
        if one.due_on is not None and date(2024, 4, 3) <= one.due_on <= date(2024, 4, 30)
    ]
    assert by_april
    assert "Due by the meeting" not in (await admin.says("/agenda 15.04")).text
    shown = await admin.says("/agenda 30/04/2024")
    assert f"⏳ Due by the meeting: {len(by_april)}" in shown.text


async def test_more_time_that_is_asked_is_on_the_sheet(english: Stage, admin: Someone) -> None:
    officer = english.officer("Б. Кучкаров")
    facts = await english.services.activities.numbered(3, english.now.date())
    person = await english.services.people.identify(officer.id, officer.name, None, english.now)
    assert facts is not None
    await english.services.decisions.ask_extension(person, facts.id, date(2024, 6, 30), "сабаб", english.now)
    await english.settles()
    assert (
        "⏳ More time is requested: 1\n№3 normativ hujjatlar xatlovi — B. Kuchkarov · until 30 June"
        in (await admin.says("/agenda 15.01")).text
    )


async def test_near_days_are_buttons_and_the_way_back_is_one(english: Stage, admin: Someone) -> None:
    await english.jumps_to(date(2024, 4, 3))
    await english.settles()
    shown = await admin.says("/agenda")
    assert shown.labels[:5] == ["4 April", "5 April", "8 April", "9 April", "13 April"]  # a Saturday worked in exchange
    await admin.presses("8 April", shown)
    sheet = await again(admin, shown)
    assert sheet.text.startswith("🗓 Sheet for the meeting of 8 April 2024")
    await admin.presses("🗓 The agenda", sheet)
    assert (await again(admin, shown)).text.startswith("🗓 The agenda of the meetings")


@pytest.mark.parametrize("word", ["31.02", "эртароқ", "15", "15.13"])
async def test_text_that_is_not_a_day_is_answered_with_how_to_write_one(admin: Someone, word: str) -> None:
    shown = await admin.says(f"/agenda {word}")
    assert shown.text.startswith(f"«{word}» is not a date.")
    assert len(shown.labels) == 5


async def test_a_forged_day_is_answered_as_an_old_button(admin: Someone) -> None:
    shown = await admin.says("/agenda")
    answer = await admin.taps(shown, "ag1:2024-02-31", forged=True)
    assert answer is not None
    assert answer["text"] == "This button is out of date."
    await admin.taps(shown, "ag1:0001-01-01", forged=True)
    assert (await admin.heard())[-1].text


async def test_in_april_the_admins_are_offered_the_first_quarters_report_once(english: Stage, admin: Someone) -> None:
    await english.jumps_to(date(2024, 3, 31))
    before = await admin.count()
    await english.goes_to(date(2024, 4, 1))
    await english.goes_to(date(2024, 4, 3))
    said = await said_since(admin, before)
    assert said.count("📄 Execution in quarter 1") == 1
    offered = next(shown for shown in await admin.heard(before) if "📄 Execution in quarter 1" in shown.text)
    await admin.presses("📋 As a message", offered)
    shown = await again(admin, offered)
    assert "2024, quarter 1" in shown.text


async def test_the_quarters_report_comes_as_a_word_file(english: Stage, admin: Someone) -> None:
    await english.jumps_to(date(2024, 4, 8))
    await english.settles()
    await admin.says("/agenda")
    before = await admin.count()
    await admin.presses("📄 Execution in quarter 1")
    async with asyncio.timeout(60):  # a process of its own makes it
        while not any("docx" in str(one.raw) for one in await admin.heard(before)):  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.05)


async def test_no_quarter_is_offered_before_the_plan_has_had_one(english: Stage, admin: Someone) -> None:
    await english.goes_to(date(2024, 1, 10))
    assert await english.services.agendas.quarter(date(2024, 1, 10)) is None
    assert await english.services.agendas.quarter(date(2024, 5, 10)) is None
    assert await english.services.agendas.quarter(date(2024, 7, 1)) is None
    assert "Execution in quarter" not in await said_since(admin, 0)


@pytest.mark.begins("2024-03-12T10:00")
async def test_the_pack_tells_what_hinders_the_work_that_is_overdue(english: Stage) -> None:
    admin, mamatov = english.admin, english.officer("Х. Маматов")
    await mamatov.says("5-тадбир: маблағ йўқ")
    await english.jumps_to(date(2024, 4, 2))
    await english.settles()
    await admin.says("/agenda 15.04")
    before = await admin.count()
    await admin.presses("🗂 The pack")
    _, content = await content_of(english, await document_after(admin, before))
    document = docx.Document(io.BytesIO(content))
    said = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "маблағ йўқ" in said and "Obstacles and proposals" in "\n".join(one.text for one in document.paragraphs)
    assert any(one.startswith("🗂 The pack") for one in (await english.leader.in_group().says("/agenda 15.04")).labels)
    assert "🗂" not in (await english.outsider.says("/agenda 15.04")).text


@pytest.mark.begins("2024-04-03T10:00")
async def test_what_a_meeting_decides_is_written_as_orders_to_its_minutes(english: Stage, admin: Someone) -> None:
    sheet = await admin.says("/agenda 15.04")
    asked = await admin.presses("📋 Decisions as orders", sheet)
    assert "What number do the minutes have?" in asked.text
    assert "No number was understood" in (await admin.says("кейин айтаман")).text
    assert "Bayonnoma 14 is open" in (await admin.says("№ 14")).text
    await admin.says("Юнусов: архив топширилсин, 20 апрел")
    again_pressed = await admin.presses("📋 Decisions as orders", sheet)
    assert "Bayonnoma 14: 1 order" in again_pressed.text, "the paper that is open goes on"
    card = await admin.presses("✅ That is all", again_pressed)
    given = await admin.presses("✅ Give the order", card)
    assert "№Bayonnoma 14-1" in given.text
