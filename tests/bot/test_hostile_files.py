"""Files made to do harm: whoever sends one reads a sentence, the bot stays as it was, and others are answered."""

import asyncio
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from handlers import readings
from services.apart.limits import Limits
from tests.stage import staged
from tests.unit.papers import BOLD, word

# Narrower than those of the bot, so that the test need not wait for them: what is sent here passes both by far.
NARROW = Limits(clock=30, processor=3, memory=250, answer=32, others=250)
TOO_HARD = "takes more time or memory than any plan needs"
GROWTH = 40  # MB


def workbook_of(sheet: bytes) -> bytes:
    """A workbook with this in the place of its sheet."""
    plain, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in package.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else package.read(name))
    return made.getvalue()


def many_cells() -> bytes:
    """Three million empty cells in 30 kB."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return workbook_of(head + (b"<row>" + b"<c/>" * 1000 + b"</row>") * 3000 + b"</sheetData></worksheet>")


def endless_page() -> bytes:
    """A PDF of one page that draws nothing, in twelve million operators."""
    drawn = zlib.compress(b"q Q " * 6_000_000, 9)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(drawn), drawn),
    )
    written = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + written + b"trailer<</Size 5/Root 1 0 R>>\n%%EOF"


def plan() -> bytes:
    head = ["№", "Тадбирлар", "Муддати", "Масъуллар"]
    title = BOLD + "2024 йил иккинчи ярим йиллигига мўлжалланган ИШ РЕЖАСИ"
    return word(title, [head, ["1", "Йиғилиш ўтказиш.", "сентябрь", "Б. Юнусов"]])


def resident() -> float:
    """MB of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


@pytest.mark.parametrize(("name", "make"), [("reja.xlsx", many_cells), ("reja.pdf", endless_page)])
async def test_a_file_that_cannot_be_read_within_its_limits_is_refused_and_harms_nobody(
    tmp_path: Path, beginning: Path, monkeypatch: pytest.MonkeyPatch, name: str, make: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(readings, "LIMITS", NARROW)
    async with staged(tmp_path, opened=beginning, default_locale="en") as stage:
        admin, officer = stage.admin, stage.officer("Ш. Умаров")
        content = make()
        before = resident()
        sending = asyncio.create_task(admin.sends_files((name, content)))
        await asyncio.sleep(0.5)  # it is being read
        asked = await officer.count()
        await stage._client.post(
            f"{stage.base}/sandbox/send", json={"as": officer.id, "chat": officer.id, "text": "/my"}
        )
        while not await officer.heard(asked):  # noqa: ASYNC110 -- the sandbox tells nobody what was said
            await asyncio.sleep(0.02)
        assert not sending.done()
        refused = await sending
        assert TOO_HARD in refused.text
        assert resident() - before < GROWTH
        assert "The document was read" in (await admin.sends_files(("reja.docx", plan()))).text
