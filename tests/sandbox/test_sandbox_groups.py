"""Groups: privacy mode, topics, who comes and goes, becoming a supergroup."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ChatMemberAdministrator, ChatMemberOwner

from tests.sandbox.sandbox_side import ADMIN, FORUM, GROUP, LEADER, OFFICER, TOPIC, Side


async def say(side: Side, text: str, **more: Any) -> int:
    sent = await side.post("send", as_=LEADER, chat=GROUP, text=text, **more)
    number: int = sent["message_id"]
    return number


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/report", True),
        ("/report@plan_bot", True),
        ("/report@Plan_Bot 7", True),
        ("/report@other_bot", False),
        ("@plan_bot 5-тадбир", True),
        ("маълумот учун @plan_bot", True),
        ("@other_bot салом", False),
        ("just talking", False),
    ],
)
async def test_in_a_group_a_bot_hears_only_what_is_meant_for_it(side: Side, text: str, heard: bool) -> None:
    await say(side, text)
    assert [update.message.text for update in await side.take() if update.message] == ([text] if heard else [])


async def test_a_reply_to_the_bot_is_heard_and_to_another_is_not(side: Side) -> None:
    summary = await side.bot.send_message(GROUP, "summary")
    other = await say(side, "what is this?")
    await say(side, "a plan", reply_to=other)
    await say(side, "thanks", reply_to=summary.message_id)
    assert [update.message.text for update in await side.take() if update.message] == ["thanks"]


async def test_an_administrator_bot_hears_everything(side: Side) -> None:
    await side.post("membership", chat=GROUP, by=ADMIN, bot="admin")
    await say(side, "just talking")
    changed, said = await side.take()
    assert changed.my_chat_member is not None
    assert isinstance(changed.my_chat_member.new_chat_member, ChatMemberAdministrator)
    assert said.message is not None and said.message.text == "just talking"


async def test_a_press_reaches_the_bot_whatever_the_privacy_mode(side: Side) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    sent = await side.call("sendMessage", chat_id=GROUP, text="a", reply_markup=keyboard)
    number = sent["result"]["message_id"]
    press = asyncio.create_task(side.post("press", as_=LEADER, chat=GROUP, message_id=number, data="a"))
    (update,) = await side.bot.get_updates(timeout=5)
    assert update.callback_query is not None and update.callback_query.from_user.id == LEADER
    await side.bot.answer_callback_query(update.callback_query.id)
    assert (await press)["answer"] == {"text": None, "show_alert": False, "url": None}


async def test_a_kicked_bot_is_told_and_refused_until_it_is_added_again(side: Side) -> None:
    await side.post("membership", chat=GROUP, by=ADMIN, bot="kicked")
    assert [update.event_type for update in await side.take()] == ["message", "my_chat_member"]
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await side.bot.send_message(GROUP, "a")
    await side.post("membership", chat=GROUP, by=ADMIN, bot="added")
    changed, joined = await side.take()
    assert changed.my_chat_member is not None and changed.my_chat_member.from_user.id == ADMIN
    assert joined.message is not None and joined.message.new_chat_members is not None
    assert joined.message.new_chat_members[0].id == side.bot.id
    await side.bot.send_message(GROUP, "a")


async def test_a_bot_that_left_is_no_member(side: Side) -> None:
    await side.bot.leave_chat(FORUM)
    with pytest.raises(TelegramForbiddenError, match="bot is not a member of the supergroup chat"):
        await side.bot.send_message(FORUM, "a")


async def test_people_come_and_go(side: Side) -> None:
    await side.post("membership", chat=GROUP, by=ADMIN, user=OFFICER)
    (update,) = await side.take()
    assert update.message is not None and update.message.new_chat_members is not None
    assert update.message.new_chat_members[0].id == OFFICER
    assert (await side.get("chats", as_=OFFICER))[0]["chat"] == GROUP
    assert await side.bot.get_chat_member_count(GROUP) == 4
    await side.post("membership", chat=GROUP, by=OFFICER, user=OFFICER, joins=False)
    (update,) = await side.take()
    assert update.message is not None and update.message.left_chat_member is not None
    refused = await side.http.get(f"{side.url}/sandbox/messages?as={OFFICER}&chat={GROUP}")
    assert refused.status == 403


async def test_a_group_that_became_a_supergroup_says_where_it_went(side: Side) -> None:
    moved = (await side.post("migrate", chat=GROUP))["chat"]
    left, arrived = await side.take()
    assert left.message is not None and left.message.migrate_to_chat_id == moved
    assert arrived.message is not None and arrived.message.migrate_from_chat_id == GROUP
    assert arrived.message.chat.type == "supergroup"
    with pytest.raises(TelegramMigrateToChat) as caught:
        await side.bot.send_message(GROUP, "a")
    assert caught.value.migrate_to_chat_id == moved
    await side.bot.send_message(moved, "a")
    assert [chat["chat"] for chat in await side.get("chats", as_=LEADER) if chat["kind"] != "private"] == [
        moved,
        FORUM,
    ]


async def test_a_topic_is_kept_by_what_is_said_in_it(side: Side) -> None:
    sent = await side.bot.send_message(FORUM, "report", message_thread_id=TOPIC)
    assert (sent.message_thread_id, sent.is_topic_message, sent.chat.is_forum) == (TOPIC, True, True)
    await side.post("send", as_=LEADER, chat=FORUM, text="/report", topic=TOPIC)
    (update,) = await side.take()
    assert update.message is not None and update.message.message_thread_id == TOPIC
    opener = update.message.reply_to_message
    assert opener is not None and opener.forum_topic_created is not None
    assert opener.forum_topic_created.name == "Reports"
    in_topic = await side.messages(FORUM, LEADER, topic=TOPIC)
    assert [message["text"] for message in in_topic] == ["", "report", "/report"]
    assert in_topic[-1]["reply_to"] is None
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await side.bot.send_message(FORUM, "a", message_thread_id=77)


async def test_members_are_told_by_their_rank(side: Side) -> None:
    administrators = await side.bot.get_chat_administrators(GROUP)
    assert isinstance(administrators[0], ChatMemberOwner) and administrators[0].user.id == ADMIN
    ranks = {user: (await side.bot.get_chat_member(GROUP, user)).status for user in (ADMIN, LEADER, OFFICER)}
    assert ranks == {ADMIN: "creator", LEADER: "member", OFFICER: "left"}
    assert (await side.bot.get_chat_member(GROUP, side.bot.id)).status == "member"
    assert (await side.bot.get_chat(GROUP)).title == "Leadership"


async def test_pinning_in_a_group_needs_rights_and_is_seen(side: Side) -> None:
    sent = await side.bot.send_message(GROUP, "summary")
    with pytest.raises(TelegramBadRequest, match="not enough rights"):
        await side.bot.pin_chat_message(GROUP, sent.message_id)
    await side.post("membership", chat=GROUP, by=ADMIN, bot="admin")
    await side.bot.pin_chat_message(GROUP, sent.message_id)
    summary, said = await side.messages(GROUP, LEADER)
    assert summary["pinned"] and said["service"] == "Bot pinned «summary»"
    pinned = (await side.bot.get_chat(GROUP)).pinned_message
    assert pinned is not None and pinned.message_id == sent.message_id
    await side.bot.unpin_chat_message(GROUP)
    assert not (await side.messages(GROUP, LEADER))[0]["pinned"]
