"""The kill test: the bot dies at random moments of its sweeps and deliveries, and everything the calendar says arrives.

`make test` kills it 50 times, `make soak` 500 times. The moments are chosen by a seed; where
in the bot's work they fall is up to the machine.
"""

import asyncio
import contextlib
import json
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.demo import LEADER_ID, LEADERSHIP_GROUP_ID
from sandbox.errors import Json
from services.calendar.workdays import Workdays
from services.plan.preview import calendar
from tests.reliability.ground import SOAK, UNSENT, Ground, by_chat, ground_in, until
from tests.reliability.victims import A_THIRD, LOG, allowed, born, end, show, widest
from tests.stage import TASHKENT

KILLS = 500 if SOAK else 50
KILLS_A_DAY = 5
FIRST, LAST = date(2024, 1, 3), date(2024, 8, 20)
MORNING = time(9, 0, 5)
LATENCY_MS = 10
ANY_MOMENT = 0.3  # of the kills come at any moment of the start and the sweep, the others just after an acceptance
A_START = 0.3  # seconds in which a bot has started and swept
LONGEST_LIFE = 3.0  # seconds in which it has certainly said something


@dataclass
class Killing:
    """What came of the kills: how many there were, how many met messages claimed, and which message of the Bot API
    (chat and message id) was accepted and not recorded, with the row of the outbox it was sent for."""

    kills: int = 0
    claimed: int = 0
    unrecorded: dict[tuple[int, int], int] = field(default_factory=dict)


# -- what the calendar says ------------------------------------------------------------------------------------------

Said = tuple[date, int, int, str]  # on which day, to whom (Telegram id), of which activity, as what


def reminders_of(ground: Ground, first: date, last: date) -> set[Said]:
    return {
        (one.date, telegram_id, one.activity, str(one.kind))
        for one in calendar(ground.plan, first, last, Workdays())
        for telegram_id in ground.accounts_of(one.executor)
    }


def summary_days(first: date, last: date) -> set[date]:
    """The first working day of each week."""
    mondays = (first - timedelta(days=first.weekday()) + timedelta(weeks=week) for week in range(60))
    return {day for monday in mondays if first <= (day := Workdays().next_working(monday)) <= last}


def days_of_work(ground: Ground, count: int) -> list[date]:
    """The first days on which anything is owed."""
    days = {day for day, *_ in reminders_of(ground, FIRST, LAST)} | summary_days(FIRST, LAST)
    return sorted(days)[:count]


# -- killing ---------------------------------------------------------------------------------------------------------


async def wait_for_doom(ground: Ground, left: int, chance: random.Random) -> None:
    """A moment of a bot's life: any at all, or just after the Bot API took one of the `left` messages of the day."""
    if left <= 0 or chance.random() < ANY_MOMENT:
        await asyncio.sleep(chance.uniform(0, A_START))
        return
    after = total(ground) + chance.randint(1, left)
    with contextlib.suppress(TimeoutError):
        await until(lambda: total(ground) >= after, seconds=LONGEST_LIFE, every=0.001)
    await asyncio.sleep(chance.choice((0, 0, chance.uniform(0, 0.02))))


def total(ground: Ground) -> int:
    return ground.sandbox.world.ledger.told(since=sys.maxsize)["total"]


def look(ground: Ground, seen: int, killing: Killing) -> None:
    """After a kill: whatever the Bot API took and the bot did not record was claimed, one message of a chat."""
    claimed = dict(ground.rows("SELECT chat_id, id FROM outbox WHERE state = 'sending'"))
    killing.claimed += bool(claimed)
    for one in unrecorded(ground, ground.accepted[seen:]):
        assert one["chat"] in claimed, f"{one} was not claimed, and is not recorded"
        killing.unrecorded[place_of(one)] = claimed[one["chat"]]


def unrecorded(ground: Ground, messages: list[Json]) -> list[Json]:
    """Those of the messages that the database does not know; a summary's picture is part of the summary."""
    known = set(ground.rows("SELECT chat_id, message_id FROM outbox WHERE state = 'sent'"))
    return [one for one in messages if place_of(one) not in known and one["text"]]


def is_said(ground: Ground, day: date, owed: int) -> bool:
    """Everything that the day owes is sent."""
    [(reminders,)] = ground.rows("SELECT count(*) FROM outbox WHERE key LIKE ? AND state = 'sent'", f"remind:%:{day}")
    return reminders == owed and not ground.rows(UNSENT) and has_summary(ground, day)


