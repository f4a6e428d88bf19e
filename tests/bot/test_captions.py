"""The words that an admin writes beside a plan's file: it is said what became of them."""

import pytest

from tests.bot.test_importing import HEAD, ROWS, TITLE, document
from tests.stage import Stage

NO_PERIOD = "Ўзбекистон Республикаси Марказий сайлов комиссиясининг ИШ РЕЖАСИ\n\n"


def without_period() -> bytes:
    return (NO_PERIOD + HEAD + f"| {ROWS[1]} |\n| 3 | Ҳисобот тайёрлаш | ноябрь | Ш. Умаров |\n").encode()


async def test_the_caption_gives_the_period_that_the_document_does_not_say(english: Stage) -> None:
    shown = await english.admin.sends_files(
        ("reja.md", without_period()), text="2024 йил иккинчи ярим йиллиги учун режа"
    )
    assert "2024 йил иккинчи ярим йиллиги учун режа" in shown.text or "2024 yil ikkinchi" in shown.text
    assert "The period is taken from your words" in shown.text
    assert "Period: 1 July – 31 December 2024" in shown.text


async def test_without_a_caption_the_period_is_asked(english: Stage) -> None:
    assert "Period: not found" in (await english.admin.sends_files(("reja.md", without_period()))).text


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("2024 йил II чорак режаси", "name another period than the document"),
        ("2025 йил режаси", "name another period than the document"),
        ("2024 йил иккинчи ярим йиллик режаси", "do not become part of the plan"),
        ("Илтимос, кўриб чиқинг", "do not become part of the plan"),
        ("режага қўшимча", "you write of an amendment, but this is a plan of its own"),
        ("План: изменения и дополнения", "you write of an amendment, but this is a plan of its own"),
    ],
)
async def test_it_is_said_what_became_of_the_words(english: Stage, caption: str, said: str) -> None:
    shown = await english.admin.sends_files(("reja.md", document()), text=caption)
    assert said.lower() in shown.text.lower()
    assert "Period: 1 July – 31 December 2024" in shown.text
    assert (TITLE.split()[0] in shown.text) or "activities: 3" in shown.text
