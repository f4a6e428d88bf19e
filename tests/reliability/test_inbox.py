"""The way in: what Telegram gives is kept at once and handled in its time; nobody waits for another chat's pace."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

import models.database
from bot.demo import ADMIN_IDS, LEADER_ID, LEADERSHIP_GROUP_ID, SANDBOX_TOKEN
from bot.errors import StartError
from bot.run import run_on_telegram
from models import driver
from sandbox.methods import METHODS, Call
from services.language.questions import Question
from services.messages.inbox import InboxQueue
from services.reports.reporting import Reporting
from tests.e2e.processes import free_port
from tests.reliability.bots import LoopClock, bot_on, virtually
from tests.reliability.ground import Ground, hold, until
from tests.reliability.people import Writer
from tests.reliability.test_stopping import menus_of
from tests.reliability.test_updates import WAITING, officers, report_on, reports
from tests.stage import settings_for
from views.kit.callbacks import Report, Speak
from views.kit.questions import pack

LINKED = "SELECT telegram_id FROM account WHERE id IN (SELECT account_id FROM link) ORDER BY id"
CROWD = (LEADER_ID, *ADMIN_IDS)
NOT_RECORDED = "қайд этилмади"
OWED = """
INSERT INTO outbox (key, kind, refs, chat_id, account_id, priority, state, attempts, queued_at, next_try_at)
SELECT 'of the test', 'linked', json_object('executor', executor_id), telegram_id, account.id, 0,
       'queued', 0, :now, :now
