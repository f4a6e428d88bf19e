"""Every word of the leaders' is answered or handed on: to one activity's executors, to those of several, to all."""

from datetime import datetime

import pytest
from sqlalchemy import select

from models import Audit, Instruction, Outbox
from services.messages.kinds import LetterKind
from tests.bot.scenes import again, count, marked, reports, said_since
from tests.stage import TASHKENT, Shown, Someone, Stage

TO_ALL = "Ҳамма 15 январгача ҳисобот берсин"


@pytest.fixture
def leader(english: Stage) -> Someone:
    return english.leader


@pytest.fixture
def begins(request: pytest.FixtureRequest) -> datetime | None:
    """With a summary: on the Monday on which it comes."""
    return datetime(2024, 1, 8, 9, tzinfo=TASHKENT) if "summary" in request.fixturenames else marked(request)


@pytest.fixture
async def summary(english: Stage) -> Shown:
    """The first summary of the plan, which lists no activity."""
    return next(one for one in reversed(await english.leader.heard()) if "Weekly summary" in one.text)


async def letters(stage: Stage) -> list[int]:
    """The accounts to whom an instruction was queued."""
    query = select(Outbox.account_id).where(Outbox.kind == LetterKind.INSTRUCTION.value).order_by(Outbox.id)
    async with stage.database.read() as session:
        return [one for one in await session.scalars(query) if one is not None]


async def audited(stage: Stage) -> list[tuple[str, str]]:
    query = select(Audit.action, Audit.subject).where(Audit.action.like("instruction.%")).order_by(Audit.id)
    async with stage.database.read() as session:
        return [(action, subject) for action, subject in await session.execute(query)]


async def ids(stage: Stage, *numbers: int) -> list[int]:
    every = {one.number: one.id for one in await stage.services.activities.all(stage.now.date())}
    return [every[number] for number in numbers]


async def test_an_instruction_to_all_is_shown_as_it_will_be_and_sent_to_each_once(
    english: Stage, leader: Someone, summary: Shown
) -> None:
    officer = english.officer("Б. Кучкаров")
    before = await officer.count()
    asked = await leader.says(TO_ALL, reply_to=summary)
    assert asked.text.startswith("Shall this instruction be sent?\n📌 Instruction to all executors of the plan")
    assert TO_ALL in asked.text
    assert "It will reach: B. Yunusov" in asked.text
    assert "Not linked yet, so not told:" in asked.text
    assert [label.partition(" (")[0] for label in asked.labels] == ["📌 Send", "✖️ No instruction"]
    assert await officer.heard(before) == []
    assert await letters(english) == []

    sent = await leader.presses("📌 Send", asked)
    assert sent.text.startswith(
        "📌 Instruction to all executors of the plan\nРаҳбарият аъзоси, 8 January, 09:00\nSent to: B. Yunusov"
    )
    [letter] = await officer.heard(before)
    assert letter.text.startswith("📌 Instruction to all executors")
    assert TO_ALL in letter.text
    told = await letters(english)
    assert len(told) == len(set(told)) >= 17
    [(action, _)] = await audited(english)
    assert action == "instruction.given_to_all"
    assert "Gave an instruction to all executors of the plan." in (await english.admin.says("/audit")).text


async def test_a_second_press_sends_nothing_again(english: Stage, leader: Someone, summary: Shown) -> None:
    asked = await leader.says(TO_ALL, reply_to=summary)
    data = next(data for label, data, _ in asked.buttons if data and label.startswith("📌 Send"))
    await leader.taps(asked, data)
    told = await letters(english)
    await leader.taps(asked, data, forged=True)
    assert await letters(english) == told
    assert len(await audited(english)) == 1


async def test_only_the_author_sends_it(english: Stage, leader: Someone, summary: Shown) -> None:
    asked = await leader.says(TO_ALL, reply_to=summary)
    answer = await english.admin.in_group().press("📌 Send", asked)
    assert answer is not None
    assert "Only the author" in answer["text"]
    assert await letters(english) == []


async def test_words_that_are_no_instruction_after_all_go_nowhere(
    english: Stage, leader: Someone, summary: Shown
) -> None:
    asked = await leader.says(TO_ALL, reply_to=summary)
    assert (await leader.presses("✖️", asked)).text == "Nothing was sent."
    assert await letters(english) == []


