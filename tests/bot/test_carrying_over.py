"""What is not done is carried over into the next plan: marked, given terms, confirmed, and told on the first day."""

from datetime import date
from pathlib import Path

import pytest

from tests.bot.scenes import after, opens, said_since
from tests.bot.test_next_period import loaded_early, near_the_end
from tests.bot.test_second_plan import LEAD, NEXT, moves_on, next_plan
from tests.stage import Shown, Someone, Stage, staged


async def chooses(stage: Stage, shown: Shown, *numbers: int) -> Shown:
    """Mark these activities in the list, on whichever page they stand."""
    for number in numbers:
        while not any(f"№{number} " in f"{label} " for label in shown.labels):
            shown = await stage.admin.presses("➡️", shown)
        shown = await stage.admin.presses(f"⬜ №{number} ", shown)
    return shown


async def carries(stage: Stage, *chosen: tuple[int, str]) -> Shown:
    """Choose activities, each with a month of the next half-year, and confirm."""
    admin = stage.admin
    shown = await admin.presses("📋 Carry over", await admin.says("/plan"))
    shown = await chooses(stage, shown, *(number for number, _ in chosen))
    shown = await admin.presses("🗓 Set the terms", shown)
    for number, month in sorted(chosen):
        assert f"№{number} " in shown.text
        shown = await admin.presses(month, shown)
    assert "Carry this over into the next plan?" in shown.text
    return await admin.presses("✅ Carry over", shown)


@after(loaded_early)
async def test_it_is_offered_below_the_plan_that_was_loaded(english: Stage) -> None:
    assert any("📋 Carry over" in label for label in (await english.admin.last()).labels)


@after(loaded_early, near_the_end)
async def test_two_are_chosen_and_stand_in_the_next_plan(english: Stage) -> None:
    admin, officer = english.admin, english.officer(LEAD)
    await officer.says("5 40% the draft")
    done = await carries(english, (5, "September 2024"), (8, "No term"))
    assert "✅ Carried over: 2 activities." in done.text
    await english.settles()
    letter = (await english.second_admin.last()).text
    assert "has carried over 2 activities of the former plan into the next one." in letter
    assert "«" not in letter.splitlines()[0], "no document is named: there is none"
    waiting = await english.services.plans.waiting()
    assert waiting is not None
    assert waiting.activities == 27
    again = await admin.presses("⬅️ Back", done)
    assert "→ №26" in again.text
    assert not any("№5 " in label for label in again.labels), "it cannot be carried over twice"
    since = await officer.count()
    await english.goes_to("2024-07-01T09:30:00+05:00")
    assert "A new plan is in force" in await said_since(officer, since)
    facts = {one.number: one for one in await english.services.activities.all(NEXT)}
    old = english.plan.activities
    five = next(one for one in old if one.number == 5)
    assert facts[26].text == five.text
    assert [part.executor.key for part in facts[26].parts] == list(five.executors)
    assert facts[26].short_name == five.short_name
    assert facts[26].due_on == date(2024, 9, 30)
    assert facts[26].percent == 0
    assert dict(facts[26].extra) == {"Аввалги режадан ўтказилган": "2024 йил 1 январь – 30 июнь даври режаси, №5"}
    assert facts[27].due_on is None
    assert facts[27].is_unset
    card = (await opens(officer, 27)).text
    assert "No deadline is set" in card
    assert "the plan says" not in card, "the words of the one who carried it over say no more than that"
    assert "2024 yil 1 yanvar – 30 iyun davri rejasi, №5" in (await opens(officer, 26)).text
    assert "2 of" not in (await admin.says("/report 2024-1 5")).text
    assert "40%" in (await admin.last()).text, "the former plan has it as it was"


