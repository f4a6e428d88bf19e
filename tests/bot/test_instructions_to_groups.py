"""Instructions to groups are confirmed with the list of whom they reach; a button's report answers them too."""

from datetime import datetime, timedelta

import pytest

from tests.bot.scenes import said_since
from tests.stage import TASHKENT, Stage


@pytest.mark.parametrize(
    ("words", "numbers", "others"),
    [
        ("напомните всем, у кого срок в этом месяце", ("№12", "№22"), ("№3 ", "№7 ")),
        ("муддати ўтганларга эслатма юборинг", ("№3", "№19"), ("№7 ", "№22")),
        ("Халқаро алоқалар бўлимига: 20 майгача маълумот берилсин", ("№24", "№25", "№26"), ("№3 ", "№7 ")),
    ],
)
async def test_a_group_is_shown_with_its_activities_and_people(
    english: Stage, words: str, numbers: tuple[str, ...], others: tuple[str, ...]
) -> None:
    await english.jumps_to(datetime(2024, 5, 14, 10, tzinfo=TASHKENT))
    await english.settles()
    shown = await english.leader.says(f"@ijrochi_bot {words}")
    assert "Shall this instruction be sent?" in shown.text
    assert "It will reach: " in shown.text
    assert all(number in shown.text for number in numbers)
    assert not any(number in shown.text for number in others)
    assert any(label.startswith("📌 Send") for label in shown.labels)


@pytest.mark.parametrize("words", ["масъулларга эртагача маълумот берилсин", "исполнителям ускорить работу"])
async def test_those_who_are_responsible_are_all_where_nothing_else_is_spoken_of(english: Stage, words: str) -> None:
    shown = await english.leader.says(f"@ijrochi_bot {words}")
    assert "Instruction to all executors of the plan" in shown.text
    assert "Shall this instruction be sent?" in shown.text


async def test_to_remind_the_silent_and_say_more_is_an_instruction_and_no_question(english: Stage) -> None:
    await english.jumps_to(datetime(2024, 5, 14, 10, tzinfo=TASHKENT))
    await english.settles()
    shown = await english.leader.says("@ijrochi_bot напомни тем, кто молчит, о совещании")
    assert "Shall this instruction be sent?" in shown.text
    assert "B. Kuchkarov" in shown.text


async def test_a_group_that_is_not_understood_is_asked_about(english: Stage) -> None:
    shown = await english.leader.says("@ijrochi_bot напомни всем, кто сидит на третьем этаже")
    assert "Which activity is this instruction about?" in shown.text


async def test_nobody_such_is_said(english: Stage) -> None:
    shown = await english.leader.says("@ijrochi_bot қайтарилганларга эслатинг")
    assert "No open activity is such now" in shown.text


@pytest.mark.parametrize("way", ["words", "button"])
async def test_a_report_by_the_cards_buttons_comes_back_under_the_instruction(english: Stage, way: str) -> None:
    leader, officer = english.leader, english.officer("Б. Кучкаров")
    receipt = await leader.says("@ijrochi_bot Ҳисобот беринг", reply_to=await leader.says("/report 3"))
    assert receipt.text.splitlines()[1].startswith("Раҳбарият аъзоси, ")
    before = await leader.count()
    letter = await officer.with_button("Activity 3")
    await officer.presses("Activity 3", letter)
    if way == "words":
        await officer.presses("✍️ Report")
        await officer.says("40%, хатлов давом этмоқда")
    else:
        await officer.presses("🔄")
        await officer.presses("50%")
    assert "B. Kuchkarov on the instruction, №3" in await said_since(leader, before)
    await english.jumps_to(english.now + timedelta(hours=1))
    again_before = await leader.count()
    await officer.says("/my")
    await officer.presses("№3")
    await officer.presses("🔄")
    await officer.presses("75%")
    assert "on the instruction" not in await said_since(leader, again_before)