FROM account JOIN link ON link.account_id = account.id WHERE telegram_id = :person
"""
HANDLED = "SELECT count(*) FROM inbox WHERE handled_at IS NOT NULL AND payload IS NULL"


class InGroup(Writer):
    """One of the leadership in its group."""

    async def writes(self, text: str) -> None:
        await self._post("send", {"as": self.id, "chat": LEADERSHIP_GROUP_ID, "text": text})

    async def presses(self, message: dict[str, Any], data: str) -> tuple[Any, float]:
        """Press a button; what the press was answered with, and after how many seconds."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        body = {"as": self.id, "chat": LEADERSHIP_GROUP_ID, "message_id": message["id"], "data": data, "forged": True}
        return (await self._post("press", body))["answer"], loop.time() - began

    async def sees(self) -> dict[str, Any]:
        """The newest message of the group that has buttons."""
        query = {"as": self.id, "chat": LEADERSHIP_GROUP_ID, "after": 0}
        async with self._client.get("/sandbox/messages", params=query) as response:
            shown = (await response.json())["messages"]
        return next(one for one in reversed(shown) if one["buttons"])

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with self._client.post(f"/sandbox/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()


def buttons_of(message: dict[str, Any]) -> list[str]:
    return [button["data"] for row in message["buttons"] for button in row if button.get("data")]


@asynccontextmanager
async def crowd(folder: Path, enrolled: Path) -> AsyncIterator[tuple[Ground, LoopClock, list[InGroup], Writer]]:
    """The leadership before the pages of an overview in their group, a bot, and an officer in a private chat."""
    async with officers(folder, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
        ground.trouble(rate_limits=True)
        await until(lambda: "getMe" in ground.requests)
        async with ClientSession(ground.api) as client:
            people = [InGroup(ground, client, person) for person in CROWD]
            await asyncio.sleep(60)  # the live card comes first
            before = len(ground.texts(LEADERSHIP_GROUP_ID))
            await people[0].writes("/report")
            await until(lambda: len(ground.texts(LEADERSHIP_GROUP_ID)) > before)
            await asyncio.sleep(60)  # the group's pace begins anew
            yield ground, clock, people, officer


@virtually
async def test_a_crowd_in_the_group_delays_no_private_chat_not_even_of_its_own_members(
    tmp_path: Path, enrolled: Path
) -> None:
    async with crowd(tmp_path, enrolled) as (ground, clock, people, officer):
        shown = await people[0].sees()
        data = buttons_of(shown)[-1]

        async def goes_on_pressing(person: InGroup) -> list[float]:
            took = []
            for _ in range(20):
                answer, seconds = await person.presses(shown, data)
                assert answer is not None, "the wheel turns"
                took.append(seconds)
                await people[0].writes("/report")
                await asyncio.sleep(3)
            return took

        pressing = [asyncio.create_task(goes_on_pressing(one)) for one in people]
        await asyncio.sleep(20)
        leader = Writer(ground, people[0]._client, ADMIN_IDS[0])
        for person in (officer, leader):
            began, before = clock(), len(person.answers)
            await person.writes("/my" if person is officer else "/officers")
            await person.is_answered(before + 1)
            assert (clock() - began).total_seconds() < 2
        waited = [seconds for took in await asyncio.gather(*pressing) for seconds in took]
        assert max(waited) < 1, "each press is answered at once"
        assert "429" not in ground.requests["editMessageText"]


@virtually
async def test_presses_of_one_screen_edit_it_once_when_the_group_may_be_written_to(
    tmp_path: Path, enrolled: Path
) -> None:
    async with crowd(tmp_path, enrolled) as (ground, _, people, _officer):
        shown = await people[0].sees()
        for _ in range(4):  # the burst is gone: what comes now waits
            await people[0].writes("/report")
        await asyncio.sleep(1)
        before = sum(ground.requests.get("editMessageText", {}).values())
        data = [one for one in buttons_of(shown) if one != "-"]
        for person in people:
            for one in data[:3]:
                answer, seconds = await person.presses(shown, one)
                assert answer is not None
                assert seconds < 1
        await until(lambda: ground.rows(WAITING) == [(0,)], seconds=60)
        assert sum(ground.requests["editMessageText"].values()) - before <= 2


@virtually
async def test_a_press_is_answered_before_the_group_may_be_written_to_again(tmp_path: Path, enrolled: Path) -> None:
    async with crowd(tmp_path, enrolled) as (ground, _, people, _officer):
        shown = await people[0].sees()
        for _ in range(4):  # the burst is gone: what comes now waits
            await people[0].writes("/report")
        await asyncio.sleep(1)
        before = len(ground.texts(LEADERSHIP_GROUP_ID))
        answer, seconds = await people[1].presses(shown, Report(words=pack(Question(format="xlsx"))).pack())
        assert answer is not None
        assert seconds < 1
        assert len(ground.texts(LEADERSHIP_GROUP_ID)) == before, "the answer itself waits"


@virtually
async def test_a_hundred_updates_of_one_person_delay_nobody_else(tmp_path: Path, enrolled: Path) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, other), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        ground.trouble(latency_ms=3_000, per_method=["sendMessage"])
        for _ in range(15):
            await officer.writes("/my")
        await asyncio.sleep(1)
        ground.trouble()
        began = clock()
        await other.writes("/my")
        await other.is_answered()
        assert (clock() - began).total_seconds() < 2


@virtually
async def test_updates_waiting_for_a_slow_telegram_do_not_occupy_places(tmp_path: Path, enrolled: Path) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        linked = [person for (person,) in ground.rows(LINKED)][:12]
        people = [Writer(ground, officer._client, person) for person in linked]
        ground.trouble(latency_ms=3_000, per_method=["sendMessage"])
        began = clock()
        for person in people:
            await person.writes("/help")
        for person in people:
            await person.is_answered()
        assert (clock() - began).total_seconds() < 5, "they wait beside each other, not four by four"


@virtually
async def test_updates_not_started_before_a_stop_are_handled_first_and_in_order_after_the_next_start(
    tmp_path: Path, enrolled: Path
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _):
        loop = asyncio.get_running_loop()
        with capture_logs() as logs:
            async with bot_on(ground, clock):
                await until(lambda: "getMe" in ground.requests)
                ground.trouble(latency_ms=2_000, per_method=["sendMessage"])
                for percent in (10, 20, 30, 40, 50):
                    await officer.writes(report_on(ground, percent))
                await until(lambda: reports(ground) and not ground.sandbox.world.updates.pending)
                began = loop.time()
            assert loop.time() - began < 10
        assert not [line for line in logs if line.get("exc_info")], "an ordinary stop is no error"
        [(left,)] = ground.rows(WAITING)
        assert 0 < left < 5
        assert len(officer.answers) == len(reports(ground)) == 5 - left, "what was begun was finished"
        ground.trouble()
        async with bot_on(ground, clock):
            await until(lambda: ground.rows(WAITING) == [(0,)], seconds=60)
        assert [percent for _, percent in reports(ground)] == [10, 20, 30, 40, 50]
        assert len(officer.answers) == 5


@virtually
async def test_an_update_delivered_twice_is_handled_once_also_across_a_restart(tmp_path: Path, enrolled: Path) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _):
        updates = ground.sandbox.world.updates
        async with bot_on(ground, clock):
            await until(lambda: "getMe" in ground.requests)
            await officer.writes("/my")
            await until(lambda: updates.pending)
            given = dict(updates.pending)
            await officer.is_answered()
        assert ground.rows(HANDLED) == [(1,)], "and nothing of what was written is left"
        updates.pending.update(given)
        async with bot_on(ground, clock):
            await until(lambda: not updates.pending)
            await asyncio.sleep(10)
        assert len(officer.answers) == 1


