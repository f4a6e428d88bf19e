"""The gate in virtual time: never above Telegram's limits, whoever comes in whatever order."""

import asyncio
import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import EditMessageText, GetChatMember, GetMe, SendMessage, SetMyCommands, TelegramMethod
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.limits import RateLimits
from scheduler.pacing import Gate, Pacing, prepaid
from tests.reliability.virtual_time import VirtualLoop, in_virtual_time

PERSONS = (1, 2, 3)
GROUPS = (-1, -2)


@dataclass(frozen=True)
class Asked:
    """A message comes to the gate so many seconds after the one before it."""

    after: float
    chat: int
    bulk: bool = False
    amount: int = 1


@dataclass(frozen=True)
class Passed:
    """It was let through at this moment; `number` is its place in what was asked."""

    at: float
    number: int
    asked: Asked


def passing(asked: Sequence[Asked], gate: Gate | None = None) -> list[Passed]:
    """What the gate lets through, and when."""
    passed: list[Passed] = []

    async def through(gate: Gate, number: int, one: Asked) -> None:
        await gate.enter(one.chat, bulk=one.bulk, amount=one.amount)
        passed.append(Passed(asyncio.get_running_loop().time(), number, one))

    async def all_of_them() -> None:
        the_gate = gate or Gate()
        async with asyncio.TaskGroup() as tasks:
            for number, one in enumerate(asked):
                if one.after:
                    await asyncio.sleep(one.after)
                tasks.create_task(through(the_gate, number, one))

    in_virtual_time(all_of_them, grace=0)
    return passed


def alone(work: Coroutine[Any, Any, None]) -> None:
    in_virtual_time(lambda: work, grace=0)


def most_within(moments: Sequence[float], window: float) -> int:
    """The most moments in any window (half open) of that length."""
    ordered = sorted(moments)
    # A hair less than the window: two moments exactly a window apart are not in one, whatever a float says.
    return max((bisect_left(ordered, start + window - 1e-6) - place for place, start in enumerate(ordered)), default=0)


asked_of_anybody = st.lists(
    st.builds(
        Asked,
        after=st.one_of(st.just(0.0), st.floats(0, 2), st.floats(0, 90)),
        chat=st.sampled_from((*PERSONS, *GROUPS, *range(10, 60))),
        bulk=st.booleans(),
    ),
    min_size=20,
    max_size=150,
)
albums = st.lists(st.builds(Asked, st.floats(0, 1), st.sampled_from((1, -1, 5)), st.booleans(), st.integers(1, 10)))


@given(asked_of_anybody)
@settings(max_examples=100, deadline=None)
def test_no_window_exceeds_the_limits_and_everything_passes(asked: list[Asked]) -> None:
    passed = passing(asked)
    assert sorted(one.number for one in passed) == list(range(len(asked)))
    assert most_within([one.at for one in passed], 1) <= 31
    for chat in {one.chat for one in asked}:
        own = [one.at for one in passed if one.asked.chat == chat]
        assert most_within(own, 1) <= 3 + (chat > 0)
        assert most_within(own, 10) <= 13
        if chat < 0:
            assert most_within(own, 60) <= 20


@given(st.one_of(asked_of_anybody, albums))
@settings(max_examples=100, deadline=None)
def test_the_order_within_a_chat_and_a_rank_is_kept(asked: list[Asked]) -> None:
    order: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for one in passing(asked):
        order[one.asked.chat, one.asked.bulk].append(one.number)
    assert all(numbers == sorted(numbers) for numbers in order.values())


@given(albums)
@settings(max_examples=100, deadline=None)
def test_albums_never_cause_a_429_either(asked: list[Asked]) -> None:
    now = [0.0]
    telegram = RateLimits(lambda: now[0])
    for one in passing(asked):
        now[0] = one.at + 1e-6
        album = {"chat_id": one.asked.chat, "media": [{}] * one.asked.amount}
        assert telegram.wait("sendMediaGroup", album) == 0


def test_a_thousand_messages_to_a_thousand_chats_take_as_long_as_the_limit_says() -> None:
    passed = passing([Asked(0, chat, bulk=True) for chat in range(1, 1001)])
    assert passed[-1].at == pytest.approx(999 / 30, rel=0.01)


def test_a_machine_that_stalls_now_and_then_does_not_lower_the_rate() -> None:
    passed: list[float] = []

    async def through(gate: Gate, chat: int) -> None:
        await gate.enter(chat, bulk=True)
        passed.append(asyncio.get_running_loop().time())

    async def work() -> None:
        gate, loop = Gate(), asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        async with asyncio.TaskGroup() as tasks:
            for chat in range(1, 601):
                tasks.create_task(through(gate, chat))
            for _ in range(20):
                await asyncio.sleep(0.7)
                loop.stall(0.12)

    alone(work())
    assert passed[-1] == pytest.approx(599 / 30, rel=0.01)


def test_an_answer_goes_ahead_of_the_bulk() -> None:
    bulk = [Asked(0, chat, bulk=True) for chat in range(1, 301)]
    passed = passing([*bulk, Asked(0, 1_000), Asked(1, 1_001)])
    answers = [one for one in passed if not one.asked.bulk]
    assert answers[0].at <= 0.1
    assert answers[1].at <= 1.1


