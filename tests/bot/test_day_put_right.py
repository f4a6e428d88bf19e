"""The day of a request for more time, put right in words: before it is sent, and within minutes after."""

import pytest
from sqlalchemy import select

from models import Appeal, Extension, ReportState
from tests.bot.scenes import count, opens, reports
from tests.stage import Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")
LEAD = "Х. Маматов"  # of 5, due 31 March


async def asked_until(stage: Stage) -> list[str]:
    async with stage.database.read() as session:
        rows = await session.scalars(select(Extension.to_due).where(Extension.decision.is_(None)))
        return [f"{one:%d.%m}" for one in rows]


@pytest.mark.parametrize("words", ["йўқ 9 апрелгача", "yo'q, 9 aprelgacha", "нет, до 9 апреля"])
async def test_the_day_is_put_right_before_and_after_it_is_sent(english: Stage, words: str) -> None:
    officer = english.officer(LEAD)
    offered = await officer.says("5 муддатини 20 апрелгача узайтириб беринг, вазирлик кутиляпти")
    assert "20 April" in offered.text
    offered = await officer.says("йўқ 13 апрелгача")
    assert "13 April" in offered.text
    await officer.presses("✅ Yes, ask", offered)
    assert await asked_until(english) == ["13.04"]
    told = await officer.says(words)
    assert "until 9 April" in told.text
    assert await asked_until(english) == ["09.04"]
    assert not await reports(english, *ReportState)


async def test_of_a_request_by_the_cards_buttons_the_new_day_holds_at_once(english: Stage) -> None:
    officer = english.officer(LEAD)
    months = await officer.presses("⏳", await opens(officer, 5))
    await officer.presses("May", months)
    await officer.says("вазирлик жавоби кутиляпти")
    assert await asked_until(english) == ["31.05"]
    told = await officer.says("йўқ 9 апрелгача")
    assert "until 9 April" in told.text
    assert await asked_until(english) == ["09.04"]


async def test_other_words_and_others_change_no_request(english: Stage) -> None:
    officer = english.officer(LEAD)
    await officer.presses("✅ Yes, ask", await officer.says("5 муддатини 20 апрелгача узайтириб беринг"))
    for words in ("йўқ, тайёр эмас", "йўқ 9 мартгача"):
        await officer.says(words)
    await english.officer("Х. Палуаниязов").says("йўқ 9 апрелгача")
    assert await asked_until(english) == ["20.04"]


@pytest.mark.parametrize("words", ["5 бўйича узайтириш нима бўлди", "5 bo'yicha uzaytirish nima bo'ldi"])
async def test_a_question_on_a_request_opens_no_new_one(english: Stage, words: str) -> None:
    officer = english.officer(LEAD)
    await officer.presses("✅ Yes, ask", await officer.says("5 муддатини 20 апрелгача узайтириб беринг"))
    told = await officer.says(words)
    assert "Request that the deadline" not in told.text
    assert "20 April" in told.text, "what became of the request"
    assert await asked_until(english) == ["20.04"]
    assert await count(english, Appeal) <= 2
