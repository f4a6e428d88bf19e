"""Updates that are posted to the bot: over real HTTP, from the sandbox and from whoever else finds the address."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

import models.database
from bot.demo import SANDBOX_TOKEN
from bot.errors import StartError
from bot.http import serve
from bot.webhook import MAX_CONNECTIONS, SECRET_HEADER, WATCH_SECONDS, derived_secret
from models.presence import Presence
from sandbox.errors import Json
from tests.reliability.bots import Bot, LoopClock, bot_on, virtually
from tests.reliability.ground import Ground, hold, until
from tests.reliability.people import Writer
from tests.reliability.test_updates import officers, report_on, reports

SECRET = derived_secret(SANDBOX_TOKEN)
PATH = "/updates"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Posted:
    """A bot on a ground, its webhook, and an officer who writes."""

    def __init__(self, ground: Ground, clock: LoopClock, officer: Writer, port: int) -> None:
        self.ground = ground
        self.clock = clock
        self.officer = officer
        self.url = f"http://127.0.0.1:{port}{PATH}"
        self.port = port

    @asynccontextmanager
    async def bot(self, *, crash: bool = False, **settings: Any) -> AsyncIterator[Bot]:
        """The bot, served on its port until it ends."""
        async with bot_on(self.ground, self.clock, crash=crash, webhook_url=self.url, **settings) as bot:
            routes = [*bot.application.health.routes(), *bot.application.receiver.routes()]
            runner = await serve(routes, "127.0.0.1", self.port)
            try:
                await until(lambda: self.webhook is not None)
                yield bot
            finally:
                await runner.cleanup()

    def telegram(self) -> ClientSession:
        """Whoever posts to the bot."""
        return ClientSession(f"http://127.0.0.1:{self.port}")

    @property
    def webhook(self) -> Json | None:
        return self.ground.sandbox.world.profile.get("webhook")

    @property
    def pending(self) -> int:
        return len(self.ground.sandbox.world.updates.pending)


@asynccontextmanager
async def posting(folder: Path, enrolled: Path) -> AsyncIterator[Posted]:
    async with officers(folder, enrolled) as (ground, clock, officer, _):
        yield Posted(ground, clock, officer, free_port())


@pytest.fixture
async def posted(tmp_path: Path, enrolled: Path) -> AsyncIterator[Posted]:
    async with posting(tmp_path, enrolled) as one:
        yield one


def words_of(officer: Writer, number: int, text: str) -> Json:
    """An update as Telegram posts it."""
    person = {"id": officer.id, "is_bot": False, "first_name": "A"}
    message = {
        "message_id": number,
        "date": 1_704_096_000,
        "chat": {"id": officer.id, "type": "private", "first_name": "A"},
        "from": person,
        "text": text,
    }
    return {"update_id": number, "message": message}


def inbox(ground: Ground) -> list[int]:
    return [number for (number,) in ground.rows("SELECT update_id FROM inbox ORDER BY id")]


async def test_the_webhook_is_set_serves_updates_and_is_taken_back_when_the_bot_stops(posted: Posted) -> None:
    async with posted.bot():
        assert posted.webhook is not None
        assert (posted.webhook["url"], posted.webhook["secret"]) == (posted.url, SECRET)
        assert posted.webhook["max_connections"] == MAX_CONNECTIONS
        assert {"message", "callback_query", "chat_member"} <= set(posted.ground.sandbox.world.updates.allowed)
        await posted.officer.writes(report_on(posted.ground, 40))
        await posted.officer.is_answered()
        assert [percent for _, percent in reports(posted.ground)] == [40]
    assert posted.webhook is None
    assert "getUpdates" not in posted.ground.requests


async def test_what_was_written_while_the_bot_was_down_is_posted_to_the_next_run(posted: Posted) -> None:
    async with posted.bot():
        pass
    await posted.officer.writes(report_on(posted.ground, 40))
    async with posted.bot():
        await posted.officer.is_answered()


STRANGE = (
    ("POST", PATH, None),
    ("POST", PATH, ""),
    ("POST", PATH, SECRET[:-1]),
    ("POST", PATH, SECRET + "x"),
    ("POST", PATH, "ҳақиқий"),
    ("POST", PATH + "/", SECRET),
    ("POST", "/other", SECRET),
    ("GET", PATH, SECRET),
    ("PUT", PATH, SECRET),
    ("DELETE", PATH, SECRET),
)


async def test_whoever_is_not_telegram_finds_nothing_and_leaves_no_trace(posted: Posted) -> None:
    async with posted.bot(), posted.telegram() as stranger:
        async with stranger.get("/nowhere") as nothing:
            expected = nothing.status, await nothing.text()
        with capture_logs() as logs:
            for method, path, secret in STRANGE:
                headers = {} if secret is None else {SECRET_HEADER: secret}
                update = words_of(posted.officer, 900, "сир")
                async with stranger.request(method, path, json=update, headers=headers) as answer:
                    assert (answer.status, await answer.text()) == expected
        assert not [line for line in logs if line["log_level"] != "info"]
        assert inbox(posted.ground) == []


ODD = (
    (b"", 400),
    (b"{", 400),
    (b"\xff\xfe", 400),
    (b'{"update_id": NaN}', 400),
    (b"[" * 100_000, 400),
    (b'{"update_id": 1, "text": "' + b"x" * (5 * 1024**2) + b'"}', 400),
    (b"[]", 200),
    (b"null", 200),
    (b'"secret words"', 200),
    (b"{}", 200),
    (b'{"update_id": true}', 200),
    (b'{"update_id": "1"}', 200),
    (b'{"update_id": -1}', 200),
    (b'{"update_id": 9223372036854775808}', 200),
    (b'{"update_id": 7, "a": ' + b"[" * 900 + b"]" * 900 + b"}", 200),
    (b'{"update_id": 8, "message": {"media_group_id": [1], "from": {"id": "x"}, "chat": 5}}', 200),
    (b'{"update_id": 9, "message": "secret words"}', 200),
)


async def test_what_is_no_update_is_answered_logged_without_its_words_and_harms_nobody(posted: Posted) -> None:
    async with posted.bot(), posted.telegram() as telegram:
        with capture_logs() as logs:
            for body, status in ODD:
                async with telegram.post(PATH, data=body, headers={SECRET_HEADER: SECRET}) as answer:
                    assert answer.status == status, body[:40]
            await posted.officer.writes(report_on(posted.ground, 40))
            await posted.officer.is_answered()
        assert "secret words" not in str(logs)
        assert len([line for line in logs if "no update" in line["event"]]) == 8


async def test_an_update_posted_twice_is_recorded_and_answered_once(posted: Posted) -> None:
    update = words_of(posted.officer, 900, report_on(posted.ground, 40))
    async with posted.bot(), posted.telegram() as telegram:

        async def posts() -> int:
            async with telegram.post(PATH, json=update, headers={SECRET_HEADER: SECRET}) as answer:
                return answer.status

        assert await asyncio.gather(*(posts() for _ in range(5))) == [200] * 5
        await posted.officer.is_answered()
        assert await posts() == 200
    assert [percent for _, percent in reports(posted.ground)] == [40]
    assert len(posted.officer.answers) == 1


async def test_an_update_that_cannot_be_stored_is_posted_again_and_health_says_so(
    posted: Posted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.database, "BUSY_TIMEOUT_MS", 50)
    async with posted.bot() as bot:
        with closing(sqlite3.connect(posted.ground.database, isolation_level=None)) as holder:
            await hold(holder)
            await posted.officer.writes(report_on(posted.ground, 40))
            await until(lambda: "503" in str(posted.webhook), seconds=30)
            assert "inbox" in str(bot.application.receiver.trouble)
            assert posted.pending == 1
            holder.execute("ROLLBACK")
        await posted.officer.is_answered(seconds=30)
        assert bot.application.receiver.trouble is None
        assert [percent for _, percent in reports(posted.ground)] == [40]
        assert len(posted.officer.answers) == 1


async def test_a_crash_between_the_200_and_the_handling_loses_nothing(
    posted: Posted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with posted.bot(crash=True) as bot:
        monkeypatch.setattr(bot.application.dispatcher, "feed_update", lambda *_, **__: asyncio.Event().wait())
        await posted.officer.writes(report_on(posted.ground, 40))
        await until(lambda: inbox(posted.ground) and not posted.pending)
    assert not posted.officer.answers
    async with posted.bot():
        await posted.officer.is_answered()
    assert [percent for _, percent in reports(posted.ground)] == [40]
    assert len(posted.officer.answers) == 1


async def test_a_peak_of_posts_is_queued_in_few_statements_and_each_persons_order_is_kept(
    posted: Posted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with posted.bot() as bot, posted.telegram() as telegram:
        written: list[int] = []
        keep = bot.services.inbox.keep

        async def counted(updates: Any) -> Any:
            written.append(len(updates))
            return await keep(updates)

        monkeypatch.setattr(bot.services.inbox, "keep", counted)
        monkeypatch.setattr(bot.application.handling, "arrived", lambda kept: arrived.extend(one.id for one in kept))
        arrived: list[int] = []

        async def posts(number: int) -> int:
            update = words_of(posted.officer, number, "салом")
            async with telegram.post(PATH, json=update, headers={SECRET_HEADER: SECRET}) as answer:
                return answer.status

        assert set(await asyncio.gather(*(posts(number) for number in range(1, 501)))) == {200}
        assert sum(written) == 500
        assert len(written) < 100
        assert sorted(inbox(posted.ground)) == list(range(1, 501))
        assert arrived == sorted(arrived)


async def test_one_update_that_the_database_refuses_takes_no_other_with_it(
    posted: Posted, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with posted.bot() as bot, posted.telegram() as telegram:
        keep = bot.services.inbox.keep

        async def refusing(updates: Any) -> Any:
            if any(update["update_id"] == 666 for update in updates):
                raise RecursionError
            return await keep(updates)

        monkeypatch.setattr(bot.services.inbox, "keep", refusing)

        async def posts(number: int) -> int:
            update = words_of(posted.officer, number, "салом")
            async with telegram.post(PATH, json=update, headers={SECRET_HEADER: SECRET}) as answer:
                return answer.status

        with capture_logs() as logs:
            assert set(await asyncio.gather(*(posts(number) for number in range(660, 670)))) == {200}
        assert sorted(inbox(posted.ground)) == [number for number in range(660, 670) if number != 666]
        assert [line["update"] for line in logs if line["event"].startswith("update cannot be stored")] == [666]


# -- who may post ----------------------------------------------------------------------------------------------------


SENDERS = {
    "": {
        "": 200,
        "149.154.167.197": 200,
        "91.108.7.255": 200,
        "8.8.8.8, 149.154.167.197": 200,
        "172.17.0.1": 200,
        "149.154.167.197, 8.8.8.8": 404,
        "91.108.8.0": 404,
        "no address": 404,
    },
    "2001:67c:4e8::/48, 10.0.0.0/8": {
        "2001:67c:4e8::1": 200,
        "10.1.2.3": 200,
        "::ffff:10.1.2.3": 200,
        "149.154.167.197": 404,
        "": 404,
    },
}


@pytest.mark.parametrize("allowed", SENDERS)
async def test_only_the_allowed_senders_may_post_as_the_proxy_names_them(allowed: str, posted: Posted) -> None:
    async with posted.bot(webhook_from=allowed), posted.telegram() as telegram:
        with capture_logs() as logs:
            for number, (forwarded, status) in enumerate(2 * list(SENDERS[allowed].items()), start=900):
                headers = {SECRET_HEADER: SECRET} | ({"X-Forwarded-For": forwarded} if forwarded else {})
                update = words_of(posted.officer, number, "салом")
                async with telegram.post(PATH, json=update, headers=headers) as answer:
                    assert answer.status == status, forwarded
        told = [line["sender"] for line in logs if "WEBHOOK_FROM" in line["event"]]
        assert len(told) == len(set(told)) == list(SENDERS[allowed].values()).count(404), "once for each sender"


async def test_a_secret_that_was_set_is_the_one_that_counts(posted: Posted) -> None:
    async with posted.bot(webhook_secret="of_the_office"):
        assert posted.webhook is not None and posted.webhook["secret"] == "of_the_office"
        await posted.officer.writes(report_on(posted.ground, 40))
        await posted.officer.is_answered()


# -- that it stays set -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"url": "http://127.0.0.1:9/"},
        None,
        {"certificate": "another's"},
    ],
)
@virtually
async def test_a_webhook_that_another_program_changed_is_set_again_and_the_cause_is_reported(
    change: Json | None, tmp_path: Path, enrolled: Path
) -> None:
    async with posting(tmp_path, enrolled) as posted, posted.bot() as bot:
        receiver = bot.application.receiver
        assert posted.webhook is not None
        with capture_logs() as logs:
            for _ in range(2):
                posted.ground.sandbox.world.profile["webhook"] = change and posted.webhook | change
                await until(lambda: receiver.trouble is not None, seconds=90, every=0.5)
                assert "another program" in str(receiver.trouble)
                await until(lambda: (posted.webhook or {}).get("url") == posted.url, seconds=60, every=0.5)
                await until(lambda: receiver.trouble is None, seconds=60, every=0.5)
        pauses = [line["pause"] for line in logs if line["event"] == "waiting for Telegram"]
        assert pauses == sorted(set(pauses)), "each is longer than the one before"
        await posted.officer.writes("/my")
        await posted.officer.is_answered()


@virtually
async def test_other_kinds_of_update_set_by_another_program_are_put_right(tmp_path: Path, enrolled: Path) -> None:
    async with posting(tmp_path, enrolled) as posted, posted.bot():
        updates = posted.ground.sandbox.world.updates
        kinds = updates.allowed
        updates.allow(["poll"])
        await until(lambda: updates.allowed == kinds, seconds=90, every=0.5)


@virtually
async def test_another_secret_set_by_another_program_is_put_right(tmp_path: Path, enrolled: Path) -> None:
    async with posting(tmp_path, enrolled) as posted, posted.bot() as bot:
        assert posted.webhook is not None
        posted.webhook["secret"] = "another"
        await posted.officer.writes(report_on(posted.ground, 40))
        await until(lambda: "404" in str(bot.application.receiver.trouble), seconds=90, every=0.5)
        await posted.officer.is_answered()
        await until(lambda: bot.application.receiver.trouble is None, seconds=90, every=0.5)


@virtually
async def test_an_address_that_telegram_cannot_post_to_is_reported_in_its_words(tmp_path: Path, enrolled: Path) -> None:
    async with posting(tmp_path, enrolled) as posted, posted.bot() as bot:
        receiver = bot.application.receiver
        assert posted.webhook is not None
        posted.webhook["error"] = {"date": 1, "message": "Connection timed out"}
        await asyncio.sleep(90)
        assert receiver.trouble is None, "what went wrong before is past, if nothing waits"
        posted.ground.sandbox.world.profile["webhook"] = {**posted.webhook, "max_connections": 0}  # nothing comes
        await posted.officer.writes(report_on(posted.ground, 40))
        posted.webhook["error"] = {"date": 2, "message": "SSL error {certificate verify failed}"}
        await until(lambda: receiver.trouble is not None, seconds=90, every=0.5)
        assert "Telegram cannot post to WEBHOOK_URL: SSL error" in str(receiver.trouble)
        await asyncio.sleep(90)
        assert receiver.trouble is not None, "it still waits"
        posted.webhook["max_connections"] = 40
        posted.ground.sandbox._webhook._ended.set()
        await posted.officer.is_answered()
        await until(lambda: receiver.trouble is None, seconds=90, every=0.5)


@virtually
async def test_a_webhook_that_telegram_refuses_is_tried_again_while_messages_go_out(
    tmp_path: Path, enrolled: Path
) -> None:
    async with posting(tmp_path, enrolled) as posted:
        refusal = "Bad Request: bad webhook: Failed to resolve host: Name or service not known"
        posted.ground.trouble(refusal={"method": "setWebhook", "error_code": 400, "description": refusal, "times": 4})
        with capture_logs() as logs:
            async with posted.bot() as bot:
                assert bot.application.receiver.trouble is None
                await posted.officer.writes(report_on(posted.ground, 40))
                await posted.officer.is_answered()
        reasons = {line["reason"] for line in logs if line["event"] == "waiting for Telegram"}
        assert len(reasons) == 1
        assert "WEBHOOK_URL" in reasons.pop()


@virtually
async def test_the_process_sees_each_minute_that_it_is_counted_also_before_the_webhook_is_set(
    tmp_path: Path, enrolled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered: list[bool] = []  # whether the webhook was set by then
    async with posting(tmp_path, enrolled) as posted:

        async def enter(_: Presence) -> None:
            entered.append(posted.webhook is not None)

        monkeypatch.setattr(Presence, "enter", enter)
        posted.ground.trouble(refusal={"method": "setWebhook", "error_code": 400, "description": "no", "times": 2})
        async with posted.bot():
            assert entered.count(False) == 4, "when it began, and before each attempt"
            await asyncio.sleep(3.5 * WATCH_SECONDS)
            assert entered.count(True) == 3


@virtually
async def test_a_bot_that_polls_removes_the_webhook_of_the_run_before(tmp_path: Path, enrolled: Path) -> None:
    async with posting(tmp_path, enrolled) as posted:
        async with posted.bot(crash=True):
            pass
        assert posted.webhook is not None
        async with bot_on(posted.ground, posted.clock):
            await posted.officer.writes(report_on(posted.ground, 40))
            await posted.officer.is_answered()
        assert posted.webhook is None


@virtually
async def test_a_token_that_telegram_refuses_for_a_minute_ends_the_bot(tmp_path: Path, enrolled: Path) -> None:
    async with posting(tmp_path, enrolled) as posted:
        with pytest.raises(StartError, match="BOT_TOKEN"):
            async with posted.bot():
                refused = {"method": "getWebhookInfo", "error_code": 401, "description": "Unauthorized", "times": 99}
                posted.ground.trouble(refusal=refused)
                await asyncio.sleep(300)
