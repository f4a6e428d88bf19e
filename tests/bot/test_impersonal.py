"""Voices that stand for nobody: Telegram's own accounts, bots, channels. They have no rights and are not remembered."""

from datetime import date, datetime
from itertools import count as numbers
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo import ADMIN_IDS, LEADERSHIP_GROUP_ID
from bot.factory import prepare
from models import Account, Admin, Link, Outbox
from sandbox.records import Chat
from services.messages.kinds import LetterKind
from tests.bot.hostile import SERVICE
from tests.bot.scenes import count, said_since
from tests.stage import Someone, Stage
from views.kit import callbacks

Json = dict[str, Any]

GROUP = {"id": LEADERSHIP_GROUP_ID, "type": "supergroup", "title": "Раҳбарият"}
STRANGE = {"id": -1_009_000_000_001, "type": "supergroup", "title": "Бошқа гуруҳ"}
CHANNEL = {"id": -1_009_000_000_002, "type": "channel", "title": "Канал"}
OWNS = {
    1087968824: {"first_name": "Group", "username": "GroupAnonymousBot", "is_bot": True},
    136817688: {"first_name": "Channel", "username": "Channel_Bot", "is_bot": True},
    777000: {"first_name": "Telegram", "is_bot": False},
    1271266957: {"first_name": "Replies", "username": "replies", "is_bot": True},
    489000: {"first_name": "Verification Codes", "is_bot": False},
    4242: {"first_name": "Somebot", "username": "some_bot", "is_bot": True},
}
NUMBERS = numbers(50_000)


@pytest.fixture(autouse=True)
def strange_group(english: Stage) -> None:
    """A group of strangers that the bot is in."""
    members = [english.outsider.id, ADMIN_IDS[0]]
    english.sandbox.world.chats[STRANGE["id"]] = Chat(
        id=STRANGE["id"], kind="supergroup", title=STRANGE["title"], members=members, admins=[members[0]]
    )


def message(sender: Json | None, chat: Json, **content: Any) -> Json:
    made = {"message_id": next(NUMBERS), "date": 1_704_103_200, "chat": chat, **content}
    return {"message": made | ({"from": sender} if sender is not None else {})}


def user(telegram_id: int) -> Json:
    return {"id": telegram_id, **OWNS[telegram_id]}


def person(someone: Someone) -> Json:
    return {"id": someone.id, "is_bot": False, "first_name": someone.name}


def press(someone: Someone, chat: Json, data: str) -> Json:
    shown = message({"id": 1, "is_bot": True, "first_name": "bot"}, chat, text="?")["message"]
    return {
        "callback_query": {
            "id": str(next(NUMBERS)),
            "from": person(someone),
            "chat_instance": "1",
            "data": data,
            "message": shown,
        }
    }


async def arrives(stage: Stage, update: Json) -> None:
    """As Telegram sends it, through the polling."""
    updates = stage.sandbox.world.updates
    await updates.until_confirmed(updates.queue_raw(update))
    await stage.settles()


async def asked(stage: Stage, update: Json) -> list[Json]:
    """What an update made the bot send, whoever would have got it."""
    sent: list[Json] = []

    async def watch(make: Any, bot: Any, method: Any) -> Any:
        if method.__api_method__ not in ("getUpdates", "getChatMember", "getMe"):
            sent.append({"method": type(method).__name__, **method.model_dump(exclude_none=True)})
        return await make(bot, method)

    stage.application.bot.session.middleware(watch)
    await arrives(stage, update)
    stage.application.bot.session.middleware._middlewares.remove(watch)  # type: ignore[attr-defined]
    return [one for one in sent if one["method"] != "SendChatAction"]


async def leadership(stage: Stage) -> int:
    facts = await stage.services.groups.leadership()
    assert facts is not None
    return facts.chat_id


@pytest.mark.parametrize("telegram_id", OWNS)
@pytest.mark.parametrize("chat", [GROUP, STRANGE], ids=["leadership", "strange"])
async def test_an_account_that_stands_for_nobody_is_not_remembered_and_cannot_be_named(
    english: Stage, telegram_id: int, chat: Json
) -> None:
    for words in ("/report", "/bind", "салом"):
        await arrives(english, message(user(telegram_id), chat, text=words))
    await arrives(english, message(user(telegram_id), chat, text="/report", sender_chat=CHANNEL))
    await arrives(english, message(user(telegram_id), chat, text="/report", sender_chat=chat))
    assert await count(english, Account, Account.telegram_id == telegram_id) == 0
    shown = await english.admin.says(f"/admin add {OWNS[telegram_id]['first_name']}")
    assert not any(label.startswith("✅") for label in shown.labels)
    assert await leadership(english) == LEADERSHIP_GROUP_ID


