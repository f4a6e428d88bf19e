"""A lead gives co-executors orders under an activity: shown in its tree, decided by the lead, closed with it."""

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import docx
import pytest
from sqlalchemy import select

from bot.demo import LEADER_ID
from models import Activity, ActivityState, OrderLine
from tests.bot.scenes import again, audited, opens, said_since, state_of, with_minutes
from tests.bot.test_documents import asked_for
from tests.bot.test_plans_own_chats import OWN, bound
from tests.bot.test_units_and_heads import joined
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
async def with_leaders(tmp_path: Path, beginning: Path) -> AsyncIterator[Stage]:
    """The leadership chats accept here."""
    async with staged(tmp_path, opened=beginning, default_locale="en", leaders_accept=True) as one:
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


async def hands_in(stage: Stage) -> Shown:
    """The co-executor reports the order as done; what the lead hears."""
    lead = stage.officer("Х. Маматов")
    before = await lead.count()
    await stage.officer(CO_EXECUTOR).says("Т-1 тўлиқ бажарилди")
    return next(one for one in await lead.heard(before) if "✅ Accept" in one.labels)


async def test_what_the_lead_returns_is_worked_on_again_and_more_time_is_theirs_to_give(
    english: Stage, mamatov: Someone
) -> None:
    await gives(english, mamatov)
    officer = english.officer(CO_EXECUTOR)
    handed = await hands_in(english)
    before = await officer.count()
    await mamatov.presses("↩️ Return", handed)
    await mamatov.says("жадвал етишмайди")
    assert "жадвал етишмайди" in await said_since(officer, before)
    assert (await given(english))[0].state is ActivityState.RETURNED
    before, admins = await mamatov.count(), await english.admin.count()
    await officer.presses("⏳", await officer.presses("№T-1", await officer.says("/my")))
    await officer.says("25 март")
    await officer.says("ҳудудлар кеч юборди")
    [asked] = [one for one in await mamatov.heard(before) if "✅ Approve" in one.labels]
    assert "More time is requested: " in asked.text and "T-1" in asked.text
    assert "T-1" in await said_since(english.admin, admins), "an admin may decide as well"
    data = next(data for label, data, _ in asked.buttons if "✅" in label)
    for other in (english.officer(STRANGER), english.outsider, officer):
        await other.taps(asked, data, forged=True)
    assert (await given(english))[0].due_on == date(2024, 3, 20), "another's press is nothing"
    before = await officer.count()
    await mamatov.presses("✅ Approve", asked)
    assert (await given(english))[0].due_on == date(2024, 3, 25)
    assert "25 March" in await said_since(officer, before)


async def test_what_waits_for_acceptance_is_closed_with_its_activity_by_who_accepted_it(
    english: Stage, mamatov: Someone
) -> None:
    await gives(english, mamatov)
    handed = await hands_in(english)
    await mamatov.presses("✅ Done", await opens_of_plan(english, mamatov))
    await mamatov.presses("✅ Yes, I have their parts")
    await english.admin.presses("✅ Accept", await english.admin.with_button("✅ Accept"))
    [order] = await given(english)
    assert order.state is ActivityState.CLOSED
    await mamatov.presses("✅ Accept", handed)
    settled = (await again(mamatov, handed)).text
    assert "has taken this report back" not in settled and "🚫 Closed by" in settled and "№ИР-5" in settled
    menu = await english.admin.presses("⚙️ Manage", await english.admin.says("/report Т-1"))
    await english.admin.presses("♻️", menu)
    assert (await given(english))[0].state is ActivityState.REVIEW
    card = await english.admin.says("/report Т-1")
    assert "under review" in card.text
    await mamatov.presses("✅ Accept", await again(mamatov, handed))
    assert (await given(english))[0].state is ActivityState.DONE, "put back on control, it is decided as before"


async def test_a_deputy_gives_one_by_order_in_reply_to_the_card(english: Stage, mamatov: Someone) -> None:
    deputy = english.officer(STRANGER)
    await english.admin.presses("X. Mamatov", await english.admin.says("/officers"))
    await english.admin.presses("🤝 Name a deputy")
    await english.admin.presses("B. Kuchkarov")
    await english.admin.presses("12 March")
    await english.admin.presses("18 March")
    await english.admin.presses("✅ Yes")
    card = await opens(deputy, 5)
    said = await deputy.says("/order " + WORDS, reply_to=card)
    assert "A part of №5" in said.text, said.text
    await deputy.presses("✅ Give the order", said)
    [order] = await given(english)
    assert order.due_on == date(2024, 3, 20)
    handed = await hands_in(english)
    theirs = await deputy.with_button("✅ Accept")
    assert theirs.text == handed.text, "the lead hears of it as well as who stands in"
    await deputy.presses("✅ Accept", theirs)
    assert (await given(english))[0].state is ActivityState.DONE


