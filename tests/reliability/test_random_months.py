"""Random faults over random months: nothing is lost, a chat's order is kept, the pace is held, and nothing is repeated
but what a line cut after the acceptance, or a crash, leaves unknown.

A month is a program drawn by hypothesis: for each of its days on which anything is owed, what goes wrong while it is
said. The bot, its HTTP and its database are real; the time is virtual.
"""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.calendar.workdays import Workdays
from services.messages import outbox
from services.messages.kinds import HowToWrite
from services.plan.preview import calendar
from tests.reliability.bots import Bot, LoopClock, bot_on
from tests.reliability.ground import SOAK, UNSENT, Ground, by_chat, ground_in, until
from tests.reliability.virtual_time import in_virtual_time
from tests.stage import TASHKENT

MONTHS = [date(2024, month, 1) for month in range(1, 8)]
LONG_ENOUGH = 40  # seconds of virtual time for which a fault stays
BUSY = 4  # people who are owed several messages at once
IN_TROUBLE = 5  # seconds in which the slowest request that met the trouble has been answered
Faults = Mapping[str, Any]

chances = st.builds(lambda probability: {"probability": probability}, st.sampled_from((0.05, 0.2, 0.5)))
faults = st.fixed_dictionaries(
    {"seed": st.integers(0, 10_000)},
    optional={
        "latency_ms": st.sampled_from((20, 300, 3_000)),
        "error_429": st.fixed_dictionaries({"every": st.integers(2, 9), "retry_after": st.integers(1, 90)}),
        "error_5xx": chances,
        "reset_before": chances,
        "reset_after": chances,
        "outage": st.booleans(),
    },
)
endings = st.sampled_from(("goes on", "restarts", "crashes"))
days = st.tuples(faults, endings, st.floats(0, 3))
months = st.tuples(
    st.sampled_from(MONTHS), st.lists(days, min_size=8, max_size=8), st.sets(st.integers(0, 18), max_size=2)
)


@given(months)
@settings(
    max_examples=30 if SOAK else 4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a failing month is told as it is: to shrink it would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_in_a_month_of_faults_nothing_is_lost_and_only_unconfirmed_messages_are_repeated(
    enrolled: Path, month: tuple[date, list[tuple[Faults, str, float]], set[int]]
) -> None:
    first, program, blocked = month
    with TemporaryDirectory() as folder:
        in_virtual_time(lambda: live_through(Path(folder), enrolled, first, program, blocked))


async def live_through(
    folder: Path, enrolled: Path, first: date, program: list[tuple[Faults, str, float]], blocked: set[int]
) -> None:
    """Live through a month, and look at what came of it."""
    async with ground_in(folder, enrolled) as ground:
        linked = [
            chat for (chat,) in ground.rows("SELECT telegram_id FROM account WHERE telegram_id < 110000 ORDER BY 1")
        ]
        for number in blocked:
            ground.sandbox.world.person(linked[number % len(linked)]).blocked = True
        ground.write("UPDATE link SET reminded_through = ?", str(first - timedelta(days=1)))
        clock, in_hand = LoopClock(morning(first)), 0
        for number, day in enumerate(days_of(ground, first)):
            trouble, ending, after = program[number % len(program)]
            clock.set(morning(day))
            in_hand += await live_a_day(ground, clock, trouble, ending, after)
        assert_all_is_said(ground, first, blocked={linked[number % len(linked)] for number in blocked})
        assert_order_is_kept(ground)
        assert_only_the_unknown_is_repeated(ground, in_hand)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, 5, tzinfo=TASHKENT)


def end_of(first: date) -> date:
    return (first + timedelta(days=40)).replace(day=1) - timedelta(days=1)


def days_of(ground: Ground, first: date) -> list[date]:
    """The days of the month on which anything is owed."""
    return sorted({one.date for one in calendar(ground.plan, first, end_of(first), Workdays())})