# -- a database that cannot be written ------------------------------------------------------------------------------


class Disk:
    """The disk under a bot's database: full as soon as it is said to be, for whoever begins a transaction then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._limit = 1 << 30
        begin = driver.Connection.begin

        def limited(connection: driver.Connection, statement: str) -> None:
            if not connection.opened.in_transaction:
                connection.opened.execute(f"PRAGMA max_page_count = {self._limit}")
            begin(connection, statement)

        monkeypatch.setattr(driver.Connection, "begin", limited)

    def fills(self) -> None:
        self._limit = 1  # SQLite makes that the pages there are

    def has_room(self) -> None:
        self._limit = 1 << 30


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 50)


@pytest.mark.parametrize("words", ["", " сўз" * 900], ids=["short", "long"])
def test_messages_written_while_the_disk_is_full_are_recorded_and_confirmed_once_there_is_room(
    words: str, tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, other), bot_on(ground, clock):
            await until(lambda: "getMe" in ground.requests)
            disk = Disk(monkeypatch)
            with capture_logs() as logs:
                disk.fills()
                for percent in range(20, 30):
                    await officer.writes(report_on(ground, percent) + words)
                await other.writes("/my")
                await asyncio.sleep(120)
                recorded = len(reports(ground))
                assert recorded < 10, "the disk is not full"
                assert not [text for text in officer.answers if NOT_RECORDED in text]
                disk.has_room()
                await until(lambda: len(reports(ground)) == 10, seconds=120)
                await other.is_answered()
                await until(lambda: ground.rows(WAITING) == [(0,)], seconds=120)
            assert [percent for _, percent in reports(ground)] == list(range(20, 30))
            assert any("29%" in text for text in officer.answers)
            assert not [line for line in logs if line["log_level"] == "error"]

    scene()


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR_WRITE])
@virtually
async def test_a_recording_that_fails_for_now_is_retried_without_asking_the_person_to_repeat(
    code: int, tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, failed = Reporting.take, []

    async def take_and_fail(*given: Any, **named: Any) -> Any:
        if len(failed) < 3:
            failed.append(given)
            error = sqlite3.OperationalError("махфий")
            error.sqlite_errorcode = code
            raise OperationalError("INSERT", {}, error)
        return await take(*given, **named)

    monkeypatch.setattr(Reporting, "take", take_and_fail)
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        with capture_logs() as logs:
            await officer.writes(report_on(ground, 40))
            await officer.is_answered()
            await until(lambda: ground.rows(WAITING) == [(0,)])
        assert [percent for _, percent in reports(ground)] == [40]
        [answer] = officer.answers
        assert NOT_RECORDED not in answer
        assert not [line for line in logs if line["log_level"] == "error"]


@pytest.mark.usefixtures("impatient")
def test_messages_written_while_another_process_locks_the_file_are_recorded_and_confirmed_afterwards(
    tmp_path: Path, enrolled: Path
) -> None:
    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock) as bot:
            await until(lambda: "getMe" in ground.requests)
            with closing(sqlite3.connect(ground.database, isolation_level=None)) as holder:
                await hold(holder)
                await officer.writes(report_on(ground, 70))
                await asyncio.sleep(90)
                assert officer.answers == []
                assert bot.application.receiver.trouble, "nothing is received, and health says so"
                holder.execute("ROLLBACK")
            await officer.is_answered()
            assert bot.application.receiver.trouble is None
            assert [percent for _, percent in reports(ground)] == [70]
            assert len(officer.answers) == 1

    scene()


@virtually
async def test_an_update_stored_although_storing_reported_failure_is_handled(
    tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock) as bot:
        await until(lambda: "getMe" in ground.requests)
        keep, failed = InboxQueue.keep, []

        async def keep_and_fail(queue: InboxQueue, updates: Any) -> Any:
            kept = await keep(queue, updates)
            if not failed:
                failed.append(kept)
                raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))
            return kept

        monkeypatch.setattr(InboxQueue, "keep", keep_and_fail)
        await officer.writes(report_on(ground, 40))
        await officer.is_answered()
        await until(lambda: bot.application.receiver.trouble is None)
        await asyncio.sleep(10)
        assert failed
        assert [percent for _, percent in reports(ground)] == [40]
        assert len(officer.answers) == 1


# -- who may receive -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        "Conflict: terminated by setWebhook request",
    ],
)
def test_a_webhook_set_by_another_program_is_removed_and_its_cause_is_reported(
    answer: str, tmp_path: Path, enrolled: Path
) -> None:
    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock) as bot:
            await until(lambda: "getMe" in ground.requests)
            with capture_logs() as logs:
                ground.trouble(refusal={"method": "getUpdates", "error_code": 409, "description": answer, "times": 1})
                ground.sandbox.world.profile["webhook"] = {"url": "http://127.0.0.1:9/", "secret": ""}
                await officer.writes("/my")
                await until(lambda: bot.application.receiver.trouble is not None, seconds=60)
                assert "webhook" in str(bot.application.receiver.trouble)
                await officer.is_answered()
                await until(lambda: ground.sandbox.world.profile["webhook"] is None, seconds=60)
                await until(lambda: bot.application.receiver.trouble is None, seconds=60)
            reasons = [line["reason"] for line in logs if line["event"] == "waiting for Telegram"]
            assert reasons
            assert all("webhook" in reason for reason in reasons)

    scene()


@virtually
async def test_a_webhook_set_again_and_again_is_removed_with_growing_pauses(tmp_path: Path, enrolled: Path) -> None:
    async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
        await until(lambda: "getMe" in ground.requests)
        with capture_logs() as logs:
            for _ in range(5):
                ground.sandbox.world.profile["webhook"] = {"url": "http://127.0.0.1:9/", "secret": ""}
                await until(lambda: ground.sandbox.world.profile["webhook"] is None, seconds=600)
        pauses = [line["pause"] for line in logs if line["event"] == "waiting for Telegram"]
        assert pauses == sorted(set(pauses)), "each is longer than the one before"
        assert len(pauses) == 5
        await officer.writes("/my")
        await officer.is_answered()


def refused(ground: Ground, times: int) -> None:
    unauthorized = {"method": "getUpdates", "error_code": 401, "description": "Unauthorized", "times": times}
    ground.trouble(refusal=unauthorized)


@pytest.mark.parametrize("times", [1, 4])
def test_a_token_that_is_refused_for_a_moment_ends_nothing(times: int, tmp_path: Path, enrolled: Path) -> None:
    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock) as bot:
            await until(lambda: "getMe" in ground.requests)
            refused(ground, times)
            await officer.writes("/my")
            await until(lambda: bot.application.receiver.trouble is not None, seconds=60)
            await officer.is_answered(seconds=60)
            await until(lambda: bot.application.receiver.trouble is None, seconds=60)

    scene()


@virtually
async def test_a_token_that_is_refused_for_a_minute_ends_the_process_with_a_sentence(
    tmp_path: Path, enrolled: Path
) -> None:
    """With an exit code and no traceback, as of a token that is unknown at the start: tests/e2e/test_process.py."""
    async with officers(tmp_path, enrolled) as (ground, _, officer, _):
        loop = asyncio.get_running_loop()
        of_telegram = {"bot_token": SANDBOX_TOKEN, "bot_api_url": ground.api, "http_port": free_port()}
        running = asyncio.create_task(
            run_on_telegram(settings_for(tmp_path, **of_telegram), ground.plan, asyncio.Event())
        )
        await until(lambda: "getUpdates" in ground.requests, seconds=60)
        refused(ground, 1_000)
        await officer.writes("/my")
        began = loop.time()
        await asyncio.sleep(50)
        assert not running.done(), "it is tried again for a minute"
        assert ground.requests["getUpdates"]["401"] >= 4
        with pytest.raises(StartError, match=f"^BOT_TOKEN is not known to {ground.api}: "):
            await running
        assert ground.requests["getUpdates"]["401"] < 20
        assert loop.time() - began < 120


# -- what is not understood ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        {"message": {"message_id": 5, "text": "махфий сўз"}},
        {"message": {"message_id": "x", "date": 1, "chat": {"id": 1, "type": "private"}, "text": "махфий сўз"}},
        {"a_younger_kind": {"text": "махфий сўз", "from": {"id": 1}}},
        {"callback_query": {"id": "1", "from": {"id": 77, "is_bot": False}}},
        {"message": None},
        {},
    ],
    ids=["no chat", "no number", "unknown kind", "no chat instance", "nothing", "empty"],
)
def test_an_update_that_cannot_be_read_is_logged_once_and_delays_nobody(
    raw: dict[str, Any], tmp_path: Path, enrolled: Path, recwarn: pytest.WarningsRecorder
) -> None:
    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
            await until(lambda: "getMe" in ground.requests)
            with capture_logs() as logs:
                ground.trouble(latency_ms=5_000, per_method=["sendMessage"])
                await officer.writes("/my")
                ground.sandbox.world.updates.queue_raw(raw)
                await officer.writes("/my")
                await officer.is_answered(2)
                await until(lambda: ground.rows(WAITING) == [(0,)], seconds=60)
            warned = [line for line in logs if line["event"].startswith("update not understood")]
            assert len(warned) == 1
            assert "махфий" not in str(logs)

    scene()
    assert not [one for one in recwarn if "махфий" in str(one.message)]


@pytest.mark.parametrize(
    "strange",
    [
        {"reply_markup": {"inline_keyboard": [[{"style": 5}]]}},
        {"entities": [{"type": "younger", "offset": "?"}]},
        {"chat": {"younger": 1}},
        {"date": "today"},
        {"from": {"id": "?"}},
    ],
    ids=lambda strange: next(iter(strange)),
)
def test_an_acceptance_with_unknown_fields_counts_as_an_acceptance(
    strange: dict[str, Any], tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = METHODS["sendMessage"]

    async def in_strange_words(call: Call) -> Any:
        return await send(call) | strange

    monkeypatch.setitem(METHODS, "sendMessage", in_strange_words)

    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
            await until(lambda: "getMe" in ground.requests)
            with capture_logs() as logs:
                await officer.writes(report_on(ground, 70))
                await until(lambda: ground.rows(HANDLED) == [(1,)])
                with closing(sqlite3.connect(ground.database)) as connection, connection:
                    connection.execute(OWED, {"person": officer.id, "now": "2024-02-10 07:00:00.000000"})
                await until(lambda: ground.rows("SELECT 1 FROM outbox WHERE key = 'of the test' AND state != 'queued'"))
                await asyncio.sleep(60)
            assert len(reports(ground)) == 1
            answer, owed = [one for one in ground.accepted if one["chat"] == officer.id]
            assert NOT_RECORDED not in answer["text"]
            told_of = ground.rows("SELECT report_id FROM anchor WHERE message_id = ?", answer["message_id"])
            assert told_of == ground.rows("SELECT id FROM report")
            state = ground.rows("SELECT state, message_id, attempts FROM outbox WHERE key = 'of the test'")
            assert state == [("sent", owed["message_id"], 1)]
            assert not [line for line in logs if line["log_level"] == "error"]

    scene()


@pytest.mark.parametrize("by", ["words", "a press"])
def test_an_unreadable_acceptance_is_not_reported_to_the_person_as_a_failure(
    by: str, tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_a_message(method: str) -> Any:
        send = METHODS[method]

        async def sent(call: Call) -> Any:
            await send(call)
            return True

        return sent

    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
            await until(lambda: "getMe" in ground.requests)
            await officer.writes("/my")
            await officer.is_answered()
            for method in ("sendMessage", "sendDocument"):
                monkeypatch.setitem(METHODS, method, without_a_message(method))
            with capture_logs() as logs:
                if by == "words":
                    await officer.writes(report_on(ground, 70))
                else:
                    assert await presses(ground, officer, "ics1") is not None, "the wheel turns"
                await until(lambda: ground.rows(HANDLED) == [(2,)])
            assert len(reports(ground)) == (by == "words")
            assert not [text for text in officer.answers if NOT_RECORDED in text]
            assert [line["event"] for line in logs if line["log_level"] == "error"] == ["answer not understood"]

    scene()


async def presses(ground: Ground, person: Writer, data: str) -> Any:
    """A press on the newest message of the person's chat; what it was answered with."""
    message = max(one["message_id"] for one in ground.accepted if one["chat"] == person.id)
    body = {"as": person.id, "chat": person.id, "message_id": message, "data": data, "forged": True}
    async with person._client.post("/sandbox/press", json=body) as response:
        assert response.status == 200, await response.text()
        return (await response.json())["answer"]


