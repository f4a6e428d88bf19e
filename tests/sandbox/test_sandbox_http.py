"""The Bot API over bare HTTP, and the sandbox as a process of its own."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession, FormData

from tests.sandbox.sandbox_side import OFFICER, TOKEN, Side


async def test_a_request_may_come_in_every_form_telegram_takes(side: Side) -> None:
    await side.start(OFFICER)
    url = f"{side.url}/bot{TOKEN}/sendMessage"
    params = {"chat_id": str(OFFICER), "text": "салом & ҳайр"}
    multipart = FormData(params)
    multipart.add_field("ignored", b"", filename="a.txt")
    requests = [
        side.http.get(url, params=params),
        side.http.post(url, params=params),
        side.http.post(url, data=params),
        side.http.post(url, json={**params, "chat_id": OFFICER}),
        side.http.post(url, data=multipart),
        side.http.post(url.replace("sendMessage", "SENDMESSAGE"), data=params),
    ]
    for request in requests:
        async with request as answer:
            assert (await answer.json())["result"]["text"] == "салом & ҳайр"


async def test_a_file_may_come_under_its_parameters_own_name(side: Side) -> None:
    await side.start(OFFICER)
    form = FormData({"chat_id": str(OFFICER)})
    form.add_field("document", b"bytes", filename="a.txt")
    async with side.http.post(f"{side.url}/bot{TOKEN}/sendDocument", data=form) as answer:
        assert (await answer.json())["result"]["document"]["file_size"] == 5


@pytest.mark.parametrize(
    ("path", "code", "description"),
    [
        ("/bot1:wrong/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/getNothing", 404, "Not Found"),
        (f"/bot{TOKEN}/sendInvoice", 501, "Not Implemented: the sandbox has no sendInvoice"),
        (f"/file/bot{TOKEN}/documents/none", 404, "Not Found"),
        ("/file/bot1:wrong/documents/none", 401, "Unauthorized"),
    ],
)
async def test_what_does_not_exist_is_refused(side: Side, path: str, code: int, description: str) -> None:
    async with side.http.get(side.url + path) as answer:
        assert answer.status == code
        assert await answer.json() == {"ok": False, "error_code": code, "description": description}


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[1]",
        b'{"chat_id": 11, "text": "a", "entities": [{"type": "bold"}]}',
        b'{"chat_id": 11, "text": "a", "entities": [{"type": "bold", "offset": 0, "length": 9}]}',
        b'{"chat_id": 11, "text": "a", "message_thread_id": "x"}',
        b'{"chat_id": 11, "text": "a", "reply_markup": {"inline_keyboard": "x"}}',
        b'{"chat_id": 11, "text": "a", "reply_markup": {"inline_keyboard": ["x"]}}',
        b'{"chat_id": 11, "text": "a", "reply_markup": [1]}',
    ],
)
async def test_nonsense_is_only_a_bad_request(side: Side, body: bytes) -> None:
    await side.start(OFFICER)
    headers = {"Content-Type": "application/json"}
    async with side.http.post(f"{side.url}/bot{TOKEN}/sendMessage", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"].startswith("Bad Request: ")


@asynccontextmanager
async def process(port: int, store: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    arguments = ("-m", "sandbox", "--port", str(port), "--store", str(store))
    started = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.DEVNULL)
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def answered(http: ClientSession, url: str, **body: Any) -> Any:
    """The answer, asking again until the server is up."""
    for _ in range(100):
        try:
            async with http.post(url, json=body) as answer:
                return await answer.json()
        except ClientConnectionError:
            await asyncio.sleep(0.1)
    raise TimeoutError(url)


async def test_what_was_answered_outlives_a_kill(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base, store = f"http://127.0.0.1:{port}", tmp_path / "world.sqlite3"
    api = f"{base}/bot1000000:sandbox"
    async with ClientSession() as http:
        async with process(port, store) as sandbox:
            await answered(http, f"{base}/sandbox/start", **{"as": 101})
            await answered(http, f"{api}/sendMessage", chat_id=101, text="kept")
            sandbox.kill()
            await sandbox.wait()
        async with process(port, store) as sandbox:
            updates = await answered(http, f"{api}/getUpdates")
            assert [update["message"]["text"] for update in updates["result"]] == ["/start"]
            async with http.get(f"{base}/sandbox/messages?as=101&chat=101") as answer:
                shown = (await answer.json())["messages"]
            assert [message["text"] for message in shown] == ["/start", "kept"]
            polling = asyncio.create_task(answered(http, f"{api}/getUpdates", offset=10, timeout=50))
            await asyncio.sleep(0.2)
            sandbox.terminate()
            assert (await polling)["result"] == []
            await asyncio.wait_for(sandbox.wait(), 10)
