"""Long and hostile words: kept whole, shown in part with a button for the rest, never able to turn a screen."""

from typing import Any

import aiohttp
import pytest
from sqlalchemy import event

from models import ReportState
from tests.bot.scenes import activity, again, opens, reports
from tests.stage import Someone, Stage

LEAD = "Б. Юнусов"
LONG = "№1 40% " + "Лойиҳа матни келишиш учун юборилди. " * 90


async def sends_raw(stage: Stage, person: Someone, text: str) -> None:
    """A message as no client of Telegram's would send it."""
    update: dict[str, Any] = {
        "message": {
            "message_id": 900_000,
            "date": int(stage.now.timestamp()),
            "chat": {"id": person.id, "type": "private", "first_name": person.name},
            "from": {"id": person.id, "is_bot": False, "first_name": person.name},
            "text": text,
        }
    }
    got = await stage.post("update", update)
    await stage.sandbox.world.updates.until_confirmed(got["update_id"])
    await stage.handled()


async def test_a_long_report_is_shown_in_part_and_whole_by_a_button(english: Stage) -> None:
    officer = english.officer(LEAD)
    shown = await officer.says(LONG)
    assert "… more" in shown.text
    assert len(shown.text) < 700
    before = await officer.count()
    await officer.presses("📖", shown)
    said = [one.text for one in await officer.heard(before)]
    assert said == [LONG.strip()]
    number = (await activity(english, 1)).id
    await officer.taps(shown, f"o1:{number}", forged=True)
    before = await officer.count()
    await officer.presses("📖", await again(officer, shown))
    assert [one.text for one in await officer.heard(before)] == [LONG.strip()]


async def test_only_those_who_see_the_activity_get_the_whole_text(english: Stage) -> None:
    await english.officer(LEAD).says(LONG)
    [report] = await reports(english)
    for person, may in ((english.admin, True), (english.leader, True), (english.outsider, False)):
        before = await person.count()
        assert await person.taps(await person.says("/help"), f"rw1:{report.id}", forged=True) is not None
        assert any("Лойиҳа матни" in one.text for one in await person.heard(before)) is may
    card = await english.leader.says("/report 1")
    assert any(label.startswith("📖") for label in card.labels)


async def test_a_long_reason_or_instruction_has_a_way_to_the_whole_of_it(english: Stage) -> None:
    officer, words = english.officer(LEAD), "Илова тўлдирилсин ва қайта тақдим этилсин. " * 60
    await officer.says("№19 бажарилди")
    await english.admin.presses("↩️ Return")
    await english.admin.says(words)
    card = await english.leader.says("/report 19")
    await english.leader.says(words, reply_to=card)
    await english.leader.presses("📌")
    letters = (await officer.heard())[-2:]
    for reader, screen, label in (
        *((officer, letter, "📖 The full text") for letter in letters),
        (officer, await opens(officer, 19), "📖 The full text"),
        (officer, await opens(officer, 19), "📖 Full instruction of"),
        (english.leader, await english.leader.says("/report 19"), "📖 Full instruction of"),
    ):
        before = await reader.count()
        await reader.press(label, screen)
        assert [one.text for one in await reader.heard(before)] == [words.strip()], label
    for forged in ("rw2:return:1", "rw2:instruction:1", "rw2:asked:1", "rw2:refused:1", "rw2:closed:1", "rw2:x:1"):
        before = await english.outsider.count()
        assert await english.outsider.taps(await english.outsider.says("/help"), forged, forged=True) is not None
        assert not any("Илова" in one.text for one in await english.outsider.heard(before))


async def test_both_the_admin_and_the_officer_can_read_a_long_reason_for_more_time(english: Stage) -> None:
    officer, words = english.officer(LEAD), "Ҳудудлардан маълумот кеч келди, муддат керак. " * 60
    months = await officer.presses("⏳", await opens(officer, 19))
    await officer.presses(months.labels[0], months)
    asked = await officer.says(words)
    for reader, screen in ((officer, asked), (english.admin, await english.admin.last())):
        before = await reader.count()
        await reader.press("📖", screen)
        assert [one.text for one in await reader.heard(before)] == [words.strip()]
    await english.admin.presses("❌")
    await english.admin.says(words)
    before = await officer.count()
    await officer.press("📖", await officer.last())
    assert [one.text for one in await officer.heard(before)] == [words.strip()]


