"""The screens of the main paths in every language, kept as text: a change of wording shows in review.

After a change that is meant, `UPDATE_SCREENS=1` writes them anew; read the difference.
"""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from tests.stage import Shown, Someone, Stage, staged
from views.kit.languages import LANGUAGES

FOLDER = Path(__file__).resolve().parent.parent / "screens"
TOKEN = re.compile(r"start=[\w-]+")


def drawn(title: str, shown: Shown) -> str:
    """A screen as text: its words, and its buttons row by row."""
    rows = ["   ".join(f"[{button['text']}]" for button in row) for row in shown.raw["buttons"] or []]
    picture = ["(picture)"] if shown.raw["photo"] else []
    words = TOKEN.sub("start=…", shown.text)
    return "\n".join([f"## {title}", *picture, words, *rows, ""])


class Album:
    """Screens in the order they were met."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    async def keep(self, title: str, shown: Shown) -> None:
        self.pages.append(drawn(title, shown))

    async def said(self, title: str, someone: Someone, text: str) -> None:
        await self.keep(title, await someone.says(text))

    async def pressed(self, title: str, someone: Someone, label: str, on: Shown | None = None) -> None:
        await someone.press(label, on)
        await self.keep(title, await newest_or_edited(someone, on))


async def newest_or_edited(someone: Someone, on: Shown | None) -> Shown:
    screen = await someone.heard()
    if on is None:
        return screen[-1]
    same = next(shown for shown in screen if shown.id == on.id)
    return same if (same.text, same.labels) != (on.text, on.labels) else screen[-1]


async def meanings(stage: Stage, album: Album) -> None:
    """What is asked of words that are not certain, and what becomes of those that are no report."""
    yunusov, mamatov, admin = stage.officer("Б. Юнусов"), stage.officer("Х. Маматов"), stage.admin
    await album.said("officer: is it about this one?", mamatov, "инфографик плакатлар дизайни устида ишлаяпмиз")
    await album.said("officer: is it done?", mamatov, "5-тадбир лойиҳаси тайёр")
    await album.said("officer: how far?", stage.officer("Г. Рахимова"), "24-тадбир: аввал 50% эди, ҳозир 70%")
    await album.said("officer: not begun", mamatov, "8-тадбир ҳали бошланмади")
    await album.said("officer: more time, in words", mamatov, "6-тадбир муддатини майга суриб беринг")
    await album.said("officer: a question for the control department", mamatov, "Кимга қўнғироқ қилсам бўлади?")
    await album.said("officer: not theirs", mamatov, "7-тадбир бизга тегишли эмас")
    await album.keep("admin: not theirs", (await admin.heard())[-1])
    await album.said("officer: away", mamatov, "касалман, бир ҳафта таътилдаман")
    await album.keep("admin: away", (await admin.heard())[-1])
    await album.said("officer: a correction", yunusov, "20 эмас, 19")
    await album.said("a stranger's report", stage.outsider, "5-тадбир 70%")


async def play(stage: Stage, album: Album) -> None:
    yunusov, admin = stage.officer("Б. Юнусов"), stage.admin
    await album.keep("officer: /start", (await yunusov.heard())[-1])
    await stage.jumps_to(date(2024, 2, 29))
    await stage.goes_to("2024-03-04")
    await album.keep("officer: a reminder", (await yunusov.heard())[-1])
    await stage.goes_to("2024-03-04T12:00")  # long enough after it that no words are taken for an answer to it
    await album.said("officer: /my", yunusov, "/my")
    await album.pressed("officer: a card", yunusov, "№19", await yunusov.last())
    card = await yunusov.last()
    await album.pressed("officer: in progress", yunusov, "🔄", card)
    await album.pressed("officer: recorded by a percent", yunusov, "75%")
    await album.said("officer: recorded in words", yunusov, "№20 40%, режа лойиҳаси тайёрланмоқда")
    await album.pressed("officer: undone", yunusov, "↩️")
    await album.said("officer: which activity?", stage.officer("Ш. Умаров"), "ҳужжатлар тўпланди")
    await meanings(stage, album)
    await album.said("officer: done", yunusov, "№1 бажарилди")
    await yunusov.says("/my")
    await yunusov.press("№21", await yunusov.last())
    card = await yunusov.last()
    await album.pressed("officer: more time, which month", yunusov, "⏳", card)
    await yunusov.press("2024", await yunusov.last())
    await album.keep("officer: more time, why", await yunusov.last())
    await album.said("officer: more time asked", yunusov, "Тизим ҳали қабул қилинмади")
    await album.said("officer: /help", yunusov, "/help")
    await album.said("officer: /settings", yunusov, "/settings")
    await album.said("officer: /calendar", yunusov, "/calendar")
    heard = await admin.heard()
    [submission] = [shown for shown in heard if any(label.startswith("✅") for label in shown.labels)][:1]
    await album.keep("admin: for acceptance", submission)
    await album.said("admin: /waiting", admin, "/waiting")
    await album.pressed("admin: accepted", admin, "✅", submission)
    await album.keep("officer: accepted", (await yunusov.heard())[-1])
    await album.said("admin: /officers", admin, "/officers")
    await album.said("admin: /invite", admin, "/invite")
    await album.said("admin: /report", admin, "/report")
    await album.said("admin: /report III", admin, "/report III")
    await album.said("admin: /outbox", admin, "/outbox")
    await album.said("admin: /help", admin, "/help")
    await stage.jumps_to(date(2024, 3, 31))
    await stage.goes_to("2024-04-08")
    summaries = [shown for shown in await stage.leader.heard() if shown.labels]
    await album.keep("leadership: the weekly summary", summaries[-1])
    card = next(shown for shown in await stage.leader.heard() if shown.text.startswith("📌"))
    await album.keep("leadership: the live card", card)
    await album.said("outsider", stage.outsider, "нима гап?")


@pytest.mark.parametrize("locale", LANGUAGES)
async def test_the_screens_of_the_main_paths_read_as_kept(
    locale: str, tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # without LibreOffice
    async with staged(tmp_path, enrolled=enrolled, default_locale=locale) as stage:
        await stage.everybody_starts()
        album = Album()
        await play(stage, album)
    kept = FOLDER / f"{locale}.txt"
    text = "\n".join(album.pages)
    if os.environ.get("UPDATE_SCREENS"):
        kept.write_text(text, encoding="utf-8")
    # A language that is new is played all the same; whoever adds it keeps its screens with UPDATE_SCREENS=1.
    assert not kept.exists() or text == kept.read_text(encoding="utf-8")
