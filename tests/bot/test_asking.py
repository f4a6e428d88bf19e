"""Questions in plain words: answered from what the asker may know, and counted as no report."""

import pytest
from sqlalchemy import select

from bot.demo import LEADER_ID, LEADERSHIP_GROUP_ID
from models import Appeal, Report
from tests.bot.scenes import count, reports, said_since
from tests.stage import Someone, Stage


@pytest.fixture
def mamatov(english: Stage) -> Someone:
    """Leads 5 to 8, assists in 3 and 9."""
    return english.officer("Х. Маматов")


@pytest.fixture
def yunusov(english: Stage) -> Someone:
    """Leads 1, 2, 19, 20, 22 and 23, assists in 21."""
    return english.officer("Б. Юнусов")


async def joined(person: Someone) -> Someone:
    """The person in the leadership group, of which they are made a member."""
    await person.stage.post(
        "membership", {"chat": LEADERSHIP_GROUP_ID, "by": LEADER_ID, "user": person.id, "joins": True}
    )
    return person.in_group()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7-тадбирнинг муддати қачон?", ("Activity 7", "30 June 2024", "Nobody has reported yet")),
        ("7 ga kim mas'ul", ("Activity 7", "Responsible officer: X. Mamatov", "Co-executors")),
        ("какой статус у 7", ("Activity 7", "not started")),
        ("when is activity 7 due", ("Activity 7", "30 June 2024")),
        ("мои просроченные", ("overdue", "None of your activities")),
        ("шу ҳафта менда нима бор", ("Your activities", "1 January – 7 January")),
        ("Кучкаров нима қилди?", ("Your activities: 2", "№3", "№9", "B. Kuchkarov · no report yet")),
        ("келаси ой", ("Your activities", "February 2024")),
        ("3 дан 6 гача", ("№3, №5, №6",)),
        ("ҳисоботни қандай юборай?", ("/my — my activities",)),
    ],
)
async def test_an_officer_is_answered_from_their_own_activities(
    english: Stage, mamatov: Someone, words: str, told: tuple[str, ...]
) -> None:
    shown = await mamatov.says(words)
    assert all(one in shown.text for one in told), shown.text
    assert "✉️ Ask the control department" in shown.labels
    assert await count(english, Report) == 0, "a question is no report"


@pytest.mark.parametrize(
    "words", ["1-тадбир муддати қачон?", "Юнусов нима қилди?", "ким ҳисобот бермади", "Рахимованинг ишлари қандай?"]
)
async def test_an_officer_learns_nothing_of_what_is_not_theirs(english: Stage, mamatov: Someone, words: str) -> None:
    shown = await mamatov.says(words)
    assert "✉️ Ask the control department" in shown.labels
    assert not any(name in shown.text for name in ("Yunusov", "Raximova", "hududiy", "30 April"))
    assert await count(english, Report) == 0


async def test_a_question_after_a_reminder_is_about_what_was_spoken_of(english: Stage, mamatov: Someone) -> None:
    card = await mamatov.presses("№5", await mamatov.says("/my"))
    assert "Activity 5" in (await mamatov.says("муддати қачон?")).text
    assert "31 March" in (await mamatov.says("а срок когда?", reply_to=card)).text


async def test_a_report_and_a_question_are_both(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    await mamatov.says("7-тадбир 30%. 5 нинг муддати қачон?")
    said = await said_since(mamatov, before)
    assert "Recorded: Activity 7" in said
    assert "31 March 2024" in said
    [report] = await reports(english)
    assert (report.percent, "қачон" in report.text) == (30, False)


@pytest.mark.parametrize("words", ["бажарилди", "50", "бажарилмади", "кечикмоқда", "ертага топшираман"])
async def test_words_that_may_be_meant_for_a_report_are_no_question(
    english: Stage, mamatov: Someone, words: str
) -> None:
    shown = await mamatov.says(words)
    assert "Your words are kept" in shown.text
    assert await count(english, Appeal) == 0


async def test_a_question_in_few_words_may_still_be_a_report(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.presses("✍️ This is a report", await mamatov.says("келаси ой"))
    await mamatov.presses("№5", asked)
    assert [one.text for one in await reports(english)] == ["келаси ой"]


async def test_what_cannot_be_answered_is_offered_to_the_control_department(english: Stage, mamatov: Someone) -> None:
    asked = await mamatov.says("буфет соат нечада очилади?")
    await mamatov.presses("✉️", asked)
    assert "буфет" in (await english.admin.last()).text
    async with english.database.read() as session:
        [appeal] = (await session.scalars(select(Appeal))).all()
    assert appeal.sent_at is not None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("муддати ўтганлар", ("overdue", "Nothing in the plan matches")),
        ("7-тадбир қалай?", ("Activity 7", "Responsible officer: X. Mamatov")),
        ("кто отвечает за 16?", ("Activity 16", "Kuchkarov")),
        ("Юнусов нима қилди", ("B. Yunusov", "№19")),
        ("ким ҳисобот бермади", ("two weeks without a report",)),
        ("3 дан 5 гача", ("№3, №4, №5",)),
        ("шу ҳафта", ("1 January – 7 January",)),
        ("муддати яқин", ("due within two weeks",)),
        ("срок близко", ("due within two weeks",)),
        ("By section", ("The plan by section",)),
        ("келаси ҳафта", ("8 January – 14 January",)),
    ],
)
async def test_an_admin_is_answered_in_private_without_a_command(
    english: Stage, words: str, told: tuple[str, ...]
) -> None:
    shown = await english.admin.says(words)
    assert all(one in shown.text for one in told), shown.text