@after(loaded_early)
async def test_marks_are_kept_over_a_restart_and_seen_by_both_admins(tmp_path: Path, beginning: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    async with staged(first, opened=beginning, default_locale="en") as stage:
        shown = await stage.admin.presses("📋 Carry over", await stage.admin.says("/plan"))
        await chooses(stage, shown, 1, 2)
        now = stage.now
    async with staged(second, opened=first, default_locale="en", start=now) as stage:
        shown = await stage.second_admin.presses("📋 Carry over", await stage.second_admin.says("/plan"))
        assert "Chosen: 2 of 23 activities" in shown.text
        shown = await stage.second_admin.presses("⬜ None", shown)
        assert "Chosen: 0 of" in shown.text
        shown = await stage.second_admin.presses("☑️ All", shown)
        total = shown.text.split("Chosen: ")[1].split(" of ")[0]
        assert f"Chosen: {total} of {total}" in shown.text


@after(loaded_early)
async def test_what_is_done_or_endless_is_not_offered(english: Stage) -> None:
    await english.officer("Б. Юнусов").says("2 bajarildi")
    await english.admin.presses("✅ Accept")
    found = await english.services.carrying.facts(english.now)
    assert found is not None
    numbers = {one.activity.number for one in found.left}
    assert 2 not in numbers
    assert not [one for one in found.left if one.activity.is_endless]


@after(loaded_early)
async def test_for_a_week_after_the_first_day_it_can_still_be_carried_over(english: Stage) -> None:
    shown = await english.admin.presses("📋 Carry over", await english.admin.says("/plan"))
    await chooses(english, shown, 5)
    await english.jumps_to(date(2024, 7, 8))
    await english.settles()
    shown = await english.admin.presses("📋 Carry over", await english.admin.says("/plan"))
    shown = await english.admin.presses("🗓 Set the terms", shown)
    shown = await english.admin.presses("September 2024", shown)
    officer, group = english.officer(LEAD), english.leader
    heard, told = await officer.count(), await group.count()
    assert "✅ Carried over: 1 activity." in (await english.admin.presses("✅ Carry over", shown)).text
    await english.settles()
    facts = {one.number: one for one in await english.services.activities.all(date(2024, 7, 8))}
    assert facts[26].due_on == date(2024, 9, 30)
    letter = await said_since(officer, heard)
    assert "№26" in letter and "New" in letter, "the plan is in force: it is a change of it like any other"
    assert "New: 1" in await said_since(group, told)
    assert "№26" in (await english.admin.says("режага нима қўшилди?")).text
    heard = await officer.count()
    shown = await english.admin.presses("↩️ Take back the last change", await english.admin.says("/plan"))
    assert "№26" in shown.text or "New: 1" in shown.text
    await english.admin.presses("↩️ Yes, take it back")
    await english.settles()
    assert "№26" in await said_since(officer, heard)


@after(loaded_early)
async def test_a_week_after_the_first_day_only_what_was_chosen_is_left_to_be_carried_over(english: Stage) -> None:
    admin = english.admin
    shown = await admin.presses("📋 Carry over", await admin.says("/plan"))
    await chooses(english, shown, 5)
    await english.jumps_to(date(2024, 7, 29))
    await english.settles()
    shown = await admin.presses("📋 Carry over", await admin.says("/plan"))
    assert "Chosen: 1 of 1" in shown.text
    shown = await admin.presses("🗓 Set the terms", shown)
    shown = await admin.presses("September 2024", shown)
    assert "✅ Carried over: 1 activity." in (await admin.presses("✅ Carry over", shown)).text
    assert not any("📋 Carry over" in label for label in (await admin.says("/plan")).labels)


@after(loaded_early)
async def test_a_week_after_the_first_day_nothing_else_is_carried_over_any_more(english: Stage) -> None:
    shown = await english.admin.presses("📋 Carry over", await english.admin.says("/plan"))
    await english.jumps_to(date(2024, 7, 9))
    await english.settles()
    answer = await english.admin.press("⬜ №5", shown)
    assert answer is not None
    assert "Nothing can be carried over now" in answer["text"]
    assert not any("📋 Carry over" in label for label in (await english.admin.says("/plan")).labels)


@pytest.mark.parametrize(
    ("words", "due", "said"),
    [
        ("15.09.2024", date(2024, 9, 15), "15 September 2024"),
        ("20 сентябргача", date(2024, 9, 20), "20 September 2024"),
        ("до 1 декабря", date(2024, 12, 1), "1 December 2024"),
        ("2024 йил октябрь", date(2024, 10, 31), "October 2024"),
        ("31.12.2024", date(2024, 12, 31), "December 2024"),
    ],
)
@after(loaded_early)
async def test_a_term_may_be_typed_as_a_day(english: Stage, words: str, due: date, said: str) -> None:
    admin = english.admin
    shown = await chooses(english, await admin.presses("📋 Carry over", await admin.says("/plan")), 5)
    asked = await admin.presses("🗓 Set the terms", shown)
    assert "or write the day: 15.09.2024" in asked.text
    sure = await admin.says(words)
    assert "Carry this over into the next plan?" in sure.text
    assert said in sure.text
    await admin.presses("✅ Carry over", sure)
    await english.jumps_to(NEXT)
    await english.settles()
    facts = {one.number: one for one in await english.services.activities.all(NEXT)}
    assert facts[26].due_on == due


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("эртароқ", "I am not certain what «эртароқ» means."),
        ("15.02.2025", "15 February 2025 is not in the next plan’s period, 1 July – 31 December 2024."),
        ("01.06.2024", "1 June 2024 is not in the next plan’s period"),
    ],
)
@after(loaded_early)
async def test_what_is_no_term_of_the_next_plan_is_asked_again(english: Stage, words: str, said: str) -> None:
    admin = english.admin
    shown = await chooses(english, await admin.presses("📋 Carry over", await admin.says("/plan")), 5)
    await admin.presses("🗓 Set the terms", shown)
    again = await admin.says(words)
    assert said in again.text
    assert "By when is it to be done?" in again.text
    assert "Carry this over" in (await admin.says("15.09.2024")).text


