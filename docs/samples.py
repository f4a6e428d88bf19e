"""Make the pictures of docs/images/ that show the plan: PYTHONPATH=. python docs/samples.py

The half-year is played up to 15 April, as tests/bot/test_played_half_year.py has it, and its pictures and documents are
drawn in Uzbek. Needs LibreOffice (soffice) and poppler (pdftoppm).
"""

import asyncio
import io
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

from handlers import throttle
from services.language.questions import Question
from services.leadership.report import select
from services.leadership.summary import SummaryFacts
from tests.bot.test_played_half_year import play
from tests.stage import TASHKENT, Stage, enrolled_database, staged
from views import report as overview
from views.documents.excel import excel
from views.documents.execution import Execution
from views.documents.word import word
from views.kit.texts import Texts, Translator
from views.pictures.sections import plan_picture
from views.pictures.timeline import time_line

IMAGES = Path(__file__).resolve().parent / "images"
PHONE, PAGE, SHEET = 540, 1100, 1600  # pixels wide
COLOURS, PAPER = 96, 250


async def main() -> None:
    """Play, then draw."""
    throttle.UPDATES = 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "enrolled").mkdir()
        enrolled = await enrolled_database(folder / "enrolled")
        async with staged(folder, enrolled=enrolled, default_locale="en") as stage:
            await stage.everybody_starts()
            await play(stage, {}, until=date(2024, 4, 14))
            await stage.jumps_to(date(2024, 4, 15))
            await draw(stage, Translator(TASHKENT, "uz_Cyrl")["uz_Cyrl"], folder)


async def draw(stage: Stage, t: Texts, folder: Path) -> None:
    """All samples, of the plan as it stands."""
    facts = await stage.services.summaries.facts(stage.now)
    if facts is None:
        raise SystemExit("no plan is loaded")
    keep("plan-picture", Image.open(io.BytesIO(plan_picture(t, facts))), PHONE)
    below = overview.time_line_of(t, facts, Question(), facts.activities)
    keep("time-line", Image.open(io.BytesIO(time_line(t, facts, facts.activities, below))), PHONE)
    execution = await execution_of(stage, facts)
    keep("word", pages(folder, "word.docx", word(t, execution))[0], PAGE)
    activities, *_, sections, officers, reports = pages(folder, "excel.xlsx", excel(t, execution))
    keep("excel-activities", filled(activities), SHEET)
    keep("excel-sections", filled(sections), SHEET)
    keep("excel-officers", filled(officers), PAGE)
    keep("excel-reports", filled(reports), PAGE)


async def execution_of(stage: Stage, facts: SummaryFacts) -> Execution:
    """What the documents are made of."""
    chosen = select(facts, Question())
    reports = await stage.services.reports.on_each([one.id for one in chosen])
    return Execution(facts, Question(), chosen, reports)


def pages(folder: Path, name: str, content: bytes) -> list[Image.Image]:
    """The document's pages as pictures."""
    (folder / name).write_bytes(content)
    stem = folder / Path(name).stem
    run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, folder / name)
    run("pdftoppm", "-r", "200", "-png", stem.with_suffix(".pdf"), stem)
    return [Image.open(path) for path in sorted(folder.glob(f"{stem.name}-*.png"))]


def run(*command: str | Path) -> None:
    """Run a program to its end."""
    subprocess.run(command, check=True)  # noqa: S603 -- our own words


def filled(page: Image.Image) -> Image.Image:
    """The page without what is empty below its table: a sheet may be of a few rows."""
    paper = page.convert("L").point(lambda light: 255 * (light < PAPER))
    foot = page.height - page.height // 16  # where the page's number stands
    box = paper.crop((0, 0, page.width, foot)).getbbox() or (0, 0, 0, foot)
    return page.crop((0, 0, page.width, min(box[3] + page.height // 30, page.height)))


def keep(name: str, picture: Image.Image, width: int) -> None:
    """Keep a picture, small."""
    height = picture.height * width // picture.width
    small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        IMAGES / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    asyncio.run(main())
