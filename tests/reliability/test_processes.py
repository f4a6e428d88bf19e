"""Several processes on one PostgreSQL database: killed at random, they lose nothing, and repeat what was in hand.

`make test` kills a random one of three 12 times, `make soak` 200 times.
"""

import asyncio
import json
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.demo import SANDBOX_TOKEN
from bot.webhook import SECRET_HEADER
from sandbox.errors import Json
from tests.db.stores import PostgresqlServer
from tests.e2e.processes import Process, Web, free_port, started, web
from tests.forks import Fork
from tests.reliability.ground import SOAK, UNSENT, by_chat, until
from tests.reliability.people import Writer
from tests.reliability.shared import SharedGround, shared_ground
from tests.reliability.test_kills import (
    LATENCY_MS,
    MORNING,
    Said,
    assert_audited,
    assert_one_card_is_pinned,
    days_of_work,
    has_summary,
    place_of,
    reminders_of,
    total,
    wait_for_doom,
)
from tests.reliability.test_webhook import SECRET, words_of
from tests.reliability.victims import LOG, born, end, show, widest
from tests.stage import TASHKENT

PROCESSES = 3
KILLS = 200 if SOAK else 12
KILLS_A_DAY = 6
WRITERS = 6
PERCENTS = (10, 20, 30)
UNHANDLED = "SELECT 1 FROM inbox WHERE handled_at IS NULL"


@pytest.fixture
async def ground(tmp_path: Path, enrolled: Path, server: PostgresqlServer) -> AsyncIterator[SharedGround]:
    """The plan's people, all but two linked, and a Bot API that answers as fast as Telegram's."""
    async with shared_ground(tmp_path, enrolled, server) as one:
        one.trouble(latency_ms=LATENCY_MS)
        yield one


class Crew:
    """Processes that share the ground's database; each that is killed is followed by another."""

    def __init__(self, ground: SharedGround, chance: random.Random) -> None:
        self._ground = ground
        self._chance = chance
        self._bots: list[tuple[Fork, Path]] = []
        self._born = 0
        self.might_repeat = 0

    def grows(self) -> None:
        """One more."""
        self._born += 1
        folder = self._ground.folder / f"bot{self._born}"
        folder.mkdir()
        self._bots.append((born(folder, self._ground.api, on=self._ground.url, clock=self._ground.folder), folder))

    async def loses_one(self) -> None:
        """A random one is killed, and another begins."""
        bot, folder = self._bots.pop(self._chance.randrange(len(self._bots)))
        await end(bot, signal.SIGKILL)
        self.might_repeat += widest(folder)
        self.grows()

    def are_cut_off(self) -> None:
        """The server is gone: what a slow one had in hand, a quicker one takes over when it is back."""
        self.might_repeat += sum(widest(folder) for _, folder in self._bots)

    async def stops(self) -> None:
        """All are told to stop. What was queued after all else was said may be left then, for one that begins later."""
        await self._stop()
        while self._ground.rows(UNSENT):
            self.grows()
            await until(lambda: not self._ground.rows(UNSENT), seconds=60, every=0.05)
            await self._stop()

    async def _stop(self) -> None:
        for bot, _ in self._bots:
            await end(bot, signal.SIGTERM)
            assert bot.returncode == 0, self.log[-6000:]
        self._bots.clear()

    @property
    def log(self) -> str:
        """What all of them wrote."""
        return "".join((self._ground.folder / f"bot{number + 1}" / LOG).read_text() for number in range(self._born))


class Reporter(Writer):
    """An officer who reports on one activity that they lead, a percent more each time; after 90 it begins anew."""

    def about(self, number: int) -> "Reporter":
        self.number = number
        self.reported: list[int] = []
        return self

    async def reports(self) -> None:
        percent = 1 + len(self.reported) % 90
        self.reported.append(percent)
        await self.writes(f"{self.number}-тадбир {percent}%")


def reporters(ground: SharedGround, client: ClientSession) -> list[Reporter]:
    """Officers who write, each on an activity that they lead: nobody need hear of it."""
    led = {one.executors[0]: one.number for one in reversed(ground.plan.activities)}
    names = {one.name: one.key for one in ground.plan.executors if one.key in led and ground.accounts_of(one.name)}
    return [Reporter(ground, client, ground.accounts_of(name)[0]).about(led[key]) for name, key in list(names.items())][
        :WRITERS
    ]