def has_summary(ground: Ground, day: date) -> bool:
    """Whether the summary of the day's week is sent."""
    week = f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
    return bool(ground.rows("SELECT 1 FROM outbox WHERE key LIKE ? AND state = 'sent'", f"summary:%:{week}"))


async def live_through(ground: Ground, days: list[date], kills: int, chance: random.Random) -> Killing:
    """A bot for each of the days, killed again and again, and let to finish at last."""
    killing = Killing()
    for number, day in enumerate(days):
        show(ground.folder, datetime.combine(day, MORNING, TASHKENT))
        before = total(ground)
        owed = len({telegram_id for _, telegram_id, *_ in reminders_of(ground, day, day)})
        for _ in range(kills * (number + 1) // len(days) - kills * number // len(days)):
            seen = total(ground)
            bot = born(ground.folder, ground.api)
            await wait_for_doom(ground, before + owed + 1 - seen, chance)
            await end(bot, signal.SIGKILL)
            killing.kills += 1
            look(ground, seen, killing)
        bot = born(ground.folder, ground.api)
        await until(lambda day=day, owed=owed: is_said(ground, day, owed), seconds=30, every=0.05)
        await end(bot, signal.SIGTERM)
    return killing


@pytest.fixture
async def ground(tmp_path: Path, enrolled: Path) -> AsyncIterator[Ground]:
    """The plan's people, all but two linked, and a Bot API that answers as fast as Telegram's."""
    async with ground_in(tmp_path, enrolled) as one:
        one.trouble(latency_ms=LATENCY_MS)
        yield one


async def test_a_bot_killed_again_and_again_sends_everything_and_repeats_only_what_was_in_flight(
    ground: Ground,
) -> None:
    days = days_of_work(ground, max(8, KILLS // KILLS_A_DAY))
    killing = await live_through(ground, days, KILLS, random.Random(20240101))  # noqa: S311 -- repeatable
    print(f"\n{killing.kills} kills on {len(days)} days, {killing.claimed} with messages claimed, ", end="")
    print(f"{len(killing.unrecorded)} messages said twice, {total(ground)} accepted in all")

    assert killing.kills == KILLS
    assert killing.claimed >= KILLS // 10, "the kills must fall into the work"
    assert len(killing.unrecorded) <= killing.kills
    assert_nothing_is_missing(ground, days)
    assert_once_and_in_order(ground, killing)
    assert_audited(ground)
    assert_one_card_is_pinned(ground)
    log = (ground.folder / LOG).read_text()
    assert "Traceback" not in log
    assert "failed" not in log


def assert_nothing_is_missing(ground: Ground, days: list[date]) -> None:
    """The outbox holds the calendar's reminders and the weeks' summaries, each sent, and nothing else."""
    rows = ground.rows("SELECT kind, refs, chat_id, state FROM outbox")
    assert {state for *_, state in rows} == {"sent"}
    numbers = dict(ground.rows("SELECT s.id, a.number FROM assignment s JOIN activity a ON a.id = s.activity_id"))
    said = [
        (date.fromisoformat(day), chat_id, numbers[assignment], kind)
        for row_kind, refs, chat_id, _ in rows
        if row_kind == "reminder"
        for assignment, kind, day in json.loads(refs)["items"]
    ]
    assert len(said) == len(set(said))
    assert set(said) == reminders_of(ground, days[0], days[-1])
    summaries = [chat_id for row_kind, _, chat_id, _ in rows if row_kind == "summary"]
    assert summaries == [LEADERSHIP_GROUP_ID] * len({day.isocalendar()[:2] for day in days})
    to_leaders_and_admins = {"summary", "plan_over", "plan_card", "readiness", "quarter"}
    assert {kind for kind, *_ in rows} <= {"reminder"} | to_leaders_and_admins


def assert_one_card_is_pinned(ground: Ground) -> None:
    """However often the bot was killed: one live card is kept, and it alone is pinned."""
    [(card, is_pinned)] = ground.rows(
        "SELECT o.message_id, c.is_pinned FROM plan_card c JOIN outbox o ON o.id = c.outbox_id"
    )
    messages = ground.sandbox.world.chats[LEADERSHIP_GROUP_ID].messages.values()
    assert is_pinned
    assert [message.id for message in messages if message.pinned] == [card]


def assert_once_and_in_order(ground: Ground, killing: Killing) -> None:
    """Each row's message was accepted once, but for those unrecorded at a kill, which said what was said again."""
    rows = {(chat, message): row for row, chat, message in ground.rows("SELECT id, chat_id, message_id FROM outbox")}
    words = {rows[place]: one["text"] for one in ground.accepted if (place := place_of(one)) in rows}
    assert len(words) == len(rows), "a row is recorded as sent that the Bot API never took"
    cards = {row for (row,) in ground.rows("SELECT id FROM outbox WHERE kind = 'plan_card'")}  # tell their minute
    for messages in by_chat(ground.accepted).values():
        said = [one for one in messages if one["text"]]
        of_rows = [rows.get(place_of(one)) or killing.unrecorded[place_of(one)] for one in said]
        assert of_rows == sorted(of_rows)
        assert all(one["text"] == words[row] for one, row in zip(said, of_rows, strict=True) if row not in cards)


def place_of(message: Json) -> tuple[int, int]:
    return message["chat"], message["message_id"]


def assert_audited(ground: Ground) -> None:
    """Each queued message has its one audit row."""
    for kind in ("reminder", "summary"):
        [(queued,)] = ground.rows("SELECT count(*) FROM outbox WHERE kind = ?", kind)
        [(noted,)] = ground.rows("SELECT count(*) FROM audit WHERE action = ?", f"{kind}.queued")
        assert queued == noted > 0


# -- how many messages a kill repeats --------------------------------------------------------------------------------

CROWD = 200
CROWD_KILLS = 100 if SOAK else 6
ANSWER_MS = 50


def crowd_in(ground: Ground) -> None:
    """So many people wait for a message of their own."""
    world = ground.sandbox.world
    known = world.person(LEADER_ID)
    row = "INSERT INTO outbox (key, kind, refs, chat_id, priority, state, attempts, queued_at, next_try_at)"
    for number in range(CROWD):
        chat = 5_000_000 + number
        world.people[chat] = replace(known, id=chat, started=True)
        world.chats[chat] = replace(world.chats[known.id], id=chat, messages={})
        values = "VALUES (?, 'group_lost', '{}', ?, 1, 'queued', 0, '2024-01-01', '2024-01-01')"
        ground.write(f"{row} {values}", f"crowd:{number}", chat)
    ground.write("UPDATE group_chat SET lost_at = '2024-01-01'")


@pytest.mark.parametrize("share", [1, A_THIRD], ids=["calm", "busy"])
@pytest.mark.parametrize("delay", ["latency_ms", "answer_ms"])
async def test_a_kill_repeats_at_most_one_message_and_no_message_again_and_again(
    delay: str, share: float, ground: Ground
) -> None:
    ground.trouble(**{delay: ANSWER_MS}, per_method=["sendMessage"])
    show(ground.folder, datetime(2024, 1, 2, 12, tzinfo=TASHKENT))  # nothing else is said on this day
    crowd_in(ground)
    chance = random.Random(20261127)  # noqa: S311 -- repeatable
    repeats: Counter[int] = Counter()
    slow = 0  # lives in which the machine was too slow to tell that the answers were not
    for _ in range(CROWD_KILLS):
        seen = total(ground)
        bot = born(ground.folder, ground.api)
        async with allowed(bot, share):
            await until(lambda seen=seen: total(ground) > seen + 5, seconds=60, every=0.001)
            await asyncio.sleep(chance.uniform(0, 0.3))
            await end(bot, signal.SIGKILL)
        await asyncio.sleep(0.3)  # what was under way is taken by the Bot API though nobody is there any more
        known = set(ground.rows("SELECT chat_id, message_id FROM outbox WHERE state = 'sent'"))
        lost = [one for one in ground.accepted[seen:] if place_of(one) not in known]
        width = widest(ground.folder)
        assert len(lost) <= width, f"{len(lost)} messages will be said once more"
        slow += width > 1
        repeats.update(one["chat"] for one in lost)
    bot = born(ground.folder, ground.api)
    await until(lambda: not ground.rows(UNSENT), seconds=60, every=0.05)
    await end(bot, signal.SIGTERM)
    said = Counter(one["chat"] for one in ground.accepted if one["chat"] >= 5_000_000)
    print(f"\n{CROWD_KILLS} kills, {slow} on too slow a machine, {sum(repeats.values())} messages said twice")
    assert len(said) == CROWD
    assert max(said.values()) <= 2
    assert slow or sum(said.values()) - CROWD <= CROWD_KILLS
