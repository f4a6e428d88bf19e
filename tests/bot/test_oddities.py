"""What does not fit: unknown commands, commands in the wrong place, odd characters, two roles, a failing handler."""

from datetime import date

import pytest
from sqlalchemy import text

from models import ReportState
from tests.bot.scenes import activity, opens, reports, said_since, state_of
from tests.stage import Someone, Stage


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


@pytest.mark.parametrize("words", ["/nonsense", "/my_activities", "/officers", "/waiting", "/invite Маматов", "/5"])
async def test_a_command_that_is_not_an_officers_is_told_so_with_the_way_on(yunusov: Someone, words: str) -> None:
    shown = await yunusov.says(words)
    is_admins = words.split(maxsplit=1)[0] in ("/officers", "/waiting", "/invite")
    head = "This command is for the administrators." if is_admins else "This command is not available to you."
    assert shown.text == f"{head} What I can do: /help"
    assert shown.labels == ["📋 My activities"]


async def test_an_admins_words_that_answer_nothing_are_told_so(english: Stage) -> None:
    shown = await english.admin.says("бу нима")
    assert shown.text.startswith("I did not understand the question. You may ask, for example:\n• who is overdue?")
    shown = await english.admin.sends("sticker")
    assert shown.text == "I did not understand this. What I can do: /help"
    assert shown.labels == ["👥 Officers"]


@pytest.mark.parametrize("words", ["/my", "/settings", "/language", "/start", "/nonsense@ijrochi_bot"])
async def test_a_command_in_the_group_that_belongs_in_private_says_so_with_a_link(english: Stage, words: str) -> None:
    shown = await english.leader.says(words)
    assert shown.text == "This command works in a private chat with me."
    assert [url for _, _, url in shown.buttons] == ["https://t.me/ijrochi_bot"]


@pytest.mark.parametrize("words", ["/bind", "/plan", "/officers@ijrochi_bot"])
async def test_an_admins_command_of_a_leader_is_not_sent_to_the_private_chat_where_it_works_no_better(
    english: Stage, words: str
) -> None:
    shown = await english.leader.says(words)
    assert shown.text == "This command is for the administrators. What I can do: /help"
    assert shown.buttons == ()


async def test_other_talk_in_the_group_is_not_for_the_bot(english: Stage) -> None:
    before = await english.leader.count()
    await english.leader.says("№5 бажарилди")
    await english.leader.says("/report@another_bot")
    await english.leader.sends_files(("1.pdf", b"%1"), text="№5")
    await english.admin.in_group().sends("sticker")
    assert await english.leader.heard(before) == []
    assert await reports(english, *ReportState) == []


@pytest.mark.parametrize(
    "words",
    [
        "\u202e№1 40%\u202c",
        "\u200b№1\u200d 40%",
        "№1 40% \u0000\u0007",
        "№1 40% 👨‍👩‍👧‍👦🏳️‍🌈",
        "№1 40% שלום العربية",
        "№1 40% ﷽" * 3,
        "№1 40%\n\n\n\n'; DROP TABLE report; --",
        "№1 40% {day} %s %(x)s {0}",
    ],
)
async def test_odd_characters_are_taken_as_text(english: Stage, yunusov: Someone, words: str) -> None:
    before = await yunusov.count()
    await yunusov.says(words)
    assert await said_since(yunusov, before)
    [report] = await reports(english, ReportState.RECORDED, ReportState.DRAFT)
    assert "40%" in report.text
    assert (await opens(yunusov, 1)).text.startswith("Activity 1")


async def test_a_reply_to_ones_own_message_is_read_by_its_words(english: Stage, yunusov: Someone) -> None:
    await yunusov.says("/help")
    own = next(shown for shown in reversed(await yunusov.screen()) if shown.is_mine)
    assert "Recorded: Activity 19" in (await yunusov.says("№19 20%", reply_to=own)).text


async def test_an_admin_who_answers_for_an_executor_has_both(english: Stage) -> None:
    admin = english.admin
    executor = next(one for one in await english.services.linking.executors() if one.name == "Ш. Умаров")
    person = await english.services.people.identify(admin.id, admin.name, None, english.now)
    await english.services.linking.enrol(executor.id, person, person, english.now)
    greeting = await admin.says("/start")
    assert {label[0] for label in greeting.labels} >= {"👥", "📋"}
    assert "/my" in (await admin.says("/help")).text
    assert "Recorded: Activity 14" in (await admin.says("№14 50%")).text
    assert (await opens(admin, 14)).text.startswith("Activity 14")
    await admin.says("/report 5")
    assert (await admin.last()).text.startswith("Activity 5")
    await admin.says("№14 бажарилди")
    await english.second_admin.presses("✅")
    assert await state_of(english, 14) == ("done", 100)


async def test_a_person_who_stands_for_two_sees_the_work_of_both(english: Stage, yunusov: Someone) -> None:
    unit = next(one for one in await english.services.linking.executors() if one.name == "Ўқув-маркази")
    person = await english.services.people.identify(yunusov.id, yunusov.name, None, english.now)
    await english.services.linking.enrol(unit.id, person, person, english.now)
    assert (await yunusov.says("/my")).text.startswith("Your activities: 13")
    await yunusov.says("№6 30%")
    facts = await activity(english, 6)
    assert [part.percent for part in facts.parts if part.executor.is_unit] == [30]


async def test_the_day_before_the_plan_and_long_after_it_are_answered(english: Stage, yunusov: Someone) -> None:
    for day in (date(2023, 12, 1), date(2025, 12, 31)):
        await english.jumps_to(day)
        await english.settles()
        assert (await yunusov.says("/my")).text.startswith("Your activities")
        await english.admin.says("/report")
        await english.admin.says("/waiting")
        await english.admin.says("/officers")


async def test_a_defect_of_ours_is_told_and_the_words_can_be_sent_again(
    english: Stage, yunusov: Someone, failures: list[Exception]
) -> None:
    await rename(english, "report", "away")
    shown = await yunusov.says("№1 40%")
    assert shown.text.startswith("Something went wrong on our side")
    card = next(one for one in reversed(await yunusov.heard()) if one.text)
    answer = await yunusov.taps(card, "o1:1", forged=True)
    assert answer is not None
    assert answer["show_alert"]
    assert len(failures) == 2
    failures.clear()
    await rename(english, "away", "report")
    assert "Recorded: Activity 1" in (await yunusov.says("№1 40%")).text


async def rename(stage: Stage, table: str, name: str) -> None:
    async with stage.database.write() as session:
        await session.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