async def give_rights(stage: Stage, telegram_id: int) -> int:
    """As an earlier release would have it: an account, named an admin and linked; the account's id."""
    async with stage.database.write() as session:
        account = Account(telegram_id=telegram_id, name="Group", username="GroupAnonymousBot", seen_at=stage.now)
        session.add(account)
        await session.flush()
        session.add(Admin(telegram_id=telegram_id, named_by=ADMIN_IDS[0], named_at=stage.now))
        session.add(Link(account_id=account.id, executor_id=1, linked_at=stage.now, reminded_through=date(2024, 1, 1)))
        return account.id


@pytest.mark.parametrize("telegram_id", [one for one in OWNS if one != 4242])
async def test_rights_that_were_given_to_nobody_have_no_effect(english: Stage, telegram_id: int) -> None:
    account_id = await give_rights(english, telegram_id)
    assert telegram_id not in await english.services.admins.ids()
    hidden = message(user(telegram_id), STRANGE, text="/bind", sender_chat=STRANGE)
    assert not [one for one in await asked(english, hidden) if "leadership chat now" in one.get("text", "")]
    assert await leadership(english) == LEADERSHIP_GROUP_ID
    said = await asked(english, message(user(telegram_id), STRANGE, text="/report", sender_chat=STRANGE))
    assert not [one for one in said if "activit" in one.get("text", "").lower()]
    shown = await english.admin.says("/admin add Group")
    assert not any(label.startswith("✅") for label in shown.labels)
    await english.admin.taps(shown, callbacks.NameAdmin(account=account_id, sure=True).pack(), forged=True)
    assert telegram_id not in await english.services.admins.ids()

    await prepare(english.application)  # the next start takes them back
    assert await count(english, Admin, Admin.telegram_id == telegram_id) == 0
    assert await count(english, Link, Link.account_id == account_id) == 0
    await english.jumps_to(date(2024, 1, 31))
    await english.goes_to("2024-02-02T10:00:00+05:00")
    assert await count(english, Outbox, Outbox.kind == LetterKind.REMINDER), "others are"
    assert await count(english, Outbox, Outbox.chat_id == telegram_id) == 0


async def test_a_press_by_an_anonymous_admin_is_their_own(english: Stage) -> None:
    await arrives(english, message(user(1087968824), GROUP, text="/report", sender_chat=GROUP))
    summary = await english.admin.in_group().last()
    assert "activities done" in summary.text
    update = press(english.admin, GROUP, callbacks.Waiting().pack())
    assert not [one for one in await asked(english, update) if one.get("show_alert")], "admins may, hidden or not"


@pytest.mark.parametrize("text", ["/report 7", "/bind", "/waiting", "№5 бажарилди", "салом"])
async def test_a_channels_words_in_the_group_are_answered_once_by_how_to_write(english: Stage, text: str) -> None:
    before = await english.leader.count()
    for _ in range(3):
        await arrives(english, message(user(136817688), GROUP, text=text, sender_chat=CHANNEL))
    said = [shown.text for shown in await english.leader.heard(before)]
    assert len(said) == 1
    assert said[0].startswith("You write in the name of a channel or a group")
    assert await leadership(english) == LEADERSHIP_GROUP_ID


async def test_a_channel_is_told_how_to_write_once_a_day_and_each_channel_for_itself(english: Stage) -> None:
    before, other = await english.leader.count(), CHANNEL | {"id": -100_889}
    told = []
    for moment, channel in (
        ("2024-01-01T12:00", CHANNEL),
        ("2024-01-01T15:00", CHANNEL),
        ("2024-01-01T15:00", other),
        ("2024-01-02T08:00", CHANNEL),
    ):
        await english.jumps_to(datetime.fromisoformat(f"{moment}+05:00"))
        await arrives(english, message(user(136817688), GROUP, text="салом", sender_chat=channel))
        told.append((await said_since(english.leader, before)).count("You write in the name of"))
    assert told == [1, 1, 2, 3]


