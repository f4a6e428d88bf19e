"""What waits for acceptance shows the newest words: nobody accepts under words that the officer no longer says."""

from datetime import timedelta

import pytest

from tests.bot.scenes import again, state_of
from tests.stage import Shown, Someone, Stage

LEAD, CO_EXECUTOR = "Б. Юнусов", "А. Ибодуллаев"
NUMBER = 2


async def submitted(stage: Stage, admin: Someone) -> Shown:
    await stage.officer(LEAD).says(f"{NUMBER} bajarildi")
    return await admin.with_button("✅ Accept")


async def minutes_later(stage: Stage, minutes: int = 30) -> None:
    await stage.jumps_to(stage.now + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (LEAD, "2-тадбир: намуналарга илова ҳам юборилди"),
        (CO_EXECUTOR, "2-тадбир 40%, менинг қисмим ҳали битмади"),
        (LEAD, "2-тадбир бўйича вазирликдан жавоб кутяпмиз"),
    ],
)
async def test_a_newer_report_comes_into_the_open_letter_of_every_admin(english: Stage, name: str, words: str) -> None:
    letter = await submitted(english, english.admin)
    other = await english.second_admin.with_button("✅ Accept")
    await minutes_later(english)
    await english.officer(name).says(words)
    for admin, shown in ((english.admin, letter), (english.second_admin, other)):
        now = await again(admin, shown)
        assert "Reported since it was handed in" in now.text
        assert words.partition(" ")[2][-10:] in now.text
        assert "✅ Accept" in now.labels


async def test_a_press_under_older_words_decides_nothing_and_shows_the_newer(english: Stage) -> None:
    letter = await submitted(english, english.admin)
    old = next(data for label, data, _ in letter.buttons if data and "Accept" in label)
    back = next(data for label, data, _ in letter.buttons if data and "Return" in label)
    await minutes_later(english)
    await english.officer(CO_EXECUTOR).says("2-тадбир 60%, иш ҳали келишилмоқда")
    for data in (old, back):
        answer = await english.admin.taps(letter, data, forged=True)
        assert answer is not None
        assert "Nothing was decided" in answer["text"]
        assert "иш ҳали келишилмоқда" in (await again(english.admin, letter)).text
        assert (await state_of(english, NUMBER))[0] == "review"
    await english.admin.presses("✅ Accept", await again(english.admin, letter))
    assert (await state_of(english, NUMBER))[0] == "done"


async def test_an_edit_and_its_undoing_reach_the_letter(english: Stage) -> None:
    letter = await submitted(english, english.admin)
    officer = english.officer(CO_EXECUTOR)
    await minutes_later(english)
    await officer.says("2-тадбир 60%, иш ҳали келишилмоқда")
    said = next(one for one in reversed(await officer.screen()) if one.is_mine)
    await officer.edits(said, "2-тадбир 70%, вазирликда кўрилмоқда")
    shown = (await again(english.admin, letter)).text
    assert "вазирликда кўрилмоқда" in shown
    assert "келишилмоқда" not in shown
    await officer.presses("↩️ Undo")
    assert "Reported since" not in (await again(english.admin, letter)).text
    await english.admin.presses("✅ Accept", await again(english.admin, letter))
    assert (await state_of(english, NUMBER))[0] == "done"


async def test_a_deadline_moved_meanwhile_stands_in_the_letter(english: Stage) -> None:
    letter = await submitted(english, english.admin)
    other = english.second_admin
    await other.presses("Activity 2", await other.with_button("✅ Accept"))
    await other.presses("⚙️ Manage")
    await other.presses("🗓")
    await other.presses("July 2024")
    await other.says("the law came late")
    assert "31 July 2024" in (await again(english.admin, letter)).text


async def test_what_the_other_admin_decided_stands_in_the_letter(english: Stage) -> None:
    letter = await submitted(english, english.admin)
    await minutes_later(english)
    await english.officer(CO_EXECUTOR).says("2-тадбир 60%, иш ҳали келишилмоқда")
    await english.second_admin.presses("✅ Accept")
    shown = await again(english.admin, letter)
    assert "Accepted by" in shown.text
    assert "✅ Accept" not in shown.labels
