"""An activity is called by its short name wherever its text has no room; the card and the documents have it whole."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.language.translit import to_latin
from tests.bot.scenes import opens
from tests.db.world import edition, sections
from tests.stage import Someone, Stage, staged

NAME = "плакат & “намуна” тўплами"
MADE = "Ҳудудий, туман (шаҳар), округ…"  # of activity 2's text
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


async def rename(stage: Stage, folder: Path) -> None:
    """A new edition: activity 19 is called otherwise, activity 2 has no name of its own."""
    changed = sections(a19={"short_name": NAME}, a2={"short_name": None})
    await stage.services.plans.load(edition(folder, sections=changed), stage.now)


async def screens(stage: Stage, yunusov: Someone) -> dict[str, str]:
    """The words and the buttons of what people meet, by what it is."""
    await stage.jumps_to(date(2024, 3, 4))
    await stage.settles()
    seen = {"reminder": await yunusov.last()}
    await stage.jumps_to(stage.now + timedelta(hours=3))
    seen["my"] = await yunusov.says("/my")
    asked = await yunusov.says("materiallar yig‘ildi")
    others = next(label for label, data, _ in asked.buttons if data is not None and data.startswith("pf1"))
    seen["which"] = await yunusov.presses(others, asked)
    seen["receipt"] = await yunusov.says("№19 40% loyiha tayyorlanmoqda")
    seen["undone"] = await yunusov.presses("↩️", seen["receipt"])
    await yunusov.says("№19 bajarildi")
    seen["review"] = await stage.admin.last()
    seen["waiting"] = await stage.admin.says("/waiting")
    seen["report"] = await stage.admin.says("/report 18-20")
    seen["agenda"] = await stage.admin.says("/agenda 25.03")
    return {what: "\n".join([shown.text, *shown.labels]) for what, shown in seen.items()}


@pytest.mark.parametrize("locale", ["uz_Cyrl", "uz_Latn", "ru", "en"])
async def test_people_meet_the_short_name_in_their_script(locale: str, tmp_path: Path, enrolled: Path) -> None:
    async with staged(tmp_path, enrolled=enrolled, default_locale=locale) as stage:
        await stage.everybody_starts()
        await rename(stage, tmp_path)
        yunusov, latin = stage.officer("Б. Юнусов"), locale in ("uz_Latn", "en")
        own, made = (to_latin(NAME), to_latin(MADE)) if latin else (NAME, MADE)
        seen = await screens(stage, yunusov)
        for what, text in seen.items():
            assert own in text, what
            assert not latin or not CYRILLIC.search(text), what
        for what in ("my", "which"):
            assert made in seen[what], what
        assert f"№2 {made}" in seen["which"].splitlines()  # a button of its own
        card = (await opens(yunusov, 19)).text
        assert own not in card
        whole = next(one.text for one in stage.plan.activities if one.number == 19)
        assert (to_latin(whole) if latin else whole) in card
