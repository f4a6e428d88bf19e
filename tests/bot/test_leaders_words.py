"""What leaders ask and order in plain words: answered truly, handed to those named, or said not to be understood."""

from datetime import datetime
from pathlib import Path

import pytest

from bot.demo import LEADER_ID
from models import Instruction
from tests.bot.scenes import again, count, said_since
from tests.stage import TASHKENT, Scenes, Shown, Someone, Stage


async def two_have_reported(stage: Stage) -> None:
    """The summary of 8 April has come; on the 9th two officers report, and it is the 10th."""
    await stage.jumps_to(datetime(2024, 4, 8, 9, tzinfo=TASHKENT))
    await stage.settles()
    await stage.jumps_to(datetime(2024, 4, 9, 11, tzinfo=TASHKENT))
    await stage.officer("Б. Юнусов").says("19-тадбир 70%")
    await stage.officer("Ш. Умаров").says("14-тадбир 40%")
    await stage.jumps_to(datetime(2024, 4, 10, 11, tzinfo=TASHKENT))


@pytest.fixture
async def beginning(request: pytest.FixtureRequest, scenes: Scenes, opened_in_english: Path) -> Path:
    """With a summary: after it has come and two have reported."""
    if "summary" not in request.fixturenames:
        return opened_in_english
    return await scenes.after(two_have_reported, opened=opened_in_english, default_locale="en")


@pytest.fixture
async def summary(english: Stage) -> Shown:
    """The summary of 8 April."""
    return next(one for one in reversed(await english.leader.heard()) if "Weekly summary" in one.text)


@pytest.fixture
def alone(english: Stage) -> Someone:
    return Someone(english, LEADER_ID, "leader")


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("Юнусов: жадвал тақдим этилсин", "📌 Instruction to B. Yunusov"),
        ("VI бўлим: ҳисоботлар юборилсин", "№19"),
        ("Муддати ўтганлар тушунтириш хати берсин", "№3"),
        ("все ответственные до 25 апреля представить справку", "to all executors of the plan"),
        ("7-тадбирни тезлаштиринг", "instruction on Activity 7"),
    ],
)
async def test_who_is_named_is_the_target(english: Stage, summary: Shown, words: str, whom: str) -> None:
    asked = await english.leader.says(words, reply_to=summary)
    assert whom in asked.text
    assert "Which activity" not in asked.text
    assert len(asked.labels) == 2


async def test_an_instruction_to_people_reaches_them_alone(english: Stage, summary: Shown) -> None:
    other, before = english.officer("М. Сатаев"), await english.officer("М. Сатаев").count()
    officer, said = english.officer("Б. Юнусов"), await english.officer("Б. Юнусов").count()
    asked = await english.leader.says("Юнусов 25 апрелгача жадвал тақдим этсин", reply_to=summary)
    assert "25 April 2024" in asked.text
    await english.leader.presses("📌 Send", asked)
    letter = await said_since(officer, said)
    assert letter.startswith("📌 Instruction to you")
    assert "To be done by 25 April 2024" in letter
    assert await other.heard(before) == []
    assert "жадвал тақдим" not in (await english.leader.says("/report 19")).text
    assert "Gave an instruction to executors by their names" in (await english.admin.says("/audit")).text


@pytest.mark.parametrize("words", ["плохо", "ёмон", "бу бўлмайди", "yomon ko'rsatkich"])
async def test_a_remark_is_no_instruction(english: Stage, summary: Shown, words: str) -> None:
    before = await english.leader.count()
    await english.leader.says(words, reply_to=summary)
    assert await english.leader.heard(before) == []
    assert await count(english, Instruction) == 0
    own = next(one for one in reversed(await english.leader.screen()) if one.is_mine)
    assert (await again(english.leader, own)).raw["reactions"] == ["👀"]


@pytest.mark.parametrize("words", ["кто виноват?", "нега бунча кам?", "bu nima degani?"])
async def test_a_question_under_a_summary_is_no_instruction(english: Stage, summary: Shown, words: str) -> None:
    shown = await english.leader.says(words, reply_to=summary)
    assert shown.text.startswith("I did not understand the question. You may ask, for example:")
    assert await count(english, Instruction) == 0


async def test_an_unclear_instruction_offers_few_activities(english: Stage, summary: Shown) -> None:
    asked = await english.leader.says("Тезлаштиринг", reply_to=summary)
    assert sum(label.startswith("№") for label in asked.labels) == 5


@pytest.mark.parametrize(
    "words",
    [
        "ҳамма 20 майгача маълумот берсин",
        "Всем исполнителям представить отчёт до 20 мая",
        "Barcha ijrochilar 20 maygacha hisobot topshirsin",
    ],
)
async def test_an_instruction_to_all_in_private(english: Stage, summary: Shown, alone: Someone, words: str) -> None:
    asked = await alone.says(words)
    assert "to all executors of the plan" in asked.text
    assert "To be done by 20 May 2024" in asked.text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("кто просрочил?", "🔴 overdue\n7 activities"),
        ("сколько процентов выполнено?", "The work plan on 10 April 2024"),
        ("what must be done in may", "May 2024"),
        ("кеча ким ҳисобот берди?", "Reported (9 April): 2\nB. Yunusov: №19"),
        ("кто не сдал отчет в апреле?", "Not reported (April 2024): 17"),
        ("мартда тугайди", "March 2024"),
        ("харита нима бўлди?", "Activity 22"),
        ("что с плакатами?", "Activity 8"),
        ("ошхона нега ёпиқ?", "I did not understand the question"),
        ("когда совещание?", "I did not understand the question"),
    ],
)
async def test_a_question_is_answered_for_itself(
    english: Stage, summary: Shown, alone: Someone, words: str, told: str
) -> None:
    await alone.says("/report 3")
    shown = await alone.says(words)
    assert told in shown.text
    assert "Activity 3 " not in shown.text


@pytest.mark.parametrize("words", ["кто не отчитался?", "ким ҳисобот бермади?", "who has not reported?"])
async def test_in_the_first_weeks_it_is_said_who_has_not_reported(english: Stage, alone: Someone, words: str) -> None:
    await english.jumps_to(datetime(2024, 1, 9, 11, tzinfo=TASHKENT))
    await english.officer("Б. Юнусов").says("19-тадбир 10%")
    shown = await alone.says(words)
    assert "two weeks" in shown.text
    assert "Have not reported yet: " in shown.text
    assert "B. Kuchkarov" in shown.text
    assert "B. Yunusov" not in shown.text


@pytest.mark.parametrize("words", ["салом", "hi", "ассалому алайкум"])
async def test_a_leaders_greeting_is_answered(english: Stage, alone: Someone, words: str) -> None:
    assert (await alone.says(words)).text.startswith("Good day!")


@pytest.mark.parametrize("words", ["👍", "яхши рахмат", "спасибо"])
async def test_a_leaders_thanks_are_met(english: Stage, alone: Someone, words: str) -> None:
    await alone.says(words)
    assert (await alone.last()).raw["reactions"] == ["👍"]


@pytest.mark.parametrize(
    "words", ["кеча ким ҳисобот берди?", "кто просрочил?", "харита нима бўлди?", "умумий аҳвол қандай?"]
)
async def test_an_officer_learns_nothing_of_others(english: Stage, summary: Shown, words: str) -> None:
    officer = english.officer("Г. Рахимова")
    before = await officer.count()
    await officer.says(words)
    said = await said_since(officer, before)
    assert "Yunusov" not in said
    assert "№19" not in said
    assert "22" not in said.replace("2024", "")
