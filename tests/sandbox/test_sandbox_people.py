"""What people do, and what the page is shown of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiogram.enums import ChatAction
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BufferedInputFile,
    ForceReply,
    InputMediaPhoto,
    ReactionTypeEmoji,
)
from aiohttp import FormData

from tests.sandbox.sandbox_side import ADMIN, GROUP, LEADER, OFFICER, OUTSIDER, Side
from tests.sandbox.test_sandbox_refusals import PNG


async def upload(side: Side, *files: tuple[str, bytes, str], **fields: Any) -> dict[str, Any]:
    form = FormData({key.rstrip("_"): str(value) for key, value in fields.items()}, quote_fields=False)
    for name, content, mime in files:
        form.add_field("file", content, filename=name, content_type=mime)
    async with side.http.post(f"{side.url}/sandbox/send", data=form) as answer:
        assert answer.status == 200, await answer.text()
        sent: dict[str, Any] = await answer.json()
        return sent


async def test_a_file_goes_to_the_bot_with_its_caption(side: Side) -> None:
    await side.start(OFFICER)
    await upload(side, ("ҳисобот.txt", "бажарилди".encode(), "text/plain"), as_=OFFICER, chat=OFFICER, text="5 70%")
    (update,) = await side.take()
    assert update.message is not None and update.message.document is not None
    assert (update.message.caption, update.message.document.mime_type) == ("5 70%", "text/plain")
    content = await side.bot.download(update.message.document)
    assert content is not None and content.read().decode() == "бажарилди"
    shown = (await side.messages(OFFICER))[-1]["document"]
    assert shown["name"] == "ҳисобот.txt"
    async with side.http.get(side.url + shown["url"]) as answer:
        assert (await answer.read()).decode() == "бажарилди"
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_several_files_are_an_album_and_the_first_has_the_caption(side: Side) -> None:
    await side.start(OFFICER)
    files = [("a.png", PNG, "image/png")] * 3
    sent = await upload(side, *files, as_=OFFICER, chat=OFFICER, text="photos")
    assert len(sent["message_ids"]) == 3
    messages = [update.message for update in await side.take()]
    assert len({message.media_group_id for message in messages if message}) == 1
    assert [message.caption for message in messages if message] == ["photos", None, None]
    assert all(message and message.photo for message in messages)


async def test_a_voice_message_is_sent_as_a_voice_message(side: Side) -> None:
    await side.start(OFFICER)
    await upload(side, ("v.ogg", b"Ogg", "audio/ogg"), as_=OFFICER, chat=OFFICER, kind="voice", duration=7)
    (update,) = await side.take()
    assert update.message is not None and update.message.voice is not None
    assert (update.message.voice.duration, update.message.voice.mime_type) == (7, "audio/ogg")
    assert (await side.messages(OFFICER))[-1]["voice"]["duration"] == 7


@pytest.mark.parametrize("kind", ["sticker", "poll", "location", "contact", "dice", "video_note", "venue", "animation"])
async def test_everything_a_person_may_send_is_parsed_by_the_bot(side: Side, kind: str) -> None:
    await side.start(OFFICER)
    await side.post("special", as_=OFFICER, chat=OFFICER, kind=kind)
    (update,) = await side.take()
    assert update.message is not None and update.message.content_type == kind
    assert (await side.messages(OFFICER))[-1]["other"] == kind


async def test_an_edit_reaches_the_bot_as_an_edit(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.post("send", as_=OFFICER, chat=OFFICER, text="5 70")
    await side.post("edit", as_=OFFICER, chat=OFFICER, message_id=sent["message_id"], text="5 80")
    first, second = await side.take()
    assert first.message is not None and first.message.text == "5 70"
    assert second.edited_message is not None and second.edited_message.text == "5 80"
    assert second.edited_message.edit_date is not None
    assert (await side.messages(OFFICER))[-1]["edited"]


async def test_nobody_edits_what_another_wrote(side: Side) -> None:
    await side.start(OFFICER)
    sent = await side.bot.send_message(OFFICER, "a")
    await side.post("edit", 403, as_=OFFICER, chat=OFFICER, message_id=sent.message_id, text="b")


async def test_a_forward_names_who_wrote_it(side: Side) -> None:
    await side.start(OFFICER)
    await side.post("send", as_=OFFICER, chat=OFFICER, text="letter", forward="Somebody")
    (update,) = await side.take()
    assert update.message is not None and update.message.forward_origin is not None
    assert update.message.forward_origin.type == "hidden_user"
    assert (await side.messages(OFFICER))[-1]["forward"] == "Somebody"


async def test_the_bot_hears_of_a_block_and_starting_again_unblocks(side: Side) -> None:
    await side.start(OFFICER)
    await side.post("block", as_=OFFICER, blocked=True)
    await side.post("send", 409, as_=OFFICER, chat=OFFICER, text="a")
    await side.post("start", as_=OFFICER)
    blocked, unblocked, started = await side.take()
    assert blocked.my_chat_member is not None and blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member is not None and unblocked.my_chat_member.new_chat_member.status == "member"
    assert started.message is not None and started.message.text == "/start"


async def test_what_has_been_read_is_not_counted(side: Side) -> None:
    await side.start(OFFICER)
    for number in range(3):
        last = await side.bot.send_message(OFFICER, str(number))
    (chat,) = await side.get("chats", as_=OFFICER)
    assert (chat["unread"], chat["snippet"], chat["title"]) == (3, "2", "Bot")
    await side.post("read", as_=OFFICER, chat=OFFICER, up_to=last.message_id - 1)
    world = await side.get("world")
    assert next(person for person in world["people"] if person["id"] == OFFICER)["unread"] == 1


async def test_each_person_sees_the_commands_meant_for_them(side: Side) -> None:
    def command(name: str) -> list[BotCommand]:
        return [BotCommand(command=name, description=name)]

    await side.start(ADMIN)
    await side.bot.set_my_commands(command("help"))
    await side.bot.set_my_commands(command("my"), scope=BotCommandScopeAllPrivateChats())
    await side.bot.set_my_commands(command("my_uz"), scope=BotCommandScopeAllPrivateChats(), language_code="uz")
    await side.bot.set_my_commands(command("audit"), scope=BotCommandScopeChat(chat_id=ADMIN))
    await side.bot.set_my_commands(command("report"), scope=BotCommandScopeAllGroupChats())

    async def seen(person: int, chat: int) -> list[str]:
        chats = await side.get("chats", as_=person)
        commands = next(one for one in chats if one["chat"] == chat)["commands"]
        return [one["command"] for one in commands]

    assert await seen(OFFICER, OFFICER) == ["my_uz"]
    assert await seen(ADMIN, ADMIN) == ["audit"]
    assert await seen(LEADER, GROUP) == ["report"]
    await side.bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())
    assert await seen(LEADER, GROUP) == ["help"]
    assert [one.command for one in await side.bot.get_my_commands()] == ["help"]


async def test_what_the_bot_says_of_itself_is_kept(side: Side) -> None:
    await side.bot.set_my_name("Ijrochi")
    await side.bot.set_my_description("plan", language_code="ru")
    assert (await side.bot.get_my_name()).name == "Ijrochi"
    assert (await side.bot.get_my_description(language_code="ru")).description == "plan"
    assert (await side.bot.get_me()).first_name == "Ijrochi"
    assert (await side.get("world"))["bot"]["name"] == "Ijrochi"


async def test_the_page_is_shown_all_of_a_message(side: Side) -> None:
    await side.start(OFFICER)
    keyboard = {"inline_keyboard": [[{"text": "Go", "callback_data": "a"}, {"text": "Lex", "url": "https://lex.uz"}]]}
    asked = {"chat_id": OFFICER, "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": keyboard}
    sent = (await side.call("sendMessage", **asked, reply_parameters={"message_id": 1}))["result"]
    await side.bot.set_message_reaction(OFFICER, 1, [ReactionTypeEmoji(emoji="👍")])
    await side.bot.send_message(OFFICER, "why?", reply_markup=ForceReply(input_field_placeholder="reason"))
    start, answer, question = await side.messages(OFFICER)
    assert start["reactions"] == ["👍"] and start["out"]
    assert answer["buttons"] == [[{"text": "Go", "data": "a"}, {"text": "Lex", "url": "https://lex.uz"}]]
    assert answer["reply_to"] == {"id": 1, "name": "Officer", "text": "/start"}
    assert (answer["id"], answer["html"], answer["out"]) == (sent["message_id"], "<b>a</b>", False)
    assert question["force_reply"] == {"placeholder": "reason"}
    assert [message["id"] for message in await side.messages(OFFICER, after=sent["message_id"])] == [question["id"]]


async def test_pictures_can_be_sent_changed_copied_and_forwarded(side: Side) -> None:
    await side.start(OFFICER, LEADER)
    picture = BufferedInputFile(PNG, "a.png")
    first = await side.bot.send_photo(OFFICER, picture, caption="one")
    edited = await side.bot.edit_message_media(
        InputMediaPhoto(media=picture, caption="two"), chat_id=OFFICER, message_id=first.message_id
    )
    assert not isinstance(edited, bool)
    assert edited.caption == "two" and edited.photo is not None and first.photo is not None
    assert edited.photo[-1].file_unique_id != first.photo[-1].file_unique_id
    await side.bot.copy_message(LEADER, OFFICER, first.message_id, caption="three")
    forwarded = await side.bot.forward_message(LEADER, OFFICER, first.message_id)
    assert forwarded.forward_origin is not None
    shown = await side.messages(LEADER)
    assert [(message["text"], message["forward"]) for message in shown[1:]] == [("three", None), ("two", "Bot")]
    assert shown[1]["photo"]["width"] == 2


async def test_a_stranger_and_a_stranger_chat_are_not_found(side: Side) -> None:
    refused = await side.post("send", 404, as_=999, chat=999, text="a")
    assert refused == {"error": "there is no person with the id 999"}
    await side.post("send", 403, as_=OUTSIDER, chat=GROUP, text="a")
    await side.post("send", 400, as_=OUTSIDER, chat=OUTSIDER, text="  ")


async def test_a_page_of_another_site_may_not_act(side: Side) -> None:
    headers = {"Origin": "https://example.org"}
    async with side.http.post(f"{side.url}/sandbox/start", json={"as": OFFICER}, headers=headers) as answer:
        assert answer.status == 403


async def test_a_watching_page_hears_what_happens(side: Side) -> None:
    seen = (await side.get("world"))["sequence"]
    async with side.http.get(f"{side.url}/sandbox/events?after={seen}") as stream:
        await side.start(OFFICER)
        await side.bot.send_chat_action(OFFICER, ChatAction.TYPING)
        heard: list[dict[str, Any]] = []
        while not heard or heard[-1]["type"] != "typing":
            line = (await stream.content.readline()).decode()
            if line.startswith("data: "):
                heard.append(json.loads(line[6:]))
    assert {"type": "message", "chat": OFFICER, "message_id": 1, "topic": None} in heard


async def test_a_page_from_an_earlier_run_is_told_to_reload(side: Side) -> None:
    async with side.http.get(f"{side.url}/sandbox/events", headers={"Last-Event-ID": "42"}) as stream:
        lines = [(await stream.content.readline()).decode() for _ in range(4)]
    assert 'data: {"type": "world"}\n' in lines
