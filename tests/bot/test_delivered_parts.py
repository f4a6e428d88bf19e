"""A part that is delivered is done for its co-executor, wherever one person's figures are shown."""

from datetime import date

import pytest

from tests.bot.scenes import opens
from tests.stage import Shown, Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")

CO_EXECUTOR = "Х. Палуаниязов"  # of 5, due on 31 March, which Маматов leads


@pytest.fixture
def officer(english: Stage) -> Someone:
    return english.officer(CO_EXECUTOR)


def line_of(shown: Shown, number: int) -> str:
    """The entry of an activity in a list; nothing if it is not there."""
    return next((block for block in shown.text.split("\n\n") if f"№{number} " in block), "")


async def test_what_a_co_executor_delivered_is_never_late_for_them(english: Stage, officer: Someone) -> None:
    before = (await officer.says("/my")).text.splitlines()[0]
    await officer.presses("✅ Done", await opens(officer, 5))
    assert (await officer.says("/my")).text.splitlines()[0] != before, "it is not to be done any more"
    assert "№5 " not in (await officer.says("5 апрелгача нима бор")).text
    await english.jumps_to(date(2024, 4, 20))
    await english.settles()
    await officer.says("5 илова ҳам бор")  # more words move nothing
    told = await english.admin.says("/report Палуаниязов")
    assert "🟢 done: 1 · 🔴 overdue: 1" in told.text, "5 is delivered, 3 is overdue"
    assert "Discipline: 50% (on time: 1 of 2)" in told.text, "on the day of the first words"
    told = await english.admin.presses("▶️", told)
    assert "part delivered" in line_of(told, 5) and "past the deadline" not in line_of(told, 5)
    assert "№5 " not in (await english.admin.says("/report Палуаниязов муддати ўтган")).text
    officers = (await english.admin.presses("👤 By officer", await english.admin.says("/report discipline"))).text
    row = next(one for one in officers.splitlines() if "Paluaniyazov" in one)
    assert "overdue: 1" in row and "1 done" in row and "discipline: 50%" in row
    assert "№5 " in (await english.admin.says("/report Маматов муддати ўтган")).text, "its own status stays"
    calendar = (await officer.says("/calendar")).text
    assert "№5 " not in calendar and "№3 " in calendar
    card = await opens(officer, 5)
    assert "⏳ Extend the deadline" not in card.labels and "✅ Done" not in card.labels
    await english.outsider.says("/report Палуаниязов")
    assert "№5" not in (await english.outsider.last()).text


async def test_who_waits_for_a_part_is_told_on_the_card_and_in_the_list(english: Stage, officer: Someone) -> None:
    english.gives_reasons = False
    lead = english.officer("Х. Маматов")
    await lead.presses("⏳ I will wait", await lead.says("5-тадбир тўлиқ бажарилди"))
    mine = await lead.says("/my")
    assert "📨 reported as done on 12 March, waits for parts" in line_of(mine, 5)
    assert not any("message" in label for label in mine.labels), "it is known what it is about"
    card = await opens(lead, 5)
    assert "📨 reported as done on 12 March" in card.text and "✅ Yes, parts not needed" in card.labels
    theirs = await officer.says("/my")
    assert "⏳ X. Mamatov reported the whole on 12 March and waits for your part." in line_of(theirs, 5)
    card = await opens(officer, 5)
    assert "waits for your part" in card.text and "✅ Yes, parts not needed" not in card.labels
    assert "📨 reported as done" in (await english.admin.says("/report 5")).text
    await english.goes_to("2024-03-15T10:00")
    told = next(one.text for one in reversed(await officer.heard()) if "waits for your part, to hand" in one.text)
    assert "activity in" not in told
    await lead.presses("✅ Yes, parts not needed", await opens(lead, 5))
    assert "📨" not in (await opens(lead, 5)).text


async def test_words_that_moved_nothing_are_the_last_word(english: Stage, officer: Someone) -> None:
    await officer.says("5 бошланмади")
    assert "last word: 12 March" in (await english.admin.says("/report Палуаниязов март")).text
    assert "Your part: last word: 12 March" in (await opens(officer, 5)).text
    assert "has reported, 12 March" in (await opens(english.officer("Х. Маматов"), 5)).text


async def test_of_tomorrow_it_is_said_that_nothing_falls_due(english: Stage, officer: Someone) -> None:
    assert "13 March: nothing falls due, under way are:" in (await officer.says("эртага нима бор")).text
    await english.goes_to("2024-03-30T10:00")
    assert "nothing falls due" not in (await officer.says("эртага нима бор")).text, "5 is due on 31 March"
