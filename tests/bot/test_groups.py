"""Groups: which one is the leadership chat, and what becomes of it."""

from datetime import date

import pytest
from aiogram.types import BotCommandScopeChat

from bot.demo import ADMIN_IDS, LEADER_ID, LEADERSHIP_GROUP_ID
from sandbox.records import Chat
from tests.bot.scenes import again
from tests.stage import Someone, Stage

NEW_GROUP = -5_000_001
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@pytest.fixture
def group(stage: Stage) -> int:
    """Another group of the same people, which the bot is not in yet."""
    world = stage.sandbox.world
    members = [LEADER_ID, *ADMIN_IDS, stage.outsider.id]
    world.chats[NEW_GROUP] = Chat(
        id=NEW_GROUP, kind="group", title="Янги гуруҳ", members=members, admins=[ADMIN_IDS[0]], bot="left"
    )
    return NEW_GROUP


@pytest.fixture
async def admin(stage: Stage) -> Someone:
    await stage.admin.says("/language")
    await stage.admin.presses("English")
    return stage.admin


async def change_bot(stage: Stage, chat: int, by: int, change: str) -> None:
    await stage.post("membership", {"chat": chat, "by": by, "bot": change})
    await stage.handled()


async def leadership(stage: Stage) -> tuple[int, bool]:
    """The leadership chat, and whether it was lost."""
    facts = await stage.services.groups.leadership()
    assert facts is not None
    return facts.chat_id, facts.is_lost


async def test_an_admin_who_adds_the_bot_is_offered_to_make_the_group_the_leaderships(
    stage: Stage, admin: Someone, group: int
) -> None:
    await change_bot(stage, group, admin.id, "added")
    greeting = (await admin.in_group(group).heard())[-1]
    assert greeting.text.startswith("Ассалому алайкум! Бу гуруҳ раҳбарият гуруҳи этиб белгилансинми?")
    await admin.in_group(group).press("✅", greeting)
    assert (await again(admin.in_group(group), greeting)).text.startswith(
        "✅ Бу гуруҳ раҳбарият гуруҳи этиб белгиланди."
    )
    assert await leadership(stage) == (group, False)


async def test_the_offer_is_not_for_others_to_take(stage: Stage, admin: Someone, group: int) -> None:
    await change_bot(stage, group, admin.id, "added")
    answer = await stage.leader.in_group(group).press("✅")
    assert answer is not None
    assert answer["show_alert"]
    assert await leadership(stage) == (LEADERSHIP_GROUP_ID, False)


async def test_anyone_else_who_adds_the_bot_gets_a_polite_word(stage: Stage, group: int) -> None:
    await change_bot(stage, group, stage.outsider.id, "added")
    said = (await stage.outsider.in_group(group).heard())[-1]
    assert not said.buttons
    assert "/bind" in said.text
    assert "сайлов" not in said.text.lower()


async def test_bind_makes_the_group_the_leaderships(stage: Stage, admin: Someone, group: int) -> None:
    await change_bot(stage, group, stage.outsider.id, "added")
    before = await admin.in_group(group).count()
    await admin.in_group(group).says("/bind@ijrochi_bot")
    answer, card = await admin.in_group(group).heard(before)
    assert answer.text.startswith("✅ Бу гуруҳ раҳбарият гуруҳи этиб")
    assert card.text.startswith("📌")
    assert await leadership(stage) == (group, False)
    assert [await menu(stage, chat) for chat in (group, LEADERSHIP_GROUP_ID)] == [
        ["report", "order", "agenda", "help"],
        [],
    ]
    again = await admin.in_group(group).says("/bind@ijrochi_bot")
    assert again.text.startswith("Бу гуруҳ аввалдан раҳбарият гуруҳи.")


async def test_the_group_that_was_replaced_no_longer_reads_the_plan(stage: Stage, admin: Someone, group: int) -> None:
    await change_bot(stage, group, admin.id, "added")
    await admin.in_group(group).says("/bind")
    shown = await stage.leader.says("/report 7")
    assert "сайлов" not in shown.text.lower()
    assert "7" in (await stage.leader.in_group(group).says("/report 7")).text


async def test_bind_in_private_says_where_it_belongs(admin: Someone) -> None:
    assert (await admin.says("/bind")).text.startswith("Add me to the leadership group and write /bind there")


async def test_bind_by_an_officer_is_refused(stage: Stage) -> None:
    officer = stage.officer("Б. Юнусов")
    await officer.says("/language")
    await officer.presses("English")
    assert (await officer.says("/bind")).text == "Only an administrator can make a group the leadership chat."


async def test_bind_by_an_outsider_changes_nothing(stage: Stage, group: int) -> None:
    await change_bot(stage, group, stage.outsider.id, "added")
    await stage.outsider.in_group(group).says("/bind")
    await stage.outsider.says("/bind")
    assert await leadership(stage) == (LEADERSHIP_GROUP_ID, False)


