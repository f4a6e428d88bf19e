"""Leaders in private: whoever is in the leadership chat may ask the bot alone what may be asked there; nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.demo import LEADERSHIP_GROUP_ID
from models import LeaderMembership, LinkRequest
from sandbox.faults import read_trouble
from sandbox.methods.profile import scope_key
from tests.bot.scenes import count, said_since, told_of_the_plan
from tests.stage import Someone, Stage

A_DAY = timedelta(days=1)
STRANGER = "you are not linked to me yet"


@pytest.fixture
async def alone(english: Stage) -> Someone:
    """A leader, in the private chat with the bot; what was known when everybody opened it holds no longer."""
    await later(english, A_DAY)
    return Someone(english, english.leader.id, "leader")


async def joins(stage: Stage, person: Someone, *, joins: bool) -> None:
    """Somebody comes into the leadership chat, or is taken out of it by an admin."""
    body = {"chat": LEADERSHIP_GROUP_ID, "by": stage.admin.id, "user": person.id, "joins": joins}
    await stage.post("membership", body)
    await stage.settles()


def trouble(stage: Stage, code: int, description: str, times: int = 50) -> None:
    """Telegram does not say who is in a chat."""
    refusal = {"method": "getChatMember", "error_code": code, "description": description, "times": times}
    stage.sandbox.faults.set(read_trouble({"refusal": refusal}))


async def later(stage: Stage, delay: timedelta) -> None:
    await stage.jumps_to(stage.now + delay)


async def test_a_leader_asks_in_private_what_is_asked_in_the_group(english: Stage, alone: Someone) -> None:
    assert "of 26 activities done" in (await alone.says("/report")).text
    assert "Activity 7" in (await alone.presses("№7", await alone.says("/report 7-9"))).text
    assert "The agenda of the meetings" in (await alone.says("/agenda")).text
    assert "/report" in (await alone.says("/help")).text


async def test_a_leader_is_greeted_as_one_and_has_the_menu_of_one(english: Stage, alone: Someone) -> None:
    shown = await alone.starts()
    assert "leadership" in shown.text
    assert "📊 Report" in shown.labels
    commands = english.sandbox.world.profile["commands"][scope_key("chat", alone.id, language="")]
    assert [one["command"] for one in commands] == ["report", "order", "agenda", "help", "language"]


@pytest.mark.parametrize("words", ["/report", "/agenda", "/report 7", "/help", "/start", "5 70%", "Юнусов нима қилди?"])
async def test_an_outsider_learns_nothing(english: Stage, words: str) -> None:
    before = await english.outsider.count()
    await english.outsider.says(words)
    said = await said_since(english.outsider, before)
    assert not told_of_the_plan(english, said)
    assert "report" not in said.replace("not recorded", "").lower() or "5 70%" in words


async def test_who_left_the_group_is_an_outsider_at_once(english: Stage, alone: Someone) -> None:
    await alone.starts()
    await joins(english, alone, joins=False)
    before = await alone.count()
    await alone.says("/report")
    said = await said_since(alone, before)
    assert STRANGER in said
    assert not told_of_the_plan(english, said)
    assert scope_key("chat", alone.id, language="") not in english.sandbox.world.profile["commands"]


async def test_telegrams_own_word_of_who_left_ends_a_leaders_right(english: Stage, alone: Someone) -> None:
    english.sandbox.world.chats[LEADERSHIP_GROUP_ID].bot = "administrator"  # it is told of changes of members
    await alone.starts()
    await joins(english, alone, joins=False)
    assert STRANGER in (await alone.says("/report")).text


async def test_an_old_button_in_private_tells_a_former_leader_nothing(english: Stage, alone: Someone) -> None:
    shown = await alone.says("/report")
    await joins(english, alone, joins=False)
    answer = await alone.press("№", shown)
    assert answer is not None
    assert STRANGER in answer["text"]


async def test_who_left_unseen_is_an_outsider_within_a_day(english: Stage, alone: Someone) -> None:
    await alone.says("/report")
    english.sandbox.world.chats[LEADERSHIP_GROUP_ID].members.remove(alone.id)  # no update tells of it
    await later(english, A_DAY - timedelta(minutes=5))
    assert "of 26 activities" in (await alone.says("/report")).text
    await later(english, timedelta(minutes=10))
    assert STRANGER in (await alone.says("/report")).text


async def test_who_comes_into_the_group_is_a_leader_at_once(english: Stage) -> None:
    await english.outsider.says("/report")
    await joins(english, english.outsider, joins=True)
    assert "of 26 activities" in (await english.outsider.says("/report")).text


async def test_telegram_is_asked_once_a_day(english: Stage, alone: Someone) -> None:
    await alone.says("/report")
    trouble(english, 500, "Internal Server Error")
    await later(english, timedelta(hours=20))
    assert "of 26 activities" in (await alone.says("/report")).text, "what was known within the day holds"
    await later(english, timedelta(hours=5))
    assert STRANGER in (await alone.says("/report")).text, "beyond it nothing is known"


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: user not found"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (429, "Too Many Requests: retry after 5"),
        (502, "Bad Gateway"),
    ],
)
async def test_where_telegram_does_not_say_nobody_is_a_leader(
    english: Stage, alone: Someone, code: int, description: str
) -> None:
    trouble(english, code, description)
    assert STRANGER in (await alone.says("/report")).text


async def test_a_hidden_admin_of_the_group_is_no_leader(english: Stage, alone: Someone) -> None:
    chat = english.sandbox.world.chats[LEADERSHIP_GROUP_ID]
    chat.admins.append(alone.id)
    chat.hidden.append(alone.id)
    assert STRANGER in (await alone.says("/report")).text


async def test_another_group_that_became_the_leaderships_has_leaders_of_its_own(english: Stage, alone: Someone) -> None:
    await alone.says("/report")
    await english.services.groups.bind(-1_000_777, None, "other", english.admin.id, english.now)
    assert STRANGER in (await alone.says("/report")).text


async def test_an_officer_who_is_a_leader_asks_for_the_whole_plan_and_reports_as_before(english: Stage) -> None:
    officer = english.officer("М. Алимбаев")
    assert "for the admins and the leadership group" in (await officer.says("/report")).text
    await joins(english, officer, joins=True)
    assert "of 26 activities" in (await officer.says("/report")).text
    await officer.says("/my")
    await joins(english, officer, joins=False)
    assert "for the admins and the leadership group" in (await officer.says("/report")).text


async def test_a_leaders_instruction_in_private_is_offered_and_not_taken(english: Stage, alone: Someone) -> None:
    officer = english.officer("Б. Кучкаров")
    before = await officer.count()
    offer = await alone.says("Тезлаштиринг", reply_to=await alone.says("/report 3"))
    assert "📌 Instruction" in offer.labels
    assert await officer.heard(before) == []
    await alone.presses("📌", offer)
    assert "Тезлаштиринг" in await said_since(officer, before)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("🔴 Просрочено", "🔴 overdue"),
        ("исполнено", "🟢 done"),
        ("на рассмотрении", "🟡 under review"),
        ("бошланмаган", "⚪ not started"),
        ("ижрода", "🔵 in progress"),
        ("қайтарилганлар", "🔵 returned"),
        ("Юнусов бажарди", "B. Yunusov"),
        ("Кучкаров просрочено", "B. Kuchkarov · 🔴 overdue"),
        ("5-тадбир 70%", "Activity 5"),
        ("status of E-Saylov testing", "I did not understand the question"),
    ],
)
async def test_a_leaders_words_of_the_work_are_a_question_and_no_report(
    english: Stage, alone: Someone, words: str, told: str
) -> None:
    before = await english.admin.count()
    shown = await alone.says(words)
    assert told in shown.text
    assert "recorded" not in shown.text
    assert await english.admin.heard(before) == []
    assert await count(english, LinkRequest) == 0


async def test_a_leaders_settings_are_the_language(alone: Someone) -> None:
    shown = await alone.says("/settings")
    assert "/language" in shown.text
    assert "administrators" not in shown.text


async def test_what_was_asked_of_telegram_is_kept(english: Stage, alone: Someone) -> None:
    await alone.says("/report")
    await alone.says("/agenda")
    async with english.database.read() as session:
        of_leader = select(LeaderMembership).where(LeaderMembership.telegram_id == alone.id)
        [row] = await session.scalars(of_leader)
    assert (row.chat_id, row.is_leader, row.asked_at) == (LEADERSHIP_GROUP_ID, True, english.now)


async def test_an_admin_is_not_asked_about(english: Stage) -> None:
    trouble(english, 500, "Internal Server Error")
    assert "of 26 activities" in (await english.admin.says("/report")).text