def test_a_menu_refused_with_a_429_is_set_after_it_and_the_language_changes_at_once(
    tmp_path: Path, enrolled: Path
) -> None:
    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
            every = menus_of(ground)
            await until(lambda: sum(ground.requests.get("setMyCommands", {}).values()) == every, seconds=60)
            await officer.writes("/language")
            await officer.is_answered()
            refusal = {"error_code": 429, "description": "Too Many Requests: retry after 5", "times": 2}
            ground.trouble(refusal={"method": "setMyCommands", "parameters": {"retry_after": 5}, **refusal})
            with capture_logs() as logs:
                assert await presses(ground, officer, Speak(locale="en").pack()) is not None, "the wheel turns"
                assert ground.rows("SELECT locale FROM account WHERE telegram_id = ?", officer.id) == [("en",)]
                await until(lambda: ground.rows(WAITING) == [(0,)], seconds=60)
            assert ground.requests["setMyCommands"] == {"200": every + 1, "429": 2}
            assert not [line for line in logs if line["log_level"] == "error"]
            assert officer.answers[1:] == ["From now on I write to you in English."], (
                "and it is said once, with the keys"
            )

    scene()


def test_a_person_who_presses_and_then_blocks_the_bot_causes_no_error(tmp_path: Path, enrolled: Path) -> None:
    @virtually
    async def scene() -> None:
        async with officers(tmp_path, enrolled) as (ground, clock, officer, _), bot_on(ground, clock):
            await until(lambda: "getMe" in ground.requests)
            await officer.writes("/my")
            await officer.is_answered()
            blocked = {"error_code": 403, "description": "Forbidden: bot was blocked by the user", "times": 9}
            ground.trouble(refusal={"method": "sendDocument", **blocked})
            with capture_logs() as logs:
                assert await presses(ground, officer, "ics1") is not None, "the wheel turns"
            assert not [line for line in logs if line["log_level"] == "error"]

    scene()


@pytest.mark.parametrize(
    "refusal",
    [
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: TOPIC_CLOSED"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (400, "Bad Request: something that nobody has seen before"),
    ],
)
def test_a_press_is_answered_even_if_nothing_can_be_shown(
    refusal: tuple[int, str], tmp_path: Path, enrolled: Path
) -> None:
    @virtually
    async def scene() -> None:
        async with crowd(tmp_path, enrolled) as (ground, _, people, officer):
            shown = await people[0].sees()
            code, description = refusal
            for method in ("editMessageText", "sendMessage"):
                ground.trouble(refusal={"method": method, "error_code": code, "description": description, "times": 9})
                answer, _ = await people[1].presses(shown, buttons_of(shown)[-1])
                assert answer is not None
            ground.trouble()
            await officer.writes("/my")
            await officer.is_answered()

    scene()
