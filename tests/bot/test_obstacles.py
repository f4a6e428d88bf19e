"""Obstacles: read in an officer's words or said by a button, told to the admins, listed until they are gone."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import Obstacle
from tests.bot.scenes import activity, audited, opens, reports
from tests.stage import Someone, Stage

pytestmark = pytest.mark.begins("2024-03-12T10:00")


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 (February to March) and three more, assists in 3 and 9."""
    return english.officer("Х. Маматов")


async def obstacles(stage: Stage) -> Sequence[Obstacle]:
    async with stage.database.read() as session:
        return (await session.scalars(select(Obstacle).order_by(Obstacle.id))).all()


async def test_words_that_say_what_hinders_are_noted_and_taken_away_by_a_button(
    english: Stage, mamatov: Someone
) -> None:
    before = await english.admin.count()
    shown = await mamatov.says("5-тадбир: вазирлик хати келмаяпти")
    assert "⛔ An obstacle is noted" in shown.text
    [letter] = await english.admin.heard(before)
    assert "Obstacle since 12 March" in letter.text and "вазирлик хати келмаяпти" in letter.text
    assert "Obstacle since 12 March" in (await opens(mamatov, 5)).text
    listed = await english.admin.says("/report тўсиқ")
    assert "Open obstacles: 1" in listed.text and "№5" in listed.text
    taken = await mamatov.presses("✖️ It is no obstacle", shown)
    assert "An obstacle is noted" not in taken.text
    assert "Obstacle since" not in (await opens(mamatov, 5)).text
    assert (await english.admin.says("/report obstacles")).text == "No obstacle is open."
    noted = await audited(english, f"activity:{(await activity(english, 5)).id}")
    assert [one for one in noted if one.startswith("obstacle")] == ["obstacle.raised", "obstacle.withdrawn"]


