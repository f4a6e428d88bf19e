"""The live card of the plan in the leadership chat: posted once, pinned without a sound, edited as things change."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import EditMessageText, PinChatMessage, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.demo import ADMIN_IDS, LEADER_ID, LEADERSHIP_GROUP_ID
from sandbox.records import Chat
from scheduler.keeper import Keeper
from tests.stage import TASHKENT, Shown, Someone, Stage, staged

NEW_GROUP = -5_000_001
NO_RIGHT = "Bad Request: not enough rights to manage pinned messages in the chat"


class Requests(BaseRequestMiddleware):
    """Writes down what the bot asks of Telegram."""

    def __init__(self) -> None:
        self.made: list[TelegramMethod[Any]] = []

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        self.made.append(method)
        return await make_request(bot, method)

    def edits(self) -> list[EditMessageText]:
        return [one for one in self.made if isinstance(one, EditMessageText)]

    def pins(self) -> list[PinChatMessage]:
        return [one for one in self.made if isinstance(one, PinChatMessage)]


def watched(stage: Stage) -> Requests:
    requests = Requests()
    stage.application.bot.session.middleware(requests)
    return requests


async def cards(stage: Stage, chat: int = LEADERSHIP_GROUP_ID) -> list[Shown]:
    """The live cards in a chat, oldest first."""
    return [shown for shown in await stage.leader.in_group(chat).heard() if shown.text.startswith("📌 The plan now")]


async def pinned(stage: Stage, chat: int = LEADERSHIP_GROUP_ID) -> list[int]:
    return [shown.id for shown in await stage.leader.in_group(chat).screen() if shown.raw["pinned"]]


async def passes(stage: Stage, **time: int) -> None:
    """Time goes by, and the bot does what is due."""
    await stage.jumps_to(stage.now + timedelta(**time))
    await stage.settles()


def remove(stage: Stage, card: Shown, chat: int = LEADERSHIP_GROUP_ID) -> None:
    """Somebody deletes the card."""
    world = stage.sandbox.world
    world.remove(world.chats[chat].messages[card.id])


@pytest.fixture
async def card(english: Stage) -> Shown:
    """The card as it was posted."""
    [card] = await cards(english)
    return card


@pytest.mark.on_both
async def test_the_card_is_posted_once_and_pinned_without_a_sound(tmp_path: Path, enrolled: Path) -> None:
    async with staged(tmp_path, enrolled=enrolled, default_locale="en") as stage:
        requests = watched(stage)
        await stage.everybody_starts()
        await passes(stage, hours=3)
        [card] = await cards(stage)
        assert "0 of 26 activities done, none overdue." in card.text
        assert "⚪ not started" in card.text
        assert "As of 1 January, 00:00" in card.text
        assert {"📂 By section", "📄 Word", "📊 Excel"} <= set(card.labels)
        assert await pinned(stage) == [card.id]
        [pin] = requests.pins()
        assert pin.disable_notification
        for person in (stage.admin, stage.officer("Б. Юнусов")):
            assert not any("The plan now" in shown.text for shown in await person.heard())


async def test_the_card_tells_what_changed_a_minute_later_at_most(english: Stage, card: Shown) -> None:
    requests = watched(english)
    await passes(english, days=10, hours=9)
    yunusov = english.officer("Б. Юнусов")
    before = len(requests.edits())
    await yunusov.says("№1 бажарилди")
    await yunusov.says("№2 50%")
    assert len(requests.edits()) <= before + 1  # the minute is not over
    await passes(english, minutes=1)
    [same] = await cards(english)
    assert same.id == card.id
    assert "🟡 Awaiting acceptance:\n№1 nomzodlar tarkibi tahlili\n" in same.text
    await english.admin.presses("✅")
    await passes(english, minutes=1)
    [same] = await cards(english)
    assert "1 of 26 activities done" in same.text
    assert "Awaiting" not in same.text


async def test_nothing_new_is_no_edit_but_a_new_day_is(english: Stage, card: Shown) -> None:
    await passes(english, minutes=5)
    requests = watched(english)
    for _ in range(5):
        await passes(english, minutes=5)
    assert requests.edits() == []
    await english.jumps_to(datetime(2024, 1, 2, 0, 5, tzinfo=TASHKENT))  # a holiday: nobody is reminded
    await english.settles()
    assert len(requests.edits()) == 1
    assert "As of 2 January, 00:05" in (await cards(english))[0].text


async def test_a_deleted_card_returns_with_the_next_summary(english: Stage, card: Shown) -> None:
    remove(english, card)
    await english.goes_to("2024-01-02")
    assert await cards(english) == []
    await english.goes_to("2024-01-03")
    [anew] = await cards(english)
    assert anew.id != card.id
    assert await pinned(english) == [anew.id]


async def test_the_card_follows_the_leadership_chat_and_leaves_nothing_of_the_plan_behind(
    english: Stage, card: Shown
) -> None:
    members = [LEADER_ID, *ADMIN_IDS]
    english.sandbox.world.chats[NEW_GROUP] = Chat(
        id=NEW_GROUP, kind="group", title="Янги", members=members, admins=[ADMIN_IDS[0]], members_pin=True
    )
    await english.admin.in_group(NEW_GROUP).says("/bind")
    [new] = await cards(english, NEW_GROUP)
    assert await pinned(english, NEW_GROUP) == [new.id]
    assert await pinned(english) == []
    left = next(shown for shown in await english.leader.heard() if shown.id == card.id)
    assert left.text.startswith("📌 The card of the plan was here.")
    assert not left.buttons
    successor = (await english.post("migrate", {"chat": NEW_GROUP}))["chat"]
    await english.settles()
    [moved] = await cards(english, successor)
    assert await pinned(english, successor) == [moved.id]


async def test_if_the_bot_may_not_pin_the_card_stays_unpinned(tmp_path: Path, enrolled: Path) -> None:
    async with staged(tmp_path, enrolled=enrolled, default_locale="en") as stage:
        stage.sandbox.world.chats[LEADERSHIP_GROUP_ID].members_pin = False
        requests = watched(stage)
        await stage.everybody_starts()
        for _ in range(3):
            await passes(stage, minutes=10)
        assert len(requests.pins()) == 1  # tried once a day
        assert await pinned(stage) == []
        facts = await stage.services.groups.leadership()
        assert facts is not None
        assert not facts.is_lost
        assert not any("group" in shown.text.lower() for shown in await stage.admin.heard())
        stage.sandbox.world.chats[LEADERSHIP_GROUP_ID].members_pin = True
        await passes(stage, days=1)
        [card] = await cards(stage)
        assert await pinned(stage) == [card.id]


async def test_a_429_keeps_the_edit_for_later(english: Stage, card: Shown) -> None:
    refusal = {"method": "editMessageText", "error_code": 429, "description": "Too Many Requests: retry after 3"}
    await english.post("faults", {"refusal": refusal | {"parameters": {"retry_after": 3}}})
    await passes(english, days=1)
    assert (await cards(english))[0].text == card.text
    await english.settles()
    [same] = await cards(english)
    assert "As of 2 January" in same.text
    assert same.id == card.id


@pytest.mark.on_both
async def test_a_restart_goes_on_with_the_same_card(tmp_path: Path, enrolled: Path) -> None:
    async with staged(tmp_path, enrolled=enrolled, default_locale="en") as stage:
        await stage.everybody_starts()
        [card] = await cards(stage)
        async with again(stage) as keeper:
            await stage.jumps_to(stage.now + timedelta(days=1))
            await keeper()
        [same] = await cards(stage)
        assert same.id == card.id
        assert "As of 2 January" in same.text


@asynccontextmanager
async def again(stage: Stage) -> AsyncIterator[Any]:
    """What a second process on the same database does with the cards."""
    application = stage.application
    keeper = Keeper(application.bot, application.services, application.translator, application.clock)

    async def run() -> None:
        await application.tick.run()
        await application.delivery.drain()
        await keeper.run()

    yield run


class Slow:
    """A clock by which everything takes ten seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 10
        return self.seconds


