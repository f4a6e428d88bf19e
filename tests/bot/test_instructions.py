"""Instructions: a leader's words under a card reach its executors, and their answers come back under them."""

from datetime import date, timedelta

import pytest
from aiogram.exceptions import TelegramForbiddenError
from sqlalchemy import select

from models import Audit, Instruction
from sandbox.faults import read_trouble
from tests.bot.scenes import again, audited, count, opens, reports, said_since
from tests.bot.test_groups import ANONYMOUS, arrives
from tests.stage import Shown, Someone, Stage

WORDS = "Ҳисоботни эртага тақдим этинг"


@pytest.fixture
def leader(english: Stage) -> Someone:
    return english.leader


@pytest.fixture
def officer(english: Stage) -> Someone:
    """The responsible officer of activity 3."""
    return english.officer("Б. Кучкаров")


async def card_of(leader: Someone, number: int) -> Shown:
    return await leader.says(f"/report {number}")


async def instructed(leader: Someone, number: int = 3, words: str = WORDS) -> Shown:
    """Give an instruction under a card; the bot's confirmation."""
    return await leader.says(f"@ijrochi_bot {words}", reply_to=await card_of(leader, number))


async def letter_of(officer: Someone) -> Shown:
    return await officer.with_button("Activity 3")


async def test_words_that_name_the_bot_under_a_card_go_to_its_executors_with_the_authors_name(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    before = await officer.count()
    shown = await instructed(leader)
    assert shown.text.startswith(
        "📌 Instruction on №3 (normativ hujjatlar xatlovi)\nРаҳбарият аъзоси, 1 January, 00:00\nSent to: B. Kuchkarov"
    )
    letter = await said_since(officer, before)
    assert "📌 Instruction on №3" in letter
    assert WORDS in letter
    assert "@ijrochi_bot" not in letter
    async with english.database.read() as session:
        author = await session.scalar(select(Instruction.author))
    assert author is not None
    assert author in letter


async def test_what_is_added_to_an_answer_comes_to_the_leader_as_well(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    await instructed(leader)
    await officer.says("60% лойиҳа тайёр", reply_to=await letter_of(officer))
    before = await leader.count()
    await officer.says("эртага юборилади")
    assert [one.text for one in await reports(english)] == ["60% лойиҳа тайёр\nэртага юборилади"]
    [answer] = await leader.heard(before)
    assert "60% лойиҳа тайёр\nэртага юборилади" in answer.text


async def test_the_leader_hears_what_was_added_though_the_officer_could_not_be_answered(
    english: Stage, leader: Someone, officer: Someone, failures: list[Exception]
) -> None:
    await instructed(leader)
    await officer.says("60% лойиҳа тайёр", reply_to=await letter_of(officer))
    before = await leader.count()
    gone = {"method": "editMessageText", "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    english.sandbox.faults.set(read_trouble({"refusal": gone | {"times": 1}}))
    await officer.says("эртага юборилади")
    [answer] = await leader.heard(before)
    assert "60% лойиҳа тайёр\nэртага юборилади" in answer.text
    assert isinstance(failures.pop(), TelegramForbiddenError)


async def test_an_answer_with_several_files_comes_back_with_all_of_them(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    await instructed(leader)
    before = await leader.count()
    letter = await letter_of(officer)
    await officer.sends_files(("1.pdf", b"%1"), ("2.pdf", b"%2"), text="60%", reply_to=letter)
    assert await leader.heard(before) == [], "the other files may still be on their way"
    await waits(english)
    assert await file_names(leader, before) == ["1.pdf", "2.pdf"]
    before = await leader.count()
    await officer.sends_files(("3.pdf", b"%3"), ("4.pdf", b"%4"))
    await waits(english)
    assert await file_names(leader, before) == ["1.pdf", "2.pdf", "3.pdf", "4.pdf"]


async def waits(stage: Stage) -> None:
    """Some seconds pass."""
    await stage.jumps_to(stage.now + timedelta(seconds=5))
    await stage.settles()


async def file_names(someone: Someone, after: int) -> list[str]:
    """The files that the bot sent, by name."""
    return sorted(shown.raw["document"]["name"] for shown in await someone.heard(after) if shown.raw["document"])


async def test_only_the_executors_of_the_activity_hear_it(english: Stage, leader: Someone) -> None:
    outside = english.officer("М. Сатаев")
    facts = await english.services.activities.numbered(3, english.now.date())
    assert facts is not None
    assert "М. Сатаев" not in [part.executor.name for part in facts.parts]
    before = await outside.count()
    await instructed(leader)
    assert await outside.heard(before) == []


async def test_an_answer_is_a_report_and_comes_back_under_the_instruction_with_the_officers_name(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    await instructed(leader)
    own = next(one for one in reversed(await leader.screen()) if WORDS in one.text)
    before = await leader.count()
    await officer.says("60% лойиҳа тайёр", reply_to=await letter_of(officer))
    [report] = await reports(english)
    assert (report.percent, report.text) == (None, "60% лойиҳа тайёр"), "the draft is a part of the work"
    [answer] = await leader.heard(before)
    assert answer.text.startswith("↩️ B. Kuchkarov on the instruction, №3")
    assert "60% лойиҳа тайёр" in answer.text
    assert answer.raw["reply_to"]["id"] == own.id


async def test_further_words_are_not_taken_for_another_answer_of_another_activity(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    await instructed(leader)
    other = next(
        facts.number
        for facts in await english.services.activities.all(english.now.date())
        if facts.number != 3 and any(part.executor.name == "Б. Кучкаров" for part in facts.parts)
    )
    before = await leader.count()
    await officer.says(f"№{other} 20% бошланди")
    assert await leader.heard(before) == []
    assert len(await reports(english)) == 1


async def test_an_answer_that_had_to_be_asked_about_comes_back_once_and_at_once(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    await instructed(leader)
    before = await leader.count()
    await officer.says("№25 30% тайёр", reply_to=await letter_of(officer))
    [answer] = await leader.heard(before)
    await officer.presses("№3")
    assert await leader.heard(before) == [answer]
    assert "№25 30% тайёр" in answer.text


async def test_an_answer_by_file_comes_back_with_the_file(leader: Someone, officer: Someone) -> None:
    await instructed(leader)
    before = await leader.count()
    await officer.sends_files(("баённома.pdf", b"%PDF"), text="илова", reply_to=await letter_of(officer))
    answer, file = await leader.heard(before)
    assert "баённома.pdf" in answer.text
    assert "document" in str(file.raw)


async def test_an_answer_taken_back_before_it_was_said_is_not_said(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    await instructed(leader)
    await officer.says("60% тайёр", reply_to=await letter_of(officer))
    [report] = await reports(english)
    [instruction] = await instructions(english)
    await officer.presses("↩️ Undo")
    assert await english.services.instructions.reply(instruction.id, report.id, english.now) is None


async def test_a_reply_without_the_bots_name_is_offered_and_not_taken(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    before = await officer.count()
    offer = await leader.says(WORDS, reply_to=await card_of(leader, 3))
    assert offer.labels == ["📌 Instruction", "✖️ No instruction", "📋 It is an order"], "the words have a term"
    assert "B. Kuchkarov" in offer.text
    assert await officer.heard(before) == []
    given = await leader.presses("📌", offer)
    assert given.text.startswith(
        "📌 Instruction on №3 (normativ hujjatlar xatlovi)\nРаҳбарият аъзоси, 1 January, 00:00\nSent to:"
    )
    assert WORDS in await said_since(officer, before)
    assert await audited(english, "activity:3") == ["instruction.given"]


async def test_words_among_the_leaders_are_left_alone_when_they_say_so(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    before = await officer.count()
    offer = await leader.says(WORDS, reply_to=await card_of(leader, 3))
    assert (await leader.presses("✖️", offer)).text == "Nothing was sent."
    assert await officer.heard(before) == []
    assert await audited(english, "activity:3") == []


async def test_only_the_author_sends_the_words(english: Stage, leader: Someone, officer: Someone) -> None:
    offer = await leader.says(WORDS, reply_to=await card_of(leader, 3))
    before = await officer.count()
    answer = await english.admin.in_group().press("📌", offer)
    assert answer is not None
    assert answer["text"] == "Only the author of these words can send them as an instruction."
    assert await officer.heard(before) == []


async def test_a_second_press_sends_nothing_again(english: Stage, leader: Someone, officer: Someone) -> None:
    offer = await leader.says(WORDS, reply_to=await card_of(leader, 3))
    data = next(data for label, data, _ in offer.buttons if data and label.startswith("📌"))
    await leader.taps(offer, data)
    before = await officer.count()
    await leader.taps(offer, data, forged=True)
    assert await officer.heard(before) == []


async def test_under_a_list_the_bot_asks_which_activity_and_keeps_the_words(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    before = await officer.count()
    asked = await leader.says(f"@ijrochi_bot {WORDS}", reply_to=await leader.says("/report 3-5"))
    assert asked.text.startswith("📌 Which activity is this instruction about?")
    assert set(asked.labels) == {
        "№3 normativ hujjatlar xatlovi",
        "№4 normativ hujjatlarni e’lon qilish",
        "№5 malaka oshirish konsepsiyasi",
        "👥 All executors of the plan",
        "✖️ No instruction",
    }
    given = await leader.presses("№3", asked)
    assert given.text.startswith("📌 Instruction on №3")
    assert WORDS in await said_since(officer, before)


async def test_a_number_in_the_words_goes_before_what_is_shown(leader: Someone) -> None:
    asked = await leader.says("@ijrochi_bot №5 бўйича ҳам ҳисобот беринг", reply_to=await card_of(leader, 3))
    assert "instruction on Activity 5" in asked.text
    assert asked.labels == ["📌 Instruction", "✖️ No instruction"]


async def test_a_number_is_enough_without_a_reply_but_is_asked_about(leader: Someone, officer: Someone) -> None:
    before = await officer.count()
    asked = await leader.says("@ijrochi_bot, 3-тадбир бўйича маълумот беринг")
    assert asked.labels == ["📌 Instruction", "✖️ No instruction"]
    await leader.presses("📌", asked)
    assert "маълумот беринг" in await said_since(officer, before)


async def test_a_reply_to_the_weekly_summary_asks_which_of_its_activities(english: Stage, leader: Someone) -> None:
    await english.jumps_to(date(2024, 4, 7))
    await english.goes_to(date(2024, 4, 8))
    summary = next(one for one in reversed(await leader.heard()) if one.text.startswith("Weekly summary"))
    asked = await leader.says(f"@ijrochi_bot {WORDS}", reply_to=summary)
    assert asked.text.startswith("📌 Which activity is this instruction about?")
    assert len(asked.labels) == 7, "five activities, everybody, and no instruction"


async def test_the_bots_name_alone_is_answered_with_how_to_instruct(english: Stage, leader: Someone) -> None:
    shown = await leader.says("@ijrochi_bot салом")
    assert shown.text.startswith("To give an instruction, reply to an activity’s card")
    assert await count(english, Instruction) == 0


async def test_the_card_and_the_history_show_the_instruction(leader: Someone, officer: Someone) -> None:
    await instructed(leader)
    card = await opens(officer, 3)
    assert "📌 Instruction of" in card.text
    assert WORDS in card.text
    await officer.says("40% бошланди", reply_to=card)
    card = await opens(officer, 3)
    history = await officer.presses("🗂", card)
    assert WORDS in history.text
    assert "40% бошланди" in history.text


async def test_the_instruction_stays_when_its_card_is_opened(leader: Someone, officer: Someone) -> None:
    await instructed(leader)
    letter = await letter_of(officer)
    await officer.presses("Activity 3", letter)
    assert (await again(officer, letter)).text == letter.text


async def test_an_admin_instructs_in_private_and_hears_the_answer_there(english: Stage, officer: Someone) -> None:
    admin = english.admin
    await admin.says(f"@ijrochi_bot {WORDS}", reply_to=await admin.says("/report 3"))
    before = await admin.count()
    await officer.says("60% тайёр", reply_to=await letter_of(officer))
    assert "↩️ B. Kuchkarov on the instruction" in await said_since(admin, before)


async def test_nobody_instructs_in_another_group_or_as_an_outsider(english: Stage, officer: Someone) -> None:
    before = await officer.count()
    await english.outsider.says(f"@ijrochi_bot №3 {WORDS}")
    assert await officer.heard(before) == []
    assert await count(english, Instruction) == 0


async def test_an_anonymous_admin_is_asked_to_write_under_their_own_name(english: Stage, leader: Someone) -> None:
    before = await leader.count()
    await arrives(english, f"@ijrochi_bot №3 {WORDS}", ANONYMOUS)
    [answer] = await leader.heard(before)
    assert answer.text.startswith("An instruction carries its author’s name.")
    assert await count(english, Instruction) == 0


async def test_executors_who_are_not_linked_are_named_as_not_told(english: Stage, leader: Someone) -> None:
    facts = await english.services.activities.all(english.now.date())
    activity = next(one for one in facts if any(not part.is_linked for part in one.parts))
    shown = await instructed(leader, activity.number)
    assert "Not linked yet, so not told:" in shown.text


async def test_a_message_delivered_twice_is_one_instruction(english: Stage, leader: Someone) -> None:
    person = await english.services.people.identify(leader.id, "Раҳбар", None, english.now)
    await arrives(english, f"@ijrochi_bot №3 {WORDS}", {"id": leader.id, "is_bot": False, "first_name": "Раҳбар"})
    await arrives(english, f"@ijrochi_bot №3 {WORDS}", {"id": leader.id, "is_bot": False, "first_name": "Раҳбар"})
    [instruction] = await instructions(english)
    first = await english.services.instructions.give(instruction.id, instruction.choices[0], person, english.now)
    second = await english.services.instructions.give(instruction.id, instruction.choices[0], person, english.now)
    assert first is not None
    assert second is not None
    assert (first.is_new, second.is_new) == (True, False)
    assert await count(english, Audit, Audit.action == "instruction.given") == 1


async def instructions(stage: Stage) -> list[Instruction]:
    async with stage.database.read() as session:
        return list(await session.scalars(select(Instruction).order_by(Instruction.id)))


async def test_an_answer_written_under_the_card_that_the_letter_opens_comes_back(
    english: Stage, leader: Someone, officer: Someone
) -> None:
    await instructed(leader)
    before = await leader.count()
    await officer.presses("3", await letter_of(officer))
    await officer.says("лойиҳа келишувга юборилди")
    [answer] = await leader.heard(before)
    assert answer.text.startswith("↩️ B. Kuchkarov on the instruction, №3")
    assert "лойиҳа келишувга юборилди" in answer.text
