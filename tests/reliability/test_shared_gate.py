"""Several processes at one gate: together they are never above Telegram's limits.

The gates and their rule are the real ones. In virtual time the rows are kept in memory instead of PostgreSQL, with
delays and stalls; `tests/db/test_pace.py` has them in PostgreSQL.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.database import Database
from scheduler.pacing import Gate
from scheduler.sharing import SharedGate
from services.messages.pace import Changes, Ledger, PaceBook, Reserved, Row, Wanted
from tests.reliability.test_gate import Asked, Passed, alone, most_within
from tests.reliability.virtual_time import VirtualLoop, in_virtual_time

PROCESSES = 3


class InMemory(PaceBook):
    """Rows that several gates share, read and written after a while, by a clock of their own."""

    def __init__(self, per_second: float = 30, seed: int = 0, slowest: float = 0.02) -> None:
        super().__init__(Database("sqlite+aiosqlite:///:memory:"), self._time, per_second)
        self.rows: dict[int, Row] = {}
        self.offset = 1_704_096_000.0
        self.is_down = False
        self.asked = 0
        self._line = asyncio.Lock()
        self._chance = random.Random(seed)  # noqa: S311 -- repeatable
        self._slowest = slowest

    async def reserve(self, wanted: Sequence[Wanted], lead: float, changes: Changes) -> Reserved:
        self.asked += 1
        await self._pass_time()
        if self.is_down:
            raise OSError("gone")
        async with self._line:
            asked = self._time()
            await self._pass_time()
            now = self._time() + self.offset
            await self._pass_time()
            read = asked, self._time()
            ledger = Ledger(self.per_second, self.rows, now)
            chats = {one.chat for one in changes.closings}
            resting = (chat for chat, row in self.rows.items() if chat and row.closed_until > now)
            ledger.learn(changes, is_another_closed=any(chat not in chats for chat in resting))
            turns = ledger.assign(wanted, lead)
            self.rows = dict(ledger.settled())
        await self._pass_time()
        return Reserved(now, read, turns)

    async def _pass_time(self) -> None:
        await asyncio.sleep(self._chance.random() * self._slowest / 3)

    @staticmethod
    def _time() -> float:
        return asyncio.get_running_loop().time()


@dataclass(frozen=True)
class Traffic:
    """What comes to which process's gate, how slow the rows are, and for how long the loop stalls now and then."""

    asked: list[tuple[int, Asked]]
    seed: int
    slowest: float
    stall: float


async def through(gate: Gate, number: int, one: Asked, passed: list[Passed]) -> None:
    await gate.enter(one.chat, bulk=one.bulk, amount=one.amount)
    passed.append(Passed(asyncio.get_running_loop().time(), number, one))


def passing(traffic: Traffic, per_second: float = 30) -> list[Passed]:
    passed: list[Passed] = []

    async def all_of_them() -> None:
        book = InMemory(per_second, traffic.seed, traffic.slowest)
        gates = [SharedGate(book) for _ in range(PROCESSES)]
        stalling = asyncio.create_task(stall_now_and_then(traffic))
        async with asyncio.TaskGroup() as tasks:
            for number, (process, one) in enumerate(traffic.asked):
                if one.after:
                    await asyncio.sleep(one.after)
                tasks.create_task(through(gates[process], number, one, passed))
        stalling.cancel()
        for gate in gates:
            await gate.close()

    in_virtual_time(all_of_them, grace=0)
    return passed


async def stall_now_and_then(traffic: Traffic) -> None:
    loop, chance = asyncio.get_running_loop(), random.Random(traffic.seed)  # noqa: S311 -- repeatable
    assert isinstance(loop, VirtualLoop)
    while True:
        await asyncio.sleep(chance.random())
        loop.stall(traffic.stall * chance.random())


asked_of_anybody = st.builds(
    Asked,
    after=st.one_of(st.just(0.0), st.floats(0, 0.3), st.floats(0, 40)),
    chat=st.sampled_from((1, 2, 3, -1, -2, *range(10, 90))),
    bulk=st.booleans(),
    amount=st.sampled_from((1, 1, 1, 1, 4, 10)),
)
traffics = st.builds(
    Traffic,
    st.lists(st.tuples(st.integers(0, PROCESSES - 1), asked_of_anybody), min_size=20, max_size=200),
    st.integers(0, 1_000),
    st.sampled_from((0.0, 0.01, 0.05)),
    st.sampled_from((0.0, 0.05, 0.2)),
)


@given(traffics, st.sampled_from((7.0, 30.0, 100.0)))
@settings(max_examples=100, deadline=None)
def test_no_second_of_all_processes_exceeds_the_limit_and_everything_passes(
    traffic: Traffic, per_second: float
) -> None:
    passed = passing(traffic, per_second)
    assert sorted(one.number for one in passed) == list(range(len(traffic.asked)))
    moments = [one.at for one in passed for _ in range(min(one.asked.amount, int(per_second)))]
    assert most_within(moments, 1) <= per_second + 1
    for chat in {one.asked.chat for one in passed}:
        own = [one.at for one in passed if one.asked.chat == chat for _ in range(one.asked.amount)]
        # An album is one message of a burst and more; turns are used a little late.
        most = max((one.asked.amount for one in passed if one.asked.chat == chat), default=1)
        assert most_within(own, 1) <= 3 + (chat > 0) + most - 1
        if chat < 0:
            assert most_within(own, 59.9) <= 20 + most - 1


