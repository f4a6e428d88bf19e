"""Documents by the real words and buttons: what they hold is what the summary and /report say."""

import asyncio
import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from handlers import background, documents
from services.apart.limits import Limits
from services.people.reader import Reader
from tests.bot.test_report import asks_for, in_english
from tests.stage import Shown, Someone, Stage, staged

PATIENCE = 30  # seconds; a plan of 26 activities takes a part of one


@pytest.fixture
async def admin(stage: Stage) -> Someone:
    return await in_english(stage.admin)


@pytest.fixture
async def leader(stage: Stage) -> Someone:
    await in_english(stage.leader.in_group(stage.leader.id))
    return stage.leader


async def document_after(person: Someone, before: int) -> Shown:
    """The message that became a document."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for shown in await person.heard(before):
                if shown.raw["document"]:
                    return shown
            await asyncio.sleep(0.02)


async def content_of(stage: Stage, shown: Shown) -> tuple[str, bytes]:
    """The file's name and bytes."""
    unique_id = shown.raw["document"]["url"].split("/")[-2]
    file = stage.sandbox.world.files.unique(unique_id)
    assert file is not None
    return shown.raw["document"]["name"], stage.sandbox.world.files.content(file)


async def asked_for(stage: Stage, person: Someone, words: str) -> tuple[Shown, str, bytes]:
    """A document by words: its message, its name, its bytes."""
    before = await person.count()
    await person.says(words)
    shown = await document_after(person, before)
    return shown, *await content_of(stage, shown)


async def half_a_year_begins(stage: Stage) -> None:
    """By 5 April: activity 13 done on time, 19 done late, 3 reported on; the rest of the first quarter is overdue."""
    await stage.jumps_to(date(2024, 3, 26))
    await stage.goes_to(date(2024, 3, 27))
    await accepted(stage, "А. Ибодуллаев", 13)
    await stage.jumps_to(date(2024, 4, 3))
    await stage.goes_to(date(2024, 4, 4))
    await accepted(stage, "Б. Юнусов", 19)
    await stage.officer("Б. Кучкаров").says("№3 40% хатлов ўтказилмоқда")
    await stage.goes_to(date(2024, 4, 5))


async def accepted(stage: Stage, officer: str, number: int) -> None:
    await stage.officer(officer).says(f"№{number} бажарилди, ҳужжат тасдиқланди")
    facts = await stage.services.activities.numbered(number, stage.now.date())
    assert facts is not None
    admin = await stage.services.people.identify(stage.admin.id, "admin", None, stage.now)
    card = await stage.services.cards.card(facts.id, Reader(admin, whole_plan=True), stage.now.date())
    assert card is not None and card.waits_acceptance is not None
    await stage.services.decisions.accept(card.waits_acceptance, admin, stage.now)
    await stage.settles()


async def test_the_figures_are_the_same_in_the_summary_the_report_word_and_excel(stage: Stage, admin: Someone) -> None:
    await half_a_year_begins(stage)
    await stage.goes_to(date(2024, 4, 8))
    leader = stage.leader
    await in_english(leader.in_group(leader.id))
    # Due by 31 March: 3, 5, 11, 13, 15, 19, 20. One of these seven is done on time, one late; five are overdue.
    summary = next(shown for shown in reversed(await leader.heard()) if asks_for(shown, "q1:docx:0"))
    assert "14%" in summary.text
    report = await admin.says("/report")
    assert "Discipline: 14% (on time: 1 of 7)" in report.text
    before = await admin.count()
    await admin.presses("📄 Word", report)
    word = docx.Document(io.BytesIO((await content_of(stage, await document_after(admin, before)))[1]))
    figures = [cell.text for cell in word.tables[1].rows[-1].cells]
    # Days late: 3 from 29 February 39, 5, 11, 15, 20 from 31 March 8 each, 19 done on 4 April 4; 75 ÷ 6 = 12.5.
    assert figures == ["Total", "7", "1", "1", "5", "13", "14%"]
    before = await admin.count()
    await admin.presses("📊 Excel", report)
    excel = openpyxl.load_workbook(io.BytesIO((await content_of(stage, await document_after(admin, before)))[1]))
    total = next(row for row in excel["By officer"].iter_rows(values_only=True) if row[0] == "Total")
    assert total == ("Total", 26, 26, 7, 1, 1, 5, 12.5, pytest.approx(1 / 7))
    assert (await admin.says("/report officers")).text  # and the lists by section and by officer
    sections = (await admin.presses("📂 By section", await admin.says("/report help"))).text
    assert re.search(r"IV\. .* overdue: 1, discipline: 50%", sections)


async def test_the_message_that_says_it_is_prepared_becomes_the_file(stage: Stage, admin: Someone) -> None:
    before = await admin.count()
    shown, name, content = await asked_for(stage, admin, "/report docx")
    assert name == "ijro-2024-01-01.docx"
    assert content.startswith(b"PK")
    assert [one.id for one in await admin.heard(before)] == [shown.id]
    assert "not started: 23" in shown.text


async def test_words_choose_what_is_in_the_document(stage: Stage, admin: Someone) -> None:
    shown, name, content = await asked_for(stage, admin, "/report xlsx III")
    assert name.endswith(".xlsx")
    assert "III. Saylov komissiyalari" in shown.text
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Activities"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [5, 6, 7, 8, 9]