async def test_an_answer_to_an_instruction_to_all_comes_back_under_it(
    english: Stage, leader: Someone, summary: Shown
) -> None:
    await leader.presses("📌 Send", await leader.says(TO_ALL, reply_to=summary))
    officer = english.officer("Б. Кучкаров")
    letter = next(one for one in reversed(await officer.heard()) if "to all executors" in one.text)
    before = await leader.count()
    await officer.says("3-тадбир 60%, хатлов ўтказилмоқда", reply_to=letter)
    assert len(await reports(english)) == 1
    [answer] = await leader.heard(before)
    assert answer.text.startswith("↩️ B. Kuchkarov on the instruction, №3")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("5, 7: тезлаштиринг", (5, 7)),
        ("5 ва 7 — жадвал юборинг", (5, 7)),
        ("№5 №7 тезлаштирилсин", (5, 7)),
        ("5-7 тадбирлар: маълумот беринг", (5, 6, 7)),
        ("3, 5, 9 мероприятия: представить до 20 января", (3, 5, 9)),
    ],
)
async def test_several_activities_are_named_at_once(
    english: Stage, leader: Someone, summary: Shown, words: str, numbers: tuple[int, ...]
) -> None:
    asked = await leader.says(words, reply_to=summary)
    assert "📌 Instruction on several activities" in asked.text
    for number in numbers:
        assert f"№{number} " in asked.text
    assert await letters(english) == []
    await leader.presses("📌 Send", asked)
    told = await letters(english)
    assert len(told) == len(set(told))
    executors = {
        part.executor.id
        for facts in await english.services.activities.all(english.now.date())
        if facts.number in numbers
        for part in facts.parts
    }
    expected = {
        member.account_id
        for one in await english.services.linking.board(english.now)
        if one.executor.id in executors
        for member in one.members
    }
    assert set(told) == expected
    assert await audited(english) == [("instruction.given", f"activity:{one}") for one in await ids(english, *numbers)]


async def test_of_several_named_one_may_be_chosen_alone(english: Stage, leader: Someone, summary: Shown) -> None:
    asked = await leader.says("5, 7: тезлаштиринг", reply_to=summary)
    sent = await leader.presses("№7", asked)
    assert "📌 Instruction on №7" in sent.text
    assert await audited(english) == [("instruction.given", f"activity:{one}") for one in await ids(english, 7)]


async def test_the_letter_names_only_what_is_the_readers(english: Stage, leader: Someone, summary: Shown) -> None:
    await leader.presses("📌 Send", await leader.says("3, 7: тезлаштиринг", reply_to=summary))
    facts = {one.number: one for one in await english.services.activities.all(english.now.date())}
    only_three = {part.executor.name for part in facts[3].parts} - {part.executor.name for part in facts[7].parts}
    officer = english.officer(sorted(only_three)[0])
    letter = next(one for one in reversed(await officer.heard()) if "📌" in one.text)
    assert letter.text.startswith("📌 Instruction on №3")
    assert "№7" not in letter.text
    assert "тезлаштиринг" in await said_since(officer, 0)
    assert "тезлаштиринг" in (await leader.says("/report 7")).text, "the card of each has it"


@pytest.mark.parametrize("words", ["Тезлаштиринг", "Нега кечикяпти, тушунтириш беринг", "15 январгача тақдим этилсин"])
async def test_under_a_summary_that_lists_nothing_the_activity_is_asked(
    english: Stage, leader: Someone, summary: Shown, words: str
) -> None:
    asked = await leader.says(words, reply_to=summary)
    assert "Which activity is this instruction about?" in asked.text
    assert sum(label.startswith("№") for label in asked.labels) >= 5
    assert "👥 All executors of the plan" in asked.labels
    preview = await leader.presses("👥", asked)
    assert "Shall this instruction be sent?" in preview.text
    assert await letters(english) == []


async def test_words_that_only_name_the_bot_are_asked_about_as_well(english: Stage, leader: Someone) -> None:
    asked = await leader.says("@ijrochi_bot Тезлаштиринг")
    assert "Which activity is this instruction about?" in asked.text
    assert await count(english, Instruction) == 1


async def test_to_all_by_the_bots_name_alone(english: Stage, leader: Someone) -> None:
    asked = await leader.says(f"@ijrochi_bot {TO_ALL}")
    assert "📌 Instruction to all executors of the plan" in asked.text


async def test_a_number_that_was_not_read_keeps_words_from_being_sent_at_once(english: Stage, leader: Someone) -> None:
    card = await leader.says("/report 3")
    asked = await leader.says("@ijrochi_bot 5-тадбир ҳам 9 ҳам тезлаштирилсин", reply_to=card)
    assert await letters(english) == []
    assert any(label.startswith("№") for label in asked.labels)


async def test_thanks_are_no_instruction(english: Stage, leader: Someone, summary: Shown) -> None:
    before = await leader.count()
    await leader.says("раҳмат", reply_to=summary)
    assert await leader.heard(before) == []
    assert await count(english, Instruction) == 0
    own = next(one for one in reversed(await leader.screen()) if one.is_mine)
    assert (await again(leader, own)).raw["reactions"] == ["👍"]


