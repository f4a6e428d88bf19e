"""A thousand updates and more of every kind, through the polling and the real dispatcher.

None fails, none that a person waits on is met with silence, and no outsider reads a word of the plan.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import BaseMiddleware, Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import TelegramObject, Update
from structlog.testing import capture_logs

from bot.demo import LEADERSHIP_GROUP_ID
from handlers import throttle
from models import ReportState
from tests.bot.hostile import SERVICE, Json, Maker, contents
from tests.bot.scenes import reports, told_of_the_plan
from tests.stage import Someone, Stage
from views.kit.sending import is_gone

NO_SUCH_FILE = "picture, document or files not sent"  # made up with the message: no Bot API server has it
SEED = 20240101
SECONDS = 60  # of the processor: twice what a machine takes that is full of other work
PATIENCE = 120
AT_ONCE = 300  # updates: a busy machine has handled no more when the sandbox has waited long enough
IN_HAND: ContextVar[int] = ContextVar("IN_HAND", default=0)
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
GROUP = {"id": LEADERSHIP_GROUP_ID, "type": "supergroup", "title": "Раҳбарият", "is_forum": True}
STRANGE_GROUP = {"id": -777, "type": "group", "title": "\u202eбошқа"}
CHANNEL = {"id": -100_888, "type": "channel", "title": "канал"}


@dataclass
class Watch(BaseMiddleware, BaseRequestMiddleware):
    """Which requests each update led to."""

    said: dict[int, list[TelegramMethod[Any]]] = field(default_factory=dict)

    async def __call__(self, *call: Any) -> Any:
        """Stands before an update on its way to the handlers, and before a request on its way to Telegram."""
        return await (self._request(*call) if isinstance(call[1], Bot) else self._update(*call))

    async def _update(
        self, handler: Callable[[TelegramObject, Json], Awaitable[Any]], event: Update, data: Json
    ) -> Any:
        IN_HAND.set(event.update_id)
        return await handler(event, data)

    async def _request(self, make: Callable[[Bot, Any], Awaitable[Any]], bot: Bot, method: TelegramMethod[Any]) -> Any:
        if method.__api_method__ not in ("getUpdates", "sendChatAction"):
            self.said.setdefault(IN_HAND.get(), []).append(method)
        return await make(bot, method)


def private(person: Someone) -> tuple[Json, Json]:
    """A person and their private chat."""
    user = {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "uz"}
    return user, {"id": person.id, "type": "private", "first_name": person.name}


def people(stage: Stage) -> list[Someone]:
    officers = [stage.officer("Б. Юнусов"), stage.officer("Х. Маматов"), stage.officer("Ўқув-маркази")]
    return [*officers, stage.admin, stage.leader, stage.outsider, stage.outsider]


def private_updates(make: Maker, cast: list[Someone]) -> Iterator[Json]:
    """What is to be answered: messages of every content, texts of every kind, presses of every button."""
    for kind in contents():
        user, chat = private(make.random.choice(cast))
        yield {"message": make.any_message(user, chat, kind)}
    for _ in range(250):
        user, chat = private(make.random.choice(cast))
        yield {"message": make.message(user, chat, text=make.words())}
    for number in range(300):
        user, chat = private(make.random.choice(cast))
        press: Json = {"id": str(10**9 + number), "from": user, "chat_instance": "1", "data": make.data()}
        shown = make.message({"id": 1, "is_bot": True, "first_name": "bot"}, chat, text="?")
        gone = {"chat": chat, "message_id": 5, "date": 0}
        where = make.random.choice([{"inline_message_id": "x"}, {"message": gone}, *[{"message": shown}] * 8])
        yield {"callback_query": press | where}


def other_updates(make: Maker, cast: list[Someone]) -> Iterator[Json]:
    """What needs no answer but must do no harm: edits, groups, channels, every other kind, unknown ones."""
    for kind in Update.model_fields:
        if kind not in ("update_id", "message", "callback_query"):
            yield from (make.update(kind) for _ in range(10))
    for number in range(120):
        user, chat = private(make.random.choice(cast))
        yield {"edited_message": make.message(user, chat, text=make.words(), edit_date=1_704_103_300)}
        if number < 30:
            yield {"channel_post": make.message(None, CHANNEL, text=make.words())}
            yield {f"kind_{number}_of_the_future": {"from": user, "chat": chat, "text": make.words()}}
    for _ in range(250):
        user, _ = private(make.random.choice(cast))
        yield {"message": in_a_group(make, make.random.choice([user, user, ANONYMOUS, CHANNEL_BOT]))}
    yield {}


def in_a_group(make: Maker, sender: Json) -> Json:
    """A message in a group or a forum's topic, by a person, a hidden admin or a channel."""
    chat = make.random.choice([GROUP, GROUP, STRANGE_GROUP])
    topic = {"is_topic_message": True, "message_thread_id": make.random.choice([0, 1, 7])}
    more = topic if make.random.random() < 0.3 else {}
    if sender["is_bot"]:
        more |= {"sender_chat": CHANNEL if sender is CHANNEL_BOT else chat}
    return make.message(sender, chat, text=make.words(), **more)


def future(make: Maker, update: Json) -> Json:
    """The same update, now and then with fields that no version of today knows."""
    for body in update.values():
        if isinstance(body, dict) and make.random.random() < 0.1:
            body |= {"a_future_field": {"deep": [1, {"type": "?"}]}, "another": None}
    return update