async def test_a_topic_that_is_bound_is_kept(stage: Stage, admin: Someone) -> None:
    stage.sandbox.world.chats[LEADERSHIP_GROUP_ID].topics["7"] = "Назорат"
    topic = {"message_thread_id": 7, "is_topic_message": True}
    await arrives(stage, "/bind", {"id": admin.id, "is_bot": False, "first_name": "admin"}, **topic)
    facts = await stage.services.groups.leadership()
    assert facts is not None
    assert (facts.chat_id, facts.thread_id) == (LEADERSHIP_GROUP_ID, 7)


async def test_if_the_topic_is_gone_answers_and_letters_go_to_the_group_itself(stage: Stage, admin: Someone) -> None:
    topics = stage.sandbox.world.chats[LEADERSHIP_GROUP_ID].topics
    topics["7"] = "Назорат"
    topic = {"message_thread_id": 7, "is_topic_message": True}
    person = {"id": admin.id, "is_bot": False, "first_name": "admin"}
    await arrives(stage, "/bind", person, **topic)
    del topics["7"]
    before = await stage.leader.count()
    await arrives(stage, "/report 7", person, **topic)
    [answer] = await stage.leader.heard(before)
    assert "№7" in answer.text or "7" in answer.text.splitlines()[0]
    before = await stage.leader.count()
    await stage.jumps_to(date(2024, 1, 8))
    await stage.settles()
    assert "Ҳафталик маълумот" in (await stage.leader.heard(before))[0].text
    facts = await stage.services.groups.leadership()
    assert facts is not None
    assert not facts.is_lost


async def test_an_anonymous_admin_is_asked_to_show_themselves(stage: Stage) -> None:
    before = await stage.leader.count()
    await arrives(stage, "/bind", ANONYMOUS)
    [answer] = await stage.leader.heard(before)
    assert "/bind" in answer.text
    facts = await stage.services.groups.leadership()
    assert facts is not None
    assert facts.thread_id is None


async def test_an_anonymous_admin_reads_the_plan_in_the_leadership_chat(stage: Stage) -> None:
    before = await stage.leader.count()
    await arrives(stage, "/report 7", ANONYMOUS)
    [answer] = await stage.leader.heard(before)
    assert "7" in answer.text


async def test_other_bots_are_not_talked_to(stage: Stage) -> None:
    before = await stage.leader.count()
    await arrives(stage, "/report 7", {"id": 4242, "is_bot": True, "first_name": "bot"})
    assert await stage.leader.heard(before) == []


async def arrives(stage: Stage, text: str, sender: dict[str, object], **more: object) -> None:
    """A message in the leadership group as Telegram sends it, of a kind that the sandbox's page does not write."""
    chat = {"id": LEADERSHIP_GROUP_ID, "type": "supergroup", "title": "Раҳбарият"}
    length = len(text.split(maxsplit=1)[0])
    message = {
        "message_id": 9_000,
        "date": int(stage.now.timestamp()),
        "chat": chat,
        "from": sender,
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": length}],
        **more,
    }
    bot = stage.application.bot
    await stage.application.dispatcher.feed_raw_update(bot, {"update_id": 1, "message": message})


async def test_a_group_without_the_bot_is_lost_until_it_is_back(stage: Stage, admin: Someone) -> None:
    await change_bot(stage, LEADERSHIP_GROUP_ID, admin.id, "kicked")
    assert await leadership(stage) == (LEADERSHIP_GROUP_ID, True)
    await change_bot(stage, LEADERSHIP_GROUP_ID, admin.id, "added")
    assert await leadership(stage) == (LEADERSHIP_GROUP_ID, False)
    assert (await admin.in_group().heard())[-1].text.startswith("Бот яна шу ерда")


async def test_a_change_of_rights_is_no_news(stage: Stage, admin: Someone) -> None:
    before = await admin.in_group().count()
    await change_bot(stage, LEADERSHIP_GROUP_ID, admin.id, "admin")
    assert await admin.in_group().heard(before) == []
    assert await leadership(stage) == (LEADERSHIP_GROUP_ID, False)


async def test_a_group_that_becomes_a_supergroup_is_followed(stage: Stage, admin: Someone, group: int) -> None:
    await change_bot(stage, group, admin.id, "added")
    await admin.in_group(group).says("/bind")
    successor = (await stage.post("migrate", {"chat": group}))["chat"]
    await stage.handled()
    assert await leadership(stage) == (successor, False)
    assert "7" in (await stage.leader.in_group(successor).says("/report 7")).text
    assert await menu(stage, successor) == ["report", "order", "agenda", "help"]


async def menu(stage: Stage, chat: int) -> list[str]:
    """The commands offered in a chat of its own."""
    scope = BotCommandScopeChat(chat_id=chat)
    return [one.command for one in await stage.application.bot.get_my_commands(scope=scope)]


async def test_a_person_who_blocks_the_bot_is_noted_and_forgiven(stage: Stage) -> None:
    officer = stage.officer("Б. Юнусов")
    await officer.blocks()
    assert "Б. Юнусов" in await blocked(stage)
    await officer.blocks(False)
    await officer.says("/my")
    assert await blocked(stage) == set()


async def blocked(stage: Stage) -> set[str]:
    """Who cannot be written to."""
    board = await stage.services.linking.board(stage.now)
    return {member.name for one in board for member in one.members if member.is_blocked}
