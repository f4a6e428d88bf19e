"""Files and words on their way: whatever was sent before, after or beside a question ends in the report and in Word."""

import io
from datetime import date

import docx
import pytest
from sqlalchemy import select

from models import Attachment, Report, ReportState
from tests.bot.scenes import activity, again, reports
from tests.bot.test_documents import asked_for
from tests.stage import Someone, Stage

PDF, WORD = b"%PDF-1.4 a", b"PK\x03\x04 b"


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def files_of(stage: Stage, report: Report) -> list[str | None]:
    async with stage.database.read() as session:
        query = select(Attachment).where(Attachment.report_id == report.id).order_by(Attachment.id)
        return [one.name for one in (await session.scalars(query)).all()]


async def in_word(stage: Stage, number: int) -> str:
    """What the Word report says of an activity."""
    _, _, content = await asked_for(stage, stage.admin, f"/report docx {number}")
    rows = docx.Document(io.BytesIO(content)).tables[0].rows
    return "\n".join(row.cells[-1].text + row.cells[2].text for row in rows if row.cells[0].text == f"{number}.")


async def test_a_second_file_after_the_question_reaches_the_report_too(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.sends_files(("дастур.docx", WORD))
    assert "What you sent is kept" in asked.text
    await mamatov.sends_files(("илова.pdf", PDF))
    await mamatov.presses("№6", asked)
    assert "📎 дастур.docx, илова.pdf" in (await again(mamatov, asked)).text
    [report] = await reports(english, ReportState.RECORDED)
    assert await files_of(english, report) == ["дастур.docx", "илова.pdf"]
    assert "дастур.docx, илова.pdf" in await in_word(english, 6)


async def test_files_and_words_in_any_order_are_one_report(english: Stage, mamatov: Someone) -> None:
    await mamatov.sends_files(("1.pdf", PDF))
    await mamatov.sends_files(("2.pdf", PDF + b"2"))
    shown = await mamatov.says("№6")
    told = "\n".join(one.text for one in await mamatov.heard())
    assert "📎 1.pdf, 2.pdf" in told, shown.text
    [report] = await reports(english, ReportState.RECORDED)
    assert await files_of(english, report) == ["1.pdf", "2.pdf"]
    assert "1.pdf, 2.pdf" in await in_word(english, 6)


async def test_an_album_with_one_caption_is_one_report_with_all_its_files(english: Stage, mamatov: Someone) -> None:
    await mamatov.sends_files(
        ("1.pdf", PDF), ("2.docx", WORD), ("3.pdf", PDF + b"3"), text="6-тадбир 40%, дастур лойиҳаси"
    )
    [report] = await reports(english)
    assert (report.percent, report.text) == (40, "6-тадбир 40%, дастур лойиҳаси")
    assert await files_of(english, report) == ["1.pdf", "2.docx", "3.pdf"]
    assert (
        "1.pdf, 2.docx, 3.pdf" in await in_word(english, 6) or "дастур лойиҳаси" in (await in_word(english, 6)).lower()
    )


async def test_a_percent_beside_the_number_is_asked_and_not_lost(english: Stage, mamatov: Someone) -> None:
    words = "6-тадбир 30% шартнома лойиҳаси тайёр"
    asked = await mamatov.sends_files(("лойиҳа.docx", WORD), text=words)
    assert "30%" in "".join(asked.labels)
    assert (await activity(english, 6)).percent == 0
    await mamatov.presses("30%", asked)
    [report] = await reports(english, ReportState.RECORDED)
    assert (report.percent, report.text) == (30, words)
    assert await files_of(english, report) == ["лойиҳа.docx"]
    assert "30%" in await in_word(english, 6)


@pytest.mark.parametrize("text", ["", "якунламоқдамиз"])
async def test_a_file_in_reply_to_an_old_reminder_is_about_what_it_named(
    english: Stage, mamatov: Someone, text: str
) -> None:
    await english.jumps_to(date(2024, 3, 1))
    await english.settles()
    reminder = next(shown for shown in reversed(await mamatov.heard()) if shown.buttons)
    assert "№3" in reminder.text and "№5" in reminder.text
    await english.jumps_to(date(2024, 3, 20))
    await english.settles()
    asked = await mamatov.sends_files(("илова.pdf", PDF), text=text, reply_to=reminder)
    assert "Which activity is this about?" in asked.text
    assert [label[:2] for label in asked.labels[:2]] == ["№3", "№5"]
    await mamatov.presses("№5", asked)
    [report] = await reports(english, ReportState.RECORDED)
    assert (report.text, await files_of(english, report)) == (text, ["илова.pdf"])
    assert "илова.pdf" in await in_word(english, 5) or "кунламоқдамиз" in await in_word(english, 5)