async def test_a_fellow_of_the_leads_unit_takes_a_part(english: Stage, mamatov: Someone) -> None:
    await joined(english, "Х. Маматов")
    await joined(english, STRANGER)
    said = await mamatov.says("Кучкаровга: жадвал тайёрласин, 20 мартгача", reply_to=await opens(mamatov, 5))
    assert "Neither a co-executor" not in said.text
    fellow = english.officer(STRANGER)
    before = await fellow.count()
    await mamatov.presses("✅ Give the order", said)
    assert "A part of №IR-5" in await said_since(fellow, before)
    assert "№T-1" in (await fellow.says("/my")).labels[0] or "T-1" in (await fellow.last()).text


async def test_what_is_removed_from_control_takes_its_orders_along(english: Stage, mamatov: Someone) -> None:
    await gives(english, mamatov)
    officer = english.officer(CO_EXECUTOR)
    before = await officer.count()
    menu = await english.admin.presses("⚙️ Manage", await english.admin.says("/report ИР-5"))
    await english.admin.presses("🚫", menu)
    await english.admin.says("концепция бекор қилинди")
    await english.admin.presses("✅ Yes, remove it")
    assert (await given(english))[0].state is ActivityState.CLOSED
    said = await said_since(officer, before)
    assert "T-1" in said and "концепция бекор қилинди" in said


async def test_the_leaders_card_and_the_control_card_show_the_tree(english: Stage, mamatov: Someone) -> None:
    await gives(english, mamatov)
    for reader in (english.leader, english.admin):
        shown = await reader.says("/report ИР-5")
        assert "↳ №T-1 · X. Paluaniyazov" in shown.text, shown.text
    _, _, content = await asked_for(english, english.admin, "/report карточка ИР-5")
    fields = docx.Document(io.BytesIO(content)).tables[0]
    told = {row.cells[0].text: row.cells[1].text for row in fields.rows}
    assert "№T-1" in told["Orders under it"] and "<" not in told["Orders under it"]


async def test_in_the_plans_own_chat_the_tree_is_seen_and_closed(with_leaders: Stage) -> None:
    """The chat sees its own plan alone; an order under that plan's activity is of another plan."""
    english = with_leaders
    await with_minutes(english)
    leader = english.leader.in_group(OWN)
    await bound(english, LEADER_ID)
    lead = english.officer("Х. Маматов")
    shown = await lead.says("/my")
    card = await lead.presses("№Bayonnoma 12-3", shown)
    said = await lead.says("Алимбаевга: жадвал тайёрласин, 20 мартгача", reply_to=card)
    await lead.presses("✅ Give the order", said)
    [_] = await given(english)
    assert "↳ №T-1" in (await leader.says("/report 3")).text
    await lead.presses("✅ Done", await again(lead, card))
    await lead.presses("✅ Yes, I have their parts")
    await leader.presses("✅ Accept", await leader.presses("🟡 Decide", await leader.says("/report 3")))
    assert (await given(english))[0].state is ActivityState.CLOSED


async def test_a_lead_answers_what_an_order_lacks_and_edits_the_message_it_was_made_of(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.presses("📋 Give an order", await opens(mamatov, 5))
    before = await mamatov.count()
    asked = await mamatov.says("маълумот тайёрласин, 20 мартгача")
    assert "Who is to do it?" in asked.text
    await mamatov.presses("👥 Executors", asked)
    assert "X. Paluaniyazov" in (await mamatov.says("Палуаниязов")).text
    await mamatov.presses("✏️ Text", await mamatov.with_button("✏️ Text"))
    assert "smeta" in (await mamatov.says("смета тайёрласин")).text
    written = next(one for one in await mamatov.screen(before) if one.is_mine)
    await mamatov.edits(written, "Палуаниязов: харита тайёрласин, 22 мартгача")
    shown = await mamatov.with_button("✅ Give the order")
    assert "arita" in shown.text and "22 March" in shown.text, shown.text
    await mamatov.presses("✅ Give the order", shown)
    assert len(await given(english)) == 1


@pytest.mark.parametrize("name", ["Палуаниязовга", "Paluaniyazovga", "Палуаниязову", "Х. Палуаниязов"])
async def test_a_name_below_the_card_that_asks_who_is_to_do_it_answers_it(
    english: Stage, mamatov: Someone, name: str
) -> None:
    await mamatov.presses("📋 Give an order", await opens(mamatov, 5))
    card = await mamatov.says("концепция учун маълумот тайёрланг, 20 мартгача")
    assert "❓ Who is to do it?" in card.text
    told = await mamatov.says(name)
    assert (
        "❓ Who is to do it?" not in told.text and "X. Paluaniyazov" in told.text and "✅ Give the order" in told.labels
    )
    await mamatov.presses("✅ Give the order", told)
    assert len(await given(english)) == 1


async def test_other_words_below_that_card_are_what_they_always_were(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("📋 Give an order", await opens(mamatov, 5))
    card = await mamatov.says("концепция учун маълумот тайёрланг, 20 мартгача")
    assert "20% done" in (await mamatov.says("5 20%")).text
    shown = await mamatov.says("Палуаниязов нима қилди?")
    assert "❓ Who is to do it?" not in shown.text
    assert "❓ Who is to do it?" in (await again(mamatov, card)).text
    await english.officer(STRANGER).says("Палуаниязовга")
    assert "❓ Who is to do it?" in (await again(mamatov, card)).text, "it is nobody else's card"
