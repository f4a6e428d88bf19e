"""A change of the plan has moved numbers: requests, refusals and questions are never taken for another activity."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from models import Appeal
from tests.bot.scenes import after, again, opens
from tests.bot.test_amending import as_file, confirmed, numbered, seed, taken_back
from tests.stage import TASHKENT, Shown, Someone, Stage

MAMATOV = "Х. Маматов"


def renumbered() -> Any:
    """The plan with a new №3, without №11: what was 3 to 10 is 4 to 11."""
    data = seed()
    for section in data["sections"]:
        section["activities"] = [one for one in section["activities"] if one["number"] != 11]
        for one in section["activities"]:
            one["number"] += 3 <= one["number"] <= 10
    first = numbered(data, 4)
    new = {**first, "number": 3, "text": "Ҳудудий комиссияларнинг архив ҳужжатларини рақамлаштириш"}
    new |= {"executors": ["mamatov"], "short_name": "архивни рақамлаштириш"}
    for section in data["sections"]:
        if first in section["activities"]:
            section["activities"].insert(0, new)
    return data


async def numbers_were_moved(stage: Stage) -> None:
    """The leaders have read the plan, then it was changed."""
    await stage.leader.says("/report")
    await stage.leader.says("/report 7")
    await stage.goes_to("2024-01-02T10:00:00+05:00")
    await confirmed(stage.admin, as_file(renumbered()))
    await stage.settles()
    await stage.goes_to("2024-01-02T11:00:00+05:00")


async def before(leader: Someone, begins: str) -> Shown:
    """What the leaders read before the change."""
    return next(shown for shown in await leader.screen() if shown.text.startswith(begins))


async def appeals(stage: Stage) -> list[Appeal]:
    async with stage.database.read() as session:
        return list(await session.scalars(select(Appeal).order_by(Appeal.id)))


@pytest.mark.parametrize(
    ("name", "words", "became", "choices"),
    [
        (MAMATOV, "7-тадбир муддатини августгача узайтириб беринг", "that is №8 now", {"№7", "№8"}),
        (MAMATOV, "прошу продлить 6", "that is №7 now", {"№6", "№7"}),
        (MAMATOV, "8-tadbir menga tegishli emas", "that is №9 now", {"№8", "№9"}),
        ("А. Ибодуллаев", "11 ни майгача суриб беринг, эксперт йўқ", "left out of the plan", {"№11"}),
        ("А. Ибодуллаев", "10-тадбир муддатини майгача узайтиринг", "that is №11 now", {"№11"}),
        ("Б. Кучкаров", "пункт 9 не мой", "that is №10 now", {"№10"}),
    ],
)
@after(numbers_were_moved)
async def test_a_request_or_refusal_of_a_moved_number_is_asked_about(
    english: Stage, name: str, words: str, became: str, choices: set[str]
) -> None:
    shown = await english.officer(name).says(words)
    assert "Before the change of 2 January" in shown.text and became in shown.text
    assert choices <= {label.split()[0] for label in shown.labels}
    [kept] = await appeals(english)
    assert kept.activity_id is None and kept.sent_at is None


@after(numbers_were_moved)
async def test_a_request_is_not_asked_about_once_its_number_is_plain(english: Stage) -> None:
    shown = await english.officer("М. Сатаев").says("22 муддатини июлгача узайтириб беринг")
    assert "Activity 22" in shown.text, "whose number is the same"
    officer = english.officer(MAMATOV)
    await opens(officer, 7)
    shown = await officer.says("7 муддатини майгача узайтириб беринг")
    assert "Request that the deadline of Activity 7" in shown.text, "its card has been shown since"


@after(numbers_were_moved)
async def test_a_reply_to_an_old_message_is_answered_about_what_it_showed(english: Stage) -> None:
    leader = english.leader
    old = await before(leader, "The work plan on 1 January")
    for words, became, number in (
        ("7-тадбир нима ҳолатда?", "№7 was “video", 8),
        ("@ijrochi_bot что с 9?", "№9 was “kaskad", 10),
        ("8-tadbirga kim mas'ul?", "№8 was “infografik", 9),
    ):
        shown = await leader.says(words, reply_to=old)
        assert became in shown.text and f"Activity {number} " in shown.text, shown.text
    shown = await leader.says("11-тадбир нега бажарилмаган?", reply_to=old)
    assert "№11 was" in shown.text and "left out of the plan" in shown.text
    assert "Activity 11" not in shown.text, "another activity has that number now"
    shown = await leader.says("2-тадбир нима ҳолатда?", reply_to=old)
    assert "Activity 2 " in shown.text and "Before the change" not in shown.text


@after(numbers_were_moved)
async def test_a_free_question_names_what_the_number_was(english: Stage) -> None:
    leader, officer = english.leader, english.officer(MAMATOV)
    shown = await leader.says("@ijrochi_bot 7-тадбир нима ҳолатда?")
    assert "№7 was “video" in shown.text and "Activity 7 " in shown.text
    opened = await leader.presses("№8", shown)
    assert "Activity 8 " in opened.text
    again = await leader.says("@ijrochi_bot 8-тадбир муддати қачон?", reply_to=opened)
    assert "Before the change" not in again.text, "it was shown under this number since"
    assert "№7 was “video" in (await officer.says("7-тадбир муддати қачон?")).text
    await english.jumps_to(datetime(2024, 1, 20, 10, tzinfo=TASHKENT))
    await english.settles()
    assert "Before the change" not in (await leader.says("@ijrochi_bot 7-тадбир нима ҳолатда?")).text


@after(numbers_were_moved)
async def test_an_old_button_opens_what_it_showed(english: Stage) -> None:
    old = await before(english.leader, "The work plan on 1 January")
    assert "№11" in old.labels
    await english.leader.presses("№11", old)
    opened = await again(english.leader, old)
    assert "№11 was" in opened.text and "left out of the plan" in opened.text


@after(numbers_were_moved)
async def test_taken_back_the_old_messages_numbers_are_right_again(english: Stage) -> None:
    leader = english.leader
    old = await before(leader, "The work plan on 1 January")
    await taken_back(english.admin)
    shown = await leader.says("7-тадбир нима ҳолатда?", reply_to=old)
    assert "Activity 7 " in shown.text and "video" in shown.text and "Before the change" not in shown.text