async def test_what_was_understood_is_answered_and_the_other_word_is_named(english: Stage) -> None:
    shown = await english.admin.says("/report март абракадабра Юнусов")
    assert "I did not understand «абракадабра»" in shown.text
    assert "B. Yunusov" in shown.text
    assert "№19" in shown.text
    shown = await english.admin.says("весь план docx")
    assert "The document is being prepared" in shown.text or shown.raw.get("document")


# -- by the bot's name in the leadership group -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("7-тадбир аҳволи қандай?", "Responsible officer: X. Mamatov"),
        ("7-тадбир", "Responsible officer: X. Mamatov"),
        ("муддати ўтганлар", "overdue"),
        ("кто молчит?", "two weeks without a report"),
        ("7 қачон тугайди", "30 June 2024"),
    ],
)
async def test_a_question_by_the_bots_name_is_answered(english: Stage, words: str, told: str) -> None:
    shown = await english.leader.says(f"@ijrochi_bot {words}")
    assert told in shown.text
    assert "No instruction" not in str(shown.labels)


async def test_a_leaders_question_may_be_handed_on_to_the_executors(english: Stage, mamatov: Someone) -> None:
    shown = await english.leader.says("@ijrochi_bot 7-тадбир қачон тугайди?")
    assert "Activity 7" in shown.text
    before = await mamatov.count()
    given = await english.leader.presses("📌 Ask its executors", shown)
    assert "Instruction on №7" in given.text
    assert "7-тадбир қачон тугайди?" in await said_since(mamatov, before)


async def test_an_order_by_the_bots_name_is_an_instruction_and_no_question(english: Stage) -> None:
    shown = await english.leader.says("@ijrochi_bot 7-тадбирни 15 мартгача тугатинглар")
    assert shown.labels == ["📌 Instruction", "✖️ No instruction", "📋 It is an order"]


async def test_an_officers_report_by_the_bots_name_is_a_report(english: Stage, mamatov: Someone) -> None:
    group = await joined(mamatov)
    private = await mamatov.count()
    shown = await group.says("@ijrochi_bot 7-тадбир: 40%, лойиҳа келишилмоқда")
    assert "Recorded: Activity 7" in shown.text
    assert shown.labels == []
    [report] = await reports(english)
    assert (report.percent, report.text) == (40, "7-тадбир: 40%, лойиҳа келишилмоқда")
    receipt = (await mamatov.heard(private))[-1]
    assert "↩️ Undo" in receipt.labels
    await mamatov.presses("↩️", receipt)
    assert await reports(english) == []


async def test_what_a_report_in_the_group_leaves_open_is_asked_in_private(english: Stage, mamatov: Someone) -> None:
    private = await mamatov.count()
    shown = await (await joined(mamatov)).says("@ijrochi_bot 7 бўйича хат тайёр")
    assert "asked you in our private chat" in shown.text
    assert await reports(english) == []
    await mamatov.presses("✅ Yes", (await mamatov.heard(private))[-1])
    assert [one.done for one in await reports(english)] == [True]


@pytest.mark.parametrize("words", ["19-тадбир 70% бажарилди", "19 тайёр"])
async def test_nobody_reports_in_the_group_for_others(english: Stage, mamatov: Someone, words: str) -> None:
    await (await joined(mamatov)).says(f"@ijrochi_bot {words}")
    assert await count(english, Report) == 0


async def test_an_admins_order_in_private_is_offered_and_not_sent(english: Stage, mamatov: Someone) -> None:
    before = await mamatov.count()
    shown = await english.admin.says("7-тадбирни тезлаштиринг")
    assert shown.labels == ["📌 Instruction", "✖️ No instruction"]
    assert await mamatov.heard(before) == []
