"""The clock and its driver, updates that wait, a restart."""

from __future__ import annotations

import asyncio
import shutil
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BotCommand, BufferedInputFile, FSInputFile, Update
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.clock import VirtualClock
from tests.sandbox.sandbox_side import ADMIN, LEADER, OFFICER, START, Side, running

DAY = timedelta(days=1)


class Daily:
    """A driver with something to say every day at nine, and a summary each seventh day; it notes what it did."""

    def __init__(self) -> None:
        self.side: Side | None = None
        self.settled: list[datetime] = []
        self.rested: list[datetime] = []
        self.began_anew = 0

    async def next_reminder(self, after: datetime) -> datetime | None:
        return START + DAY * ((after - START) // DAY + 1)

    async def next_summary(self, after: datetime) -> datetime | None:
        return START + 7 * DAY * ((after - START) // (7 * DAY) + 1)

    async def stops(self, after: datetime, until: datetime) -> list[datetime]:
        days = (START + DAY * number for number in range(400))
        return [day for day in days if after < day <= until]

    async def settle(self) -> None:
        assert self.side is not None
        self.settled.append(self.side.sandbox.world.clock.now())

    async def rest(self) -> None:
        assert self.side is not None
        self.rested.append(self.side.sandbox.world.clock.now())

    async def start_over(self) -> None:
        self.began_anew += 1


async def test_the_clock_passes_through_every_day_on_its_way() -> None:
    driver = Daily()
    async with running(driver=driver) as side:
        driver.side = side
        told = await side.post("clock", to="2024-01-05T12:00")
        assert told["now"] == "2024-01-05T12:00:00+05:00"
        assert told["next_reminder"] == "2024-01-06T09:00:00+05:00"
        assert told["next_summary"] == "2024-01-08T09:00:00+05:00"
        assert driver.settled == [START + DAY * n for n in (1, 2, 3, 4)] + [START + DAY * 4 + timedelta(hours=3)]
        assert driver.rested == driver.settled[-1:], "a card is not rewritten on each day that is passed"
        assert (await side.post("clock", to="next_summary"))["date"] == "2024-01-08"
        assert (await side.post("clock", to="2024-01-02", force=True))["date"] == "2024-01-02"
        assert "neither" in (await side.post("clock", 400, to="tomorrow"))["error"]


async def test_a_play_can_be_watched_and_stopped() -> None:
    driver = Daily()
    async with running(driver=driver) as side:
        driver.side = side
        playing = await side.post("play", until="2024-07-31", pace=0.01)
        assert playing["playing"]["until"] == "2024-07-31T09:00:00+05:00"
        await asyncio.sleep(0.1)
        assert 0 < (await side.get("clock"))["playing"]["done"] < 1
        assert "playing" in (await side.post("clock", 409, to="2024-09-01"))["error"]
        stopped = await side.post("stop")
        assert stopped["playing"] is None and "2024-01-01" < stopped["date"] < "2024-07-31"
        assert driver.settled == [START + DAY * (n + 1) for n in range(len(driver.settled))]
        await side.post("play", until=stopped["date"][:8] + "28", pace=0)
        await asyncio.sleep(0.2)
        assert (await side.get("clock"))["playing"] is None


async def test_starting_over_forgets_the_world_but_not_the_offsets() -> None:
    driver = Daily()
    async with running(driver=driver) as side:
        driver.side = side
        await side.start(OFFICER)
        await side.bot.set_my_commands([BotCommand(command="my", description="my")])
        await side.post("clock", to="2024-02-01")
        last = side.sandbox.world.updates.last_id
        await side.post("start_over")
        assert driver.began_anew == 1
        assert await side.messages(OFFICER) == []
        assert (await side.get("clock"))["date"] == "2024-01-01"
        assert [chat["started"] for chat in await side.get("chats", as_=OFFICER)] == [False]
        assert (await side.get("chats", as_=OFFICER))[0]["commands"] != []
        await side.post("start", as_=OFFICER)
        (update,) = await side.take()
        assert update.update_id == last + 1


async def test_everything_survives_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "folder" / "world.sqlite3"
    async with running(store) as side:
        await side.start(OFFICER, LEADER)
        await side.bot.set_my_commands([BotCommand(command="my", description="my")])
        sent = await side.bot.send_document(OFFICER, BufferedInputFile(b"bytes", "a.txt"), caption="c")
        await side.post("block", as_=LEADER, blocked=True)
        await side.take()
        await side.post("send", as_=OFFICER, chat=OFFICER, text="waits", reply_to=sent.message_id)
        await side.post("read", as_=OFFICER, chat=OFFICER, up_to=sent.message_id)
        await side.post("clock", to="2024-02-01")
        before = await side.messages(OFFICER), await side.get("chats", as_=OFFICER)
    async with running(store) as side:
        assert (await side.messages(OFFICER), await side.get("chats", as_=OFFICER)) == before
        assert (await side.get("clock"))["date"] == "2024-02-01"
        (update,) = await side.take()
        assert update.message is not None and update.message.text == "waits"
        assert update.message.reply_to_message is not None and sent.document is not None
        content = await side.bot.download(sent.document)
        assert content is not None and content.read() == b"bytes"
        people = (await side.get("world"))["people"]
        assert [person["id"] for person in people if person["blocked"]] == [LEADER]
        assert (await side.bot.send_message(OFFICER, "next")).message_id == before[0][-1]["id"] + 1


async def test_updates_wait_until_their_offset_confirms_them(side: Side) -> None:
    for number in range(5):
        await side.post("start", as_=OFFICER, payload=str(number))
    first = await side.bot.get_updates(limit=2)
    assert [update.update_id for update in await side.bot.get_updates(limit=2)] == [u.update_id for u in first]
    rest = await side.bot.get_updates(offset=first[-1].update_id + 1)
    assert len(rest) == 3
    (last,) = await side.bot.get_updates(offset=-1)
    assert last.update_id == rest[-1].update_id
    assert len(await side.bot.get_updates()) == 1


async def test_only_the_updates_asked_for_are_kept(side: Side) -> None:
    await side.bot.get_updates(allowed_updates=["callback_query"])
    await side.post("start", as_=OFFICER)
    assert await side.take() == []
    await side.bot.get_updates(allowed_updates=["message"])
    await side.post("start", as_=OFFICER)
    assert len(await side.take()) == 1


async def test_a_hostile_update_is_delivered_unchanged(side: Side) -> None:
    await side.post("update", message={"message_id": "x", "chat": None})
    answer = await side.call("getUpdates")
    assert answer["result"] == [{"update_id": 1, "message": {"message_id": "x", "chat": None}}]


async def poll(side: Side, *, answer: bool) -> None:
    offset = 0
    while True:
        for update in await side.bot.get_updates(offset=offset, timeout=5):
            offset = update.update_id + 1
            if answer and update.message:
                await asyncio.sleep(0.05)
                await side.bot.send_message(update.message.chat.id, "heard")


async def test_a_waiting_sender_sees_the_answer(side: Side) -> None:
    bot = asyncio.create_task(poll(side, answer=True))
    await side.post("start", as_=OFFICER, wait=True)
    assert [message["text"] for message in await side.messages(OFFICER)] == ["/start", "heard"]
    await side.post("send", as_=OFFICER, chat=OFFICER, text="a")
    await side.post("settle")
    assert (await side.messages(OFFICER))[-1]["text"] == "heard"
    bot.cancel()


async def test_updates_can_be_posted_to_a_webhook(side: Side) -> None:
    got: list[tuple[str | None, dict[str, Any]]] = []
    refusals = iter([503])

    async def receive(request: web.Request) -> web.Response:
        got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return web.Response(status=next(refusals, 200))

    app = web.Application()
    app.router.add_post("/hook", receive)
    async with TestServer(app) as server:
        await side.bot.set_webhook(str(server.make_url("/hook")), secret_token="secret")
        await side.post("start", as_=OFFICER)
        await side.post("settle")
        assert [(secret, Update(**update).update_id) for secret, update in got] == [("secret", 1), ("secret", 1)]
        assert "503" in ((await side.bot.get_webhook_info()).last_error_message or "")
        assert (await side.call("getUpdates"))["error_code"] == 409
        await side.bot.delete_webhook()
    assert await side.bot.get_updates() == []


async def test_a_webhook_gets_each_chats_updates_in_order_and_those_of_different_chats_at_once(side: Side) -> None:
    got: list[tuple[int, str]] = []
    at_once, most, met = 0, 0, asyncio.Event()

    async def receive(request: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        message = (await request.json())["message"]
        if message["text"] == "again" and (message["from"]["id"], "again") not in got:
            got.append((message["from"]["id"], "again"))
            at_once -= 1
            return web.Response(status=500, headers={"Retry-After": "0"})
        if at_once >= 2:
            met.set()
        await asyncio.wait_for(met.wait(), 5)
        got.append((message["from"]["id"], message["text"]))
        at_once -= 1
        return web.Response()

    await side.start(OFFICER, ADMIN, LEADER)
    for text in ("a", "again", "c"):
        for person in (OFFICER, ADMIN, LEADER):
            await side.post("send", as_=person, chat=person, text=text)
    app = web.Application()
    app.router.add_post("/hook", receive)
    async with TestServer(app) as server:
        await side.bot.set_webhook(str(server.make_url("/hook")), max_connections=2)
        await side.post("settle")
    for person in (OFFICER, ADMIN, LEADER):
        assert [text for one, text in got if one == person] == ["a", "again", "again", "c"]
    assert most == 2
    assert (await side.bot.get_webhook_info()).pending_update_count == 0


async def test_a_webhook_is_refused_what_telegram_refuses(side: Side) -> None:
    secrets = ("a b", 257 * "a")
    for refused in ({"url": "ftp://a"}, *({"url": "https://a", "secret_token": secret} for secret in secrets)):
        assert (await side.call("setWebhook", **refused))["error_code"] == 400
    with pytest.raises(TelegramBadRequest, match="custom certificate"):
        await side.bot.set_webhook("https://a", certificate=BufferedInputFile(b"no certificate", "a.pem"))
    await side.bot.set_webhook("http://127.0.0.1:9/", max_connections=500)
    info = await side.bot.get_webhook_info()
    assert (info.has_custom_certificate, info.max_connections) == (False, 100)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")
async def test_a_self_signed_address_is_posted_to_once_its_certificate_was_uploaded(side: Side, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    done = await asyncio.create_subprocess_exec(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files),
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert await done.wait() == 0
    trusted = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trusted.load_cert_chain(certificate, key)
    got: list[dict[str, Any]] = []

    async def receive(request: web.Request) -> web.Response:
        got.append(await request.json())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", receive)
    server = TestServer(app)
    await server.start_server(ssl=trusted)
    url = str(server.make_url("/hook"))
    assert url.startswith("https://")
    await side.bot.set_webhook(url)
    await side.post("start", as_=OFFICER)
    while (await side.bot.get_webhook_info()).last_error_message is None:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    assert got == []
    await side.bot.set_webhook(url, certificate=FSInputFile(certificate))
    await side.post("settle")
    assert len(got) == 1
    assert (await side.bot.get_webhook_info()).has_custom_certificate
    await server.close()


def test_a_running_clock_goes_on_from_where_it_was_set() -> None:
    clock = VirtualClock(START)
    clock.set(START + DAY)
    assert timedelta() <= clock() - (START + DAY) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2024, 1, 1))
    assert VirtualClock(START, running=False)() == datetime(2024, 1, 1, 4, tzinfo=UTC)
