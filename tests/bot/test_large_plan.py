"""A plan of some 1,500 activities: its numbers are written, asked about, listed and pressed as those of a small one."""

from datetime import timedelta

import pytest

from services.control.lines import Into
from services.plan.file import Section
from tests.bot.scenes import MINUTES, minutes, reports, state_of
from tests.stage import Shown, Someone, Stage

OFFICER, KEY = "Х. Маматов", "mamatov"
OWN = frozenset({*range(1001, 1031), 1200, 1234, 1500, 2024, 12_345})
LARGEST = 1500
ELSEWHERE = 1499  # somebody else's


async def loads_1500_activities(stage: Stage) -> None:
    """An edition of the plan that has as many more; one officer leads 35 of them, and none is due before June."""
    keys = [one.key for one in stage.plan.executors if one.key != KEY]
    numbers = sorted({*range(len(stage.plan.activities) + 1, LARGEST + 1), *OWN})
    more = [
        {
            "number": number,
            "text": f"{number}-мактабда кутубхона ташкил этиш",
            "deadline": {"text": "июнь", "kind": "months", "first": "2024-06", "last": "2024-06"},
            "executors": [KEY if number in OWN else keys[number % len(keys)]],
        }
        for number in numbers
    ]
    section = Section.model_validate({"number": "VIII", "title": "Мактаблар", "activities": more})
    plan = stage.plan.model_copy(update={"sections": (*stage.plan.sections, section)})
    await stage.services.plans.load(plan, stage.now)


@pytest.fixture
async def large(english: Stage) -> Stage:
    await loads_1500_activities(english)
    return english


async def says(person: Someone, text: str) -> Shown:
    """Write it a minute after what was written last, so that nothing is too fast."""
    await person.stage.jumps_to(person.stage.now + timedelta(minutes=1))
    return await person.says(text)


async def test_an_officers_words_on_long_numbers(large: Stage) -> None:
    mamatov = large.officer(OFFICER)
    async with large.settling_once():
        for words, number, percent in (
            ("№1001, 40%", 1001, 40),
            ("1500-tadbir 30 foiz", 1500, 30),
            ("по 12345 готово на 20%", 12_345, 20),
            ("№2024, 10%", 2024, 10),
            ("№1 004, 50%", 1004, 50),
        ):
            shown = await says(mamatov, words)
            assert shown.text.startswith(f"✔️ Recorded: Activity {number} "), words
            assert await state_of(large, number) == ("in_progress", percent)
        asked = await says(mamatov, "1004 эмас, 1005")
        assert "➡️ To №1005" in asked.labels
        moved = await mamatov.presses("➡️ To №1005", asked)
        assert "Activity 1005" in moved.text
        assert (await state_of(large, 1004), await state_of(large, 1005)) == (("not_started", 0), ("in_progress", 50))
        answer = await says(mamatov, "1002 муддати қачон?")
        assert answer.text.startswith("Activity 1002 ") and "30 June 2024" in answer.text
        kept = len(await reports(large))
        for words, number in (
            ("1200 тадбир ўтказилди", 1200),
            ("2024 40%", 2024),
            ("1200 тингловчига тарқатилди", 1200),
        ):
            asked = await says(mamatov, words)
            assert f"Is this about №{number}?" in asked.text, words
            await mamatov.presses("✖️ This is no report", asked)
        asked = await says(mamatov, f"{ELSEWHERE} 40%")
        assert f"№{ELSEWHERE} is not among yours" in asked.text
        asked = await says(mamatov, "1234567 40%")
        assert "The plan has no №1234567." in asked.text
        assert len(await reports(large)) == kept
        several = await says(mamatov, "1010, 1011 ва 1012 бажарилди")
        assert [label for label in several.labels if "№" in label] == ["↩️ №1010", "↩️ №1011", "↩️ №1012"]


async def test_the_list_of_many_is_paged_and_each_is_pressed(large: Stage) -> None:
    mamatov = large.officer(OFFICER)
    async with large.settling_once():
        shown = await says(mamatov, "/my")
        seen = [label for label in shown.labels if label.startswith("№")]
        while "➡️" in shown.labels:
            shown = await mamatov.presses("➡️", shown)
            seen += [label for label in shown.labels if label.startswith("№")]
        assert {f"№{number}" for number in OWN} <= set(seen)
        card = await mamatov.presses("№12345", shown)
        assert card.text.startswith("Activity 12345 ")
        done = await mamatov.presses("✅ Done", card)
        assert "12345" in done.text


async def test_readers_ask_about_long_numbers_and_outsiders_learn_nothing(large: Stage) -> None:
    admin = large.admin
    async with large.settling_once():
        for person, words, number in (
            (large.leader, "/report 1234", 1234),
            (large.leader, "/report 1 001", 1001),
            (admin, "/report №2024", 2024),
        ):
            assert (await says(person, words)).text.startswith(f"Activity {number} "), words
        several = await says(large.leader, "/report 1001-1005")
        assert several.labels[:5] == [f"№{number}" for number in range(1001, 1006)]
        year = await says(admin, "/report 2024")
        assert year.text.startswith("The work plan on"), "a year is a year, where nothing says otherwise"
        assert (await says(admin, "12345")).text.startswith("Activity 12345 ")
        for words, number in (("/audit 1234", 1234), ("/audit №1 001", 1001)):
            assert f"Activity {number}\n" in (await says(admin, words)).text
        for words in ("/report 1234", "1234-тадбир аҳволи қандай?", "№1234 бажарилди"):
            shown = await says(large.outsider, words)
            assert "мактаб" not in shown.text and "maktab" not in shown.text
        assert await state_of(large, 1234) == ("not_started", 0)


async def test_long_numbers_of_two_plans_are_told_apart_by_their_marks(large: Stage) -> None:
    paper = minutes(large)
    section = paper.sections[0]
    renumbered = tuple(one.model_copy(update={"number": 1000 + one.number}) for one in section.activities)
    section = section.model_copy(update={"activities": renumbered})
    await large.services.plans.load(paper.model_copy(update={"sections": (section,)}), large.now, Into(mark=MINUTES))
    mamatov = large.officer(OFFICER)  # 1003 and 1005 of the minutes are theirs as well, 1004 of both
    async with large.settling_once():
        for words, name in (
            ("ИР-1003 40%", "IR-1003"),
            ("баённома 12 1005-банд 30%", "Bayonnoma 12-1005"),
            ("1006 20%", "IR-1006"),
            ("ИР-1009 ва 1200 нафар ўқитилди", "IR-1009"),
            ("ИР-1010, 2024 йилда 30%", "IR-1010"),
        ):
            shown = await says(mamatov, words)
            assert shown.text.startswith(f"✔️ Recorded: Activity {name} "), words
            assert shown.text.count("Recorded") == 1
        both = await says(mamatov, "ИР 1007, 1008: 50%")
        assert [label for label in both.labels if "№" in label] == ["↩️ №IR-1007", "↩️ №IR-1008"]
        asked = await says(mamatov, "1003 60%")
        assert [label.split()[0] for label in asked.labels[:2]] == ["№IR-1003", "№Bayonnoma"]
    assert await state_of(large, 1003) == ("in_progress", 40)