async def live_through(ground: SharedGround, crew: Crew, days: list[date], writers: list[Reporter]) -> None:
    """The days, on which people write while processes are killed; all is handled and said before the day ends."""
    chance = random.Random(20240101)  # noqa: S311 -- repeatable
    for number, day in enumerate(days):
        show(ground.folder, datetime.combine(day, MORNING, TASHKENT))
        before = total(ground)
        owed = len({chat for _, chat, *_ in of_others(reminders_of(ground, day, day), writers)})
        for _ in range(KILLS * (number + 1) // len(days) - KILLS * number // len(days)):
            for writer in chance.sample(writers, 3):
                await writer.reports()
            await wait_for_doom(ground, before + owed + 1 - total(ground), chance)
            await crew.loses_one()
        await until(lambda day=day: is_over(ground, day, writers), seconds=60, every=0.05)


def is_over(ground: SharedGround, day: date, writers: list[Reporter]) -> bool:
    """All that the day owes is said, and all that was written is handled."""
    if ground.rows(UNSENT) or ground.rows(UNHANDLED) or not has_summary(ground, day):
        return False
    return of_others(reminders_of(ground, day, day), writers) <= said_in(ground)


def said_in(ground: SharedGround) -> set[Said]:
    """The reminders that were sent."""
    numbers = dict(ground.rows("SELECT s.id, a.number FROM assignment s JOIN activity a ON a.id = s.activity_id"))
    return {
        (date.fromisoformat(day), chat_id, numbers[assignment], kind)
        for refs, chat_id in ground.rows("SELECT refs, chat_id FROM outbox WHERE kind = 'reminder' AND state = 'sent'")
        for assignment, kind, day in json.loads(refs)["items"]
    }


def of_others(said: set[Said], writers: list[Reporter]) -> set[Said]:
    """Without those who report: of some things they are then not reminded."""
    reporting = {writer.id for writer in writers}
    return {one for one in said if one[1] not in reporting}


@pytest.mark.timeout(3600 if SOAK else 600)
async def test_processes_killed_at_random_lose_nothing_and_repeat_only_what_was_in_hand(ground: SharedGround) -> None:
    days = days_of_work(ground, max(2, KILLS // KILLS_A_DAY))
    crew = Crew(ground, random.Random(7))  # noqa: S311 -- repeatable
    async with ClientSession(ground.api) as client:
        writers = reporters(ground, client)
        for _ in range(PROCESSES):
            crew.grows()
        await live_through(ground, crew, days, writers)
        await crew.stops()
    repeats = said_again(ground)
    print(f"\n{KILLS} kills on {len(days)} days, {len(repeats)} messages said twice, {total(ground)} accepted in all")
    assert len(repeats) <= crew.might_repeat
    calendar = reminders_of(ground, days[0], days[-1])
    assert of_others(said_in(ground), writers) == of_others(calendar, writers)
    assert said_in(ground) <= calendar
    assert {state for (state,) in ground.rows("SELECT state FROM outbox")} == {"sent"}
    weeks = {day.isocalendar()[:2] for day in days}
    assert ground.rows("SELECT count(*) FROM outbox WHERE kind = 'summary'") == [(len(weeks),)]
    assert_in_order(ground)
    assert_audited(ground)
    assert_one_card_is_pinned(ground)
    for writer in writers:
        assert_reported(ground, writer)
    assert "Traceback" not in crew.log


def said_again(ground: SharedGround) -> list[Json]:
    """What the Bot API took for a row of the outbox and nobody recorded: the row's words, in its chat."""
    recorded = {(chat, message) for chat, message in ground.rows("SELECT chat_id, message_id FROM outbox")}
    words = {(one["chat"], one["text"]) for one in ground.accepted if place_of(one) in recorded}
    return [one for one in ground.accepted if place_of(one) not in recorded and (one["chat"], one["text"]) in words]


def assert_in_order(ground: SharedGround) -> None:
    """The rows of each chat were said in the order in which they were queued."""
    rows = {(chat, message): row for row, chat, message in ground.rows("SELECT id, chat_id, message_id FROM outbox")}
    for messages in by_chat(ground.accepted).values():
        of_rows = [rows[place_of(one)] for one in messages if place_of(one) in rows]
        assert of_rows == sorted(of_rows)


def assert_reported(ground: SharedGround, writer: Reporter) -> None:
    """Every report is recorded once, in the order in which it was written, and answered."""
    assert recorded_of(ground, writer) == writer.reported
    answers = [text for text in writer.answers if any(f" {percent}%" in text for percent in set(writer.reported))]
    assert len(answers) >= len(writer.reported)


def recorded_of(ground: SharedGround, writer: Reporter) -> list[int]:
    """The percents of what somebody reported, in order."""
    query = "SELECT percent FROM report r JOIN account a ON a.id = r.account_id WHERE a.telegram_id = ? ORDER BY r.id"
    return [percent for (percent,) in ground.rows(query, writer.id)]


# -- web and work apart ------------------------------------------------------------------------------------------------
class Apart:
    """Processes as `python -m bot web` and `work` start them, which share the ground's database."""

    def __init__(self, ground: SharedGround) -> None:
        self._ground = ground
        self._folder = ground.folder / "apart"
        self._web_port = free_port()

    @asynccontextmanager
    async def started(self, role: str, *, beside: bool = False) -> AsyncIterator[tuple[Process, Web]]:
        """A process, which is ready; `beside` another that serves the webhook, at a port of its own."""
        port = self._web_port if role == "web" and not beside else free_port()
        settings = {
            "BOT_TOKEN": SANDBOX_TOKEN,
            "BOT_API_URL": self._ground.api,
            "DATABASE_URL": self._ground.url.replace("+asyncpg", ""),
            "WEBHOOK_URL": f"http://127.0.0.1:{self._web_port}/updates",
            "HTTP_PORT": port,
            "ADMIN_IDS": "900001",
        }
        async with started(self._folder, "bot", role, **settings) as process, web(port) as http:
            await process.says("event=working" if role == "work" else "webhook set")
            yield process, http


async def test_web_and_work_run_apart_and_a_rolling_restart_loses_nothing(ground: SharedGround) -> None:
    ground.trouble()
    apart = Apart(ground)
    async with ClientSession(ground.api) as client:
        [officer, *_] = reporters(ground, client)
        async with apart.started("work") as (_, first):
            async with apart.started("web") as (server, http):
                await officer.writes("/help")
                await officer.is_answered(1, seconds=20)
                for one in (http, first):
                    await one.answers("/healthz")
                server.send(signal.SIGTERM)
                assert await server.ends() == 0
            await first.answers("/updates", 404)  # who works opens no door to Telegram
            await officer.writes("/help")  # while nobody takes it
            async with apart.started("web"), apart.started("work") as (worker, _):
                await officer.is_answered(2, seconds=20)
                worker.send(signal.SIGKILL)
                for _ in range(4):
                    await officer.writes("/help")
                await officer.is_answered(6, seconds=20)
    assert len(officer.answers) == 6


async def test_an_update_posted_to_two_processes_at_once_is_one_report(ground: SharedGround) -> None:
    ground.trouble()
    apart = Apart(ground)
    async with ClientSession(ground.api) as client:
        officers = reporters(ground, client)
        async with apart.started("web") as (_, one), apart.started("web", beside=True) as (_, other):
            posted = [
                post(client, to, words_of(officer, percent * 100 + place, f"{officer.number}-тадбир {percent}%"))
                for percent in PERCENTS
                for place, officer in enumerate(officers)
                for to in (one, other, one, other)
            ]
            assert set(await asyncio.gather(*posted)) == {200}
            async with apart.started("work"), apart.started("work"):
                for officer in officers:
                    await officer.is_answered(len(PERCENTS), seconds=30)
                await until(lambda: not ground.rows(UNHANDLED))
    for officer in officers:
        assert sorted(recorded_of(ground, officer)) == list(PERCENTS)
        assert len(officer.answers) == len(PERCENTS)


async def post(client: ClientSession, to: Web, update: Json) -> int:
    """The status of the answer to an update that Telegram posts."""
    async with client.post(f"{to.base}/updates", json=update, headers={SECRET_HEADER: SECRET}) as answer:
        return answer.status