async def live_a_day(ground: Ground, clock: LoopClock, trouble: Faults, ending: str, after: float) -> int:
    """The day's messages meet the trouble, and perhaps a stop or a crash; then all is well and the rest is said.

    How many messages were in hand at a crash.
    """
    in_hand, refused_before = 0, refused(ground)
    ground.trouble(**trouble, rate_limits=True)
    if ending != "goes on":
        async with bot_on(ground, clock, crash=ending == "crashes") as bot:
            await owe_more(bot)
            await bot.sweeps()
            await asyncio.sleep(after)
            in_hand = bot.application.delivery.in_hand
    async with bot_on(ground, clock) as bot:
        await owe_more(bot)
        await bot.sweeps()
        await a_while(ground)
        # What was accepted and not recorded is not known to the gate of the next start either.
        knows_all = ending == "goes on" or (ending == "restarts" and "reset_after" not in trouble)
        is_paced = "error_429" not in trouble and knows_all
        assert not is_paced or refused(ground) == refused_before, "a 429 of our own making"
        ground.trouble(rate_limits=True)
        await asyncio.sleep(IN_TROUBLE)
        refused_before = refused(ground)
        await bot.says_all()
        assert refused(ground) == refused_before, "a 429 of our own making"
    return in_hand


async def owe_more(bot: Bot) -> None:
    """Some people are owed several messages at once, so that there is an order to keep."""
    now = bot.application.clock()
    links = bot.ground.rows("SELECT l.id, a.id, a.telegram_id FROM link l JOIN account a ON a.id = l.account_id")
    reached = [link for link in links if not bot.ground.sandbox.world.person(link[2]).blocked]
    async with bot.application.database.write() as session:
        for number, account, chat in reached[:BUSY]:
            for turn in range(3):
                await outbox.owe(
                    session,
                    HowToWrite("bot"),  # the cheapest to word
                    key=f"more:{number}:{now.isoformat()}:{turn}",
                    chat_id=chat,
                    account_id=account,
                    now=now,
                )


def refused(ground: Ground) -> int:
    """How many messages were answered by a 429."""
    return sum(counts.get("429", 0) for method, counts in ground.requests.items() if method.startswith("send"))


async def a_while(ground: Ground) -> None:
    """Until all is said, or the trouble has lasted long enough."""
    with contextlib.suppress(TimeoutError):
        await until(lambda: not ground.rows(UNSENT), seconds=LONG_ENOUGH, every=0.5)


def assert_all_is_said(ground: Ground, first: date, blocked: set[int]) -> None:
    """Each reminder of the calendar was accepted, or told as undeliverable to somebody who blocked the bot."""
    numbers = dict(ground.rows("SELECT s.id, a.number FROM assignment s JOIN activity a ON a.id = s.activity_id"))
    places = {(one["chat"], one["message_id"]) for one in ground.accepted}
    said = Counter(
        (day, chat, numbers[assignment], kind)
        for refs, chat, message in ground.rows(
            "SELECT refs, chat_id, message_id FROM outbox WHERE kind = 'reminder' AND state = 'sent'"
        )
        if (chat, message) in places
        for assignment, kind, day in json.loads(refs)["items"]
    )
    owed = {
        (one.date.isoformat(), chat, one.activity, str(one.kind))
        for one in calendar(ground.plan, first, end_of(first), Workdays())
        for chat in ground.accounts_of(one.executor)
        if chat not in blocked
    }
    assert said.keys() == owed
    assert set(said.values()) == {1}
    assert dict(ground.rows("SELECT state, count(*) FROM outbox GROUP BY state")).keys() <= {"sent", "failed"}
    failed = ground.rows("SELECT DISTINCT chat_id, reason FROM outbox WHERE state = 'failed'")
    assert {chat for chat, _ in failed} <= blocked
    assert {reason for _, reason in failed} <= {"bot was blocked by the user"}


def assert_order_is_kept(ground: Ground) -> None:
    """In each chat what was owed first was accepted first."""
    rows = {(chat, message): row for row, chat, message in ground.rows("SELECT id, chat_id, message_id FROM outbox")}
    for messages in by_chat(ground.accepted).values():
        order = [row for one in messages if (row := rows.get((one["chat"], one["message_id"])))]
        assert order == sorted(order)


def assert_only_the_unknown_is_repeated(ground: Ground, in_hand: int) -> None:
    """A message accepted and not recorded is one whose line was cut after the acceptance, or was in hand at a crash."""
    known = set(ground.rows("SELECT chat_id, message_id FROM outbox WHERE state = 'sent'"))
    unknown = [one for one in ground.accepted if one["text"] and (one["chat"], one["message_id"]) not in known]
    cut = sum(counts.get("0", 0) for method, counts in ground.requests.items() if method.startswith("send"))
    assert len(unknown) <= cut + in_hand
    recorded = {(one["chat"], one["text"]) for one in ground.accepted if (one["chat"], one["message_id"]) in known}
    assert {(one["chat"], one["text"]) for one in unknown} <= recorded, "only what is said at last is said twice"
