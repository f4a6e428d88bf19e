"""Instructions to a unit by one word of its name; what leaders write that is none: a reminder, another officer."""

from datetime import datetime

import pytest

from tests.bot.scenes import said_since
from tests.stage import TASHKENT, Stage


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("марказга айтинг, концепцияни тезлаштирсин", "№5 "),
        ("markaz 6-tadbirni martdan boshlasin", "№6 "),
        ("скажите учебному центру ускорить плакаты", "№8 "),
    ],
)
async def test_a_unit_called_by_one_word_is_the_only_one_told(english: Stage, words: str, activity: str) -> None:
    shown = await english.leader.says(f"@ijrochi_bot {words}")
    assert f"Instruction on {activity}" in shown.text
    assert shown.text.endswith("It will reach: O‘quv-markazi")


@pytest.mark.parametrize("words", ["Ҳисобот бермаганларга эслатма юборинг", "напомни тем, кто молчит"])
async def test_to_remind_the_silent_shows_whom_the_bot_would_ask(english: Stage, words: str) -> None:
    await english.jumps_to(datetime(2024, 5, 14, 10, tzinfo=TASHKENT))
    await english.settles()
    before = await english.officer("Б. Кучкаров").count()
    shown = await english.leader.says(f"@ijrochi_bot {words}")
    assert "silent and can be asked" in shown.text
    [label] = shown.labels
    await english.leader.presses(label, shown)
    await english.settles()
    letters = await said_since(english.officer("Б. Кучкаров"), before)
    assert "asks B. Kuchkarov how the work is going" in letters
    assert words not in letters


@pytest.mark.parametrize(
    "words", ["3-тадбирни Кучкаров эплай олмаяпти, Маматовга берайлик", "передайте 3 мероприятие Маматову"]
)
async def test_another_officer_is_a_matter_of_the_admins(english: Stage, words: str) -> None:
    officer, admin = english.officer("Б. Кучкаров"), english.admin
    before, of_admin = await officer.count(), await admin.count()
    shown = await english.leader.says(f"@ijrochi_bot {words}")
    await english.settles()
    assert "changed by the control department" in shown.text
    assert words in await said_since(admin, of_admin)
    assert words not in await said_since(officer, before)


async def test_an_admin_is_shown_where_the_officer_is_changed(english: Stage) -> None:
    shown = await english.admin.says("3-tadbirni Mamatovga beraylik")
    assert "changed on the card" in shown.text
    assert "👤 Change the responsible officer" in shown.labels


@pytest.mark.parametrize(
    ("words", "activity"),
    [
        ("Ибодуллаевга: жиҳозлар хатлови натижасини душанбагача беринг", "№10 "),
        ("Ibodullayev: jihozlar xatlovi natijasini bering", "№10 "),
        ("Кучкаров медиа-режани тезлаштирсин", "№15 "),
    ],
)
async def test_of_the_activities_of_whom_is_told_the_words_choose(english: Stage, words: str, activity: str) -> None:
    await english.leader.says("/report 11")
    shown = await english.leader.says(f"@ijrochi_bot {words}")
    if "📌 It is an instruction" in shown.labels:  # with a name and a term it is an order first
        shown = await english.leader.presses("📌 It is an instruction", shown)
    assert f"nstruction on {activity}".casefold() in shown.text.casefold()
