"""The control card: all that the department keeps of an activity, as a Word file."""

import io
from datetime import date

import docx
import pytest

from tests.bot.scenes import opens
from tests.bot.test_documents import asked_for, content_of, document_after
from tests.bot.test_instructions import instructed
from tests.stage import Someone, Stage

REASON = "ҳудудлардан маълумот кеч келди, " * 6 + "охиригача ўқилсин"


@pytest.fixture
async def admin(english: Stage) -> Someone:
    return english.admin


async def work_is_done(english: Stage) -> None:
    """On 5: a report, more time granted, an instruction, and the work accepted."""
    mamatov = english.officer("Х. Маматов")
    await mamatov.says("№5 40% лойиҳа ёзилмоқда")
    months = await mamatov.presses("⏳", await opens(mamatov, 5))
    await mamatov.presses(months.labels[1], months)
    await mamatov.says(REASON)
    await english.admin.presses("✅")
    await instructed(english.leader.in_group(), 5, "Концепцияни соддалаштиринг")
    await mamatov.says("№5 бажарилди, концепция тасдиқланди")
    await english.admin.presses("✅")


async def test_a_control_card_tells_all_that_was_done(english: Stage, admin: Someone) -> None:
    await work_is_done(english)
    shown, name, content = await asked_for(english, admin, "/report карточка 5")
    assert name == "nazorat-kartochkasi-2024-01-01.docx"
    assert "Control card on 1 January 2024" in shown.text
    fields, reports, instructions, decisions, _ = docx.Document(io.BytesIO(content)).tables
    told = {row.cells[0].text: row.cells[1].text for row in fields.rows}
    assert told["No."] == "№5"
    assert told["Responsible officer"].startswith("X. Mamatov")
    assert "extended until" in told["Deadline"]
    assert [row.cells[2].text for row in reports.rows[1:]] == [
        "40%\nЛойиҳа ёзилмоқда.",
        "done\nБажарилди, концепция тасдиқланди.",
    ]
    assert [row.cells[2].text for row in instructions.rows[1:]] == ["Концепцияни соддалаштиринг"]
    done = [row.cells[2].text for row in decisions.rows[1:]]
    assert done == [
        f"Requested more time for activity 5, until 31 May 2024.\n{REASON}",
        "More time was given to activity 5, until 31 May 2024.",
        "Handed in activity 5 while parts were open: X. Paluaniyazov, O‘quv-markazi.\nTheir parts are with me",
        "Activity 5 was accepted.",
    ]


async def test_each_activity_has_a_card_on_a_page_of_its_own(english: Stage, admin: Someone) -> None:
    _, _, content = await asked_for(english, admin, "/report назорат карточкаси III")
    word = docx.Document(io.BytesIO(content))
    titles = [one.text for one in word.paragraphs if one.style is not None and one.style.name == "Heading line"]
    assert titles == ["CONTROL CARD"] * 5
    assert word.element.xml.count('w:br w:type="page"') == 4


async def test_a_button_of_the_admins_card_makes_it(english: Stage, admin: Someone) -> None:
    shown = await admin.says("/report 7")
    before = await admin.count()
    await admin.presses("🗂 Control card", shown)
    name, content = await content_of(english, await document_after(admin, before))
    assert name.endswith(".docx")
    assert docx.Document(io.BytesIO(content)).tables[0].rows[0].cells[1].text == "№7"


async def test_an_officer_and_an_outsider_get_no_control_card(english: Stage) -> None:
    officer = english.officer("Х. Маматов")
    assert "🗂" not in " ".join((await opens(officer, 5)).labels)
    for person in (officer, english.outsider):
        before = await person.count()
        await person.says("/report карточка 5")
        assert not [one for one in await person.heard(before) if one.raw["document"]]


async def test_the_sheet_of_a_meeting_has_the_cards_of_what_is_overdue(english: Stage, admin: Someone) -> None:
    assert "🗂" not in " ".join((await admin.says("/agenda 15.01")).labels), "nothing is overdue"
    await english.jumps_to(date(2024, 4, 2))
    await admin.says("/agenda 15.04")
    before = await admin.count()
    await admin.presses("🗂 The pack")
    _, content = await content_of(english, await document_after(admin, before))
    heads = [one.rows[0] for one in docx.Document(io.BytesIO(content)).tables]
    numbers = [head.cells[1].text for head in heads if head.cells[0].text == "No."]
    assert sorted(numbers) == sorted(f"№{one}" for one in (3, 5, 11, 13, 15, 19, 20))
