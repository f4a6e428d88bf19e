"""A lead gives co-executors orders under an activity: shown in its tree, decided by the lead, closed with it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from models import Activity, ActivityState, OrderLine
from tests.bot.scenes import again, audited, opens, said_since, state_of, with_minutes
from tests.stage import Shown, Someone, Stage, staged

pytestmark = pytest.mark.begins("2024-03-12T10:00")

WORDS = "Палуаниязовга: концепция учун маълумот тайёрласин, 20 мартгача"
CO_EXECUTOR, STRANGER = "Х. Палуаниязов", "Б. Кучкаров"


@pytest.fixture
async def english(tmp_path: Path, beginning: Path) -> AsyncIterator[Stage]:
    """Leads answer the question about open parts themselves here."""
    async with staged(tmp_path, opened=beginning, default_locale="en") as one:
        one.gives_reasons = False
        yield one


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March)."""
    return english.officer("Х. Маматов")


async def given(stage: Stage) -> list[Activity]:
    """What was given as orders, oldest first."""
    async with stage.database.read() as session:
        query = select(Activity).join(OrderLine, OrderLine.activity_id == Activity.id).order_by(OrderLine.id)
        return list(await session.scalars(query))


async def gives(stage: Stage, lead: Someone) -> Activity:
    """The lead replies to the own card in words and gives the order."""
    said = await lead.says(WORDS, reply_to=await opens(lead, 5))
    assert "A part of №5" in said.text and "20 March" in said.text, said.text
    await lead.presses("✅ Give the order", said)
    [order] = await given(stage)
    return order


async def test_words_below_the_own_card_give_an_order_that_the_lead_accepts(english: Stage, mamatov: Someone) -> None:
    officer = english.officer(CO_EXECUTOR)
    told = await officer.count()
    order = await gives(english, mamatov)
    letter = await said_since(officer, told)
    assert "order from Х. Маматов" in letter and "A part of №IR-5" in letter and "№T-1" in letter, letter
    assert "↳ №T-1 · X. Paluaniyazov" in (await opens_of_plan(english, mamatov)).text
    assert "↳ №T-1" in (await english.admin.says("/report 5")).text
    assert "A part of" in (await english.admin.says("/report Т-1")).text
    asked = await mamatov.says("5-тадбир бажарилди")
    assert "Orders under it that are not done:\n↳ №T-1" in asked.text, asked.text
    await mamatov.presses("⏳ I will wait", asked)
    heard = await mamatov.count()
    await officer.says("Т-1 тўлиқ бажарилди")
    assert (await given(english))[0].state is ActivityState.REVIEW, (await officer.last()).text
    handed = (await mamatov.heard(heard))[-1]
    assert "✅ Accept" in handed.labels, (handed, (await officer.last()).text)
    assert handed.id > heard and "тўлиқ" in handed.text
    for other in (english.officer(STRANGER), english.outsider, officer):
        await other.taps(handed, next(data for label, data, _ in handed.buttons if "✅" in label), forged=True)
    assert (await given(english))[0].state is ActivityState.REVIEW, "another's press is nothing"
    await mamatov.presses("✅ Accept", handed)
    assert (await given(english))[0].state is ActivityState.DONE
    assert "order.given" in await audited(english, f"activity:{order.id}")
    assert "Orders under it" not in (await mamatov.presses("✅ Done", await opens_of_plan(english, mamatov))).text


async def test_only_the_lead_and_only_to_the_own_people(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.presses("📋 Give an order", await opens(mamatov, 5))
    assert "X. Paluaniyazov" in asked.text and "B. Kuchkarov" not in asked.text
    said = await mamatov.says("Кучкаров: маълумот тайёрласин, 20 мартгача")
    assert "Neither a co-executor nor of your unit: B. Kuchkarov" in said.text
    assert "✅ Give the order" not in said.labels
    picked = await mamatov.presses("👥 Executors", said)
    assert not any("Kuchkarov" in label for label in picked.labels)
    card = await opens(mamatov, 5)
    button = next(data for label, data, _ in card.buttons if label == "📋 Give an order")
    for other in (english.officer(CO_EXECUTOR), english.officer(STRANGER), english.outsider):
        before = await other.count()
        await other.taps(card, button, forged=True)
        assert "An order under" not in await said_since(other, before)
    theirs = await opens(english.officer(CO_EXECUTOR), 5)
    assert "📋 Give an order" not in theirs.labels
    await english.officer(CO_EXECUTOR).says("Маматовга: маълумот тайёрласин, 20 мартгача", reply_to=theirs)
    assert not await given(english)
    assert (
        "An order under"
        in (await english.admin.presses("📋 Give an order", await english.admin.says("/report 5"))).text
    )


async def test_what_is_open_is_closed_with_the_activity(english: Stage, mamatov: Someone) -> None:
    await with_minutes(english)
    card = await opens_of_plan(english, mamatov)
    await mamatov.presses("✅ Give the order", await mamatov.says(WORDS, reply_to=card))
    [order] = await given(english)
    await mamatov.presses("✅ Done", await again(mamatov, card))
    await mamatov.presses("✅ Yes, I have their parts", await again(mamatov, card))
    officer = english.officer(CO_EXECUTOR)
    before = await officer.count()
    submission = await english.admin.with_button("✅ Accept")
    assert "T-1" in submission.text
    await english.admin.presses("✅ Accept", submission)
    assert (await given(english))[0].state is ActivityState.CLOSED
    assert "T-1" in await said_since(officer, before)
    assert "activity.closed" in await audited(english, f"activity:{order.id}")
    assert (await state_of(english, 5))[0] == "done"


async def opens_of_plan(stage: Stage, lead: Someone) -> Shown:
    """The card of the plan's 5 where the minutes have a 5 as well."""
    shown = await lead.says("/my")
    label = next(one for one in shown.labels if one.endswith("-5") and "12" not in one)
    return await lead.presses(label, shown)
