"""Make the pictures of docs/images/summary-*.png, the summary in three ways: PYTHONPATH=. python docs/summary_ways.py

Shown by the sandbox's page at a phone's width, on 15 April of a half-year in which nobody answers. Needs Chromium.
"""

import asyncio
import io
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from aiogram.types import BufferedInputFile, InlineKeyboardMarkup
from PIL import Image
from playwright.async_api import async_playwright

from bot.demo import LEADER_ID, LEADERSHIP_GROUP_ID
from sandbox.methods import call
from tests.stage import TASHKENT, Stage, enrolled_database, staged
from views.kit.screen import CAPTION_LIMIT, Screen, length
from views.kit.sending import send
from views.kit.texts import Translator
from views.pictures.sections import plan_picture
from views.summary import weekly, with_picture

IMAGES = Path(__file__).resolve().parent / "images"
PHONE = {"width": 390, "height": 3000}
WIDE, COLOURS = 460, 96


async def main() -> None:
    """Send the summary each way, then look at it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "enrolled").mkdir()
        enrolled = await enrolled_database(folder / "enrolled")
        async with staged(folder, enrolled=enrolled, default_locale="en") as stage:
            await stage.everybody_starts()
            await stage.jumps_to(date(2024, 4, 15))
            for way, shown in zip(("words", "caption", "rich"), await looks(stage, await sent(stage)), strict=True):
                keep(f"summary-{way}", shown)


async def sent(stage: Stage) -> list[int]:
    """The messages: words with a button, a picture with the head of the words, a picture with all of them."""
    t = Translator(TASHKENT, "uz_Cyrl")["uz_Cyrl"]
    facts = await stage.services.summaries.facts(stage.now)
    if facts is None:
        raise SystemExit("no plan is loaded")
    screen, png = weekly(t, facts), plan_picture(t, facts)
    words = await send(stage.application.bot, LEADERSHIP_GROUP_ID, await with_picture(screen, t, facts))
    caption = await photo(stage, screen, png, head(screen.text))
    call.MAX_CAPTION = 10_000  # so the page shows what a rich message would look like
    return [words, caption, await photo(stage, screen, png, screen.text)]


def head(text: str) -> str:
    """As many blocks of the words as a caption holds."""
    shown = ""
    for block in text.split("\n\n"):
        if length(f"{shown}\n\n{block}\n\n…") > CAPTION_LIMIT:
            break
        shown = f"{shown}\n\n{block}".strip()
    return f"{shown}\n\n…"


async def photo(stage: Stage, screen: Screen, png: bytes, caption: str) -> int:
    """Send the picture below these words."""
    message = await stage.application.bot.send_photo(
        LEADERSHIP_GROUP_ID,
        BufferedInputFile(png, "plan.png"),
        caption=caption,
        parse_mode="HTML",
        show_caption_above_media=True,
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[list(row) for row in screen.rows]),
    )
    return message.message_id


async def looks(stage: Stage, messages: Sequence[int]) -> list[bytes]:
    """The messages as the page shows them to a leader."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = await browser.new_page(viewport=PHONE, device_scale_factor=2)
        await page.goto(f"{stage.base}/#as={LEADER_ID}&chat={LEADERSHIP_GROUP_ID}")
        await page.wait_for_selector("body[data-ready]")
        rows = [page.get_by_test_id(f"message-{number}") for number in messages]
        await page.wait_for_load_state("networkidle")
        shown = [await row.screenshot() for row in rows]
        await browser.close()
    return shown


def keep(name: str, content: bytes) -> None:
    """Keep a picture, small."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    small = picture.resize((WIDE, picture.height * WIDE // picture.width), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        IMAGES / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    asyncio.run(main())
