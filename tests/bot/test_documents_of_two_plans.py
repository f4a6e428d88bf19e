"""Every file over two plans, opened and read: heads, marks, counts, whose the work is, and no mark-up in any words."""

import io
import re
from collections.abc import Iterator
from datetime import datetime

import docx
import openpyxl
import pytest

from handlers import throttle
from tests.bot.scenes import after, again, with_minutes
from tests.bot.test_documents import asked_for, content_of, document_after
from tests.bot.test_plan_export import given_out
from tests.bot.test_units_and_heads import led
from tests.stage import Someone, Stage

MARKUP = re.compile(r"</?(?:b|i|u|s|a|code|pre|blockquote|tg-\w+)(?: [^<>]*)?>|&(?:amp|lt|gt|quot|#\d+);")
WORDS = "А & Б билан <келишилган>, «Ўқув»"
PAPER, PLAN = "Bayonnoma 12", "IR"
FILES = (
    "/report word",
    "/report excel",
    "/report excel баённома",
    "/report карточка 3",
    "/report танишув docx",
    "/report танишув excel",
)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """One admin presses much in one moment here."""
    monkeypatch.setattr(throttle, "UPDATES", 10_000)


def words_of(name: str, content: bytes) -> list[str]:
    """All words of a file: paragraphs, cells, heads and feet of pages."""
    return list(_of_word(content) if name.endswith("docx") else _of_excel(content))


def _of_word(content: bytes) -> Iterator[str]:
    paper = docx.Document(io.BytesIO(content))
    yield from (one.text for one in paper.paragraphs)
    yield from (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    for section in paper.sections:
        yield from (one.text for one in (*section.header.paragraphs, *section.footer.paragraphs))
    yield str(paper.core_properties.title)


def _of_excel(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield sheet.title
        yield sheet.oddHeader.center.text or ""
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


async def much_was_done(stage: Stage) -> None:
    """On both plans: reports with signs of mark-up, a document, a contest and its decision, more time asked for."""
    await stage.jumps_to(datetime.fromisoformat("2024-01-09T10:00:00+05:00"))
    await stage.settles()
    admin, mamatov = stage.admin, stage.officer("Х. Маматов")
    card = await admin.says("/report ИР-3")
    for label in ("⚙️", "👤", "X. Mamatov", "✅ Yes"):
        card = await admin.presses(label, card) if label == "⚙️" else await admin.presses(label)
    await mamatov.presses("↪️ It is not mine", await mamatov.with_button("↪️ It is not mine"))
    await mamatov.says(f"Менинг йўналишим эмас: {WORDS}")
    await admin.presses("📌", await admin.with_button("📌"))
    await admin.says(f"{WORDS} — қолади")
    await mamatov.says(f"Баённома 12 3-банд 40%, {WORDS}")
    await mamatov.says(f"ИР-5 тўлиқ бажарилди, {WORDS}")


async def told(stage: Stage, person: Someone, words: str) -> list[str]:
    _, name, content = await asked_for(stage, person, words)
    return words_of(name, content)


@after(with_minutes)
async def test_files_over_two_plans_are_headed_marked_and_counted_as_the_report_and_hold_no_markup(
    english: Stage,
) -> None:
    await much_was_done(english)
    admin = english.admin
    shown = (await admin.says("/report")).text
    files = {words: await told(english, admin, words) for words in FILES}
    word, excel = files["/report word"], files["/report excel"]
    assert shown.startswith("The work plans on 9 January 2024")
    assert "on the execution of the plans" in word
    for mark in (PLAN, PAPER):
        assert any(one.startswith(f"{mark} – ") for one in word), mark
        assert any(f"{mark}-3" in one for one in word) and any(one == f"{mark}-3" for one in excel), mark
    subject = next(one for one in word if "34 activities" in one)
    assert subject.startswith("All plans in force.")
    for sign, count in re.findall(r"(?m)^\S+ ([a-z ]+): (\d+)$", shown):
        assert f"{sign} – {count}" in subject, (sign, count, subject)
    for place, every in files.items():
        assert not [one for one in every if MARKUP.search(one)], place
        assert any("А & Б билан <келишилган>" in one for one in every), place
    proof = files["/report танишув docx"]
    assert any(f"{PLAN}-3" in one for one in proof)
    card = await told(english, admin, "/report карточка Баённома 12-3")
    assert f"№{PAPER}-3" in card and not any(f"№{PLAN}-" in one for one in card)


async def test_the_plan_given_out_names_the_head_that_was_set_by_hand(english: Stage) -> None:
    await led(english)
    (name, content), (_, file) = await given_out(english)
    every = words_of(name, content)
    assert any("Ўқув-маркази (М. Хусанова)" in one for one in every)
    assert not [one for one in every if MARKUP.search(one)]
    assert b'"led_by": "khusanova"' in file
    card = await told(english, english.admin, "/report карточка 5")
    assert any("(M. Xusanova)" in one for one in card if "markazi" in one), [one for one in card if "markazi" in one]


@after(with_minutes)
async def test_the_pack_of_a_meeting_and_the_audit_hold_no_markup(english: Stage) -> None:
    await much_was_done(english)
    await english.jumps_to(datetime.fromisoformat("2024-04-03T10:00:00+05:00"))
    await english.settles()
    admin = english.admin
    shown = await admin.says("/agenda 15.04")
    before = await admin.count()
    await admin.presses("🗂 The pack", shown)
    every = words_of(*await content_of(english, await document_after(admin, before)))
    assert {f"№{PLAN}-3", f"№{PAPER}-3"} <= set(every)
    assert not [one for one in every if MARKUP.search(one)]
    before = await admin.count()
    await admin.presses("Excel", await again(admin, await admin.says("/audit")))
    every = words_of(*await content_of(english, await document_after(admin, before)))
    assert not [one for one in every if MARKUP.search(one)]
