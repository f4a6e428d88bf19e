"""Anonymous admins of the group: a press is theirs, and what it asks for is asked in private."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo import LEADERSHIP_GROUP_ID
from tests.bot.scenes import again, state_of
from tests.bot.test_impersonal import GROUP, arrives, message, user
from tests.stage import Shown, Someone, Stage, staged

LEAD, NUMBER = "Б. Юнусов", 2


@pytest.fixture
async def with_leaders(tmp_path: Path, opened_in_english: Path) -> AsyncIterator[Stage]:
    """The bot with LEADERS_ACCEPT=true, something to decide on, the leader and the admin anonymous in the group."""
    async with staged(tmp_path, opened=opened_in_english, default_locale="en", leaders_accept=True) as one:
        chat = one.sandbox.world.chats[LEADERSHIP_GROUP_ID]
        chat.hidden = [one.leader.id, one.admin.id]
        chat.admins = list(dict.fromkeys([*chat.admins, one.leader.id, one.admin.id]))
        await one.officer(LEAD).says(f"№{NUMBER} бажарилди")
        yield one


async def card_in_group(stage: Stage) -> Shown:
    """The submission, shown in the group."""
    await stage.leader.says(f"/report {NUMBER}")
    return await stage.leader.presses("🟡 Decide")


@pytest.mark.parametrize("who", ["leader", "admin"])
async def test_the_reason_of_a_return_is_asked_in_private_and_settles_the_card(with_leaders: Stage, who: str) -> None:
    stage = with_leaders
    private: Someone = stage.leader.in_group(stage.leader.id) if who == "leader" else stage.admin
    card = await card_in_group(stage)
    before, asked_before = await stage.leader.count(), await private.count()
    answer = await private.in_group().press("↩️ Return", card)
    assert answer is not None
    assert answer["show_alert"]
    assert "private chat" in answer["text"]
    assert await stage.leader.heard(before) == [], "nothing is asked in the group"
    [question] = await private.heard(asked_before)
    assert "Write why" in question.text
    await private.says("рўйхат йўқ")
    assert (await state_of(stage, NUMBER))[0] == "returned"
    assert "рўйхат йўқ" in (await stage.officer(LEAD).last()).text
    assert "Return" not in " ".join((await again(stage.leader, card)).labels)


async def test_where_the_bot_may_not_write_in_private_that_is_said(with_leaders: Stage) -> None:
    card = await card_in_group(with_leaders)
    with_leaders.sandbox.world.people[with_leaders.leader.id].started = False
    answer = await with_leaders.leader.press("↩️ Return", card)
    assert answer is not None
    assert "Press Start" in answer["text"]
    assert (await state_of(with_leaders, NUMBER))[0] == "review"


async def test_who_does_not_hide_is_asked_in_the_group(with_leaders: Stage) -> None:
    with_leaders.sandbox.world.chats[LEADERSHIP_GROUP_ID].hidden = []
    card = await card_in_group(with_leaders)
    question = await with_leaders.leader.presses("↩️ Return", card)
    await with_leaders.leader.says("рўйхат йўқ", reply_to=question)
    assert (await state_of(with_leaders, NUMBER))[0] == "returned"


async def test_an_answer_in_the_groups_name_is_not_taken_and_told_how(with_leaders: Stage) -> None:
    with_leaders.sandbox.world.chats[LEADERSHIP_GROUP_ID].hidden = []
    card = await card_in_group(with_leaders)
    question = await with_leaders.leader.presses("↩️ Return", card)
    reply = {"message_id": question.id, "date": 1, "chat": GROUP, "text": "?"}
    reply["from"] = {"id": with_leaders.application.bot.id, "is_bot": True, "first_name": "bot"}
    before = await with_leaders.leader.count()
    await arrives(
        with_leaders, message(user(1087968824), GROUP, text="рўйхат йўқ", sender_chat=GROUP, reply_to_message=reply)
    )
    assert (await state_of(with_leaders, NUMBER))[0] == "review"
    [said] = await with_leaders.leader.heard(before)
    assert "can not see who you are" in said.text


async def test_a_leader_who_was_asked_long_ago_or_elsewhere_returns_nothing(with_leaders: Stage) -> None:
    private = with_leaders.leader.in_group(with_leaders.leader.id)
    await with_leaders.leader.press("↩️ Return", await card_in_group(with_leaders))
    question = await private.last()
    await with_leaders.goes_to("2024-01-01T12:00:00+05:00")
    await private.says("рўйхат йўқ", reply_to=question)
    assert (await state_of(with_leaders, NUMBER))[0] == "review"