def is_service(update: Json) -> bool:
    """A message that tells what Telegram itself did, or that a group moves: to be met with silence."""
    message = update.get("message", {})
    of_telegrams = SERVICE | {"migrate_to_chat_id", "migrate_from_chat_id"}
    return any(value not in (False, 0, "", []) for name, value in message.items() if name in of_telegrams)


def told_to(outsiders: set[int], update: Json, said: Iterable[TelegramMethod[Any]]) -> Iterator[str]:
    """What an update brought outsiders to read in private."""
    presser = update.get("callback_query", {}).get("from", {}).get("id")
    for method in said:
        is_toast = isinstance(method, AnswerCallbackQuery) and presser in outsiders
        if is_toast or getattr(method, "chat_id", None) in outsiders:
            yield getattr(method, "text", None) or getattr(method, "caption", None) or ""


@pytest.fixture(autouse=True)
def answered_however_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program writes faster than a flood is answered: here each message must have its answer."""
    monkeypatch.setattr(throttle, "UPDATES", 10_000)


async def send_all(stage: Stage, updates: Sequence[Json]) -> dict[int, Json]:
    """Send them as fast as they are taken; the updates by their numbers, once all are handled."""
    queue, sent = stage.sandbox.world.updates, dict[int, Json]()
    for start in range(0, len(updates), AT_ONCE):
        taken = {queue.queue_raw(update): update for update in updates[start : start + AT_ONCE]}
        await asyncio.wait_for(queue.until_confirmed(max(taken)), PATIENCE)
        await stage.settles()
        sent |= taken
    return sent


@pytest.mark.filterwarnings("ignore:Detected unknown update type")
async def test_no_update_fails_or_is_ignored_and_no_outsider_learns_anything(
    english: Stage, failures: list[Exception]
) -> None:
    make, watch, began = Maker(SEED), Watch(), time.process_time()
    english.application.dispatcher.update.outer_middleware(watch)
    english.application.bot.session.middleware(watch)
    cast = people(english)
    to_answer = [future(make, update) for update in private_updates(make, cast)]
    updates = [*to_answer, *(future(make, update) for update in other_updates(make, cast))]
    make.random.shuffle(updates)
    assert len(updates) >= 1000

    with capture_logs() as logs:
        sent = await send_all(english, updates)

    failures[:] = [error for error in failures if not is_gone(error)]  # a group that is not there, a topic that is gone
    assert not [one for one in logs if one["log_level"] in ("error", "critical") and one["event"] != NO_SUCH_FILE]
    assert english.services.metrics.errors._value.get() == 0
    waited = {id(update) for update in to_answer if not is_service(update)}
    silent = [update for number, update in sent.items() if id(update) in waited and not watch.said.get(number)]
    told_for_nothing = [update for number, update in sent.items() if is_service(update) and watch.said.get(number)]
    assert not told_for_nothing
    assert not silent, [sorted(update.get("message", update)) for update in silent]
    outsiders = {english.outsider.id}
    told = [words for number in sent for words in told_to(outsiders, sent[number], watch.said.get(number, ()))]
    assert told
    assert not told_of_the_plan(english, "\n".join(told))
    assert time.process_time() - began < SECONDS


async def test_a_flood_is_reported_once_recorded_completely_and_delays_nobody(
    english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 20)
    monkeypatch.setattr(throttle, "SECONDS", 120.0)  # however slow the machine is, they come at once
    make, officer, other = Maker(SEED), english.officer("Б. Юнусов"), english.officer("Х. Маматов")
    user, chat = private(officer)
    before, others = await officer.count(), await other.count()
    flood = [{"message": make.message(user, chat, text=f"№1 {number % 100}%")} for number in range(150)]
    sent = await send_all(english, [*flood, {"message": make.message(*private(other), text="/my")}])
    assert len(sent) == 151
    said = [shown.text for shown in await officer.heard(before)]
    assert len(said) == 1
    assert said[0].startswith("You write faster than I can answer.")
    assert len(await reports(english, ReportState.RECORDED, ReportState.DRAFT)) == 150, (
        "a fall is asked about, and kept"
    )
    assert (await other.heard(others))[-1].text.startswith("Your activities")

    monkeypatch.setattr(throttle, "SECONDS", 0.0)  # it has calmed
    assert (await officer.says("/my")).text.startswith("Your activities")


async def test_in_a_flood_no_picture_is_drawn_that_nobody_will_see(
    english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 5)
    make, admin = Maker(SEED), private(english.admin)
    assert (await english.admin.says("/report timeline")).raw["photo"], "matplotlib is there now"
    began = time.process_time()
    flood = [{"message": make.message(*admin, text="/report timeline")} for _ in range(30)]
    assert len(await send_all(english, flood)) == 30
    assert time.process_time() - began < 4


async def test_of_a_burst_of_a_stranger_something_is_said_once(english: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "UPDATES", 3)
    before, heard = await english.outsider.count(), await english.admin.count()
    make, user, chat = Maker(SEED), *private(english.outsider)
    burst = [{"message": make.message(user, chat, text=f"{number}-тадбир 40%")} for number in range(1, 12)]
    await send_all(english, burst)
    [said] = await english.outsider.heard(before)
    assert "Nothing is recorded meanwhile: you are not linked" in said.text
    [letter] = await english.admin.heard(heard)
    assert "1-тадбир 40%" in letter.text
    assert "8-тадбир 40%" in letter.text
    assert "and 3 more" in letter.text
