"""What is due by a day, or on it: all of it, what is overdue included; never a month where a day was asked for."""

import pytest
from sqlalchemy import update

from models import Activity
from tests.bot.scenes import after, with_minutes
from tests.stage import Stage

pytestmark = pytest.mark.begins("2024-03-18T10:00")
LEAD = "Б. Юнусов"  # of 19 and 20, due 31 March; of 21, due 30 April; of 2 and 23, due 30 June


@pytest.mark.parametrize(
    "words",
    ["менга 5 апрелгача нима бор", "menga 5 aprelgacha nima bor", "что мне нужно сделать до 5 апреля?"],
)
async def test_by_a_day_is_all_that_is_due_until_then(english: Stage, words: str) -> None:
    shown = await english.officer(LEAD).says(words)
    assert "due by 5 April, not done" in shown.text
    assert {"№19", "№20"} <= set(shown.labels)
    assert {"№2", "№21", "№22", "№23"}.isdisjoint(shown.labels)


async def test_what_is_overdue_is_among_it_and_what_is_done_is_not(english: Stage) -> None:
    officer = english.officer(LEAD)
    await officer.says("20 бажарилди")
    await english.officer("М. Сатаев").says("20 бажарилди")
    async with english.database.write() as session:
        await session.execute(update(Activity).where(Activity.number == 20).values(state="done"))
    await english.jumps_to(english.now.replace(month=4, day=10))
    await english.settles()
    shown = await officer.says("20 апрелгача нима бор")
    assert "№19" in shown.labels
    assert "№20" not in shown.labels


async def test_a_bare_day_is_that_day_and_its_month_only_if_nothing_is_due_on_it(english: Stage) -> None:
    officer = english.officer(LEAD)
    for words in ("31 март", "31 mart", "31 марта"):
        shown = await officer.says(words)
        assert "due on 31 March" in shown.text
        assert "№19" in shown.labels and "№21" not in shown.labels
    shown = await officer.says("29 март")
    assert "nothing is due on 29 March" in shown.text
    assert {"№19", "№21"} <= set(shown.labels)
    asked = await english.admin.says("30 апрелгача нима тугайди?")
    assert "Due by 30 April, not done" in asked.text
    assert "plakat" not in (await english.outsider.says("31 март")).text


@after(with_minutes)
async def test_of_several_plans_it_is_both(english: Stage) -> None:
    shown = await english.officer("Х. Маматов").says("менга 5 апрелгача нима бор")
    assert any(one.startswith("№Bayonnoma") for one in shown.labels)
    assert "№IR-5" in shown.labels
    assert "№IR-6" not in shown.labels