async def test_what_comes_by_itself_from_the_linked_channel_is_left_alone(english: Stage) -> None:
    post = message(user(777000), GROUP, text="/report 7", sender_chat=CHANNEL, is_automatic_forward=True)
    assert await asked(english, post) == []


def change(chat: Json, by: Json, before: str, after: str) -> Json:
    bot = {"id": 1, "is_bot": True, "first_name": "bot"}
    rights = dict.fromkeys(
        [
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
            "can_post_messages",
            "can_send_welcome_messages",
        ],
        True,
    )
    return {
        "my_chat_member": {
            "chat": chat,
            "from": by,
            "date": 1_704_103_200,
            "old_chat_member": {"status": before, "user": bot},
            "new_chat_member": {"status": after, "user": bot, **(rights if after == "administrator" else {})},
        }
    }


@pytest.mark.parametrize("by_admin", [True, False])
async def test_in_a_channel_nothing_is_said_and_no_button_binds_it(english: Stage, by_admin: bool) -> None:
    by = english.admin if by_admin else english.outsider
    assert await asked(english, change(CHANNEL, person(by), "left", "administrator")) == []
    for data in (callbacks.Bind().pack(), callbacks.Report(words="").pack(), "o1:5"):
        said = await asked(english, press(by, CHANNEL, data))
        assert [one["method"] for one in said] == ["AnswerCallbackQuery"]
        assert "channel" in said[0]["text"]
    assert await leadership(english) == LEADERSHIP_GROUP_ID
    assert await asked(english, {"channel_post": message(None, CHANNEL, text="/bind")["message"]}) == []


async def test_a_channel_that_was_bound_is_let_go_once_it_is_known_as_one(english: Stage) -> None:
    await english.services.groups.bind(CHANNEL["id"], None, "Канал", ADMIN_IDS[0], english.now)
    await arrives(english, change(CHANNEL, person(english.admin), "left", "administrator"))
    assert await english.services.groups.leadership() is None
    assert "is a channel" in (await english.admin.last()).text


def some(kind: str) -> Any:
    """What Telegram sends in a service message of this kind; most are told by their presence alone."""
    somebody = {"id": 5, "is_bot": False, "first_name": "?"}
    special: Json = {
        "pinned_message": message(None, GROUP, text="?")["message"],
        "new_chat_title": "Раҳбарият",
        "new_chat_photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}],
        "new_chat_members": [somebody],
        "left_chat_member": somebody,
        "delete_chat_photo": True,
        "video_chat_ended": {"duration": 3},
        "video_chat_scheduled": {"start_date": 1_704_103_200},
        "video_chat_participants_invited": {"users": [somebody]},
        "message_auto_delete_timer_changed": {"message_auto_delete_time": 86400},
        "forum_topic_created": {"name": "Назорат", "icon_color": 1},
        "boost_added": {"boost_count": 1},
        "write_access_allowed": {},
        "proximity_alert_triggered": {"traveler": somebody, "watcher": somebody, "distance": 5},
        "chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}},
    }
    return special.get(kind, {})


TOLD = [
    "pinned_message",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "new_chat_members",
    "left_chat_member",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_scheduled",
    "video_chat_participants_invited",
    "message_auto_delete_timer_changed",
    "forum_topic_created",
    "forum_topic_closed",
    "forum_topic_reopened",
    "boost_added",
    "write_access_allowed",
    "proximity_alert_triggered",
    "chat_background_set",
]


@pytest.mark.parametrize("kind", TOLD)
async def test_a_service_message_is_not_answered_anywhere(english: Stage, kind: str) -> None:
    assert kind in SERVICE
    for someone in (english.admin, english.officer("Б. Юнусов"), english.outsider):
        private = {"id": someone.id, "type": "private", "first_name": someone.name}
        for chat in (private, GROUP, STRANGE):
            assert await asked(english, message(person(someone), chat, **{kind: some(kind)})) == []


async def test_the_accounts_of_officers_are_as_they_were(english: Stage) -> None:
    async with english.database.read() as session:
        before = list(await session.scalars(select(Link.id)))
    await prepare(english.application)
    async with english.database.read() as session:
        assert list(await session.scalars(select(Link.id))) == before