async def test_a_card_that_takes_long_to_make_is_made_seldom(english: Stage, card: Shown) -> None:
    application, slow = english.application, Slow()
    keeper = Keeper(application.bot, application.services, application.translator, application.clock, timer=slow)

    async def day_on_the_card(day: int) -> str:
        await english.jumps_to(english.now + timedelta(days=1))
        await keeper.run()
        [same] = await cards(english)
        return "shown" if f"As of {day} January" in same.text else "rests"

    assert [await day_on_the_card(2), await day_on_the_card(3)] == ["shown", "rests"]
    slow.seconds += 200
    assert await day_on_the_card(4) == "shown"


async def test_the_card_of_a_closed_plan_says_so_for_the_last_time(english: Stage, card: Shown) -> None:
    admin: Someone = english.admin
    await admin.says("/plan")
    await admin.presses("🏁 Close the period")
    await admin.presses("🏁 Close the period")
    await admin.presses("🏁 Yes, close it now")
    last = next(shown for shown in await english.leader.heard() if shown.id == card.id)
    assert last.text.startswith("🏁 The plan at its end")
    assert "this card no longer changes" in last.text
    assert await pinned(english) == []
    await passes(english, days=1)
    assert await cards(english) == []
    await admin.presses("▶️ Reopen the plan")
    await admin.presses("▶️ Yes, reopen it")
    [anew] = await cards(english)
    assert await pinned(english) == [anew.id]