async def test_words_that_fill_several_messages_are_shown_in_several(english: Stage) -> None:
    officer = english.officer(LEAD)
    await opens(officer, 1)
    words = " ".join(f"сўз{number}" for number in range(1500))
    await sends_raw(english, officer, f"№1 47% {words}")  # no share of the first numbers in each other
    await officer.presses("№1")  # so long a text is not read to its end, so it is asked about
    before = await officer.count()
    await officer.presses("📖")
    said = [one.text for one in await officer.heard(before)]
    assert len(said) > 1
    assert " ".join(said).split()[2:] == words.split()


async def test_hundreds_of_kilobytes_are_kept_whole_and_come_back_as_a_file(english: Stage) -> None:
    officer = english.officer(LEAD)
    await opens(officer, 1)
    text = "№1 40%, " + "матн 👨‍👩‍👧‍👦 " * 20_000
    await sends_raw(english, officer, text)
    [report] = await reports(english, ReportState.RECORDED, ReportState.DRAFT)
    assert report.text == text.strip()
    if report.state is ReportState.DRAFT:  # so long a text is not read to its end, so it is asked about
        await officer.presses("№1")
    await officer.presses("📖")
    document = (await officer.last()).raw["document"]
    async with aiohttp.ClientSession() as client, client.get(english.base + document["url"]) as response:
        assert (await response.read()).decode() == text.strip()


@pytest.mark.parametrize("hidden", ["\u202e", "\u2067", "\u200f", "\u2028", "\u200b"])
async def test_direction_characters_are_kept_and_not_shown(english: Stage, hidden: str) -> None:
    officer = english.officer(LEAD)
    words = f"№1 40%, лойи{hidden}ҳа"
    shown = await officer.says(words)
    assert hidden not in shown.text
    assert (await reports(english))[0].text == words
    assert hidden not in (await english.admin.says("/report 1")).text


@pytest.mark.parametrize("command", ["/remind", "/invite", "/admin", "/officers", "/report", "/audit", "/agenda"])
async def test_words_of_a_command_as_long_as_a_message_are_answered_in_one(english: Stage, command: str) -> None:
    before = await english.admin.count()
    await english.admin.says(f"{command} {'йўқодам ' * 510}")
    [answer] = await english.admin.heard(before)
    assert len(answer.text) < 2_000


async def test_a_hostile_name_turns_nothing(english: Stage) -> None:
    user = {"id": 777, "is_bot": False, "first_name": "\u202eмонда <b>", "last_name": "שלום" + "\u0301" * 500}
    await english.services.people.identify(777, f"{user['first_name']} {user['last_name']}", None, english.now)
    person = await english.services.people.identify(777, f"{user['first_name']} {user['last_name']}", None, english.now)
    await english.services.linking.ask(person, english.now)
    await english.settles()
    shown = await english.admin.last()
    assert "\u202e" not in shown.text
    assert "монда <b>" in shown.text
    assert "\u2068" in shown.text


@pytest.mark.parametrize("gap", [" ", "\n", ".", "- ", ", ("])
@pytest.mark.parametrize("words", ["12{}кун", "5{}15 апрелгача", "тўғриси{}40", "№1{}40%"])
async def test_a_gap_of_any_length_is_answered(english: Stage, words: str, gap: str) -> None:
    text = words.format((gap * 3900)[:3900])
    await english.outsider.says(text)  # a stranger's may well be left unanswered
    for person in (english.officer(LEAD), english.admin):
        before = await person.count()
        await person.says(text)
        assert await person.heard(before)


async def test_the_people_are_looked_up_once_however_many_lines_a_message_has(english: Stage) -> None:
    asked: list[int] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM executor" in statement:
            asked[-1] += 1

    event.listen(english.application.database.engine.sync_engine, "before_cursor_execute", note)
    for lines in (2, 400):
        asked.append(0)
        await english.admin.says("\n".join(f"{line}. иш" for line in range(1, lines + 1)))
    few, many = asked
    assert 0 < many <= few