async def test_a_selection_has_its_own_buttons(stage: Stage, admin: Someone) -> None:
    shown = await admin.says("/report Сатаев март")
    before = await admin.count()
    await admin.presses("📄 Word", shown)
    _, content = await content_of(stage, await document_after(admin, before))
    numbers = [row.cells[0].text for row in docx.Document(io.BytesIO(content)).tables[0].rows]
    found = re.search(r"(\d+) activities", shown.text)
    assert found is not None
    assert len([number for number in numbers if number.rstrip(".").isdigit()]) == int(found[1])


async def test_what_was_reported_stands_in_the_document(stage: Stage, admin: Someone) -> None:
    await half_a_year_begins(stage)
    _, _, content = await asked_for(stage, admin, "/report docx 3")
    [row] = [row for row in docx.Document(io.BytesIO(content)).tables[0].rows if row.cells[0].text == "3."]
    assert row.cells[2].text.endswith("40%: Хатлов ўтказилмоқда.")
    assert "4 April, B. Kuchkarov – 40%: " in row.cells[2].text


async def test_no_document_is_made_of_nothing(admin: Someone) -> None:
    shown = await admin.says("/report docx overdue")
    assert "Nothing in the plan matches this: none of 26 activities." in shown.text


async def test_an_unclear_word_is_asked_first_and_the_form_is_kept(stage: Stage, admin: Someone) -> None:
    shown = await admin.says("/report docx regulr")
    before = await admin.count()
    await admin.presses("regular", shown)
    _, content = await content_of(stage, await document_after(admin, before))
    assert "4." in [row.cells[0].text for row in docx.Document(io.BytesIO(content)).tables[0].rows]


async def test_the_leadership_gets_a_document_by_the_summarys_button(stage: Stage, leader: Someone) -> None:
    await stage.jumps_to(date(2024, 3, 31))
    await stage.goes_to(date(2024, 4, 1))
    summary = next(shown for shown in reversed(await leader.heard()) if asks_for(shown, "q1:xlsx:0"))
    before = await leader.count()
    await leader.taps(summary, "q1:xlsx:0")
    name, _ = await content_of(stage, await document_after(leader, before))
    assert name == "ijro-2024-04-01.xlsx"


async def test_without_libreoffice_a_pdf_is_refused_plainly_and_word_comes(
    stage: Stage, admin: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    shown, name, _ = await asked_for(stage, admin, "/report pdf 7")
    assert name.endswith(".docx")
    assert "LibreOffice is not installed" in shown.text


async def test_a_pdf_has_a_button_if_libreoffice_is_installed(
    stage: Stage, admin: Someone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert not any("PDF" in label for label in (await admin.says("/report III")).labels)
    program = tmp_path / "soffice"  # what is asked of it: a PDF of the last argument, beside it
    program.write_text('#!/bin/sh\nfor source; do :; done\nprintf %%PDF-1.7 > "${source%.docx}.pdf"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    shown = await admin.says("/report III")
    assert [label for label in shown.labels if "Word" in label or "Excel" in label or "PDF" in label] == [
        "📄 Word",
        "📊 Excel",
        "📕 PDF",
    ]
    before = await admin.count()
    await admin.presses("📕 PDF", shown)
    document = await document_after(admin, before)
    assert await content_of(stage, document) == ("ijro-2024-01-01.pdf", b"%PDF-1.7")
    assert "III. Saylov komissiyalari" in document.text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
async def test_a_pdf_is_made_of_the_word_file(stage: Stage, admin: Someone) -> None:
    _, name, content = await asked_for(stage, admin, "/report pdf 7")
    assert name == "ijro-2024-01-01.pdf"
    assert content.startswith(b"%PDF")


async def test_others_are_answered_while_a_document_is_made(stage: Stage, admin: Someone) -> None:
    before = await admin.count()
    await admin.says("/report xlsx")
    shown = await stage.officer("Б. Юнусов").says("/my")
    assert "№1" in shown.labels
    await document_after(admin, before)


@pytest.mark.parametrize("data", ["q1:docx:0", "q1:xlsx:0", "q1:III docx:0"])
async def test_nobody_else_gets_a_document_by_a_forged_button(stage: Stage, data: str) -> None:
    for person in (stage.outsider, stage.officer("Г. Рахимова")):
        message = (await person.heard())[-1]
        before = await person.count()
        await person.taps(message, data, forged=True)
        await asyncio.sleep(0.3)
        assert not any(shown.raw["document"] for shown in await person.heard(before))


@pytest.mark.parametrize("kind", ["docx", "xlsx", "card"])
async def test_a_long_document_is_made_apart_and_says_the_same(
    stage: Stage, admin: Someone, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    words = "/report card 7" if kind == "card" else f"/report {kind}"
    shown, name, content = await asked_for(stage, admin, words)
    monkeypatch.setattr(documents, "FEW", 0)
    again, same_name, same = await asked_for(stage, admin, words)
    assert (again.text, same_name) == (shown.text, name)
    assert parts(same) == parts(content)


def parts(package: bytes) -> dict[str, bytes]:
    """What is in a file, but for when it was made."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != "docProps/core.xml"}


async def test_a_document_whose_process_is_ended_is_said_to_have_failed_and_the_bot_goes_on(
    tmp_path: Path, beginning: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LIMITS", Limits(clock=0.05, answer=64))
    async with staged(tmp_path, opened=beginning, default_locale="en") as stage:
        admin = stage.admin
        monkeypatch.setattr(documents, "FEW", 0)
        before = await admin.count()
        await admin.says("/report docx")
        async with asyncio.timeout(PATIENCE):
            while not any("could not be prepared" in one.text for one in await admin.heard(before)):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        monkeypatch.setattr(documents, "FEW", 1000)
        assert (await asked_for(stage, admin, "/report docx"))[1] == "ijro-2024-01-01.docx"