async def test_in_a_forum_the_card_stands_in_the_topic_that_was_bound(english: Stage, card: Shown) -> None:
    english.sandbox.world.chats[LEADERSHIP_GROUP_ID].topics["7"] = "Назорат"
    await english.services.groups.bind(LEADERSHIP_GROUP_ID, 7, "Раҳбарият", ADMIN_IDS[0], english.now)
    await english.settles()
    [moved] = await cards(english)
    assert moved.id != card.id
    assert moved.raw["topic"] == 7
    assert await pinned(english) == [moved.id]


async def test_a_group_without_the_bot_is_left_alone_and_the_card_goes_on_when_it_is_back(
    english: Stage, card: Shown
) -> None:
    requests = watched(english)
    for change, edits in (("kicked", 0), ("added", 2)):
        await english.post("membership", {"chat": LEADERSHIP_GROUP_ID, "by": english.admin.id, "bot": change})
        await english.settles()
        await passes(english, days=1)
        assert len(requests.edits()) == edits
    assert [shown.id for shown in await cards(english)] == [card.id]


async def test_a_card_that_could_not_be_sent_waits_for_the_next_summary(tmp_path: Path, enrolled: Path) -> None:
    async with staged(tmp_path, enrolled=enrolled, default_locale="en") as stage:
        refusal = {"method": "sendMessage", "error_code": 400, "description": "Bad Request: message text is empty"}
        await stage.post("faults", {"refusal": refusal})
        await stage.settles()
        await stage.everybody_starts()
        await passes(stage, minutes=30)
        assert await cards(stage) == []
        await stage.goes_to("2024-01-03T10:00")
        assert len(await cards(stage)) == 1


async def test_a_private_chat_has_no_card(english: Stage) -> None:
    await english.services.groups.bind(english.leader.id, None, "a person", ADMIN_IDS[0], english.now)
    await passes(english, minutes=5)
    private = Someone(english, english.leader.id, "leader")
    assert not any("📌" in shown.text for shown in await private.heard())


async def test_a_reply_to_the_card_may_be_an_instruction_on_what_it_lists(english: Stage, card: Shown) -> None:
    shown = await english.leader.says("@ijrochi_bot тезлаштиринг", reply_to=card)
    assert any("№" in label for label in shown.labels)


async def test_what_the_cards_buttons_open_comes_below_it(english: Stage, card: Shown) -> None:
    shown = await english.leader.presses("📂 By section", card)
    assert shown.id > card.id
    assert [one.text for one in await cards(english)] == [card.text]
