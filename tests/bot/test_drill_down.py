"""What is opened in the group: one message that every press edits, with a way back; the summary stays as it was."""

from datetime import timedelta

import pytest

from tests.bot.scenes import again
from tests.stage import Shown, Someone, Stage

pytestmark = pytest.mark.begins("2024-01-08T09:00")


@pytest.fixture
async def summary(english: Stage) -> Shown:
    """The second summary of the plan, in the group."""
    return next(one for one in reversed(await english.leader.heard()) if "Weekly summary" in one.text)


async def below(leader: Someone, summary: Shown) -> list[Shown]:
    """What the bot said in the group since the summary."""
    return [one for one in await leader.heard(summary.id) if one.text]


async def test_what_a_summary_opens_is_one_message_that_every_press_edits(english: Stage, summary: Shown) -> None:
    leader = english.leader
    before = await below(leader, summary)
    await leader.presses("📂 By section", summary)
    [answer] = [one for one in await below(leader, summary) if one.id not in {o.id for o in before}]
    assert answer.text.startswith("📂 The plan by section")
    assert answer.raw["reply_to"]["id"] == summary.id
    said = await leader.press("👤 By officer", summary)
    assert said is not None
    assert "below" in said["text"]
    assert (await again(leader, answer)).text.startswith("👤 The plan by officer")
    assert len(await below(leader, summary)) == len(before) + 1
    assert (await again(leader, summary)).html == summary.html
    assert (await again(leader, summary)).buttons == summary.buttons


async def test_the_way_back_is_the_way_one_came(english: Stage, summary: Shown) -> None:
    leader = english.leader
    await leader.presses("📂 By section", summary)
    answer = await leader.with_button("III")
    steps = [answer.text]
    for label in ("III", "№"):
        await leader.presses(label, answer)
        answer = await again(leader, answer)
        steps.append(answer.text)
    assert steps[-1].startswith("Activity")
    for text in reversed(steps[:-1]):
        await leader.presses("⬅️ Back", answer)
        answer = await again(leader, answer)
        assert answer.text == text
    await leader.presses("⬅️ Back", answer)
    assert "What should the report be about?" in (await again(leader, answer)).text


async def test_a_card_of_a_later_page_goes_back_to_that_page(english: Stage) -> None:
    shown = await english.leader.says("/report")
    await english.leader.presses("▶️", shown)
    second = await again(english.leader, shown)
    await english.leader.presses("№", second)
    await english.leader.presses("⬅️ Back", await again(english.leader, shown))
    assert (await again(english.leader, shown)).text == second.text


async def test_two_leaders_press_at_the_same_message_and_the_last_one_wins(english: Stage, summary: Shown) -> None:
    leader, admin = english.leader, english.admin.in_group()
    await leader.presses("📂 By section", summary)
    answer = await leader.with_button("III")
    before = await leader.count()
    await admin.presses("III", answer)
    await leader.taps(answer, "q1:V:0", forged=True)  # of the screen that the leader still has before them
    assert (await again(leader, answer)).text.startswith("V. ")
    assert await leader.heard(before) == []


async def test_a_reply_is_about_what_stands_in_the_message_now(english: Stage, summary: Shown) -> None:
    leader = english.leader
    await leader.presses("📂 By section", summary)
    answer = await leader.with_button("III")
    for label in ("III", "№"):
        await leader.presses(label, answer)
        answer = await again(leader, answer)
    number = answer.text.split()[1]
    offer = await leader.says("Тезлаштиринг", reply_to=answer)
    assert offer.labels[0] == "📌 Instruction"
    assert f"Activity {number}" in offer.text


async def test_what_was_opened_long_ago_is_taken_away_and_said_anew(english: Stage, summary: Shown) -> None:
    leader = english.leader
    await leader.presses("📂 By section", summary)
    old = await leader.with_button("III")
    await english.jumps_to(english.now + timedelta(days=1, minutes=1))
    new = await leader.presses("👤 By officer", summary)
    assert new.id > old.id
    assert new.text.startswith("👤 The plan by officer")
    assert old.id not in {one.id for one in await leader.screen()}


async def test_what_was_deleted_is_said_anew(english: Stage, summary: Shown) -> None:
    leader = english.leader
    await leader.presses("📂 By section", summary)
    old = await leader.with_button("III")
    await english.application.bot.delete_message(leader.chat, old.id)
    assert (await leader.presses("👤 By officer", summary)).text.startswith("👤 The plan by officer")


async def test_under_a_picture_one_message_is_edited_as_well(english: Stage) -> None:
    leader = english.leader
    await leader.presses("🗓 Timeline", await leader.says("/report"))
    picture = await leader.last()
    assert picture.raw["photo"]
    await leader.presses("☰ Menu", picture)
    before = await leader.count()
    await leader.presses("☰ Menu", picture)
    assert await leader.heard(before) == []


async def test_the_confirmation_of_an_instruction_stays(english: Stage) -> None:
    leader = english.leader
    given = await leader.says("@ijrochi_bot Тезлаштиринг", reply_to=await leader.says("/report 3"))
    await leader.presses("Activity 3", given)
    assert (await again(leader, given)).text == given.text
    assert (await leader.last()).text.startswith("Activity 3")