@after(loaded_early, near_the_end)
async def test_the_admins_are_reminded_once_of_what_is_marked_and_not_carried_over(english: Stage) -> None:
    shown = await english.admin.presses("📋 Carry over", await english.admin.says("/plan"))
    await chooses(english, shown, 5)
    since = await english.admin.count(), await english.officer(LEAD).count()
    await english.goes_to("2024-06-23T12:00:00+05:00")
    assert "does not stand in it yet" not in await said_since(english.admin, since[0])
    await english.goes_to("2024-06-24T12:00:00+05:00")
    await english.goes_to("2024-06-26T12:00:00+05:00")
    assert (await said_since(english.admin, since[0])).count("does not stand in it yet") == 1
    assert "does not stand in it yet" in await said_since(english.second_admin, 0)
    assert "does not stand in it yet" not in await said_since(english.officer(LEAD), since[1])


@after(loaded_early, near_the_end)
async def test_who_has_marked_nothing_is_reminded_of_nothing(english: Stage) -> None:
    await carries(english, (5, "September 2024"))
    since = await english.admin.count()
    await english.goes_to("2024-06-26T12:00:00+05:00")
    assert "does not stand in it yet" not in await said_since(english.admin, since)


async def test_a_plan_that_is_loaded_late_offers_it_on_that_day(english: Stage, tmp_path: Path) -> None:
    await moves_on(english, tmp_path)
    found = await english.services.carrying.facts(english.now)
    assert found is not None
    assert (found.former.starts_on, found.following.starts_on) == (date(2024, 1, 1), NEXT)


@after(loaded_early)
@pytest.mark.parametrize("who", ["officer", "outsider", "leader"])
async def test_nobody_else_can_press_these_buttons(who: str, english: Stage) -> None:
    person: Someone = english.officer(LEAD) if who == "officer" else getattr(english, who)
    shown = await person.says("/help")
    for data in ("co1:0", "co2:2:5:1:0", "co3:2:1", "co4:2", "co5:2:5:1", "co6:2"):
        await person.taps(shown, data, forged=True)
    found = await english.services.carrying.facts(english.now)
    assert found is not None
    assert not found.chosen
    assert "not done in the plan" not in (await person.last()).text


async def test_an_edition_of_a_plan_in_force_carries_nothing_over(english: Stage, tmp_path: Path) -> None:
    await moves_on(english, tmp_path)
    await english.jumps_to(date(2024, 8, 5))
    await english.services.imports.load("again.json", next_plan(tmp_path, "khusanova"), english.now)
    assert await english.services.carrying.facts(english.now) is None