async def test_who_could_help_is_asked_once_and_need_not_be_answered(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("5-тадбир: маблағ ажратилмагани учун тўхтаб турибди")
    await mamatov.presses("✍️ Who could help?", shown)
    told = await mamatov.says("Молия вазирлиги\nхат юборилсин")
    assert "Who could help: Молия вазирлиги" in told.text and "Proposed: хат юборилсин" in told.text
    [row] = await obstacles(english)
    assert (row.helper, row.proposal) == ("Молия вазирлиги", "хат юборилсин")
    assert len(await reports(english)) == 1, "the answer is no report"


async def test_other_words_than_who_could_help_are_read_as_ever(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("✍️ Who could help?", await mamatov.says("5-тадбир: маблағ ажратилмаган"))
    await mamatov.says("6-тадбир 40%")
    [row] = await obstacles(english)
    assert (row.helper, row.proposal) == (None, None)
    assert [one.percent for one in await reports(english)] == [None, 40]


async def test_a_percent_in_answer_to_what_hinders_is_no_obstacle(english: Stage, mamatov: Someone) -> None:
    await mamatov.presses("⛔ There is an obstacle", await opens(mamatov, 5))
    await mamatov.says("40 фоиз")
    assert await obstacles(english) == [] and [one.percent for one in await reports(english)] == [40]


async def test_the_lead_hears_of_a_co_executors_obstacle_at_once(english: Stage, mamatov: Someone) -> None:
    assistant = english.officer("Х. Палуаниязов")
    before = await mamatov.count()
    await assistant.says("5-тадбир: маблағ йўқ")
    assert any("маблағ йўқ" in one.text for one in await mamatov.heard(before))
    assert "Obstacle since 12 March" in (await opens(mamatov, 5)).text


async def test_a_card_says_by_its_button_that_something_hinders(english: Stage, mamatov: Someone) -> None:
    before = await english.admin.count()
    await mamatov.presses("⛔ There is an obstacle", await opens(mamatov, 5))
    shown = await mamatov.says("харита ҳали чизилмаган")
    assert "⛔ An obstacle is noted" in shown.text
    assert len(await english.admin.heard(before)) == 1
    card = await opens(mamatov, 5)
    assert "Obstacle since 12 March" in card.text and "✅ The obstacle is gone" in card.labels
    ended = await mamatov.presses("✅ The obstacle is gone", card)
    assert "the obstacle is marked as gone" in ended.text
    assert "Obstacle since" not in (await opens(mamatov, 5)).text


async def test_a_doubtful_word_only_offers_the_button(english: Stage, mamatov: Someone) -> None:
    shown = await mamatov.says("5-тадбир: вазирликдан жавоб кутяпмиз")
    assert "An obstacle is noted" not in shown.text and await obstacles(english) == []
    noted = await mamatov.presses("⛔ Note it as an obstacle", shown)
    assert "⛔ An obstacle is noted" in noted.text
    [row] = await obstacles(english)
    assert row.text == "5-тадбир: вазирликдан жавоб кутяпмиз"


async def test_words_say_that_it_is_gone_and_undo_brings_it_back(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир: вазирлик хати келмаяпти")
    await english.goes_to("2024-03-13T10:00")
    shown = await mamatov.says("5-тадбир: тўсиқ бартараф этилди, иш давом этяпти")
    assert "✅ The obstacle is marked as gone." in shown.text
    assert "Obstacle since" not in (await opens(mamatov, 5)).text
    await mamatov.presses("↩️ Undo", shown)
    assert "Obstacle since" in (await opens(mamatov, 5)).text


async def test_what_is_taken_back_hinders_no_more_and_an_edit_that_says_otherwise_ends_it(
    english: Stage, mamatov: Someone
) -> None:
    await mamatov.says("5-тадбир: вазирлик хати келмаяпти")
    [asked] = [one for one in await mamatov.screen() if one.text == "5-тадбир: вазирлик хати келмаяпти"]
    await mamatov.edits(asked, "5-тадбир: вазирлик хати келди")
    assert "Obstacle since" not in (await opens(mamatov, 5)).text
    await mamatov.edits(asked, "5-тадбир: маблағ йўқ")
    await mamatov.presses("↩️ Undo")
    assert "Obstacle since" not in (await opens(mamatov, 5)).text


async def test_an_admin_ends_it_and_nobody_else_learns_of_it(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир: вазирлик хати келмаяпти")
    [letter] = [one for one in await english.admin.screen() if "Obstacle since" in one.text]
    other = english.officer("Б. Юнусов")
    [row] = await obstacles(english)
    await other.taps(await other.says("/my"), f"ob4:{row.assignment_id}", forged=True)
    [row] = await obstacles(english)
    assert row.gone_at is None
    assert "№5" not in (await other.says("тўсиқлар")).text
    await english.admin.presses("✅ The obstacle is gone", letter)
    [row] = await obstacles(english)
    assert row.gone_by == english.admin.id


async def test_the_weekly_summary_has_one_line_and_a_button_to_the_list(english: Stage, mamatov: Someone) -> None:
    await mamatov.says("5-тадбир: вазирлик хати келмаяпти")
    await english.goes_to("2024-03-18T09:30")
    summary = next(one for one in reversed(await english.leader.screen()) if "Weekly summary" in one.text)
    assert "⛔ An obstacle hinders 1 activity" in summary.text
    listed = await english.leader.presses("⛔ Obstacles", summary)
    assert "вазирлик хати келмаяпти" in listed.text


async def test_the_next_message_answers_a_button_that_asked_for_words_even_hours_later(
    english: Stage, mamatov: Someone
) -> None:
    shown = await mamatov.says("5-тадбир: вазирлик хати келмаяпти")
    await mamatov.presses("✍️ Who could help?", shown)
    await english.jumps_to(english.now + timedelta(hours=3))
    assert "Proposed" not in (await mamatov.says("раҳмат")).text, "thanks are but thanks"
    told = await mamatov.says("Статистика қўмитаси ёрдам берса бўлади, хат тайёрладим имзога бердим")
    assert "Proposed: Статистика қўмитаси" in told.text
    assert len(await reports(english)) == 1

    await mamatov.presses("🗓 Another month", await mamatov.says("5-тадбир муддатини апрелгача узайтиринг, хат йўқ"))
    await english.jumps_to(english.now + timedelta(hours=2))
    asked = await mamatov.says("20 майгача бўлсин")
    assert "Activity 5" in asked.text and "be moved to 20 May 2024?" in asked.text
    await mamatov.says("6-тадбир 40%")
    assert [one.percent for one in await reports(english)] == [None, 40]

    await mamatov.presses("⛔ There is an obstacle", await opens(mamatov, 6))
    await english.jumps_to(english.now + timedelta(hours=2))
    assert "An obstacle is noted" in (await mamatov.says("иловани дўкон қабул қилмаяпти")).text


# What a message with a plea says beside it, who is to help, and the activity that it is recorded of.
PLEAS = (
    ("5 бўйича тўсиқ бор: насос келмади, молия бўлими ёрдам керак", "молия бўлими"),
    ("5 bo'yicha to'siq bor: nasos kelmadi, moliya bo'limi yordam kerak", "moliya bo'limi"),
    ("по 5 есть препятствие: насос не пришёл, нужна помощь финотдела", "финотдела"),
    ("6-тадбир: вазирлик хати келмаяпти, ёрдам керак", None),
)


async def test_the_help_that_is_wanted_for_a_hindered_work_stands_with_its_obstacle(
    english: Stage, mamatov: Someone
) -> None:
    for count, (words, helper) in enumerate(PLEAS, start=1):
        before = await mamatov.count()
        await mamatov.says(words)
        said = await mamatov.heard(before)
        assert len(said) == 1 and "⛔ An obstacle is noted" in said[0].text, words
        assert ("Who could help" in said[0].text) == bool(helper)
        row = (await obstacles(english))[-1]
        assert (row.text, row.helper) == (words, helper)
        assert [one.text for one in await reports(english)][count - 1 :] == [words], "not a word is dropped"
        await english.goes_to(english.now + timedelta(minutes=20))


async def test_only_a_mere_plea_is_answered_by_what_the_bot_can_do(english: Stage, mamatov: Someone) -> None:
    for words in ("ёрдам керак", "yordam kerak", "нужна помощь", "илтимос, ёрдам беринг"):
        assert "/my" in (await mamatov.says(words)).text, words
    for words in ("5 бўйича ёрдам керак", "молия бўлими ёрдам керак", "по 5 нужна помощь", "5 bo'yicha yordam kerak"):
        asked = await mamatov.says(words)
        assert words in asked.text and "✍️ This is a report" in asked.labels, words
    recorded = await mamatov.says("5 20%, ёрдам керак")
    assert "20% done" in recorded.text
    assert [one.text for one in await reports(english)] == ["5 20%, ёрдам керак"]