def test_two_processes_together_reach_the_limit() -> None:
    asked = [(number % 2, Asked(0, number + 1, bulk=True)) for number in range(900)]
    for stall in (0.0, 0.1):
        passed = passing(Traffic(asked, 1, 0.01, stall))
        assert passed[-1].at <= 899 / 30 / 0.99


def test_an_answer_goes_ahead_of_what_other_processes_have_in_bulk() -> None:
    bulk = [(0, Asked(0, number + 1, bulk=True)) for number in range(300)]
    passed = passing(Traffic([*bulk, (1, Asked(2, 1_000)), (2, Asked(0.01, 1_001))], 1, 0.01, 0.0))
    waited = [one.at - 2 for one in passed if not one.asked.bulk]
    assert max(waited) <= 0.6


def test_a_chat_that_must_wait_delays_nobody_else() -> None:
    flood = [(number % 3, Asked(0, -1, bulk=True)) for number in range(40)]
    others = [(number % 3, Asked(0, number + 1, bulk=True)) for number in range(30)]
    passed = passing(Traffic([*flood, *others], 1, 0.01, 0.0))
    assert max(one.at for one in passed if one.asked.chat > 0) <= 1.5
    assert max(one.at for one in passed) >= 60


@pytest.mark.parametrize(
    ("told", "other", "seconds"), [((None, 3), 5, 3), ((1, 7), 1, 7), ((1, 7), 2, 0)], ids=["all", "it", "others"]
)
def test_a_429_slows_all_processes(told: tuple[int | None, float], other: int, seconds: float) -> None:
    async def work() -> None:
        book = InMemory()
        one, another = SharedGate(book), SharedGate(book)
        one.slow_down(*told)
        await asyncio.sleep(0.1)
        await another.enter(other)
        assert seconds <= asyncio.get_running_loop().time() <= seconds + 0.4

    alone(work())


def test_a_429_of_a_second_chat_in_another_process_pauses_everybody() -> None:
    async def work() -> None:
        book = InMemory()
        one, another, third = (SharedGate(book) for _ in range(3))
        one.slow_down(1, 7)
        await asyncio.sleep(0.1)
        another.slow_down(2, 5)
        await asyncio.sleep(0.1)
        await third.enter(3)
        assert 5 <= asyncio.get_running_loop().time() <= 5.5

    alone(work())


def test_a_turn_that_was_reserved_before_a_429_is_not_used_after_it() -> None:
    async def work() -> None:
        gate = SharedGate(InMemory(slowest=0.0))
        passed: list[Passed] = []
        waiting = [asyncio.create_task(through(gate, chat, Asked(0, chat, bulk=True), passed)) for chat in range(1, 60)]
        await asyncio.sleep(0.05)
        gate.slow_down(None, 10)
        before = len(passed)
        await asyncio.sleep(9.9)
        assert len(passed) == before
        await asyncio.gather(*waiting)

    alone(work())


def test_without_the_database_each_process_goes_by_its_own_rules_and_returns_to_the_shared_ones() -> None:
    async def work() -> None:
        book, passed = InMemory(), list[Passed]()
        book.is_down = True
        gate = SharedGate(book)
        waiting = [
            asyncio.create_task(through(gate, chat, Asked(0, chat, bulk=True), passed)) for chat in range(1, 301)
        ]
        await asyncio.sleep(5)
        assert 140 <= len(passed) <= 156
        book.is_down = False
        asked = book.asked
        await asyncio.gather(*waiting)
        assert book.asked > asked + 2
        assert most_within([one.at for one in passed], 1) <= 31

    alone(work())


def test_a_database_that_is_too_slow_for_any_turn_is_done_without() -> None:
    async def work() -> None:
        gate = SharedGate(InMemory(slowest=3.0))
        await asyncio.gather(*(gate.enter(chat) for chat in range(1, 101)))
        assert asyncio.get_running_loop().time() < 40

    alone(work())


@pytest.mark.parametrize("step", [-3600.0, -30.0, 3600.0])
def test_a_step_of_the_databases_clock_holds_nobody_up(step: float) -> None:
    async def work() -> None:
        book, loop = InMemory(), asyncio.get_running_loop()
        gate = SharedGate(book)
        for chat in range(1, 100):
            await gate.enter(chat, bulk=True)
        before = loop.time()
        book.offset += step
        for chat in range(200, 230):
            await gate.enter(chat, bulk=True)
        assert loop.time() - before <= 3

    alone(work())


def test_a_cancelled_wait_leaves_its_turn_to_the_others() -> None:
    async def work() -> None:
        gate, chance = SharedGate(InMemory()), random.Random(4)  # noqa: S311 -- repeatable
        waiting = [asyncio.create_task(gate.enter(chat, bulk=True)) for chat in range(1, 301)]
        await asyncio.sleep(0.5)
        leaving = [task for task in waiting if not task.done() and chance.random() < 0.9]
        for task in leaving:
            task.cancel()
        await asyncio.gather(*(task for task in waiting if task not in leaving))
        assert asyncio.get_running_loop().time() <= 0.5 + (300 - len(leaving)) / 30 + 0.6

    alone(work())