def test_a_chat_that_must_wait_delays_nobody_else() -> None:
    flood = [Asked(0, -1, bulk=True) for _ in range(40)]
    passed = passing([*flood, *(Asked(0, chat, bulk=True) for chat in range(1, 31))])
    others = [one.at for one in passed if one.asked.chat > 0]
    assert max(others) <= 1.2
    assert max(one.at for one in passed) >= 60


def test_the_bulk_goes_on_beside_a_stream_of_answers() -> None:
    stream = [Asked(0.05, chat) for chat in range(1_000, 1_200)]  # 20 a second, for ten seconds
    passed = passing([*(Asked(0, chat, bulk=True) for chat in range(1, 81)), *stream])
    assert max(one.at for one in passed if one.asked.bulk) <= 9


def test_a_429_for_one_chat_pauses_only_that_chat() -> None:
    async def work() -> None:
        gate, loop = Gate(), asyncio.get_running_loop()
        gate.slow_down(1, 7)
        await gate.enter(2)
        assert loop.time() < 0.1
        await gate.enter(1)
        assert 7 <= loop.time() < 7.1

    alone(work())


def test_a_429_for_a_second_chat_meanwhile_pauses_everybody() -> None:
    async def work() -> None:
        gate, loop = Gate(), asyncio.get_running_loop()
        gate.slow_down(1, 7)
        gate.slow_down(2, 5)
        await gate.enter(3)
        assert 5 <= loop.time() < 5.1

    alone(work())


def test_a_429_that_names_no_chat_pauses_everybody() -> None:
    async def work() -> None:
        gate, loop = Gate(), asyncio.get_running_loop()
        gate.slow_down(None, 3)
        await asyncio.gather(gate.enter(1), gate.enter(None))
        assert 3 <= loop.time() < 3.1

    alone(work())


@pytest.mark.parametrize("method", [SetMyCommands(commands=[]), GetChatMember(chat_id=-1, user_id=1), GetMe()])
def test_a_429_on_a_request_that_is_not_a_message_delays_no_message(method: TelegramMethod[Any]) -> None:
    async def refused(_bot: Any, asked: TelegramMethod[Any]) -> Any:
        raise TelegramRetryAfter(asked, "Too Many Requests", 60)

    async def work() -> None:
        gate, loop = Gate(), asyncio.get_running_loop()
        with pytest.raises(TelegramRetryAfter):
            await Pacing(gate)(refused, cast("Bot", None), method)
        await asyncio.gather(gate.enter(1), gate.enter(-1))
        assert loop.time() < 1

    alone(work())


def test_a_429_also_holds_back_those_already_waiting() -> None:
    async def work() -> None:
        gate, loop = Gate(), asyncio.get_running_loop()
        for _ in range(3):
            await gate.enter(1)
        waiting = asyncio.create_task(gate.enter(1))
        await asyncio.sleep(0.5)
        gate.slow_down(1, 20)
        await waiting
        assert loop.time() == pytest.approx(20.5, abs=0.1)

    alone(work())


def test_messages_sent_before_a_restart_still_count() -> None:
    async def work() -> None:
        gate, loop = Gate(), asyncio.get_running_loop()
        await asyncio.sleep(100)
        for seconds_ago in (0.5, 0.2, 0.0):
            gate.recall(1, seconds_ago)
            gate.recall(2, seconds_ago + 50)
        assert gate.resting() == {1}
        await gate.enter(2)
        assert loop.time() < 100.1
        await gate.enter(1)
        assert 100.4 < loop.time() < 101.1

    alone(work())


def test_a_cancelled_wait_leaves_the_gate_to_the_others() -> None:
    async def work() -> None:
        gate, loop, chance = Gate(), asyncio.get_running_loop(), random.Random(4)  # noqa: S311 -- repeatable
        waiting = [asyncio.create_task(gate.enter(chat)) for chat in range(1, 301)]
        await asyncio.sleep(0.5)
        leaving = [task for task in waiting if not task.done() and chance.random() < 0.9]
        for task in leaving:
            task.cancel()
        await asyncio.gather(*(task for task in waiting if task not in leaving))
        assert loop.time() <= 0.5 + (300 - len(leaving)) / 30
        late = asyncio.create_task(gate.enter(1_000))
        await late

    alone(work())


@pytest.mark.parametrize(("per_second", "bulk", "paid"), [(30, True, None), (1_000, True, True), (1_000, False, None)])
def test_only_bulk_beyond_the_ordinary_limit_is_paid_for(per_second: float, bulk: bool, paid: bool | None) -> None:
    sent: list[SendMessage] = []

    async def taken(_bot: Any, asked: Any) -> Any:
        sent.append(asked)

    async def work() -> None:
        prepaid.set(0 if bulk else None)
        await Pacing(Gate(per_second))(taken, cast("Bot", None), SendMessage(chat_id=1, text="a"))
        await Pacing(Gate(per_second))(taken, cast("Bot", None), EditMessageText(chat_id=1, message_id=1, text="a"))

    alone(work())
    assert sent[0].allow_paid_broadcast is paid
    assert len(sent) == 2