async def test_an_outsider_instructs_nobody(english: Stage) -> None:
    before = await english.outsider.count()
    await english.outsider.says(TO_ALL)
    assert "to all executors" not in await said_since(english.outsider, before)
    await english.outsider.taps(await english.outsider.last(), "ins2:1:1:1", forged=True)
    assert await letters(english) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Маматов 5-тадбирни 8 апрелгача якунласин, Умаров эса 13 ни", ("№5 ", "№13 ", "8 April", "Mamatov", "Umarov")),
        ("Рахимова 24, 25 бўйича 15 май куни гапирсин", ("№24 ", "№25 ", "15 May")),
        ("Tell Mamatov to finish 6 by May 10", ("№6", "10 May", "Mamatov")),
        ("Кучкарову: 21 не трогать до совещания", ("№21", "No single day was understood")),
        ("Умарову 6 закрыть до 7 мая", ("№6", "Not executors of what is named, so not told: Sh. Umarov")),
        ("Кучкаров 3 нусхада берсин", ("Numbers not taken for activities: 3",)),
    ],
)
async def test_all_that_is_named_is_in_the_preview(
    english: Stage, leader: Someone, summary: Shown, words: str, expected: tuple[str, ...]
) -> None:
    asked = await leader.says(words, reply_to=summary)
    for part in expected:
        assert part in asked.text, asked.text
    assert await letters(english) == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Всем молчащим: отчитаться до 19 января", "Nobody is silent now"),
        ("просроченным исполнителям срок 6 мая", "No activity is overdue now"),
        ("Каримов 3 кун ичида ҳисобот берсин", "The plan has no such officer: «Каримов»"),
    ],
)
async def test_it_is_said_that_nobody_addressed_is_there(
    english: Stage, leader: Someone, summary: Shown, words: str, answer: str
) -> None:
    assert answer in (await leader.says(words, reply_to=summary)).text
    assert await count(english, Instruction) == 0


@pytest.mark.begins("2024-04-01T09:00")
async def test_the_silent_alone_are_told(english: Stage, leader: Someone) -> None:
    asked = await leader.says("@ijrochi_bot Ҳисобот бермаганлар 6 майгача ёзсин")
    assert "all executors of the plan" not in asked.text
    assert "It will reach: " in asked.text
    assert "6 May" in asked.text


@pytest.mark.parametrize("words", ["Юнусовга раҳмат, яхши иш бўпти", "Отлично, Юнусов молодец!", "Good job everyone"])
async def test_praise_is_no_instruction(english: Stage, leader: Someone, summary: Shown, words: str) -> None:
    before = await leader.count()
    await leader.says(words, reply_to=summary)
    assert await leader.heard(before) == []
    assert await count(english, Instruction) == 0


async def test_a_reply_to_an_answer_goes_to_the_officer_who_wrote_it(
    english: Stage, leader: Someone, summary: Shown
) -> None:
    await leader.presses("📌 Send", await leader.says(TO_ALL, reply_to=summary))
    officer = english.officer("Б. Кучкаров")
    letter = next(one for one in reversed(await officer.heard()) if "to all executors" in one.text)
    before = await leader.count()
    await officer.says("3-тадбир 60%, хатлов ўтказилмоқда", reply_to=letter)
    [answer] = await leader.heard(before)
    asked = await leader.says("Жадвални жума кунигача тугатсин", reply_to=answer)
    assert "It will reach: B. Kuchkarov" in asked.text
    assert "To be done by 12 January" in asked.text
    assert "Mamatov" not in asked.text
    already = len(await letters(english))
    await leader.presses("📌 Send", asked)
    assert len(await letters(english)) == already + 1


async def test_if_whoever_is_named_is_not_linked_the_others_responsible_are_offered(
    english: Stage, leader: Someone, summary: Shown
) -> None:
    every = await english.services.activities.all(english.now.date())
    activity, part = next(
        (one, part)
        for one in every
        for part in one.parts
        if not part.is_linked and any(other.is_linked for other in one.parts)
    )
    asked = await leader.says(f"{part.executor.name} {activity.number}-тадбирни тезлаштирсин", reply_to=summary)
    assert "Others who are responsible may be told instead" in asked.text
    sent = await leader.presses(f"№{activity.number}", asked)
    assert "Sent to: " in sent.text


async def test_the_preview_on_one_activity_shows_the_day(leader: Someone, summary: Shown) -> None:
    asked = await leader.says("3-тадбир 25 январгача тақдим этилсин", reply_to=summary)
    assert "To be done by 25 January" in asked.text


async def test_an_answer_whose_activity_is_not_said_reaches_the_author_once(
    english: Stage, leader: Someone, summary: Shown
) -> None:
    officer = english.officer("Б. Кучкаров")
    before = await officer.count()
    await leader.presses("📌 Send", await leader.says(TO_ALL, reply_to=summary))
    [letter] = await officer.heard(before)
    before = await leader.count()
    await officer.says("маълумот тайёрланмоқда, эртага юборамиз", reply_to=letter)
    [told] = await leader.heard(before)
    assert told.text.startswith("↩️ B. Kuchkarov on the instruction")
    assert "маълумот тайёрланмоқда" in told.text
    asked = await officer.last()
    await officer.press(next(label for label in asked.labels if "3" in label), asked)
    assert len(await leader.heard(before)) == 1, "once, whatever becomes of the words"
